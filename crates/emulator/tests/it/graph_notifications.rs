//! Change notifications: what is told to whom, again when nobody listened, and over a real port.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use emulator::server::{ServerOptions, serve};
use emulator::webhooks::{Answer, Post, Unreachable, Webhooks};
use emulator::{Emulator, Options, Scenario, entra};
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use crate::graph_subscriptions::{Manner, SCOPES, answer, telling, token, wish};
use crate::graph_support::{GWEN, LEE, MIA, SAM, World};
use crate::support::{GRAPH_CLIENT, START, StoppedClock};

fn group(name: &str) -> Value {
    json!({ "displayName": name, "mailEnabled": false, "mailNickname": name, "securityEnabled": true })
}

fn told(post: &Post) -> Vec<Value> {
    let body: Value = serde_json::from_str(&post.body).expect("JSON");
    body["value"].as_array().expect("notifications").clone()
}

async fn add(world: &World, group: &str, user: &str) {
    let link = json!({ "@odata.id": format!("https://x/directoryObjects/{}", world.user_id(user)) });
    world.person(SAM, SCOPES).post(&format!("/groups/{group}/members/$ref"), link).await.expect(204);
}

#[tokio::test]
async fn who_watches_groups_is_told_of_new_ones_and_of_members() {
    let (world, endpoints) = telling();
    let subscription = world.person(GWEN, SCOPES).post("/subscriptions", wish("groups", "updated")).await.id();
    endpoints.take();
    let id = world.person(SAM, SCOPES).post("/groups", group("new")).await.expect(201).id();
    assert!(endpoints.take().is_empty(), "the write does not wait for anybody");
    assert_eq!(world.emulator.deliver_notifications().await, 1, "one request");
    let [post] = &endpoints.take()[..] else { panic!("one request") };
    assert!(token(post).is_none() && post.content_type.starts_with("application/json"), "a notification");
    let [one] = &told(post)[..] else { panic!("one notification: {}", post.body) };
    assert_eq!(one["subscriptionId"], subscription.as_str(), "for that subscription");
    assert_eq!(one["clientState"], "secretClientValue", "with its secret");
    assert_eq!((&one["changeType"], &one["resource"]), (&json!("updated"), &json!(format!("Groups/{id}"))), "what");
    assert_eq!(one["resourceData"]["@odata.type"], "#Microsoft.Graph.Group", "of which kind");
    assert_eq!(one["tenantId"], emulator::state::TENANT_ID, "where");
    add(&world, &id, LEE).await;
    add(&world, &id, MIA).await;
    assert_eq!(world.emulator.deliver_notifications().await, 1, "both in one request");
    let both = told(&endpoints.take()[0]);
    assert_eq!(both.len(), 2, "one each");
    assert_eq!(both[0]["resourceData"]["members@delta"][0]["id"], world.user_id(LEE), "who came");
    world.sam().application("Not watched").await;
    assert_eq!(world.emulator.deliver_notifications().await, 0, "applications are not watched");
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_subscription_tells_only_of_what_it_is_about() {
    let (world, endpoints) = telling();
    let sam = world.person(SAM, SCOPES);
    let (mine, other) = (sam.post("/groups", group("mine")).await.id(), sam.post("/groups", group("other")).await.id());
    let gwen = world.person(GWEN, SCOPES);
    gwen.post("/subscriptions", wish(&format!("groups/{mine}/members"), "updated,deleted")).await.expect(201);
    gwen.post("/subscriptions", wish(&format!("users/{}", world.user_id(MIA)), "deleted")).await.expect(201);
    endpoints.take();
    add(&world, &other, LEE).await;
    world.arrange(|tenant| {
        tenant.groups.get_mut(&mine).expect("there").display_name = "renamed".to_owned();
        let mia = tenant.user(MIA).expect("there").id.clone();
        tenant.users.get_mut(&mia).expect("there").display_name = "renamed".to_owned();
    });
    assert_eq!(world.emulator.deliver_notifications().await, 0, "another group, a name, another kind of change");
    add(&world, &mine, LEE).await;
    let mia = world.user_id(MIA);
    world.arrange(|tenant| {
        tenant.users.remove(&mia);
    });
    assert_eq!(world.emulator.deliver_notifications().await, 1, "members of this one, and Mia is gone");
    let kinds: Vec<Value> = told(&endpoints.take()[0]).iter().map(|one| one["changeType"].clone()).collect();
    assert_eq!(kinds, ["updated", "deleted"], "in order");
}

#[tokio::test]
async fn what_was_not_taken_is_sent_again_a_few_times() {
    let (world, endpoints) = telling();
    world.person(GWEN, SCOPES).post("/subscriptions", wish("groups", "updated")).await.expect(201);
    endpoints.take();
    for manner in [answer(500, "", ""), Manner::Not(Unreachable::Late)] {
        endpoints.next(manner);
    }
    world.person(SAM, SCOPES).post("/groups", group("a")).await.expect(201);
    assert_eq!(world.emulator.deliver_notifications().await, 0, "500");
    assert_eq!(world.emulator.deliver_notifications().await, 0, "not at once again");
    world.advance(5);
    assert_eq!(world.emulator.deliver_notifications().await, 0, "no answer");
    world.advance(30);
    assert_eq!(world.emulator.deliver_notifications().await, 1, "taken");
    let sent = endpoints.take();
    assert_eq!(sent.len(), 3, "three times");
    assert!(sent.iter().all(|post| post.body == sent[0].body), "the same each time");
    for _ in 0..3 {
        endpoints.next(Manner::Not(Unreachable::Failed));
    }
    world.person(SAM, SCOPES).post("/groups", group("b")).await.expect(201);
    for _ in 0..5 {
        world.emulator.deliver_notifications().await;
        world.advance(60);
    }
    assert_eq!(endpoints.take().len(), 3, "then no more");
}

#[tokio::test]
async fn nobody_is_told_after_the_end() {
    let (world, endpoints) = telling();
    let gwen = world.person(GWEN, SCOPES);
    let id = gwen.post("/subscriptions", wish("groups", "updated")).await.id();
    endpoints.take();
    let sam = world.person(SAM, SCOPES);
    sam.post("/groups", group("a")).await.expect(201);
    gwen.delete(&format!("/subscriptions/{id}")).await.expect(204);
    assert_eq!(world.emulator.deliver_notifications().await, 0, "deleted before it was told");
    gwen.post("/subscriptions", wish("groups", "updated")).await.expect(201);
    endpoints.take();
    world.advance(86_400);
    world.person(SAM, SCOPES).post("/groups", group("b")).await.expect(201);
    assert_eq!(world.emulator.deliver_notifications().await, 0, "expired");
    assert!(endpoints.take().is_empty(), "nothing was sent");
    let refused = world.person(SAM, SCOPES).post("/groups", group("with space")).await;
    refused.refused(400, "Request_BadRequest");
}

/// A small client over a real port: the emulator has none of its own.
struct Wire;

#[async_trait]
impl Webhooks for Wire {
    async fn post(&self, post: Post) -> Result<Answer, Unreachable> {
        let failed = |_| Unreachable::Failed;
        let port = post.url.port().ok_or(Unreachable::OutOfReach)?;
        let stream = TcpStream::connect(("127.0.0.1", port)).await.map_err(|_| Unreachable::Failed)?;
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(failed)?;
        tokio::spawn(connection);
        let target = post.url[url::Position::BeforePath..].to_owned();
        let request = http::Request::post(target).header("host", "localhost").header("content-type", post.content_type);
        let answer = sender.send_request(request.body(Full::new(bytes::Bytes::from(post.body))).expect("a request"));
        let (head, body) = answer.await.map_err(failed)?.into_parts();
        let content_type = head.headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let body = body.collect().await.map_err(failed)?.to_bytes().to_vec();
        Ok(Answer { status: head.status.as_u16(), content_type: content_type.to_owned(), body })
    }
}

#[tokio::test]
async fn a_served_tenant_tells_by_itself_over_a_real_port() {
    let (sender, mut told) = mpsc::unbounded_channel();
    let hook = axum::Router::new().fallback(move |request: axum::extract::Request| {
        let sender = sender.clone();
        async move {
            let query: Vec<(String, String)> =
                url::form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes())
                    .into_owned()
                    .collect();
            let body = request.into_body().collect().await.expect("a body").to_bytes();
            let _ = sender.send(String::from_utf8_lossy(&body).into_owned());
            query.into_iter().find(|(name, _)| name == "validationToken").map(|(_, token)| token).unwrap_or_default()
        }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move { axum::serve(listener, hook).await });
    let options =
        Options { webhooks: Some(Arc::new(Wire)), ..Options::new(Scenario::load("all-is-well").expect("a scenario")) };
    let emulator = Emulator::new(options, StoppedClock::at(START)).expect("it starts");
    let serving = serve(&emulator, ServerOptions::loopback()).await.expect("it is served");
    let mut body = wish("groups", "updated");
    body["notificationUrl"] = json!(format!("http://localhost:{port}/api/told"));
    let made = call(&emulator, "/subscriptions", body).await;
    assert_eq!(made, 201, "its endpoint answered");
    assert_eq!(told.recv().await.as_deref(), Some(""), "the handshake");
    assert_eq!(call(&emulator, "/groups", group("new")).await, 201, "made");
    let notification = tokio::time::timeout(Duration::from_secs(20), told.recv()).await.expect("in time");
    assert!(notification.expect("a body").contains("#Microsoft.Graph.Group"), "told without being pushed");
    drop(serving);
}

async fn call(emulator: &Emulator, path: &str, body: Value) -> u16 {
    let token = entra::user_token(emulator, SAM, GRAPH_CLIENT, SCOPES).expect("a token");
    let headers = [("authorization", format!("Bearer {token}")), ("content-type", "application/json".to_owned())];
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let path = format!("/graph/v1.0{path}");
    crate::support::send(emulator, http::Method::POST, &path, &headers, body.to_string()).await.status.as_u16()
}
