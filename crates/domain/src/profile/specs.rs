//! What items want, kind by kind.

use serde::{Deserialize, Serialize};

use crate::{AppId, Condition, PermissionType, QuestionId, Template};

/// Signing in wants nothing of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignInSpec {}

/// Who must be ready for what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReadinessSpec {
    /// The question that names the organiser, where meetings are made in somebody's name.
    pub organiser: Option<QuestionId>,
    /// The question that names the user who must be refused.
    pub control: Option<QuestionId>,
    /// The question that names the account which the vendor's system signs in with.
    pub service_user: Option<QuestionId>,
}

/// The app's own service principal, and those of these APIs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ServicePrincipalSpec {
    /// Client ids of the APIs.
    pub resources: Vec<AppId>,
}

/// Requested permissions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ApiPermissionsSpec {
    /// A question about the vendor's own list of names: where it is answered, that list counts instead. Its permissions are of
    /// the first one's API and type.
    pub list: Option<QuestionId>,
    /// The permissions, by name.
    #[serde(rename = "permission")]
    pub permissions: Vec<PermissionSpec>,
}

/// One permission with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PermissionSpec {
    /// The API's client id.
    pub resource: AppId,
    /// Application or delegated.
    #[serde(rename = "type")]
    pub kind: PermissionType,
    /// Its name; or, with `choice`, the one used until the question is answered.
    pub name: String,
    /// The question whose answer is the name, where there is a choice.
    pub choice: Option<QuestionId>,
    /// Why the vendor needs it.
    pub why: String,
    /// Wanted only with these answers: a feature that can be switched on and off.
    pub when: Option<Condition>,
}

/// The certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CertificateSpec {
    /// E.g. `CN=TeamsMeetingsIntegration`.
    pub subject: String,
    /// RSA modulus length.
    pub key_bits: u32,
    /// Calendar years of validity, unless the tenant's policy allows less. Not with `days`.
    #[serde(default)]
    pub years: u32,
    /// Days of validity instead, for a certificate that is for a test only: nobody is reminded to renew it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// Name of the exported public file.
    pub file: String,
}

/// Consent to what the permissions item asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AdminConsentSpec {
    /// The question that names the one user for whom delegated permissions are granted; without it, everybody.
    pub user: Option<QuestionId>,
}

/// The Teams application access policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccessPolicySpec {
    /// Name without `Tag:`; may hold answers.
    pub name: Template,
    /// Description in Teams; may hold answers.
    pub description: Template,
    /// The question that names the users.
    pub users: QuestionId,
    /// The question for whom it is: `users` (each user of the list), `members` (each direct member of the group) or
    /// `group` (the group itself). Without it: users.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assign_to: Option<QuestionId>,
    /// The question that names the group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<QuestionId>,
    /// The question that names other apps which the policy is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub also_apps: Option<QuestionId>,
}

/// The meeting that is made and deleted again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MeetingTestSpec {
    /// Subject.
    pub subject: String,
    /// Minutes from now to the start.
    pub starts_in_minutes: u32,
    /// Length in minutes.
    pub minutes: u32,
    /// As whom.
    #[serde(default)]
    pub acting: Acting,
}

/// As whom a test acts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Acting {
    /// The app itself, for the organiser; and for the user who must be refused.
    #[default]
    App,
    /// The signed-in user, through the client that Handrail signs in with.
    SignedInUser,
}

/// What to watch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonitoringSpec {
    /// How many days back.
    pub days: u32,
    /// Failed sign-ins of the app in those days from which someone should look.
    pub failures: u32,
}
