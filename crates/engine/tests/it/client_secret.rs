//! The five tests of `client_secret`, killed anywhere, rotation, lifetimes, and where its text may be.

use std::time::Duration;

use domain::{
    AppCredential, AppProof, ChangeState, ClientSecretRef, ItemId, KeychainError, Outcome, Purpose, QuestionId,
    SecretStore as _, Timestamp,
};
use engine::Engine;
use serde_json::{Value, json};

use crate::bench::{Bench, Fault, GWEN, SAM};
use crate::kills::{at_every, dies};

const ITEM: &str = "client_secret";
const PROFILE: &str = r#"
schema = 1
id = "secret-test"
version = "1.0.0"
title = "Secret"
summary = "One app with a client secret."
minutes = 5
roles = ["Application Administrator"]
needs = ["An admin."]
can = ["Sign in."]
cannot = ["Do more."]
creates = ["An app and a secret."]

[vendor]
name = "Somebody"

[source]
title = "This test"

[[item]]
kind = "sign_in"

[[item]]
kind = "app_registration"
name = "Call Telemetry Teams Integration"
audience = "single_tenant"

[[item]]
kind = "service_principal"
resources = ["00000003-0000-0000-c000-000000000000"]

[[item]]
kind = "client_secret"
months = 6
"#;
const ANSWERS: &str = "tenant = \"practice.handrail.example\"\n";

fn bench(scenario: &str) -> Bench {
    Bench::for_profile(scenario, PROFILE, ANSWERS, None)
}

/// Secrets on the set-up's app.
fn secrets(bench: &Bench) -> Vec<Value> {
    bench.app_object()["passwordCredentials"].as_array().cloned().unwrap_or_default()
}

fn handed_on(engine: &Engine) -> ClientSecretRef {
    engine.outputs().expect("stored").client_secret.expect("it is handed on")
}

async fn text_of(bench: &Bench, secret: &ClientSecretRef) -> String {
    let kept = bench.keychain.get(&secret.keychain_account).await.expect("open").expect("it is kept");
    String::from_utf8(kept.expose().to_vec()).expect("text")
}

/// Replaces the tenant's rules for secrets.
fn forbid(bench: &Bench, rules: &Value) {
    let rules = rules.clone();
    let changed = bench.emulator.write(|tenant, _| {
        let policy = &mut tenant.policies.default_app_management;
        policy.insert("isEnabled".to_owned(), json!(true));
        policy["applicationRestrictions"]["passwordCredentials"] = rules;
    });
    changed.expect("kept nowhere, so always saved");
}

/// Somebody else's secret on the app.
fn add_foreign_secret(bench: &Bench) {
    let mut all = secrets(bench);
    all.push(json!({
        "customKeyIdentifier": null, "displayName": "Somebody else", "endDateTime": "2027-01-01T00:00:00Z",
        "hint": "abc", "keyId": "0b1c2d3e-4f50-4a6b-8c7d-8e9fa0b1c2d3", "secretText": null,
        "startDateTime": "2026-01-01T00:00:00Z",
    }));
    bench.patch_app("passwordCredentials", json!(all));
}

#[tokio::test]
async fn makes_one_secret_for_six_months_and_signs_in_with_it() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.run(&engine, "service_principal").await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "it was made: {:?}", view.diagnostic);
    let on_app = secrets(&bench);
    assert_eq!((on_app.len(), bench.keychain.accounts().len()), (1, 1), "one on the app, one in the keychain");
    let secret = handed_on(&engine);
    assert_eq!(on_app[0]["keyId"], json!(secret.key_id), "the one on the app");
    assert_eq!(secret.display_name, "Call Telemetry Teams Integration", "the app's name");
    let months = Timestamp::parse("2026-11-21T09:00:00Z").expect("a time").plus_months(6);
    let late = months.since(secret.not_after);
    assert!(late <= Duration::from_secs(60), "six calendar months less a minute: {}", secret.not_after);
    bench.clock.advance(Duration::from_secs(60));
    let proof = AppProof::Secret { keychain_account: secret.keychain_account };
    let (tenant, app) = (engine.setup().expect("stored").tenant.id, engine.outputs().expect("stored").app);
    let credential = AppCredential { tenant, app: app.expect("made").app_id, proof };
    bench.ports().app_tokens.graph(&credential, true).await.expect("Entra takes the secret");
    bench.assert_contract();
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.run(&engine, ITEM).await;
    let (before, secret) = (bench.writes(), handed_on(&engine));
    let view = bench.run(&bench.engine(), ITEM).await;
    assert!(view.changes.is_empty(), "the plan is empty");
    assert_eq!((bench.writes(), secrets(&bench).len()), (before, 1), "nothing is written");
    assert_eq!(handed_on(&engine), secret, "the same one");
}

#[tokio::test]
async fn undo_takes_back_only_the_secret_that_was_made() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.run(&engine, ITEM).await;
    add_foreign_secret(&bench);
    bench.undo_items(&engine, &[ITEM]).await;
    let left = secrets(&bench);
    assert_eq!(left.len(), 1, "theirs stays: {left:?}");
    assert_eq!(left[0]["displayName"], "Somebody else", "theirs");
    assert!(bench.keychain.accounts().is_empty(), "ours is gone from the keychain");
    let id = [ItemId::from(ITEM)];
    assert!(engine.undo_plan_of(&id).expect("it plans").0.changes.is_empty(), "nothing is left to take back");
}

#[tokio::test]
async fn a_refusal_names_the_role_that_is_needed_and_leaves_nothing_to_undo() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.sign_in_as(GWEN);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "a role is missing: {:?}", view.diagnostic);
    assert!(!view.diagnostic.expect("it is diagnosed").who.is_empty(), "roles are named");
    let id = [ItemId::from(ITEM)];
    assert!(engine.undo_plan_of(&id).expect("it plans").0.changes.is_empty(), "nothing was made");
    assert!(bench.keychain.accounts().is_empty(), "nothing is kept");
    bench.sign_in_as(SAM);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "with the role it goes on: {:?}", view.diagnostic);
    assert_eq!((secrets(&bench).len(), bench.keychain.accounts().len()), (1, 1), "one of each");
}

#[tokio::test]
async fn a_secret_that_never_shows_up_is_reported_and_can_be_taken_back() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.lag(48);
    let before = bench.writes();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Waiting), "nothing proves that it is there: {:?}", view.diagnostic);
    assert!(view.changes.is_empty(), "it is not planned again");
    bench.run(&engine, ITEM).await;
    assert_eq!(bench.writes(), before + 1, "it is not made twice");
    bench.lag(0);
    bench.hours(49);
    bench.undo_items(&engine, &[ITEM]).await;
    assert!(secrets(&bench).is_empty() && bench.keychain.accounts().is_empty(), "it is taken back");
}

#[tokio::test]
async fn a_policy_shortens_a_secret_and_it_is_watched_in_time() {
    let bench = bench("all-is-well");
    forbid(&bench, &json!([{ "restrictionType": "passwordLifetime", "state": "enabled", "maxLifetime": "P90D" }]));
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "the policy is kept: {:?}", view.diagnostic);
    let left = handed_on(&engine).not_after.since(bench.now());
    let most = Duration::from_secs(90 * 86_400);
    assert!(left < most && left > most - Duration::from_secs(600), "just below ninety days: {left:?}");
    bench.hours(59 * 24);
    assert_eq!(bench.run(&engine, ITEM).await.head.outcome, Some(Outcome::Changed), "31 days are left");
    bench.hours(2 * 24);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "29 days are left: time for a new one");
    assert!(view.actions.contains(&domain::Action::RotateSecret), "and the button is there");
    bench.hours(30 * 24);
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.changes.len(), 1, "ended: a new one is planned");
}

#[tokio::test]
async fn a_tenant_that_forbids_secrets_is_told_before_anything_is_made() {
    let bench = bench("tenant-forbids-long-certificates");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let before = bench.writes();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "{:?}", view.diagnostic);
    let diagnostic = view.diagnostic.expect("it is diagnosed");
    assert_eq!(diagnostic.code, "secrets-forbidden", "by reading the policy");
    assert_eq!(bench.writes(), before, "nothing was tried");
}

#[tokio::test]
async fn rotation_overlaps_and_removes_the_former_one_only_when_asked() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.run(&engine, ITEM).await;
    let first = handed_on(&engine);
    engine.rotate_secret(&ItemId::from(ITEM)).expect("it is stored");
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(secrets(&bench).len(), 2, "both work: {:?}", view.diagnostic);
    let second = handed_on(&engine);
    assert_ne!(first.key_id, second.key_id, "the new one is in use");
    assert_ne!(text_of(&bench, &first).await, text_of(&bench, &second).await, "another text");
    engine.answer(&QuestionId::from("secret_retire"), json!("1")).expect("it is stored");
    bench.run(&engine, ITEM).await;
    assert_eq!((secrets(&bench).len(), bench.keychain.accounts().len()), (1, 1), "the former one is gone");
    assert_eq!(handed_on(&engine), second, "the new one stays");
    let journal = engine.journal().expect("stored");
    assert!(journal.iter().all(|entry| entry.state != ChangeState::Intended), "nothing is left open");
    bench.undo_items(&engine, &[ITEM]).await;
    assert!(secrets(&bench).is_empty() && bench.keychain.accounts().is_empty(), "all of ours is taken back");
}

#[tokio::test]
async fn a_lost_entry_of_the_keychain_is_a_finding_and_a_new_one_can_be_made() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.run(&engine, ITEM).await;
    bench.keychain.delete(&handed_on(&engine).keychain_account).await.expect("open");
    let before = bench.writes();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "the vendor may still use it");
    assert!(view.actions.contains(&domain::Action::RotateSecret), "the remedy is a button");
    assert_eq!(bench.writes(), before, "nothing is made by itself");
    engine.rotate_secret(&ItemId::from(ITEM)).expect("it is stored");
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "a new one: {:?}", view.diagnostic);
    assert_eq!((secrets(&bench).len(), bench.keychain.accounts().len()), (2, 1), "beside the one that may be in use");
}

#[tokio::test]
async fn a_secret_that_somebody_removed_is_made_anew() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.run(&engine, ITEM).await;
    let first = handed_on(&engine);
    bench.patch_app("passwordCredentials", json!([]));
    bench.hours(1);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "made anew: {:?}", view.diagnostic);
    assert_ne!(handed_on(&engine).key_id, first.key_id, "another one");
    bench.undo_items(&engine, &[ITEM]).await;
    assert!(secrets(&bench).is_empty() && bench.keychain.accounts().is_empty(), "nothing is left anywhere");
}

#[tokio::test]
async fn a_locked_keychain_stops_before_anything_is_made() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    bench.keychain.fail(Some(KeychainError::Locked));
    let before = bench.writes();
    let view = bench.run(&engine, ITEM).await;
    assert!(view.diagnostic.is_some(), "it says so");
    assert_eq!((bench.writes(), secrets(&bench).len()), (before, 0), "nothing was changed in the tenant");
    bench.keychain.fail(None);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "unlocked, it goes on: {:?}", view.diagnostic);
}

#[tokio::test]
async fn an_answer_that_is_lost_leaves_one_secret() {
    for fault in [Fault::DropAfter, Fault::Truncated, Fault::BadJson, Fault::Html, Fault::Unavailable] {
        let bench = bench("all-is-well");
        let engine = bench.engine();
        bench.reach(&engine, ITEM).await;
        engine.look(&ItemId::from(ITEM)).await.expect("it looks");
        for exchange in [1, 4, 5, 6, 9] {
            let now = bench.exchange.count.load(std::sync::atomic::Ordering::Relaxed);
            *bench.exchange.fault.lock().expect("no panic elsewhere") = Some((now + exchange, fault));
            bench.run(&engine, ITEM).await;
            *bench.exchange.fault.lock().expect("no panic elsewhere") = None;
            let view = bench.run(&engine, ITEM).await;
            assert!(view.head.outcome.is_some_and(Outcome::is_finished), "{fault:?}: {:?}", view.diagnostic);
            let count = (secrets(&bench).len(), bench.keychain.accounts().len());
            assert_eq!(count, (1, 1), "{fault:?} at {exchange}: one of each");
            bench.undo_items(&engine, &[ITEM]).await;
            assert_eq!((secrets(&bench).len(), bench.keychain.accounts().len()), (0, 0), "{fault:?}: taken back");
        }
    }
}

/// Kills the process at one exchange and starts again, with the real data file.
async fn killed_at(exchange: u64, fault: Fault) -> bool {
    let dir = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::for_profile("all-is-well", PROFILE, ANSWERS, Some(dir.path().to_owned()));
    bench.reach(&bench.engine(), ITEM).await;
    let died = {
        let engine = bench.engine();
        dies(&bench, (exchange, fault), async {
            bench.run(&engine, ITEM).await;
        })
        .await
    };
    bench.restart();
    if exchange.is_multiple_of(3) {
        // Nobody goes on: everything is taken back instead, also what has no receipt.
        let engine = bench.engine();
        bench.undo_items(&engine, &[ITEM]).await;
        assert_eq!((secrets(&bench).len(), bench.keychain.accounts().len()), (0, 0), "{fault:?} at {exchange}");
        return died;
    }
    let engine = bench.engine();
    let view = bench.run(&engine, ITEM).await;
    assert!(view.head.outcome.is_some_and(Outcome::is_finished), "{fault:?} at {exchange}: {:?}", view.diagnostic);
    assert_eq!(secrets(&bench).len(), 1, "{fault:?} at {exchange}: never two, never an orphan");
    assert_eq!(bench.keychain.accounts(), bench.accounts_in_journal(), "keychain and journal agree");
    assert_eq!(secrets(&bench)[0]["keyId"], json!(handed_on(&engine).key_id), "the one that is known");
    died
}

#[tokio::test]
async fn killed_anywhere_it_goes_on_or_goes_back_without_an_orphan() {
    at_every(1, 5, killed_at).await;
}

#[tokio::test]
async fn its_text_is_in_the_keychain_and_nowhere_else() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let view = bench.run(&engine, ITEM).await;
    let text = text_of(&bench, &handed_on(&engine)).await;
    let everything = [
        serde_json::to_string(&engine.journal().expect("stored")).expect("JSON"),
        serde_json::to_string(&view).expect("JSON"),
        serde_json::to_string(&engine.outputs().expect("stored")).expect("JSON"),
        serde_json::to_string(&engine.record(Purpose::Setup, "test").expect("stored")).expect("JSON"),
        format!("{:?}", bench.story.0.lock().expect("no panic elsewhere")),
    ];
    assert!(everything.iter().all(|told| !told.contains(&text)), "never told");
}
