//! App registrations.
//!
//! Source: <https://learn.microsoft.com/graph/api/resources/application>

use domain::{AppId, AppObjectId, Timestamp, UserId};
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Graph, quoted};
use crate::caller::{Call, Mode};
use crate::error::found;
use crate::{Error, Write};

const READ: &[&str] = &["Application.Read.All"];
const WRITE: &[&str] = &["Application.ReadWrite.All"];
const FIELDS: &str = "id,appId,displayName,createdDateTime,signInAudience,tags,uniqueName,requiredResourceAccess,\
keyCredentials,passwordCredentials,servicePrincipalLockConfiguration,isFallbackPublicClient,web,spa,publicClient,identifierUris,api";

/// An app registration, as far as we look at it. Collections are kept as read, since a PATCH replaces them whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    /// Object id.
    pub id: AppObjectId,
    /// Client id.
    pub app_id: AppId,
    /// Display name; not unique in a tenant.
    pub display_name: Option<String>,
    /// When it was made.
    pub created_date_time: Option<Timestamp>,
    /// `AzureADMyOrg`, `AzureADMultipleOrgs`, ...
    pub sign_in_audience: Option<String>,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The alternate key that we make apps with.
    pub unique_name: Option<String>,
    /// Requested permissions, as read.
    #[serde(default)]
    pub required_resource_access: Vec<Value>,
    /// Certificates, as read.
    #[serde(default)]
    pub key_credentials: Vec<Value>,
    /// Secrets, as read; their values are never in here.
    #[serde(default)]
    pub password_credentials: Vec<Value>,
    /// Which properties other tenants cannot change.
    pub service_principal_lock_configuration: Option<Value>,
    /// Settings of a public client.
    pub public_client: Option<PublicClient>,
    /// Application ID URIs.
    #[serde(default)]
    pub identifier_uris: Vec<String>,
    /// Settings of an API, as read.
    pub api: Option<Value>,
    /// Settings of a web app, as read.
    pub web: Option<Value>,
    /// Settings of a single-page app, as read.
    pub spa: Option<Value>,
    /// "Allow public client flows".
    pub is_fallback_public_client: Option<bool>,
}

impl Application {
    /// Where its sign-ins as a public client may come back to.
    #[must_use]
    pub fn public_redirects(&self) -> &[String] {
        self.public_client.as_ref().map_or(&[], |client| &client.redirect_uris)
    }
}

/// Settings of an app as a public client.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicClient {
    /// Where its sign-ins may come back to.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
}

/// A soft-deleted app registration.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeletedApplication {
    /// Object id.
    pub id: AppObjectId,
    /// When it was deleted; it is kept for 30 days.
    pub deleted_date_time: Timestamp,
}

/// A certificate of an app, taken from its [`Application::key_credentials`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyCredential {
    /// Its id.
    pub key_id: Option<String>,
    /// Name in the portal.
    pub display_name: Option<String>,
    /// DER in base64; only when one app is read with `$select=keyCredentials`.
    pub key: Option<String>,
    /// Thumbprint, in one of two encodings.
    pub custom_key_identifier: Option<String>,
    /// Start of validity.
    pub start_date_time: Option<Timestamp>,
    /// End of validity.
    pub end_date_time: Option<Timestamp>,
}

impl Application {
    /// The certificates, typed.
    #[must_use]
    pub fn certificates(&self) -> Vec<KeyCredential> {
        self.key_credentials.iter().filter_map(|value| serde_json::from_value(value.clone()).ok()).collect()
    }
}

/// What a new app registration is made with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewApplication {
    /// Display name.
    pub display_name: String,
    /// Always sent: the service's own default includes personal accounts.
    pub sign_in_audience: &'static str,
    /// Tags by which our apps are found again.
    pub tags: Vec<String>,
    /// Other tenants cannot change credentials of their copies.
    pub service_principal_lock_configuration: Value,
    /// None: it is no public client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_client: Option<PublicClient>,
    /// Settings of a web app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web: Option<Value>,
    /// Settings of a single-page app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spa: Option<Value>,
    /// "Allow public client flows".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_fallback_public_client: Option<bool>,
    /// Which service or team it belongs to, where the tenant wants that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_management_reference: Option<String>,
}

impl<M: Mode> Graph<M> {
    /// The app with that object id. <https://learn.microsoft.com/graph/api/application-get>
    ///
    /// # Errors
    /// See [`Error`]; not found is `None`.
    pub async fn application(&self, id: AppObjectId) -> Result<Option<Application>, Error> {
        found(
            self.get(Call::get("GET /applications/{id}", format!("v1.0/applications/{id}?$select={FIELDS}"), READ))
                .await,
        )
    }

    /// The app with that client id.
    ///
    /// # Errors
    /// See [`Error`]; not found is `None`.
    pub async fn application_by_app_id(&self, id: AppId) -> Result<Option<Application>, Error> {
        let path = format!("v1.0/applications(appId='{id}')?$select={FIELDS}");
        found(self.get(Call::get("GET /applications(appId='{appId}')", path, READ)).await)
    }

    /// The app with that unique name. Alternate keys read the directory, not its lagging index.
    ///
    /// # Errors
    /// See [`Error`]; not found is `None`.
    pub async fn application_by_unique_name(&self, name: &str) -> Result<Option<Application>, Error> {
        let path = format!("v1.0/applications(uniqueName='{}')?$select={FIELDS}", quoted(name));
        found(self.get(Call::get("GET /applications(uniqueName='{uniqueName}')", path, READ)).await)
    }

    /// Apps with that display name: there may be several.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn applications_named(&self, name: &str) -> Result<Vec<Application>, Error> {
        let path = format!("v1.0/applications?$filter=displayName%20eq%20'{}'&$select={FIELDS}&$top=50", quoted(name));
        self.list(Call::get("GET /applications", path, READ)).await
    }

    /// Apps that carry that tag.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn applications_tagged(&self, tag: &str) -> Result<Vec<Application>, Error> {
        let path = format!("v1.0/applications?$filter=tags/any(t:t%20eq%20'{}')&$select={FIELDS}&$top=50", quoted(tag));
        self.list(Call::get("GET /applications", path, READ)).await
    }

    /// The certificates of an app with their public halves.
    ///
    /// # Errors
    /// See [`Error`]; not found is `None`.
    pub async fn key_credentials(&self, id: AppObjectId) -> Result<Option<Vec<Value>>, Error> {
        let path = format!("v1.0/applications/{id}?$select=id,keyCredentials");
        let body: Option<Value> = found(self.get(Call::get("GET /applications/{id}", path, READ)).await)?;
        Ok(body.map(|body| body["keyCredentials"].as_array().cloned().unwrap_or_default()))
    }

    /// Names of the owners of an app.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn application_owners(&self, id: AppObjectId) -> Result<Vec<String>, Error> {
        let path = format!("v1.0/applications/{id}/owners?$select=id,displayName,userPrincipalName");
        let owners: Vec<Value> = self.list(Call::get("GET /applications/{id}/owners", path, READ)).await?;
        Ok(owners.iter().filter_map(|owner| owner["displayName"].as_str().map(ToOwned::to_owned)).collect())
    }

    /// Object ids of the owners of an app.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn application_owner_ids(&self, id: AppObjectId) -> Result<Vec<String>, Error> {
        let path = format!("v1.0/applications/{id}/owners?$select=id");
        let owners: Vec<Value> = self.list(Call::get("GET /applications/{id}/owners", path, READ)).await?;
        Ok(owners.iter().filter_map(|owner| owner["id"].as_str().map(ToOwned::to_owned)).collect())
    }

    /// A soft-deleted app with that unique name, if there is one.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn deleted_application(&self, unique_name: &str) -> Result<Option<AppObjectId>, Error> {
        // A cast with any other query option would be an advanced query, answered from an index that lags.
        let path = "v1.0/directory/deletedItems/microsoft.graph.application";
        let call = Call::get("GET /directory/deletedItems/microsoft.graph.application", path, READ);
        let deleted: Vec<Value> = self.list(call).await?;
        Ok(deleted
            .iter()
            .find(|app| app["uniqueName"] == unique_name)
            .and_then(|app| AppObjectId::parse(app["id"].as_str()?).ok()))
    }

    /// The soft-deleted app with that object id. <https://learn.microsoft.com/graph/api/directory-deleteditems-get>
    ///
    /// # Errors
    /// See [`Error`]; not among the deleted ones is `None`.
    pub async fn deleted_application_by_id(&self, id: AppObjectId) -> Result<Option<DeletedApplication>, Error> {
        let path = format!("v1.0/directory/deletedItems/{id}");
        found(self.get(Call::get("GET /directory/deletedItems/{id}", path, READ)).await)
    }
}

impl Graph<Write> {
    /// Makes the app with that unique name, or finds that it exists: safe to repeat after a lost answer.
    /// <https://learn.microsoft.com/graph/api/application-upsert>
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn upsert_application(&self, unique_name: &str, app: &NewApplication) -> Result<(), Error> {
        let path = format!("v1.0/applications(uniqueName='{}')", quoted(unique_name));
        let body = serde_json::to_value(app).unwrap_or_default();
        let call =
            Call::write("PATCH /applications(uniqueName='{uniqueName}')", Method::PATCH, path, WRITE, Some(body))
                .with("prefer", "create-if-missing");
        self.write(call).await.map(drop)
    }

    /// Changes properties of an app. Collections replace the old ones whole.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn update_application(&self, id: AppObjectId, changes: Value) -> Result<(), Error> {
        let path = format!("v1.0/applications/{id}");
        self.write(Call::write("PATCH /applications/{id}", Method::PATCH, path, WRITE, Some(changes))).await.map(drop)
    }

    /// Replaces the certificates. Entries that stay must be in the list as they were read, with `key` null.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn put_key_credentials(&self, id: AppObjectId, keys: &[Value]) -> Result<(), Error> {
        self.update_application(id, json!({ "keyCredentials": keys })).await
    }

    /// Makes a user one of the owners of an app. <https://learn.microsoft.com/graph/api/application-post-owners>
    ///
    /// # Errors
    /// See [`Error`]; also when the user is an owner already.
    pub async fn add_application_owner(&self, id: AppObjectId, owner: UserId) -> Result<(), Error> {
        let path = format!("v1.0/applications/{id}/owners/$ref");
        let body = json!({ "@odata.id": format!("{}v1.0/directoryObjects/{owner}", self.caller.base) });
        let call = Call::write("POST /applications/{id}/owners/$ref", Method::POST, path, WRITE, Some(body));
        self.write(call).await.map(drop)
    }

    /// Makes a user no owner of an app any more. <https://learn.microsoft.com/graph/api/application-delete-owners>
    ///
    /// # Errors
    /// See [`Error`]; already none is fine.
    pub async fn remove_application_owner(&self, id: AppObjectId, owner: UserId) -> Result<(), Error> {
        let path = format!("v1.0/applications/{id}/owners/{owner}/$ref");
        let call = Call::write("DELETE /applications/{id}/owners/{id}/$ref", Method::DELETE, path, WRITE, None);
        found(self.write(call).await).map(drop)
    }

    /// Deletes an app softly: restorable for 30 days.
    ///
    /// # Errors
    /// See [`Error`]; already gone is fine.
    pub async fn delete_application(&self, id: AppObjectId) -> Result<(), Error> {
        let call =
            Call::write("DELETE /applications/{id}", Method::DELETE, format!("v1.0/applications/{id}"), WRITE, None);
        found(self.write(call).await).map(drop)
    }

    /// Removes a soft-deleted app for good: nobody can restore it. <https://learn.microsoft.com/graph/api/directory-deleteditems-delete>
    ///
    /// # Errors
    /// See [`Error`]; also when a replica that is behind does not know yet that it was deleted.
    pub async fn delete_application_for_good(&self, id: AppObjectId) -> Result<(), Error> {
        let path = format!("v1.0/directory/deletedItems/{id}");
        self.write(Call::write("DELETE /directory/deletedItems/{id}", Method::DELETE, path, WRITE, None))
            .await
            .map(drop)
    }
}
