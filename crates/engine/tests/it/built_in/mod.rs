//! The built-in profiles with the answers that come with them, walked as a person walks them.

use std::time::Duration;

use axum::body::Body;
use domain::{Digest, HandedTo, ItemId, Outcome, QuestionId, Sounding, Wanted};
use emulator::SamplePackage;
use engine::Engine;
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

use crate::bench::Bench;
use crate::network::{self, MIA};

mod faults;
mod kills;
mod scenarios;

/// A profile, its example answers, and the surroundings it needs.
#[derive(Clone, Copy)]
pub struct BuiltIn {
    profile: &'static str,
    answers: &'static str,
    engine: fn(&Bench) -> Engine,
}

macro_rules! built_in {
    ($id:literal, $engine:expr) => {
        BuiltIn {
            profile: include_str!(concat!("../../../../../profiles/", $id, ".toml")),
            answers: include_str!(concat!("../../../../../profiles/", $id, ".answers.example.toml")),
            engine: $engine,
        }
    };
}

pub const ALTOURA: BuiltIn = built_in!("altoura", Bench::engine);
pub const CALL_TELEMETRY: BuiltIn = built_in!("call-telemetry", beside_the_service_user);
pub const APP_ACCESS_POLICY: BuiltIn = built_in!("app-access-policy", Bench::engine);
pub const DEVICE_MONITORING: BuiltIn = built_in!("device-monitoring", Bench::engine);

impl BuiltIn {
    /// The Global Administrator in that scenario.
    pub fn bench(&self, scenario: &str) -> Bench {
        Bench::for_profile(scenario, self.profile, self.answers, None)
    }

    /// With a real data file, so that a dead process can be started again.
    pub fn on_disk(&self, dir: &std::path::Path) -> Bench {
        Bench::for_profile("all-is-well", self.profile, self.answers, Some(dir.to_owned()))
    }

    /// As a new process opens it.
    pub fn engine(&self, bench: &Bench) -> Engine {
        (self.engine)(bench)
    }
}

/// An engine on a network that is as the scenario says; the service user signs in when asked.
fn beside_the_service_user(bench: &Bench) -> Engine {
    let address = bench.emulator.read(|tenant| tenant.oddities.vendor.address.clone());
    let address = address.parse().expect("an address");
    network::engine(bench, MIA, move |seen: &mut Sounding| seen.addresses = vec![address])
}

/// The package that a vendor would send for this app.
pub fn fitting(engine: &Engine) -> SamplePackage {
    let outputs = engine.outputs().expect("stored");
    let (app, api) = (outputs.app.expect("made"), outputs.api.expect("made"));
    SamplePackage { client: Some(app.app_id.to_string()), resource: Some(api.uri), ..SamplePackage::default() }
}

/// The admin chooses that file.
pub fn choose(bench: &Bench, package: &SamplePackage) {
    let file = bench.documents.keep("package.zip", package.zip().expect("in memory"));
    bench.engine().answer(&QuestionId::from("package"), file).expect("it is stored");
}

fn hand_over(engine: &Engine, item: &ItemId) {
    let values = engine.handover_values(item).expect("all are there");
    let to = HandedTo::PassPhrase { digest: Digest("ab".repeat(32)) };
    let handed = engine.handing_over(item, values, to).expect("it is read");
    engine.note_handover(handed.clone()).expect("it is stored");
    engine.handover_written(&handed, None).expect("it is stored");
}

/// What a person does before an item: once, as long as nobody changes what it was done for.
fn prepare(bench: &Bench, engine: &Engine, id: &ItemId) {
    let item = engine.profile().item(id).expect("it is in the profile");
    match item.wanted {
        Wanted::TeamsAppPackage(_) => {
            let chosen = engine
                .setup()
                .expect("it is read")
                .answers
                .0
                .get(&QuestionId::from("package"))
                .is_some_and(Value::is_object);
            if !chosen && engine.outputs().expect("stored").api.is_some() {
                choose(bench, &fitting(engine));
            }
        }
        Wanted::Handover(_) => {
            let heads = engine.view().expect("it is read").items;
            let wanted = heads.iter().find(|head| head.id == *id);
            let open = wanted.is_some_and(|head| !head.outcome.is_some_and(Outcome::is_finished));
            if open && engine.handover_values(id).is_ok() {
                hand_over(engine, id);
            }
        }
        _ => {}
    }
}

/// Every item in order, with what a person does in between, waiting where Microsoft needs time.
pub async fn walk(bench: &Bench, engine: &Engine) {
    let ids: Vec<ItemId> = engine.profile().items.iter().map(|item| item.id.clone()).collect();
    for id in &ids {
        prepare(bench, engine, id);
        bench.run(engine, id.as_str()).await;
        for _ in 0..80 {
            if engine.item(id).expect("it was seen").head.outcome != Some(Outcome::Waiting) {
                break;
            }
            bench.clock.advance(Duration::from_secs(60));
            engine.tick().await.expect("it tries");
        }
    }
}

/// Every item that these answers want ended well.
#[track_caller]
pub fn assert_finished(engine: &Engine) {
    for head in engine.view().expect("it is read").items {
        let found = engine.item(&head.id).expect("it was seen").diagnostic;
        assert!(head.outcome.is_some_and(Outcome::is_finished), "{}: {:?} {found:?}", head.id, head.outcome);
    }
}

/// Everything in the tenant that lasts: without what can be restored from the bin, and without the providers of Azure that
/// stay registered, since others may use them by now.
pub async fn lasting(bench: &Bench) -> Value {
    let request = http::Request::get("/_emulator/state").body(Body::empty()).expect("a fixed request");
    let answer = bench.emulator.router().oneshot(request).await.expect("the router never fails");
    assert_eq!(answer.status(), 200, "the state is told");
    let body = answer.into_body().collect().await.expect("in memory").to_bytes();
    let mut state: Value = serde_json::from_slice(&body).expect("JSON");
    state.as_object_mut().expect("an object").remove("deletedItems");
    for subscription in state["azure"]["subscriptions"].as_array_mut().into_iter().flatten() {
        subscription["providers"].take();
    }
    state
}
