//! The profile `call-telemetry`, walked with its example answers.

use domain::{AddressScope, ItemId, ItemView, Outcome, PermissionType, Proof, QuestionId, Wanted};
use emulator::state::View;
use engine::Engine;
use serde_json::{Value, json};

use crate::bench::Bench;
use crate::built_in::{CALL_TELEMETRY, assert_finished, walk};
use crate::network;

fn bench(scenario: &str) -> Bench {
    CALL_TELEMETRY.bench(scenario)
}

fn engine(bench: &Bench) -> Engine {
    CALL_TELEMETRY.engine(bench)
}

async fn look(engine: &Engine, item: &str) -> ItemView {
    engine.look(&ItemId::from(item)).await.expect("it looks")
}

fn code(view: &ItemView) -> &str {
    view.diagnostic.as_ref().map(|found| found.code.as_str()).unwrap_or_default()
}

/// Outcomes that are not plainly right.
fn findings(engine: &Engine) -> Vec<String> {
    let heads = engine.view().expect("it is read").items;
    heads.iter().filter(|head| head.outcome == Some(Outcome::Finding)).map(|head| head.id.to_string()).collect()
}

/// Grants, delegated ones too, of everybody.
fn delegated(bench: &Bench) -> Vec<(String, Option<String>, String)> {
    let view = View::current(bench.emulator.delays_now());
    bench.emulator.read(|tenant| {
        let all = tenant.grants.all_seen(view);
        all.map(|(_, grant)| (grant.consent_type.clone(), grant.principal_id.clone(), grant.scope.clone())).collect()
    })
}

#[tokio::test]
async fn walks_to_its_end_and_a_second_run_writes_nothing() {
    let bench = bench("all-is-well");
    let before = delegated(&bench).len();
    let engine = engine(&bench);
    walk(&bench, &engine).await;
    assert_finished(&engine);
    let done = engine.done().expect("it is read");
    assert_eq!((done.proof, done.hands_key), (Proof::Endpoint, false), "the last page says what was proved");
    let app = bench.app_object();
    assert_eq!(app["displayName"], "Call Telemetry Teams Integration");
    assert_eq!(app["signInAudience"], "AzureADMyOrg", "this directory only");
    assert_eq!(app["web"]["redirectUris"], json!(["https://calls.vendor.example/api/org/42/ms-teams/callback"]));
    let implicit = json!({ "enableAccessTokenIssuance": true, "enableIdTokenIssuance": true });
    assert_eq!(app["web"]["implicitGrantSettings"], implicit, "as the vendor asks");
    assert_eq!(app["isFallbackPublicClient"], json!(false), "no public client flows");
    assert_eq!(app["passwordCredentials"].as_array().map(Vec::len), Some(1), "one secret");
    let grants = engine.outputs().expect("stored").grants.expect("read back");
    let seven = ["Chat.Read", "Chat.ReadBasic", "ChatMessage.Read", "User.Read", "offline_access", "openid", "profile"];
    assert_eq!((grants.roles.len(), grants.scopes.iter().map(String::as_str).collect::<Vec<_>>()), (0, seven.to_vec()));
    let all = delegated(&bench);
    assert_eq!(all.len(), before + 1, "one grant: what the test needed is taken away again");
    assert!(all.iter().any(|(kind, who, _)| kind == "Principal" && who.is_some()), "for one user: {all:?}");
    assert_eq!(bench.emulator.read(|tenant| tenant.subscriptions.len()), 0, "the test left nothing");
    let writes = bench.writes();
    walk(&bench, &self::engine(&bench)).await;
    assert_eq!(bench.writes(), writes, "nothing is missing");
    assert_eq!(findings(&engine), Vec::<String>::new(), "and nothing is worth a look");
    bench.assert_contract();
}

#[tokio::test]
async fn undo_leaves_the_tenant_as_it_was() {
    let bench = bench("all-is-well");
    let state = |bench: &Bench| (bench.apps(), bench.principals(), bench.grants(), delegated(bench).len());
    let before = state(&bench);
    let engine = engine(&bench);
    walk(&bench, &engine).await;
    assert_ne!(state(&bench), before, "something was made");
    bench.undo(&engine).await.expect("it is taken back");
    assert_eq!(state(&bench), before, "as before");
    assert!(bench.keychain.accounts().is_empty(), "the secret is gone from this computer");
}

#[tokio::test]
async fn it_asks_for_delegated_permissions_only_and_one_more_is_a_finding() {
    let bench = bench("all-is-well");
    let engine = engine(&bench);
    let asked = engine.profile().items.iter().find_map(|item| match &item.wanted {
        Wanted::ApiPermissions(spec) => Some(spec.permissions.clone()),
        _ => None,
    });
    let asked = asked.expect("it asks for some");
    assert!(asked.iter().all(|one| one.kind == PermissionType::Delegated && one.when.is_none()));
    walk(&bench, &engine).await;
    grant_application_permission(&bench, &engine);
    let view = look(&engine, "admin_consent").await;
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "nobody ordered it: {:?}", view.diagnostic);
    assert!(json!(view.blocks).to_string().contains("User.Read.All"), "by its name");
    let writes = bench.writes();
    bench.run(&engine, "admin_consent").await;
    assert_eq!(bench.writes(), writes, "it is theirs, and stays");
}

/// Somebody else grants the app the full profiles of everybody.
fn grant_application_permission(bench: &Bench, engine: &Engine) {
    let principals = engine.outputs().expect("stored").service_principal.expect("made");
    let own = principals.own.to_string();
    let resource = principals.resources.values().next().expect("Graph").to_string();
    let changed = bench.emulator.write(|tenant, moment| {
        let grant = emulator::state::AppRoleAssignment {
            id: "somebody-elses".to_owned(),
            app_role_id: "df021288-bdef-4463-88db-98f22de89214".to_owned(),
            created_date_time: moment.now,
            principal_display_name: "Call Telemetry Teams Integration".to_owned(),
            principal_id: own,
            principal_type: "ServicePrincipal".to_owned(),
            resource_display_name: "Microsoft Graph".to_owned(),
            resource_id: resource,
        };
        let stamp = moment.stamp(tenant);
        tenant.app_role_assignments.write(grant.id.clone(), grant, stamp);
    });
    changed.expect("kept nowhere, so always saved");
}

#[tokio::test]
async fn what_is_wrong_with_the_server_is_named_and_microsoft_is_not_asked() {
    let cases = [
        ("endpoint-wrong-answer", "webhook_endpoint", "hook-other-body"),
        ("endpoint-html", "webhook_endpoint", "hook-html"),
        ("endpoint-redirect", "webhook_endpoint", "hook-redirects"),
        ("endpoint-forbidden", "webhook_endpoint", "hook-refused"),
        ("host-private", "webhook_endpoint", "host-private"),
        ("host-private", "network_reachability", "host-private"),
    ];
    for (scenario, item, wanted) in cases {
        let bench = bench(scenario);
        let engine = engine(&bench);
        let address = bench.emulator.read(|tenant| tenant.oddities.vendor.address.parse().expect("an address"));
        let private = AddressScope::of(address) != AddressScope::Public;
        assert_eq!(private, scenario == "host-private", "{scenario} is played");
        walk(&bench, &engine).await;
        let view = look(&engine, item).await;
        assert_eq!((view.head.outcome, code(&view)), (Some(Outcome::NeedsPerson), wanted), "{scenario}");
        let asked = bench.emulator.requests().iter().any(|one| one.write && one.path.ends_with("/subscriptions"));
        assert!(!asked, "{scenario}: no subscription is tried");
    }
}

#[tokio::test]
async fn a_webhook_url_of_another_server_is_a_decision_and_named_with_both() {
    let bench = bench("all-is-well");
    let engine = engine(&bench);
    engine.answer(&QuestionId::from("inbound_port"), json!("8443")).expect("it is kept");
    walk(&bench, &engine).await;
    let view = look(&engine, "webhook_endpoint").await;
    assert_eq!((view.head.outcome, code(&view)), (Some(Outcome::NeedsDecision), "hook-elsewhere"));
    let said = json!(view.diagnostic.expect("diagnosed").what).to_string();
    assert!(said.contains("\"calls.vendor.example\"") && said.contains("\"calls.vendor.example:8443\""), "{said}");
    let moved = json!("https://calls.vendor.example:8443/api/org/42/ms-teams/webhook");
    engine.answer(&QuestionId::from("webhook_url"), moved).expect("it is kept");
    let view = bench.run(&engine, "webhook_endpoint").await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
}

#[tokio::test]
async fn where_the_tenant_forbids_secrets_it_says_so_and_goes_no_further() {
    let bench = bench("tenant-forbids-long-certificates");
    let engine = engine(&bench);
    walk(&bench, &engine).await;
    let view = look(&engine, "client_secret").await;
    assert_eq!(code(&view), "secrets-forbidden", "{:?} {:?}", view.head.outcome, view.diagnostic);
    assert!(!view.head.outcome.is_some_and(Outcome::is_finished), "no success");
    assert_eq!(bench.app_object()["passwordCredentials"].as_array().map_or(0, Vec::len), 0, "none was tried");
    let settings = look(&engine, "settings").await;
    assert_eq!(settings.head.outcome, None, "nothing can be entered yet: {:?}", settings.diagnostic);
}

#[tokio::test]
async fn what_nobody_confirmed_or_pasted_stays_open() {
    let bench = bench("all-is-well");
    let engine = engine(&bench);
    for key in ["vendor_reach", "settings.entered", "operation.emergency"] {
        engine.answer(&QuestionId::from(key), Value::Null).expect("it is kept");
    }
    walk(&bench, &engine).await;
    let outcome = |item: &str| engine.item(&ItemId::from(item)).expect("seen").head.outcome;
    assert_eq!(outcome("network_reachability"), Some(Outcome::Unknown), "the vendor's server was not asked");
    assert_eq!(outcome("settings"), Some(Outcome::NeedsPerson), "entered by nobody");
    assert_eq!(outcome("operation"), Some(Outcome::NeedsPerson), "no emergency notification was seen");
    let said = json!(look(&engine, "settings").await.blocks).to_string();
    assert!(said.contains("https://calls.vendor.example/api/org/42/ms-teams/webhook"), "with the webhook URL: {said}");
    assert!(said.contains("client_secret"), "and a button for the secret");
}

/// A sign-in of the service user to the app, in the log.
fn log_sign_in(bench: &Bench, app: &str, kind: &str, error: i64) {
    let changed = bench.emulator.write(|tenant, moment| {
        let entry = json!({
            "id": moment.now.to_string(), "appId": app, "createdDateTime": moment.now, "ipAddress": "198.51.100.9",
            "userPrincipalName": "mia@practice.handrail.example", "status": { "errorCode": error },
            "signInEventTypes": [kind],
        });
        let json = entry.as_object().cloned().expect("an object");
        tenant.log_sign_in(emulator::state::LogEntry { at: moment.now, written: moment.delays_now, json });
    });
    changed.expect("kept nowhere, so always saved");
}

#[tokio::test]
async fn tokens_that_ended_are_a_finding_until_the_service_user_signs_in_again() {
    let bench = bench("all-is-well");
    let engine = engine(&bench);
    walk(&bench, &engine).await;
    let app = engine.outputs().expect("stored").app.expect("made").app_id.to_string();
    let view = look(&engine, "monitoring").await;
    let said = json!(view.blocks).to_string();
    assert!(said.contains("monitoring-subscription"), "what Microsoft does not tell is said: {said}");
    assert!(!said.contains("monitoring-volume"), "meetings are none of its business: {said}");
    log_sign_in(&bench, &app, "nonInteractiveUser", 50_173);
    bench.hours(1);
    let view = look(&engine, "monitoring").await;
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "{:?}", view.diagnostic);
    let said = json!(view.blocks).to_string();
    assert!(said.contains("AADSTS50173") && said.contains("mia@"), "which, and whose: {said}");
    log_sign_in(&bench, &app, "interactiveUser", 0);
    bench.hours(1);
    let view = look(&engine, "monitoring").await;
    assert_eq!(view.head.outcome, Some(Outcome::Done), "signed in since: {:?}", view.blocks);
}

#[tokio::test]
async fn what_the_service_user_needs_for_the_test_is_given_for_it_and_never_stays() {
    let bench = bench("all-is-well");
    let nobody = network::engine(&bench, None, |_| {});
    let before = delegated(&bench);
    let items: Vec<String> = nobody.profile().items.iter().map(|item| item.id.to_string()).collect();
    for item in items.iter().take_while(|item| *item != "webhook_endpoint").filter(|item| *item != "admin_consent") {
        bench.run(&nobody, item).await;
    }
    let view = bench.run(&nobody, "webhook_endpoint").await;
    assert_eq!((view.head.outcome, code(&view)), (Some(Outcome::NeedsPerson), "sign-in-as"), "nobody signed in");
    let given = delegated(&bench);
    assert_eq!(given.len(), before.len() + 1, "but the service user may, from now on");
    let new = given.iter().find(|grant| !before.contains(grant)).expect("one is new");
    assert_eq!((new.0.as_str(), new.1.is_some(), new.2.trim()), ("Principal", true, "Chat.Read"), "and no more");
    bench.undo_items(&nobody, &["webhook_endpoint"]).await;
    assert_eq!(delegated(&bench), before, "undo takes it away");
    bench.run(&nobody, "webhook_endpoint").await;
    let view = bench.run(&engine(&bench), "webhook_endpoint").await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    assert_eq!(delegated(&bench), before, "and so does the test, when it is over");
    let (list, _) = nobody.undo_plan_of(&[ItemId::from("webhook_endpoint")]).expect("it is read");
    assert!(list.changes.is_empty(), "nothing is left to take back");
    bench.assert_contract();
}
