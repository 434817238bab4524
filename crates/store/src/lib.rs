//! Run history and journal in one SQLite file: the only room that knows SQL.
//!
//! A method has reached the disk when it returns (write-ahead log, `synchronous=FULL`). One process at a time writes,
//! by a lock file; others may read. There is no column for a secret: private keys stand in the keychain, tokens in
//! memory, and the journal only names the keychain's accounts.
//!
//! The caller hands over a directory that exists and that only its owner may enter (`platform` makes it, 0700): the
//! files in it are protected by that.

mod fault;
mod journal;
mod open;
mod schema;
mod seen;
mod setups;

use std::fs::File;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use domain::{
    Approval, ChangeId, ChangeState, Digest, Evidence, ItemId, ItemSnapshot, JournalEntry, Outputs, ProfileId, RunId,
    RunStore, Setup, SetupId, StoreError, Timestamp, Wait,
};
use rusqlite::Connection;
use serde_json::Value;

use crate::fault::Fault;

/// The store. Dropping it gives the lock free; being killed does too.
pub struct Store {
    connection: Mutex<Connection>,
    /// What messages name.
    path: PathBuf,
    /// Copies made before migrating, which [`RunStore::forget`] removes.
    copies: Vec<PathBuf>,
    /// Held while this store may write.
    _lock: Option<File>,
}

impl Store {
    fn with<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T, Fault>) -> Result<T, StoreError> {
        // A panic in another thread leaves no half-done transaction: dropping one rolls it back.
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut connection).map_err(|fault| fault.at(&self.path))
    }
}

impl RunStore for Store {
    fn setups(&self) -> Result<Vec<Setup>, StoreError> {
        self.with(|db| setups::all(db))
    }
    fn setup(&self, id: SetupId) -> Result<Option<Setup>, StoreError> {
        self.with(|db| setups::one(db, id))
    }
    fn vendor_key(&self, profile: &ProfileId) -> Result<Option<String>, StoreError> {
        self.with(|db| setups::vendor_key(db, profile))
    }
    fn put_vendor_key(&self, profile: &ProfileId, key: &str) -> Result<(), StoreError> {
        self.with(|db| setups::put_vendor_key(db, profile, key))
    }
    fn put_setup(&self, setup: &Setup) -> Result<(), StoreError> {
        self.with(|db| setups::put(db, setup))
    }
    fn forget(&self, id: SetupId) -> Result<(), StoreError> {
        self.with(|db| setups::forget(db, id, &self.copies))
    }
    fn put_profile(&self, digest: &Digest, text: &str) -> Result<(), StoreError> {
        self.with(|db| setups::put_profile(db, digest, text))
    }
    fn profile(&self, digest: &Digest) -> Result<Option<String>, StoreError> {
        self.with(|db| setups::profile(db, digest))
    }
    fn begin_run(&self, setup: SetupId, run: RunId, at: Timestamp) -> Result<(), StoreError> {
        self.with(|db| journal::begin_run(db, setup, run, at))
    }
    fn put_approval(&self, approval: &Approval) -> Result<(), StoreError> {
        self.with(|db| journal::put_approval(db, approval))
    }
    fn approvals(&self, setup: SetupId) -> Result<Vec<Approval>, StoreError> {
        self.with(|db| journal::approvals(db, setup))
    }
    fn intend(&self, entry: &JournalEntry) -> Result<u32, StoreError> {
        self.with(|db| journal::intend(db, entry))
    }
    fn note(&self, id: ChangeId, note: &Value) -> Result<(), StoreError> {
        self.with(|db| journal::note(db, id, note))
    }
    fn settle(
        &self,
        id: ChangeId,
        state: ChangeState,
        receipt: Option<&Value>,
        at: Timestamp,
        request_ids: &[String],
    ) -> Result<(), StoreError> {
        self.with(|db| journal::settle(db, id, state, receipt, at, request_ids))
    }
    fn journal(&self, setup: SetupId) -> Result<Vec<JournalEntry>, StoreError> {
        self.with(|db| journal::all(db, setup))
    }
    fn outputs(&self, setup: SetupId) -> Result<Outputs, StoreError> {
        self.with(|db| seen::outputs(db, setup))
    }
    fn put_outputs(&self, setup: SetupId, outputs: &Outputs) -> Result<(), StoreError> {
        self.with(|db| seen::put_outputs(db, setup, outputs))
    }
    fn items(&self, setup: SetupId) -> Result<Vec<ItemSnapshot>, StoreError> {
        self.with(|db| seen::items(db, setup))
    }
    fn put_item(&self, setup: SetupId, snapshot: &ItemSnapshot) -> Result<(), StoreError> {
        self.with(|db| seen::put_item(db, setup, snapshot))
    }
    fn put_evidence(&self, evidence: &Evidence) -> Result<(), StoreError> {
        self.with(|db| seen::put_evidence(db, evidence))
    }
    fn evidence(&self, setup: SetupId, item: &ItemId) -> Result<Option<Evidence>, StoreError> {
        self.with(|db| seen::evidence(db, setup, item))
    }
    fn drop_evidence(&self, setup: SetupId, item: &ItemId) -> Result<(), StoreError> {
        self.with(|db| seen::drop_evidence(db, setup, item))
    }
    fn waits(&self, setup: SetupId) -> Result<Vec<Wait>, StoreError> {
        self.with(|db| seen::waits(db, setup))
    }
    fn put_wait(&self, wait: &Wait) -> Result<(), StoreError> {
        self.with(|db| seen::put_wait(db, wait))
    }
    fn end_wait(&self, setup: SetupId, item: &ItemId) -> Result<(), StoreError> {
        self.with(|db| seen::end_wait(db, setup, item))
    }
}
