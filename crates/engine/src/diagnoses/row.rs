//! Rows of the table: how they stand in the files, and how well one fits what was seen.

use domain::{Action, Arg, Outcome};
use serde::Deserialize;

use super::fault::MachineFault;
use super::symptom::{Service, Symptom};

/// A file of `diagnoses/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    #[serde(rename = "diagnosis")]
    pub(super) rows: Vec<Row>,
}

impl Table {
    pub(super) fn read(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }
}

/// One diagnosis. Its texts are `diag-<id>-what`, `-cause`, `-remedy`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    /// Permanent.
    pub(super) id: String,
    /// Where it is known from.
    #[cfg_attr(not(test), expect(dead_code, reason = "for those who read the file; a test wants one in every row"))]
    pub(super) source: Vec<String>,
    pub(super) class: Class,
    pub(super) outcome: Outcome,
    /// What it looks like; any of these.
    #[serde(default, rename = "match")]
    pub(super) patterns: Vec<Pattern>,
    /// Never matched: named by code that found the condition by reading.
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "a test holds it against the conditions that the code names"))]
    pub(super) found: bool,
    /// Whether there is a text about the cause.
    #[serde(default = "yes")]
    pub(super) cause: bool,
    #[serde(default)]
    pub(super) who: Vec<String>,
    pub(super) action: Option<ActionSpec>,
    pub(super) retry: Option<RetrySpec>,
    /// Arguments that the texts use beside `code`, `operation`, `status`, `request`.
    #[serde(default)]
    pub(super) args: Vec<String>,
}

const fn yes() -> bool {
    true
}

/// Who can do something about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// It goes away by itself soon: try again.
    Transient,
    /// Microsoft needs time.
    Wait,
    /// Another person or role.
    Role,
    /// It can be mended here.
    Fixable,
    /// The computer or its network.
    Environment,
    /// Somebody has to decide or look.
    #[default]
    Human,
}

/// A button: a name without data, or the whole action. `ask` makes a message to copy.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum ActionSpec {
    Named(String),
    Whole(Action),
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RetrySpec {
    pub(super) seconds: u64,
    pub(super) pause: u64,
    #[serde(default)]
    pub(super) fresh: bool,
}

/// What a symptom must have. Lists mean "any of these"; what is not named may be anything.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pattern {
    pub(super) service: Service,
    /// `*` stands for any characters.
    pub(super) operation: Option<String>,
    #[serde(default)]
    pub(super) status: Vec<u16>,
    /// Any code of the chain, whatever its case.
    #[serde(default)]
    pub(super) code: Vec<String>,
    #[serde(default)]
    pub(super) aadsts: Vec<u32>,
    /// A part of Microsoft's sentence, whatever its case; `*` stands for any characters. Only where status and code
    /// cannot tell.
    pub(super) text: Option<String>,
    #[serde(default)]
    pub(super) machine: Vec<MachineFault>,
}

/// How specific a match is. Compared in this order: numbers and texts that mean one thing, then codes, then where and
/// with which status it happened.
type Score = (u32, u32, u32, u32);

impl Row {
    pub(super) fn score(&self, symptom: &Symptom<'_>) -> Option<Score> {
        self.patterns.iter().filter_map(|pattern| pattern.score(symptom)).max()
    }
}

impl Pattern {
    fn score(&self, symptom: &Symptom<'_>) -> Option<Score> {
        if self.service != symptom.service {
            return None;
        }
        let operation = match &self.operation {
            Some(glob) if !fits(glob, symptom.operation, true) => return None,
            Some(glob) => 1 + literal(glob),
            None => 0,
        };
        let status = wants(&self.status, |wanted| symptom.status == Some(*wanted))?;
        let named = |wanted: &String| symptom.codes.iter().any(|code| code.eq_ignore_ascii_case(wanted));
        let code = wants(&self.code, named)?;
        let aadsts = wants(&self.aadsts, |wanted| symptom.aadsts == Some(*wanted))?;
        let machine = wants(&self.machine, |wanted| symptom.machine == Some(*wanted))?;
        // An OAuth error alone says little: with a number beside it that no row knows, the cause is not known.
        if code == 1 && aadsts == 0 && self.service == Service::Login && symptom.aadsts.is_some() {
            return None;
        }
        // The system's words about a fault of this computer are an argument of its texts.
        let said = symptom.text.or_else(|| match symptom.args.get("why") {
            Some(Arg::Text(why)) => Some(why.as_str()),
            _ => None,
        });
        let text = match &self.text {
            Some(part) if !said.is_some_and(|text| fits(part, text, false)) => return None,
            Some(part) => 1 + literal(part),
            None => 0,
        };
        Some((aadsts + machine, text, code, operation * 2 + status))
    }
}

/// 0 when nothing is wanted, 1 when one of the wanted is there.
fn wants<T>(wanted: &[T], is: impl Fn(&T) -> bool) -> Option<u32> {
    if wanted.is_empty() {
        return Some(0);
    }
    wanted.iter().any(is).then_some(1)
}

/// How many characters a pattern names.
fn literal(pattern: &str) -> u32 {
    u32::try_from(pattern.chars().filter(|c| *c != '*').count()).unwrap_or(u32::MAX)
}

/// Whether the parts between the `*` stand in the text in this order, whatever their case; `whole`: from its beginning
/// to its end.
pub(super) fn fits(pattern: &str, text: &str, whole: bool) -> bool {
    let text = text.to_lowercase();
    let pattern = pattern.to_lowercase();
    let mut parts = pattern.split('*').peekable();
    let mut rest = text.as_str();
    if whole && let Some(first) = parts.next() {
        let Some(after) = rest.strip_prefix(first) else {
            return false;
        };
        if parts.peek().is_none() {
            return after.is_empty();
        }
        rest = after;
    }
    while let Some(part) = parts.next() {
        if whole && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

impl Default for Row {
    fn default() -> Self {
        Self {
            id: String::new(),
            source: Vec::new(),
            class: Class::default(),
            outcome: Outcome::Unknown,
            patterns: Vec::new(),
            found: false,
            cause: false,
            who: Vec::new(),
            action: None,
            retry: None,
            args: Vec::new(),
        }
    }
}
