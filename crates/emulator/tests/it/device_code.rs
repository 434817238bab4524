use std::time::Duration;

use emulator::Emulator;
use http::StatusCode;
use serde_json::Value;

use crate::support::{Answer, DOMAIN, GRAPH_CLIENT, claims, get, post, started, user_id};

const PAGE: &str = "/common/oauth2/deviceauth";

async fn begin(emulator: &Emulator) -> (String, String) {
    let fields = [("client_id", GRAPH_CLIENT), ("scope", "openid offline_access User.Read")];
    let start = post(emulator, &format!("/{DOMAIN}/oauth2/v2.0/devicecode"), &fields).await.json();
    assert_eq!((&start["expires_in"], &start["interval"]), (&900.into(), &5.into()), "as Entra has it");
    assert!(
        start["message"].as_str().expect("text").contains(start["user_code"].as_str().expect("a code")),
        "for people"
    );
    let text = |name: &str| start[name].as_str().expect(name).to_owned();
    (text("device_code"), text("user_code"))
}

async fn poll(emulator: &Emulator, code: &str) -> Answer {
    let kind = "urn:ietf:params:oauth:grant-type:device_code";
    let fields = [("client_id", GRAPH_CLIENT), ("grant_type", kind), ("device_code", code)];
    post(emulator, &format!("/{DOMAIN}/oauth2/v2.0/token"), &fields).await
}

async fn error(emulator: &Emulator, code: &str) -> Value {
    poll(emulator, code).await.json()["error"].clone()
}

#[tokio::test]
async fn a_person_types_the_code_and_the_device_gets_tokens() {
    let (emulator, clock) = started("all-is-well");
    let (device, user) = begin(&emulator).await;
    assert_eq!(error(&emulator, &device).await, "authorization_pending", "nobody was there yet");
    assert_eq!(error(&emulator, &device).await, "slow_down", "too quick");
    clock.advance(Duration::from_secs(5));
    assert!(get(&emulator, PAGE).await.text.contains("Enter code"), "the page");
    assert!(post(&emulator, PAGE, &[("practice_code", "WRONG")]).await.text.contains("did not work"), "a wrong code");
    let typed = user.to_ascii_lowercase();
    let page = post(&emulator, PAGE, &[("practice_code", &typed)]).await;
    assert!(page.text.contains("Pick an account"), "any case will do: {}", page.text);
    let dana = user_id(&emulator, "dana");
    let picked = [("practice_code", user.as_str()), ("practice_account", dana.as_str())];
    assert!(post(&emulator, PAGE, &picked).await.text.contains("Are you trying to sign in to"), "the warning");
    let confirmed = [picked.as_slice(), &[("practice_confirm", "1")]].concat();
    assert!(post(&emulator, PAGE, &confirmed).await.text.contains("You have signed in"), "done");
    let tokens = poll(&emulator, &device).await.json();
    assert_eq!(claims(&tokens["access_token"])["upn"], format!("dana@{DOMAIN}"), "{tokens}");
    assert!(tokens["refresh_token"].is_string(), "asked for");
    assert_eq!(error(&emulator, &device).await, "invalid_grant", "once");
}

#[tokio::test]
async fn a_device_code_is_declined_or_runs_out() {
    let (emulator, clock) = started("all-is-well");
    let (device, user) = begin(&emulator).await;
    post(&emulator, PAGE, &[("practice_code", user.as_str()), ("practice_decision", "cancel")]).await;
    assert_eq!(error(&emulator, &device).await, "authorization_declined", "Cancel");
    let (device, _) = begin(&emulator).await;
    clock.advance(Duration::from_secs(901));
    assert_eq!(error(&emulator, &device).await, "expired_token", "fifteen minutes");
    assert_eq!(error(&emulator, "nonsense").await, "bad_verification_code", "never given out");
}

#[tokio::test]
async fn conditional_access_can_block_the_flow() {
    let (emulator, _) = started("all-is-well");
    emulator.write(|tenant, _| tenant.oddities.block_device_code = true).expect("nothing to save");
    let (device, user) = begin(&emulator).await;
    let dana = user_id(&emulator, "dana");
    let fields = [("practice_code", user.as_str()), ("practice_account", dana.as_str()), ("practice_confirm", "1")];
    let page = post(&emulator, PAGE, &fields).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST, "stopped");
    assert!(page.text.contains("AADSTS53003"), "{}", page.text);
    assert_eq!(poll(&emulator, &device).await.json()["error_codes"][0], 53_003, "the device is told");
}
