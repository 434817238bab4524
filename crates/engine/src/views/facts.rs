//! Labelled values.

use domain::{Block, Message, msg};

/// The facts block that nearly every item begins with.
pub(crate) fn facts(rows: Vec<domain::Fact>) -> Block {
    Block::Facts { title: None, rows }
}

/// A labelled value that can be copied.
pub(crate) fn fact(label: &str, value: impl Into<String>) -> domain::Fact {
    let value = value.into();
    domain::Fact { label: msg(label), value: Message::literal(value.clone()), copy: Some(value), note: None }
}

/// A labelled sentence.
pub(crate) fn fact_text(label: &str, value: Message) -> domain::Fact {
    domain::Fact { label: msg(label), value, copy: None, note: None }
}
