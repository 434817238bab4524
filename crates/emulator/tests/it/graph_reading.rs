//! People, roles, licences, policies; and how collections are asked.

use serde_json::{Value, json};

use crate::graph_support::{ALL_SCOPES, GIA, LEE, MIA, NOAH, SAM, World};

const PIOTR: &str = "piotr@practice.handrail.example";

fn names(items: &[Value]) -> Vec<&str> {
    items.iter().map(|one| one["displayName"].as_str().expect("a name")).collect()
}

#[tokio::test]
async fn the_organisation_is_shown_whole_or_in_part() {
    let world = World::well();
    let whole = world.sam().get("/organization").await.expect(200);
    assert_eq!(whole.items()[0]["displayName"], "Contoso Practice", "its name");
    assert_eq!(whole.items()[0]["countryLetterCode"], "DE", "its country");
    let basic = world.person(LEE, "User.Read").get("/organization").await.expect(200);
    assert_eq!(basic.items()[0]["displayName"], "Contoso Practice", "the name is basic");
    assert_eq!(basic.items()[0]["countryLetterCode"], Value::Null, "the rest is null with User.Read alone");
    world.assert_contract_kept();
}

#[tokio::test]
async fn domains_ignore_filters() {
    let world = World::well();
    let all = world.sam().get("/domains?$filter=id eq 'nothing'&$top=1").await.expect(200);
    assert_eq!(all.items()[0]["id"], "practice.handrail.example", "a known defect of Microsoft's");
    assert_eq!(all.items()[0]["isVerified"], true, "verified");
}

#[tokio::test]
async fn licences_tell_their_plans_and_who_has_them() {
    let world = World::well();
    let sam = world.sam();
    let skus = sam.get("/subscribedSkus").await.expect(200);
    let e5 = skus.items().iter().find(|sku| sku["skuPartNumber"] == "SPE_E5").expect("E5");
    assert!(e5["consumedUnits"].as_u64().expect("a number") >= 4, "as many as hold it");
    let mia = sam.get(&format!("/users/{MIA}/licenseDetails")).await.expect(200);
    let plans = mia.items()[0]["servicePlans"].as_array().expect("plans").clone();
    assert!(
        plans.iter().any(|plan| plan["servicePlanName"] == "TEAMS1" && plan["provisioningStatus"] == "Success"),
        "Teams"
    );
    assert!(sam.get(&format!("/users/{NOAH}/licenseDetails")).await.expect(200).items().is_empty(), "Noah has none");
    world.assert_contract_kept();
    let world = World::new("unlicensed-organiser");
    let jonas = world.sam().get("/users/jonas@practice.handrail.example/licenseDetails").await.expect(200);
    let teams = jonas.items()[0]["servicePlans"].as_array().expect("plans").clone();
    let teams = teams.iter().find(|plan| plan["servicePlanName"] == "TEAMS1").expect("Teams");
    assert_eq!(teams["provisioningStatus"], "Disabled", "switched off for him");
}

#[tokio::test]
async fn a_user_is_found_by_id_and_name_and_shows_the_default_properties() {
    let world = World::well();
    let sam = world.sam();
    let by_name = sam.get(&format!("/users/{MIA}")).await.expect(200);
    let by_id = sam.get(&format!("/users/{}", world.user_id(MIA))).await.expect(200);
    assert_eq!(by_name.body, by_id.body, "the same");
    assert!(by_name.body.get("accountEnabled").is_none(), "not among the defaults");
    let chosen = sam.get(&format!("/users/{MIA}?$select=accountEnabled,userType,assignedPlans")).await.expect(200);
    assert_eq!(
        (&chosen.body["accountEnabled"], &chosen.body["userType"]),
        (&json!(true), &json!("Member")),
        "by $select"
    );
    assert!(chosen.body.get("displayName").is_none(), "only what was chosen");
    let reply = sam.get(&format!("/users/{MIA}?$select=colour")).await.refused(400, "BadRequest");
    assert!(reply.message().contains("Could not find a property named 'colour'"), "{}", reply.message());
    let basic =
        world.person(LEE, "User.ReadBasic.All").get(&format!("/users/{MIA}?$select=displayName,accountEnabled")).await;
    assert_eq!(basic.expect(200).body["accountEnabled"], Value::Null, "the small permission shows basics only");
    world.assert_contract_kept();
}

#[tokio::test]
async fn users_are_filtered_searched_and_counted() {
    let world = World::well();
    let sam = world.sam();
    let found = sam.get("/users?$filter=startswith(displayName,'mi')").await.expect(200);
    assert_eq!(names(found.items()), ["Mia Schulz"], "case does not matter");
    let filter = format!("userPrincipalName eq '{MIA}' or mail eq '{LEE}'");
    assert_eq!(sam.get(&format!("/users?$filter={filter}")).await.expect(200).items().len(), 2, "either");
    let both = sam
        .get("/users?$filter=startswith(displayName,'p') and userType eq 'Member'&$select=displayName")
        .await
        .expect(200);
    let mut both = names(both.items());
    both.sort_unstable();
    assert_eq!(both, ["Piotr Nowak", "Priya Raman"], "and");
    let list = sam.get(&format!("/users?$filter=userPrincipalName in ('{MIA}','{LEE}')")).await.expect(200);
    assert_eq!(list.items().len(), 2, "in");

    let reply = sam.get("/users?$search=\"displayName:schulz\"").await.refused(400, "Request_UnsupportedQuery");
    assert!(reply.message().contains("ConsistencyLevel: eventual"), "{}", reply.message());
    let found = sam.get_eventual("/users?$search=\"displayName:schulz\"").await.expect(200);
    assert_eq!(names(found.items()), ["Mia Schulz"], "any word's beginning");

    sam.get("/users?$filter=userType ne 'Guest'").await.refused(400, "Request_UnsupportedQuery");
    let count = sam.get_eventual("/users?$filter=userType ne 'Guest'&$count=true").await.expect(200);
    assert_eq!(count.body["@odata.count"], count.items().len(), "an advanced query");
    sam.get("/users?$filter=officeLocation eq null and colour eq 'x'").await.refused(400, "Request_UnsupportedQuery");
    sam.get("/users?$filter=displayName like 'x'").await.refused(400, "BadRequest");
    let silent = sam.get("/users?$count=true").await.expect(200);
    assert!(silent.body.get("@odata.count").is_none(), "without the header $count is silently ignored");
    sam.get("/users/$count").await.refused(400, "Request_BadRequest");
    assert!(sam.get_eventual("/users/$count").await.expect(200).body.as_u64().expect("a number") > 10, "in plain text");
    world.assert_contract_kept();
}

#[tokio::test]
async fn pages_are_followed_by_their_link() {
    let world = World::well();
    let sam = world.sam();
    let all = sam.get("/users?$select=id").await.expect(200).items().len();
    let mut page = sam.get("/users?$select=id&$top=5").await.expect(200);
    let mut seen = page.items().to_vec();
    while let Some(link) = page.body["@odata.nextLink"].as_str() {
        assert!(link.starts_with("http://localhost:47100/graph/v1.0/users?"), "an absolute link: {link}");
        page = sam.get(link).await.expect(200);
        seen.extend_from_slice(page.items());
    }
    assert_eq!(seen.len(), all, "every user once");
    sam.get("/users?$top=1000000").await.refused(400, "Request_UnsupportedQuery");
    sam.get("/users?$skiptoken=broken").await.refused(400, "Directory_ExpiredPageToken");
    world.assert_contract_kept();
}

#[tokio::test]
async fn applications_are_found_by_tag_name_and_id() {
    let world = World::new("half-set-up-by-hand");
    let sam = world.sam();
    let named = sam.get("/applications?$filter=displayName eq 'Teams Meetings Integration'").await.expect(200);
    assert_eq!(named.items().len(), 2, "names are not unique");
    let body =
        json!({ "displayName": "y", "signInAudience": "AzureADMyOrg", "tags": ["handrail", "handrail-profile:x"] });
    let made = sam.upsert("handrail-x", body).await.expect(201);
    let tagged = sam.get("/applications?$filter=tags/any(t: t eq 'handrail')").await.expect(200);
    assert_eq!(tagged.items().len(), 1, "by tag");
    let app_id = made.body["appId"].as_str().expect("text");
    let one = sam.get(&format!("/applications?$filter=appId eq '{app_id}'&$select=id,uniqueName")).await.expect(200);
    assert_eq!(one.items()[0]["id"], made.id(), "by client id");
    assert_eq!(one.items()[0].as_object().expect("an object").len(), 2, "only what was chosen");
    sam.get("/applications?$filter=notes eq 'x'").await.refused(400, "Request_UnsupportedQuery");
    let sorted = sam.get_eventual("/applications?$orderby=displayName desc&$count=true").await.expect(200);
    assert_eq!(names(sorted.items())[0], "y", "sorted");
    let owners = sam.get("/applications?$expand=owners").await.expect(200);
    assert!(owners.items().iter().all(|app| app["owners"].is_array()), "owners come with it");
    world.assert_contract_kept();
}

#[tokio::test]
async fn roles_are_told_by_their_template_and_only_when_active() {
    let world = World::well();
    let sam = world.sam();
    let path = "/me/transitiveMemberOf/microsoft.graph.directoryRole";
    let held = sam.get(path).await.expect(200);
    assert_eq!(held.items()[0]["roleTemplateId"], "62e90394-69f5-4237-9190-012177145e10", "Global Administrator");
    let limited = world.person(SAM, "User.Read").get(path).await.expect(200);
    assert_eq!(limited.items()[0]["displayName"], Value::Null, "with User.Read alone without content");
    let piotr = world.person(PIOTR, ALL_SCOPES);
    assert!(piotr.get(path).await.expect(200).items().is_empty(), "eligible is not active");
    let eligible = piotr
        .get("/roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser(on='principal')?$expand=roleDefinition")
        .await
        .expect(200);
    assert_eq!(eligible.items()[0]["roleDefinition"]["displayName"], "Global Administrator", "what he could activate");
    let active = sam.get("/directoryRoles").await.expect(200);
    assert!(active.items().len() >= 5, "activated ones");
    let id =
        active.items().iter().find(|role| role["displayName"] == "Global Administrator").expect("a role")["id"].clone();
    let members = sam.get(&format!("/directoryRoles/{}/members", id.as_str().expect("text"))).await.expect(200);
    assert_eq!(names(members.items()), ["Sam Ortiz"], "who holds it");
    let filter = format!("principalId eq '{}'", world.user_id(SAM));
    let assigned = sam
        .get(&format!("/roleManagement/directory/roleAssignments?$filter={filter}&$expand=roleDefinition"))
        .await
        .expect(200);
    assert_eq!(assigned.items()[0]["directoryScopeId"], "/", "for the whole tenant");
    sam.get(&format!("{path}?$filter=displayName eq 'x'")).await.refused(400, "Request_UnsupportedQuery");
    let groups = world.person(MIA, ALL_SCOPES).get("/me/memberOf").await.expect(200);
    assert_eq!(groups.items()[0]["@odata.type"], "#microsoft.graph.group", "groups are memberships too");
    world.assert_contract_kept();
}

#[tokio::test]
async fn eligibility_needs_a_licence() {
    let world = World::well();
    world.arrange(|tenant| {
        for sku in tenant.skus.values_mut() {
            sku.plans.retain(|plan| plan.name != "AAD_PREMIUM_P2");
        }
    });
    let path = "/roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser(on='principal')";
    world.person(PIOTR, ALL_SCOPES).get(path).await.refused(400, "AadPremiumLicenseRequired");
}

#[tokio::test]
async fn guests_see_themselves_and_little_else() {
    let world = World::well();
    let gia = world.person(GIA, ALL_SCOPES);
    gia.get("/me").await.expect(200);
    gia.get("/users").await.refused(403, "Authorization_RequestDenied");
    gia.get("/subscribedSkus").await.refused(403, "Authorization_RequestDenied");
    gia.get("/applications").await.refused(403, "Authorization_RequestDenied");
    gia.get(&format!("/users/{MIA}")).await.expect(200);
}

#[tokio::test]
async fn policies_are_read_by_who_may() {
    let world = World::well();
    let sam = world.sam();
    let policy = sam.get("/policies/authorizationPolicy").await.expect(200);
    assert_eq!(policy.body["defaultUserRolePermissions"]["allowedToCreateApps"], true, "members may register apps");
    let granted = sam.get("/policies/permissionGrantPolicies").await.expect(200);
    assert!(
        granted.items().iter().any(|one| one["id"] == "microsoft-user-default-recommended"),
        "Microsoft's managed one"
    );
    let excludes =
        sam.get("/policies/permissionGrantPolicies/microsoft-user-default-recommended/excludes").await.expect(200);
    assert!(!excludes.items().is_empty(), "with what it leaves out");
    for path in [
        "/policies/adminConsentRequestPolicy",
        "/policies/identitySecurityDefaultsEnforcementPolicy",
        "/policies/defaultAppManagementPolicy",
        "/policies/appManagementPolicies",
        "/identity/conditionalAccess/policies",
        "/identity/conditionalAccess/namedLocations",
    ] {
        sam.get(path).await.expect(200);
        world.person(LEE, ALL_SCOPES).get(path).await.refused(403, "Authorization_RequestDenied");
    }
    let change = json!({ "isEnabled": true, "applicationRestrictions": { "passwordCredentials": [{ "restrictionType": "passwordAddition", "state": "enabled" }] } });
    sam.patch("/policies/defaultAppManagementPolicy", change).await.expect(204);
    let now = sam.get("/policies/defaultAppManagementPolicy").await.expect(200).body;
    assert!(
        now["applicationRestrictions"].get("identifierUris").is_none(),
        "restrictions that are not sent again are gone"
    );
    world.assert_contract_kept();
}

#[tokio::test]
async fn sign_in_logs_need_a_licence_and_v1_has_people_only() {
    let world = World::well();
    let now = world.emulator.moment();
    for (kind, name) in [("interactiveUser", "Sam"), ("servicePrincipal", "App")] {
        let entry = json!({
            "id": name, "createdDateTime": now.now, "appId": "11111111-1111-4111-8111-111111111111",
            "userDisplayName": name, "userId": name, "signInEventTypes": [kind],
            "servicePrincipalCredentialKeyId": "22222222-2222-4222-8222-222222222222", "status": { "errorCode": 0 },
        });
        let json = entry.as_object().expect("an object").clone();
        world.arrange(|tenant| {
            tenant.log_sign_in(emulator::state::LogEntry { at: now.now, written: now.delays_now, json });
        });
    }
    let sam = world.sam();
    let people = sam.get("/auditLogs/signIns").await.expect(200);
    assert_eq!(people.items().len(), 1, "v1.0 has no service principals");
    assert!(people.items()[0].get("signInEventTypes").is_none(), "nor beta's properties");
    assert_eq!(sam.get("/beta/auditLogs/signIns").await.expect(200).items()[0]["id"], "Sam", "beta too, unless asked");
    let filter = "signInEventTypes/any(t: t eq 'servicePrincipal') and appId eq '11111111-1111-4111-8111-111111111111' and createdDateTime ge 2026-11-21T00:00:00Z";
    let apps = sam.get(&format!("/beta/auditLogs/signIns?$filter={filter}&$top=50")).await.expect(200);
    assert_eq!(apps.items()[0]["id"], "App", "then it tells");
    world.arrange(|tenant| {
        for sku in tenant.skus.values_mut() {
            sku.plans.retain(|plan| !plan.name.starts_with("AAD_PREMIUM"));
        }
    });
    let code = "Authentication_RequestFromNonPremiumTenantOrB2CTenant";
    let reply = sam.get("/auditLogs/signIns").await.refused(403, code);
    assert_eq!(reply.message(), "Neither tenant is B2C or tenant doesn't have premium license", "Microsoft's words");
    sam.get("/beta/auditLogs/signIns").await.refused(403, code);
    sam.get("/auditLogs/directoryAudits").await.expect(200);
}

#[tokio::test]
async fn objects_are_fetched_by_many_ids_at_once() {
    let world = World::well();
    let sam = world.sam();
    let ids = json!({ "ids": [world.user_id(MIA), "99999999-9999-4999-8999-999999999999"], "types": ["user"] });
    let found = sam.post("/directoryObjects/getByIds", ids).await.expect(200);
    assert_eq!(names(found.items()), ["Mia Schulz"], "unknown ones are left out");
    let group = world.emulator.read(|tenant| tenant.groups.keys().next().expect("a group").clone());
    let checked =
        world.person(MIA, ALL_SCOPES).post("/me/checkMemberGroups", json!({ "groupIds": [group, "x"] })).await;
    assert_eq!(checked.expect(200).body["value"], json!([group]), "which of them");
    let members = sam.get(&format!("/groups/{group}/members")).await.expect(200);
    assert_eq!(members.items().len(), 3, "the members");
    world.assert_contract_kept();
}
