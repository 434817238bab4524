//! The five tests of `meeting_test`, every cause of a refusal, and no meeting left behind.

use domain::{Action, Block, Diagnostic, ItemId, ItemView, Outcome, QuestionId};
use emulator::state::GroupAssignment;
use serde_json::json;

use crate::bench::{Bench, Fault};

const ITEM: &str = "meeting_test";
const OURS: &str = "Tag:TeamsMeetingsIntegration";

fn meetings(bench: &Bench) -> usize {
    bench.emulator.read(|tenant| tenant.teams.meetings.all().count())
}

/// Meetings that were ever asked for.
fn posts(bench: &Bench) -> usize {
    let asked = bench.emulator.requests();
    asked.iter().filter(|r| r.method == "POST" && r.path.contains("/onlineMeetings")).count()
}

fn probes(diagnostic: &Diagnostic) -> Vec<(bool, bool)> {
    diagnostic.probes.iter().map(|probe| (probe.answer.is_some(), probe.is_cause)).collect()
}

async fn ready(scenario: &str) -> Bench {
    let bench = Bench::new(scenario);
    bench.reach(&bench.engine(), ITEM).await;
    bench
}

fn lanes(view: &ItemView) -> Vec<Option<Outcome>> {
    let lanes = view.blocks.iter().find_map(|block| match block {
        Block::Lanes { lanes } => Some(lanes.iter().map(|lane| lane.outcome).collect()),
        _ => None,
    });
    lanes.unwrap_or_default()
}

#[tokio::test]
async fn makes_a_meeting_is_refused_another_and_leaves_none() {
    let bench = ready("all-is-well").await;
    let engine = bench.engine();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "both ways are proved: {:?}", view.diagnostic);
    assert_eq!(posts(&bench), 2, "one that works, one that is refused");
    assert_eq!(meetings(&bench), 0, "nothing stays");
    assert_eq!(lanes(&view), [Some(Outcome::Done), Some(Outcome::Done)], "two lanes, both as they must be");
    bench.assert_contract();
}

#[tokio::test]
async fn a_second_run_writes_nothing_for_seven_days_and_then_tests_again() {
    let bench = ready("all-is-well").await;
    bench.run(&bench.engine(), ITEM).await;
    let before = bench.writes();
    let view = bench.run(&bench.engine(), ITEM).await;
    assert!(view.changes.is_empty() && bench.writes() == before, "the evidence holds");
    bench.hours(6 * 24);
    bench.engine().look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(bench.writes(), before, "six days later too, and looking never writes");
    bench.hours(2 * 24);
    let view = bench.engine().look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.changes.len(), 2, "after eight days it is to be proved anew");
    assert_eq!(bench.writes(), before, "planned, not made");
}

#[tokio::test]
async fn evidence_ends_with_what_it_rests_on() {
    let bench = ready("all-is-well").await;
    let engine = bench.engine();
    bench.run(&engine, ITEM).await;
    engine.answer(&QuestionId::from("organiser"), json!("jonas@practice.handrail.example")).expect("it is stored");
    engine.look(&ItemId::from("readiness")).await.expect("it looks");
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.changes.len(), 2, "another organiser was not proved");
}

#[tokio::test]
async fn undo_has_nothing_to_take_back() {
    let bench = ready("all-is-well").await;
    let engine = bench.engine();
    bench.run(&engine, ITEM).await;
    let (list, _) = engine.undo_plan_of(&[ItemId::from(ITEM)]).expect("it reads");
    assert!(list.changes.is_empty(), "the meeting is gone already");
    bench.undo(&engine).await.expect("it is taken back");
    assert_eq!((meetings(&bench), bench.apps_of_this_setup()), (0, 0), "nothing stays of anything");
}

#[tokio::test]
async fn a_policy_that_takes_thirty_minutes_is_waited_for_and_never_granted_again() {
    let bench = ready("policy-takes-30-minutes").await;
    let engine = bench.engine();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Waiting), "Teams needs time: {:?}", view.diagnostic);
    assert_eq!(posts(&bench), 0, "the read probe says so; nothing is written");
    let mut tries = 0;
    while engine.item(&ItemId::from(ITEM)).expect("seen").head.outcome == Some(Outcome::Waiting) {
        tries += 1;
        let Some(next) = engine.tick().await.expect("it is stored") else {
            break;
        };
        let wait = next.since(bench.now());
        bench.clock.advance(wait);
        assert!(tries < 12, "it ends");
    }
    let view = engine.item(&ItemId::from(ITEM)).expect("seen");
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "it goes on by itself: {:?}", view.diagnostic);
    assert!((5..=9).contains(&tries), "0, 30 s, 1, 2, 4, 8, 15 min: {tries} tries in half an hour");
    assert_eq!(meetings(&bench), 0, "nothing stays");
}

#[tokio::test]
async fn a_policy_that_is_never_applied_is_reported_after_a_day_with_the_ids_for_support() {
    let bench = ready("all-is-well").await;
    let changed = bench.emulator.write(|tenant, _| tenant.oddities.policy_delay_seconds = 10 * 24 * 3600);
    changed.expect("kept nowhere, so always saved");
    bench.hours(25);
    let engine = bench.engine();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Failed), "a day explains no delay any more");
    let diagnostic = view.diagnostic.expect("it is diagnosed");
    assert_eq!(diagnostic.code, "meeting-policy-stuck", "the sixth question is the cause");
    let asked = [(true, false), (true, false), (true, false), (true, false), (true, false), (true, true)];
    assert_eq!(probes(&diagnostic), asked, "all six, in order");
    assert!(diagnostic.technical.is_some_and(|t| t.request_id.is_some()), "Microsoft's support asks for the id");
    bench.undo(&engine).await.expect("it can be taken back all the same");
}

#[tokio::test]
async fn an_unlicensed_organiser_is_named_and_later_questions_are_not_asked() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let changed = bench.emulator.write(|tenant, _| {
        let id = tenant.user("mia@practice.handrail.example").expect("a user").id.clone();
        tenant.users.get_mut(&id).expect("a user").licences.clear();
    });
    changed.expect("kept nowhere, so always saved");
    let view = bench.run(&engine, ITEM).await;
    let diagnostic = view.diagnostic.expect("it is diagnosed");
    assert_eq!(
        (view.head.outcome, diagnostic.code.as_str()),
        (Some(Outcome::Failed), "organiser-no-teams"),
        "no licence"
    );
    let asked = [(true, false), (true, false), (true, true), (false, false), (false, false), (false, false)];
    assert_eq!(probes(&diagnostic), asked, "it stops at the cause");
    assert_eq!(meetings(&bench), 0, "nothing was made");
}

#[tokio::test]
async fn a_policy_that_names_another_app_is_found_with_both_ids() {
    let bench = ready("all-is-well").await;
    let other = "0f8fad5b-d9cb-469f-a165-70867728950e";
    let changed = bench.emulator.write(|tenant, moment| {
        let mut policy = tenant.teams.access_policies.current(OURS).expect("it is there").clone();
        policy.app_ids = vec![other.to_owned()];
        let stamp = moment.stamp(tenant);
        tenant.teams.access_policies.write(OURS, policy, stamp);
    });
    changed.expect("kept nowhere, so always saved");
    let view = bench.run(&bench.engine(), ITEM).await;
    let diagnostic = view.diagnostic.expect("it is diagnosed");
    assert_eq!(diagnostic.code, "meeting-policy-other-app", "somebody changed it");
    assert_eq!(diagnostic.action, Some(Action::OpenItem { item: "application_access_policy".into() }), "one button");
    let answer = format!("{:?}", diagnostic.probes[4]);
    assert!(diagnostic.probes[4].is_cause && answer.contains(other), "the id that is in it is told");
}

#[tokio::test]
async fn a_user_who_lost_the_policy_is_told_apart_from_a_policy_that_is_not_there() {
    let bench = ready("all-is-well").await;
    let changed = bench.emulator.write(|tenant, moment| {
        let id = tenant.user("mia@practice.handrail.example").expect("a user").id.clone();
        let stamp = moment.stamp(tenant);
        tenant.teams.user_assignments.delete(&id, stamp);
    });
    changed.expect("kept nowhere, so always saved");
    let view = bench.run(&bench.engine(), ITEM).await;
    assert_eq!(view.diagnostic.expect("it is diagnosed").code, "meeting-policy-missing", "she does not hold it");
}

#[tokio::test]
async fn a_control_user_who_is_let_through_is_a_finding_with_its_reason_and_no_meeting_stays() {
    let bench = ready("all-is-well").await;
    let set = |on: bool| {
        let changed = bench.emulator.write(|tenant, moment| {
            let group = tenant.groups.keys().next().expect("a group").clone();
            let lee = tenant.user("lee@practice.handrail.example").expect("a user").id.clone();
            tenant.groups.get_mut(&group).expect("a group").members.insert(lee);
            let stamp = moment.stamp(tenant);
            if on {
                let held = GroupAssignment { policy: OURS.to_owned(), rank: 1 };
                tenant.teams.group_assignments.write(group, held, stamp);
            } else {
                tenant.teams.group_assignments.delete(&group, stamp);
            }
        });
        changed.expect("kept nowhere, so always saved");
    };
    set(true);
    let engine = bench.engine();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "reported, not passed: {:?}", view.diagnostic);
    assert_eq!((posts(&bench), meetings(&bench)), (2, 0), "the meeting is deleted at once");
    let said = format!("{:?}", view.blocks);
    assert!(said.contains("meeting-test-reason") && said.contains("group"), "the reason is looked up: {said}");
    set(false);
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.changes.len(), 1, "the way is shut by now, so the refusal can be proved");
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "both ways are proved");
}

#[tokio::test]
async fn without_a_control_user_the_limit_is_not_proved_and_that_is_said() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    engine.answer(&QuestionId::from("control_user"), json!(null)).expect("it is stored");
    bench.reach(&engine, ITEM).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "half a proof");
    assert_eq!(posts(&bench), 1, "only the organiser was tried");
}

#[tokio::test]
async fn a_refusal_of_the_control_user_for_another_reason_proves_nothing() {
    let bench = ready("all-is-well").await;
    let changed = bench.emulator.write(|tenant, _| {
        let id = tenant.user("lee@practice.handrail.example").expect("a user").id.clone();
        tenant.users.get_mut(&id).expect("a user").licences.clear();
    });
    changed.expect("kept nowhere, so always saved");
    let view = bench.run(&bench.engine(), ITEM).await;
    let diagnostic = view.diagnostic.expect("it is diagnosed");
    assert_eq!(diagnostic.code, "organiser-no-teams", "refused for want of a licence, not of a policy");
    assert!(format!("{:?}", diagnostic.what).contains("Lee Park"), "the right person is named");
}

/// The proof is forgotten, so that it is planned anew.
fn forget_proof(bench: &Bench) {
    bench.ports().store.drop_evidence(bench.setup, &ItemId::from(ITEM)).expect("it is stored");
}

fn exchanges(bench: &Bench) -> u64 {
    bench.exchange.count.load(std::sync::atomic::Ordering::Relaxed)
}

fn fault_in(bench: &Bench, at: u64, fault: Fault) {
    *bench.exchange.fault.lock().expect("no panic elsewhere") = Some((exchanges(bench) + at, fault));
}

/// Whether the process died before it was through.
async fn run_and_die(bench: &Bench) -> bool {
    let engine = bench.engine();
    tokio::select! {
        biased;
        _ = bench.run(&engine, ITEM) => false,
        () = bench.exchange.died() => true,
    }
}

async fn ends_well(bench: &Bench, told: &str) {
    *bench.exchange.fault.lock().expect("no panic elsewhere") = None;
    let view = bench.run(&bench.engine(), ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{told}: {:?}", view.diagnostic);
    assert_eq!(meetings(bench), 0, "{told}: no meeting stays");
}

#[tokio::test]
async fn no_fault_at_any_exchange_leaves_a_meeting_behind() {
    let faults = [
        Fault::DropBefore,
        Fault::DropAfter,
        Fault::TooMany,
        Fault::Unavailable,
        Fault::Truncated,
        Fault::Html,
        Fault::BadJson,
    ];
    for fault in faults {
        let bench = ready("all-is-well").await;
        for at in 1.. {
            forget_proof(&bench);
            let before = exchanges(&bench);
            fault_in(&bench, at, fault);
            bench.run(&bench.engine(), ITEM).await;
            if exchanges(&bench) < before + at {
                break;
            }
            ends_well(&bench, &format!("{fault:?} at exchange {at}")).await;
        }
    }
}

#[tokio::test]
async fn a_process_that_dies_at_any_exchange_leaves_no_meeting_once_it_runs_again() {
    let bench = ready("all-is-well").await;
    for fault in [Fault::DieBefore, Fault::DieAfter] {
        for at in 1.. {
            forget_proof(&bench);
            fault_in(&bench, at, fault);
            if !run_and_die(&bench).await {
                break;
            }
            ends_well(&bench, &format!("{fault:?} at exchange {at}")).await;
        }
    }
}

#[tokio::test]
async fn undo_after_a_crash_deletes_the_meeting_that_was_left() {
    let bench = ready("all-is-well").await;
    let mut at = 0;
    while meetings(&bench) == 0 {
        at += 1;
        forget_proof(&bench);
        fault_in(&bench, at, Fault::DieAfter);
        assert!(run_and_die(&bench).await, "a crash at one of the exchanges leaves a meeting");
    }
    *bench.exchange.fault.lock().expect("no panic elsewhere") = None;
    bench.undo(&bench.engine()).await.expect("it is taken back");
    assert_eq!((meetings(&bench), bench.apps_of_this_setup()), (0, 0), "the meeting first, then the app");
}
