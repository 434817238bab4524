//! Azure: subscriptions, who may do what in them, resource groups and Communication Services.
//!
//! Nothing here is replicated and nothing runs: what takes time has the moment at which it will be over, on the clock of
//! delays, and whoever reads compares ([`CommunicationService::state`], [`Registration::state`]).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::Duration;

use domain::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Operations are answered this long after their end.
const KEPT_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// The tenant's Azure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Azure {
    /// Subscriptions by id, lower case.
    pub subscriptions: BTreeMap<String, Subscription>,
    /// Roles that the tenant made itself; the built-in ones are always there.
    pub custom_roles: Vec<AzureRole>,
    /// Who holds which role where.
    pub role_assignments: Vec<AzureRoleAssignment>,
    /// Long-running operations by id.
    pub operations: BTreeMap<String, AzureOperation>,
    /// Names of Communication Services of other customers, lower case: host names are the world's.
    pub taken_names: BTreeSet<String>,
}

impl Azure {
    /// Forgets what has been deleted and what has long been over.
    pub fn tidy(&mut self, now: Timestamp) {
        self.operations.retain(|_, operation| now.since(operation.ends) < KEPT_FOR);
        for subscription in self.subscriptions.values_mut() {
            subscription.groups.retain(|_, group| group.is_there(now));
            for group in subscription.groups.values_mut() {
                group.services.retain(|_, service| service.is_there(now));
            }
        }
    }

    /// Whether any subscription has a Communication Service of that name.
    #[must_use]
    pub fn has_service(&self, name: &str, now: Timestamp) -> bool {
        let groups = self.subscriptions.values().flat_map(|subscription| subscription.groups_at(now));
        groups.flat_map(|group| group.services_at(now)).any(|service| service.name.eq_ignore_ascii_case(name))
    }
}

/// A subscription.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// `subscriptionId`.
    pub id: String,
    /// `displayName`.
    pub display_name: String,
    /// Tenant that holds it; another one than ours refuses our tokens.
    pub tenant_id: String,
    /// What may be done in it.
    pub state: SubscriptionState,
    /// `subscriptionPolicies.quotaId`: the kind of offer.
    pub quota_id: String,
    /// `On`, `Off` or `CurrentPeriodOff`.
    pub spending_limit: String,
    /// Registrations of resource providers by namespace, lower case; none: never registered.
    #[serde(default)]
    pub providers: BTreeMap<String, Registration>,
    /// Resource groups by name, lower case.
    #[serde(default)]
    pub groups: BTreeMap<String, ResourceGroup>,
    /// Azure Policy.
    #[serde(default)]
    pub policies: Vec<AzurePolicy>,
    /// A lock on the whole of it.
    #[serde(default)]
    pub lock: Option<Lock>,
    /// How many Communication Services it may hold.
    pub service_quota: usize,
}

impl Subscription {
    /// The group of that name, unless its deletion is over.
    #[must_use]
    pub fn group(&self, name: &str, now: Timestamp) -> Option<&ResourceGroup> {
        self.groups.get(&name.to_lowercase()).filter(|group| group.is_there(now))
    }

    /// Groups that are there.
    pub fn groups_at(&self, now: Timestamp) -> impl Iterator<Item = &ResourceGroup> {
        self.groups.values().filter(move |group| group.is_there(now))
    }

    /// `registrationState` of a namespace.
    #[must_use]
    pub fn registration(&self, namespace: &str, now: Timestamp) -> &'static str {
        self.providers.get(&namespace.to_lowercase()).map_or("NotRegistered", |registration| registration.state(now))
    }
}

/// State of a subscription.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SubscriptionState {
    /// All is well.
    #[default]
    Enabled,
    /// Will be disabled unless somebody pays; everything still works.
    Warned,
    /// The bill is late; everything still works.
    PastDue,
    /// Read only.
    Disabled,
    /// Read only, and soon gone.
    Deleted,
}

impl SubscriptionState {
    /// As Azure writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Enabled => "Enabled",
            Self::Warned => "Warned",
            Self::PastDue => "PastDue",
            Self::Disabled => "Disabled",
            Self::Deleted => "Deleted",
        }
    }

    /// Whether writes are refused.
    #[must_use]
    pub const fn is_read_only(self) -> bool {
        matches!(self, Self::Disabled | Self::Deleted)
    }
}

/// Registration of a resource provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Registration {
    /// What was asked for last: register or unregister.
    pub wanted: bool,
    /// When it will have happened, on the clock of delays.
    pub settles: Timestamp,
}

impl Registration {
    /// `registrationState`.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> &'static str {
        match (self.wanted, now < self.settles) {
            (true, true) => "Registering",
            (true, false) => "Registered",
            (false, true) => "Unregistering",
            (false, false) => "Unregistered",
        }
    }
}

/// A resource group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceGroup {
    /// As it was written when it was made.
    pub name: String,
    /// Region, canonical (`westeurope`); never changes.
    pub location: String,
    /// Tags.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
    /// A lock on it and on everything in it.
    #[serde(default)]
    pub lock: Option<Lock>,
    /// Communication Services by name, lower case.
    #[serde(default)]
    pub services: BTreeMap<String, CommunicationService>,
    /// When it will be gone with all that is in it, on the clock of delays.
    #[serde(default)]
    pub gone: Option<Timestamp>,
}

impl ResourceGroup {
    /// Not deleted, or not yet.
    #[must_use]
    pub fn is_there(&self, now: Timestamp) -> bool {
        self.gone.is_none_or(|gone| now < gone)
    }

    /// The Communication Service of that name, unless its deletion is over.
    #[must_use]
    pub fn service(&self, name: &str, now: Timestamp) -> Option<&CommunicationService> {
        self.services.get(&name.to_lowercase()).filter(|service| service.is_there(now))
    }

    /// Communication Services that are there.
    pub fn services_at(&self, now: Timestamp) -> impl Iterator<Item = &CommunicationService> {
        self.services.values().filter(move |service| service.is_there(now))
    }
}

/// A management lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lock {
    /// May be changed, not deleted.
    CanNotDelete,
    /// May be read only; reading keys counts as a write.
    ReadOnly,
}

/// An assignment of Azure Policy with the effect "deny".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AzurePolicy {
    /// `policyAssignmentName`.
    pub name: String,
    /// `policyAssignmentDisplayName`.
    pub display_name: String,
    /// `policyDefinitionDisplayName`.
    pub definition: String,
    /// What a refusal gives as its reason.
    pub reason: String,
    /// Resource types that it judges; empty: all.
    #[serde(default)]
    pub types: Vec<String>,
    /// Refuses what lacks this tag.
    #[serde(default)]
    pub required_tag: Option<String>,
    /// Refuses what lies elsewhere; resources without a region (`global`) are let through.
    #[serde(default)]
    pub allowed_locations: Vec<String>,
}

/// A role of Azure's own access control; directory roles are no part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AzureRole {
    /// Id of the definition, a GUID.
    pub id: String,
    /// `roleName`.
    pub name: String,
    /// Allowed; `*` stands for anything.
    pub actions: Vec<String>,
    /// Taken out of `actions`.
    #[serde(default)]
    pub not_actions: Vec<String>,
}

/// Somebody holds a role somewhere, and below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AzureRoleAssignment {
    /// Id of the assignment, a GUID.
    pub id: String,
    /// `/`, `/subscriptions/…` or `/subscriptions/…/resourceGroups/…`.
    pub scope: String,
    /// Object id of a user, group or service principal.
    pub principal_id: String,
    /// `User`, `Group` or `ServicePrincipal`.
    pub principal_type: String,
    /// Id of the role definition.
    pub role_id: String,
}

/// A Communication Services resource.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CommunicationService {
    /// As it was written when it was made.
    pub name: String,
    /// Tags.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
    /// `identity`, when one was asked for.
    #[serde(default)]
    pub identity: Option<Value>,
    /// Where data rests; never changes.
    pub data_location: String,
    /// `immutableResourceId`; the Teams allow list wants this one.
    pub immutable_id: String,
    /// Resource ids of e-mail domains.
    #[serde(default)]
    pub linked_domains: Vec<String>,
    /// `Enabled`, `Disabled` or `SecuredByPerimeter`.
    pub public_network_access: String,
    /// Keys are still listed, and do not work.
    #[serde(default)]
    pub disable_local_auth: bool,
    /// First key.
    pub primary_key: AccessKey,
    /// Second key.
    pub secondary_key: AccessKey,
    /// Real time.
    pub created_at: Timestamp,
    /// UPN or client id of the one who made it.
    pub created_by: String,
    /// `User` or `Application`.
    pub created_by_type: String,
    /// When it was asked for, on the clock of delays.
    pub began: Timestamp,
    /// When it will be there, on the clock of delays.
    pub ready: Timestamp,
    /// How making it will end when it does not succeed.
    #[serde(default)]
    pub fault: Option<Fault>,
    /// When it will be gone, on the clock of delays.
    #[serde(default)]
    pub gone: Option<Timestamp>,
}

impl CommunicationService {
    /// Not deleted, or not yet.
    #[must_use]
    pub fn is_there(&self, now: Timestamp) -> bool {
        self.gone.is_none_or(|gone| now < gone)
    }

    /// `provisioningState`.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> &'static str {
        match (self.gone, now < self.ready, &self.fault) {
            (Some(_), _, _) => "Deleting",
            (None, true, _) => "Creating",
            (None, false, Some(_)) => "Failed",
            (None, false, None) => "Succeeded",
        }
    }

    /// `hostName`: the first label is the name, so names are unique in the world.
    #[must_use]
    pub fn host_name(&self) -> String {
        let region = self.data_location.to_lowercase().replace(' ', "");
        format!("{}.{region}.communication.azure.com", self.name.to_lowercase())
    }
}

/// An access key. Stands in the snapshot, which only its owner can read, and in the answers that list keys: nowhere else.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccessKey(String);

impl AccessKey {
    /// Base64 of 64 bytes, as Azure makes them.
    #[must_use]
    pub const fn new(base64: String) -> Self {
        Self(base64)
    }

    /// For the answer to whoever may list keys.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessKey(…)")
    }
}

/// How an operation fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// `error.code`.
    pub code: String,
    /// `error.message`.
    pub message: String,
}

/// A long-running operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AzureOperation {
    /// Id of the group it works in: following it needs a right there.
    pub scope: String,
    /// Real time.
    pub started_at: Timestamp,
    /// On the clock of delays.
    pub began: Timestamp,
    /// On the clock of delays.
    pub ends: Timestamp,
    /// None when it will succeed.
    #[serde(default)]
    pub fault: Option<Fault>,
}
