//! The one place where what went wrong is put into words (DECISIONS 31): a [`Problem`] becomes a symptom, the symptom a
//! diagnosis from `diagnoses/*.toml`. Ordered probes of single steps make their diagnoses here too.

use domain::{
    Action, Diagnostic, ItemId, KeychainError, Message, Outcome, ProcessError, SessionRef, SignedIn, StoreError,
    Technical, TenantRef, TokenError, msg,
};
use microsoft::teams::PowerShellError;
use microsoft::{Error, Read, Refusal, TransportErrorKind};

use crate::diagnoses::{Diagnoses, MachineFault, Symptom};
use crate::problem::Waiting;
use crate::roles;
use crate::{Problem, World};

/// A problem in words.
pub(crate) fn diagnostic(problem: &Problem, who: Vec<Message>) -> Diagnostic {
    let mut found = match problem {
        Problem::Diagnosed(diagnostic) => (**diagnostic).clone(),
        Problem::Waiting(waiting) => waited_too_long(waiting),
        Problem::Missing(field) => simple("output-missing", Outcome::Unknown)
            .with_arg("field", &format!("{field:?}").to_lowercase()),
        Problem::Unreadable { what, why } => {
            simple("stored-unreadable", Outcome::Unknown).with_arg("what", what).with_arg("why", why)
        }
        Problem::Microsoft(_) | Problem::Keychain(_) | Problem::Store(_) => {
            symptom(problem).map_or_else(|| simple("output-missing", Outcome::Unknown), |symptom| {
                Diagnoses::builtin().find(&symptom)
            })
        }
    };
    if found.who.is_empty() {
        found.who = who;
    }
    found
}

/// Whether the same change may be tried again soon: replicas that are behind, in all their disguises.
pub(crate) fn is_transient(problem: &Problem) -> bool {
    match problem {
        Problem::Microsoft(error @ (Error::Lost { .. } | Error::Unreadable { .. })) => {
            // Lost before it was sent, or looked up since: either way nothing happened.
            !matches!(
                error,
                Error::Lost { source, .. }
                    if matches!(source.kind, TransportErrorKind::Tls { .. } | TransportErrorKind::ProxyPassword)
            )
        }
        Problem::Microsoft(Error::Refused(refusal)) if refusal.status >= 500 || refusal.status == 429 => true,
        other => symptom(other).is_some_and(|symptom| Diagnoses::builtin().is_transient(&symptom).is_some()),
    }
}

/// What the diagnoses are looked up by.
fn symptom(problem: &Problem) -> Option<Symptom<'_>> {
    Some(match problem {
        Problem::Microsoft(error) => of_microsoft(error),
        Problem::Keychain(error) => of_keychain(error),
        Problem::Store(error) => of_store(error),
        _ => return None,
    })
}

fn of_microsoft(error: &Error) -> Symptom<'_> {
    match error {
        Error::Token(token) => of_token(token),
        Error::Refused(refusal) => of_refusal(refusal),
        Error::Lost { operation, source } => {
            let fault = match source.kind {
                TransportErrorKind::Dns => MachineFault::NoDns,
                TransportErrorKind::Connect => MachineFault::NoTcp,
                TransportErrorKind::Tls { untrusted: true } => MachineFault::TlsUntrusted,
                TransportErrorKind::Tls { untrusted: false } => MachineFault::TlsFailed,
                TransportErrorKind::ProxyPassword => MachineFault::ProxyPassword,
                TransportErrorKind::Timeout
                | TransportErrorKind::Interrupted
                | TransportErrorKind::Other => MachineFault::NoAnswer,
            };
            Symptom::machine(fault).operation(operation).arg("why", &source.detail)
        }
        Error::Unreadable { operation, status, .. } => {
            Symptom::machine(MachineFault::UnreadableAnswer).operation(operation).status(*status)
        }
        Error::ForeignHost { operation, host } => {
            Symptom::machine(MachineFault::ForeignHost).operation(operation).arg("host", host)
        }
        Error::ReadOnly { operation } => Symptom::machine(MachineFault::ReadOnlyClient).operation(operation),
        Error::PowerShell(error) => of_powershell(error),
    }
}

fn of_refusal(refusal: &Refusal) -> Symptom<'_> {
    let technical = Technical {
        service: "graph".to_owned(),
        operation: refusal.operation.to_owned(),
        status: Some(refusal.status),
        codes: refusal.codes.clone(),
        request_id: refusal.request_id.clone(),
        client_request_id: refusal.client_request_id.clone(),
        at: Some(refusal.at),
    };
    Symptom::refused("graph", refusal.operation, refusal.status, &refusal.codes, &refusal.text).technical(technical)
}

fn of_token(error: &TokenError) -> Symptom<'_> {
    match error {
        TokenError::NotSignedIn => Symptom::machine(MachineFault::NotSignedIn),
        TokenError::MoreScopes(scopes) => {
            Symptom::machine(MachineFault::MoreScopes).arg("scopes", &scopes.join(", "))
        }
        TokenError::Refused(refusal) => Symptom::entra(refusal),
        TokenError::Unreachable(why) => {
            Symptom::machine(MachineFault::NoAnswer).operation("sign-in service").arg("why", why)
        }
        TokenError::Keychain(error) => of_keychain(error),
    }
}

fn of_keychain(error: &KeychainError) -> Symptom<'_> {
    match error {
        KeychainError::Missing => Symptom::machine(MachineFault::KeychainMissing),
        KeychainError::Locked => Symptom::machine(MachineFault::KeychainLocked),
        KeychainError::TooLong => Symptom::machine(MachineFault::KeychainTooLong),
        KeychainError::NoEntry(_) => Symptom::machine(MachineFault::KeychainNoEntry),
        KeychainError::Other(why) => Symptom::machine(MachineFault::KeychainOther).arg("why", why),
    }
}

fn of_store(error: &StoreError) -> Symptom<'_> {
    match error {
        StoreError::InUse(path) => Symptom::machine(MachineFault::StoreInUse).arg("path", path),
        StoreError::Newer { .. } => Symptom::machine(MachineFault::StoreNewer),
        StoreError::NotWritable { path, why } => {
            Symptom::machine(MachineFault::StoreNotWritable).arg("path", path).arg("why", why)
        }
        StoreError::Unreadable { what, why } => {
            Symptom::machine(MachineFault::StoreUnreadable).arg("what", what).arg("why", why)
        }
        StoreError::Database(why) => Symptom::machine(MachineFault::StoreDatabase).arg("why", why),
    }
}

fn of_powershell(error: &PowerShellError) -> Symptom<'_> {
    match error {
        PowerShellError::NotFound => Symptom::machine(MachineFault::PowerShellMissing),
        PowerShellError::NoModule => Symptom::machine(MachineFault::PowerShellNoModule),
        PowerShellError::WrongModule { found } => {
            Symptom::machine(MachineFault::PowerShellWrongModule).arg("found", found)
        }
        PowerShellError::Restricted { mode } => {
            Symptom::machine(MachineFault::PowerShellRestricted).arg("mode", mode)
        }
        PowerShellError::Process { operation, source } => {
            let fault = match source {
                ProcessError::NotFound => MachineFault::PowerShellMissing,
                ProcessError::NotStarted(_) => MachineFault::PowerShellNotStarted,
                ProcessError::Silent(_) => MachineFault::PowerShellSilent,
                ProcessError::Ended(_) => MachineFault::PowerShellEnded,
            };
            Symptom::machine(fault).operation(operation)
        }
        PowerShellError::Garbage { operation } => Symptom::machine(MachineFault::PowerShellGarbage).operation(operation),
        PowerShellError::Refused { operation, id, category, text } => {
            Symptom::powershell(operation, id, category, text)
        }
    }
}

/// Who in this tenant can do what the signed-in admin may not: read only when the diagnosis asks for a role.
pub(crate) async fn who_can_help(problem: &Problem, world: &World<Read>) -> Vec<Message> {
    let Some(symptom) = symptom(problem) else { return Vec::new() };
    let roles = Diagnoses::builtin().roles(&symptom);
    let mut people = Vec::new();
    for role in &roles {
        let Some(template) = roles::template(role) else { continue };
        if let Ok(members) = world.graph.role_members(template).await {
            for member in members {
                let user: domain::UserRef = member.into();
                people.push(
                    msg("person-with-role").text("name", user.name).text("upn", user.upn).text("role", role.as_str()),
                );
            }
        }
    }
    people
}

/// The plan is another one than the one that was approved.
pub(crate) fn plan_changed(item: Option<&ItemId>) -> Diagnostic {
    Diagnostic {
        action: item.map(|item| Action::OpenItem { item: item.clone() }),
        ..simple("plan-changed", Outcome::NeedsDecision)
    }
}

/// Microsoft took longer than a day.
pub(crate) fn waited_too_long(waiting: &Waiting) -> Diagnostic {
    let base = simple("waited-too-long", Outcome::Failed);
    Diagnostic { cause: Some(waiting.text.clone()), ..base }
}

/// Signed in, but to another tenant than the chosen one.
pub(crate) fn other_tenant(signed_in: &SignedIn, tenant: &TenantRef) -> Diagnostic {
    Diagnostic { action: Some(Action::SignIn), ..simple("signed-in-elsewhere", Outcome::NeedsPerson) }
        .with_arg("account", &signed_in.account.upn)
        .with_arg("tenant", &tenant.domain)
}

/// Signed in as a guest of the chosen tenant.
pub(crate) fn guest(session: &SessionRef) -> Diagnostic {
    Diagnostic { action: Some(Action::SignIn), ..simple("signed-in-as-guest", Outcome::NeedsPerson) }
        .with_arg("account", &session.account.upn)
        .with_arg("tenant", &session.tenant_name)
}

/// The enterprise app is there and switched off.
pub(crate) fn app_disabled() -> Diagnostic {
    Diagnostic { action: Some(Action::OpenLink { link: "enterprise.properties".to_owned() }), ..simple("app-disabled", Outcome::Failed) }
}

/// This tenant's API does not offer these permissions.
pub(crate) fn unknown_permissions(names: &[String]) -> Diagnostic {
    simple("permission-unknown", Outcome::Failed).with_arg("names", &names.join(", "))
}

/// The tenant accepts only certificates from its own authorities.
pub(crate) fn trusted_issuer() -> Diagnostic {
    simple("certificate-trusted-issuer", Outcome::NeedsPerson)
}

/// The key pair could not be made on this computer.
pub(crate) fn certificate_not_made(why: &str) -> Diagnostic {
    simple("certificate-not-made", Outcome::Failed).with_arg("why", why)
}

/// A diagnosis by code, with the three messages of that code.
pub(crate) fn simple(code: &str, outcome: Outcome) -> Diagnostic {
    Diagnostic {
        code: code.to_owned(),
        outcome,
        what: msg(&format!("{code}-what")),
        cause: Some(msg(&format!("{code}-cause"))),
        remedy: msg(&format!("{code}-remedy")),
        action: Some(Action::CheckAgain),
        who: Vec::new(),
        probes: Vec::new(),
        technical: None,
    }
}

/// Adding arguments to all three messages of a diagnosis.
pub(crate) trait WithArg {
    /// Adds it.
    fn with_arg(self, name: &str, value: &str) -> Self;
}

impl WithArg for Diagnostic {
    fn with_arg(mut self, name: &str, value: &str) -> Self {
        self.what = self.what.text(name, value);
        self.cause = self.cause.map(|cause| cause.text(name, value));
        self.remedy = self.remedy.text(name, value);
        self
    }
}
