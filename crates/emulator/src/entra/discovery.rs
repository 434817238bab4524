//! Discovery documents.

use serde_json::{Value, json};

use super::authority::Authority;
use super::problem::Problem;
use crate::Endpoints;
use crate::server::{CLOUDS, SignInNames};
use crate::state::Tenant;

/// `/{tenant}/v2.0/.well-known/openid-configuration`.
pub(crate) fn openid_configuration(tenant: &Tenant, endpoints: &Endpoints, segment: &str) -> Result<Value, Problem> {
    let login = &endpoints.login;
    // As in Entra, a shared authority keeps its name in the endpoints and a placeholder in the issuer.
    let (named, issuer) = match Authority::of(tenant, segment)? {
        Authority::Tenant => (tenant.id.as_str(), format!("{login}/{}/v2.0", tenant.id)),
        Authority::Common => ("common", format!("{login}/{{tenantid}}/v2.0")),
        Authority::Organizations => ("organizations", format!("{login}/{{tenantid}}/v2.0")),
    };
    let at = |path: &str| format!("{login}/{named}{path}");
    Ok(json!({
        "token_endpoint": at("/oauth2/v2.0/token"),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "jwks_uri": at("/discovery/v2.0/keys"),
        "userinfo_endpoint": format!("{}/oidc/userinfo", endpoints.graph),
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "issuer": issuer,
        "request_uri_parameter_supported": false,
        "authorization_endpoint": at("/oauth2/v2.0/authorize"),
        "device_authorization_endpoint": at("/oauth2/v2.0/devicecode"),
        "http_logout_supported": true,
        "frontchannel_logout_supported": true,
        "end_session_endpoint": at("/oauth2/v2.0/logout"),
        "code_challenge_methods_supported": ["S256"],
        "claims_supported": [
            "sub", "iss", "cloud_instance_name", "cloud_instance_host_name", "cloud_graph_host_name", "msgraph_host", "aud", "exp", "iat",
            "auth_time", "acr", "nonce", "preferred_username", "name", "tid", "ver", "at_hash", "c_hash", "email",
        ],
        "tenant_region_scope": if named == tenant.id { json!(tenant.region) } else { Value::Null },
        "cloud_instance_name": endpoints.cloud_name(),
        "cloud_graph_host_name": if endpoints.are_microsofts() { "graph.windows.net" } else { host(&endpoints.graph) },
        "msgraph_host": host(&endpoints.graph),
    }))
}

/// `/common/discovery/instance`: under Microsoft's names what Microsoft's own answers; else this host knows itself only.
/// `asked`: the `authorization_endpoint` that the client wants to know about.
pub(crate) fn instance(endpoints: &Endpoints, tenant: &Tenant, asked: Option<&str>) -> Result<Value, Problem> {
    let own = host(&endpoints.login);
    let metadata: Vec<Value> = if endpoints.are_microsofts() {
        let cloud = |cloud: &SignInNames| json!({ "preferred_network": cloud.network, "preferred_cache": cloud.cache, "aliases": cloud.aliases });
        CLOUDS.iter().map(cloud).collect()
    } else {
        vec![json!({ "preferred_network": own, "preferred_cache": own, "aliases": [own] })]
    };
    let known =
        |name: &str| metadata.iter().filter_map(|cloud| cloud["aliases"].as_array()).flatten().any(|a| a == name);
    if let Some(asked) = asked.filter(|asked| !known(host(asked))) {
        let text = format!("Unknown or invalid instance. The authorization endpoint was '{asked}'.");
        return Err(Problem::new(50_049, "invalid_instance", text));
    }
    let named = if endpoints.are_microsofts() { "common" } else { tenant.id.as_str() };
    Ok(json!({
        "tenant_discovery_endpoint": format!("{}/{named}/v2.0/.well-known/openid-configuration", endpoints.login),
        "api-version": "1.1",
        "metadata": metadata,
    }))
}

impl Endpoints {
    /// `cloud_instance_name`.
    pub(crate) fn cloud_name(&self) -> &'static str {
        if self.are_microsofts() { "microsoftonline.com" } else { "practice.handrail.example" }
    }
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}
