//! How far a run has come, told in heads where its changes reach many people.

use std::sync::{Mutex, PoisonError};

use domain::{Activity, ItemId};

use super::Engine;
use crate::pace::Pace;

/// Progress of one item's changes.
pub(crate) struct Progress<'a> {
    engine: &'a Engine,
    id: &'a ItemId,
    pace: Mutex<Counted>,
    undoing: bool,
}

struct Counted {
    pace: Pace,
    /// Heads of the changes that are finished.
    before: usize,
}

impl Engine {
    pub(crate) fn progress<'a>(&'a self, id: &'a ItemId, heads: usize, undoing: bool) -> Progress<'a> {
        let pace = Pace::new(heads, self.ports.clock.now());
        Progress { engine: self, id, pace: Mutex::new(Counted { pace, before: 0 }), undoing }
    }
}

impl Progress<'_> {
    /// So many people of the change that is being made are done.
    pub(crate) fn within(&self, people: usize) {
        let now = self.engine.ports.clock.now();
        let mut counted = self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        let done = counted.before + people;
        if !counted.pace.reach(done, now) {
            return;
        }
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let left = counted.pace.left(now).map(|left| u32::try_from(left.as_secs()).unwrap_or(u32::MAX));
        let activity = Activity::Counting {
            done: number(counted.pace.done()),
            of: number(counted.pace.of()),
            left,
            undoing: self.undoing,
        };
        drop(counted);
        self.engine.say(self.id, Some(activity), None);
    }

    /// A change is finished that reached so many.
    pub(crate) fn finished(&self, heads: usize) {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner).before += heads;
    }
}
