//! Consent by API: app role assignments (application permissions) and delegated grants.
//!
//! Source: <https://learn.microsoft.com/graph/permissions-grant-via-msgraph>

use domain::{AppRoleId, GrantId, ServicePrincipalId, UserId};
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Graph;
use crate::caller::{Call, Mode};
use crate::error::found;
use crate::{Error, Write};

const READ: &[&str] = &["Application.Read.All"];
const READ_DELEGATED: &[&str] = &["Directory.Read.All"];
// The grant permission alone is refused: the principals must be readable too.
const WRITE_DELEGATED: &[&str] = &["DelegatedPermissionGrant.ReadWrite.All"];
const WRITE: &[&str] = &["AppRoleAssignment.ReadWrite.All", "Application.Read.All"];

/// An application permission in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppRoleAssignment {
    /// Its id.
    pub id: GrantId,
    /// Which permission.
    pub app_role_id: AppRoleId,
    /// Of which API.
    pub resource_id: ServicePrincipalId,
    /// The API's display name.
    pub resource_display_name: Option<String>,
}

/// Delegated permissions in force: one object holds all scopes of a client for an API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DelegatedGrant {
    /// Its id.
    pub id: GrantId,
    /// `AllPrincipals` or `Principal`.
    pub consent_type: Option<String>,
    /// The one user that it is for; none with `AllPrincipals`.
    pub principal_id: Option<UserId>,
    /// The API.
    pub resource_id: ServicePrincipalId,
    /// Scopes, separated by white space; may start with a blank.
    pub scope: Option<String>,
}

impl DelegatedGrant {
    /// The scopes, one by one.
    #[must_use]
    pub fn scopes(&self) -> Vec<String> {
        self.scope.iter().flat_map(|scope| scope.split_whitespace()).map(ToOwned::to_owned).collect()
    }

    /// Whether it is for that user, or with `None` for everybody.
    #[must_use]
    pub fn is_for(&self, user: Option<UserId>) -> bool {
        let everybody = self.consent_type.as_deref() == Some("AllPrincipals");
        user.map_or(everybody, |user| !everybody && self.principal_id == Some(user))
    }
}

impl<M: Mode> Graph<M> {
    /// Application permissions that this enterprise app holds.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn app_role_assignments(&self, id: ServicePrincipalId) -> Result<Vec<AppRoleAssignment>, Error> {
        let path = format!("v1.0/servicePrincipals/{id}/appRoleAssignments");
        self.list(Call::get("GET /servicePrincipals/{id}/appRoleAssignments", path, READ)).await
    }

    /// Delegated permissions that this enterprise app holds.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn delegated_grants(&self, id: ServicePrincipalId) -> Result<Vec<DelegatedGrant>, Error> {
        let path = format!("v1.0/servicePrincipals/{id}/oauth2PermissionGrants");
        self.list(Call::get("GET /servicePrincipals/{id}/oauth2PermissionGrants", path, READ_DELEGATED)).await
    }
}

impl Graph<Write> {
    /// Grants an application permission for the whole tenant.
    /// <https://learn.microsoft.com/graph/api/serviceprincipal-post-approleassignedto>
    ///
    /// # Errors
    /// See [`Error`]; a duplicate is refused with 400 or 409.
    pub async fn grant_app_role(
        &self,
        client: ServicePrincipalId,
        resource: ServicePrincipalId,
        role: AppRoleId,
    ) -> Result<AppRoleAssignment, Error> {
        let body = json!({ "principalId": client, "resourceId": resource, "appRoleId": role });
        let path = format!("v1.0/servicePrincipals/{resource}/appRoleAssignedTo");
        let operation = "POST /servicePrincipals/{id}/appRoleAssignedTo";
        let made = self.write(Call::write(operation, Method::POST, path, WRITE, Some(body))).await?;
        super::decode(operation, 201, made)
    }

    /// Takes an application permission back.
    ///
    /// # Errors
    /// See [`Error`]; already gone is fine.
    pub async fn revoke_app_role(&self, resource: ServicePrincipalId, grant: &GrantId) -> Result<(), Error> {
        let path = format!("v1.0/servicePrincipals/{resource}/appRoleAssignedTo/{grant}");
        let operation = "DELETE /servicePrincipals/{id}/appRoleAssignedTo/{id}";
        found(self.write(Call::write(operation, Method::DELETE, path, WRITE, None)).await).map(drop)
    }

    /// Grants delegated permissions: to everybody in the tenant, or with a user to that one only.
    /// <https://learn.microsoft.com/graph/api/oauth2permissiongrant-post>
    ///
    /// # Errors
    /// See [`Error`]; a second grant of the same client, API and user is refused with 409.
    pub async fn grant_scopes(
        &self,
        client: ServicePrincipalId,
        resource: ServicePrincipalId,
        user: Option<UserId>,
        scopes: &[String],
    ) -> Result<DelegatedGrant, Error> {
        let consent = if user.is_some() { "Principal" } else { "AllPrincipals" };
        let body = json!({
            "clientId": client, "consentType": consent, "principalId": user, "resourceId": resource,
            "scope": scopes.join(" "),
        });
        let operation = "POST /oauth2PermissionGrants";
        let path = "v1.0/oauth2PermissionGrants".to_owned();
        let made = self.write(Call::write(operation, Method::POST, path, WRITE_DELEGATED, Some(body))).await?;
        super::decode(operation, 201, made)
    }

    /// Replaces the scopes of a delegated grant: the list is written whole.
    /// <https://learn.microsoft.com/graph/api/oauth2permissiongrant-update>
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn put_scopes(&self, grant: &GrantId, scopes: &[String]) -> Result<(), Error> {
        let path = format!("v1.0/oauth2PermissionGrants/{grant}");
        let operation = "PATCH /oauth2PermissionGrants/{id}";
        let body = Some(json!({ "scope": scopes.join(" ") }));
        self.write(Call::write(operation, Method::PATCH, path, WRITE_DELEGATED, body)).await.map(drop)
    }

    /// Takes a delegated grant back whole; whether it was there. A replica may not have heard of a new one.
    ///
    /// # Errors
    /// See [`Error`]; already gone is fine.
    pub async fn revoke_scopes(&self, grant: &GrantId) -> Result<bool, Error> {
        let path = format!("v1.0/oauth2PermissionGrants/{grant}");
        let operation = "DELETE /oauth2PermissionGrants/{id}";
        let gone = found(self.write(Call::write(operation, Method::DELETE, path, WRITE_DELEGATED, None)).await)?;
        Ok(gone.is_some())
    }
}
