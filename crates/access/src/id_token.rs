//! Reads who signed in. The token comes straight from the token endpoint; its signature is held against the service's
//! keys all the same, since that is cheap.

use domain::{AppId, TenantId, Timestamp, UserId, UserRef};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use microsoft::{Transport, TransportError};
use serde::Deserialize;
use std::time::Duration;

use crate::discovery::SignInService;
use crate::token_endpoint::get;

/// How far our clock may be ahead of the token's end: a clock that is off is told apart elsewhere, by the `Date` header.
const LEEWAY: Duration = Duration::from_secs(30 * 60);

/// Why an id token is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdTokenError {
    /// There was none, or it is no JWT.
    #[error("there is no readable id token")]
    Unreadable,
    /// No key of the service made this signature.
    #[error("the id token is not signed by the sign-in service")]
    Signature,
    /// Made for another client.
    #[error("the id token is for another app")]
    Audience,
    /// Made by somebody else.
    #[error("the id token is of another issuer")]
    Issuer,
    /// Made for another sign-in.
    #[error("the id token belongs to another sign-in")]
    Nonce,
    /// Over, by our clock.
    #[error("the id token ended at {ended}, and this computer says {now}")]
    Ended {
        /// When it ended.
        ended: Timestamp,
        /// Our clock.
        now: Timestamp,
    },
    /// The service's keys could not be had.
    #[error(transparent)]
    Keys(#[from] TransportError),
}

/// Who signed in.
pub struct Identity {
    /// The tenant that issued the token.
    pub tenant: TenantId,
    /// The account.
    pub account: UserRef,
    /// The account's home, when it is a guest here: a tenant id, or the name of another identity provider.
    pub guest_of: Option<String>,
}

#[derive(Deserialize)]
struct Claims {
    tid: TenantId,
    oid: UserId,
    nonce: Option<String>,
    exp: i64,
    preferred_username: Option<String>,
    upn: Option<String>,
    name: Option<String>,
    idp: Option<String>,
    acct: Option<serde_json::Value>,
}

/// What the token must fit.
pub struct Expected<'a> {
    pub service: &'a SignInService,
    pub client: AppId,
    /// `None` for the device code flow, which has no nonce.
    pub nonce: Option<&'a str>,
    pub now: Timestamp,
}

/// Verifies and reads.
pub async fn verify(transport: &dyn Transport, token: &str, expected: &Expected<'_>) -> Result<Identity, IdTokenError> {
    let header = decode_header(token).map_err(|_| IdTokenError::Unreadable)?;
    let keys = get(transport, &expected.service.keys).await?;
    let keys: JwkSet = serde_json::from_slice(keys.body()).map_err(|_| IdTokenError::Signature)?;
    let kid = header.kid.as_deref().ok_or(IdTokenError::Signature)?;
    let key = keys.find(kid).and_then(|jwk| DecodingKey::from_jwk(jwk).ok()).ok_or(IdTokenError::Signature)?;
    let mut rules = Validation::new(Algorithm::RS256);
    rules.set_audience(&[expected.client.to_string()]);
    rules.set_issuer(&[&expected.service.issuer]);
    rules.set_required_spec_claims(&["aud", "iss", "exp"]);
    // The library would ask the system's clock.
    rules.validate_exp = false;
    rules.validate_nbf = false;
    let claims = decode::<Claims>(token, &key, &rules).map_err(|error| told(error.kind()))?.claims;
    if expected.nonce.is_some() && claims.nonce.as_deref() != expected.nonce {
        return Err(IdTokenError::Nonce);
    }
    let ended = Timestamp::from_unix(claims.exp).ok_or(IdTokenError::Unreadable)?;
    if expected.now > ended + LEEWAY {
        return Err(IdTokenError::Ended { ended, now: expected.now });
    }
    Ok(identity(claims))
}

fn identity(claims: Claims) -> Identity {
    let upn = claims.preferred_username.or(claims.upn).unwrap_or_default();
    let name = claims.name.unwrap_or_else(|| upn.clone());
    let says_guest = claims.acct.is_some_and(|acct| acct == 1 || acct == "1");
    let home = claims.idp.as_deref().and_then(|idp| foreign_home(idp, claims.tid));
    Identity {
        tenant: claims.tid,
        account: UserRef { id: claims.oid, upn, name },
        guest_of: home.or_else(|| says_guest.then(String::new)),
    }
}

/// `idp` is there only for accounts that another issuer vouches for: `https://sts.windows.net/<home tenant>/`, `live.com`.
fn foreign_home(idp: &str, tenant: TenantId) -> Option<String> {
    let id = idp.split('/').find_map(|part| TenantId::parse(part).ok());
    match id {
        Some(id) => (id != tenant).then(|| id.to_string()),
        None => {
            let name = idp.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
            Some(name.chars().filter(|c| !c.is_control()).take(80).collect())
        }
    }
}

fn told(kind: &jsonwebtoken::errors::ErrorKind) -> IdTokenError {
    use jsonwebtoken::errors::ErrorKind;
    match kind {
        ErrorKind::InvalidAudience => IdTokenError::Audience,
        ErrorKind::InvalidIssuer => IdTokenError::Issuer,
        ErrorKind::InvalidSignature | ErrorKind::InvalidAlgorithm => IdTokenError::Signature,
        _ => IdTokenError::Unreadable,
    }
}
