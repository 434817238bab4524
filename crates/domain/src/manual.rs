//! How to do an item by hand.

use serde::{Deserialize, Serialize};

use crate::Message;

/// How to do an item by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Manual {
    /// What this achieves.
    pub title: Message,
    /// Steps in order.
    pub steps: Vec<ManualStep>,
    /// What to see at the end.
    pub check: Option<Message>,
    /// A note of care (a link that is not certain).
    pub note: Option<Message>,
}

/// One step by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ManualStep {
    /// What to do.
    pub text: Message,
    /// Microsoft's buttons and fields, in order.
    pub labels: Vec<String>,
    /// Values to enter, each with a copy button.
    pub enter: Vec<ManualValue>,
    /// Menu path today.
    pub path: Option<String>,
    /// Former names of that path.
    pub old_path: Option<String>,
    /// Id of a link that can be opened.
    pub link: Option<String>,
    /// A command to copy.
    pub run: Option<String>,
}

/// A value to enter by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ManualValue {
    /// Microsoft's field.
    pub field: String,
    /// The value.
    pub value: String,
    /// Whether copying makes sense (a value, not an explanation).
    pub copy: bool,
}
