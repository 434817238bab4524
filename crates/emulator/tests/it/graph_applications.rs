//! Applications and service principals: what is taken and what is refused.

use serde_json::{Value, json};

use crate::graph_support::World;

#[tokio::test]
async fn a_new_application_has_every_property_at_its_default() {
    let world = World::well();
    let sam = world.sam();
    let made = sam.post("/applications", json!({ "displayName": "Fresh" })).await.expect(201);
    assert_eq!(
        made.body["signInAudience"], "AzureADandPersonalMicrosoftAccount",
        "what nobody wants when nothing is said"
    );
    assert_eq!(made.body["publisherDomain"], "practice.handrail.example", "the tenant's domain");
    assert_eq!(made.body["createdDateTime"], "2026-11-21T09:00:00Z", "the clock's time");
    assert!(made.headers["location"].to_str().expect("text").ends_with(&made.id()), "Location leads to it");
    let read = sam.get(&format!("/applications/{}", made.id())).await.expect(200);
    for (name, value) in read.body.as_object().expect("an object") {
        assert_eq!(made.body.get(name), Some(value), "`{name}` reads as it was answered");
    }
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_name_is_needed_and_audiences_are_a_closed_set() {
    let world = World::well();
    let sam = world.sam();
    let before = sam.get("/applications").await.expect(200).items().len();
    sam.post("/applications", json!({ "notes": "no name" })).await.refused(400, "Request_BadRequest");
    let wrong = json!({ "displayName": "x", "signInAudience": "Everybody" });
    sam.post("/applications", wrong).await.refused(400, "Request_BadRequest");
    let unknown = json!({ "displayName": "x", "colour": "red" });
    let reply = sam.post("/applications", unknown).await.refused(400, "Request_BadRequest");
    assert!(reply.message().contains("colour"), "it names the property: {}", reply.message());
    let only_service = json!({ "displayName": "x", "appId": "11111111-1111-4111-8111-111111111111" });
    sam.post("/applications", only_service).await.refused(400, "Request_BadRequest");
    assert_eq!(sam.get("/applications").await.expect(200).items().len(), before, "nothing was made");
}

#[tokio::test]
async fn a_patch_keeps_what_it_does_not_name_and_replaces_lists_whole() {
    let world = World::well();
    let sam = world.sam();
    let body = json!({
        "displayName": "x",
        "signInAudience": "AzureADMyOrg",
        "web": { "redirectUris": ["https://a.example/1", "https://a.example/2"],
                 "implicitGrantSettings": { "enableIdTokenIssuance": true } },
        "tags": ["one", "two"],
    });
    let id = sam.post("/applications", body).await.expect(201).id();
    let path = format!("/applications/{id}");
    let change = json!({ "web": { "redirectUris": ["https://a.example/3"] }, "tags": ["three"] });
    sam.patch(&path, change).await.expect(204);
    let read = sam.get(&path).await.expect(200).body;
    assert_eq!(read["web"]["redirectUris"], json!(["https://a.example/3"]), "the list is replaced whole");
    assert_eq!(read["web"]["implicitGrantSettings"]["enableIdTokenIssuance"], true, "members beside it stay");
    assert_eq!(read["tags"], json!(["three"]), "replaced whole");
    assert_eq!(read["displayName"], "x", "what is not named stays");
    sam.patch(&path, json!({ "tags": [], "spa": null })).await.expect(204);
    assert_eq!(sam.get(&path).await.expect(200).body["spa"], json!({ "redirectUris": [] }), "null is the default");
    world.assert_contract_kept();
}

#[tokio::test]
async fn redirect_uris_have_rules() {
    let world = World::well();
    let sam = world.sam();
    let (id, _) = sam.application("x").await;
    let path = format!("/applications/{id}");
    for uri in
        ["http://a.example/cb", "https://a.example/it's", "https://a.example/#x", "no uri", "https://*.example/x"]
    {
        sam.patch(&path, json!({ "web": { "redirectUris": [uri] } })).await.refused(400, "InvalidValue");
    }
    let good = json!({ "web": { "redirectUris": ["http://localhost:5000/cb"] }, "publicClient": { "redirectUris": ["http://localhost", "myapp://auth"] } });
    sam.patch(&path, good).await.expect(204);
    let many: Vec<String> = (0..257).map(|index| format!("https://a.example/{index}")).collect();
    sam.patch(&path, json!({ "web": { "redirectUris": many } })).await.refused(400, "Request_BadRequest");
    world.assert_contract_kept();
}

#[tokio::test]
async fn an_upsert_makes_once_and_then_changes() {
    let world = World::well();
    let sam = world.sam();
    let path = "/applications(uniqueName='handrail-x')";
    sam.patch(path, json!({ "displayName": "x" })).await.refused(404, "Request_ResourceNotFound");
    let made =
        sam.upsert("handrail-x", json!({ "displayName": "x", "signInAudience": "AzureADMyOrg" })).await.expect(201);
    assert_eq!(made.body["uniqueName"], "handrail-x", "the key is set by the upsert");
    sam.upsert("handrail-x", json!({ "displayName": "y" })).await.expect(204);
    let read = sam.get(path).await.expect(200);
    assert_eq!((read.id(), &read.body["displayName"]), (made.id(), &json!("y")), "the same application, changed");
    sam.get(&format!("/applications(appId='{}')", made.body["appId"].as_str().expect("text"))).await.expect(200);
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_unique_name_stays_taken_by_a_deleted_application() {
    let world = World::well();
    let sam = world.sam();
    let id = sam.upsert("handrail-x", json!({ "displayName": "x" })).await.expect(201).id();
    sam.delete(&format!("/applications/{id}")).await.expect(204);
    let reply = sam.upsert("handrail-x", json!({ "displayName": "x" })).await.refused(400, "Request_BadRequest");
    assert_eq!(
        reply.message(),
        "Another object with the same value for property uniqueName already exists.",
        "not 409"
    );
    sam.delete(&format!("/directory/deletedItems/{id}")).await.expect(204);
    sam.upsert("handrail-x", json!({ "displayName": "x" })).await.expect(201);
    world.assert_contract_kept();
}

#[tokio::test]
async fn identifier_uris_name_the_app_or_the_tenant() {
    let world = World::well();
    let sam = world.sam();
    let (id, app_id) = sam.application("x").await;
    let path = format!("/applications/{id}");
    let put = |uri: String| json!({ "identifierUris": [uri] });
    let reply = sam.patch(&path, put("api://something".into())).await.refused(400, "Request_BadRequest");
    assert!(reply.message().starts_with("Failed to add identifier URI api://something."), "{}", reply.message());
    for uri in [
        format!("api://{app_id}"),
        format!("api://fabrikam.example/{app_id}"),
        "https://practice.handrail.example/app".to_owned(),
        "api://sub.practice.handrail.example/app".to_owned(),
    ] {
        sam.patch(&path, put(uri)).await.expect(204);
    }
    let (other, _) = sam.application("y").await;
    let taken = put("api://sub.practice.handrail.example/app".to_owned());
    let reply = sam.patch(&format!("/applications/{other}"), taken).await.refused(400, "Request_BadRequest");
    assert!(reply.message().contains("identifierUris already exists"), "{}", reply.message());
    sam.patch(&path, json!({ "api": { "requestedAccessTokenVersion": 2 } })).await.expect(204);
    sam.patch(&path, put("api://anything-goes".into())).await.expect(204);
    world.assert_contract_kept();
}

fn scope(id: &str, enabled: bool) -> Value {
    json!({ "id": id, "value": "access_as_user", "type": "User", "isEnabled": enabled,
            "adminConsentDisplayName": "a", "adminConsentDescription": "b" })
}

#[tokio::test]
async fn an_enabled_scope_goes_only_after_it_is_disabled() {
    let world = World::well();
    let sam = world.sam();
    let (id, _) = sam.application("x").await;
    let path = format!("/applications/{id}");
    let one = "aaaaaaaa-0000-4000-8000-000000000001";
    let two = "aaaaaaaa-0000-4000-8000-000000000002";
    let put = |scopes: Vec<Value>| json!({ "api": { "oauth2PermissionScopes": scopes } });
    sam.patch(&path, put(vec![scope(one, true)])).await.expect(204);
    let mut second = scope(two, true);
    second["value"] = json!("other");
    let reply =
        sam.patch(&path, put(vec![second.clone()])).await.refused(400, "CannotDeleteOrUpdateEnabledEntitlement");
    assert!(reply.message().contains("unless disabled first"), "leaving it out means removing it");
    sam.patch(&path, put(vec![scope(one, true), second])).await.expect(204);
    let mut off = scope(two, false);
    off["value"] = json!("other");
    sam.patch(&path, put(vec![scope(one, false), off])).await.expect(204);
    sam.patch(&path, put(vec![])).await.expect(204);
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_scope_is_preauthorised_in_a_second_request() {
    let world = World::well();
    let sam = world.sam();
    let (id, _) = sam.application("x").await;
    let path = format!("/applications/{id}");
    let scope_id = "aaaaaaaa-0000-4000-8000-000000000001";
    let clients = json!([{ "appId": "1fec8e78-bce4-4aaf-ab1b-5451cc387264", "delegatedPermissionIds": [scope_id] }]);
    let both =
        json!({ "api": { "oauth2PermissionScopes": [scope(scope_id, true)], "preAuthorizedApplications": clients } });
    let reply = sam.patch(&path, both).await.refused(400, "InvalidValue");
    assert_eq!(
        reply.body["error"]["details"][0]["target"], "api.preAuthorizedApplications.delegatedPermissionIds",
        "it says which"
    );
    sam.patch(&path, json!({ "api": { "oauth2PermissionScopes": [scope(scope_id, true)] } })).await.expect(204);
    sam.patch(&path, json!({ "api": { "preAuthorizedApplications": clients } })).await.expect(204);
    world.assert_contract_kept();
    let manifest = json!({ "api": { "preAuthorizedApplications": [{ "appId": "x", "permissionIds": [scope_id] }] } });
    let reply = sam.patch(&path, manifest).await.refused(400, "Request_BadRequest");
    assert_eq!(reply.message(), "Unexpected contents in request body.", "the portal's word for it is not Graph's");
}

#[tokio::test]
async fn a_second_service_principal_is_refused_and_an_unknown_application_has_none() {
    let world = World::well();
    let sam = world.sam();
    let (_, app_id, sp) = sam.integration("x").await;
    let reply = sam.post("/servicePrincipals", json!({ "appId": app_id })).await;
    let reply = reply.refused(409, "Request_MultipleObjectsWithSameKeyValue");
    let expected = format!(
        "The service principal cannot be created, updated, or restored because the service principal name {app_id} is already in use."
    );
    assert_eq!(reply.message(), expected, "Microsoft's words");
    let nobody = json!({ "appId": "99999999-9999-4999-8999-999999999999" });
    let reply = sam.post("/servicePrincipals", nobody).await.refused(400, "Request_BadRequest");
    assert!(reply.message().contains("does not reference a valid application object"), "{}", reply.message());
    let by_app = sam.get(&format!("/servicePrincipals(appId='{app_id}')")).await.expect(200);
    assert_eq!(by_app.id(), sp, "found by client id");
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_service_principal_follows_its_application() {
    let world = World::well();
    let sam = world.sam();
    let (id, app_id, sp) = sam.integration("Before").await;
    let change = json!({ "displayName": "After", "identifierUris": [format!("api://{app_id}")] });
    sam.patch(&format!("/applications/{id}"), change).await.expect(204);
    let read = sam.get(&format!("/servicePrincipals/{sp}")).await.expect(200).body;
    assert_eq!(read["displayName"], "After", "the name");
    assert_eq!(read["servicePrincipalNames"], json!([app_id, format!("api://{app_id}")]), "the names");
    sam.patch(&format!("/servicePrincipals/{sp}"), json!({ "accountEnabled": false, "tags": ["x"] })).await.expect(204);
    let read = sam.get(&format!("/servicePrincipals/{sp}?$select=accountEnabled,tags")).await.expect(200).body;
    assert_eq!((&read["accountEnabled"], &read["tags"]), (&json!(false), &json!(["x"])), "its own properties");
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_vendors_app_of_another_tenant_can_be_added_once() {
    let world = World::well();
    let sam = world.sam();
    let body = json!({ "appId": "48e67cf9-7059-533c-8878-bae66bbf85be" });
    let made = sam.post("/servicePrincipals", body.clone()).await.expect(201);
    assert_eq!(made.body["displayName"], "Fabrikam Meetings", "its own name");
    assert_ne!(made.body["appOwnerOrganizationId"], emulator::state::TENANT_ID, "from another tenant");
    assert_eq!(made.body["verifiedPublisher"]["displayName"], "Fabrikam Inc.", "whom Microsoft has verified");
    sam.post("/servicePrincipals", body).await.refused(409, "Request_MultipleObjectsWithSameKeyValue");
}

#[tokio::test]
async fn an_api_of_microsoft_that_the_tenant_has_not_met_can_be_added() {
    let world = World::well();
    let sam = world.sam();
    let teams = emulator::state::well_known::TEAMS_ADMIN;
    let id = world.sp_id(teams);
    sam.delete(&format!("/servicePrincipals/{id}")).await.expect(204);
    sam.delete(&format!("/directory/deletedItems/{id}")).await.expect(204);
    let made = sam.post("/servicePrincipals", json!({ "appId": teams })).await.expect(201);
    assert_eq!(made.body["oauth2PermissionScopes"][0]["value"], "user_impersonation", "with its scope");
    assert_ne!(made.id(), id, "as a new object");
    world.assert_contract_kept();
}
