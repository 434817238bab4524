//! The organisation's catalogue of Teams apps. Writing is delegated only.
//!
//! Source: <https://learn.microsoft.com/graph/api/resources/teamsapp>

use bytes::Bytes;
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Graph, encoded, quoted};
use crate::caller::{Call, Mode};
use crate::error::found;
use crate::{Error, Write};

const READ: &[&str] = &["AppCatalog.Read.All"];
const PUBLISH: &[&str] = &["AppCatalog.ReadWrite.All"];
const SUBMIT: &[&str] = &["AppCatalog.Submit"];

/// An app of the organisation's catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CatalogApp {
    /// Made by the catalogue; differs from the manifest's.
    pub id: String,
    /// `id` of the manifest.
    pub external_id: Option<String>,
    /// Its short name.
    pub display_name: Option<String>,
    /// `organization`, `store` or `sideloaded`.
    pub distribution_method: Option<String>,
    /// Its versions.
    #[serde(default)]
    pub app_definitions: Vec<AppDefinition>,
}

/// A version of an app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppDefinition {
    /// Changes with its state.
    pub id: String,
    /// `version` of the manifest.
    pub version: Option<String>,
    /// Its short name.
    pub display_name: Option<String>,
    /// Where it stands in the review.
    pub publishing_state: Option<PublishingState>,
}

/// Where a version stands in the review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PublishingState {
    /// Waits for an administrator.
    Submitted,
    /// An administrator said no.
    Rejected,
    /// In the catalogue.
    Published,
    /// A word that Microsoft has added since.
    #[serde(other)]
    UnknownFutureValue,
}

impl<M: Mode> Graph<M> {
    /// The organisation's app whose manifest has that id, with its versions.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn catalog_app(&self, manifest_id: &str) -> Result<Option<CatalogApp>, Error> {
        let filter =
            format!("distributionMethod eq 'organization' and externalId eq '{}'", manifest_id.replace('\'', "''"));
        let path = format!("v1.0/appCatalogs/teamsApps?$filter={}&$expand=appDefinitions", encoded(&filter));
        let found: Vec<CatalogApp> = self.list(Call::get("GET /appCatalogs/teamsApps", path, READ)).await?;
        let same = |app: &CatalogApp| app.external_id.as_deref().is_some_and(|id| id.eq_ignore_ascii_case(manifest_id));
        Ok(found.into_iter().find(same))
    }
}

impl Graph<Write> {
    /// Sends a package that the catalogue does not know yet, and gives the catalogue's id where the answer names it.
    /// `review`: an administrator must approve it. <https://learn.microsoft.com/graph/api/teamsapp-publish>
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn publish_app(&self, package: Bytes, review: bool) -> Result<Option<String>, Error> {
        let path = "v1.0/appCatalogs/teamsApps".to_owned();
        let answer = self.send_package("POST /appCatalogs/teamsApps", path, (package, review)).await?;
        Ok(answer.get("id").and_then(Value::as_str).map(str::to_owned))
    }

    /// Sends a new version of an app that the catalogue knows.
    /// <https://learn.microsoft.com/graph/api/teamsapp-update>
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn update_app(&self, id: &str, package: Bytes) -> Result<(), Error> {
        let path = format!("v1.0/appCatalogs/teamsApps/{}/appDefinitions", quoted(id));
        self.send_package("POST /appCatalogs/teamsApps/{id}/appDefinitions", path, (package, false)).await.map(drop)
    }

    /// Takes an app out of the catalogue, with all its versions. It is not an error when it is gone.
    /// <https://learn.microsoft.com/graph/api/teamsapp-delete>
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn delete_catalog_app(&self, id: &str) -> Result<(), Error> {
        let path = format!("v1.0/appCatalogs/teamsApps/{}", quoted(id));
        let call = Call::write("DELETE /appCatalogs/teamsApps/{id}", Method::DELETE, path, PUBLISH, None);
        found(self.write(call).await).map(drop)
    }

    async fn send_package(
        &self,
        operation: &'static str,
        mut path: String,
        (package, review): (Bytes, bool),
    ) -> Result<Value, Error> {
        if review {
            path.push_str("?requiresReview=true");
        }
        let scopes = if review { SUBMIT } else { PUBLISH };
        let mut call = Call::write(operation, Method::POST, path, scopes, None);
        call.zip = Some(package);
        self.write(call).await
    }
}
