//! A calendar file: what ends when, and the days of watching. RFC 5545.

use std::fmt::Write as _;

use domain::{RunRecord, Timestamp, msg};

use crate::Catalogue;
use crate::texts::clean;

/// Days before an end on which the calendar reminds of it: time to make a new certificate and hand it over.
const REMIND_DAYS: u32 = 60;

/// RFC 5545, 3.1: octets of a line without its end.
const LINE: usize = 75;

/// The days after go-live on which somebody looks once a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// The first day.
    pub from: Timestamp,
    /// How many days.
    pub days: u32,
}

/// An `.ics` file with an all-day entry for each end, a reminder 60 days before, and a daily entry for the watch. Its
/// entries keep their identity over repeated exports, so that a calendar replaces instead of doubling them.
///
/// Takes the whole record: identities come from the set-up's id.
#[must_use]
pub fn calendar(record: &RunRecord, watch: Option<Watch>, words: &Catalogue) -> String {
    let tenant = record.tenant.name.as_deref().unwrap_or(&record.tenant.domain);
    let title = words.text(&record.title);
    let mut file = File { text: String::new(), stamp: utc(record.made_at) };
    file.line("BEGIN", "VCALENDAR");
    file.line("VERSION", "2.0");
    file.line("PRODID", "-//Handrail//Handrail//EN");
    file.line("CALSCALE", "GREGORIAN");
    file.line("METHOD", "PUBLISH");
    file.value("X-WR-CALNAME", &words.text(&msg("report-calendar-name").text("title", &title).text("tenant", tenant)));
    for expiry in &record.expiries {
        let what = words.text(&expiry.label);
        let summary = words.text(&msg("report-calendar-ends").text("what", &what).text("tenant", tenant));
        let note = words.text(&msg("report-calendar-ends-note").text("title", &title));
        let id = record.setup.derive(&format!("calendar end {what} {}", expiry.at));
        file.event(&id.to_string(), expiry.at, &summary, &note, |file| {
            file.line("BEGIN", "VALARM");
            file.line("ACTION", "DISPLAY");
            file.line("TRIGGER", &format!("-P{REMIND_DAYS}D"));
            file.value("DESCRIPTION", &summary);
            file.line("END", "VALARM");
        });
    }
    if let Some(watch) = watch.filter(|watch| watch.days > 0) {
        let summary = words.text(&msg("report-calendar-watch").text("title", &title).text("tenant", tenant));
        let id = record.setup.derive("calendar watch");
        file.event(&id.to_string(), watch.from, &summary, &words.word("report-calendar-watch-note"), |file| {
            file.line("RRULE", &format!("FREQ=DAILY;COUNT={}", watch.days));
        });
    }
    file.line("END", "VCALENDAR");
    file.text
}

struct File {
    text: String,
    stamp: String,
}

impl File {
    fn event(&mut self, id: &str, at: Timestamp, summary: &str, note: &str, more: impl FnOnce(&mut Self)) {
        let day = at.utc().date();
        self.line("BEGIN", "VEVENT");
        self.line("UID", &format!("{id}@handrail"));
        let stamp = self.stamp.clone();
        self.line("DTSTAMP", &stamp);
        self.line("DTSTART;VALUE=DATE", &date(day));
        self.line("DTEND;VALUE=DATE", &date(day.next_day().unwrap_or(day)));
        self.value("SUMMARY", summary);
        self.value("DESCRIPTION", note);
        // A reminder, not an appointment: nobody is busy.
        self.line("TRANSP", "TRANSPARENT");
        more(self);
        self.line("END", "VEVENT");
    }

    /// A text value: backslash, semicolon, comma and line end are escaped (3.3.11).
    fn value(&mut self, name: &str, text: &str) {
        let mut escaped = String::with_capacity(text.len());
        for character in clean(text).chars() {
            if matches!(character, '\\' | ';' | ',') {
                escaped.push('\\');
            }
            escaped.push(character);
        }
        self.line(name, &escaped);
    }

    /// A content line, folded between characters.
    fn line(&mut self, name: &str, value: &str) {
        let mut width = 0;
        for character in name.chars().chain([':']).chain(value.chars()) {
            if width + character.len_utf8() > LINE {
                self.text.push_str("\r\n ");
                width = 1;
            }
            self.text.push(character);
            width += character.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

fn date(day: time::Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), u8::from(day.month()), day.day())
}

fn utc(at: Timestamp) -> String {
    let at = at.utc();
    let mut text = date(at.date());
    // Writing to a String does not fail.
    let _ = write!(text, "T{:02}{:02}{:02}Z", at.hour(), at.minute(), at.second());
    text
}
