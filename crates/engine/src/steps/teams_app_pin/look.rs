//! Reads who is meant, and which setup policy counts for each.

use domain::{Field, GroupId, TeamsAppPinSpec};
use microsoft::{Error, Read};

use super::{Found, Person, Team, bare, same};
use crate::step::Cx;
use crate::{Problem, World};

pub(super) async fn look(cx: &Cx<'_>, spec: &TeamsAppPinSpec, world: &World<Read>) -> Result<Found, Problem> {
    let app = cx.outputs.teams_app.as_ref().ok_or(Problem::Missing(Field::TeamsApp))?.catalogue_id.clone();
    let (answers, teams) = (&cx.setup.answers, &world.teams);
    let mut unknown = Vec::new();
    let mut people: Vec<Person> = Vec::new();
    for name in spec.users.as_ref().map(|question| answers.list(question)).unwrap_or_default() {
        let Some(user) = world.graph.user(name.trim()).await? else {
            unknown.push(name.to_owned());
            continue;
        };
        let user = user.user();
        if people.iter().all(|known| known.user.id != user.id) {
            let counts = teams.user_setup_policy(user.id).await?;
            people.push(Person { user, policy: bare(&counts.policy_name).to_owned(), source: counts.source });
        }
    }
    let policies = teams.setup_policies().await?;
    let held = teams.setup_groups().await?;
    let next_rank = held.iter().map(|held| held.rank).max().unwrap_or_default() + 1;
    let mut group = None;
    if let Some(name) = spec.group.as_ref().and_then(|question| answers.text(question)) {
        match find_group(world, name.trim()).await? {
            Some((id, name)) => {
                let held = held.iter().find(|held| held.group_id == id);
                let held = held.and_then(|held| Some((bare(held.policy_name.as_deref()?).to_owned(), held.rank)));
                group = Some(Team { id, name, held });
            }
            None => unknown.push(name.to_owned()),
        }
    }
    let known = |policy: &str| same(policy, "Global") || policies.iter().any(|one| same(&one.identity, policy));
    // A policy that counts and is in no list is one that this service does not know yet.
    if people.iter().any(|person| !known(&person.policy)) {
        return Err(Problem::NotVisible);
    }
    Ok(Found { app, people, group, unknown, policies, next_rank })
}

/// By object id, or by its whole name where only one has it.
async fn find_group(world: &World<Read>, name: &str) -> Result<Option<(GroupId, String)>, Error> {
    let mut found = world.graph.groups_named(name).await?;
    Ok(if found.len() == 1 {
        found.pop().map(|group| (group.id, group.display_name.unwrap_or_default()))
    } else {
        None
    })
}
