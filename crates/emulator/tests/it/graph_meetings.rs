//! Online meetings and who may make them.

use emulator::state::{AccessPolicy, GroupAssignment, Tenant};
use serde_json::json;

use crate::graph_support::{ALL_SCOPES, GIA, LEE, MIA, NOAH, Person, SAM, World};

async fn meeting_app(world: &World) -> String {
    let sam = world.sam();
    let (_, app_id, sp) = sam.integration("Meetings").await;
    sam.give(&sp, "OnlineMeetings.ReadWrite.All").await.expect(201);
    app_id
}

fn allow(world: &World, app_id: &str, user: Option<&str>) {
    let user = user.map(|upn| world.user_id(upn));
    world
        .emulator
        .write(|tenant: &mut Tenant, moment| {
            let stamp = moment.stamp(tenant);
            let policy = AccessPolicy {
                identity: "Tag:Handrail".to_owned(),
                app_ids: vec![app_id.to_owned()],
                description: None,
            };
            tenant.teams.access_policies.write("Tag:Handrail", policy, stamp);
            match user {
                Some(user) => tenant.teams.user_assignments.write(user, "Tag:Handrail".to_owned(), stamp),
                None => tenant.teams.tenant_assignment.write("Tag:Handrail".to_owned(), stamp),
            }
        })
        .expect("kept nowhere");
}

async fn try_meeting(person: &Person<'_>, user: &str) -> crate::graph_support::Reply {
    let body =
        json!({ "subject": "Test", "startDateTime": "2026-11-21T10:00:00Z", "endDateTime": "2026-11-21T10:30:00Z" });
    person.post(&format!("/users/{user}/onlineMeetings"), body).await
}

#[tokio::test]
async fn without_an_access_policy_the_app_is_refused_in_the_observed_words() {
    let world = World::well();
    let app_id = meeting_app(&world).await;
    let mia = world.user_id(MIA);
    let reply = try_meeting(&world.app(&app_id), &mia).await.refused(403, "General");
    assert_eq!(reply.message(), "No application access policy found for this app.", "as observed in 2024");
    let path = format!("/users/{mia}/onlineMeetings?$filter=JoinWebUrl eq 'https://x'");
    world.app(&app_id).get(&path).await.refused(403, "General");
    world.assert_contract_kept();
}

#[tokio::test]
async fn with_the_policy_a_meeting_is_made_read_changed_and_deleted() {
    let world = World::well();
    let app_id = meeting_app(&world).await;
    allow(&world, &app_id, Some(MIA));
    let app = world.app(&app_id);
    let mia = world.user_id(MIA);
    let made = try_meeting(&app, &mia).await.expect(201);
    assert_eq!(made.body["participants"]["organizer"]["upn"], MIA, "in her name");
    let join = made.body["joinWebUrl"].as_str().expect("a link").to_owned();
    assert!(join.starts_with("https://teams.microsoft.com/l/meetup-join/"), "a Teams link: {join}");
    let path = format!("/users/{mia}/onlineMeetings/{}", made.id());
    assert_eq!(app.get(&path).await.expect(200).body["subject"], "Test", "read");
    let link: String = url::form_urlencoded::byte_serialize(join.as_bytes()).collect();
    let found = app.get(&format!("/users/{mia}/onlineMeetings?$filter=JoinWebUrl%20eq%20'{link}'")).await.expect(200);
    assert_eq!(found.items().len(), 1, "found by its link");
    let changed = app.patch(&path, json!({ "subject": "Changed" })).await.expect(200);
    assert_eq!(changed.body["subject"], "Changed", "a PATCH answers the meeting");
    app.delete(&path).await.expect(204);
    app.get(&path).await.expect(404);
    let none = app.get(&format!("/users/{mia}/onlineMeetings?$filter=JoinWebUrl eq 'https://x'")).await.expect(200);
    assert!(none.items().is_empty(), "nothing is found");
    app.get(&format!("/users/{mia}/onlineMeetings")).await.refused(400, "BadRequest");
    try_meeting(&app, &world.user_id(LEE)).await.refused(403, "General");
    world.assert_contract_kept();
}

#[tokio::test]
async fn create_or_get_makes_one_meeting_per_external_id() {
    let world = World::well();
    let app_id = meeting_app(&world).await;
    allow(&world, &app_id, Some(MIA));
    let app = world.app(&app_id);
    let path = format!("/users/{}/onlineMeetings/createOrGet", world.user_id(MIA));
    let body = json!({ "externalId": "run-7", "subject": "Test", "startDateTime": "2026-11-21T10:00:00Z", "endDateTime": "2026-11-21T10:30:00Z" });
    let first = app.post(&path, body.clone()).await.expect(201);
    let second = app.post(&path, body).await.expect(200);
    assert_eq!(first.id(), second.id(), "the same meeting");
    let other = app.post(&path, json!({ "externalId": "run-8" })).await.expect(201);
    assert_ne!(other.id(), first.id(), "another id, another meeting");
    app.post(&path, json!({ "subject": "no id" })).await.expect(400);
    assert_eq!(world.emulator.read(|tenant| tenant.teams.meetings.all().count()), 2, "two meetings");
}

#[tokio::test]
async fn a_policy_takes_its_time_to_be_in_force() {
    let world = World::new("policy-takes-30-minutes");
    let app_id = meeting_app(&world).await;
    let mia = world.user_id(MIA);
    allow(&world, &app_id, Some(MIA));
    try_meeting(&world.app(&app_id), &mia).await.refused(403, "General");
    world.advance(29 * 60);
    try_meeting(&world.app(&app_id), &mia).await.refused(403, "General");
    world.advance(60);
    try_meeting(&world.app(&app_id), &mia).await.expect(201);
}

#[tokio::test]
async fn direct_beats_group_beats_tenant() {
    let world = World::well();
    let app_id = meeting_app(&world).await;
    let mia = world.user_id(MIA);
    allow(&world, &app_id, None);
    try_meeting(&world.app(&app_id), &mia).await.expect(201);
    let group = world.emulator.read(|tenant| tenant.groups_of(&mia).first().expect("a group").clone());
    world
        .emulator
        .write(|tenant, moment| {
            let stamp = moment.stamp(tenant);
            let empty = AccessPolicy { identity: "Tag:Empty".to_owned(), app_ids: vec![], description: None };
            tenant.teams.access_policies.write("Tag:Empty", empty, stamp);
            let held = GroupAssignment { policy: "Tag:Empty".to_owned(), rank: 1 };
            tenant.teams.group_assignments.write(group, held, stamp);
        })
        .expect("kept nowhere");
    try_meeting(&world.app(&app_id), &mia).await.refused(403, "General");
    allow(&world, &app_id, Some(MIA));
    try_meeting(&world.app(&app_id), &mia).await.expect(201);
}

#[tokio::test]
async fn the_path_takes_object_ids_only_when_no_user_is_signed_in() {
    let world = World::well();
    let app_id = meeting_app(&world).await;
    allow(&world, &app_id, Some(MIA));
    try_meeting(&world.app(&app_id), MIA).await.refused(404, "UnknownError");
    let mia = world.person(MIA, ALL_SCOPES);
    try_meeting(&mia, MIA).await.expect(201);
    mia.post("/me/onlineMeetings", json!({ "subject": "mine" })).await.expect(201);
    world
        .person(SAM, ALL_SCOPES)
        .post(&format!("/users/{}/onlineMeetings", world.user_id(MIA)), json!({}))
        .await
        .refused(403, "Forbidden");
    world.assert_contract_kept();
}

#[tokio::test]
async fn organisers_who_cannot_are_refused_without_a_useful_text() {
    let world = World::well();
    let app_id = meeting_app(&world).await;
    allow(&world, &app_id, None);
    let app = world.app(&app_id);
    let guest = try_meeting(&app, &world.user_id(GIA)).await.refused(403, "Forbidden");
    assert_eq!(guest.message(), "", "a guest: no text");
    let unlicensed = try_meeting(&app, &world.user_id(NOAH)).await.refused(404, "UnknownError");
    assert_eq!(unlicensed.message(), "", "no licence: no text");
    try_meeting(&app, "99999999-9999-4999-8999-999999999999").await.refused(404, "UnknownError");
    let world = World::new("unlicensed-organiser");
    let app_id = meeting_app(&world).await;
    allow(&world, &app_id, None);
    let jonas = world.user_id("jonas@practice.handrail.example");
    try_meeting(&world.app(&app_id), &jonas).await.refused(404, "UnknownError");
}

#[tokio::test]
async fn without_the_role_the_refusal_is_not_about_the_policy() {
    let world = World::well();
    let (_, app_id, _) = world.sam().integration("No role").await;
    allow(&world, &app_id, Some(MIA));
    try_meeting(&world.app(&app_id), &world.user_id(MIA)).await.refused(403, "Authorization_RequestDenied");
}

#[tokio::test]
async fn an_end_before_the_start_is_refused() {
    let world = World::well();
    let mia = world.person(MIA, ALL_SCOPES);
    let wrong = json!({ "startDateTime": "2026-11-21T10:00:00Z", "endDateTime": "2026-11-21T09:00:00Z" });
    mia.post("/me/onlineMeetings", wrong).await.refused(400, "BadRequest");
    let good = json!({ "startDateTime": "2019-07-12T14:30:34.2444915-07:00", "endDateTime": "2019-07-12T15:00:34.2464912-07:00", "subject": "User Token Meeting" });
    mia.post("/me/onlineMeetings", good).await.expect(201);
}
