//! An app that proves itself: certificate or secret.

use std::time::Duration;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use domain::Timestamp;
use emulator::Emulator;
use emulator::entra::certificate;
use emulator::state::{AppRoleAssignment, Object, TENANT_ID, key_credential, thumbprint, well_known};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::support::{Answer, DOMAIN, START, StoppedClock, claims, post, started};

pub const APP: &str = "11111111-2222-4333-8444-555555555555";
const ROLE: &str = "b8bb2037-6e08-44ac-a4ea-4674e010e2a4";

pub struct Key {
    pkcs8: Vec<u8>,
    der: Vec<u8>,
}

pub fn key(days: u64) -> Key {
    let from = Timestamp::parse(START).expect("a time") - Duration::from_secs(86_400);
    let (pkcs8, der) = certificate("Test", from, from + Duration::from_secs(days * 86_400)).expect("a certificate");
    Key { pkcs8, der }
}

impl Key {
    fn sign(&self, algorithm: &str, header: Value, claims: &Value) -> String {
        let pair = KeyPair::from_pkcs8(&self.pkcs8).expect("a key");
        let signed =
            format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()));
        let mut signature = vec![0; pair.public_modulus_len()];
        let encoding: &'static dyn aws_lc_rs::signature::RsaEncoding =
            if algorithm == "PS256" { &RSA_PSS_SHA256 } else { &RSA_PKCS1_SHA256 };
        pair.sign(encoding, &SystemRandom::new(), signed.as_bytes(), &mut signature).expect("signs");
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    pub fn modern(&self, claims: &Value) -> String {
        self.sign(
            "PS256",
            json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": URL_SAFE_NO_PAD.encode(Sha256::digest(&self.der)) }),
            claims,
        )
    }

    fn old(&self, claims: &Value) -> String {
        self.sign(
            "RS256",
            json!({ "alg": "RS256", "typ": "JWT", "x5t": URL_SAFE.encode(thumbprint(&self.der)) }),
            claims,
        )
    }
}

pub fn assertion_claims() -> Value {
    let now = Timestamp::parse(START).expect("a time").unix();
    json!({
        "aud": format!("http://localhost:47100/{TENANT_ID}/oauth2/v2.0/token"),
        "iss": APP,
        "sub": APP,
        "jti": "4f9a1d2e-0000-4000-8000-000000000001",
        "nbf": now,
        "iat": now,
        "exp": now + 600,
    })
}

/// An app with that certificate, its enterprise application, and one permission of Graph.
pub fn register(emulator: &Emulator, key: &Key) {
    emulator
        .write(|tenant, moment| {
            let stamp = moment.stamp(tenant);
            let mut app = Object::application("a-app", APP, "Test app", moment.now);
            let credential = key_credential(&key.der, "key-1", "Test").expect("a certificate");
            app.json.insert("keyCredentials".to_owned(), json!([credential]));
            let mut secret_hash = std::collections::BTreeMap::new();
            secret_hash.insert("secret-1".to_owned(), hex::encode(Sha256::digest("the secret")));
            secret_hash.insert("secret-0".to_owned(), hex::encode(Sha256::digest("the old secret")));
            app.secrets = secret_hash;
            app.json.insert(
                "passwordCredentials".to_owned(),
                json!([
                    { "keyId": "secret-1", "endDateTime": "2027-01-01T00:00:00Z" },
                    { "keyId": "secret-0", "endDateTime": "2026-01-01T00:00:00Z" },
                ]),
            );
            tenant.applications.write("a-app", app, stamp);
            tenant.service_principals.write(
                "a-sp",
                Object::service_principal("a-sp", APP, "Test app", TENANT_ID),
                stamp,
            );
            let graph = tenant.service_principal_by_app_id(well_known::GRAPH).expect("Graph").0.to_owned();
            let assignment = AppRoleAssignment {
                id: "assignment".to_owned(),
                app_role_id: ROLE.to_owned(),
                created_date_time: moment.now,
                principal_display_name: "Test app".to_owned(),
                principal_id: "a-sp".to_owned(),
                principal_type: "ServicePrincipal".to_owned(),
                resource_display_name: "Microsoft Graph".to_owned(),
                resource_id: graph,
            };
            tenant.app_role_assignments.write("assignment", assignment, stamp);
        })
        .expect("nothing to save");
}

pub async fn ask(emulator: &Emulator, assertion: &str) -> Answer {
    let fields = [
        ("client_id", APP),
        ("grant_type", "client_credentials"),
        ("scope", "https://graph.microsoft.com/.default"),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", assertion),
    ];
    post(emulator, &format!("/{DOMAIN}/oauth2/v2.0/token"), &fields).await
}

pub fn number(answer: &Answer) -> u64 {
    answer.json()["error_codes"][0].as_u64().unwrap_or_else(|| panic!("no refusal: {}", answer.text))
}

#[tokio::test]
async fn a_certificate_gets_a_token_with_the_granted_roles() {
    let (emulator, _) = started("all-is-well");
    let key = key(700);
    register(&emulator, &key);
    let mut float = assertion_claims();
    float["exp"] = json!(float["exp"].as_f64().expect("exp") + 0.5);
    for assertion in [key.modern(&assertion_claims()), key.old(&assertion_claims()), key.old(&float)] {
        let answer = ask(&emulator, &assertion).await;
        let token = claims(&answer.json()["access_token"]);
        assert_eq!(token["roles"], json!(["OnlineMeetings.ReadWrite.All"]), "{}", answer.text);
        assert!(token.get("scp").is_none(), "app-only");
        assert_eq!(
            (token["idtyp"].as_str(), token["oid"].as_str(), token["appid"].as_str()),
            (Some("app"), Some("a-sp"), Some(APP)),
            "who"
        );
        assert!(answer.json().get("refresh_token").is_none(), "never one here");
    }
    let logged = emulator.read(|tenant| tenant.sign_ins.last().expect("an entry").json.clone());
    assert_eq!(logged["signInEventTypes"], json!(["servicePrincipal"]), "the log has it");
    assert_eq!(
        logged["servicePrincipalCredentialThumbprint"],
        hex::encode_upper(thumbprint(&key.der)),
        "with the certificate"
    );
}

#[tokio::test]
async fn a_bad_assertion_is_refused_with_its_reason() {
    let (emulator, _) = started("all-is-well");
    let (good, other) = (key(700), key(700));
    register(&emulator, &good);
    let with = |name: &str, value: Value| {
        let mut claims = assertion_claims();
        claims[name] = value;
        claims
    };
    let now = Timestamp::parse(START).expect("a time").unix();
    let unknown = ask(&emulator, &other.modern(&assertion_claims())).await;
    assert_eq!((unknown.status.as_u16(), number(&unknown)), (401, 700_027), "another certificate");
    assert!(
        unknown.text.contains("[Reason - The key was not found."),
        "the reason stands in brackets: {}",
        unknown.text
    );
    let header = json!({ "alg": "RS256", "x5t": URL_SAFE_NO_PAD.encode(thumbprint(&good.der)) });
    assert_eq!(
        number(&ask(&emulator, &other.sign("RS256", header, &assertion_claims())).await),
        700_027,
        "right name, wrong key"
    );
    assert_eq!(number(&ask(&emulator, &good.modern(&with("exp", json!(now - 400)))).await), 700_024, "over");
    assert_eq!(number(&ask(&emulator, &good.modern(&with("nbf", json!(now + 400)))).await), 700_024, "not begun");
    assert_eq!(
        number(&ask(&emulator, &good.modern(&with("aud", json!("https://elsewhere.example")))).await),
        700_023,
        "audience"
    );
    assert_eq!(number(&ask(&emulator, &good.modern(&with("iss", json!("somebody else")))).await), 700_021, "issuer");
    assert_eq!(
        number(&ask(&emulator, &good.sign("RS256", json!({ "alg": "RS256" }), &assertion_claims())).await),
        50_027,
        "no thumbprint"
    );
    assert_eq!(number(&ask(&emulator, "a.b").await), 50_027, "no token");
    let header = json!({ "alg": "none", "x5t": URL_SAFE_NO_PAD.encode(thumbprint(&good.der)) });
    assert_eq!(
        number(&ask(&emulator, &good.sign("RS256", header, &assertion_claims())).await),
        5_002_738,
        "no algorithm"
    );
}

#[tokio::test]
async fn an_expired_certificate_and_expired_secrets_are_told_apart() {
    let (emulator, clock) = started("all-is-well");
    let short = key(2);
    register(&emulator, &short);
    let secret = async |secret: &str| {
        let fields = [
            ("client_id", APP),
            ("grant_type", "client_credentials"),
            ("scope", "https://graph.microsoft.com/.default"),
            ("client_secret", secret),
        ];
        post(&emulator, &format!("/{DOMAIN}/oauth2/v2.0/token"), &fields).await
    };
    assert!(secret("the secret").await.json()["access_token"].is_string(), "a secret is good");
    assert_eq!(number(&secret("the old secret").await), 7_000_222, "an old one is not");
    assert_eq!(number(&secret("nonsense").await), 7_000_215, "a wrong one is not");
    let nothing =
        [("client_id", APP), ("grant_type", "client_credentials"), ("scope", "https://graph.microsoft.com/.default")];
    assert_eq!(
        number(&post(&emulator, &format!("/{DOMAIN}/oauth2/v2.0/token"), &nothing).await),
        7_000_218,
        "nothing at all"
    );
    clock.advance(Duration::from_secs(3 * 86_400));
    let mut late = assertion_claims();
    for name in ["nbf", "iat", "exp"] {
        late[name] = json!(late[name].as_i64().expect("a time") + 3 * 86_400);
    }
    assert_eq!(number(&ask(&emulator, &short.modern(&late)).await), 1_000_502, "the certificate's own life");
}

#[tokio::test]
async fn the_token_service_learns_late_of_keys_and_roles() {
    let (emulator, clock): (_, std::sync::Arc<StoppedClock>) = started("slow-replication");
    let key = key(700);
    register(&emulator, &key);
    let assertion = key.modern(&assertion_claims());
    assert_eq!(number(&ask(&emulator, &assertion).await), 700_016, "it does not know the app yet");
    clock.advance(Duration::from_secs(50));
    let early = claims(&ask(&emulator, &assertion).await.json()["access_token"]);
    assert!(early.get("roles").is_none(), "granted, not yet in the token");
    clock.advance(Duration::from_secs(15));
    let late = claims(&ask(&emulator, &assertion).await.json()["access_token"]);
    assert_eq!(late["roles"], json!(["OnlineMeetings.ReadWrite.All"]), "now it is");
}

#[tokio::test]
async fn what_was_switched_off_gets_nothing() {
    let (emulator, _) = started("all-is-well");
    let key = key(700);
    register(&emulator, &key);
    let assertion = key.modern(&assertion_claims());
    emulator
        .write(|tenant, moment| {
            let mut sp = tenant.service_principals.current("a-sp").expect("it").clone();
            sp.json.insert("accountEnabled".to_owned(), json!(false));
            let stamp = moment.stamp(tenant);
            tenant.service_principals.write("a-sp", sp, stamp);
        })
        .expect("nothing to save");
    assert_eq!(number(&ask(&emulator, &assertion).await), 7_000_112, "disabled");
    emulator
        .write(|tenant, moment| {
            let stamp = moment.stamp(tenant);
            tenant.service_principals.delete("a-sp", stamp);
        })
        .expect("nothing to save");
    assert_eq!(number(&ask(&emulator, &assertion).await), 7_000_229, "no service principal");
}
