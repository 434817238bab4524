//! The router, the port it listens on, and the control plane.

use axum::Json;
use axum::extract::OriginalUri;
use http::{Method, StatusCode};
use serde_json::{Value, json};

/// The answer to a call that is not imitated: 501 with its path, in Graph's error shape.
pub async fn not_imitated(method: Method, OriginalUri(uri): OriginalUri) -> (StatusCode, Json<Value>) {
    let message = format!("The practice tenant does not know `{method} {}`.", uri.path());
    (StatusCode::NOT_IMPLEMENTED, Json(json!({ "error": { "code": "notImplemented", "message": message } })))
}
