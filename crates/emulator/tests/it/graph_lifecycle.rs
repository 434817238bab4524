//! Owners, secrets, deletion, and what changes leave in the log.

use emulator::state::roles;
use serde_json::{Value, json};

use crate::graph_support::{ALEX, ALL_SCOPES, LEE, World};

#[tokio::test]
async fn deleting_is_soft_and_the_service_principal_is_restored_by_itself() {
    let world = World::well();
    let sam = world.sam();
    let (id, app_id, sp) = sam.integration("x").await;
    sam.give(&sp, "User.Read.All").await.expect(201);
    sam.delete(&format!("/applications/{id}")).await.expect(204);
    sam.get(&format!("/applications/{id}")).await.refused(404, "Request_ResourceNotFound");
    sam.get(&format!("/servicePrincipals/{sp}")).await.refused(404, "Request_ResourceNotFound");
    let gone = sam.get("/directory/deletedItems/microsoft.graph.application").await.expect(200);
    assert_eq!(gone.items()[0]["deletedDateTime"], "2026-11-21T09:00:00Z", "it says when");
    let back = sam.call("POST", &format!("/directory/deletedItems/{id}/restore"), &[], None).await.expect(200);
    assert_eq!(back.body["appId"], app_id.as_str(), "the whole object");
    sam.get(&format!("/servicePrincipals(appId='{app_id}')")).await.refused(404, "Request_ResourceNotFound");
    sam.call("POST", &format!("/directory/deletedItems/{sp}/restore"), &[], None).await.expect(200);
    let given = sam.get(&format!("/servicePrincipals/{sp}/appRoleAssignments")).await.expect(200);
    assert!(given.items().is_empty(), "what was granted is gone");
    world.assert_contract_kept();
}

#[tokio::test]
async fn owners_may_restore_but_not_remove_for_good() {
    let world = World::well();
    let lee = world.person(LEE, ALL_SCOPES);
    let (id, _) = lee.application("Lee's").await;
    lee.delete(&format!("/applications/{id}")).await.expect(204);
    lee.delete(&format!("/directory/deletedItems/{id}")).await.refused(403, "Authorization_RequestDenied");
    lee.call("POST", &format!("/directory/deletedItems/{id}/restore"), &[], None).await.expect(200);
    lee.delete(&format!("/applications/{id}")).await.expect(204);
    world.advance(31 * 86_400);
    let alex = world.person(ALEX, ALL_SCOPES);
    alex.delete(&format!("/directory/deletedItems/{id}")).await.refused(404, "Request_ResourceNotFound");
}

#[tokio::test]
async fn owners_are_added_and_taken_by_reference() {
    let world = World::well();
    let sam = world.sam();
    let (id, _) = sam.application("x").await;
    let lee = world.user_id(LEE);
    let link = json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/directoryObjects/{lee}") });
    let path = format!("/applications/{id}/owners/$ref");
    sam.post(&path, link.clone()).await.expect(204);
    let reply = sam.post(&path, link).await.refused(400, "Request_BadRequest");
    assert!(reply.message().contains("'owners'"), "{}", reply.message());
    sam.delete(&format!("/applications/{id}/owners/{lee}/$ref")).await.expect(204);
    let bound = json!({ "displayName": "y", "owners@odata.bind": [format!("https://graph.microsoft.com/v1.0/directoryObjects/{lee}")] });
    let made = world.person(ALEX, ALL_SCOPES).post("/applications", bound).await.expect(201);
    let owners = sam.get(&format!("/applications/{}/owners", made.id())).await.expect(200);
    assert_eq!(owners.items().len(), 1, "Lee, and no administrator beside");
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_secret_is_shown_once() {
    let world = World::well();
    let sam = world.sam();
    let (id, _) = sam.application("x").await;
    let body = json!({ "passwordCredential": { "displayName": "main", "endDateTime": "2027-01-01T00:00:00Z" } });
    let made = sam.post(&format!("/applications/{id}/addPassword"), body).await.expect(200).body;
    let text = made["secretText"].as_str().expect("the secret");
    assert!(text.starts_with(made["hint"].as_str().expect("a hint")), "the hint is its beginning");
    let read = sam.get(&format!("/applications/{id}")).await.expect(200).body;
    assert_eq!(read["passwordCredentials"][0]["secretText"], Value::Null, "never again");
    let kept = world.emulator.read(|tenant| serde_json::to_string(tenant).expect("JSON"));
    assert!(!kept.contains(text), "the tenant keeps a digest only");
    let key_id = json!({ "keyId": made["keyId"] });
    sam.post(&format!("/applications/{id}/removePassword"), key_id.clone()).await.expect(204);
    sam.post(&format!("/applications/{id}/removePassword"), key_id).await.refused(400, "Request_BadRequest");
    let default = sam.post(&format!("/applications/{id}/addPassword"), json!({})).await.expect(200).body;
    assert_eq!(default["endDateTime"], "2028-11-21T09:00:00Z", "two years when nothing is said");
    let direct = json!({ "passwordCredentials": [{ "displayName": "by patch" }] });
    sam.patch(&format!("/applications/{id}"), direct).await.refused(400, "Request_BadRequest");
    world.assert_contract_kept();
}

#[tokio::test]
async fn every_change_is_in_the_audit_log_with_its_name() {
    let world = World::well();
    let sam = world.sam();
    let (id, _, sp) = sam.integration("x").await;
    sam.give(&sp, "OnlineMeetings.ReadWrite.All").await.expect(201);
    sam.post(&format!("/applications/{id}/addPassword"), json!({})).await.expect(200);
    let names = |items: &[Value]| -> Vec<String> {
        items.iter().map(|one| one["activityDisplayName"].as_str().expect("text").to_owned()).collect()
    };
    let all = sam.get("/auditLogs/directoryAudits").await.expect(200);
    assert_eq!(
        names(all.items()),
        [
            "Update application – Certificates and secrets management ",
            "Add app role assignment to service principal",
            "Add service principal",
            "Add application",
        ],
        "newest first; with an EN DASH and a blank at the end"
    );
    let granted = &all.items()[1];
    assert_eq!(granted["initiatedBy"]["user"]["userPrincipalName"], "sam@practice.handrail.example", "who");
    let property = &granted["targetResources"][0]["modifiedProperties"][0];
    assert_eq!(property["newValue"], "\"OnlineMeetings.ReadWrite.All\"", "values are JSON in text");
    let filter = format!("activityDateTime ge 2026-11-21T08:00:00Z and targetResources/any(t:t/id eq '{id}')");
    let mine = sam.get(&format!("/auditLogs/directoryAudits?$filter={filter}")).await.expect(200);
    assert_eq!(mine.items().len(), 2, "the application's own");
    let starting =
        sam.get("/auditLogs/directoryAudits?$filter=startswith(activityDisplayName,'Update application')").await;
    assert_eq!(starting.expect(200).items().len(), 1, "by the beginning of the name");
    world.arrange(|tenant| tenant.oddities.log_delay_seconds = 120);
    sam.delete(&format!("/applications/{id}")).await.expect(204);
    let now = sam.get("/auditLogs/directoryAudits").await.expect(200).items().len();
    assert_eq!(now, 0, "and entries take their time");
    world.advance(120);
    assert!(sam.get("/auditLogs/directoryAudits").await.expect(200).items().len() > 4, "until they are there");
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_developer_role_suffices_for_own_applications() {
    let world = World::well();
    world.arrange(|tenant| {
        tenant.policies.authorization["defaultUserRolePermissions"]["allowedToCreateApps"] = json!(false);
    });
    let id = world.user_id(LEE);
    world.arrange(|tenant| {
        tenant.users.get_mut(&id).expect("Lee").roles.insert(roles::APPLICATION_DEVELOPER.to_owned());
    });
    let lee = world.person(LEE, ALL_SCOPES);
    let (_, app_id) = lee.application("mine").await;
    lee.post("/servicePrincipals", json!({ "appId": app_id })).await.expect(201);
    let (_, foreign) = world.sam().application("not mine").await;
    lee.post("/servicePrincipals", json!({ "appId": foreign })).await.refused(403, "Authorization_RequestDenied");
}
