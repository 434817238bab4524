//! Microsoft Graph: `/v1.0` and the little of `/beta` that has no other home.
//!
//! Every request goes the same way: find the operation in the contract (501 with its path when there is none), judge the
//! token, throttle, ask whether the permission and the directory role suffice, hold query and body against the contract,
//! then do it. A write looks at what is really there, a read at what one replica shows.

mod answer;
mod app_catalog;
mod app_policy;
mod applications;
mod audit;
mod batch;
mod call;
mod consent;
mod credentials;
mod deleted;
mod directory;
mod dispatch;
mod groups;
mod identifier_uris;
mod keys;
mod logs;
mod meetings;
mod owners;
mod permit;
mod policies;
mod proof_keys;
mod query;
mod refusal;
mod roles;
mod scopes;
mod service_principals;
mod shape;
mod subscriptions;
mod teams_admin;
mod throttle;
mod upsert;
mod users;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use http_body_util::{BodyExt as _, Limited};

use crate::Emulator;
use crate::server::RequestIds;
use call::{Ids, Incoming};

/// Largest body that is read, bytes. Graph's own limit for these calls is 4 MB.
const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// Everything under `/graph`.
pub fn router(emulator: Emulator) -> Router {
    let (served, disguises) = (AtomicU64::new(0), AtomicU64::new(0));
    let graph = Arc::new(Graph { emulator, served, disguises, meters: throttle::Meters::default() });
    Router::new().fallback(serve).with_state(graph)
}

/// Whether that operation of the contract is imitated.
pub(crate) fn imitates(operation_id: &str) -> bool {
    dispatch::handler(operation_id).is_some()
}

/// Graph on one practice tenant, with what it counts. Counts are not kept: they only space the oddities.
struct Graph {
    emulator: Emulator,
    served: AtomicU64,
    disguises: AtomicU64,
    meters: throttle::Meters,
}

impl Graph {
    /// Counts a request. Starts with 1.
    fn count(&self) -> u64 {
        self.served.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Whether this refusal for lag is one of those that come in disguise: every second one.
    fn disguised(&self) -> bool {
        self.disguises.fetch_add(1, Ordering::Relaxed) % 2 == 1
    }

    /// Ids of one request: ours, and the client's own if it sent a GUID.
    fn ids(&self, headers: &http::HeaderMap, given: Option<&RequestIds>) -> Ids {
        let request = given.map_or_else(|| self.emulator.request_id(), |ids| ids.request_id.clone());
        let sent = headers.get("client-request-id").and_then(|value| value.to_str().ok());
        let client = sent.filter(|text| uuid::Uuid::parse_str(text).is_ok()).unwrap_or(&request).to_owned();
        Ids { request, client }
    }
}

async fn serve(State(graph): State<Arc<Graph>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = match Limited::new(body, LARGEST_BODY).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(_) => Err(()),
    };
    let incoming = Incoming { method: parts.method, uri: parts.uri, headers: parts.headers, body };
    let ids = graph.ids(&incoming.headers, parts.extensions.get::<RequestIds>());
    dispatch::answer(&graph, &incoming, ids).await.into_response(&graph.emulator)
}
