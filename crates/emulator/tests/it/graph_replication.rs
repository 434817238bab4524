//! A directory of several replicas that lag, and services that lag behind it.

use serde_json::json;

use crate::graph_support::World;

fn lagging() -> World {
    let world = World::well();
    world.arrange(|tenant| {
        tenant.oddities.replicas = 3;
        tenant.oddities.replication_ms = 20_000;
    });
    world
}

#[tokio::test]
async fn what_was_just_made_is_404_on_some_replicas() {
    let world = lagging();
    let sam = world.sam();
    let (id, _) = sam.application("x").await;
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.push(sam.get(&format!("/applications/{id}")).await.status.as_u16());
    }
    seen.sort_unstable();
    assert_eq!(seen, [200, 404, 404], "only the replica that took the write has it");
    world.advance(10);
    let mut later = Vec::new();
    for _ in 0..3 {
        later.push(sam.get(&format!("/applications/{id}")).await.status.as_u16());
    }
    later.sort_unstable();
    assert_eq!(later, [200, 200, 404], "then the next one");
    world.advance(10);
    for _ in 0..3 {
        sam.get(&format!("/applications/{id}")).await.expect(200);
    }
    world.assert_contract_kept();
}

#[tokio::test]
async fn reads_disagree_about_a_change_until_it_has_arrived() {
    let world = World::well();
    let sam = world.sam();
    let (id, _) = sam.application("before").await;
    world.arrange(|tenant| {
        tenant.oddities.replicas = 2;
        tenant.oddities.replication_ms = 10_000;
    });
    let path = format!("/applications/{id}");
    sam.patch(&path, json!({ "displayName": "after" })).await.expect(204);
    let mut names = Vec::new();
    for _ in 0..2 {
        names.push(sam.get(&path).await.expect(200).body["displayName"].clone());
    }
    names.sort_by_key(|name| name.to_string());
    assert_eq!(names, [json!("after"), json!("before")], "one replica each");
}

#[tokio::test]
async fn a_list_misses_a_fresh_assignment() {
    let world = World::well();
    let sam = world.sam();
    let (_, _, sp) = sam.integration("x").await;
    world.arrange(|tenant| {
        tenant.oddities.replicas = 2;
        tenant.oddities.replication_ms = 30_000;
    });
    sam.give(&sp, "User.Read.All").await.expect(201);
    let path = format!("/servicePrincipals/{sp}/appRoleAssignments");
    let mut counts = Vec::new();
    for _ in 0..2 {
        counts.push(sam.get(&path).await.expect(200).items().len());
    }
    counts.sort_unstable();
    assert_eq!(counts, [0, 1], "one replica does not have it yet");
    world.advance(30);
    for _ in 0..2 {
        assert_eq!(sam.get(&path).await.expect(200).items().len(), 1, "then all have");
    }
}

#[tokio::test]
async fn advanced_queries_are_further_behind_than_any_read() {
    let world = lagging();
    let sam = world.sam();
    let before = world.emulator.read(|tenant| tenant.applications.all().count());
    sam.upsert("handrail-x", json!({ "displayName": "x" })).await.expect(201);
    for _ in 0..3 {
        let found = sam.get_eventual("/applications?$count=true").await.expect(200);
        assert_eq!(found.body["@odata.count"], before, "whichever replica answers");
    }
}

#[tokio::test]
async fn a_fresh_application_has_no_service_principal_yet_and_says_so_in_turn() {
    let world = World::well();
    world.arrange(|tenant| {
        tenant.oddities.reference_delay_ms = 15_000;
        tenant.oddities.disguised_403 = true;
    });
    let sam = world.sam();
    let (id, app_id) = sam.application("x").await;
    let body = json!({ "appId": app_id });
    let first = sam.post("/servicePrincipals", body.clone()).await.refused(400, "Request_BadRequest");
    let expected =
        format!("The appId '{app_id}' of the service principal does not reference a valid application object.");
    assert_eq!(first.message(), expected, "Microsoft's words");
    let second = sam.post("/servicePrincipals", body.clone()).await.refused(403, "Authorization_RequestDenied");
    let expected = "When using this permission, the backing application of the service principal being created must in the local tenant";
    assert_eq!(second.message(), expected, "the same in disguise");
    let secret = format!("/applications/{id}/addPassword");
    sam.post(&secret, json!({})).await.refused(404, "Request_ResourceNotFound");
    world.advance(15);
    let sp = sam.post("/servicePrincipals", body).await.expect(201).id();
    sam.post(&secret, json!({})).await.expect(200);
    let early = sam.give(&sp, "User.Read.All").await.refused(400, "Request_BadRequest");
    assert!(early.message().starts_with("Not a valid reference update"), "the new service principal, now");
    world.advance(15);
    sam.give(&sp, "User.Read.All").await.expect(201);
    world.assert_contract_kept();
}

#[tokio::test]
async fn quick_writes_to_one_application_collide() {
    let world = World::well();
    let sam = world.sam();
    let (id, _) = sam.application("x").await;
    world.advance(5);
    world.arrange(|tenant| tenant.oddities.concurrency_window_ms = 500);
    let path = format!("/applications/{id}");
    sam.patch(&path, json!({ "notes": "1" })).await.expect(204);
    let reply =
        sam.post(&format!("{path}/addPassword"), json!({})).await.refused(409, "Directory_ConcurrencyViolation");
    assert!(reply.message().starts_with("Error due to concurrent requests"), "{}", reply.message());
    let (other, _) = sam.application("y").await;
    world.advance(1);
    sam.patch(&format!("/applications/{other}"), json!({ "notes": "1" })).await.expect(204);
    sam.post(&format!("{path}/addPassword"), json!({})).await.expect(200);
    world.assert_contract_kept();
}

#[tokio::test]
async fn an_upsert_on_a_lagging_replica_finds_the_name_taken() {
    let world = World::well();
    world.arrange(|tenant| {
        tenant.oddities.replicas = 2;
        tenant.oddities.replication_ms = 10_000;
    });
    let sam = world.sam();
    let before = world.emulator.read(|tenant| tenant.applications.all().count());
    sam.upsert("handrail-x", json!({ "displayName": "x" })).await.expect(201);
    let mut statuses = Vec::new();
    for _ in 0..2 {
        statuses.push(sam.upsert("handrail-x", json!({ "displayName": "x" })).await.status.as_u16());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 400], "never a second application");
    let count = world.emulator.read(|tenant| tenant.applications.all().count());
    assert_eq!(count, before + 1, "one application");
}
