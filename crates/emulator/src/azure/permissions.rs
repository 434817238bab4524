//! What the caller may do, who holds which role, and how a Global Administrator gets in.

use serde_json::{Value, json};

use super::answer::Answer;
use super::call::Call;
use super::refusal::{Outcome, Refusal};
use super::rights::{USER_ACCESS_ADMINISTRATOR, contains, roles_at};
use crate::state::{AzureRoleAssignment, roles};

/// One element per role that the caller holds at the scope. Locks and Azure Policy are not in it.
pub(super) fn list(call: &Call<'_>) -> Outcome {
    let held: Vec<Value> = call.read(|tenant| {
        let roles = roles_at(tenant, &call.bearer.caller.object_id, &call.scope());
        let shown = roles.iter().map(|role| {
            json!({
                "actions": role.actions,
                "notActions": role.not_actions,
                "dataActions": [],
                "notDataActions": [],
            })
        });
        shown.collect()
    });
    Ok(Answer::ok(json!({ "value": held })))
}

/// Whom a list of role assignments is about.
#[derive(Default)]
struct Wanted {
    /// Not what is further down.
    at_scope: bool,
    principal: Option<String>,
    /// Also what the principal holds by a group.
    with_groups: bool,
}

pub(super) fn assignments(call: &Call<'_>) -> Outcome {
    let wanted = wanted(call)?;
    let scope = call.scope();
    let found: Vec<Value> = call.read(|tenant| {
        let principals = wanted.principal.as_ref().map(|id| {
            let mut all = if wanted.with_groups { tenant.groups_of(id) } else { Default::default() };
            all.insert(id.clone());
            all
        });
        let shown = tenant.azure.role_assignments.iter().filter(|held| {
            let near = contains(&held.scope, &scope) || (!wanted.at_scope && contains(&scope, &held.scope));
            near && principals.as_ref().is_none_or(|ids| ids.contains(&held.principal_id))
        });
        shown.map(|held| shown_assignment(call, held)).collect()
    });
    Ok(Answer::ok(json!({ "value": found })))
}

/// `atScope()`, `principalId eq '…'`, `assignedTo('…')`, joined by `and`.
fn wanted(call: &Call<'_>) -> Result<Wanted, Refusal> {
    let mut wanted = Wanted::default();
    let text = call.option("$filter").unwrap_or_default();
    for term in text.split(" and ").map(str::trim).filter(|term| !term.is_empty()) {
        let quoted = |start: &str, end: &str| {
            term.get(..start.len())
                .filter(|begin| begin.eq_ignore_ascii_case(start))
                .and_then(|_| term.get(start.len()..)?.strip_suffix(end))
        };
        if term.eq_ignore_ascii_case("atScope()") {
            wanted.at_scope = true;
        } else if let Some(id) = quoted("principalId eq '", "'") {
            wanted.principal = Some(id.to_lowercase());
        } else if let Some(id) = quoted("assignedTo('", "')") {
            wanted.principal = Some(id.to_lowercase());
            wanted.with_groups = true;
        } else {
            return Err(Refusal::bad("UnsupportedQuery", format!("The filter '{text}' is not supported.")));
        }
    }
    Ok(wanted)
}

fn shown_assignment(call: &Call<'_>, held: &AzureRoleAssignment) -> Value {
    let root = format!("/subscriptions/{}", call.parameter("subscription").to_lowercase());
    let at = held.scope.trim_end_matches('/');
    json!({
        "id": format!("{at}/providers/Microsoft.Authorization/roleAssignments/{}", held.id),
        "name": held.id,
        "type": "Microsoft.Authorization/roleAssignments",
        "properties": {
            "roleDefinitionId": format!("{root}/providers/Microsoft.Authorization/roleDefinitions/{}", held.role_id),
            "principalId": held.principal_id,
            "principalType": held.principal_type,
            "scope": held.scope,
            "condition": null,
        },
    })
}

/// Gives a Global Administrator User Access Administrator over everything: enough to read and to assign roles, not to make
/// anything. 200 without a body, also the second time.
pub(super) fn elevate(call: &Call<'_>) -> Outcome {
    let caller = &call.bearer.caller;
    call.write(|tenant, _| {
        let user = tenant.users.get(&caller.object_id).filter(|_| !caller.app_only);
        if !user.is_some_and(|user| user.has_role(roles::GLOBAL_ADMINISTRATOR)) {
            let action = "Microsoft.Authorization/elevateAccess/Action";
            return Err(Refusal::unauthorized(caller.name(), &caller.object_id, action, "/"));
        }
        let present = tenant.azure.role_assignments.iter().any(|held| {
            held.scope == "/" && held.principal_id == caller.object_id && held.role_id == USER_ACCESS_ADMINISTRATOR
        });
        if !present {
            let id = tenant.new_id();
            tenant.azure.role_assignments.push(AzureRoleAssignment {
                id,
                scope: "/".to_owned(),
                principal_id: caller.object_id.clone(),
                principal_type: "User".to_owned(),
                role_id: USER_ACCESS_ADMINISTRATOR.to_owned(),
            });
        }
        Ok(Answer::empty(http::StatusCode::OK))
    })
}
