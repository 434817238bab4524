//! Subscriptions to change notifications.

use domain::Timestamp;
use serde::{Deserialize, Serialize};

/// Somebody who wants to be told of changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeSubscription {
    /// Its id.
    pub id: String,
    /// Client id of the app it belongs to.
    pub app_id: String,
    /// Object id of the user who made it, or of the app's service principal.
    pub creator_id: String,
    /// What is watched, as it was sent (`users`, `groups/{id}/members`).
    pub resource: String,
    /// Which changes, as it was sent: `updated,deleted`.
    pub change_type: String,
    /// Who is told.
    pub notification_url: String,
    /// Who is told about the subscription itself.
    pub lifecycle_notification_url: Option<String>,
    /// A secret that every notification carries, so that the receiver knows it.
    pub client_state: Option<String>,
    /// End of life, real time.
    pub expires: Timestamp,
    /// `v1_0` to `v1_3`.
    pub latest_supported_tls_version: String,
    /// Whether notifications carry the resource, encrypted. Nothing that changes here can.
    pub include_resource_data: bool,
    /// Id of the certificate to encrypt with.
    pub encryption_certificate_id: Option<String>,
    /// The certificate, base64.
    pub encryption_certificate: Option<String>,
}

impl ChangeSubscription {
    /// Whether it wants to be told of that kind of change.
    #[must_use]
    pub fn wants(&self, change: &str) -> bool {
        self.change_type.split(',').any(|wanted| wanted.trim().eq_ignore_ascii_case(change))
    }

    /// The resource without slashes around it.
    #[must_use]
    pub fn path(&self) -> &str {
        self.resource.trim_matches('/')
    }
}
