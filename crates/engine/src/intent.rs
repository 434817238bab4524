//! What a step may do with the journal while it makes a change.

use domain::{Digest, Evidence, JournalEntry, Message, RunStore, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Problem;

/// The journal row of the change being made: notes are durable when `note` returns.
pub struct Intent<'a> {
    pub(crate) store: &'a dyn RunStore,
    pub(crate) entry: &'a JournalEntry,
    /// An earlier attempt at the same change may have reached Microsoft: what is found now is probably ours.
    pub retried: bool,
    /// Told how far the change is.
    pub(crate) progress: &'a (dyn Fn(HowFar) + Send + Sync),
}

/// How far a change is that takes minutes.
pub(crate) enum HowFar {
    /// So many of its people are done.
    People(usize),
    /// In words.
    Words(Message),
}

impl HowFar {
    /// The same of a change whose first part, with so many people, is behind it.
    pub(crate) fn after(self, before: usize) -> Self {
        match self {
            Self::People(more) => Self::People(before + more),
            Self::Words(text) => Self::Words(text),
        }
    }
}

impl Intent<'_> {
    /// The change's id.
    #[must_use]
    pub const fn id(&self) -> domain::ChangeId {
        self.entry.id
    }

    /// Tells how many of the people of this change are done.
    pub fn done(&self, people: usize) {
        (self.progress)(HowFar::People(people));
    }

    /// Tells how far a change is that takes minutes.
    pub fn tell(&self, text: Message) {
        (self.progress)(HowFar::Words(text));
    }

    /// What was noted before a crash.
    #[must_use]
    pub fn noted<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_value(self.entry.note.clone()?).ok()
    }

    /// Writes something down that must survive a crash, before going on.
    ///
    /// # Errors
    /// When it cannot be stored: the step must not go on then.
    pub fn note<T: Serialize>(&self, note: &T) -> Result<(), Problem> {
        let note =
            serde_json::to_value(note).map_err(|error| Problem::Unreadable { what: "note", why: error.to_string() })?;
        Ok(self.store.note(self.entry.id, &note)?)
    }

    /// Keeps proof that costs a write, and what it is true for.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn keep_evidence(&self, digest: Digest, at: Timestamp, proof: Value) -> Result<(), Problem> {
        let item = self.entry.planned.item.clone();
        let evidence = Evidence { setup: self.entry.setup, item, digest, at, proof, request_ids: Vec::new() };
        Ok(self.store.put_evidence(&evidence)?)
    }
}
