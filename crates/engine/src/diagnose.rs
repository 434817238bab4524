//! The one place where what went wrong is put into words (DECISIONS 31): a [`Problem`] becomes a symptom, the symptom a
//! diagnosis from `diagnoses/*.toml`. Conditions that steps find by reading are named here too.

use std::time::Duration;

use domain::{Action, Arg, Diagnostic, ItemId, Message, Outcome, SessionRef, SignedIn, TenantRef, msg};
use microsoft::teams::PowerShellError;
use microsoft::{Error, Read, TransportErrorKind};

use crate::diagnoses::{Args, Diagnoses, Found, MachineFault, Symptom};
use crate::problem::Waiting;
use crate::roles;
use crate::{Problem, World};

/// A problem in words. `args` are what the texts may name: tenant, account, app.
pub(crate) fn diagnostic(problem: &Problem, args: &Args) -> Diagnostic {
    match problem {
        Problem::Diagnosed(diagnostic) => (**diagnostic).clone(),
        Problem::Waiting(waiting) => waited_too_long(waiting),
        Problem::NotVisible => waited_too_long(&not_visible()),
        Problem::Missing(field) => {
            simple("output-missing", Outcome::Unknown).with_arg("field", &format!("{field:?}").to_lowercase())
        }
        Problem::Unanswered(question) => {
            simple("question-open", Outcome::NeedsDecision).with_arg("question", question.as_str())
        }
        Problem::Unreadable { what, why } => {
            let known = Args::from([("why".to_owned(), Arg::Text(format!("{what}: {why}")))]);
            Diagnoses::builtin().found(Found::StoredByOtherVersion, None, &known)
        }
        Problem::Microsoft(_) | Problem::Keychain(_) | Problem::Store(_) => symptom(problem).map_or_else(
            || simple("output-missing", Outcome::Unknown),
            |symptom| Diagnoses::builtin().find(&symptom.with_args(args)),
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
        Problem::Microsoft(Error::Unreadable { .. }) | Problem::NotVisible => true,
        Problem::Microsoft(Error::PowerShell(PowerShellError::Throttled { .. })) => true,
        Problem::Microsoft(Error::Refused(refusal)) if refusal.status >= 500 || refusal.status == 429 => true,
        other => symptom(other)
            .and_then(|symptom| Diagnoses::builtin().is_transient(&symptom))
            .is_some_and(|retry| fresh || !retry.only_fresh),
    }
}

/// Whether a replica refuses what another one has made a moment ago: it does not know it yet. Says so only of requests that
/// name something made by this run in the last minutes.
pub(crate) fn is_behind(problem: &Problem) -> bool {
    let Problem::Microsoft(Error::Refused(_)) = problem else { return false };
    let retry = symptom(problem).and_then(|symptom| Diagnoses::builtin().is_transient(&symptom));
    retry.is_some_and(|retry| retry.only_fresh)
}

/// What the diagnoses are looked up by.
fn symptom(problem: &Problem) -> Option<Symptom<'_>> {
    Some(match problem {
        Problem::Microsoft(error) => Symptom::of(error),
        Problem::Keychain(error) => Symptom::of_keychain(error),
        Problem::Store(error) => Symptom::of_store(error),
        _ => return None,
    })
}

/// Adds the people of this tenant who hold a role that the diagnosis asks for.
pub(crate) async fn name_people(diagnostic: &mut Diagnostic, world: &World<Read>) {
    if diagnostic.outcome != Outcome::NeedsPerson {
        return;
    }
    let mut people = Vec::new();
    for who in &diagnostic.who {
        let Some(Arg::Text(role)) = who.args.get("role") else {
            continue;
        };
        let Some(template) = roles::template(role) else {
            continue;
        };
        let Ok(members) = world.graph.role_members(template).await else {
            continue;
        };
        for member in members {
            let user: domain::UserRef = member.into();
            people
                .push(msg("person-with-role").text("name", user.name).text("upn", user.upn).text("role", role.clone()));
        }
    }
    diagnostic.who.extend(people);
}

/// The plan is another one than the one that was approved.
pub(crate) fn plan_changed(item: Option<&ItemId>) -> Diagnostic {
    let found = Diagnoses::builtin().found(Found::PlanChanged, None, &Args::new());
    Diagnostic { action: item.map(|item| Action::OpenItem { item: item.clone() }), ..found }
}

/// Microsoft took longer than a day.
pub(crate) fn waited_too_long(waiting: &Waiting) -> Diagnostic {
    let known = Args::from([("why".to_owned(), Arg::Message(Box::new(waiting.text.clone())))]);
    Diagnoses::builtin().found(Found::WaitedTooLong, None, &known)
}

/// Accepted, and not shown everywhere yet.
pub(crate) fn not_visible() -> Waiting {
    Waiting { text: msg("wait-not-visible"), limit: crate::settle::WAIT_LIMIT }
}

/// Signed in, but to another tenant than the chosen one.
pub(crate) fn other_tenant(signed_in: &SignedIn, tenant: &TenantRef) -> Diagnostic {
    let home = signed_in.account.upn.split('@').next_back().unwrap_or_default();
    let symptom = Symptom::machine(MachineFault::OtherTenant, "sign-in")
        .text_arg("account", &signed_in.account.upn)
        .text_arg("tenant", &tenant.domain)
        .text_arg("home", home);
    Diagnoses::builtin().find(&symptom)
}

/// Signed in as a guest of the chosen tenant.
pub(crate) fn guest(session: &SessionRef) -> Diagnostic {
    let symptom = Symptom::machine(MachineFault::Guest, "sign-in")
        .text_arg("account", &session.account.upn)
        .text_arg("tenant", &session.tenant_name);
    Diagnoses::builtin().find(&symptom)
}

/// The enterprise app is there and switched off.
pub(crate) fn app_disabled() -> Diagnostic {
    simple("app-switched-off", Outcome::Failed)
}

/// There is no app of that client id that this tenant may use.
pub(crate) fn app_unknown(app: domain::AppId) -> Diagnostic {
    simple("app-unknown", Outcome::Failed).with_arg("id", &app.to_string())
}

/// Nothing here can act as the app, so its vendor has to try it.
pub(crate) fn vendor_must_test(app: &str, organiser: &str) -> Diagnostic {
    simple("meeting-test-vendor", Outcome::NeedsPerson).with_arg("app", app).with_arg("user", organiser)
}

/// The certificate that a test needs was taken off after the last one. `words`: where to make a new one.
pub(crate) fn test_key_gone(words: Message) -> Diagnostic {
    let found = simple("meeting-test-key-gone", Outcome::NeedsPerson);
    Diagnostic { remedy: words, ..found }
}

/// This tenant's API does not offer these permissions.
pub(crate) fn unknown_permissions(names: &[String]) -> Diagnostic {
    simple("permission-not-offered", Outcome::Failed).with_arg("names", &names.join(", "))
}

/// A list asks for permissions that the profile rules out.
pub(crate) fn ruled_out(names: &[String]) -> Diagnostic {
    simple("permission-ruled-out", Outcome::Failed).with_arg("names", &names.join(", "))
}

/// The tenant accepts only certificates from its own authorities.
pub(crate) fn trusted_issuer() -> Diagnostic {
    simple("certificate-issuer-required", Outcome::NeedsPerson)
}

/// The tenant lets no app have a new secret.
pub(crate) fn secrets_forbidden(tenant: &TenantRef) -> Diagnostic {
    let name = tenant.name.as_ref().unwrap_or(&tenant.domain);
    let known = Args::from([("tenant".to_owned(), Arg::Text(name.clone()))]);
    Diagnoses::builtin().found(Found::SecretsForbidden, None, &known)
}

/// The tenant takes new Application ID URIs in the two default forms only.
pub(crate) fn uri_restricted(tenant: &TenantRef) -> Diagnostic {
    let name = tenant.name.as_ref().unwrap_or(&tenant.domain);
    let known = Args::from([("tenant".to_owned(), Arg::Text(name.clone()))]);
    Diagnoses::builtin().found(Found::UriRestricted, None, &known)
}

/// A redirect URI that Microsoft would refuse; `why` is the message id of the rule.
pub(crate) fn redirect_refused(uri: &str, why: &str) -> Diagnostic {
    let found = simple("redirect-refused", Outcome::NeedsDecision).with_arg("uri", uri);
    Diagnostic { cause: Some(msg(why)), ..found }
}

/// The key pair could not be made on this computer.
pub(crate) fn certificate_not_made(why: &str) -> Diagnostic {
    simple("certificate-not-made", Outcome::Failed).with_arg("why", why)
}

/// The key out of a person's own file waited in memory, and is gone.
pub(crate) fn choose_file_again() -> Diagnostic {
    simple("certificate-file-again", Outcome::NeedsDecision)
}

/// A certificate of the person's own lives longer than the tenant's policy allows.
pub(crate) fn own_certificate_too_long(life: Duration, longest: Duration) -> Diagnostic {
    let days = |time: Duration| (time.as_secs() / 86_400).to_string();
    simple("certificate-own-too-long", Outcome::NeedsDecision)
        .with_arg("days", &days(life))
        .with_arg("longest", &days(longest))
}

/// A certificate of the person's own has ended since it was chosen.
pub(crate) fn own_certificate_over(end: domain::Timestamp) -> Diagnostic {
    let found = simple("certificate-own-over", Outcome::NeedsDecision);
    Diagnostic { what: found.what.clone().time("at", end), ..found }
}

/// The vendor's certificate lives longer than the tenant's policy allows.
pub(crate) fn vendor_certificate_too_long(life: Duration, longest: Duration) -> Diagnostic {
    let days = |time: Duration| (time.as_secs() / 86_400).to_string();
    simple("certificate-vendor-too-long", Outcome::NeedsDecision)
        .with_arg("days", &days(life))
        .with_arg("longest", &days(longest))
}

/// The vendor's certificate has ended since it was chosen.
pub(crate) fn vendor_certificate_over(end: domain::Timestamp) -> Diagnostic {
    let found = simple("certificate-vendor-over", Outcome::NeedsDecision);
    Diagnostic { what: found.what.clone().time("at", end), ..found }
}

/// The tenant accepts only certificates from its own authorities, and the vendor's is none of those.
pub(crate) fn vendor_issuer() -> Diagnostic {
    simple("certificate-vendor-issuer", Outcome::NeedsPerson)
}

/// What was typed to confirm is something else than what was asked for.
#[must_use]
pub fn not_confirmed(wanted: &str) -> Diagnostic {
    Diagnostic {
        code: "not-confirmed".to_owned(),
        outcome: Outcome::NeedsDecision,
        what: msg("not-confirmed-what"),
        cause: None,
        remedy: msg("not-confirmed-remedy").text("text", wanted),
        action: None,
        who: Vec::new(),
        probes: Vec::new(),
        technical: None,
    }
}

/// A condition without a row in the table: its three messages stand with the items' texts.
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

/// Adding an argument to the messages of a diagnosis.
pub(crate) trait WithArg {
    /// Adds it.
    fn with_arg(self, name: &str, value: &str) -> Self;
}

impl WithArg for Diagnostic {
    fn with_arg(mut self, name: &str, value: &str) -> Self {
        let add = |message: Message| message.text(name, value);
        self.what = add(self.what);
        self.cause = self.cause.map(add);
        self.remedy = add(self.remedy);
        self
    }
}
