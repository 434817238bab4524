//! The seam to the world: everything below the shell asks these, and nothing else (ARCHITECTURE, section 4).

use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use url::Url;
use uuid::Uuid;

use crate::{Knock, Secret, SecretText, Sounding, Timestamp};

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

    /// Writes, reads and deletes an entry of no worth: nothing less shows that keys can be kept here.
    ///
    /// The entry has the same name every time: what is left when the process is killed in between is overwritten and
    /// deleted by the next try. Another process may just be at the same, so a loss is believed only when it happens
    /// again.
    async fn probe(&self) -> Result<(), KeychainError> {
        for _ in 0..PROBES {
            self.put(PROBE, &Secret::new(PROBE.as_bytes().to_vec())).await?;
            let read = self.get(PROBE).await;
            self.delete(PROBE).await?;
            if read?.is_some_and(|read| read.expose() == PROBE.as_bytes()) {
                return Ok(());
            }
        }
        Err(KeychainError::Other("it did not give back what was written".to_owned()))
    }
}

/// Account and content of the entry that shows whether the keychain works.
const PROBE: &str = "probe";
/// How often it is tried before its loss is believed.
const PROBES: u32 = 3;

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
    /// Who issued it; the subject itself when it is self-signed.
    #[serde(default)]
    pub issuer: String,
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
    /// The private key of that certificate, read out of a person's own file and held in memory: PKCS#8, DER. `None` when
    /// there is none, also after a restart.
    fn held(&self, _thumbprint_sha256: &str) -> Option<Secret> {
        None
    }
    /// Forgets a key that was held.
    fn let_go(&self, _thumbprint_sha256: &str) {}
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
    /// The host, with its port where that is unusual.
    pub host: String,
    /// The last stage that worked, and what stopped the next.
    pub stage: ReachStage,
    /// Who issued the server's certificate, as far as it was seen.
    pub issuer: Option<String>,
    /// Whether one of the world's public authorities vouches for the server, as far as Handrail knows them. `None`
    /// without TLS, and when it failed earlier.
    pub public: Option<bool>,
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
    /// The proxy itself is not reached.
    NoProxy {
        /// The system's words.
        why: String,
    },
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
    async fn reach(&self, url: &Url) -> Reach {
        self.sound(url, Knock::Get).await.reach
    }
    /// The same, with everything that the connection shows. Asks once and follows nothing.
    async fn sound(&self, url: &Url, knock: Knock) -> Sounding;
    /// The proxy that the system names for that address, or a PAC file's address, without credentials.
    async fn proxy(&self, url: &Url) -> Option<ProxySetting>;
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
