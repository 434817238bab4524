use http::Method;
use serde_json::{Value, json};

use crate::azure_support::{COMMUNICATION, RESOURCES, World, europe, service};

const TAKEN: &str = "[azure]\ntaken_names = ['Fabrikam-ACS']\n";

async fn check(world: &World, name: &str) -> (bool, String) {
    let body = json!({ "name": name, "type": "Microsoft.Communication/communicationServices" });
    let path = format!("{}/providers/Microsoft.Communication/checkNameAvailability", world.home());
    let answer = world.sam().post(&path, COMMUNICATION, Some(body)).await.expect(200).body;
    (answer["nameAvailable"].as_bool().expect("a flag"), answer["reason"].as_str().expect("a reason").to_owned())
}

#[tokio::test]
async fn a_name_is_checked_against_the_world() {
    let world = World::with(TAKEN);
    world.register();
    world.sam().make(&service(&world.home(), "ours")).await.expect(201);
    let told = |available: bool, reason: &str| (available, reason.to_owned());
    assert_eq!(
        check(&world, "free").await,
        told(true, "NameAvailable"),
        "outside the declared reasons, as in the example"
    );
    assert_eq!(check(&world, "OURS").await, told(false, "AlreadyExists"), "ours, in any case");
    assert_eq!(check(&world, "fabrikam-acs").await, told(false, "AlreadyExists"), "a stranger's");
    for bad in ["", "a b", "a.b", "ä", &"a".repeat(64)] {
        assert_eq!(check(&world, bad).await, told(false, "Invalid"), "{bad}");
    }
    let path = format!("{}/providers/Microsoft.Communication/checkNameAvailability", world.home());
    for bad in [json!({}), json!({ "name": "x" }), json!({ "name": "x", "type": "Microsoft.Storage/x" })] {
        world.sam().post(&path, COMMUNICATION, Some(bad)).await.refused(400, "BadRequest");
    }
}

#[tokio::test]
async fn a_taken_name_is_refused_in_two_ways() {
    let world = World::with(TAKEN);
    world.register();
    let (sam, home) = (world.sam(), world.home());
    sam.make(&service(&home, "Fabrikam-acs")).await.refused(400, "HostNamePrefixTaken");
    assert!(check(&world, "communication").await.0, "the check does not know the reserved words");
    sam.make(&service(&home, "communication")).await.refused(400, "HostNamePrefixTaken");
    sam.make(&service(&home, "ours")).await.expect(201);
    sam.put(&format!("{home}/resourceGroups/rg-two"), RESOURCES, json!({ "location": "westeurope" })).await.expect(201);
    let same = format!("{home}/resourceGroups/rg-two/providers/Microsoft.Communication/communicationServices/Ours");
    sam.make(&same).await.refused(409, "NameReservationTaken");
}

#[tokio::test]
async fn a_definition_is_refused_for_what_is_wrong_in_it() {
    let world = World::well();
    world.register();
    let (sam, home) = (world.sam(), world.home());
    let put = async |body: Value| sam.put(&service(&home, "x"), COMMUNICATION, body).await;
    let of = |location: &str| json!({ "location": location, "properties": { "dataLocation": "Europe" } });
    put(json!({ "properties": { "dataLocation": "Europe" } })).await.refused(400, "LocationRequired");
    let region = put(of("West Europe")).await.refused(400, "NoRegisteredProviderFound");
    assert!(region.message().contains("location 'westeurope'"), "a region that Azure has: {}", region.message());
    put(of("mars")).await.refused(400, "LocationNotAvailableForResourceType");
    let silent = put(json!({ "location": "global" })).await.refused(400, "BadRequest");
    assert_eq!(silent.body["error"]["details"][0]["target"], "properties.dataLocation", "what is missing");
    put(json!({ "location": "global", "properties": { "dataLocation": "Atlantis" } })).await.refused(400, "BadRequest");
    put(json!({ "location": "global", "properties": [] })).await.refused(400, "InvalidRequestContent");
    put(json!({ "location": "global", "colour": "red" })).await.refused(400, "InvalidRequestContent");
    put(json!([])).await.refused(400, "InvalidRequestContent");
    let mut body = europe();
    body["properties"]["disableLocalAuth"] = json!("yes");
    put(body).await.refused(400, "BadRequest");
    let mut body = europe();
    body["identity"] = json!({ "type": "Royal" });
    put(body).await.refused(400, "InvalidRequestContent");
    sam.make(&service(&home, "a.b")).await.refused(400, "InvalidResourceName");
    sam.make(&service(&home, &"a".repeat(64))).await.refused(400, "InvalidResourceName");
    let gone = service(&home, "x").replace("rg-collaboration", "rg-gone");
    sam.make(&gone).await.refused(404, "ResourceGroupNotFound");
}

#[tokio::test]
async fn data_stay_where_they_are() {
    let world = World::well();
    world.register();
    let (sam, path) = (world.sam(), service(&world.home(), "contoso"));
    sam.make(&path).await.expect(201);
    world.advance(20);
    let body = json!({ "location": "Global", "properties": { "dataLocation": "Germany" } });
    let refused = sam.put(&path, COMMUNICATION, body).await.refused(409, "PropertyChangeNotAllowed");
    assert_eq!(refused.body["error"]["target"], "properties.dataLocation", "what cannot change");
    let body = json!({ "properties": { "dataLocation": "Germany" } });
    let patched = sam.patch(&path, COMMUNICATION, body).await.expect(200).body;
    assert_eq!(patched["properties"]["dataLocation"], "Europe", "a PATCH does not speak of it");
}

#[tokio::test]
async fn a_subscription_holds_only_so_many() {
    let world = World::with("[[subscription]]\nname = 'collaboration'\nservice_quota = 1\n");
    world.register();
    let (sam, home) = (world.sam(), world.home());
    sam.make(&service(&home, "one")).await.expect(201);
    let refused = sam.make(&service(&home, "two")).await.refused(409, "QuotaExceeded");
    assert!(refused.message().contains("Current limit: 1, current usage: 1"), "{}", refused.message());
    world.advance(20);
    sam.delete(&service(&home, "one"), COMMUNICATION).await.expect(202);
    world.advance(15);
    sam.make(&service(&home, "two")).await.expect(201);
}

#[tokio::test]
async fn what_is_not_there_is_named() {
    let world = World::well();
    world.register();
    let (sam, home) = (world.sam(), world.home());
    let path = service(&home, "gone");
    let refused = sam.get(&path, COMMUNICATION).await.refused(404, "ResourceNotFound");
    let expected = "The Resource 'Microsoft.Communication/communicationServices/gone' under resource group 'rg-collaboration' \
                    was not found.";
    assert!(refused.message().starts_with(expected), "{}", refused.message());
    sam.patch(&path, COMMUNICATION, json!({ "tags": {} })).await.refused(404, "ResourceNotFound");
    sam.post(&format!("{path}/listKeys"), COMMUNICATION, None).await.refused(404, "ResourceNotFound");
    let body = json!({ "keyType": "Secondary" });
    sam.post(&format!("{path}/regenerateKey"), COMMUNICATION, Some(body)).await.refused(404, "ResourceNotFound");
    let follow =
        "/providers/Microsoft.Communication/locations/westus/operationStatuses/7c0d4f3a-2b61-4e58-9a17-5d3e8f60c2b4";
    sam.get(follow, COMMUNICATION).await.refused(404, "OperationNotFound");
}

#[tokio::test]
async fn older_versions_show_less() {
    let world = World::well();
    world.register();
    let (sam, path) = (world.sam(), service(&world.home(), "contoso"));
    sam.make(&path).await.expect(201);
    let new = sam.get(&path, "2026-03-18").await.expect(200).body;
    let old = sam.get(&path, "2023-04-01").await.expect(200).body;
    assert_eq!(new["properties"]["publicNetworkAccess"], "Enabled", "the newer have it");
    assert_eq!(old["properties"].get("publicNetworkAccess"), None, "the older do not");
}

#[tokio::test]
async fn a_body_needs_its_type() {
    let world = World::well();
    world.register();
    let path = format!("{}?api-version={COMMUNICATION}", service(&world.home(), "x"));
    let plain = [("content-type", "text/plain")];
    let answer = world.sam().call(Method::PUT, &path, &plain, Some(europe())).await;
    answer.refused(415, "UnsupportedMediaType");
    world.sam().call(Method::PUT, &path, &[], None).await.expect(400);
}
