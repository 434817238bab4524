//! Times, lengths of time and lists, in words.

use std::borrow::Cow;

use domain::{Message, Timestamp, msg};
use fluent_bundle::types::FluentType;
use fluent_bundle::{FluentArgs, FluentValue};

use super::{Catalogue, isolate};

/// A point in time in all its forms; which one is written, the message says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    pub whole: String,
    pub date: String,
    pub clock: String,
}

impl FluentType for Moment {
    fn duplicate(&self) -> Box<dyn FluentType + Send> {
        Box::new(self.clone())
    }
    fn as_string(&self, _: &intl_memoizer::IntlLangMemoizer) -> Cow<'static, str> {
        Cow::Owned(self.whole.clone())
    }
    fn as_string_threadsafe(&self, _: &intl_memoizer::concurrent::IntlLangMemoizer) -> Cow<'static, str> {
        Cow::Owned(self.whole.clone())
    }
}

/// `DATETIME` with `dateStyle` and `timeStyle`, as JavaScript's Intl reads them: naming one leaves the other out.
pub fn datetime<'a>(positional: &[FluentValue<'a>], named: &FluentArgs<'_>) -> FluentValue<'a> {
    let Some(FluentValue::Custom(value)) = positional.first() else {
        return FluentValue::Error;
    };
    let Some(moment) = value.as_any().downcast_ref::<Moment>() else {
        return FluentValue::Error;
    };
    let text = match (named.get("dateStyle").is_some(), named.get("timeStyle").is_some()) {
        (true, false) => &moment.date,
        (false, true) => &moment.clock,
        _ => &moment.whole,
    };
    FluentValue::from(text.clone())
}

impl Catalogue {
    pub(super) fn moment(&self, at: Timestamp) -> Moment {
        let there = at.utc().to_offset(self.offset);
        let month = self.word(&format!("time-month-{}", u8::from(there.month())));
        let date = self.text(
            &msg("time-date")
                .text("day", there.day().to_string())
                .text("month", month)
                .text("year", there.year().to_string()),
        );
        let clock = format!("{:02}:{:02}", there.hour(), there.minute());
        let whole = self.text(&msg("time-moment").text("date", &date).text("clock", &clock));
        Moment { whole, date, clock }
    }

    /// "40 s", "4 min", "1 h 20 min", "2 days": rounded to what a person waits by.
    #[must_use]
    pub fn duration(&self, seconds: u32) -> String {
        let minutes = (seconds + 30) / 60;
        let count = |id: &str, value: u32| self.text(&msg(id).with("count", domain::Arg::Count(value)));
        match seconds {
            0..60 => count("duration-seconds", seconds),
            60..120 if !seconds.is_multiple_of(60) => count("duration-seconds", seconds),
            _ if minutes < 60 => count("duration-minutes", minutes),
            _ if minutes < 24 * 60 && minutes.is_multiple_of(60) => count("duration-hours", minutes / 60),
            _ if minutes < 24 * 60 => self.text(
                &msg("duration-hours-minutes")
                    .with("hours", domain::Arg::Count(minutes / 60))
                    .with("minutes", domain::Arg::Count(minutes % 60)),
            ),
            _ => count("duration-days", (minutes + 12 * 60) / (24 * 60)),
        }
    }

    /// "a", "a and b", "a, b and c".
    pub(super) fn list(&self, values: &[String]) -> String {
        self.joined(values.iter().map(|value| isolate(value)))
    }

    /// Messages as one list.
    #[must_use]
    pub fn list_of<'a>(&self, messages: impl IntoIterator<Item = &'a Message>) -> String {
        self.joined(messages.into_iter().map(|message| self.text(message)))
    }

    /// The parts are words already, not data: they are put in as they are.
    fn joined(&self, parts: impl IntoIterator<Item = String>) -> String {
        let mut parts: Vec<String> = parts.into_iter().collect();
        let Some(last) = parts.pop() else { return String::new() };
        let Some(head) = parts.into_iter().reduce(|head, next| self.pair("list-comma", "head", head, "next", next))
        else {
            return last;
        };
        self.pair("list-and", "head", head, "last", last)
    }

    fn pair(&self, id: &str, first: &'static str, left: String, second: &'static str, right: String) -> String {
        let mut args = FluentArgs::new();
        args.set(first, left);
        args.set(second, right);
        self.bundles.iter().find_map(|bundle| super::words(bundle, id, &args)).unwrap_or_default()
    }
}
