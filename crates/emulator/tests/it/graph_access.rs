//! Who may call what, and how Graph says no.

use emulator::entra;
use emulator::state::roles;
use emulator::state::well_known::{AZURE_CLI, TEAMS_ADMIN, TEAMS_POWERSHELL};
use serde_json::json;

use crate::graph_support::{ALEX, ALL_SCOPES, GIA, GWEN, LEE, ROBIN, SAM, TESS, World};

#[tokio::test]
async fn every_answer_carries_its_ids_and_date() {
    let world = World::well();
    let id = "0b6f3a0e-7d4f-4f6c-9e7b-3f6a4f3f5c11";
    let reply = world.sam().call("GET", "/me", &[("client-request-id", id)], None).await.expect(200);
    assert_eq!(reply.headers["client-request-id"], id, "the client's id comes back");
    assert!(uuid::Uuid::parse_str(reply.headers["request-id"].to_str().expect("text")).is_ok(), "ours is a GUID");
    assert_eq!(reply.headers["date"], "Sat, 21 Nov 2026 09:00:00 GMT", "the date is the clock's");
    let error = world.sam().get("/users/nobody@x.y").await.refused(404, "Request_ResourceNotFound");
    let inner = &error.body["error"]["innerError"];
    assert_eq!(inner["request-id"], error.headers["request-id"].to_str().expect("text"), "the body repeats it");
    assert_eq!(inner["date"], "2026-11-21T09:00:00", "without a zone, as Microsoft writes it");
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_token_must_be_ours_for_graph_and_alive() {
    let world = World::well();
    world.bearer("").get("/me").await.refused(401, "InvalidAuthenticationToken");
    let broken = format!("{}x", world.sam().token);
    let reply = world.bearer(&broken).get("/me").await.refused(401, "InvalidAuthenticationToken");
    assert!(reply.headers.contains_key("www-authenticate"), "401 says how to authenticate");
    let scope = format!("{TEAMS_ADMIN}/user_impersonation");
    let teams = entra::user_token(&world.emulator, SAM, TEAMS_POWERSHELL, &scope).expect("a token");
    let reply = world.bearer(&teams).get("/me").await.refused(401, "InvalidAuthenticationToken");
    assert!(reply.message().contains("audience"), "for another resource: {}", reply.message());
    let sam = world.sam();
    sam.get("/me").await.expect(200);
    world.advance(2 * 3_600);
    sam.get("/me").await.refused(401, "InvalidAuthenticationToken");
}

#[tokio::test]
async fn an_unknown_call_is_501_with_its_path() {
    let world = World::well();
    let reply = world.sam().get("/me/calendar/events").await.refused(501, "notImplemented");
    assert!(reply.message().contains("/v1.0/me/calendar/events"), "it names the path: {}", reply.message());
    world.sam().get("/beta/applications").await.refused(501, "notImplemented");
    world.sam().call("PUT", "/applications", &[], Some(json!({}))).await.refused(501, "notImplemented");
    world.sam().get("/teams").await.refused(501, "notImplemented");
}

#[tokio::test]
async fn the_old_alias_leads_to_the_same_place() {
    let world = World::well();
    let reply = world.sam().get("/v1.0/myorganization/organization").await.expect(200);
    assert_eq!(reply.items().len(), 1, "one organisation");
    world.assert_contract_kept();
}

#[tokio::test]
async fn the_scope_is_asked_before_the_role() {
    let world = World::well();
    world.person(SAM, "User.Read").get("/applications").await.refused(403, "Authorization_RequestDenied");
    world.person(SAM, "Application.Read.All").get("/applications").await.expect(200);
    let body = json!({ "displayName": "x" });
    world
        .person(SAM, "Application.Read.All")
        .post("/applications", body)
        .await
        .refused(403, "Authorization_RequestDenied");
    world.assert_contract_kept();
}

#[tokio::test]
async fn members_register_applications_only_while_the_tenant_lets_them() {
    let world = World::well();
    let lee = world.person(LEE, ALL_SCOPES);
    let made = lee.post("/applications", json!({ "displayName": "Lee's" })).await.expect(201);
    let owners = lee.get(&format!("/applications/{}/owners", made.id())).await.expect(200);
    assert_eq!(owners.items()[0]["id"], world.user_id(LEE), "the creator owns it");
    world.arrange(|tenant| {
        tenant.policies.authorization["defaultUserRolePermissions"]["allowedToCreateApps"] = json!(false);
    });
    lee.post("/applications", json!({ "displayName": "No" })).await.refused(403, "Authorization_RequestDenied");
    world.person(ALEX, ALL_SCOPES).post("/applications", json!({ "displayName": "Yes" })).await.expect(201);
    let guest = world.person(GIA, ALL_SCOPES);
    guest.post("/applications", json!({ "displayName": "No" })).await.refused(403, "Authorization_RequestDenied");
    world.assert_contract_kept();
}

#[tokio::test]
async fn an_application_administrator_is_not_made_owner() {
    let world = World::well();
    let alex = world.person(ALEX, ALL_SCOPES);
    let (id, _) = alex.application("by Alex").await;
    assert!(alex.get(&format!("/applications/{id}/owners")).await.expect(200).items().is_empty(), "no owner");
}

#[tokio::test]
async fn only_owners_and_application_administrators_change_an_application() {
    let world = World::well();
    let (id, _) = world.person(LEE, ALL_SCOPES).application("Lee's").await;
    let change = json!({ "notes": "changed" });
    let path = format!("/applications/{id}");
    world.person(TESS, ALL_SCOPES).patch(&path, change.clone()).await.refused(403, "Authorization_RequestDenied");
    world.person(GWEN, ALL_SCOPES).delete(&path).await.refused(403, "Authorization_RequestDenied");
    world.person(LEE, ALL_SCOPES).patch(&path, change.clone()).await.expect(204);
    world.person(ALEX, ALL_SCOPES).patch(&path, change).await.expect(204);
    world.assert_contract_kept();
}

#[tokio::test]
async fn roles_count_at_once_in_the_directory_and_after_a_new_token_in_the_reports() {
    let world = World::well();
    let lee = world.person(LEE, ALL_SCOPES);
    lee.get("/auditLogs/directoryAudits").await.refused(403, "Authentication_RequestFromUnsupportedUserRole");
    let id = world.user_id(LEE);
    world.arrange(|tenant| {
        let user = tenant.users.get_mut(&id).expect("Lee");
        user.roles.extend([roles::REPORTS_READER.to_owned(), roles::APPLICATION_ADMINISTRATOR.to_owned()]);
    });
    let reply = lee.get("/auditLogs/directoryAudits").await;
    let reply = reply.refused(403, "Authentication_RequestFromUnsupportedUserRole");
    assert_eq!(reply.message(), "User is not in the allowed roles", "the old token does not have the role");
    lee.get("/policies/defaultAppManagementPolicy").await.expect(200);
    world.person(LEE, ALL_SCOPES).get("/auditLogs/directoryAudits").await.expect(200);
    world.assert_contract_kept();
}

#[tokio::test]
async fn azure_clis_scope_stands_for_the_person_in_the_directory_only() {
    let world = World::well();
    let token = entra::user_token(&world.emulator, SAM, AZURE_CLI, "Directory.AccessAsUser.All").expect("a token");
    let sam = world.bearer(&token);
    sam.post("/applications", json!({ "displayName": "x" })).await.expect(201);
    sam.get("/policies/authorizationPolicy").await.refused(403, "Authorization_RequestDenied");
}

#[tokio::test]
async fn pim_hides_its_refusal_in_a_message() {
    let world = World::well();
    let path = "/roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser(on='principal')";
    let reply = world.person(ROBIN, "User.Read").get(path).await.refused(403, "UnknownError");
    let inner: serde_json::Value = serde_json::from_str(reply.message()).expect("JSON in the message");
    assert_eq!(inner["errorCode"], "PermissionScopeNotGranted", "the real code is inside");
}

#[tokio::test]
async fn app_only_callers_need_the_application_permission() {
    let world = World::well();
    let sam = world.sam();
    let (_, app_id, sp) = sam.integration("Reader").await;
    world.app(&app_id).get("/users").await.refused(403, "Authorization_RequestDenied");
    sam.give(&sp, "User.Read.All").await.expect(201);
    world.app(&app_id).get("/users").await.expect(200);
    world.app(&app_id).get("/me").await.refused(403, "Authorization_RequestDenied");
    world.assert_contract_kept();
}

#[tokio::test]
async fn owned_by_covers_only_what_the_app_owns() {
    let world = World::well();
    let sam = world.sam();
    let (_, app_id, sp) = sam.integration("Bootstrap").await;
    sam.give(&sp, "Application.ReadWrite.OwnedBy").await.expect(201);
    let (foreign, _) = sam.application("Somebody else's").await;
    let app = world.app(&app_id);
    let (own, _) = app.application("My own").await;
    app.patch(&format!("/applications/{own}"), json!({ "notes": "mine" })).await.expect(204);
    let reply = app.patch(&format!("/applications/{foreign}"), json!({ "notes": "mine" })).await;
    reply.refused(403, "Authorization_RequestDenied");
    world.assert_contract_kept();
}

#[tokio::test]
async fn throttling_and_outages_come_as_often_as_the_tenant_says() {
    let world = World::new("throttled");
    let sam = world.sam();
    let mut seen = Vec::new();
    for _ in 0..11 {
        seen.push(sam.get("/me").await);
    }
    let statuses: Vec<u16> = seen.iter().map(|reply| reply.status.as_u16()).collect();
    assert_eq!(statuses, [200, 200, 429, 200, 200, 429, 200, 200, 429, 200, 503], "every third, every eleventh");
    assert_eq!(seen[2].headers["retry-after"], "0.128", "a fraction of a second, as Graph writes it");
    assert_eq!(seen[2].code(), "TooManyRequests", "with Graph's error body");
    assert!(seen[10].headers.contains_key("retry-after"), "503 says when, too");
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_batch_is_many_requests_each_judged_by_itself() {
    let world = World::well();
    let sam = world.sam();
    let body = json!({ "requests": [
        { "id": "1", "method": "GET", "url": "/me?$select=id" },
        { "id": "2", "method": "GET", "url": "/users/nobody@x.y" },
        { "id": "3", "method": "POST", "url": "/applications", "body": { "displayName": "x" } },
        { "id": "4", "method": "POST", "url": "/applications", "headers": { "Content-Type": "application/json" },
          "body": { "displayName": "From a batch" } },
        { "id": "5", "method": "GET", "url": "/me", "dependsOn": ["2"] },
        { "id": "6", "method": "GET", "url": "/users/$count", "headers": { "ConsistencyLevel": "eventual" } },
    ] });
    let reply = sam.post("/$batch", body).await.expect(200);
    let responses = reply.body["responses"].as_array().expect("answers").clone();
    let of = |id: &str| responses.iter().find(|one| one["id"] == id).expect("an answer").clone();
    assert_eq!(responses[0]["id"], "6", "answers do not come in the order of the requests");
    assert_eq!(of("1")["status"], 200, "a read");
    assert_eq!(of("2")["status"], 404, "an error is its part's own");
    assert_eq!(of("3")["status"], 400, "a body needs its Content-Type");
    assert_eq!(of("4")["status"], 201, "a write");
    assert_eq!(of("5")["status"], 424, "it depended on a part that failed");
    assert_eq!(of("6")["status"], 200, "headers of the part count");
    let many: Vec<_> = (0..21).map(|id| json!({ "id": id.to_string(), "method": "GET", "url": "/me" })).collect();
    sam.post("/$batch", json!({ "requests": many })).await.expect(400);
    let requests = world.emulator.requests();
    assert!(requests[0].write, "a batch with a write is a write");
    sam.post("/$batch", json!({ "requests": [{ "id": "1", "method": "GET", "url": "/me" }] })).await.expect(200);
    let last = world.emulator.requests().pop().expect("a request");
    assert!(!last.write, "a batch that only reads is none");
    assert_eq!(last.caller, SAM, "the log says who");
}

#[tokio::test]
async fn each_part_of_a_batch_is_throttled_by_itself() {
    let world = World::well();
    world.arrange(|tenant| tenant.oddities.throttle_every = 3);
    let parts: Vec<_> = (0..4).map(|id| json!({ "id": id.to_string(), "method": "GET", "url": "/me" })).collect();
    let reply = world.sam().post("/$batch", json!({ "requests": parts })).await.expect(200);
    let responses = reply.body["responses"].as_array().expect("answers");
    let refused: Vec<_> = responses.iter().filter(|one| one["status"] == 429).collect();
    assert_eq!(refused.len(), 1, "one of the four");
    assert_eq!(refused[0]["headers"]["Retry-After"], "2.128", "with its own Retry-After");
}
