//! The profile `app-access-policy`: an app that is there already, registered here or a vendor's.

use domain::{ItemId, ItemView, Outcome, Proof, QuestionId};
use serde_json::{Value, json};

use crate::bench::Bench;
use crate::built_in::{self, APP_ACCESS_POLICY, assert_finished};

/// Registered in the practice tenant.
const OURS: &str = "da090a9f-ff7d-5077-8451-465de4491b79";
/// A vendor's, open for other tenants, and not here yet.
const VENDORS: &str = "48e67cf9-7059-533c-8878-bae66bbf85be";
/// Nobody's.
const NOBODYS: &str = "0b1c2d3e-4f50-4a6b-8c7d-8e9fa0b1c2d3";

fn bench(scenario: &str) -> Bench {
    APP_ACCESS_POLICY.bench(scenario)
}

fn answer(engine: &engine::Engine, question: &str, value: Value) {
    engine.answer(&QuestionId::from(question), value).expect("it is kept");
}

async fn walk(bench: &Bench, engine: &engine::Engine) {
    built_in::walk(bench, engine).await;
    // What was found first may have got its name since.
    engine.look_all().await.expect("it looks");
}

fn seen(engine: &engine::Engine, item: &str) -> ItemView {
    engine.item(&ItemId::from(item)).expect("it was seen")
}

/// Everything that the tenant keeps about these client ids, byte for byte.
fn whole(bench: &Bench, app_id: &str) -> (Vec<Value>, Vec<Value>) {
    let view = emulator::state::View::current(bench.emulator.delays_now());
    bench.emulator.read(|tenant| {
        let of = |table: &emulator::state::Table<emulator::state::Object>| {
            let all =
                table.all_seen(view).filter(|(_, object)| object.json.get("appId").is_some_and(|id| id == app_id));
            all.map(|(_, object)| Value::Object(object.json.clone())).collect::<Vec<_>>()
        };
        (of(&tenant.applications), of(&tenant.service_principals))
    })
}

#[tokio::test]
async fn an_app_of_this_tenant_is_proved_and_a_second_run_writes_nothing() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    let before = whole(&bench, OURS);
    walk(&bench, &engine).await;
    assert_finished(&engine);
    let done = engine.done().expect("it is read");
    assert_eq!((done.proof, done.hands_key), (Proof::AppBothWays, false), "the last page says what was proved");
    let outputs = engine.outputs().expect("stored");
    assert_eq!(outputs.grants.expect("proved").roles, ["OnlineMeetings.ReadWrite.All"], "what a fresh token carries");
    assert_eq!(outputs.app.expect("found").name, "Contoso Booking", "its own name");
    assert_eq!(seen(&engine, "app_registration").head.outcome, Some(Outcome::Done), "found, not made");
    assert_eq!(seen(&engine, "meeting_test").head.outcome, Some(Outcome::Changed), "tried as the app");
    let after = whole(&bench, OURS);
    for kept in ["displayName", "signInAudience", "web", "servicePrincipalLockConfiguration", "tags", "uniqueName"] {
        assert_eq!(after.0[0][kept], before.0[0][kept], "{kept} is the owner's");
    }
    let writes = bench.writes();
    walk(&bench, &bench.engine()).await;
    assert_eq!(bench.writes(), writes, "nothing is missing");
    bench.assert_contract();
}

#[tokio::test]
async fn undo_leaves_the_app_as_it_was_byte_for_byte() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    let before = (whole(&bench, OURS), bench.apps(), bench.principals(), bench.grants());
    walk(&bench, &engine).await;
    assert_ne!(whole(&bench, OURS), before.0, "a permission and a certificate were added");
    bench.undo(&engine).await.expect("it is taken back");
    assert_eq!((whole(&bench, OURS), bench.apps(), bench.principals(), bench.grants()), before, "as it was");
    assert_eq!(bench.policies_named("MeetingsAsAnApplication"), 0, "the policy was ours");
    assert!(bench.known_accounts().iter().all(|account| !bench.keychain.accounts().contains(account)), "no key stays");
}

#[tokio::test]
async fn a_vendors_app_is_added_granted_and_tried_by_the_vendor() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    answer(&engine, "apps", json!([VENDORS]));
    answer(&engine, "proof", json!("vendor"));
    let before = (bench.apps(), bench.principals(), bench.grants());
    walk(&bench, &engine).await;
    assert_finished(&engine);
    let app = engine.outputs().expect("stored").app.expect("found");
    assert_eq!(
        (app.name.as_str(), app.object_id),
        ("Fabrikam Meetings", None),
        "the vendor's own name, no registration"
    );
    assert_eq!(bench.apps(), before.0, "nothing is registered here");
    assert_eq!(seen(&engine, "api_permissions").head.outcome, Some(Outcome::NotApplicable), "no list to write");
    assert_eq!(seen(&engine, "admin_consent").head.outcome, Some(Outcome::Changed), "granted all the same");
    let facts = format!("{:?}", seen(&engine, "app_registration").blocks);
    assert!(facts.contains("Fabrikam Inc."), "the publisher comes from the tenant: {facts}");
    let writes = bench.writes();
    walk(&bench, &bench.engine()).await;
    assert_eq!(bench.writes(), writes, "nothing is missing");
    bench.undo(&engine).await.expect("it is taken back");
    assert_eq!((bench.apps(), bench.principals(), bench.grants()), before, "the enterprise app was ours");
    bench.assert_contract();
}

#[tokio::test]
async fn a_vendors_app_that_was_here_before_stays() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    answer(&engine, "apps", json!([VENDORS]));
    answer(&engine, "proof", json!("vendor"));
    let offered = |tenant: &mut emulator::state::Tenant, moment: emulator::Moment| {
        let mut there = tenant.offered[VENDORS].clone();
        let id = tenant.new_id();
        there.json.insert("id".to_owned(), json!(id));
        let stamp = moment.stamp(tenant);
        tenant.service_principals.write(id, there, stamp);
    };
    bench.emulator.write(offered).expect("kept nowhere");
    let before = (whole(&bench, VENDORS), bench.principals(), bench.grants());
    walk(&bench, &engine).await;
    assert_finished(&engine);
    assert_eq!(seen(&engine, "service_principal").head.outcome, Some(Outcome::Done), "not ours");
    bench.undo(&engine).await.expect("it is taken back");
    assert_eq!((whole(&bench, VENDORS), bench.principals(), bench.grants()), before, "it stays");
}

#[tokio::test]
async fn a_vendors_app_is_never_green_without_a_proof() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    answer(&engine, "apps", json!([VENDORS]));
    walk(&bench, &engine).await;
    assert_eq!(seen(&engine, "certificate").head.outcome, Some(Outcome::NotApplicable), "nowhere to put it");
    let test = seen(&engine, "meeting_test");
    assert_eq!(test.head.outcome, Some(Outcome::NeedsPerson), "the vendor has to try");
    assert_eq!(test.diagnostic.expect("said").code, "meeting-test-vendor", "and that is said");
    assert!(!engine.view().expect("it is read").complete, "not complete");
    let view = emulator::state::View::current(bench.emulator.delays_now());
    let keys = bench
        .emulator
        .read(|tenant| tenant.applications.all_seen(view).all(|(_, app)| app.list("keyCredentials").is_empty()));
    assert!(keys, "no certificate went anywhere");
}

#[tokio::test]
async fn a_client_id_that_is_nowhere_is_told() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    answer(&engine, "apps", json!([NOBODYS]));
    answer(&engine, "proof", json!("vendor"));
    for item in ["sign_in", "readiness", "app_registration"] {
        bench.run(&engine, item).await;
    }
    assert_eq!(seen(&engine, "app_registration").head.outcome, Some(Outcome::NotApplicable), "not here, and not green");
    let view = bench.run(&engine, "service_principal").await;
    assert_eq!(view.head.outcome, Some(Outcome::Failed), "nothing to add");
    let told = view.diagnostic.expect("said");
    assert_eq!(told.code, "app-unknown", "which id, and what to do");
    assert!(format!("{:?}", told.what).contains(NOBODYS), "{:?}", told.what);
    // The right id is enough to go on.
    answer(&engine, "apps", json!([VENDORS]));
    walk(&bench, &engine).await;
    assert_finished(&engine);
}

#[tokio::test]
async fn without_a_client_id_it_is_asked_for() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    answer(&engine, "apps", json!([]));
    bench.run(&engine, "sign_in").await;
    let view = bench.run(&engine, "app_registration").await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "which app: {:?}", view.diagnostic);
    assert_eq!(bench.writes(), 0, "and nothing is made");
}

#[tokio::test]
async fn consent_needs_a_role_that_is_named() {
    let bench = bench("all-is-well");
    bench.sign_in_as(crate::bench::DANA);
    let engine = bench.engine();
    answer(&engine, "apps", json!([VENDORS]));
    answer(&engine, "proof", json!("vendor"));
    for item in ["sign_in", "readiness", "app_registration", "service_principal", "api_permissions"] {
        bench.run(&engine, item).await;
    }
    let view = bench.run(&engine, "admin_consent").await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "{:?}", view.diagnostic);
    assert_eq!(bench.grants(), 0, "nothing was granted");
}

#[tokio::test]
async fn several_apps_are_in_the_policy_and_only_the_first_gets_the_permission() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    answer(&engine, "apps", json!([OURS, VENDORS]));
    walk(&bench, &engine).await;
    assert_finished(&engine);
    let view = emulator::state::View::current(bench.emulator.delays_now());
    let mut apps = bench.emulator.read(|tenant| {
        let mut all = tenant.teams.access_policies.all_seen(view);
        all.find(|(id, _)| id.ends_with("MeetingsAsAnApplication")).expect("made").1.app_ids.clone()
    });
    apps.sort();
    assert_eq!(apps, [VENDORS, OURS], "both");
    assert_eq!(bench.grants(), 1, "one permission, of the first");
    assert!(whole(&bench, VENDORS).1.is_empty(), "the other one is not touched");
}

#[tokio::test]
async fn an_app_that_is_switched_off_is_not_switched_on() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    let off = |tenant: &mut emulator::state::Tenant, moment: emulator::Moment| {
        let (id, sp) =
            tenant.service_principal_by_app_id(OURS).map(|(id, sp)| (id.to_owned(), sp.clone())).expect("there");
        let mut sp = sp;
        sp.json.insert("accountEnabled".to_owned(), json!(false));
        let stamp = moment.stamp(tenant);
        tenant.service_principals.write(id, sp, stamp);
    };
    bench.emulator.write(off).expect("kept nowhere");
    for item in ["sign_in", "readiness", "app_registration"] {
        bench.run(&engine, item).await;
    }
    let view = bench.run(&engine, "service_principal").await;
    assert_eq!(view.head.outcome, Some(Outcome::Failed), "somebody did that on purpose");
    assert_eq!(bench.writes(), 0, "nothing is changed");
}
