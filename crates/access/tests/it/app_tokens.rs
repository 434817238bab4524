use std::sync::Arc;
use std::time::Duration;

use access::testing::MemoryKeychain;
use access::{AppTokenSource, Assertion, Proof};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use domain::{
    AppCredential, AppId, AppProof, AppTokens as _, KeychainError, Secret, SecretStore as _, TenantId, TokenError,
};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Value, json};

use crate::support::{Counted, KEY, Service, TENANT, TestClock, endpoints, public_parts};

const APP: &str = "66666666-6666-4666-8666-666666666666";

fn credential() -> AppCredential {
    AppCredential {
        tenant: TenantId::parse(TENANT).expect("an id"),
        app: AppId::parse(APP).expect("an id"),
        proof: AppProof::Certificate {
            keychain_account: "tenant/set-up/key/1".to_owned(),
            certificate: STANDARD.encode(&KEY.certificate),
        },
    }
}

async fn source() -> (Arc<Service>, Arc<TestClock>, Arc<MemoryKeychain>, AppTokenSource) {
    let clock = TestClock::hurried();
    let service = Service::new(clock.clone());
    let keychain = Arc::new(MemoryKeychain::default());
    let key = Secret::new(KEY.private_key.expose().to_vec());
    keychain.put(credential().proof.keychain_account(), &key).await.expect("it is kept");
    let random = Arc::new(Counted::default());
    let tokens = AppTokenSource::new(endpoints(), service.clone(), clock.clone(), random, keychain.clone());
    (service, clock, keychain, tokens)
}

fn claims(assertion: &str, algorithm: Algorithm) -> Value {
    let (n, e) = public_parts();
    let mut rules = Validation::new(algorithm);
    rules.validate_exp = false;
    rules.validate_aud = false;
    rules.set_required_spec_claims::<&str>(&[]);
    let key = DecodingKey::from_rsa_components(&n, &e).expect("a key");
    decode::<Value>(assertion, &key, &rules).expect("signed with the certificate's key").claims
}

#[tokio::test]
async fn the_assertion_is_what_entra_asks_for() {
    let (service, _, _, tokens) = source().await;
    tokens.graph(&credential(), false).await.expect("a token");
    let form = service.last_form();
    assert_eq!(form["grant_type"], "client_credentials", "app-only");
    assert_eq!(form["scope"], "https://graph.microsoft.com/.default", "Microsoft's name, wherever it runs");
    let assertion = &form["client_assertion"];
    let header = decode_header(assertion).expect("a JWT");
    assert_eq!(header.alg, Algorithm::PS256, "not the older way");
    let thumbprint = URL_SAFE_NO_PAD.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &KEY.certificate));
    assert_eq!(header.x5t_s256.as_deref(), Some(thumbprint.as_str()), "algorithm and thumbprint belong together");
    let claims = claims(assertion, Algorithm::PS256);
    assert_eq!(claims["aud"], json!(format!("http://localhost:47999/{TENANT}/oauth2/v2.0/token")), "from discovery");
    assert_eq!((&claims["iss"], &claims["sub"]), (&json!(APP), &json!(APP)), "the app speaks for itself");
    let lasts = claims["exp"].as_i64().zip(claims["nbf"].as_i64()).map(|(exp, nbf)| exp - nbf);
    assert_eq!(lasts, Some(600), "ten minutes");
}

#[tokio::test]
async fn a_token_is_kept_unless_a_fresh_one_is_asked_for_and_no_assertion_is_used_twice() {
    let (service, clock, _, tokens) = source().await;
    let first = tokens.graph(&credential(), false).await.expect("a token").text.expose().to_owned();
    let kept = tokens.graph(&credential(), false).await.expect("a token").text.expose().to_owned();
    assert_eq!((first.as_str(), service.asked()), (kept.as_str(), 1), "kept");
    let one = claims(&service.last_form()["client_assertion"], Algorithm::PS256)["jti"].clone();
    service.script(503, json!({}));
    let fresh = tokens.graph(&credential(), true).await.expect("a token").text.expose().to_owned();
    assert_ne!(first, fresh, "roles granted since are in new tokens only");
    let other = claims(&service.last_form()["client_assertion"], Algorithm::PS256)["jti"].clone();
    assert_ne!(one, other, "each proof is used once, also after a busy answer");
    clock.advance(Duration::from_secs(3400));
    let later = tokens.graph(&credential(), false).await.expect("a token").text.expose().to_owned();
    assert_ne!(fresh, later, "it would end under the next call");
}

#[tokio::test]
async fn the_older_proof_is_there_when_asked_for() {
    let assertion = Assertion {
        app: AppId::parse(APP).expect("an id"),
        audience: &"https://login.microsoftonline.com/t/oauth2/v2.0/token".parse().expect("an address"),
        certificate: &KEY.certificate,
        at: crate::support::time(crate::support::START),
        id: uuid::Uuid::nil(),
        proof: Proof::Pkcs1,
    };
    let text = assertion.sign(&KEY.private_key).expect("signed");
    let header = decode_header(text.as_str()).expect("a JWT");
    assert_eq!(header.alg, Algorithm::RS256, "with its own thumbprint");
    let thumbprint = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA1_FOR_LEGACY_USE_ONLY, &KEY.certificate);
    assert_eq!(header.x5t, Some(URL_SAFE_NO_PAD.encode(thumbprint)), "SHA-1");
    claims(&text, Algorithm::RS256);
}

#[tokio::test]
async fn a_missing_key_and_a_locked_keychain_are_told_apart_and_nothing_is_sent() {
    let (service, _, keychain, tokens) = source().await;
    keychain.fail(Some(KeychainError::Locked));
    let locked = tokens.graph(&credential(), false).await.err();
    assert_eq!(locked, Some(TokenError::Keychain(KeychainError::Locked)), "unlock it and try again");
    keychain.fail(None);
    keychain.delete(credential().proof.keychain_account()).await.expect("gone");
    let gone = tokens.graph(&credential(), false).await.err();
    let entry = KeychainError::NoEntry(credential().proof.keychain_account().to_owned());
    assert_eq!(gone, Some(TokenError::Keychain(entry)), "this computer does not hold the key");
    keychain.put(credential().proof.keychain_account(), &Secret::new(b"rubbish".to_vec())).await.expect("kept");
    let broken = tokens.graph(&credential(), false).await.err();
    assert!(
        matches!(broken, Some(TokenError::Keychain(KeychainError::Other(_)))),
        "{broken:?} must say the key is bad"
    );
    assert_eq!(service.asked(), 0, "without a proof nothing is asked");
}

#[tokio::test]
async fn a_secret_is_posted_in_the_body_and_no_assertion_beside_it() {
    let (service, _, keychain, tokens) = source().await;
    let proof = AppProof::Secret { keychain_account: "tenant/set-up/client_secret/1".to_owned() };
    keychain.put(proof.keychain_account(), &Secret::new(b"a+b&c=~".to_vec())).await.expect("it is kept");
    let by_secret = AppCredential { proof, ..credential() };
    let token = tokens.graph(&by_secret, false).await.expect("a token").text.expose().to_owned();
    let form = service.last_form();
    assert_eq!(form["client_secret"], "a+b&c=~", "encoded and decoded as a form does it");
    assert!(!form.contains_key("client_assertion"), "one proof, not two");
    let by_key = tokens.graph(&credential(), false).await.expect("a token").text.expose().to_owned();
    assert_ne!(token, by_key, "a token is kept per proof");
    keychain.put(by_secret.proof.keychain_account(), &Secret::new(vec![0xff])).await.expect("it is kept");
    let broken = tokens.graph(&by_secret, true).await.err();
    assert!(matches!(broken, Some(TokenError::Keychain(KeychainError::Other(_)))), "{broken:?} says that it is bad");
}
