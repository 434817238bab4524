//! The seam to the world: everything below the shell asks these, and nothing else (ARCHITECTURE, section 4).

use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use url::Url;
use uuid::Uuid;

use crate::{
    AppId, Approval, ChangeId, ChangeState, Digest, Evidence, ItemId, ItemSnapshot, JournalEntry, Outputs, RunId, Secret,
    SecretText, Setup, SetupId, TenantId, Timestamp, UserRef, Wait,
};

/// Randomness; seeded in tests.
pub trait Random: Send + Sync {
    /// A random (version 4) GUID.
    fn uuid(&self) -> Uuid;
}

/// Opens the system browser.
pub trait Browser: Send + Sync {
    /// Opens that address.
    ///
    /// # Errors
    /// When no browser could be started; the text says why.
    fn open(&self, url: &Url) -> Result<(), String>;
}

/// Tells the person something while the window is not in front.
pub trait Notifier: Send + Sync {
    /// Shows a notification; failing to is not an error.
    fn notify(&self, title: &str, body: &str);
}

// ---- tokens ------------------------------------------------------------------------------------------------------

/// An API that tokens are for. Tokens of one API cannot be given to another: the types differ.
pub trait Api: Send + Sync + 'static {
    /// Short name for messages.
    const NAME: &'static str;
}

/// Microsoft Graph.
pub struct GraphApi;
/// The Skype and Teams Tenant Admin API, `48ac35b8-9aa8-4d74-927d-1f4a14a0b239`.
pub struct TeamsApi;
/// Azure Resource Manager.
pub struct AzureApi;

impl Api for GraphApi {
    const NAME: &'static str = "Microsoft Graph";
}
impl Api for TeamsApi {
    const NAME: &'static str = "Teams";
}
impl Api for AzureApi {
    const NAME: &'static str = "Azure";
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
    /// Drops cached access tokens, so that the next ones show roles and grants of now; the session stays.
    fn renew(&self);
    /// Remembers a claims challenge (base64 decoded JSON) for the next sign-in.
    fn challenged(&self, claims: String);
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

/// App-only tokens, proved with the certificate in the keychain. Works without a sign-in.
#[async_trait]
pub trait AppTokens: Send + Sync {
    /// A Graph token for the app itself; `fresh` asks Entra again instead of reusing one.
    async fn graph(&self, credential: &AppCredential, fresh: bool) -> Result<Token<GraphApi>, TokenError>;
}

/// How an app proves who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppCredential {
    /// The tenant.
    pub tenant: TenantId,
    /// The app.
    pub app: AppId,
    /// Account of the private key in the keychain.
    pub keychain_account: String,
    /// The certificate, DER in base64.
    pub certificate: String,
}

// ---- secrets -----------------------------------------------------------------------------------------------------

/// Why the keychain did not do it. Never holds what was stored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeychainError {
    /// No keychain service on this computer or in this session.
    #[error("there is no keychain service")]
    Missing,
    /// It is locked, or unlocking was dismissed.
    #[error("the keychain is locked")]
    Locked,
    /// The entry is longer than the keychain takes.
    #[error("the entry is too long for the keychain")]
    TooLong,
    /// No such entry.
    #[error("the keychain has no entry {0}")]
    NoEntry(String),
    /// Something else; the text comes from the keychain and holds no entry.
    #[error("the keychain answered: {0}")]
    Other(String),
}

/// The OS keychain, within our service name (DECISIONS 17). Keychains cannot be listed everywhere: the journal is the
/// index.
#[async_trait]
pub trait SecretStore: Send + Sync {
    /// Stores, replacing.
    async fn put(&self, account: &str, secret: &Secret) -> Result<(), KeychainError>;
    /// Reads; `None` when there is no such entry.
    async fn get(&self, account: &str) -> Result<Option<Secret>, KeychainError>;
    /// Deletes; deleting what is not there is fine.
    async fn delete(&self, account: &str) -> Result<(), KeychainError>;
}

/// What a certificate is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateRequest {
    /// E.g. `CN=TeamsMeetingsIntegration`.
    pub subject: String,
    /// RSA modulus length.
    pub key_bits: u32,
    /// Start of validity.
    pub not_before: Timestamp,
    /// End of validity.
    pub not_after: Timestamp,
}

/// A key pair just made.
pub struct MadeKey {
    /// Self-signed certificate, DER.
    pub certificate: Vec<u8>,
    /// PKCS#8, DER.
    pub private_key: Secret,
}

/// What a certificate says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateFacts {
    /// Subject.
    pub subject: String,
    /// SHA-1 over the DER, upper-case hex.
    pub thumbprint_sha1: String,
    /// SHA-256 over the DER, upper-case hex.
    pub thumbprint_sha256: String,
    /// Start of validity.
    pub not_before: Timestamp,
    /// End of validity.
    pub not_after: Timestamp,
}

/// Makes and reads certificates.
pub trait KeyMaker: Send + Sync {
    /// Makes a key pair with a self-signed certificate (SHA-256, digitalSignature).
    ///
    /// # Errors
    /// When the request cannot be met; the text says why.
    fn make(&self, request: &CertificateRequest) -> Result<MadeKey, String>;
    /// What a DER certificate says.
    ///
    /// # Errors
    /// When it is not a certificate.
    fn read(&self, der: &[u8]) -> Result<CertificateFacts, String>;
    /// Whether the private key belongs to the certificate.
    fn belongs(&self, private_key: &Secret, der: &[u8]) -> bool;
}

// ---- processes ---------------------------------------------------------------------------------------------------

/// Which program to start for Teams PowerShell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PowerShellProgram {
    /// PowerShell of this computer, at this absolute path.
    Real(String),
    /// Our own binary, imitating the module against this endpoint (DECISIONS 25).
    StandIn(Url),
}

/// A child process that is spoken to line by line.
#[async_trait]
pub trait Conversation: Send {
    /// Writes one line (without its end) to standard input.
    async fn say(&mut self, line: &SecretText) -> Result<(), ProcessError>;
    /// The next line of standard output; `None` at its end.
    async fn hear(&mut self, limit: Duration) -> Result<Option<String>, ProcessError>;
    /// Ends it, politely by closing standard input, then by force.
    async fn end(&mut self);
}

/// Why a process does not answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProcessError {
    /// There is no such program.
    #[error("the program was not found")]
    NotFound,
    /// It could not be started; the text is the system's.
    #[error("the program could not be started: {0}")]
    NotStarted(String),
    /// It said nothing for that long.
    #[error("the program did not answer for {} s", .0.as_secs())]
    Silent(Duration),
    /// It ended; with this exit code, if there is one.
    #[error("the program ended ({0:?})")]
    Ended(Option<i32>),
}

/// Starts PowerShell: environment cleared but for a list, nothing secret in its arguments.
#[async_trait]
pub trait Processes: Send + Sync {
    /// The PowerShell installations of this computer, best first, as absolute paths.
    async fn find_powershell(&self) -> Vec<String>;
    /// Starts it so that it reads from standard input.
    async fn start(&self, program: &PowerShellProgram) -> Result<Box<dyn Conversation>, ProcessError>;
}

// ---- the machine and the network -----------------------------------------------------------------------------------

/// How far a connection to a host gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    /// The host.
    pub host: String,
    /// The last stage that worked, and what stopped the next.
    pub stage: ReachStage,
    /// Who issued the server's certificate, as far as it was seen.
    pub issuer: Option<String>,
    /// HTTP status.
    pub status: Option<u16>,
    /// The server's clock.
    pub date: Option<Timestamp>,
    /// Our clock when the answer came.
    pub our_date: Timestamp,
    /// Whether a proxy was used, without its credentials.
    pub proxy: Option<String>,
}

/// Stages of a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum ReachStage {
    /// The whole way.
    Answered,
    /// The name could not be resolved.
    NoDns {
        /// The system's words.
        why: String,
    },
    /// Nothing accepts the connection.
    NoTcp {
        /// The system's words.
        why: String,
    },
    /// TLS failed; an untrusted issuer usually means inspection.
    NoTls {
        /// The TLS library's words.
        why: String,
        /// The issuer is not trusted on this computer.
        untrusted: bool,
    },
    /// A proxy wants a password (407).
    ProxyPassword,
    /// Connected, but no HTTP answer.
    NoAnswer {
        /// What happened.
        why: String,
    },
}

/// Looks at the network and this computer.
#[async_trait]
pub trait Probe: Send + Sync {
    /// Tries to reach that address with a GET.
    async fn reach(&self, url: &Url) -> Reach;
    /// The proxy that the system names for that address, or a PAC file's address, without credentials.
    fn proxy(&self, url: &Url) -> Option<ProxySetting>;
}

/// What the system says about proxies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProxySetting {
    /// This proxy.
    Server(String),
    /// A script decides; Handrail does not run it.
    Pac(String),
}

// ---- the store -----------------------------------------------------------------------------------------------------

/// Why the store did not do it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Another Handrail writes to this data directory.
    #[error("another Handrail is using {0}")]
    InUse(String),
    /// Made by a newer Handrail.
    #[error("the data was written by a newer Handrail (version {found}, this one knows {known})")]
    Newer {
        /// In the file.
        found: u32,
        /// What we know.
        known: u32,
    },
    /// Disk full, read-only, no permission.
    #[error("{path} cannot be written: {why}")]
    NotWritable {
        /// Where.
        path: String,
        /// The system's words.
        why: String,
    },
    /// A row that cannot be read.
    #[error("a stored {what} cannot be read: {why}")]
    Unreadable {
        /// What.
        what: &'static str,
        /// Why.
        why: String,
    },
    /// Anything else of the database.
    #[error("the data file answered: {0}")]
    Database(String),
}

/// Run history and journal. Each method is durable when it returns.
pub trait RunStore: Send + Sync {
    /// All set-ups, newest first.
    fn setups(&self) -> Result<Vec<Setup>, StoreError>;
    /// One set-up.
    fn setup(&self, id: SetupId) -> Result<Option<Setup>, StoreError>;
    /// Writes a set-up, new or changed.
    fn put_setup(&self, setup: &Setup) -> Result<(), StoreError>;
    /// Deletes a set-up and everything that belongs to it.
    fn forget(&self, id: SetupId) -> Result<(), StoreError>;
    /// Keeps a profile's text by its digest.
    fn put_profile(&self, digest: &Digest, text: &str) -> Result<(), StoreError>;
    /// A kept profile's text.
    fn profile(&self, digest: &Digest) -> Result<Option<String>, StoreError>;
    /// Notes that a run began.
    fn begin_run(&self, setup: SetupId, run: RunId, at: Timestamp) -> Result<(), StoreError>;
    /// Keeps an approval.
    fn put_approval(&self, approval: &Approval) -> Result<(), StoreError>;
    /// Approvals of a set-up, oldest first.
    fn approvals(&self, setup: SetupId) -> Result<Vec<Approval>, StoreError>;
    /// Writes an intent; `number` is given by the store.
    fn intend(&self, entry: &JournalEntry) -> Result<u32, StoreError>;
    /// Adds the kind's note to an intent.
    fn note(&self, id: ChangeId, note: &serde_json::Value) -> Result<(), StoreError>;
    /// Sets the state, with receipt, time and request ids where there are any.
    fn settle(
        &self,
        id: ChangeId,
        state: ChangeState,
        receipt: Option<&serde_json::Value>,
        at: Timestamp,
        request_ids: &[String],
    ) -> Result<(), StoreError>;
    /// The journal of a set-up, oldest first.
    fn journal(&self, setup: SetupId) -> Result<Vec<JournalEntry>, StoreError>;
    /// Outputs of a set-up.
    fn outputs(&self, setup: SetupId) -> Result<Outputs, StoreError>;
    /// Writes the outputs.
    fn put_outputs(&self, setup: SetupId, outputs: &Outputs) -> Result<(), StoreError>;
    /// What was last seen of the items.
    fn items(&self, setup: SetupId) -> Result<Vec<ItemSnapshot>, StoreError>;
    /// Writes what was seen of an item.
    fn put_item(&self, setup: SetupId, snapshot: &ItemSnapshot) -> Result<(), StoreError>;
    /// Keeps evidence, replacing the item's earlier one.
    fn put_evidence(&self, evidence: &Evidence) -> Result<(), StoreError>;
    /// Evidence of an item.
    fn evidence(&self, setup: SetupId, item: &ItemId) -> Result<Option<Evidence>, StoreError>;
    /// Deletes evidence of an item.
    fn drop_evidence(&self, setup: SetupId, item: &ItemId) -> Result<(), StoreError>;
    /// Waits of a set-up.
    fn waits(&self, setup: SetupId) -> Result<Vec<Wait>, StoreError>;
    /// Writes a wait.
    fn put_wait(&self, wait: &Wait) -> Result<(), StoreError>;
    /// Ends a wait.
    fn end_wait(&self, setup: SetupId, item: &ItemId) -> Result<(), StoreError>;
}
