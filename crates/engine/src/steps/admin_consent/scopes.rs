//! Delegated permissions of the set-up's own app.

use domain::{AppId, Field, GrantId, PermissionType, ResolvedPermission, ServicePrincipalId, UserId};
use microsoft::Write;
use microsoft::graph::DelegatedGrant;
use serde::{Deserialize, Serialize};

use super::{Found, Granted};
use crate::step::{Cx, Intent};
use crate::steps::delegated_grant::{self, Place};
use crate::{Problem, World};

/// Permissions that say who somebody is and no more; the portal and first sign-ins add them by themselves.
const HARMLESS: [&str; 5] = ["openid", "profile", "email", "offline_access", "User.Read"];

/// Written down before the grant is changed: what stood in it.
#[derive(Serialize, Deserialize)]
struct Before {
    before: Vec<String>,
}

/// Wanted scopes of an API that are not granted, sorted.
pub(super) fn missing(found: &Found, api: AppId, resource: Option<ServicePrincipalId>) -> Vec<String> {
    let granted = resource.map(|resource| granted(found, resource)).unwrap_or_default();
    let wanted = found.delegated_wanted().filter(|permission| permission.resource == api);
    let mut missing: Vec<String> =
        wanted.map(|permission| permission.name.clone()).filter(|name| !granted.contains(name)).collect();
    missing.sort();
    missing
}

/// Scopes in force for whom they are wanted; a grant for everybody holds for that one user too.
pub(super) fn granted(found: &Found, resource: ServicePrincipalId) -> Vec<String> {
    let here = found.delegated.iter().filter(|grant| grant.resource_id == resource);
    here.filter(|grant| grant.is_for(None) || grant.is_for(found.user)).flat_map(DelegatedGrant::scopes).collect()
}

/// APIs of which scopes are wanted.
pub(super) fn apis(found: &Found) -> Vec<AppId> {
    let mut apis: Vec<AppId> = found.delegated_wanted().map(|permission| permission.resource).collect();
    apis.sort_unstable();
    apis.dedup();
    apis
}

/// Scopes in force that nobody asked for.
pub(super) fn extra(found: &Found) -> Vec<String> {
    let wanted = |name: &String| found.wanted.iter().any(|p| p.kind == PermissionType::Delegated && p.name == *name);
    let mut all: Vec<String> = found.delegated.iter().flat_map(DelegatedGrant::scopes).collect();
    all.retain(|name| !wanted(name) && !HARMLESS.contains(&name.as_str()));
    all.sort();
    all.dedup();
    all
}

/// Adds scopes to the grant, or makes it.
pub(super) async fn grant(
    cx: &Cx<'_>,
    (api, user, scopes): (AppId, Option<UserId>, &[String]),
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Granted, Problem> {
    let place = place(cx, api, user).ok_or(Problem::Missing(Field::ServicePrincipal))?;
    let before = intent.noted::<Before>().map(|noted| noted.before);
    let note = |before: &[String]| intent.note(&Before { before: before.to_vec() });
    let added = delegated_grant::add(place, scopes, world, before, note).await?;
    Ok(granted_at(place, added.grant, added.scopes))
}

/// After a crash: whether they are all in force, and which of them are ours.
pub(super) fn recovered(
    cx: &Cx<'_>,
    found: &Found,
    (api, user, scopes): (AppId, Option<UserId>, &[String]),
    note: Option<&serde_json::Value>,
) -> Option<Granted> {
    let place = place(cx, api, user)?;
    let there = place.of(&found.delegated)?;
    let now = there.scopes();
    let Before { before } = serde_json::from_value(note?.clone()).ok()?;
    let added = delegated_grant::ours(scopes, &before);
    scopes.iter().all(|scope| now.contains(scope)).then(|| granted_at(place, there.id.clone(), added))
}

/// Where permissions of that API are granted to the set-up's app.
fn place(cx: &Cx<'_>, api: AppId, user: Option<UserId>) -> Option<Place> {
    let principals = cx.outputs.service_principal.as_ref()?;
    Some(Place { client: principals.own, resource: *principals.resources.get(&api)?, user })
}

fn granted_at(place: Place, grant: GrantId, added: Vec<String>) -> Granted {
    let Place { client, resource, user } = place;
    Granted::Scopes { grant, client, resource, user, added }
}

impl Found {
    /// The delegated permissions that are wanted.
    pub(super) fn delegated_wanted(&self) -> impl Iterator<Item = &ResolvedPermission> {
        self.wanted.iter().filter(|permission| permission.kind == PermissionType::Delegated)
    }
}
