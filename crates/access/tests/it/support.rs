//! A clock that moves when told to, a browser that does nothing, and a sign-in service that answers as scripted.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use access::{Certificates, Clients, FoundTenant, Pages, Session, find_tenant};
use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use domain::{Browser, CertificateRequest, Clock, Endpoints, KeyMaker as _, MadeKey, Random, Timestamp};
use http::StatusCode;
use microsoft::{Request, Response, Transport, TransportError};
use serde_json::{Value, json};
use tokio::sync::Notify;
use url::Url;
use uuid::Uuid;

pub const TENANT: &str = "11111111-1111-4111-8111-111111111111";
pub const OTHER_TENANT: &str = "22222222-2222-4222-8222-222222222222";
pub const DANA: &str = "33333333-3333-4333-8333-333333333333";
pub const SAM: &str = "44444444-4444-4444-8444-444444444444";
pub const START: &str = "2026-11-21T09:00:00Z";
const LOGIN: &str = "http://localhost:47999/";

pub fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("a time")
}

/// Stands still until it is advanced; or, when `hurried`, jumps over every sleep.
pub struct TestClock {
    now: Mutex<Timestamp>,
    moved: Notify,
    hurried: bool,
}

impl TestClock {
    pub fn still() -> Arc<Self> {
        Arc::new(Self { now: Mutex::new(time(START)), moved: Notify::new(), hurried: false })
    }

    pub fn hurried() -> Arc<Self> {
        Arc::new(Self { now: Mutex::new(time(START)), moved: Notify::new(), hurried: true })
    }

    pub fn advance(&self, by: Duration) {
        let mut now = self.now.lock().expect("no panic elsewhere");
        *now = *now + by;
        self.moved.notify_waiters();
    }
}

#[async_trait]
impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.now.lock().expect("no panic elsewhere")
    }

    async fn sleep(&self, duration: Duration) {
        let until = self.now() + duration;
        if self.hurried {
            self.advance(duration);
            return tokio::task::yield_now().await;
        }
        loop {
            let moved = self.moved.notified();
            if self.now() >= until {
                return;
            }
            moved.await;
        }
    }
}

/// Different every time, the same in every run.
#[derive(Default)]
pub struct Counted(AtomicU64);

impl Random for Counted {
    fn uuid(&self) -> Uuid {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        Uuid::new_v5(&Uuid::NAMESPACE_OID, &number.to_be_bytes())
    }
}

/// Remembers where it was sent.
#[derive(Default)]
pub struct NoBrowser {
    pub sent: Mutex<Vec<Url>>,
    pub missing: bool,
}

impl Browser for NoBrowser {
    fn open(&self, url: &Url) -> Result<(), String> {
        self.sent.lock().expect("no panic elsewhere").push(url.clone());
        if self.missing { Err("no browser is installed".to_owned()) } else { Ok(()) }
    }
}

/// One key for all tests: making one takes longer than a test should.
pub static KEY: LazyLock<MadeKey> = LazyLock::new(|| {
    let request = CertificateRequest {
        subject: "CN=Handrail test".to_owned(),
        key_bits: 2048,
        not_before: time("2026-11-21T00:00:00Z"),
        not_after: time("2028-11-21T00:00:00Z"),
    };
    Certificates.make(&request).expect("a key is made")
});

/// A sign-in service. Answers codes, refresh tokens and assertions with tokens, unless something is scripted.
pub struct Service {
    pub scripted: Mutex<VecDeque<(u16, Value)>>,
    pub forms: Mutex<Vec<BTreeMap<String, String>>>,
    pub claims: Mutex<Value>,
    pub document: Mutex<Value>,
    pub sign_with_foreign_key: Mutex<bool>,
    pub clock: Arc<TestClock>,
}

impl Service {
    pub fn new(clock: Arc<TestClock>) -> Arc<Self> {
        let at = |path: &str| format!("{LOGIN}{TENANT}/{path}");
        let document = json!({
            "issuer": at("v2.0"),
            "authorization_endpoint": at("oauth2/v2.0/authorize"),
            "token_endpoint": at("oauth2/v2.0/token"),
            "device_authorization_endpoint": at("oauth2/v2.0/devicecode"),
            "jwks_uri": at("discovery/v2.0/keys"),
            "cloud_instance_name": "microsoftonline.com",
            "tenant_region_scope": "EU",
        });
        Arc::new(Self {
            scripted: Mutex::default(),
            forms: Mutex::default(),
            claims: Mutex::new(json!({})),
            document: Mutex::new(document),
            sign_with_foreign_key: Mutex::new(false),
            clock,
        })
    }

    /// The next token request is answered so.
    pub fn script(&self, status: u16, answer: Value) {
        self.scripted.lock().expect("no panic elsewhere").push_back((status, answer));
    }

    /// Claims of the next id tokens that differ from the usual ones.
    pub fn claim(&self, claims: Value) {
        *self.claims.lock().expect("no panic elsewhere") = claims;
    }

    pub fn last_form(&self) -> BTreeMap<String, String> {
        self.forms.lock().expect("no panic elsewhere").last().cloned().expect("a request was made")
    }

    pub fn asked(&self) -> usize {
        self.forms.lock().expect("no panic elsewhere").len()
    }

    fn token(&self, form: &BTreeMap<String, String>) -> Value {
        let now = self.clock.now().unix();
        let mut claims = json!({
            "iss": format!("{LOGIN}{TENANT}/v2.0"), "aud": form.get("client_id"), "exp": now + 3600, "tid": TENANT,
            "oid": DANA, "preferred_username": "dana@contoso.com", "name": "Dana Keller",
        });
        if let (Value::Object(all), Value::Object(changed)) =
            (&mut claims, &*self.claims.lock().expect("no panic elsewhere"))
        {
            all.extend(changed.clone());
        }
        let scopes = form.get("scope").cloned().unwrap_or_default();
        let number = self.asked();
        json!({
            "token_type": "Bearer", "expires_in": 3600, "scope": scopes,
            "access_token": format!("access-{number}"), "refresh_token": format!("refresh-{number}"),
            "id_token": self.signed(&claims),
        })
    }

    fn signed(&self, claims: &Value) -> String {
        let foreign = *self.sign_with_foreign_key.lock().expect("no panic elsewhere");
        let text = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let head = text(&json!({ "alg": "RS256", "typ": "JWT", "kid": "k1" }));
        let mut body = claims.clone();
        if foreign {
            body["name"] = json!("somebody else");
        }
        let said = format!("{head}.{}", text(&body));
        let key = aws_lc_rs::signature::RsaKeyPair::from_pkcs8(KEY.private_key.expose()).expect("our key");
        let mut signature = vec![0; key.public_modulus_len()];
        let random = aws_lc_rs::rand::SystemRandom::new();
        key.sign(&aws_lc_rs::signature::RSA_PKCS1_SHA256, &random, said.as_bytes(), &mut signature).expect("it signs");
        let signature = URL_SAFE_NO_PAD.encode(signature);
        // With the signature of another body it is as good as signed by somebody else.
        if foreign { format!("{head}.{}.{signature}", text(claims)) } else { format!("{said}.{signature}") }
    }
}

/// Modulus and exponent of [`KEY`] as a JWK has them.
pub fn public_parts() -> (String, String) {
    use x509_parser::prelude::FromDer as _;
    let (_, certificate) = x509_parser::certificate::X509Certificate::from_der(&KEY.certificate).expect("our own");
    let x509_parser::public_key::PublicKey::RSA(key) = certificate.public_key().parsed().expect("a key") else {
        panic!("an RSA key")
    };
    let trimmed: Vec<u8> = key.modulus.iter().copied().skip_while(|byte| *byte == 0).collect();
    (URL_SAFE_NO_PAD.encode(trimmed), URL_SAFE_NO_PAD.encode(key.exponent))
}

#[async_trait]
impl Transport for Service {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let path = request.uri().path().to_owned();
        let answer = |status: u16, body: &Value| {
            let mut response = http::Response::new(Bytes::from(body.to_string()));
            *response.status_mut() = StatusCode::from_u16(status).expect("a status");
            Ok(response)
        };
        if path.ends_with("openid-configuration") {
            return answer(200, &self.document.lock().expect("no panic elsewhere"));
        }
        if path.ends_with("/keys") {
            let (n, e) = public_parts();
            let key = json!({ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": "k1", "n": n, "e": e });
            return answer(200, &json!({ "keys": [key] }));
        }
        let form: BTreeMap<String, String> = url::form_urlencoded::parse(request.body()).into_owned().collect();
        self.forms.lock().expect("no panic elsewhere").push(form.clone());
        if let Some((status, body)) = self.scripted.lock().expect("no panic elsewhere").pop_front() {
            return answer(status, &body);
        }
        answer(200, &self.token(&form))
    }
}

pub fn endpoints() -> Endpoints {
    let text = format!("login = \"{LOGIN}\"\ngraph = \"{LOGIN}graph\"\nazure = \"{LOGIN}azure\"\n");
    Endpoints::from_file(&text, |_| Err(String::new())).expect("readable")
}

pub async fn tenant(service: &Service) -> FoundTenant {
    find_tenant(service, &endpoints(), "contoso.com").await.expect("the tenant is found")
}

pub async fn session(service: &Arc<Service>, clients: Clients) -> Arc<Session> {
    let found = tenant(service).await;
    let clock = service.clock.clone();
    Arc::new(Session::new(found, &endpoints(), clients, service.clone(), clock))
}

pub fn pages() -> Pages {
    Pages {
        language: "en".to_owned(),
        done_title: "Signed in".to_owned(),
        done_text: "You can close this tab and go back to Handrail.".to_owned(),
        refused_title: "Not expected".to_owned(),
        refused_text: "Nothing here <waits> for this.".to_owned(),
    }
}

/// A parameter of an address.
pub fn parameter(url: &Url, name: &str) -> String {
    let found = url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    found.unwrap_or_else(|| panic!("{url} has no {name}"))
}

/// One request of a browser over a real socket: status, headers and body as text.
pub async fn browse(port: u16, request: &str) -> String {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.expect("the port listens");
    stream.write_all(request.as_bytes()).await.expect("it takes a request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("it answers");
    answer
}

/// A GET as a browser sends it.
pub async fn get(port: u16, path: &str) -> String {
    browse(port, &format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n")).await
}
