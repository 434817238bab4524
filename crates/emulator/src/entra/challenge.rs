//! Claims challenges: the resource wants a stronger sign-in than the token tells of.
//! <https://learn.microsoft.com/entra/identity-platform/claims-challenge>

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::json;

use crate::Emulator;
use crate::server::RequestIds;
use crate::state::well_known::GRAPH;

/// The refusal of a change that a person's token is too weak for. A token that is none is somebody else's to refuse.
pub(crate) fn of_change(emulator: &Emulator, headers: &HeaderMap, ids: &RequestIds) -> Option<Response> {
    let context = emulator.read(|tenant| tenant.oddities.step_up_for_writes.clone());
    if context.is_empty() {
        return None;
    }
    let token = headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")?;
    let claims = emulator.signing_key().verify(token)?;
    let held = claims["acrs"].as_array().is_some_and(|held| held.iter().any(|one| *one == context));
    if held || claims["idtyp"] != "user" {
        return None;
    }
    let wanted = json!({ "access_token": { "acrs": { "essential": true, "value": context } } }).to_string();
    let header = format!(
        "Bearer realm=\"\", authorization_uri=\"{}/common/oauth2/v2.0/authorize\", client_id=\"{GRAPH}\", \
         error=\"insufficient_claims\", claims=\"{}\"",
        emulator.endpoints().login,
        STANDARD.encode(wanted)
    );
    let body = json!({ "error": {
        "code": "InvalidAuthenticationToken",
        "message": "The presented access token does not satisfy the authentication context that this action requires.",
        "innerError": {
            "date": emulator.now(),
            "request-id": ids.request_id,
            "client-request-id": ids.correlation_id(),
        },
    } });
    let mut response = (StatusCode::UNAUTHORIZED, Json(body)).into_response();
    response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_str(&header).ok()?);
    Some(response)
}
