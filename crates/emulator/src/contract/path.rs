//! Path templates as Graph writes them: `/applications(appId='{appId}')/owners/{id}/$ref`.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

/// What stood in a path's holes, by the hole's name, decoded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parameters(BTreeMap<String, String>);

impl Parameters {
    /// The value of a hole; empty when there is no such hole.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Hole(String),
}

/// A parsed template.
#[derive(Debug, Clone)]
pub(super) struct Template {
    segments: Vec<Vec<Piece>>,
    literals: usize,
}

impl Template {
    pub(super) fn parse(path: &str) -> Self {
        let segments: Vec<Vec<Piece>> = path.split('/').filter(|segment| !segment.is_empty()).map(pieces).collect();
        let literals = segments
            .iter()
            .flatten()
            .map(|piece| match piece {
                Piece::Literal(text) => text.len(),
                Piece::Hole(_) => 0,
            })
            .sum();
        Self { segments, literals }
    }

    /// How many characters are literal: the more, the more exact the template.
    pub(super) const fn literals(&self) -> usize {
        self.literals
    }

    pub(super) fn fit(&self, asked: &[String]) -> Option<Parameters> {
        if asked.len() != self.segments.len() {
            return None;
        }
        let mut found = BTreeMap::new();
        for (segment, text) in self.segments.iter().zip(asked) {
            fit_segment(segment, text, &mut found)?;
        }
        Some(Parameters(found))
    }
}

fn pieces(segment: &str) -> Vec<Piece> {
    let mut all = Vec::new();
    let mut rest = segment;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else {
            break;
        };
        if !before.is_empty() {
            all.push(Piece::Literal(before.to_owned()));
        }
        all.push(Piece::Hole(name.to_owned()));
        rest = tail;
    }
    if !rest.is_empty() {
        all.push(Piece::Literal(rest.to_owned()));
    }
    all
}

fn fit_segment(segment: &[Piece], text: &str, found: &mut BTreeMap<String, String>) -> Option<()> {
    // A hole that is a whole segment takes anything but an action, a cast or a key in brackets.
    if let [Piece::Hole(name)] = segment {
        if text.starts_with('$') || text.is_empty() {
            return None;
        }
        found.insert(name.clone(), text.to_owned());
        return Some(());
    }
    let mut rest = text;
    let mut pending: Option<&str> = None;
    for piece in segment {
        match piece {
            Piece::Literal(literal) => {
                let at = match pending {
                    None => rest.get(..literal.len()).filter(|head| head.eq_ignore_ascii_case(literal)).map(|_| 0),
                    Some(_) => rest.to_ascii_lowercase().find(&literal.to_ascii_lowercase()),
                }?;
                if let Some(name) = pending.take() {
                    found.insert(name.to_owned(), rest.get(..at)?.replace("''", "'"));
                }
                rest = rest.get(at + literal.len()..)?;
            }
            Piece::Hole(name) => pending = Some(name),
        }
    }
    match pending {
        Some(name) => {
            found.insert(name.to_owned(), rest.replace("''", "'"));
            Some(())
        }
        None => rest.is_empty().then_some(()),
    }
}

/// Splits a percent-encoded path into decoded segments; `users('x')` becomes `users`, `x`.
pub(super) fn split(path: &str) -> Vec<String> {
    let mut segments = Vec::new();
    for raw in path.split('/').filter(|segment| !segment.is_empty()) {
        let text = percent_decode_str(raw).decode_utf8_lossy().into_owned();
        match key_in_brackets(&text) {
            Some((collection, key)) => {
                segments.push(collection.to_owned());
                segments.push(key.replace("''", "'"));
            }
            None => segments.push(text),
        }
    }
    segments
}

fn key_in_brackets(segment: &str) -> Option<(&str, &str)> {
    let (collection, rest) = segment.split_once("('")?;
    let key = rest.strip_suffix("')")?;
    (!collection.is_empty() && !collection.contains('=')).then_some((collection, key))
}
