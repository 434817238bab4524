//! The Teams app pinned for people: a setup policy of its own, made from the one that they have, and given to them.
//!
//! A user has one setup policy, and a list in a policy is replaced whole: ours is therefore a copy of what counts for them
//! now, with the app behind it. The tenant's own policy (`Global`) is never changed and never assigned over. Microsoft
//! means the admin center to be used for making policies, so that is the usual way, and this one is chosen.

mod look;
mod make;
mod plan;
mod words;

use async_trait::async_trait;
use domain::{Block, GroupId, Kind, Message, Outputs, TeamsAppPinSpec, UserRef, Wanted};
use microsoft::teams::{PolicySource, SetupPolicy};
use microsoft::{Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::step::{Applied, Cx, Described, Intent, Plan, Step};
use crate::{Problem, World};

/// See [`Kind::TeamsAppPin`].
pub(crate) struct TeamsAppPin;

/// What there is.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    /// The app, by the catalogue's id.
    app: String,
    /// Everybody for whom it is to be pinned.
    people: Vec<Person>,
    /// The group, if one is named.
    group: Option<Team>,
    /// Entries that name nobody in this tenant.
    unknown: Vec<String>,
    /// All setup policies.
    policies: Vec<SetupPolicy>,
    /// The next free rank among the groups that hold one.
    next_rank: u32,
}

/// A user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Person {
    user: UserRef,
    /// The policy that counts, without `Tag:`.
    policy: String,
    source: PolicySource,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Team {
    id: GroupId,
    name: String,
    /// The policy that it holds, without `Tag:`, and its rank.
    held: Option<(String, u32)>,
}

/// To whom a policy is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Target {
    /// A user.
    User(UserRef),
    /// A group.
    Group {
        /// Object id.
        id: GroupId,
        /// Display name.
        name: String,
        /// 1 is the strongest.
        rank: u32,
    },
}

/// What can be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    /// Make a policy like another, with the app pinned behind what that one pins.
    Make {
        /// Its name.
        policy: String,
        /// Like which one.
        like: String,
        /// Pinned apps in their order, ours last.
        pinned: Vec<String>,
        /// Installed apps.
        installed: Vec<String>,
        /// See [`SetupPolicy`].
        allow_user_pinning: bool,
        /// See [`SetupPolicy`].
        allow_side_loading: bool,
    },
    /// Give it.
    Give {
        /// To whom.
        to: Target,
        /// Which policy.
        policy: String,
        /// What they were given before and lose, with its rank for a group.
        replaces: Option<(String, u32)>,
    },
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Done {
    /// Made.
    Made {
        /// Its name.
        policy: String,
    },
    /// Given.
    Given {
        /// To whom.
        to: Target,
        /// Which policy.
        policy: String,
        /// What they had.
        before: Option<(String, u32)>,
    },
}

/// What was done; `None`: it was so already.
pub(crate) type Receipt = Option<Done>;

/// Names without `Tag:` are compared without case, as Teams does.
fn bare(identity: &str) -> &str {
    match identity.get(..4) {
        Some(tag) if tag.eq_ignore_ascii_case("tag:") => &identity[4..],
        _ => identity,
    }
}

fn same(one: &str, other: &str) -> bool {
    bare(one).eq_ignore_ascii_case(bare(other))
}

impl Found {
    fn policy(&self, name: &str) -> Option<&SetupPolicy> {
        self.policies.iter().find(|policy| same(&policy.identity, name))
    }

    fn pins(&self, name: &str) -> bool {
        self.policy(name).is_some_and(|policy| {
            policy.pinned_app_bar_apps.iter().any(|pinned| pinned.id.eq_ignore_ascii_case(&self.app))
        })
    }
}

#[async_trait]
impl Step for TeamsAppPin {
    type Spec = TeamsAppPinSpec;
    type Found = Found;
    type Change = Change;
    type Receipt = Receipt;
    const KIND: Kind = Kind::TeamsAppPin;

    fn spec(wanted: &Wanted) -> Option<&TeamsAppPinSpec> {
        match wanted {
            Wanted::TeamsAppPin(spec) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(cx: &Cx<'_>, spec: &TeamsAppPinSpec, world: &World<Read>) -> Result<Found, Problem> {
        look::look(cx, spec, world).await
    }

    fn plan(_: &Cx<'_>, spec: &TeamsAppPinSpec, found: &Found) -> Plan<Change> {
        plan::plan(spec, found)
    }

    fn outputs(_: &Cx<'_>, _: &TeamsAppPinSpec, _: &Found, _: &mut Outputs) {}

    fn describe(_: &Cx<'_>, _: &TeamsAppPinSpec, change: &Change) -> Described {
        words::describe(change)
    }

    /// It is recommended and not required, and has another usual way: no approval of everything covers it.
    fn alone(_: &Change) -> bool {
        true
    }

    fn expected(cx: &Cx<'_>, _: &TeamsAppPinSpec) -> Message {
        match &cx.outputs.teams_app {
            Some(app) => domain::msg("teams-app-pin-expected").text("name", app.name.clone()),
            None => domain::msg("teams-app-pin-expected-later"),
        }
    }

    fn seen(_: &Cx<'_>, _: &TeamsAppPinSpec, found: &Found) -> Message {
        words::seen(found)
    }

    fn blocks(_: &Cx<'_>, spec: &TeamsAppPinSpec, found: &Found, _: &Plan<Change>) -> Vec<Block> {
        words::blocks(spec, found)
    }

    async fn apply(
        _: &Cx<'_>,
        _: &TeamsAppPinSpec,
        change: &Change,
        world: &World<Write>,
        intent: &Intent<'_>,
    ) -> Result<Applied<Receipt>, Problem> {
        make::apply(change, world, intent).await
    }

    fn recover(_: &Cx<'_>, _: &TeamsAppPinSpec, found: &Found, change: &Change, _: Option<&Value>) -> Option<Receipt> {
        make::recover(found, change)
    }

    async fn undo(_: &Cx<'_>, receipt: &Receipt, world: &World<Write>) -> Result<(), Problem> {
        match receipt {
            Some(done) => Ok(make::undo(done, world).await?),
            None => Ok(()),
        }
    }

    async fn gone(_: &Cx<'_>, receipt: &Receipt, world: &World<Read>) -> Result<bool, Problem> {
        match receipt {
            Some(done) => Ok(make::gone(done, world).await?),
            None => Ok(true),
        }
    }

    fn undo_words(_: &Cx<'_>, receipt: &Receipt) -> Option<Described> {
        receipt.as_ref().map(words::undo)
    }
}
