//! A set-up: a profile being connected in a tenant. Lives until it is forgotten.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    Digest, Export, HandedOver, ItemId, ItemView, ProfileId, QuestionId, SetupId, TenantRef, Timestamp, VendorValue,
    Way,
};

/// One set-up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Setup {
    /// Drawn and stored before the first request.
    pub id: SetupId,
    /// The profile.
    pub profile: ProfileId,
    /// Digest of the profile's text as it was when the set-up was begun; the text is kept in the store.
    pub profile_digest: Digest,
    /// The tenant.
    pub tenant: TenantRef,
    /// When it was begun.
    pub begun_at: Timestamp,
    /// Answers to the profile's questions and to decisions.
    pub answers: Answers,
    /// Where an item is not done the default way.
    pub ways: BTreeMap<ItemId, Way>,
    /// Items left out by the admin, with the reason given.
    pub skipped: BTreeMap<ItemId, String>,
    /// Findings that a person accepted, by item.
    pub accepted: BTreeMap<ItemId, Acceptance>,
    /// Copies of the private key that left the keychain.
    pub exports: Vec<Export>,
    /// What was handed over to the vendor, oldest first.
    #[serde(default)]
    pub handed: Vec<HandedOver>,
    /// Since when the values that the vendor needs are what they are.
    #[serde(default)]
    pub vendor_values: BTreeMap<VendorValue, SeenValue>,
}

/// A value that the vendor needs, as it was last seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenValue {
    /// What tells it from another; see [`VendorValue::print`].
    pub print: Digest,
    /// When it was first seen so.
    pub since: Timestamp,
}

/// Answers by question id, as an answers file holds them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<QuestionId, Value>);

impl Answers {
    /// A text answer.
    #[must_use]
    pub fn text(&self, id: &QuestionId) -> Option<&str> {
        self.0.get(id).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
    }

    /// A list of texts; a single text counts as a list of one.
    #[must_use]
    pub fn list(&self, id: &QuestionId) -> Vec<&str> {
        match self.0.get(id) {
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(text)) if !text.trim().is_empty() => vec![text],
            _ => Vec::new(),
        }
    }
}

/// A finding that a person accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Until when; looked at again after that.
    pub until: Option<Timestamp>,
    /// Why.
    pub reason: String,
}

/// What was last seen of an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ItemSnapshot {
    /// The item.
    pub item: ItemId,
    /// Its view.
    pub view: ItemView,
    /// What the kind found, with the version of its type.
    pub found: Option<(u32, Value)>,
    /// The changes still missing: what a plan is made of.
    #[serde(default)]
    pub changes: Vec<crate::PlannedChange>,
}
