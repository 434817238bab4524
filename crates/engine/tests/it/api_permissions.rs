//! The five tests of `api_permissions`.

use domain::{Outcome, QuestionId};
use serde_json::{Value, json};

use crate::bench::Bench;
use crate::five;

const ITEM: &str = "api_permissions";

/// How many permissions the app asks for.
fn asked(bench: &Bench) -> usize {
    let app = bench.app_object();
    let entries = app["requiredResourceAccess"].as_array().cloned().unwrap_or_default();
    entries.iter().map(|entry| entry["resourceAccess"].as_array().map_or(0, Vec::len)).sum()
}

#[tokio::test]
async fn asks_for_the_two_permissions_of_the_profile() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "they are asked for: {:?}", view.diagnostic);
    assert_eq!(asked(&bench), 2, "two and no more");
    let names: Vec<_> =
        engine.outputs().expect("stored").permissions.expect("handed on").into_iter().map(|p| p.name).collect();
    assert_eq!(
        names,
        ["OnlineMeetings.ReadWrite.All", "User.ReadBasic.All"],
        "the smaller of the two user permissions"
    );
    bench.assert_contract();
}

#[tokio::test]
async fn the_larger_user_permission_is_asked_for_when_it_was_chosen() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    engine.answer(&QuestionId::from("user_permission"), json!("User.Read.All")).expect("it is stored");
    bench.reach(&engine, ITEM).await;
    bench.run(&engine, ITEM).await;
    let names: Vec<_> =
        engine.outputs().expect("stored").permissions.expect("handed on").into_iter().map(|p| p.name).collect();
    assert!(names.contains(&"User.Read.All".to_owned()), "the chosen one: {names:?}");
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    five::a_second_run_changes_nothing(ITEM).await;
}

#[tokio::test]
async fn undo_takes_back_only_what_was_added_and_extra_ones_are_findings() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let mail = json!({ "resourceAppId": "00000003-0000-0000-c000-000000000000",
        "resourceAccess": [{ "id": "810c84a8-4a9e-49e6-bf7d-12d183f40d01", "type": "Role" }] });
    bench.patch_app("requiredResourceAccess", Value::Array(vec![mail]));
    bench.run(&engine, ITEM).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(asked(&bench), 3, "ours are added, theirs stays");
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "more than the profile wants is told");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(asked(&bench), 1, "theirs stays");
}

#[tokio::test]
async fn a_refusal_names_the_role_that_is_needed() {
    five::a_refusal_names_the_role_that_is_needed(ITEM).await;
}

#[tokio::test]
async fn a_list_that_never_shows_up_is_reported_not_repeated_and_can_be_taken_back() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.lag(48);
    let writes = bench.writes();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Waiting), "nothing proves that it is there: {:?}", view.diagnostic);
    assert_eq!(bench.writes(), writes + 1, "it is not sent twice");
    bench.lag(0);
    bench.hours(49);
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(asked(&bench), 0, "it is taken back");
}
