//! Resources and scopes: what a scope's prefix or a token's audience means.

use std::collections::BTreeSet;

use serde_json::Value;

use super::problem::Problem;
use crate::state::well_known::{AZURE, GRAPH, TEAMS_ADMIN};
use crate::state::{Object, Tenant};

/// URIs under which a resource is known, with its client id. Microsoft's names also here: scopes and audiences are theirs, only
/// the base URLs are ours.
const NAMES: &[(&str, &str)] = &[
    ("https://graph.microsoft.com", GRAPH),
    ("https://graph.microsoft.com/", GRAPH),
    ("https://management.azure.com", AZURE),
    ("https://management.azure.com/", AZURE),
    ("https://management.core.windows.net", AZURE),
    ("https://management.core.windows.net/", AZURE),
];

/// Scopes of OpenID Connect; Graph owns them.
const OPEN_ID: &[&str] = &["openid", "profile", "email", "offline_access"];

/// The client id of the resource that an audience names: its client id or one of its URIs.
pub(crate) fn by_audience(audience: &str) -> Option<&'static str> {
    let known = NAMES.iter().find(|(name, _)| *name == audience).map(|(_, id)| *id);
    known.or_else(|| [GRAPH, AZURE, TEAMS_ADMIN].into_iter().find(|id| *id == audience))
}

/// A resource that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Resource {
    /// Client id.
    pub(crate) app_id: String,
    /// Object id of its service principal.
    pub(crate) sp_id: String,
    /// Display name.
    pub(crate) name: String,
    /// As it was named; becomes the audience.
    pub(crate) prefix: String,
}

impl Resource {
    /// Microsoft Graph, when nothing else was asked.
    pub(crate) fn graph(tenant: &Tenant) -> Result<Self, Problem> {
        Self::find(tenant, "https://graph.microsoft.com")
    }

    fn find(tenant: &Tenant, prefix: &str) -> Result<Self, Problem> {
        let known = by_audience(prefix).or_else(|| uuid::Uuid::parse_str(prefix).is_ok().then_some(prefix));
        let found = match known {
            Some(app_id) => tenant.service_principal_by_app_id(app_id),
            None => tenant.service_principals.all().find(|(_, sp)| answers_to(tenant, sp, prefix)),
        };
        let (sp_id, sp) = found.ok_or_else(|| missing(tenant, prefix, known.is_some()))?;
        Ok(Self {
            app_id: sp.text("appId").to_owned(),
            sp_id: sp_id.to_owned(),
            name: sp.text("displayName").to_owned(),
            prefix: prefix.to_owned(),
        })
    }

    /// The `aud` of its tokens.
    pub(crate) fn audience(&self) -> &str {
        match self.app_id.as_str() {
            GRAPH => self.prefix.trim_end_matches('/'),
            _ => &self.prefix,
        }
    }

    /// The scope as it stands in an answer: Graph's without its prefix, as Entra does it.
    pub(crate) fn written(&self, scope: &str) -> String {
        if self.app_id == GRAPH { scope.to_owned() } else { format!("{}/{scope}", self.prefix) }
    }
}

fn answers_to(tenant: &Tenant, sp: &Object, name: &str) -> bool {
    let listed = |list: &[Value]| list.iter().any(|known| known.as_str() == Some(name));
    let application = tenant.application_by_app_id(sp.text("appId"));
    listed(sp.list("servicePrincipalNames")) || application.is_some_and(|(_, app)| listed(app.list("identifierUris")))
}

fn missing(tenant: &Tenant, name: &str, known: bool) -> Problem {
    if known {
        return Problem::new(
            650_052,
            "invalid_client",
            format!(
                "The app is trying to access a service '{name}' that your organization '{}' lacks a service principal for. Contact your \
                 IT Admin to review the configuration of your service subscriptions or consent to the application in order to create \
                 the required service principal.",
                tenant.id
            ),
        );
    }
    Problem::new(
        500_011,
        "invalid_resource",
        format!(
            "The resource principal named {name} was not found in the tenant named {}. This can happen if the application has not been \
             installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your \
             authentication request to the wrong tenant.",
            tenant.display_name
        ),
    )
}

/// What a `scope` parameter asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// `openid`, `profile`, `email`, `offline_access`.
    pub(crate) open_id: BTreeSet<String>,
    /// Resources in the order they appear, each with scope names (`.default` among them).
    pub(crate) resources: Vec<(Resource, BTreeSet<String>)>,
}

impl Wanted {
    /// Takes a `scope` parameter apart.
    pub(crate) fn parse(tenant: &Tenant, scope: &str) -> Result<Self, Problem> {
        let mut wanted = Self::default();
        for item in scope.split_whitespace() {
            if OPEN_ID.contains(&item) {
                wanted.open_id.insert(item.to_owned());
                continue;
            }
            let (prefix, name) = item.rsplit_once('/').unwrap_or(("https://graph.microsoft.com", item));
            if name.is_empty() || prefix.is_empty() {
                return Err(bad_scope(item));
            }
            let resource = Resource::find(tenant, prefix)?;
            if name != ".default" && !scope_exists(tenant, &resource, name) {
                return Err(unknown_scope(&resource, item, name));
            }
            match wanted.resources.iter_mut().find(|(known, _)| known.app_id == resource.app_id) {
                Some((_, names)) => {
                    names.insert(name.to_owned());
                }
                None => wanted.resources.push((resource, BTreeSet::from([name.to_owned()]))),
            }
        }
        Ok(wanted)
    }

    /// The one resource of a token request; several are refused.
    pub(crate) fn single(&self, tenant: &Tenant) -> Result<(Resource, BTreeSet<String>), Problem> {
        match self.resources.as_slice() {
            [] => Ok((Resource::graph(tenant)?, BTreeSet::new())),
            [one] => Ok(one.clone()),
            [_, _, ..] => Err(Problem::new(
                28_000,
                "invalid_scope",
                "Provided value for the input parameter scope is not valid because it contains more than one resource.",
            )),
        }
    }
}

fn scope_exists(tenant: &Tenant, resource: &Resource, name: &str) -> bool {
    // Fixed scopes of Microsoft's own clients that the practice tenant has no id for.
    let preauthorised = crate::scenario::clients()
        .iter()
        .any(|client| client.preauthorised(&resource.app_id).iter().any(|s| s == name));
    preauthorised || scopes_of(tenant, resource).any(|scope| scope["value"] == name)
}

/// The delegated permissions of a resource, as its service principal or application lists them.
pub(crate) fn scopes_of<'a>(tenant: &'a Tenant, resource: &Resource) -> impl Iterator<Item = &'a Value> {
    let own =
        tenant.service_principals.current(&resource.sp_id).map_or(&[][..], |sp| sp.list("oauth2PermissionScopes"));
    let application = tenant
        .application_by_app_id(&resource.app_id)
        .and_then(|(_, app)| app.json["api"]["oauth2PermissionScopes"].as_array());
    own.iter().chain(application.into_iter().flatten())
}

fn bad_scope(item: &str) -> Problem {
    Problem::new(
        70_011,
        "invalid_scope",
        format!(
            "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope '{item}' is not valid."
        ),
    )
}

fn unknown_scope(resource: &Resource, item: &str, name: &str) -> Problem {
    if resource.app_id == GRAPH {
        return Problem::new(
            70_011,
            "invalid_scope",
            format!(
                "The provided value for the input parameter 'scope' is not valid. The scope '{item}' does not exist."
            ),
        );
    }
    Problem::new(
        650_053,
        "invalid_client",
        format!(
            "The application asked for scope '{name}' that doesn't exist on the resource '{}'. Contact the app vendor.",
            resource.app_id
        ),
    )
}
