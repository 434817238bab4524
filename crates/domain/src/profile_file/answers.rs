//! Answers files: everything that a run without a window needs to be told (DECISIONS 28).

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Form, Problem, ProfileError, nearest, visible};
use super::reader::{self, At, Length, Log, Reader, quoted, text_of, wrong};
use super::{azure, confirmations, network, values};
use crate::{Answers, AppId, Profile, QuestionId, QuestionInput, QuestionSpec, Timestamp, UserId};

/// The largest answers file: it may name ten thousand users.
const LARGEST_ANSWERS: usize = 2 * 1024 * 1024;

/// Keys of decisions that an item may come to need, beside the profile's own questions. A missing one is no mistake of
/// the file: the run then ends with "needs a person" and names the key.
///
/// - `adopt`: `new`, or the client id of an app registration made elsewhere.
/// - `service_management_reference`: what a tenant wants that has every new app name the service it belongs to.
/// - `other_policy`: what to do where a user holds another vendor's access policy: `move`, `extend` or `leave`; or a table
///   with one of these for each user principal name, kept under `other_policy.<name in lower case>`.
/// - `assign_by`: how a list of many users is assigned: `powershell`, or `graph` where the tenant's Graph does it.
/// - `tenant_wide`: the tenant's name, typed, to allow an assignment to everybody.
/// - `certificate_retire`: after a rotation, the number of the certificate up to which ours are removed; `0` keeps them.
/// - `certificate_vendor_retire`: the SHA-1 thumbprint of a former certificate of the vendor's that is removed; `keep`
///   keeps it.
/// - `vendor_reach`: what the command for the vendor's server printed; one text, or a list with a line in each.
/// - `revoke`: how access is taken away: `keep`, `disable`, `disable_everywhere` or `delete`.
/// - `handover_key`: the fingerprint of another key of the vendor's than before.
/// - `teams_app_id`: which of a Teams app's ids is an authorized client of the app's own scope: `sign_in`
///   (`webApplicationInfo.id`), `catalogue`, `manifest` or `none`.
pub const DECISION_KEYS: [&str; 12] = [
    "adopt",
    "service_management_reference",
    "other_policy",
    "assign_by",
    "tenant_wide",
    "certificate_retire",
    "certificate_vendor_retire",
    "secret_retire",
    "vendor_reach",
    "revoke",
    "handover_key",
    "teams_app_id",
];

/// Answers the question for a file in the practice tenant, which has one to practise with.
pub const PRACTICE_FILE: &str = "practice";

/// What can be done where a user holds another policy.
const OTHER_POLICY: [&str; 3] = ["move", "extend", "leave"];

/// How access is taken away.
const REVOKE: [&str; 4] = ["keep", "disable", "disable_everywhere", "delete"];

/// Which of a Teams app's ids is meant.
const TEAMS_APP_ID: [&str; 4] = ["sign_in", "catalogue", "manifest", "none"];

/// How many users are assigned.
const ASSIGN_BY: [&str; 2] = ["powershell", "graph"];

/// An answers file, read against a profile.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswersFile {
    /// Domain or id of the tenant.
    pub tenant: String,
    /// Which account to choose in the browser, if it says so.
    pub account: Option<String>,
    /// The client id of an own sign-in app (DECISIONS 14), if there is one.
    pub sign_in_client: Option<AppId>,
    /// A certificate file of one's own (PFX or PEM), instead of a key made here; a relative path is beside this file. The
    /// pass phrase is never in a file.
    pub certificate_file: Option<String>,
    /// A certificate without its key, or a request for one (PKCS#10), that the vendor sent; a relative path is beside this
    /// file. `none`: the vendor brings none.
    pub vendor_certificate: Option<String>,
    /// Files that answer questions, by the question's id; a relative path is beside this file. For a list of users,
    /// `users.file`: a CSV file.
    pub files: BTreeMap<QuestionId, String>,
    /// Where the encrypted file for the vendor is saved, once; a relative path is beside this file. The pass phrase is
    /// never in a file.
    pub handover_file: Option<String>,
    /// Answers to questions and decisions by their ids; confirmations under `go_live.<point>` or `<item>.<point>`.
    pub answers: Answers,
}

/// An answers file for practice with today's day in the places for it, `{today}`: what a person confirms about an app is
/// never older than the app. Answers for a real tenant have no such places; there a day is what really happened.
#[must_use]
pub fn with_today(text: &str, now: Timestamp) -> String {
    text.replace("{today}", now.to_string().get(..10).unwrap_or_default())
}

/// Reads an answers file for that profile. `file` is its name for messages.
///
/// # Errors
/// Every mistake that was found, in the order of the file, at most 50.
pub fn load_answers(text: &str, file: &str, profile: &Profile) -> Result<AnswersFile, Vec<ProfileError>> {
    let mut log = Log::new(file, text);
    let read = reader::parse(text, LARGEST_ANSWERS, &mut log)
        .and_then(|table| answers(&mut Reader::new(table.get_ref(), 0..0, ""), profile, &mut log));
    match read {
        Some(read) if log.is_empty() => Ok(read),
        _ => Err(log.into_errors()),
    }
}

fn answers(root: &mut Reader<'_, '_>, profile: &Profile, log: &mut Log<'_>) -> Option<AnswersFile> {
    let tenant = root.formed(log, "tenant", Form::Tenant, is_tenant);
    let account = root.optional_text(log, "account", Length::Name).and_then(|text| {
        if is_address(&text.value) {
            return Some(text.value);
        }
        log.add(&text.span, "account", Problem::Wrong { wanted: Form::User, given: quoted(&text.value) });
        None
    });
    let sign_in_client = root.optional_text(log, "sign_in_client", Length::Name).and_then(|text| {
        let id = AppId::parse(&text.value).ok();
        if id.is_none() {
            log.add(&text.span, "sign_in_client", Problem::Wrong { wanted: Form::Guid, given: quoted(&text.value) });
        }
        id
    });
    let mut answers = Answers::default();
    if let Some(table) = root.table(log, "azure", false) {
        azure::answers(table, profile, &mut answers, log);
    }
    let (mut certificate_file, mut vendor_certificate) = (None, None);
    if let Some(mut table) = root.table(log, "certificate", false) {
        certificate_file = table.optional_text(log, "file", Length::Sentence).map(|text| text.value);
        vendor_certificate = table.optional_text(log, "vendor", Length::Sentence).map(|text| text.value);
        table.finish(log);
    }
    let mut files = BTreeMap::new();
    let mut handover_file = None;
    if let Some(mut table) = root.table(log, "handover", false) {
        handover_file = table.optional_text(log, "file", Length::Sentence).map(|text| text.value);
        table.finish(log);
    }
    let tables = confirmations::tables(profile);
    for (key, value) in root.rest() {
        let name = key.get_ref().as_ref();
        let asked = profile.questions.iter().find(|question| question.id.as_str() == name);
        if let Some(question) = asked.filter(|question| question.input == QuestionInput::File) {
            if value.get_ref().as_str() == Some(PRACTICE_FILE) {
                answers.0.insert(question.id.clone(), PRACTICE_FILE.into());
                continue;
            }
            files.extend(path(question, value, log).map(|path| (question.id.clone(), path)));
            continue;
        }
        let list = asked.filter(|question| question.input == QuestionInput::Users);
        if let Some((question, table)) = list.zip(value.get_ref().as_table()) {
            files.extend(list_file(name, table, value.span(), log).map(|path| (question.id.clone(), path)));
            continue;
        }
        let read = if tables.contains(&name) {
            confirmations::answers((name, value), profile, &mut answers, log);
            None
        } else if let Some(question) = asked {
            answer(question, value, log)
        } else if name == "other_policy" && value.get_ref().is_table() {
            other_policies(value, &mut answers, log);
            None
        } else if name == "vendor_reach" {
            network::pasted(name, value, log)
        } else if DECISION_KEYS.contains(&name) {
            decision(name, value, log)
        } else {
            let own = ["tenant", "account", "sign_in_client", "certificate", "handover", "azure"]
                .into_iter()
                .chain(tables.iter().copied());
            let questions = profile.questions.iter().map(|question| question.id.as_str());
            let known: Vec<&str> = own.chain(questions).chain(DECISION_KEYS).collect();
            log.add(&key.span(), visible(name), unknown(name, &known));
            None
        };
        if let Some(read) = read {
            answers.0.insert(QuestionId::from(name), read);
        }
    }
    one_server(root, profile, &answers, log);
    let tenant = tenant?.value;
    Some(AnswersFile {
        tenant,
        account,
        sign_in_client,
        certificate_file,
        vendor_certificate,
        files,
        handover_file,
        answers,
    })
}

/// A notification address must lead to the server that the same file names.
fn one_server(root: &Reader<'_, '_>, profile: &Profile, answers: &Answers, log: &mut Log<'_>) {
    let Some((question, found)) = profile.elsewhere(answers) else { return };
    let rest = root.rest();
    let line = rest.iter().find(|(key, _)| key.get_ref().as_ref() == question.as_str());
    let place = line.map_or(0..0, |(_, value)| value.span());
    log.add(&place, question.as_str(), Problem::Elsewhere { given: found.given, wanted: found.wanted });
}

fn answer(question: &QuestionSpec, value: &Spanned<DeValue<'_>>, log: &mut Log<'_>) -> Option<Value> {
    let field = question.id.as_str();
    match question.input {
        QuestionInput::Text | QuestionInput::File => {
            text_of(log, value, field, Length::Sentence).map(|text| text.value.into())
        }
        QuestionInput::User => user(value, field, log).map(Value::from),
        QuestionInput::Host
        | QuestionInput::Url
        | QuestionInput::Port
        | QuestionInput::AppIds
        | QuestionInput::Group => values::answer(question.input, value, field, log),
        QuestionInput::Choice => {
            let text = text_of(log, value, field, Length::Name)?;
            let known: Vec<&str> = question.options.iter().map(|option| option.value.as_str()).collect();
            one_of(&text, field, &known, log).map(Value::from)
        }
        QuestionInput::Users => {
            let Some(list) = value.get_ref().as_array() else {
                if value.get_ref().is_str() {
                    return user(value, field, log).map(|one| Value::from(vec![one]));
                }
                log.add(&value.span(), field, wrong(Form::Users, value.get_ref()));
                return None;
            };
            let mut users: Vec<String> = Vec::new();
            let mut known = HashSet::new();
            let mut whole = true;
            for (index, entry) in list.iter().enumerate() {
                let place = format!("{field}[{}]", index + 1);
                match user(entry, &place, log) {
                    Some(name) if !known.insert(name.to_lowercase()) => {
                        let first = log.place(value.span().start).0;
                        log.add(&entry.span(), place, Problem::Twice { given: name, first });
                        whole = false;
                    }
                    Some(name) => users.push(name),
                    None => whole = false,
                }
            }
            whole.then(|| users.into())
        }
    }
}

/// `users.file = "operators.csv"`: a list of users in a file of its own.
fn list_file(field: &str, table: &DeTable<'_>, span: Range<usize>, log: &mut Log<'_>) -> Option<String> {
    let mut table = Reader::new(table, span, field);
    let file = table.text(log, "file", Length::Sentence);
    table.finish(log);
    file.map(|text| text.value)
}

/// The path of a file whose ending is one of those that are meant.
fn path(question: &QuestionSpec, value: &Spanned<DeValue<'_>>, log: &mut Log<'_>) -> Option<String> {
    let field = question.id.as_str();
    let text = text_of(log, value, field, Length::Sentence)?;
    let ending = text.value.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    if question.endings.contains(&ending) {
        return Some(text.value);
    }
    let known = question.endings.iter().map(|ending| format!(".{ending}")).collect();
    let problem = Problem::UnknownValue { given: visible(&format!(".{ending}")), nearest: None, known };
    log.add(&text.span, field, problem);
    None
}

fn user(value: &Spanned<DeValue<'_>>, field: &str, log: &mut Log<'_>) -> Option<String> {
    let text = text_of(log, value, field, Length::Sentence)?;
    if is_address(&text.value) || UserId::parse(&text.value).is_ok() {
        return Some(text.value);
    }
    log.add(&text.span, field, Problem::Wrong { wanted: Form::User, given: quoted(&text.value) });
    None
}

fn decision(name: &str, value: &Spanned<DeValue<'_>>, log: &mut Log<'_>) -> Option<Value> {
    let text = text_of(log, value, name, Length::Name)?;
    let wanted = match name {
        "assign_by" => return one_of(&text, name, &ASSIGN_BY, log).map(Value::from),
        "other_policy" => return one_of(&text, name, &OTHER_POLICY, log).map(Value::from),
        "teams_app_id" => return one_of(&text, name, &TEAMS_APP_ID, log).map(Value::from),
        "revoke" => return one_of(&text, name, &REVOKE, log).map(Value::from),
        "adopt" if text.value != "new" && AppId::parse(&text.value).is_err() => Form::Adopt,
        "certificate_retire" | "secret_retire" if text.value.parse::<u32>().is_err() => Form::Number,
        _ => return Some(text.value.into()),
    };
    log.add(&text.span, name, Problem::Wrong { wanted, given: quoted(&text.value) });
    None
}

/// `[other_policy]`: a decision for each user.
fn other_policies(value: &Spanned<DeValue<'_>>, answers: &mut Answers, log: &mut Log<'_>) {
    for (user, value) in value.get_ref().as_table().into_iter().flatten() {
        let name = user.get_ref().as_ref();
        let field = format!("other_policy.{}", visible(name));
        if !is_address(name) {
            log.add(&user.span(), field, Problem::Wrong { wanted: Form::User, given: quoted(name) });
            continue;
        }
        let chosen =
            text_of(log, value, &field, Length::Name).and_then(|text| one_of(&text, &field, &OTHER_POLICY, log));
        if let Some(chosen) = chosen {
            answers.0.insert(QuestionId(format!("other_policy.{}", name.to_lowercase())), chosen.into());
        }
    }
}

/// A text out of a list.
fn one_of(text: &At<String>, field: &str, known: &[&str], log: &mut Log<'_>) -> Option<String> {
    if known.contains(&text.value.as_str()) {
        return Some(text.value.clone());
    }
    let problem = Problem::UnknownValue {
        given: visible(&text.value),
        nearest: nearest(&text.value, known.iter().copied()),
        known: known.iter().map(|value| (*value).to_owned()).collect(),
    };
    log.add(&text.span, field, problem);
    None
}

pub(super) fn unknown(given: &str, known: &[&str]) -> Problem {
    Problem::UnknownField {
        given: visible(given),
        nearest: nearest(given, known.iter().copied()),
        known: known.iter().map(|name| (*name).to_owned()).collect(),
    }
}

/// A domain with at least two labels, or a GUID.
fn is_tenant(text: &str) -> bool {
    AppId::parse(text).is_ok() || is_domain(text)
}

pub(super) fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    text.len() <= 253 && text.contains('.') && text.split('.').all(label)
}

/// The form of a user principal name: something without blanks, one `@`, a domain.
pub(crate) fn is_address(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else {
        return false;
    };
    !name.is_empty()
        && name.chars().count() <= 113
        && !name.chars().any(|c| c.is_whitespace() || super::forbidden(c) || "\"<>,;:()[]|=?/\\@".contains(c))
        && is_domain(domain)
}
