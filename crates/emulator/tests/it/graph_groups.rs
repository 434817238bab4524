//! Groups: making them, taking members in, and who is in them.

use emulator::state::Tenant;
use serde_json::{Value, json};

use crate::graph_support::{ALEX, GIA, LEE, MIA, Person, ROBIN, Reply, TESS, World};

const SCOPES: &str = "Group.ReadWrite.All Directory.Read.All AuditLog.Read.All RoleManagement.ReadWrite.Directory";

fn security(name: &str) -> Value {
    json!({ "displayName": name, "mailEnabled": false, "mailNickname": name, "securityEnabled": true })
}

fn unified(name: &str) -> Value {
    json!({
        "displayName": name,
        "groupTypes": ["Unified"],
        "mailEnabled": true,
        "mailNickname": name,
        "securityEnabled": false,
    })
}

fn link(id: &str) -> Value {
    json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/directoryObjects/{id}") })
}

async fn add(person: &Person<'_>, group: &str, id: &str) -> Reply {
    person.post(&format!("/groups/{group}/members/$ref"), link(id)).await
}

fn owners(tenant: &Tenant, id: &str) -> Vec<String> {
    tenant.groups[id].owners.iter().cloned().collect()
}

#[tokio::test]
async fn a_member_makes_a_security_group_and_owns_it() {
    let world = World::well();
    let mia = world.person(MIA, SCOPES);
    let made = mia.post("/groups", security("recorders")).await.expect(201);
    let id = made.id();
    assert!(made.headers["location"].to_str().expect("text").ends_with(&format!("/groups/{id}")), "where it is");
    assert_eq!(made.body["mail"], Value::Null, "a security group has no mailbox");
    assert_eq!(mia.get(&format!("/groups/{id}")).await.expect(200).body["displayName"], "recorders", "it is there");
    assert_eq!(world.emulator.read(|tenant| owners(tenant, &id)), [world.user_id(MIA)], "a member owns what she makes");
    add(&mia, &id, &world.user_id(LEE)).await.expect(204);
    let sam = world.person("sam@practice.handrail.example", SCOPES);
    let unasked = sam.post("/groups", security("admins")).await.expect(201).id();
    assert!(world.emulator.read(|tenant| owners(tenant, &unasked)).is_empty(), "an administrator does not");
    let audits = sam.get("/auditLogs/directoryAudits").await.expect(200);
    let seen: Vec<&Value> = audits.items().iter().map(|entry| &entry["activityDisplayName"]).collect();
    assert_eq!(seen, ["Add group", "Add member to group", "Add group"], "newest first");
    assert_eq!(audits.items()[1]["category"], "GroupManagement", "its category");
    assert_eq!(audits.items()[1]["targetResources"][0]["type"], "User", "who, then where");
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_microsoft_365_group_gets_an_address_that_nobody_else_has() {
    let world = World::well();
    let sam = world.person("sam@practice.handrail.example", SCOPES);
    let mut body = unified("projects");
    body["owners@odata.bind"] = json!([format!("https://graph.microsoft.com/v1.0/users/{}", world.user_id(MIA))]);
    body["members@odata.bind"] = json!([format!("https://graph.microsoft.com/v1.0/users/{}", world.user_id(LEE))]);
    let made = sam.post("/groups", body).await.expect(201);
    assert_eq!(made.body["mail"], "projects@practice.handrail.example", "an address");
    assert_eq!(made.body["visibility"], "Public", "public unless said otherwise");
    assert_eq!(world.emulator.read(|tenant| owners(tenant, &made.id())), [world.user_id(MIA)], "only who was named");
    let members = sam.get(&format!("/groups/{}/members", made.id())).await.expect(200);
    assert_eq!(members.items().len(), 1, "and the member");
    let again = sam.post("/groups", unified("Projects")).await.refused(400, "Request_BadRequest");
    assert_eq!(
        again.message(),
        "Another object with the same value for property mailNickname already exists.",
        "the address is taken, whatever the case"
    );
    assert_eq!(again.body["error"]["details"][0]["code"], "ObjectConflict", "as a detail too");
    sam.post("/groups", security("projects")).await.expect(201);
    let own = sam.post("/groups", unified("own")).await.expect(201).id();
    let sam_id = world.user_id("sam@practice.handrail.example");
    assert_eq!(world.emulator.read(|tenant| owners(tenant, &own)), [sam_id], "somebody has to own it");
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_group_that_microsoft_would_not_make_is_refused() {
    let world = World::well();
    let sam = world.person("sam@practice.handrail.example", SCOPES);
    let with = |name: &str, value: Value| {
        let mut body = security("x");
        body[name] = value;
        body
    };
    let mut missing = security("x");
    missing.as_object_mut().expect("an object").remove("mailNickname");
    let reply = sam.post("/groups", missing).await.refused(400, "Request_BadRequest");
    assert_eq!(reply.message(), "A value is required for property 'mailNickname' of resource 'Group'.", "what lacks");
    for nickname in ["with space", "a@b", "semi;colon", "gr\u{fc}n", "", &"x".repeat(65)] {
        let reply = sam.post("/groups", with("mailNickname", json!(nickname))).await.refused(400, "Request_BadRequest");
        assert_eq!(reply.body["error"]["details"][0]["target"], "mailNickname", "{nickname} is no nickname");
    }
    let reply = sam.post("/groups", with("mailEnabled", json!(true))).await.refused(400, "Request_BadRequest");
    assert!(reply.message().contains("mail-enabled groups"), "Exchange makes these");
    sam.post("/groups", with("securityEnabled", json!(false))).await.refused(400, "Request_BadRequest");
    sam.post("/groups", with("groupTypes", json!(["Unified"]))).await.refused(400, "Request_BadRequest");
    sam.post("/groups", with("groupTypes", json!(["DynamicMembership"]))).await.refused(400, "Request_BadRequest");
    sam.post("/groups", with("visibility", json!("HiddenMembership"))).await.refused(400, "Request_BadRequest");
    sam.post("/groups", with("displayName", json!("x".repeat(257)))).await.refused(400, "Request_BadRequest");
    sam.post("/groups", with("mail", json!("x@y.z"))).await.refused(400, "Request_BadRequest");
    let nobody = json!(["https://graph.microsoft.com/v1.0/users/99999999-9999-4999-8999-999999999999"]);
    let reply = sam.post("/groups", with("members@odata.bind", nobody)).await;
    reply.refused(404, "Request_ResourceNotFound");
    let many: Vec<String> = (0..21).map(|_| world.user_id(MIA)).collect();
    sam.post("/groups", with("owners@odata.bind", json!(many))).await.refused(400, "Request_BadRequest");
    world.assert_contract_kept();
}

#[tokio::test]
async fn who_may_make_groups_depends_on_scope_role_and_the_tenants_setting() {
    let world = World::well();
    let denied = "Authorization_RequestDenied";
    world.person(MIA, "Group.Read.All").post("/groups", security("a")).await.refused(403, denied);
    world.person(GIA, SCOPES).post("/groups", security("b")).await.refused(403, denied);
    world.arrange(|tenant| {
        let defaults = &mut tenant.policies.authorization["defaultUserRolePermissions"];
        defaults["allowedToCreateSecurityGroups"] = json!(false);
    });
    world.person(MIA, SCOPES).post("/groups", security("c")).await.refused(403, denied);
    world.person(MIA, SCOPES).post("/groups", unified("d")).await.expect(201);
    world.person(TESS, SCOPES).post("/groups", unified("e")).await.expect(201);
    world.person(TESS, SCOPES).post("/groups", security("f")).await.refused(403, denied);
    let mut role = security("g");
    role["isAssignableToRole"] = json!(true);
    world.person(TESS, SCOPES).post("/groups", role.clone()).await.refused(403, denied);
    world.person(ROBIN, "Group.ReadWrite.All").post("/groups", role.clone()).await.refused(403, denied);
    world.person(ROBIN, SCOPES).post("/groups", role).await.expect(201);
    let (_, app_id, sp) = world.sam().integration("Maker").await;
    world.app(&app_id).post("/groups", security("h")).await.refused(403, denied);
    world.sam().give(&sp, "Group.Create").await.expect(201);
    let made = world.app(&app_id).post("/groups", security("i")).await.expect(201).id();
    assert!(world.emulator.read(|tenant| owners(tenant, &made)).is_empty(), "an app owns only what it is told to");
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_member_is_taken_in_once_and_only_by_who_may() {
    let world = World::well();
    let sam = world.person("sam@practice.handrail.example", SCOPES);
    let (outer, inner) =
        (sam.post("/groups", security("outer")).await.id(), sam.post("/groups", security("inner")).await.id());
    let lee = world.user_id(LEE);
    add(&sam, &outer, &lee).await.expect(204);
    let again = add(&sam, &outer, &lee).await.refused(400, "Request_BadRequest");
    assert_eq!(
        again.message(),
        "One or more added object references already exist for the following modified properties: 'members'.",
        "Microsoft's words"
    );
    let (_, app_id, sp) = world.sam().integration("Robot").await;
    add(&sam, &outer, &sp).await.expect(204);
    add(&sam, &outer, &inner).await.expect(204);
    add(&sam, &outer, &outer).await.refused(400, "Request_BadRequest");
    add(&sam, &outer, "99999999-9999-4999-8999-999999999999").await.refused(404, "Request_ResourceNotFound");
    add(&sam, "99999999-9999-4999-8999-999999999999", &lee).await.refused(404, "Request_ResourceNotFound");
    add(&sam, "x", &lee).await.refused(400, "Request_BadRequest");
    add(&world.person(MIA, SCOPES), &inner, &lee).await.refused(403, "Authorization_RequestDenied");
    add(&world.person(TESS, SCOPES), &inner, &lee).await.refused(403, "Authorization_RequestDenied");
    add(&world.app(&app_id), &inner, &lee).await.refused(403, "Authorization_RequestDenied");
    world.sam().give(&sp, "GroupMember.ReadWrite.All").await.expect(201);
    add(&world.app(&app_id), &inner, &lee).await.expect(204);
    let mailbox = sam.post("/groups", unified("mailbox")).await.expect(201).id();
    add(&sam, &mailbox, &inner).await.refused(400, "Request_BadRequest");
    add(&world.person(TESS, SCOPES), &mailbox, &lee).await.expect(204);
    world.assert_contract_kept();
    sam.post(&format!("/groups/{outer}/members/$ref"), json!({})).await.expect(400);
}

#[tokio::test]
async fn groups_that_hold_roles_are_changed_by_their_owners_and_role_administrators() {
    let world = World::well();
    let robin = world.person(ROBIN, SCOPES);
    let mut body = security("role-holders");
    body["isAssignableToRole"] = json!(true);
    body["owners@odata.bind"] = json!([format!("https://x/users/{}", world.user_id(MIA))]);
    let id = robin.post("/groups", body).await.expect(201).id();
    world.arrange(|tenant| {
        let alex = tenant.user(ALEX).expect("a user").id.clone();
        // Groups Administrator.
        let role = "fdd7a751-b60b-444a-984c-02652fe8fa1c".to_owned();
        tenant.users.get_mut(&alex).expect("a user").roles.insert(role);
    });
    let lee = world.user_id(LEE);
    add(&world.person(ALEX, SCOPES), &id, &lee).await.refused(403, "Authorization_RequestDenied");
    add(&world.person(MIA, SCOPES), &id, &lee).await.expect(204);
    add(&robin, &id, &world.user_id(ALEX)).await.expect(204);
    let nested = robin.post("/groups", security("nested")).await.expect(201).id();
    add(&robin, &id, &nested).await.refused(400, "Request_BadRequest");
    world.assert_contract_kept();
}

#[tokio::test]
async fn members_are_counted_and_looked_up_through_groups() {
    let world = World::well();
    let sam = world.person("sam@practice.handrail.example", SCOPES);
    let (outer, inner) =
        (sam.post("/groups", security("outer")).await.id(), sam.post("/groups", security("inner")).await.id());
    add(&sam, &outer, &inner).await.expect(204);
    add(&sam, &inner, &outer).await.expect(204);
    add(&sam, &inner, &world.user_id(LEE)).await.expect(204);
    let direct = sam.get_eventual(&format!("/groups/{outer}/members/$count")).await.expect(200);
    assert_eq!(direct.headers["content-type"], "text/plain", "no JSON");
    assert_eq!(direct.body, json!(1), "a bare number");
    let all = sam.get_eventual(&format!("/groups/{outer}/transitiveMembers/$count")).await.expect(200);
    assert_eq!(all.body, json!(2), "the inner group and who is in it; not itself, though they are in each other");
    let refused = sam.get(&format!("/groups/{outer}/members/$count")).await;
    refused.refused(400, "Request_BadRequest");
    let listed = sam.get(&format!("/groups/{outer}/transitiveMembers")).await.expect(200);
    assert_eq!(listed.items().len(), 2, "the same");
    let users = sam.get(&format!("/groups/{outer}/members/microsoft.graph.user")).await.expect(200);
    assert!(users.items().is_empty(), "a cast leaves the inner group out");
    let lee = world.person(LEE, SCOPES);
    let held = lee.post("/me/checkMemberGroups", json!({ "groupIds": [outer, inner] })).await.expect(200);
    assert_eq!(held.body["value"].as_array().expect("ids").len(), 2, "through the inner one too");
    sam.get_eventual("/groups/99999999-9999-4999-8999-999999999999/members/$count").await.expect(404);
    world.assert_contract_kept();
}

#[tokio::test]
async fn lagging_replicas_do_not_know_a_new_group_or_member() {
    let world = World::well();
    world.arrange(|tenant| {
        tenant.oddities.replicas = 2;
        tenant.oddities.replication_ms = 10_000;
    });
    let sam = world.person("sam@practice.handrail.example", SCOPES);
    let id = sam.post("/groups", security("new")).await.expect(201).id();
    let mut seen = Vec::new();
    for _ in 0..2 {
        seen.push(sam.get(&format!("/groups/{id}")).await.status.as_u16());
    }
    seen.sort_unstable();
    assert_eq!(seen, [200, 404], "one replica each");
    world.advance(10);
    sam.get(&format!("/groups/{id}")).await.expect(200);
    add(&sam, &id, &world.user_id(LEE)).await.expect(204);
    let mut counts = Vec::new();
    for _ in 0..2 {
        counts.push(sam.get(&format!("/groups/{id}/members")).await.expect(200).items().len());
    }
    counts.sort_unstable();
    assert_eq!(counts, [0, 1], "a member too");
    let state = world.emulator.read(|tenant| serde_json::to_string(tenant).expect("a snapshot"));
    let read: Tenant = serde_json::from_str(&state).expect("a snapshot can be read");
    assert_eq!(read.groups[&id], world.emulator.read(|tenant| tenant.groups[&id].clone()), "kept as it is");
}
