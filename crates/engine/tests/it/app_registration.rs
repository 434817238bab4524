//! The five tests of `app_registration`, and adopting.

use std::time::Duration;

use domain::{Block, ItemId, Outcome, QuestionId};
use serde_json::json;

use crate::bench::{Bench, GWEN};
use crate::five;

const ITEM: &str = "app_registration";

#[tokio::test]
async fn makes_one_app_for_this_tenant_only() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "it was made: {:?}", view.diagnostic);
    assert_eq!(bench.writes(), 1, "one request makes it");
    bench.assert_contract();
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    five::a_second_run_changes_nothing(ITEM).await;
}

#[tokio::test]
async fn undo_takes_back_only_the_app_that_was_made() {
    let bench = Bench::new("half-set-up-by-hand");
    let apps = || bench.apps();
    let before = apps();
    let engine = bench.engine();
    engine.answer(&QuestionId::from("adopt"), json!("new")).expect("it is stored");
    bench.reach(&engine, ITEM).await;
    bench.run(&engine, ITEM).await;
    assert_eq!(apps(), before + 1, "ours is one more");
    bench.undo(&engine).await.expect("it is taken back");
    assert_eq!(apps(), before, "the others stay");
}

#[tokio::test]
async fn a_refusal_names_the_role_that_is_needed() {
    let bench = Bench::as_user("all-is-well", GWEN);
    bench
        .emulator
        .write(|tenant, _| {
            tenant.policies.authorization["defaultUserRolePermissions"]["allowedToCreateApps"] = json!(false);
        })
        .expect("kept nowhere");
    let engine = bench.engine();
    engine.look(&ItemId::from("sign_in")).await.expect("it looks");
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "a role is missing: {view:?}");
    let diagnostic = view.diagnostic.expect("it is diagnosed");
    assert!(diagnostic.technical.is_some_and(|t| t.request_id.is_some()), "support gets the request id");
    assert!(!diagnostic.who.is_empty(), "people who hold the role are named");
}

#[tokio::test]
async fn an_app_that_never_shows_up_is_reported_not_repeated_and_can_be_taken_back() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.lag(24);
    let view = bench.run(&engine, ITEM).await;
    assert_ne!(view.head.outcome, Some(Outcome::Changed), "nothing proves that it is there");
    assert_eq!(bench.writes(), 1, "asking again by its own name makes no second one");
    bench.clock.advance(Duration::from_secs(25 * 3600));
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "now it shows, and it is ours");
    bench.undo(&engine).await.expect("it is taken back");
}

#[tokio::test]
async fn an_app_of_the_same_name_is_never_taken_without_a_choice() {
    let bench = Bench::new("half-set-up-by-hand");
    let engine = bench.engine();
    engine.answer(&QuestionId::from("adopt"), json!(null)).expect("it is stored");
    bench.reach(&engine, ITEM).await;
    let before = bench.writes();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "a person chooses");
    assert_eq!(bench.writes(), before, "nothing is made meanwhile");
    let asks =
        view.blocks.iter().any(|block| matches!(block, Block::Question { question } if question.options.len() >= 2));
    assert!(asks, "candidates and a new one are offered");
}
