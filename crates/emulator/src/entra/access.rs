//! Who is calling: the access token of a request, judged as a resource judges it.

use std::collections::BTreeSet;

use http::HeaderMap;
use http::header::AUTHORIZATION;
use serde_json::Value;

use crate::Emulator;

/// The bearer of a good access token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Client id.
    pub app_id: String,
    /// Object id of the user, or of the service principal when `app_only`.
    pub object_id: String,
    /// UPN; none when `app_only`.
    pub upn: Option<String>,
    /// Signed in as itself, without a user.
    pub app_only: bool,
    /// Delegated permissions (`scp`); empty when `app_only`.
    pub scopes: BTreeSet<String>,
    /// Application permissions (`roles`); empty with a user.
    pub roles: BTreeSet<String>,
    /// Template ids of the user's directory roles when the token was issued (`wids`).
    pub directory_roles: BTreeSet<String>,
}

impl Caller {
    /// How the request log names it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.upn.as_deref().unwrap_or(&self.app_id)
    }
}

/// Why a token is not good; all are 401 `InvalidAuthenticationToken`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenProblem {
    /// There is none.
    #[error("Access token is empty.")]
    Missing,
    /// It is not one of ours, or was tampered with.
    #[error("Access token validation failure. Invalid signature.")]
    Signature,
    /// For another resource.
    #[error("Access token validation failure. Invalid audience.")]
    Audience,
    /// Its life is over.
    #[error("Lifetime validation failed, the token is expired.")]
    Expired,
    /// Its life has not begun.
    #[error("Lifetime validation failed, the token is not yet valid.")]
    NotYetValid,
}

/// Judges the `Authorization` header for the resource with that client id ([`crate::state::well_known`]).
///
/// # Errors
/// When there is no good token.
pub fn bearer(emulator: &Emulator, headers: &HeaderMap, resource: &str) -> Result<Caller, TokenProblem> {
    let value = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let token = value
        .split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
    let token = token.filter(|token| !token.is_empty()).ok_or(TokenProblem::Missing)?;
    let claims = emulator.signing_key().verify(token).ok_or(TokenProblem::Signature)?;
    if claims["aud"].as_str().and_then(super::resource::by_audience) != Some(resource) {
        return Err(TokenProblem::Audience);
    }
    let now = emulator.now().unix();
    if claims["exp"].as_i64().is_none_or(|end| end <= now) {
        return Err(TokenProblem::Expired);
    }
    if claims["nbf"].as_i64().is_none_or(|start| start > now + 300) {
        return Err(TokenProblem::NotYetValid);
    }
    Ok(caller(&claims))
}

fn caller(claims: &Value) -> Caller {
    let text = |name: &str| claims[name].as_str().unwrap_or_default().to_owned();
    let set = |name: &str| -> BTreeSet<String> {
        claims[name].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    Caller {
        app_id: text("appid"),
        object_id: text("oid"),
        upn: claims["upn"].as_str().map(str::to_owned),
        app_only: claims["idtyp"] == "app",
        scopes: text("scp").split_whitespace().map(str::to_owned).collect(),
        roles: set("roles"),
        directory_roles: set("wids"),
    }
}
