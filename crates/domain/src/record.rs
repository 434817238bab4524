//! The record of a run: the one input of every form of the report.

use serde::{Deserialize, Serialize};

use crate::{
    HandedOver, ItemView, Message, Outcome, ProfileId, SessionRef, SetupId, Surroundings, TenantRef, Timestamp,
};

/// One run, one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunRecord {
    /// Version of this document's shape.
    pub schema: u32,
    /// Handrail's version.
    pub handrail: String,
    /// When the document was made.
    pub made_at: Timestamp,
    /// Ids and addresses in this copy are shortened; ids that must stay ids have zeros in their middle.
    #[serde(default)]
    pub masked: bool,
    /// Practice, test or real.
    pub surroundings: Surroundings,
    /// Set-up or read-only verification.
    pub purpose: Purpose,
    /// The set-up.
    pub setup: SetupId,
    /// The profile.
    pub profile: ProfileId,
    /// Its title.
    pub title: Message,
    /// Its version.
    pub profile_version: String,
    /// The document it comes from.
    pub source: Vec<Message>,
    /// The tenant.
    pub tenant: TenantRef,
    /// Who looked.
    pub session: Option<SessionRef>,
    /// How it stands over all.
    pub outcome: Outcome,
    /// Every item, as last seen.
    pub items: Vec<ItemView>,
    /// Values for the vendor.
    pub values: Vec<RecordValue>,
    /// What ends when.
    pub expiries: Vec<Expiry>,
    /// Copies of the private key that left the keychain.
    pub exports: Vec<Export>,
    /// What was handed over to the vendor in encrypted files.
    #[serde(default)]
    pub handed: Vec<HandedOver>,
    /// Who approved which list of changes, when.
    pub approvals: Vec<ApprovalRecord>,
    /// How to revoke, in sentences.
    pub revoke: Vec<Message>,
    /// Notes that belong on every copy (external users and the lobby).
    pub notes: Vec<Message>,
    /// No vendor waits for the values: the app is for Handrail itself.
    #[serde(default)]
    pub for_handrail: bool,
}

impl RunRecord {
    /// The message id of what stands over the values.
    #[must_use]
    pub const fn values_heading(&self) -> &'static str {
        if self.for_handrail { "report-values-own" } else { "report-values" }
    }
}

/// Why a run was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Purpose {
    /// Set up.
    Setup,
    /// Only checked.
    Verify,
}

/// A value for the vendor; never a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecordValue {
    /// Label.
    pub label: Message,
    /// Value.
    pub value: String,
    /// Masked in a report unless asked otherwise: an id that names the tenant or a person.
    pub masked: bool,
}

/// Something that ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Expiry {
    /// What.
    pub label: Message,
    /// When.
    pub at: Timestamp,
}

/// A copy of a private key that left the keychain by a click (DECISIONS 19).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Export {
    /// SHA-1 thumbprint of the certificate.
    pub thumbprint: String,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// Whether the certificate has been removed since, so that the copy opens nothing.
    pub void: bool,
}

/// An approval, as the report tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ApprovalRecord {
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// How many changes.
    pub changes: u32,
    /// Digest of the list.
    pub digest: crate::Digest,
}
