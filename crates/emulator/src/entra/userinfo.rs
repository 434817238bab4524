//! Who is signed in, as OpenID Connect asks it of Microsoft Graph.
//! <https://learn.microsoft.com/entra/identity-platform/userinfo>

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::access::bearer;
use super::claims::pairwise;
use crate::Emulator;
use crate::state::well_known::GRAPH;

/// `/oidc/userinfo` of Graph.
pub(crate) async fn userinfo(State(emulator): State<Emulator>, headers: HeaderMap) -> Response {
    let refused = |message: String| {
        let body = json!({ "error": { "code": "InvalidAuthenticationToken", "message": message } });
        (StatusCode::UNAUTHORIZED, Json(body)).into_response()
    };
    let caller = match bearer(&emulator, &headers, GRAPH) {
        Ok(caller) => caller,
        Err(problem) => return refused(problem.to_string()),
    };
    let found = emulator.read(|tenant| {
        tenant.users.get(&caller.object_id).map(|user| {
            json!({
                // The same as in the id token of this client.
                "sub": pairwise(&user.id, &caller.app_id),
                "name": user.display_name,
                "email": user.more.get("mail").and_then(Value::as_str).unwrap_or(&user.upn),
            })
        })
    });
    found.map_or_else(|| refused("The token is no user's.".to_owned()), |body| Json(body).into_response())
}
