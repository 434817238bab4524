//! Reads who is wanted, which policies there are, and who holds what.

use std::collections::BTreeMap;

use domain::{ChangeState, Diagnostic, UserId, UserRef};
use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use microsoft::graph::MeetingProbe;
use microsoft::teams::{AccessPolicy, PowerShellError, UserPolicy};
use microsoft::{Error, Mode, Read};

use super::asked::{Asked, Way};
use super::{Found, Held, HeldByGroup, Inventory, Person, Sight, group, many, same, tagged};
use crate::settle::FRESH;
use crate::step::Cx;
use crate::{Problem, World, diagnose, views};

/// Reads of Graph at the same time.
const AT_ONCE: usize = 8;

pub(super) async fn look(cx: &Cx<'_>, spec: &Asked, world: &World<Read>) -> Result<Found, Problem> {
    let also = apps(spec, world).await?;
    let (target, users, unknown) = match spec.way {
        Way::Users => {
            let wanted = cx.setup.answers.list(&spec.users);
            let resolved = if wanted.len() > many::MANY {
                many::resolve(&wanted, world).await?
            } else {
                resolve(&wanted, world).await?
            };
            (None, resolved.0, resolved.1)
        }
        Way::Members(id) => {
            let (found, people) = group::members(world, id).await?;
            (Some(found), people, Vec::new())
        }
        Way::Group(id) => (Some(group::members(world, id).await?.0), Vec::new(), Vec::new()),
        Way::NoGroup => (None, Vec::new(), Vec::new()),
    };
    let read = match spec.way {
        Way::Group(id) => {
            group::read(cx, spec, world, id).await.map(|(found, inventory)| (Some(found), Vec::new(), inventory))
        }
        _ if users.len() > many::MANY => {
            many::read(cx, spec, world, &users).await.map(|(people, all)| (target.clone(), people, all))
        }
        _ => read(cx, spec, world, &users).await.map(|(people, all)| (target.clone(), people, all)),
    };
    match read {
        Ok((group, people, inventory)) => Ok(Found { people, unknown, teams: Sight::Read(inventory), group, also }),
        Err(error @ Error::PowerShell(_)) if may_be_probed(cx) => {
            let problem = Problem::from(error);
            let mut why = diagnose::diagnostic(&problem, &views::known_args(cx.setup, cx.outputs));
            diagnose::name_people(&mut why, world).await;
            let asked = users.into_iter().take(many::MANY).collect();
            let found = probe(cx, world, asked, unknown, why).await?;
            Ok(Found { group: target, also, ..found })
        }
        Err(error) => Err(error.into()),
    }
}

/// Without PowerShell nobody can tell whether a change of ours that is still open was made: then its absence is an
/// error, not something to work around.
fn may_be_probed(cx: &Cx<'_>) -> bool {
    !cx.journal.iter().any(|entry| match entry.state {
        ChangeState::Intended => true,
        ChangeState::Made => entry.made_at.is_some_and(|at| cx.now.since(at) < FRESH),
        ChangeState::Seen | ChangeState::NotMade | ChangeState::Undone => false,
    })
}

/// The wanted users as the directory knows them, each once, and the entries that it does not know.
async fn resolve(wanted: &[&str], world: &World<Read>) -> Result<(Vec<UserRef>, Vec<String>), Problem> {
    let names: Vec<String> = wanted.iter().map(|name| name.trim().to_owned()).collect();
    let found: Vec<(String, Option<UserRef>)> = stream::iter(names)
        .map(|name| async move {
            let user = world.graph.user(&name).await?;
            Ok::<_, Error>((name, user.map(|details| details.user())))
        })
        .buffered(AT_ONCE)
        .try_collect()
        .await?;
    let mut users: Vec<UserRef> = Vec::new();
    let mut unknown = Vec::new();
    for (name, user) in found {
        match user {
            Some(user) if users.iter().any(|known| known.id == user.id) => {}
            Some(user) => users.push(user),
            None => unknown.push(name),
        }
    }
    Ok((users, unknown))
}

async fn read(
    cx: &Cx<'_>,
    spec: &Asked,
    world: &World<Read>,
    users: &[UserRef],
) -> Result<(Vec<Person>, Inventory), Error> {
    let teams = &world.teams;
    let policies = teams.policies().await?;
    let ours = policies.iter().find(|policy| same(&policy.identity, &spec.name));
    // Reading the holders goes through every user of the tenant: only where there can be any.
    let holders = match ours {
        Some(policy) => teams.holders(&policy.identity).await?,
        None => Vec::new(),
    };
    let groups = groups(world).await?;
    let mut inventory = Inventory { policies, holders, groups, tenant: None, others: BTreeMap::new() };
    let mut people = Vec::new();
    for user in users {
        let held = if inventory.holders.iter().any(|holder| holder.id == user.id) {
            let direct = Some(tagged(&spec.name));
            Held::Policies { direct, group: None, tenant: None }
        } else {
            held(world, user).await?
        };
        people.push(Person { user: user.clone(), held });
    }
    inventory.tenant = tenant_policy(cx, world, &people).await?;
    for identity in others(cx, spec, &inventory, &people) {
        let holders = teams.holders(&identity).await?;
        inventory.others.insert(identity, holders);
    }
    Ok((people, inventory))
}

/// Groups that hold an access policy.
pub(super) async fn groups<M: Mode>(world: &World<M>) -> Result<Vec<HeldByGroup>, Error> {
    let held = world.teams.group_assignments().await?;
    let one = |held: microsoft::teams::GroupAssignment| {
        Some(HeldByGroup { group: held.group_id, policy: held.policy_name?, rank: held.rank })
    };
    Ok(held.into_iter().filter_map(one).collect())
}

/// What the tenant knows of the apps that the policy names beside ours.
async fn apps(spec: &Asked, world: &World<Read>) -> Result<Vec<super::AlsoApp>, Problem> {
    let mut apps = Vec::new();
    for app in &spec.also {
        let facts = world.graph.app_facts(*app).await?;
        apps.push(super::AlsoApp { app: *app, facts });
    }
    Ok(apps)
}

/// What a user has.
async fn held(world: &World<Read>, user: &UserRef) -> Result<Held, Error> {
    match world.teams.user_policy(user.id).await {
        Ok(UserPolicy { direct, group, global, .. }) => Ok(Held::Policies { direct, group, tenant: global }),
        Err(error) if is_no_user(&error) => Ok(Held::NotInTeams),
        Err(error) => Err(error),
    }
}

/// Teams does not know the user. Its wording is not documented, its category is.
pub(super) fn is_no_user(error: &Error) -> bool {
    let Error::PowerShell(PowerShellError::Refused { category, text, .. }) = error else {
        return false;
    };
    category == "ObjectNotFound" || text.to_ascii_lowercase().contains("management object not found")
}

/// The policy granted to the whole tenant shows only beside those of a user: any user's will do.
async fn tenant_policy(cx: &Cx<'_>, world: &World<Read>, people: &[Person]) -> Result<Option<String>, Error> {
    let seen = people.iter().find_map(|person| match &person.held {
        Held::Policies { tenant: Some(tenant), .. } => Some(tenant.clone()),
        _ => None,
    });
    let asked = people.iter().any(|person| {
        matches!(&person.held, Held::Policies { direct, group, tenant } if direct.is_none() || group.is_some() || tenant.is_some())
    });
    if seen.is_some() || asked {
        return Ok(seen);
    }
    let account = cx.outputs.session.as_ref().map(|session| session.account.id);
    let Some(user) = people.first().map(|person| person.user.id).or(account) else {
        return Ok(None);
    };
    tenant_of(world, user).await
}

/// The tenant's policy, as it shows beside those of that user.
pub(super) async fn tenant_of(world: &World<Read>, user: UserId) -> Result<Option<String>, Error> {
    match world.teams.user_policy(user).await {
        Ok(policy) => Ok(policy.global),
        Err(error) if is_no_user(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Policies beside ours whose holders matter: those that name our app, and those that a wanted user has.
pub(super) fn others(cx: &Cx<'_>, spec: &Asked, inventory: &Inventory, people: &[Person]) -> Vec<String> {
    let app = cx.outputs.app.as_ref().map(|app| app.app_id);
    let names_us = |policy: &AccessPolicy| app.is_some_and(|app| policy.app_ids.contains(&app));
    let is_held = |policy: &AccessPolicy| {
        people.iter().any(|person| match &person.held {
            Held::Policies { direct, group, .. } => {
                [direct, group].into_iter().flatten().any(|held| same(held, &policy.identity))
            }
            Held::NotInTeams | Held::Probe(_) => false,
        })
    };
    inventory
        .policies
        .iter()
        .filter(|policy| !same(&policy.identity, &spec.name) && !super::is_global(&policy.identity))
        .filter(|policy| names_us(policy) || is_held(policy))
        .map(|policy| policy.identity.clone())
        .collect()
}

/// Asks Graph as the app, where that is possible already.
async fn probe(
    cx: &Cx<'_>,
    world: &World<Read>,
    users: Vec<UserRef>,
    unknown: Vec<String>,
    why: Diagnostic,
) -> Result<Found, Problem> {
    let graph =
        cx.credential().filter(|_| cx.outputs.grants.is_some()).map(|credential| world.graph_as_app(credential));
    let people = stream::iter(users)
        .map(|user| {
            let graph = graph.clone();
            async move {
                let allowed = match graph {
                    Some(graph) => graph.probe_meetings(user.id).await.ok().map(|probe| probe == MeetingProbe::Allowed),
                    None => None,
                };
                Person { user, held: Held::Probe(allowed) }
            }
        })
        .buffered(AT_ONCE)
        .collect()
        .await;
    Ok(Found { people, unknown, teams: Sight::Probed(Box::new(why)), group: None, also: Vec::new() })
}
