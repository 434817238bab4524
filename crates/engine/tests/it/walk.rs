//! The whole profile, item after item, and everything that may come between.

use std::time::Duration;

use domain::{ChangeState, ItemId, Outcome, Purpose};

use crate::bench::{Bench, Fault};
use crate::built_in::{assert_finished, walk};
use crate::kills::{at_every, dies};

/// Exactly one of everything, nothing left over.
#[track_caller]
pub fn assert_one_of_each(bench: &Bench) {
    assert_eq!(bench.apps_of_this_setup(), 1, "one app");
    assert_eq!(bench.app_object()["keyCredentials"].as_array().map_or(0, Vec::len), 1, "one certificate");
    assert_eq!(bench.policies_named("TeamsMeetingsIntegration"), 1, "one policy");
    assert_eq!(bench.meetings(), 0, "no stray meeting");
    assert_eq!(bench.keychain.accounts(), bench.accounts_in_journal(), "keychain and journal agree");
    let open = bench.engine().journal().expect("stored").iter().filter(|e| e.state == ChangeState::Intended).count();
    assert_eq!(open, 0, "nothing is left open");
}

#[tokio::test]
async fn the_whole_profile_ends_green_and_keeps_to_the_contract() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    walk(&bench, &engine).await;
    assert_finished(&engine);
    assert_one_of_each(&bench);
    bench.assert_contract();
    let record = engine.record(Purpose::Setup, "test").expect("it is stored");
    assert!(record.outcome.is_finished(), "the record says so: {:?}", record.outcome);
}

#[tokio::test]
async fn a_second_run_of_everything_writes_nothing() {
    let bench = Bench::new("all-is-well");
    walk(&bench, &bench.engine()).await;
    let before = bench.writes();
    let engine = bench.engine();
    engine.look_all().await.expect("it looks");
    assert_finished(&engine);
    walk(&bench, &engine).await;
    assert_eq!(bench.writes(), before, "nothing is missing");
}

#[tokio::test]
async fn everything_can_be_approved_at_once_and_stops_nowhere() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    engine.look_all().await.expect("it looks");
    let (list, view) = engine.plan(None).expect("it plans");
    assert!(view.count >= 8, "everything up to the test meeting is in it: {view:?}");
    engine.approve(None, &list.digest()).expect("it is the plan that was seen");
    engine.apply(None).await.expect("it is stored");
    for _ in 0..5 {
        bench.clock.advance(Duration::from_secs(600));
        engine.tick().await.expect("it tries");
        engine.apply(None).await.expect("it is stored");
    }
    assert_finished(&engine);
    assert_one_of_each(&bench);
}

#[tokio::test]
async fn undo_of_everything_leaves_the_tenant_as_it_was() {
    let bench = Bench::new("all-is-well");
    let before = (bench.apps(), bench.principals(), bench.grants(), bench.policies_named("TeamsMeetingsIntegration"));
    let engine = bench.engine();
    walk(&bench, &engine).await;
    bench.undo(&engine).await.expect("it is taken back");
    let after = (bench.apps(), bench.principals(), bench.grants(), bench.policies_named("TeamsMeetingsIntegration"));
    assert_eq!(after, before, "as it was");
    assert!(bench.keychain.accounts().is_empty(), "no key is left");
    for id in ["app_registration", "certificate", "admin_consent", "application_access_policy", "meeting_test"] {
        let view = engine.item(&ItemId::from(id)).expect("it was seen");
        let outcome = view.head.outcome;
        assert!(!outcome.is_some_and(Outcome::is_finished), "{id} is not done any more: {outcome:?}");
        assert_ne!(outcome, Some(Outcome::Failed), "{id} is to be done again: {:?}", view.diagnostic);
    }
    assert!(engine.undo_plan().expect("it plans").0.changes.is_empty(), "nothing is left to take back");
}

#[tokio::test]
async fn slow_replication_ends_green_with_one_of_each() {
    let bench = Bench::new("slow-replication");
    let engine = bench.engine();
    walk(&bench, &engine).await;
    assert_finished(&engine);
    assert_one_of_each(&bench);
}

#[tokio::test]
async fn a_policy_that_takes_thirty_minutes_is_waited_for() {
    let bench = Bench::new("policy-takes-30-minutes");
    let engine = bench.engine();
    walk(&bench, &engine).await;
    assert_finished(&engine);
    assert_one_of_each(&bench);
}

#[tokio::test]
async fn throttling_is_waited_out() {
    let bench = Bench::new("throttled");
    let engine = bench.engine();
    walk(&bench, &engine).await;
    assert_finished(&engine);
    assert_one_of_each(&bench);
}

#[tokio::test]
async fn graphs_documented_limits_are_kept_or_waited_out() {
    let bench = Bench::new("documented-limits");
    let engine = bench.engine();
    walk(&bench, &engine).await;
    assert_finished(&engine);
    assert_one_of_each(&bench);
}

#[tokio::test]
async fn hostile_names_change_nothing() {
    let bench = Bench::new("hostile-names");
    let engine = bench.engine();
    engine.answer(&domain::QuestionId::from("adopt"), serde_json::json!("new")).expect("it is stored");
    walk(&bench, &engine).await;
    assert_one_of_each(&bench);
}

/// Kills the process at one exchange and starts again, with the real data file.
async fn killed_at(exchange: u64, fault: Fault) -> bool {
    let dir = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::on_disk("all-is-well", dir.path().to_owned());
    let died = {
        let engine = bench.engine();
        dies(&bench, (exchange, fault), walk(&bench, &engine)).await
    };
    bench.restart();
    let engine = bench.engine();
    walk(&bench, &engine).await;
    assert_finished(&engine);
    assert_one_of_each(&bench);
    died
}

#[tokio::test]
async fn killed_anywhere_it_continues_with_one_of_each() {
    at_every(29, 20, killed_at).await;
}

/// One fault, at every so many exchanges of the walk; at every single one in a sweep.
async fn converges_or_is_diagnosed(fault: Fault, first: u64) {
    let all = std::env::var_os("HANDRAIL_KILL_SWEEP").is_some();
    let mut exchange = first;
    loop {
        let bench = Bench::new("all-is-well");
        *bench.exchange.fault.lock().expect("no panic elsewhere") = Some((exchange, fault));
        let engine = bench.engine();
        walk(&bench, &engine).await;
        for item in &engine.profile().items {
            let view = engine.item(&item.id).expect("it was seen");
            let told = view.diagnostic.is_some() || view.head.outcome.is_some_and(Outcome::is_finished);
            assert!(told, "{fault:?} at {exchange}: {} ended as {:?}", item.id, view.head.outcome);
        }
        // Whatever was diagnosed, the next run ends well.
        walk(&bench, &engine).await;
        assert_finished(&engine);
        assert_one_of_each(&bench);
        if bench.exchange.count.load(std::sync::atomic::Ordering::Relaxed) < exchange {
            break;
        }
        exchange += if all { 1 } else { 173 };
    }
}

#[tokio::test]
async fn a_request_that_never_arrives_converges_or_is_diagnosed() {
    converges_or_is_diagnosed(Fault::DropBefore, 1).await;
}

#[tokio::test]
async fn an_answer_that_is_lost_converges_or_is_diagnosed() {
    converges_or_is_diagnosed(Fault::DropAfter, 2).await;
}

#[tokio::test]
async fn too_many_requests_converge_or_are_diagnosed() {
    converges_or_is_diagnosed(Fault::TooMany, 3).await;
}

#[tokio::test]
async fn a_service_that_is_unavailable_converges_or_is_diagnosed() {
    converges_or_is_diagnosed(Fault::Unavailable, 4).await;
}

#[tokio::test]
async fn an_answer_that_breaks_off_converges_or_is_diagnosed() {
    converges_or_is_diagnosed(Fault::Truncated, 5).await;
}

#[tokio::test]
async fn a_web_page_instead_of_an_answer_converges_or_is_diagnosed() {
    converges_or_is_diagnosed(Fault::Html, 6).await;
}

#[tokio::test]
async fn an_answer_that_is_no_json_converges_or_is_diagnosed() {
    converges_or_is_diagnosed(Fault::BadJson, 7).await;
}
