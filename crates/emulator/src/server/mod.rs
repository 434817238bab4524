//! The router, the ports it listens on, and the control plane.

mod control;
mod listen;
pub(crate) mod names;
mod overview;
mod ready;
mod tls;
mod watch;

use axum::extract::OriginalUri;
use axum::routing::get;
use axum::{Json, Router, middleware};
use http::{Method, StatusCode};
use serde_json::{Value, json};

pub(crate) use names::{CLOUDS, SignInNames};

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
    }

    /// The tenant for people; what it shows is for this computer only.
    fn page(&self) -> Router {
        Router::new()
            .route("/", get(overview::overview))
            .layer(middleware::from_fn(control::loopback_only))
            .with_state(self.clone())
    }
}

/// The answer to a call that is not imitated: 501 with its path, in Graph's error shape.
pub async fn not_imitated(method: Method, OriginalUri(uri): OriginalUri) -> (StatusCode, Json<Value>) {
    let message = format!("The practice tenant does not know `{method} {}`.", uri.path());
    (StatusCode::NOT_IMPLEMENTED, Json(json!({ "error": { "code": "notImplemented", "message": message } })))
}
