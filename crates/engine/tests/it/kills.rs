//! Killing the process at every exchange with the tenant, or at every so many.

use std::sync::atomic::Ordering;

use crate::bench::{Bench, Fault};

/// Before the request leaves, and after the answer came and before anybody knew it.
const DEATHS: [Fault; 2] = [Fault::DieBefore, Fault::DieAfter];

/// The first so many exchanges: each in a sweep, else every so many.
pub fn some(last: u64, step: usize) -> impl Iterator<Item = u64> {
    let all = std::env::var_os("HANDRAIL_KILL_SWEEP").is_some();
    (1..=last).step_by(if all { 1 } else { step })
}

/// Tries exchange after exchange until nothing dies any more: each in a sweep, else every so many. `killed_at` says whether
/// the process died, `least` how many exchanges there are at least.
pub async fn at_every(step: u64, least: u64, mut killed_at: impl AsyncFnMut(u64, Fault) -> bool) {
    let all = std::env::var_os("HANDRAIL_KILL_SWEEP").is_some();
    for fault in DEATHS {
        let mut exchange = 1;
        while killed_at(exchange, fault).await {
            exchange += if all { 1 } else { step };
        }
        assert!(exchange > least, "there are several exchanges to die at");
    }
}

/// Runs that, and dies at an exchange counted from here; whether it came to that. A dead process answers nothing any more:
/// the run is dropped where it stands.
pub async fn dies(bench: &Bench, (exchange, fault): (u64, Fault), run: impl Future<Output = ()>) -> bool {
    let now = bench.exchange.count.load(Ordering::Relaxed);
    *bench.exchange.fault.lock().expect("no panic elsewhere") = Some((now + exchange, fault));
    tokio::select! {
        biased;
        () = run => false,
        () = bench.exchange.died() => true,
    }
}
