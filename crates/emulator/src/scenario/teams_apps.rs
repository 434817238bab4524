//! Apps in the organisation's catalogue.

use domain::Timestamp;
use serde::Deserialize;
use serde_json::json;

use super::build::id;
use super::format::File;
use crate::state::{AppDefinition, CatalogApp, PublishingState, Tenant};

/// An app that somebody put there.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TeamsAppData {
    /// For merging; its id is made from it.
    name: String,
    display_name: String,
    /// `id` of its manifest.
    manifest_id: String,
    version: String,
    #[serde(default = "published")]
    state: PublishingState,
    /// Name of the user who sent it.
    sent_by: String,
    #[serde(default)]
    blocked: bool,
}

const fn published() -> PublishingState {
    PublishingState::Published
}

pub(super) fn add(tenant: &mut Tenant, file: &File, at: Timestamp) -> Result<(), String> {
    for data in &file.teams_app {
        if !file.user.iter().any(|user| user.name == data.sent_by) {
            return Err(format!("no user `{}`", data.sent_by));
        }
        let app = CatalogApp {
            id: id("teams app", &data.name),
            external_id: data.manifest_id.to_ascii_lowercase(),
            definitions: vec![AppDefinition {
                version: data.version.clone(),
                state: data.state,
                display_name: data.display_name.clone(),
                short_description: data.display_name.clone(),
                description: data.display_name.clone(),
                authorization: json!(null),
                sent_by: id("user", &data.sent_by),
                changed_at: at,
            }],
            blocked: data.blocked,
            available_to: "Everyone".to_owned(),
        };
        tenant.catalog.seed(app.id.clone(), app);
    }
    Ok(())
}
