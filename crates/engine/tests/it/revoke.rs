//! `revoke`: switched off here, switched off everywhere, deleted; and back again.

use domain::{Block, ItemId, ItemView, Outcome, QuestionId};
use emulator::state::View;
use engine::Engine;
use serde_json::json;

use crate::bench::{Bench, GWEN};
use crate::kills::{at_every, dies};
use crate::small;

const ITEM: &str = "revoke";
const ITEMS: &str = "[[item]]\nkind = \"revoke\"\n";

/// How the app stands in the tenant.
#[derive(Debug, PartialEq, Eq)]
enum Stands {
    On,
    OffHere,
    OffEverywhere,
    Deleted,
}

fn stands(bench: &Bench, engine: &Engine) -> Stands {
    let app = engine.outputs().expect("stored").app.expect("made").app_id.to_string();
    let view = View::current(bench.emulator.delays_now());
    bench.emulator.read(|tenant| {
        let is_it = |json: &serde_json::Map<String, serde_json::Value>| json["appId"] == app.as_str();
        let there = tenant.applications.all_seen(view).find(|(_, object)| is_it(&object.json));
        let own = tenant.service_principals.all_seen(view).find(|(_, object)| is_it(&object.json));
        match (there, own) {
            (None, None) => Stands::Deleted,
            (Some((_, app)), _) if app.json.get("isDisabled") == Some(&json!(true)) => Stands::OffEverywhere,
            (Some(_), Some((_, own))) if own.json.get("accountEnabled") == Some(&json!(false)) => Stands::OffHere,
            (Some(_), Some(_)) => Stands::On,
            (app, own) => panic!("half of it is there: {} {}", app.is_some(), own.is_some()),
        }
    })
}

fn choose(engine: &Engine, how: &str) {
    engine.answer(&QuestionId::from("revoke"), json!(how)).expect("it is stored");
}

async fn run(bench: &Bench, engine: &Engine, how: &str) -> ItemView {
    choose(engine, how);
    bench.run(engine, ITEM).await
}

async fn made() -> (Bench, Engine) {
    let bench = small::bench(ITEMS);
    let engine = bench.engine();
    small::made(&bench, &engine).await;
    (bench, engine)
}

#[tokio::test]
async fn keeping_is_done_and_changes_nothing() {
    let (bench, engine) = made().await;
    let before = bench.writes();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Done), "nothing was chosen: {:?}", view.diagnostic);
    assert!(view.changes.is_empty() && bench.writes() == before, "nothing is planned");
    let choices = view.blocks.iter().find_map(|block| match block {
        Block::Question { question } => Some(question.options.iter().map(|one| one.value.clone()).collect::<Vec<_>>()),
        _ => None,
    });
    let all = ["keep", "disable", "disable_everywhere", "delete"].map(str::to_owned);
    assert_eq!(choices.as_deref(), Some(all.as_slice()), "what could be done is there");
}

#[tokio::test]
async fn each_way_does_it_is_approved_by_itself_and_a_second_run_changes_nothing() {
    for (how, wanted) in
        [("disable", Stands::OffHere), ("disable_everywhere", Stands::OffEverywhere), ("delete", Stands::Deleted)]
    {
        let (bench, engine) = made().await;
        choose(&engine, how);
        engine.look_all().await.expect("it looks");
        assert_eq!(engine.plan_together().expect("it plans").1.count, 0, "{how} is in no approval of everything");
        assert_eq!(engine.plan_without_careful().expect("it plans").1.count, 0, "nor in --approve all");
        let before = bench.writes();
        let view = bench.run(&engine, ITEM).await;
        assert_eq!(view.head.outcome, Some(Outcome::Changed), "{how}: {:?}", view.diagnostic);
        assert_eq!((stands(&bench, &engine), bench.writes()), (wanted, before + 1), "{how} by one request");
        let again = bench.engine();
        again.look_all().await.expect("it looks");
        let view = bench.run(&again, ITEM).await;
        assert!(view.changes.is_empty() && bench.writes() == before + 1, "{how}: nothing is missing");
        bench.assert_contract();
    }
}

#[tokio::test]
async fn other_items_say_that_it_was_the_admin_and_are_not_broken() {
    for (how, items) in [
        ("disable", vec!["service_principal"]),
        ("delete", vec!["app_registration", "service_principal", "certificate"]),
    ] {
        let (bench, engine) = made().await;
        run(&bench, &engine, how).await;
        engine.look_all().await.expect("it looks");
        for item in items {
            let view = engine.item(&ItemId::from(item)).expect("it was seen");
            assert_eq!(view.head.outcome, Some(Outcome::Finding), "{item} after {how}: {:?}", view.diagnostic);
            assert!(json!(view.blocks).to_string().contains(&format!("revoked-{how}")), "{item} says why");
            assert!(view.changes.is_empty(), "{item} plans nothing against it");
        }
        assert!(engine.outputs().expect("stored").app.is_some(), "putting back needs to know the app");
    }
}

#[tokio::test]
async fn somebody_elses_switch_is_a_failure_and_not_ours_to_turn() {
    let (bench, engine) = made().await;
    let id = engine.outputs().expect("stored").service_principal.expect("made").own.to_string();
    let changed = bench.emulator.write(|tenant, moment| {
        let mut own = tenant.service_principals.current(&id).expect("it is there").clone();
        own.json.insert("accountEnabled".to_owned(), json!(false));
        let stamp = moment.stamp(tenant);
        tenant.service_principals.write(id.clone(), own, stamp);
    });
    changed.expect("kept nowhere, so always saved");
    let view = bench.run(&engine, "service_principal").await;
    assert_eq!(view.head.outcome, Some(Outcome::Failed), "nobody said why");
    let view = run(&bench, &engine, "keep").await;
    assert!(view.changes.is_empty(), "what others switched off stays off");
}

#[tokio::test]
async fn keep_and_undo_put_back_what_was_done_and_nothing_else() {
    for how in ["disable", "disable_everywhere", "delete"] {
        let (bench, engine) = made().await;
        run(&bench, &engine, how).await;
        let view = run(&bench, &engine, "keep").await;
        assert_eq!(view.head.outcome, Some(Outcome::Changed), "{how}: {:?}", view.diagnostic);
        assert_eq!(stands(&bench, &engine), Stands::On, "{how} is put back by choosing to keep");
        let again = run(&bench, &engine, how).await;
        assert!(!again.changes.is_empty() || stands(&bench, &engine) != Stands::On, "{how} again wants a new yes");
        bench.assert_contract();

        let (bench, engine) = made().await;
        run(&bench, &engine, how).await;
        bench.undo_items(&engine, &[ITEM]).await;
        assert_eq!(stands(&bench, &engine), Stands::On, "{how} is put back by undo");
        let view = engine.item(&ItemId::from("service_principal")).expect("it was seen");
        assert!(view.head.outcome.is_some_and(Outcome::is_finished), "{how}: {:?}", view.diagnostic);
    }
}

#[tokio::test]
async fn undoing_everything_after_each_way_leaves_nothing() {
    for how in ["disable", "disable_everywhere", "delete"] {
        let bench = small::bench(ITEMS);
        let before = (bench.apps(), bench.principals());
        let engine = bench.engine();
        small::made(&bench, &engine).await;
        run(&bench, &engine, how).await;
        bench.undo(&engine).await.expect("it is taken back");
        assert_eq!((bench.apps(), bench.principals()), before, "{how}: as it was");
        assert!(bench.keychain.accounts().is_empty(), "{how}: no key is left");
    }
}

#[tokio::test]
async fn going_from_one_way_to_another_ends_where_it_should() {
    let (bench, engine) = made().await;
    for (how, wanted) in [
        ("disable", Stands::OffHere),
        ("disable_everywhere", Stands::OffEverywhere),
        ("delete", Stands::Deleted),
        ("keep", Stands::On),
    ] {
        for _ in 0..2 {
            run(&bench, &engine, how).await;
        }
        assert_eq!(stands(&bench, &engine), wanted, "{how}");
    }
}

#[tokio::test]
async fn a_refusal_names_the_role_that_is_needed() {
    for how in ["disable", "disable_everywhere", "delete"] {
        let (bench, engine) = made().await;
        bench.sign_in_as(GWEN);
        let view = run(&bench, &engine, how).await;
        assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "{how}: {:?}", view.diagnostic);
        assert!(!view.diagnostic.expect("it is diagnosed").who.is_empty(), "roles are named");
        assert_eq!(stands(&bench, &engine), Stands::On, "nothing happened");
    }
}

#[tokio::test]
async fn what_never_shows_up_is_reported_and_can_be_taken_back() {
    for how in ["disable", "disable_everywhere", "delete"] {
        let (bench, engine) = made().await;
        bench.lag(48);
        let writes = bench.writes();
        let view = run(&bench, &engine, how).await;
        assert_eq!(view.head.outcome, Some(Outcome::Waiting), "{how}: {:?}", view.diagnostic);
        assert_eq!(bench.writes(), writes + 1, "{how} is not sent twice");
        bench.lag(0);
        bench.hours(49);
        bench.undo_items(&engine, &[ITEM]).await;
        assert_eq!(stands(&bench, &engine), Stands::On, "{how} is taken back");
    }
}

#[tokio::test]
async fn killed_anywhere_it_is_done_once_when_it_goes_on() {
    for (how, wanted) in [("disable", Stands::OffHere), ("delete", Stands::Deleted)] {
        at_every(1, 4, async |exchange, fault| {
            let folder = tempfile::tempdir().expect("a folder");
            let profile = small::profile(ITEMS);
            let mut bench = Bench::for_profile("all-is-well", &profile, small::TENANT, Some(folder.path().to_owned()));
            let engine = bench.engine();
            small::made(&bench, &engine).await;
            choose(&engine, how);
            let before = bench.writes();
            let died = dies(&bench, (exchange, fault), async {
                bench.run(&engine, ITEM).await;
            })
            .await;
            drop(engine);
            bench.restart();
            let engine = bench.engine();
            let view = bench.run(&engine, ITEM).await;
            assert_eq!(view.head.outcome, Some(Outcome::Changed), "{how} at {exchange}: {:?}", view.diagnostic);
            assert_eq!(stands(&bench, &engine), wanted, "{how} at {exchange}");
            assert_eq!(bench.writes(), before + 1, "{how} at {exchange}: one request");
            died
        })
        .await;
    }
}
