//! Making the changes, finding them again, and taking them back. Each looks before it writes.

use std::collections::HashSet;

use domain::{AppId, Field, Known, UserId, UserRef};
use microsoft::teams::{AccessPolicy, PowerShellError, Teams};
use microsoft::{Error, Mode, Read, Write};

use super::group::Grant;
use super::look::is_no_user;
use super::many::Part;
use super::{Change, Done, Found, Held, Inventory, Receipt, Sight, bare, group, many, same};
use crate::diagnose;
use crate::step::{Cx, Intent};
use crate::{Problem, World};

pub(super) async fn apply(
    cx: &Cx<'_>,
    change: &Change,
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Receipt, Problem> {
    let teams = &world.teams;
    let retried = intent.retried;
    match change {
        Change::Create { identity, app, also, description } => {
            let app = app_of(cx, *app)?;
            match policy(teams, identity).await? {
                None => teams.create_policy(bare(identity), &all_apps(app, also), description).await?,
                Some(policy) if !policy.app_ids.contains(&app) => return Err(changed(cx)),
                // There already: ours if an earlier try of this change may have made it.
                Some(_) if !retried => return Ok(None),
                Some(_) => {}
            }
            Ok(Some(Done::Created { identity: identity.clone(), app, also: also.clone() }))
        }
        Change::AddApp { identity, app, .. } => add(cx, teams, identity, &[app_of(cx, *app)?], retried).await,
        Change::CopyApps { to: identity, apps, .. } | Change::AddAlso { identity, apps, .. } => {
            add(cx, teams, identity, apps, retried).await
        }
        Change::Grant { user, identity, replaces, .. } => {
            let now = teams.user_policy(user.id).await?.direct;
            let before = replaces.clone();
            if now.as_deref().is_some_and(|now| same(now, identity)) {
                return Ok(retried.then(|| Done::Granted { user: user.clone(), identity: identity.clone(), before }));
            }
            if !same_option(now.as_deref(), replaces.as_deref()) {
                return Err(changed(cx));
            }
            teams.grant(user.id, Some(identity)).await?;
            Ok(Some(Done::Granted { user: user.clone(), identity: identity.clone(), before }))
        }
        Change::GrantMany { .. } | Change::GrantGroup { .. } => match (part_of(change), grant_of(change)) {
            (Some(part), _) => many::apply(cx, &part, world, intent).await,
            (_, Some(grant)) => group::apply(cx, &grant, world, retried).await,
            (None, None) => Ok(None),
        },
        Change::GrantTenant { identity, replaces } => {
            let now = tenant(cx, teams).await?;
            if now.as_deref().is_some_and(|now| same(now, identity)) {
                let done = Done::GrantedTenant { identity: identity.clone(), before: replaces.clone() };
                return Ok(retried.then_some(done));
            }
            if !same_option(now.as_deref(), replaces.as_deref()) {
                return Err(changed(cx));
            }
            teams.grant_to_tenant(Some(identity)).await?;
            Ok(Some(Done::GrantedTenant { identity: identity.clone(), before: replaces.clone() }))
        }
    }
}

fn part_of(change: &Change) -> Option<Part<'_>> {
    match change {
        Change::GrantMany { users, identity, replaces, .. } => {
            Some(Part { users, identity, replaces: replaces.as_deref() })
        }
        _ => None,
    }
}

fn grant_of(change: &Change) -> Option<Grant<'_>> {
    match change {
        Change::GrantGroup { group, name, identity, rank, replaces } => {
            Some(Grant { group: *group, name, identity, rank: *rank, replaces: replaces.as_deref() })
        }
        _ => None,
    }
}

fn all_apps(app: AppId, also: &[AppId]) -> Vec<AppId> {
    std::iter::once(app).chain(also.iter().copied()).collect()
}

/// The tenant is another one than the plan was made for.
pub(super) fn changed(cx: &Cx<'_>) -> Problem {
    diagnose::plan_changed(Some(&cx.item.id)).into()
}

fn app_of(cx: &Cx<'_>, app: Known<AppId>) -> Result<AppId, Problem> {
    let known = app.now().copied().or_else(|| cx.outputs.app.as_ref().map(|app| app.app_id));
    known.ok_or(Problem::Missing(Field::App))
}

async fn policy<M: Mode>(teams: &Teams<M>, identity: &str) -> Result<Option<AccessPolicy>, Error> {
    Ok(teams.policies().await?.into_iter().find(|policy| same(&policy.identity, identity)))
}

async fn add(
    cx: &Cx<'_>,
    teams: &Teams<Write>,
    identity: &str,
    apps: &[AppId],
    retried: bool,
) -> Result<Receipt, Problem> {
    let Some(there) = policy(teams, identity).await? else {
        return Err(changed(cx));
    };
    let missing: Vec<AppId> = apps.iter().copied().filter(|app| !there.app_ids.contains(app)).collect();
    if !missing.is_empty() {
        teams.add_apps(identity, &missing).await?;
    }
    let ours = if retried { apps.to_vec() } else { missing };
    Ok((!ours.is_empty()).then(|| Done::Added { identity: identity.to_owned(), apps: ours }))
}

pub(super) fn same_option(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => same(a, b),
        (None, None) => true,
        _ => false,
    }
}

/// Whether a fresh look shows that the change was made. Without PowerShell nobody knows: then there was no look.
pub(super) fn recover(cx: &Cx<'_>, found: &Found, change: &Change) -> Option<Done> {
    let Sight::Read(inventory) = &found.teams else {
        return None;
    };
    let holds = |identity: &str, apps: &[AppId]| {
        inventory.policy(identity).is_some_and(|policy| apps.iter().all(|app| policy.app_ids.contains(app)))
    };
    match change {
        Change::Create { identity, app, also, .. } => {
            let app = app_of(cx, *app).ok()?;
            let done = Done::Created { identity: identity.clone(), app, also: also.clone() };
            holds(identity, &all_apps(app, also)).then_some(done)
        }
        Change::AddApp { identity, app, .. } => {
            let app = app_of(cx, *app).ok()?;
            holds(identity, &[app]).then(|| Done::Added { identity: identity.clone(), apps: vec![app] })
        }
        Change::CopyApps { to: identity, apps, .. } | Change::AddAlso { identity, apps, .. } => {
            holds(identity, apps).then(|| Done::Added { identity: identity.clone(), apps: apps.clone() })
        }
        Change::Grant { user, identity, replaces, .. } => is_granted(found, inventory, user.id, identity)
            .then(|| Done::Granted { user: user.clone(), identity: identity.clone(), before: replaces.clone() }),
        Change::GrantMany { .. } => many::recover(found, inventory, &part_of(change)?),
        Change::GrantGroup { group, name, identity, rank, replaces } => {
            let (name, identity, before) = (name.clone(), identity.clone(), replaces.clone());
            let done = Done::GrantedGroup { group: *group, name, identity: identity.clone(), rank: *rank, before };
            many::group_holds(found, *group, &identity).then_some(done)
        }
        Change::GrantTenant { identity, replaces } => inventory
            .tenant
            .as_deref()
            .is_some_and(|tenant| same(tenant, identity))
            .then(|| Done::GrantedTenant { identity: identity.clone(), before: replaces.clone() }),
    }
}

fn is_granted(found: &Found, inventory: &Inventory, user: UserId, identity: &str) -> bool {
    inventory.holders.iter().any(|holder| holder.id == user)
        || found.people.iter().any(|person| {
            person.user.id == user
                && matches!(&person.held, Held::Policies { direct: Some(direct), .. } if same(direct, identity))
        })
}

/// Takes back what the receipt says, and only where it still stands.
pub(super) async fn undo(cx: &Cx<'_>, done: &Done, world: &World<Write>) -> Result<(), Problem> {
    let teams = &world.teams;
    match done {
        Done::Granted { user, identity, before } => {
            if !holds(teams, user, identity).await? {
                return Ok(());
            }
            teams.grant(user.id, is_there(teams, before.as_deref()).await?.as_deref()).await?;
        }
        Done::GrantedTenant { identity, before } => {
            if tenant(cx, teams).await?.is_some_and(|now| same(&now, identity)) {
                teams.grant_to_tenant(is_there(teams, before.as_deref()).await?.as_deref()).await?;
            }
        }
        Done::Added { identity, apps } => remove_apps(teams, identity, apps).await?,
        Done::GrantedMany { users, identity, before, .. } => {
            return many::undo(cx, &Part { users, identity, replaces: before.as_deref() }, world).await;
        }
        Done::GrantedGroup { group, name, identity, rank, before } => {
            let grant = Grant { group: *group, name, identity, rank: *rank, replaces: before.as_deref() };
            return group::undo(&grant, world).await;
        }
        Done::Created { identity, app, also } => remove_policy(cx, teams, identity, &all_apps(*app, also)).await?,
    }
    Ok(())
}

/// A policy to give back may have been deleted since; then the user has none of their own.
pub(super) async fn is_there(teams: &Teams<Write>, before: Option<&str>) -> Result<Option<String>, Error> {
    match before {
        Some(before) => Ok(policy(teams, before).await?.map(|policy| policy.identity)),
        None => Ok(None),
    }
}

async fn remove_apps(teams: &Teams<Write>, identity: &str, apps: &[AppId]) -> Result<(), Error> {
    let there = policy(teams, identity).await?.map(|policy| policy.app_ids).unwrap_or_default();
    let ours: Vec<AppId> = apps.iter().copied().filter(|app| there.contains(app)).collect();
    if ours.is_empty() { Ok(()) } else { teams.remove_apps(identity, &ours).await }
}

/// The policy goes when nobody uses it; else it stays without our app.
async fn remove_policy(cx: &Cx<'_>, teams: &Teams<Write>, identity: &str, apps: &[AppId]) -> Result<(), Error> {
    let Some(policy) = policy(teams, identity).await? else {
        return Ok(());
    };
    let others_apps = policy.app_ids.iter().any(|id| !apps.contains(id));
    if !others_apps && !is_held_by_others(cx, teams, identity).await? {
        match teams.remove_policy(identity).await {
            // Somebody came to hold it just now: Teams does not remove a policy that is assigned.
            Err(Error::PowerShell(PowerShellError::Refused { category, .. })) if category != "PermissionDenied" => {}
            result => return result,
        }
    }
    remove_apps(teams, identity, apps).await
}

/// Whether anybody outside our receipts holds it.
async fn is_held_by_others(cx: &Cx<'_>, teams: &Teams<Write>, identity: &str) -> Result<bool, Error> {
    let ours: HashSet<UserId> = cx
        .journal
        .iter()
        .filter_map(|entry| serde_json::from_value::<Receipt>(entry.receipt.clone()?).ok()?)
        .flat_map(|done| many::granted_by(&done))
        .collect();
    let holders = teams.holders(identity).await?;
    let groups = teams.group_assignments().await?;
    let by_group = groups.iter().any(|held| held.policy_name.as_deref().is_some_and(|name| same(name, identity)));
    let by_tenant = tenant(cx, teams).await?.is_some_and(|now| same(&now, identity));
    Ok(by_group || by_tenant || holders.iter().any(|holder| !ours.contains(&holder.id)))
}

/// The policy of the whole tenant, which shows beside those of a user.
async fn tenant<M: Mode>(cx: &Cx<'_>, teams: &Teams<M>) -> Result<Option<String>, Error> {
    let Some(session) = &cx.outputs.session else {
        return Ok(None);
    };
    match teams.user_policy(session.account.id).await {
        Ok(policy) => Ok(policy.global),
        Err(error) if is_no_user(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn holds<M: Mode>(teams: &Teams<M>, user: &UserRef, identity: &str) -> Result<bool, Error> {
    match teams.user_policy(user.id).await {
        Ok(policy) => Ok(policy.direct.as_deref().is_some_and(|direct| same(direct, identity))),
        Err(error) if is_no_user(&error) => Ok(false),
        Err(error) => Err(error),
    }
}

pub(super) async fn gone(cx: &Cx<'_>, done: &Done, world: &World<Read>) -> Result<bool, Problem> {
    let teams = &world.teams;
    Ok(match done {
        Done::Granted { user, identity, .. } => !holds(teams, user, identity).await?,
        Done::GrantedTenant { identity, .. } => !tenant(cx, teams).await?.is_some_and(|now| same(&now, identity)),
        Done::Added { identity, apps } => {
            policy(teams, identity).await?.is_none_or(|policy| !apps.iter().any(|app| policy.app_ids.contains(app)))
        }
        Done::GrantedMany { users, identity, .. } => {
            many::gone(users, identity, teams, world.ports.endpoints.settle_pause).await?
        }
        Done::GrantedGroup { group, identity, .. } => !group::holds(world, *group, identity).await?,
        Done::Created { identity, app, .. } => {
            policy(teams, identity).await?.is_none_or(|policy| !policy.app_ids.contains(app))
        }
    })
}
