//! Every operation of the condensed contracts is there, and answers with their statuses and members.

use http::Method;
use serde_json::{Map, Value, json};

use crate::azure_support::{COMMUNICATION, Reply, World, europe, service};

const COMMUNICATION_CONTRACT: &str = include_str!("../../contracts/arm/communicationservices-contract.json");
const OTHER_CONTRACTS: &str = include_str!("../../contracts/arm/arm-contract-extra.json");
const EXAMPLE: &str = include_str!("../../contracts/arm/createOrUpdate.2026-03-18.example.json");

/// Members of Azure's common resource types, which the condensed contracts leave out.
const COMMON: [&str; 1] = ["systemData"];

fn read(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// A world with one finished service, and its path.
async fn furnished() -> (World, String) {
    let world = World::well();
    world.register();
    let path = service(&world.home(), "contoso");
    world.sam().make(&path).await.expect(201);
    world.advance(20);
    (world, path)
}

fn filled(world: &World, template: &str) -> String {
    let subscription = world.subscription("Contoso Collaboration");
    [
        ("{subscriptionId}", subscription.as_str()),
        ("{resourceGroupName}", "rg-collaboration"),
        ("{rg}", "rg-collaboration"),
        ("{resourceProviderNamespace}", "Microsoft.Communication"),
        ("{namespace}/{parentPath}/{type}/{name}", "Microsoft.Communication/communicationServices/contoso"),
        ("{communicationServiceName}", "contoso"),
    ]
    .iter()
    .fold(template.to_owned(), |path, (place, value)| path.replace(place, value))
}

/// What the answer has and the contract lacks, and the other way round. Words are leaves; a question mark at the end means
/// that the member may be absent.
fn departures(shape: &Value, answer: &Value, at: &str, found: &mut Vec<String>) {
    match (shape, answer) {
        (Value::Object(shape), Value::Object(answer)) => {
            let optional = |leaf: &Value| leaf.as_str().is_some_and(|text| text.ends_with('?'));
            for (name, inner) in shape {
                match answer.get(name) {
                    Some(value) => departures(inner, value, &format!("{at}/{name}"), found),
                    None if optional(inner) => {}
                    None => found.push(format!("{at}/{name} is missing")),
                }
            }
            let strangers = answer.keys().filter(|name| !shape.contains_key(*name) && !COMMON.contains(&name.as_str()));
            found.extend(strangers.map(|name| format!("{at}/{name} is not in the contract")));
        }
        (Value::Array(shapes), Value::Array(items)) => {
            for (shape, item) in shapes.iter().cycle().zip(items) {
                departures(shape, item, &format!("{at}[]"), found);
            }
        }
        _ => {}
    }
}

fn assert_kept(operation: &Value, reply: &Reply) {
    let id = operation["id"].as_str().expect("an id");
    let status = reply.status.as_u16();
    let listed = operation["statuses"].as_array().map_or_else(
        || operation.get(status.to_string()).is_some() || status == 200,
        |statuses| statuses.contains(&json!(status)),
    );
    assert!(listed, "{id} was answered {status}: {}", reply.body);
    let shape = operation["response"].get(status.to_string()).or(operation.get(status.to_string()));
    let mut found = Vec::new();
    if let Some(shape) = shape.filter(|shape| shape.is_object()) {
        departures(shape, &reply.body, id, &mut found);
    }
    assert_eq!(found, Vec::<String>::new(), "{id} keeps to the contract: {}", reply.body);
}

#[tokio::test]
async fn every_operation_of_the_contracts_is_there() {
    let (world, path) = furnished().await;
    let sam = world.sam();
    let mut called = 0;
    for operation in read(OTHER_CONTRACTS)["operations"].as_array().expect("operations") {
        let template = operation["path"].as_str().expect("a path");
        if !template.starts_with('/') {
            continue;
        }
        let method: Method = operation["method"].as_str().expect("a method").parse().expect("a method");
        let version = operation["apiVersion"].as_str().expect("versions").split(" | ").next().expect("one");
        let path = format!("{}?api-version={version}", filled(&world, template));
        let body = operation.get("exampleRequest").cloned();
        assert_kept(operation, &sam.call(method, &path, &[], body).await);
        called += 1;
    }
    let contract = read(COMMUNICATION_CONTRACT);
    let (last, first): (Vec<_>, Vec<_>) =
        contract["operations"].as_array().expect("operations").iter().partition(|one| one["id"] == "Delete");
    for operation in first.into_iter().chain(last) {
        let method: Method = operation["method"].as_str().expect("a method").parse().expect("a method");
        let target = match (operation["path"].as_str(), operation["id"].as_str().expect("an id")) {
            (Some(template), _) if template.starts_with('/') => filled(&world, template),
            (Some(template), _) => format!("{path}/{}", template.rsplit('/').next().expect("its end")),
            (None, _) => path.clone(),
        };
        let body = match operation["id"].as_str().expect("an id") {
            "CreateOrUpdate" => Some(europe()),
            "Update" => Some(json!({ "tags": { "a": "b" } })),
            "RegenerateKey" => Some(json!({ "keyType": "Primary" })),
            "CheckNameAvailability" => {
                Some(json!({ "name": "x", "type": "Microsoft.Communication/CommunicationServices" }))
            }
            _ => None,
        };
        let reply = sam.call(method, &format!("{target}?api-version={COMMUNICATION}"), &[], body).await;
        assert_kept(operation, &reply);
        called += 1;
    }
    assert_eq!(called, 22, "none was left out");
}

#[tokio::test]
async fn a_resource_has_the_contracts_members() {
    let (world, path) = furnished().await;
    let contract = read(COMMUNICATION_CONTRACT);
    let shape = contract["CommunicationServiceResource"].as_object().expect("a shape");
    let answer = world.sam().get(&path, COMMUNICATION).await.expect(200).body;
    let strangers = |shape: &Map<String, Value>, answer: &Value| {
        let own = ["id", "name", "type", "systemData"];
        let members = answer.as_object().expect("an object").keys();
        members.filter(|name| !shape.contains_key(*name) && !own.contains(&name.as_str())).cloned().collect::<Vec<_>>()
    };
    assert_eq!(strangers(shape, &answer), Vec::<String>::new(), "at the top");
    let properties = shape["properties"].as_object().expect("properties");
    assert_eq!(strangers(properties, &answer["properties"]), Vec::<String>::new(), "in the properties");
    for location in contract["dataLocations"].as_array().expect("places") {
        let name = location.as_str().expect("text").to_lowercase().replace(' ', "-");
        let body = json!({ "location": "global", "properties": { "dataLocation": location } });
        let path = service(&world.home(), &format!("in-{name}"));
        world.sam().put(&path, COMMUNICATION, body).await.expect(201);
    }
    for version in contract["stableApiVersions"].as_array().expect("versions") {
        world.sam().get(&path, version.as_str().expect("text")).await.expect(200);
    }
}

#[tokio::test]
async fn microsofts_example_is_answered_as_it_says() {
    let (world, _) = furnished().await;
    let example = read(EXAMPLE);
    let group = format!("{}/resourceGroups/MyResourceGroup", world.home());
    world.sam().put(&group, "2025-04-01", json!({ "location": "westus" })).await.expect(201);
    let path = format!("{group}/providers/Microsoft.Communication/communicationServices/MyCommunicationResource");
    let body = example["parameters"]["parameters"].clone();
    let made = world.sam().put(&path, "2026-03-18", body.clone()).await.expect(201);
    assert!(!made.header("azure-asyncoperation").is_empty(), "the header of the example");
    world.advance(20);
    let there = world.sam().put(&path, "2026-03-18", body).await.expect(200);
    for (status, answer) in [("201", made.body), ("200", there.body)] {
        let expected = &example["responses"][status]["body"];
        for name in ["name", "type", "identity", "location"] {
            assert_eq!(answer[name], expected[name], "{name} of {status}");
        }
        for name in expected["properties"].as_object().expect("properties").keys().filter(|name| *name != "hostName") {
            assert_eq!(answer["properties"][name], expected["properties"][name], "{name} of {status}");
        }
        let id = expected["id"].as_str().expect("text").split_once("/resourceGroups").expect("two parts").1;
        assert!(answer["id"].as_str().expect("text").ends_with(id), "the id of {status}: {}", answer["id"]);
    }
}
