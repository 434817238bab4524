//! What stands in tokens.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Timestamp;
use serde_json::{Value, json};

use super::client::Client;
use super::keys::{SigningKey, digest};
use super::problem::Problem;
use super::resource::Resource;
use crate::Moment;
use crate::server::RequestIds;
use crate::state::{Tenant, User};

/// In every member's `wids` beside the roles: "may do what any member may".
const ANY_MEMBER: &str = "b79fbf4d-3ef9-4689-8143-76b194e85509";
/// In every app-only token's `wids`.
const ANY_APP: &str = "0997a1d0-0d1d-4acb-b408-d5ca73121e90";

/// The token service's desk: what it needs beside the tenant to answer one request.
pub(crate) struct Desk<'a> {
    pub(crate) key: &'a SigningKey,
    /// Base URL of sign-in.
    pub(crate) login: String,
    pub(crate) moment: Moment,
    pub(crate) ids: RequestIds,
}

/// What the client asked for in `claims`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ClaimsRequest {
    /// Client capabilities (`cp1`).
    pub(crate) capabilities: Vec<String>,
    /// Authentication contexts (`c1`): the sign-in was stepped up for them.
    pub(crate) contexts: Vec<String>,
}

impl ClaimsRequest {
    /// Reads the parameter.
    pub(crate) fn parse(claims: Option<&str>) -> Result<Self, Problem> {
        let Some(text) = claims.filter(|text| !text.is_empty()) else { return Ok(Self::default()) };
        let value: Value = serde_json::from_str(text).map_err(|_| {
            Problem::new(9_002_313, "invalid_request", "Invalid request. The claims parameter is malformed.")
        })?;
        let strings = |claim: &Value| -> Vec<String> {
            let many = claim["values"].as_array().into_iter().flatten();
            many.chain(claim.get("value")).filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let token = &value["access_token"];
        Ok(Self { capabilities: strings(&token["xms_cc"]), contexts: strings(&token["acrs"]) })
    }

    fn put_into(&self, token: &mut Value) {
        if !self.capabilities.is_empty() {
            token["xms_cc"] = json!(self.capabilities);
        }
        if !self.contexts.is_empty() {
            token["acrs"] = json!(self.contexts);
        }
    }
}

/// What a user's token is given for.
pub(crate) struct Grant<'a> {
    pub(crate) scopes: &'a BTreeSet<String>,
    pub(crate) claims: &'a ClaimsRequest,
    /// `appidacr`: 0 public client, 1 secret, 2 certificate.
    pub(crate) strength: &'a str,
}

impl Desk<'_> {
    /// Real time.
    pub(crate) const fn now(&self) -> Timestamp {
        self.moment.now
    }

    /// Ours, so that nobody else's software can mistake a practice token for a real one; Microsoft's only where its host names
    /// lead here, over TLS with a certificate that somebody chose to trust.
    pub(crate) fn issuer(&self, tenant: &Tenant) -> String {
        format!("{}/{}/v2.0", self.login, tenant.id)
    }

    /// Up to when the token service knows of apps, secrets and certificates.
    pub(crate) fn knows_clients_until(&self, tenant: &Tenant) -> Timestamp {
        self.moment.delays_now - std::time::Duration::from_secs(tenant.oddities.token_key_delay_seconds)
    }

    /// Up to when it knows of application permissions.
    pub(crate) fn knows_roles_until(&self, tenant: &Tenant) -> Timestamp {
        self.moment.delays_now - std::time::Duration::from_secs(tenant.oddities.token_role_delay_seconds)
    }

    /// 60 to 90 minutes, as Entra varies it; the same for the same token.
    fn life(&self, about: &str) -> i64 {
        let spread = digest(&format!("{about}{}", self.now()));
        3_600 + i64::from(u16::from_str_radix(&spread[..4], 16).unwrap_or(0) % 1_800)
    }

    /// A token for a user; with its life in seconds.
    pub(crate) fn user_token(
        &self,
        tenant: &Tenant,
        client: &Client<'_>,
        user: &User,
        resource: &Resource,
        grant: &Grant<'_>,
    ) -> Result<(String, i64), Problem> {
        let now = self.now().unix();
        let life = self.life(&user.id);
        let scopes: Vec<&str> =
            grant.scopes.iter().map(String::as_str).filter(|scope| *scope != "offline_access").collect();
        let mut token = self.common(tenant, client, resource, life);
        let more = json!({
            "acr": "1",
            "amr": ["pwd", "mfa"],
            "appidacr": grant.strength,
            "auth_time": now,
            "idtyp": "user",
            "name": user.display_name,
            "oid": user.id,
            "scp": scopes.join(" "),
            "sub": pairwise(&user.id, &resource.app_id),
            "unique_name": user.upn,
            "upn": user.upn,
            "wids": wids(user),
        });
        extend(&mut token, more);
        grant.claims.put_into(&mut token);
        if let Some(home) = &user.home_tenant {
            token["idp"] = json!(format!("{}/{home}", self.login));
        }
        Ok((self.sign(&token)?, life))
    }

    /// A token for an app itself; with its life in seconds. `strength` is `appidacr`: 1 secret, 2 certificate.
    pub(crate) fn app_token(
        &self,
        tenant: &Tenant,
        client: &Client<'_>,
        resource: &Resource,
        (strength, claims): (&str, &ClaimsRequest),
    ) -> Result<(String, i64), Problem> {
        let (sp_id, _) = client.service_principal.ok_or_else(|| {
            let text = format!(
                "The client application {} is missing service principal in the tenant {}. See instructions here: \
                 https://go.microsoft.com/fwlink/?linkid=2225119",
                client.app_id, tenant.id
            );
            Problem::new(7_000_229, "invalid_client", text)
        })?;
        let life = self.life(sp_id);
        let mut token = self.common(tenant, client, resource, life);
        let more = json!({
            "appidacr": strength,
            "idp": self.issuer(tenant),
            "idtyp": "app",
            "oid": sp_id,
            "sub": sp_id,
            "wids": [ANY_APP],
        });
        extend(&mut token, more);
        let roles = self.app_roles(tenant, sp_id, resource);
        if !roles.is_empty() {
            token["roles"] = json!(roles);
        }
        // An app has no session that could be stepped up.
        ClaimsRequest { contexts: Vec::new(), ..claims.clone() }.put_into(&mut token);
        Ok((self.sign(&token)?, life))
    }

    /// Application permissions that the token service knows of.
    fn app_roles(&self, tenant: &Tenant, sp_id: &str, resource: &Resource) -> BTreeSet<String> {
        let resource_roles =
            tenant.service_principals.current(&resource.sp_id).map_or(&[][..], |sp| sp.list("appRoles"));
        let own = tenant.application_by_app_id(&resource.app_id).map_or(&[][..], |(_, app)| app.list("appRoles"));
        let given = tenant
            .app_role_assignments
            .all_as_of(self.knows_roles_until(tenant))
            .map(|(_, assignment)| assignment)
            .filter(|assignment| assignment.principal_id == sp_id && assignment.resource_id == resource.sp_id);
        given
            .filter_map(|assignment| {
                resource_roles.iter().chain(own).find(|role| role["id"] == assignment.app_role_id.as_str())
            })
            .filter_map(|role| role["value"].as_str())
            .map(str::to_owned)
            .collect()
    }

    /// The id token of a sign-in.
    pub(crate) fn id_token(
        &self,
        tenant: &Tenant,
        client: &Client<'_>,
        user: &User,
        nonce: Option<&str>,
    ) -> Result<String, Problem> {
        let now = self.now().unix();
        let mut token = json!({
            "aud": client.app_id,
            "iss": self.issuer(tenant),
            "iat": now,
            "nbf": now - 5,
            "exp": now + 3_600,
            "email": user.more.get("mail").and_then(Value::as_str).unwrap_or(&user.upn),
            "login_hint": digest(&user.upn),
            "name": user.display_name,
            "oid": user.id,
            "preferred_username": user.upn,
            "sub": pairwise(&user.id, &client.app_id),
            "tid": tenant.id,
            "uti": self.unique(),
            "ver": "2.0",
            "wids": wids(user),
        });
        if let Some(nonce) = nonce {
            token["nonce"] = json!(nonce);
        }
        if let Some(home) = &user.home_tenant {
            token["idp"] = json!(format!("{}/{home}", self.login));
            token["acct"] = json!(1);
        }
        self.sign(&token)
    }

    fn common(&self, tenant: &Tenant, client: &Client<'_>, resource: &Resource, life: i64) -> Value {
        let now = self.now().unix();
        json!({
            "aud": resource.audience(),
            "iss": self.issuer(tenant),
            "iat": now,
            // Entra sets it a few minutes back; that also forgives a clock that is a little behind.
            "nbf": now - 5,
            "exp": now + life,
            "app_displayname": client.display_name,
            "appid": client.app_id,
            "tenant_region_scope": tenant.region,
            "tid": tenant.id,
            "uti": self.unique(),
            "ver": "1.0",
        })
    }

    fn unique(&self) -> String {
        URL_SAFE_NO_PAD.encode(&digest(&self.ids.request_id).as_bytes()[..16])
    }

    fn sign(&self, claims: &Value) -> Result<String, Problem> {
        self.key.sign(claims).ok_or_else(|| {
            Problem::new(90_033, "temporarily_unavailable", "A transient error has occurred. Please try again.")
        })
    }
}

/// Entra's `client_info`: who signed in, for caches.
pub(crate) fn client_info(tenant: &Tenant, user: &User) -> String {
    URL_SAFE_NO_PAD.encode(json!({ "uid": user.id, "utid": tenant.id }).to_string())
}

fn wids(user: &User) -> Vec<&str> {
    let member = (!user.is_guest()).then_some(ANY_MEMBER);
    user.roles.iter().map(String::as_str).chain(member).collect()
}

/// The same person has another `sub` at each application.
pub(crate) fn pairwise(user: &str, audience: &str) -> String {
    URL_SAFE_NO_PAD.encode(&digest(&format!("{user}|{audience}")).as_bytes()[..32])
}

fn extend(token: &mut Value, more: Value) {
    if let (Value::Object(token), Value::Object(more)) = (token, more) {
        token.extend(more);
    }
}
