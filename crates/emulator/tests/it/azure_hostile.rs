use emulator::state::IdSource;
use http::Method;
use serde_json::{Value, json};

use crate::azure_support::{COMMUNICATION, RESOURCES, SUBSCRIPTIONS, World, service};
use crate::support::send;

fn pick(source: &mut IdSource, below: usize) -> usize {
    source.digits(6).parse::<usize>().expect("digits") % below
}

fn nonsense(source: &mut IdSource, depth: usize) -> Value {
    match pick(source, if depth == 0 { 6 } else { 8 }) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1),
        3 => json!(""),
        4 => json!("\u{202e}'\"<script>\0"),
        5 => json!("a".repeat(3_000)),
        6 => json!([nonsense(source, depth - 1), nonsense(source, depth - 1)]),
        _ => json!({ "type": nonsense(source, depth - 1), "x": nonsense(source, depth - 1) }),
    }
}

#[tokio::test]
async fn no_path_is_answered_with_an_accident() {
    let world = World::well();
    world.register();
    let (sam, home) = (world.sam(), world.home());
    let bearer = format!("Bearer {}", sam.token);
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    for path in [
        "".to_owned(),
        "/".to_owned(),
        "//".to_owned(),
        "/subscriptions//resourceGroups".to_owned(),
        "/subscriptions/%00".to_owned(),
        "/subscriptions/%FF%FE".to_owned(),
        "/subscriptions/..%2F..%2Fgraph".to_owned(),
        "/subscriptions/%C3%A9".to_owned(),
        format!("{home}/resourceGroups/{}", "a".repeat(5_000)),
        format!("{home}/resourceGroups/%20"),
        format!("{home}/resourceGroups/%E2%80%AEevil"),
        format!("{home}/resourceGroups/x%2Fy"),
        format!("{home}/resourceGroups/rg-collaboration/providers/Microsoft.Communication/communicationServices/%25"),
        format!("{home}/resourceGroups/rg-collaboration/providers//"),
        format!("{home}/providers/%00"),
        format!("{home}/providers/Microsoft.Communication/locations/x/operationStatuses/%27"),
        format!("{home}/operationresults/..%5C"),
        "/providers/Microsoft.Authorization/elevateAccess/x".to_owned(),
    ] {
        for method in
            [Method::GET, Method::HEAD, Method::PUT, Method::PATCH, Method::POST, Method::DELETE, Method::OPTIONS]
        {
            for version in [SUBSCRIPTIONS, RESOURCES, COMMUNICATION, "%00", "%FF"] {
                let uri =
                    format!("/azure{path}?api-version={version}&$filter=%27&$top=-1&%24skipToken=99999999999999999999");
                let answer = send(&world.emulator, method.clone(), &uri, &headers, "{}".to_owned()).await;
                let status = answer.status.as_u16();
                assert!(status < 500 || status == 501, "{method} {uri}: {status} {}", answer.text);
            }
        }
    }
}

#[tokio::test]
async fn no_body_is_answered_with_an_accident() {
    let world = World::well();
    world.register();
    let (sam, home) = (world.sam(), world.home());
    sam.make(&service(&home, "contoso")).await.expect(201);
    world.advance(20);
    let check = format!("{home}/providers/Microsoft.Communication/checkNameAvailability");
    let calls = [
        (Method::PUT, format!("{home}/resourceGroups/rg-new"), RESOURCES),
        (Method::PATCH, format!("{home}/resourceGroups/rg-collaboration"), RESOURCES),
        (Method::PUT, service(&home, "contoso"), COMMUNICATION),
        (Method::PUT, service(&home, "fresh"), COMMUNICATION),
        (Method::PATCH, service(&home, "contoso"), COMMUNICATION),
        (Method::POST, check, COMMUNICATION),
        (Method::POST, service(&home, "contoso") + "/regenerateKey", COMMUNICATION),
        (Method::POST, service(&home, "contoso") + "/listKeys", COMMUNICATION),
    ];
    let names = ["location", "tags", "properties", "identity", "name", "type", "keyType", "sku", "\u{0}"];
    let mut source = IdSource::new(41);
    for _ in 0..60 {
        for (method, path, version) in &calls {
            let mut body = json!({ "location": "global", "properties": { "dataLocation": nonsense(&mut source, 1) } });
            for _ in 0..=pick(&mut source, 3) {
                body[names[pick(&mut source, names.len())]] = nonsense(&mut source, 3);
            }
            let uri = format!("{path}?api-version={version}");
            let reply = sam.call(method.clone(), &uri, &[], Some(body.clone())).await;
            assert!(reply.status.as_u16() < 500, "{method} {path} {body}: {} {}", reply.status, reply.body);
        }
    }
    for text in ["{", "null", "1", "\"", "[]", "{\"location\":}", "\u{feff}{}"] {
        for (method, path, version) in &calls {
            let bearer = format!("Bearer {}", sam.token);
            let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
            let uri = format!("/azure{path}?api-version={version}");
            let answer = send(&world.emulator, method.clone(), &uri, &headers, text.to_owned()).await;
            assert!(answer.status.as_u16() < 500, "{method} {path} {text}: {} {}", answer.status, answer.text);
        }
    }
    sam.get(&service(&home, "contoso"), COMMUNICATION).await.expect(200);
}

#[tokio::test]
async fn a_body_that_is_too_long_is_refused() {
    let world = World::well();
    let path = format!("{}/resourceGroups/rg-new", world.home());
    let body = json!({ "location": "westeurope", "tags": { "a": "x".repeat(5 * 1024 * 1024) } });
    world.sam().put(&path, RESOURCES, body).await.refused(413, "RequestContentTooLarge");
}

#[tokio::test]
async fn hostile_names_come_back_as_they_are() {
    let (emulator, clock) = crate::support::started("hostile-names");
    let world = World { emulator, clock };
    let list = world.sam().get("/subscriptions", SUBSCRIPTIONS).await.expect(200);
    let hostile = list.each("displayName").into_iter().find(|name| name.contains("<b>")).expect("the hostile one");
    assert!(hostile.contains('\u{202e}'), "unchanged: {hostile}");
}
