//! Teams: application access policies, who has which, and meetings.

use std::collections::BTreeSet;

use domain::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::replica::{Replicated, Table};

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
    /// Online meetings by id.
    pub meetings: Table<Meeting>,
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
