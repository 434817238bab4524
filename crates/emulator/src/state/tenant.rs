//! The one struct that is the practice tenant.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::azure::Azure;
use super::catalog::CatalogApp;
use super::directory::{AppRoleAssignment, Deleted, Object, PermissionGrant, Policies};
use super::ids::IdSource;
use super::logs::LogEntry;
use super::oddities::Oddities;
use super::people::{Group, Sku, User};
use super::replica::{Stamp, Table};
use super::sessions::Sessions;
use super::subscriptions::ChangeSubscription;
use super::teams::Teams;

/// Tenant id of every practice tenant.
pub const TENANT_ID: &str = "7c0d4f3a-2b61-4e58-9a17-5d3e8f60c2b4";
/// Domain of every practice tenant.
pub const TENANT_DOMAIN: &str = "practice.handrail.example";
/// Display name of the practice tenant, unless the scenario names another.
pub const TENANT_NAME: &str = "Contoso Practice";

/// Log entries kept per log.
const KEPT_LOG_ENTRIES: usize = 5_000;

/// A whole tenant. Serialises as its snapshot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tenant {
    /// Name of the scenario it began as.
    pub scenario: String,
    /// Tenant id.
    pub id: String,
    /// Verified domains; the first is the primary one.
    pub domains: Vec<String>,
    /// The tenant's `displayName`.
    pub display_name: String,
    /// `tenant_region_scope` of discovery (`EU`, `NA`, …).
    pub region: String,
    /// Further properties of `/organization`.
    pub organization: Map<String, Value>,
    /// When the tenant was made, real time.
    pub created_at: Timestamp,
    /// Users by object id.
    pub users: BTreeMap<String, User>,
    /// Groups by object id.
    pub groups: BTreeMap<String, Group>,
    /// Licences by SKU id.
    pub skus: BTreeMap<String, Sku>,
    /// Object ids of the activated directory roles, by template id.
    pub directory_roles: BTreeMap<String, String>,
    /// Applications by object id.
    pub applications: Table<Object>,
    /// Service principals by object id.
    pub service_principals: Table<Object>,
    /// Apps of other tenants that may be added to this one, by client id: their service principals as they will be, without
    /// an id.
    #[serde(default)]
    pub offered: BTreeMap<String, Object>,
    /// Application permissions given, by assignment id.
    pub app_role_assignments: Table<AppRoleAssignment>,
    /// Delegated permissions given, by grant id.
    pub grants: Table<PermissionGrant>,
    /// Soft-deleted objects by object id.
    pub deleted: Table<Deleted>,
    /// The tenant's policies.
    pub policies: Policies,
    /// The Teams side.
    pub teams: Teams,
    /// The Azure side.
    #[serde(default)]
    pub azure: Azure,
    /// The organisation's catalogue of Teams apps, by the catalogue's id.
    #[serde(default)]
    pub catalog: Table<CatalogApp>,
    /// Subscriptions to change notifications, by id.
    #[serde(default)]
    pub subscriptions: BTreeMap<String, ChangeSubscription>,
    /// `/auditLogs/directoryAudits`, oldest first.
    pub audits: Vec<LogEntry>,
    /// `/auditLogs/signIns`, oldest first.
    pub sign_ins: Vec<LogEntry>,
    /// Switchable behaviours.
    pub oddities: Oddities,
    /// Sign-ins that are not finished, and refresh tokens.
    pub sessions: Sessions,
    /// Where ids come from.
    pub ids: IdSource,
    /// Anything that Graph or Teams want to remember by a name of its own and that has no place above.
    #[serde(default)]
    pub drawers: BTreeMap<String, Value>,
}

impl Tenant {
    /// The primary domain.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.domains.first().map_or(TENANT_DOMAIN, String::as_str)
    }

    /// A fresh GUID.
    pub fn new_id(&mut self) -> String {
        self.ids.guid()
    }

    /// The stamp for writes made now; `delays_now` from [`crate::Emulator::delays_now`] or the `Moment` of a write.
    #[must_use]
    pub const fn stamp(&self, delays_now: Timestamp) -> Stamp {
        Stamp { written: delays_now, lag_ms: self.oddities.replication_ms }
    }

    /// A user by object id or, ignoring case, by UPN.
    #[must_use]
    pub fn user(&self, id_or_upn: &str) -> Option<&User> {
        self.users.get(id_or_upn).or_else(|| self.users.values().find(|user| user.upn.eq_ignore_ascii_case(id_or_upn)))
    }

    /// Object ids of the groups that the user is in.
    #[must_use]
    pub fn groups_of(&self, user_id: &str) -> BTreeSet<String> {
        self.groups.values().filter(|group| group.members.contains(user_id)).map(|group| group.id.clone()).collect()
    }

    /// Object ids of the groups that somebody is in, directly or through other groups.
    #[must_use]
    pub fn all_groups_of(&self, id: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut open = vec![id.to_owned()];
        while let Some(inner) = open.pop() {
            open.extend(self.groups_of(&inner).into_iter().filter(|group| found.insert(group.clone())));
        }
        found
    }

    /// Whether a service plan is active for the user: the SKU is assigned and enabled, and the plan is off neither for the
    /// tenant nor for the user.
    #[must_use]
    pub fn has_plan(&self, user: &User, plan_id: &str) -> bool {
        user.licences.iter().any(|(sku, disabled)| {
            !disabled.contains(plan_id)
                && self.skus.get(sku).is_some_and(|sku| {
                    matches!(sku.capability_status.as_str(), "Enabled" | "Warning")
                        && sku.plans.iter().any(|plan| plan.id == plan_id && plan.provisioning_status == "Success")
                })
        })
    }

    /// An application by client id, as it really is.
    #[must_use]
    pub fn application_by_app_id(&self, app_id: &str) -> Option<(&str, &Object)> {
        self.applications.all().find(|(_, app)| app.text("appId").eq_ignore_ascii_case(app_id))
    }

    /// A service principal by client id, as it really is.
    #[must_use]
    pub fn service_principal_by_app_id(&self, app_id: &str) -> Option<(&str, &Object)> {
        self.service_principals.all().find(|(_, sp)| sp.text("appId").eq_ignore_ascii_case(app_id))
    }

    /// Whether the app may act for the user as Teams' meeting service knows it now.
    #[must_use]
    pub fn access_in_force(&self, app_id: &str, user_id: &str, delays_now: Timestamp) -> bool {
        let at = delays_now - Duration::from_secs(self.oddities.policy_delay_seconds);
        self.teams.in_force(app_id, user_id, &self.groups_of(user_id), at)
    }

    /// Appends to `/auditLogs/directoryAudits`.
    pub fn audit(&mut self, entry: LogEntry) {
        append(&mut self.audits, entry);
    }

    /// Appends to `/auditLogs/signIns`.
    pub fn log_sign_in(&mut self, entry: LogEntry) {
        append(&mut self.sign_ins, entry);
    }
}

fn append(log: &mut Vec<LogEntry>, entry: LogEntry) {
    if log.len() >= KEPT_LOG_ENTRIES {
        log.remove(0);
    }
    log.push(entry);
}
