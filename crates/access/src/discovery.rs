//! Which tenant a domain or id is, and where its sign-in service lives: before anybody signs in (DECISIONS 20).

use domain::{Endpoints, Surroundings, TenantId, TenantRef};
use microsoft::{Transport, TransportError};
use serde::Deserialize;
use url::Url;

use crate::refusal;
use crate::token_endpoint::get;

/// Names that mean "any tenant": a token of theirs would be of whichever tenant the account calls home.
const NOT_TENANTS: [&str; 4] = ["common", "organizations", "consumers", "adfs"];

/// A tenant, as its sign-in service describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundTenant {
    /// Its id.
    pub id: TenantId,
    /// What was asked for: a domain or the id.
    pub asked: String,
    /// `global`, `gcc`, `gcchigh`, `dod`, `china`, or the name of the endpoints.
    pub cloud: String,
    /// E.g. `EU`.
    pub region: Option<String>,
    /// Where its sign-in service is.
    pub service: SignInService,
}

/// Addresses of a tenant's sign-in service: from its discovery document, never put together from parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInService {
    /// Who signs its tokens.
    pub issuer: String,
    /// Where the browser goes.
    pub authorize: Url,
    /// Where codes, refresh tokens and assertions go. Also the audience of a client assertion.
    pub token: Url,
    /// Where a device code comes from, if there is such a thing.
    pub device: Option<Url>,
    /// Its public keys.
    pub keys: Url,
}

impl FoundTenant {
    /// For the window: the name comes after the sign-in.
    #[must_use]
    pub fn reference(&self) -> TenantRef {
        TenantRef {
            id: self.id,
            domain: self.asked.clone(),
            name: None,
            cloud: self.cloud.clone(),
            region: self.region.clone(),
        }
    }
}

/// Why no tenant was found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DiscoveryError {
    /// What was typed is neither a domain nor a tenant id.
    #[error("`{0}` is neither a domain nor a tenant id")]
    NotAName(String),
    /// This cloud knows no such tenant (AADSTS90002 and its kin): a slip, or it lives in another cloud.
    #[error("there is no tenant `{name}` in this cloud")]
    NoSuchTenant {
        /// What was asked for.
        name: String,
    },
    /// It lives in another cloud.
    #[error("`{name}` lives in the cloud `{cloud}`")]
    OtherCloud {
        /// What was asked for.
        name: String,
        /// A name that [`Endpoints::cloud`] knows.
        cloud: String,
    },
    /// The document names an address on a host that is not the sign-in service's.
    #[error("the sign-in service names a foreign host for `{field}`: {host}")]
    ForeignHost {
        /// Which field.
        field: &'static str,
        /// Which host.
        host: String,
    },
    /// No answer.
    #[error(transparent)]
    Unreachable(#[from] TransportError),
    /// An answer that is no discovery document.
    #[error("the sign-in service answered with status {status} and nothing that can be read")]
    NotUnderstood {
        /// HTTP status.
        status: u16,
    },
}

#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: Url,
    token_endpoint: Url,
    device_authorization_endpoint: Option<Url>,
    jwks_uri: Url,
    cloud_instance_name: Option<String>,
    tenant_region_scope: Option<String>,
    tenant_region_sub_scope: Option<String>,
}

/// Finds a tenant by domain, by id, or by an account's name (`dana@contoso.com` asks for `contoso.com`).
///
/// # Errors
/// When there is none, when it lives in another cloud, or when the sign-in service cannot be asked.
pub async fn find_tenant(
    transport: &dyn Transport,
    endpoints: &Endpoints,
    name: &str,
) -> Result<FoundTenant, DiscoveryError> {
    let name = tenant_name(name)?;
    let mut address = endpoints.login.clone();
    if let Ok(mut path) = address.path_segments_mut() {
        path.pop_if_empty().extend([name.as_str(), "v2.0", ".well-known", "openid-configuration"]);
    }
    let answer = get(transport, &address).await?;
    let status = answer.status().as_u16();
    if !answer.status().is_success() {
        let code = serde_json::from_slice::<refusal::Wire>(answer.body()).ok().and_then(|w| w.reduce().refusal.aadsts);
        return Err(if says_no_tenant(code) {
            DiscoveryError::NoSuchTenant { name }
        } else {
            DiscoveryError::NotUnderstood { status }
        });
    }
    let document: Document =
        serde_json::from_slice(answer.body()).map_err(|_| DiscoveryError::NotUnderstood { status })?;
    understand(endpoints, name, document).ok_or(DiscoveryError::NotUnderstood { status })?
}

/// `None` when the issuer names no tenant.
fn understand(endpoints: &Endpoints, name: String, document: Document) -> Option<Result<FoundTenant, DiscoveryError>> {
    let cloud = cloud_of(endpoints, &document);
    // Of GCC we know only from the answer: it uses the worldwide endpoints.
    let same = cloud == endpoints.name || (cloud == "gcc" && endpoints.name == "global");
    let same = same || (cloud == "global" && endpoints.name == "gcc");
    if !same {
        return Some(Err(DiscoveryError::OtherCloud { name, cloud }));
    }
    let issuer = Url::parse(&document.issuer).ok()?;
    let tenant = TenantId::parse(issuer.path_segments()?.next()?).ok()?;
    let mut addresses = vec![
        ("issuer", &issuer),
        ("authorization_endpoint", &document.authorization_endpoint),
        ("token_endpoint", &document.token_endpoint),
        ("jwks_uri", &document.jwks_uri),
    ];
    addresses.extend(document.device_authorization_endpoint.as_ref().map(|url| ("device_authorization_endpoint", url)));
    for (field, url) in addresses {
        if url.origin() != endpoints.login.origin() {
            let host = url.host_str().unwrap_or_default().to_owned();
            return Some(Err(DiscoveryError::ForeignHost { field, host }));
        }
    }
    Some(Ok(FoundTenant {
        id: tenant,
        asked: name,
        cloud,
        region: document.tenant_region_scope,
        service: SignInService {
            issuer: document.issuer,
            authorize: document.authorization_endpoint,
            token: document.token_endpoint,
            device: document.device_authorization_endpoint,
            keys: document.jwks_uri,
        },
    }))
}

/// Which cloud the document speaks of. Practice and test installations imitate one cloud and are never left.
fn cloud_of(endpoints: &Endpoints, document: &Document) -> String {
    if endpoints.surroundings != Surroundings::Real {
        return endpoints.name.clone();
    }
    let instance = document.cloud_instance_name.as_deref().unwrap_or_default();
    let sub = document.tenant_region_sub_scope.as_deref();
    let usgov = document.tenant_region_scope.as_deref() == Some("USGov");
    let cloud = match (instance, sub) {
        (_, Some("DOD")) => "dod",
        (_, Some("DODCON")) => "gcchigh",
        (_, Some("GCC")) => "gcc",
        ("microsoftonline.us", _) => "gcchigh",
        (_, None) if usgov => "gcchigh",
        (instance, _) if instance.ends_with("microsoftonline.cn") || instance == "chinacloudapi.cn" => "china",
        _ => "global",
    };
    cloud.to_owned()
}

/// 90002 no tenant of that name, 50128 and 50059 no tenant information, 900023 neither a domain nor an id.
const fn says_no_tenant(code: Option<u32>) -> bool {
    matches!(code, Some(90_002 | 50_128 | 50_059 | 900_023))
}

/// A domain or an id; the part behind `@` of an account's name.
fn tenant_name(typed: &str) -> Result<String, DiscoveryError> {
    let typed = typed.trim();
    let name = typed.rsplit_once('@').map_or(typed, |(_, domain)| domain).trim_end_matches('.').to_ascii_lowercase();
    let is_id = uuid::Uuid::parse_str(&name).is_ok();
    let labels = || name.split('.');
    let is_domain = name.len() <= 253
        && labels().count() >= 2
        && labels().all(|label| {
            (1..=63).contains(&label.len()) && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
        });
    if (is_id || is_domain) && !NOT_TENANTS.contains(&name.as_str()) {
        Ok(name)
    } else {
        Err(DiscoveryError::NotAName(typed.chars().take(80).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenant_is_asked_for_by_domain_by_id_or_by_an_account() {
        assert_eq!(tenant_name(" Contoso.COM ").as_deref(), Ok("contoso.com"), "typed by hand");
        assert_eq!(tenant_name("dana@contoso.com").as_deref(), Ok("contoso.com"), "pasted from a mail");
        let id = "5f0d6ed2-6ef8-4d4d-9a4b-3bd4c9c7e0f1";
        assert_eq!(tenant_name(id).as_deref(), Ok(id), "copied from the admin center");
    }

    #[test]
    fn what_is_no_tenant_is_not_asked_for() {
        for typed in ["common", "organizations", "", "contoso", "contoso.com/../x", "a b.com", "contoso.com?x=1", ".."]
        {
            assert!(matches!(tenant_name(typed), Err(DiscoveryError::NotAName(_))), "{typed:?} would leave the path");
        }
    }
}
