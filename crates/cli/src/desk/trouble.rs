//! What went wrong before, beside and between engines, put into words by the same table (DECISIONS 31).

use access::own::OwnError;
use access::vendor::VendorError;
use access::{DiscoveryError, PasteError, SignInError};
use domain::profile_file::ProfileError;
use domain::{Arg, Diagnostic, Message, Outcome, StoreError, TenantRef, TokenError, msg};
use engine::Problem;
use engine::diagnoses::{Args, Diagnoses, MachineFault, Symptom};
use microsoft::{TransportError, teams::PowerShellError};
use platform::folders::FolderError;
use url::Url;

type Boxed = Box<Diagnostic>;

/// A problem of the engine, in words.
#[must_use]
pub fn explain(problem: &Problem) -> Boxed {
    Box::new(engine::explain(problem, &Args::new()))
}

/// Mistakes in a file that a person wrote, each with its line and what would be right.
#[must_use]
pub fn file_mistakes(errors: &[ProfileError]) -> Vec<Message> {
    errors.iter().map(ProfileError::message).collect()
}

fn find(symptom: &Symptom<'_>) -> Boxed {
    Box::new(Diagnoses::builtin().find(symptom))
}

pub(crate) fn store(error: &StoreError) -> Boxed {
    find(&Symptom::of_store(error))
}

pub(crate) fn folder(error: &FolderError) -> Boxed {
    match error {
        FolderError::NoPlace => own("no-place", Outcome::Failed),
        FolderError::NotWritable { path, why } => {
            store(&StoreError::NotWritable { path: path.clone(), why: why.clone() })
        }
    }
}

pub(crate) fn transport(error: &TransportError, operation: &str) -> Boxed {
    find(&Symptom::of_transport(error, operation))
}

pub(crate) fn powershell(error: &PowerShellError) -> Boxed {
    find(&Symptom::of_powershell(error))
}

pub(crate) fn token(error: &TokenError) -> Boxed {
    find(&Symptom::of_token(error, "sign-in"))
}

pub(crate) fn discovery(error: &DiscoveryError, login: &Url) -> Boxed {
    const OPERATION: &str = "find the tenant";
    let machine = |fault| Symptom::machine(fault, OPERATION);
    let host = login.host_str().unwrap_or_default();
    let symptom = match error {
        DiscoveryError::NotAName(name) => machine(MachineFault::NotATenantName).text_arg("tenant", name),
        DiscoveryError::NoSuchTenant { name } => machine(MachineFault::NoSuchTenant).text_arg("tenant", name),
        DiscoveryError::OtherCloud { name, .. } => machine(MachineFault::OtherCloud).text_arg("tenant", name),
        DiscoveryError::ForeignHost { host, .. } => machine(MachineFault::ForeignHost).text_arg("host", host),
        DiscoveryError::Unreachable(error) => Symptom::of_transport(error, OPERATION),
        DiscoveryError::NotUnderstood { status } => {
            let mut symptom = machine(MachineFault::LoginNotUnderstood);
            symptom.technical.status = Some(*status);
            symptom
        }
    };
    find(&symptom.with_args(&Args::from([("host".to_owned(), Arg::Text(host.to_owned()))])))
}

/// `operation`: `sign-in` or `device code`.
pub(crate) fn sign_in(error: &SignInError, operation: &str, tenant: &TenantRef) -> Boxed {
    let machine = |fault| Symptom::machine(fault, operation);
    let home = |upn: &str| upn.rsplit('@').next().unwrap_or_default().to_owned();
    let symptom = match error {
        SignInError::NoPort(why) => machine(MachineFault::NoPort).text_arg("why", why),
        SignInError::TimedOut(limit) => {
            let seconds = u32::try_from(limit.as_secs()).unwrap_or(u32::MAX);
            machine(MachineFault::SignInTimedOut).arg("limit", Arg::Seconds(seconds))
        }
        SignInError::Cancelled => machine(MachineFault::SignInCancelled),
        SignInError::Declined(_) => machine(MachineFault::SignInDeclined),
        SignInError::Refused(refusal) => Symptom::of_entra(refusal, operation),
        SignInError::Unreachable(error) => Symptom::of_transport(error, operation),
        SignInError::NotUnderstood(status) => {
            let mut symptom = machine(MachineFault::LoginNotUnderstood);
            symptom.technical.status = Some(*status).filter(|status| *status != 0);
            symptom
        }
        SignInError::IdToken(error) => machine(MachineFault::IdTokenRejected).text_arg("why", error.to_string()),
        SignInError::OtherTenant { account, .. } => {
            machine(MachineFault::OtherTenant).text_arg("account", &account.upn).text_arg("home", home(&account.upn))
        }
        SignInError::Guest { account, .. } => machine(MachineFault::Guest).text_arg("account", &account.upn),
        SignInError::OtherAccount { expected, seen } => {
            machine(MachineFault::OtherAccount).text_arg("account", &seen.upn).text_arg("expected", &expected.upn)
        }
        SignInError::NoDeviceCode => machine(MachineFault::NoDeviceCode),
    };
    let name = tenant.name.clone().unwrap_or_else(|| tenant.domain.clone());
    find(&symptom.text_arg("tenant", name).text_arg("tenant_id", tenant.id.to_string()))
}

pub(crate) fn paste(error: PasteError) -> Boxed {
    let what = match error {
        PasteError::NotOurs => msg("desk-paste-not-ours"),
        PasteError::OtherSignIn => msg("desk-paste-other-sign-in"),
        PasteError::NoAnswer => msg("desk-paste-no-answer"),
    };
    Box::new(Diagnostic { what, remedy: msg("desk-paste-remedy"), ..*own("paste", Outcome::Failed) })
}

/// A certificate file of the person's own that cannot be used.
pub(crate) fn own_certificate(error: &OwnError) -> Boxed {
    let named = |code: &str| own(&format!("certificate-{code}"), Outcome::NeedsDecision);
    let mut found = match error {
        OwnError::TooLarge => named("too-large"),
        OwnError::NotOne => named("not-one"),
        OwnError::WantsPassPhrase => named("wants-pass-phrase"),
        OwnError::WrongPassPhrase => named("wrong-pass-phrase"),
        OwnError::UnknownSeal => named("unknown-seal"),
        OwnError::NoKey => named("no-key"),
        OwnError::NoCertificate => named("no-certificate"),
        OwnError::NotRsa => named("not-rsa"),
        OwnError::KeyLength(_) => named("key-length"),
        OwnError::DoNotMatch => named("do-not-match"),
        OwnError::Expired(_) => named("expired"),
        OwnError::NotYetValid(_) => named("not-yet-valid"),
    };
    found.what = match error {
        OwnError::KeyLength(bits) => found.what.text("bits", bits.to_string()),
        OwnError::Expired(at) | OwnError::NotYetValid(at) => found.what.time("at", *at),
        _ => found.what,
    };
    found
}

/// A file of the vendor's that cannot be used.
pub(crate) fn vendor(error: &VendorError) -> Boxed {
    let named = |code: &str| own(&format!("vendor-{code}"), Outcome::NeedsDecision);
    let mut found = match error {
        VendorError::TooLarge => named("too-large"),
        VendorError::NotOne => named("not-one"),
        VendorError::HoldsKey => named("holds-key"),
        VendorError::Several => named("several"),
        VendorError::NotRsa => named("not-rsa"),
        VendorError::KeyLength(_) => named("key-length"),
        VendorError::Name => named("name"),
        VendorError::Expired(_) => named("expired"),
        VendorError::NotYetValid(_) => named("not-yet-valid"),
        VendorError::UnknownSignature => named("unknown-signature"),
        VendorError::NotProved => named("not-proved"),
        VendorError::NotIssued => named("not-issued"),
    };
    found.what = match error {
        VendorError::KeyLength(bits) => found.what.text("bits", bits.to_string()),
        VendorError::Expired(at) | VendorError::NotYetValid(at) => found.what.time("at", *at),
        _ => found.what,
    };
    found
}

/// Something was asked for that is not there: a set-up that was forgotten, a profile of another version.
pub(crate) fn found_nothing(what: &'static str) -> Boxed {
    let mut found = own("not-there", Outcome::Unknown);
    found.what = found.what.text("what", what);
    found
}

/// The practice tenant does not start, or cannot be kept.
pub(crate) fn practice(why: &dyn std::fmt::Display) -> Boxed {
    let mut found = own("practice", Outcome::Failed);
    found.what = found.what.text("why", why.to_string());
    found
}

/// A file sealed with it could be opened by trying.
pub(crate) fn short_pass_phrase() -> Boxed {
    let mut short = own("pass-phrase", Outcome::NeedsDecision);
    short.remedy = short.remedy.count("count", access::pfx::SHORTEST_PASS_PHRASE);
    short
}

/// A condition that has no row in the table: its messages stand in `cli.ftl`.
pub(crate) fn own(code: &str, outcome: Outcome) -> Boxed {
    Box::new(Diagnostic {
        code: format!("desk-{code}"),
        outcome,
        what: msg(&format!("desk-{code}-what")),
        cause: None,
        remedy: msg(&format!("desk-{code}-remedy")),
        action: None,
        who: Vec::new(),
        probes: Vec::new(),
        technical: None,
    })
}
