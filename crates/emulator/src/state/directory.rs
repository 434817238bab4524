//! Applications, service principals, grants, and what was deleted.

use std::collections::BTreeMap;

use domain::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An application or service principal: its Graph JSON as it would be answered whole, and what Graph does not tell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Object {
    /// The Graph object: `id`, `appId`, `displayName`, `keyCredentials` *with* their `key`, … Never a secret's text.
    pub json: Map<String, Value>,
    /// When it was made, real time (`createdDateTime`).
    pub created_at: Option<Timestamp>,
    /// `keyId` of each password credential -> SHA-256 of its text, hex: the token service compares with it.
    #[serde(default)]
    pub secrets: BTreeMap<String, String>,
    /// Object ids of the owners.
    #[serde(default)]
    pub owners: Vec<String>,
}

impl Object {
    /// A property as text; empty when absent or not text.
    #[must_use]
    pub fn text(&self, property: &str) -> &str {
        self.json.get(property).and_then(Value::as_str).unwrap_or_default()
    }

    /// A property as a list; empty when absent.
    #[must_use]
    pub fn list(&self, property: &str) -> &[Value] {
        self.json.get(property).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// A property as a flag; `default` when absent or null.
    #[must_use]
    pub fn flag(&self, property: &str, default: bool) -> bool {
        self.json.get(property).and_then(Value::as_bool).unwrap_or(default)
    }
}

/// An application permission given to a service principal. Serialises to Graph's `appRoleAssignment`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppRoleAssignment {
    /// Id of the assignment.
    pub id: String,
    /// The role of the resource.
    pub app_role_id: String,
    /// When it was given, real time.
    pub created_date_time: Timestamp,
    /// Display name of the holder.
    pub principal_display_name: String,
    /// Object id of the holder's service principal.
    pub principal_id: String,
    /// `ServicePrincipal`, `User` or `Group`.
    pub principal_type: String,
    /// Display name of the resource.
    pub resource_display_name: String,
    /// Object id of the resource's service principal.
    pub resource_id: String,
}

/// Delegated permissions given to a client. Serialises to Graph's `oAuth2PermissionGrant`. The sign-in page writes here too,
/// so consent given while signing in and consent given by API are one thing, as in Entra.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PermissionGrant {
    /// Id of the grant.
    pub id: String,
    /// Object id of the client's service principal.
    pub client_id: String,
    /// `AllPrincipals` or `Principal`.
    pub consent_type: String,
    /// The user, when `Principal`.
    pub principal_id: Option<String>,
    /// Object id of the resource's service principal.
    pub resource_id: String,
    /// Scope values, separated by blanks.
    pub scope: String,
}

/// A soft-deleted directory object, restorable for 30 days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deleted {
    /// What it was.
    pub kind: DeletedKind,
    /// The object as it was.
    pub object: Object,
    /// `deletedDateTime`, real time.
    pub deleted_at: Timestamp,
}

/// What a deleted item was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DeletedKind {
    /// `microsoft.graph.application`.
    Application,
    /// `microsoft.graph.servicePrincipal`.
    ServicePrincipal,
}

/// The tenant's policies, each as its Graph JSON.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Policies {
    /// `/policies/authorizationPolicy`.
    pub authorization: Map<String, Value>,
    /// `/policies/defaultAppManagementPolicy`.
    pub default_app_management: Map<String, Value>,
    /// `/policies/appManagementPolicies`, by id.
    pub app_management: BTreeMap<String, Map<String, Value>>,
    /// Application object id -> id of the app management policy assigned to it.
    pub app_management_assignments: BTreeMap<String, String>,
    /// `/policies/permissionGrantPolicies`, by id.
    pub permission_grant: BTreeMap<String, Map<String, Value>>,
    /// `/policies/adminConsentRequestPolicy`.
    pub admin_consent_request: Map<String, Value>,
    /// `/policies/identitySecurityDefaultsEnforcementPolicy`.
    pub security_defaults: Map<String, Value>,
    /// `/identity/conditionalAccess/policies`.
    pub conditional_access: Vec<Map<String, Value>>,
    /// `/identity/conditionalAccess/namedLocations`.
    pub named_locations: Vec<Map<String, Value>>,
}
