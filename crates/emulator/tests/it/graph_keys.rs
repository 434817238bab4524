//! Certificates of applications, and what the tenant's policy makes of credentials.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use emulator::state::thumbprint;
use serde_json::{Value, json};

use crate::graph_support::{World, certificate, key};

#[tokio::test]
async fn a_certificate_is_taken_with_its_own_dates_and_thumbprint() {
    let world = World::well();
    let sam = world.sam();
    let (id, _) = sam.application("x").await;
    let path = format!("/applications/{id}");
    let der = certificate(90);
    sam.patch(&path, json!({ "keyCredentials": [key(&der)] })).await.expect(204);
    let read = sam.get(&path).await.expect(200).body;
    let entry = &read["keyCredentials"][0];
    assert_eq!(entry["key"], Value::Null, "the key itself is not answered by the way");
    assert_eq!(entry["startDateTime"], "2026-11-21T09:00:00Z", "the certificate's");
    assert_eq!(entry["endDateTime"], "2027-02-19T09:00:00Z", "the certificate's");
    assert_eq!(entry["customKeyIdentifier"], STANDARD.encode(thumbprint(&der)), "SHA-1");
    let whole = sam.get(&format!("{path}?$select=id,keyCredentials")).await.expect(200).body;
    assert_eq!(whole["keyCredentials"][0]["key"], STANDARD.encode(&der), "with $select on a single object");
    let listed = sam.get("/applications?$select=keyCredentials").await.expect(200);
    assert_eq!(listed.items()[0]["keyCredentials"][0]["key"], Value::Null, "never in a list");
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_patch_replaces_the_whole_collection() {
    let world = World::well();
    let sam = world.sam();
    let (id, _) = sam.application("x").await;
    let path = format!("/applications/{id}");
    let (one, two) = (certificate(90), certificate(120));
    sam.patch(&path, json!({ "keyCredentials": [key(&one)] })).await.expect(204);
    let kept = sam.get(&path).await.expect(200).body["keyCredentials"][0].clone();
    assert_eq!(kept["key"], Value::Null, "read without its key");
    sam.patch(&path, json!({ "keyCredentials": [kept, key(&two)] })).await.expect(204);
    let both = sam.get(&format!("{path}?$select=keyCredentials")).await.expect(200).body;
    let keys: Vec<&str> =
        both["keyCredentials"].as_array().expect("keys").iter().map(|one| one["key"].as_str().expect("text")).collect();
    assert_eq!(
        keys,
        [STANDARD.encode(&one), STANDARD.encode(&two)],
        "sent back with its id and no key, the old one stays"
    );
    sam.patch(&path, json!({ "keyCredentials": [key(&two)] })).await.expect(204);
    let left = sam.get(&path).await.expect(200).body["keyCredentials"].as_array().expect("keys").len();
    assert_eq!(left, 1, "what is left out is gone, somebody else's too");
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_known_entry_may_not_change() {
    let world = World::well();
    let sam = world.sam();
    let (id, _) = sam.application("x").await;
    let path = format!("/applications/{id}");
    sam.patch(&path, json!({ "keyCredentials": [key(&certificate(90))] })).await.expect(204);
    let entry = sam.get(&path).await.expect(200).body["keyCredentials"][0].clone();
    let key_id = entry["keyId"].as_str().expect("text").to_owned();
    for (name, value) in [
        ("endDateTime", json!("2027-02-19T09:00:00.000Z")),
        ("endDateTime", json!("2027-01-01T00:00:00Z")),
        ("displayName", json!("another")),
        ("key", json!(STANDARD.encode(certificate(30)))),
    ] {
        let mut changed = entry.clone();
        changed[name] = value;
        let reply = sam.patch(&path, json!({ "keyCredentials": [changed] })).await.refused(400, "Request_BadRequest");
        let expected = format!("Update to existing credential with KeyId '{key_id}' is not allowed.");
        assert_eq!(reply.message(), expected, "even a date written otherwise: {name}");
    }
    sam.patch(&path, json!({ "keyCredentials": [entry] })).await.expect(204);
    world.assert_contract_kept();
}

#[tokio::test]
async fn wrong_entries_are_refused_in_microsofts_words() {
    let world = World::well();
    let sam = world.sam();
    let (id, _) = sam.application("x").await;
    let path = format!("/applications/{id}");
    let der = certificate(90);
    let with = |name: &str, value: Value| {
        let mut entry = key(&der);
        entry[name] = value;
        json!({ "keyCredentials": [entry] })
    };
    let reply = sam.patch(&path, with("usage", json!("Encrypt"))).await.refused(400, "Request_BadRequest");
    assert_eq!(
        reply.message(),
        "The value for the property \"usage\" in one of your credentials is invalid. Acceptable values are Sign, Verify.",
        "usage"
    );
    let reply = sam.patch(&path, with("endDateTime", json!("2027-02-19T10:00:00Z"))).await;
    let reply = reply.refused(400, "KeyCredentialsInvalidEndDate");
    assert_eq!(reply.message(), "Key credential end date is invalid.", "later than the certificate's own");
    sam.patch(&path, with("startDateTime", json!("2026-11-20T00:00:00Z")))
        .await
        .refused(400, "KeyCredentialsInvalidStartDate");
    sam.patch(&path, with("key", json!("AAAA"))).await.refused(400, "Request_BadRequest");
    sam.patch(&path, with("type", json!("Symmetric"))).await.refused(400, "Request_BadRequest");
    let pem = format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----", STANDARD.encode(&der));
    sam.patch(&path, with("key", json!(STANDARD.encode(pem)))).await.refused(400, "Request_BadRequest");
    world.advance(91 * 86_400);
    let later = world.sam();
    later.patch(&path, with("displayName", json!("old"))).await.refused(400, "KeyCredentialsInvalidEndDate");
}

#[tokio::test]
async fn the_tenants_policy_limits_how_long_a_credential_lives() {
    let world = World::new("tenant-forbids-long-certificates");
    let sam = world.sam();
    let (id, _) = sam.application("x").await;
    let path = format!("/applications/{id}");
    let policy = sam.get("/policies/defaultAppManagementPolicy").await.expect(200).body;
    let rules = policy["applicationRestrictions"]["keyCredentials"].as_array().expect("rules").clone();
    assert_eq!(rules[0]["restrictionType"], "asymmetricKeyLifetime", "the limit can be read");
    let reply = sam.patch(&path, json!({ "keyCredentials": [key(&certificate(1_000))] })).await;
    let reply = reply.refused(400, "CredentialInvalidLifetimeAsPerAppPolicy");
    let id = policy["id"].as_str().expect("an id");
    assert!(reply.message().contains(&format!("'{id}'")), "it names the policy: {}", reply.message());
    sam.patch(&path, json!({ "keyCredentials": [key(&certificate(30))] })).await.expect(204);
    world.assert_contract_kept();
}

fn restrict(world: &World, kind: &str, rule: &str) {
    world.arrange(|tenant| {
        let policy = &mut tenant.policies.default_app_management;
        policy.insert("isEnabled".to_owned(), json!(true));
        policy["applicationRestrictions"][kind] =
            json!([{ "restrictionType": rule, "state": "enabled", "maxLifetime": null }]);
    });
}

#[tokio::test]
async fn secrets_can_be_forbidden_and_certificates_bound_to_an_authority() {
    let world = World::well();
    let sam = world.sam();
    let (id, _) = sam.application("x").await;
    restrict(&world, "passwordCredentials", "passwordAddition");
    let add = format!("/applications/{id}/addPassword");
    sam.post(&add, json!({})).await.refused(400, "CredentialTypeNotAllowedAsPerAppPolicy");
    restrict(&world, "keyCredentials", "trustedCertificateAuthority");
    let policy = sam.get("/policies/defaultAppManagementPolicy").await.expect(200).body;
    let shown = &policy["applicationRestrictions"]["keyCredentials"][0]["restrictionType"];
    assert_eq!(shown, "unknownFutureValue", "v1.0 hides what it does not list");
    let headers = [("prefer", "include-unknown-enum-members")];
    let policy = sam.call("GET", "/policies/defaultAppManagementPolicy", &headers, None).await.expect(200).body;
    let shown = &policy["applicationRestrictions"]["keyCredentials"][0]["restrictionType"];
    assert_eq!(shown, "trustedCertificateAuthority", "unless it is asked for");
    let reply = sam.patch(&format!("/applications/{id}"), json!({ "keyCredentials": [key(&certificate(30))] })).await;
    reply.refused(400, "CredentialTypeNotAllowedAsPerAppPolicy");
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_policy_assigned_to_the_application_replaces_the_tenants() {
    let world = World::well();
    let sam = world.sam();
    let (id, _) = sam.application("x").await;
    restrict(&world, "passwordCredentials", "passwordAddition");
    let custom = "cccccccc-0000-4000-8000-000000000001";
    world.arrange(|tenant| {
        let policy = json!({ "id": custom, "displayName": "For one app", "isEnabled": true, "restrictions": {} });
        tenant.policies.app_management.insert(custom.to_owned(), policy.as_object().expect("an object").clone());
    });
    let assigned = format!("/applications/{id}/appManagementPolicies");
    assert!(sam.get(&assigned).await.expect(200).items().is_empty(), "none yet");
    let link =
        json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/policies/appManagementPolicies/{custom}") });
    sam.post(&format!("{assigned}/$ref"), link).await.expect(204);
    assert_eq!(sam.get(&assigned).await.expect(200).items()[0]["id"], custom, "one");
    sam.post(&format!("/applications/{id}/addPassword"), json!({})).await.expect(200);
    sam.delete(&format!("{assigned}/{custom}/$ref")).await.expect(204);
    let add = format!("/applications/{id}/addPassword");
    sam.post(&add, json!({})).await.refused(400, "CredentialTypeNotAllowedAsPerAppPolicy");
    world.assert_contract_kept();
}
