//! The catalogue: every text that a person reads, by message id, in the reader's language.
//!
//! Fluent files under `locales/<language>/` are compiled in. The window reads the same files.

mod clean;
mod format;
mod pseudo;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use domain::{Arg, Message, Timestamp};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::Serialize;
use serde_json::Value;
use time::UtcOffset;

pub use clean::{clean, isolate, visible};

/// Language, file name, text.
const FILES: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

const ENGLISH: &str = "en";

/// The pseudo-language of the tests: English with accents, a third longer.
pub const PSEUDO: &str = "en-XA";

/// The texts of one language, with English behind it.
pub struct Catalogue {
    language: String,
    offset: UtcOffset,
    /// The wanted language first.
    bundles: Vec<FluentBundle<FluentResource>>,
}

impl Catalogue {
    /// The texts for a locale such as `de-AT`: the best language there is, else English.
    #[must_use]
    pub fn load(locale: &str) -> Self {
        let mut languages = vec![best(locale)];
        if languages[0] != ENGLISH && locale != PSEUDO {
            languages.push(ENGLISH);
        }
        let mut bundles: Vec<_> = languages.iter().map(|language| bundle(language)).collect();
        let mut language = languages[0];
        if locale == PSEUDO {
            language = PSEUDO;
            bundles.iter_mut().for_each(|bundle| bundle.set_transform(Some(pseudo::longer)));
        }
        Self { language: language.to_owned(), offset: UtcOffset::UTC, bundles }
    }

    /// The same texts with times written for a place so many minutes east of Greenwich.
    #[must_use]
    pub fn at_offset(mut self, minutes_east: i32) -> Self {
        self.offset = UtcOffset::from_whole_seconds(minutes_east.saturating_mul(60)).unwrap_or(UtcOffset::UTC);
        self
    }

    /// The language in use, as HTML's `lang` wants it.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Whether the catalogue, or the English one behind it, has this message.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.bundles.iter().any(|bundle| bundle.has_message(id))
    }

    /// The words of a message. Data in it is cleaned of characters that hide or reorder text. A message that is missing
    /// shows as `{its-id}`: seen in every test and harmless to a person.
    #[must_use]
    pub fn text(&self, message: &Message) -> String {
        if message.id == Message::LITERAL {
            return self.literal(message);
        }
        let mut args = FluentArgs::new();
        for (name, arg) in &message.args {
            args.set(name.clone(), self.value(arg));
        }
        self.bundles
            .iter()
            .find_map(|bundle| words(bundle, &message.id, &args))
            .unwrap_or_else(|| format!("{{{}}}", clean(&message.id)))
    }

    /// An author's own words: the catalogue may hold a translation under `key`, else they are shown as they are.
    fn literal(&self, message: &Message) -> String {
        let translated = match message.args.get("key") {
            Some(Arg::Text(key)) if self.has(key) => Some(self.text(&domain::msg(key))),
            _ => None,
        };
        translated.or_else(|| message.args.get("text").map(|text| self.plain(text))).unwrap_or_default()
    }

    /// The words of a message without arguments.
    #[must_use]
    pub fn word(&self, id: &str) -> String {
        self.text(&domain::msg(id))
    }

    /// The ids in this value (a record, a view, a list of messages) that the catalogue lacks.
    #[must_use]
    pub fn missing_ids<T: Serialize>(&self, value: &T) -> Vec<String> {
        let mut used = BTreeSet::new();
        if let Ok(value) = serde_json::to_value(value) {
            message_ids(&value, &mut used);
        }
        used.into_iter().filter(|id| !self.has(id)).collect()
    }

    fn value(&self, arg: &Arg) -> FluentValue<'static> {
        match arg {
            Arg::Count(count) => FluentValue::from(*count),
            Arg::Time(at) => FluentValue::Custom(Box::new(self.moment(*at))),
            other => FluentValue::from(self.plain(other)),
        }
    }

    fn plain(&self, arg: &Arg) -> String {
        match arg {
            Arg::Text(text) => isolate(text),
            Arg::Count(count) => count.to_string(),
            Arg::Time(at) => self.time(*at),
            Arg::Seconds(seconds) => self.duration(*seconds),
            Arg::Message(message) => self.text(message),
            Arg::List(values) => self.list(values),
        }
    }

    /// "21 Nov 2026, 14:02".
    #[must_use]
    pub fn time(&self, at: Timestamp) -> String {
        self.moment(at).whole
    }

    /// "21 Nov 2026".
    #[must_use]
    pub fn date(&self, at: Timestamp) -> String {
        self.moment(at).date
    }

    /// "14:02".
    #[must_use]
    pub fn clock(&self, at: Timestamp) -> String {
        self.moment(at).clock
    }

    /// The zone that times are written in: "UTC" or "UTC+01:00".
    #[must_use]
    pub fn zone(&self) -> String {
        let mut zone = self.word("report-zone-utc");
        if !self.offset.is_utc() {
            let (hours, minutes, _) = self.offset.as_hms();
            let sign = if self.offset.is_negative() { '\u{2212}' } else { '+' };
            // Writing to a String does not fail.
            let _ = write!(zone, "{sign}{:02}:{:02}", hours.abs(), minutes.abs());
        }
        zone
    }
}

/// Languages with files, without the pseudo-language.
#[must_use]
pub fn languages() -> Vec<&'static str> {
    let mut languages: Vec<_> = FILES.iter().map(|(language, _, _)| *language).collect();
    languages.dedup();
    languages
}

/// Every message id of a language with the file that defines it, also when it is defined twice.
#[must_use]
pub fn ids(language: &str) -> Vec<(String, &'static str)> {
    let files = FILES.iter().filter(|(of, _, _)| *of == language);
    files.flat_map(|(_, file, text)| defined(text).into_iter().map(move |id| (id, *file))).collect()
}

/// What Fluent's parser complains about in a language's files: nothing, in a good one.
#[must_use]
pub fn syntax_errors(language: &str) -> Vec<String> {
    let files = FILES.iter().filter(|(of, _, _)| *of == language);
    files
        .flat_map(|(_, file, text)| {
            let errors =
                FluentResource::try_new((*text).to_owned()).err().map(|(_, errors)| errors).unwrap_or_default();
            errors.into_iter().map(move |error| format!("{file}: {error}"))
        })
        .collect()
}

/// A message begins a line with its id; attributes and variants are indented, comments and terms begin otherwise.
fn defined(text: &str) -> Vec<String> {
    let starts = text.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic()));
    starts.filter_map(|line| line.split_once('=')).map(|(id, _)| id.trim().to_owned()).collect()
}

fn best(locale: &str) -> &'static str {
    let languages = languages();
    let primary = locale.split(['-', '_']).next().unwrap_or_default();
    let find = |wanted: &str| languages.iter().copied().find(|language| language.eq_ignore_ascii_case(wanted));
    find(locale).or_else(|| find(primary)).unwrap_or(ENGLISH)
}

fn bundle(language: &str) -> FluentBundle<FluentResource> {
    let locales = language.parse().ok().into_iter().collect();
    let mut bundle = FluentBundle::new_concurrent(locales);
    // Data is isolated where it needs to be, when it is cleaned: marks around every name would end in clipboards.
    bundle.set_use_isolating(false);
    // Fails only when there is a function of that name already.
    let _ = bundle.add_function("DATETIME", format::datetime);
    for (_, _, text) in FILES.iter().filter(|(of, _, _)| *of == language) {
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(readable, _)| readable);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn words(bundle: &FluentBundle<FluentResource>, id: &str, args: &FluentArgs<'_>) -> Option<String> {
    let pattern = bundle.get_message(id)?.value()?;
    // A missing argument shows as `{$name}` in the text itself.
    let mut unresolved = Vec::new();
    Some(bundle.format_pattern(pattern, Some(args), &mut unresolved).into_owned())
}

/// A message is an object with `id`, perhaps `args`, and nothing else.
fn message_ids(value: &Value, used: &mut BTreeSet<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| message_ids(value, used)),
        Value::Object(members) => {
            if let (Some(Value::String(id)), others) = (members.get("id"), members.len() - 1)
                && (others == 0 || (others == 1 && members.contains_key("args")))
                && id != Message::LITERAL
            {
                used.insert(id.clone());
            }
            members.values().for_each(|value| message_ids(value, used));
        }
        _ => {}
    }
}
