//! Enterprise apps (service principals).
//!
//! Source: <https://learn.microsoft.com/graph/api/resources/serviceprincipal>

use domain::{AppId, AppRoleId, ServicePrincipalId};
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Graph, VerifiedPublisher};
use crate::caller::{Call, Mode};
use crate::error::found;
use crate::{Error, Write};

const READ: &[&str] = &["Application.Read.All"];
const WRITE: &[&str] = &["Application.ReadWrite.All"];

/// The tag by which the portal lists an app under Enterprise applications.
const LISTED: &str = "WindowsAzureActiveDirectoryIntegratedApp";

/// An enterprise app, as far as we look at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServicePrincipal {
    /// Object id.
    pub id: ServicePrincipalId,
    /// Client id.
    pub app_id: AppId,
    /// Display name.
    pub display_name: Option<String>,
    /// Whether tokens are issued to it here.
    pub account_enabled: Option<bool>,
    /// The tenant in which its app is registered.
    #[serde(default)]
    pub app_owner_organization_id: Option<String>,
    /// Who publishes its app, where Microsoft has verified that.
    #[serde(default)]
    pub verified_publisher: Option<VerifiedPublisher>,
    /// Application permissions that it offers.
    #[serde(default)]
    pub app_roles: Vec<AppRole>,
    /// Delegated permissions that it offers.
    #[serde(default)]
    pub oauth2_permission_scopes: Vec<AppRole>,
}

/// A permission that an API offers: an app role or a scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppRole {
    /// Its id on that API.
    pub id: AppRoleId,
    /// Its name, e.g. `OnlineMeetings.ReadWrite.All`.
    pub value: Option<String>,
    /// Whether it can be granted.
    #[serde(default)]
    pub is_enabled: bool,
}

impl<M: Mode> Graph<M> {
    /// The enterprise app of a client id.
    ///
    /// # Errors
    /// See [`Error`]; not there is `None`.
    pub async fn service_principal(&self, app: AppId) -> Result<Option<ServicePrincipal>, Error> {
        let path = format!(
            "v1.0/servicePrincipals(appId='{app}')?$select=id,appId,displayName,accountEnabled,appOwnerOrganizationId,verifiedPublisher"
        );
        found(self.get(Call::get("GET /servicePrincipals(appId='{appId}')", path, READ)).await)
    }

    /// The enterprise app of an API, with the permissions that it offers in this tenant.
    ///
    /// # Errors
    /// See [`Error`]; not there is `None`.
    pub async fn offered_permissions(&self, app: AppId) -> Result<Option<ServicePrincipal>, Error> {
        let path = format!(
            "v1.0/servicePrincipals(appId='{app}')?$select=id,appId,displayName,accountEnabled,appRoles,oauth2PermissionScopes"
        );
        found(self.get(Call::get("GET /servicePrincipals(appId='{appId}')", path, READ)).await)
    }
}

impl Graph<Write> {
    /// Makes the enterprise app of a client id. <https://learn.microsoft.com/graph/api/serviceprincipal-post-serviceprincipals>
    ///
    /// # Errors
    /// See [`Error`]; 409 `Request_MultipleObjectsWithSameKeyValue` when it exists.
    pub async fn create_service_principal(&self, app: AppId) -> Result<ServicePrincipal, Error> {
        let body = json!({ "appId": app, "tags": [LISTED] });
        let call = Call::write("POST /servicePrincipals", Method::POST, "v1.0/servicePrincipals", WRITE, Some(body));
        let made = self.write(call).await?;
        super::decode("POST /servicePrincipals", 201, made)
    }

    /// Deletes an enterprise app.
    ///
    /// # Errors
    /// See [`Error`]; already gone is fine.
    pub async fn delete_service_principal(&self, id: ServicePrincipalId) -> Result<(), Error> {
        let path = format!("v1.0/servicePrincipals/{id}");
        found(self.write(Call::write("DELETE /servicePrincipals/{id}", Method::DELETE, path, WRITE, None)).await)
            .map(drop)
    }
}
