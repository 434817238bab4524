//! Handing over to the vendor: what a file holds, for whom it is, and the record of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Digest, ItemId, Message, Outputs, TenantId, TenantRef, Timestamp, VendorValue, digest_of};

/// An encrypted file for the vendor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandoverSpec {
    /// What is in it, and nothing else.
    pub values: Vec<VendorValue>,
    /// The vendor's public age key (`age1…`); without one a pass phrase seals the file.
    pub recipient: Option<String>,
    /// What the vendor should know; on the cover page.
    pub note: Option<String>,
}

/// Taking access away wants nothing of its own: the admin chooses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RevokeSpec {}

/// Values that left this computer for the vendor, by a click (DECISIONS 19): which, when, to whom; never what they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandedOver {
    /// The item.
    pub item: ItemId,
    /// Which.
    pub values: Vec<VendorValue>,
    /// For whom, and in what.
    pub to: HandedTo,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// The file was written. Recorded before, so that no copy is without a record.
    pub written: bool,
    /// One of the values is another one since, so the copy is of no use any more.
    pub void: bool,
    /// What told each value from a later one; see [`VendorValue::print`]. Not in a report.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "bindings", ts(skip))]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub prints: BTreeMap<VendorValue, Digest>,
}

/// How values were handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum HandedTo {
    /// In a file under a pass phrase.
    PassPhrase {
        /// SHA-256 of the file.
        digest: Digest,
    },
    /// In a file for the vendor's own key.
    Key {
        /// See [`key_print`].
        fingerprint: Digest,
        /// SHA-256 of the file.
        digest: Digest,
    },
    /// On the clipboard, for a minute.
    Clipboard,
}

impl HandedOver {
    /// Whether all that was handed over is still what it was.
    #[must_use]
    pub fn still_holds(&self, tenant: TenantId, outputs: &Outputs) -> bool {
        self.values.iter().all(|value| value.print(tenant, outputs).as_ref() == self.prints.get(value))
    }

    /// As it stands in a record: what is void is called so, and what told the values apart stays here.
    #[must_use]
    pub fn recorded(&self, tenant: TenantId, outputs: &Outputs) -> Self {
        Self { void: !self.still_holds(tenant, outputs), prints: BTreeMap::new(), ..self.clone() }
    }
}

/// What tells one public age key from another: SHA-256 over its text.
#[must_use]
pub fn key_print(key: &str) -> Digest {
    digest_of(&serde_json::Value::from(key))
}

/// The readable page beside a hand-over file. Holds no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverPage {
    /// The encrypted file's name.
    pub file: String,
    /// For whom.
    pub vendor: String,
    /// Title of the profile.
    pub title: Message,
    /// From where.
    pub tenant: TenantRef,
    /// When it was made.
    pub made_at: Timestamp,
    /// By whom.
    pub by: String,
    /// What is in it.
    pub values: Vec<VendorValue>,
    /// Fingerprint of the vendor's key that opens it; `None`: a pass phrase does.
    pub key: Option<Digest>,
    /// SHA-256 of the encrypted file.
    pub digest: Digest,
    /// What the vendor should know.
    pub note: Option<Message>,
}

/// What a person sees before she hands over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct HandoverOffer {
    /// To whom.
    pub vendor: String,
    /// What is in it.
    pub values: Vec<Message>,
    /// Fingerprint of the vendor's key; `None`: a pass phrase is asked for.
    pub key: Option<Digest>,
}
