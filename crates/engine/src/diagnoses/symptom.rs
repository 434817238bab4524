//! What was seen, reduced to what rows are matched by: services, statuses, codes, and faults of this computer.

use domain::{ApiId, Arg, EntraRefusal, KeychainError, ProcessError, StoreError, Technical, TokenError};
use microsoft::teams::PowerShellError;
use microsoft::{Error, Refusal, TransportError, TransportErrorKind};
use serde::Deserialize;

use super::Args;
use super::fault::MachineFault;

/// Whose answer it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// Entra's sign-in and token endpoints.
    Login,
    /// Microsoft Graph.
    Graph,
    /// Azure Resource Manager.
    Azure,
    /// Teams PowerShell.
    Teams,
    /// This computer and its network; no answer of Microsoft's.
    Machine,
}

impl Service {
    /// As [`Technical::service`] names it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Graph => "graph",
            Self::Azure => "azure",
            Self::Teams => "teams",
            Self::Machine => "machine",
        }
    }
}

/// What was seen.
#[derive(Clone)]
pub struct Symptom<'a> {
    /// Whose answer.
    pub service: Service,
    /// The operation's name, e.g. `POST /servicePrincipals`, `Grant-CsApplicationAccessPolicy`, `device code`.
    pub operation: &'a str,
    /// HTTP status.
    pub status: Option<u16>,
    /// Microsoft's codes, outermost first; OAuth errors; PowerShell's category and error id.
    pub codes: Vec<String>,
    /// The number after `AADSTS`.
    pub aadsts: Option<u32>,
    /// Microsoft's sentence: for matching only, it goes nowhere else.
    pub text: Option<&'a str>,
    /// A fault of this computer.
    pub machine: Option<MachineFault>,
    /// What support asks for; what is missing in it is filled up from the fields above.
    pub technical: Technical,
    /// What the texts may name: `account`, `tenant`, `app`, `app_id`, `user`, `policy`, `permission` and others.
    pub args: Args,
}

// Without the sentence, which may name people.
impl std::fmt::Debug for Symptom<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Symptom")
            .field("service", &self.service)
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("codes", &self.codes)
            .field("aadsts", &self.aadsts)
            .field("machine", &self.machine)
            .finish_non_exhaustive()
    }
}

impl<'a> Symptom<'a> {
    /// Nothing but where it happened.
    #[must_use]
    pub fn new(service: Service, operation: &'a str) -> Self {
        Self {
            service,
            operation,
            status: None,
            codes: Vec::new(),
            aadsts: None,
            text: None,
            machine: None,
            technical: Technical::default(),
            args: Args::new(),
        }
    }

    /// A fault of this computer.
    #[must_use]
    pub fn machine(fault: MachineFault, operation: &'a str) -> Self {
        Self { machine: Some(fault), ..Self::new(Service::Machine, operation) }
    }

    /// Adds what the texts may name.
    #[must_use]
    pub fn arg(mut self, name: &str, value: Arg) -> Self {
        self.args.insert(name.to_owned(), value);
        self
    }

    /// Adds a text that the texts may name.
    #[must_use]
    pub fn text_arg(self, name: &str, value: impl Into<String>) -> Self {
        self.arg(name, Arg::Text(value.into()))
    }

    /// Adds what the texts may name, without replacing what is there.
    #[must_use]
    pub fn with_args(mut self, args: &Args) -> Self {
        for (name, value) in args {
            self.args.entry(name.clone()).or_insert_with(|| value.clone());
        }
        self
    }

    /// A call to Microsoft that did not give what it should.
    #[must_use]
    pub fn of(error: &'a Error) -> Self {
        match error {
            Error::Token(error) => Self::of_token(error, "sign-in"),
            Error::Lost { operation, source } => Self::of_transport(source, operation),
            Error::Refused(refusal) => Self::of_refusal(refusal),
            Error::Unreadable { operation, status, request_id, .. } => {
                let mut symptom = Self::machine(MachineFault::UnreadableAnswer, operation);
                symptom.technical.status = Some(*status);
                symptom.technical.request_id.clone_from(request_id);
                symptom
            }
            Error::ForeignHost { operation, host } => {
                Self::machine(MachineFault::ForeignHost, operation).text_arg("host", host)
            }
            Error::ReadOnly { operation } => Self::machine(MachineFault::ReadOnlyClient, operation),
            Error::PowerShell(error) => Self::of_powershell(error),
        }
    }

    /// A refusal of Microsoft Graph or Azure.
    #[must_use]
    pub fn of_refusal(refusal: &'a Refusal) -> Self {
        let service = match refusal.api {
            ApiId::Graph => Service::Graph,
            ApiId::Teams => Service::Teams,
            ApiId::Azure => Service::Azure,
        };
        Self {
            status: Some(refusal.status),
            codes: refusal.codes.clone(),
            text: Some(&refusal.text),
            technical: Technical {
                request_id: refusal.request_id.clone(),
                client_request_id: refusal.client_request_id.clone(),
                at: Some(refusal.at),
                ..Technical::default()
            },
            args: refusal.named.iter().map(|(name, value)| ((*name).to_owned(), Arg::Text(value.clone()))).collect(),
            ..Self::new(service, refusal.operation)
        }
    }

    /// No token. `operation` says what it was for: `sign-in`, `device code`, `app sign-in`, `admin consent`.
    #[must_use]
    pub fn of_token(error: &TokenError, operation: &'a str) -> Self {
        match error {
            TokenError::NotSignedIn => Self::machine(MachineFault::NotSignedIn, operation),
            TokenError::MoreScopes(scopes) => {
                Self::machine(MachineFault::MoreScopes, operation).arg("scopes", Arg::List(scopes.clone()))
            }
            TokenError::AsUser(user) => Self::machine(MachineFault::SignInAs, operation).text_arg("user", &user.name),
            TokenError::Refused(refusal) => Self::of_entra(refusal, operation),
            TokenError::Unreachable(why) => {
                Self::machine(MachineFault::LoginUnreachable, operation).text_arg("why", why)
            }
            TokenError::Keychain(error) => Self::of_keychain(error),
        }
    }

    /// A refusal of the sign-in service; `operation` as for [`Symptom::of_token`].
    #[must_use]
    pub fn of_entra(refusal: &EntraRefusal, operation: &'a str) -> Self {
        let mut symptom = Self::new(Service::Login, operation);
        symptom.codes = vec![refusal.error.clone()];
        symptom.aadsts = refusal.aadsts;
        symptom.technical.codes.push(refusal.error.clone());
        symptom.technical.codes.extend(refusal.aadsts.map(|number| format!("AADSTS{number}")));
        // The sign-in log is searched by correlation id.
        symptom.technical.request_id = refusal.correlation_id.clone().or_else(|| refusal.trace_id.clone());
        symptom.technical.client_request_id.clone_from(&refusal.trace_id);
        symptom
    }

    /// No answer.
    #[must_use]
    pub fn of_transport(error: &TransportError, operation: &'a str) -> Self {
        let fault = match error.kind {
            TransportErrorKind::Dns => MachineFault::NoDns,
            TransportErrorKind::Connect => MachineFault::NoTcp,
            TransportErrorKind::Tls { untrusted: true } => MachineFault::TlsUntrusted,
            TransportErrorKind::Tls { untrusted: false } => MachineFault::TlsFailed,
            TransportErrorKind::ProxyPassword => MachineFault::ProxyPassword,
            TransportErrorKind::Timeout | TransportErrorKind::Interrupted | TransportErrorKind::Other => {
                MachineFault::NoAnswer
            }
        };
        let symptom = Self::machine(fault, operation).text_arg("why", &error.detail);
        match &error.host {
            Some(host) => symptom.text_arg("host", host),
            None => symptom,
        }
    }

    /// The keychain.
    #[must_use]
    pub fn of_keychain(error: &KeychainError) -> Self {
        let machine = |fault| Self::machine(fault, "keychain");
        match error {
            KeychainError::Missing => machine(MachineFault::KeychainMissing),
            KeychainError::Locked => machine(MachineFault::KeychainLocked),
            KeychainError::TooLong => machine(MachineFault::KeychainTooLong),
            KeychainError::NoEntry(_) => machine(MachineFault::KeychainNoEntry),
            KeychainError::Other(why) => machine(MachineFault::KeychainOther).text_arg("why", why),
        }
    }

    /// Our own data file.
    #[must_use]
    pub fn of_store(error: &StoreError) -> Self {
        let machine = |fault| Self::machine(fault, "data file");
        match error {
            StoreError::InUse(path) => machine(MachineFault::StoreInUse).text_arg("path", path),
            StoreError::Newer { .. } => machine(MachineFault::StoreNewer),
            StoreError::NotWritable { path, why } => {
                machine(MachineFault::StoreNotWritable).text_arg("path", path).text_arg("why", why)
            }
            StoreError::Unreadable { what, why } => {
                machine(MachineFault::StoreUnreadable).text_arg("why", format!("{what}: {why}"))
            }
            StoreError::Database(why) => machine(MachineFault::StoreDatabase).text_arg("why", why),
        }
    }

    /// Teams PowerShell.
    #[must_use]
    pub fn of_powershell(error: &'a PowerShellError) -> Self {
        let machine = |fault| Self::machine(fault, "PowerShell");
        match error {
            PowerShellError::NotFound => machine(MachineFault::PowerShellMissing),
            PowerShellError::NoModule => machine(MachineFault::PowerShellNoModule),
            PowerShellError::WrongModule { found } => {
                machine(MachineFault::PowerShellWrongModule).text_arg("found", found)
            }
            PowerShellError::Restricted { mode } => machine(MachineFault::PowerShellRestricted).text_arg("mode", mode),
            PowerShellError::Process { operation, source } => Self::of_process(source, operation),
            PowerShellError::Garbage { operation } => Self::machine(MachineFault::PowerShellGarbage, operation),
            PowerShellError::Throttled { operation, .. } => {
                Self { status: Some(429), ..Self::new(Service::Teams, operation) }
            }
            PowerShellError::Refused { operation, id, category, text } => {
                // `FullyQualifiedErrorId` is the error's own id, then the cmdlet's type.
                let own = id.split(',').next().unwrap_or_default();
                let codes = [category.as_str(), own].into_iter().filter(|code| !code.is_empty());
                Self {
                    codes: codes.map(str::to_owned).collect(),
                    text: Some(text),
                    ..Self::new(Service::Teams, operation)
                }
            }
        }
    }

    fn of_process(error: &ProcessError, operation: &'a str) -> Self {
        match error {
            ProcessError::NotFound => Self::machine(MachineFault::PowerShellMissing, operation),
            ProcessError::NotStarted(why) => {
                Self::machine(MachineFault::PowerShellNotStarted, operation).text_arg("why", why)
            }
            ProcessError::Silent(limit) => {
                let seconds = u32::try_from(limit.as_secs()).unwrap_or(u32::MAX);
                Self::machine(MachineFault::PowerShellSilent, operation).arg("seconds", Arg::Seconds(seconds))
            }
            ProcessError::Ended(_) => Self::machine(MachineFault::PowerShellEnded, operation),
        }
    }
}
