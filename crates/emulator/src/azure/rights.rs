//! Who may: Azure's own roles. A directory role, also Global Administrator, allows nothing here.
//!
//! Built-in roles and their ids: Microsoft's page "Azure built-in roles"; Contributor's exclusions as in the contract's example.

use std::sync::OnceLock;

use super::refusal::Refusal;
use crate::entra::Caller;
use crate::state::{AzureRole, AzureRoleAssignment, Tenant};

/// What `elevateAccess` gives.
pub(super) const USER_ACCESS_ADMINISTRATOR: &str = "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9";

/// Owner, Contributor, Reader, User Access Administrator.
pub(crate) fn built_in_roles() -> &'static [AzureRole] {
    static ROLES: OnceLock<Vec<AzureRole>> = OnceLock::new();
    ROLES.get_or_init(|| {
        let role = |id: &str, name: &str, actions: &[&str], not_actions: &[&str]| AzureRole {
            id: id.to_owned(),
            name: name.to_owned(),
            actions: actions.iter().map(|&action| action.to_owned()).collect(),
            not_actions: not_actions.iter().map(|&action| action.to_owned()).collect(),
        };
        let no_rights = [
            "Microsoft.Authorization/*/Delete",
            "Microsoft.Authorization/*/Write",
            "Microsoft.Authorization/elevateAccess/Action",
        ];
        let rights = ["*/read", "Microsoft.Authorization/*", "Microsoft.Support/*"];
        vec![
            role("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner", &["*"], &[]),
            role("b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor", &["*"], &no_rights),
            role("acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader", &["*/read"], &[]),
            role(USER_ACCESS_ADMINISTRATOR, "User Access Administrator", &rights, &[]),
        ]
    })
}

/// The role of an assignment.
fn role<'t>(tenant: &'t Tenant, assignment: &AzureRoleAssignment) -> Option<&'t AzureRole> {
    built_in_roles().iter().chain(&tenant.azure.custom_roles).find(|role| role.id == assignment.role_id)
}

/// Its name, for the page of the practice tenant.
pub(crate) fn role_name<'t>(tenant: &'t Tenant, assignment: &'t AzureRoleAssignment) -> &'t str {
    role(tenant, assignment).map_or(&assignment.role_id, |role| &role.name)
}

/// What somebody holds, directly or by a group.
pub(super) fn held<'t>(tenant: &'t Tenant, object_id: &str) -> Vec<&'t AzureRoleAssignment> {
    let groups = tenant.groups_of(object_id);
    let all = tenant.azure.role_assignments.iter();
    all.filter(|held| held.principal_id == object_id || groups.contains(&held.principal_id)).collect()
}

/// The roles that somebody has at a scope: there or above.
pub(super) fn roles_at<'t>(tenant: &'t Tenant, object_id: &str, scope: &str) -> Vec<&'t AzureRole> {
    let held = held(tenant, object_id).into_iter().filter(|held| contains(&held.scope, scope));
    held.filter_map(|held| role(tenant, held)).collect()
}

/// Whether an action is allowed at a scope.
pub(super) fn allows(tenant: &Tenant, caller: &Caller, action: &str, scope: &str) -> bool {
    roles_at(tenant, &caller.object_id, scope).iter().any(|role| {
        role.actions.iter().any(|pattern| matches(pattern, action))
            && !role.not_actions.iter().any(|pattern| matches(pattern, action))
    })
}

/// The same with Azure's words when it is not.
pub(super) fn require(tenant: &Tenant, caller: &Caller, action: &str, scope: &str) -> Result<(), Refusal> {
    let refusal = || Refusal::unauthorized(caller.name(), &caller.object_id, action, scope);
    allows(tenant, caller, action, scope).then_some(()).ok_or_else(refusal)
}

/// Whether somebody has any role in a subscription or in a part of it.
pub(super) fn sees(tenant: &Tenant, caller: &Caller, subscription: &str) -> bool {
    let scope = format!("/subscriptions/{subscription}");
    let held = held(tenant, &caller.object_id);
    held.iter().any(|held| contains(&held.scope, &scope) || contains(&scope, &held.scope))
}

/// Whether a scope is the other one or above it.
pub(super) fn contains(above: &str, below: &str) -> bool {
    let (above, below) = (above.to_lowercase(), below.to_lowercase());
    let rest = below.strip_prefix(above.trim_end_matches('/'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a pattern with `*` covers an action.
pub(super) fn matches(pattern: &str, action: &str) -> bool {
    let (pattern, action) = (pattern.to_lowercase(), action.to_lowercase());
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| action.strip_prefix(first)) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_cover_what_they_say() {
        for (pattern, action, expected) in [
            ("*", "Microsoft.Communication/register/action", true),
            ("*/read", "Microsoft.Resources/subscriptions/read", true),
            ("*/read", "Microsoft.Resources/subscriptions/readers", false),
            ("Microsoft.Authorization/*/Write", "microsoft.authorization/roleAssignments/write", true),
            ("Microsoft.Authorization/*/Write", "Microsoft.Resources/x/write", false),
            ("a/b", "a/b", true),
            ("a/b", "a/bc", false),
        ] {
            assert_eq!(matches(pattern, action), expected, "{pattern} on {action}");
        }
    }

    #[test]
    fn a_scope_contains_what_is_below_it_and_not_its_namesakes() {
        assert!(contains("/", "/subscriptions/a"), "the root is above all");
        assert!(
            contains("/subscriptions/A/resourceGroups/rg", "/subscriptions/a/resourcegroups/RG/providers/x"),
            "case"
        );
        assert!(
            !contains("/subscriptions/a/resourceGroups/rg", "/subscriptions/a/resourceGroups/rg2"),
            "another group"
        );
    }
}
