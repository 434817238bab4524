//! The one place where what went wrong is put into words (DECISIONS 31): a [`Problem`] becomes a symptom, the symptom a
//! diagnosis from `diagnoses/*.toml`. Conditions that steps find by reading are named here too.

use domain::{
    Action, Arg, Diagnostic, ItemId, KeychainError, Outcome, ProcessError, SessionRef, SignedIn, StoreError,
    Technical, TenantRef, TokenError, msg,
};
use microsoft::teams::PowerShellError;
use microsoft::{Error, Read, Refusal, TransportErrorKind};

use crate::diagnoses::{Args, Diagnoses, Found, MachineFault, Symptom};
use crate::problem::Waiting;
use crate::roles;
use crate::{Problem, World};

/// A problem in words. `args` are what the texts may name: tenant, account, app.
pub(crate) fn diagnostic(problem: &Problem, args: &Args) -> Diagnostic {
    match problem {
        Problem::Diagnosed(diagnostic) => (**diagnostic).clone(),
        Problem::Waiting(waiting) => waited_too_long(waiting),
        Problem::Missing(field) => {
            found(Found::OutputMissing, &[("field", &format!("{field:?}").to_lowercase())])
        }
        Problem::Unreadable { what, why } => {
            found(Found::StoredUnreadable, &[("what", what), ("why", why)])
        }
        Problem::Microsoft(_) | Problem::Keychain(_) | Problem::Store(_) => symptom(problem).map_or_else(
            || found(Found::OutputMissing, &[]),
            |mut symptom| {
                for (name, value) in args {
                    symptom.args.entry(name.clone()).or_insert_with(|| value.clone());
                }
                Diagnoses::builtin().find(&symptom)
            },
        ),
    }
}

/// Whether the same change may be tried again soon: replicas that are behind, in all their disguises. `fresh`: this run
/// made something in the last minutes that the request may name.
pub(crate) fn is_transient(problem: &Problem, fresh: bool) -> bool {
    match problem {
        Problem::Microsoft(Error::Lost { source, .. }) => {
            !matches!(source.kind, TransportErrorKind::Tls { .. } | TransportErrorKind::ProxyPassword)
        }
        Problem::Microsoft(Error::Unreadable { .. }) => true,
        Problem::Microsoft(Error::Refused(refusal)) if refusal.status >= 500 || refusal.status == 429 => true,
        other => symptom(other)
            .and_then(|symptom| Diagnoses::builtin().is_transient(&symptom))
            .is_some_and(|retry| fresh || !retry.only_fresh),
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

/// Adds the people of this tenant who hold a role that the diagnosis asks for.
pub(crate) async fn name_people(diagnostic: &mut Diagnostic, world: &World<Read>) {
    if diagnostic.outcome != Outcome::NeedsPerson {
        return;
    }
    let mut people = Vec::new();
    for who in &diagnostic.who {
        let Some(Arg::Text(role)) = who.args.get("role") else { continue };
        let Some(template) = roles::template(role) else { continue };
        let Ok(members) = world.graph.role_members(template).await else { continue };
        for member in members {
            let user: domain::UserRef = member.into();
            people.push(msg("person-with-role").text("name", user.name).text("upn", user.upn).text("role", role.clone()));
        }
    }
    diagnostic.who.extend(people);
}

/// The plan is another one than the one that was approved.
pub(crate) fn plan_changed(item: Option<&ItemId>) -> Diagnostic {
    Diagnostic { action: item.map(|item| Action::OpenItem { item: item.clone() }), ..found(Found::PlanChanged, &[]) }
}

/// Microsoft took longer than a day.
pub(crate) fn waited_too_long(waiting: &Waiting) -> Diagnostic {
    Diagnostic { cause: Some(waiting.text.clone()), ..found(Found::WaitedTooLong, &[]) }
}

/// Signed in, but to another tenant than the chosen one.
pub(crate) fn other_tenant(signed_in: &SignedIn, tenant: &TenantRef) -> Diagnostic {
    found(Found::SignedInElsewhere, &[("account", &signed_in.account.upn), ("tenant", &tenant.domain)])
}

/// Signed in as a guest of the chosen tenant.
pub(crate) fn guest(session: &SessionRef) -> Diagnostic {
    found(Found::SignedInAsGuest, &[("account", &session.account.upn), ("tenant", &session.tenant_name)])
}

/// The enterprise app is there and switched off.
pub(crate) fn app_disabled() -> Diagnostic {
    found(Found::AppDisabled, &[])
}

/// This tenant's API does not offer these permissions.
pub(crate) fn unknown_permissions(names: &[String]) -> Diagnostic {
    found(Found::PermissionUnknown, &[("names", &names.join(", "))])
}

/// The tenant accepts only certificates from its own authorities.
pub(crate) fn trusted_issuer() -> Diagnostic {
    found(Found::CertificateTrustedIssuer, &[])
}

/// The key pair could not be made on this computer.
pub(crate) fn certificate_not_made(why: &str) -> Diagnostic {
    found(Found::CertificateNotMade, &[("why", why)])
}

/// A condition that was found by reading, in the table's words.
pub(crate) fn found(condition: Found, args: &[(&str, &str)]) -> Diagnostic {
    let args = args.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Diagnoses::builtin().found(condition, None, &args)
}
