//! Delegated permissions: one grant of a client for an API holds all its scopes, for everybody or for one user, and is
//! written whole. What others were granted in it stays.

use domain::{GrantId, ServicePrincipalId, UserId};
use microsoft::graph::DelegatedGrant;
use microsoft::{Mode, Write};

use crate::{Problem, World};

/// Delegated scopes that writing a grant needs. The grant permission alone is refused: the principals must be readable too.
pub(super) const WRITE: &[&str] = &["DelegatedPermissionGrant.ReadWrite.All", "Directory.Read.All"];

/// Where a permission is granted: there is one grant for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The client's enterprise app.
    pub(super) client: ServicePrincipalId,
    /// The API's.
    pub(super) resource: ServicePrincipalId,
    /// For one user; for everybody without.
    pub(super) user: Option<UserId>,
}

impl Place {
    /// The grant at this place among those of the client.
    pub(super) fn of<'a>(&self, all: &'a [DelegatedGrant]) -> Option<&'a DelegatedGrant> {
        all.iter().find(|grant| grant.resource_id == self.resource && grant.is_for(self.user))
    }

    /// The grant at this place, as it stands.
    pub(super) async fn standing<M: Mode>(&self, world: &World<M>) -> Result<Option<DelegatedGrant>, Problem> {
        Ok(self.of(&world.graph.delegated_grants(self.client).await?).cloned())
    }
}

/// What was put into a grant.
pub(super) struct Added {
    /// The grant.
    pub(super) grant: GrantId,
    /// Those that did not stand in it before.
    pub(super) scopes: Vec<String>,
}

/// Adds scopes to the grant, or makes it. `before`: what stood in it, from a note of an earlier try; where there is none,
/// `note` makes it durable before anything is sent.
pub(super) async fn add(
    place: Place,
    scopes: &[String],
    world: &World<Write>,
    before: Option<Vec<String>>,
    note: impl FnOnce(&[String]) -> Result<(), Problem> + Send,
) -> Result<Added, Problem> {
    let there = place.standing(world).await?;
    let now = there.as_ref().map(DelegatedGrant::scopes).unwrap_or_default();
    let before = match before {
        Some(before) => before,
        None => {
            note(&now)?;
            now.clone()
        }
    };
    let mut all = now.clone();
    all.extend(scopes.iter().filter(|scope| !now.contains(scope)).cloned());
    let grant = match there {
        Some(there) if all == now => there.id,
        Some(there) => {
            world.graph.put_scopes(&there.id, &all).await?;
            there.id
        }
        None => match world.graph.grant_scopes(place.client, place.resource, place.user, &all).await {
            Ok(made) => made.id,
            // Made meanwhile, by a try whose answer was lost or by somebody else: the next look says what stands in it.
            Err(error) if error.is_status(409) => return Err(Problem::NotVisible),
            Err(error) => return Err(error.into()),
        },
    };
    Ok(Added { grant, scopes: ours(scopes, &before) })
}

/// Of wanted scopes those that did not stand there before.
pub(super) fn ours(scopes: &[String], before: &[String]) -> Vec<String> {
    scopes.iter().filter(|scope| !before.contains(scope)).cloned().collect()
}

/// Takes back what was added.
pub(super) async fn take_back(
    client: ServicePrincipalId,
    grant: &GrantId,
    added: &[String],
    world: &World<Write>,
) -> Result<(), Problem> {
    match find(client, grant, world).await? {
        Some(there) => take_out(&there, added, world).await.map(drop),
        None => Ok(()),
    }
}

/// Takes scopes out of a grant; with nothing left in it, it goes. Whether the replica that was asked knew it.
pub(super) async fn take_out(there: &DelegatedGrant, scopes: &[String], world: &World<Write>) -> Result<bool, Problem> {
    let left: Vec<String> = there.scopes().into_iter().filter(|scope| !scopes.contains(scope)).collect();
    if left.is_empty() {
        return Ok(world.graph.revoke_scopes(&there.id).await?);
    }
    world.graph.put_scopes(&there.id, &left).await?;
    Ok(true)
}

/// Whether nothing of what was added is in force.
pub(super) async fn gone<M: Mode>(
    client: ServicePrincipalId,
    grant: &GrantId,
    added: &[String],
    world: &World<M>,
) -> Result<bool, Problem> {
    let there = find(client, grant, world).await?;
    Ok(there.is_none_or(|there| !there.scopes().iter().any(|scope| added.contains(scope))))
}

async fn find<M: Mode>(
    client: ServicePrincipalId,
    grant: &GrantId,
    world: &World<M>,
) -> Result<Option<DelegatedGrant>, Problem> {
    match world.graph.delegated_grants(client).await {
        Ok(all) => Ok(all.into_iter().find(|there| there.id == *grant)),
        Err(error) if error.is_status(404) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
