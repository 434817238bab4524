//! Texts as ids with arguments. The words stand in `locales/`, the same for window, report and command line.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// A text for people: the id of a Fluent message and what is put into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Message {
    /// Id in the catalogue, e.g. `certificate-why`.
    pub id: String,
    /// Arguments by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, Arg>,
}

/// What can be put into a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Arg {
    /// A name, an id, a value from the tenant: data, never markup.
    Text(String),
    /// A number; Fluent chooses the plural by it.
    Count(u32),
    /// A point in time, written in the reader's zone and language.
    Time(Timestamp),
    /// A length of time in seconds, written as "4 min".
    Seconds(u32),
    /// Another message.
    Message(Box<Message>),
    /// Several values, joined the way the language does it.
    List(Vec<String>),
}

/// A message without arguments.
#[must_use]
pub fn msg(id: &str) -> Message {
    Message { id: id.to_owned(), args: BTreeMap::new() }
}

impl Message {
    /// Whatever an author of a profile wrote: shown as it is, never looked up.
    pub const LITERAL: &'static str = "literal";

    /// The vendor's own words (from a profile file): data in a message whose text is the argument alone.
    #[must_use]
    pub fn literal(text: impl Into<String>) -> Self {
        msg(Self::LITERAL).text("text", text)
    }

    /// Adds a text argument.
    #[must_use]
    pub fn text(self, name: &str, value: impl Into<String>) -> Self {
        self.with(name, Arg::Text(value.into()))
    }

    /// Adds a number.
    #[must_use]
    pub fn count(self, name: &str, value: usize) -> Self {
        self.with(name, Arg::Count(u32::try_from(value).unwrap_or(u32::MAX)))
    }

    /// Adds a point in time.
    #[must_use]
    pub fn time(self, name: &str, value: Timestamp) -> Self {
        self.with(name, Arg::Time(value))
    }

    /// Adds a length of time.
    #[must_use]
    pub fn duration(self, name: &str, value: std::time::Duration) -> Self {
        self.with(name, Arg::Seconds(u32::try_from(value.as_secs()).unwrap_or(u32::MAX)))
    }

    /// Adds another message.
    #[must_use]
    pub fn message(self, name: &str, value: Self) -> Self {
        self.with(name, Arg::Message(Box::new(value)))
    }

    /// Adds several values.
    #[must_use]
    pub fn list<T: Into<String>>(self, name: &str, values: impl IntoIterator<Item = T>) -> Self {
        self.with(name, Arg::List(values.into_iter().map(Into::into).collect()))
    }

    /// Adds an argument.
    #[must_use]
    pub fn with(mut self, name: &str, value: Arg) -> Self {
        self.args.insert(name.to_owned(), value);
        self
    }
}
