//! Tenant policies that can stop a set-up.

use domain::AppObjectId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Graph;
use crate::Error;
use crate::caller::{Call, Mode};

const POLICY: &[&str] = &["Policy.Read.All"];

/// Who may register apps, and what users may consent to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationPolicy {
    /// Any member may register apps.
    pub members_may_register_apps: bool,
    /// Consent policies of members; `ManagePermissionGrantsForSelf.…`.
    pub consent_policies: Vec<String>,
}

/// What credentials an app may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialPolicy {
    /// Whether it is in force.
    pub enabled: bool,
    /// Restrictions on secrets that are in force.
    pub passwords: Vec<Restriction>,
    /// Restrictions on certificates that are in force.
    pub keys: Vec<Restriction>,
}

/// One restriction in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Restriction {
    /// E.g. `asymmetricKeyLifetime`, `trustedCertificateAuthority`.
    pub restriction_type: Option<String>,
    /// `enabled` or `disabled`.
    pub state: Option<String>,
    /// ISO 8601 duration, e.g. `P180D`.
    pub max_lifetime: Option<String>,
    /// Only for apps made after this.
    pub restrict_for_apps_created_after_date_time: Option<domain::Timestamp>,
}

impl<M: Mode> Graph<M> {
    /// Who may register apps.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn authorization_policy(&self) -> Result<AuthorizationPolicy, Error> {
        let call = Call::get("GET /policies/authorizationPolicy", "v1.0/policies/authorizationPolicy", POLICY);
        let body: Value = self.get(call).await?;
        let members = &body["defaultUserRolePermissions"];
        Ok(AuthorizationPolicy {
            members_may_register_apps: members["allowedToCreateApps"].as_bool().unwrap_or(false),
            consent_policies: texts(&members["permissionGrantPoliciesAssigned"]),
        })
    }

    /// The tenant's default rules for app credentials.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn default_credential_policy(&self) -> Result<CredentialPolicy, Error> {
        // Newer restriction types are hidden as `unknownFutureValue` without this header.
        let call =
            Call::get("GET /policies/defaultAppManagementPolicy", "v1.0/policies/defaultAppManagementPolicy", POLICY)
                .with("prefer", "include-unknown-enum-members");
        let body: Value = self.get(call).await?;
        Ok(credential_policy(&body, &body["applicationRestrictions"]))
    }

    /// The rules made for one app, which replace the default ones for it.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn credential_policy_of(&self, app: AppObjectId) -> Result<Option<CredentialPolicy>, Error> {
        let path = format!("v1.0/applications/{app}/appManagementPolicies");
        let call = Call::get("GET /applications/{id}/appManagementPolicies", path, POLICY)
            .with("prefer", "include-unknown-enum-members");
        let policies: Vec<Value> = self.list(call).await?;
        Ok(policies.first().map(|body| credential_policy(body, &body["restrictions"])))
    }
}

fn credential_policy(body: &Value, restrictions: &Value) -> CredentialPolicy {
    CredentialPolicy {
        enabled: body["isEnabled"].as_bool().unwrap_or(false),
        passwords: in_force(&restrictions["passwordCredentials"]),
        keys: in_force(&restrictions["keyCredentials"]),
    }
}

fn in_force(list: &Value) -> Vec<Restriction> {
    let entries = list.as_array().map(Vec::as_slice).unwrap_or_default();
    entries
        .iter()
        .filter_map(|entry| serde_json::from_value::<Restriction>(entry.clone()).ok())
        .filter(|restriction| restriction.state.as_deref() != Some("disabled"))
        .collect()
}

fn texts(list: &Value) -> Vec<String> {
    let entries = list.as_array().map(Vec::as_slice).unwrap_or_default();
    entries.iter().filter_map(|entry| entry.as_str().map(ToOwned::to_owned)).collect()
}
