//! The five tests of `azure_communication_services`, its decisions, and what goes wrong in Azure.

use std::path::PathBuf;
use std::sync::atomic::Ordering;

use domain::{
    Action, Activity, Block, Event, ItemId, ItemView, Outcome, Purpose, Question, QuestionId, SecretStore as _,
};
use emulator::Scenario;
use engine::Engine;
use serde_json::{Value, json};

use crate::bench::{Bench, DANA, GWEN, SAM};
use crate::kills::{at_every, dies};

const ITEM: &str = "azure_communication_services";

const PROFILE: &str = include_str!("../../../../tests/profiles/azure-only.toml");

const DECIDED: &str = "tenant = \"practice.handrail.example\"\n[azure]\ndata_location = \"Europe\"\n";
const UNDECIDED: &str = "tenant = \"practice.handrail.example\"\n";

fn bench(scenario: &str) -> Bench {
    Bench::for_profile(scenario, PROFILE, DECIDED, None)
}

/// In a scenario of the test's own.
fn bench_with(more: &str, answers: &str) -> Bench {
    let text = format!("name = 'x'\ntitle = 'x'\nabout = 'x'\nbased_on = 'all-is-well'\n{more}");
    Bench::in_scenario(Scenario::parse("x", &text).expect("a scenario"), PROFILE, answers, None)
}

async fn signed_in(bench: &Bench) -> Engine {
    let engine = bench.engine();
    engine.look(&ItemId::from("sign_in")).await.expect("it looks");
    engine
}

/// What there is of Azure: provider state of the subscription, its groups, and the resources in all of them.
struct Azure {
    provider: Option<String>,
    groups: Vec<String>,
    services: Vec<Value>,
}

fn azure(bench: &Bench) -> Azure {
    let now = bench.emulator.delays_now();
    bench.emulator.read(|tenant| {
        let subscription = tenant.azure.subscriptions.values().find(|one| one.display_name == "Contoso Collaboration");
        let subscription = subscription.expect("it is in the scenario");
        let services = subscription.groups_at(now).flat_map(|group| group.services_at(now));
        Azure {
            provider: Some(subscription.registration("Microsoft.Communication", now).to_owned()),
            groups: subscription.groups_at(now).map(|group| group.name.clone()).collect(),
            services: services
                .map(|service| {
                    json!({ "name": service.name, "data": service.data_location, "tags": service.tags,
                            "state": service.state(now) })
                })
                .collect(),
        }
    })
}

fn questions(view: &ItemView) -> Vec<&Question> {
    let questions = view.blocks.iter().filter_map(|block| match block {
        Block::Question { question } => Some(question),
        _ => None,
    });
    questions.collect()
}

#[track_caller]
fn question<'a>(view: &'a ItemView, key: &str) -> &'a Question {
    let id = QuestionId(format!("azure.{key}"));
    questions(view).into_iter().find(|question| question.id == id).expect("it is asked")
}

fn answer(engine: &Engine, key: &str, value: &str) {
    engine.answer(&QuestionId(format!("azure.{key}")), json!(value)).expect("it is stored");
}

#[track_caller]
fn assert_code(view: &ItemView, code: &str) {
    assert_eq!(view.diagnostic.as_ref().map(|found| found.code.as_str()), Some(code), "{:?}", view.head.outcome);
}

#[tokio::test]
async fn makes_a_resource_and_keeps_its_connection_string() {
    let bench = bench("all-is-well");
    let engine = signed_in(&bench).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "it was made: {:?}", view.diagnostic);
    let there = azure(&bench);
    assert_eq!(there.provider.as_deref(), Some("Registered"), "the provider was registered");
    assert_eq!(there.groups, ["rg-altoura", "rg-collaboration"], "one group more");
    assert_eq!(there.services.len(), 1, "one resource");
    assert_eq!(there.services[0]["tags"]["handrail-setup"], bench.setup.to_string(), "with the set-up's tag");
    let known = engine.outputs().expect("stored").communication.expect("it is handed on");
    assert_eq!(known.data_location, "Europe", "as was decided");
    let kept = bench.keychain.get(&known.keychain_account).await.expect("it is open").expect("it is there");
    let text = String::from_utf8(kept.expose().to_vec()).expect("a text");
    assert!(text.starts_with(&format!("endpoint={}", known.endpoint)), "it names the endpoint");
    let record = serde_json::to_string(&engine.record(Purpose::Setup, "test").expect("stored")).expect("JSON");
    assert!(record.contains(&known.endpoint) && record.contains(&known.resource_id), "the report has both");
    assert!(!record.contains("accesskey"), "and never the connection string");
    let told = bench.story.0.lock().expect("no panic elsewhere").iter().any(|event| {
        matches!(event, Event::Activity { activity: Some(Activity::Applying { number: 3, of: 4 }), text: Some(text), .. }
            if text.id == "azure-progress-create")
    });
    assert!(told, "who watches is told how far it is");
}

#[tokio::test]
async fn a_second_run_changes_nothing_and_lists_no_keys() {
    let bench = bench("all-is-well");
    let engine = signed_in(&bench).await;
    bench.run(&engine, ITEM).await;
    let before = bench.writes();
    let view = bench.run(&bench.engine(), ITEM).await;
    assert!(view.changes.is_empty(), "the plan is empty");
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    assert_eq!(bench.writes(), before, "nothing is written, and keys are listed by a POST");
}

#[tokio::test]
async fn undo_takes_back_only_what_was_made() {
    let bench = bench("all-is-well");
    let engine = signed_in(&bench).await;
    bench.run(&engine, ITEM).await;
    bench.undo_items(&engine, &[ITEM]).await;
    let there = azure(&bench);
    assert_eq!((there.groups.as_slice(), there.services.len()), (&["rg-collaboration".to_owned()][..], 0), "as before");
    assert_eq!(there.provider.as_deref(), Some("Registered"), "others may use the provider by now");
    assert!(bench.keychain.accounts().is_empty(), "the connection string is gone");
    assert!(engine.outputs().expect("stored").communication.is_none(), "nothing is handed on any more");
    let view = engine.item(&ItemId::from(ITEM)).expect("it was seen");
    assert_eq!(view.head.outcome, None, "it is to be done again: {:?}", view.diagnostic);
}

#[tokio::test]
async fn a_group_that_others_use_by_now_stays() {
    let bench = bench("all-is-well");
    let engine = signed_in(&bench).await;
    bench.run(&engine, ITEM).await;
    let changed = bench.emulator.write(|tenant, _| {
        let subscriptions = tenant.azure.subscriptions.values_mut();
        for group in subscriptions.flat_map(|subscription| subscription.groups.values_mut()) {
            if let Some(mut other) = group.services.values().next().cloned() {
                other.name = "theirs".to_owned();
                other.tags.clear();
                group.services.insert("theirs".to_owned(), other);
            }
        }
    });
    changed.expect("kept nowhere, so always saved");
    bench.undo_items(&engine, &[ITEM]).await;
    let there = azure(&bench);
    assert!(there.groups.contains(&"rg-altoura".to_owned()), "the group stays");
    assert_eq!(there.services.len(), 1, "and so does what somebody else put there");
}

#[tokio::test]
async fn without_rights_somebody_else_is_needed_and_nothing_is_elevated() {
    let bench = bench("azure-no-rights");
    let engine = signed_in(&bench).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "Reader is not enough: {:?}", view.diagnostic);
    assert_code(&view, "azure-no-usable");
    let found = view.diagnostic.expect("it is diagnosed");
    assert!(!found.who.is_empty(), "it says who can help");
    assert!(matches!(found.action, Some(Action::CopyMessage { .. })), "with a text to hand on");
    let unusable = view.blocks.iter().find_map(|block| match block {
        Block::Checklist { rows, .. } => Some(rows.len()),
        _ => None,
    });
    assert_eq!(unusable, Some(3), "each subscription is listed with its reason");
    assert_eq!(bench.writes(), 0, "nothing was tried");
}

#[tokio::test]
async fn a_refusal_names_the_role_that_is_needed() {
    let bench = bench("all-is-well");
    let engine = signed_in(&bench).await;
    engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    let plan = engine.item(&ItemId::from(ITEM)).expect("it was seen").digest.expect("there is something to do");
    engine.approve(Some(&ItemId::from(ITEM)), &plan).expect("it is the plan that was seen");
    bench.sign_in_as(GWEN);
    engine.apply(Some(&ItemId::from(ITEM))).await.expect("it is stored");
    let view = engine.item(&ItemId::from(ITEM)).expect("it was seen");
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "{:?}", view.diagnostic);
    assert!(!view.diagnostic.expect("it is diagnosed").who.is_empty(), "it says who can help");
    assert_eq!(azure(&bench).services.len(), 0, "nothing was made");
}

#[tokio::test]
async fn nobody_without_a_subscription_is_left_without_words() {
    let bench = bench("all-is-well");
    let engine = signed_in(&bench).await;
    bench.sign_in_as(crate::bench::ALEX);
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "none is visible");
    assert_code(&view, "azure-no-subscription");
}

#[tokio::test]
async fn one_that_never_comes_to_be_is_waited_for_and_can_be_taken_back() {
    let bench = bench_with("[oddities.azure]\ncreation_seconds = 360000\n", DECIDED);
    let engine = signed_in(&bench).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Waiting), "Azure is still at it: {:?}", view.diagnostic);
    let before = bench.writes();
    bench.hours(1);
    engine.tick().await.expect("it tries");
    assert_eq!((bench.writes(), azure(&bench).services.len()), (before, 1), "it is not made twice");
    bench.hours(24);
    engine.tick().await.expect("it tries");
    let view = engine.item(&ItemId::from(ITEM)).expect("it was seen");
    assert_eq!(view.head.outcome, Some(Outcome::Failed), "after a day it is said: {:?}", view.diagnostic);
    bench.hours(100);
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(azure(&bench).services.len(), 0, "it is taken back");
}

#[tokio::test]
async fn a_slow_creation_goes_on_by_itself_under_the_same_approval() {
    let bench = bench_with("[oddities.azure]\ncreation_seconds = 2400\n", DECIDED);
    let engine = signed_in(&bench).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Waiting), "longer than a run stays: {:?}", view.diagnostic);
    assert!(bench.keychain.accounts().is_empty(), "there are no keys yet");
    bench.hours(1);
    engine.tick().await.expect("it tries");
    let view = engine.item(&ItemId::from(ITEM)).expect("it was seen");
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "it is there by now: {:?}", view.diagnostic);
    assert_eq!(bench.keychain.accounts().len(), 1, "and its connection string is kept");
}

#[tokio::test]
async fn a_creation_that_fails_after_minutes_is_told_and_can_be_tried_again() {
    let bench = bench("azure-creation-fails");
    let engine = signed_in(&bench).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Failed), "{:?}", view.diagnostic);
    assert_code(&view, "azure-not-made");
    let mended = bench.emulator.write(|tenant, _| tenant.oddities.azure.creation_fails.clear());
    mended.expect("kept nowhere, so always saved");
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert!(!view.changes.is_empty(), "it can be made again: {:?}", view.diagnostic);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "under its name: {:?}", view.diagnostic);
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(azure(&bench).services.len(), 0, "nothing is left of both tries");
}

#[tokio::test]
async fn what_failed_and_was_left_is_taken_back_too() {
    let bench = bench("azure-creation-fails");
    let engine = signed_in(&bench).await;
    bench.run(&engine, ITEM).await;
    assert_eq!(azure(&bench).services.len(), 1, "Azure keeps what failed");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(azure(&bench).services.len(), 0, "it goes");
}

#[tokio::test]
async fn a_policy_is_named_and_tags_are_asked_for() {
    let bench = bench("azure-policy");
    let engine = signed_in(&bench).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "{:?}", view.diagnostic);
    assert_code(&view, "azure-policy");
    let named = serde_json::to_string(&view.diagnostic).expect("JSON");
    assert!(named.contains("Require a cost center"), "by the name of the policy: {named}");
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(question(&view, "tags").chosen, None, "tags are asked for");
    answer(&engine, "tags", "CostCenter=4711");
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "the policy is content: {:?}", view.diagnostic);
    assert_eq!(azure(&bench).services[0]["tags"]["CostCenter"], "4711", "the tag is set");
}

#[tokio::test]
async fn a_name_that_is_taken_is_not_insisted_on() {
    let answers = format!("{DECIDED}name = \"contoso\"\n");
    let bench = bench_with("[azure]\ntaken_names = ['contoso']\n", &answers);
    let engine = signed_in(&bench).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "{:?}", view.diagnostic);
    assert_code(&view, "azure-name-taken");
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "another name is asked for");
    let asked = question(&view, "name");
    let free = asked.options.first().expect("a free one is suggested").value.clone();
    assert!(free.starts_with("altoura-"), "{free}");
    answer(&engine, "name", &free);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    assert_eq!(azure(&bench).services[0]["name"], free, "under that name");
}

#[tokio::test]
async fn a_name_that_turns_out_to_be_taken_leaves_nothing_behind() {
    let bench = bench_with("[oddities.azure]\ncreation_fails = 'HostNamePrefixTaken'\n", DECIDED);
    let engine = signed_in(&bench).await;
    let view = bench.run(&engine, ITEM).await;
    assert_code(&view, "azure-name-taken");
    let mended = bench.emulator.write(|tenant, _| tenant.oddities.azure.creation_fails.clear());
    mended.expect("kept nowhere, so always saved");
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    let free = question(&view, "name").options.first().expect("a free one is suggested").value.clone();
    answer(&engine, "name", &free);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(azure(&bench).services.len(), 0, "neither the first nor the second");
}

#[tokio::test]
async fn throttling_and_pages_are_gone_through() {
    let more = "[oddities.azure]\nthrottle_every = 4\nthrottle_retry_after = 3\npage_size = 1\n";
    let bench = bench_with(more, DECIDED);
    let engine = signed_in(&bench).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
}

#[tokio::test]
async fn what_a_person_must_decide_is_asked_first() {
    let more = "[[subscription]]\nname = 'second'\ndisplay_name = 'Contoso Second'\naccess = { sam = 'Owner' }\n\
                [[subscription]]\nname = 'late'\ndisplay_name = 'Contoso Late'\nstate = 'PastDue'\naccess = { sam = 'Owner' }\n";
    let bench = bench_with(more, UNDECIDED);
    let engine = signed_in(&bench).await;
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "{:?}", view.diagnostic);
    let asked = question(&view, "subscription");
    assert_eq!((asked.options.len(), &asked.chosen), (2, &None), "two can be used, and nobody chose");
    answer(&engine, "subscription", "Contoso Collaboration");
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(question(&view, "data_location").chosen, None, "for ever, so it is never taken for granted");
    assert_eq!(question(&view, "resource_group").chosen.as_deref(), Some("rg-altoura"), "the profile's");
    answer(&engine, "data_location", "United States");
    answer(&engine, "resource_group", "rg-collaboration");
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    let there = azure(&bench);
    assert_eq!(there.services[0]["data"], "United States", "as was decided");
    assert_eq!(there.groups, ["rg-collaboration"], "no group more");
}

#[tokio::test]
async fn an_existing_resource_is_used_and_left_alone() {
    let bench = bench("all-is-well");
    let engine = signed_in(&bench).await;
    bench.run(&engine, ITEM).await;
    let name = engine.outputs().expect("stored").communication.expect("it is handed on").name;
    let untagged = bench.emulator.write(|tenant, _| {
        let subscriptions = tenant.azure.subscriptions.values_mut();
        for group in subscriptions.flat_map(|subscription| subscription.groups.values_mut()) {
            group.services.values_mut().for_each(|service| service.tags.clear());
        }
    });
    untagged.expect("kept nowhere, so always saved");
    let answers = format!("tenant = \"practice.handrail.example\"\n[azure]\nname = \"{name}\"\n");
    let other = bench.beside(PROFILE, &answers);
    let engine = signed_in(&other).await;
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.changes.len(), 1, "only its connection string is missing: {:?}", view.changes);
    let view = other.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    other.undo_items(&engine, &[ITEM]).await;
    assert_eq!(azure(&other).services.len(), 1, "it was there before");
}

#[tokio::test]
async fn azure_is_asked_for_only_when_somebody_looks() {
    let bench = bench("all-is-well");
    bench.session.azure.store(false, Ordering::Relaxed);
    let engine = signed_in(&bench).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "a state, not a failure");
    assert_code(&view, "azure-sign-in");
    let action = view.diagnostic.and_then(|found| found.action);
    assert!(matches!(action, Some(Action::SignInTo { service, .. }) if service == "Azure"), "with its own button");
    bench.session.azure.store(true, Ordering::Relaxed);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    bench.session.azure.store(false, Ordering::Relaxed);
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "what was seen stays, as of then");
    assert!(matches!(view.actions.first(), Some(Action::SignInTo { .. })), "and it can be asked for again");
}

#[tokio::test]
async fn a_connection_string_that_no_longer_fits_is_read_again() {
    let bench = bench("all-is-well");
    let engine = signed_in(&bench).await;
    bench.run(&engine, ITEM).await;
    let account = engine.outputs().expect("stored").communication.expect("it is handed on").keychain_account;
    bench.keychain.delete(&account).await.expect("it is open");
    bench.hours(1);
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.changes.len(), 1, "it is missing: {:?}", view.diagnostic);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    assert_eq!(bench.keychain.accounts().len(), 1, "it is there again");
    let renewed = bench.emulator.write(|tenant, _| {
        let subscriptions = tenant.azure.subscriptions.values_mut();
        for group in subscriptions.flat_map(|subscription| subscription.groups.values_mut()) {
            for service in group.services.values_mut() {
                service.immutable_id = "5f1dbd6c-0ddb-4b6f-9d8e-3a1f0c1b2d3e".to_owned();
            }
        }
    });
    renewed.expect("kept nowhere, so always saved");
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.changes.len(), 1, "somebody made another resource of this name: its keys are others");
}

#[tokio::test]
async fn a_contributor_of_the_subscription_is_enough() {
    let bench = bench("all-is-well");
    let engine = signed_in(&bench).await;
    bench.sign_in_as(DANA);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    bench.sign_in_as(SAM);
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "an Owner sees the same");
}

/// Kills the process at one exchange and starts again, with the real data file.
async fn killed_at(exchange: u64, fault: crate::bench::Fault) -> bool {
    let dir = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::for_profile("all-is-well", PROFILE, DECIDED, Some(PathBuf::from(dir.path())));
    let died = {
        let engine = signed_in(&bench).await;
        dies(&bench, (exchange, fault), async {
            bench.run(&engine, ITEM).await;
        })
        .await
    };
    bench.restart();
    let engine = signed_in(&bench).await;
    for _ in 0..20 {
        if bench.run(&engine, ITEM).await.head.outcome != Some(Outcome::Waiting) {
            break;
        }
        bench.clock.advance(std::time::Duration::from_secs(60));
        engine.tick().await.expect("it tries");
    }
    let view = engine.item(&ItemId::from(ITEM)).expect("it was seen");
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{fault:?} at {exchange}: {:?}", view.diagnostic);
    let there = azure(&bench);
    assert_eq!(there.services.len(), 1, "{fault:?} at {exchange}: one resource");
    assert_eq!(bench.keychain.accounts(), bench.accounts_in_journal(), "{fault:?} at {exchange}: keychain and journal");
    bench.undo_items(&engine, &[ITEM]).await;
    let there = azure(&bench);
    assert_eq!((there.services.len(), there.groups.len()), (0, 1), "{fault:?} at {exchange}: all of it can go");
    died
}

#[tokio::test]
async fn killed_anywhere_it_continues_with_one_resource() {
    at_every(5, 12, killed_at).await;
}
