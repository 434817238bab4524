//! What can be missing of an app registration, and what was done about it.

use domain::AppObjectId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

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
    },
    /// Let sign-ins of a public client come back to these too.
    Redirects {
        /// Which app.
        app: AppObjectId,
        /// What it does not have yet.
        added: Vec<String>,
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
    /// Removed from the deleted items.
    DeletedForGood {
        /// Which app.
        app: AppObjectId,
        /// Display name.
        name: String,
    },
}
