//! How an item stands. One closed set everywhere (DECISIONS 7).

use serde::{Deserialize, Serialize};

/// What is known about an item after looking. *Unknown is never shown as green.*
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Outcome {
    /// Inspected: as wanted, and nothing was changed by this set-up.
    Done,
    /// Inspected: as wanted, after changes made by this set-up.
    Changed,
    /// It works, but someone should look.
    Finding,
    /// Microsoft needs time; there is a next try.
    Waiting,
    /// Another person, or another role, is needed.
    NeedsPerson,
    /// Only the admin can choose.
    NeedsDecision,
    /// Diagnosed: cause and remedy are known.
    Failed,
    /// Could not be read.
    Unknown,
    /// Left out by the admin, with a reason.
    Skipped,
    /// Does not apply to this tenant or these answers.
    NotApplicable,
    /// A finding that a named person accepted, until a date.
    Accepted,
}

impl Outcome {
    /// Whether later items may build on this one.
    #[must_use]
    pub const fn lets_others_go_on(self) -> bool {
        matches!(
            self,
            Self::Done | Self::Changed | Self::Finding | Self::Skipped | Self::NotApplicable | Self::Accepted
        )
    }

    /// Counted as finished in "5 of 11 done".
    #[must_use]
    pub const fn is_finished(self) -> bool {
        self.lets_others_go_on()
    }
}

/// What is being done with an item right now; not an outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "activity", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Activity {
    /// Reading.
    Looking,
    /// Making change `number` of `of`.
    Applying {
        /// From 1.
        number: u32,
        /// How many.
        of: u32,
    },
    /// Making or taking back changes that reach many people, counted by heads.
    Counting {
        /// So many are done.
        done: u32,
        /// How many.
        of: u32,
        /// Seconds that the rest takes at the rate so far; missing before there is enough to measure.
        left: Option<u32>,
        /// Taking back.
        undoing: bool,
    },
    /// Accepted by Microsoft, not yet readable everywhere.
    Settling,
    /// Taking changes back.
    Undoing,
}
