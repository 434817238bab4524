//! The policy for a group: whoever is a direct member holds it, also who joins later. Its limits are Microsoft's: direct
//! members only, at most 64 groups for a type of policies, up to a day for a large group, and a policy that was granted
//! to a member directly counts before it. <https://learn.microsoft.com/microsoftteams/assign-policies-users-and-groups>

use domain::{GroupId, UserRef};
use microsoft::graph::Member;
use microsoft::teams::PolicySource;
use microsoft::{Error, Mode, Read, Write};
use serde::{Deserialize, Serialize};

use super::asked::Asked;
use super::make::{changed, is_there, same_option};
use super::plan::{EXTEND, Fate, LEAVE, MOVE, Other};
use super::{Change, Done, HeldByGroup, Inventory, Receipt, many, same};
use crate::step::Cx;
use crate::{Problem, World};

/// Groups that a type of policies can be assigned to.
pub(super) const MOST: usize = 64;

/// A group, as it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Found {
    pub id: GroupId,
    /// `None`: the directory has no such group.
    pub name: Option<String>,
    /// Direct members who are people, how many.
    pub people: usize,
    /// Names of groups in it: their members are not reached.
    pub nested: Vec<String>,
    /// Members who hold another policy directly: the group's does not count for them.
    pub elsewhere: Vec<UserRef>,
    /// Some of the people, for whoever needs an example.
    pub some: Vec<UserRef>,
}

/// How many people are named as examples.
const SOME: usize = 100;

/// The group, and its direct members who are people.
pub(super) async fn members(world: &World<Read>, id: GroupId) -> Result<(Found, Vec<UserRef>), Error> {
    let none = Found { id, name: None, people: 0, nested: Vec::new(), elsewhere: Vec::new(), some: Vec::new() };
    let Some(group) = world.graph.group(id).await? else {
        return Ok((none, Vec::new()));
    };
    let name = Some(group.display_name.unwrap_or_else(|| id.to_string()));
    let (mut people, mut nested) = (Vec::new(), Vec::new());
    for member in world.graph.members(id).await?.unwrap_or_default() {
        match member {
            Member::User(user) => people.push(user),
            Member::Group(inner) => nested.push(inner.display_name.unwrap_or_else(|| inner.id.to_string())),
            Member::Other => {}
        }
    }
    let some = people.iter().take(SOME).cloned().collect();
    Ok((Found { name, people: people.len(), nested, some, ..none }, people))
}

/// The policies, what the group holds, and which of its members hold another directly.
pub(super) async fn read(
    cx: &Cx<'_>,
    spec: &Asked,
    world: &World<Read>,
    id: GroupId,
) -> Result<(Found, Inventory), Error> {
    let (mut found, people) = members(world, id).await?;
    let (_, inventory) = many::read(cx, spec, world, &[]).await?;
    let holdings = world.teams.holdings_of_now(std::time::Duration::from_secs(60)).await?;
    let elsewhere = |user: &UserRef| holdings.direct(user.id).is_some_and(|policy| !same(policy, &spec.name));
    found.elsewhere = people.into_iter().filter(elsewhere).collect();
    Ok((found, inventory))
}

/// What becomes of the group.
pub(super) fn fate(cx: &Cx<'_>, spec: &Asked, group: &Found, inventory: &Inventory) -> Fate {
    let Some(held) = of(inventory, group.id) else {
        return Fate::Grant;
    };
    let app = cx.outputs.app.as_ref().map(|app| app.app_id);
    let Some(policy) = inventory.policy(&held.policy) else {
        return Fate::Grant;
    };
    if app.is_some_and(|app| policy.app_ids.contains(&app)) {
        return Fate::Served { by: policy.identity.clone(), source: PolicySource::Group };
    }
    if same(&policy.identity, &spec.name) {
        return Fate::Ours;
    }
    let other = Other { policy: policy.clone(), source: PolicySource::Group };
    match super::plan::general_choice(cx) {
        Some(MOVE) => Fate::Move(other),
        Some(EXTEND) => Fate::Extend(other),
        Some(LEAVE) => Fate::Left(other),
        _ => Fate::Open(other),
    }
}

fn of(inventory: &Inventory, group: GroupId) -> Option<&HeldByGroup> {
    inventory.groups.iter().find(|held| held.group == group)
}

/// Whether no group can be added any more.
pub(super) fn is_full(group: &Found, inventory: &Inventory) -> bool {
    of(inventory, group.id).is_none() && inventory.groups.len() >= MOST
}

/// The grant to the group: at the end, so that the ranks of the others stay; in its own place where it had one.
pub(super) fn grant(group: &Found, identity: &str, inventory: &Inventory) -> Change {
    let held = of(inventory, group.id);
    let last = inventory.groups.iter().map(|held| held.rank).max().unwrap_or(0);
    Change::GrantGroup {
        group: group.id,
        name: group.name.clone().unwrap_or_default(),
        identity: identity.to_owned(),
        rank: held.map_or(last + 1, |held| held.rank),
        replaces: held.map(|held| held.policy.clone()),
    }
}

/// The group, the policy, its rank, and what the group had.
pub(super) struct Grant<'a> {
    pub group: GroupId,
    pub name: &'a str,
    pub identity: &'a str,
    pub rank: u32,
    pub replaces: Option<&'a str>,
}

async fn held<M: Mode>(world: &World<M>, group: GroupId) -> Result<Option<HeldByGroup>, Error> {
    Ok(super::look::groups(world).await?.into_iter().find(|held| held.group == group))
}

pub(super) async fn apply(
    cx: &Cx<'_>,
    grant: &Grant<'_>,
    world: &World<Write>,
    retried: bool,
) -> Result<Receipt, Problem> {
    let now = held(world, grant.group).await?.map(|held| held.policy);
    let done = Done::GrantedGroup {
        group: grant.group,
        name: grant.name.to_owned(),
        identity: grant.identity.to_owned(),
        rank: grant.rank,
        before: grant.replaces.map(ToOwned::to_owned),
    };
    if now.as_deref().is_some_and(|now| same(now, grant.identity)) {
        return Ok(retried.then_some(done));
    }
    if !same_option(now.as_deref(), grant.replaces) {
        return Err(changed(cx));
    }
    world.teams.grant_to_group(grant.group, Some(grant.identity), Some(grant.rank)).await?;
    Ok(Some(done))
}

/// Takes ours from the group, or gives back what it had at its place; only while ours is there.
pub(super) async fn undo(grant: &Grant<'_>, world: &World<Write>) -> Result<(), Problem> {
    if !holds(world, grant.group, grant.identity).await? {
        return Ok(());
    }
    let before = is_there(&world.teams, grant.replaces).await?;
    let rank = before.is_some().then_some(grant.rank);
    Ok(world.teams.grant_to_group(grant.group, before.as_deref(), rank).await?)
}

pub(super) async fn holds<M: Mode>(world: &World<M>, group: GroupId, identity: &str) -> Result<bool, Error> {
    Ok(held(world, group).await?.is_some_and(|held| same(&held.policy, identity)))
}
