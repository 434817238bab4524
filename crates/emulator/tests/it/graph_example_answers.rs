//! Microsoft's own example answers: each can be produced, with every member of the example and of its type.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::graph_support::{ALL_SCOPES, LEE, MIA, SAM, World};
use crate::support::{GRAPH_CLIENT, post};

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("contracts/examples")
}

pub fn example(name: &str) -> Value {
    let text = std::fs::read_to_string(examples().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Every member of the example is in our answer, with the same type. `but`: members of these names, which the service of
/// today does not answer; each use says why.
#[track_caller]
pub fn has_the_shape_of(ours: &Value, name: &str, but: &[&str]) {
    let mut missing = Vec::new();
    compare(&example(name), ours, "", but, &mut missing);
    assert!(missing.is_empty(), "{name}: {missing:#?} in {ours:#}");
}

fn compare(theirs: &Value, ours: &Value, at: &str, but: &[&str], missing: &mut Vec<String>) {
    match (theirs, ours) {
        (Value::Null, _) | (_, Value::Null) if !at.is_empty() => {}
        (Value::Object(theirs), Value::Object(all)) => {
            for (name, value) in theirs.iter().filter(|(name, _)| !but.contains(&name.as_str())) {
                match all.get(name) {
                    Some(inner) => compare(value, inner, &format!("{at}/{name}"), but, missing),
                    None => missing.push(format!("{at}/{name} is not there")),
                }
            }
        }
        (Value::Array(theirs), Value::Array(all)) => match (theirs.first(), all.as_slice()) {
            (Some(_), []) => missing.push(format!("{at} is empty")),
            (Some(first), all) => {
                let tried = all.iter().map(|one| {
                    let mut inner = Vec::new();
                    compare(first, one, &format!("{at}[]"), but, &mut inner);
                    inner
                });
                missing.extend(tried.min_by_key(Vec::len).unwrap_or_default());
            }
            (None, _) => {}
        },
        (Value::String(_), Value::String(_))
        | (Value::Bool(_), Value::Bool(_))
        | (Value::Number(_), Value::Number(_)) => {}
        _ => missing.push(format!("{at} is of another type")),
    }
}

#[tokio::test]
async fn answers_about_applications_have_the_examples_members() {
    let world = World::well();
    let sam = world.sam();
    let body = json!({
        "displayName": "a",
        "identifierUris": ["https://practice.handrail.example/a"],
        "signInAudience": "AzureADMyOrg",
    });
    let id = sam.post("/applications", body).await.expect(201).id();
    let one = sam.get(&format!("/applications/{id}")).await.expect(200).body;
    // Microsoft removed these two from v1.0 after the example was printed.
    has_the_shape_of(&one, "03-application-get.response-200.json", &["isDeviceOnlyAuthSupported", "logoUrl"]);
    let path = "/applications?$filter=startswith(displayName, 'a')&$count=true&$top=1&$orderby=displayName\
        &$select=appId,identifierUris,displayName,publisherDomain,signInAudience";
    let list = sam.get_eventual(&path.replace(' ', "%20")).await.expect(200).body;
    has_the_shape_of(&list, "04-application-list-filter-count.response-200.json", &[]);
    sam.delete(&format!("/applications/{id}")).await.expect(204);
    let restored = sam.post(&format!("/directory/deletedItems/{id}/restore"), json!({})).await.expect(200).body;
    // The example restores a group, which has members of its own.
    let of_groups = ["groupTypes", "mail", "mailEnabled", "mailNickname", "securityEnabled", "visibility"];
    has_the_shape_of(&restored, "34-deleteditem-restore.response-200.json", &of_groups);
}

#[tokio::test]
async fn answers_about_service_principals_and_consent_have_the_examples_members() {
    let world = World::well();
    let sam = world.sam();
    let made = sam.application("y").await;
    let made = sam.post("/servicePrincipals", json!({ "appId": made.1 })).await.expect(201).body;
    has_the_shape_of(&made, "11-serviceprincipal-create.response-201.json", &["publisherName", "logoUrl", "endpoints"]);
    let (_, _, sp) = sam.integration("x").await;
    let name = json!({ "alternativeNames": ["http://contoso/x"] });
    sam.patch(&format!("/servicePrincipals/{sp}"), name).await.expect(204);
    let one = sam.get(&format!("/servicePrincipals/{sp}")).await.expect(200).body;
    has_the_shape_of(&one, "12-serviceprincipal-get.response-200.json", &["endpoints", "publisherName", "logoUrl"]);
    sam.give(&sp, "User.Read.All").await.expect(201);
    let given = sam.get(&format!("/servicePrincipals/{sp}/appRoleAssignments")).await.expect(200).body;
    has_the_shape_of(&given, "15-approleassignments-list.response-200.json", &[]);
    let graph = world.sp_id(emulator::state::well_known::GRAPH);
    let grant = json!({
        "clientId": sp, "consentType": "Principal", "principalId": world.user_id(LEE), "resourceId": graph, "scope": "User.Read",
    });
    let grant = sam.post("/oauth2PermissionGrants", grant).await.expect(201).body;
    has_the_shape_of(&grant, "16-oauth2permissiongrant-create.response-201.placeholders.json", &[]);
    let policies = sam.get("/policies/permissionGrantPolicies").await.expect(200).body;
    has_the_shape_of(&policies, "36-permissiongrantpolicies-list.response-200.json", &[]);
}

#[tokio::test]
async fn answers_about_the_tenant_have_the_examples_members() {
    let world = World::well();
    world.arrange(|tenant| tenant.organization.insert("businessPhones".to_owned(), json!(["+1 555 0100"])));
    let sam = world.sam();
    for (path, name, but) in [
        ("/subscribedSkus", "31-subscribedskus-list.response-200.json", &[] as &[&str]),
        ("/organization", "32-organization-list.response-200.json", &[]),
        ("/domains", "33-domains-list.response-200.json", &[]),
        ("/me/licenseDetails", "35-user-licensedetails.response-200.json", &[]),
        ("/policies/authorizationPolicy", "37-authorizationpolicy-get.response-200.json", &[]),
        ("/directoryRoles", "39-directoryroles-list.response-200.json", &[]),
        (
            "/admin/teams/policy/getPolicyId(type='TeamsMeetingPolicy',name='AllOn')",
            "54-teamspolicy-getPolicyId.response-200.json",
            // With `odata.metadata=minimal` a type that is the declared one is not repeated.
            &["@odata.type"],
        ),
    ] {
        let answer = sam.get(path).await.expect(200).body;
        has_the_shape_of(&answer, name, but);
    }
}

#[tokio::test]
async fn answers_about_meetings_have_the_examples_members() {
    let world = World::well();
    let mia = world.person(MIA, ALL_SCOPES);
    let body = example("18-onlinemeeting-create.request.json");
    let made = mia.post("/me/onlineMeetings", body).await.expect(201).body;
    // Audio conferencing needs a licence and a dial-in number, which nobody here has.
    let phone = ["audioConferencing", "@odata.type", "replyChainMessageId"];
    has_the_shape_of(&made, "19-onlinemeeting-create.response-201.json", &phone);
    let attendee = json!({ "upn": LEE, "role": "attendee" });
    let body = json!({ "subject": "x", "participants": { "attendees": [attendee] } });
    let made = mia.post("/me/onlineMeetings", body).await.expect(201);
    let read = mia.get(&format!("/me/onlineMeetings/{}", made.id())).await.expect(200).body;
    // Properties of 2018 that v1.0 does not have any more.
    let old = ["audioConferencing", "@odata.type", "autoAdmittedUsers", "videoTeleconferenceId"];
    has_the_shape_of(&read, "20-onlinemeeting-get.response-200.json", &old);
}

#[tokio::test]
async fn entries_of_the_logs_have_the_examples_members() {
    let world = World::well();
    let policy = json!({ "id": "x", "displayName": "MFA", "state": "enabled" });
    world.arrange(|tenant| tenant.policies.conditional_access.push(policy.as_object().expect("an object").clone()));
    let sam = world.sam();
    sam.application("logged").await;
    let audits = sam.get("/auditLogs/directoryAudits").await.expect(200).body;
    // `Type` of the example is `type` on the wire; the members of groups are about groups.
    has_the_shape_of(
        &audits,
        "30-directoryaudits-list.response-200.json",
        &["Type", "groupType", "modifiedProperties"],
    );
    signed_in(&world).await;
    let sign_ins = sam.get("/auditLogs/signIns?$top=1").await.expect(200).body;
    // One sign-in fits on one page, and `riskEventTypes` is `riskEventTypes_v2` today.
    has_the_shape_of(&sign_ins, "29-signins-list.response-200.json", &["@odata.nextLink", "riskEventTypes"]);
}

/// A person signs in on another device.
async fn signed_in(world: &World) -> Value {
    let (emulator, tenant) = (&world.emulator, "/practice.handrail.example/oauth2/v2.0");
    let scope = "User.Read profile openid email offline_access";
    let start = post(emulator, &format!("{tenant}/devicecode"), &[("client_id", GRAPH_CLIENT), ("scope", scope)]).await;
    let text = |name: &str| start.json()[name].as_str().expect(name).to_owned();
    let (user, device, sam) = (text("user_code"), text("device_code"), world.user_id(SAM));
    let confirmed = [("practice_code", user.as_str()), ("practice_account", &sam), ("practice_confirm", "1")];
    post(emulator, "/common/oauth2/deviceauth", &confirmed).await;
    let kind = "urn:ietf:params:oauth:grant-type:device_code";
    let fields = [("client_id", GRAPH_CLIENT), ("grant_type", kind), ("device_code", &device)];
    post(emulator, &format!("{tenant}/token"), &fields).await.json()
}

#[tokio::test]
async fn the_token_endpoint_answers_with_the_examples_members() {
    let world = World::well();
    has_the_shape_of(&signed_in(&world).await, "52-token-success.response-200.json", &[]);
    let scope = "https://example.contoso.com/activity.read";
    let fields = [("client_id", GRAPH_CLIENT), ("scope", scope)];
    let refused = post(&world.emulator, "/practice.handrail.example/oauth2/v2.0/devicecode", &fields).await;
    assert_eq!(refused.status, 400, "{}", refused.text);
    has_the_shape_of(&refused.json(), "51-token-error.response-400.json", &[]);
}

#[tokio::test]
async fn a_batch_answers_each_part_with_the_examples_members() {
    let world = World::well();
    let parts = json!({ "requests": [
        { "id": "1", "method": "GET", "url": "/users?$top=1" },
        { "id": "2", "method": "GET", "url": "/applications/00000000-0000-0000-0000-000000000001" },
    ] });
    let answer = world.sam().post("/$batch", parts).await.expect(200).body;
    // A redirect is among the example's parts; nothing here redirects.
    has_the_shape_of(&answer, "41-batch.response-200.json", &["location"]);
}

/// Files that other tests of this crate are about, by what they read.
const ELSEWHERE: &[&str] = &[
    include_str!("graph_examples.rs"),
    include_str!("graph_example_answers.rs"),
    include_str!("graph_example_apps.rs"),
];

#[test]
fn no_example_is_left_out() {
    let files = std::fs::read_dir(examples()).expect("the examples").flatten();
    let names: BTreeSet<String> = files.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(names.len(), 61, "all of them are here");
    let left: Vec<&String> =
        names.iter().filter(|name| !ELSEWHERE.iter().any(|text| text.contains(&format!("\"{name}\"")))).collect();
    assert!(left.is_empty(), "no test is about {left:#?}");
}
