//! The port of the run history and journal.

use crate::{
    Approval, ChangeId, ChangeState, Digest, Evidence, ItemId, ItemSnapshot, JournalEntry, Outputs, ProfileId, RunId,
    Setup, SetupId, Timestamp, Wait,
};

/// Why the store did not do it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Another Handrail writes to this data directory.
    #[error("another Handrail is using {0}")]
    InUse(String),
    /// Made by a newer Handrail.
    #[error("the data was written by a newer Handrail (version {found}, this one knows {known})")]
    Newer {
        /// In the file.
        found: u32,
        /// What we know.
        known: u32,
    },
    /// Disk full, read-only, no permission.
    #[error("{path} cannot be written: {why}")]
    NotWritable {
        /// Where.
        path: String,
        /// The system's words.
        why: String,
    },
    /// A row that cannot be read.
    #[error("a stored {what} cannot be read: {why}")]
    Unreadable {
        /// What.
        what: &'static str,
        /// Why.
        why: String,
    },
    /// Anything else of the database.
    #[error("the data file answered: {0}")]
    Database(String),
}

/// Run history and journal. Each method is durable when it returns.
pub trait RunStore: Send + Sync {
    /// All set-ups, newest first.
    fn setups(&self) -> Result<Vec<Setup>, StoreError>;
    /// One set-up.
    fn setup(&self, id: SetupId) -> Result<Option<Setup>, StoreError>;
    /// Writes a set-up, new or changed.
    fn put_setup(&self, setup: &Setup) -> Result<(), StoreError>;
    /// Deletes a set-up and everything that belongs to it.
    fn forget(&self, id: SetupId) -> Result<(), StoreError>;
    /// Keeps a profile's text by its digest.
    fn put_profile(&self, digest: &Digest, text: &str) -> Result<(), StoreError>;
    /// A kept profile's text.
    fn profile(&self, digest: &Digest) -> Result<Option<String>, StoreError>;
    /// The vendor's public key that hand-over files of this profile are made for (DECISIONS 36).
    fn vendor_key(&self, profile: &ProfileId) -> Result<Option<String>, StoreError>;
    /// Keeps that key.
    fn put_vendor_key(&self, profile: &ProfileId, key: &str) -> Result<(), StoreError>;
    /// Notes that a run began.
    fn begin_run(&self, setup: SetupId, run: RunId, at: Timestamp) -> Result<(), StoreError>;
    /// Keeps an approval.
    fn put_approval(&self, approval: &Approval) -> Result<(), StoreError>;
    /// Approvals of a set-up, oldest first.
    fn approvals(&self, setup: SetupId) -> Result<Vec<Approval>, StoreError>;
    /// Writes an intent; `number` is given by the store.
    fn intend(&self, entry: &JournalEntry) -> Result<u32, StoreError>;
    /// Adds the kind's note to an intent.
    fn note(&self, id: ChangeId, note: &serde_json::Value) -> Result<(), StoreError>;
    /// Sets the state, with receipt, time and request ids where there are any.
    fn settle(
        &self,
        id: ChangeId,
        state: ChangeState,
        receipt: Option<&serde_json::Value>,
        at: Timestamp,
        request_ids: &[String],
    ) -> Result<(), StoreError>;
    /// The journal of a set-up, oldest first.
    fn journal(&self, setup: SetupId) -> Result<Vec<JournalEntry>, StoreError>;
    /// Outputs of a set-up.
    fn outputs(&self, setup: SetupId) -> Result<Outputs, StoreError>;
    /// Writes the outputs.
    fn put_outputs(&self, setup: SetupId, outputs: &Outputs) -> Result<(), StoreError>;
    /// What was last seen of the items.
    fn items(&self, setup: SetupId) -> Result<Vec<ItemSnapshot>, StoreError>;
    /// Writes what was seen of an item.
    fn put_item(&self, setup: SetupId, snapshot: &ItemSnapshot) -> Result<(), StoreError>;
    /// Keeps evidence, replacing the item's earlier one.
    fn put_evidence(&self, evidence: &Evidence) -> Result<(), StoreError>;
    /// Evidence of an item.
    fn evidence(&self, setup: SetupId, item: &ItemId) -> Result<Option<Evidence>, StoreError>;
    /// Deletes evidence of an item.
    fn drop_evidence(&self, setup: SetupId, item: &ItemId) -> Result<(), StoreError>;
    /// Waits of a set-up.
    fn waits(&self, setup: SetupId) -> Result<Vec<Wait>, StoreError>;
    /// Writes a wait.
    fn put_wait(&self, wait: &Wait) -> Result<(), StoreError>;
    /// Ends a wait.
    fn end_wait(&self, setup: SetupId, item: &ItemId) -> Result<(), StoreError>;
}
