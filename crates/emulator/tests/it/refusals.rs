//! Every AADSTS code that a step of ours can meet, and how the practice tenant comes to say it.

use std::sync::OnceLock;
use std::time::Duration;

use emulator::Emulator;
use emulator::state::Object;
use emulator::state::well_known::AZURE;
use http::Method;
use serde_json::{Value, json};

use crate::certificates::{self, Key, ask, assertion_claims, key};
use crate::sign_in::{TOKEN, challenge, code_for, open, pick, press, redeem, request};
use crate::support::{Answer, DOMAIN, GRAPH_CLIENT, REDIRECT, StoppedClock, post, send, started, user_id};

/// Come from what the tenant, the request or the clock says.
const NATURAL: &[u32] = &[
    50_011, 50_020, 50_034, 50_057, 50_059, 50_076, 50_105, 50_147, 50_194, 50_196, 53_003, 65_001, 65_002, 65_004,
    70_008, 70_011, 70_016, 70_018, 70_019, 90_002, 90_094, 90_095, 500_011, 500_113, 501_481, 650_052, 700_016,
    700_024, 700_025, 700_027, 700_054, 700_082, 1_000_502, 7_000_112, 7_000_215, 7_000_218, 7_000_222,
];

/// Come from outside of it: a scenario orders them for a person's sign-in (`refused_sign_in`, `refused_accounts`).
const AT_SIGN_IN: &[u32] = &[
    16_000, 50_014, 50_053, 50_055, 50_072, 50_074, 50_078, 50_079, 50_126, 50_128, 50_131, 50_144, 50_158, 51_004,
    53_000, 53_001, 53_002, 53_003, 65_005, 70_001, 70_005, 90_006, 90_024, 90_033, 90_038, 90_072, 90_099, 500_021,
    500_022, 500_212, 500_213, 530_032, 530_035, 650_056, 650_057, 700_011, 900_382, 900_432, 1_000_104,
];

/// The same for a refresh token (`refused_refresh`).
const AT_REFRESH: &[u32] = &[50_173, 70_043, 50_076, 50_078, 50_079, 53_000, 53_003, 90_033];

/// The same for an app itself (`refused_app`).
const OF_APPS: &[u32] = &[50_012, 53_003, 70_001, 90_033, 700_011, 900_382];

/// All codes of the facts on sign-in, but those that no request of ours can lead to: 28002 (as 70011), 900971 (as 500113).
const MET: &[u32] = &[
    16_000, 50_020, 50_034, 51_004, 50_014, 50_053, 50_055, 50_057, 50_126, 50_144, 50_072, 50_074, 50_076, 50_079,
    50_078, 50_011, 500_113, 50_105, 50_128, 50_059, 90_002, 50_131, 53_000, 53_001, 53_002, 53_003, 530_032, 530_035,
    50_158, 50_173, 70_008, 700_082, 70_043, 50_194, 500_011, 650_052, 500_021, 500_022, 500_212, 500_213, 65_001,
    65_002, 65_004, 65_005, 650_056, 650_057, 70_001, 7_000_112, 70_011, 70_016, 70_018, 70_019, 700_016, 700_011,
    700_025, 7_000_218, 7_000_215, 7_000_222, 700_027, 700_024, 50_012, 1_000_502, 700_054, 70_005, 90_094, 90_095,
    90_072, 90_099, 900_382, 900_432, 90_038, 1_000_104, 501_481, 50_147, 90_033, 90_006, 90_024, 50_196,
];

const READ: &str = "openid profile offline_access User.Read";

/// Whether the answer, or the address that it leads to, tells that code.
fn tells(answer: &Answer, code: u32) -> bool {
    let location = answer.headers.get("location").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let name = format!("AADSTS{code}");
    [answer.text.as_str(), location].iter().any(|text| {
        text.match_indices(&name)
            .any(|(at, _)| !text[at + name.len()..].starts_with(|next: char| next.is_ascii_digit()))
    })
}

fn has_entras_shape(answer: &Answer, code: u32) {
    let body = answer.json();
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    assert_eq!(body["error_codes"], json!([code]), "the number: {body}");
    assert!(!text("error").is_empty(), "OAuth's word: {body}");
    assert!(text("error_description").starts_with(&format!("AADSTS{code}: ")), "the sentence: {body}");
    for id in ["trace_id", "correlation_id", "timestamp"] {
        assert!(!text(id).is_empty(), "{id}: {body}");
    }
    for header in ["date", "x-ms-request-id", "request-id"] {
        assert!(answer.headers.contains_key(header), "{header}");
    }
}

#[test]
fn every_code_that_a_step_can_meet_has_a_way() {
    for code in MET {
        let known = [NATURAL, AT_SIGN_IN, AT_REFRESH, OF_APPS].iter().any(|codes| codes.contains(code));
        assert!(known, "nothing leads to AADSTS{code}");
    }
}

#[tokio::test]
async fn a_sign_in_that_is_refused_from_outside_stays_on_the_page() {
    for code in AT_SIGN_IN {
        let (emulator, _) = started("all-is-well");
        emulator.write(|tenant, _| tenant.oddities.refused_sign_in = *code).expect("nothing to save");
        let challenge = challenge();
        let page = pick(&emulator, &request(GRAPH_CLIENT, READ, &challenge), "dana").await;
        assert!(page.status.is_client_error() && tells(&page, *code), "AADSTS{code} is told: {}", page.text);
        assert!(page.text.contains("Pick an account"), "another account can be tried: {}", page.text);
    }
}

#[tokio::test]
async fn only_the_account_that_is_meant_is_refused_and_a_silent_request_is_told() {
    let (emulator, _) = started("all-is-well");
    let upn = format!("dana@{DOMAIN}");
    emulator
        .write(|tenant, _| tenant.oddities.refused_accounts.insert(upn.to_uppercase(), 50_079))
        .expect("nothing to save");
    let challenge = challenge();
    let fields = request(GRAPH_CLIENT, READ, &challenge);
    assert!(tells(&pick(&emulator, &fields, "dana").await, 50_079), "she has to register first");
    let sam = pick(&emulator, &fields, "sam").await;
    assert!(sam.parameter("code").is_some(), "he may: {}", sam.text);
    let silent = [fields, vec![("prompt", "none")]].concat();
    let dana = user_id(&emulator, "dana");
    let back = press(&emulator, &silent, &[("practice_account", &dana)]).await;
    assert_eq!(back.parameter("error").as_deref(), Some("interaction_required"), "no page was wanted: {}", back.text);
}

#[tokio::test]
async fn a_refresh_token_is_refused_from_outside() {
    for code in AT_REFRESH {
        let (emulator, _) = started("all-is-well");
        let tokens = redeem(&emulator, &code_for(&emulator, "dana").await, &[]).await.json();
        emulator.write(|tenant, _| tenant.oddities.refused_refresh = *code).expect("nothing to save");
        let answer = refresh(&emulator, &tokens, "User.Read").await;
        has_entras_shape(&answer, *code);
    }
}

#[tokio::test]
async fn an_app_is_refused_from_outside() {
    for code in OF_APPS {
        let (emulator, _) = started("all-is-well");
        let key = known_key();
        certificates::register(&emulator, key);
        emulator.write(|tenant, _| tenant.oddities.refused_app = *code).expect("nothing to save");
        has_entras_shape(&ask(&emulator, &key.modern(&assertion_claims())).await, *code);
    }
}

#[tokio::test]
async fn what_the_tenant_the_request_and_the_clock_say_leads_to_its_code() {
    for code in NATURAL {
        let (emulator, clock) = started("all-is-well");
        let answer = match code {
            1..=60_000 => of_accounts_and_requests(*code, &emulator).await,
            60_001..=99_999 => of_consent_and_codes(*code, &emulator, &clock).await,
            _ => of_apps(*code, &emulator, &clock).await,
        };
        assert!(answer.status.is_client_error() || answer.status.is_redirection(), "AADSTS{code}: {}", answer.text);
        assert!(tells(&answer, *code), "AADSTS{code}: {} {:?}", answer.text, answer.headers.get("location"));
        if answer.text.starts_with('{') {
            has_entras_shape(&answer, *code);
        }
    }
}

async fn of_accounts_and_requests(code: u32, emulator: &Emulator) -> Answer {
    let challenge = challenge();
    let fields = request(GRAPH_CLIENT, READ, &challenge);
    let with = |name: &'static str, value: &'static str| {
        let kept = fields.iter().copied().filter(|(known, _)| *known != name);
        kept.chain(std::iter::once((name, value))).collect::<Vec<_>>()
    };
    match code {
        50_011 => open(emulator, &with("redirect_uri", "https://elsewhere.example/")).await,
        50_020 => press(emulator, &fields, &[("practice_upn", "dana@fabrikam.example")]).await,
        50_034 => press(emulator, &fields, &[("practice_upn", "nobody@practice.handrail.example")]).await,
        50_057 => {
            let dana = user_id(emulator, "dana");
            let off = |tenant: &mut emulator::state::Tenant, _| {
                if let Some(dana) = tenant.users.get_mut(&dana) {
                    dana.account_enabled = false;
                }
            };
            emulator.write(off).expect("nothing to save");
            pick(emulator, &fields, "dana").await
        }
        50_059 => {
            let fields = [("client_id", GRAPH_CLIENT), ("grant_type", "client_credentials"), ("client_secret", "x")];
            post(emulator, "/organizations/oauth2/v2.0/token", &fields).await
        }
        50_076 => {
            let tokens = redeem(emulator, &code_for(emulator, "dana").await, &[]).await.json();
            let step_up = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
            let token = tokens["refresh_token"].as_str().expect("a refresh token");
            let fields = [("client_id", GRAPH_CLIENT), ("grant_type", "refresh_token"), ("refresh_token", token)];
            post(emulator, TOKEN, &[fields.as_slice(), &[("scope", "User.Read"), ("claims", step_up)]].concat()).await
        }
        50_105 => {
            own_app(emulator, |_, sp| drop(sp.json.insert("appRoleAssignmentRequired".to_owned(), json!(true))));
            pick(emulator, &with("client_id", certificates::APP), "mia").await
        }
        50_147 => open(emulator, &with("code_challenge", "")).await,
        50_194 => {
            own_app(emulator, |_, _| {});
            let path = format!("/common/oauth2/v2.0/authorize?client_id={}&redirect_uri={REDIRECT}", certificates::APP);
            send(emulator, Method::GET, &path, &[], String::new()).await
        }
        50_196 => {
            let (device, _) = device_code(emulator).await;
            poll(emulator, &device).await;
            poll(emulator, &device).await
        }
        53_003 => {
            emulator.write(|tenant, _| tenant.oddities.block_device_code = true).expect("nothing to save");
            let (device, typed) = device_code(emulator).await;
            let dana = user_id(emulator, "dana");
            let fields = [("practice_code", typed.as_str()), ("practice_account", &dana), ("practice_confirm", "1")];
            post(emulator, "/common/oauth2/deviceauth", &fields).await;
            poll(emulator, &device).await
        }
        other => panic!("no way to {other}"),
    }
}

async fn of_consent_and_codes(code: u32, emulator: &Emulator, clock: &StoppedClock) -> Answer {
    let challenge = challenge();
    let writing = request(GRAPH_CLIENT, "openid Application.ReadWrite.All", &challenge);
    let tess = user_id(emulator, "tess");
    let gives_up = [("practice_account", tess.as_str()), ("practice_decision", "needs_admin")];
    match code {
        65_001 => {
            let tokens = redeem(emulator, &code_for(emulator, "dana").await, &[]).await.json();
            refresh(emulator, &tokens, "Application.ReadWrite.All").await
        }
        65_002 => {
            let cli = request("04b07795-8ddb-461a-bbee-02f9e1bf7b46", "openid Policy.Read.All", &challenge);
            pick(emulator, &cli, "sam").await
        }
        65_004 => press(emulator, &writing, &[("practice_decision", "cancel")]).await,
        70_008 => {
            let late = code_for(emulator, "dana").await;
            clock.advance(Duration::from_secs(601));
            redeem(emulator, &late, &[]).await
        }
        70_011 => open(emulator, &request(GRAPH_CLIENT, "ChatMessages.Read", &challenge)).await,
        70_016 => poll(emulator, &device_code(emulator).await.0).await,
        70_018 => poll(emulator, "nonsense").await,
        70_019 => {
            let (device, _) = device_code(emulator).await;
            clock.advance(Duration::from_secs(901));
            poll(emulator, &device).await
        }
        90_002 => {
            send(emulator, Method::GET, "/fabrikam.example/v2.0/.well-known/openid-configuration", &[], String::new())
                .await
        }
        90_094 => press(emulator, &writing, &gives_up).await,
        90_095 => {
            let on = |tenant: &mut emulator::state::Tenant, _| {
                tenant.policies.admin_consent_request.insert("isEnabled".to_owned(), json!(true));
            };
            emulator.write(on).expect("nothing to save");
            press(emulator, &writing, &gives_up).await
        }
        other => panic!("no way to {other}"),
    }
}

async fn of_apps(code: u32, emulator: &Emulator, clock: &StoppedClock) -> Answer {
    let challenge = challenge();
    let with_secret = async |secret: &str| {
        let fields =
            [("client_id", certificates::APP), ("grant_type", "client_credentials"), ("client_secret", secret)];
        post(emulator, TOKEN, &[fields.as_slice(), &[("scope", "https://graph.microsoft.com/.default")]].concat()).await
    };
    let key = known_key();
    certificates::register(emulator, key);
    match code {
        500_011 => open(emulator, &request(GRAPH_CLIENT, "https://unknown.example/x", &challenge)).await,
        500_113 => {
            let path = format!("/{DOMAIN}/oauth2/v2.0/authorize?client_id={}", certificates::APP);
            send(emulator, Method::GET, &path, &[], String::new()).await
        }
        501_481 => {
            let code = code_for(emulator, "dana").await;
            redeem(emulator, &code, &[("code_verifier", "another-verifier-that-is-also-long-enough-for-this")]).await
        }
        650_052 => {
            emulator
                .write(|tenant, moment| {
                    let azure = tenant.service_principal_by_app_id(AZURE).expect("Azure").0.to_owned();
                    let stamp = moment.stamp(tenant);
                    tenant.service_principals.delete(&azure, stamp);
                })
                .expect("nothing to save");
            open(emulator, &request(GRAPH_CLIENT, "https://management.azure.com/.default", &challenge)).await
        }
        700_016 => {
            let brand_new = "6f0a1b52-0000-4000-8000-000000000000";
            open(emulator, &request(brand_new, READ, &challenge)).await
        }
        700_024 => {
            clock.advance(Duration::from_secs(1_000));
            ask(emulator, &key.modern(&assertion_claims())).await
        }
        700_025 => {
            let code = code_for(emulator, "dana").await;
            redeem(emulator, &code, &[("client_secret", "not asked for")]).await
        }
        700_027 => ask(emulator, &certificates::key(700).modern(&assertion_claims())).await,
        700_054 => {
            let mut fields = request(GRAPH_CLIENT, READ, &challenge);
            fields.retain(|(name, _)| *name != "response_type");
            fields.push(("response_type", "id_token"));
            open(emulator, &fields).await
        }
        700_082 => {
            let tokens = redeem(emulator, &code_for(emulator, "dana").await, &[]).await.json();
            // It is forgotten a day later, and then is no token at all.
            clock.advance(Duration::from_secs(90 * 86_400 + 60));
            refresh(emulator, &tokens, "User.Read").await
        }
        1_000_502 => {
            clock.advance(Duration::from_secs(3 * 86_400));
            let mut late = assertion_claims();
            for name in ["nbf", "iat", "exp"] {
                late[name] = json!(late[name].as_i64().expect("a time") + 3 * 86_400);
            }
            ask(emulator, &key.modern(&late)).await
        }
        7_000_112 => {
            own_app(emulator, |_, sp| drop(sp.json.insert("accountEnabled".to_owned(), json!(false))));
            with_secret("the secret").await
        }
        7_000_215 => with_secret("its id instead of its value").await,
        7_000_218 => with_secret("").await,
        7_000_222 => with_secret("the old secret").await,
        other => panic!("no way to {other}"),
    }
}

/// One for all: making a key is slow.
fn known_key() -> &'static Key {
    static KEY: OnceLock<Key> = OnceLock::new();
    KEY.get_or_init(|| key(2))
}

/// An app of the tenant, changed.
pub fn own_app(emulator: &Emulator, change: impl FnOnce(&mut Object, &mut Object)) {
    certificates::register(emulator, known_key());
    let written = emulator.write(|tenant, moment| {
        let mut app = tenant.applications.current("a-app").expect("registered").clone();
        let mut sp = tenant.service_principals.current("a-sp").expect("registered").clone();
        app.set("publicClient", "redirectUris", json!(["http://localhost"]));
        change(&mut app, &mut sp);
        let stamp = moment.stamp(tenant);
        tenant.applications.write("a-app", app, stamp);
        tenant.service_principals.write("a-sp", sp, stamp);
    });
    written.expect("nothing to save");
}

pub async fn refresh(emulator: &Emulator, tokens: &Value, scope: &str) -> Answer {
    let token = tokens["refresh_token"].as_str().expect("a refresh token");
    let fields =
        [("client_id", GRAPH_CLIENT), ("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope)];
    post(emulator, TOKEN, &fields).await
}

pub async fn device_code(emulator: &Emulator) -> (String, String) {
    let fields = [("client_id", GRAPH_CLIENT), ("scope", READ)];
    let begun = post(emulator, &format!("/{DOMAIN}/oauth2/v2.0/devicecode"), &fields).await.json();
    let text = |name: &str| begun[name].as_str().expect(name).to_owned();
    (text("device_code"), text("user_code"))
}

pub async fn poll(emulator: &Emulator, device: &str) -> Answer {
    // The older name of the parameter is taken too.
    let fields = [("client_id", GRAPH_CLIENT), ("grant_type", "device_code"), ("code", device)];
    post(emulator, TOKEN, &fields).await
}

#[tokio::test]
async fn the_clients_own_id_comes_back_wherever_it_wrote_it() {
    let (emulator, _) = started("all-is-well");
    let id = "6c1f2c3e-0000-4000-8000-00000000000a";
    let form = [("grant_type", "refresh_token"), ("client_id", GRAPH_CLIENT), ("client-request-id", id)];
    let answer = post(&emulator, TOKEN, &[form.as_slice(), &[("refresh_token", "x")]].concat()).await;
    assert_eq!(answer.json()["correlation_id"], id, "in the form: {}", answer.text);
    let challenge = challenge();
    let fields =
        [request(GRAPH_CLIENT, READ, &challenge), vec![("client-request-id", id), ("prompt", "none")]].concat();
    let answer = open(&emulator, &fields).await;
    assert_eq!(answer.headers["client-request-id"], id, "in the address");
    assert!(answer.parameter("error_description").expect("text").contains(id), "and for support");
}
