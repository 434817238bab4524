//! The cmdlets for app setup policies: which apps are pinned and installed for whoever holds one. Source:
//! MicrosoftDocs/office-docs-powershell @93336da2 (August 2026), `*-CsTeamsAppSetupPolicy`.

use std::time::Duration;

use domain::Timestamp;
use serde_json::{Value, json};

use super::cmdlets::{CmdletError, bare, full};
use crate::Moment;
use crate::state::{GroupAssignment, PinnedApp, SetupPolicy, Tenant};

const GLOBAL: &str = "Global";
/// Built in, and not to be changed.
const FIRST_LINE: &str = "Tag:FirstLineWorker";

/// Whether it is an operation of these cmdlets.
pub(super) fn knows(op: &str) -> bool {
    writes(op) || matches!(op, "setupPolicies" | "userSetupPolicy" | "setupGroups" | "appStatus" | "customApps")
}

/// Whether it changes the tenant.
pub(super) fn writes(op: &str) -> bool {
    matches!(op, "newSetupPolicy" | "setSetupPolicy" | "removeSetupPolicy" | "grantSetupPolicy")
}

/// `Get-CsTeamsAppSetupPolicy`, and what `Get-CsUserPolicyAssignment` tells of them. `at`: what these cmdlets know by then.
pub(super) fn read(tenant: &Tenant, at: Timestamp, op: &str, request: &Value) -> Result<Value, CmdletError> {
    if op == "setupPolicies" {
        return Ok(tenant.teams.setup_policies.all_as_of(at).map(|(_, policy)| json!(policy)).collect());
    }
    if op == "setupGroups" {
        let held = tenant.teams.setup_holders.groups_as_of(at);
        return Ok(held
            .map(|(group, held)| json!({ "GroupId": group, "PolicyName": bare(&held.policy), "Rank": held.rank }))
            .collect());
    }
    if op == "customApps" {
        return Ok(json!({ "Allowed": !tenant.oddities.custom_apps_off }));
    }
    if op == "appStatus" {
        return app_status(tenant, text(request, "app"));
    }
    let name = text(request, "user");
    let user = tenant.user(name).ok_or_else(|| CmdletError::no_user(name))?;
    let held = tenant.teams.setup_holders.held_as_of(&user.id, &tenant.groups_of(&user.id), at);
    Ok(match held {
        Some((identity, kind)) => json!({ "PolicyName": bare(identity), "Source": kind }),
        None => json!({ "PolicyName": GLOBAL, "Source": "Global" }),
    })
}

/// `Get-M365TeamsApp`. What it says of an app that nobody knows is not documented. [K]
fn app_status(tenant: &Tenant, id: &str) -> Result<Value, CmdletError> {
    let app = tenant.catalog.all().map(|(_, app)| app).find(|app| app.id == id);
    let app = app.ok_or_else(|| CmdletError::client(&format!("App \"{id}\" not found"), "ObjectNotFound"))?;
    Ok(json!({ "IsBlocked": app.blocked, "AvailableTo": app.available_to }))
}

/// `New-`, `Set-`, `Remove-` and `Grant-CsTeamsAppSetupPolicy`.
pub(super) fn write(tenant: &mut Tenant, moment: Moment, op: &str, request: &Value) -> Result<Value, CmdletError> {
    match op {
        "newSetupPolicy" => new(tenant, moment, request),
        "setSetupPolicy" => set(tenant, moment, request),
        "removeSetupPolicy" => remove(tenant, moment, request),
        _ => grant(tenant, moment, request),
    }
}

fn text<'a>(request: &'a Value, name: &str) -> &'a str {
    request.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn find(tenant: &Tenant, identity: &str) -> Result<SetupPolicy, CmdletError> {
    let wanted = full(identity);
    let found = tenant.teams.setup_policies.all().find(|(known, _)| known.eq_ignore_ascii_case(&wanted));
    found.map(|(_, policy)| policy.clone()).ok_or_else(|| CmdletError::no_policy(identity))
}

fn new(tenant: &mut Tenant, moment: Moment, request: &Value) -> Result<Value, CmdletError> {
    let identity = full(text(request, "identity"));
    if bare(&identity).trim().is_empty() {
        return Err(CmdletError::client("The identity is empty.", "InvalidArgument"));
    }
    if find(tenant, &identity).is_ok() {
        let message = format!("The policy \"{}\" already exists.", bare(&identity));
        return Err(CmdletError::client(&message, "ResourceExists"));
    }
    // A new policy begins empty: what the tenant's pins is not in it.
    let mut policy = SetupPolicy { identity: identity.clone(), allow_user_pinning: true, ..SetupPolicy::default() };
    apply(&mut policy, request)?;
    let shown = json!(policy);
    let stamp = moment.stamp(tenant);
    tenant.teams.setup_policies.write(identity, policy, stamp);
    Ok(shown)
}

fn set(tenant: &mut Tenant, moment: Moment, request: &Value) -> Result<Value, CmdletError> {
    let mut policy = find(tenant, text(request, "identity"))?;
    if policy.identity == FIRST_LINE {
        return Err(CmdletError::client("The policy \"FirstLineWorker\" is read-only.", "InvalidOperation"));
    }
    apply(&mut policy, request)?;
    let stamp = moment.stamp(tenant);
    tenant.teams.setup_policies.write(policy.identity.clone(), policy, stamp);
    Ok(Value::Null)
}

/// What a request names replaces what was there; lists are replaced whole.
fn apply(policy: &mut SetupPolicy, request: &Value) -> Result<(), CmdletError> {
    let flag = |name: &str, now: bool| request.get(name).and_then(Value::as_bool).unwrap_or(now);
    policy.allow_side_loading = flag("allowSideLoading", policy.allow_side_loading);
    policy.allow_user_pinning = flag("allowUserPinning", policy.allow_user_pinning);
    if let Some(description) = request.get("description").and_then(Value::as_str) {
        policy.description = Some(description.to_owned());
    }
    if let Some(ids) = ids(request, "pinned")? {
        policy.pinned_app_bar_apps = (1..).zip(ids).map(|(order, id)| PinnedApp { id, order }).collect();
    }
    if let Some(ids) = ids(request, "installed")? {
        policy.app_preset_list = ids;
    }
    Ok(())
}

/// Ids of Teams apps, each a GUID.
fn ids(request: &Value, name: &str) -> Result<Option<Vec<String>>, CmdletError> {
    let Some(list) = request.get(name).and_then(Value::as_array) else { return Ok(None) };
    let ids: Vec<String> = list.iter().map(|id| id.as_str().unwrap_or_default().to_ascii_lowercase()).collect();
    match ids.iter().find(|id| uuid::Uuid::parse_str(id).is_err()) {
        None => Ok(Some(ids)),
        Some(bad) => Err(CmdletError::client(&format!("'{bad}' is not the id of an app."), "InvalidArgument")),
    }
}

fn remove(tenant: &mut Tenant, moment: Moment, request: &Value) -> Result<Value, CmdletError> {
    let policy = find(tenant, text(request, "identity"))?;
    if [GLOBAL, FIRST_LINE].contains(&policy.identity.as_str()) {
        return Err(CmdletError::client("A built-in policy cannot be removed.", "InvalidOperation"));
    }
    if tenant.teams.setup_holders.is_held(&policy.identity) {
        let message = format!(
            "The policy \"{}\" is currently assigned to one or more users or groups. Ensure policy is not assigned before trying to remove.",
            bare(&policy.identity)
        );
        return Err(CmdletError::client(&message, "InvalidOperation"));
    }
    let stamp = moment.stamp(tenant);
    tenant.teams.setup_policies.delete(&policy.identity, stamp);
    Ok(Value::Null)
}

/// To a user, to a group with a rank, or `-Global`, which overwrites the tenant's own policy with the values of this one.
fn grant(tenant: &mut Tenant, moment: Moment, request: &Value) -> Result<Value, CmdletError> {
    let named = Some(text(request, "policy")).filter(|name| !name.is_empty());
    let policy = named.map(|name| known(tenant, moment, name)).transpose()?;
    let stamp = moment.stamp(tenant);
    if request.get("global") == Some(&Value::Bool(true)) {
        let Some(policy) = policy else { return Ok(Value::Null) };
        let values = SetupPolicy { identity: GLOBAL.to_owned(), ..policy };
        tenant.teams.setup_policies.write(GLOBAL, values, stamp);
        return Ok(Value::Null);
    }
    if policy.as_ref().is_some_and(|policy| policy.identity == GLOBAL) {
        let message =
            format!("Policy \"{GLOBAL}\" is not a user policy. You can assign only a user policy to a specific user.");
        return Err(CmdletError::client(&message, "InvalidArgument"));
    }
    let identity = policy.map(|policy| policy.identity);
    let group = text(request, "group").to_owned();
    if !group.is_empty() {
        if !tenant.groups.contains_key(&group) {
            return Err(CmdletError::client(&format!("Group \"{group}\" not found"), "ObjectNotFound"));
        }
        let rank = request.get("rank").and_then(Value::as_u64).and_then(|rank| u32::try_from(rank).ok()).unwrap_or(1);
        let held = identity.map(|policy| GroupAssignment { policy, rank: rank.max(1) });
        tenant.teams.setup_holders.give_group(group, held, stamp);
        return Ok(Value::Null);
    }
    let name = text(request, "user");
    let user = tenant.user(name).map(|user| user.id.clone()).ok_or_else(|| CmdletError::no_user(name))?;
    tenant.teams.setup_holders.give_user(user, identity, stamp);
    Ok(Value::Null)
}

/// A policy by name; one that was made a moment ago is not known to this service yet.
fn known(tenant: &Tenant, moment: Moment, name: &str) -> Result<SetupPolicy, CmdletError> {
    let policy = find(tenant, name)?;
    let at = moment.delays_now - Duration::from_secs(tenant.oddities.policy_read_delay_seconds);
    let shown = tenant.teams.setup_policies.as_of(&policy.identity, at).is_some();
    shown.then_some(policy).ok_or_else(|| CmdletError::no_policy(name))
}
