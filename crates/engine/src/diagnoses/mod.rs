//! What can go wrong, as data: `diagnoses/*.toml` says which answer means what (DECISIONS 31); the words stand in
//! `locales/*/diagnoses.ftl`. Ordered probes are code elsewhere and name their cause by a [`Found`].
//!
//! Inside the engine `engine::diagnose` makes a [`Symptom`] of every problem and asks [`Diagnoses::find`],
//! [`Diagnoses::is_transient`] and [`Diagnoses::roles`]; a shell does the same for what happens before an engine runs.

mod fault;
mod found;
mod row;
mod symptom;

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Duration;

use domain::{Action, Arg, Diagnostic, Message, Technical, msg};

pub use fault::MachineFault;
pub use found::Found;
pub use row::Class;
use row::{ActionSpec, Row, Table};
pub use symptom::{Service, Symptom};

/// Arguments for messages, by name: data, never markup.
pub type Args = BTreeMap<String, Arg>;

/// The files, each with the area it covers.
const FILES: [(&str, &str); 10] = [
    ("sign-in", include_str!("../../../../diagnoses/sign-in.toml")),
    ("app", include_str!("../../../../diagnoses/app.toml")),
    ("certificate", include_str!("../../../../diagnoses/certificate.toml")),
    ("consent", include_str!("../../../../diagnoses/consent.toml")),
    ("policy", include_str!("../../../../diagnoses/policy.toml")),
    ("teams-app", include_str!("../../../../diagnoses/teams-app.toml")),
    ("meeting", include_str!("../../../../diagnoses/meeting.toml")),
    ("azure", include_str!("../../../../diagnoses/azure.toml")),
    ("machine", include_str!("../../../../diagnoses/machine.toml")),
    ("network", include_str!("../../../../diagnoses/network.toml")),
];

/// How long to try the same again before it counts as failed, from the first refusal on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    /// In all.
    pub limit: Duration,
    /// At least this long between tries, unless Microsoft's `Retry-After` asks for more.
    pub pause: Duration,
    /// Only while what the request names is new: made or changed by this run in the last 15 minutes (DECISIONS 8).
    /// Otherwise the refusal means what it says.
    pub only_fresh: bool,
}

/// The table of diagnoses.
#[derive(Debug, Default)]
pub struct Diagnoses {
    rows: Vec<Row>,
}

impl Diagnoses {
    /// The table that comes with Handrail.
    #[must_use]
    pub fn builtin() -> &'static Self {
        // A broken file would leave a shorter table; a test rules that out.
        static BUILTIN: LazyLock<Diagnoses> = LazyLock::new(|| Diagnoses {
            rows: FILES.iter().filter_map(|(_, text)| Table::read(text).ok()).flat_map(|table| table.rows).collect(),
        });
        &BUILTIN
    }

    /// The diagnosis of what was seen: the most specific row that matches.
    #[must_use]
    pub fn find(&self, symptom: &Symptom<'_>) -> Diagnostic {
        match self.row(symptom) {
            Some(row) => diagnostic(row, technical(symptom), &symptom.args),
            None => unlisted(technical(symptom), &symptom.args),
        }
    }

    /// The directory roles that can help, as Microsoft names them.
    #[must_use]
    pub fn roles(&self, symptom: &Symptom<'_>) -> Vec<String> {
        self.row(symptom).map(roles).unwrap_or_default()
    }

    /// Whether trying the same again may help, and for how long.
    #[must_use]
    pub fn is_transient(&self, symptom: &Symptom<'_>) -> Option<Retry> {
        let retry = self.row(symptom)?.retry?;
        Some(Retry {
            limit: Duration::from_secs(retry.seconds),
            pause: Duration::from_secs(retry.pause),
            only_fresh: retry.fresh,
        })
    }

    /// Which kind of trouble it is: who can do something about it.
    #[must_use]
    pub fn class(&self, symptom: &Symptom<'_>) -> Option<Class> {
        self.row(symptom).map(|row| row.class)
    }

    /// The diagnosis of a condition that was found by reading.
    #[must_use]
    pub fn found(&self, found: Found, technical: Option<Technical>, args: &Args) -> Diagnostic {
        let technical = technical.unwrap_or_default();
        match self.rows.iter().find(|row| row.id == found.code()) {
            Some(row) => diagnostic(row, technical, args),
            None => unlisted(technical, args),
        }
    }

    fn row(&self, symptom: &Symptom<'_>) -> Option<&Row> {
        let scored = self.rows.iter().filter_map(|row| row.score(symptom).map(|score| (score, row)));
        // The first of equals wins, so that the order of the files decides nothing by accident: a test finds equals.
        scored.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, row)| row)
    }
}

/// Puts a row into words.
fn diagnostic(row: &Row, technical: Technical, known: &Args) -> Diagnostic {
    let args = arguments(row, &technical, known);
    let text = |part: &str| Message { id: format!("diag-{}-{part}", row.id), args: args.clone() };
    let (what, remedy) = (text("what"), text("remedy"));
    let cause = row.cause.then(|| text("cause"));
    let action = row.action.as_ref().and_then(|action| match action {
        ActionSpec::Whole(action) => Some(action.clone()),
        ActionSpec::Named(name) if name == "ask" => {
            Some(Action::CopyMessage { message: ask(row, known, &what, cause.as_ref()) })
        }
        ActionSpec::Named(name) => named(name),
    });
    Diagnostic {
        code: row.id.clone(),
        outcome: row.outcome,
        what,
        cause,
        remedy,
        action,
        who: row.who.iter().map(|who| somebody(who)).collect(),
        probes: Vec::new(),
        technical: (technical != Technical::default()).then_some(technical),
    }
}

/// A role by Microsoft's name, or somebody by task.
fn somebody(who: &str) -> Message {
    if who.starts_with(char::is_uppercase) {
        msg("diag-who-role").text("role", who)
    } else {
        msg(&format!("diag-who-{who}"))
    }
}

/// The roles among those who can help.
fn roles(row: &Row) -> Vec<String> {
    row.who.iter().filter(|who| who.starts_with(char::is_uppercase)).cloned().collect()
}

fn named(name: &str) -> Option<Action> {
    serde_json::from_value(serde_json::json!({ "action": name })).ok()
}

/// A message for whoever can help.
fn ask(row: &Row, known: &Args, what: &Message, cause: Option<&Message>) -> Message {
    let roles = roles(row);
    let mut args = what.args.clone();
    let tenant = known.get("tenant").cloned();
    args.entry("tenant".to_owned()).or_insert_with(|| tenant.unwrap_or_else(|| some("tenant")));
    let message = Message { id: String::new(), args }.message("what", what.clone()).text("row", &row.id);
    if roles.is_empty() {
        let cause = cause.cloned().unwrap_or_else(|| Message::literal(""));
        return Message { id: "diag-ask".to_owned(), ..message.message("cause", cause) };
    }
    Message { id: "diag-ask-roles".to_owned(), ..message.list("roles", roles) }
}

/// What stands in for an argument that is not known.
fn some(name: &str) -> Arg {
    Arg::Message(Box::new(msg(&format!("diag-some-{name}"))))
}

/// The arguments that a row's texts may use: those it names, and four that are always there.
fn arguments(row: &Row, technical: &Technical, known: &Args) -> Args {
    let text = |value: Option<String>, name: &str| value.map_or_else(|| some(name), Arg::Text);
    let operation = (!technical.operation.is_empty()).then(|| technical.operation.clone());
    let mut args = Args::from([
        // The innermost code says most.
        ("code".to_owned(), text(technical.codes.last().cloned(), "code")),
        ("operation".to_owned(), text(operation, "operation")),
        ("status".to_owned(), text(technical.status.map(|status| status.to_string()), "status")),
        ("request".to_owned(), text(technical.request_id.clone(), "request")),
    ]);
    for name in &row.args {
        args.insert(name.clone(), known.get(name).cloned().unwrap_or_else(|| some(name)));
    }
    args
}

/// What support asks for: as it was given, filled up from what was seen.
fn technical(symptom: &Symptom<'_>) -> Technical {
    let mut technical = symptom.technical.clone();
    if technical.service.is_empty() {
        symptom.service.name().clone_into(&mut technical.service);
    }
    if technical.operation.is_empty() {
        symptom.operation.clone_into(&mut technical.operation);
    }
    technical.status = technical.status.or(symptom.status);
    if technical.codes.is_empty() {
        technical.codes.clone_from(&symptom.codes);
    }
    technical
}

/// Only for a table that could not be read at all.
fn unlisted(technical: Technical, args: &Args) -> Diagnostic {
    let row = Row { id: "graph-other".to_owned(), cause: true, ..Row::default() };
    diagnostic(&row, technical, args)
}

#[cfg(test)]
mod tests;
