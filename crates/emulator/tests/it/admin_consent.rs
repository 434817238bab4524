use emulator::Emulator;
use emulator::state::{Object, well_known};
use http::StatusCode;
use serde_json::json;

use crate::support::{Answer, DOMAIN, REDIRECT, encode, get, post, started, user_id};

const APP: &str = "11111111-2222-4333-8444-555555555555";
const GRAPH_DEFAULT: &str = "https://graph.microsoft.com/.default";

/// An app that asks for one application permission and one scope of Graph, without an enterprise application.
fn register(emulator: &Emulator) {
    let access = json!([
        { "id": "b8bb2037-6e08-44ac-a4ea-4674e010e2a4", "type": "Role" },
        { "id": "e1fe6dd8-ba31-4d61-89e7-88639da4683d", "type": "Scope" },
    ]);
    let written = emulator.write(|tenant, moment| {
        let mut app = Object::application("a-app", APP, "Asking app", moment.now);
        app.json.insert(
            "requiredResourceAccess".to_owned(),
            json!([{ "resourceAppId": well_known::GRAPH, "resourceAccess": access }]),
        );
        app.set("web", "redirectUris", json!(["http://localhost/consented"]));
        app.set("publicClient", "redirectUris", json!(["http://localhost"]));
        let stamp = moment.stamp(tenant);
        tenant.applications.write("a-app", app, stamp);
    });
    written.expect("nothing to save");
}

async fn visit(emulator: &Emulator, more: &[(&str, &str)]) -> Answer {
    let fields = [("client_id", APP), ("scope", GRAPH_DEFAULT), ("redirect_uri", REDIRECT), ("state", "s")];
    post(emulator, &format!("/{DOMAIN}/v2.0/adminconsent"), &[fields.as_slice(), more].concat()).await
}

#[tokio::test]
async fn an_administrator_gives_everything_that_the_registration_asks_for() {
    let (emulator, _) = started("all-is-well");
    register(&emulator);
    let robin = user_id(&emulator, "robin");
    let page = visit(&emulator, &[("practice_account", robin.as_str())]).await;
    assert!(
        page.text.contains("OnlineMeetings.ReadWrite.All") && page.text.contains("User.Read"),
        "both kinds: {}",
        page.text
    );
    let done = visit(&emulator, &[("practice_account", robin.as_str()), ("practice_decision", "accept")]).await;
    assert_eq!(done.parameter("admin_consent").as_deref(), Some("True"), "{}", done.text);
    assert_eq!((done.parameter("error"), done.parameter("state").as_deref()), (None, Some("s")), "no error");
    let visit_again = visit(&emulator, &[("practice_account", robin.as_str()), ("practice_decision", "accept")]).await;
    assert_eq!(visit_again.status, StatusCode::FOUND, "twice is fine");
    emulator.read(|tenant| {
        let (sp, _) = tenant.service_principal_by_app_id(APP).expect("the enterprise application came with it");
        let given = tenant.app_role_assignments.all().filter(|(_, assignment)| assignment.principal_id == sp);
        assert_eq!(given.count(), 1, "one application permission, once");
        let grant = tenant.grants.all().find(|(_, grant)| grant.client_id == sp).expect("a grant").1;
        assert_eq!(
            (grant.consent_type.as_str(), grant.scope.as_str()),
            ("AllPrincipals", "User.Read"),
            "for everybody"
        );
    });
}

#[tokio::test]
async fn an_application_administrator_may_not_give_application_permissions_of_graph() {
    let (emulator, _) = started("all-is-well");
    register(&emulator);
    let dana = user_id(&emulator, "dana");
    let page = visit(&emulator, &[("practice_account", dana.as_str())]).await;
    assert!(page.text.contains("Need admin approval"), "she is told: {}", page.text);
    let forced = visit(&emulator, &[("practice_account", dana.as_str()), ("practice_decision", "accept")]).await;
    assert_eq!(forced.parameter("error").as_deref(), Some("access_denied"), "and cannot");
    assert_eq!(forced.parameter("admin_consent").as_deref(), Some("True"), "which Microsoft sets all the same");
    let cancelled = visit(&emulator, &[("practice_decision", "cancel")]).await;
    assert!(cancelled.parameter("error_description").expect("text").starts_with("AADSTS65004: "), "Cancel");
}

#[tokio::test]
async fn the_older_endpoint_takes_a_registered_address_by_itself() {
    let (emulator, _) = started("all-is-well");
    register(&emulator);
    let sam = user_id(&emulator, "sam");
    let fields = [("client_id", APP), ("practice_account", sam.as_str()), ("practice_decision", "accept")];
    let done = post(&emulator, "/common/adminconsent", &fields).await;
    assert!(
        done.redirected().as_str().starts_with("http://localhost/consented?admin_consent=True&tenant="),
        "{:?}",
        done.headers
    );
    let common = get(&emulator, &format!("/common/v2.0/adminconsent?{}", encode(&fields))).await;
    assert_eq!(common.status, StatusCode::BAD_REQUEST, "v2 does not know common");
    let nowhere = [("client_id", APP), ("scope", GRAPH_DEFAULT), ("redirect_uri", "https://evil.example/")];
    let refused = get(&emulator, &format!("/{DOMAIN}/v2.0/adminconsent?{}", encode(&nowhere))).await;
    assert!(refused.text.contains("AADSTS50011"), "nobody is sent elsewhere");
}
