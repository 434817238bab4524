//! Making, giving, and putting back.

use microsoft::teams::{NewSetupPolicy, PolicySource, PowerShellError, SetupPolicy, SetupTarget};
use microsoft::{Error, Mode, Read, Teams, Write};

use super::{Change, Done, Found, Receipt, Target, bare, same};
use crate::step::{Applied, Intent};
use crate::{Problem, World};

/// What the policy is for, for whoever finds it in the admin center.
const DESCRIPTION: &str = "Made by Handrail: like the policy before it, with one more app pinned";

pub(super) async fn apply(
    change: &Change,
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Applied<Receipt>, Problem> {
    let teams = &world.teams;
    match change {
        Change::Make { policy, pinned, installed, allow_user_pinning, allow_side_loading, .. } => {
            if find(teams, policy).await?.is_some() {
                let receipt = intent.retried.then(|| Done::Made { policy: policy.clone() });
                return Ok(Applied { receipt });
            }
            let new = NewSetupPolicy {
                name: policy,
                description: DESCRIPTION,
                allow_side_loading: *allow_side_loading,
                allow_user_pinning: *allow_user_pinning,
                pinned,
                installed,
            };
            teams.create_setup_policy(&new).await?;
            Ok(Applied { receipt: Some(Done::Made { policy: policy.clone() }) })
        }
        Change::Give { to, policy, replaces } => {
            teams.grant_setup_policy(target(to), Some(policy)).await?;
            let done = Done::Given { to: to.clone(), policy: policy.clone(), before: replaces.clone() };
            Ok(Applied { receipt: Some(done) })
        }
    }
}

const fn target(to: &Target) -> SetupTarget {
    match to {
        Target::User(user) => SetupTarget::User(user.id),
        Target::Group { id, rank, .. } => SetupTarget::Group(*id, *rank),
    }
}

async fn find<M: Mode>(teams: &Teams<M>, policy: &str) -> Result<Option<SetupPolicy>, Error> {
    Ok(teams.setup_policies().await?.into_iter().find(|known| same(&known.identity, policy)))
}

pub(super) fn recover(found: &Found, change: &Change) -> Option<Receipt> {
    let done = match change {
        Change::Make { policy, .. } => {
            found.policy(policy).filter(|_| found.pins(policy))?;
            Done::Made { policy: policy.clone() }
        }
        Change::Give { to, policy, replaces } => {
            let held = match to {
                Target::User(user) => found.people.iter().any(|person| {
                    person.user.id == user.id && person.source == PolicySource::Direct && same(&person.policy, policy)
                }),
                Target::Group { id, .. } => found.group.as_ref().is_some_and(|team| {
                    team.id == *id && team.held.as_ref().is_some_and(|(held, _)| same(held, policy))
                }),
            };
            held.then(|| Done::Given { to: to.clone(), policy: policy.clone(), before: replaces.clone() })?
        }
    };
    Some(Some(done))
}

pub(super) async fn undo(done: &Done, world: &World<Write>) -> Result<(), Error> {
    let teams = &world.teams;
    match done {
        Done::Given { to, policy, before } => {
            // Where somebody assigned another policy since, that one stays.
            if !holds(teams, to, policy).await? {
                return Ok(());
            }
            let back = match before {
                Some((before, _)) => find(teams, before).await?.map(|policy| bare(&policy.identity).to_owned()),
                None => None,
            };
            teams.grant_setup_policy(target(to), back.as_deref()).await
        }
        Done::Made { policy } => {
            if find(teams, policy).await?.is_none() {
                return Ok(());
            }
            match teams.remove_setup_policy(policy).await {
                // Somebody else holds it by now: Teams does not remove a policy that is assigned, and neither would we.
                Err(Error::PowerShell(PowerShellError::Refused { category, .. })) if category == "InvalidOperation" => {
                    Ok(())
                }
                removed => removed,
            }
        }
    }
}

async fn holds<M: Mode>(teams: &Teams<M>, to: &Target, policy: &str) -> Result<bool, Error> {
    Ok(match to {
        Target::User(user) => {
            let counts = teams.user_setup_policy(user.id).await?;
            counts.source == PolicySource::Direct && same(&counts.policy_name, policy)
        }
        Target::Group { id, .. } => {
            let held = teams.setup_groups().await?;
            held.iter()
                .any(|held| held.group_id == *id && held.policy_name.as_deref().is_some_and(|name| same(name, policy)))
        }
    })
}

pub(super) async fn gone(done: &Done, world: &World<Read>) -> Result<bool, Error> {
    let teams = &world.teams;
    match done {
        Done::Given { to, policy, .. } => Ok(!holds(teams, to, policy).await?),
        Done::Made { policy } => Ok(find(teams, policy).await?.is_none()),
    }
}
