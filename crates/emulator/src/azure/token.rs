//! Who is calling. All that is wrong with a token is 401 with a challenge; the codes are Azure's own, not Graph's.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::Emulator;
use crate::entra::{Caller, TokenProblem, bearer};
use crate::state::well_known::AZURE;

/// The one delegated permission that there is.
const IMPERSONATION: &str = "user_impersonation";

/// The bearer of a good token.
pub(super) struct Bearer {
    pub(super) caller: Caller,
    /// Authentication contexts that the sign-in satisfied (`acrs`).
    contexts: BTreeSet<String>,
}

impl Bearer {
    /// Nobody: for what is answered without a token.
    pub(super) fn nobody() -> Self {
        let caller = Caller {
            app_id: String::new(),
            object_id: String::new(),
            upn: None,
            app_only: true,
            scopes: BTreeSet::new(),
            roles: BTreeSet::new(),
            directory_roles: BTreeSet::new(),
        };
        Self { caller, contexts: BTreeSet::new() }
    }

    /// Judges the `Authorization` header.
    pub(super) fn of(emulator: &Emulator, headers: &HeaderMap) -> Result<Self, Refusal> {
        let caller = bearer(emulator, headers, AZURE).map_err(|problem| refuse(emulator, headers, problem))?;
        let claims = claims(emulator, headers);
        if !caller.app_only && !caller.scopes.contains(IMPERSONATION) {
            let message = "The access token does not have the scope 'user_impersonation'.";
            return Err(challenge(emulator, "InvalidAuthenticationToken", message));
        }
        let contexts = claims["acrs"].as_array().into_iter().flatten().filter_map(Value::as_str);
        Ok(Self { caller, contexts: contexts.map(str::to_owned).collect() })
    }

    /// A person who writes may have to prove more. The challenge's claims go into the next sign-in as they are.
    pub(super) fn stepped_up(&self, emulator: &Emulator) -> Result<(), Refusal> {
        let context = emulator.read(|tenant| tenant.oddities.azure.step_up.clone());
        if context.is_empty() || self.caller.app_only || self.contexts.contains(&context) {
            return Ok(());
        }
        let claims = json!({ "access_token": { "acrs": { "essential": true, "value": context } } }).to_string();
        let message = "The sign-in does not satisfy the authentication context that this operation needs.";
        let mut refusal = Refusal::new(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", message);
        let value = format!(
            "Bearer realm=\"\", authorization_uri=\"{}/common/oauth2/authorize\", error=\"insufficient_claims\", claims=\"{}\"",
            emulator.endpoints().login,
            STANDARD.encode(claims)
        );
        refusal.more.headers.push(("www-authenticate", value));
        Err(refusal)
    }
}

/// Of a token that is ours; null otherwise.
fn claims(emulator: &Emulator, headers: &HeaderMap) -> Value {
    let value = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let token = value.split_once(' ').map_or("", |(_, token)| token.trim());
    emulator.signing_key().verify(token).unwrap_or_default()
}

/// Codes: `InvalidAuthenticationTokenTenant` and `ExpiredAuthenticationToken` as in the contract; the message about the audience
/// and the missing header [K].
fn refuse(emulator: &Emulator, headers: &HeaderMap, problem: TokenProblem) -> Refusal {
    let (code, message) = match problem {
        TokenProblem::Missing if headers.contains_key(AUTHORIZATION) => (
            "AuthenticationFailed",
            "Authentication failed. The 'Authorization' header is provided in an invalid format.".to_owned(),
        ),
        TokenProblem::Missing => {
            ("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.".to_owned())
        }
        TokenProblem::Audience => ("InvalidAuthenticationTokenAudience", wrong_audience(emulator, headers)),
        TokenProblem::Expired => {
            let message = format!("The access token is expired. The current UTC time is '{}'.", emulator.now());
            ("ExpiredAuthenticationToken", message)
        }
        TokenProblem::Signature | TokenProblem::NotYetValid => {
            ("InvalidAuthenticationToken", "The access token is invalid.".to_owned())
        }
    };
    challenge(emulator, code, &message)
}

fn wrong_audience(emulator: &Emulator, headers: &HeaderMap) -> String {
    let claims = claims(emulator, headers);
    format!(
        "The access token has been obtained for wrong audience or resource '{}'. It should exactly match with one of the allowed \
         audiences 'https://management.core.windows.net/','https://management.core.windows.net','https://management.azure.com/',\
         'https://management.azure.com'.",
        claims["aud"].as_str().unwrap_or_default()
    )
}

/// 401 for a subscription of another tenant. The words are in public issues, e.g. Azure/azure-sdk-for-net#49391.
pub(super) fn other_tenant(emulator: &Emulator, theirs: &str) -> Refusal {
    let ours = emulator.read(|tenant| tenant.id.clone());
    let message = format!(
        "The access token is from the wrong issuer 'https://sts.windows.net/{ours}/'. It must match the tenant \
         'https://sts.windows.net/{theirs}/' associated with this subscription. Please use the authority (URL) \
         'https://login.windows.net/{theirs}' to get the token. Note, if the subscription is transferred to another tenant there is \
         no impact to the services, but information about new tenant could take time to propagate (up to an hour). If you just \
         transferred your subscription and see this error message, please try back later."
    );
    challenge(emulator, "InvalidAuthenticationTokenTenant", &message)
}

fn challenge(emulator: &Emulator, code: &str, message: &str) -> Refusal {
    let login = emulator.endpoints().login;
    let tenant = emulator.read(|tenant| tenant.id.clone());
    let mut refusal = Refusal::new(StatusCode::UNAUTHORIZED, code, message);
    let value = format!(
        "Bearer authorization_uri=\"{login}/{tenant}\", error=\"invalid_token\", error_description=\"{}\"",
        message.replace('"', "'")
    );
    refusal.more.headers.push(("www-authenticate", value));
    refusal
}
