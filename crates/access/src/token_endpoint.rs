//! One request to a token endpoint. Written by hand because the usual libraries drop what Entra's errors carry
//! (`error_codes`, `trace_id`, `correlation_id`, `claims`) and keep what must not be kept (whole bodies in errors).

use std::time::Duration;

use bytes::Bytes;
use domain::{Clock, EntraRefusal, KeychainError, SecretText, Timestamp, TokenError};
use http::{Method, StatusCode, header};
use microsoft::{Response, Transport, TransportError, TransportErrorKind};
use serde::{Deserialize, Deserializer};
use url::Url;
use zeroize::Zeroizing;

use crate::assertion::AssertionError;
use crate::refusal;

/// Tries for a grant that may be repeated: refresh and client credentials.
const TRIES: u32 = 3;
/// No `Retry-After` is followed for longer than this within one call.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a token endpoint hands out.
#[derive(Deserialize)]
pub struct Grant {
    pub access_token: SecretText,
    pub refresh_token: Option<SecretText>,
    pub id_token: Option<SecretText>,
    /// Seconds. A number at v2.0, text in some older answers.
    #[serde(deserialize_with = "seconds")]
    pub expires_in: u64,
    #[serde(default)]
    pub scope: String,
}

impl Grant {
    /// When the access token ends, on our clock.
    pub fn ends(&self, now: Timestamp) -> Timestamp {
        now + Duration::from_secs(self.expires_in)
    }

    /// Short scope names (`User.Read`), without those of OpenID Connect.
    pub fn scopes(&self) -> Vec<String> {
        let short = |scope: &str| scope.rsplit_once('/').map_or(scope, |(_, name)| name).to_owned();
        self.scope.split_whitespace().map(short).filter(|scope| !OPENID.contains(&scope.as_str())).collect()
    }
}

/// Scopes of OpenID Connect: about the session, not about an API.
pub const OPENID: [&str; 4] = ["openid", "profile", "offline_access", "email"];

/// Why there is no grant.
#[derive(Debug)]
pub enum NoGrant {
    /// Entra refused.
    Refused {
        /// Codes and ids.
        refusal: EntraRefusal,
        /// One more visit to the browser helps.
        lacks_consent: bool,
    },
    /// No answer.
    Unreachable(TransportError),
    /// An answer that is not OAuth, with its status.
    NotUnderstood(u16),
    /// Nothing was sent: there is no proof of the app.
    NoProof(AssertionError),
}

impl From<NoGrant> for TokenError {
    fn from(no: NoGrant) -> Self {
        match no {
            NoGrant::Refused { refusal, .. } => Self::Refused(refusal),
            NoGrant::Unreachable(error) => Self::Unreachable(error.to_string()),
            NoGrant::NotUnderstood(status) => Self::Unreachable(format!("HTTP {status}")),
            NoGrant::NoProof(error) => Self::Keychain(KeychainError::Other(error.to_string())),
        }
    }
}

/// The fields of a request.
pub type Form<'f> = Vec<(&'f str, Zeroizing<String>)>;

/// Asks once.
pub async fn ask(transport: &dyn Transport, endpoint: &Url, form: &[(&str, &str)]) -> Result<Grant, NoGrant> {
    let answer = post(transport, endpoint, form).await.map_err(NoGrant::Unreachable)?;
    read(&answer)
}

/// Asks again when the answer was lost or the service is busy. The form is made anew each time.
pub async fn ask_patiently<'f>(
    transport: &dyn Transport,
    clock: &dyn Clock,
    endpoint: &Url,
    form: impl Fn() -> Result<Form<'f>, NoGrant> + Send + Sync,
) -> Result<Grant, NoGrant> {
    let mut pause = Duration::from_secs(1);
    for left in (0..TRIES).rev() {
        let fields = form()?;
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = post(transport, endpoint, &fields).await;
        let wait = match &answer {
            Err(error) if left > 0 && passes(error.kind) => pause,
            Ok(answer) if left > 0 && is_busy(answer) => retry_after(answer).unwrap_or(pause),
            Err(error) => return Err(NoGrant::Unreachable(error.clone())),
            Ok(answer) => return read(answer),
        };
        clock.sleep(wait.min(PATIENCE)).await;
        pause *= 2;
    }
    Err(NoGrant::NotUnderstood(StatusCode::SERVICE_UNAVAILABLE.as_u16()))
}

/// Posts a form.
pub async fn post(
    transport: &dyn Transport,
    endpoint: &Url,
    form: &[(&str, &str)],
) -> Result<Response, TransportError> {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let request = http::Request::builder()
        .method(Method::POST)
        .uri(endpoint.as_str())
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT, "application/json")
        .body(Bytes::from(body))
        .map_err(|error| unsendable(&error))?;
    transport.send(request).await
}

/// Gets a JSON document.
pub async fn get(transport: &dyn Transport, address: &Url) -> Result<Response, TransportError> {
    let request = http::Request::builder()
        .uri(address.as_str())
        .header(header::ACCEPT, "application/json")
        .body(Bytes::new())
        .map_err(|error| unsendable(&error))?;
    transport.send(request).await
}

/// A grant, a refusal, or neither.
pub fn read(answer: &Response) -> Result<Grant, NoGrant> {
    let status = answer.status().as_u16();
    if answer.status().is_success() {
        // The error of serde may quote the body: it is dropped.
        return serde_json::from_slice(answer.body()).map_err(|_| NoGrant::NotUnderstood(status));
    }
    match serde_json::from_slice::<refusal::Wire>(answer.body()) {
        Ok(wire) => {
            let refusal::Refused { refusal, lacks_consent } = wire.reduce();
            Err(NoGrant::Refused { refusal, lacks_consent })
        }
        Err(_) => Err(NoGrant::NotUnderstood(status)),
    }
}

fn unsendable(error: &http::Error) -> TransportError {
    TransportError { kind: TransportErrorKind::Other, detail: error.to_string(), host: None, sent: false }
}

/// Whether the same request may go through a moment later.
const fn passes(kind: TransportErrorKind) -> bool {
    matches!(kind, TransportErrorKind::Timeout | TransportErrorKind::Interrupted)
}

/// 429, 5xx, or one of Entra's transient numbers (90006, 90024, 90033).
fn is_busy(answer: &Response) -> bool {
    let status = answer.status();
    if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
        return true;
    }
    matches!(
        read(answer),
        Err(NoGrant::Refused { refusal: EntraRefusal { aadsts: Some(90_006 | 90_024 | 90_033), .. }, .. })
    )
}

/// Seconds, possibly fractional.
fn retry_after(answer: &Response) -> Option<Duration> {
    let text = answer.headers().get(header::RETRY_AFTER)?.to_str().ok()?;
    Duration::try_from_secs_f64(text.trim().parse().ok()?).ok()
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Seconds {
        Number(u64),
        Text(String),
    }
    match Seconds::deserialize(deserializer)? {
        Seconds::Number(number) => Ok(number),
        Seconds::Text(text) => text.parse().map_err(|_| serde::de::Error::custom("not a number of seconds")),
    }
}
