//! How a scenario is written down. Unknown fields are refused, so that a misspelt one is not silently nothing.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::teams_apps::TeamsAppData;
use crate::state::{Lock, Oddities, SubscriptionState};

/// A scenario file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    /// Also the name of the file.
    pub(super) name: String,
    /// For people.
    pub(super) title: String,
    /// What is special, in a sentence or two.
    pub(super) about: String,
    /// The scenario that this one only changes: tables and lists of named things are merged, anything else is replaced.
    #[serde(default)]
    #[expect(dead_code, reason = "used before the merge, on the raw table")]
    pub(super) based_on: Option<String>,
    pub(super) tenant: TenantData,
    #[serde(default)]
    pub(super) policies: PolicyData,
    #[serde(default)]
    pub(super) oddities: Oddities,
    #[serde(default)]
    pub(super) sku: Vec<SkuData>,
    #[serde(default)]
    pub(super) user: Vec<UserData>,
    #[serde(default)]
    pub(super) group: Vec<GroupData>,
    #[serde(default)]
    pub(super) app: Vec<AppData>,
    #[serde(default)]
    pub(super) access_policy: Vec<AccessPolicyData>,
    #[serde(default)]
    pub(super) teams_app: Vec<TeamsAppData>,
    #[serde(default)]
    pub(super) consent: Vec<ConsentData>,
    #[serde(default)]
    pub(super) crowd: CrowdData,
    #[serde(default)]
    pub(super) azure: AzureData,
    #[serde(default)]
    pub(super) azure_role: Vec<AzureRoleData>,
    #[serde(default)]
    pub(super) subscription: Vec<SubscriptionData>,
    /// Client ids whose enterprise application is switched off.
    #[serde(default)]
    pub(super) disabled_clients: Vec<String>,
}

/// Many of the same, with made-up names: for trying how something behaves in a large tenant.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct CrowdData {
    /// Members beside the ones that are named.
    pub(super) users: u32,
    /// Names of SKUs, one for each user in turn; none: no licence.
    pub(super) licences: Vec<String>,
    /// App registrations with their enterprise applications.
    pub(super) apps: u32,
    /// Security groups, over which the users are spread.
    pub(super) groups: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TenantData {
    pub(super) display_name: String,
    /// `tenant_region_scope`.
    pub(super) region: String,
    /// Two letters.
    pub(super) country: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PolicyData {
    /// "Users can register applications".
    pub(super) users_may_create_apps: bool,
    /// ISO 8601; none: no limit.
    pub(super) certificate_max_lifetime: Option<String>,
    /// ISO 8601; none: no limit.
    pub(super) secret_max_lifetime: Option<String>,
    /// No client secrets at all.
    pub(super) forbid_secrets: bool,
    /// Certificates of listed authorities only.
    pub(super) trusted_certificates_only: bool,
    pub(super) security_defaults: bool,
    /// Users may ask an administrator for consent.
    pub(super) admin_consent_requests: bool,
    /// What `/identity/conditionalAccess/policies` lists. Whether a sign-in is stopped is `oddities.refused_sign_in`.
    pub(super) conditional_access: Vec<ConditionalAccessData>,
    /// Users may consent for themselves to what Microsoft calls harmless.
    pub(super) users_may_consent: bool,
}

/// A Conditional Access policy for everybody and every app.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConditionalAccessData {
    /// `displayName`; its id is made from it.
    pub(super) name: String,
    /// `block`, `mfa`, `compliantDevice`, …
    pub(super) controls: Vec<String>,
    /// Written down and not in force.
    #[serde(default)]
    pub(super) disabled: bool,
}

impl Default for PolicyData {
    fn default() -> Self {
        Self {
            users_may_create_apps: true,
            certificate_max_lifetime: None,
            secret_max_lifetime: None,
            forbid_secrets: false,
            trusted_certificates_only: false,
            security_defaults: false,
            admin_consent_requests: false,
            conditional_access: Vec::new(),
            users_may_consent: true,
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SkuData {
    /// `skuPartNumber`.
    pub(super) name: String,
    pub(super) id: String,
    pub(super) units: u32,
    #[serde(default)]
    pub(super) status: Option<String>,
    pub(super) plans: Vec<PlanData>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanData {
    pub(super) name: String,
    pub(super) id: String,
    #[serde(default)]
    pub(super) status: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UserData {
    /// The part of the UPN before the `@`.
    pub(super) name: String,
    pub(super) display_name: String,
    #[serde(default)]
    pub(super) job_title: Option<String>,
    /// Names of active roles.
    #[serde(default)]
    pub(super) roles: Vec<String>,
    /// Names of roles that could be activated.
    #[serde(default)]
    pub(super) eligible: Vec<String>,
    /// Names of SKUs.
    #[serde(default)]
    pub(super) licences: Vec<String>,
    /// Names of service plans switched off for this user.
    #[serde(default)]
    pub(super) plans_off: Vec<String>,
    /// Offered on the sign-in page.
    #[serde(default)]
    pub(super) sign_in: bool,
    #[serde(default)]
    pub(super) disabled: bool,
    /// Domain of the home tenant when this is a guest.
    #[serde(default)]
    pub(super) guest_of: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupData {
    pub(super) name: String,
    pub(super) display_name: String,
    /// Names of users.
    #[serde(default)]
    pub(super) members: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AppData {
    /// For the other entries of this file; its ids are made from it.
    pub(super) name: String,
    pub(super) display_name: String,
    #[serde(default)]
    pub(super) created_days_ago: u32,
    /// Registered in another tenant: only the enterprise application is here; without one it can be added.
    #[serde(default)]
    pub(super) elsewhere: bool,
    #[serde(default)]
    pub(super) publisher: Option<String>,
    /// Whether there is an enterprise application.
    #[serde(default = "yes")]
    pub(super) service_principal: bool,
    #[serde(default)]
    pub(super) unique_name: Option<String>,
    #[serde(default)]
    pub(super) tags: Vec<String>,
    /// Names of users.
    #[serde(default)]
    pub(super) owners: Vec<String>,
    #[serde(default)]
    pub(super) web_redirect_uris: Vec<String>,
    #[serde(default)]
    pub(super) public_redirect_uris: Vec<String>,
    /// Asked for, of Microsoft Graph.
    #[serde(default)]
    pub(super) application_permissions: Vec<String>,
    /// Asked for, of Microsoft Graph.
    #[serde(default)]
    pub(super) delegated_permissions: Vec<String>,
    /// Application permissions given.
    #[serde(default)]
    pub(super) granted: Vec<String>,
    /// Delegated permissions given for everybody.
    #[serde(default)]
    pub(super) granted_delegated: Vec<String>,
    #[serde(default)]
    pub(super) certificates: Vec<CertificateData>,
    #[serde(default)]
    pub(super) secrets: Vec<SecretData>,
    /// Its enterprise application is switched off.
    #[serde(default)]
    pub(super) disabled: bool,
}

/// A client secret that everybody may know.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SecretData {
    pub(super) name: String,
    pub(super) value: String,
    #[serde(default)]
    pub(super) expired_days_ago: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CertificateData {
    pub(super) name: String,
    /// Base64.
    pub(super) der: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccessPolicyData {
    /// Without `Tag:`; `Global` is the tenant's.
    pub(super) name: String,
    #[serde(default)]
    pub(super) description: Option<String>,
    /// Names of apps.
    #[serde(default)]
    pub(super) apps: Vec<String>,
    /// Names of apps whose object id was entered instead of the client id.
    #[serde(default)]
    pub(super) app_object_ids: Vec<String>,
    /// Names of users who hold it directly.
    #[serde(default)]
    pub(super) users: Vec<String>,
    /// Names of groups that hold it.
    #[serde(default)]
    pub(super) groups: Vec<String>,
    /// Given to the whole tenant.
    #[serde(default)]
    pub(super) tenant_wide: bool,
}

/// Delegated permissions of Microsoft Graph that an administrator once gave a client for everybody.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConsentData {
    /// For people, and for merging.
    pub(super) name: String,
    /// Client id of a service principal that is there.
    pub(super) client: String,
    pub(super) scopes: Vec<String>,
}

/// What is true of Azure beside the subscriptions.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AzureData {
    /// Names of Communication Services that other customers have.
    pub(super) taken_names: Vec<String>,
}

/// A role of Azure that the tenant made itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AzureRoleData {
    pub(super) name: String,
    /// `Microsoft.Communication/*/read`; `*` stands for anything.
    pub(super) actions: Vec<String>,
    #[serde(default)]
    pub(super) not_actions: Vec<String>,
}

/// An Azure subscription.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SubscriptionData {
    /// For merging; its id is made from it.
    pub(super) name: String,
    pub(super) display_name: String,
    #[serde(default)]
    pub(super) state: SubscriptionState,
    /// Held by another tenant: our tokens are refused, and it is in no list.
    #[serde(default)]
    pub(super) elsewhere: bool,
    /// Kind of offer, `subscriptionPolicies.quotaId`.
    #[serde(default = "pay_as_you_go")]
    pub(super) quota_id: String,
    /// `On`, `Off` or `CurrentPeriodOff`.
    #[serde(default = "off")]
    pub(super) spending_limit: String,
    /// Name of a user, group or app -> name of the role it holds on the whole subscription: `Owner`, `Contributor`, `Reader`,
    /// `User Access Administrator`, or one of `azure_role`. Directory roles count for nothing here.
    #[serde(default)]
    pub(super) access: BTreeMap<String, String>,
    /// Namespaces of registered resource providers, beside the ones that need no registration.
    #[serde(default)]
    pub(super) providers: Vec<String>,
    /// Resource groups.
    #[serde(default)]
    pub(super) group: Vec<ResourceGroupData>,
    /// Azure Policy that refuses.
    #[serde(default)]
    pub(super) policy: Vec<AzurePolicyData>,
    /// `CanNotDelete` or `ReadOnly`, on the whole of it.
    #[serde(default)]
    pub(super) lock: Option<Lock>,
    /// How many Communication Services it may hold.
    #[serde(default = "service_quota")]
    pub(super) service_quota: usize,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ResourceGroupData {
    pub(super) name: String,
    /// Region, canonical (`westeurope`).
    pub(super) location: String,
    #[serde(default)]
    pub(super) tags: BTreeMap<String, String>,
    /// As in the subscription, for this group only.
    #[serde(default)]
    pub(super) access: BTreeMap<String, String>,
    /// `CanNotDelete` or `ReadOnly`.
    #[serde(default)]
    pub(super) lock: Option<Lock>,
}

/// An assignment of Azure Policy. Without `required_tag` and `allowed_locations` it refuses everything of its types.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AzurePolicyData {
    pub(super) name: String,
    pub(super) display_name: String,
    /// Display name of the definition.
    pub(super) definition: String,
    /// What the refusal says.
    pub(super) reason: String,
    /// `Microsoft.Resources/subscriptions/resourceGroups`, `Microsoft.Communication/CommunicationServices`; empty: both.
    #[serde(default)]
    pub(super) types: Vec<String>,
    #[serde(default)]
    pub(super) required_tag: Option<String>,
    #[serde(default)]
    pub(super) allowed_locations: Vec<String>,
}

fn pay_as_you_go() -> String {
    "PayAsYouGo_2014-09-01".to_owned()
}

fn off() -> String {
    "Off".to_owned()
}

const fn service_quota() -> usize {
    100
}

const fn yes() -> bool {
    true
}
