//! Rules about requested permissions: what no profile may ask for, and what the profile itself rules out.

use super::items::ReadItem;
use super::problem::{Form, Problem};
use super::reader::{At, Log, quoted};
use crate::{QuestionSpec, Wanted as ItemWants};

/// Permissions whose holder can make itself or others rule the whole tenant (DECISIONS 36); `*` at the end matches any
/// rest. Refused in profiles without a signature. Sources: Microsoft's permissions reference (what each one writes:
/// roles, grants, credentials of others, consent and sign-in policies), November 2026.
pub const TIER_ZERO: [&str; 24] = [
    "ADSynchronization.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "Application.ReadWrite.*",
    "DelegatedPermissionGrant.ReadWrite.All",
    "Directory.AccessAsUser.All",
    "Directory.ReadWrite.All",
    "Domain.ReadWrite.All",
    "EntitlementManagement.ReadWrite.All",
    "Organization.ReadWrite.All",
    "Policy.ReadWrite.ApplicationConfiguration",
    "Policy.ReadWrite.AuthenticationMethod",
    "Policy.ReadWrite.Authorization",
    "Policy.ReadWrite.ConditionalAccess",
    "Policy.ReadWrite.CrossTenantAccess",
    "Policy.ReadWrite.PermissionGrant",
    "PrivilegedAccess.ReadWrite.*",
    "PrivilegedAssignmentSchedule.ReadWrite.*",
    "PrivilegedEligibilitySchedule.ReadWrite.*",
    "RoleAssignmentSchedule.ReadWrite.*",
    "RoleEligibilitySchedule.ReadWrite.*",
    "RoleManagement.ReadWrite.*",
    "RoleManagementPolicy.ReadWrite.*",
    "User-PasswordProfile.ReadWrite.All",
    "UserAuthenticationMethod.ReadWrite.*",
];

/// Whether a permission is on the list of [`TIER_ZERO`].
#[must_use]
pub fn is_tier_zero(permission: &str) -> bool {
    TIER_ZERO.iter().any(|pattern| matches_pattern(pattern, permission))
}

/// Whether a permission is meant by a pattern of a deny list: equal but for case, or equal up to a `*` at the end.
#[must_use]
pub fn matches_pattern(pattern: &str, permission: &str) -> bool {
    let (pattern, permission) = (pattern.to_ascii_lowercase(), permission.to_ascii_lowercase());
    match pattern.strip_suffix('*') {
        Some(beginning) => permission.starts_with(beginning),
        None => permission == pattern,
    }
}

/// Whether a text has the form of a permission's name.
pub(super) fn is_permission(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
}

/// The deny list, when each of its entries has the form of a pattern.
pub(super) fn deny_list(log: &mut Log<'_>, deny: Vec<At<String>>) -> Option<Vec<At<String>>> {
    let mut good = true;
    for (index, entry) in deny.iter().enumerate() {
        if !is_permission(entry.value.strip_suffix('*').unwrap_or(&entry.value)) {
            let problem = Problem::Wrong { wanted: Form::PermissionPattern, given: quoted(&entry.value) };
            log.add(&entry.span, format!("deny[{}]", index + 1), problem);
            good = false;
        }
    }
    good.then_some(deny)
}

/// Checks everything that an answer could make the app ask for.
pub(super) fn check(items: &[ReadItem], questions: &[QuestionSpec], deny: &[At<String>], log: &mut Log<'_>) {
    let resources: Vec<_> = items
        .iter()
        .filter_map(|read| match &read.item.wanted {
            ItemWants::ServicePrincipal(spec) => Some(&spec.resources),
            _ => None,
        })
        .flatten()
        .collect();
    for read in items {
        let ItemWants::ApiPermissions(spec) = &read.item.wanted else {
            continue;
        };
        for (index, (permission, span)) in spec.permissions.iter().zip(&read.parts).enumerate() {
            let field = format!("item.{}.permission[{}]", read.item.id, index + 1);
            let chosen = questions.iter().filter(|question| permission.choice.as_ref() == Some(&question.id));
            let mut names: Vec<&str> = vec![&permission.name];
            names.extend(chosen.flat_map(|question| &question.options).map(|option| option.value.as_str()));
            names.dedup();
            for name in names {
                if is_tier_zero(name) {
                    log.add(span, format!("{field}.name"), Problem::TierZero(name.to_owned()));
                }
                if let Some(pattern) = deny.iter().find(|pattern| matches_pattern(&pattern.value, name)) {
                    let problem = Problem::Denied { permission: name.to_owned(), pattern: pattern.value.clone() };
                    log.add(span, format!("{field}.name"), problem);
                }
            }
            if !resources.contains(&&permission.resource) {
                let problem = Problem::ResourceNotListed(permission.resource.to_string());
                log.add(span, format!("{field}.resource"), problem);
            }
        }
    }
}
