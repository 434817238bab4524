//! Control plane, clocks, snapshot, replicas.

use std::sync::Arc;
use std::time::Duration;

use emulator::state::{Object, SnapshotDirectory};
use emulator::{Emulator, Options, Scenario};
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{DOMAIN, GRAPH_CLIENT, START, StoppedClock, get, post, send, started};

fn add_app(emulator: &Emulator, name: &str) {
    let written = emulator.write(|tenant, moment| {
        let id = tenant.new_id();
        let app_id = tenant.new_id();
        let stamp = moment.stamp(tenant);
        tenant.applications.write(id.clone(), Object::application(&id, &app_id, name, moment.now), stamp);
    });
    written.expect("saved");
}

fn seen(emulator: &Emulator, name: &str) -> bool {
    let view = emulator.view();
    emulator.read(|tenant| tenant.applications.all_seen(view).any(|(_, app)| app.text("displayName") == name))
}

#[tokio::test]
async fn delays_move_and_the_date_does_not() {
    let (emulator, _) = started("slow-replication");
    add_app(&emulator, "Fresh");
    let reads: Vec<bool> = (0..6).map(|_| seen(&emulator, "Fresh")).collect();
    assert_eq!(reads, [false, false, true, false, false, true], "replicas answer in turn and disagree");
    let moved =
        send(&emulator, Method::POST, "/_emulator/clock", &[], json!({ "advance_seconds": 10 }).to_string()).await;
    assert_eq!(moved.json()["now"], START, "real time stands");
    let reads: Vec<bool> = (0..3).map(|_| seen(&emulator, "Fresh")).collect();
    assert_eq!(reads, [false, true, true], "half the lag is over");
    send(&emulator, Method::POST, "/_emulator/clock", &[], json!({ "advance_seconds": 10 }).to_string()).await;
    assert!((0..3).all(|_| seen(&emulator, "Fresh")), "all of it is over");
    let answer = get(&emulator, "/common/discovery/v2.0/keys").await;
    assert_eq!(answer.headers["date"], "Sat, 21 Nov 2026 09:00:00 GMT", "the date has not moved");
    let token =
        emulator::entra::user_token(&emulator, &format!("dana@{DOMAIN}"), GRAPH_CLIENT, "User.Read").expect("a token");
    let claims = crate::support::claims(&Value::from(token));
    assert_eq!(claims["iat"], domain::Timestamp::parse(START).expect("a time").unix(), "nor have tokens");
}

#[test]
fn delays_can_run_faster_than_time() {
    let mut options = Options::new(Scenario::load("all-is-well").expect("a scenario"));
    options.delay_speed = 60;
    let (emulator, clock) = crate::support::started_with(options);
    let start = emulator.delays_now();
    clock.advance(Duration::from_secs(30));
    assert_eq!(emulator.delays_now().since(start), Duration::from_secs(1_800), "half an hour in half a minute");
}

#[test]
fn the_tenant_survives_a_restart_and_a_reset_forgets_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = StoppedClock::at(START);
    let open = || {
        let mut options = Options::new(Scenario::load("slow-replication").expect("a scenario"));
        options.keep = Some(Arc::new(SnapshotDirectory::open(folder.path()).expect("a folder")));
        Emulator::new(options, clock.clone()).expect("it starts")
    };
    let first = open();
    add_app(&first, "Kept");
    first.advance_delays(Duration::from_secs(7)).expect("saved");
    let (delays, state) = (first.delays_now(), first.read(Clone::clone));
    let keys = first.signing_key().jwks("x", "y");
    // No farewell: as after a kill.
    drop(first);
    clock.advance(Duration::from_secs(3));
    let second = open();
    assert_eq!(second.read(Clone::clone), state, "everything is as it was");
    assert_eq!(second.signing_key().jwks("x", "y"), keys, "tokens outlive it");
    assert_eq!(second.delays_now().since(delays), Duration::from_secs(3), "delays went on meanwhile");
    let (a, b) = second.write(|tenant, _| (tenant.new_id(), tenant.new_id())).expect("saved");
    assert!(a != b && !state.applications.all().any(|(id, _)| id == a), "ids do not come twice");
    second.reset(None).expect("saved");
    let is_kept = |app: &Object| app.text("displayName") == "Kept";
    assert!(!open().read(|tenant| tenant.applications.all().any(|(_, app)| is_kept(app))), "practice begins again");
}

#[tokio::test]
async fn the_state_is_stable_and_without_volatile_fields() {
    let (emulator, _) = started("half-set-up-by-hand");
    let first = get(&emulator, "/_emulator/state").await;
    let again = get(&emulator, "/_emulator/state").await;
    assert_eq!(first.text, again.text, "twice the same");
    let state = first.json();
    assert_eq!(state["tenant"]["id"], "7c0d4f3a-2b61-4e58-9a17-5d3e8f60c2b4", "the tenant");
    assert_eq!(state["applications"].as_array().expect("apps").len(), 3, "its apps");
    assert_eq!(state["deletedItems"], json!({ "applications": [], "servicePrincipals": [] }), "deleted ones apart");
    assert!(!first.text.contains("createdDateTime"), "nothing volatile");
}

#[tokio::test]
async fn requests_are_remembered_and_writes_are_marked() {
    let (emulator, _) = started("all-is-well");
    let token =
        emulator::entra::user_token(&emulator, &format!("dana@{DOMAIN}"), GRAPH_CLIENT, "User.Read").expect("a token");
    let bearer = format!("Bearer {token}");
    let headers =
        [("authorization", bearer.as_str()), ("content-type", "application/json"), ("client-request-id", "mine")];
    get(&emulator, "/practice.handrail.example/v2.0/.well-known/openid-configuration").await;
    post(&emulator, "/practice.handrail.example/oauth2/v2.0/token", &[("grant_type", "x")]).await;
    let echoed = send(&emulator, Method::PUT, "/azure/nothing?api-version=1", &headers, "{}".to_owned()).await;
    assert_eq!(echoed.headers["client-request-id"], "mine", "the client's id comes back");
    let reads = json!({ "requests": [{ "id": "1", "method": "GET", "url": "/me" }] }).to_string();
    send(&emulator, Method::POST, "/graph/v1.0/$batch", &headers, reads).await;
    let writes =
        json!({ "requests": [{ "id": "1", "method": "POST", "url": "/applications", "body": {} }] }).to_string();
    send(&emulator, Method::POST, "/graph/v1.0/$batch", &headers, writes).await;
    get(&emulator, "/_emulator/state").await;
    let requests = get(&emulator, "/_emulator/requests").await.json();
    let of = |name: &str| {
        requests.as_array().expect("a list").iter().map(|request| request[name].clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        of("write"),
        [false, false, true, false, true].map(Value::from),
        "sign-in and reads in a batch are no writes"
    );
    assert_eq!(of("path")[2], "/azure/nothing?api-version=1", "the whole path");
    assert_eq!(of("caller")[2], format!("dana@{DOMAIN}"), "who it was");
    assert_eq!(of("host")[0], "localhost:47100", "under which name");
    assert_eq!(of("status")[2], 501, "what was answered");
}

#[tokio::test]
async fn a_reset_can_choose_another_scenario() {
    let (emulator, _) = started("all-is-well");
    let body = json!({ "scenario": "other-vendors-policy" }).to_string();
    let answer = send(&emulator, Method::POST, "/_emulator/reset", &[], body).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text);
    assert_eq!(get(&emulator, "/_emulator/state").await.json()["scenario"], "other-vendors-policy", "there it is");
    let body = json!({ "scenario": "nonsense" }).to_string();
    assert_eq!(
        send(&emulator, Method::POST, "/_emulator/reset", &[], body).await.status,
        StatusCode::BAD_REQUEST,
        "no such one"
    );
}

/// A disk that is full from some moment on.
struct FullDisk {
    folder: SnapshotDirectory,
    full: std::sync::atomic::AtomicBool,
}

impl emulator::state::Keep for FullDisk {
    fn load(&self, name: &str) -> std::io::Result<Option<Vec<u8>>> {
        self.folder.load(name)
    }

    fn save(&self, name: &str, content: &[u8]) -> std::io::Result<()> {
        if self.full.load(std::sync::atomic::Ordering::Relaxed) {
            return Err(std::io::ErrorKind::StorageFull.into());
        }
        self.folder.save(name, content)
    }

    fn remove(&self, name: &str) -> std::io::Result<()> {
        self.folder.remove(name)
    }
}

#[tokio::test]
async fn a_write_that_cannot_be_saved_did_not_happen() {
    let folder = tempfile::tempdir().expect("a folder");
    let disk = Arc::new(FullDisk {
        folder: SnapshotDirectory::open(folder.path()).expect("a folder"),
        full: std::sync::atomic::AtomicBool::new(false),
    });
    let mut options = Options::new(Scenario::load("all-is-well").expect("a scenario"));
    options.keep = Some(disk.clone());
    let (emulator, _) = crate::support::started_with(options);
    add_app(&emulator, "Saved");
    let before = emulator.read(Clone::clone);
    disk.full.store(true, std::sync::atomic::Ordering::Relaxed);
    let written = emulator.write(|tenant, _| tenant.display_name = "Lost".to_owned());
    assert!(written.is_err(), "it is told");
    assert!(emulator.read(|tenant| *tenant == before), "and taken back");
    let answer = post(
        &emulator,
        &format!("/{DOMAIN}/oauth2/v2.0/devicecode"),
        &[("client_id", GRAPH_CLIENT), ("scope", "openid")],
    )
    .await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "a client is told to come back: {}", answer.text);
}
