//! Reads the files that people write for Handrail: profiles and answers. Every mistake is told with its line, its field,
//! and what would be right; several at once.

mod answers;
mod app;
mod azure;
mod confirmations;
mod form;
mod items;
mod network;
mod permissions;
mod problem;
mod reader;
mod values;

pub use answers::{AnswersFile, DECISION_KEYS, PRACTICE_FILE, load_answers, with_today};
pub use azure::{AZURE_KEYS, AZURE_PREFIX, is_group_name, is_service_name, tags};
pub use permissions::{TIER_ZERO, is_tier_zero, matches_pattern};
pub use problem::{Form, Problem, ProfileError};
pub use values::understood;

use serde_json::Value;

use crate::{
    Digest, GO_LIVE, OptionSpec, Profile, ProfileId, QuestionId, QuestionInput, QuestionSpec, Source, Vendor, digest_of,
};
use problem::{nearest, visible};
use reader::{At, Length, Log, Reader, quoted};

pub(crate) use answers::is_address;
pub(crate) use problem::forbidden;

/// Bytes that a profile or an answers file may have.
const LARGEST: usize = 256 * 1024;

/// The shape of profiles that this Handrail reads.
const SCHEMA: u32 = 1;

/// A profile and the digest of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadedProfile {
    /// The profile.
    pub profile: Profile,
    /// SHA-256 over the text (as a JSON string, see [`digest_of`]).
    pub digest: Digest,
}

/// The profiles that come with Handrail: file name and text, in the order of Home.
#[must_use]
pub const fn built_in() -> &'static [(&'static str, &'static str)] {
    &[
        ("teams-online-meetings.toml", include_str!("../../../../profiles/teams-online-meetings.toml")),
        ("altoura.toml", include_str!("../../../../profiles/altoura.toml")),
        ("call-telemetry.toml", include_str!("../../../../profiles/call-telemetry.toml")),
        ("app-access-policy.toml", include_str!("../../../../profiles/app-access-policy.toml")),
        ("device-monitoring.toml", include_str!("../../../../profiles/device-monitoring.toml")),
        ("sign-in-app.toml", include_str!("../../../../profiles/sign-in-app.toml")),
    ]
}

/// Reads a profile. `file` is its name for messages.
///
/// # Errors
/// Every mistake that was found, in the order of the file, at most 50.
pub fn load(text: &str, file: &str) -> Result<LoadedProfile, Vec<ProfileError>> {
    let mut log = Log::new(file, text);
    let profile = reader::parse(text, LARGEST, &mut log).and_then(|table| {
        let mut root = Reader::new(table.get_ref(), 0..0, "");
        let profile = profile(&mut root, &mut log);
        root.finish(&mut log);
        profile
    });
    match profile {
        Some(profile) if log.is_empty() => Ok(LoadedProfile { profile, digest: digest_of(&Value::from(text)) }),
        _ => Err(log.into_errors()),
    }
}

/// Reads the whole table; `None` when something in it was wrong, which the log then tells.
fn profile(root: &mut Reader<'_, '_>, log: &mut Log<'_>) -> Option<Profile> {
    let schema = root.number(log, "schema", 0, u32::MAX).and_then(|schema| {
        if schema.value == SCHEMA {
            return Some(schema.value);
        }
        log.add(&schema.span, "schema", Problem::Schema(schema.value.to_string()));
        None
    });
    let id = root.formed(log, "id", Form::ProfileId, |text| is_id(text, b'-')).map(|id| ProfileId(id.value));
    let version = root.formed(log, "version", Form::Version, is_version);
    let title = root.text(log, "title", Length::Name);
    let summary = root.text(log, "summary", Length::Sentence);
    let for_handrail = root.flag(log, "for_handrail").unwrap_or_default();
    let minutes = root.number(log, "minutes", 1, 600);
    let roles = root.texts(log, "roles", 1, 12, Length::Name);
    let needs = root.texts(log, "needs", 1, 20, Length::Sentence);
    let can = root.texts(log, "can", 1, 20, Length::Sentence);
    let cannot = root.texts(log, "cannot", 1, 20, Length::Sentence);
    let creates = root.texts(log, "creates", 1, 20, Length::Sentence);
    let deny = root.texts(log, "deny", 0, 200, Length::Name).and_then(|deny| permissions::deny_list(log, deny));
    let notes = root.texts(log, "notes", 0, 20, Length::Sentence);
    let revoke = root.texts(log, "revoke", 0, 20, Length::Sentence);
    let vendor = root.table(log, "vendor", true).and_then(|mut table| {
        let name = table.text(log, "name", Length::Name);
        let support = table.optional_text(log, "support", Length::Sentence).map(|text| text.value);
        table.finish(log);
        Some(Vendor { name: name?.value, support })
    });
    let source = root.table(log, "source", true).and_then(|table| source(table, log));
    let questions = root.tables(log, "question", 0, 20).and_then(|tables| questions(tables, log));
    // A question that cannot be read must not make every reference to it a second mistake.
    let known = questions.as_deref().unwrap_or_default();
    let items = root
        .tables(log, "item", 1, 40)
        .and_then(|tables| items::items(tables, questions.is_some().then_some(known), log));
    if let (Some(items), Some(deny)) = (&items, &deny) {
        permissions::check(items, known, deny, log);
    }
    Some(Profile {
        schema: schema?,
        id: id?,
        version: version?.value,
        title: title?.value,
        summary: summary?.value,
        for_handrail,
        minutes: minutes?.value,
        roles: values(roles?),
        needs: values(needs?),
        can: values(can?),
        cannot: values(cannot?),
        creates: values(creates?),
        deny: values(deny?),
        vendor: vendor?,
        source: source?,
        notes: values(notes?),
        revoke: values(revoke?),
        questions: questions?,
        items: items?.into_iter().map(|read| read.item).collect(),
    })
}

fn source(mut table: Reader<'_, '_>, log: &mut Log<'_>) -> Option<Source> {
    let title = table.text(log, "title", Length::Sentence);
    let mut optional = |name| table.optional_text(log, name, Length::Name).map(|text| text.value);
    let (audience, author) = (optional("audience"), optional("author"));
    let (date, checklist) = (optional("date"), optional("checklist"));
    table.finish(log);
    Some(Source { title: title?.value, audience, author, date, checklist })
}

/// Names that an answers file uses for itself.
const RESERVED: [&str; 9] =
    ["tenant", "account", "sign_in_client", "certificate", "handover", "azure", GO_LIVE, "app_id", "tenant_id"];

/// Whether an answers file uses that name for itself.
fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name) || DECISION_KEYS.contains(&name)
}

fn questions(tables: Vec<Reader<'_, '_>>, log: &mut Log<'_>) -> Option<Vec<QuestionSpec>> {
    let count = tables.len();
    let mut seen: Vec<(String, u32)> = Vec::new();
    let mut read = Vec::new();
    for mut table in tables {
        let id = table.formed(log, "id", Form::Id, |text| is_id(text, b'_'));
        if let Some(id) = &id {
            let line = log.place(id.span.start).0;
            let first = seen.iter().find(|(name, _)| *name == id.value).map(|(_, line)| *line);
            if let Some(first) = first {
                log.add(&id.span, table.field("id"), Problem::Twice { given: id.value.clone(), first });
            } else if is_reserved(&id.value) {
                log.add(&id.span, table.field("id"), Problem::Reserved(id.value.clone()));
            }
            seen.push((id.value.clone(), line));
            table.path = format!("question.{}", id.value);
        }
        let question = question(&mut table, id, &read, log);
        table.finish(log);
        read.extend(question);
    }
    (read.len() == count).then_some(read)
}

fn question(
    table: &mut Reader<'_, '_>,
    id: Option<At<String>>,
    earlier: &[QuestionSpec],
    log: &mut Log<'_>,
) -> Option<QuestionSpec> {
    const INPUTS: [(&str, QuestionInput); 10] = [
        ("text", QuestionInput::Text),
        ("user", QuestionInput::User),
        ("users", QuestionInput::Users),
        ("choice", QuestionInput::Choice),
        ("host", QuestionInput::Host),
        ("url", QuestionInput::Url),
        ("port", QuestionInput::Port),
        ("app_ids", QuestionInput::AppIds),
        ("file", QuestionInput::File),
        ("group", QuestionInput::Group),
    ];
    let input = table.one_of(log, "input", &INPUTS);
    let label = table.text(log, "label", Length::Name);
    let help = table.optional_text(log, "help", Length::Sentence).map(|text| text.value);
    let required = table.flag(log, "required").unwrap_or_default();
    let default = table.optional_text(log, "default", Length::Name);
    let when = values::condition(table, Some(earlier), log);
    let otherwise = table.optional_text(log, "otherwise", Length::Name);
    if let (Some(None), Some(otherwise)) = (&when, &otherwise) {
        log.add(&otherwise.span, table.field("otherwise"), Problem::Missing { field: "when", wanted: Form::Table });
    }
    let endings = endings(table, input.as_ref().map(|input| input.value), log);
    let is_choice = input.as_ref().is_none_or(|input| input.value == QuestionInput::Choice);
    let (min, max) = if is_choice { (2, 20) } else { (0, 0) };
    let options = table.tables(log, "option", min, max).and_then(|tables| {
        let count = tables.len();
        let read: Vec<_> = tables
            .into_iter()
            .filter_map(|mut table| {
                let value = table.text(log, "value", Length::Name);
                let label = table.text(log, "label", Length::Name);
                let note = table.optional_text(log, "note", Length::Sentence).map(|text| text.value);
                table.finish(log);
                Some(OptionSpec { value: value?.value, label: label?.value, note })
            })
            .collect();
        (read.len() == count).then_some(read)
    });
    if let (Some(default), Some(options)) = (&default, &options)
        && is_choice
        && options.iter().all(|option| option.value != default.value)
    {
        let known: Vec<String> = options.iter().map(|option| option.value.clone()).collect();
        let problem = Problem::UnknownValue {
            given: visible(&default.value),
            nearest: nearest(&default.value, known.iter().map(String::as_str)),
            known,
        };
        log.add(&default.span, table.field("default"), problem);
    }
    Some(QuestionSpec {
        id: QuestionId(id?.value),
        input: input?.value,
        label: label?.value,
        help,
        required,
        default: default.map(|text| text.value),
        when: when?,
        otherwise: otherwise.map(|text| text.value),
        endings: endings?,
        options: options?,
    })
}

/// Of a question for a file at least one, of any other none.
fn endings(table: &mut Reader<'_, '_>, input: Option<QuestionInput>, log: &mut Log<'_>) -> Option<Vec<String>> {
    let (min, max) = match input {
        Some(QuestionInput::File) => (1, 8),
        Some(_) => (0, 0),
        None => (0, 8),
    };
    let mut endings = Vec::new();
    for ending in table.texts(log, "endings", min, max, Length::Name)? {
        if ending.value.len() <= 8 && ending.value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
            endings.push(ending.value);
        } else {
            let problem = Problem::Wrong { wanted: Form::Ending, given: quoted(&ending.value) };
            log.add(&ending.span, table.field("endings"), problem);
        }
    }
    Some(endings)
}

fn values<T>(list: Vec<At<T>>) -> Vec<T> {
    list.into_iter().map(|at| at.value).collect()
}

/// Lower-case letters, digits and one more character; begins with a letter; at most 60.
fn is_id(text: &str, also: u8) -> bool {
    text.len() <= 60
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == also)
}

fn is_version(text: &str) -> bool {
    let parts: Vec<_> = text.split('.').collect();
    let number = |part: &&str| !part.is_empty() && part.len() <= 5 && part.bytes().all(|b| b.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(number)
}

/// The word for a question's input, as it stands in a profile.
const fn input_name(input: QuestionInput) -> &'static str {
    match input {
        QuestionInput::Text => "text",
        QuestionInput::User => "user",
        QuestionInput::Users => "users",
        QuestionInput::Choice => "choice",
        QuestionInput::Host => "host",
        QuestionInput::Url => "url",
        QuestionInput::Port => "port",
        QuestionInput::AppIds => "app_ids",
        QuestionInput::File => "file",
        QuestionInput::Group => "group",
    }
}
