//! Whether a Teams app can be used: three places say so, and each can say no.
//!
//! Source: <https://learn.microsoft.com/powershell/module/microsoftteams/get-m365teamsapp> and
//! <https://learn.microsoft.com/powershell/module/microsoftteams/get-csteamssettingscustomapp>. Neither works app-only.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Teams;
use crate::Error;
use crate::caller::Mode;

/// What the organisation allows of an app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct AppStatus {
    /// Blocked for the whole organisation; `None` when the answer does not say.
    pub is_blocked: Option<bool>,
    /// For whom it is there; `None` where the tenant manages that another way.
    pub available_to: Option<AppAvailability>,
}

/// For whom an app is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppAvailability {
    /// For everybody.
    Everyone,
    /// For some users and groups.
    UsersAndGroups,
    /// For nobody.
    Noone,
    /// A word that is not documented.
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CustomApps {
    allowed: Option<bool>,
}

impl<M: Mode> Teams<M> {
    /// What the organisation allows of an app, by the catalogue's id.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn app_status(&self, app: &str) -> Result<AppStatus, Error> {
        self.read("Get-M365TeamsApp", "appStatus", json!({ "app": app })).await
    }

    /// Whether the organisation lets people use apps of its own; `None` when the answer does not say.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn custom_apps(&self) -> Result<Option<bool>, Error> {
        let found: CustomApps = self.read("Get-CsTeamsSettingsCustomApp", "customApps", json!({})).await?;
        Ok(found.allowed)
    }
}
