//! From HTTP to the parts of the token service and back.

use axum::body::Bytes;
use axum::extract::{Extension, Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, CACHE_CONTROL, LOCATION, PRAGMA, SET_COOKIE};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use serde_json::{Value, json};

use super::claims::Desk;
use super::form::{Parameters, session_cookie, set_session_cookie, with_parameters};
use super::pages;
use super::problem::{Problem, details};
use super::visit::{Mode, Reply, Visit};
use super::{admin_consent, authorize, device, discovery, token};
use crate::server::RequestIds;
use crate::state::Tenant;
use crate::{Emulator, Moment, Unsaved};

/// Everything under `/{tenant}`.
pub fn router() -> Router<Emulator> {
    Router::new()
        .route("/{tenant}/v2.0/.well-known/openid-configuration", get(openid_configuration))
        .route("/{tenant}/.well-known/openid-configuration", get(openid_configuration))
        .route("/{tenant}/discovery/instance", get(instance))
        .route("/{tenant}/discovery/v2.0/keys", get(keys))
        .route("/{tenant}/discovery/keys", get(keys))
        .route("/{tenant}/oauth2/v2.0/token", post(tokens))
        .route("/{tenant}/oauth2/v2.0/devicecode", post(device_code))
        .route("/{tenant}/oauth2/v2.0/authorize", get(authorize_page).post(authorize_page))
        .route("/{tenant}/oauth2/deviceauth", get(device_page).post(device_page))
        .route("/{tenant}/oauth2/v2.0/logout", get(log_out))
        .route("/{tenant}/v2.0/adminconsent", get(admin_consent_v2).post(admin_consent_v2))
        .route("/{tenant}/adminconsent", get(admin_consent_v1).post(admin_consent_v1))
}

async fn openid_configuration(
    State(emulator): State<Emulator>,
    Extension(ids): Extension<RequestIds>,
    Path(segment): Path<String>,
) -> Response {
    let endpoints = emulator.endpoints();
    match emulator.read(|tenant| discovery::openid_configuration(tenant, &endpoints, &segment)) {
        Ok(document) => Json(document).into_response(),
        Err(problem) => refused(&emulator, &ids, &problem),
    }
}

async fn instance(State(emulator): State<Emulator>, Extension(ids): Extension<RequestIds>, uri: Uri) -> Response {
    let endpoints = emulator.endpoints();
    let asked = Parameters::parse(uri.query().unwrap_or_default().as_bytes());
    let about = asked.get("authorization_endpoint");
    match emulator.read(|tenant| discovery::instance(&endpoints, tenant, about)) {
        Ok(document) => Json(document).into_response(),
        Err(problem) => refused(&emulator, &ids, &problem),
    }
}

async fn keys(State(emulator): State<Emulator>) -> Json<Value> {
    let endpoints = emulator.endpoints();
    let issuer = emulator.read(|tenant| format!("{}/{}/v2.0", endpoints.login, tenant.id));
    Json(emulator.signing_key().jwks(&issuer, endpoints.cloud_name()))
}

async fn tokens(
    State(emulator): State<Emulator>,
    Extension(ids): Extension<RequestIds>,
    Path(segment): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let form = token_form(&headers, &body);
    let ids = ids.or_named(form.get("client-request-id"));
    let answer = at_desk(&emulator, &ids, |desk, tenant| token::answer(desk, tenant, &segment, &form));
    token_response(&emulator, &ids, answer)
}

/// The body, with the client's proof from a Basic header put where others have it.
fn token_form(headers: &HeaderMap, body: &[u8]) -> Parameters {
    let basic =
        headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| value.strip_prefix("Basic "));
    let decoded =
        basic.and_then(|text| STANDARD.decode(text.trim()).ok()).and_then(|bytes| String::from_utf8(bytes).ok());
    match decoded.as_deref().and_then(|pair| pair.split_once(':')) {
        // Both halves are form-encoded, so they can be put into the form as they are.
        Some((id, secret)) => {
            Parameters::parse(&[body, format!("&client_id={id}&client_secret={secret}").as_bytes()].concat())
        }
        None => Parameters::parse(body),
    }
}

async fn device_code(
    State(emulator): State<Emulator>,
    Extension(ids): Extension<RequestIds>,
    Path(segment): Path<String>,
    body: Bytes,
) -> Response {
    let form = Parameters::parse(&body);
    let ids = ids.or_named(form.get("client-request-id"));
    let answer = at_desk(&emulator, &ids, |desk, tenant| device::start(desk, tenant, &segment, &form));
    token_response(&emulator, &ids, answer)
}

async fn authorize_page(
    State(emulator): State<Emulator>,
    Extension(ids): Extension<RequestIds>,
    Path(segment): Path<String>,
    request: PageRequest,
) -> Response {
    request.answer(&emulator, &ids, |desk, tenant, visit| authorize::answer(desk, tenant, &segment, visit))
}

async fn device_page(
    State(emulator): State<Emulator>,
    Extension(ids): Extension<RequestIds>,
    request: PageRequest,
) -> Response {
    request.answer(&emulator, &ids, device::page)
}

async fn admin_consent_v2(
    State(emulator): State<Emulator>,
    Extension(ids): Extension<RequestIds>,
    Path(segment): Path<String>,
    request: PageRequest,
) -> Response {
    request.answer(&emulator, &ids, |desk, tenant, visit| admin_consent::answer(desk, tenant, &segment, true, visit))
}

async fn admin_consent_v1(
    State(emulator): State<Emulator>,
    Extension(ids): Extension<RequestIds>,
    Path(segment): Path<String>,
    request: PageRequest,
) -> Response {
    request.answer(&emulator, &ids, |desk, tenant, visit| admin_consent::answer(desk, tenant, &segment, false, visit))
}

async fn log_out(State(emulator): State<Emulator>, uri: Uri) -> Response {
    let name = emulator.read(|tenant| tenant.display_name.clone());
    let asked = Parameters::parse(uri.query().unwrap_or_default().as_bytes());
    let mut response = match asked.get("post_logout_redirect_uri").filter(|uri| uri.starts_with("http://localhost")) {
        Some(back) => Redirect::to(back).into_response(),
        None => pages::message("You signed out", "You can close this page.").respond(&name),
    };
    set_cookie(&emulator, &mut response, "");
    response
}

/// What a browser sent to one of the pages.
struct PageRequest {
    action: String,
    sent: Parameters,
    by_form: bool,
    cookie: Option<String>,
}

impl<S: Send + Sync> axum::extract::FromRequest<S> for PageRequest {
    type Rejection = Response;

    async fn from_request(request: axum::extract::Request, state: &S) -> Result<Self, Self::Rejection> {
        let (parts, body) = request.into_parts();
        let by_form = parts.method == Method::POST;
        // A page of somebody else may not decide for the person in front of ours.
        let foreign = parts.headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none");
        if by_form && foreign {
            return Err(StatusCode::FORBIDDEN.into_response());
        }
        let action = parts.uri.path().to_owned();
        let query = parts.uri.query().unwrap_or_default().as_bytes().to_vec();
        let cookie = session_cookie(&parts.headers);
        let body = Bytes::from_request(axum::extract::Request::from_parts(parts, body), state)
            .await
            .map_err(axum::response::IntoResponse::into_response)?;
        let sent = if by_form { Parameters::parse(&body) } else { Parameters::parse(&query) };
        Ok(Self { action, sent, by_form, cookie })
    }
}

impl PageRequest {
    fn answer(
        &self,
        emulator: &Emulator,
        ids: &RequestIds,
        page: impl FnOnce(&Desk<'_>, &mut Tenant, &Visit<'_>) -> Reply,
    ) -> Response {
        let visit = Visit {
            action: &self.action,
            sent: &self.sent,
            by_form: self.by_form,
            cookie: self.cookie.as_deref(),
            auto: emulator.auto_sign_in(self.sent.get("login_hint")),
        };
        let reply = at_desk(emulator, ids, |desk, tenant| (page(desk, tenant, &visit), tenant.display_name.clone()));
        let (reply, name) = match reply {
            Ok(reply) => reply,
            Err(unsaved) => return not_saved(&unsaved),
        };
        match reply {
            Reply::Page(page) => page.respond(&name),
            Reply::Stop(problem) => {
                let details = details(ids, emulator.now());
                pages::refusal(StatusCode::BAD_REQUEST, problem.number, &problem.text, &details).respond(&name)
            }
            Reply::Back { redirect, parameters, mode, cookie } => {
                let mut response = match mode {
                    Mode::FormPost => pages::form_post(&redirect, &parameters).respond(&name),
                    Mode::Query | Mode::Fragment => {
                        go_to(&with_parameters(&redirect, &parameters, mode == Mode::Fragment))
                    }
                };
                if let Some(cookie) = cookie {
                    set_cookie(emulator, &mut response, &cookie);
                }
                response
            }
        }
    }
}

fn go_to(location: &str) -> Response {
    let mut response = StatusCode::FOUND.into_response();
    if let Ok(value) = HeaderValue::from_str(location) {
        response.headers_mut().insert(LOCATION, value);
    }
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store, no-cache"));
    response
}

fn set_cookie(emulator: &Emulator, response: &mut Response, value: &str) {
    let secure = emulator.endpoints().login.starts_with("https:");
    if let Ok(value) = HeaderValue::from_str(&set_session_cookie(value, secure)) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

/// Runs one piece of the token service on the locked tenant and saves what it changed.
fn at_desk<R>(
    emulator: &Emulator,
    ids: &RequestIds,
    work: impl FnOnce(&Desk<'_>, &mut Tenant) -> R,
) -> Result<R, Unsaved> {
    let login = emulator.endpoints().login;
    emulator.write(|tenant, moment: Moment| {
        let desk = Desk { key: emulator.signing_key(), login, moment, ids: ids.clone() };
        work(&desk, tenant)
    })
}

fn token_response(emulator: &Emulator, ids: &RequestIds, answer: Result<Result<Value, Problem>, Unsaved>) -> Response {
    let mut response = match answer {
        Ok(Ok(body)) => Json(body).into_response(),
        Ok(Err(problem)) => refused(emulator, ids, &problem),
        Err(unsaved) => return not_saved(&unsaved),
    };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store, no-cache"));
    response.headers_mut().insert(PRAGMA, HeaderValue::from_static("no-cache"));
    response
}

fn refused(emulator: &Emulator, ids: &RequestIds, problem: &Problem) -> Response {
    (problem.status(), Json(problem.json(ids, emulator.now()))).into_response()
}

fn not_saved(unsaved: &Unsaved) -> Response {
    tracing::error!(%unsaved, "a sign-in was taken back");
    let body = json!({ "error": "temporarily_unavailable", "error_description": "AADSTS90033: A transient error has occurred. Please try again.", "error_codes": [90033] });
    (StatusCode::SERVICE_UNAVAILABLE, Json(body)).into_response()
}
