//! The token endpoint.

use std::collections::BTreeSet;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::assertion::prove;
use super::authority::Authority;
use super::claims::{ClaimsRequest, Desk, Grant, client_info};
use super::client::{Client, Platform};
use super::consent;
use super::form::Parameters;
use super::keys::digest;
use super::log;
use super::problem::Problem;
use super::refusals;
use super::resource::Wanted;
use crate::state::{AuthorizationCode, DeviceState, RefreshToken, Tenant, User};

/// A refresh token lives that long without being used.
const REFRESH_LIFE: Duration = Duration::from_secs(90 * 86_400);
/// Polling for a device code may be a little quicker than told.
const POLL_TOLERANCE: Duration = Duration::from_secs(4);

/// `appidacr` of a client that proves nothing.
const PUBLIC: &str = "0";

/// Answers one token request.
pub(crate) fn answer(desk: &Desk<'_>, tenant: &mut Tenant, segment: &str, form: &Parameters) -> Result<Value, Problem> {
    tenant.sessions.tidy(desk.now());
    let authority = Authority::of(tenant, segment)?;
    let kind = form.required("grant_type")?;
    let app_id = form.required("client_id")?.to_ascii_lowercase();
    {
        let client = Client::find(tenant, &app_id, desk.knows_clients_until(tenant))?;
        client.check_enabled()?;
        if authority.is_shared() {
            client.check_shared_authority()?;
        }
    }
    match kind {
        "authorization_code" => by_code(desk, tenant, &app_id, form),
        "refresh_token" => by_refresh_token(desk, tenant, &app_id, form),
        "urn:ietf:params:oauth:grant-type:device_code" | "device_code" => by_device_code(desk, tenant, &app_id, form),
        "client_credentials" => {
            let result = by_credentials(desk, tenant, authority, &app_id, form);
            log::app_sign_in(desk, tenant, &app_id, result.as_ref());
            result.map(|(answer, ..)| answer)
        }
        other => Err(Problem::new(
            70_003,
            "unsupported_grant_type",
            format!("The app requested an unsupported grant type '{other}'."),
        )),
    }
}

fn by_code(desk: &Desk<'_>, tenant: &mut Tenant, app_id: &str, form: &Parameters) -> Result<Value, Problem> {
    let key = digest(form.required("code")?);
    let code = tenant.sessions.codes.get(&key).cloned().ok_or_else(malformed)?;
    check_code(desk, &code, app_id, form)?;
    let strength = redeemer(desk, tenant, &code, form)?;
    if let Some(stored) = tenant.sessions.codes.get_mut(&key) {
        stored.used = true;
    }
    let scope = form.get("scope").unwrap_or(&code.scope).to_owned();
    let claims = ClaimsRequest::parse(code.claims.as_deref())?;
    let (user_id, nonce) = (code.user_id.as_str(), code.nonce.as_deref());
    let session = Session { app_id, user_id, nonce, claims, strength, first: true };
    session.tokens(desk, tenant, &scope, &Wanted::parse(tenant, &code.scope)?, form)
}

/// The rules of a code: once, ten minutes, the same client and redirect URI, the verifier.
fn check_code(desk: &Desk<'_>, code: &AuthorizationCode, app_id: &str, form: &Parameters) -> Result<(), Problem> {
    if code.used {
        let text = "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.";
        return Err(Problem::new(54_005, "invalid_grant", text));
    }
    if code.expires <= desk.now() {
        return Err(expired());
    }
    if code.client_id != app_id {
        return Err(Problem::new(
            70_000,
            "invalid_grant",
            "The provided value for the 'code' parameter is not valid for this client.",
        ));
    }
    let redirect = form.required("redirect_uri")?;
    if redirect != code.redirect_uri {
        let text = format!(
            "The reply address '{redirect}' does not match the reply address '{}' provided when requesting Authorization code.",
            code.redirect_uri
        );
        return Err(Problem::new(500_112, "invalid_grant", text));
    }
    let Some(challenge) = &code.challenge else { return Ok(()) };
    let verifier = form.get("code_verifier").unwrap_or_default();
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, verifier.as_bytes());
    if URL_SAFE_NO_PAD.encode(hash) != *challenge {
        let text = "The Code_Verifier does not match the code_challenge supplied in the authorization request.";
        return Err(Problem::new(501_481, "invalid_grant", text));
    }
    Ok(())
}

/// A public client proves nothing and may not try; a web client has to. Returns how strong the proof is.
fn redeemer(
    desk: &Desk<'_>,
    tenant: &Tenant,
    code: &AuthorizationCode,
    form: &Parameters,
) -> Result<&'static str, Problem> {
    let client = Client::find(tenant, &code.client_id, desk.knows_clients_until(tenant))?;
    match client.platform(&code.redirect_uri)? {
        Platform::Public => refuse_proof(form).map(|()| PUBLIC),
        Platform::Web => prove(desk, tenant, &client, form).map(|proof| proof.strength),
        Platform::SinglePage => Err(Problem::new(
            9_002_327,
            "invalid_request",
            "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
        )),
    }
}

fn refuse_proof(form: &Parameters) -> Result<(), Problem> {
    if form.get("client_secret").is_some() || form.get("client_assertion").is_some() {
        let text = "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.";
        return Err(Problem::new(700_025, "invalid_client", text));
    }
    Ok(())
}

fn by_refresh_token(desk: &Desk<'_>, tenant: &mut Tenant, app_id: &str, form: &Parameters) -> Result<Value, Problem> {
    let token =
        tenant.sessions.refresh_tokens.get(&digest(form.required("refresh_token")?)).cloned().ok_or_else(malformed)?;
    if token.client_id != app_id {
        let text = "The provided value for the 'refresh_token' parameter was issued to another client.";
        return Err(Problem::new(70_000, "invalid_grant", text));
    }
    if token.expires <= desk.now() {
        let text = "The refresh token has expired due to inactivity. The token was inactive for 90.00:00:00.";
        return Err(Problem::new(700_082, "invalid_grant", text));
    }
    let mut claims = ClaimsRequest::parse(form.get("claims"))?;
    if claims.contexts.iter().any(|context| !token.contexts.contains(context)) {
        return Err(step_up(form.get("claims")));
    }
    claims.contexts.clone_from(&token.contexts);
    let strength = if token.confidential {
        let client = Client::find(tenant, app_id, desk.knows_clients_until(tenant))?;
        prove(desk, tenant, &client, form)?.strength
    } else {
        refuse_proof(form).map(|()| PUBLIC)?
    };
    refusals::of_refresh(tenant)?;
    let session = Session { app_id, user_id: &token.user_id, nonce: None, claims, strength, first: false };
    let scope = form.get("scope").unwrap_or("openid profile offline_access").to_owned();
    session.tokens(desk, tenant, &scope, &Wanted::parse(tenant, &scope)?, form)
}

fn by_device_code(desk: &Desk<'_>, tenant: &mut Tenant, app_id: &str, form: &Parameters) -> Result<Value, Problem> {
    let key = digest(form.get("device_code").map_or_else(|| form.required("code"), Ok)?);
    let now = desk.now();
    let unknown = || {
        Problem::new(
            70_018,
            "bad_verification_code",
            "Invalid verification code due to user typing in wrong user code.",
        )
    };
    let code =
        tenant.sessions.device_codes.get_mut(&key).filter(|code| code.client_id == app_id).ok_or_else(unknown)?;
    let too_quick = code.last_poll.is_some_and(|last| now.since(last) < POLL_TOLERANCE);
    code.last_poll = Some(now);
    if code.expires <= now {
        return Err(Problem::new(70_019, "expired_token", "Verification code expired."));
    }
    let scope = code.scope.clone();
    let user_id = match &code.state {
        DeviceState::Pending if too_quick => {
            return Err(Problem::new(50_196, "slow_down", "The client polls more often than it was told."));
        }
        DeviceState::Pending => {
            let text = "OAuth 2.0 device flow error. Authorization is pending. Continue polling.";
            return Err(Problem::new(70_016, "authorization_pending", text));
        }
        DeviceState::Declined => {
            return Err(Problem::new(65_004, "authorization_declined", "User declined to consent to access the app."));
        }
        DeviceState::Blocked => return Err(refusals::blocked()),
        DeviceState::Redeemed => {
            return Err(Problem::new(54_005, "invalid_grant", "The device code was already redeemed."));
        }
        DeviceState::Approved { user_id } => user_id.clone(),
    };
    code.state = DeviceState::Redeemed;
    let client = Client::find(tenant, app_id, desk.knows_clients_until(tenant))?;
    let strength = if client.allows_public_flows() { PUBLIC } else { prove(desk, tenant, &client, form)?.strength };
    let claims = ClaimsRequest::parse(form.get("claims"))?;
    let session = Session { app_id, user_id: &user_id, nonce: None, claims, strength, first: true };
    session.tokens(desk, tenant, &scope, &Wanted::parse(tenant, &scope)?, form)
}

/// Of an app-only token: the answer, which credential proved it, and for which resource.
pub(crate) type AppAnswer = (Value, super::assertion::Proof, super::resource::Resource);

fn by_credentials(
    desk: &Desk<'_>,
    tenant: &Tenant,
    authority: Authority,
    app_id: &str,
    form: &Parameters,
) -> Result<AppAnswer, Problem> {
    if authority.is_shared() {
        let text =
            "No tenant-identifying information found in either the request or implied by any provided credentials.";
        return Err(Problem::new(50_059, "invalid_request", text));
    }
    let client = Client::find(tenant, app_id, desk.knows_clients_until(tenant))?;
    let proof = prove(desk, tenant, &client, form)?;
    let scope = form.required("scope")?;
    let (resource, names) = Wanted::parse(tenant, scope)?.single(tenant)?;
    if names != BTreeSet::from([".default".to_owned()]) {
        let text = format!(
            "The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to \
             the resource identifier (application ID URI)."
        );
        return Err(Problem::new(1_002_012, "invalid_scope", text));
    }
    refusals::of_app(tenant)?;
    let claims = ClaimsRequest::parse(form.get("claims"))?;
    let (token, life) = desk.app_token(tenant, &client, &resource, (proof.strength, &claims))?;
    let answer = json!({ "token_type": "Bearer", "expires_in": life, "ext_expires_in": life, "access_token": token });
    Ok((answer, proof, resource))
}

/// A signed-in user at a client, about to get tokens.
struct Session<'a> {
    app_id: &'a str,
    user_id: &'a str,
    nonce: Option<&'a str>,
    claims: ClaimsRequest,
    /// How the client proved itself, as `appidacr`.
    strength: &'static str,
    /// By a sign-in, not by a refresh token.
    first: bool,
}

impl Session<'_> {
    /// `asked` is what the sign-in was for: OpenID scopes named there count here too.
    fn tokens(
        self,
        desk: &Desk<'_>,
        tenant: &mut Tenant,
        scope: &str,
        asked: &Wanted,
        form: &Parameters,
    ) -> Result<Value, Problem> {
        let user = tenant.user(self.user_id).cloned().ok_or_else(malformed)?;
        check_user(&user)?;
        let wanted = Wanted::parse(tenant, scope)?;
        // A scope that spans several resources is fine at authorize; the code is then good for the first of them.
        let (resource, _) = match form.get("scope") {
            Some(_) => wanted.single(tenant)?,
            None => wanted.resources.first().cloned().map_or_else(|| wanted.single(tenant), Ok)?,
        };
        let only = Wanted {
            open_id: wanted.open_id.clone(),
            resources: wanted.resources.iter().filter(|(r, _)| *r == resource).cloned().collect(),
        };
        let open_id: BTreeSet<String> = wanted.open_id.union(&asked.open_id).cloned().collect();
        let client = Client::find(tenant, self.app_id, desk.knows_clients_until(tenant))?;
        if let Some((missing, names)) = consent::missing(tenant, &client, &user, &only).first() {
            return Err(no_consent(&client, missing, names));
        }
        let scopes = consent::granted(tenant, &client, &user, &resource);
        let grant = Grant { scopes: &scopes, claims: &self.claims, strength: self.strength };
        let (access, life) = desk.user_token(tenant, &client, &user, &resource, &grant)?;
        let written: Vec<String> =
            scopes.iter().filter(|name| *name != "offline_access").map(|name| resource.written(name)).collect();
        let mut answer = json!({
            "token_type": "Bearer",
            "scope": written.join(" "),
            "expires_in": life,
            "ext_expires_in": life,
            "access_token": access,
        });
        if open_id.contains("openid") {
            answer["id_token"] = json!(desk.id_token(tenant, &client, &user, self.nonce)?);
        }
        if form.get("client_info") == Some("1") {
            answer["client_info"] = json!(client_info(tenant, &user));
        }
        let name = client.display_name.clone();
        if open_id.contains("offline_access") {
            answer["refresh_token"] = json!(self.refresh_token(desk, tenant));
        }
        if self.first {
            log::user_sign_in(desk, tenant, self.app_id, &name, &user, &resource);
        }
        Ok(answer)
    }

    fn refresh_token(&self, desk: &Desk<'_>, tenant: &mut Tenant) -> String {
        let text = format!("1.{}", tenant.ids.text(160));
        let token = RefreshToken {
            client_id: self.app_id.to_owned(),
            user_id: self.user_id.to_owned(),
            contexts: self.claims.contexts.clone(),
            confidential: self.strength != PUBLIC,
            expires: desk.now() + REFRESH_LIFE,
        };
        tenant.sessions.refresh_tokens.insert(digest(&text), token);
        text
    }
}

/// A disabled account gets nothing more.
pub(crate) fn check_user(user: &User) -> Result<(), Problem> {
    if user.account_enabled {
        return Ok(());
    }
    Err(Problem::new(50_057, "invalid_grant", "The user account is disabled."))
}

fn no_consent(client: &Client<'_>, resource: &super::resource::Resource, names: &BTreeSet<String>) -> Problem {
    // Microsoft's own clients cannot ask for more than Microsoft has put down for them.
    if client.microsoft.is_some_and(|microsoft| !microsoft.open_consent) {
        return not_preauthorised(client, resource, names);
    }
    let text = format!(
        "The user or administrator has not consented to use the application with ID '{}' named '{}'. Send an interactive authorization \
         request for this user and resource.",
        client.app_id, client.display_name
    );
    Problem::new(65_001, "invalid_grant", text).consent_required()
}

/// A first-party client asked for what it was not put down for.
pub(crate) fn not_preauthorised(
    client: &Client<'_>,
    resource: &super::resource::Resource,
    names: &BTreeSet<String>,
) -> Problem {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let text = format!(
        "Consent between first party application '{}' and first party resource '{}' must be configured via preauthorization - applications \
         owned and operated by Microsoft must get approval from the API owner before requesting tokens for that API. Scopes: {}. A developer \
         in your tenant might be attempting to reuse an App ID owned by Microsoft. This error prevents them from impersonating a Microsoft \
         application to call other APIs. They must move to another app ID they register.",
        client.app_id,
        resource.app_id,
        names.join(" ")
    );
    Problem::new(65_002, "invalid_client", text)
}

fn step_up(claims: Option<&str>) -> Problem {
    let text = "Due to a configuration change made by your administrator, or because you moved to a new location, you must use \
                multi-factor authentication to access the resource.";
    let mut problem = Problem::new(50_076, "interaction_required", text);
    problem.suberror = Some("basic_action");
    problem.claims = claims.map(str::to_owned);
    problem
}

fn expired() -> Problem {
    let text = "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization \
                request for this user and resource.";
    Problem::new(70_008, "invalid_grant", text)
}

fn malformed() -> Problem {
    Problem::new(9_002_313, "invalid_grant", "Invalid request. Request is malformed or invalid.")
}
