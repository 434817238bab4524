//! Deleting for good what undo has left restorable: only ours, only by its name, once.

use std::sync::atomic::Ordering;

use domain::{ChangeState, FinalRemoval, ItemId, Outcome, Timestamp};
use emulator::state::{Deleted, DeletedKind, View};
use engine::{Engine, Problem};

use crate::bench::{Bench, Fault, GWEN, SAM};
use crate::kills::{at_every, dies};

const ITEM: &str = "app_registration";
const NAME: &str = "Teams Meetings Integration";

/// The app is made and taken back.
async fn undone(bench: &Bench, engine: &Engine) {
    bench.reach(engine, ITEM).await;
    bench.run(engine, ITEM).await;
    bench.undo(engine).await.expect("it is taken back");
}

async fn left(engine: &Engine) -> Option<FinalRemoval> {
    engine.final_removal().await.expect("it is read").map(|(_, left)| left)
}

async fn remove(engine: &Engine) -> Result<(), Problem> {
    let left = left(engine).await.expect("it lies among the deleted ones");
    engine.delete_for_good(&left.plan.digest, NAME).await
}

/// Ids of the app registrations among the deleted ones.
fn deleted(bench: &Bench) -> Vec<String> {
    let view = View::current(bench.emulator.delays_now());
    bench.emulator.read(|tenant| {
        let apps = tenant.deleted.all_seen(view).filter(|(_, item)| item.kind == DeletedKind::Application);
        apps.map(|(id, _)| id.to_owned()).collect()
    })
}

/// Somebody else's app of the same name, deleted by them.
fn somebody_elses(bench: &Bench) -> String {
    let id = "0a0b0c0d-1111-4222-8333-444455556666".to_owned();
    let at = bench.now();
    let mut object = bench.emulator.read(|tenant| {
        let view = View::current(bench.emulator.delays_now());
        tenant.deleted.all_seen(view).next().expect("ours is there").1.object.clone()
    });
    object.json.insert("id".to_owned(), id.clone().into());
    object.json.insert("uniqueName".to_owned(), serde_json::Value::Null);
    let changed = bench.emulator.write(|tenant, moment| {
        let stamp = moment.stamp(tenant);
        tenant.deleted.write(id.clone(), Deleted { kind: DeletedKind::Application, object, deleted_at: at }, stamp);
    });
    changed.expect("kept nowhere");
    id
}

fn removals(engine: &Engine, state: ChangeState) -> usize {
    let journal = engine.journal().expect("stored");
    let removals = journal.iter().filter(|entry| entry.planned.change.get("delete_for_good").is_some());
    removals.filter(|entry| entry.state == state).count()
}

#[tokio::test]
async fn the_undone_app_is_deleted_for_good_when_its_name_is_typed() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    assert_eq!(left(&engine).await, None, "nothing was made yet");
    undone(&bench, &engine).await;
    let seen = left(&engine).await.expect("it can be restored");
    let month = Timestamp::parse("2026-12-21T09:00:00Z").expect("a time");
    assert!(seen.until.is_some_and(|until| until.since(month).as_secs() < 3600), "for 30 days: {:?}", seen.until);
    assert_eq!((seen.name.as_str(), seen.plan.count), (NAME, 1), "one change, confirmed by the app's name");
    let before = bench.writes();
    engine.delete_for_good(&seen.plan.digest, NAME).await.expect("it is deleted");
    assert_eq!(bench.writes(), before + 1, "one request does it");
    assert_eq!(deleted(&bench), Vec::<String>::new(), "nobody can restore it");
    assert_eq!(removals(&engine, ChangeState::Seen), 1, "it is in the journal, and was read back");
    assert!(engine.undo_plan().expect("it plans").0.changes.is_empty(), "there is nothing to take back about it");
    bench.assert_contract();
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    undone(&bench, &engine).await;
    let digest = left(&engine).await.expect("it can be restored").plan.digest;
    engine.delete_for_good(&digest, NAME).await.expect("it is deleted");
    let before = bench.writes();
    let again = bench.engine();
    assert_eq!(left(&again).await, None, "it is not offered any more");
    assert!(again.delete_for_good(&digest, NAME).await.is_err(), "that plan is over");
    assert_eq!(bench.writes(), before, "nothing is written");
}

#[tokio::test]
async fn what_others_made_or_restored_is_never_touched() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    undone(&bench, &engine).await;
    let theirs = somebody_elses(&bench);
    remove(&engine).await.expect("ours is deleted");
    assert_eq!(deleted(&bench), vec![theirs], "the other one of that name can still be restored");

    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    undone(&bench, &engine).await;
    let digest = left(&engine).await.expect("it can be restored").plan.digest;
    restore(&bench);
    let before = bench.writes();
    assert_eq!(left(&engine).await, None, "somebody restored it: it is in use");
    assert!(engine.delete_for_good(&digest, NAME).await.is_err(), "and is not deleted behind their back");
    assert_eq!((bench.writes(), bench.apps_of_this_setup()), (before, 1), "it stays");
}

/// Somebody restores our app in the portal.
fn restore(bench: &Bench) {
    let id = deleted(bench).remove(0);
    let changed = bench.emulator.write(|tenant, moment| {
        let stamp = moment.stamp(tenant);
        let item = tenant.deleted.delete(&id, stamp).expect("it was deleted");
        tenant.applications.write(id.clone(), item.object, stamp);
    });
    changed.expect("kept nowhere");
}

#[tokio::test]
async fn nothing_is_sent_for_another_name() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    undone(&bench, &engine).await;
    let digest = left(&engine).await.expect("it can be restored").plan.digest;
    let before = bench.writes();
    for typed in ["", "teams meetings integration", "Teams Meetings"] {
        let Err(Problem::Diagnosed(found)) = engine.delete_for_good(&digest, typed).await else {
            panic!("{typed:?} is not its name")
        };
        assert_eq!(found.code, "not-confirmed", "it says what to type");
    }
    assert_eq!((bench.writes(), deleted(&bench).len()), (before, 1), "nothing was sent");
}

#[tokio::test]
async fn a_refusal_names_the_role_that_is_needed() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    undone(&bench, &engine).await;
    bench.sign_in_as(GWEN);
    let Err(Problem::Diagnosed(found)) = remove(&engine).await else { panic!("a reader may not") };
    assert_eq!(found.code, "app-final-removal-not-allowed", "{found:?}");
    assert_eq!(found.outcome, Outcome::NeedsPerson, "a role is missing");
    assert!(found.who.len() > 2, "roles, and people who hold them: {:?}", found.who);
    assert_eq!(removals(&engine, ChangeState::NotMade), 1, "the journal says that it was not made");
    bench.sign_in_as(SAM);
    remove(&engine).await.expect("with the role it is");
}

#[tokio::test]
async fn without_a_sign_in_it_is_offered_and_not_claimed() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    undone(&bench, &engine).await;
    *bench.session.upn.lock().expect("no panic elsewhere") = None;
    assert_eq!(left(&engine).await.expect("the journal knows it").until, None, "nobody could look");
}

#[tokio::test]
async fn afterwards_the_set_up_can_make_its_app_again() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    undone(&bench, &engine).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.diagnostic.map(|found| found.code).as_deref(), Some("app-unique-name-taken"), "the name is held");
    remove(&engine).await.expect("it is deleted");
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "the name is free: {:?}", view.diagnostic);
    bench.undo(&engine).await.expect("it is taken back");
    remove(&engine).await.expect("the second one is another removal");
    assert_eq!(removals(&engine, ChangeState::Seen), 2, "both are in the journal");
}

#[tokio::test]
async fn replicas_that_are_behind_do_not_confuse_it() {
    let bench = Bench::new("slow-replication");
    let engine = bench.engine();
    undone(&bench, &engine).await;
    remove(&engine).await.expect("it is deleted");
    assert_eq!(deleted(&bench), Vec::<String>::new(), "nobody can restore it");
}

/// Kills the process at one exchange of the removal and starts again.
async fn killed_at(exchange: u64, fault: Fault) -> bool {
    let dir = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::on_disk("all-is-well", dir.path().to_owned());
    let died = {
        let engine = bench.engine();
        undone(&bench, &engine).await;
        dies(&bench, (exchange, fault), async { remove(&engine).await.expect("it is deleted") }).await
    };
    bench.restart();
    let engine = bench.engine();
    engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    if left(&engine).await.is_some() {
        remove(&engine).await.expect("it goes on");
    }
    assert_eq!(deleted(&bench), Vec::<String>::new(), "{fault:?} at {exchange}: nobody can restore it");
    let done = removals(&engine, ChangeState::Seen) + removals(&engine, ChangeState::Made);
    assert_eq!(done, 1, "{fault:?} at {exchange}: the journal says so once");
    assert_eq!(removals(&engine, ChangeState::Intended), 0, "{fault:?} at {exchange}: nothing is left open");
    died
}

#[tokio::test]
async fn killed_anywhere_it_is_deleted_once() {
    at_every(2, 5, killed_at).await;
}

#[tokio::test]
async fn a_lost_answer_is_looked_up() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    undone(&bench, &engine).await;
    let digest = left(&engine).await.expect("it can be restored").plan.digest;
    let now = bench.exchange.count.load(Ordering::Relaxed);
    // One read, whether it is still there; then the write whose answer is lost.
    *bench.exchange.fault.lock().expect("no panic elsewhere") = Some((now + 2, Fault::DropAfter));
    let before = bench.writes();
    engine.delete_for_good(&digest, NAME).await.expect("it is deleted");
    assert_eq!((bench.writes(), deleted(&bench).len()), (before + 1, 0), "it was not sent twice");
    assert_eq!(removals(&engine, ChangeState::Seen), 1, "and the journal says so");
}
