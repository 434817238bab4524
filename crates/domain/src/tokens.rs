//! Ports for tokens: bound to one API by type, in memory only.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{AppId, KeychainError, SecretText, TenantId, Timestamp, UserRef};

/// An API that tokens are for. Tokens of one API cannot be given to another: the types differ.
pub trait Api: Send + Sync + 'static {
    /// Which one.
    const ID: ApiId;
}

/// The same as a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApiId {
    /// Microsoft Graph.
    Graph,
    /// The Teams admin API.
    Teams,
    /// Azure Resource Manager.
    Azure,
}

/// Microsoft Graph.
pub struct GraphApi;
/// The Skype and Teams Tenant Admin API, `48ac35b8-9aa8-4d74-927d-1f4a14a0b239`.
pub struct TeamsApi;
/// Azure Resource Manager.
pub struct AzureApi;

impl Api for GraphApi {
    const ID: ApiId = ApiId::Graph;
}
impl Api for TeamsApi {
    const ID: ApiId = ApiId::Teams;
}
impl Api for AzureApi {
    const ID: ApiId = ApiId::Azure;
}

/// An access token, bound to one API. In memory only; cannot be printed, cloned or serialised.
///
/// ```compile_fail
/// fn graph(_: &domain::Token<domain::GraphApi>) {}
/// fn wrong(azure: &domain::Token<domain::AzureApi>) { graph(azure) }
/// ```
pub struct Token<A: Api> {
    /// The bearer text.
    pub text: SecretText,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Delegated scopes that it was issued with; empty for app-only.
    pub scopes: Vec<String>,
    /// The API it is for.
    pub api: std::marker::PhantomData<A>,
}

/// What Entra said, without descriptions that may name people: codes and ids only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntraRefusal {
    /// OAuth `error`.
    pub error: String,
    /// The number after `AADSTS`, if there is one.
    pub aadsts: Option<u32>,
    /// `correlation_id`.
    pub correlation_id: Option<String>,
    /// `trace_id`.
    pub trace_id: Option<String>,
    /// `claims` of a challenge, to be sent with the next sign-in.
    pub claims: Option<String>,
}

/// Why there is no token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Nobody is signed in to this tenant.
    #[error("nobody is signed in")]
    NotSignedIn,
    /// The session lacks these scopes: one more visit to the browser.
    #[error("the sign-in does not cover {0:?} yet")]
    MoreScopes(Vec<String>),
    /// This person, who is not the admin, has to sign in for what is to be done in their name.
    #[error("{} has to sign in", .0.upn)]
    AsUser(Box<UserRef>),
    /// Entra refused.
    #[error("Entra refused with {} ({:?})", .0.error, .0.aadsts)]
    Refused(EntraRefusal),
    /// Entra could not be reached, or answered something that is not OAuth.
    #[error("the sign-in service could not be reached: {0}")]
    Unreachable(String),
    /// The private key is not to be had.
    #[error(transparent)]
    Keychain(#[from] KeychainError),
}

/// Delegated tokens of the signed-in admin. In memory only.
#[async_trait]
pub trait TokenSource: Send + Sync {
    /// Who is signed in to this tenant, as far as the id token tells (DECISIONS 16).
    fn session(&self) -> Option<SignedIn>;
    /// A Graph token with at least these delegated scopes.
    async fn graph(&self, scopes: &[&str]) -> Result<Token<GraphApi>, TokenError>;
    /// The two tokens that `Connect-MicrosoftTeams -AccessTokens` takes.
    async fn teams(&self) -> Result<(Token<GraphApi>, Token<TeamsApi>), TokenError>;
    /// A token for Azure Resource Manager. Whoever signed in for Graph only has none: that takes a visit of its own.
    async fn azure(&self) -> Result<Token<AzureApi>, TokenError>;
    /// A Graph token of another person than the admin, with these delegated scopes: for what can only be done in that
    /// person's name. Never the admin's own.
    ///
    /// # Errors
    /// [`TokenError::AsUser`] until that person has signed in.
    async fn graph_as(&self, user: &UserRef, _scopes: &[&str]) -> Result<Token<GraphApi>, TokenError> {
        Err(TokenError::AsUser(Box::new(user.clone())))
    }
    /// Remembers a claims challenge for that person's next sign-in.
    fn challenged_as(&self, _user: &UserRef, _claims: String) {}
    /// Drops cached access tokens, so that the next ones show roles and grants of now; the session stays.
    fn renew(&self);
    /// Remembers a claims challenge (base64 decoded JSON) of that API for the next sign-in.
    fn challenged(&self, by: ApiId, claims: String);
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// `tid`.
    pub tenant: TenantId,
    /// `oid`, `preferred_username`, `name`.
    pub account: UserRef,
    /// The public client that signed in, e.g. Microsoft Graph Command Line Tools.
    pub client: AppId,
    /// When.
    pub at: Timestamp,
}

/// App-only tokens, proved with what the keychain holds for the app. Works without a sign-in.
#[async_trait]
pub trait AppTokens: Send + Sync {
    /// A Graph token for the app itself; `fresh` asks Entra again instead of reusing one.
    async fn graph(&self, credential: &AppCredential, fresh: bool) -> Result<Token<GraphApi>, TokenError>;
}

/// An app, and how it proves who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppCredential {
    /// The tenant.
    pub tenant: TenantId,
    /// The app.
    pub app: AppId,
    /// The proof.
    pub proof: AppProof,
}

/// How an app proves who it is. Names what is secret, never holds it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AppProof {
    /// A statement signed with a private key.
    Certificate {
        /// Account of the private key in the keychain.
        keychain_account: String,
        /// The certificate, DER in base64. Public.
        certificate: String,
    },
    /// A client secret.
    Secret {
        /// Account of its text in the keychain.
        keychain_account: String,
    },
}

impl AppProof {
    /// Where its secret part is in the keychain.
    #[must_use]
    pub fn keychain_account(&self) -> &str {
        match self {
            Self::Certificate { keychain_account, .. } | Self::Secret { keychain_account } => keychain_account,
        }
    }
}
