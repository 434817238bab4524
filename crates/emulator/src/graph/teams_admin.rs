//! `/admin/teams`: assigning policies that exist, and what counts for a user. It cannot make policies, and Microsoft does not
//! say which types it takes: here those of meetings; application access and app setup policies only in tenants that say so
//! (`oddities.graph_assigns_access_policies`).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use std::time::Duration;

use super::answer::Answer;
use super::call::Call;
use super::refusal::{Outcome, Refusal};
use crate::state::well_known::PLAN_TEAMS;
use crate::state::{AssignmentKind, Tenant, User};

const ACCESS_POLICY: &str = "ApplicationAccessPolicy";
const SETUP_POLICY: &str = "TeamsAppSetupPolicy";
/// Types named on Microsoft's pages, with the policies that every tenant has.
const MEETING_POLICIES: [&str; 4] = ["Tag:AllOn", "Tag:AllOff", "Tag:RestrictedAnonymousAccess", "Global"];

fn bare(identity: &str) -> &str {
    identity.strip_prefix("Tag:").unwrap_or(identity)
}

/// Policies are known to Graph by an opaque id.
fn id_of(identity: &str) -> String {
    URL_SAFE_NO_PAD.encode(identity)
}

fn identity_of(id: &str) -> Option<String> {
    URL_SAFE_NO_PAD.decode(id).ok().and_then(|bytes| String::from_utf8(bytes).ok())
}

fn unsupported(kind: &str) -> Refusal {
    Refusal::bad("BadRequest", format!("Policy type '{kind}' is not supported."))
}

fn takes(tenant: &Tenant, kind: &str) -> Result<(), Refusal> {
    let switched = [ACCESS_POLICY, SETUP_POLICY].contains(&kind) && tenant.oddities.graph_assigns_access_policies;
    let taken = kind == "TeamsMeetingPolicy" || switched;
    taken.then_some(()).ok_or_else(|| unsupported(kind))
}

pub(super) fn policy_id(call: &Call<'_>) -> Outcome {
    let (kind, name) = (call.parameter("type"), call.parameter("name"));
    let found: Vec<Value> = call.read(|tenant| {
        takes(tenant, kind)?;
        let named = |identity: &str| bare(identity).eq_ignore_ascii_case(bare(name));
        let identities: Vec<String> = match kind {
            ACCESS_POLICY => tenant.teams.access_policies.all().map(|(identity, _)| identity.to_owned()).collect(),
            SETUP_POLICY => tenant.teams.setup_policies.all().map(|(identity, _)| identity.to_owned()).collect(),
            _ => MEETING_POLICIES.iter().map(|identity| (*identity).to_owned()).collect(),
        };
        let found = identities.iter().filter(|identity| named(identity));
        Ok::<_, Refusal>(found.map(|identity| json!({ "name": identity, "policyId": id_of(identity) })).collect())
    })?;
    if found.is_empty() {
        return Err(Refusal::not_found(name));
    }
    let context = call.context("Collection(microsoft.graph.teamsAdministration.policyIdentifierDetail)");
    Ok(Answer::ok(json!({ "@odata.context": context, "value": found })))
}

pub(super) fn assign(call: &Call<'_>) -> Outcome {
    change(call, true)
}

pub(super) fn unassign(call: &Call<'_>) -> Outcome {
    change(call, false)
}

fn change(call: &Call<'_>, assign: bool) -> Outcome {
    let wanted = call.body.as_ref().and_then(|body| body.get("value")?.as_array().cloned()).unwrap_or_default();
    call.write(|tenant, moment| {
        let text = |entry: &Value, name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut changes = Vec::new();
        for entry in &wanted {
            let (user, kind) = (text(entry, "userId"), text(entry, "policyType"));
            takes(tenant, &kind)?;
            if !tenant.users.contains_key(&user) {
                return Err(Refusal::not_found(&user));
            }
            let teams = &tenant.teams;
            let is_there = |identity: &String| match kind.as_str() {
                ACCESS_POLICY => teams.access_policies.current(identity).is_some(),
                SETUP_POLICY => teams.setup_policies.current(identity).is_some(),
                _ => MEETING_POLICIES.contains(&identity.as_str()),
            };
            let known = identity_of(&text(entry, "policyId")).filter(is_there);
            if assign && known.is_none() {
                return Err(Refusal::bad("BadRequest", "The policy does not exist."));
            }
            changes.push((user, kind, known.filter(|_| assign)));
        }
        let stamp = moment.stamp(tenant);
        for (user, kind, identity) in changes {
            match (kind.as_str(), identity) {
                (ACCESS_POLICY, Some(identity)) => tenant.teams.user_assignments.write(user, identity, stamp),
                (ACCESS_POLICY, None) => {
                    tenant.teams.user_assignments.delete(&user, stamp);
                }
                (SETUP_POLICY, identity) => tenant.teams.setup_holders.give_user(user, identity, stamp),
                // Meeting policies do nothing here.
                _ => {}
            }
        }
        Ok(Answer::no_content())
    })
}

/// What counts for a user. No row for a policy means: the tenant's.
fn configuration(call: &Call<'_>, tenant: &Tenant, user: &User) -> Value {
    let at = call.view.now - Duration::from_secs(tenant.oddities.policy_read_delay_seconds);
    let groups = tenant.groups_of(&user.id);
    let held = tenant.teams.policy_as_of(&user.id, &groups, at);
    let assignment = |policy_type: &str, kind: &str, group: Option<&String>, identity: &str| {
        json!({
            "policyType": policy_type,
            "policyAssignment": {
                "displayName": bare(identity),
                "assignmentType": kind,
                "policyId": id_of(identity),
                "groupId": group,
            },
        })
    };
    let mut assignments: Vec<Value> = match held {
        Some((policy, AssignmentKind::Direct)) => vec![assignment(ACCESS_POLICY, "direct", None, &policy.identity)],
        Some((policy, AssignmentKind::Group)) => {
            let by = groups.iter().find(|group| {
                tenant.teams.group_assignments.as_of(group, at).is_some_and(|held| held.policy == policy.identity)
            });
            vec![assignment(ACCESS_POLICY, "group", by, &policy.identity)]
        }
        Some((_, AssignmentKind::Global)) | None => Vec::new(),
    };
    let setup = &tenant.teams.setup_holders;
    assignments.extend(setup.held_as_of(&user.id, &groups, at).map(|(identity, kind)| match kind {
        AssignmentKind::Group => {
            let by =
                groups.iter().find(|group| setup.groups().any(|(id, held)| id == *group && held.policy == identity));
            assignment(SETUP_POLICY, "group", by, identity)
        }
        AssignmentKind::Direct | AssignmentKind::Global => assignment(SETUP_POLICY, "direct", None, identity),
    }));
    let features = if tenant.has_plan(user, PLAN_TEAMS) { json!(["Teams"]) } else { json!([]) };
    json!({
        "id": user.id,
        "accountType": if user.is_guest() { "guest" } else { "user" },
        "createdDateTime": user.created_at,
        "modifiedDateTime": user.created_at,
        "effectivePolicyAssignments": assignments,
        "featureTypes": features,
        "isEnterpriseVoiceEnabled": false,
        "telephoneNumbers": [],
        "tenantId": tenant.id,
        "userPrincipalName": user.upn,
    })
}

pub(super) fn user_configuration(call: &Call<'_>) -> Outcome {
    let id = call.parameter("teamsUserConfiguration-id");
    let found = call.read(|tenant| tenant.users.get(id).map(|user| configuration(call, tenant, user)));
    let mut body = found.ok_or_else(|| Refusal::not_found(id))?;
    body["@odata.context"] = call.context("admin/teams/userConfigurations/$entity");
    Ok(Answer::ok(call.options.shape(body)))
}

pub(super) fn user_configurations(call: &Call<'_>) -> Outcome {
    let all = call.read(|tenant| tenant.users.values().map(|user| configuration(call, tenant, user)).collect());
    let items = call.options.apply(all).into_iter().map(|item| call.options.shape(item)).collect();
    let address = format!("{}{}", call.root(), call.path);
    Ok(Answer::ok(call.options.page(&address, call.context("admin/teams/userConfigurations"), items)))
}
