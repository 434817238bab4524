//! `addKey` and `removeKey`: an application rolls its own certificates with a proof.

use std::time::Duration;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::RSA_PKCS1_SHA256;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use domain::Timestamp;
use emulator::entra;
use serde_json::{Value, json};

use crate::graph_support::{ALL_SCOPES, Reply, SAM, World, certificate, key};
use crate::support::START;

const AUDIENCE: &str = "00000002-0000-0000-c000-000000000000";

pub struct Holder {
    pkcs8: Vec<u8>,
    der: Vec<u8>,
}

/// A certificate of a year, with its key.
pub fn holder() -> Holder {
    let start = Timestamp::parse(START).expect("a time");
    let (pkcs8, der) =
        entra::certificate("Old", start, start + Duration::from_secs(365 * 86_400)).expect("a certificate");
    Holder { pkcs8, der }
}

impl Holder {
    fn sign(&self, claims: &Value) -> String {
        let pair = KeyPair::from_pkcs8(&self.pkcs8).expect("a key");
        let header = json!({ "alg": "RS256", "typ": "JWT" });
        let signed =
            format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()));
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature).expect("signs");
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    pub fn proof(&self, object: &str) -> String {
        self.sign(&claims(object))
    }
}

fn claims(object: &str) -> Value {
    let now = Timestamp::parse(START).expect("a time").unix();
    json!({ "aud": AUDIENCE, "iss": object, "nbf": now, "exp": now + 600 })
}

/// An application with that certificate: object id, client id, service principal.
pub async fn app_with(world: &World, holder: &Holder) -> (String, String, String) {
    let sam = world.sam();
    let ids = sam.integration("Roller").await;
    let keys = json!({ "keyCredentials": [key(&holder.der)] });
    sam.patch(&format!("/applications/{}", ids.0), keys).await.expect(204);
    ids
}

pub fn addition(proof: &str, der: &[u8]) -> Value {
    json!({ "keyCredential": key(der), "passwordCredential": null, "proof": proof })
}

pub async fn add(world: &World, app_id: &str, id: &str, body: Value) -> Reply {
    world.app(app_id).post(&format!("/applications/{id}/addKey"), body).await
}

#[tokio::test]
async fn an_application_rolls_its_own_certificate() {
    let world = World::well();
    let old = holder();
    let (id, app_id, _) = app_with(&world, &old).await;
    let new = certificate(90);
    let added = add(&world, &app_id, &id, addition(&old.proof(&id), &new)).await.expect(200).body;
    assert_eq!((&added["type"], &added["usage"]), (&json!("AsymmetricX509Cert"), &json!("Verify")), "as it was sent");
    assert_eq!(added["key"], Value::Null, "the certificate does not come back");
    let path = format!("/applications/{id}?$select=keyCredentials");
    let keys = world.sam().get(&path).await.expect(200).body["keyCredentials"].as_array().expect("keys").clone();
    assert_eq!(keys.len(), 2, "the old one stays");
    assert_eq!(keys[1]["key"], STANDARD.encode(&new), "beside the new one");
    let removal = json!({ "keyId": keys[0]["keyId"], "proof": old.proof(&id) });
    let remove = format!("/applications/{id}/removeKey");
    world.app(&app_id).post(&remove, removal.clone()).await.expect(204);
    world.app(&app_id).post(&remove, removal).await.refused(401, "Authentication_MissingOrMalformed");
    let audits = world.sam().get("/auditLogs/directoryAudits").await.expect(200);
    let entry = &audits.items()[0];
    assert_eq!(
        entry["activityDisplayName"], "Update application \u{2013} Certificates and secrets management ",
        "audited"
    );
    assert_eq!(entry["initiatedBy"]["app"]["appId"], app_id.as_str(), "as done by itself");
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_service_principal_has_keys_of_its_own() {
    let world = World::well();
    let old = holder();
    let (_, app_id, sp) = app_with(&world, &old).await;
    let path = format!("/servicePrincipals/{sp}/addKey");
    let body = addition(&old.proof(&sp), &certificate(90));
    world.app(&app_id).post(&path, body.clone()).await.refused(401, "Authentication_MissingOrMalformed");
    let credential = emulator::state::key_credential(&old.der, "0aaaaaaa-0000-4000-8000-000000000001", "own");
    world.arrange(|tenant| {
        let mut object = tenant.service_principals.current(&sp).expect("there").clone();
        object.json.insert("keyCredentials".to_owned(), json!([credential.expect("a certificate")]));
        tenant.service_principals.seed(sp.clone(), object);
    });
    let added = world.app(&app_id).post(&path, body).await.expect(200).body;
    let removal = json!({ "keyId": added["keyId"], "proof": old.proof(&sp) });
    world.app(&app_id).post(&format!("/servicePrincipals/{sp}/removeKey"), removal).await.expect(204);
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_bad_proof_is_always_refused_in_the_same_words() {
    let world = World::well();
    let old = holder();
    let (id, app_id, sp) = app_with(&world, &old).await;
    let with = |name: &str, value: Value| {
        let mut changed = claims(&id);
        changed[name] = value;
        old.sign(&changed)
    };
    let now = Timestamp::parse(START).expect("a time").unix();
    let mut tampered = old.proof(&id);
    tampered.replace_range(tampered.len() - 4.., "AAAA");
    let bad = [
        String::new(),
        "eyJ0eXAiOiJ...".to_owned(),
        tampered,
        holder().proof(&id),
        with("aud", json!("00000003-0000-0000-c000-000000000000")),
        with("iss", json!(app_id)),
        with("iss", json!(sp)),
        with("exp", json!(now + 601)),
        with("exp", json!(null)),
        with("nbf", json!(now + 1_000)),
        with("nbf", json!(now - 2_000)),
        with("nbf", json!("today")),
    ];
    for proof in bad {
        let reply = add(&world, &app_id, &id, addition(&proof, &certificate(90))).await;
        let reply = reply.refused(401, "Authentication_MissingOrMalformed");
        assert_eq!(reply.message(), "Access Token missing or malformed.", "of {proof}");
    }
    world.assert_contract_kept();
}

#[tokio::test]
async fn without_a_living_certificate_there_is_no_proof() {
    let world = World::well();
    let old = holder();
    let (id, app_id, _) = world.sam().integration("Without").await;
    let refused = "Authentication_MissingOrMalformed";
    add(&world, &app_id, &id, addition(&old.proof(&id), &certificate(90))).await.refused(401, refused);
    let (id, app_id, _) = app_with(&world, &old).await;
    world.advance(366 * 86_400);
    let now = world.emulator.now().unix();
    let late = old.sign(&json!({ "aud": AUDIENCE, "iss": id, "nbf": now, "exp": now + 600 }));
    add(&world, &app_id, &id, addition(&late, &certificate(900))).await.refused(401, refused);
}

#[tokio::test]
async fn only_the_application_itself_may() {
    let world = World::well();
    let old = holder();
    let (id, _, _) = app_with(&world, &old).await;
    let body = addition(&old.proof(&id), &certificate(90));
    let path = format!("/applications/{id}/addKey");
    let denied = "Authorization_RequestDenied";
    world.person(SAM, ALL_SCOPES).post(&path, body.clone()).await.refused(403, denied);
    let (_, other, sp) = world.sam().integration("Another").await;
    world.sam().give(&sp, "Application.ReadWrite.All").await.expect(201);
    add(&world, &other, &id, body).await.refused(403, denied);
    world.assert_contract_kept();
}

#[tokio::test]
async fn type_usage_and_password_have_to_fit() {
    let world = World::well();
    let old = holder();
    let (id, app_id, _) = app_with(&world, &old).await;
    let proof = old.proof(&id);
    let with = |kind: &str, usage: &str, key: Value, password: Value| {
        json!({
            "keyCredential": { "type": kind, "usage": usage, "key": key },
            "passwordCredential": password,
            "proof": proof,
        })
    };
    let (der, secret) = (json!(STANDARD.encode(certificate(90))), json!({ "secretText": "MKTr0w1" }));
    for body in [
        with("AsymmetricX509Cert", "Sign", der.clone(), Value::Null),
        with("AsymmetricX509Cert", "Verify", der.clone(), secret.clone()),
        with("AsymmetricX509Cert", "Verify", json!("AAAA"), Value::Null),
        with("X509CertAndPassword", "Sign", der.clone(), Value::Null),
        with("X509CertAndPassword", "Verify", der.clone(), secret.clone()),
        with("X509CertAndPassword", "Sign", json!("AAAA"), secret.clone()),
        with("Symmetric", "Verify", der.clone(), Value::Null),
        json!({ "keyCredential": { "type": "AsymmetricX509Cert" } }),
    ] {
        add(&world, &app_id, &id, body).await.refused(400, "Request_BadRequest");
    }
    let added = add(&world, &app_id, &id, with("X509CertAndPassword", "Sign", der, secret)).await.expect(200);
    let missing = json!({ "keyId": "99999999-9999-4999-8999-999999999999", "proof": proof });
    let remove = format!("/applications/{id}/removeKey");
    let reply = world.app(&app_id).post(&remove, missing).await.refused(400, "Request_BadRequest");
    assert!(reply.message().contains("No key credential found"), "which is not there");
    let removal = json!({ "keyId": added.body["keyId"], "proof": proof });
    world.app(&app_id).post(&remove, removal).await.expect(204);
}

#[tokio::test]
async fn the_tenants_policy_holds_here_too() {
    let world = World::new("tenant-forbids-long-certificates");
    let old = holder();
    let (id, app_id, _) = world.sam().integration("Roller").await;
    let credential = emulator::state::key_credential(&old.der, "0aaaaaaa-0000-4000-8000-000000000001", "old");
    world.arrange(|tenant| {
        let mut object = tenant.applications.current(&id).expect("there").clone();
        object.json.insert("keyCredentials".to_owned(), json!([credential.expect("a certificate")]));
        tenant.applications.seed(id.clone(), object);
    });
    let reply = add(&world, &app_id, &id, addition(&old.proof(&id), &certificate(1_000))).await;
    reply.refused(400, "CredentialInvalidLifetimeAsPerAppPolicy");
    add(&world, &app_id, &id, addition(&old.proof(&id), &certificate(30))).await.expect(200);
}
