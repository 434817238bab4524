//! Microsoft's own example bodies: requests are taken in the right state, refusals can be brought about word for word.

use std::path::Path;

use serde_json::{Value, json};

use crate::graph_support::{ALEX, ALL_SCOPES, LEE, MIA, Reply, World, certificate, key};

fn example(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("contracts/examples").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The same code and message as the example; ids that differ are given as pairs.
#[track_caller]
fn same_refusal(reply: &Reply, name: &str, ids: &[(&str, &str)]) {
    let example = example(name);
    let mut expected = example["error"]["message"].as_str().expect("a message").to_owned();
    for (theirs, ours) in ids {
        expected = expected.replace(theirs, ours);
    }
    assert_eq!(reply.code(), example["error"]["code"], "{name}: the code, in {}", reply.body);
    assert_eq!(reply.message(), expected, "{name}: the message");
    assert!(
        name.contains(&reply.status.as_u16().to_string()) || name.contains("onlinemeeting"),
        "{name}: {}",
        reply.status
    );
}

#[tokio::test]
async fn example_requests_about_applications_are_taken() {
    let world = World::well();
    let sam = world.sam();
    let made = sam.post("/applications", example("01-application-create.request.json")).await.expect(201);
    for name in example("02-application-create.response-201.json").as_object().expect("an object").keys() {
        assert!(made.body.get(name).is_some(), "the answer has `{name}` as Microsoft's example does");
    }
    let id = made.id();
    let add = format!("/applications/{id}/addPassword");
    let secret = sam.post(&add, example("05-application-addPassword.request.json")).await.expect(200).body;
    for name in example("06-application-addPassword.response-200.json").as_object().expect("an object").keys() {
        assert!(secret.get(name).is_some() || name == "@odata.context", "the secret has `{name}`");
    }
    let mut remove = example("08-application-removePassword.request.json");
    remove["keyId"] = secret["keyId"].clone();
    sam.post(&format!("/applications/{id}/removePassword"), remove).await.expect(204);
    let mut owner = example("09-application-owner-add-ref.request.json");
    let link = owner["@odata.id"].as_str().expect("a link").replace("{id}", &world.user_id(LEE));
    owner["@odata.id"] = json!(link);
    sam.post(&format!("/applications/{id}/owners/$ref"), owner).await.expect(204);
    let mut keys = example("55-keycredentials-patch.request.json");
    let entry = &mut keys["keyCredentials"][0];
    // The example's key is shortened, so ours stands there with its own dates.
    entry["key"] = key(&certificate(90))["key"].clone();
    entry["startDateTime"] = Value::Null;
    entry["endDateTime"] = Value::Null;
    sam.patch(&format!("/applications/{id}"), keys).await.expect(204);
    let path = format!("/applications(appId='{}')", made.body["appId"].as_str().expect("text"));
    sam.patch(&path, example("61-isDisabled-patch.request.json")).await.expect(204);
    sam.patch("/policies/defaultAppManagementPolicy", example("56-defaultAppManagementPolicy-patch.request.json"))
        .await
        .expect(204);
    world.assert_contract_kept();
}

#[tokio::test]
async fn example_requests_about_consent_are_taken() {
    let world = World::well();
    let sam = world.sam();
    let (_, app_id) = sam.application("x").await;
    let mut create = example("10-serviceprincipal-create.request.json");
    create["appId"] = json!(app_id);
    let sp = sam.post("/servicePrincipals", create).await.expect(201).id();
    let graph = world.sp_id(emulator::state::well_known::GRAPH);
    let mut assign = example("13-approleassignment-create.request.json");
    assign["principalId"] = json!(sp);
    assign["resourceId"] = json!(graph);
    assign["appRoleId"] = json!(world.graph_role("User.Read.All"));
    let made = sam.post(&format!("/servicePrincipals/{graph}/appRoleAssignedTo"), assign).await.expect(201);
    for name in example("14-approleassignment-create.response-201.json").as_object().expect("an object").keys() {
        assert!(made.body.get(name).is_some(), "the assignment has `{name}`");
    }
    let mut grant = example("57-oauth2permissiongrant-create.request.json");
    grant["clientId"] = json!(sp);
    grant["resourceId"] = json!(graph);
    let id = sam.post("/oauth2PermissionGrants", grant).await.expect(201).id();
    let change = example("17-oauth2permissiongrant-update.request.json");
    sam.patch(&format!("/oauth2PermissionGrants/{id}"), change).await.expect(204);
    let meeting = example("18-onlinemeeting-create.request.json");
    world.person(MIA, ALL_SCOPES).post("/me/onlineMeetings", meeting).await.expect(201);
    let found = sam.get("/admin/teams/policy/getPolicyId(type='TeamsMeetingPolicy',name='AllOn')").await.expect(200);
    let mut assign = example("53-teamspolicy-assign.request.json");
    let entry = &mut assign["value"][0];
    entry["userId"] = json!(world.user_id(MIA));
    entry["policyType"] = json!("TeamsMeetingPolicy");
    entry["policyId"] = found.items()[0]["policyId"].clone();
    sam.post("/admin/teams/policy/userAssignments/assign", assign).await.expect(204);
    let batch = sam.post("/$batch", example("40-batch.request.json")).await.expect(200);
    let parts = batch.body["responses"].as_array().expect("answers").clone();
    assert!(
        parts.len() == 4 && parts.iter().all(|part| part["status"] == 501),
        "four calls that nobody imitates: {parts:?}"
    );
}

#[tokio::test]
async fn example_refusals_can_be_brought_about() {
    let world = World::well();
    let sam = world.sam();
    let (id, app_id, sp) = sam.integration("x").await;
    let path = format!("/applications/{id}");

    let denied = world.person(ALEX, ALL_SCOPES).give(&sp, "User.Read.All").await;
    same_refusal(&denied, "50-insufficient-privileges.error-403.json", &[]);

    sam.give(&sp, "OnlineMeetings.ReadWrite.All").await.expect(201);
    let meeting = json!({ "subject": "x" });
    let refused = world.app(&app_id).post(&format!("/users/{}/onlineMeetings", world.user_id(MIA)), meeting).await;
    same_refusal(&refused, "44-onlinemeeting-no-application-access-policy.error-observed.json", &[]);

    world.arrange(|tenant| tenant.oddities.old_meeting_refusal = true);
    let meeting = json!({ "subject": "x" });
    let refused = world.app(&app_id).post(&format!("/users/{}/onlineMeetings", world.user_id(MIA)), meeting).await;
    let ids = [("<app_ID_redacted>", app_id.as_str()), ("<user_ID_redacted>", &world.user_id(MIA))];
    same_refusal(&refused.expect(403), "43-onlinemeeting-no-application-access-policy.error-old-doc.json", &ids);

    let scope =
        json!({ "id": "aaaaaaaa-0000-4000-8000-000000000001", "value": "a", "type": "User", "isEnabled": true });
    let clients = json!([{ "appId": "x", "delegatedPermissionIds": ["aaaaaaaa-0000-4000-8000-000000000001"] }]);
    let early = sam.patch(&path, json!({ "api": { "preAuthorizedApplications": clients } })).await;
    same_refusal(&early, "45-preauthorized-scope-not-yet-present.error-400.json", &[]);
    sam.patch(&path, json!({ "api": { "oauth2PermissionScopes": [scope] } })).await.expect(204);
    let gone = sam.patch(&path, json!({ "api": { "oauth2PermissionScopes": [] } })).await;
    same_refusal(&gone, "46-enabled-scope-cannot-be-removed.error-400.json", &[]);

    let graph = world.sp_id(emulator::state::well_known::GRAPH);
    let grant = json!({ "clientId": sp, "consentType": "AllPrincipals", "resourceId": graph, "scope": "User.Read" });
    sam.post("/oauth2PermissionGrants", grant.clone()).await.expect(201);
    let twice = sam.post("/oauth2PermissionGrants", grant).await;
    same_refusal(&twice, "58-permission-entry-already-exists.error-409.json", &[]);
    let twice = sam.post("/servicePrincipals", json!({ "appId": app_id })).await;
    let theirs = "8e85ac55-d0bd-4e2f-96e9-0723b0ab703a";
    same_refusal(&twice, "59-service-principal-name-in-use.error-409.json", &[(theirs, &app_id)]);

    world.arrange(|tenant| tenant.oddities.concurrency_window_ms = 500);
    sam.patch(&path, json!({ "notes": "1" })).await;
    let quick = sam.post(&format!("{path}/addPassword"), json!({})).await;
    same_refusal(&quick, "47-directory-concurrency-violation.error-409.json", &[]);
    world.arrange(|tenant| {
        tenant.oddities.concurrency_window_ms = 0;
        let policy = &mut tenant.policies.default_app_management;
        policy.insert("isEnabled".to_owned(), json!(true));
        policy["applicationRestrictions"]["passwordCredentials"] =
            json!([{ "restrictionType": "passwordLifetime", "state": "enabled", "maxLifetime": "P90D" }]);
    });
    let long = sam.post(&format!("{path}/addPassword"), json!({})).await;
    let ours =
        world.emulator.read(|tenant| tenant.policies.default_app_management["id"].as_str().expect("text").to_owned());
    let theirs = "538f1913-366a-440a-95a0-e195cb55b282";
    same_refusal(&long, "60-credential-lifetime-exceeds-policy.error-400.json", &[(theirs, &ours)]);

    world.arrange(|tenant| tenant.skus.clear());
    same_refusal(&sam.get("/auditLogs/signIns").await, "49-signins-no-premium.error-403.json", &[]);
}
