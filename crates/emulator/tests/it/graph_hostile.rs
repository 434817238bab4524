//! Nonsense and malice: never a panic, never a 500.

use emulator::state::IdSource;
use serde_json::{Value, json};

use crate::fuzzed::NAMES;
use crate::graph_support::{World, certificate, key};

/// A number below `limit` from the seeded source.
fn pick(source: &mut IdSource, limit: usize) -> usize {
    source.digits(6).parse::<usize>().expect("digits") % limit
}

#[tokio::test]
async fn filters_made_of_pieces_are_answered_or_refused() {
    let pieces = [
        "displayName",
        "tags/any(",
        "t:",
        "t eq ",
        "'x'",
        "'",
        "''",
        "(",
        ")",
        " and ",
        " or ",
        "not ",
        " eq ",
        " ne ",
        " in ",
        "startswith(",
        ",",
        "null",
        "true",
        "2026-11-21T09:00:00Z",
        "/$count",
        "any",
        "é",
        "\u{0}",
        "a:b:c",
        "//",
        "'it''s'",
        "-1",
        "99999999999999999999",
        "contains(displayName,'x')",
        "identifierUris/any(u: u eq 'x')",
        "%",
    ];
    let world = World::well();
    let sam = world.sam();
    let mut source = IdSource::new(7);
    for _ in 0..400 {
        let filter: String = (0..=pick(&mut source, 9)).map(|_| pieces[pick(&mut source, pieces.len())]).collect();
        let encoded: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        for path in ["applications", "users", "auditLogs/directoryAudits"] {
            let reply = sam.get(&format!("/{path}?$filter={encoded}")).await;
            assert!(
                matches!(reply.status.as_u16(), 200 | 400),
                "`{filter}` was answered {}: {}",
                reply.status,
                reply.body
            );
        }
    }
}

fn nonsense(source: &mut IdSource, depth: usize) -> Value {
    match pick(source, if depth == 0 { 5 } else { 7 }) {
        0 => Value::Null,
        1 => json!(source.text(5)),
        2 => json!(pick(source, 1_000)),
        3 => json!(true),
        4 => json!(source.guid()),
        5 => json!([nonsense(source, depth - 1), nonsense(source, depth - 1)]),
        _ => json!({ "id": nonsense(source, depth - 1), "usage": "Verify", "key": nonsense(source, depth - 1) }),
    }
}

#[tokio::test]
async fn bodies_of_nonsense_are_refused_and_change_nothing() {
    let world = World::well();
    let sam = world.sam();
    let (id, _, sp) = sam.integration("x").await;
    sam.patch(&format!("/applications/{id}"), json!({ "keyCredentials": [key(&certificate(30))] })).await.expect(204);
    let calls = [
        ("POST", "/applications".to_owned()),
        ("PATCH", format!("/applications/{id}")),
        ("PATCH", "/applications(uniqueName='x')".to_owned()),
        ("POST", format!("/applications/{id}/addPassword")),
        ("POST", format!("/applications/{id}/removePassword")),
        ("POST", format!("/applications/{id}/owners/$ref")),
        ("POST", "/servicePrincipals".to_owned()),
        ("PATCH", format!("/servicePrincipals/{sp}")),
        ("POST", format!("/servicePrincipals/{sp}/appRoleAssignments")),
        ("POST", "/oauth2PermissionGrants".to_owned()),
        ("POST", "/me/onlineMeetings".to_owned()),
        ("POST", "/me/onlineMeetings/createOrGet".to_owned()),
        ("POST", "/admin/teams/policy/userAssignments/assign".to_owned()),
        ("PATCH", "/policies/defaultAppManagementPolicy".to_owned()),
        ("POST", "/$batch".to_owned()),
    ];
    let mut source = IdSource::new(11);
    for _ in 0..40 {
        for (method, path) in &calls {
            let mut body = json!({});
            for _ in 0..=pick(&mut source, 3) {
                body[NAMES[pick(&mut source, NAMES.len())]] = nonsense(&mut source, 3);
            }
            let reply = sam.call(method, path, &[("prefer", "create-if-missing")], Some(body.clone())).await;
            assert!(
                reply.status.as_u16() < 500,
                "{method} {path} {body} was answered {}: {}",
                reply.status,
                reply.body
            );
        }
    }
    let read = sam.get(&format!("/applications/{id}")).await.expect(200).body;
    assert_eq!(read["keyCredentials"].as_array().expect("keys").len(), 1, "the certificate is still there");
}

#[tokio::test]
async fn hostile_names_come_back_as_they_are() {
    let world = World::new("hostile-names");
    let sam = world.sam();
    let users = sam.get("/users?$select=id,displayName&$top=50").await.expect(200);
    assert!(users.items().len() > 5, "there are some");
    for user in users.items() {
        let id = user["id"].as_str().expect("text");
        assert_eq!(
            sam.get(&format!("/users/{id}")).await.expect(200).body["displayName"],
            user["displayName"],
            "unchanged"
        );
    }
    for name in ["<script>alert(1)</script>", "=cmd|'/c calc'!A1", "a\u{202e}b", "'; drop table", "x\r\nSet-Cookie: y"]
    {
        let made = sam.post("/applications", json!({ "displayName": name })).await.expect(201);
        assert_eq!(made.body["displayName"], name, "unchanged");
    }
    world.assert_contract_kept();
}

#[tokio::test]
async fn odd_paths_are_not_found() {
    let world = World::well();
    let sam = world.sam();
    for path in [
        "/users/",
        "/users/%00",
        "/applications('",
        "/applications(appId='')",
        "/applications(appId='x'')",
        "/users/%FF%FE",
        "/servicePrincipals/../users",
        "/applications/x/owners/y/$ref",
        "/%24batch",
        "/users//onlineMeetings",
        "/",
    ] {
        let reply = sam.get(path).await;
        assert!(matches!(reply.status.as_u16(), 200 | 400 | 404 | 501), "{path} was answered {}", reply.status);
    }
}

#[tokio::test]
async fn a_packed_body_is_asked_for_unpacked() {
    let world = World::well();
    let headers = [("content-encoding", "gzip")];
    let body = json!({ "displayName": "x" });
    world.sam().call("POST", "/applications", &headers, Some(body)).await.refused(415, "UnsupportedMediaType");
}
