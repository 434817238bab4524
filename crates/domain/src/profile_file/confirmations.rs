//! Items whose points a person confirms: their part of a profile, and the confirmations of an answers file.

use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::DeValue;

use super::problem::{Form, Problem, nearest, visible};
use super::reader::{Length, Log, Reader, wrong};
use super::{is_id, values};
use crate::{
    Answers, EnteredValue, GoLivePhase, GoLivePoint, GoLiveSpec, HandoverSpec, Profile, QuestionId, QuestionSpec,
    VendorConfirmationSpec, VendorPoint, VendorValue, Wanted, confirmation_key,
};

/// Questions that may be named; `None` when they could not be read.
type Questions<'q> = Option<&'q [QuestionSpec]>;

/// `go_live`.
pub(super) fn go_live(table: &mut Reader<'_, '_>, log: &mut Log<'_>) -> Option<Wanted> {
    const PHASES: [(&str, GoLivePhase); 3] =
        [("before", GoLivePhase::Before), ("activity", GoLivePhase::Activity), ("watch", GoLivePhase::Watch)];
    let watch_days = table.number(log, "watch_days", 0, 60);
    let points = points(table, log, |table, log| {
        let phase = table.one_of(log, "phase", &PHASES);
        let title = table.text(log, "title", Length::Name);
        let note = table.optional_text(log, "note", Length::Sentence).map(|text| text.value);
        let (phase, title) = (phase?.value, title?.value);
        Some(move |id| GoLivePoint { id, phase, title, note })
    });
    Some(Wanted::GoLive(GoLiveSpec { points: points?, watch_days: watch_days?.value }))
}

/// `vendor_confirmation`.
pub(super) fn vendor(table: &mut Reader<'_, '_>, questions: Questions<'_>, log: &mut Log<'_>) -> Option<Wanted> {
    let points = points(table, log, |table, log| {
        let title = table.text(log, "title", Length::Name);
        let note = table.optional_text(log, "note", Length::Sentence).map(|text| text.value);
        let link = table.optional_text(log, "link", Length::Sentence).map(|text| text.value);
        let values = vendor_values(table, log, 0);
        let enter = entered(table, questions, log);
        let (title, values, enter) = (title?.value, values?, enter?);
        Some(move |id| VendorPoint { id, title, note, link, values, enter })
    });
    Some(Wanted::VendorConfirmation(VendorConfirmationSpec { points: points? }))
}

/// `handover`.
pub(super) fn handover(table: &mut Reader<'_, '_>, log: &mut Log<'_>) -> Option<Wanted> {
    let values = vendor_values(table, log, 1);
    let recipient = if table.has("recipient") {
        Some(table.formed(log, "recipient", Form::AgeKey, is_age_key)?.value)
    } else {
        None
    };
    let note = table.optional_text(log, "note", Length::Sentence).map(|text| text.value);
    Some(Wanted::Handover(HandoverSpec { values: values?, recipient, note }))
}

/// The form of an X25519 public key of age; its checksum is read where the key is used.
fn is_age_key(text: &str) -> bool {
    text.strip_prefix("age1")
        .is_some_and(|rest| rest.len() == 58 && rest.bytes().all(|b| b"qpzry9x8gf2tvdw0s3jn54khce6mua7l".contains(&b)))
}

/// `[[item.point.enter]]`.
fn entered(table: &mut Reader<'_, '_>, questions: Questions<'_>, log: &mut Log<'_>) -> Option<Vec<EnteredValue>> {
    let tables = table.tables(log, "enter", 0, 20)?;
    let count = tables.len();
    let read: Vec<EnteredValue> = tables
        .into_iter()
        .filter_map(|mut table| {
            let label = table.text(log, "label", Length::Name);
            let value = values::template(&mut table, "value", questions, log);
            table.finish(log);
            Some(EnteredValue { label: label?.value, value: value? })
        })
        .collect();
    (read.len() == count).then_some(read)
}

/// `values = [...]`: values that the vendor needs, each once.
pub(super) fn vendor_values(table: &mut Reader<'_, '_>, log: &mut Log<'_>, min: usize) -> Option<Vec<VendorValue>> {
    let texts = table.texts(log, "values", min, VendorValue::ALL.len(), Length::Name)?;
    let mut values = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let field = format!("{}[{}]", table.field("values"), index + 1);
        let known = || VendorValue::ALL.iter().map(|value| value.name());
        match VendorValue::ALL.iter().find(|value| value.name() == text.value) {
            Some(value) if values.contains(value) => {
                let first = log.place(table.span.start).0;
                log.add(&text.span, field, Problem::Twice { given: text.value.clone(), first });
            }
            Some(value) => values.push(*value),
            None => {
                let problem = Problem::UnknownValue {
                    given: visible(&text.value),
                    nearest: nearest(&text.value, known()),
                    known: known().map(str::to_owned).collect(),
                };
                log.add(&text.span, field, problem);
            }
        }
    }
    (values.len() == texts.len()).then_some(values)
}

/// `[[item.point]]`: each with an id of its own, the rest as `one` reads it.
fn points<P, F: FnOnce(QuestionId) -> P>(
    table: &mut Reader<'_, '_>,
    log: &mut Log<'_>,
    one: impl Fn(&mut Reader<'_, '_>, &mut Log<'_>) -> Option<F>,
) -> Option<Vec<P>> {
    let tables = table.tables(log, "point", 1, 40)?;
    let mut ids: Vec<(String, u32)> = Vec::new();
    let mut points = Vec::new();
    let mut whole = true;
    for mut table in tables {
        let id = table.formed(log, "id", Form::Id, |text| is_id(text, b'_'));
        let point = one(&mut table, log);
        if let Some(id) = &id {
            if let Some((_, first)) = ids.iter().find(|(name, _)| *name == id.value) {
                let problem = Problem::Twice { given: id.value.clone(), first: *first };
                log.add(&id.span, table.field("id"), problem);
            }
            ids.push((id.value.clone(), log.place(id.span.start).0));
        }
        table.finish(log);
        match (id, point) {
            (Some(id), Some(point)) => points.push(point(QuestionId(id.value))),
            _ => whole = false,
        }
    }
    whole.then_some(points)
}

/// The tables of an answers file in which something is confirmed.
pub(super) fn tables(profile: &Profile) -> Vec<&str> {
    let mut tables: Vec<&str> = profile.items.iter().filter_map(|item| item.confirmations()).collect();
    tables.sort_unstable();
    tables.dedup();
    tables
}

/// `[<table>.<point>]` tables of an answers file.
pub(super) fn answers(
    (name, value): (&str, &Spanned<DeValue<'_>>),
    profile: &Profile,
    answers: &mut Answers,
    log: &mut Log<'_>,
) {
    let Some(table) = value.get_ref().as_table() else {
        log.add(&value.span(), name, wrong(Form::Table, value.get_ref()));
        return;
    };
    let items = profile.items.iter().filter(|item| item.confirmations() == Some(name));
    let keys: Vec<QuestionId> = items.flat_map(|item| item.confirmation_keys()).collect();
    for (point, value) in table {
        let text = point.get_ref().as_ref();
        let field = format!("{name}.{}", visible(text));
        let key = confirmation_key(name, &QuestionId::from(text));
        if !keys.contains(&key) {
            let known: Vec<&str> = keys.iter().filter_map(|key| Some(key.as_str().split_once('.')?.1)).collect();
            log.add(&point.span(), field, super::answers::unknown(text, &known));
            continue;
        }
        let Some(point) = value.get_ref().as_table() else {
            log.add(&value.span(), field, wrong(Form::Table, value.get_ref()));
            continue;
        };
        if let Some(confirmation) = confirmation(Reader::new(point, value.span(), field), log) {
            answers.0.insert(key, confirmation);
        }
    }
}

fn confirmation(mut point: Reader<'_, '_>, log: &mut Log<'_>) -> Option<Value> {
    let by = point.text(log, "by", Length::Name);
    let date = day(&mut point, log);
    let remark = point.optional_text(log, "remark", Length::Sentence);
    point.finish(log);
    let mut confirmation = Map::new();
    confirmation.insert("by".to_owned(), by?.value.into());
    confirmation.insert("date".to_owned(), date?.into());
    if let Some(remark) = remark {
        confirmation.insert("remark".to_owned(), remark.value.into());
    }
    Some(Value::Object(confirmation))
}

/// `date`: a TOML day or the same as text, kept as `2026-01-31`.
fn day(point: &mut Reader<'_, '_>, log: &mut Log<'_>) -> Option<String> {
    let Some(value) = point.get("date") else {
        log.add(&point.span, point.field("date"), Problem::Missing { field: "date", wanted: Form::Day });
        return None;
    };
    let text = match value.get_ref() {
        DeValue::String(text) => text.to_string(),
        DeValue::Datetime(day) if day.time.is_none() => day.to_string(),
        _ => String::new(),
    };
    let format = time::macros::format_description!("[year]-[month]-[day]");
    if time::Date::parse(&text, &format).is_ok() {
        return Some(text);
    }
    log.add(&value.span(), point.field("date"), wrong(Form::Day, value.get_ref()));
    None
}
