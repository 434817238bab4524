//! Clients with a secret that people sign in to, and what any client may ask about.

use emulator::Emulator;
use http::{Method, StatusCode};
use serde_json::json;

use crate::certificates::{self, APP};
use crate::refusals::own_app;
use crate::sign_in::{TOKEN, code_for, pick, redeem};
use crate::support::{Answer, claims, post, send, started};

const CALLBACK: &str = "https://vendor.example/callback";
const SCOPE: &str = "openid profile offline_access User.Read";

async fn token(emulator: &Emulator, fields: &[(&str, &str)], more: &[(&str, &str)]) -> Answer {
    post(emulator, TOKEN, &[&[("client_id", APP)], fields, more].concat()).await
}

#[tokio::test]
async fn a_web_client_proves_itself_for_the_code_and_for_every_refresh() {
    let (emulator, _) = started("all-is-well");
    own_app(&emulator, |app, _| app.set("web", "redirectUris", json!([CALLBACK])));
    let request = [
        ("client_id", APP),
        ("response_type", "code"),
        ("redirect_uri", CALLBACK),
        ("scope", SCOPE),
        // Consent is not what this is about.
        ("practice_decision", "accept"),
    ];
    let code = pick(&emulator, &request, "sam").await.parameter("code").expect("without PKCE: it has a secret");
    let redeem = [("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", CALLBACK)];
    assert_eq!(token(&emulator, &redeem, &[]).await.json()["error_codes"][0], 7_000_218, "no proof, no token");
    let secret = [("client_secret", "the secret")];
    let tokens = token(&emulator, &redeem, &secret).await.json();
    assert_eq!(claims(&tokens["access_token"])["appidacr"], "1", "proved by a secret: {tokens}");

    let refresh = tokens["refresh_token"].as_str().expect("a refresh token").to_owned();
    let again = [("grant_type", "refresh_token"), ("refresh_token", refresh.as_str()), ("scope", SCOPE)];
    assert_eq!(token(&emulator, &again, &[]).await.json()["error_codes"][0], 7_000_218, "a stolen one is no use");
    let tokens = token(&emulator, &again, &secret).await.json();
    assert_eq!(claims(&tokens["access_token"])["appidacr"], "1", "{tokens}");
}

#[tokio::test]
async fn an_apps_own_token_tells_the_clients_capabilities() {
    let (emulator, _) = started("all-is-well");
    own_app(&emulator, |_, _| {});
    let wish = r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#;
    let fields = [("grant_type", "client_credentials"), ("client_secret", "the secret"), ("claims", wish)];
    let answer = token(&emulator, &fields, &[("scope", "https://graph.microsoft.com/.default")]).await.json();
    let access = claims(&answer["access_token"]);
    assert_eq!((&access["xms_cc"], &access["app_displayname"]), (&json!(["cp1"]), &json!("Test app")), "{access}");
    let broken = [("grant_type", "client_credentials"), ("client_secret", "the secret"), ("claims", "{")];
    let refused = token(&emulator, &broken, &[("scope", "https://graph.microsoft.com/.default")]).await;
    assert_eq!(certificates::number(&refused), 9_002_313, "not JSON");
}

#[tokio::test]
async fn userinfo_names_the_person_of_the_id_token() {
    let (emulator, _) = started("all-is-well");
    let tokens = redeem(&emulator, &code_for(&emulator, "dana").await, &[]).await.json();
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().expect("a token"));
    let ask = async |headers: &[(&str, &str)]| {
        send(&emulator, Method::GET, "/graph/oidc/userinfo", headers, String::new()).await
    };
    let person = ask(&[("authorization", &bearer)]).await.json();
    assert_eq!(person["sub"], claims(&tokens["id_token"])["sub"], "the same person: {person}");
    assert_eq!(person["name"], "Dana Keller", "{person}");
    assert_eq!(ask(&[]).await.status, StatusCode::UNAUTHORIZED, "nobody without a token");
}
