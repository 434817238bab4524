//! How long things take at Microsoft, and how long we wait (DECISIONS 8 and 9).

use std::time::Duration;

use domain::Timestamp;

/// Reads in a row that must agree before a change counts as seen: replicas differ, one good read proves nothing.
pub(crate) const AGREEING_READS: u32 = 3;
/// How long a run stays with one item until its changes can be read everywhere; after that the item waits.
pub(crate) const SETTLE_LIMIT: Duration = Duration::from_secs(120);
/// The longest pause between two such reads.
pub(crate) const SETTLE_PAUSE: Duration = Duration::from_secs(5);
/// Only what was written this recently is read several times.
pub(crate) const FRESH: Duration = Duration::from_secs(15 * 60);
/// How long a change is tried again when the directory's replicas are behind.
pub(crate) const REPLICATION_LIMIT: Duration = Duration::from_secs(10 * 60);
/// After this a wait is a failure.
pub(crate) const WAIT_LIMIT: Duration = Duration::from_secs(24 * 60 * 60);

/// Pauses between the tries of a wait; the last one repeats.
const TRIES: [u64; 9] = [0, 30, 60, 120, 240, 480, 900, 1800, 3600];

/// When to try next, after so many tries.
pub(crate) fn next_try(tries: u32, now: Timestamp) -> Timestamp {
    let index = usize::try_from(tries).unwrap_or(usize::MAX).min(TRIES.len() - 1);
    now + Duration::from_secs(TRIES[index])
}

/// Pause before a change is tried again: 2, 4, 8, 15, 30, 30 ... seconds.
pub(crate) fn replication_pause(attempt: u32) -> Duration {
    Duration::from_secs(match attempt {
        0 | 1 => 2,
        2 => 4,
        3 => 8,
        4 => 15,
        _ => 30,
    })
}
