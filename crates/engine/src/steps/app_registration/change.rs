//! What can be missing of an app registration, and what was done about it.

use domain::{AppObjectId, ImplicitGrant, UserId, UserRef};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where redirect URIs stand beside those of public clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Platform {
    /// `web.redirectUris`.
    Web,
    /// `spa.redirectUris`.
    Spa,
}

/// What a new app is made with beside its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Settings {
    pub(super) web: Vec<String>,
    pub(super) spa: Vec<String>,
    pub(super) implicit_grant: Option<ImplicitGrant>,
    pub(super) public_client_flows: Option<bool>,
    /// Who owns it beside whoever makes it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) owners: Vec<UserRef>,
    /// Which service or team it belongs to, where the tenant wants that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reference: Option<String>,
}

impl Settings {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What can be missing.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    /// Make it.
    Create {
        /// Alternate key; holds the set-up's id.
        unique_name: String,
        /// Display name.
        name: String,
        /// `AzureADMyOrg`, ...
        audience: String,
        /// Of a public client.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        redirects: Vec<String>,
        /// Of a web and of a single-page app, and what the sign-in page may do.
        #[serde(default, skip_serializing_if = "Settings::is_empty")]
        settings: Settings,
    },
    /// Let sign-ins of a web or single-page app come back to these too.
    Platform {
        /// Which app.
        app: AppObjectId,
        /// Which platform.
        platform: Platform,
        /// What it does not have yet.
        added: Vec<String>,
    },
    /// Which tokens the sign-in page hands out.
    Implicit {
        /// Which app.
        app: AppObjectId,
        /// Wanted.
        wanted: ImplicitGrant,
        /// What it replaces.
        replaces: ImplicitGrant,
    },
    /// Whether public client flows are allowed.
    PublicFlows {
        /// Which app.
        app: AppObjectId,
        /// Wanted.
        wanted: bool,
        /// What it replaces.
        replaces: Option<bool>,
    },
    /// Let sign-ins of a public client come back to these too.
    Redirects {
        /// Which app.
        app: AppObjectId,
        /// What it does not have yet.
        added: Vec<String>,
    },
    /// Let these users own the app too.
    Owners {
        /// Which app.
        app: AppObjectId,
        /// Who is none of its owners yet.
        added: Vec<UserRef>,
        /// How often this was done before: somebody may have taken them off again.
        again: usize,
    },
    /// Give an app the wanted audience.
    Audience {
        /// Which app.
        app: AppObjectId,
        /// Wanted.
        audience: String,
        /// What it replaces.
        replaces: Option<String>,
    },
    /// Lock credentials against other tenants' copies.
    Lock {
        /// Which app.
        app: AppObjectId,
        /// What it replaces.
        replaces: Option<Value>,
    },
    /// Remove an app that we made and took back, so that nobody can restore it. Never part of a plan to set up.
    DeleteForGood {
        /// Which app.
        app: AppObjectId,
        /// Display name, to be typed.
        name: String,
    },
}

/// What was done.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Receipt {
    /// Made, by us.
    Created {
        /// Object id.
        app: AppObjectId,
        /// Display name, for the words of undoing.
        name: String,
    },
    /// A property got another value.
    Replaced {
        /// Which app.
        app: AppObjectId,
        /// Its Graph property.
        property: String,
        /// What it had.
        before: Value,
    },
    /// Redirect URIs that were added to those of others.
    Redirects {
        /// Which app.
        app: AppObjectId,
        /// Ours.
        added: Vec<String>,
    },
    /// Redirect URIs of a web or single-page app that were added to those of others.
    Platform {
        /// Which app.
        app: AppObjectId,
        /// Which platform.
        platform: Platform,
        /// Ours.
        added: Vec<String>,
    },
    /// Owners beside those of others.
    Owners {
        /// Which app.
        app: AppObjectId,
        /// Ours.
        added: Vec<UserId>,
    },
    /// Removed from the deleted items.
    DeletedForGood {
        /// Which app.
        app: AppObjectId,
        /// Display name.
        name: String,
    },
}
