//! One exchange on the way goes wrong: what it stopped is said in words, and the next run ends well.

use std::sync::atomic::Ordering;

use domain::{Block, Outcome};
use engine::Engine;

use super::kills::assert_one_of_each;
use super::{ALTOURA, APP_ACCESS_POLICY, BuiltIn, CALL_TELEMETRY, DEVICE_MONITORING, assert_finished, walk};
use crate::bench::Fault;

const FAULTS: [Fault; 7] = [
    Fault::DropBefore,
    Fault::DropAfter,
    Fault::TooMany,
    Fault::Unavailable,
    Fault::Truncated,
    Fault::Html,
    Fault::BadJson,
];

/// What is not finished has been diagnosed, is asked about, or waits for something that is not finished.
#[track_caller]
pub fn assert_told(engine: &Engine, case: &str) {
    let mut open = false;
    for head in engine.view().expect("it is read").items {
        if head.outcome.is_some_and(Outcome::is_finished) {
            continue;
        }
        let view = engine.item(&head.id).expect("it was seen");
        let asked = view.blocks.iter().any(|block| matches!(block, Block::Question { .. }));
        let told = view.diagnostic.is_some() || (head.outcome == Some(Outcome::NeedsDecision) && asked);
        assert!(told || (open && head.outcome.is_none()), "{case}: {} ended as {:?}", head.id, head.outcome);
        open = true;
    }
}

/// How many exchanges a walk has on which nothing goes wrong.
async fn exchanges(profile: BuiltIn) -> u64 {
    let bench = profile.bench("all-is-well");
    walk(&bench, &profile.engine(&bench)).await;
    bench.exchange.count.load(Ordering::Relaxed)
}

async fn ends_well_after(profile: BuiltIn, fault: Fault, exchange: u64) {
    let case = format!("{fault:?} at {exchange}");
    let bench = profile.bench("all-is-well");
    *bench.exchange.fault.lock().expect("no panic elsewhere") = Some((exchange, fault));
    let engine = profile.engine(&bench);
    walk(&bench, &engine).await;
    assert_told(&engine, &case);
    walk(&bench, &engine).await;
    engine.look_all().await.expect("it looks");
    assert_finished(&engine);
    assert_one_of_each(&bench);
}

/// Every fault at one exchange, each at another; at every single one in a sweep.
async fn converges_or_is_diagnosed(profile: BuiltIn) {
    let all = std::env::var_os("HANDRAIL_KILL_SWEEP").is_some();
    let last = exchanges(profile).await;
    let apart = last / FAULTS.len() as u64;
    for (nth, fault) in (0..).zip(FAULTS) {
        let here = 1 + nth * apart;
        for exchange in if all { 1..=last } else { here..=here } {
            ends_well_after(profile, fault, exchange).await;
        }
    }
}

#[tokio::test]
async fn altoura_converges_or_is_diagnosed() {
    converges_or_is_diagnosed(ALTOURA).await;
}

#[tokio::test]
async fn call_telemetry_converges_or_is_diagnosed() {
    converges_or_is_diagnosed(CALL_TELEMETRY).await;
}

#[tokio::test]
async fn app_access_policy_converges_or_is_diagnosed() {
    converges_or_is_diagnosed(APP_ACCESS_POLICY).await;
}

#[tokio::test]
async fn device_monitoring_converges_or_is_diagnosed() {
    converges_or_is_diagnosed(DEVICE_MONITORING).await;
}
