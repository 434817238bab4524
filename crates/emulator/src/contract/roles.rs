//! Which directory roles an operation wants from a signed-in user, beside the token's scope.

use serde_json::Value;

/// Who may call, of the people of the tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// Any native member.
    AnyMember,
    /// Only for the caller's own object; no role helps for other people's.
    OwnObject,
    /// The owner of the object, or a role.
    OwnerOrRole,
    /// One of the roles.
    Role,
    /// The role depends on whose application role is given: Microsoft Graph's own need more.
    ByResource,
    /// Any member may create (if the tenant lets members create apps), owner or role to update.
    CreateOrOwnerOrRole,
    /// Only the app itself, app-only.
    AppItself,
    /// Each part of a batch by itself.
    Parts,
}

/// The rule of one operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleRule {
    /// Who may.
    pub requirement: Requirement,
    /// Template ids of the roles that suffice.
    pub any_of: Vec<String>,
    /// Whether guests may call it at all.
    pub guests: bool,
    /// Whether the tenant setting "users can register applications" opens it to every member.
    pub by_app_creation_setting: bool,
}

impl RoleRule {
    pub(super) const fn open() -> Self {
        Self { requirement: Requirement::AnyMember, any_of: Vec::new(), guests: false, by_app_creation_setting: false }
    }

    pub(super) fn read(roles: &Value, entry: &Value) -> Self {
        let text = entry.get("requirement").and_then(Value::as_str).unwrap_or_default();
        let any_of = entry
            .get("anyOfRoles")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|key| roles.get(key.as_str()?)?.get("templateId")?.as_str())
            .map(str::to_owned)
            .collect();
        let guest = entry.get("guest").and_then(Value::as_str).unwrap_or_default();
        let one =
            entry.get("path").and_then(Value::as_str).is_some_and(|path| path.ends_with('}') || path.ends_with(')'));
        let policy = entry.get("policy").and_then(Value::as_str).unwrap_or_default();
        Self {
            requirement: requirement(text),
            any_of,
            guests: guest.starts_with("yes")
                || guest.starts_with("display")
                || guest.starts_with("own")
                || (one && guest.starts_with("read by id yes")),
            by_app_creation_setting: policy.contains("allowedToCreateApps"),
        }
    }
}

fn requirement(text: &str) -> Requirement {
    match text {
        "role" | "role or owner of the resource app" => Requirement::Role,
        "the app itself (app-only)" => Requirement::AppItself,
        "sum of the parts" => Requirement::Parts,
        _ if text.starts_with("own object only") => Requirement::OwnObject,
        _ if text.starts_with("role; depends on the RESOURCE") => Requirement::ByResource,
        _ if text.starts_with("any member to create") => Requirement::CreateOrOwnerOrRole,
        _ if text.contains("owner") || text.starts_with("role; member") => Requirement::OwnerOrRole,
        _ => Requirement::AnyMember,
    }
}
