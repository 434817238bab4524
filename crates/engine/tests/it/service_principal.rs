//! The five tests of `service_principal`.

use domain::Outcome;

use crate::bench::Bench;
use crate::five;

const ITEM: &str = "service_principal";

#[tokio::test]
async fn makes_the_enterprise_application_of_the_app() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let before = bench.writes();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "it was made: {:?}", view.diagnostic);
    assert_eq!(bench.writes(), before + 1, "one request makes it");
    bench.assert_contract();
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    five::a_second_run_changes_nothing(ITEM).await;
}

#[tokio::test]
async fn undo_takes_back_only_the_apps_own() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    let before = bench.principals();
    bench.reach(&engine, ITEM).await;
    bench.run(&engine, ITEM).await;
    assert_eq!(bench.principals(), before + 1, "one more");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(bench.principals(), before, "the others stay");
}

#[tokio::test]
async fn a_refusal_names_the_role_that_is_needed() {
    five::a_refusal_names_the_role_that_is_needed(ITEM).await;
}

#[tokio::test]
async fn one_that_never_shows_up_is_reported_not_repeated_and_can_be_taken_back() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    let before = bench.principals();
    bench.reach(&engine, ITEM).await;
    bench.lag(48);
    let writes = bench.writes();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Waiting), "nothing proves that it is there: {:?}", view.diagnostic);
    assert_eq!(bench.writes(), writes + 1, "it is not made twice");
    bench.lag(0);
    bench.hours(49);
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(bench.principals(), before, "it is taken back");
}

#[tokio::test]
async fn slow_replication_is_survived() {
    let bench = Bench::new("slow-replication");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "late, but there: {:?}", view.diagnostic);
}
