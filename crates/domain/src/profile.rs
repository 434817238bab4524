//! An integration profile: a vendor's set-up as data. Read from TOML by the loader in [`crate::profile_file`].

mod specs;
mod teams_app;

use serde::{Deserialize, Serialize};

use crate::{
    AppRegistrationSpec, AzureCommunicationServicesSpec, ClientSecretSpec, Condition, ExposeApiSpec, Field, GoLiveSpec,
    HandoverSpec, ItemId, Kind, NetworkSpec, ProfileId, QuestionId, RevokeSpec, VendorConfirmationSpec, VendorValue,
    WebhookSpec,
};

pub use specs::*;
pub use teams_app::{TeamsAppPackageSpec, TeamsAppPinSpec};

/// The wanted end state of a tenant, item by item, each with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Profile {
    /// Version of this file's shape: 1.
    pub schema: u32,
    /// Lower-case letters, digits and `-`.
    pub id: ProfileId,
    /// The profile's own version, `major.minor.patch`.
    pub version: String,
    /// Title on Home.
    pub title: String,
    /// One sentence on Home.
    pub summary: String,
    /// Connects no vendor's app but helps Handrail itself: offered where it helps, not on Home.
    #[serde(default)]
    pub for_handrail: bool,
    /// Minutes for one person with all roles.
    pub minutes: u32,
    /// Directory roles needed over all, as Microsoft names them.
    pub roles: Vec<String>,
    /// What the admin must bring, a sentence each.
    pub needs: Vec<String>,
    /// What the app will be able to do, a sentence each.
    pub can: Vec<String>,
    /// What it will not be able to do, a sentence each.
    pub cannot: Vec<String>,
    /// What will be created, a sentence each.
    pub creates: Vec<String>,
    /// Permissions that the app must not hold; `*` at the end matches any rest.
    #[serde(default)]
    pub deny: Vec<String>,
    /// The vendor.
    pub vendor: Vendor,
    /// The document this profile comes from.
    pub source: Source,
    /// Sentences that belong on the last page and in the report.
    #[serde(default)]
    pub notes: Vec<String>,
    /// How to revoke, a sentence each.
    #[serde(default)]
    pub revoke: Vec<String>,
    /// What is asked before the start.
    #[serde(default, rename = "question")]
    pub questions: Vec<QuestionSpec>,
    /// The items, in order.
    #[serde(rename = "item")]
    pub items: Vec<Item>,
}

/// Who makes the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Vendor {
    /// Name, or what kind of vendor it is.
    pub name: String,
    /// Where support is, if the source tells.
    pub support: Option<String>,
}

/// The document that a profile comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Source {
    /// Title.
    pub title: String,
    /// For whom it was written.
    pub audience: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// As it says, e.g. `June 2026`.
    pub date: Option<String>,
    /// A heading for items that follow a checklist in it: they are shown with the numbers they have there.
    pub checklist: Option<String>,
}

/// A question asked before the start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuestionSpec {
    /// Id; the key in an answers file.
    pub id: QuestionId,
    /// What is entered.
    pub input: QuestionInput,
    /// Label of the field.
    pub label: String,
    /// Help beside the field.
    pub help: Option<String>,
    /// Whether one can go on without it.
    #[serde(default)]
    pub required: bool,
    /// Prefilled or preselected.
    pub default: Option<String>,
    /// Asked only if another question, which stands before it, is answered so.
    pub when: Option<Condition>,
    /// What counts as the answer as long as it is not asked.
    pub otherwise: Option<String>,
    /// Endings of the files that are meant, without the dot, for `input = "file"`.
    #[serde(default)]
    pub endings: Vec<String>,
    /// The options, for `input = "choice"`.
    #[serde(default, rename = "option")]
    pub options: Vec<OptionSpec>,
}

/// What a question wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum QuestionInput {
    /// One line of text.
    Text,
    /// One user of the tenant.
    User,
    /// Several users of the tenant.
    Users,
    /// One of the options.
    Choice,
    /// The DNS name of a server, without scheme and port.
    Host,
    /// An `https` address.
    Url,
    /// A TCP port.
    Port,
    /// One or several client ids.
    AppIds,
    /// A file: in an answers file its path, relative to that file.
    File,
    /// A group of the tenant, by its object id; searched by name in the window.
    Group,
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OptionSpec {
    /// Value in an answers file.
    pub value: String,
    /// The choice.
    pub label: String,
    /// Its consequence.
    pub note: Option<String>,
}

/// One item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Item {
    /// Id within the profile; the kind's name unless given.
    #[cfg_attr(feature = "schema", schemars(with = "Option<ItemId>"))]
    pub id: ItemId,
    /// The vendor's own number for it, where it differs from the position.
    pub source_step: Option<String>,
    /// Title, where the kind's own does not fit.
    pub title: Option<String>,
    /// Why it is needed, where the kind's own words do not fit.
    pub why: Option<String>,
    /// Wanted only with these answers.
    pub when: Option<Condition>,
    /// What is wanted.
    #[serde(flatten)]
    pub wanted: Wanted,
}

/// What an item wants, by kind: the rest of the `[[item]]` table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Wanted {
    /// See [`Kind::SignIn`].
    SignIn(SignInSpec),
    /// See [`Kind::Readiness`].
    Readiness(ReadinessSpec),
    /// See [`Kind::AppRegistration`].
    AppRegistration(AppRegistrationSpec),
    /// See [`Kind::ServicePrincipal`].
    ServicePrincipal(ServicePrincipalSpec),
    /// See [`Kind::ApiPermissions`].
    ApiPermissions(ApiPermissionsSpec),
    /// See [`Kind::Certificate`].
    Certificate(CertificateSpec),
    /// See [`Kind::ClientSecret`].
    ClientSecret(ClientSecretSpec),
    /// See [`Kind::ExposeApi`].
    ExposeApi(ExposeApiSpec),
    /// See [`Kind::AdminConsent`].
    AdminConsent(AdminConsentSpec),
    /// See [`Kind::TeamsAppPackage`].
    TeamsAppPackage(TeamsAppPackageSpec),
    /// See [`Kind::TeamsAppPin`].
    TeamsAppPin(TeamsAppPinSpec),
    /// See [`Kind::ApplicationAccessPolicy`].
    ApplicationAccessPolicy(AccessPolicySpec),
    /// See [`Kind::MeetingTest`].
    MeetingTest(MeetingTestSpec),
    /// See [`Kind::AzureCommunicationServices`].
    AzureCommunicationServices(AzureCommunicationServicesSpec),
    /// See [`Kind::Monitoring`].
    Monitoring(MonitoringSpec),
    /// See [`Kind::NetworkReachability`].
    NetworkReachability(NetworkSpec),
    /// See [`Kind::WebhookEndpoint`].
    WebhookEndpoint(WebhookSpec),
    /// See [`Kind::GoLive`].
    GoLive(GoLiveSpec),
    /// See [`Kind::VendorConfirmation`].
    VendorConfirmation(VendorConfirmationSpec),
    /// See [`Kind::Handover`].
    Handover(HandoverSpec),
    /// See [`Kind::Revoke`].
    Revoke(RevokeSpec),
}

impl Wanted {
    /// The kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::SignIn(_) => Kind::SignIn,
            Self::Readiness(_) => Kind::Readiness,
            Self::AppRegistration(_) => Kind::AppRegistration,
            Self::ServicePrincipal(_) => Kind::ServicePrincipal,
            Self::ApiPermissions(_) => Kind::ApiPermissions,
            Self::Certificate(_) => Kind::Certificate,
            Self::ClientSecret(_) => Kind::ClientSecret,
            Self::ExposeApi(_) => Kind::ExposeApi,
            Self::AdminConsent(_) => Kind::AdminConsent,
            Self::TeamsAppPackage(_) => Kind::TeamsAppPackage,
            Self::TeamsAppPin(_) => Kind::TeamsAppPin,
            Self::ApplicationAccessPolicy(_) => Kind::ApplicationAccessPolicy,
            Self::MeetingTest(_) => Kind::MeetingTest,
            Self::AzureCommunicationServices(_) => Kind::AzureCommunicationServices,
            Self::Monitoring(_) => Kind::Monitoring,
            Self::NetworkReachability(_) => Kind::NetworkReachability,
            Self::WebhookEndpoint(_) => Kind::WebhookEndpoint,
            Self::GoLive(_) => Kind::GoLive,
            Self::VendorConfirmation(_) => Kind::VendorConfirmation,
            Self::Handover(_) => Kind::Handover,
            Self::Revoke(_) => Kind::Revoke,
        }
    }
}

impl Wanted {
    /// Values for the vendor that it names: it waits for the items that give them.
    #[must_use]
    pub fn vendor_values(&self) -> Vec<VendorValue> {
        match self {
            Self::VendorConfirmation(spec) => spec.values(),
            Self::Handover(spec) => spec.values.clone(),
            _ => Vec::new(),
        }
    }

    /// See [`Kind::needs`]; more for a client that is added to what earlier items made.
    #[must_use]
    pub const fn needs(&self) -> &'static [Field] {
        match self {
            Self::ExposeApi(ExposeApiSpec::Client(_)) => Field::FOR_A_CLIENT,
            _ => self.kind().needs(),
        }
    }

    /// See [`Kind::gives`]; nothing for an item that extends what an earlier one gave.
    #[must_use]
    pub const fn gives(&self) -> &'static [Field] {
        match self {
            Self::ExposeApi(ExposeApiSpec::Client(_)) => &[],
            _ => self.kind().gives(),
        }
    }

    /// See [`Kind::uses`]; less for a test that the app has no part in.
    #[must_use]
    pub const fn uses(&self) -> &'static [Field] {
        match self {
            Self::MeetingTest(MeetingTestSpec { acting: Acting::SignedInUser, .. }) => &[Field::Grants],
            _ => self.kind().uses(),
        }
    }

    /// What the messages about it begin with, after `item-`: the kind's name, unless it means two things to a person.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::MeetingTest(MeetingTestSpec { acting: Acting::SignedInUser, .. }) => "meeting-test-user".to_owned(),
            Self::AppRegistration(AppRegistrationSpec { existing: Some(_), .. }) => {
                "app-registration-existing".to_owned()
            }
            Self::ExposeApi(ExposeApiSpec::Client(_)) => "expose-api-client".to_owned(),
            _ => self.kind().name().replace('_', "-"),
        }
    }
}
