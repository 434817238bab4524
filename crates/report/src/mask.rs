//! Shortens what names a tenant or a person, everywhere in a record, so that a new field is covered the day it appears.

use domain::RunRecord;
use serde_json::{Map, Value};

use crate::ReportError;

const GUID: usize = 36;

/// Ids of single requests name neither a tenant nor a person, and support at Microsoft needs them whole.
const KEPT: &[&str] = &["request_id", "request_ids", "client_request_id", "digest"];

/// Fields whose type is a GUID: their middle becomes zeros, so that they stay one.
const TYPED: &[&str] = &["id", "setup", "tenant_id"];

/// The record with GUIDs reduced to their first and last four characters and addresses to their domain. Values for the
/// vendor follow their own flag. Masking twice changes nothing more.
///
/// # Errors
/// When the shortened record is no record any more; the whole one is not given out instead.
pub fn mask(record: &RunRecord) -> Result<RunRecord, ReportError> {
    let mut value = serde_json::to_value(record)?;
    walk(&mut value, "");
    let mut masked: RunRecord = serde_json::from_value(value)?;
    masked.masked = true;
    Ok(masked)
}

/// A GUID's first and last four characters: `3f1c…c7aa`.
#[must_use]
pub fn short(id: &str) -> String {
    let characters: Vec<char> = id.chars().collect();
    if characters.len() < 13 {
        return "\u{2026}".to_owned();
    }
    let ends = |part: &[char]| part.iter().collect::<String>();
    format!("{}\u{2026}{}", ends(&characters[..4]), ends(&characters[characters.len() - 4..]))
}

fn walk(value: &mut Value, key: &str) {
    match value {
        Value::Object(members) => object(members),
        Value::Array(values) => values.iter_mut().for_each(|value| walk(value, key)),
        Value::String(text) if !KEPT.contains(&key) => {
            *text = if TYPED.contains(&key) && text.len() == GUID && is_guid(text.as_bytes()) {
                zeroed(text)
            } else {
                in_text(text)
            };
        }
        _ => {}
    }
}

fn object(members: &mut Map<String, Value>) {
    // A value for the vendor says itself whether it is shortened.
    if let (Some(Value::Bool(shortened)), Some(Value::String(value))) = (members.get("masked"), members.get("value")) {
        let shown = if *shortened { whole_value(value) } else { value.clone() };
        for (key, member) in members.iter_mut().filter(|(key, _)| *key != "value") {
            walk(member, key);
        }
        members.insert("value".to_owned(), Value::String(shown));
        return;
    }
    for (key, member) in members.iter_mut() {
        walk(member, key);
    }
}

fn whole_value(value: &str) -> String {
    let shortened = in_text(value);
    if shortened == value && !value.contains('\u{2026}') { short(value) } else { shortened }
}

fn zeroed(guid: &str) -> String {
    let last = guid.len() - 4;
    let middle = |(position, character): (usize, char)| match character {
        '-' => '-',
        _ if position < 4 || position >= last => character,
        _ => '0',
    };
    guid.chars().enumerate().map(middle).collect()
}

fn in_text(text: &str) -> String {
    addresses(&guids(text))
}

fn guids(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut shown = String::with_capacity(text.len());
    let mut rest = 0;
    let mut position = 0;
    while position + GUID <= bytes.len() {
        let is_whole_word = |at: Option<&u8>| at.is_none_or(|byte| !byte.is_ascii_hexdigit());
        if is_guid(&bytes[position..position + GUID])
            && is_whole_word(position.checked_sub(1).and_then(|before| bytes.get(before)))
            && is_whole_word(bytes.get(position + GUID))
        {
            shown.push_str(&text[rest..position]);
            shown.push_str(&short(&text[position..position + GUID]));
            position += GUID;
            rest = position;
        } else {
            position += 1;
        }
    }
    shown.push_str(&text[rest..]);
    shown
}

fn is_guid(bytes: &[u8]) -> bool {
    bytes.len() == GUID
        && bytes.iter().enumerate().all(|(position, byte)| match position {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// `dana@contoso.com` becomes `d…@contoso.com`; also as a path writes it, with `%40`.
fn addresses(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, width)) = next_at(rest) {
        let (before, domain) = (&rest[..at], &rest[at + width..]);
        let start = before
            .rfind(|c: char| !is_local(c))
            .map_or(0, |last| last + before[last..].chars().next().map_or(1, char::len_utf8));
        let local = &before[start..];
        let is_address = local.chars().any(char::is_alphanumeric)
            && domain.starts_with(|c: char| c.is_alphanumeric())
            && is_domain(domain);
        if is_address {
            let opening = local.len() - local.trim_start_matches(['\'', '"']).len();
            shown.push_str(&before[..start + opening]);
            shown.extend(local[opening..].chars().next());
            shown.push('\u{2026}');
        } else {
            shown.push_str(before);
        }
        shown.push_str(&rest[at..at + width]);
        rest = domain;
    }
    shown.push_str(rest);
    shown
}

/// Names with a dot between them, which a path may write as `%2E`.
fn is_domain(text: &str) -> bool {
    let first = text.find(|c: char| !(c.is_alphanumeric() || c == '-')).map_or("", |end| &text[end..]);
    let rest = first.strip_prefix('.').or_else(|| first.strip_prefix("%2E")).or_else(|| first.strip_prefix("%2e"));
    rest.is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
}

fn next_at(text: &str) -> Option<(usize, usize)> {
    let plain = text.find('@').map(|at| (at, 1));
    let encoded = text.find("%40").map(|at| (at, 3));
    match (plain, encoded) {
        (Some(plain), Some(encoded)) => Some(plain.min(encoded)),
        (one, other) => one.or(other),
    }
}

fn is_local(character: char) -> bool {
    character.is_alphanumeric() || "._%+-'#!~&".contains(character)
}
