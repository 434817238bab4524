//! Calls on the emulator's Azure, in process.

use std::sync::Arc;
use std::time::Duration;

use emulator::state::Tenant;
use emulator::state::well_known::AZURE_CLI;
use emulator::{Emulator, Options, Scenario, entra};
use http::Method;
use serde_json::{Value, json};

pub use crate::graph_support::Reply;
use crate::support::{DOMAIN, StoppedClock, send, started_with};

/// Versions that a client sends today.
pub const SUBSCRIPTIONS: &str = "2022-12-01";
pub const RESOURCES: &str = "2021-04-01";
pub const COMMUNICATION: &str = "2025-09-01";
pub const AUTHORIZATION: &str = "2022-04-01";

/// The one delegated permission.
pub const SCOPE: &str = "https://management.azure.com/user_impersonation";

/// One practice tenant and its Azure.
pub struct World {
    pub emulator: Emulator,
    pub clock: Arc<StoppedClock>,
}

/// One token on it.
pub struct Person<'a> {
    world: &'a World,
    pub token: String,
}

impl World {
    pub fn well() -> Self {
        Self::of(Options::new(Scenario::load("all-is-well").expect("a built-in scenario")))
    }

    /// The healthy tenant with changes, as a scenario would write them.
    pub fn with(changes: &str) -> Self {
        let head = "name = 'test'\ntitle = 'test'\nabout = 'test'\nbased_on = 'all-is-well'\n";
        Self::of(Options::new(Scenario::parse("test", &format!("{head}{changes}")).expect("a scenario")))
    }

    pub fn of(options: Options) -> Self {
        let (emulator, clock) = started_with(options);
        Self { emulator, clock }
    }

    /// Changes the tenant behind Azure's back.
    pub fn arrange<R>(&self, change: impl FnOnce(&mut Tenant) -> R) -> R {
        self.emulator.write(|tenant, _| change(tenant)).expect("kept nowhere, so always saved")
    }

    pub fn advance(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// Id of a subscription by the name in the scenario's words.
    pub fn subscription(&self, display_name: &str) -> String {
        self.emulator.read(|tenant| {
            let mut all = tenant.azure.subscriptions.values();
            all.find(|one| one.display_name == display_name).expect("a subscription").id.clone()
        })
    }

    /// `/subscriptions/{id}` of the one where all is done.
    pub fn home(&self) -> String {
        format!("/subscriptions/{}", self.subscription("Contoso Collaboration"))
    }

    pub fn person(&self, name: &str) -> Person<'_> {
        let upn = format!("{name}@{DOMAIN}");
        let token = entra::user_token(&self.emulator, &upn, AZURE_CLI, SCOPE).expect("a token");
        Person { world: self, token }
    }

    /// Any token text.
    pub fn bearer(&self, token: &str) -> Person<'_> {
        Person { world: self, token: token.to_owned() }
    }

    /// Owner of the subscription.
    pub fn sam(&self) -> Person<'_> {
        self.person("sam")
    }

    /// The provider registered, as after the first run.
    pub fn register(&self) {
        let home = self.subscription("Contoso Collaboration");
        self.arrange(|tenant| {
            let registration = emulator::state::Registration { wanted: true, settles: domain::Timestamp::EPOCH };
            let subscription = tenant.azure.subscriptions.get_mut(&home).expect("the subscription");
            subscription.providers.insert("microsoft.communication".to_owned(), registration);
        });
    }
}

impl Person<'_> {
    /// `path` with its query, or an address from an answer.
    pub async fn call(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<Value>) -> Reply {
        let path = path.split_once("/azure/").map_or_else(|| path.to_owned(), |(_, rest)| format!("/{rest}"));
        let uri = format!("/azure{}", path.replace(' ', "%20").replace('\'', "%27"));
        let bearer = format!("Bearer {}", self.token);
        let mut all = headers.to_vec();
        if !self.token.is_empty() {
            all.push(("authorization", &bearer));
        }
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        if !body.is_empty() && !headers.iter().any(|(name, _)| *name == "content-type") {
            all.push(("content-type", "application/json"));
        }
        let answer = send(&self.world.emulator, method, &uri, &all, body).await;
        let text = || Value::String(answer.text.clone());
        let body = match answer.text.is_empty() {
            true => Value::Null,
            false => serde_json::from_str(&answer.text).unwrap_or_else(|_| text()),
        };
        let reply = Reply { status: answer.status, headers: answer.headers, body };
        if reply.body.get("error").is_some() {
            assert!(!reply.message().is_empty(), "a refusal has words: {}", reply.body);
        }
        reply
    }

    pub async fn get(&self, path: &str, version: &str) -> Reply {
        self.call(Method::GET, &versioned(path, version), &[], None).await
    }

    /// An address from an answer, unchanged.
    pub async fn follow(&self, address: &str) -> Reply {
        self.call(Method::GET, address, &[], None).await
    }

    pub async fn put(&self, path: &str, version: &str, body: Value) -> Reply {
        self.call(Method::PUT, &versioned(path, version), &[], Some(body)).await
    }

    pub async fn patch(&self, path: &str, version: &str, body: Value) -> Reply {
        self.call(Method::PATCH, &versioned(path, version), &[], Some(body)).await
    }

    pub async fn post(&self, path: &str, version: &str, body: Option<Value>) -> Reply {
        self.call(Method::POST, &versioned(path, version), &[], body).await
    }

    pub async fn delete(&self, path: &str, version: &str) -> Reply {
        self.call(Method::DELETE, &versioned(path, version), &[], None).await
    }

    /// Makes a Communication Service in Europe.
    pub async fn make(&self, path: &str) -> Reply {
        self.put(path, COMMUNICATION, europe()).await
    }
}

fn versioned(path: &str, version: &str) -> String {
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joint}api-version={version}")
}

/// The definition of a Communication Service.
pub fn europe() -> Value {
    json!({ "location": "Global", "properties": { "dataLocation": "Europe" } })
}

/// The path of a Communication Service in the scenario's group.
pub fn service(home: &str, name: &str) -> String {
    format!("{home}/resourceGroups/rg-collaboration/providers/Microsoft.Communication/communicationServices/{name}")
}
