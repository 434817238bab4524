//! What only a person can confirm, each with name and date: going live, and what is seen at the vendor's.

use serde::{Deserialize, Serialize};

use crate::{Item, QuestionId, Template, VendorValue, Wanted};

/// Confirmations of go-live points are kept under this and the point's id; those of other items under the item's id.
pub const GO_LIVE: &str = "go_live";

impl Item {
    /// What stands before the ids of its confirmations, as the table in an answers file; `None` when nothing is
    /// confirmed in it.
    #[must_use]
    pub fn confirmations(&self) -> Option<&str> {
        match &self.wanted {
            Wanted::GoLive(_) => Some(GO_LIVE),
            Wanted::VendorConfirmation(_) => Some(self.id.as_str()),
            _ => None,
        }
    }

    /// The keys of its confirmations: each is kept as an object with `by`, `date`, `remark`.
    #[must_use]
    pub fn confirmation_keys(&self) -> Vec<QuestionId> {
        let points: Vec<&QuestionId> = match &self.wanted {
            Wanted::GoLive(spec) => spec.points.iter().map(|point| &point.id).collect(),
            Wanted::VendorConfirmation(spec) => spec.points.iter().map(|point| &point.id).collect(),
            _ => Vec::new(),
        };
        let table = self.confirmations().unwrap_or_default();
        points.into_iter().map(|point| confirmation_key(table, point)).collect()
    }
}

/// Where a confirmation is kept among the answers.
#[must_use]
pub fn confirmation_key(table: &str, point: &QuestionId) -> QuestionId {
    QuestionId(format!("{table}.{point}"))
}

/// What only a person can see at the vendor's, with name and date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VendorConfirmationSpec {
    /// The points.
    #[serde(rename = "point")]
    pub points: Vec<VendorPoint>,
}

impl VendorConfirmationSpec {
    /// Every value that a point names, each once.
    #[must_use]
    pub fn values(&self) -> Vec<VendorValue> {
        let mut all: Vec<VendorValue> = self.points.iter().flat_map(|point| point.values.iter().copied()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// One point at the vendor's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VendorPoint {
    /// Id; the key in an answers file, under the item's id.
    pub id: QuestionId,
    /// What is confirmed.
    pub title: String,
    /// What one should know.
    pub note: Option<String>,
    /// Where at the vendor's, as text: it is shown and never opened.
    pub link: Option<String>,
    /// What is entered there.
    #[serde(default)]
    pub values: Vec<VendorValue>,
    /// What is entered there beside, made of answers.
    #[serde(default)]
    pub enter: Vec<EnteredValue>,
}

/// A value that is entered at the vendor's and made of the admin's answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EnteredValue {
    /// The field's name at the vendor's.
    pub label: String,
    /// E.g. `https://{host}/webhook`.
    pub value: Template,
}

/// What only a person can confirm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GoLiveSpec {
    /// The points.
    #[serde(rename = "point")]
    pub points: Vec<GoLivePoint>,
    /// Days of watching after the last point of `activity` was confirmed.
    pub watch_days: u32,
}

/// One point of a go-live list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GoLivePoint {
    /// Id; the key in an answers file, under `go_live`.
    pub id: QuestionId,
    /// When in the roll-out.
    pub phase: GoLivePhase,
    /// What is confirmed.
    pub title: String,
    /// What one should know.
    pub note: Option<String>,
}

/// Phases of a roll-out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum GoLivePhase {
    /// Before production.
    Before,
    /// Going live.
    Activity,
    /// The first days after.
    Watch,
}
