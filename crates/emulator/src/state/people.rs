//! Users, groups, licences and directory roles.

use std::collections::{BTreeMap, BTreeSet};

use domain::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::replica::{Stamp, View};

/// A user of the tenant. Practice accounts have no password: whoever picks one on the sign-in page is it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// Object id.
    pub id: String,
    /// `userPrincipalName`.
    pub upn: String,
    /// `displayName`; in the hostile-names scenario anything.
    pub display_name: String,
    /// `Member` or `Guest`.
    pub user_type: String,
    /// `accountEnabled`.
    pub account_enabled: bool,
    /// Offered on the sign-in page.
    pub can_sign_in: bool,
    /// Template ids of the directory roles that are active (see [`super::roles`]).
    pub roles: BTreeSet<String>,
    /// Template ids of the roles that could be activated in PIM but are not active.
    pub eligible_roles: BTreeSet<String>,
    /// SKU ids assigned, each with the service plan ids that are switched off for this user.
    pub licences: BTreeMap<String, BTreeSet<String>>,
    /// Home tenant when this is a guest.
    pub home_tenant: Option<String>,
    /// When it was created.
    pub created_at: Timestamp,
    /// Further Graph properties as they are answered (`mail`, `jobTitle`, …); win over the ones made from the fields above.
    #[serde(default)]
    pub more: Map<String, Value>,
}

impl User {
    /// Whether the role with that template id is active.
    #[must_use]
    pub fn has_role(&self, template_id: &str) -> bool {
        self.roles.contains(template_id)
    }

    /// Guests belong to another tenant.
    #[must_use]
    pub fn is_guest(&self) -> bool {
        self.user_type == "Guest"
    }
}

/// A security or Microsoft 365 group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// Object id.
    pub id: String,
    /// `displayName`.
    pub display_name: String,
    /// Object ids of the direct members.
    pub members: BTreeSet<String>,
    /// Object ids of the owners.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub owners: BTreeSet<String>,
    /// What lagging replicas do not show yet.
    #[serde(default, skip_serializing_if = "GroupLag::is_empty")]
    pub lag: GroupLag,
    /// Further Graph properties (`securityEnabled`, `mailEnabled`, …).
    #[serde(default)]
    pub more: Map<String, Value>,
}

impl Group {
    /// Whether a read sees the group.
    #[must_use]
    pub fn is_seen(&self, view: View) -> bool {
        self.lag.made.is_none_or(|stamp| view.shows(stamp))
    }

    /// The direct members that a read sees.
    pub fn members_seen(&self, view: View) -> impl Iterator<Item = &String> {
        self.members.iter().filter(move |id| self.lag.joined.get(*id).is_none_or(|stamp| view.shows(*stamp)))
    }

    /// Takes a member in.
    pub fn join(&mut self, id: &str, stamp: Stamp) {
        self.members.insert(id.to_owned());
        self.lag.joined.insert(id.to_owned(), stamp);
    }

    /// A group that Microsoft 365 made a mailbox and a calendar for.
    #[must_use]
    pub fn is_unified(&self) -> bool {
        let types = self.more.get("groupTypes").and_then(Value::as_array);
        types.is_some_and(|types| types.iter().any(|kind| kind == "Unified"))
    }
}

/// When what is in a group was written; nothing for what was always there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupLag {
    /// The group itself.
    #[serde(default)]
    pub made: Option<Stamp>,
    /// Members by object id.
    #[serde(default)]
    pub joined: BTreeMap<String, Stamp>,
}

impl GroupLag {
    /// Whether everything was always there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.made.is_none() && self.joined.is_empty()
    }
}

/// A subscribed licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sku {
    /// `skuId`.
    pub id: String,
    /// `skuPartNumber`.
    pub part_number: String,
    /// `Enabled`, `Warning`, `Suspended` …
    pub capability_status: String,
    /// `prepaidUnits.enabled`.
    pub enabled_units: u32,
    /// What is in it.
    pub plans: Vec<ServicePlan>,
}

/// One service inside a licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServicePlan {
    /// `servicePlanId`.
    pub id: String,
    /// `servicePlanName`.
    pub name: String,
    /// `Success` or `Disabled`, … for the tenant.
    pub provisioning_status: String,
}
