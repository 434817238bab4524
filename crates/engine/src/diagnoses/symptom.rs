//! What a diagnosis is looked up by.

use std::collections::BTreeMap;

use domain::{EntraRefusal, Technical};
use serde::{Deserialize, Serialize};

/// What was seen when something went wrong.
#[derive(Clone, Debug, Default)]
pub struct Symptom<'a> {
    /// `graph`, `login`, `azure`, `teams`, `machine`.
    pub service: &'static str,
    /// The operation's name, e.g. `POST /applications`.
    pub operation: &'a str,
    /// HTTP status.
    pub status: Option<u16>,
    /// Microsoft's code chain, outermost first; for PowerShell the error id and category; for Entra the OAuth error.
    pub codes: Vec<String>,
    /// The number after `AADSTS`.
    pub aadsts: Option<u32>,
    /// Microsoft's sentence, for matching only.
    pub text: Option<&'a str>,
    /// What is wrong on this computer or on the way.
    pub machine: Option<MachineFault>,
    /// What support asks for.
    pub technical: Technical,
    /// Arguments for the messages.
    pub args: BTreeMap<String, String>,
}

/// Faults of this computer, its network, and our own data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum MachineFault {
    NotSignedIn,
    MoreScopes,
    NoDns,
    NoTcp,
    TlsUntrusted,
    TlsFailed,
    ProxyPassword,
    NoAnswer,
    UnreadableAnswer,
    ForeignHost,
    ReadOnlyClient,
    KeychainMissing,
    KeychainLocked,
    KeychainTooLong,
    KeychainNoEntry,
    KeychainOther,
    StoreInUse,
    StoreNewer,
    StoreNotWritable,
    StoreUnreadable,
    StoreDatabase,
    PowerShellMissing,
    PowerShellNotStarted,
    PowerShellNoModule,
    PowerShellWrongModule,
    PowerShellRestricted,
    PowerShellSilent,
    PowerShellEnded,
    PowerShellGarbage,
}

impl<'a> Symptom<'a> {
    /// Something of this computer.
    #[must_use]
    pub fn machine(fault: MachineFault) -> Self {
        let technical = Technical { service: "machine".to_owned(), ..Technical::default() };
        Self { service: "machine", machine: Some(fault), technical, ..Self::default() }
    }

    /// A refusal of one of Microsoft's services.
    #[must_use]
    pub fn refused(
        service: &'static str,
        operation: &'a str,
        status: u16,
        codes: &[String],
        text: &'a str,
    ) -> Self {
        Self { service, operation, status: Some(status), codes: codes.to_vec(), text: Some(text), ..Self::default() }
    }

    /// A refusal of the sign-in service.
    #[must_use]
    pub fn entra(refusal: &EntraRefusal) -> Self {
        let mut codes = vec![refusal.error.clone()];
        codes.extend(refusal.aadsts.map(|number| format!("AADSTS{number}")));
        let technical = Technical {
            service: "login".to_owned(),
            operation: "token".to_owned(),
            codes: codes.clone(),
            request_id: refusal.trace_id.clone(),
            client_request_id: refusal.correlation_id.clone(),
            ..Technical::default()
        };
        Self { service: "login", operation: "token", codes, aadsts: refusal.aadsts, technical, ..Self::default() }
    }

    /// A cmdlet's refusal.
    #[must_use]
    pub fn powershell(operation: &'a str, id: &str, category: &str, text: &'a str) -> Self {
        let codes = vec![id.to_owned(), category.to_owned()];
        let technical = Technical {
            service: "teams".to_owned(),
            operation: operation.to_owned(),
            codes: codes.clone(),
            ..Technical::default()
        };
        Self { service: "teams", operation, codes, text: Some(text), technical, ..Self::default() }
    }

    /// During that operation.
    #[must_use]
    pub fn operation(mut self, operation: &'a str) -> Self {
        self.operation = operation;
        self.technical.operation = operation.to_owned();
        self
    }

    /// With that HTTP status.
    #[must_use]
    pub const fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self.technical.status = Some(status);
        self
    }

    /// With those ids for support.
    #[must_use]
    pub fn technical(mut self, technical: Technical) -> Self {
        self.technical = technical;
        self
    }

    /// With an argument for the messages.
    #[must_use]
    pub fn arg(mut self, name: &str, value: &str) -> Self {
        self.args.insert(name.to_owned(), value.to_owned());
        self
    }
}
