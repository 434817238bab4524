//! The scenarios about signing in: each shows what it promises, and how it ends well.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use emulator::Emulator;
use http::{Method, StatusCode};
use serde_json::Value;

use crate::refusals::{device_code, poll, refresh};
use crate::sign_in::{TOKEN, challenge, code_for, open, pick, press, redeem, request};
use crate::support::{Answer, GRAPH_CLIENT, claims, post, send, started, user_id};

const READ: &str = "openid profile offline_access User.Read";
const WRITE: &str = "openid profile offline_access Application.ReadWrite.All";

async fn graph(emulator: &Emulator, method: Method, path: &str, tokens: &Value, body: &str) -> Answer {
    let token = format!("Bearer {}", tokens["access_token"].as_str().unwrap_or_else(|| panic!("no token: {tokens}")));
    let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
    send(emulator, method, &format!("/graph/v1.0{path}"), &headers, body.to_owned()).await
}

/// Client id of the app that the scenario brings.
fn its_app(tenant: &emulator::state::Tenant) -> String {
    let ours = |app: &&emulator::state::Object| app.text("displayName") == "Teams Meetings Integration";
    tenant.applications.all().map(|(_, app)| app).find(ours).expect("an app").text("appId").to_owned()
}

async fn with_secret(emulator: &Emulator, secret: &str) -> Value {
    let app = emulator.read(its_app);
    let fields = [("client_id", app.as_str()), ("grant_type", "client_credentials"), ("client_secret", secret)];
    post(emulator, TOKEN, &[fields.as_slice(), &[("scope", "https://graph.microsoft.com/.default")]].concat())
        .await
        .json()
}

#[tokio::test]
async fn conditional_access_stops_everybody_on_the_page() {
    let (emulator, _) = started("conditional-access-blocks");
    let challenge = challenge();
    for name in ["sam", "dana"] {
        let page = pick(&emulator, &request(GRAPH_CLIENT, READ, &challenge), name).await;
        assert!(page.status == StatusCode::BAD_REQUEST && page.text.contains("AADSTS53003"), "{name}: {}", page.text);
    }
}

#[tokio::test]
async fn a_change_is_challenged_until_the_client_comes_back_with_the_claims() {
    let (emulator, _) = started("mfa-step-up");
    let challenge = challenge();
    let dana = user_id(&emulator, "dana");
    let accept = [("practice_account", dana.as_str()), ("practice_decision", "accept")];
    let fields = request(GRAPH_CLIENT, WRITE, &challenge);
    let code = press(&emulator, &fields, &accept).await.parameter("code").expect("a code");
    let tokens = redeem(&emulator, &code, &[]).await.json();
    assert_eq!(graph(&emulator, Method::GET, "/me", &tokens, "").await.status, StatusCode::OK, "reading is fine");

    let body = r#"{"displayName":"Made after a step-up"}"#;
    let refused = graph(&emulator, Method::POST, "/applications", &tokens, body).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{}", refused.text);
    let header = refused.headers["www-authenticate"].to_str().expect("text");
    assert!(header.contains("error=\"insufficient_claims\""), "{header}");
    let encoded = header.split("claims=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("claims");
    let wanted = String::from_utf8(STANDARD.decode(encoded).expect("base64")).expect("text");

    let token = tokens["refresh_token"].as_str().expect("a refresh token");
    let again = [("client_id", GRAPH_CLIENT), ("grant_type", "refresh_token"), ("refresh_token", token)];
    let silent = post(&emulator, TOKEN, &[again.as_slice(), &[("claims", wanted.as_str())]].concat()).await.json();
    assert_eq!(
        (&silent["error"], &silent["error_codes"][0]),
        (&"interaction_required".into(), &50_076.into()),
        "{silent}"
    );
    assert_eq!(silent["claims"], wanted, "what the new sign-in has to carry");

    let stronger = [fields, vec![("claims", wanted.as_str())]].concat();
    let code = press(&emulator, &stronger, &accept).await.parameter("code").expect("a code");
    let tokens = redeem(&emulator, &code, &[]).await.json();
    let made = graph(&emulator, Method::POST, "/applications", &tokens, body).await;
    assert_eq!(made.status, StatusCode::CREATED, "satisfied: {}", made.text);
    let kept = refresh(&emulator, &tokens, "Application.ReadWrite.All").await.json();
    assert_eq!(claims(&kept["access_token"])["acrs"][0], "c1", "and it lasts");
}

#[tokio::test]
async fn a_batch_that_only_reads_is_not_challenged() {
    let (emulator, _) = started("mfa-step-up");
    let tokens = redeem(&emulator, &code_for(&emulator, "dana").await, &[]).await.json();
    let batch = |method: &str| format!(r#"{{"requests":[{{"id":"1","method":"{method}","url":"/me"}}]}}"#);
    let read = graph(&emulator, Method::POST, "/$batch", &tokens, &batch("GET")).await;
    assert_eq!(read.status, StatusCode::OK, "{}", read.text);
    let write = graph(&emulator, Method::POST, "/$batch", &tokens, &batch("PATCH")).await;
    assert_eq!(write.status, StatusCode::UNAUTHORIZED, "{}", write.text);
}

#[tokio::test]
async fn the_code_flow_is_blocked_and_the_browser_is_not() {
    let (emulator, _) = started("device-code-blocked");
    let (device, typed) = device_code(&emulator).await;
    let dana = user_id(&emulator, "dana");
    let fields = [("practice_code", typed.as_str()), ("practice_account", &dana), ("practice_confirm", "1")];
    let page = post(&emulator, "/common/oauth2/deviceauth", &fields).await;
    assert!(page.text.contains("AADSTS53003"), "the person is told: {}", page.text);
    assert_eq!(poll(&emulator, &device).await.json()["error_codes"][0], 53_003, "so is the client");
    assert!(
        redeem(&emulator, &code_for(&emulator, "dana").await, &[]).await.json()["access_token"].is_string(),
        "works"
    );
}

#[tokio::test]
async fn an_administrator_has_to_consent_first() {
    let (emulator, _) = started("consent-required");
    let challenge = challenge();
    let fields = request(GRAPH_CLIENT, READ, &challenge);
    let (tess, sam) = (user_id(&emulator, "tess"), user_id(&emulator, "sam"));
    let page = pick(&emulator, &fields, "tess").await;
    assert!(page.text.contains("Need admin approval"), "not even the harmless ones: {}", page.text);
    let back = [("practice_account", tess.as_str()), ("practice_decision", "needs_admin")];
    let refused = press(&emulator, &fields, &back).await.parameter("error_description").expect("told");
    assert!(refused.starts_with("AADSTS90094: "), "{refused}");
    let silent = [fields.clone(), vec![("prompt", "none")]].concat();
    let refused = pick(&emulator, &silent, "sam").await.parameter("error_description").expect("told");
    assert!(refused.starts_with("AADSTS65001: "), "nobody was asked: {refused}");

    let gives = [("practice_account", sam.as_str()), ("practice_decision", "accept"), ("practice_for_all", "1")];
    assert!(press(&emulator, &fields, &gives).await.parameter("code").is_some(), "an administrator may");
    assert!(pick(&emulator, &fields, "tess").await.parameter("code").is_some(), "then everybody may sign in");
}

#[tokio::test]
async fn a_preselected_account_of_another_company_is_told_and_another_can_be_chosen() {
    let (emulator, _) = started("wrong-tenant");
    let challenge = challenge();
    let fields = request(GRAPH_CLIENT, READ, &challenge);
    let page = open(&emulator, &fields).await;
    assert!(page.status == StatusCode::BAD_REQUEST && page.text.contains("AADSTS50020"), "{}", page.text);
    assert!(page.text.contains("dana@fabrikam.example"), "it says which account that was: {}", page.text);
    assert!(pick(&emulator, &fields, "dana").await.parameter("code").is_some(), "from there one of this tenant");
    let asking = [fields.clone(), vec![("prompt", "select_account")]].concat();
    assert_eq!(open(&emulator, &asking).await.status, StatusCode::OK, "a client that asks is spared the detour");
    let silent = open(&emulator, &[fields, vec![("prompt", "none")]].concat()).await;
    assert!(
        silent.parameter("error_description").expect("told").starts_with("AADSTS50020: "),
        "and a silent one is told"
    );
}

#[tokio::test]
async fn a_guest_signs_in_with_her_name_at_home_and_is_known_as_a_guest() {
    let (emulator, _) = started("guest");
    let challenge = challenge();
    let fields = request(GRAPH_CLIENT, READ, &challenge);
    let typed = press(&emulator, &fields, &[("practice_upn", "Gia@fabrikam.example")]).await;
    let tokens = redeem(&emulator, &typed.parameter("code").expect("a code"), &[]).await.json();
    let (id, access) = (claims(&tokens["id_token"]), claims(&tokens["access_token"]));
    assert_eq!(id["acct"], 1, "a guest: {id}");
    assert!(access["idp"].as_str().is_some_and(|idp| idp.ends_with("/fabrikam.example")), "from elsewhere: {access}");
    let roles = access["wids"].as_array().expect("wids");
    assert!(roles.contains(&"9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3".into()), "an Application Administrator: {access}");
    assert!(!roles.contains(&"b79fbf4d-3ef9-4689-8143-76b194e85509".into()), "and no member: {access}");
    let dana = redeem(&emulator, &code_for(&emulator, "dana").await, &[]).await.json();
    let hers = claims(&dana["access_token"])["wids"].as_array().map(Vec::len);
    assert_eq!(hers, Some(1), "nobody else holds the roles");
}

#[tokio::test]
async fn what_is_switched_off_is_refused_for_people_and_for_itself() {
    let (emulator, _) = started("disabled-app");
    let challenge = challenge();
    let page = open(&emulator, &request(GRAPH_CLIENT, READ, &challenge)).await;
    assert!(page.text.contains("AADSTS7000112"), "the tool's own client: {}", page.text);
    let refused = with_secret(&emulator, "a-practice-secret-of-an-app-switched-off").await;
    assert_eq!(refused["error_codes"][0], 7_000_112, "{refused}");
}

#[tokio::test]
async fn an_expired_secret_is_told_apart_from_a_wrong_one() {
    let (emulator, _) = started("expired-secret");
    let refused = with_secret(&emulator, "a-practice-secret-that-has-expired").await;
    assert_eq!(
        (&refused["error"], &refused["error_codes"][0]),
        (&"invalid_client".into(), &7_000_222.into()),
        "{refused}"
    );
    assert_eq!(with_secret(&emulator, "another").await["error_codes"][0], 7_000_215, "wrong is another matter");
    let seen = emulator.read(|tenant| {
        let (_, app) = tenant.application_by_app_id(&its_app(tenant)).expect("it");
        app.list("passwordCredentials")[0]["endDateTime"].clone()
    });
    assert_eq!(seen, "2026-11-09T09:00:00Z", "and Graph shows when");
}
