//! Versions of an object and who sees which of them.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::Timestamp;
use serde::{Deserialize, Serialize};

/// How long a superseded version is kept, so that slow parts of Microsoft (the token service, Teams) can still see it.
const KEPT_FOR: Duration = Duration::from_secs(2 * 60 * 60);
/// Superseded versions kept at most, whatever their age.
const KEPT_VERSIONS: usize = 32;

/// When a write happened and how long the slowest replica takes to show it. Made by `Tenant::stamp`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// On the clock of delays (see [`crate::Emulator::delays_now`]).
    pub written: Timestamp,
    /// Time until the last replica shows it, milliseconds.
    pub lag_ms: u64,
}

/// What one read looks at: one replica at one moment. Made by `Emulator::view`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// Which replica answers; 0 is the one that took the write and is always up to date.
    pub replica: u32,
    /// How many replicas there are, at least 1.
    pub replicas: u32,
    /// On the clock of delays.
    pub now: Timestamp,
}

impl View {
    /// The replica that took the writes: sees everything at once. For checks inside a write.
    #[must_use]
    pub const fn current(now: Timestamp) -> Self {
        Self { replica: 0, replicas: 1, now }
    }

    /// Whether this replica shows a write with that stamp by now.
    #[must_use]
    pub fn shows(&self, stamp: Stamp) -> bool {
        self.visible_from(stamp) <= self.now
    }

    /// From when on this replica shows a write with that stamp. The lag is spread evenly: replica 0 at once, the last
    /// one after the whole of it.
    #[must_use]
    pub fn visible_from(&self, stamp: Stamp) -> Timestamp {
        if self.replica == 0 || self.replicas < 2 {
            return stamp.written;
        }
        let share = stamp.lag_ms.saturating_mul(u64::from(self.replica)) / u64::from(self.replicas - 1);
        stamp.written + Duration::from_millis(share)
    }
}

/// One version; no value means that the object was deleted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Version<T> {
    stamp: Stamp,
    value: Option<T>,
}

/// A value with its history, oldest version first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Replicated<T> {
    versions: Vec<Version<T>>,
}

impl<T> Default for Replicated<T> {
    fn default() -> Self {
        Self { versions: Vec::new() }
    }
}

impl<T> Replicated<T> {
    /// A value that was always there (scenario data).
    #[must_use]
    pub fn settled(value: T) -> Self {
        let stamp = Stamp { written: Timestamp::EPOCH, lag_ms: 0 };
        Self { versions: vec![Version { stamp, value: Some(value) }] }
    }

    /// What is really there.
    #[must_use]
    pub fn current(&self) -> Option<&T> {
        self.versions.last().and_then(|version| version.value.as_ref())
    }

    /// What a read on that replica sees: an older version, or nothing, until the write has arrived there.
    #[must_use]
    pub fn seen(&self, view: View) -> Option<&T> {
        self.versions.iter().rev().find(|version| view.shows(version.stamp)).and_then(|version| version.value.as_ref())
    }

    /// What was written up to that moment. For services that lag behind the directory by a time of their own:
    /// `as_of(delays_now - token_role_delay)`.
    #[must_use]
    pub fn as_of(&self, at: Timestamp) -> Option<&T> {
        self.versions
            .iter()
            .rev()
            .find(|version| version.stamp.written <= at)
            .and_then(|version| version.value.as_ref())
    }

    /// When the present version was written, on the clock of delays.
    #[must_use]
    pub fn last_written(&self) -> Option<Timestamp> {
        self.versions.last().map(|version| version.stamp.written)
    }

    /// Writes a new version.
    pub fn write(&mut self, value: T, stamp: Stamp) {
        self.push(Some(value), stamp);
    }

    /// Deletes: lagging replicas show the old version until they notice. Returns what was there.
    pub fn delete(&mut self, stamp: Stamp) -> Option<T>
    where
        T: Clone,
    {
        let old = self.current().cloned();
        if old.is_some() {
            self.push(None, stamp);
        }
        old
    }

    /// Nothing is left of it on any replica.
    fn is_gone(&self, now: Timestamp) -> bool {
        self.versions.iter().all(|version| version.value.is_none() && now.since(version.stamp.written) > KEPT_FOR)
    }

    fn push(&mut self, value: Option<T>, stamp: Stamp) {
        self.versions.push(Version { stamp, value });
        // A version may go once its successor is old enough to be seen everywhere.
        let mut old = self.versions.len().saturating_sub(KEPT_VERSIONS + 1);
        while old + 1 < self.versions.len() && stamp.written.since(self.versions[old + 1].stamp.written) > KEPT_FOR {
            old += 1;
        }
        self.versions.drain(..old);
    }
}

/// Objects of one kind by id, in order of id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Table<T> {
    rows: BTreeMap<String, Replicated<T>>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: BTreeMap::new() }
    }
}

impl<T: Clone> Table<T> {
    /// Scenario data: was always there.
    pub fn seed(&mut self, id: impl Into<String>, value: T) {
        self.rows.insert(id.into(), Replicated::settled(value));
    }

    /// Creates or changes. The value is the whole object: change a clone of [`Table::current`].
    pub fn write(&mut self, id: impl Into<String>, value: T, stamp: Stamp) {
        self.rows.entry(id.into()).or_default().write(value, stamp);
    }

    /// Deletes; returns what was there.
    pub fn delete(&mut self, id: &str, stamp: Stamp) -> Option<T> {
        let old = self.rows.get_mut(id)?.delete(stamp);
        self.rows.retain(|_, row| !row.is_gone(stamp.written));
        old
    }

    /// What is really there. For checks inside writes (duplicates, existence) and for the control plane.
    #[must_use]
    pub fn current(&self, id: &str) -> Option<&T> {
        self.rows.get(id).and_then(Replicated::current)
    }

    /// What a read sees.
    #[must_use]
    pub fn seen(&self, id: &str, view: View) -> Option<&T> {
        self.rows.get(id).and_then(|row| row.seen(view))
    }

    /// What was written up to that moment.
    #[must_use]
    pub fn as_of(&self, id: &str, at: Timestamp) -> Option<&T> {
        self.rows.get(id).and_then(|row| row.as_of(at))
    }

    /// When the object was last written, on the clock of delays.
    #[must_use]
    pub fn last_written(&self, id: &str) -> Option<Timestamp> {
        self.rows.get(id).and_then(Replicated::last_written)
    }

    /// Everything that is really there.
    pub fn all(&self) -> impl Iterator<Item = (&str, &T)> {
        self.rows.iter().filter_map(|(id, row)| row.current().map(|value| (id.as_str(), value)))
    }

    /// Everything that a read sees.
    pub fn all_seen(&self, view: View) -> impl Iterator<Item = (&str, &T)> {
        self.rows.iter().filter_map(move |(id, row)| row.seen(view).map(|value| (id.as_str(), value)))
    }

    /// Everything that was written up to that moment.
    pub fn all_as_of(&self, at: Timestamp) -> impl Iterator<Item = (&str, &T)> {
        self.rows.iter().filter_map(move |(id, row)| row.as_of(at).map(|value| (id.as_str(), value)))
    }
}
