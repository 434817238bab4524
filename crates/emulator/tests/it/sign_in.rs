//! Authorization code with PKCE, consent, refresh.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use emulator::{Emulator, Options, Scenario};
use http::{Method, StatusCode};
use sha2::{Digest as _, Sha256};

use crate::support::{
    Answer, DOMAIN, GRAPH_CLIENT, REDIRECT, TEAMS_CLIENT, claims, encode, get, post, send, started, started_with,
    user_id,
};

const VERIFIER: &str = "a-verifier-that-is-longer-than-forty-three-characters";
const AUTHORIZE: &str = "/practice.handrail.example/oauth2/v2.0/authorize";
pub const TOKEN: &str = "/practice.handrail.example/oauth2/v2.0/token";
const READ: &str = "openid profile offline_access User.Read Organization.Read.All";

pub fn request<'a>(client: &'a str, scope: &'a str, challenge: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("client_id", client),
        ("response_type", "code"),
        ("redirect_uri", REDIRECT),
        ("response_mode", "query"),
        ("scope", scope),
        ("state", "the-state"),
        ("nonce", "the-nonce"),
        ("code_challenge", challenge),
        ("code_challenge_method", "S256"),
        ("unknown_parameter", "is ignored"),
    ]
}

pub fn challenge() -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER))
}

pub async fn open(emulator: &Emulator, fields: &[(&str, &str)]) -> Answer {
    get(emulator, &format!("{AUTHORIZE}?{}", encode(fields))).await
}

/// Presses a button of a page: what it carried along, and the button.
pub async fn press(emulator: &Emulator, fields: &[(&str, &str)], pressed: &[(&str, &str)]) -> Answer {
    post(emulator, AUTHORIZE, &[fields, pressed].concat()).await
}

/// Signs in as somebody; the page that comes then.
pub async fn pick(emulator: &Emulator, fields: &[(&str, &str)], name: &str) -> Answer {
    press(emulator, fields, &[("practice_account", &user_id(emulator, name))]).await
}

pub async fn redeem(emulator: &Emulator, code: &str, more: &[(&str, &str)]) -> Answer {
    let mut fields = vec![("client_id", GRAPH_CLIENT), ("grant_type", "authorization_code"), ("code", code)];
    for default in [("redirect_uri", REDIRECT), ("code_verifier", VERIFIER)] {
        if !more.iter().any(|(name, _)| *name == default.0) {
            fields.push(default);
        }
    }
    fields.extend(more);
    post(emulator, TOKEN, &fields).await
}

pub async fn code_for(emulator: &Emulator, name: &str) -> String {
    let challenge = challenge();
    pick(emulator, &request(GRAPH_CLIENT, READ, &challenge), name).await.parameter("code").expect("a code")
}

fn number(answer: &Answer) -> u64 {
    answer.json()["error_codes"][0].as_u64().expect("an AADSTS number")
}

#[tokio::test]
async fn a_person_picks_an_account_and_the_client_gets_tokens() {
    let (emulator, _) = started("all-is-well");
    let challenge = challenge();
    let fields = request(GRAPH_CLIENT, READ, &challenge);
    let page = open(&emulator, &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(
        page.text.contains("Dana Keller") && page.text.contains("Application Administrator, Teams Administrator"),
        "roles are told"
    );
    assert!(page.text.contains("Eligible for Global Administrator, not active"), "the PIM case is told");

    let back = pick(&emulator, &fields, "dana").await;
    assert_eq!(back.status, StatusCode::FOUND, "reads are consented to already: {}", back.text);
    assert_eq!(back.parameter("state").as_deref(), Some("the-state"), "the state comes back");
    assert!(
        back.redirected().as_str().starts_with("http://localhost:50123/?code="),
        "a URI without a path gets its slash"
    );

    let answer = redeem(&emulator, &back.parameter("code").expect("a code"), &[("client_info", "1")]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let tokens = answer.json();
    let access = claims(&tokens["access_token"]);
    assert_eq!(access["aud"], "https://graph.microsoft.com", "scopes without a resource are Graph's");
    assert_eq!(access["upn"], format!("dana@{DOMAIN}"), "whose it is");
    assert_eq!(access["appid"], GRAPH_CLIENT, "through which client");
    assert!(
        access["scp"].as_str().expect("scp").split(' ').any(|scope| scope == "Organization.Read.All"),
        "scopes are there"
    );
    assert!(
        access["wids"].as_array().expect("wids").iter().any(|id| id == "69091246-20e8-4a56-aa4d-066075b2a7a8"),
        "her roles"
    );
    let life = access["exp"].as_i64().expect("exp") - access["iat"].as_i64().expect("iat");
    assert!((3_600..=5_400).contains(&life), "60 to 90 minutes, not {life} s");
    assert_eq!(tokens["expires_in"], life, "both say the same");
    let id = claims(&tokens["id_token"]);
    assert_eq!(
        (id["nonce"].as_str(), id["aud"].as_str()),
        (Some("the-nonce"), Some(GRAPH_CLIENT)),
        "the id token is for us"
    );
    assert_eq!(id["iss"], access["iss"], "one issuer");
    assert!(id["iss"].as_str().expect("iss").starts_with("http://localhost:47100/"), "never a Microsoft one");
    assert!(tokens["refresh_token"].is_string() && tokens["client_info"].is_string(), "asked for");
    assert_eq!(answer.headers["date"], "Sat, 21 Nov 2026 09:00:00 GMT", "the date is the clock's");
    assert!(answer.headers.contains_key("x-ms-request-id"), "an id for support");
}

#[tokio::test]
async fn a_code_is_good_once_for_ten_minutes_with_its_verifier() {
    let (emulator, clock) = started("all-is-well");
    let code = code_for(&emulator, "dana").await;
    let wrong =
        redeem(&emulator, &code, &[("code_verifier", "another-verifier-that-is-also-long-enough-for-this")]).await;
    assert_eq!((wrong.status, number(&wrong)), (StatusCode::BAD_REQUEST, 501_481), "{}", wrong.text);
    let elsewhere = redeem(&emulator, &code, &[("redirect_uri", "http://localhost:50124")]).await;
    assert_eq!(number(&elsewhere), 500_112, "the redirect URI has to be the same to the letter");
    assert_eq!(redeem(&emulator, &code, &[]).await.status, StatusCode::OK, "a mistake does not burn it");
    let again = redeem(&emulator, &code, &[]).await;
    assert_eq!((again.json()["error"].as_str(), number(&again)), (Some("invalid_grant"), 54_005), "single use");

    let late = code_for(&emulator, "dana").await;
    clock.advance(Duration::from_secs(601));
    assert_eq!(number(&redeem(&emulator, &late, &[]).await), 70_008, "ten minutes");
    assert_eq!(number(&redeem(&emulator, "nonsense", &[]).await), 9_002_313, "not a code at all");
}

#[tokio::test]
async fn writing_needs_a_consent_that_is_kept() {
    let (emulator, _) = started("all-is-well");
    let challenge = challenge();
    let scope = "openid offline_access https://graph.microsoft.com/Application.ReadWrite.All";
    let fields = request(GRAPH_CLIENT, scope, &challenge);
    let page = pick(&emulator, &fields, "dana").await;
    assert!(page.text.contains("Read and write all applications"), "the consent page says what it is: {}", page.text);
    assert!(page.text.contains("Consent on behalf of your organization"), "she may consent for everybody");

    let dana = user_id(&emulator, "dana");
    let cancelled = press(&emulator, &fields, &[("practice_account", &dana), ("practice_decision", "cancel")]).await;
    assert_eq!(cancelled.parameter("error").as_deref(), Some("access_denied"), "Cancel goes back");
    assert!(cancelled.parameter("error_description").expect("text").starts_with("AADSTS65004: "), "with its number");

    let accepted = press(&emulator, &fields, &[("practice_account", &dana), ("practice_decision", "accept")]).await;
    let tokens = redeem(&emulator, &accepted.parameter("code").expect("a code"), &[]).await.json();
    let scopes = claims(&tokens["access_token"])["scp"].as_str().expect("scp").to_owned();
    assert!(
        scopes.contains("Application.ReadWrite.All") && scopes.contains("User.Read"),
        "what was given before is there too: {scopes}"
    );
    assert_eq!(pick(&emulator, &fields, "dana").await.status, StatusCode::FOUND, "not asked again");
    assert!(pick(&emulator, &fields, "alex").await.text.contains("Permissions requested"), "it was hers alone");
    let tess = pick(&emulator, &fields, "tess").await;
    assert!(tess.text.contains("Need admin approval"), "a Teams Administrator may not consent to it: {}", tess.text);
}

#[tokio::test]
async fn consent_for_everybody_is_for_everybody() {
    let (emulator, _) = started("all-is-well");
    let challenge = challenge();
    let fields = request(GRAPH_CLIENT, "openid Application.ReadWrite.All", &challenge);
    let dana = user_id(&emulator, "dana");
    let pressed = [("practice_account", dana.as_str()), ("practice_decision", "accept"), ("practice_for_all", "1")];
    assert_eq!(press(&emulator, &fields, &pressed).await.status, StatusCode::FOUND, "given");
    assert_eq!(pick(&emulator, &fields, "tess").await.status, StatusCode::FOUND, "nobody else is asked");
    let audits = emulator.read(|tenant| tenant.audits.len());
    assert_eq!(audits, 1, "and the directory's log knows");
}

#[tokio::test]
async fn one_refresh_token_serves_the_resources_of_its_client() {
    let (emulator, _) = started("all-is-well");
    let challenge = challenge();
    let teams = "48ac35b8-9aa8-4d74-927d-1f4a14a0b239/user_impersonation";
    let fields = request(
        TEAMS_CLIENT,
        "openid offline_access 48ac35b8-9aa8-4d74-927d-1f4a14a0b239/user_impersonation",
        &challenge,
    );
    let code = pick(&emulator, &fields, "tess").await.parameter("code").expect("a code");
    let first = redeem(&emulator, &code, &[("client_id", TEAMS_CLIENT)]).await;
    // The helper's own client id comes first and wins, so this one is refused.
    assert_eq!(number(&first), 70_000, "a code belongs to its client");
    let fields = [
        ("client_id", TEAMS_CLIENT),
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", REDIRECT),
        ("code_verifier", VERIFIER),
    ];
    let tokens = post(&emulator, TOKEN, &fields).await.json();
    assert_eq!(
        claims(&tokens["access_token"])["aud"],
        "48ac35b8-9aa8-4d74-927d-1f4a14a0b239",
        "for the Teams admin API"
    );
    assert_eq!(tokens["scope"], teams, "with its prefix");
    let refresh = tokens["refresh_token"].as_str().expect("offline_access was asked");
    let again = |scope: &'static str| {
        let fields = [
            ("client_id", TEAMS_CLIENT),
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh),
            ("scope", scope),
        ];
        let body = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let emulator = emulator.clone();
        async move {
            let fields: Vec<(&str, &str)> = body.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            post(&emulator, TOKEN, &fields).await
        }
    };
    let graph = again("https://graph.microsoft.com/.default").await.json();
    assert_eq!(claims(&graph["access_token"])["aud"], "https://graph.microsoft.com", "multi-resource");
    assert_eq!(
        number(&again("https://graph.microsoft.com/Application.ReadWrite.All").await),
        65_002,
        "not what Microsoft put down"
    );
    assert_eq!(
        number(&again("User.Read.All 48ac35b8-9aa8-4d74-927d-1f4a14a0b239/.default").await),
        28_000,
        "one resource each"
    );
    assert_eq!(number(&again("https://unknown.example/.default").await), 500_011, "no such resource");
}

#[tokio::test]
async fn azure_tokens_come_through_the_azure_client() {
    let (emulator, _) = started("all-is-well");
    let challenge = challenge();
    let scope = "https://management.azure.com//.default offline_access openid";
    let fields = request("04b07795-8ddb-461a-bbee-02f9e1bf7b46", scope, &challenge);
    let code =
        pick(&emulator, &fields, "sam").await.parameter("code").expect("no consent page for Microsoft's own client");
    let fields = [
        ("client_id", "04b07795-8ddb-461a-bbee-02f9e1bf7b46"),
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", REDIRECT),
        ("code_verifier", VERIFIER),
        ("scope", scope),
    ];
    let tokens = post(&emulator, TOKEN, &fields).await.json();
    let access = claims(&tokens["access_token"]);
    assert_eq!(
        (access["aud"].as_str(), access["scp"].as_str()),
        (Some("https://management.azure.com/"), Some("user_impersonation")),
        "as asked"
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_said_in_entras_words() {
    let (emulator, _) = started("all-is-well");
    let challenge = challenge();
    let with = |name: &'static str, value: &'static str| {
        let mut fields = request(GRAPH_CLIENT, READ, &challenge);
        fields.retain(|(known, _)| *known != name);
        if !value.is_empty() {
            fields.push((name, value));
        }
        fields
    };
    for (name, value, code) in [
        ("client_id", "6f0a1b52-0000-4000-8000-000000000000", "AADSTS700016"),
        ("redirect_uri", "https://evil.example/", "AADSTS50011"),
        ("redirect_uri", "http://localhost:50123/other", "AADSTS50011"),
        ("redirect_uri", "http://localhost:50123@evil.example/", "AADSTS50011"),
    ] {
        let page = open(&emulator, &with(name, value)).await;
        assert_eq!(
            page.status,
            StatusCode::BAD_REQUEST,
            "{value}: nobody is sent to an address that is not registered"
        );
        assert!(page.text.contains(code), "{value}: {}", page.text);
    }
    for (name, value, code) in [
        ("code_challenge", "", "AADSTS50147"),
        ("code_challenge_method", "plain", "AADSTS50147"),
        ("scope", "ChatMessages.Read", "AADSTS70011"),
        ("scope", "https://unknown.example/x", "AADSTS500011"),
        ("response_type", "token", "AADSTS700054"),
        ("prompt", "none", "AADSTS50058"),
        ("claims", "{", "AADSTS9002313"),
    ] {
        let answer = open(&emulator, &with(name, value)).await;
        let text = answer.parameter("error_description").unwrap_or_default();
        assert!(text.starts_with(&format!("{code}: ")), "{name}={value}: {text}");
        assert_eq!(answer.parameter("state").as_deref(), Some("the-state"), "the client knows which request it was");
    }
    let unknown = get(&emulator, &format!("/fabrikam.example/oauth2/v2.0/authorize?{}", encode(&with("", "")))).await;
    assert!(unknown.text.contains("AADSTS90002"), "another tenant does not exist here");
    let fields = request(GRAPH_CLIENT, READ, &challenge);
    let foreign = press(&emulator, &fields, &[("practice_upn", "dana@fabrikam.example")]).await;
    assert!(foreign.text.contains("AADSTS50020"), "somebody else's account is told on the page: {}", foreign.text);
    assert_eq!(foreign.status, StatusCode::BAD_REQUEST, "and nobody is sent back");
}

#[tokio::test]
async fn a_signed_in_browser_is_not_asked_again_unless_wanted() {
    let (emulator, _) = started("all-is-well");
    let challenge = challenge();
    let fields = request(GRAPH_CLIENT, READ, &challenge);
    let cookie = pick(&emulator, &fields, "dana").await.cookie();
    let visit = async |fields: Vec<(&str, &str)>| {
        let path = format!("{AUTHORIZE}?{}", encode(&fields));
        send(&emulator, Method::GET, &path, &[("cookie", &cookie)], String::new()).await.status
    };
    assert_eq!(visit(fields.clone()).await, StatusCode::FOUND, "single sign-on");
    assert_eq!(
        visit([fields.clone(), vec![("prompt", "select_account")]].concat()).await,
        StatusCode::OK,
        "asked to ask"
    );
    let other = [fields, vec![("login_hint", "sam@practice.handrail.example")]].concat();
    assert_eq!(visit(other).await, StatusCode::OK, "another person is wanted");
}

#[tokio::test]
async fn another_site_cannot_press_our_buttons() {
    let (emulator, _) = started("all-is-well");
    let challenge = challenge();
    let dana = user_id(&emulator, "dana");
    let fields = [request(GRAPH_CLIENT, READ, &challenge), vec![("practice_account", dana.as_str())]].concat();
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
    let answer = send(&emulator, Method::POST, AUTHORIZE, &headers, encode(&fields)).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "a form of another site");
    assert_eq!(open(&emulator, &fields).await.status, StatusCode::OK, "a link that names an account only asks");
}

#[tokio::test]
async fn a_live_session_answers_at_once() {
    let mut options = Options::new(Scenario::load("all-is-well").expect("a scenario"));
    options.auto_sign_in = vec![format!("dana@{DOMAIN}")];
    let (emulator, _) = started_with(options);
    let challenge = challenge();
    let answer = open(&emulator, &request(GRAPH_CLIENT, "openid Application.ReadWrite.All", &challenge)).await;
    let tokens = redeem(&emulator, &answer.parameter("code").expect("at once"), &[]).await.json();
    assert!(
        claims(&tokens["access_token"])["scp"].as_str().expect("scp").contains("Application.ReadWrite.All"),
        "consent included"
    );
}

#[tokio::test]
async fn of_two_live_sessions_the_one_that_is_asked_for_answers() {
    let mut options = Options::new(Scenario::load("all-is-well").expect("a scenario"));
    options.auto_sign_in = vec![format!("dana@{DOMAIN}"), format!("mia@{DOMAIN}")];
    let (emulator, _) = started_with(options);
    let challenge = challenge();
    let mia = format!("mia@{DOMAIN}");
    for (hint, answers) in [(Some(mia.as_str()), "mia"), (None, "dana"), (Some("nobody@fabrikam.example"), "dana")] {
        let mut fields = request(GRAPH_CLIENT, READ, &challenge);
        fields.extend(hint.map(|hint| ("login_hint", hint)));
        let answer = open(&emulator, &fields).await;
        let tokens = redeem(&emulator, &answer.parameter("code").expect("at once"), &[]).await.json();
        assert_eq!(claims(&tokens["access_token"])["upn"], format!("{answers}@{DOMAIN}"), "asked for {hint:?}");
    }
}

#[tokio::test]
async fn hostile_names_are_only_text_on_the_pages() {
    let (emulator, _) = started("hostile-names");
    let challenge = challenge();
    let mut fields = request(GRAPH_CLIENT, READ, &challenge);
    fields.push(("login_hint", "\"><script>alert(1)</script>"));
    let page = open(&emulator, &fields).await;
    assert!(!page.text.contains("<script>alert") && !page.text.contains("<img"), "escaped: {}", page.text);
    let policy = page.headers["content-security-policy"].to_str().expect("text");
    assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"), "and nothing may run: {policy}");
}

#[tokio::test]
async fn a_form_post_answer_is_a_form_to_the_client() {
    let (emulator, _) = started("all-is-well");
    let challenge = challenge();
    let mut fields = request(GRAPH_CLIENT, READ, &challenge);
    fields.retain(|(name, _)| *name != "response_mode");
    fields.push(("response_mode", "form_post"));
    let page = pick(&emulator, &fields, "dana").await;
    assert_eq!(page.status, StatusCode::OK, "a page");
    assert!(
        page.text.contains("action=\"http://localhost:50123/\"") && page.text.contains("name=\"code\""),
        "{}",
        page.text
    );
}

#[tokio::test]
async fn a_claims_challenge_needs_a_new_sign_in() {
    let (emulator, _) = started("all-is-well");
    let challenge = challenge();
    let step_up = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"},"xms_cc":{"values":["cp1"]}}}"#;
    let code = code_for(&emulator, "dana").await;
    let tokens = redeem(&emulator, &code, &[]).await.json();
    let refresh = tokens["refresh_token"].as_str().expect("a refresh token").to_owned();
    let fields = [
        ("client_id", GRAPH_CLIENT),
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh.as_str()),
        ("scope", "User.Read"),
        ("claims", step_up),
    ];
    let refused = post(&emulator, TOKEN, &fields).await;
    assert_eq!(number(&refused), 50_076, "{}", refused.text);
    assert_eq!(refused.json()["claims"], step_up, "what the new request has to carry");

    let mut again = request(GRAPH_CLIENT, READ, &challenge);
    again.push(("claims", step_up));
    let code = pick(&emulator, &again, "dana").await.parameter("code").expect("a code");
    let access = claims(&redeem(&emulator, &code, &[]).await.json()["access_token"]);
    assert_eq!((&access["acrs"][0], &access["xms_cc"][0]), (&"c1".into(), &"cp1".into()), "stepped up");
}
