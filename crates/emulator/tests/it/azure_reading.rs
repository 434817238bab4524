use http::Method;
use serde_json::json;

use crate::azure_support::{COMMUNICATION, RESOURCES, SUBSCRIPTIONS, World, europe, service};

#[tokio::test]
async fn tenants_and_subscriptions_are_as_the_scenario_has_them() {
    let world = World::well();
    let sam = world.sam();
    let tenants = sam.get("/tenants", SUBSCRIPTIONS).await.expect(200);
    assert_eq!(tenants.items()[0]["defaultDomain"], "practice.handrail.example", "ours");
    assert_eq!(tenants.items()[0]["tenantCategory"], "Home", "at home");
    let list = sam.get("/subscriptions", SUBSCRIPTIONS).await.expect(200);
    let mut states: Vec<_> = list.items().iter().map(|one| (&one["displayName"], &one["state"])).collect();
    states.sort_by_key(|(name, _)| name.to_string());
    let expected = [
        (&json!("Contoso Collaboration"), &json!("Enabled")),
        (&json!("Contoso Finance"), &json!("Enabled")),
        (&json!("Free Trial"), &json!("Disabled")),
    ];
    assert_eq!(states, expected, "a good one, one to read, and one that is over");
    let trial = format!("/subscriptions/{}", world.subscription("Free Trial"));
    let trial = sam.get(&trial, SUBSCRIPTIONS).await.expect(200).body;
    assert_eq!(trial["subscriptionPolicies"]["spendingLimit"], "On", "why it is over");
    assert_eq!(trial["subscriptionPolicies"]["quotaId"], "FreeTrial_2014-09-01", "the offer");
    let regions = sam.get(&format!("{}/locations", world.home()), SUBSCRIPTIONS).await.expect(200);
    assert!(regions.each("name").contains(&"westeurope"), "regions: {}", regions.body);
}

#[tokio::test]
async fn a_page_leads_to_the_next() {
    let world = World::with("[oddities.azure]\npage_size = 2\n");
    let sam = world.sam();
    let first = sam.get("/subscriptions", SUBSCRIPTIONS).await.expect(200);
    let next = first.body["nextLink"].as_str().expect("a link").to_owned();
    assert!(next.starts_with("http://localhost:47100/azure/subscriptions?api-version=2022-12-01&"), "whole: {next}");
    let second = sam.follow(&next).await.expect(200);
    assert_eq!((first.items().len(), second.items().len()), (2, 1), "all three");
    assert_eq!(second.body.get("nextLink"), None, "the last one");
    let groups = format!("{}/resourceGroups", world.home());
    for name in ["a", "b"] {
        sam.put(&format!("{groups}/{name}"), RESOURCES, json!({ "location": "westeurope" })).await.expect(201);
    }
    let one = sam.get(&format!("{groups}?$top=1"), RESOURCES).await.expect(200);
    assert_eq!(one.each("name"), ["a"], "as many as asked for");
    let next = one.body["nextLink"].as_str().expect("a link").to_owned();
    assert_eq!(sam.follow(&next).await.expect(200).each("name"), ["b"], "and then the next");
    for bad in ["$top=0", "$top=x", "$skiptoken=x"] {
        sam.get(&format!("{groups}?{bad}"), RESOURCES).await.expect(400);
    }
}

#[tokio::test]
async fn providers_are_listed_with_their_state() {
    let world = World::well();
    let finance = format!("/subscriptions/{}", world.subscription("Contoso Finance"));
    let list = world.sam().get(&format!("{finance}/providers"), RESOURCES).await.expect(200);
    let state = |namespace: &str| {
        list.items().iter().find(|one| one["namespace"] == namespace).expect("a provider")["registrationState"].clone()
    };
    assert_eq!(state("Microsoft.Communication"), "Registered", "as the scenario says");
    assert_eq!(state("Microsoft.Resources"), "Registered", "part of every subscription");
    assert_eq!(state("Microsoft.Compute"), "NotRegistered", "never used");
    let group = format!("{finance}/providers/microsoft.resources");
    let one = world.sam().get(&group, RESOURCES).await.expect(200).body;
    assert_eq!(one["registrationPolicy"], "RegistrationFree", "nothing to do there");
}

#[tokio::test]
async fn paths_are_read_in_any_case_and_answered_in_one() {
    let world = World::well();
    world.register();
    let (sam, home) = (world.sam(), world.home());
    sam.make(&service(&home, "Contoso-Europe")).await.expect(201);
    world.advance(20);
    let shouted = service(&home, "CONTOSO-EUROPE").to_uppercase();
    let read =
        sam.call(Method::GET, &format!("{shouted}?API-VERSION={COMMUNICATION}"), &[], None).await.expect(200).body;
    let canonical = format!(
        "{home}/resourceGroups/rg-collaboration/providers/Microsoft.Communication/CommunicationServices/Contoso-Europe"
    );
    assert_eq!(read["id"], canonical, "as it was made");
    let again = sam.put(&shouted, COMMUNICATION, europe()).await.expect(200).body;
    assert_eq!(again["name"], "Contoso-Europe", "the same one");
    let group = format!("{home}/RESOURCEGROUPS/RG-Collaboration");
    let group = sam.get(&group, RESOURCES).await.expect(200).body;
    assert_eq!(group["id"], format!("{home}/resourceGroups/rg-collaboration"), "as it was made");
    let shouted = format!("{home}/resourcegroups/RG-COLLABORATION");
    let put = sam.put(&shouted, RESOURCES, json!({ "location": "West Europe" })).await.expect(200);
    assert_eq!(put.body["name"], "rg-collaboration", "no second one");
}

#[tokio::test]
async fn a_groups_existence_is_told_without_words() {
    let world = World::well();
    let (sam, home) = (world.sam(), world.home());
    let head = |name: &str| format!("{home}/resourceGroups/{name}?api-version={RESOURCES}");
    let there = sam.call(Method::HEAD, &head("rg-collaboration"), &[], None).await.expect(204);
    let gone = sam.call(Method::HEAD, &head("rg-gone"), &[], None).await.expect(404);
    assert!(there.body.is_null() && gone.body.is_null(), "no body either way");
    let refused = world.person("robin").call(Method::HEAD, &head("rg-gone"), &[], None).await.expect(403);
    assert!(refused.body.is_null(), "nor here");
}

#[tokio::test]
async fn every_answer_carries_azures_headers() {
    let world = World::well();
    let (sam, home) = (world.sam(), world.home());
    let path = format!("{home}?api-version={SUBSCRIPTIONS}");
    let plain = sam.call(Method::GET, &path, &[("x-ms-client-request-id", "mine")], None).await.expect(200);
    for name in ["x-ms-request-id", "x-ms-correlation-request-id", "date"] {
        assert!(!plain.header(name).is_empty(), "{name}");
    }
    assert!(plain.header("x-ms-routing-request-id").starts_with("WESTEUROPE:20261121T090000Z:"), "where and when");
    assert!(!plain.headers.contains_key("x-ms-client-request-id"), "only if asked for");
    let reads: u64 = plain.header("x-ms-ratelimit-remaining-subscription-reads").parse().expect("a number");
    assert!(reads < 12_000, "fewer than at the beginning of the hour: {reads}");
    let correlation = "0c1b5e6e-2f2c-4f9b-9d61-2ad0a7b1f001";
    let headers = [
        ("x-ms-client-request-id", "mine"),
        ("x-ms-return-client-request-id", "true"),
        ("x-ms-correlation-request-id", correlation),
        ("client-request-id", "change-7"),
    ];
    let told = sam.call(Method::GET, &path, &headers, None).await.expect(200);
    assert_eq!(told.header("x-ms-client-request-id"), "mine", "asked for");
    assert_eq!(told.header("x-ms-correlation-request-id"), correlation, "the caller's, through all services");
    assert_eq!(told.header("client-request-id"), "change-7", "the emulator's own courtesy, as on the other services");
    let group = sam.put(&format!("{home}/resourceGroups/x"), RESOURCES, json!({ "location": "westeurope" })).await;
    assert!(!group.header("x-ms-ratelimit-remaining-subscription-writes").is_empty(), "writes are counted apart");
    let tenants = sam.get("/tenants", SUBSCRIPTIONS).await;
    assert!(!tenants.header("x-ms-ratelimit-remaining-tenant-reads").is_empty(), "and so is the tenant");
}

#[tokio::test]
async fn resources_can_be_filtered() {
    let world = World::well();
    world.register();
    let (sam, home) = (world.sam(), world.home());
    for name in ["one", "two"] {
        sam.make(&service(&home, name)).await.expect(201);
    }
    let list = |filter: &str| format!("{home}/resourceGroups/rg-collaboration/resources?$filter={filter}");
    let kind = "resourceType eq 'Microsoft.Communication/communicationServices'";
    assert_eq!(sam.get(&list(kind), RESOURCES).await.expect(200).items().len(), 2, "both");
    let both = list(&format!("{kind} and name eq 'TWO'"));
    assert_eq!(sam.get(&both, RESOURCES).await.expect(200).each("name"), ["two"], "one");
    let other = list("resourceType eq 'Microsoft.Storage/storageAccounts'");
    assert!(sam.get(&other, RESOURCES).await.expect(200).items().is_empty(), "none");
    for bad in ["name eq two", "name ne 'two'", "name eq 'two' or name eq 'one'", "color eq 'red'", "name eq 'two"] {
        sam.get(&list(bad), RESOURCES).await.refused(400, "InvalidFilterInQueryString");
    }
    let groups = format!("{home}/resourceGroups?$filter=tagName eq 'owner' and tagValue eq 'collaboration'");
    assert_eq!(sam.get(&groups, RESOURCES).await.expect(200).items().len(), 1, "groups by tag");
    let groups = format!("{home}/resourceGroups?$filter=tagName eq 'owner' and tagValue eq 'nobody'");
    assert!(sam.get(&groups, RESOURCES).await.expect(200).items().is_empty(), "not that one");
}

#[tokio::test]
async fn a_new_resource_can_be_missing_in_lists() {
    let world = World::with("[oddities.azure]\nlist_lag_seconds = 60\n");
    world.register();
    let (sam, home) = (world.sam(), world.home());
    sam.make(&service(&home, "contoso")).await.expect(201);
    world.advance(59);
    let list = format!("{home}/providers/Microsoft.Communication/communicationServices");
    let index = format!("{home}/resources");
    assert!(sam.get(&list, COMMUNICATION).await.expect(200).items().is_empty(), "not yet");
    assert!(sam.get(&index, RESOURCES).await.expect(200).items().is_empty(), "nor there");
    sam.get(&service(&home, "contoso"), COMMUNICATION).await.expect(200);
    world.advance(1);
    assert_eq!(sam.get(&list, COMMUNICATION).await.items().len(), 1, "now");
    assert_eq!(sam.get(&index, RESOURCES).await.items().len(), 1, "there too");
}

#[tokio::test]
async fn the_clouds_endpoints_need_no_token() {
    let world = World::well();
    let told = world.bearer("").get("/metadata/endpoints", "2020-09-01").await.expect(200).body;
    assert_eq!(told[0]["resourceManager"], "http://localhost:47100/azure/", "this one");
}
