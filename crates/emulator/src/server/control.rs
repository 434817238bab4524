//! The control plane: what happened, what is there, and moving delays. For loopback only.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use domain::Timestamp;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::not_imitated;
use crate::state::{DeletedKind, Object, Table, Tenant};
use crate::{Emulator, Scenario, StartError};

/// Properties that differ between two runs which did the same.
const VOLATILE: &[&str] = &[
    "createdDateTime",
    "deletedDateTime",
    "renewedDateTime",
    "modifiedDateTime",
    "lastModifiedDateTime",
    "expirationDateTime",
    "creationDateTime",
    "createdAt",
    "changed_at",
    "lag",
];

/// A tenant of 10,000 users takes about a tenth of that.
const LARGEST_SNAPSHOT: usize = 256 * 1024 * 1024;

pub(super) fn router() -> Router<Emulator> {
    Router::new()
        .route("/state", get(state))
        .route("/requests", get(requests))
        .route("/reset", post(reset))
        .route("/clock", post(clock))
        .route("/snapshot", get(snapshot).put(restore).layer(DefaultBodyLimit::max(LARGEST_SNAPSHOT)))
        .fallback(not_imitated)
        .layer(middleware::from_fn(loopback_only))
}

/// Without a peer address the caller is in this process.
pub(super) async fn loopback_only(request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    if peer.is_some_and(|ip| !ip.to_canonical().is_loopback()) {
        return (StatusCode::FORBIDDEN, "The control plane answers this computer only.\n").into_response();
    }
    next.run(request).await
}

async fn requests(State(emulator): State<Emulator>) -> Response {
    Json(emulator.requests()).into_response()
}

async fn state(State(emulator): State<Emulator>) -> Json<Value> {
    let delays_now = emulator.delays_now();
    Json(emulator.read(|tenant| dump(tenant, delays_now)))
}

/// What a reset may choose.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reset {
    /// Another scenario.
    scenario: Option<String>,
}

async fn reset(State(emulator): State<Emulator>, body: String) -> Response {
    let wish: Result<Reset, _> =
        if body.trim().is_empty() { Ok(Reset::default()) } else { serde_json::from_str(&body) };
    let wish = match wish {
        Ok(wish) => wish,
        Err(error) => return (StatusCode::BAD_REQUEST, format!("{error}\n")).into_response(),
    };
    let scenario = match wish.scenario.as_deref().map(Scenario::load).transpose() {
        Ok(scenario) => scenario,
        Err(error) => return (StatusCode::BAD_REQUEST, format!("{error}\n")).into_response(),
    };
    match emulator.reset(scenario.as_ref()) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response(),
    }
}

/// How far delays move on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance_seconds: u64,
}

async fn clock(State(emulator): State<Emulator>, body: String) -> Response {
    let advance: Advance = match serde_json::from_str(&body) {
        Ok(advance) => advance,
        Err(error) => return (StatusCode::BAD_REQUEST, format!("{error}\n")).into_response(),
    };
    match emulator.advance_delays(Duration::from_secs(advance.advance_seconds)) {
        Ok(()) => Json(json!({ "now": emulator.now(), "delays_now": emulator.delays_now() })).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response(),
    }
}

/// Everything that the tenant is, to be put back later; unlike `/state` with logs, lags and sessions.
async fn snapshot(State(emulator): State<Emulator>) -> Response {
    match emulator.snapshot() {
        Ok(content) => ([(CONTENT_TYPE, "application/json")], content).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response(),
    }
}

async fn restore(State(emulator): State<Emulator>, body: Bytes) -> Response {
    match emulator.restore(&body) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error @ (StartError::BrokenSnapshot(_) | StartError::NewerSnapshot { .. })) => {
            (StatusCode::BAD_REQUEST, format!("{error}\n")).into_response()
        }
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response(),
    }
}

/// The tenant as it really is (no lag), in a stable order, without logs, sessions, secrets, keys and times of creation.
fn dump(tenant: &Tenant, delays_now: Timestamp) -> Value {
    let deleted = |kind: DeletedKind| -> Value {
        tenant.deleted.all().filter(|(_, item)| item.kind == kind).map(|(_, item)| plain(&item.object)).collect()
    };
    stable(json!({
        "scenario": tenant.scenario,
        "tenant": { "id": tenant.id, "displayName": tenant.display_name, "domains": tenant.domains },
        "users": tenant.users.values().collect::<Vec<_>>(),
        "groups": tenant.groups.values().collect::<Vec<_>>(),
        "applications": objects(&tenant.applications),
        "servicePrincipals": objects(&tenant.service_principals),
        "appRoleAssignments": values(&tenant.app_role_assignments),
        "oauth2PermissionGrants": values(&tenant.grants),
        "policies": tenant.policies,
        "teams": {
            "applicationAccessPolicies": values(&tenant.teams.access_policies),
            "userAssignments": by_id(&tenant.teams.user_assignments),
            "groupAssignments": by_id(&tenant.teams.group_assignments),
            "tenantAssignment": tenant.teams.tenant_assignment.current(),
            "appSetupPolicies": values(&tenant.teams.setup_policies),
            "appSetupAssignments": {
                "users": tenant.teams.setup_holders.users().collect::<BTreeMap<_, _>>(),
                "groups": tenant.teams.setup_holders.groups().collect::<BTreeMap<_, _>>(),
            },
        },
        "catalog": values(&tenant.catalog),
        "subscriptions": tenant.subscriptions.values().map(|one| {
            json!({
                "applicationId": one.app_id,
                "changeType": one.change_type,
                "creatorId": one.creator_id,
                "notificationUrl": one.notification_url,
                "resource": one.resource,
            })
        }).collect::<Vec<_>>(),
        "onlineMeetings": tenant.teams.meetings.all().map(|(_, meeting)| {
            json!({ "organiser": meeting.organiser, "madeBy": meeting.made_by, "meeting": meeting.json })
        }).collect::<Vec<_>>(),
        "azure": crate::azure::state(&tenant.azure, delays_now),
        "more": tenant.drawers,
        "deletedItems": {
            "applications": deleted(DeletedKind::Application),
            "servicePrincipals": deleted(DeletedKind::ServicePrincipal),
        },
    }))
}

fn objects(table: &Table<Object>) -> Value {
    table.all().map(|(_, object)| plain(object)).collect()
}

fn plain(object: &Object) -> Value {
    let mut json = object.json.clone();
    json.insert("owners".to_owned(), json!(object.owners));
    Value::Object(json)
}

fn values<T: Clone + serde::Serialize>(table: &Table<T>) -> Value {
    json!(table.all().map(|(_, value)| value).collect::<Vec<_>>())
}

fn by_id<T: Clone + serde::Serialize>(table: &Table<T>) -> Value {
    table.all().map(|(id, value)| (id.to_owned(), json!(value))).collect::<Map<_, _>>().into()
}

/// Keys in order of the alphabet, volatile ones left out.
fn stable(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(String, Value)> =
                map.into_iter().filter(|(key, _)| !VOLATILE.contains(&key.as_str())).collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            entries.into_iter().map(|(key, value)| (key, stable(value))).collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.into_iter().map(stable).collect(),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => other,
    }
}
