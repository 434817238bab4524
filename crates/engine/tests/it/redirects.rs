//! Redirect URIs of web and single-page apps, implicit grant and public client flows of an app registration.

use domain::{Outcome, QuestionId};
use serde_json::{Value, json};

use crate::bench::{Bench, Fault};
use crate::kills::{at_every, dies};
use crate::small;

const ITEM: &str = "app_registration";
const PROFILE: &str = r#"
[[question]]
id = "host"
input = "host"
label = "Host"
required = true

[[question]]
id = "org_id"
input = "text"
label = "Organisation"
required = true

[[item]]
kind = "sign_in"

[[item]]
kind = "app_registration"
name = "Call Telemetry Teams Integration"
audience = "single_tenant"
web_redirects = ["https://{host}/api/org/{org_id}/ms-teams/callback"]
spa_redirects = ["https://{host}/app"]
implicit_grant = { access_tokens = true, id_tokens = true }
public_client_flows = false
"#;
const ANSWERS: &str = "tenant = \"practice.handrail.example\"\nhost = \"ct.contoso.example\"\norg_id = \"42\"\n";
const WEB: &str = "https://ct.contoso.example/api/org/42/ms-teams/callback";

fn bench() -> Bench {
    Bench::for_profile("all-is-well", &small::framed(PROFILE), ANSWERS, None)
}

fn uris(bench: &Bench, platform: &str) -> Value {
    bench.app_object()[platform]["redirectUris"].clone()
}

#[tokio::test]
async fn a_new_app_has_all_of_it_and_a_second_run_changes_nothing() {
    let bench = bench();
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "it was made: {:?}", view.diagnostic);
    assert_eq!(uris(&bench, "web"), json!([WEB]), "with the answers in it");
    assert_eq!(uris(&bench, "spa"), json!(["https://ct.contoso.example/app"]), "and the other platform");
    let grant = &bench.app_object()["web"]["implicitGrantSettings"];
    assert_eq!((&grant["enableAccessTokenIssuance"], &grant["enableIdTokenIssuance"]), (&json!(true), &json!(true)));
    let before = bench.writes();
    let view = bench.run(&bench.engine(), ITEM).await;
    assert!(view.changes.is_empty() && bench.writes() == before, "nothing is missing");
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "what the vendor asks for is no finding");
    bench.assert_contract();
}

#[tokio::test]
async fn what_somebody_removed_comes_back_beside_theirs_and_undo_leaves_theirs() {
    let bench = bench();
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.run(&engine, ITEM).await;
    let theirs = "https://theirs.example/back";
    let mut web = bench.app_object()["web"].clone();
    web["redirectUris"] = json!([theirs]);
    web["implicitGrantSettings"] = json!({ "enableAccessTokenIssuance": false, "enableIdTokenIssuance": true });
    bench.patch_app("web", web);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    assert_eq!(uris(&bench, "web"), json!([theirs, WEB]), "theirs stays");
    let (list, _) = engine.undo_plan().expect("it plans");
    assert_eq!(list.changes.len(), 3, "the app, the address, the grant");
    bench.assert_contract();
}

#[tokio::test]
async fn an_answer_that_makes_a_wrong_address_is_told_before_anything_is_sent() {
    for (answer, why) in [
        ("4*2", "redirect-wildcard"),
        ("4;2", "redirect-character"),
        ("42#x", "redirect-fragment"),
        (&"x".repeat(250), "redirect-too-long"),
    ] {
        let bench = bench();
        let engine = bench.engine();
        bench.reach(&engine, "sign_in").await;
        bench.run(&engine, "sign_in").await;
        engine.answer(&QuestionId::from("org_id"), json!(answer)).expect("it is stored");
        let before = bench.writes();
        let view = bench.run(&engine, ITEM).await;
        assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "{answer}");
        let diagnostic = view.diagnostic.expect("it is diagnosed");
        assert_eq!(diagnostic.cause.map(|cause| cause.id), Some(why.to_owned()), "{answer}: the rule");
        assert_eq!(bench.writes(), before, "{answer}: nothing is sent");
    }
}

#[tokio::test]
async fn the_same_address_under_another_platform_of_the_app_is_told() {
    let bench = bench();
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.run(&engine, ITEM).await;
    bench.patch_app("web", json!({ "redirectUris": [], "implicitGrantSettings": {} }));
    bench.patch_app("spa", json!({ "redirectUris": [WEB, "https://ct.contoso.example/app"] }));
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "Microsoft would take one by chance");
}

#[test]
fn a_profile_with_a_wrong_address_is_refused_where_it_stands() {
    for (from, to) in [
        ("https://{host}/app", "http://{host}/app"),
        ("https://{host}/app", "https://{host}/api/org/{org_id}/ms-teams/callback"),
        ("https://{host}/app", "https://*.{host}/app"),
        ("https://{host}/app", "https://{nobody}/app"),
    ] {
        let errors = domain::profile_file::load(&small::framed(PROFILE).replace(from, to), "test.toml").expect_err(to);
        assert!(errors.iter().any(|error| error.field.contains("spa_redirects[1]")), "{to}: {errors:?}");
    }
}

/// Kills the process at one exchange and starts again, with the real data file.
async fn killed_at(exchange: u64, fault: Fault) -> bool {
    let dir = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::for_profile("all-is-well", &small::framed(PROFILE), ANSWERS, Some(dir.path().to_owned()));
    bench.run(&bench.engine(), "sign_in").await;
    let died = {
        let engine = bench.engine();
        dies(&bench, (exchange, fault), async {
            bench.run(&engine, ITEM).await;
        })
        .await
    };
    bench.restart();
    let engine = bench.engine();
    let view = bench.run(&engine, ITEM).await;
    assert!(view.head.outcome.is_some_and(Outcome::is_finished), "{fault:?} at {exchange}: {:?}", view.diagnostic);
    assert_eq!((bench.apps_of_this_setup(), uris(&bench, "web")), (1, json!([WEB])), "{fault:?} at {exchange}");
    died
}

#[tokio::test]
async fn killed_anywhere_there_is_one_app_with_its_addresses() {
    at_every(3, 5, killed_at).await;
}
