//! The five tests of `expose_api`, others' entries, the tenant's rules, killed anywhere.

use domain::{AppId, ItemId, Outcome};
use engine::Engine;
use serde_json::{Value, json};

use crate::bench::{Bench, Fault, GWEN};
use crate::kills::{at_every, dies};
use crate::small;

const ITEM: &str = "expose_api";
const DESKTOP: &str = "1fec8e78-bce4-4aaf-ab1b-5451cc387264";
const WEB: &str = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346";
const PROFILE: &str = r#"
[[question]]
id = "host"
input = "host"
label = "Host"
required = true

[[item]]
kind = "sign_in"

[[item]]
kind = "app_registration"
name = "Altoura"
audience = "multi_tenant"

[[item]]
kind = "expose_api"
host = "{host}"
clients = ["1fec8e78-bce4-4aaf-ab1b-5451cc387264", "5e3ce6c0-2b1f-4285-8d4b-75ee78787346"]

[item.scope]
value = "access_as_user"
type = "user"
admin_title = "Act for the signed-in person"
admin_text = "The Teams app acts for whoever is signed in."
user_title = "Act for you"
user_text = "The Teams app acts for you."
"#;
const ANSWERS: &str = "tenant = \"practice.handrail.example\"\nhost = \"Tab.Contoso.example\"\n";

fn bench(scenario: &str) -> Bench {
    Bench::for_profile(scenario, &small::framed(PROFILE), ANSWERS, None)
}

fn scopes(bench: &Bench) -> Vec<Value> {
    bench.app_object()["api"]["oauth2PermissionScopes"].as_array().cloned().unwrap_or_default()
}

fn clients(bench: &Bench) -> Vec<Value> {
    bench.app_object()["api"]["preAuthorizedApplications"].as_array().cloned().unwrap_or_default()
}

fn uris(bench: &Bench) -> Vec<Value> {
    bench.app_object()["identifierUris"].as_array().cloned().unwrap_or_default()
}

fn counts(bench: &Bench) -> (usize, usize, usize) {
    (uris(bench).len(), scopes(bench).len(), clients(bench).len())
}

/// Somebody else's URI, scope and client on the app.
fn add_foreign(bench: &Bench) {
    let id = "0b1c2d3e-4f50-4a6b-8c7d-8e9fa0b1c2d3";
    let app = bench.app_object()["appId"].as_str().expect("an id").to_owned();
    let mut api = bench.app_object()["api"].clone();
    let scope = json!({
        "id": id, "value": "Theirs.Read", "type": "Admin", "isEnabled": true, "adminConsentDisplayName": "Theirs",
        "adminConsentDescription": "Theirs", "userConsentDisplayName": null, "userConsentDescription": null,
    });
    for (list, entry) in [
        ("oauth2PermissionScopes", scope),
        ("preAuthorizedApplications", json!({ "appId": DESKTOP, "delegatedPermissionIds": [id] })),
    ] {
        let mut all = api[list].as_array().cloned().unwrap_or_default();
        all.push(entry);
        api[list] = json!(all);
    }
    bench.patch_app("api", api);
    let mut all = uris(bench);
    all.push(json!(format!("api://theirs/{app}")));
    bench.patch_app("identifierUris", json!(all));
}

async fn expose(bench: &Bench, engine: &Engine) -> domain::ItemView {
    bench.reach(engine, ITEM).await;
    bench.run(engine, ITEM).await
}

#[tokio::test]
async fn sets_address_scope_and_clients() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    let view = expose(&bench, &engine).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "it was made: {:?}", view.diagnostic);
    let api = engine.outputs().expect("stored").api.expect("it is handed on");
    let app = engine.outputs().expect("stored").app.expect("made").app_id;
    assert_eq!(api.uri, format!("api://tab.contoso.example/{app}"), "in lower case, as Teams compares it");
    assert_eq!(uris(&bench), [json!(api.uri)], "and nothing else");
    let scope = &scopes(&bench)[0];
    assert_eq!(
        (&scope["value"], &scope["type"], &scope["isEnabled"]),
        (&json!("access_as_user"), &json!("User"), &json!(true))
    );
    assert_eq!(scope["userConsentDescription"], "The Teams app acts for you.", "all four texts");
    assert_eq!(scope["id"], json!(api.scope_id), "the id that was drawn with the set-up");
    let ids: Vec<AppId> = [DESKTOP, WEB].into_iter().map(|id| AppId::parse(id).expect("a GUID")).collect();
    assert_eq!(api.clients, ids, "exactly these two");
    bench.assert_contract();
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    expose(&bench, &engine).await;
    let before = bench.writes();
    let view = bench.run(&bench.engine(), ITEM).await;
    assert!(view.changes.is_empty(), "the plan is empty");
    assert_eq!(bench.writes(), before, "nothing is written");
}

#[tokio::test]
async fn what_others_put_there_stays_when_it_is_made_and_when_it_is_taken_back() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    add_foreign(&bench);
    let (their_scope, their_client) = (scopes(&bench)[0].clone(), clients(&bench)[0].clone());
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "beside theirs: {:?}", view.diagnostic);
    assert_eq!(counts(&bench), (2, 2, 2), "theirs and ours");
    assert!(scopes(&bench).contains(&their_scope), "as it was");
    let shared = clients(&bench).into_iter().find(|client| client["appId"] == DESKTOP).expect("still there");
    assert_eq!(shared["delegatedPermissionIds"].as_array().map(Vec::len), Some(2), "one client, two scopes");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(scopes(&bench), [their_scope], "theirs stays");
    assert_eq!(clients(&bench), [their_client], "with their client");
    assert_eq!(uris(&bench).len(), 1, "and their address");
    bench.assert_contract();
}

#[tokio::test]
async fn a_refusal_names_the_role_that_is_needed() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.sign_in_as(GWEN);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "a role is missing: {:?}", view.diagnostic);
    assert!(!view.diagnostic.expect("it is diagnosed").who.is_empty(), "roles are named");
    assert_eq!(counts(&bench), (0, 0, 0), "nothing was made");
}

#[tokio::test]
async fn what_never_shows_up_is_reported_and_can_be_taken_back() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.lag(48);
    let view = bench.run(&engine, ITEM).await;
    let told = view.head.outcome == Some(Outcome::Waiting) || view.diagnostic.is_some();
    assert!(told, "nothing proves that it is there: {:?}", view.head.outcome);
    bench.lag(0);
    bench.hours(49);
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(counts(&bench), (0, 0, 0), "it is taken back");
}

#[tokio::test]
async fn a_scope_that_is_not_visible_yet_is_waited_for() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.hours(1);
    bench.lag_seconds(40);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "replicas catch up: {:?}", view.diagnostic);
    assert_eq!(counts(&bench), (1, 1, 2), "one of each");
}

#[tokio::test]
async fn a_tenant_that_takes_default_addresses_only_is_told_before_anything_is_made() {
    let bench = bench("all-is-well");
    let changed = bench.emulator.write(|tenant, _| {
        let policy = &mut tenant.policies.default_app_management;
        policy.insert("isEnabled".to_owned(), json!(true));
        policy["applicationRestrictions"]["identifierUris"]["nonDefaultUriAddition"]["state"] = json!("enabled");
    });
    changed.expect("kept nowhere, so always saved");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let before = bench.writes();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "an exemption is needed");
    assert_eq!(view.diagnostic.expect("it is diagnosed").code, "uri-restricted", "by reading the policy");
    assert_eq!(bench.writes(), before, "nothing was tried");
}

#[tokio::test]
async fn an_address_of_another_app_needs_a_decision() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let app = engine.outputs().expect("stored").app.expect("made").app_id;
    let taken = json!([format!("api://tab.contoso.example/{app}")]);
    let ours = bench.app_object()["id"].as_str().expect("an id").to_owned();
    let changed = bench.emulator.write(|tenant, moment| {
        let other = tenant.applications.all().find(|(id, _)| *id != ours).map(|(id, app)| (id.to_owned(), app.clone()));
        let (id, mut app) = other.unwrap_or_else(|| {
            let id = "0b1c2d3e-4f50-4a6b-8c7d-8e9fa0b1c2d4".to_owned();
            let mut app = tenant.applications.current(&ours).expect("ours").clone();
            app.json.insert("id".to_owned(), json!(id));
            app.json.insert("appId".to_owned(), json!("0b1c2d3e-4f50-4a6b-8c7d-8e9fa0b1c2d5"));
            app.json.insert("uniqueName".to_owned(), Value::Null);
            (id, app)
        });
        app.json.insert("identifierUris".to_owned(), taken);
        let stamp = moment.stamp(tenant);
        tenant.applications.write(id, app, stamp);
    });
    changed.expect("kept nowhere, so always saved");
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "{:?}", view.diagnostic);
    assert_eq!(view.diagnostic.expect("it is diagnosed").code, "uri-taken", "and says why");
}

#[tokio::test]
async fn a_scope_that_somebody_switched_off_is_a_finding() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    expose(&bench, &engine).await;
    let mut api = bench.app_object()["api"].clone();
    api["oauth2PermissionScopes"][0]["isEnabled"] = json!(false);
    bench.patch_app("api", api);
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "somebody should look");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(counts(&bench), (0, 0, 0), "and it can be taken back all the same");
}

/// Kills the process at one exchange and starts again, with the real data file.
async fn killed_at(exchange: u64, fault: Fault) -> bool {
    let dir = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::for_profile("all-is-well", &small::framed(PROFILE), ANSWERS, Some(dir.path().to_owned()));
    bench.reach(&bench.engine(), ITEM).await;
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
    assert_eq!(counts(&bench), (1, 1, 2), "{fault:?} at {exchange}: one of each");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(counts(&bench), (0, 0, 0), "{fault:?} at {exchange}: all of it is known");
    died
}

#[tokio::test]
async fn killed_anywhere_it_continues_with_one_of_each() {
    at_every(2, 5, killed_at).await;
}
