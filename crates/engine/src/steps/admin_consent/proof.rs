//! What a fresh app-only token shows of the grants.

use base64::Engine as _;
use microsoft::Read;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::step::Cx;
use crate::{Problem, World};

/// What a fresh app-only token showed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TokenProof {
    /// Not asked: there is no certificate yet, or nothing is granted.
    NotAsked,
    /// Asked; these roles are in it. `scp` in it would be a delegated token, which proves nothing.
    Roles {
        /// The `roles` claim, sorted.
        roles: Vec<String>,
        /// It carries `scp`.
        delegated: bool,
    },
    /// It came, but cannot be read: the real call decides (DECISIONS 16).
    Opaque,
    /// Entra does not know app or certificate everywhere yet.
    NotYet,
}

/// Asks Entra for a fresh token of the app and reads its roles.
pub(super) async fn prove(cx: &Cx<'_>, world: &World<Read>) -> Result<TokenProof, Problem> {
    let Some(credential) = cx.credential().filter(|_| cx.outputs.service_principal.is_some()) else {
        return Ok(TokenProof::NotAsked);
    };
    match world.app_token(&credential, true).await {
        Ok(token) => Ok(read_roles(token.text.expose())),
        // A new app or certificate is not known to every server of Entra's at once.
        Err(domain::TokenError::Refused(refusal))
            if matches!(refusal.aadsts, Some(700_016 | 700_027 | 7_000_215 | 70_001)) && is_fresh(cx) =>
        {
            Ok(TokenProof::NotYet)
        }
        Err(error) => Err(error.into()),
    }
}

/// The certificate is so young that Entra may not know it everywhere.
fn is_fresh(cx: &Cx<'_>) -> bool {
    let made = cx.outputs.certificate.as_ref().map(|certificate| certificate.not_before);
    made.is_some_and(|at| cx.now.since(at) < crate::settle::FRESH * 2)
}

/// The `roles` claim of an access token, if it can be read. Its signature is Graph's business.
pub(crate) fn read_roles(token: &str) -> TokenProof {
    let claims = token.split('.').nth(1).and_then(|part| {
        let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok()?;
        serde_json::from_slice::<Value>(&bytes).ok()
    });
    let Some(claims) = claims else {
        return TokenProof::Opaque;
    };
    let roles = claims["roles"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut roles: Vec<String> = roles.iter().filter_map(|role| role.as_str().map(ToOwned::to_owned)).collect();
    roles.sort();
    TokenProof::Roles { roles, delegated: claims.get("scp").is_some() }
}
