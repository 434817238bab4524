//! The process dies anywhere on the way: it continues, makes nothing twice, and takes everything back in the end.

use domain::ChangeState;

use super::{ALTOURA, APP_ACCESS_POLICY, BuiltIn, CALL_TELEMETRY, DEVICE_MONITORING, assert_finished, lasting, walk};
use crate::bench::{Bench, Fault};
use crate::kills::{at_every, dies};

/// Nothing is there twice, open or without an owner.
#[track_caller]
pub fn assert_one_of_each(bench: &Bench) {
    let engine = bench.engine();
    assert!(bench.apps_of_this_setup() <= 1, "one app");
    assert_eq!(bench.meetings(), 0, "no stray meeting");
    assert_eq!(bench.emulator.read(|tenant| tenant.subscriptions.len()), 0, "no stray subscription");
    // What was for a test only is gone already.
    let known = bench.accounts_in_journal();
    assert!(bench.keychain.accounts().iter().all(|account| known.contains(account)), "the journal knows every secret");
    let open = engine.journal().expect("stored").iter().filter(|entry| entry.state == ChangeState::Intended).count();
    assert_eq!(open, 0, "nothing is left open");
}

/// Kills the process at one exchange, starts again with the real data file, and takes everything back.
async fn killed_at(profile: BuiltIn, exchange: u64, fault: Fault) -> bool {
    let dir = tempfile::tempdir().expect("a folder");
    let mut bench = profile.on_disk(dir.path());
    let before = lasting(&bench).await;
    let died = {
        let engine = profile.engine(&bench);
        dies(&bench, (exchange, fault), walk(&bench, &engine)).await
    };
    bench.restart();
    let engine = profile.engine(&bench);
    walk(&bench, &engine).await;
    engine.look_all().await.expect("it looks");
    assert_finished(&engine);
    assert_one_of_each(&bench);
    bench.undo(&engine).await.expect("it is taken back");
    assert_eq!(lasting(&bench).await, before, "{fault:?} at {exchange}: as it was");
    assert_eq!(bench.keychain.accounts(), Vec::<String>::new(), "{fault:?} at {exchange}: no secret is left");
    died
}

#[tokio::test]
async fn altoura_killed_anywhere_continues() {
    at_every(59, 100, async |exchange, fault| killed_at(ALTOURA, exchange, fault).await).await;
}

#[tokio::test]
async fn call_telemetry_killed_anywhere_continues() {
    at_every(47, 60, async |exchange, fault| killed_at(CALL_TELEMETRY, exchange, fault).await).await;
}

#[tokio::test]
async fn app_access_policy_killed_anywhere_continues() {
    at_every(37, 60, async |exchange, fault| killed_at(APP_ACCESS_POLICY, exchange, fault).await).await;
}

#[tokio::test]
async fn device_monitoring_killed_anywhere_continues() {
    at_every(35, 60, async |exchange, fault| killed_at(DEVICE_MONITORING, exchange, fault).await).await;
}
