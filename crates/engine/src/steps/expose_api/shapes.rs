//! What is found, changed and written down about an app as an API.

use domain::{AppId, AppObjectId, AppRoleId, Known, ScopeConsent};
use microsoft::graph::{PreauthorizedClient, Scope, UriRules};
use serde::{Deserialize, Serialize};

/// What there is.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    /// The app registration, as far as it matters here.
    pub(super) app: Option<OnApp>,
    /// What the tenant allows; `None` when this account may not read it.
    pub(super) rules: Option<UriRules>,
    /// The host of the wanted URI, if it has one.
    pub(super) host: Option<String>,
}

/// What is on the app registration.
#[derive(Serialize, Deserialize)]
pub(crate) struct OnApp {
    pub(super) app_id: AppId,
    pub(super) uris: Vec<String>,
    pub(super) scopes: Vec<Scope>,
    pub(super) clients: Vec<PreauthorizedClient>,
    /// Its tokens name it by its client id: rules about URIs do not hold for it.
    pub(super) by_client_id: bool,
}

/// What can be missing.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    /// Add an Application ID URI: `api://{host}/{client id}`, or without a host `api://{client id}`.
    Uri {
        /// Which app.
        app: Known<AppObjectId>,
        /// The host.
        host: Option<String>,
    },
    /// Add a scope.
    Scope {
        /// Which app.
        app: Known<AppObjectId>,
        /// Its id, drawn with the set-up.
        id: AppRoleId,
        /// Its name in tokens.
        value: String,
        /// Who may consent.
        consent: ScopeConsent,
        /// What the pages say that ask for consent: title and text for admins, then for users.
        texts: [String; 4],
    },
    /// Let clients have the scope without anybody's consent.
    Clients {
        /// Which app.
        app: Known<AppObjectId>,
        /// Which scope.
        scope: AppRoleId,
        /// Those that are missing.
        clients: Vec<AppId>,
    },
}

/// What was done.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "did")]
pub(crate) enum Receipt {
    /// An Application ID URI was added.
    Uri {
        /// To which app.
        app: AppObjectId,
        /// Which.
        uri: String,
    },
    /// A scope was added.
    Scope {
        /// To which app.
        app: AppObjectId,
        /// Its id.
        id: AppRoleId,
        /// Its name in tokens.
        value: String,
    },
    /// Clients were added to a scope.
    Clients {
        /// Of which app.
        app: AppObjectId,
        /// Which scope.
        scope: AppRoleId,
        /// Which clients.
        clients: Vec<AppId>,
    },
    /// Somebody else did it meanwhile: it is not ours to take back.
    There,
}
