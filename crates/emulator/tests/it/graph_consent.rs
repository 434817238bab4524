//! Consent by API: application permissions and delegated ones.

use emulator::entra;
use emulator::state::well_known::GRAPH;
use serde_json::{Value, json};

use crate::graph_support::{ALEX, ALL_SCOPES, ROBIN, SAM, TESS, World};

fn claims(token: &str) -> Value {
    use base64::Engine as _;
    let middle = token.split('.').nth(1).expect("a token has three parts");
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(middle).expect("Base64");
    serde_json::from_slice(&bytes).expect("JSON")
}

#[tokio::test]
async fn an_application_administrator_may_not_give_roles_of_graph() {
    let world = World::well();
    let (_, _, sp) = world.sam().integration("x").await;
    let alex = world.person(ALEX, ALL_SCOPES);
    let reply = alex.give(&sp, "OnlineMeetings.ReadWrite.All").await.refused(403, "Authorization_RequestDenied");
    assert_eq!(reply.message(), "Insufficient privileges to complete the operation.", "Graph does not say why");
    world.person(ROBIN, ALL_SCOPES).give(&sp, "OnlineMeetings.ReadWrite.All").await.expect(201);
    world.assert_contract_kept();
}

#[tokio::test]
async fn the_assignment_scope_alone_does_not_suffice_and_neither_do_others() {
    let world = World::well();
    let (_, _, sp) = world.sam().integration("x").await;
    let give = |scopes: &'static str| {
        let sp = sp.clone();
        let world = &world;
        async move { world.person(SAM, scopes).give(&sp, "User.Read.All").await }
    };
    give("AppRoleAssignment.ReadWrite.All").await.refused(403, "Authorization_RequestDenied");
    give("Application.ReadWrite.All Directory.ReadWrite.All").await.refused(403, "Authorization_RequestDenied");
    give("AppRoleAssignment.ReadWrite.All Application.Read.All").await.expect(201);
}

#[tokio::test]
async fn roles_of_an_own_api_are_for_application_administrators() {
    let world = World::well();
    let sam = world.sam();
    let (api, _, api_sp) = sam.integration("An API").await;
    let (_, _, client) = sam.integration("Its client").await;
    let role = json!({ "id": "dddddddd-0000-4000-8000-000000000001", "allowedMemberTypes": ["Application"],
        "description": "d", "displayName": "r", "isEnabled": true, "value": "Do.It" });
    sam.patch(&format!("/applications/{api}"), json!({ "appRoles": [role] })).await.expect(204);
    let body = json!({ "principalId": client, "resourceId": api_sp, "appRoleId": role["id"] });
    let path = format!("/servicePrincipals/{client}/appRoleAssignments");
    world.person(TESS, ALL_SCOPES).post(&path, body.clone()).await.refused(403, "Authorization_RequestDenied");
    world.person(ALEX, ALL_SCOPES).post(&path, body).await.expect(201);
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_second_assignment_is_a_400_with_its_own_text() {
    let world = World::well();
    let sam = world.sam();
    let (_, _, sp) = sam.integration("x").await;
    let made = sam.give(&sp, "User.Read.All").await.expect(201);
    assert_eq!(made.body["resourceDisplayName"], "Microsoft Graph", "with names");
    let reply = sam.give(&sp, "User.Read.All").await.refused(400, "Request_BadRequest");
    assert_eq!(reply.message(), "Permission being assigned already exists on the object", "Graph's words");
    let graph = world.sp_id(GRAPH);
    let to = sam.get(&format!("/servicePrincipals/{graph}/appRoleAssignedTo")).await.expect(200);
    assert!(to.items().iter().any(|one| one["id"] == made.id()), "seen from the resource");
    let of = sam.get(&format!("/servicePrincipals/{sp}/appRoleAssignments")).await.expect(200);
    assert_eq!(of.items().len(), 1, "and from the client");
    sam.delete(&format!("/servicePrincipals/{graph}/appRoleAssignedTo/{}", made.id())).await.expect(204);
    let of = sam.get(&format!("/servicePrincipals/{sp}/appRoleAssignments")).await.expect(200);
    assert!(of.items().is_empty(), "taken");
    world.assert_contract_kept();
}

#[tokio::test]
async fn ids_of_the_wrong_kind_are_no_valid_reference() {
    let world = World::well();
    let sam = world.sam();
    let (object_id, app_id, sp) = sam.integration("x").await;
    let graph = world.sp_id(GRAPH);
    let role = world.graph_role("User.Read.All");
    for wrong in [object_id, app_id] {
        let body = json!({ "principalId": wrong, "resourceId": graph, "appRoleId": role });
        let reply = sam.post(&format!("/servicePrincipals/{graph}/appRoleAssignedTo"), body).await;
        let reply = reply.refused(400, "Request_BadRequest");
        assert!(reply.message().starts_with("Not a valid reference update"), "{}", reply.message());
    }
    let scope = "e1fe6dd8-ba31-4d61-89e7-88639da4683d";
    let body = json!({ "principalId": sp, "resourceId": graph, "appRoleId": scope });
    let reply = sam.post(&format!("/servicePrincipals/{graph}/appRoleAssignedTo"), body).await;
    assert!(reply.refused(400, "Request_BadRequest").message().contains("was not found"), "a scope is no role");
}

#[tokio::test]
async fn a_token_from_before_the_grant_lacks_the_role() {
    let world = World::well();
    let sam = world.sam();
    let (_, app_id, sp) = sam.integration("x").await;
    let before = entra::app_token(&world.emulator, &app_id).expect("a token");
    assert_eq!(claims(&before).get("roles"), None, "nothing is granted");
    sam.give(&sp, "User.Read.All").await.expect(201);
    let after = entra::app_token(&world.emulator, &app_id).expect("a token");
    assert_eq!(claims(&after)["roles"], json!(["User.Read.All"]), "a new token has it");
    world.bearer(&before).get("/users").await.refused(403, "Authorization_RequestDenied");
    world.bearer(&after).get("/users").await.expect(200);
}

#[tokio::test]
async fn one_grant_holds_all_scopes_of_a_client_and_resource() {
    let world = World::well();
    let sam = world.sam();
    let (_, _, sp) = sam.integration("x").await;
    let graph = world.sp_id(GRAPH);
    let body = |scope: &str| json!({ "clientId": sp, "consentType": "AllPrincipals", "principalId": null, "resourceId": graph, "scope": scope });
    let made = sam.post("/oauth2PermissionGrants", body("User.Read")).await.expect(201);
    let reply = sam.post("/oauth2PermissionGrants", body("Chat.Read")).await;
    let reply = reply.refused(409, "Request_MultipleObjectsWithSameKeyValue");
    assert_eq!(reply.message(), "Permission entry already exists.", "Graph's words");
    let path = format!("/oauth2PermissionGrants/{}", made.id());
    sam.patch(&path, json!({ "scope": "User.Read Chat.Read" })).await.expect(204);
    let filter = format!("clientId eq '{sp}' and resourceId eq '{graph}' and consentType eq 'AllPrincipals'");
    let found = sam.get(&format!("/oauth2PermissionGrants?$filter={filter}")).await.expect(200);
    assert_eq!(found.items()[0]["scope"], "User.Read Chat.Read", "replaced whole, so the client sends the union");
    assert_eq!(
        sam.get(&format!("/servicePrincipals/{sp}/oauth2PermissionGrants")).await.expect(200).items().len(),
        1,
        "one"
    );
    sam.delete(&path).await.expect(204);
    sam.get(&path).await.refused(404, "Request_ResourceNotFound");
    world.assert_contract_kept();
}

#[tokio::test]
async fn delegated_grants_are_for_application_administrators_too() {
    let world = World::well();
    let (_, _, sp) = world.sam().integration("x").await;
    let graph = world.sp_id(GRAPH);
    let body = json!({ "clientId": sp, "consentType": "AllPrincipals", "resourceId": graph, "scope": "User.Read" });
    let tess = world.person(TESS, ALL_SCOPES);
    tess.post("/oauth2PermissionGrants", body.clone()).await.refused(403, "Authorization_RequestDenied");
    world.person(ALEX, ALL_SCOPES).post("/oauth2PermissionGrants", body).await.expect(201);
    let wrong = json!({ "clientId": sp, "consentType": "Principal", "resourceId": graph, "scope": "User.Read" });
    world.sam().post("/oauth2PermissionGrants", wrong).await.refused(400, "Request_BadRequest");
}
