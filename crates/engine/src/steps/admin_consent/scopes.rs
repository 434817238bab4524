//! Delegated permissions: one grant of a client for an API holds all its scopes, for everybody or for one user, and is
//! written whole. What others were granted in it stays.

use domain::{AppId, Field, GrantId, PermissionType, ResolvedPermission, ServicePrincipalId, UserId};
use microsoft::graph::DelegatedGrant;
use microsoft::{Read, Write};
use serde::{Deserialize, Serialize};

use super::{Found, Granted};
use crate::step::{Cx, Intent};
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

/// The grant that these belong into, as it stands.
async fn grant_of(
    world: &World<Write>,
    client: ServicePrincipalId,
    resource: ServicePrincipalId,
    user: Option<UserId>,
) -> Result<Option<DelegatedGrant>, Problem> {
    let all = world.graph.delegated_grants(client).await?;
    Ok(all.into_iter().find(|grant| grant.resource_id == resource && grant.is_for(user)))
}

/// Adds scopes to the grant, or makes it.
pub(super) async fn grant(
    cx: &Cx<'_>,
    (api, user, scopes): (AppId, Option<UserId>, &[String]),
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Granted, Problem> {
    let principals = cx.outputs.service_principal.as_ref().ok_or(Problem::Missing(Field::ServicePrincipal))?;
    let (client, resource) =
        (principals.own, *principals.resources.get(&api).ok_or(Problem::Missing(Field::ServicePrincipal))?);
    let there = grant_of(world, client, resource, user).await?;
    let now = there.as_ref().map(DelegatedGrant::scopes).unwrap_or_default();
    let before = match intent.noted::<Before>() {
        Some(Before { before }) => before,
        None => {
            intent.note(&Before { before: now.clone() })?;
            now.clone()
        }
    };
    let added: Vec<String> = scopes.iter().filter(|scope| !before.contains(scope)).cloned().collect();
    let mut all = now.clone();
    all.extend(scopes.iter().filter(|scope| !now.contains(scope)).cloned());
    let id = match there {
        Some(there) if all == now => there.id,
        Some(there) => {
            world.graph.put_scopes(&there.id, &all).await?;
            there.id
        }
        None => match world.graph.grant_scopes(client, resource, user, &all).await {
            Ok(made) => made.id,
            // Made meanwhile, by a try whose answer was lost or by somebody else: the next look says what stands in it.
            Err(error) if error.is_status(409) => return Err(Problem::NotVisible),
            Err(error) => return Err(error.into()),
        },
    };
    Ok(Granted::Scopes { grant: id, client, resource, user, added })
}

/// After a crash: whether they are all in force, and which of them are ours.
pub(super) fn recovered(
    cx: &Cx<'_>,
    found: &Found,
    (api, user, scopes): (AppId, Option<UserId>, &[String]),
    note: Option<&serde_json::Value>,
) -> Option<Granted> {
    let principals = cx.outputs.service_principal.as_ref()?;
    let resource = *principals.resources.get(&api)?;
    let there = found.delegated.iter().find(|grant| grant.resource_id == resource && grant.is_for(user))?;
    let now = there.scopes();
    let Before { before } = serde_json::from_value(note?.clone()).ok()?;
    let added = scopes.iter().filter(|scope| !before.contains(scope)).cloned().collect();
    scopes.iter().all(|scope| now.contains(scope)).then(|| Granted::Scopes {
        grant: there.id.clone(),
        client: principals.own,
        resource,
        user,
        added,
    })
}

/// Takes back what was added; a grant with nothing left in it goes.
pub(crate) async fn take_back(
    client: ServicePrincipalId,
    grant: &GrantId,
    added: &[String],
    world: &World<Write>,
) -> Result<(), Problem> {
    let Some(there) = find(client, grant, &world.reading()).await? else { return Ok(()) };
    let left: Vec<String> = there.scopes().into_iter().filter(|scope| !added.contains(scope)).collect();
    if left.is_empty() {
        return Ok(world.graph.revoke_scopes(grant).await?);
    }
    Ok(world.graph.put_scopes(grant, &left).await?)
}

pub(crate) async fn gone(
    client: ServicePrincipalId,
    grant: &GrantId,
    added: &[String],
    world: &World<Read>,
) -> Result<bool, Problem> {
    let there = find(client, grant, world).await?;
    Ok(there.is_none_or(|there| !there.scopes().iter().any(|scope| added.contains(scope))))
}

async fn find(
    client: ServicePrincipalId,
    grant: &GrantId,
    world: &World<Read>,
) -> Result<Option<DelegatedGrant>, Problem> {
    match world.graph.delegated_grants(client).await {
        Ok(all) => Ok(all.into_iter().find(|there| there.id == *grant)),
        Err(error) if error.is_status(404) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

impl Found {
    /// The delegated permissions that are wanted.
    pub(super) fn delegated_wanted(&self) -> impl Iterator<Item = &ResolvedPermission> {
        self.wanted.iter().filter(|permission| permission.kind == PermissionType::Delegated)
    }
}
