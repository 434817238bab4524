//! What each wanted user gets, and the changes that follow. Without a world.

use std::collections::HashSet;

use domain::{AppId, Field, Known, QuestionId, UserId};
use microsoft::teams::{AccessPolicy, PolicySource};

use super::asked::{Asked, Way};
use super::many::Wish;
use super::{Change, Done, Found, Held, Inventory, Person, Sight, group, is_global, many, same, sorted, tagged};
use crate::step::{Cx, Plan, State};
use crate::views;

/// Decision for a user who has another policy; also `other_policy.<user principal name>`, which wins.
pub(super) const OTHER_POLICY: &str = "other_policy";
/// Decision to grant the policy to everybody: the tenant's name.
pub(super) const TENANT_WIDE: &str = "tenant_wide";
/// The answer that takes it back: only the users of the list.
pub(super) const LISTED: &str = "listed";

pub(super) const MOVE: &str = "move";
pub(super) const EXTEND: &str = "extend";
pub(super) const LEAVE: &str = "leave";

/// What becomes of a wanted user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// The policy in force names our app.
    Served {
        /// Which policy.
        by: String,
        /// Where it comes from.
        source: PolicySource,
    },
    /// Holds our policy, which does not name our app yet.
    Ours,
    /// Gets ours; had nothing that names an app.
    Grant,
    /// Gets ours instead of another, whose apps are copied.
    Move(Other),
    /// Keeps the other policy, which gets our app.
    Extend(Other),
    /// Left out.
    Left(Other),
    /// Has another policy; nobody has chosen yet.
    Open(Other),
    /// Teams does not know the user.
    NotInTeams,
}

/// Another policy in force for a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Other {
    pub policy: AccessPolicy,
    pub source: PolicySource,
}

impl Fate {
    /// Somebody has to decide before this user is served.
    pub(super) const fn is_open(&self) -> bool {
        matches!(self, Self::Open(_) | Self::NotInTeams)
    }

    /// The policy that lets our app act for the user now.
    pub(super) fn served_by(&self) -> Option<&str> {
        match self {
            Self::Served { by, .. } => Some(by),
            _ => None,
        }
    }

    pub(super) const fn wants_ours(&self) -> bool {
        matches!(self, Self::Ours | Self::Grant | Self::Move(_))
    }
}

pub(super) fn plan(cx: &Cx<'_>, spec: &Asked, found: &Found) -> Plan<Change> {
    let inventory = match &found.teams {
        Sight::Read(inventory) => inventory,
        Sight::Probed(why) => {
            let all = !found.people.is_empty()
                && found.unknown.is_empty()
                && found.people.iter().all(|person| person.held == Held::Probe(Some(true)));
            let state = match why.outcome {
                _ if all => State::Finding,
                domain::Outcome::NeedsPerson => State::NeedsPerson(why.clone()),
                domain::Outcome::Failed => State::Failed(why.clone()),
                _ => State::Unknown(why.clone()),
            };
            return Plan::stands(state);
        }
    };
    let fates = fates(cx, spec, found, inventory);
    let changes = changes(cx, spec, found, inventory, &fates);
    let group = group_fate(cx, spec, found, inventory);
    let nobody = match &group {
        Some(Fate::Left(_) | Fate::Open(_)) => true,
        Some(_) => found.group.as_ref().is_none_or(|group| group.name.is_none() || group::is_full(group, inventory)),
        None => fates.iter().all(|(_, fate)| matches!(fate, Fate::Left(_))),
    };
    let state = if nobody || !found.unknown.is_empty() || fates.iter().any(|(_, fate)| fate.is_open()) {
        State::NeedsDecision
    } else if changes.is_empty() && !Reach::of(cx, spec, found, inventory).is_as_wanted() {
        State::Finding
    } else {
        State::Right
    };
    Plan { changes, state }
}

/// What becomes of the group, where the policy is for one.
pub(super) fn group_fate(cx: &Cx<'_>, spec: &Asked, found: &Found, inventory: &Inventory) -> Option<Fate> {
    let group = found.group.as_ref().filter(|_| matches!(spec.way, Way::Group(_)))?;
    Some(group::fate(cx, spec, group, inventory))
}

/// What becomes of each wanted user.
pub(super) fn fates<'a>(cx: &Cx<'_>, spec: &Asked, found: &'a Found, inventory: &Inventory) -> Vec<(&'a Person, Fate)> {
    found.people.iter().map(|person| (person, fate(cx, spec, person, inventory))).collect()
}

fn fate(cx: &Cx<'_>, spec: &Asked, person: &Person, inventory: &Inventory) -> Fate {
    let Held::Policies { direct, group, tenant } = &person.held else {
        return Fate::NotInTeams;
    };
    let Some(Other { policy, source }) = in_force(direct, group, tenant, inventory) else {
        return Fate::Grant;
    };
    let app = cx.outputs.app.as_ref().map(|app| app.app_id);
    if app.is_some_and(|app| policy.app_ids.contains(&app)) {
        return Fate::Served { by: policy.identity, source };
    }
    if same(&policy.identity, &spec.name) {
        return Fate::Ours;
    }
    // Ours takes the place of the tenant's for everybody, with the apps in it.
    if source == PolicySource::Global && (policy.app_ids.is_empty() || tenant_wide(cx)) {
        return Fate::Grant;
    }
    let other = Other { policy, source };
    match choice(cx, person) {
        Some(MOVE) => Fate::Move(other),
        // Adding our app to the tenant's policy would reach everybody.
        Some(EXTEND) if source != PolicySource::Global => Fate::Extend(other),
        Some(LEAVE) => Fate::Left(other),
        _ => Fate::Open(other),
    }
}

/// Direct before group before the tenant's before the built-in one.
fn in_force(
    direct: &Option<String>,
    group: &Option<String>,
    tenant: &Option<String>,
    inventory: &Inventory,
) -> Option<Other> {
    let sources = [(direct, PolicySource::Direct), (group, PolicySource::Group), (tenant, PolicySource::Global)];
    let held = sources.into_iter().find_map(|(identity, source)| Some((identity.as_deref()?, source)));
    let (identity, source) = held.unwrap_or(("Global", PolicySource::Global));
    match inventory.policy(identity) {
        Some(policy) => Some(Other { policy: policy.clone(), source }),
        None if is_global(identity) => None,
        // Held and not in the list: it is being made or removed just now.
        None => {
            let policy = AccessPolicy { identity: tagged(identity), app_ids: Vec::new(), description: None };
            Some(Other { policy, source })
        }
    }
}

/// The key of the decision for one user.
pub(super) fn question_of(person: &Person) -> QuestionId {
    QuestionId(format!("{OTHER_POLICY}.{}", person.user.upn.to_lowercase()))
}

fn choice<'a>(cx: &Cx<'a>, person: &Person) -> Option<&'a str> {
    let answers = &cx.setup.answers;
    answers.text(&question_of(person)).or_else(|| answers.text(&QuestionId::from(OTHER_POLICY)))
}

/// The choice for everybody who has another policy.
pub(super) fn general_choice<'a>(cx: &Cx<'a>) -> Option<&'a str> {
    cx.setup.answers.text(&QuestionId::from(OTHER_POLICY))
}

/// Whether the tenant's name was typed, as it is.
pub(super) fn tenant_wide(cx: &Cx<'_>) -> bool {
    cx.setup.answers.text(&QuestionId::from(TENANT_WIDE)).is_some_and(|typed| typed != LISTED && typed == name(cx))
}

/// What has to be typed.
pub(super) fn name(cx: &Cx<'_>) -> String {
    views::tenant_name(&cx.setup.tenant, cx.outputs.session.as_ref())
}

/// The changes, in the order in which they can be made: policies, their apps, then who holds them.
pub(super) fn changes(
    cx: &Cx<'_>,
    spec: &Asked,
    found: &Found,
    inventory: &Inventory,
    fates: &[(&Person, Fate)],
) -> Vec<Change> {
    let app = Known::from_output(cx.outputs.app.as_ref().map(|app| app.app_id), Field::App);
    let ours = inventory.policy(&spec.name);
    let identity = ours.map_or_else(|| tagged(&spec.name), |policy| policy.identity.clone());
    let everybody = tenant_wide(cx);
    let mut changes = Vec::new();
    let group = found.group.as_ref().filter(|group| group.name.is_some() && !group::is_full(group, inventory));
    let group = group.zip(group_fate(cx, spec, found, inventory));
    let group_fate = group.as_ref().map(|(_, fate)| fate);
    if everybody || fates.iter().map(|(_, fate)| fate).chain(group_fate).any(Fate::wants_ours) {
        changes.extend(our_policy(cx, spec, ours, &identity, app, inventory));
    }
    if let Some(policy) = ours {
        changes.extend(also(cx, spec, policy, app, inventory));
    }
    for fate in fates.iter().map(|(_, fate)| fate).chain(group_fate) {
        let addition = match fate {
            Fate::Extend(other) => Some(extend(other, app, inventory)),
            Fate::Move(other) => copy(other, ours, &identity, app),
            _ => None,
        };
        // Several users may have the same other policy.
        changes.extend(addition.filter(|change| !changes.contains(change)));
    }
    if everybody {
        let theirs = inventory.policy(inventory.tenant.as_deref().unwrap_or("Global"));
        let theirs = theirs.filter(|policy| !same(&policy.identity, &identity)).cloned();
        let copied =
            theirs.and_then(|policy| copy(&Other { policy, source: PolicySource::Global }, ours, &identity, app));
        changes.extend(copied.filter(|change| !changes.contains(change)));
    }
    changes.sort_by_key(|change| matches!(change, Change::CopyApps { .. }));
    let mut wishes = Vec::new();
    for (place, (person, fate)) in fates.iter().enumerate() {
        let (replaces, hides) = match fate {
            Fate::Grant if everybody => continue,
            Fate::Grant => (None, None),
            Fate::Move(other) if other.source == PolicySource::Direct => (Some(other.policy.identity.clone()), None),
            Fate::Move(other) => (None, Some(other.policy.identity.clone())),
            _ => continue,
        };
        wishes.push(Wish { place, user: &person.user, replaces, hides });
    }
    if fates.len() > many::MANY {
        changes.extend(many::grants(cx, &identity, wishes));
    } else {
        changes.extend(wishes.into_iter().map(|Wish { user, replaces, hides, .. }| Change::Grant {
            user: user.clone(),
            identity: identity.clone(),
            replaces,
            hides,
        }));
    }
    if let Some((group, Fate::Grant | Fate::Move(_))) = &group {
        changes.push(group::grant(group, &identity, inventory));
    }
    if everybody && !inventory.tenant.as_deref().is_some_and(|tenant| same(tenant, &identity)) {
        changes.push(Change::GrantTenant { identity, replaces: inventory.tenant.clone() });
    }
    changes
}

fn our_policy(
    cx: &Cx<'_>,
    spec: &Asked,
    ours: Option<&AccessPolicy>,
    identity: &str,
    app: Known<AppId>,
    inventory: &Inventory,
) -> Option<Change> {
    let Some(policy) = ours else {
        let description = spec.description.clone();
        let also = spec.also_missing(&[], app.now().copied());
        return Some(Change::Create { identity: identity.to_owned(), app, also, description });
    };
    if app.now().is_some_and(|app| policy.app_ids.contains(app)) {
        return None;
    }
    let foreign = !made_by_us(cx, identity);
    Some(Change::AddApp {
        identity: identity.to_owned(),
        app,
        replaces: sorted(&policy.app_ids),
        holders: foreign.then(|| count(inventory.holders.len())),
    })
}

/// Apps that the answers name and the policy does not.
fn also(cx: &Cx<'_>, spec: &Asked, policy: &AccessPolicy, app: Known<AppId>, inventory: &Inventory) -> Option<Change> {
    let apps = spec.also_missing(&policy.app_ids, app.now().copied());
    let foreign = !made_by_us(cx, &policy.identity);
    (!apps.is_empty()).then(|| Change::AddAlso {
        identity: policy.identity.clone(),
        apps,
        replaces: sorted(&policy.app_ids),
        holders: foreign.then(|| count(inventory.holders.len())),
    })
}

fn extend(other: &Other, app: Known<AppId>, inventory: &Inventory) -> Change {
    let holders = inventory.others.get(&other.policy.identity).map_or(0, Vec::len);
    Change::AddApp {
        identity: other.policy.identity.clone(),
        app,
        replaces: sorted(&other.policy.app_ids),
        holders: Some(count(holders)),
    }
}

fn copy(other: &Other, ours: Option<&AccessPolicy>, to: &str, app: Known<AppId>) -> Option<Change> {
    let there = ours.map(|policy| policy.app_ids.as_slice()).unwrap_or_default();
    let mut apps = sorted(&other.policy.app_ids);
    apps.retain(|id| !there.contains(id) && app.now() != Some(id));
    (!apps.is_empty()).then(|| Change::CopyApps { from: other.policy.identity.clone(), to: to.to_owned(), apps })
}

/// A receipt of this set-up says so.
pub(super) fn made_by_us(cx: &Cx<'_>, identity: &str) -> bool {
    cx.receipts::<Done>()
        .iter()
        .any(|(_, done)| matches!(done, Done::Created { identity: made, .. } if same(made, identity)))
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// For whom the app may act beside the wanted users.
pub(super) struct Reach<'a> {
    /// Users who hold our policy and are not on the list.
    pub unexpected: Vec<&'a domain::UserRef>,
    /// Groups that hold our policy.
    pub groups: Vec<domain::GroupId>,
    /// Everybody: the tenant's policy names our app.
    pub everybody: Option<&'a str>,
    /// Other policies that name our app, without a decision of this set-up; with how many hold them.
    pub elsewhere: Vec<(&'a str, usize)>,
}

impl<'a> Reach<'a> {
    pub(super) fn of(cx: &Cx<'_>, spec: &Asked, found: &Found, inventory: &'a Inventory) -> Self {
        let app = cx.outputs.app.as_ref().map(|app| app.app_id);
        let names_us = |policy: &AccessPolicy| app.is_some_and(|app| policy.app_ids.contains(&app));
        let ours = inventory.policy(&spec.name).is_some_and(&names_us);
        let wanted: HashSet<UserId> = found.people.iter().map(|person| person.user.id).collect();
        let target = match spec.way {
            Way::Group(group) => Some(group),
            _ => None,
        };
        let fates = fates(cx, spec, found, inventory);
        let tenant = inventory.tenant.as_deref().unwrap_or("Global");
        let everybody =
            inventory.policy(tenant).filter(|policy| names_us(policy)).map(|policy| policy.identity.as_str());
        let chosen = |policy: &AccessPolicy| {
            fates.iter().any(|(person, fate)| {
                fate.served_by().is_some_and(|by| same(by, &policy.identity)) && choice(cx, person) == Some(EXTEND)
            })
        };
        Self {
            unexpected: inventory.holders.iter().filter(|user| ours && !wanted.contains(&user.id)).collect(),
            groups: inventory
                .groups
                .iter()
                .filter(|held| Some(held.group) != target && inventory.policy(&held.policy).is_some_and(&names_us))
                .map(|held| held.group)
                .collect(),
            everybody,
            elsewhere: inventory
                .policies
                .iter()
                .filter(|policy| names_us(policy) && !same(&policy.identity, &spec.name))
                .filter(|policy| !same(&policy.identity, tenant) && !chosen(policy))
                .map(|policy| (policy.identity.as_str(), inventory.others.get(&policy.identity).map_or(0, Vec::len)))
                .collect(),
        }
    }

    pub(super) fn is_as_wanted(&self) -> bool {
        self.unexpected.is_empty() && self.groups.is_empty() && self.everybody.is_none() && self.elsewhere.is_empty()
    }
}
