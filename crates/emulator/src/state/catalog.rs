//! The organisation's catalogue of Teams apps.

use domain::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An app that the organisation published, or that somebody proposed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CatalogApp {
    /// The catalogue's own id (`teamsApp.id`).
    pub id: String,
    /// `id` of the manifest.
    pub external_id: String,
    /// Its versions, oldest first: at most one published, at most one that waits for review.
    pub definitions: Vec<AppDefinition>,
    /// Blocked for the whole organisation, in the Teams admin center.
    #[serde(default)]
    pub blocked: bool,
    /// For whom it is there: `Everyone`, `UsersAndGroups` or `Noone`.
    #[serde(default = "everyone")]
    pub available_to: String,
}

fn everyone() -> String {
    "Everyone".to_owned()
}

/// One version of an app.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AppDefinition {
    /// `version` of the manifest.
    pub version: String,
    /// Where it stands in the review.
    pub state: PublishingState,
    /// `name.short` of the manifest.
    pub display_name: String,
    /// `description.short` of the manifest.
    pub short_description: String,
    /// `description.full` of the manifest.
    pub description: String,
    /// `teamsAppAuthorization` as Graph answers it: client id and resource-specific permissions.
    pub authorization: Value,
    /// Object id of the user who sent the package.
    pub sent_by: String,
    /// When it was sent or reviewed, real time.
    pub changed_at: Timestamp,
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
}

impl CatalogApp {
    /// The version that people get, if any.
    #[must_use]
    pub fn published(&self) -> Option<&AppDefinition> {
        self.definitions.iter().find(|definition| definition.state == PublishingState::Published)
    }

    /// The version that stands for the app: the published one, else the last that was sent.
    #[must_use]
    pub fn shown(&self) -> Option<&AppDefinition> {
        self.published().or_else(|| self.definitions.last())
    }
}
