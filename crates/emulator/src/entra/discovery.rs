//! Discovery documents.

use serde_json::{Value, json};

use super::authority::Authority;
use super::problem::Problem;
use crate::Endpoints;
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
        "cloud_instance_name": "practice.handrail.example",
        "cloud_graph_host_name": host(&endpoints.graph),
        "msgraph_host": host(&endpoints.graph),
    }))
}

/// `/common/discovery/instance`: this host knows itself only.
pub(crate) fn instance(endpoints: &Endpoints, tenant: &Tenant) -> Value {
    let host = host(&endpoints.login);
    json!({
        "tenant_discovery_endpoint": format!("{}/{}/v2.0/.well-known/openid-configuration", endpoints.login, tenant.id),
        "api-version": "1.1",
        "metadata": [{ "preferred_network": host, "preferred_cache": host, "aliases": [host] }],
    })
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}
