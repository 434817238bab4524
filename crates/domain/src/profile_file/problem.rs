//! What can be wrong with a file that a person wrote, each with what would be right.

pub use super::form::Form;
use crate::{Message, msg};

/// A mistake in a profile or an answers file: where, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {}{problem}", if field.is_empty() { String::new() } else { format!("{field}: ") })]
pub struct ProfileError {
    /// Name of the file, as it was given.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Path of the field, e.g. `item.meeting_test.minutes`; empty when it is the whole file.
    pub field: String,
    /// What is wrong.
    pub problem: Problem,
}

impl ProfileError {
    /// The mistake for people, with its place.
    #[must_use]
    pub fn message(&self) -> Message {
        msg("file-error")
            .text("file", &self.file)
            .count("line", self.line as usize)
            .count("column", self.column as usize)
            .text("field", &self.field)
            .message("problem", self.problem.message())
    }
}

/// What is wrong. Texts from the file are made visible (no control characters) and cut short before they get here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// Not TOML; the parser's words.
    #[error("not valid TOML: {0}")]
    Syntax(String),
    /// The file is larger than allowed.
    #[error("larger than {0} bytes")]
    TooLarge(usize),
    /// A field that is not known here.
    #[error("unknown field `{given}`{}", hint(nearest.as_deref(), known))]
    UnknownField {
        /// As it stands in the file.
        given: String,
        /// A known name that is close.
        nearest: Option<String>,
        /// All known names.
        known: Vec<String>,
    },
    /// A value out of a closed list.
    #[error("unknown value `{given}`{}", hint(nearest.as_deref(), known))]
    UnknownValue {
        /// As it stands in the file.
        given: String,
        /// A known value that is close.
        nearest: Option<String>,
        /// All values.
        known: Vec<String>,
    },
    /// A field that must be there is not.
    #[error("`{field}` is missing: {wanted}")]
    Missing {
        /// Its name.
        field: &'static str,
        /// What it wants.
        wanted: Form,
    },
    /// A value of another type, or not of the wanted form.
    #[error("found {given}, wants {wanted}")]
    Wrong {
        /// What it wants.
        wanted: Form,
        /// What is there.
        given: String,
    },
    /// A number outside its limits.
    #[error("found {given}, wants a whole number from {min} to {max}")]
    OutOfRange {
        /// What is there.
        given: String,
        /// Least.
        min: u32,
        /// Most.
        max: u32,
    },
    /// A text longer than allowed.
    #[error("{given} characters, at most {limit} are allowed")]
    TooLong {
        /// Characters there.
        given: usize,
        /// Characters allowed.
        limit: usize,
    },
    /// A list with more or fewer entries than allowed.
    #[error("{given} entries, allowed are {min} to {max}")]
    Entries {
        /// Entries there.
        given: usize,
        /// Least.
        min: usize,
        /// Most.
        max: usize,
    },
    /// A control character, or one that turns or hides text (DECISIONS 36).
    #[error("holds the character {0}, which is not allowed")]
    Character(String),
    /// The same id twice.
    #[error("`{given}` is there already, in line {first}")]
    Twice {
        /// The id.
        given: String,
        /// Line of the first.
        first: u32,
    },
    /// A question's id that an answers file uses for something else.
    #[error("`{0}` has a meaning of its own in an answers file")]
    Reserved(String),
    /// Names a question that the profile does not ask.
    #[error("no question has the id `{given}`{}", hint(nearest.as_deref(), known))]
    NoQuestion {
        /// As it stands in the file.
        given: String,
        /// A question that is close.
        nearest: Option<String>,
        /// All questions of a fitting input.
        known: Vec<String>,
    },
    /// Names a question that asks for something else.
    #[error("the question `{question}` asks for `{is}`, here it must ask for `{wanted}`")]
    WrongQuestion {
        /// The question.
        question: String,
        /// Its input.
        is: &'static str,
        /// The input that is needed here.
        wanted: &'static str,
    },
    /// An item stands before the one whose output it needs.
    #[error("item `{item}` needs `{needs}`, which `{giver}` gives; move it after")]
    Order {
        /// The item.
        item: String,
        /// The output.
        needs: &'static str,
        /// The later item that gives it.
        giver: String,
    },
    /// An item needs an output that no item gives.
    #[error("item `{item}` needs `{needs}`: add an item of kind `{kind}` before it")]
    NoGiver {
        /// The item.
        item: String,
        /// The output.
        needs: &'static str,
        /// The kind that gives it.
        kind: &'static str,
    },
    /// A second item of a kind whose output can stand only once.
    #[error("there is an item of kind `{kind}` already, in line {first}: its output `{gives}` can have one giver only")]
    SecondGiver {
        /// The kind.
        kind: &'static str,
        /// Line of the first.
        first: u32,
        /// The output.
        gives: &'static str,
    },
    /// A permission that rules the whole directory, in a profile that nobody signed (DECISIONS 36).
    #[error("`{0}` can take over a whole tenant; a profile without a signature may not ask for it")]
    TierZero(String),
    /// A requested permission that the profile's own deny list forbids.
    #[error("`{permission}` is asked for, but `deny` forbids it (`{pattern}`)")]
    Denied {
        /// The permission.
        permission: String,
        /// The pattern that matches.
        pattern: String,
    },
    /// A permission of an API whose enterprise app no item makes sure of.
    #[error("no item lists the API {0} in `resources`; add it to the `service_principal` item")]
    ResourceNotListed(String),
    /// A notification address that leads to another server than the one that the same answers name.
    #[error("leads to `{given}`, and the server in these answers is `{wanted}`")]
    Elsewhere {
        /// Where it leads.
        given: String,
        /// The server.
        wanted: String,
    },
    /// A shape of the file that this Handrail does not know.
    #[error("this Handrail reads files of schema 1, this is {0}")]
    Schema(String),
}

impl Problem {
    /// The mistake for people, without its place.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Syntax(why) => msg("file-syntax").text("why", why),
            Self::TooLarge(limit) => msg("file-too-large").count("limit", *limit),
            Self::UnknownField { given, nearest, known } => {
                one_of("file-unknown-field", given, nearest.as_deref(), known)
            }
            Self::UnknownValue { given, nearest, known } => {
                one_of("file-unknown-value", given, nearest.as_deref(), known)
            }
            Self::Missing { field, wanted } => {
                msg("file-missing").text("field", *field).message("wanted", msg(wanted.message_id()))
            }
            Self::Wrong { wanted, given } => {
                msg("file-wrong").text("given", given).message("wanted", msg(wanted.message_id()))
            }
            Self::OutOfRange { given, min, max } => {
                msg("file-out-of-range").text("given", given).count("min", *min as usize).count("max", *max as usize)
            }
            Self::TooLong { given, limit } => msg("file-too-long").count("given", *given).count("limit", *limit),
            Self::Entries { given, min, max } => {
                msg("file-entries").count("given", *given).count("min", *min).count("max", *max)
            }
            Self::Character(code) => msg("file-character").text("code", code),
            Self::Twice { given, first } => msg("file-twice").text("given", given).count("first", *first as usize),
            Self::Reserved(given) => msg("file-reserved").text("given", given),
            Self::NoQuestion { given, nearest, known } => one_of("file-no-question", given, nearest.as_deref(), known),
            Self::WrongQuestion { question, is, wanted } => {
                msg("file-wrong-question").text("question", question).text("is", *is).text("wanted", *wanted)
            }
            Self::Order { item, needs, giver } => {
                msg("file-order").text("item", item).text("needs", *needs).text("giver", giver)
            }
            Self::NoGiver { item, needs, kind } => {
                msg("file-no-giver").text("item", item).text("needs", *needs).text("kind", *kind)
            }
            Self::SecondGiver { kind, first, gives } => {
                msg("file-second-giver").text("kind", *kind).count("first", *first as usize).text("gives", *gives)
            }
            Self::TierZero(permission) => msg("file-tier-zero").text("permission", permission),
            Self::Denied { permission, pattern } => {
                msg("file-denied").text("permission", permission).text("pattern", pattern)
            }
            Self::ResourceNotListed(resource) => msg("file-resource-not-listed").text("resource", resource),
            Self::Elsewhere { given, wanted } => msg("file-elsewhere").text("given", given).text("wanted", wanted),
            Self::Schema(given) => msg("file-schema").text("given", given),
        }
    }
}

/// A message about a name that is not in a list: with the nearest one when there is one, else with the list.
fn one_of(id: &str, given: &str, nearest: Option<&str>, known: &[String]) -> Message {
    match nearest {
        Some(nearest) => msg(&format!("{id}-nearest")).text("given", given).text("nearest", nearest),
        None => msg(id).text("given", given).list("known", known.iter().cloned()),
    }
}

fn hint(nearest: Option<&str>, known: &[String]) -> String {
    match nearest {
        Some(nearest) => format!("; did you mean `{nearest}`?"),
        None if known.is_empty() => "; none is known here".to_owned(),
        None => format!("; known are `{}`", known.join("`, `")),
    }
}

/// The known name that is close enough to be meant.
#[must_use]
pub(super) fn nearest<'k>(given: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    let given = given.to_lowercase();
    known
        .into_iter()
        .map(|name| (distance(&given, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= 1 + name.chars().count() / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name.to_owned())
}

/// Levenshtein distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(80).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(80).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            let same = usize::from(x != *y);
            row[j + 1] = (diagonal + same).min(above + 1).min(row[j] + 1);
            diagonal = above;
        }
    }
    row[b.len()]
}

/// A text from a file, fit to be shown in a message: no control characters, at most 60 characters.
#[must_use]
pub(super) fn visible(text: &str) -> String {
    let mut out: String = text.chars().take(60).map(|c| if forbidden(c) { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(60).is_some() {
        out.push('…');
    }
    out
}

/// Control characters, and those that turn or hide text.
#[must_use]
pub(crate) fn forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
