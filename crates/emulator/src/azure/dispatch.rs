//! From a request to its handler, and what every request must pass on the way.

use http::header::CONTENT_TYPE;
use http::{Method, StatusCode};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::call::{Call, Incoming, no_subscription};
use super::refusal::{Outcome, Refusal};
use super::routes::{Effect, OPEN, Route, find};
use super::token::{Bearer, other_tenant};
use super::{gates, resource_groups, rights, unknown, versions};
use crate::Emulator;

/// Answers one request.
pub(super) fn answer(emulator: &Emulator, incoming: &Incoming, served: u64) -> Outcome {
    let path = incoming.uri.path();
    let unknown = || Refusal::not_imitated(&incoming.method, path);
    let segments = segments(path).ok_or_else(unknown)?;
    let found = find(&incoming.method, &segments);
    if found.is_none() && !unknown::is_about_a_resource(&segments) {
        return Err(unknown());
    }
    let query = query(incoming);
    let version = query.iter().find(|(name, value)| name.eq_ignore_ascii_case("api-version") && !value.is_empty());
    let version = version.map(|(_, value)| value.clone()).ok_or_else(missing_version)?;
    let open = found.as_ref().is_some_and(|(route, _)| route.path == OPEN);
    let bearer = if open { Bearer::nobody() } else { Bearer::of(emulator, &incoming.headers)? };
    throttle(emulator, served)?;
    let (route, parameters) = match found {
        Some((route, parameters)) => (Some(route), parameters),
        None => (None, unknown::parameters(&segments)),
    };
    let mut call = Call {
        emulator,
        method: &incoming.method,
        segments,
        parameters,
        query,
        version,
        body: None,
        bearer,
        moment: emulator.moment(),
    };
    find_subscription(&call)?;
    // Also where nothing is made: Azure/azure-cli#14481.
    call.parameters.get("group").map_or(Ok(()), |name| resource_groups::check_name(name))?;
    let Some(route) = route else { return Err(unknown::refuse(&call, path)) };
    versions::check(route.versions, &call.version)?;
    permit(&call, route)?;
    call.body = body(incoming)?;
    gates::pass(&call, route.effect)?;
    (route.run)(&call)
}

/// The decoded segments. None when one is no text, or when a decoded one would be two.
fn segments(path: &str) -> Option<Vec<String>> {
    let trimmed = path.strip_suffix('/').unwrap_or(path).strip_prefix('/')?;
    trimmed
        .split('/')
        .map(|segment| {
            let text = percent_decode_str(segment).decode_utf8().ok()?;
            (!text.contains('/')).then(|| text.into_owned())
        })
        .collect()
}

fn query(incoming: &Incoming) -> Vec<(String, String)> {
    let pairs = url::form_urlencoded::parse(incoming.uri.query().unwrap_or_default().as_bytes());
    pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

/// Asked before anything else, the token included.
fn missing_version() -> Refusal {
    let message = "The api-version query parameter (?api-version=) is required for all requests.";
    Refusal::bad("MissingApiVersionParameter", message)
}

fn throttle(emulator: &Emulator, served: u64) -> Result<(), Refusal> {
    let (every, seconds) =
        emulator.read(|tenant| (tenant.oddities.azure.throttle_every, tenant.oddities.azure.throttle_retry_after));
    if every == 0 || !served.is_multiple_of(u64::from(every)) {
        return Ok(());
    }
    let message = format!(
        "Number of requests exceeded the limit for this time interval. Please try again after '{seconds}' seconds."
    );
    let mut refusal = Refusal::new(StatusCode::TOO_MANY_REQUESTS, "SubscriptionRequestsThrottled", message);
    refusal.more.headers.push(("retry-after", seconds.to_string()));
    Err(refusal)
}

/// Malformed, unknown and foreign are three refusals, and all come before the question of rights.
fn find_subscription(call: &Call<'_>) -> Result<(), Refusal> {
    let Some(id) = call.parameters.get("subscription") else { return Ok(()) };
    // Azure writes GUIDs with hyphens only.
    if id.len() != 36 || uuid::Uuid::parse_str(id).is_err() {
        let message = format!("The provided subscription identifier '{id}' is malformed or invalid.");
        return Err(Refusal::bad("InvalidSubscriptionId", message));
    }
    let holder = call.read(|tenant| {
        let subscription = tenant.azure.subscriptions.get(&id.to_lowercase())?;
        Some((subscription.tenant_id != tenant.id, subscription.tenant_id.clone()))
    });
    match holder {
        None => Err(no_subscription(id)),
        Some((true, theirs)) => Err(other_tenant(call.emulator, &theirs)),
        Some((false, _)) => Ok(()),
    }
}

fn permit(call: &Call<'_>, route: &Route) -> Result<(), Refusal> {
    if !matches!(route.effect, Effect::Read | Effect::Reveal) {
        call.bearer.stepped_up(call.emulator)?;
    }
    if route.action.is_empty() {
        return Ok(());
    }
    call.read(|tenant| rights::require(tenant, &call.bearer.caller, route.action, &call.scope()))
}

fn body(incoming: &Incoming) -> Result<Option<Value>, Refusal> {
    let Ok(bytes) = &incoming.body else {
        let message = "The request content size exceeds the maximum size of 4 MB.";
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "RequestContentTooLarge", message));
    };
    if bytes.is_empty() || matches!(incoming.method, Method::GET | Method::HEAD | Method::DELETE) {
        return Ok(None);
    }
    let kind = incoming.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("<null>");
    if !kind.to_ascii_lowercase().contains("json") {
        let message =
            format!("The content media type '{kind}' is not supported. Only 'application/json' is supported.");
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType", message));
    }
    let value: Value =
        serde_json::from_slice(bytes).map_err(|error| Refusal::content(format!("JSON reader: {error}")))?;
    if !value.is_object() {
        return Err(Refusal::content("an object was expected"));
    }
    Ok(Some(value))
}
