//! What a fuzzer's bytes mean: a few requests to a practice tenant in a row. None of them may end in a panic or a 500.
//!
//! Half of what is sent is nearly right (operations of the contract, ids that are there, bodies of known properties), since
//! pure noise gets no further than the router.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use arbitrary::{Result, Unstructured};
use axum::body::Body;
use domain::{Clock, Timestamp};
use emulator::contract::{Edition, contract};
use emulator::state::well_known::GRAPH_COMMAND_LINE;
use emulator::state::{Keep, Tenant};
use emulator::{Emulator, Options, Scenario, entra};
use http::{Method, Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// Requests in one case, at most.
const LONGEST: u8 = 6;
const PEOPLE: [&str; 5] = ["sam", "alex", "tess", "gwen", "mia"];
const SCOPES: &str = "Application.ReadWrite.All AppRoleAssignment.ReadWrite.All DelegatedPermissionGrant.ReadWrite.All \
    Directory.ReadWrite.All AuditLog.Read.All Policy.Read.All Policy.ReadWrite.ApplicationConfiguration User.Read.All \
    Group.ReadWrite.All AppCatalog.ReadWrite.All TeamsPolicyUserAssign.ReadWrite.All OnlineMeetings.ReadWrite";
/// Names that bodies are made of.
pub const NAMES: [&str; 41] = [
    "displayName",
    "keyCredentials",
    "passwordCredentials",
    "web",
    "api",
    "tags",
    "requiredResourceAccess",
    "owners@odata.bind",
    "identifierUris",
    "signInAudience",
    "appRoles",
    "scope",
    "clientId",
    "resourceId",
    "principalId",
    "appRoleId",
    "keyId",
    "participants",
    "startDateTime",
    "endDateTime",
    "externalId",
    "value",
    "requests",
    "isEnabled",
    "accountEnabled",
    "@odata.id",
    "id",
    "method",
    "url",
    "headers",
    "body",
    "type",
    "usage",
    "key",
    "consentType",
    "appId",
    "uniqueName",
    "location",
    "properties",
    "notificationUrl",
    "expirationDateTime",
];
/// Pieces of queries and values.
const PIECES: [&str; 34] = [
    "displayName",
    " eq ",
    " ne ",
    " and ",
    " or ",
    "not ",
    "(",
    ")",
    "'x'",
    "''",
    "'",
    "startswith(",
    ",",
    "any(",
    "t:t eq ",
    "/$count",
    "null",
    "true",
    "2026-11-21T09:00:00Z",
    "m~00000000000000ff",
    "-1",
    "99999999999999999999",
    "1e400",
    "é",
    "\u{0}",
    "%",
    "%zz",
    "../",
    "PT1H",
    "P999999999Y",
    "https://localhost:1/x",
    "00000003-0000-0000-c000-000000000000",
    ".default",
    "\u{202e}",
];
const OPTIONS: [&str; 9] =
    ["$filter", "$select", "$expand", "$top", "$skiptoken", "$orderby", "$search", "$count", "api-version"];
/// Pages and endpoints of the sign-in service.
const SIGN_IN: [&str; 8] = [
    "oauth2/v2.0/token",
    "oauth2/v2.0/authorize",
    "oauth2/v2.0/devicecode",
    "oauth2/deviceauth",
    "v2.0/adminconsent",
    "adminconsent",
    "oauth2/v2.0/logout",
    "v2.0/.well-known/openid-configuration",
];
const FIELDS: [&str; 24] = [
    "client_id",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
    "grant_type",
    "scope",
    "code",
    "code_verifier",
    "code_challenge",
    "code_challenge_method",
    "redirect_uri",
    "response_type",
    "response_mode",
    "state",
    "nonce",
    "prompt",
    "login_hint",
    "claims",
    "refresh_token",
    "device_code",
    "practice_account",
    "practice_decision",
    "practice_upn",
    "practice_code",
];
const VALUES: [&str; 14] = [
    GRAPH_COMMAND_LINE,
    "client_credentials",
    "authorization_code",
    "refresh_token",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    "https://graph.microsoft.com/.default",
    "User.Read offline_access",
    "http://localhost:5000",
    "code",
    "S256",
    "form_post",
    "{\"access_token\":{}}",
    "eyJhbGciOiJSUzI1NiJ9.e30.AA",
];

/// Does what the bytes say. `Err`: what went wrong.
pub fn run(data: &[u8]) -> std::result::Result<(), String> {
    let stage = stage();
    let mut bytes = Unstructured::new(data);
    let mut requests = Vec::new();
    let count = bytes.int_in_range(1..=LONGEST).unwrap_or(1);
    for _ in 0..count {
        if let Ok(request) = request(&mut bytes, stage) {
            requests.push(request);
        }
    }
    let _turn = stage.turn.lock().unwrap_or_else(PoisonError::into_inner);
    stage.emulator.write(|tenant, _| tenant.clone_from(&stage.beginning)).map_err(|error| error.to_string())?;
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|error| error.to_string())?;
    for (name, request) in requests {
        let answer = runtime.block_on(stage.emulator.router().oneshot(request));
        let status = answer.map_or(StatusCode::INTERNAL_SERVER_ERROR, |answer| answer.status());
        if status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED {
            return Err(format!("{name} was answered {status}"));
        }
    }
    Ok(())
}

/// A tenant that every case begins with, and tokens for it.
struct Stage {
    emulator: Emulator,
    beginning: Tenant,
    tokens: Vec<String>,
    ids: Vec<String>,
    /// One case at a time.
    turn: Mutex<()>,
}

fn stage() -> &'static Stage {
    static STAGE: OnceLock<Stage> = OnceLock::new();
    STAGE.get_or_init(|| {
        let options = Options {
            auto_sign_in: vec!["sam@practice.handrail.example".to_owned()],
            keep: None::<Arc<dyn Keep>>,
            ..Options::new(Scenario::load("half-set-up-by-hand").expect("a built-in scenario"))
        };
        let emulator = Emulator::new(options, Arc::new(Still)).expect("it starts");
        let upn = |name: &str| format!("{name}@practice.handrail.example");
        let mut tokens: Vec<String> = PEOPLE
            .iter()
            .filter_map(|name| entra::user_token(&emulator, &upn(name), GRAPH_COMMAND_LINE, SCOPES))
            .collect();
        let azure = "https://management.azure.com/user_impersonation";
        tokens.extend(entra::user_token(&emulator, &upn("sam"), GRAPH_COMMAND_LINE, azure));
        let ids = emulator.read(|tenant| {
            let apps = tenant.applications.all().map(|(id, _)| id.to_owned());
            let client_ids = tenant.applications.all().map(|(_, app)| app.text("appId").to_owned());
            let services = tenant.service_principals.all().map(|(id, _)| id.to_owned());
            let people = tenant.users.keys().cloned().chain(tenant.groups.keys().cloned());
            apps.chain(client_ids).chain(services.take(4)).chain(people.take(6)).collect()
        });
        let beginning = emulator.read(Tenant::clone);
        Stage { emulator, beginning, tokens, ids, turn: Mutex::new(()) }
    })
}

/// A clock that stands: cases are the same in every run.
struct Still;

#[async_trait::async_trait]
impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix(1_795_251_600).unwrap_or(Timestamp::EPOCH)
    }

    async fn sleep(&self, _: std::time::Duration) {}
}

fn request(bytes: &mut Unstructured<'_>, stage: &Stage) -> Result<(String, Request<Body>)> {
    let (method, path) = match bytes.int_in_range(0..=9)? {
        0..=5 => graph(bytes, stage)?,
        6 => azure(bytes, stage)?,
        7 | 8 => sign_in(bytes)?,
        _ => (
            Method::from_bytes(bytes.choose(&[b"GET".as_slice(), b"POST", b"PUT", b"PATCH", b"DELETE"])?)
                .unwrap_or_default(),
            format!("/{}", url::form_urlencoded::byte_serialize(bytes.bytes(bytes.len().min(12))?).collect::<String>()),
        ),
    };
    let name = format!("{method} {path}");
    let mut request = Request::builder().method(&method).uri(&path).header("host", "localhost:47100");
    if bytes.ratio(9, 10)? {
        request = request.header("authorization", format!("Bearer {}", token(bytes, stage)?));
    }
    for (header, value) in [
        ("consistencylevel", "eventual"),
        ("prefer", "create-if-missing"),
        ("if-match", "*"),
        ("client-request-id", "00000000-0000-4000-8000-000000000000"),
    ] {
        if bytes.ratio(1, 4)? {
            request = request.header(header, value);
        }
    }
    let (kind, body) = if path.contains("/oauth2/") || path.contains("adminconsent") {
        ("application/x-www-form-urlencoded", form(bytes)?.into_bytes())
    } else if bytes.ratio(1, 10)? {
        ("application/json", bytes.bytes(bytes.len().min(64))?.to_vec())
    } else {
        ("application/json", body(bytes, stage, 3)?.to_string().into_bytes())
    };
    let request = request.header("content-type", kind).body(Body::from(body));
    request.map(|request| (name, request)).map_err(|_| arbitrary::Error::IncorrectFormat)
}

fn graph(bytes: &mut Unstructured<'_>, stage: &Stage) -> Result<(Method, String)> {
    let operation = bytes.choose(contract().operations())?;
    let edition = if operation.edition == Edition::Beta { "beta" } else { "v1.0" };
    let mut path = format!("/graph/{edition}");
    for part in operation.path.split('/').filter(|part| !part.is_empty()) {
        path.push('/');
        match part.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?.1))) {
            Some((before, after)) => path.push_str(&format!("{before}{}{after}", escaped(&id(bytes, stage)?))),
            None => path.push_str(part),
        }
    }
    let query = query(bytes)?;
    Ok((operation.method.clone(), format!("{path}{query}")))
}

fn azure(bytes: &mut Unstructured<'_>, stage: &Stage) -> Result<(Method, String)> {
    const PARTS: [&str; 12] = [
        "subscriptions",
        "resourceGroups",
        "providers",
        "Microsoft.Communication",
        "communicationServices",
        "listKeys",
        "tenants",
        "checkNameAvailability",
        "operationStatuses",
        "register",
        "Microsoft.Authorization",
        "permissions",
    ];
    let mut path = "/azure".to_owned();
    for _ in 0..bytes.int_in_range(1..=8)? {
        let part = if bytes.ratio(1, 4)? { escaped(&id(bytes, stage)?) } else { (*bytes.choose(&PARTS)?).to_owned() };
        path.push_str(&format!("/{part}"));
    }
    let method =
        bytes.choose(&[Method::GET, Method::PUT, Method::POST, Method::DELETE, Method::PATCH, Method::HEAD])?.clone();
    let version = if bytes.ratio(3, 4)? { "?api-version=2023-04-01".to_owned() } else { query(bytes)? };
    Ok((method, format!("{path}{version}")))
}

fn sign_in(bytes: &mut Unstructured<'_>) -> Result<(Method, String)> {
    let tenant = *bytes.choose(&["practice.handrail.example", "common", "organizations", "x", "%00"])?;
    let page = *bytes.choose(&SIGN_IN)?;
    let method = if bytes.arbitrary()? { Method::POST } else { Method::GET };
    Ok((method, format!("/{tenant}/{page}?{}", form(bytes)?)))
}

fn query(bytes: &mut Unstructured<'_>) -> Result<String> {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for _ in 0..bytes.int_in_range(0..=2)? {
        let mut value = String::new();
        for _ in 0..bytes.int_in_range(0..=6)? {
            value.push_str(bytes.choose(&PIECES)?);
        }
        query.append_pair(bytes.choose(&OPTIONS)?, &value);
    }
    let query = query.finish();
    Ok(if query.is_empty() { query } else { format!("?{query}") })
}

fn form(bytes: &mut Unstructured<'_>) -> Result<String> {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for _ in 0..bytes.int_in_range(0..=9)? {
        let value = if bytes.ratio(1, 6)? { *bytes.choose(&PIECES)? } else { *bytes.choose(&VALUES)? };
        form.append_pair(bytes.choose(&FIELDS)?, value);
    }
    Ok(form.finish())
}

/// A good token, or one that was tampered with.
fn token(bytes: &mut Unstructured<'_>, stage: &Stage) -> Result<String> {
    let mut token = bytes.choose(&stage.tokens)?.clone();
    if bytes.ratio(1, 12)? {
        let at = bytes.choose_index(token.len())?;
        token.replace_range(at..=at, bytes.choose(&["A", ".", "=", "-"])?);
    }
    Ok(token)
}

fn id(bytes: &mut Unstructured<'_>, stage: &Stage) -> Result<String> {
    Ok(if bytes.ratio(4, 5)? { bytes.choose(&stage.ids)?.clone() } else { (*bytes.choose(&PIECES)?).to_owned() })
}

fn escaped(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

fn body(bytes: &mut Unstructured<'_>, stage: &Stage, depth: u8) -> Result<Value> {
    let mut body = json!({});
    for _ in 0..bytes.int_in_range(0..=4)? {
        body[*bytes.choose(&NAMES)?] = value(bytes, stage, depth)?;
    }
    Ok(body)
}

fn value(bytes: &mut Unstructured<'_>, stage: &Stage, depth: u8) -> Result<Value> {
    Ok(match bytes.int_in_range(0..=if depth == 0 { 6 } else { 8 })? {
        0 => Value::Null,
        1 => json!(bytes.arbitrary::<bool>()?),
        2 => json!(bytes.arbitrary::<i64>()?),
        3 => json!(id(bytes, stage)?),
        4 => json!(*bytes.choose(&PIECES)?),
        5 => json!(*bytes.choose(&VALUES)?),
        6 => json!(String::from_utf8_lossy(bytes.bytes(bytes.len().min(9))?)),
        7 => json!([value(bytes, stage, depth - 1)?, value(bytes, stage, depth - 1)?]),
        _ => body(bytes, stage, depth - 1)?,
    })
}
