//! What each item says of itself: what is expected, what was seen, and by which reads.

use domain::{ItemId, ItemView};
use serde_json::{Value, json};

use crate::bench::{Bench, SAM};
use crate::built_in::walk;

fn expected(view: &ItemView) -> Value {
    json!(view.expected)
}

fn seen(view: &ItemView) -> Value {
    json!(view.seen)
}

/// Every value in a message, also in those inside it.
fn values(message: &Value) -> String {
    message.to_string()
}

#[tokio::test]
async fn every_item_says_what_it_expects_before_anybody_looked() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    for item in &engine.profile().items {
        let view = engine.item(&item.id).expect("it is in the profile");
        assert!(view.expected.is_some(), "{} says what it wants", item.id);
        assert!(view.seen.is_none() && view.evidence.is_empty(), "{} was not looked at", item.id);
    }
}

#[tokio::test]
async fn what_was_seen_has_the_values_as_read_and_the_reads_behind_it() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    walk(&bench, &engine).await;
    engine.look_all().await.expect("it looks");
    let app = bench.app_object();
    let client = app["appId"].as_str().expect("an id").to_owned();
    for (id, wanted, read) in [
        ("sign_in", "Contoso Practice", "sam@practice.handrail.example"),
        ("readiness", "readiness-expected", "readiness-seen"),
        ("app_registration", "Teams Meetings Integration", client.as_str()),
        ("service_principal", "Microsoft Graph", "Teams Meetings Integration"),
        ("api_permissions", "OnlineMeetings.ReadWrite.All", "OnlineMeetings.ReadWrite.All"),
        ("certificate", "CN=TeamsMeetingsIntegration", "CN=TeamsMeetingsIntegration"),
        ("admin_consent", "User.ReadBasic.All", "admin-consent-seen-token-whole"),
        ("application_access_policy", "mia@practice.handrail.example", "application-access-policy-seen-nobody-else"),
        ("meeting_test", "Lee Park", "meeting-test-seen-refused"),
        ("monitoring", "monitoring-expected", "monitoring-seen-changes"),
        ("go_live", "go-live-expected-watch", "go-live-seen"),
    ] {
        let view = engine.item(&ItemId::from(id)).expect("it was seen");
        assert!(values(&expected(&view)).contains(wanted), "{id} expects {wanted}: {}", expected(&view));
        assert!(values(&seen(&view)).contains(read), "{id} has seen {read}: {}", seen(&view));
        assert_eq!(view.looked_by.as_deref(), Some(SAM), "{id} was looked at by the signed-in account");
        let reads = view.evidence.iter().all(|call| call.method == "GET" || call.method == "PowerShell");
        assert!(reads, "{id} was seen by reads only: {:?}", view.evidence);
    }
    let view = engine.item(&ItemId::from("app_registration")).expect("it was seen");
    assert!(view.evidence.iter().any(|call| call.request_id.is_some()), "Microsoft's request ids are kept");
    let policy = engine.item(&ItemId::from("application_access_policy")).expect("it was seen");
    assert!(policy.evidence.iter().any(|call| call.method == "PowerShell"), "cmdlets are told: {:?}", policy.evidence);
    let other = engine.item(&ItemId::from("certificate")).expect("it was seen");
    assert!(
        other.evidence.iter().all(|call| call.method != "PowerShell"),
        "what was looked at beside it does not get into it"
    );
}

#[tokio::test]
async fn what_is_not_there_is_seen_as_missing() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    engine.look_all().await.expect("it looks");
    for (id, missing) in [
        ("app_registration", "app-registration-seen-none"),
        ("service_principal", "service-principal-seen-none"),
        ("api_permissions", "api-permissions-seen-none"),
        ("certificate", "certificate-seen-none"),
        ("admin_consent", "admin-consent-seen-none"),
        ("application_access_policy", "application-access-policy-seen-none"),
        ("meeting_test", "meeting-test-seen-untried"),
    ] {
        let view = engine.item(&ItemId::from(id)).expect("it was seen");
        assert!(values(&seen(&view)).contains(missing), "{id} says so: {}", seen(&view));
    }
}

#[tokio::test]
async fn what_could_not_be_read_says_why_and_what_was_read_with_other_rights_keeps_its_reader() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    walk(&bench, &engine).await;
    let id = ItemId::from("app_registration");
    *bench.session.upn.lock().expect("no panic elsewhere") = None;
    let view = engine.look(&id).await.expect("it looks");
    assert!(values(&seen(&view)).contains("Teams Meetings Integration"), "what was seen stays: {}", seen(&view));
    assert_eq!(view.looked_by.as_deref(), Some(SAM), "and who saw it");

    let other = Bench::new("all-is-well");
    *other.session.upn.lock().expect("no panic elsewhere") =
        Some("gia_fabrikam.example#EXT#@practice.handrail.example".to_owned());
    let engine = other.engine();
    let view = engine.look(&id).await.expect("it looks");
    assert!(values(&seen(&view)).contains("seen-not-read"), "it says that it could not read: {}", seen(&view));
    assert!(view.diagnostic.is_some(), "and what to do");
}
