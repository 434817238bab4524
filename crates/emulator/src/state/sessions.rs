//! What the token service remembers between two requests.

use std::collections::BTreeMap;

use domain::Timestamp;
use serde::{Deserialize, Serialize};

/// Codes and refresh tokens. Values are stored as SHA-256, hex, so that a copied snapshot signs nobody in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sessions {
    /// Authorization codes by their digest.
    pub codes: BTreeMap<String, AuthorizationCode>,
    /// Refresh tokens by their digest.
    pub refresh_tokens: BTreeMap<String, RefreshToken>,
    /// Device codes by their digest.
    pub device_codes: BTreeMap<String, DeviceCode>,
    /// Browser cookies by their digest -> object id of the user who is signed in there.
    #[serde(default)]
    pub browsers: BTreeMap<String, String>,
}

impl Sessions {
    /// Forgets what ended more than a day ago.
    pub fn tidy(&mut self, now: Timestamp) {
        let kept = |expires: Timestamp| now.since(expires) < std::time::Duration::from_secs(86_400);
        self.codes.retain(|_, code| kept(code.expires));
        self.device_codes.retain(|_, code| kept(code.expires));
        self.refresh_tokens.retain(|_, token| kept(token.expires));
    }
}

/// An authorization code: single use, ten minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationCode {
    /// Client that asked.
    pub client_id: String,
    /// User who signed in.
    pub user_id: String,
    /// Exactly as it was in the request.
    pub redirect_uri: String,
    /// As asked.
    pub scope: String,
    /// PKCE challenge (S256); a confidential client may do without.
    pub challenge: Option<String>,
    /// For the id token.
    pub nonce: Option<String>,
    /// The `claims` parameter: client capabilities, contexts to step up for.
    pub claims: Option<String>,
    /// End of life, real time.
    pub expires: Timestamp,
    /// Redeemed once already.
    pub used: bool,
}

/// A refresh token: good for every resource that the client may use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefreshToken {
    /// Client it belongs to.
    pub client_id: String,
    /// User it stands for.
    pub user_id: String,
    /// Authentication contexts that the sign-in satisfied.
    pub contexts: Vec<String>,
    /// Its client proved itself at the sign-in, and has to each time.
    #[serde(default)]
    pub confidential: bool,
    /// End of life, real time.
    pub expires: Timestamp,
}

/// A device code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceCode {
    /// What the person types, without hyphens.
    pub user_code: String,
    /// Client that asked.
    pub client_id: String,
    /// As asked.
    pub scope: String,
    /// End of life, real time.
    pub expires: Timestamp,
    /// Last poll, real time: polling faster than the interval is told to slow down.
    pub last_poll: Option<Timestamp>,
    /// Where it stands.
    pub state: DeviceState,
}

/// Where a device sign-in stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceState {
    /// Nobody has typed the code yet, or has not finished.
    Pending,
    /// This user approved.
    Approved {
        /// Object id.
        user_id: String,
    },
    /// Somebody pressed Cancel.
    Declined,
    /// Conditional Access does not allow this flow.
    Blocked,
    /// Tokens were fetched.
    Redeemed,
}
