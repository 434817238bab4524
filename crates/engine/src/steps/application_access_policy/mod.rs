//! The Teams application access policy, and who holds it.
//!
//! A user has at most one policy: a direct one before a group's before the tenant's. Granting ours therefore takes the
//! one of another vendor away, so that is never done without a person's choice. Nothing is granted to everybody unless
//! the tenant's name was typed.

mod asked;
mod changes;
mod crowd;
mod group;
mod look;
mod make;
mod many;
mod plan;
mod said;
mod script;
mod words;

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{AccessPolicySpec, AppId, Block, Diagnostic, GroupId, Kind, Message, Outputs, PolicyRef, UserRef, Wanted};
use microsoft::graph::AppFacts;
use microsoft::teams::{AccessPolicy, PolicySource};
use microsoft::{Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::asked::{Asked, Way};
pub(crate) use self::changes::{Change, Done, Receipt};
use crate::step::{Applied, Cx, Described, Intent, Plan, Step};
use crate::{Problem, World};

/// See [`Kind::ApplicationAccessPolicy`].
pub(crate) struct ApplicationAccessPolicy;

/// What there is.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    /// The wanted users that the directory knows, in the order of the list.
    people: Vec<Person>,
    /// Entries of the list that name nobody in this tenant.
    unknown: Vec<String>,
    /// What Teams shows.
    teams: Sight,
    /// The group that the policy is for, or whose members it is for.
    group: Option<group::Found>,
    /// Apps beside ours that the policy is to name.
    also: Vec<AlsoApp>,
}

/// An app of somebody else that the policy is to name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AlsoApp {
    app: AppId,
    /// What the tenant knows of it; `None`: it has no enterprise app here.
    facts: Option<AppFacts>,
}

/// A policy that a group holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HeldByGroup {
    group: GroupId,
    policy: String,
    /// 1 is the strongest.
    rank: u32,
}

/// A wanted user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Person {
    user: UserRef,
    held: Held,
}

/// What is known about a user's policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Held {
    /// Read from Teams: identities by where they come from.
    Policies {
        /// Granted to the user.
        direct: Option<String>,
        /// Through a group.
        group: Option<String>,
        /// The tenant's, when one is granted globally.
        tenant: Option<String>,
    },
    /// Teams has no such user: not licensed, or licensed only now.
    NotInTeams,
    /// Without PowerShell: whether Graph lets the app through; `None` when that could not be asked.
    Probe(Option<bool>),
}

/// How much of Teams could be seen.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sight {
    /// Read by PowerShell.
    Read(Inventory),
    /// PowerShell did not do it; Graph was asked as the app instead. *Probable* at best.
    Probed(Box<Diagnostic>),
}

/// Policies and their holders.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Inventory {
    policies: Vec<AccessPolicy>,
    /// Users who were granted our policy directly.
    holders: Vec<UserRef>,
    /// Groups that hold an application access policy.
    groups: Vec<HeldByGroup>,
    /// The policy granted to the whole tenant, if one is.
    tenant: Option<String>,
    /// Direct holders of other policies that matter here: they name our app, or a wanted user has them.
    others: BTreeMap<String, Vec<UserRef>>,
}

/// `Tag:NAME`, as Teams writes it.
fn tagged(name: &str) -> String {
    if is_global(name) { "Global".to_owned() } else { format!("Tag:{}", bare(name)) }
}

/// The name without `Tag:`.
fn bare(identity: &str) -> &str {
    match identity.get(..4) {
        Some(tag) if tag.eq_ignore_ascii_case("tag:") => &identity[4..],
        _ => identity,
    }
}

/// Names are compared with and without `Tag:`, and without regard to case.
pub(super) fn same(a: &str, b: &str) -> bool {
    bare(a).eq_ignore_ascii_case(bare(b))
}

fn is_global(identity: &str) -> bool {
    identity.eq_ignore_ascii_case("Global")
}

fn sorted(apps: &[AppId]) -> Vec<AppId> {
    let mut apps = apps.to_vec();
    apps.sort_unstable();
    apps.dedup();
    apps
}

impl Inventory {
    fn policy(&self, identity: &str) -> Option<&AccessPolicy> {
        self.policies.iter().find(|policy| same(&policy.identity, identity))
    }
}

#[async_trait]
impl Step for ApplicationAccessPolicy {
    type Spec = AccessPolicySpec;
    type Found = Found;
    type Change = Change;
    type Receipt = Receipt;
    const KIND: Kind = Kind::ApplicationAccessPolicy;
    const KEEPS_FOUND: bool = false;

    fn spec(wanted: &Wanted) -> Option<&AccessPolicySpec> {
        match wanted {
            Wanted::ApplicationAccessPolicy(spec) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(cx: &Cx<'_>, spec: &AccessPolicySpec, world: &World<Read>) -> Result<Found, Problem> {
        look::look(cx, &Asked::of(cx, spec)?, world).await
    }

    fn plan(cx: &Cx<'_>, spec: &AccessPolicySpec, found: &Found) -> Plan<Change> {
        plan::plan(cx, &Asked::shown(cx, spec), found)
    }

    fn outputs(cx: &Cx<'_>, spec: &AccessPolicySpec, found: &Found, outputs: &mut Outputs) {
        outputs.policy = policy_ref(cx, &Asked::shown(cx, spec), found);
    }

    fn describe(cx: &Cx<'_>, spec: &AccessPolicySpec, change: &Change) -> Described {
        words::describe(cx, &Asked::shown(cx, spec), change)
    }

    fn alone(change: &Change) -> bool {
        matches!(change, Change::GrantTenant { .. })
    }

    fn expected(cx: &Cx<'_>, spec: &AccessPolicySpec) -> Message {
        said::expected(cx, &Asked::shown(cx, spec))
    }

    fn seen(cx: &Cx<'_>, spec: &AccessPolicySpec, found: &Found) -> Message {
        said::seen(cx, &Asked::shown(cx, spec), found)
    }

    fn blocks(cx: &Cx<'_>, spec: &AccessPolicySpec, found: &Found, plan: &Plan<Change>) -> Vec<Block> {
        words::blocks(cx, &Asked::shown(cx, spec), found, plan)
    }

    async fn apply(
        cx: &Cx<'_>,
        _: &AccessPolicySpec,
        change: &Change,
        world: &World<Write>,
        intent: &Intent<'_>,
    ) -> Result<Applied<Receipt>, Problem> {
        Ok(Applied { receipt: make::apply(cx, change, world, intent).await? })
    }

    fn recover(
        cx: &Cx<'_>,
        _: &AccessPolicySpec,
        found: &Found,
        change: &Change,
        _: Option<&Value>,
    ) -> Option<Receipt> {
        make::recover(cx, found, change).map(Some)
    }

    async fn undo(cx: &Cx<'_>, receipt: &Receipt, world: &World<Write>) -> Result<(), Problem> {
        match receipt {
            Some(done) => make::undo(cx, done, world).await,
            None => Ok(()),
        }
    }

    async fn gone(cx: &Cx<'_>, receipt: &Receipt, world: &World<Read>) -> Result<bool, Problem> {
        match receipt {
            Some(done) => make::gone(cx, done, world).await,
            None => Ok(true),
        }
    }

    fn people(change: &Change) -> &[UserRef] {
        match change {
            Change::GrantMany { users, .. } => users,
            _ => &[],
        }
    }

    fn done_for(receipt: &Receipt) -> &[UserRef] {
        match receipt {
            Some(Done::GrantedMany { users, .. }) => users,
            _ => &[],
        }
    }

    fn covers(approved: &Change, change: &Change) -> bool {
        many::covers(approved, change)
    }

    fn rest(change: &Change, receipt: &Receipt) -> Option<Change> {
        many::rest(change, receipt.as_ref()?)
    }

    fn undo_words(_: &Cx<'_>, receipt: &Receipt) -> Option<Described> {
        receipt.as_ref().map(words::undo)
    }
}

/// The policy, once it holds our app and every wanted user is served.
fn policy_ref(cx: &Cx<'_>, spec: &Asked, found: &Found) -> Option<PolicyRef> {
    if matches!(spec.way, Way::Group(_)) {
        return group_ref(cx, spec, found);
    }
    if !found.unknown.is_empty() || found.people.is_empty() {
        return None;
    }
    let inventory = match &found.teams {
        Sight::Read(inventory) => inventory,
        Sight::Probed(_) => {
            let all = found.people.iter().all(|person| person.held == Held::Probe(Some(true)));
            let holders = found.people.iter().map(|person| person.user.clone()).take(NAMED).collect();
            return all.then(|| PolicyRef { identity: tagged(&spec.name), holders });
        }
    };
    let fates = plan::fates(cx, spec, found, inventory);
    if !plan::changes(cx, spec, found, inventory, &fates).is_empty() || fates.iter().any(|(_, fate)| fate.is_open()) {
        return None;
    }
    let served: Vec<(&Person, &str)> =
        fates.iter().filter_map(|(person, fate)| Some((*person, fate.served_by()?))).collect();
    let ours = served.iter().find(|(_, by)| same(by, &spec.name)).map(|(_, by)| *by);
    let by = ours.or_else(|| served.first().map(|(_, by)| *by))?;
    let identity = inventory.policy(by).map_or_else(|| by.to_owned(), |policy| policy.identity.clone());
    let holders = if ours.is_some() && !inventory.holders.is_empty() {
        inventory.holders.iter().take(NAMED).cloned().collect()
    } else {
        served.into_iter().map(|(person, _)| person.user.clone()).take(NAMED).collect()
    };
    Some(PolicyRef { identity, holders })
}

/// Holders that are handed on: enough to name some.
const NAMED: usize = 100;

/// The same for a group.
fn group_ref(cx: &Cx<'_>, spec: &Asked, found: &Found) -> Option<PolicyRef> {
    let (Sight::Read(inventory), Some(group)) = (&found.teams, &found.group) else { return None };
    let plan::Fate::Served { by, .. } = plan::group_fate(cx, spec, found, inventory)? else { return None };
    let done = plan::changes(cx, spec, found, inventory, &[]).is_empty() && !group.some.is_empty();
    done.then(|| PolicyRef { identity: by, holders: group.some.clone() })
}

/// Where a policy comes from, in message arguments.
const fn source_id(source: PolicySource) -> &'static str {
    match source {
        PolicySource::Direct => "direct",
        PolicySource::Group => "group",
        PolicySource::Global => "tenant",
    }
}
