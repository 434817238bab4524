//! The cmdlets for application access policies, over the tenant's state. Source: MicrosoftDocs/office-docs-powershell
//! @93336da2 (August 2026); texts of errors are field reports where they are known at all, so nobody should match on them.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::access;
use super::backend::Tokens;
use super::pace;
use super::setup_policies;
use crate::state::{AccessPolicy, GroupAssignment, Tenant, User};
use crate::{Emulator, Moment};

const GLOBAL: &str = "Global";
/// Groups that a type of policies can be assigned to.
/// Source: <https://learn.microsoft.com/microsoftteams/assign-policies-users-and-groups>.
const MOST_GROUPS: usize = 64;

/// An error record of PowerShell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CmdletError {
    /// `Exception.Message`.
    pub message: String,
    /// `FullyQualifiedErrorId`.
    pub id: String,
    /// `CategoryInfo.Category`.
    pub category: String,
    /// Seconds of a `Retry-After`, which the script reads out of the exception where it is there.
    #[serde(default, rename = "retryAfter", skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<RetryAfter>,
}

/// Thousandths of a second, written as seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "f64", into = "f64")]
pub struct RetryAfter(u32);

impl From<f64> for RetryAfter {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "seconds of a wait: small, and clamped"
    )]
    fn from(seconds: f64) -> Self {
        Self((seconds.clamp(0.0, 3_600.0) * 1_000.0).ceil() as u32)
    }
}

impl From<RetryAfter> for f64 {
    fn from(wait: RetryAfter) -> Self {
        Self::from(wait.0) / 1_000.0
    }
}

impl CmdletError {
    /// An error record.
    #[must_use]
    pub fn new(message: &str, id: &str, category: &str) -> Self {
        Self { message: message.to_owned(), id: id.to_owned(), category: category.to_owned(), retry_after: None }
    }

    pub(super) fn client(message: &str, category: &str) -> Self {
        Self::new(&format!("[ClientError] : {message}"), "Microsoft.Teams.ConfigApi.Cmdlets.ClientError", category)
    }

    pub(super) fn no_policy(identity: &str) -> Self {
        Self::client(&format!("\"{}\" not found", bare(identity)), "ObjectNotFound")
    }

    pub(super) fn no_user(user: &str) -> Self {
        let message = format!("Management object not found for identity \"{user}\".");
        Self::new(&message, "Microsoft.Teams.ConfigApi.Cmdlets.UserNotFound", "ObjectNotFound")
    }
}

/// Whether an operation of the driver's protocol changes the tenant.
pub(super) fn writes(op: &str) -> bool {
    matches!(op, "newPolicy" | "setPolicy" | "removePolicy" | "grant" | "grantGroup" | "grantGlobal")
        || setup_policies::writes(op)
}

/// Runs one operation of the driver's protocol for whoever the tokens stand for.
pub(super) fn run(emulator: &Emulator, tokens: &Tokens, op: &str, request: &Value) -> Result<Value, CmdletError> {
    let caller = access::connected(emulator, tokens)?;
    if op == "connect" {
        return connect(emulator, caller.name(), request);
    }
    access::check_role(&caller, writes(op))?;
    pace::charge(emulator, writes(op))?;
    let text = |name: &str| request.get(name).and_then(Value::as_str).map(str::to_owned);
    if writes(op) {
        let done = emulator.write(|tenant, moment| write(tenant, moment, op, request));
        return done.map_err(|unsaved| CmdletError::client(&unsaved.to_string(), "WriteError"))?;
    }
    let now = emulator.delays_now();
    emulator.read(|tenant| {
        let at = now - Duration::from_secs(tenant.oddities.policy_read_delay_seconds);
        match op {
            _ if setup_policies::knows(op) => setup_policies::read(tenant, at, op, request),
            "policies" => {
                Ok(tenant.teams.access_policies.all_as_of(at).map(|(_, policy)| policy_json(policy)).collect())
            }
            "userPolicy" => user_policy(tenant, at, &text("user").unwrap_or_default()),
            "holders" => Ok(holders(tenant, at, &text("identity").unwrap_or_default())),
            "holdings" => Ok(holdings(tenant, at)),
            "groupAssignments" => Ok(group_assignments(tenant, at)),
            other => {
                let message = format!("The term '{other}' is not recognized as a name of a cmdlet.");
                Err(CmdletError::new(&message, "CommandNotFoundException", "ObjectNotFound"))
            }
        }
    })
}

fn connect(emulator: &Emulator, account: &str, request: &Value) -> Result<Value, CmdletError> {
    emulator.read(|tenant| {
        let wanted = request.get("tenantId").and_then(Value::as_str).unwrap_or(&tenant.id);
        match wanted.eq_ignore_ascii_case(&tenant.id) {
            true => Ok(json!({ "Account": account, "TenantId": tenant.id, "Tenant": tenant.domain(), "Environment": "AzureCloud" })),
            false => Err(CmdletError::new(
                "The access token is not for the tenant that was asked for.",
                "Connect-MicrosoftTeams,Microsoft.TeamsCmdlets.Powershell.Connect.ConnectMicrosoftTeams",
                "AuthenticationError",
            )),
        }
    })
}

/// Identities are taken with and without `Tag:`.
pub(super) fn full(identity: &str) -> String {
    match identity {
        _ if identity.eq_ignore_ascii_case(GLOBAL) => GLOBAL.to_owned(),
        _ if identity.to_ascii_lowercase().starts_with("tag:") => {
            format!("Tag:{}", identity.get(4..).unwrap_or_default())
        }
        _ => format!("Tag:{identity}"),
    }
}

pub(super) fn bare(identity: &str) -> &str {
    identity.strip_prefix("Tag:").unwrap_or(identity)
}

fn policy_json(policy: &AccessPolicy) -> Value {
    json!({ "Identity": policy.identity, "AppIds": policy.app_ids, "Description": policy.description.as_deref().unwrap_or_default() })
}

fn user_json(user: &User) -> Value {
    json!({ "ObjectId": user.id, "UserPrincipalName": user.upn, "DisplayName": user.display_name })
}

/// `Get-CsOnlineUser` (the direct one) and `Get-CsUserPolicyAssignment` (all; no row means the tenant's).
fn user_policy(tenant: &Tenant, at: Timestamp, name: &str) -> Result<Value, CmdletError> {
    let user = tenant.user(name).ok_or_else(|| CmdletError::no_user(name))?;
    let direct = tenant.teams.user_assignments.as_of(&user.id, at);
    let mut rows = Vec::new();
    if let Some(identity) = direct {
        rows.push(json!({ "PolicyName": bare(identity), "Source": "Direct", "Reference": "Direct" }));
    }
    let mut groups: Vec<_> = tenant
        .groups_of(&user.id)
        .into_iter()
        .filter_map(|group| Some((tenant.teams.group_assignments.as_of(&group, at)?.clone(), group)))
        .collect();
    groups.sort_by_key(|(held, _)| held.rank);
    for (held, group) in groups {
        rows.push(json!({ "PolicyName": bare(&held.policy), "Source": "Group", "Reference": group }));
    }
    if let Some(identity) = tenant.teams.tenant_assignment.as_of(at) {
        rows.push(json!({ "PolicyName": bare(identity), "Source": "Global", "Reference": tenant.id }));
    }
    Ok(json!({ "user": user_json(user), "direct": direct, "assignments": rows }))
}

fn holders(tenant: &Tenant, at: Timestamp, identity: &str) -> Value {
    let identity = full(identity);
    let held = tenant.teams.user_assignments.all_as_of(at).filter(|(_, policy)| policy.eq_ignore_ascii_case(&identity));
    let users = held.filter_map(|(id, _)| tenant.users.get(id));
    users
        .map(|user| {
            let mut json = user_json(user);
            json["Source"] = json!("Direct");
            json
        })
        .collect()
}

/// Every user: the id, or with the policy that was granted directly.
fn holdings(tenant: &Tenant, at: Timestamp) -> Value {
    let all = tenant.users.values();
    all.map(|user| match tenant.teams.user_assignments.as_of(&user.id, at) {
        None => json!(user.id),
        Some(policy) => {
            let mut json = user_json(user);
            json["Policy"] = json!(policy);
            json
        }
    })
    .collect()
}

fn group_assignments(tenant: &Tenant, at: Timestamp) -> Value {
    let held = tenant.teams.group_assignments.all_as_of(at);
    held.map(|(group, held)| json!({ "GroupId": group, "PolicyName": bare(&held.policy), "Rank": held.rank })).collect()
}

fn write(tenant: &mut Tenant, moment: Moment, op: &str, request: &Value) -> Result<Value, CmdletError> {
    let text = |name: &str| request.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    match op {
        _ if setup_policies::writes(op) => setup_policies::write(tenant, moment, op, request),
        "newPolicy" => new_policy(tenant, moment, &text("identity"), request),
        "setPolicy" => set_policy(tenant, moment, &text("identity"), request),
        "removePolicy" => remove_policy(tenant, moment, &text("identity")),
        "grant" => grant(tenant, moment, &text("user"), request),
        "grantGroup" => grant_group(tenant, moment, &text("group"), request),
        _ => grant_global(tenant, moment, request),
    }
}

/// Client ids out of a request, each a GUID.
fn app_ids(request: &Value, name: &str) -> Result<Option<Vec<String>>, CmdletError> {
    let Some(list) = request.get(name).and_then(Value::as_array) else {
        return Ok(None);
    };
    let ids = list.iter().map(|id| id.as_str().unwrap_or_default().to_ascii_lowercase());
    let ids: Vec<String> = ids.collect();
    match ids.iter().find(|id| uuid::Uuid::parse_str(id).is_err()) {
        None => Ok(Some(ids)),
        Some(bad) => Err(CmdletError::client(&format!("AppIds: '{bad}' is not a valid GUID."), "InvalidArgument")),
    }
}

fn new_policy(tenant: &mut Tenant, moment: Moment, identity: &str, request: &Value) -> Result<Value, CmdletError> {
    let identity = full(identity);
    if bare(&identity).trim().is_empty() {
        return Err(CmdletError::client("The identity is empty.", "InvalidArgument"));
    }
    if find(tenant, &identity).is_some() {
        let message = format!("The policy \"{}\" already exists.", bare(&identity));
        return Err(CmdletError::client(&message, "ResourceExists"));
    }
    let policy = AccessPolicy {
        identity: identity.clone(),
        app_ids: app_ids(request, "appIds")?.unwrap_or_default(),
        description: request.get("description").and_then(Value::as_str).map(str::to_owned),
    };
    let stamp = moment.stamp(tenant);
    let shown = policy_json(&policy);
    tenant.teams.access_policies.write(identity, policy, stamp);
    Ok(shown)
}

/// The policy as it really is, ignoring case as Teams does.
fn find(tenant: &Tenant, identity: &str) -> Option<AccessPolicy> {
    let mut all = tenant.teams.access_policies.all();
    all.find(|(known, _)| known.eq_ignore_ascii_case(identity)).map(|(_, policy)| policy.clone())
}

fn set_policy(tenant: &mut Tenant, moment: Moment, identity: &str, request: &Value) -> Result<Value, CmdletError> {
    let mut policy = find(tenant, &full(identity)).ok_or_else(|| CmdletError::no_policy(identity))?;
    for id in app_ids(request, "add")?.unwrap_or_default() {
        if !policy.app_ids.contains(&id) {
            policy.app_ids.push(id);
        }
    }
    if let Some(gone) = app_ids(request, "remove")? {
        policy.app_ids.retain(|id| !gone.contains(&id.to_ascii_lowercase()));
    }
    if let Some(description) = request.get("description").and_then(Value::as_str) {
        policy.description = Some(description.to_owned());
    }
    let stamp = moment.stamp(tenant);
    tenant.teams.access_policies.write(policy.identity.clone(), policy, stamp);
    Ok(Value::Null)
}

/// `Global` cannot go: removing it empties it. A policy that somebody holds stays.
fn remove_policy(tenant: &mut Tenant, moment: Moment, identity: &str) -> Result<Value, CmdletError> {
    let mut policy = find(tenant, &full(identity)).ok_or_else(|| CmdletError::no_policy(identity))?;
    let stamp = moment.stamp(tenant);
    if policy.identity == GLOBAL {
        policy.app_ids.clear();
        policy.description = None;
        tenant.teams.access_policies.write(GLOBAL, policy, stamp);
        return Ok(Value::Null);
    }
    let teams = &tenant.teams;
    let by_user = teams.user_assignments.all().any(|(_, held)| *held == policy.identity);
    let by_group = teams.group_assignments.all().any(|(_, held)| held.policy == policy.identity);
    let by_all = teams.tenant_assignment.current().is_some_and(|held| *held == policy.identity);
    if by_user || by_group || by_all {
        let message = format!(
            "The policy \"{}\" is currently assigned to one or more users or groups. Ensure policy is not assigned before trying to remove.",
            bare(&policy.identity)
        );
        return Err(CmdletError::client(&message, "InvalidOperation"));
    }
    tenant.teams.access_policies.delete(&policy.identity, stamp);
    Ok(Value::Null)
}

/// The policy that a grant names: none takes the present one away. Fresh policies are not known to this service yet.
fn named_policy(tenant: &Tenant, moment: Moment, request: &Value) -> Result<Option<String>, CmdletError> {
    let Some(name) = request.get("policy").and_then(Value::as_str).filter(|name| !name.is_empty()) else {
        return Ok(None);
    };
    let at = moment.delays_now - Duration::from_secs(tenant.oddities.policy_read_delay_seconds);
    let identity = full(name);
    let known: BTreeSet<String> = tenant.teams.access_policies.all_as_of(at).map(|(id, _)| id.to_owned()).collect();
    let found = known.into_iter().find(|id| id.eq_ignore_ascii_case(&identity)).filter(|id| find(tenant, id).is_some());
    found.map(Some).ok_or_else(|| CmdletError::no_policy(name))
}

fn grant(tenant: &mut Tenant, moment: Moment, name: &str, request: &Value) -> Result<Value, CmdletError> {
    let user = tenant.user(name).map(|user| user.id.clone()).ok_or_else(|| CmdletError::no_user(name))?;
    let policy = named_policy(tenant, moment, request)?;
    if policy.as_deref() == Some(GLOBAL) {
        let message =
            format!("Policy \"{GLOBAL}\" is not a user policy. You can assign only a user policy to a specific user.");
        return Err(CmdletError::client(&message, "InvalidArgument"));
    }
    let stamp = moment.stamp(tenant);
    match policy {
        Some(identity) => tenant.teams.user_assignments.write(user, identity, stamp),
        None => {
            tenant.teams.user_assignments.delete(&user, stamp);
        }
    }
    Ok(Value::Null)
}

fn grant_group(tenant: &mut Tenant, moment: Moment, group: &str, request: &Value) -> Result<Value, CmdletError> {
    if !tenant.groups.contains_key(group) {
        return Err(CmdletError::client(&format!("Group \"{group}\" not found"), "ObjectNotFound"));
    }
    let policy = named_policy(tenant, moment, request)?.filter(|identity| identity != GLOBAL);
    let rank = request.get("rank").and_then(Value::as_u64).and_then(|rank| u32::try_from(rank).ok()).unwrap_or(1);
    let others = tenant.teams.group_assignments.all().filter(|(id, _)| *id != group).count();
    if policy.is_some() && others >= MOST_GROUPS {
        let message = format!("A policy type can be assigned to at most {MOST_GROUPS} groups.");
        return Err(CmdletError::client(&message, "InvalidOperation"));
    }
    let stamp = moment.stamp(tenant);
    match policy {
        Some(policy) => {
            let held = GroupAssignment { policy, rank: rank.max(1) };
            tenant.teams.group_assignments.write(group.to_owned(), held, stamp);
        }
        None => {
            tenant.teams.group_assignments.delete(group, stamp);
        }
    }
    Ok(Value::Null)
}

fn grant_global(tenant: &mut Tenant, moment: Moment, request: &Value) -> Result<Value, CmdletError> {
    let policy = named_policy(tenant, moment, request)?.filter(|identity| identity != GLOBAL);
    let stamp = moment.stamp(tenant);
    match policy {
        Some(identity) => tenant.teams.tenant_assignment.write(identity, stamp),
        None => {
            tenant.teams.tenant_assignment.delete(stamp);
        }
    }
    Ok(Value::Null)
}
