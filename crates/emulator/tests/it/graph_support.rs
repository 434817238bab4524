//! Calls on the emulator's Graph, in process, each held against the contract.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use emulator::contract::{Watched, Watching, watch};
use emulator::entra;
use emulator::state::Tenant;
use emulator::state::well_known::GRAPH_COMMAND_LINE;
use emulator::{Emulator, Options, Scenario};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::support::{START, StoppedClock, started, started_with};

/// Scopes of an administrator who does everything.
pub const ALL_SCOPES: &str = "Application.ReadWrite.All AppRoleAssignment.ReadWrite.All \
    DelegatedPermissionGrant.ReadWrite.All Directory.Read.All AuditLog.Read.All Policy.Read.All \
    Policy.Read.PermissionGrant Policy.ReadWrite.ApplicationConfiguration RoleManagement.Read.Directory \
    RoleEligibilitySchedule.Read.Directory User.Read.All LicenseAssignment.Read.All Organization.Read.All \
    Domain.Read.All TeamsPolicyUserAssign.ReadWrite.All TeamsUserConfiguration.Read.All OnlineMeetings.ReadWrite";

pub const SAM: &str = "sam@practice.handrail.example";
pub const ALEX: &str = "alex@practice.handrail.example";
pub const ROBIN: &str = "robin@practice.handrail.example";
pub const TESS: &str = "tess@practice.handrail.example";
pub const GWEN: &str = "gwen@practice.handrail.example";
pub const MIA: &str = "mia@practice.handrail.example";
pub const LEE: &str = "lee@practice.handrail.example";
pub const NOAH: &str = "noah@practice.handrail.example";
pub const GIA: &str = "gia_fabrikam.example#EXT#@practice.handrail.example";

/// What came back.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Reply {
    pub fn code(&self) -> &str {
        self.body["error"]["code"].as_str().unwrap_or_default()
    }

    pub fn message(&self) -> &str {
        self.body["error"]["message"].as_str().unwrap_or_default()
    }

    pub fn id(&self) -> String {
        self.body["id"].as_str().unwrap_or_default().to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// One property of each member of a collection, as text.
    pub fn each(&self, name: &str) -> Vec<&str> {
        self.items().iter().map(|item| item[name].as_str().unwrap_or_default()).collect()
    }

    /// The members of a collection.
    pub fn items(&self) -> &[Value] {
        self.body["value"].as_array().map(Vec::as_slice).unwrap_or_default()
    }

    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "the answer was {}", self.body);
        self
    }

    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Self {
        let reply = self.expect(status);
        assert_eq!(reply.code(), code, "the answer was {}", reply.body);
        reply
    }
}

/// One practice tenant and its Graph.
pub struct World {
    pub emulator: Emulator,
    pub clock: Arc<StoppedClock>,
    pub watching: Watching,
    service: Watched<Router>,
}

/// One token on it.
pub struct Person<'a> {
    world: &'a World,
    pub token: String,
}

impl World {
    pub fn new(scenario: &str) -> Self {
        let (emulator, clock) = started(scenario);
        let (service, watching) = watch(emulator.router(), "/graph");
        Self { emulator, clock, watching, service }
    }

    /// A healthy tenant that reaches its subscribers like that.
    pub fn telling(webhooks: Arc<dyn emulator::webhooks::Webhooks>) -> Self {
        let mut options = Options::new(Scenario::load("all-is-well").expect("a built-in scenario"));
        options.webhooks = Some(webhooks);
        let (emulator, clock) = started_with(options);
        let (service, watching) = watch(emulator.router(), "/graph");
        Self { emulator, clock, watching, service }
    }

    /// A healthy tenant.
    pub fn well() -> Self {
        Self::new("all-is-well")
    }

    /// Changes the tenant behind Graph's back.
    pub fn arrange<R>(&self, change: impl FnOnce(&mut Tenant) -> R) -> R {
        self.emulator.write(|tenant, _| change(tenant)).expect("kept nowhere, so always saved")
    }

    pub fn advance(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    pub fn user_id(&self, upn: &str) -> String {
        self.emulator.read(|tenant| tenant.user(upn).expect("a user of the scenario").id.clone())
    }

    pub fn sp_id(&self, app_id: &str) -> String {
        self.emulator
            .read(|tenant| tenant.service_principal_by_app_id(app_id).expect("a service principal").0.to_owned())
    }

    /// Id of an application permission of Microsoft Graph.
    pub fn graph_role(&self, value: &str) -> String {
        self.emulator.read(|tenant| {
            let (_, graph) = tenant.service_principal_by_app_id(emulator::state::well_known::GRAPH).expect("Graph");
            let role = graph.list("appRoles").iter().find(|role| role["value"] == value).expect("a permission").clone();
            role["id"].as_str().expect("an id").to_owned()
        })
    }

    pub fn person(&self, upn: &str, scopes: &str) -> Person<'_> {
        let token = entra::user_token(&self.emulator, upn, GRAPH_COMMAND_LINE, scopes).expect("a token");
        Person { world: self, token }
    }

    /// The Global Administrator with every scope.
    pub fn sam(&self) -> Person<'_> {
        self.person(SAM, ALL_SCOPES)
    }

    pub fn app(&self, client_id: &str) -> Person<'_> {
        Person { world: self, token: entra::app_token(&self.emulator, client_id).expect("a token") }
    }

    /// Any token text.
    pub fn bearer(&self, token: &str) -> Person<'_> {
        Person { world: self, token: token.to_owned() }
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.service.clone().oneshot(request).await.expect("the router never fails");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body in memory").to_bytes();
        let text = || Value::String(String::from_utf8_lossy(&bytes).into_owned());
        let body =
            if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap_or_else(|_| text()) };
        Reply { status: parts.status, headers: parts.headers, body }
    }

    /// Every exchange so far kept to the contract, both ways.
    #[track_caller]
    pub fn assert_contract_kept(&self) {
        assert!(self.watching.graph_calls() > 0, "the watch looked at something");
        assert_eq!(self.watching.departures(), Vec::new(), "no exchange departs from Microsoft's contract");
    }
}

impl Person<'_> {
    pub async fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<Value>) -> Reply {
        let uri = if path.starts_with("http") {
            path.split_once("/graph").map(|(_, rest)| format!("/graph{rest}")).expect("a link into Graph")
        } else if path.starts_with("/beta") || path.starts_with("/v1.0") {
            format!("/graph{path}")
        } else {
            format!("/graph/v1.0{path}")
        };
        let uri = uri.replace(' ', "%20").replace('#', "%23").replace('"', "%22");
        let mut builder = Request::builder().method(method).uri(uri);
        if !self.token.is_empty() {
            builder = builder.header("authorization", format!("Bearer {}", self.token));
        }
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        let body = match body {
            Some(body) => {
                builder = builder.header("content-type", "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        self.world.send(builder.body(body).expect("a request")).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.call("GET", path, &[], None).await
    }

    /// With `ConsistencyLevel: eventual`.
    pub async fn get_eventual(&self, path: &str) -> Reply {
        self.call("GET", path, &[("consistencylevel", "eventual")], None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.call("POST", path, &[], Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Reply {
        self.call("PATCH", path, &[], Some(body)).await
    }

    /// A zip, as the catalogue of Teams apps takes it.
    pub async fn send_package(&self, path: &str, package: Vec<u8>) -> Reply {
        let request = Request::builder()
            .method("POST")
            .uri(format!("/graph/v1.0{path}"))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/zip")
            .body(Body::from(package));
        self.world.send(request.expect("a request")).await
    }

    pub async fn upsert(&self, unique_name: &str, body: Value) -> Reply {
        let path = format!("/applications(uniqueName='{unique_name}')");
        self.call("PATCH", &path, &[("prefer", "create-if-missing")], Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        self.call("DELETE", path, &[], None).await
    }

    /// A single-tenant application; object id and client id.
    pub async fn application(&self, name: &str) -> (String, String) {
        let body = json!({ "displayName": name, "signInAudience": "AzureADMyOrg" });
        let made = self.post("/applications", body).await.expect(201);
        (made.id(), made.body["appId"].as_str().expect("an appId").to_owned())
    }

    /// An application with its service principal; the three ids.
    pub async fn integration(&self, name: &str) -> (String, String, String) {
        let (id, app_id) = self.application(name).await;
        let sp = self.post("/servicePrincipals", json!({ "appId": app_id })).await.expect(201).id();
        (id, app_id, sp)
    }

    /// Gives an application permission of Microsoft Graph.
    pub async fn give(&self, sp: &str, permission: &str) -> Reply {
        let graph = self.world.sp_id(emulator::state::well_known::GRAPH);
        let role = self.world.graph_role(permission);
        let body = json!({ "principalId": sp, "resourceId": graph, "appRoleId": role });
        self.post(&format!("/servicePrincipals/{graph}/appRoleAssignedTo"), body).await
    }
}

/// A self-signed certificate that begins at the tests' start, DER.
pub fn certificate(days: u64) -> Vec<u8> {
    let start = Timestamp::parse(START).expect("a time");
    let (_, der) =
        entra::certificate("Handrail test", start, start + Duration::from_secs(days * 86_400)).expect("a certificate");
    der
}

/// A new entry of `keyCredentials`.
pub fn key(der: &[u8]) -> Value {
    json!({ "type": "AsymmetricX509Cert", "usage": "Verify", "key": STANDARD.encode(der), "displayName": "a key" })
}
