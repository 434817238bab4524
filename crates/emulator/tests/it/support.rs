//! A virtual clock, an emulator on it, and a client without a socket.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::body::{Body, to_bytes};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Clock, Timestamp};
use emulator::{Emulator, Options, Scenario};
use http::{HeaderMap, Method, Request, StatusCode};
use serde_json::Value;
use tower::ServiceExt as _;
use url::{Url, form_urlencoded};

/// A clock that moves only when told to.
pub struct StoppedClock(Mutex<Timestamp>);

impl StoppedClock {
    pub fn at(text: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Timestamp::parse(text).expect("a time"))))
    }

    pub fn advance(&self, by: Duration) {
        let mut now = self.0.lock().expect("no panic elsewhere");
        *now = *now + by;
    }
}

#[async_trait]
impl Clock for StoppedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("no panic elsewhere")
    }

    async fn sleep(&self, duration: Duration) {
        self.advance(duration);
    }
}

/// The time at which every test begins.
pub const START: &str = "2026-11-21T09:00:00Z";
/// Microsoft Graph Command Line Tools.
pub const GRAPH_CLIENT: &str = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
/// Microsoft Teams PowerShell.
pub const TEAMS_CLIENT: &str = "12128f48-ec9e-42f0-b203-ea49fb6af367";
/// The practice tenant's domain.
pub const DOMAIN: &str = "practice.handrail.example";
/// Where the client listens, it says.
pub const REDIRECT: &str = "http://localhost:50123";

pub fn started(scenario: &str) -> (Emulator, Arc<StoppedClock>) {
    started_with(Options::new(Scenario::load(scenario).expect("a built-in scenario")))
}

pub fn started_with(options: Options) -> (Emulator, Arc<StoppedClock>) {
    let clock = StoppedClock::at(START);
    (Emulator::new(options, clock.clone()).expect("it starts"), clock)
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// Parameters of the redirect, from its query.
    pub fn redirected(&self) -> Url {
        let location = self.headers.get("location").unwrap_or_else(|| panic!("no redirect: {}", self.text));
        Url::parse(location.to_str().expect("text")).expect("a URL")
    }

    pub fn parameter(&self, name: &str) -> Option<String> {
        self.redirected().query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    }

    /// The cookie to send next time.
    pub fn cookie(&self) -> String {
        let line = self.headers.get("set-cookie").expect("a cookie").to_str().expect("text");
        line.split(';').next().expect("a pair").to_owned()
    }
}

pub async fn send(emulator: &Emulator, method: Method, path: &str, headers: &[(&str, &str)], body: String) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header("host", "localhost:47100");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response =
        emulator.router().oneshot(request.body(Body::from(body)).expect("a request")).await.expect("never fails");
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.expect("a body");
    Answer { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.to_vec()).expect("text") }
}

pub async fn get(emulator: &Emulator, path: &str) -> Answer {
    send(emulator, Method::GET, path, &[], String::new()).await
}

pub async fn post(emulator: &Emulator, path: &str, fields: &[(&str, &str)]) -> Answer {
    let form = [("content-type", "application/x-www-form-urlencoded")];
    send(emulator, Method::POST, path, &form, encode(fields)).await
}

pub fn encode(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// The claims of a token, not verified.
pub fn claims(token: &Value) -> Value {
    let part = token.as_str().expect("a token").split('.').nth(1).expect("claims").to_owned();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("JSON")
}

/// Object id of a user of the practice tenant.
pub fn user_id(emulator: &Emulator, name: &str) -> String {
    emulator.read(|tenant| tenant.user(&format!("{name}@{DOMAIN}")).expect("a user").id.clone())
}
