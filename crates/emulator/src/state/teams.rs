//! Teams: application access policies, who has which, and meetings.

use std::collections::BTreeSet;

use domain::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::replica::{Replicated, Stamp, Table};

/// An application access policy: the apps in it may act for whoever holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct AccessPolicy {
    /// `Tag:NAME`, or `Global` for the built-in one.
    pub identity: String,
    /// Client ids, in the order they were added.
    pub app_ids: Vec<String>,
    /// Description, may be absent.
    pub description: Option<String>,
}

/// A policy given to a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct GroupAssignment {
    /// Identity of the policy.
    pub policy: String,
    /// 1 is the strongest.
    pub rank: u32,
}

/// The Teams side of the tenant. Teams learns of a change only after `oddities.policy_delay_seconds`: what is *in force* is
/// what was written by then ([`Teams::in_force`]), what the cmdlets *show* is the present state.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Teams {
    /// Application access policies by identity (`Tag:NAME`, `Global`).
    pub access_policies: Table<AccessPolicy>,
    /// User object id -> identity of the policy given directly.
    pub user_assignments: Table<String>,
    /// Group object id -> policy.
    pub group_assignments: Table<GroupAssignment>,
    /// Identity of the policy for the whole tenant when not `Global` itself.
    pub tenant_assignment: Replicated<String>,
    /// App setup policies by identity.
    #[serde(default)]
    pub setup_policies: Table<SetupPolicy>,
    /// Who holds which of them.
    #[serde(default)]
    pub setup_holders: Holders,
    /// Online meetings by id.
    pub meetings: Table<Meeting>,
}

/// An app setup policy: what is pinned and installed for whoever holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct SetupPolicy {
    /// `Tag:NAME`, or `Global` for the tenant's.
    pub identity: String,
    /// Description, may be absent.
    pub description: Option<String>,
    /// Users may upload apps of their own.
    pub allow_side_loading: bool,
    /// Users may pin apps themselves.
    pub allow_user_pinning: bool,
    /// Pinned to the app bar, in this order.
    pub pinned_app_bar_apps: Vec<PinnedApp>,
    /// Installed for everybody: ids of apps.
    pub app_preset_list: Vec<String>,
}

/// An app at its place in the app bar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct PinnedApp {
    /// Id of the app in the catalogue.
    pub id: String,
    /// From 1.
    pub order: u32,
}

/// Who holds which policy of one type.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Holders {
    /// User object id -> identity.
    users: Table<String>,
    /// Group object id -> identity and rank.
    groups: Table<GroupAssignment>,
}

impl Holders {
    /// Which policy counts for the user as of that moment: direct before group (by rank). None: the tenant's.
    #[must_use]
    pub fn held_as_of(&self, user: &str, groups: &BTreeSet<String>, at: Timestamp) -> Option<(&str, AssignmentKind)> {
        if let Some(identity) = self.users.as_of(user, at) {
            return Some((identity, AssignmentKind::Direct));
        }
        let strongest = groups.iter().filter_map(|group| self.groups.as_of(group, at)).min_by_key(|held| held.rank);
        strongest.map(|held| (held.policy.as_str(), AssignmentKind::Group))
    }

    /// Whether anybody holds it.
    #[must_use]
    pub fn is_held(&self, identity: &str) -> bool {
        self.users.all().any(|(_, held)| held == identity) || self.groups.all().any(|(_, held)| held.policy == identity)
    }

    /// Gives a user a policy, or takes it.
    pub fn give_user(&mut self, user: String, identity: Option<String>, stamp: Stamp) {
        match identity {
            Some(identity) => self.users.write(user, identity, stamp),
            None => {
                self.users.delete(&user, stamp);
            }
        }
    }

    /// Gives a group a policy, or takes it.
    pub fn give_group(&mut self, group: String, held: Option<GroupAssignment>, stamp: Stamp) {
        match held {
            Some(held) => self.groups.write(group, held, stamp),
            None => {
                self.groups.delete(&group, stamp);
            }
        }
    }

    /// Groups that held one at that moment, with identity and rank.
    pub fn groups_as_of(&self, at: Timestamp) -> impl Iterator<Item = (&str, &GroupAssignment)> {
        self.groups.all_as_of(at)
    }

    /// Users who hold one directly, with its identity.
    pub fn users(&self) -> impl Iterator<Item = (&str, &String)> {
        self.users.all()
    }

    /// Groups that hold one, with identity and rank.
    pub fn groups(&self) -> impl Iterator<Item = (&str, &GroupAssignment)> {
        self.groups.all()
    }
}

/// How a user comes to a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AssignmentKind {
    /// Given to the user.
    Direct,
    /// Given to a group that the user is in.
    Group,
    /// The tenant's.
    Global,
}

impl Teams {
    /// Which policy counts for the user as of that moment: direct before group (by rank) before the tenant's. `groups` are
    /// the object ids of the user's groups.
    #[must_use]
    pub fn policy_as_of(
        &self,
        user: &str,
        groups: &BTreeSet<String>,
        at: Timestamp,
    ) -> Option<(&AccessPolicy, AssignmentKind)> {
        if let Some(policy) = self.user_assignments.as_of(user, at).and_then(|id| self.access_policies.as_of(id, at)) {
            return Some((policy, AssignmentKind::Direct));
        }
        let strongest =
            groups.iter().filter_map(|group| self.group_assignments.as_of(group, at)).min_by_key(|held| held.rank);
        if let Some(policy) = strongest.and_then(|held| self.access_policies.as_of(&held.policy, at)) {
            return Some((policy, AssignmentKind::Group));
        }
        let tenant = self.tenant_assignment.as_of(at).map_or("Global", String::as_str);
        self.access_policies.as_of(tenant, at).map(|policy| (policy, AssignmentKind::Global))
    }

    /// Whether the app may act for the user, as Teams' meeting service knows it at that moment
    /// (`delays_now - policy delay`).
    #[must_use]
    pub fn in_force(&self, app_id: &str, user: &str, groups: &BTreeSet<String>, at: Timestamp) -> bool {
        self.policy_as_of(user, groups, at)
            .is_some_and(|(policy, _)| policy.app_ids.iter().any(|id| id.eq_ignore_ascii_case(app_id)))
    }
}

/// An online meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Meeting {
    /// Object id of the organiser.
    pub organiser: String,
    /// Client id of the app that made it.
    pub made_by: String,
    /// When, real time.
    pub created_at: Timestamp,
    /// The Graph `onlineMeeting`.
    pub json: Map<String, Value>,
}
