//! The router, the ports it listens on, and the control plane.

mod control;
mod hosts;
mod listen;
pub(crate) mod names;
mod overview;
mod ready;
mod tls;
mod watch;

use std::time::Duration;

use axum::extract::{OriginalUri, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router, middleware};
use http::{HeaderValue, Method, StatusCode};
use serde_json::{Value, json};
use time::macros::format_description;

pub(crate) use names::{CLOUDS, SignInNames};

pub use hosts::{Hosts, serve_hosts};
pub use listen::{ServerOptions, Serving, serve};
pub use ready::{Account, ReadyLine};
pub use tls::is_self_signed;
pub use watch::RequestIds;

use crate::Emulator;

impl Emulator {
    /// Everything under one base URL, as a tower service. Keeps no timer, opens no socket, starts no task.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/graph/oidc/userinfo", get(crate::entra::userinfo).post(crate::entra::userinfo))
            .with_state(self.clone())
            .nest("/graph", crate::graph::router(self.clone()))
            .nest("/teams", crate::teams::router(self.clone()))
            .nest("/azure", crate::azure::router(self.clone()))
            .merge(self.page())
            .nest("/_emulator", control::router().with_state(self.clone()))
            .merge(crate::entra::router().with_state(self.clone()))
            .fallback(not_imitated)
            .method_not_allowed_fallback(not_imitated)
            .layer(middleware::from_fn_with_state(self.clone(), watch::watch))
            .layer(middleware::from_fn_with_state(self.clone(), dated))
    }

    /// The tenant for people; what it shows is for this computer only.
    fn page(&self) -> Router {
        Router::new()
            .route("/", get(overview::overview))
            .layer(middleware::from_fn(control::loopback_only))
            .with_state(self.clone())
    }
}

/// `Date`, where the scenario has Microsoft's clock and this computer's differ.
async fn dated(State(emulator): State<Emulator>, request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let ahead = emulator.read(|tenant| tenant.oddities.date_ahead_seconds);
    if ahead > 0 {
        let format =
            format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");
        let at = (emulator.now() + Duration::from_secs(ahead)).utc().format(format).ok();
        if let Some(date) = at.and_then(|at| HeaderValue::from_str(&at).ok()) {
            answer.headers_mut().insert(http::header::DATE, date);
        }
    }
    answer
}

/// The answer to a call that is not imitated: 501 with its path, in Graph's error shape.
pub async fn not_imitated(method: Method, OriginalUri(uri): OriginalUri) -> (StatusCode, Json<Value>) {
    let message = format!("The practice tenant does not know `{method} {}`.", uri.path());
    (StatusCode::NOT_IMPLEMENTED, Json(json!({ "error": { "code": "notImplemented", "message": message } })))
}
