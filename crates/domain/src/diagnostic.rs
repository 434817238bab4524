//! What went wrong, why, and what to do: one shape for window, command line and report.

use serde::{Deserialize, Serialize};

use crate::{Action, Message, Outcome, Timestamp};

/// What happened, why, and what the reader can do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Diagnostic {
    /// Permanent code, e.g. `consent-role-missing`; the row in `diagnoses/`.
    pub code: String,
    /// Which outcome the item ends in.
    pub outcome: Outcome,
    /// What happened, one sentence.
    pub what: Message,
    /// Why, when it is known.
    pub cause: Option<Message>,
    /// The one best next thing.
    pub remedy: Message,
    /// A button for it, where there can be one.
    pub action: Option<Action>,
    /// Who can help: directory roles or people, as messages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub who: Vec<Message>,
    /// How we know: the probes in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub probes: Vec<ProbeStep>,
    /// What support at Microsoft asks for.
    pub technical: Option<Technical>,
}

/// One probe of an ordered diagnosis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProbeStep {
    /// What was asked.
    pub question: Message,
    /// What was seen; `None` when it was not asked since the cause was found before.
    pub answer: Option<Message>,
    /// Whether this is the cause.
    pub is_cause: bool,
}

/// Ids and codes, never bodies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Technical {
    /// `graph`, `login`, `azure`, `teams`, `machine`.
    pub service: String,
    /// The operation's name, e.g. `POST /applications`.
    pub operation: String,
    /// HTTP status.
    pub status: Option<u16>,
    /// Microsoft's code chain, outermost first, or an AADSTS number.
    pub codes: Vec<String>,
    /// `request-id` or `trace_id`.
    pub request_id: Option<String>,
    /// `client-request-id` or `correlation_id`.
    pub client_request_id: Option<String>,
    /// When.
    pub at: Option<Timestamp>,
}
