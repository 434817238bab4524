//! The five tests of `admin_consent`, and the proof by token.

use domain::{ItemId, Outcome};

use crate::bench::{ALEX, Bench};
use crate::five;

const ITEM: &str = "admin_consent";

#[tokio::test]
async fn grants_what_is_wanted_and_proves_it_by_a_fresh_token() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let before = bench.writes();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "granted and proved: {:?}", view.diagnostic);
    assert_eq!(bench.writes(), before + 2, "two grants");
    let grants = engine.outputs().expect("stored").grants.expect("handed on");
    assert_eq!(grants.roles, ["OnlineMeetings.ReadWrite.All", "User.ReadBasic.All"], "the token's roles");
    bench.assert_contract();
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    five::a_second_run_changes_nothing(ITEM).await;
}

#[tokio::test]
async fn undo_takes_back_only_what_was_granted() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let before = bench.grants();
    bench.run(&engine, ITEM).await;
    assert_eq!(bench.grants(), before + 2, "two more");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(bench.grants(), before, "the others stay");
}

#[tokio::test]
async fn a_refusal_names_the_role_that_is_needed_and_who_holds_it() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.sign_in_as(ALEX);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(
        view.head.outcome,
        Some(Outcome::NeedsPerson),
        "Application Administrator is not enough: {:?}",
        view.diagnostic
    );
    let who = format!("{:?}", view.diagnostic.expect("it is diagnosed").who);
    assert!(
        who.contains("Privileged Role Administrator") && who.contains("robin@"),
        "role and person are named: {who}"
    );
}

#[tokio::test]
async fn granted_but_not_in_the_token_is_waiting_and_ends_by_itself() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.emulator.write(|tenant, _| tenant.oddities.token_role_delay_seconds = 20 * 60).expect("kept nowhere");
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Waiting), "the token lacks the roles: {:?}", view.diagnostic);
    let writes = bench.writes();
    let next = view.wait.expect("there is a next try").next;
    assert!(next > bench.now(), "in the future");
    bench.hours(1);
    engine.tick().await.expect("it tries");
    let view = engine.item(&ItemId::from(ITEM)).expect("it was seen");
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "now it carries them: {:?}", view.diagnostic);
    assert_eq!(bench.writes(), writes, "nothing is granted again");
}

#[tokio::test]
async fn grants_that_never_show_up_are_reported_not_repeated_and_can_be_taken_back() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let grants = bench.grants();
    bench.lag(48);
    let writes = bench.writes();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Waiting), "nothing proves that they are there: {:?}", view.diagnostic);
    assert_eq!(bench.writes(), writes + 2, "they are not made twice");
    bench.lag(0);
    bench.hours(49);
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(bench.grants(), grants, "they are taken back");
}
