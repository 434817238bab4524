//! Subscriptions: what is asked of them, the handshake, and whose they are.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use emulator::state::Tenant;
use emulator::webhooks::{Answer, Post, Unreachable, Webhooks};
use serde_json::{Value, json};

use crate::graph_support::{GWEN, MIA, World};

pub const SCOPES: &str = "User.Read.All Group.Read.All Group.ReadWrite.All Presence.Read.All Calendars.Read";
const HOOK: &str = "https://hook.example/told";

/// How an endpoint answers.
#[derive(Clone, Debug)]
pub enum Manner {
    /// Sends the token back, takes notifications.
    Well,
    /// Like that.
    With(Answer),
    /// Not at all.
    Not(Unreachable),
}

/// Endpoints that exist only here: as they were told, then well.
#[derive(Default)]
pub struct Endpoints {
    posts: Mutex<Vec<Post>>,
    manners: Mutex<VecDeque<Manner>>,
}

impl Endpoints {
    pub fn next(&self, manner: Manner) {
        self.manners.lock().expect("no panic elsewhere").push_back(manner);
    }

    /// What was sent so far, and forgets it.
    pub fn take(&self) -> Vec<Post> {
        std::mem::take(&mut self.posts.lock().expect("no panic elsewhere"))
    }
}

pub fn token(post: &Post) -> Option<String> {
    post.url.query_pairs().find(|(name, _)| name == "validationToken").map(|(_, token)| token.into_owned())
}

pub fn answer(status: u16, content_type: &str, body: &str) -> Manner {
    Manner::With(Answer { status, content_type: content_type.to_owned(), body: body.into() })
}

#[async_trait]
impl Webhooks for Endpoints {
    async fn post(&self, post: Post) -> Result<Answer, Unreachable> {
        self.posts.lock().expect("no panic elsewhere").push(post.clone());
        let manner = self.manners.lock().expect("no panic elsewhere").pop_front();
        match manner.unwrap_or(Manner::Well) {
            Manner::With(answer) => Ok(answer),
            Manner::Not(why) => Err(why),
            Manner::Well => {
                let (status, body) = token(&post).map_or((202, String::new()), |token| (200, token));
                Ok(Answer { status, content_type: "text/plain; charset=utf-8".to_owned(), body: body.into() })
            }
        }
    }
}

pub fn telling() -> (World, Arc<Endpoints>) {
    let endpoints = Arc::new(Endpoints::default());
    (World::telling(endpoints.clone()), endpoints)
}

pub fn wish(resource: &str, change_type: &str) -> Value {
    json!({
        "changeType": change_type,
        "notificationUrl": HOOK,
        "resource": resource,
        "expirationDateTime": "2026-11-22T09:00:00Z",
        "clientState": "secretClientValue",
    })
}

fn changed(name: &str, value: Value) -> Value {
    let mut body = wish("groups", "updated");
    body[name] = value;
    body
}

#[tokio::test]
async fn an_endpoint_is_asked_and_then_told() {
    let (world, endpoints) = telling();
    let gwen = world.person(GWEN, SCOPES);
    let mut body = wish("/groups", "updated,deleted");
    body["notificationUrl"] = json!("https://hook.example/told?tenant=7");
    let made = gwen.post("/subscriptions", body).await.expect(201);
    let [asked] = &endpoints.take()[..] else { panic!("one request") };
    assert_eq!((asked.content_type, asked.body.as_str()), ("text/plain; charset=utf-8", ""), "nothing but a token");
    assert!(asked.url.as_str().starts_with("https://hook.example/told?tenant=7&validationToken="), "beside its query");
    assert!(token(asked).expect("a token").contains(' '), "a token that has to be decoded");
    assert_eq!(made.body["creatorId"], world.user_id(GWEN), "hers");
    assert_eq!(made.body["latestSupportedTlsVersion"], "v1_2", "the usual one");
    assert!(made.headers["location"].to_str().expect("text").ends_with(&made.id()), "where it is");
    let path = format!("/subscriptions/{}", made.id());
    assert_eq!(gwen.get(&path).await.expect(200).body["resource"], "/groups", "as it was sent");
    assert_eq!(gwen.get("/subscriptions").await.expect(200).items().len(), 1, "listed");
    let longer = json!({ "expirationDateTime": "2026-12-01T09:00:00Z" });
    let renewed = gwen.patch(&path, longer).await.expect(200);
    assert_eq!(renewed.body["expirationDateTime"], "2026-12-01T09:00:00Z", "lives longer");
    assert!(endpoints.take().is_empty(), "nobody is asked again for that");
    gwen.patch(&path, json!({ "notificationUrl": "https://hook.example/other" })).await.expect(200);
    assert_eq!(endpoints.take().len(), 1, "another endpoint is asked");
    gwen.post(&format!("{path}/reauthorize"), json!({})).await.expect(204);
    let state = crate::support::get(&world.emulator, "/_emulator/state").await;
    assert_eq!(state.json()["subscriptions"][0]["notificationUrl"], "https://hook.example/other", "it is shown");
    assert!(!state.text.contains("secretClientValue"), "its secret is not");
    gwen.delete(&path).await.expect(204);
    gwen.delete(&path).await.refused(404, "ResourceNotFound");
    world.assert_contract_kept();
}

#[tokio::test]
async fn an_endpoint_that_does_not_answer_well_is_refused_in_microsofts_words() {
    let (world, endpoints) = telling();
    let gwen = world.person(GWEN, SCOPES);
    let failed = "Subscription validation request failed.";
    let respond = "Notification endpoint must respond with 200 OK to validation request.";
    for (manner, expected) in [
        (Manner::Not(Unreachable::Failed), format!("{failed} {respond}")),
        (Manner::Not(Unreachable::OutOfReach), format!("{failed} {respond}")),
        (Manner::Not(Unreachable::Late), "Subscription validation request timed out.".to_owned()),
        (answer(403, "text/plain", ""), format!("{failed} HTTP status code is 'Forbidden'. {respond}")),
        (answer(404, "text/html", ""), format!("{failed} HTTP status code is 'NotFound'. {respond}")),
        (answer(302, "text/plain", ""), format!("{failed} HTTP status code is 'Found'. {respond}")),
        (answer(200, "text/html", "x"), format!("{failed} {respond}")),
        (
            answer(200, "text/plain", "Validation%3A+Testing"),
            format!("{failed} Response must exactly match validationToken query parameter."),
        ),
    ] {
        endpoints.next(manner);
        let reply = gwen.post("/subscriptions", wish("groups", "updated")).await.refused(400, "ValidationError");
        assert_eq!(reply.message(), expected, "its words");
    }
    assert!(gwen.get("/subscriptions").await.expect(200).items().is_empty(), "none was made");
    world.assert_contract_kept();
    let alone = World::well();
    let reply = alone.person(GWEN, SCOPES).post("/subscriptions", wish("groups", "updated")).await;
    assert_eq!(reply.refused(400, "ValidationError").message(), format!("{failed} {respond}"), "without a way out");
}

#[tokio::test]
async fn what_cannot_be_watched_is_refused_before_anybody_is_asked() {
    let (world, endpoints) = telling();
    let gwen = world.person(GWEN, SCOPES);
    let refused = |body: Value, code: &'static str| {
        let gwen = &gwen;
        async move {
            let code = if code.is_empty() { "InvalidRequest" } else { code };
            gwen.post("/subscriptions", body).await.refused(400, code).message().to_owned()
        }
    };
    let mut missing = wish("groups", "updated");
    missing.as_object_mut().expect("an object").remove("expirationDateTime");
    assert_eq!(
        refused(missing, "").await,
        "expirationDateTime is a required property for subscription creation.",
        "what lacks"
    );
    assert_eq!(refused(wish("users", "created"), "").await, "Invalid 'changeType' attribute: 'created'.", "never told");
    refused(wish("users", "renamed"), "").await;
    refused(wish("applications", "updated"), "").await;
    refused(wish("https://graph.microsoft.com/v1.0/users", "updated"), "").await;
    let long = changed("expirationDateTime", json!("2026-12-25T09:00:00Z"));
    assert_eq!(
        refused(long, "ExtensionError").await,
        "Subscription expiration can only be 41760 minutes in the future.",
        "too long"
    );
    refused(changed("expirationDateTime", json!("2026-11-21T08:59:59Z")), "").await;
    let unreadable = changed("expirationDateTime", json!("2026-11-2"));
    assert!(refused(unreadable, "").await.starts_with("Could not process subscription creation payload."), "no time");
    refused(changed("expirationdatetime2", json!("x")), "").await;
    refused(changed("clientState", json!("x".repeat(129))), "").await;
    refused(changed("latestSupportedTlsVersion", json!("v0_9")), "").await;
    refused(changed("includeResourceData", json!(true)), "").await;
    for url in ["http://hook.example/", "ftp://localhost/", "hook", "https://user:word@hook.example/", "https://"] {
        refused(changed("notificationUrl", json!(url)), "").await;
    }
    refused(changed("lifecycleNotificationUrl", json!("http://hook.example/")), "").await;
    let nobody = wish("users/99999999-9999-4999-8999-999999999999", "updated");
    gwen.post("/subscriptions", nobody).await.refused(404, "ExtensionError");
    assert!(endpoints.take().is_empty(), "nobody was asked");
    gwen.post("/subscriptions", changed("notificationUrl", json!("http://localhost:7071/api"))).await.expect(201);
    let soon = gwen.post("/subscriptions", changed("expirationDateTime", json!("2026-11-21T09:01:00Z"))).await;
    assert_eq!(soon.expect(201).body["expirationDateTime"], "2026-11-21T09:45:00Z", "not shorter than 45 minutes");
    gwen.post("/subscriptions", wish("users", "created,updated")).await.expect(201);
}

#[tokio::test]
async fn teams_resources_want_more() {
    let (world, endpoints) = telling();
    let (_, app_id, sp) = world.sam().integration("Recorder").await;
    let mut calls = wish("/communications/callRecords", "created");
    let denied = world.app(&app_id).post("/subscriptions", calls.clone()).await.refused(403, "ExtensionError");
    assert!(denied.message().contains("Status Code: Forbidden"), "without the permission");
    world.sam().give(&sp, "CallRecords.Read.All").await.expect(201);
    let reply = world.app(&app_id).post("/subscriptions", calls.clone()).await.refused(400, "InvalidRequest");
    assert!(reply.message().starts_with("lifecycleNotificationUrl is a required property"), "longer than an hour");
    calls["lifecycleNotificationUrl"] = json!("https://hook.example/life");
    let made = world.app(&app_id).post("/subscriptions", calls.clone()).await.expect(201);
    assert_eq!(endpoints.take().len(), 2, "both endpoints are asked");
    assert_eq!(made.body["creatorId"], sp, "the app's own");
    calls["expirationDateTime"] = json!("2026-11-25T09:00:00Z");
    let reply = world.app(&app_id).post("/subscriptions", calls.clone()).await.refused(400, "ExtensionError");
    assert_eq!(reply.message(), "Subscription expiration can only be 4230 minutes in the future.", "2.9 days");
    let mia = world.person(MIA, SCOPES);
    mia.post("/subscriptions", calls).await.refused(403, "ExtensionError");
    let mut presence = wish(&format!("communications/presences/{}", world.user_id(MIA)), "updated");
    presence["expirationDateTime"] = json!("2026-11-21T09:50:00Z");
    mia.post("/subscriptions", presence.clone()).await.refused(400, "InvalidRequest");
    presence["includeResourceData"] = json!(true);
    mia.post("/subscriptions", presence.clone()).await.refused(400, "InvalidRequest");
    presence["encryptionCertificate"] = json!(base64::Engine::encode(
        &base64::engine::general_purpose::STANDARD,
        crate::graph_support::certificate(90)
    ));
    presence["encryptionCertificateId"] = json!("one");
    mia.post("/subscriptions", presence).await.expect(201);
    mia.post("/subscriptions", wish("me/events", "created,updated,deleted")).await.expect(201);
    let inbox = wish("me/mailFolders('Inbox')/messages", "created");
    mia.post("/subscriptions", inbox).await.refused(403, "ExtensionError");
}

#[tokio::test]
async fn a_permission_to_write_is_not_one_to_read() {
    let (world, _) = telling();
    let mia = world.person(MIA, "Group.ReadWrite.All");
    mia.post("/subscriptions", wish("groups", "updated")).await.refused(403, "ExtensionError");
    world.person(MIA, "Group.Read.All").post("/subscriptions", wish("users", "updated")).await.expect(403);
}

#[tokio::test]
async fn a_subscription_is_seen_only_by_who_made_it_and_until_it_expires() {
    let (world, _) = telling();
    let gwen = world.person(GWEN, SCOPES);
    let path = format!("/subscriptions/{}", gwen.post("/subscriptions", wish("groups", "updated")).await.id());
    let mia = world.person(MIA, SCOPES);
    assert!(mia.get("/subscriptions").await.expect(200).items().is_empty(), "not another person's");
    mia.get(&path).await.refused(404, "ResourceNotFound");
    let longer = json!({ "expirationDateTime": "2026-12-01T09:00:00Z" });
    mia.patch(&path, longer.clone()).await.refused(404, "ResourceNotFound");
    mia.delete(&path).await.refused(404, "ResourceNotFound");
    mia.post(&format!("{path}/reauthorize"), json!({})).await.refused(404, "ResourceNotFound");
    gwen.patch(&path, json!({ "resource": "users" })).await.refused(400, "InvalidRequest");
    gwen.patch(&path, json!({ "expirationDateTime": "2027-12-01T09:00:00Z" })).await.refused(400, "ExtensionError");
    let kept = world.emulator.read(|tenant| serde_json::to_value(tenant).expect("a snapshot"));
    let again: Tenant = serde_json::from_value(kept.clone()).expect("a snapshot can be read");
    assert_eq!(again.subscriptions.len(), 1, "it survives");
    let mut before = kept;
    before.as_object_mut().expect("an object").remove("subscriptions");
    let older: Result<Tenant, _> = serde_json::from_value(before);
    assert!(older.expect("an older snapshot").subscriptions.is_empty(), "and one from before can be read");
    world.advance(86_401);
    let later = world.person(GWEN, SCOPES);
    later.get(&path).await.refused(404, "ResourceNotFound");
    assert!(later.get("/subscriptions").await.expect(200).items().is_empty(), "it has expired");
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_batch_can_make_one() {
    let (world, endpoints) = telling();
    let part = json!({
        "id": "1", "method": "POST", "url": "/subscriptions",
        "headers": { "Content-Type": "application/json" }, "body": wish("groups", "updated"),
    });
    let reply = world.person(GWEN, SCOPES).post("/$batch", json!({ "requests": [part] })).await.expect(200);
    assert_eq!(reply.body["responses"][0]["status"], 201, "made: {}", reply.body);
    assert_eq!(endpoints.take().len(), 1, "its endpoint was asked");
    world.assert_contract_kept();
}
