//! Azure Resource Manager: the corner of it that a Communication Service needs.
//!
//! Every request goes the same way: find the route (501 with its path when there is none), ask for an `api-version`, judge the
//! token, throttle, find the subscription, ask whether a role of the caller covers the action at that scope, look at disabled
//! subscriptions and locks, then do it. What takes time is over when the clock of delays says so; nothing runs meanwhile.
//!
//! Paths, names and ids are compared without regard to case, and answered in the case that they were made with.

mod answer;
mod call;
mod communication;
mod dispatch;
mod filter;
mod gates;
mod keys;
mod names;
mod operations;
mod page;
mod permissions;
mod providers;
mod refusal;
mod resource_groups;
mod resources;
mod rights;
mod routes;
mod service;
mod shown;
mod subscriptions;
mod token;
mod unknown;
mod versions;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use http_body_util::{BodyExt as _, Limited};

pub(crate) use rights::{built_in_roles, role_name};
pub(crate) use shown::state;

use crate::Emulator;
use crate::server::RequestIds;
use answer::Exchange;
use call::Incoming;

/// Largest body that is read, bytes: Azure Resource Manager's own limit.
const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// Everything under `/azure`.
pub fn router(emulator: Emulator) -> Router {
    Router::new().fallback(serve).with_state(Arc::new(Arm { emulator, served: AtomicU64::new(0) }))
}

/// Azure Resource Manager of one practice tenant. The count is not kept: it only spaces refusals and fills a header.
struct Arm {
    emulator: Emulator,
    served: AtomicU64,
}

async fn serve(State(arm): State<Arc<Arm>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = Limited::new(body, LARGEST_BODY).collect().await.map(|collected| collected.to_bytes()).map_err(|_| ());
    let request_id =
        parts.extensions.get::<RequestIds>().map_or_else(|| arm.emulator.request_id(), |ids| ids.request_id.clone());
    let served = arm.served.fetch_add(1, Ordering::Relaxed) + 1;
    let exchange = Exchange::new(&parts.method, parts.uri.path(), &parts.headers, request_id, served);
    let incoming = Incoming { method: parts.method, uri: parts.uri, headers: parts.headers, body };
    exchange.respond(&dispatch::answer(&arm.emulator, &incoming, served), &arm.emulator)
}
