//! Application access policies as Teams PowerShell shows them: an endpoint under `/teams` that stands for the service behind
//! the cmdlets, and a stand-in for PowerShell itself that speaks the driver's line protocol.
//!
//! The endpoint is ours: Microsoft publishes none. `GET /teams/machine` tells what is peculiar about the machine's
//! PowerShell; `GET /teams/cmdlets/{op}?request={JSON}` runs a cmdlet that reads, `POST /teams/cmdlets/{op}` one that
//! writes, both with the two tokens of `Connect-MicrosoftTeams -AccessTokens`.

mod access;
mod backend;
mod cmdlets;
mod http_backend;
pub(crate) mod pace;
mod process;
mod setup_policies;
pub mod stand_in;

pub use backend::{TeamsBackend, Tokens};
pub use cmdlets::CmdletError;
pub use http_backend::OverHttp;
pub use process::{SUBCOMMAND, stand_in_main};
pub use stand_in::{SENTINEL, Session};

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use http::{HeaderMap, Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Emulator;

/// The header with the Graph token; `Authorization` has the one for Teams.
pub(crate) const GRAPH_TOKEN_HEADER: &str = "x-graph-authorization";

/// Everything under `/teams`.
pub fn router(emulator: Emulator) -> Router {
    Router::new()
        .route("/machine", get(machine))
        .route("/cmdlets/{op}", get(reading).post(writing))
        .fallback(crate::server::not_imitated)
        .with_state(emulator)
}

async fn machine(State(emulator): State<Emulator>) -> Response {
    Json(emulator.read(|tenant| json!(tenant.oddities.powershell))).into_response()
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    request: String,
}

async fn reading(
    State(emulator): State<Emulator>,
    Path(op): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let request = serde_json::from_str(&asked.request).unwrap_or_default();
    run(&emulator, &Method::GET, &op, &headers, &request)
}

async fn writing(
    State(emulator): State<Emulator>,
    Path(op): Path<String>,
    headers: HeaderMap,
    Json(request): Json<Value>,
) -> Response {
    run(&emulator, &Method::POST, &op, &headers, &request)
}

fn run(emulator: &Emulator, method: &Method, op: &str, headers: &HeaderMap, request: &Value) -> Response {
    if cmdlets::writes(op) != (*method == Method::POST) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let tokens = Tokens::from_headers(headers);
    let answer = match cmdlets::run(emulator, &tokens, op, request) {
        Ok(value) => json!({ "ok": true, "value": value }),
        Err(error) => json!({ "ok": false, "error": error }),
    };
    Json(answer).into_response()
}
