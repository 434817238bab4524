//! What the directory tells about tenants, licences, the sign-ins of applications, and policies of service principals.

use emulator::state::{LogEntry, TENANT_DOMAIN, TENANT_ID};
use serde_json::{Value, json};

use crate::graph_support::{ALL_SCOPES, GWEN, MIA, World, certificate, key};

const BASIC: &str = "CrossTenantInformation.ReadBasic.All";

#[tokio::test]
async fn a_tenant_is_found_by_domain_and_by_id() {
    let world = World::well();
    let mia = world.person(MIA, BASIC);
    let by_domain = format!("/tenantRelationships/findTenantInformationByDomainName(domainName='{TENANT_DOMAIN}')");
    let own = mia.get(&by_domain).await.expect(200).body;
    assert_eq!(own["tenantId"], TENANT_ID, "its own");
    assert_eq!(own["defaultDomainName"], TENANT_DOMAIN, "and its domain");
    let by_id = |id: &str| format!("/tenantRelationships/findTenantInformationByTenantId(tenantId='{id}')");
    assert_eq!(mia.get(&by_id(TENANT_ID)).await.expect(200).body["displayName"], own["displayName"], "by id too");
    let home = "/tenantRelationships/findTenantInformationByDomainName(domainName='Fabrikam.example')";
    let foreign = mia.get(home).await.expect(200).body;
    assert_eq!(foreign["defaultDomainName"], "fabrikam.example", "where a guest comes from");
    let again = mia.get(&by_id(foreign["tenantId"].as_str().expect("an id"))).await.expect(200).body;
    assert_eq!(again, foreign, "by its id too");
    let microsoft = mia.get(&by_id("f8cdef31-a31e-4b4a-93e4-5f571e91255a")).await.expect(200).body;
    assert_eq!(microsoft["displayName"], "Microsoft Services", "whose applications are Microsoft's");
    mia.get(&by_id("99999999-9999-4999-8999-999999999999")).await.refused(404, "Request_ResourceNotFound");
    mia.get(&by_id("x")).await.refused(400, "BadRequest");
    let unknown = "/tenantRelationships/findTenantInformationByDomainName(domainName='nobody.example')";
    mia.get(unknown).await.refused(404, "Request_ResourceNotFound");
    world.person(MIA, "User.Read").get(&by_domain).await.refused(403, "Authorization_RequestDenied");
    let (_, app_id, sp) = world.sam().integration("Reader").await;
    world.app(&app_id).get(&by_domain).await.refused(403, "Authorization_RequestDenied");
    world.sam().give(&sp, BASIC).await.expect(201);
    world.app(&app_id).get(&by_domain).await.expect(200);
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_users_plans_are_told_when_they_are_selected() {
    let world = World::well();
    let plans = |body: &Value| body["assignedPlans"].as_array().cloned().unwrap_or_default();
    let path = format!("/users/{MIA}?$select=id,assignedPlans");
    let whole = world.person(GWEN, ALL_SCOPES).get(&path).await.expect(200).body;
    let teams = plans(&whole).into_iter().find(|plan| plan["servicePlanId"] == "57ff2da0-773e-42df-b2af-ffb7a2317929");
    let teams = teams.expect("Teams is in the licence");
    assert_eq!((&teams["service"], &teams["capabilityStatus"]), (&json!("TeamspaceAPI"), &json!("Enabled")), "Teams");
    let basic = world.person(GWEN, "User.ReadBasic.All").get(&path).await.expect(200).body;
    assert!(plans(&basic).is_empty(), "User.ReadBasic.All shows names, no licences");
    world.assert_contract_kept();
}

fn signed_in(world: &World, kind: &str, app: &str, id: &str, error: i64) {
    let now = world.emulator.moment();
    let entry = json!({
        "id": id,
        "createdDateTime": now.now,
        "appId": app,
        "resourceId": "00000003-0000-0000-c000-000000000000",
        "signInEventTypes": [kind],
        "status": { "errorCode": error },
    });
    let json = entry.as_object().expect("an object").clone();
    world.arrange(|tenant| tenant.log_sign_in(LogEntry { at: now.now, written: now.delays_now, json }));
}

#[tokio::test]
async fn an_applications_last_sign_ins_are_told_by_beta() {
    let world = World::well();
    let app = "11111111-1111-4111-8111-111111111111";
    signed_in(&world, "servicePrincipal", app, "good", 0);
    world.advance(60);
    signed_in(&world, "servicePrincipal", app, "bad", 700_027);
    signed_in(&world, "nonInteractiveUser", app, "refreshed", 0);
    let path = "/beta/reports/servicePrincipalSignInActivities";
    let gwen = world.person(GWEN, "AuditLog.Read.All");
    let found = gwen.get(&format!("{path}?$filter=appId eq '{app}'")).await.expect(200);
    let [activity] = found.items() else { panic!("one application: {}", found.body) };
    let itself = &activity["applicationAuthenticationClientSignInActivity"];
    assert_eq!(itself["lastSignInRequestId"], "bad", "the last one");
    assert_eq!(itself["lastSuccessfulSignInRequestId"], "good", "the last good one");
    let delegated = &activity["delegatedClientSignInActivity"];
    assert_eq!(delegated["lastNonInteractiveSignInRequestId"], "refreshed", "for a user");
    assert_eq!(delegated["lastSignInDateTime"], Value::Null, "who was not asked");
    let all = gwen.get(path).await.expect(200);
    assert_eq!(all.items().len(), 2, "Graph was signed in to");
    gwen.get("/reports/servicePrincipalSignInActivities").await.expect(501);
    let code = "Authentication_RequestFromUnsupportedUserRole";
    world.person(MIA, "AuditLog.Read.All").get(path).await.refused(403, code);
    world.arrange(|tenant| {
        for sku in tenant.skus.values_mut() {
            sku.plans.retain(|plan| !plan.name.starts_with("AAD_PREMIUM"));
        }
    });
    gwen.get(path).await.refused(403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant");
}

#[tokio::test]
async fn a_policy_can_be_assigned_to_a_service_principal() {
    let world = World::well();
    let sam = world.sam();
    let (id, _, sp) = sam.integration("x").await;
    let custom = "cccccccc-0000-4000-8000-000000000001";
    let add = format!("/servicePrincipals/{sp}/addPassword");
    world.arrange(|tenant| {
        let policy = &mut tenant.policies.default_app_management;
        policy.insert("isEnabled".to_owned(), json!(true));
        policy["servicePrincipalRestrictions"]["passwordCredentials"] =
            json!([{ "restrictionType": "passwordAddition", "state": "enabled", "maxLifetime": null }]);
        let policy = json!({ "id": custom, "displayName": "For one", "isEnabled": true, "restrictions": {} });
        tenant.policies.app_management.insert(custom.to_owned(), policy.as_object().expect("an object").clone());
    });
    sam.post(&add, json!({})).await.refused(400, "CredentialTypeNotAllowedAsPerAppPolicy");
    sam.post(&format!("/applications/{id}/addPassword"), json!({})).await.expect(200);
    let assigned = format!("/servicePrincipals/{sp}/appManagementPolicies");
    let link =
        json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/policies/appManagementPolicies/{custom}") });
    world.person(MIA, ALL_SCOPES).post(&format!("{assigned}/$ref"), link.clone()).await.expect(403);
    sam.post(&format!("{assigned}/$ref"), link.clone()).await.expect(204);
    sam.post(&format!("{assigned}/$ref"), link).await.refused(400, "Request_BadRequest");
    assert_eq!(sam.get(&assigned).await.expect(200).items()[0]["id"], custom, "one");
    let holders = sam.get(&format!("/policies/appManagementPolicies/{custom}/appliesTo")).await.expect(200);
    assert_eq!(holders.items()[0]["@odata.type"], "#microsoft.graph.servicePrincipal", "the policy knows");
    sam.post(&add, json!({})).await.expect(200);
    sam.patch(&format!("/applications/{id}"), json!({ "keyCredentials": [key(&certificate(30))] })).await.expect(204);
    let last = sam.get("/auditLogs/directoryAudits?$filter=activityDisplayName eq 'Update policy'").await.expect(200);
    assert_eq!(last.items()[0]["targetResources"][0]["type"], "ServicePrincipal", "it is audited");
    sam.delete(&format!("{assigned}/{custom}/$ref")).await.expect(204);
    sam.delete(&format!("{assigned}/{custom}/$ref")).await.refused(404, "Request_ResourceNotFound");
    sam.post(&add, json!({})).await.refused(400, "CredentialTypeNotAllowedAsPerAppPolicy");
    world.assert_contract_kept();
}
