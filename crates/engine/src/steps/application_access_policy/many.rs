//! Lists of thousands: read in whole, changed in parts of fifty, each of which is one row of the journal.
//!
//! A part is bounded so that whatever ends the process in it is looked up by one reading of the tenant, and small enough
//! that little has to be. Parts are cut by the place in the list, so that what is left of a part that was approved is
//! still a part of it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use domain::{GroupId, QuestionId, TokenError, UserId, UserRef};
use microsoft::graph::Member;
use microsoft::teams::Teams;
use microsoft::{Error, Read, Write};

use super::asked::Asked;
use super::make::{changed, is_there, same_option};
use super::{Change, Done, Found, Held, HeldByGroup, Inventory, Person, Receipt, Sight, bare, same};
use crate::step::{Cx, Intent};
use crate::{Problem, World};

/// Lists longer than this are read in whole and changed in parts.
pub(super) const MANY: usize = 25;
/// People in one change.
const PART: usize = 50;
/// So long what was read of the whole tenant is good enough to look at before a change. Somebody else's change in
/// between is found by the next look; a call for each user would find it sooner and take twice as long.
const RECENT: Duration = Duration::from_secs(10 * 60);

/// Decision how many users are assigned.
pub(super) const ASSIGN_BY: &str = "assign_by";
/// In one request for a part, where this tenant's Graph does that for access policies.
pub(super) const GRAPH: &str = "graph";
/// One cmdlet after the other.
pub(super) const POWERSHELL: &str = "powershell";

pub(super) fn by_graph(cx: &Cx<'_>) -> bool {
    cx.setup.answers.text(&QuestionId::from(ASSIGN_BY)) == Some(GRAPH)
}

/// The wanted users as the directory knows them, each once, and the entries that it does not know.
pub(super) async fn resolve(wanted: &[&str], world: &World<Read>) -> Result<(Vec<UserRef>, Vec<String>), Problem> {
    let names: Vec<String> = wanted.iter().map(|name| name.trim().to_lowercase()).collect();
    let found = world.graph.users_named(&names).await?;
    let mut by_name: HashMap<String, &UserRef> = HashMap::with_capacity(found.len() * 2);
    for user in &found {
        by_name.insert(user.upn.to_lowercase(), user);
        by_name.insert(user.id.to_string(), user);
    }
    let mut seen = HashSet::with_capacity(names.len());
    let (mut users, mut unknown) = (Vec::new(), Vec::new());
    for name in &names {
        match by_name.get(name) {
            Some(user) if seen.insert(user.id) => users.push((*user).clone()),
            Some(_) => {}
            None => unknown.push(name.clone()),
        }
    }
    Ok((users, unknown))
}

/// The policies, and who of many holds what: by one reading of all users, and the members of the groups that hold one.
pub(super) async fn read(
    cx: &Cx<'_>,
    spec: &Asked,
    world: &World<Read>,
    users: &[UserRef],
) -> Result<(Vec<Person>, Inventory), Error> {
    let policies = world.teams.policies().await?;
    let holdings = world.teams.holdings().await?;
    let groups = super::look::groups(world).await?;
    let through = through_groups(world, &groups).await?;
    let mut others: BTreeMap<String, Vec<UserRef>> = BTreeMap::new();
    let mut holders = Vec::new();
    for (user, policy) in holdings.held() {
        if same(policy, &spec.name) {
            holders.push(user.clone());
        } else {
            others.entry(policy.to_owned()).or_default().push(user.clone());
        }
    }
    holders.sort_by(|a, b| a.upn.cmp(&b.upn));
    let probed = users.iter().map(|user| user.id).find(|id| holdings.knows(*id));
    let account = cx.outputs.session.as_ref().map(|session| session.account.id);
    let tenant = match probed.or(account) {
        Some(user) => super::look::tenant_of(world, user).await?,
        None => None,
    };
    let person = |user: &UserRef| Person {
        user: user.clone(),
        held: if holdings.knows(user.id) {
            Held::Policies {
                direct: holdings.direct(user.id).map(ToOwned::to_owned),
                group: through.get(&user.id).cloned(),
                tenant: tenant.clone(),
            }
        } else {
            Held::NotInTeams
        },
    };
    let people: Vec<Person> = users.iter().map(person).collect();
    let mut inventory = Inventory { policies, holders, groups, tenant, others: BTreeMap::new() };
    for identity in super::look::others(cx, spec, &inventory, &people) {
        let mut held = others.iter().filter(|(policy, _)| same(policy, &identity)).flat_map(|(_, users)| users.clone());
        let held: Vec<UserRef> = held.by_ref().collect();
        inventory.others.insert(identity, held);
    }
    Ok((people, inventory))
}

/// The policy of the strongest group of each direct member. Only direct members count.
async fn through_groups(world: &World<Read>, groups: &[HeldByGroup]) -> Result<HashMap<UserId, String>, Error> {
    let mut sorted: Vec<&HeldByGroup> = groups.iter().collect();
    sorted.sort_by_key(|held| held.rank);
    let mut through = HashMap::new();
    for held in sorted {
        for member in world.graph.members(held.group).await?.unwrap_or_default() {
            if let Member::User(user) = member {
                through.entry(user.id).or_insert_with(|| held.policy.clone());
            }
        }
    }
    Ok(through)
}

/// A user who is to be granted the policy, at a place in the list.
pub(super) struct Wish<'a> {
    pub place: usize,
    pub user: &'a UserRef,
    pub replaces: Option<String>,
    pub hides: Option<String>,
}

/// The grants for many. Those that were accepted and cannot be read yet stand as they were made: they are pending.
pub(super) fn grants(cx: &Cx<'_>, identity: &str, wishes: Vec<Wish<'_>>) -> Vec<Change> {
    let mut open: BTreeMap<usize, Wish<'_>> = wishes.into_iter().map(|wish| (wish.place, wish)).collect();
    let places: HashMap<UserId, usize> = open.values().map(|wish| (wish.user.id, wish.place)).collect();
    let mut changes = Vec::new();
    for entry in cx.journal.iter().filter(|entry| cx.is_pending(entry)) {
        let receipt = entry.receipt.clone().and_then(|receipt| serde_json::from_value::<Receipt>(receipt).ok());
        let mine: Vec<usize> =
            receipt.flatten().iter().flat_map(granted_by).filter_map(|id| places.get(&id).copied()).collect();
        let waiting = mine.into_iter().filter(|place| open.remove(place).is_some()).count();
        if waiting > 0
            && let Ok(change) = serde_json::from_value(entry.planned.change.clone())
        {
            changes.push(change);
        }
    }
    let mut parts: BTreeMap<(usize, Option<String>, Option<String>), Vec<UserRef>> = BTreeMap::new();
    for wish in open.into_values() {
        parts.entry((wish.place / PART, wish.replaces, wish.hides)).or_default().push(wish.user.clone());
    }
    changes.extend(parts.into_iter().map(|((_, replaces, hides), users)| Change::GrantMany {
        users,
        identity: identity.to_owned(),
        replaces,
        hides,
    }));
    changes
}

/// Users whom a receipt names.
pub(super) fn granted_by(done: &Done) -> Vec<UserId> {
    match done {
        Done::Granted { user, .. } => vec![user.id],
        Done::GrantedMany { users, .. } => users.iter().map(|user| user.id).collect(),
        _ => Vec::new(),
    }
}

/// One part of the list.
pub(super) struct Part<'a> {
    pub users: &'a [UserRef],
    pub identity: &'a str,
    pub replaces: Option<&'a str>,
}

pub(super) async fn apply(
    cx: &Cx<'_>,
    part: &Part<'_>,
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Receipt, Problem> {
    let teams = &world.teams;
    // What was sent before and not answered is only seen by looking again.
    let holdings = if intent.retried { teams.holdings().await? } else { teams.holdings_within(RECENT).await? };
    let (mut there, mut missing, mut other) = (Vec::new(), Vec::new(), 0);
    for user in part.users {
        match holdings.direct(user.id) {
            Some(now) if same(now, part.identity) => there.push(user),
            now if same_option(now, part.replaces) => missing.push(user),
            _ => other += 1,
        }
    }
    let before = part.users.len() - missing.len();
    let (granted, problem) = give(cx, world, &missing, Some(part.identity), &|done| intent.done(before + done)).await;
    let (ours, found) = if intent.retried { (there, Vec::new()) } else { (Vec::new(), there) };
    let users: Vec<UserRef> = ours.into_iter().chain(missing.into_iter().take(granted)).cloned().collect();
    match problem {
        // What was done is noted first; the rest is tried again, and then it is the first that fails.
        Some(problem) if users.is_empty() => return Err(problem.into()),
        None if users.is_empty() && other > 0 => return Err(changed(cx)),
        _ => {}
    }
    let (identity, replaces) = (part.identity.to_owned(), part.replaces.map(ToOwned::to_owned));
    let there = found.into_iter().map(|user| user.id).collect();
    Ok((!users.is_empty()).then_some(Done::GrantedMany { users, identity, before: replaces, there }))
}

/// Gives these users a policy, or takes theirs away; tells how many got it, and what went wrong then.
async fn give(
    cx: &Cx<'_>,
    world: &World<Write>,
    users: &[&UserRef],
    policy: Option<&str>,
    progress: &(dyn Fn(usize) + Send + Sync),
) -> (usize, Option<Error>) {
    if by_graph(cx) && !users.is_empty() {
        match give_by_graph(world, users, policy).await {
            Ok(true) => {
                progress(users.len());
                return (users.len(), None);
            }
            Ok(false) => {}
            Err(error) => return (0, Some(error)),
        }
    }
    for (done, user) in users.iter().enumerate() {
        progress(done);
        if let Err(error) = world.teams.grant(user.id, policy).await {
            return (done, Some(error));
        }
    }
    progress(users.len());
    (users.len(), None)
}

/// In one request, where Graph knows the policy. Tells whether it was done: a refusal says that it was not, for nobody.
async fn give_by_graph(world: &World<Write>, users: &[&UserRef], policy: Option<&str>) -> Result<bool, Error> {
    let id = match policy {
        None => None,
        Some(policy) => match world.graph.access_policy_id(bare(policy)).await {
            Ok(Some(id)) => Some(id),
            Ok(None) | Err(Error::Token(TokenError::MoreScopes(_))) => return Ok(false),
            Err(error) => return Err(error),
        },
    };
    let users: Vec<UserId> = users.iter().map(|user| user.id).collect();
    world.teams.granted();
    match world.graph.assign_access_policy(&users, id.as_deref()).await {
        Ok(()) => Ok(true),
        Err(Error::Token(TokenError::MoreScopes(_))) => Ok(false),
        Err(error) if error.refusal().is_some_and(|no| no.status < 500 && no.status != 429) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Who of a part holds the policy now, after a crash or a lost answer.
pub(super) fn recover(found: &Found, inventory: &Inventory, part: &Part<'_>) -> Option<Done> {
    let holders: HashSet<UserId> = inventory.holders.iter().map(|holder| holder.id).collect();
    let direct = |person: &Person| matches!(&person.held, Held::Policies { direct: Some(direct), .. } if same(direct, part.identity));
    let served: HashSet<UserId> =
        found.people.iter().filter(|person| direct(person)).map(|person| person.user.id).collect();
    let holds = |user: &&UserRef| holders.contains(&user.id) || served.contains(&user.id);
    let users: Vec<UserRef> = part.users.iter().filter(holds).cloned().collect();
    let (identity, before) = (part.identity.to_owned(), part.replaces.map(ToOwned::to_owned));
    (!users.is_empty()).then_some(Done::GrantedMany { users, identity, before, there: Vec::new() })
}

/// What a receipt leaves of its part.
pub(super) fn rest(change: &Change, done: &Done) -> Option<Change> {
    let Change::GrantMany { users, identity, replaces, hides } = change else { return None };
    let Done::GrantedMany { users: granted, there, .. } = done else { return None };
    let done: HashSet<UserId> = granted.iter().map(|user| user.id).chain(there.iter().copied()).collect();
    let users: Vec<UserRef> = users.iter().filter(|user| !done.contains(&user.id)).cloned().collect();
    let (identity, replaces, hides) = (identity.clone(), replaces.clone(), hides.clone());
    (!users.is_empty()).then_some(Change::GrantMany { users, identity, replaces, hides })
}

/// Whether the yes to one part covers what is left of it.
pub(super) fn covers(approved: &Change, change: &Change) -> bool {
    let parts = |change: &Change| match change {
        Change::GrantMany { users, identity, replaces, hides } => Some((
            users.iter().map(|user| user.id).collect::<HashSet<_>>(),
            (identity.clone(), replaces.clone(), hides.clone()),
        )),
        _ => None,
    };
    let (Some((all, what)), Some((some, same))) = (parts(approved), parts(change)) else { return false };
    what == same && some.is_subset(&all)
}

/// Gives back what everybody of a part had, where the policy is still ours.
pub(super) async fn undo(cx: &Cx<'_>, part: &Part<'_>, world: &World<Write>) -> Result<(), Problem> {
    let teams = &world.teams;
    // Read after the last of our grants.
    let holdings = match cx.made_at() {
        Some(made) if cx.now.since(made) < RECENT => teams.holdings_after(made).await?,
        _ => teams.holdings_within(RECENT).await?,
    };
    let held = |user: &&UserRef| holdings.direct(user.id).is_some_and(|now| same(now, part.identity));
    let users: Vec<&UserRef> = part.users.iter().filter(held).collect();
    if users.is_empty() {
        return Ok(());
    }
    let before = is_there(teams, part.replaces).await?;
    match give(cx, world, &users, before.as_deref(), &|_| {}).await.1 {
        Some(problem) => Err(problem.into()),
        None => Ok(()),
    }
}

/// Whether nobody of a part holds it any more, by a reading after the last change.
pub(super) async fn gone(
    users: &[UserRef],
    identity: &str,
    teams: &Teams<Read>,
    pause: Duration,
) -> Result<bool, Error> {
    let holdings = teams.holdings_of_now(pause).await?;
    Ok(!users.iter().any(|user| holdings.direct(user.id).is_some_and(|now| same(now, identity))))
}

/// Groups that hold a policy of ours, by a fresh look.
pub(super) fn group_holds(found: &Found, group: GroupId, identity: &str) -> bool {
    matches!(&found.teams, Sight::Read(inventory)
        if inventory.groups.iter().any(|held| held.group == group && same(&held.policy, identity)))
}
