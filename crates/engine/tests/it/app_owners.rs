//! Who owns an app, and which service it belongs to where a tenant wants to know.

use domain::{Block, ItemView, Outcome, QuestionId};
use serde_json::{Value, json};

use crate::bench::{Bench, GWEN};
use crate::small;

const ITEM: &str = "app_registration";
const PROFILE: &str = r#"
[[question]]
id = "owners"
input = "users"
label = "Owners"
required = true

[[item]]
kind = "sign_in"

[[item]]
kind = "app_registration"
name = "Teams Meetings Integration"
audience = "single_tenant"
owners = "owners"
"#;
const ANSWERS: &str = "tenant = \"practice.handrail.example\"\n\
    owners = [\"alex@practice.handrail.example\", \"dana@practice.handrail.example\"]\n";

fn bench(scenario: &str) -> Bench {
    Bench::for_profile(scenario, &small::framed(PROFILE), ANSWERS, None)
}

async fn run(bench: &Bench, engine: &engine::Engine) -> ItemView {
    bench.run(engine, "sign_in").await;
    bench.run(engine, ITEM).await
}

/// Names of the owners of the apps of that name, app by app.
fn owners(bench: &Bench) -> Vec<Vec<String>> {
    let view = emulator::state::View::current(bench.emulator.delays_now());
    bench.emulator.read(|tenant| {
        let all = tenant.applications.all_seen(view);
        let named = all.filter(|(_, app)| app.text("displayName") == "Teams Meetings Integration");
        let names = |ids: &[String]| {
            let mut names: Vec<String> = ids.iter().map(|id| tenant.users[id].display_name.clone()).collect();
            names.sort();
            names
        };
        named.map(|(_, app)| names(&app.owners)).collect()
    })
}

#[tokio::test]
async fn a_new_app_gets_its_owners_and_a_second_run_writes_nothing() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    let before = bench.apps();
    let view = run(&bench, &engine).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    assert_eq!(owners(&bench), [["Alex Rivera", "Dana Keller", "Sam Ortiz"]], "both, beside whoever made it");
    let writes = bench.writes();
    run(&bench, &bench.engine()).await;
    assert_eq!(bench.writes(), writes, "nothing is missing");
    bench.undo(&engine).await.expect("it is taken back");
    assert_eq!(bench.apps(), before, "they go with the app");
    bench.assert_contract();
}

/// An app of somebody else's, which Alex owns already.
async fn adopted(bench: &Bench, engine: &engine::Engine) -> ItemView {
    let view = run(bench, engine).await;
    let question = view.blocks.into_iter().find_map(|block| match block {
        Block::Question { question } => Some(question),
        _ => None,
    });
    let options = question.expect("which app").options;
    let first = options.first().expect("one that is there").value.clone();
    engine.answer(&QuestionId::from("adopt"), Value::from(first)).expect("it is kept");
    run(bench, engine).await
}

#[tokio::test]
async fn an_adopted_app_keeps_its_owners_and_undo_takes_off_only_ours() {
    let bench = bench("half-set-up-by-hand");
    let engine = bench.engine();
    let before = owners(&bench);
    assert_eq!(before, [["Alex Rivera"], ["Alex Rivera"]], "theirs");
    let view = adopted(&bench, &engine).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    let now = owners(&bench);
    assert!(now.contains(&vec!["Alex Rivera".to_owned(), "Dana Keller".to_owned()]), "one more: {now:?}");
    bench.undo(&engine).await.expect("it is taken back");
    assert_eq!(owners(&bench), before, "as it was");
    bench.assert_contract();
}

#[tokio::test]
async fn an_owner_who_never_shows_up_is_waited_for_and_can_be_taken_off() {
    let bench = bench("half-set-up-by-hand");
    let engine = bench.engine();
    let before = owners(&bench);
    bench.lag(48);
    let view = adopted(&bench, &engine).await;
    assert_eq!(view.head.outcome, Some(Outcome::Waiting), "accepted, and not shown: {:?}", view.diagnostic);
    bench.lag_seconds(0);
    bench.hours(49);
    bench.undo(&engine).await.expect("it is taken back");
    assert_eq!(owners(&bench), before, "as it was");
}

#[tokio::test]
async fn an_owner_whom_nobody_knows_is_asked_for_again() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    engine.answer(&QuestionId::from("owners"), json!(["nobody@practice.handrail.example"])).expect("it is kept");
    let view = run(&bench, &engine).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "{:?}", view.diagnostic);
    assert_eq!(bench.writes(), 0, "nothing is made");
}

#[tokio::test]
async fn a_refusal_names_the_remedy() {
    let bench = bench("half-set-up-by-hand");
    bench.sign_in_as(GWEN);
    let engine = bench.engine();
    let view = adopted(&bench, &engine).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "a reader changes nothing: {:?}", view.diagnostic);
}

#[tokio::test]
async fn a_tenant_that_wants_to_know_the_service_gets_it() {
    let bench = bench("all-is-well");
    bench.emulator.write(|tenant, _| tenant.oddities.wants_service_reference = true).expect("kept nowhere");
    let engine = bench.engine();
    let before = bench.apps();
    let view = run(&bench, &engine).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "{:?}", view.diagnostic);
    let asked = view.blocks.iter().any(
        |block| matches!(block, Block::Question { question } if question.id.as_str() == "service_management_reference"),
    );
    assert!(asked, "only a person knows: {:?}", view.blocks);
    assert_eq!(bench.apps(), before, "nothing is made");
    engine.answer(&QuestionId::from("service_management_reference"), json!("ST-42")).expect("it is kept");
    let view = run(&bench, &engine).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    assert_eq!(bench.app_object()["serviceManagementReference"], "ST-42", "sent with the app");
}
