//! `POST /$batch`: up to 20 requests in one, each judged and throttled by itself, answered in any order.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderName};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::call::{Call, Incoming};
use super::dispatch::{self, Waiting};
use super::refusal::{Outcome, Refusal};
use crate::contract::Edition;

pub(super) fn batch<'a>(call: &'a Call<'a>) -> Waiting<'a> {
    Box::pin(parts(call))
}

async fn parts(call: &Call<'_>) -> Outcome {
    let parts = call.body.as_ref().and_then(|body| body.get("requests")?.as_array().cloned()).unwrap_or_default();
    let mut statuses: BTreeMap<String, u16> = BTreeMap::new();
    let mut responses = Vec::new();
    for part in &parts {
        let id = part.get("id").and_then(Value::as_str).unwrap_or_default();
        if statuses.contains_key(id) {
            return Err(Refusal::bad("BadRequest", format!("Request Id {id} has to be unique in a batch.")));
        }
        let response = match waits_for_failed(part, &statuses) {
            true => failed_dependency(id),
            false => one(call, id, part).await,
        };
        let status = response.get("status").and_then(Value::as_u64).and_then(|status| u16::try_from(status).ok());
        statuses.insert(id.to_owned(), status.unwrap_or(500));
        responses.push(response);
    }
    // Microsoft promises no order; the last one first keeps clients honest.
    responses.reverse();
    Ok(Answer::ok(json!({ "responses": responses })))
}

fn waits_for_failed(part: &Value, statuses: &BTreeMap<String, u16>) -> bool {
    let wanted = part.get("dependsOn").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    wanted.into_iter().any(|id| statuses.get(id).is_none_or(|status| *status >= 400))
}

fn failed_dependency(id: &str) -> Value {
    json!({
        "id": id,
        "status": StatusCode::FAILED_DEPENDENCY.as_u16(),
        "body": { "error": { "code": "FailedDependency", "message": "The request failed because it depends on another request and that request failed." } },
    })
}

async fn one(call: &Call<'_>, id: &str, part: &Value) -> Value {
    let text = |name: &str| part.get(name).and_then(Value::as_str).unwrap_or_default();
    let edition = if call.operation.edition == Edition::Beta { "beta" } else { "v1.0" };
    let uri = format!("/{edition}/{}", text("url").trim_start_matches('/')).parse::<Uri>();
    let (Ok(method), Ok(uri)) = (Method::from_bytes(text("method").to_ascii_uppercase().as_bytes()), uri) else {
        return json!({ "id": id, "status": 400, "body": { "error": { "code": "BadRequest", "message": "Invalid batch payload format." } } });
    };
    let body = match part.get("body") {
        None | Some(Value::Null) => Bytes::new(),
        // What is no JSON travels as base64.
        Some(Value::String(text)) if !is_json(part) => STANDARD.decode(text).unwrap_or_default().into(),
        Some(body) => Bytes::from(body.to_string()),
    };
    if !body.is_empty() && !has_content_type(part) {
        return json!({ "id": id, "status": 400, "body": { "error": { "code": "BadRequest", "message": "Write request id : {id} does not contain Content-Type header or body." } } });
    }
    let incoming = Incoming { method, uri, headers: headers(call, part), body: Ok(body) };
    let ids = call.graph.ids(&incoming.headers, None);
    let finished = dispatch::answer(call.graph, &incoming, ids).await;
    let mut response = Map::new();
    response.insert("id".to_owned(), json!(id));
    response.insert("status".to_owned(), json!(finished.status().as_u16()));
    let mut headers = Map::new();
    headers.insert("request-id".to_owned(), json!(finished.ids.request));
    headers.insert("client-request-id".to_owned(), json!(finished.ids.client));
    for (name, value) in [("Retry-After", finished.retry_after()), ("Location", finished.location().map(str::to_owned))]
    {
        if let Some(value) = value {
            headers.insert(name.to_owned(), Value::String(value));
        }
    }
    let body = finished.json(call.emulator());
    if body.is_some() {
        headers.insert("Content-Type".to_owned(), json!("application/json"));
    }
    response.insert("headers".to_owned(), Value::Object(headers));
    response.insert("body".to_owned(), body.unwrap_or(Value::Null));
    Value::Object(response)
}

fn has_content_type(part: &Value) -> bool {
    content_type(part).is_some()
}

fn is_json(part: &Value) -> bool {
    content_type(part).and_then(Value::as_str).is_none_or(|kind| kind.contains("json"))
}

fn content_type(part: &Value) -> Option<&Value> {
    let headers = part.get("headers").and_then(Value::as_object)?;
    headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type")).map(|(_, kind)| kind)
}

/// The part's own headers, with the batch's token.
fn headers(call: &Call<'_>, part: &Value) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in part.get("headers").and_then(Value::as_object).into_iter().flatten() {
        let name = name.parse::<HeaderName>().ok();
        let value = value.as_str().and_then(|value| HeaderValue::from_str(value).ok());
        if let (Some(name), Some(value)) = (name, value) {
            headers.insert(name, value);
        }
    }
    if let Some(token) = call.headers.get(AUTHORIZATION) {
        headers.entry(AUTHORIZATION).or_insert_with(|| token.clone());
    }
    headers
}
