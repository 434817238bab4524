//! Who may: the token's permission, then the person's directory role.

use std::collections::BTreeSet;

use http::StatusCode;
use serde_json::json;

use super::call::Standing;
use super::refusal::Refusal;
use crate::Emulator;
use crate::contract::{Operation, Permissions, Requirement};
use crate::entra::Caller;
use crate::state::User;

/// Services outside the directory know a person's roles only from the token: a role activated after it was issued does not
/// count until there is a new one (`failures.md` A22).
const BY_TOKEN: [&str; 3] = ["/auditLogs/", "/reports/", "/admin/teams/"];

/// The scope that stands for "whatever the person may do" in the directory; Azure CLI's token carries it.
const AS_THE_USER: &str = "Directory.AccessAsUser.All";
const DIRECTORY: [&str; 10] = [
    "/applications",
    "/servicePrincipals",
    "/oauth2PermissionGrants",
    "/directory/",
    "/directoryRoles",
    "/organization",
    "/domains",
    "/users",
    "/groups",
    "/me",
];

/// Judges the caller for an operation. Ownership is left to the handler, which sees the object ([`super::call::Call::may_change`]).
pub(super) fn permit(emulator: &Emulator, operation: &Operation, caller: &Caller) -> Result<Standing, Refusal> {
    let only_own = match &operation.permissions {
        None => false,
        Some(permissions) => scope(operation, permissions, caller)?,
    };
    if caller.app_only {
        return Ok(Standing { role: true, only_own });
    }
    let user = emulator.read(|tenant| tenant.users.get(&caller.object_id).cloned()).ok_or_else(Refusal::denied)?;
    let by_token = BY_TOKEN.iter().any(|start| operation.path.starts_with(start));
    let active = if by_token { &caller.directory_roles } else { &user.roles };
    let role = operation.roles.any_of.iter().any(|role| active.contains(role));
    check_person(operation, &user, role)?;
    Ok(Standing { role, only_own: false })
}

fn check_person(operation: &Operation, user: &User, role: bool) -> Result<(), Refusal> {
    let reports = operation.path.starts_with("/auditLogs/") || operation.path.starts_with("/reports/");
    let allowed = match operation.roles.requirement {
        Requirement::Role => role,
        Requirement::AnyMember => role || operation.roles.guests || !user.is_guest(),
        Requirement::AppItself => false,
        // Judged where the object is known.
        Requirement::OwnObject
        | Requirement::OwnerOrRole
        | Requirement::ByResource
        | Requirement::CreateOrOwnerOrRole
        | Requirement::Parts => true,
    };
    match allowed {
        true => Ok(()),
        false if reports => Err(Refusal::unsupported_role()),
        false => Err(Refusal::denied()),
    }
}

/// Whether the permission only covers what the app owns.
fn scope(operation: &Operation, permissions: &Permissions, caller: &Caller) -> Result<bool, Refusal> {
    let (accepted, held) = match caller.app_only {
        true => (&permissions.application, &caller.roles),
        false => (&permissions.delegated, &caller.scopes),
    };
    let matching: Vec<&String> = accepted.iter().filter(|entry| suffices(entry, held)).collect();
    if !matching.is_empty() {
        return Ok(matching.iter().all(|name| name.ends_with(".OwnedBy")));
    }
    let directory = DIRECTORY.iter().any(|start| operation.path.starts_with(start));
    if directory && !operation.path.contains("/onlineMeetings") && held.contains(AS_THE_USER) {
        return Ok(false);
    }
    Err(missing_scope(operation, caller, accepted))
}

/// `A +B,C` wants A and one of B, C; for these a writing permission does as well as the reading one.
fn suffices(entry: &str, held: &BTreeSet<String>) -> bool {
    let reads = |name: &str| held.contains(name) || held.contains(&name.replace(".Read.", ".ReadWrite."));
    match entry.split_once(" +") {
        None => held.contains(entry),
        Some((first, others)) => reads(first) && others.split(',').any(|other| reads(other.trim())),
    }
}

/// PIM's APIs hide their own error, as JSON, in the message of another; the catalogue of Teams apps says what it wants.
fn missing_scope(operation: &Operation, caller: &Caller, accepted: &[String]) -> Refusal {
    if operation.path.starts_with("/appCatalogs/") {
        return super::app_catalog::missing_permission(caller, accepted);
    }
    if !operation.path.contains("/roleEligibilitySchedule") {
        return Refusal::denied();
    }
    let inner = json!({
        "errorCode": "PermissionScopeNotGranted",
        "message": format!("Authorization failed due to missing permission scope {}.", accepted.join(",")),
        "instanceAnnotations": [],
    });
    Refusal::new(StatusCode::FORBIDDEN, "UnknownError", inner.to_string())
}
