//! How fast the service behind the cmdlets takes requests. Microsoft documents no number for it; that it answers 429 is
//! told by those who use it. Ten changes a second are an assumption, and are kept where Graph's documented limits are.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::Timestamp;

use super::cmdlets::{CmdletError, RetryAfter};
use crate::Emulator;

/// Changes in [`WINDOW`], assumed.
const CHANGES: f64 = 100.0;
const WINDOW: Duration = Duration::from_secs(10);

/// When the last changes were made, on the clock of delays. In memory only, as a front end does it.
#[derive(Debug, Default)]
pub(crate) struct Pace(Mutex<VecDeque<Timestamp>>);

/// Counts a change, or refuses it and counts nothing. Reading is not limited.
pub(super) fn charge(emulator: &Emulator, writes: bool) -> Result<(), CmdletError> {
    let scale = emulator.read(|tenant| tenant.oddities.limits_scale);
    if !writes || scale <= 0.0 {
        return Ok(());
    }
    let now = emulator.delays_now();
    let mut made = emulator.pace().0.lock().unwrap_or_else(PoisonError::into_inner);
    while made.front().is_some_and(|at| now.since(*at) >= WINDOW) {
        made.pop_front();
    }
    let most = (CHANGES * scale).max(1.0);
    if f64::from(u32::try_from(made.len()).unwrap_or(u32::MAX)) < most {
        made.push_back(now);
        return Ok(());
    }
    let wait = made.front().map_or(WINDOW, |first| WINDOW.saturating_sub(now.since(*first)));
    let mut error = CmdletError::new(
        "Response status code does not indicate success: 429 (Too Many Requests).",
        "Microsoft.Teams.ConfigApi.Cmdlets.TooManyRequests",
        "LimitsExceeded",
    );
    error.retry_after = Some(RetryAfter::from(wait.as_secs_f64()));
    Err(error)
}
