use std::sync::Arc;

use emulator::state::SnapshotDirectory;
use emulator::{Emulator, Options, Scenario};
use serde_json::{Value, json};

use crate::azure_support::{COMMUNICATION, RESOURCES, World, europe, service};
use crate::support::get;

#[tokio::test]
async fn a_provider_is_registered_by_asking_until_it_is() {
    let world = World::well();
    let (sam, home) = (world.sam(), world.home());
    let provider = format!("{home}/providers/Microsoft.Communication");
    let before = sam.get(&provider, RESOURCES).await.expect(200);
    assert_eq!(before.body["registrationState"], "NotRegistered", "nobody needed it before");
    assert_eq!(before.body["resourceTypes"][1]["apiVersions"][1], COMMUNICATION, "it lists its versions, newest first");
    let check = json!({ "name": "contoso-europe", "type": "Microsoft.Communication/CommunicationServices" });
    let name = format!("{home}/providers/Microsoft.Communication/checkNameAvailability");
    let refused = sam.post(&name, COMMUNICATION, Some(check.clone())).await;
    let refused = refused.refused(409, "MissingSubscriptionRegistration");
    assert_eq!(refused.body["error"]["details"][0]["target"], "Microsoft.Communication", "which one, in the details");

    let asked = sam.post(&format!("{provider}/register"), RESOURCES, None).await.expect(200);
    assert_eq!(asked.body["registrationState"], "Registering", "not yet");
    assert_eq!(asked.header("retry-after"), "5", "when to ask again");
    assert!(!asked.headers.contains_key("location"), "it is no long-running operation");
    sam.make(&service(&home, "contoso-europe")).await.refused(409, "MissingSubscriptionRegistration");
    world.advance(39);
    sam.post(&format!("{provider}/register"), RESOURCES, None).await.expect(200);
    let soon = sam.get(&provider, RESOURCES).await.expect(200);
    assert_eq!(soon.body["registrationState"], "Registering", "asking again does not start anew, nor end it");
    world.advance(1);
    assert_eq!(sam.get(&provider, RESOURCES).await.body["registrationState"], "Registered", "now");
    sam.post(&name, COMMUNICATION, Some(check)).await.expect(200);

    let off = sam.post(&format!("{provider}/unregister"), RESOURCES, None).await.expect(200);
    assert_eq!(off.body["registrationState"], "Unregistering", "and back");
    world.advance(40);
    assert_eq!(sam.get(&provider, RESOURCES).await.body["registrationState"], "Unregistered", "it was once");
}

#[tokio::test]
async fn a_communication_service_lives_from_its_name_to_its_deletion() {
    let world = World::well();
    world.register();
    let (sam, home) = (world.sam(), world.home());
    let group = format!("{home}/resourceGroups/rg-Handrail");
    let body = json!({ "location": "West Europe", "tags": { "made-by": "Handrail" } });
    let made = sam.put(&group, RESOURCES, body).await.expect(201);
    assert_eq!(made.body["location"], "westeurope", "the region is written one way");
    assert_eq!(made.body["properties"]["provisioningState"], "Succeeded", "groups are there at once");

    let path = format!("{group}/providers/Microsoft.Communication/communicationServices/contoso-europe");
    sam.get(&path, COMMUNICATION).await.refused(404, "ResourceNotFound");
    let accepted = sam.make(&path).await.expect(201);
    assert_eq!(accepted.body["properties"]["provisioningState"], "Accepted", "as in Microsoft's example");
    assert_eq!(accepted.body["properties"].get("hostName"), None, "no host yet");
    assert_eq!(accepted.header("retry-after"), "5", "seconds");
    let follow = accepted.header("azure-asyncoperation").to_owned();
    assert!(
        follow.starts_with("http://localhost:47100/azure/providers/Microsoft.Communication/locations/"),
        "{follow}"
    );
    sam.make(&path).await.refused(409, "Conflict");
    sam.post(&format!("{path}/listKeys"), COMMUNICATION, None).await.refused(409, "Conflict");

    let running = sam.follow(&follow).await.expect(200);
    assert_eq!((&running.body["status"], running.header("retry-after")), (&json!("InProgress"), "5"), "go on asking");
    assert_eq!(sam.get(&path, COMMUNICATION).await.body["properties"]["provisioningState"], "Creating", "meanwhile");
    world.advance(20);
    let done = sam.follow(&follow).await.expect(200);
    assert_eq!((&done.body["status"], done.header("retry-after")), (&json!("Succeeded"), ""), "no need to go on");
    assert_eq!(done.body["endTime"], "2026-11-21T09:00:20Z", "when it was over");

    let there = sam.get(&path, COMMUNICATION).await.expect(200).body;
    assert_eq!(there["properties"]["provisioningState"], "Succeeded", "it is there");
    assert_eq!(there["properties"]["hostName"], "contoso-europe.europe.communication.azure.com", "with its host");
    assert!(there["id"].as_str().expect("an id").ends_with("/CommunicationServices/contoso-europe"), "canonical id");
    assert_eq!(there["systemData"]["createdBy"], "sam@practice.handrail.example", "who made it");
    change_and_delete(&world, &path).await;
}

async fn change_and_delete(world: &World, path: &str) {
    let sam = world.sam();
    let keys = sam.post(&format!("{path}/listKeys"), COMMUNICATION, None).await.expect(200).body;
    let connection = keys["primaryConnectionString"].as_str().expect("a connection string");
    let (start, key) = connection.split_once(";accesskey=").expect("two parts");
    assert_eq!(start, "endpoint=https://contoso-europe.europe.communication.azure.com/", "the endpoint");
    assert_eq!((key, key.len()), (keys["primaryKey"].as_str().expect("a key"), 88), "64 bytes in base64");
    let body = json!({ "keyType": "Primary" });
    let fresh = sam.post(&format!("{path}/regenerateKey"), COMMUNICATION, Some(body)).await.expect(200).body;
    assert_ne!(fresh["primaryKey"], keys["primaryKey"], "this one is new");
    assert_eq!(fresh["secondaryKey"], keys["secondaryKey"], "that one is not");

    let tags = json!({ "tags": { "cost": "42" }, "properties": { "disableLocalAuth": true } });
    let patched = sam.patch(path, COMMUNICATION, tags).await.expect(200).body;
    assert_eq!(
        (&patched["tags"]["cost"], &patched["properties"]["disableLocalAuth"]),
        (&json!("42"), &json!(true)),
        "both"
    );
    let put = sam.make(path).await.expect(200);
    assert_eq!(put.body.get("tags"), None, "a PUT says all: tags that it leaves out are gone");
    assert!(!put.headers.contains_key("azure-asyncoperation"), "nothing to wait for");

    let deleted = sam.delete(path, COMMUNICATION).await.expect(202);
    let location = deleted.header("location").to_owned();
    assert_eq!(deleted.header("retry-after"), "5", "seconds");
    sam.follow(&location).await.expect(202);
    assert_eq!(sam.get(path, COMMUNICATION).await.body["properties"]["provisioningState"], "Deleting", "still there");
    world.advance(15);
    let over = sam.follow(&location).await.expect(200);
    assert_eq!(over.body, Value::Null, "nothing to say");
    sam.get(path, COMMUNICATION).await.refused(404, "ResourceNotFound");
    sam.delete(path, COMMUNICATION).await.expect(204);
    sam.make(path).await.expect(201);
}

#[tokio::test]
async fn making_one_can_fail_after_a_while_and_be_tried_again() {
    let world = World::with("[oddities.azure]\ncreation_fails = 'HostNamePrefixTaken'\n");
    world.register();
    let (sam, path) = (world.sam(), service(&world.home(), "contoso"));
    let follow = sam.make(&path).await.expect(201).header("azure-asyncoperation").to_owned();
    world.advance(20);
    let failed = sam.follow(&follow).await.expect(200).body;
    assert_eq!((&failed["status"], &failed["error"]["code"]), (&json!("Failed"), &json!("HostNamePrefixTaken")), "200");
    assert_eq!(sam.get(&path, COMMUNICATION).await.body["properties"]["provisioningState"], "Failed", "what is left");
    sam.post(&format!("{path}/listKeys"), COMMUNICATION, None).await.refused(409, "Conflict");
    world.arrange(|tenant| tenant.oddities.azure.creation_fails.clear());
    let follow = sam.make(&path).await.expect(201).header("azure-asyncoperation").to_owned();
    world.advance(20);
    assert_eq!(sam.follow(&follow).await.body["status"], "Succeeded", "the second time");
}

#[tokio::test]
async fn deleting_a_group_takes_its_services_along() {
    let world = World::well();
    world.register();
    let (sam, home) = (world.sam(), world.home());
    let path = service(&home, "contoso");
    sam.make(&path).await.expect(201);
    world.advance(20);
    let group = format!("{home}/resourceGroups/rg-collaboration");
    let location = sam.delete(&group, RESOURCES).await.expect(202).header("location").to_owned();
    assert_eq!(sam.get(&group, RESOURCES).await.body["properties"]["provisioningState"], "Deleting", "while it lasts");
    sam.put(&group, RESOURCES, json!({ "location": "westeurope" })).await.refused(409, "ResourceGroupBeingDeleted");
    sam.make(&service(&home, "another")).await.refused(409, "ResourceGroupBeingDeleted");
    sam.delete(&group, RESOURCES).await.expect(202);
    let asked = sam.follow(&location).await.expect(202);
    assert!(!asked.header("location").is_empty(), "where to ask again");
    world.advance(15);
    sam.follow(&location).await.expect(200);
    sam.get(&group, RESOURCES).await.refused(404, "ResourceGroupNotFound");
    sam.get(&path, COMMUNICATION).await.refused(404, "ResourceGroupNotFound");
    sam.put(&group, RESOURCES, json!({ "location": "northeurope" })).await.expect(201);
    sam.get(&path, COMMUNICATION).await.refused(404, "ResourceNotFound");
    sam.make(&path).await.expect(201);
}

#[tokio::test]
async fn delays_pass_faster_and_dates_do_not() {
    let mut options = Options::new(Scenario::load("all-is-well").expect("a scenario"));
    options.delay_speed = 60;
    let world = World::of(options);
    world.register();
    let (sam, path) = (world.sam(), service(&world.home(), "contoso"));
    let follow = sam.make(&path).await.expect(201).header("azure-asyncoperation").to_owned();
    world.advance(1);
    let done = sam.follow(&follow).await.expect(200).body;
    assert_eq!(done["status"], "Succeeded", "a minute of delays in a second");
    assert_eq!(done["endTime"], "2026-11-21T09:00:01Z", "it did not end in the future");
}

#[tokio::test]
async fn an_operation_under_way_survives_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut options = Options::new(Scenario::load("all-is-well").expect("a scenario"));
    options.keep = Some(Arc::new(SnapshotDirectory::open(folder.path()).expect("a folder")));
    let world = World::of(options.clone());
    world.register();
    let path = service(&world.home(), "contoso");
    let follow = world.sam().make(&path).await.expect(201).header("azure-asyncoperation").to_owned();
    let before = world.emulator.read(Clone::clone);
    let clock = world.clock.clone();
    drop(world);
    let again = World { emulator: Emulator::new(options, clock.clone()).expect("it starts"), clock };
    assert!(again.emulator.read(|tenant| *tenant == before), "everything is as it was");
    assert_eq!(again.sam().follow(&follow).await.expect(200).body["status"], "InProgress", "it goes on");
    again.advance(20);
    assert_eq!(again.sam().follow(&follow).await.expect(200).body["status"], "Succeeded", "and ends");
    let keys = again.sam().post(&format!("{path}/listKeys"), COMMUNICATION, None).await.expect(200).body;
    let kept =
        before.azure.subscriptions.values().flat_map(|one| one.groups.values()).flat_map(|one| one.services.values());
    let kept: Vec<&str> = kept.map(|one| one.primary_key.reveal()).collect();
    assert_eq!(kept, [keys["primaryKey"].as_str().expect("a key")], "keys stay what they were");
}

#[tokio::test]
async fn a_snapshot_from_before_azure_is_read() {
    let world = World::well();
    let mut old = world.emulator.read(|tenant| serde_json::to_value(tenant).expect("it is written"));
    old.as_object_mut().expect("an object").remove("azure");
    old["oddities"].as_object_mut().expect("an object").remove("azure");
    let read: emulator::state::Tenant = serde_json::from_value(old).expect("it is read");
    assert!(read.azure.subscriptions.is_empty(), "there was none");
}

#[tokio::test]
async fn keys_stand_in_no_state_and_in_no_log() {
    let world = World::well();
    world.register();
    let (sam, path) = (world.sam(), service(&world.home(), "contoso"));
    sam.put(&path, COMMUNICATION, europe()).await.expect(201);
    world.advance(20);
    let keys = sam.post(&format!("{path}/listKeys"), COMMUNICATION, None).await.expect(200).body;
    let state = get(&world.emulator, "/_emulator/state").await;
    let shown = &state.json()["azure"]["subscriptions"];
    assert!(shown.to_string().contains("contoso.europe.communication.azure.com"), "the resource is shown: {shown}");
    let requests = get(&world.emulator, "/_emulator/requests").await;
    let page = get(&world.emulator, "/").await;
    assert!(page.text.contains("contoso.europe.communication.azure.com"), "the resource is on the page");
    let debug = world.emulator.read(|tenant| format!("{:?}", tenant.azure));
    let read = sam.get(&path, COMMUNICATION).await.body.to_string();
    for key in [&keys["primaryKey"], &keys["secondaryKey"]] {
        let key = key.as_str().expect("a key");
        for text in [&state.text, &requests.text, &page.text, &debug, &read] {
            assert!(!text.contains(key), "a key in {text}");
        }
    }
}
