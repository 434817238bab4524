//! What is missing, out of what was found.

use domain::TeamsAppPinSpec;
use microsoft::teams::{PolicySource, SetupPolicy};

use super::{Change, Found, Target, same};
use crate::step::{Plan, State};

/// With fewer pinned apps phones ignore a policy.
const LEAST_PINNED: usize = 2;

pub(super) fn plan(spec: &TeamsAppPinSpec, found: &Found) -> Plan<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let mut by_hand = !found.unknown.is_empty() || (found.people.is_empty() && found.group.is_none());
    for (to, now, replaces) in targets(found) {
        if found.pins(now) {
            continue;
        }
        let policy = our_name(&spec.name, now);
        match found.policy(&policy) {
            Some(_) if !found.pins(&policy) => by_hand = true,
            Some(_) => changes.push(Change::Give { to, policy, replaces }),
            None => match found.policy(now).and_then(|like| make(found, like, &policy)) {
                Some(make) => {
                    if !changes.contains(&make) {
                        changes.push(make);
                    }
                    changes.push(Change::Give { to, policy, replaces });
                }
                None => by_hand = true,
            },
        }
    }
    // Recommended and not required: what is missing is something to look at, and never a failure.
    let state = if changes.is_empty() && !by_hand { State::Right } else { State::Finding };
    // Every policy is there before it is given.
    changes.sort_by_key(|change| matches!(change, Change::Give { .. }));
    Plan { changes, state }
}

type Wanted<'a> = (Target, &'a str, Option<(String, u32)>);

/// Who is to have the app pinned, the policy that counts for each, and what each was given directly.
fn targets(found: &Found) -> Vec<Wanted<'_>> {
    let mut all: Vec<Wanted<'_>> = found
        .people
        .iter()
        .map(|person| {
            let direct = (person.source == PolicySource::Direct).then(|| (person.policy.clone(), 0));
            (Target::User(person.user.clone()), person.policy.as_str(), direct)
        })
        .collect();
    if let Some(team) = &found.group {
        let rank = team.held.as_ref().map_or(found.next_rank, |(_, rank)| *rank);
        let now = team.held.as_ref().map_or("Global", |(policy, _)| policy.as_str());
        all.push((Target::Group { id: team.id, name: team.name.clone(), rank }, now, team.held.clone()));
    }
    all
}

/// One policy of ours for each that it is made from: whoever has another one keeps what that one pins.
fn our_name(name: &str, like: &str) -> String {
    if same(like, "Global") { name.to_owned() } else { format!("{name} - {like}") }
}

/// A copy with the app behind what is pinned; `None` where not all of it can be copied, or too little would be pinned.
fn make(found: &Found, like: &SetupPolicy, policy: &str) -> Option<Change> {
    let mut pinned = like.pinned_app_bar_apps.clone();
    pinned.sort_by_key(|pinned| pinned.order);
    let mut pinned: Vec<String> = pinned.into_iter().map(|pinned| pinned.id).collect();
    pinned.push(found.app.clone());
    (like.more.is_empty() && pinned.len() >= LEAST_PINNED).then(|| Change::Make {
        policy: policy.to_owned(),
        like: super::bare(&like.identity).to_owned(),
        pinned,
        installed: like.app_preset_list.clone(),
        allow_user_pinning: like.allow_user_pinning,
        allow_side_loading: like.allow_side_loading,
    })
}
