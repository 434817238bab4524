//! The five tests of `meeting_test` as the signed-in user, and no meeting left behind.

use domain::{ItemId, Outcome};

use crate::bench::{Bench, Fault, GWEN};
use crate::kills::{at_every, dies};
use crate::small;

const ITEM: &str = "meeting_test";
const ITEMS: &str = "[[item]]\nkind = \"meeting_test\"\nacting = \"signed_in_user\"\nsubject = \"Handrail test\"\n\
    starts_in_minutes = 60\nminutes = 30\n";
const MIA: &str = "mia@practice.handrail.example";

async fn signed_in(bench: &Bench) -> engine::Engine {
    let engine = bench.engine();
    bench.run(&engine, "sign_in").await;
    engine
}

fn methods(bench: &Bench) -> Vec<String> {
    let asked = bench.emulator.requests();
    asked.iter().filter(|r| r.path.contains("/me/onlineMeetings")).map(|r| r.method.clone()).collect()
}

#[tokio::test]
async fn makes_reads_changes_and_deletes_one_as_the_signed_in_user() {
    let bench = small::bench(ITEMS);
    let engine = signed_in(&bench).await;
    let planned = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!((planned.changes.len(), methods(&bench).len()), (1, 0), "looking writes nothing");
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "proved: {:?}", view.diagnostic);
    assert_eq!(methods(&bench), ["POST", "GET", "PATCH", "GET", "DELETE"], "the whole life of a meeting");
    assert_eq!(bench.meetings(), 0, "nothing stays");
    bench.assert_contract();
}

#[tokio::test]
async fn a_second_run_writes_nothing_for_seven_days_and_another_account_is_tried_anew() {
    let bench = small::bench(ITEMS);
    let engine = signed_in(&bench).await;
    bench.run(&engine, ITEM).await;
    let writes = bench.writes();
    let view = bench.run(&bench.engine(), ITEM).await;
    assert!(view.changes.is_empty() && bench.writes() == writes, "the evidence holds");
    bench.hours(8 * 24);
    let view = bench.engine().look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!((view.changes.len(), bench.writes()), (1, writes), "after eight days it is planned anew, not made");
}

#[tokio::test]
async fn undo_has_nothing_to_take_back() {
    let bench = small::bench(ITEMS);
    let engine = signed_in(&bench).await;
    bench.run(&engine, ITEM).await;
    let (list, _) = engine.undo_plan_of(&[ItemId::from(ITEM)]).expect("it reads");
    assert!(list.changes.is_empty(), "the meeting is gone already");
}

#[tokio::test]
async fn an_account_without_teams_is_told_so() {
    let bench = Bench::for_profile("unlicensed-organiser", &small::profile(ITEMS), small::TENANT, None);
    bench.sign_in_as(MIA);
    let engine = signed_in(&bench).await;
    let view = bench.run(&engine, ITEM).await;
    let found = view.diagnostic.expect("it is diagnosed");
    assert_eq!((view.head.outcome, found.code.as_str()), (Some(Outcome::Failed), "organiser-no-teams"), "{found:?}");
    assert_eq!(bench.meetings(), 0, "none was made");
}

#[tokio::test]
async fn a_meeting_whose_answers_break_off_is_deleted_and_tried_again() {
    for exchange in 1..=5 {
        let bench = small::bench(ITEMS);
        let engine = signed_in(&bench).await;
        let now = bench.exchange.count.load(std::sync::atomic::Ordering::Relaxed);
        *bench.exchange.fault.lock().expect("no panic elsewhere") = Some((now + exchange, Fault::Truncated));
        bench.run(&engine, ITEM).await;
        let view = bench.run(&engine, ITEM).await;
        assert_eq!(view.head.outcome, Some(Outcome::Changed), "{exchange}: {:?}", view.diagnostic);
        assert_eq!(bench.meetings(), 0, "{exchange}: none is left");
    }
}

#[tokio::test]
async fn whoever_signs_in_next_is_proved_by_a_test_of_their_own() {
    let bench = small::bench(ITEMS);
    let engine = signed_in(&bench).await;
    bench.run(&engine, ITEM).await;
    bench.sign_in_as(GWEN);
    let engine = signed_in(&bench).await;
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.changes.len(), 1, "the evidence is of another account");
}

/// Kills the process at one exchange of the test and starts again, with the real data file.
async fn killed_at(exchange: u64, fault: Fault) -> bool {
    let dir = tempfile::tempdir().expect("a folder");
    let mut bench =
        Bench::for_profile("all-is-well", &small::profile(ITEMS), small::TENANT, Some(dir.path().to_owned()));
    let died = {
        let engine = signed_in(&bench).await;
        dies(&bench, (exchange, fault), async {
            bench.run(&engine, ITEM).await;
        })
        .await
    };
    bench.restart();
    let view = bench.run(&signed_in(&bench).await, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{fault:?} at {exchange}: {:?}", view.diagnostic);
    assert_eq!(bench.meetings(), 0, "{fault:?} at {exchange}: none is left");
    died
}

#[tokio::test]
async fn killed_anywhere_it_ends_with_the_proof_and_no_meeting() {
    at_every(1, 4, killed_at).await;
}
