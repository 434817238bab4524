//! Graph's documented limits: what a request costs, when it is refused, and what the headers say.

use serde_json::json;

use crate::graph_support::{ALEX, ALL_SCOPES, Reply, World};

fn limited(scale: f64) -> World {
    let world = World::well();
    world.arrange(|tenant| tenant.oddities.limits_scale = scale);
    world
}

fn header<'a>(reply: &'a Reply, name: &str) -> Option<&'a str> {
    reply.headers.get(name).and_then(|value| value.to_str().ok())
}

#[tokio::test]
async fn each_request_has_its_documented_cost() {
    let world = limited(1.0);
    let sam = world.sam();
    let (app, sp) = {
        let (id, _, sp) = sam.integration("x").await;
        (id, sp)
    };
    for (path, units) in [
        ("/users", "2"),
        ("/users?$select=id", "1"),
        ("/users?$top=5&$select=id", "1"),
        ("/users?$top=20", "2"),
        ("/applications?$expand=owners", "3"),
        ("/applications", "2"),
        (&format!("/applications/{app}"), "1"),
        ("/subscribedSkus", "3"),
        ("/me/memberOf", "2"),
        ("/me/licenseDetails?$select=id", "1"),
        (&format!("/servicePrincipals/{sp}/appRoleAssignments"), "2"),
        ("/oauth2PermissionGrants", "2"),
        ("/organization", "1"),
    ] {
        let reply = sam.get(path).await.expect(200);
        assert_eq!(header(&reply, "x-ms-resource-unit"), Some(units), "{path}");
        assert_eq!(header(&reply, "x-ms-throttle-limit-percentage"), None, "{path}: far from the limit");
    }
}

#[tokio::test]
async fn an_app_that_asks_too_much_waits_as_long_as_it_is_told() {
    // Fewer than 50 users: 3,500 units in 10 seconds, so 35 at a hundredth.
    let world = limited(0.01);
    let sam = world.sam();
    for number in 0..17 {
        let reply = sam.get("/users").await.expect(200);
        let share = header(&reply, "x-ms-throttle-limit-percentage").map(str::to_owned);
        let expected = (number >= 14).then(|| format!("{:.2}", f64::from((number + 1) * 2) / 35.0));
        assert_eq!(share, expected, "request {number}");
    }
    let refused = sam.get("/users").await.refused(429, "TooManyRequests");
    assert_eq!(header(&refused, "retry-after"), Some("0.286"), "one unit too much, 3.5 of them drain in a second");
    assert_eq!(header(&refused, "x-ms-throttle-information"), Some("ResourceUnitLimitExceeded"), "why");
    let scope = header(&refused, "x-ms-throttle-scope").expect("whose limit").to_owned();
    let tenant = world.emulator.read(|tenant| tenant.id.clone());
    assert!(scope.starts_with("Tenant_Application/ReadWrite/") && scope.ends_with(&tenant), "{scope}");
    sam.get("/users?$select=id").await.expect(200);
    world.clock.advance(std::time::Duration::from_millis(600));
    sam.get("/users").await.expect(200);
}

#[tokio::test]
async fn writes_have_a_limit_of_their_own() {
    // 3,000 in 150 seconds: 6 at two thousandths, and one more every 25 seconds.
    let world = limited(0.002);
    let sam = world.sam();
    for number in 0..6 {
        sam.post("/applications", json!({ "displayName": format!("{number}") })).await.expect(201);
        world.advance(1);
    }
    let refused = sam.post("/applications", json!({ "displayName": "x" })).await.refused(429, "TooManyRequests");
    assert_eq!(header(&refused, "x-ms-throttle-information"), Some("WriteLimitExceeded"), "why");
    assert_eq!(header(&refused, "retry-after"), Some("19"), "six seconds of the 25 have passed");
    sam.get("/organization").await.expect(200);
    world.advance(19);
    sam.post("/applications", json!({ "displayName": "y" })).await.expect(201);
}

#[tokio::test]
async fn apps_for_personal_accounts_are_written_more_slowly() {
    let world = limited(0.05);
    let sam = world.sam();
    let personal = json!({ "displayName": "x", "signInAudience": "AzureADandPersonalMicrosoftAccount" });
    for _ in 0..3 {
        sam.post("/applications", personal.clone()).await.expect(201);
    }
    let refused = sam.post("/applications", personal).await.refused(429, "TooManyRequests");
    assert_eq!(header(&refused, "retry-after"), Some("20"), "60 in a minute, a twentieth of them");
    sam.post("/applications", json!({ "displayName": "of this tenant only" })).await.expect(201);
}

#[tokio::test]
async fn logs_and_conditional_access_have_narrow_limits() {
    let world = limited(1.0);
    let sam = world.sam();
    for _ in 0..5 {
        sam.get("/auditLogs/directoryAudits").await.expect(200);
    }
    let refused = sam.get("/auditLogs/signIns").await.refused(429, "TooManyRequests");
    assert_eq!(header(&refused, "retry-after"), Some("2"), "five in ten seconds");
    sam.get("/identity/conditionalAccess/policies").await.expect(200);
    let refused = sam.get("/identity/conditionalAccess/policies").await.refused(429, "TooManyRequests");
    assert_eq!(header(&refused, "retry-after"), None, "Conditional Access does not say when");
    let other = world.person(ALEX, ALL_SCOPES).get("/identity/conditionalAccess/namedLocations").await;
    other.refused(429, "TooManyRequests");
    world.advance(1);
    sam.get("/identity/conditionalAccess/namedLocations").await.expect(200);
}

#[tokio::test]
async fn a_large_tenant_may_be_asked_more() {
    let world = World::new("large-tenant");
    world.arrange(|tenant| tenant.oddities.limits_scale = 0.02);
    let group = world.emulator.read(|tenant| tenant.groups.keys().next().expect("a group").clone());
    let sam = world.sam();
    // 8,000 units in 10 seconds, a fiftieth of them, 5 units each.
    for _ in 0..32 {
        sam.get(&format!("/groups/{group}/transitiveMembers")).await.expect(200);
    }
    sam.get(&format!("/groups/{group}/transitiveMembers")).await.refused(429, "TooManyRequests");
}
