//! The step kinds, as one closed set, and what each hands to the next.

use serde::{Deserialize, Serialize};

/// One variant per step kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Kind {
    /// An admin session in the chosen tenant.
    SignIn,
    /// What the tenant, the account and this computer bring along.
    Readiness,
    /// The application and its settings.
    AppRegistration,
    /// The app's presence in the tenant, and that of the APIs it uses.
    ServicePrincipal,
    /// Requested permissions, by name.
    ApiPermissions,
    /// Key pair and certificate.
    Certificate,
    /// A client secret.
    ClientSecret,
    /// The app's own address and scope, and clients that need no consent for it.
    ExposeApi,
    /// Grants, and the proof that a fresh token carries them.
    AdminConsent,
    /// A Teams app package: checked, published, and usable.
    TeamsAppPackage,
    /// The Teams app pinned for people, by an app setup policy.
    TeamsAppPin,
    /// The Teams application access policy and who holds it.
    ApplicationAccessPolicy,
    /// A meeting made and refused.
    MeetingTest,
    /// An Azure Communication Services resource, and its connection string in the keychain.
    AzureCommunicationServices,
    /// Sign-ins, failures, changes of the last days.
    Monitoring,
    /// Hosts that must be reachable, from here and from the vendor's server.
    NetworkReachability,
    /// The vendor's notification endpoint, proved by a subscription.
    WebhookEndpoint,
    /// What only a person can confirm.
    GoLive,
    /// What only a person can see at the vendor's.
    VendorConfirmation,
    /// An encrypted file for the vendor.
    Handover,
    /// Taking access away, when the admin wants to.
    Revoke,
}

impl Kind {
    /// All kinds, in the order of the variants.
    pub const ALL: [Self; 21] = [
        Self::SignIn,
        Self::Readiness,
        Self::AppRegistration,
        Self::ServicePrincipal,
        Self::ApiPermissions,
        Self::Certificate,
        Self::ClientSecret,
        Self::ExposeApi,
        Self::AdminConsent,
        Self::TeamsAppPackage,
        Self::TeamsAppPin,
        Self::ApplicationAccessPolicy,
        Self::MeetingTest,
        Self::AzureCommunicationServices,
        Self::Monitoring,
        Self::NetworkReachability,
        Self::WebhookEndpoint,
        Self::GoLive,
        Self::VendorConfirmation,
        Self::Handover,
        Self::Revoke,
    ];

    /// The name in profiles, in the journal and in message ids (there with `-`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Readiness => "readiness",
            Self::AppRegistration => "app_registration",
            Self::ServicePrincipal => "service_principal",
            Self::ApiPermissions => "api_permissions",
            Self::Certificate => "certificate",
            Self::ClientSecret => "client_secret",
            Self::ExposeApi => "expose_api",
            Self::AdminConsent => "admin_consent",
            Self::TeamsAppPackage => "teams_app_package",
            Self::TeamsAppPin => "teams_app_pin",
            Self::ApplicationAccessPolicy => "application_access_policy",
            Self::MeetingTest => "meeting_test",
            Self::AzureCommunicationServices => "azure_communication_services",
            Self::Monitoring => "monitoring",
            Self::NetworkReachability => "network_reachability",
            Self::WebhookEndpoint => "webhook_endpoint",
            Self::GoLive => "go_live",
            Self::VendorConfirmation => "vendor_confirmation",
            Self::Handover => "handover",
            Self::Revoke => "revoke",
        }
    }

    /// Outputs of earlier items that this kind cannot work without. A profile's order is checked against it.
    /// What it needs only where the profile has it is in [`Kind::uses`].
    #[must_use]
    pub const fn needs(self) -> &'static [Field] {
        use Field::{App, Permissions, ServicePrincipal, Session, TeamsApp};
        match self {
            Self::SignIn => &[],
            Self::Readiness | Self::AppRegistration => &[Session],
            Self::ServicePrincipal
            | Self::ApiPermissions
            | Self::Certificate
            | Self::ClientSecret
            | Self::ExposeApi
            | Self::ApplicationAccessPolicy => &[Session, App],
            Self::AdminConsent => &[Session, App, ServicePrincipal, Permissions],
            Self::Monitoring | Self::Revoke => &[Session, App, ServicePrincipal],
            Self::NetworkReachability => &[],
            Self::MeetingTest
            | Self::WebhookEndpoint
            | Self::AzureCommunicationServices
            | Self::GoLive
            | Self::TeamsAppPackage
            | Self::VendorConfirmation
            | Self::Handover => &[Session],
            Self::TeamsAppPin => &[Session, TeamsApp],
        }
    }

    /// Outputs that this kind waits for where an earlier item of the profile gives them, and does without where none does:
    /// consent is proved by a token, which takes a credential, but not every profile has one.
    #[must_use]
    pub const fn uses(self) -> &'static [Field] {
        use Field::{Api, App, Certificate, ClientSecret, Grants, Organiser, Policy};
        match self {
            Self::AdminConsent => &[Certificate, ClientSecret],
            Self::MeetingTest => &[App, Certificate, ClientSecret, Grants, Policy, Organiser],
            Self::SignIn
            | Self::Readiness
            | Self::AppRegistration
            | Self::ServicePrincipal
            | Self::ApiPermissions
            | Self::Certificate
            | Self::ClientSecret
            | Self::ExposeApi
            | Self::ApplicationAccessPolicy
            | Self::AzureCommunicationServices
            | Self::Monitoring
            | Self::TeamsAppPin
            | Self::NetworkReachability
            | Self::WebhookEndpoint
            | Self::GoLive
            | Self::VendorConfirmation
            | Self::Handover
            | Self::Revoke => &[],
            Self::TeamsAppPackage => &[App, Api],
        }
    }

    /// Outputs that this kind writes, and no other does.
    #[must_use]
    pub const fn gives(self) -> &'static [Field] {
        match self {
            Self::SignIn => &[Field::Session],
            Self::Readiness => &[Field::Organiser],
            Self::AppRegistration => &[Field::App],
            Self::ServicePrincipal => &[Field::ServicePrincipal],
            Self::ApiPermissions => &[Field::Permissions],
            Self::Certificate => &[Field::Certificate, Field::VendorCertificate],
            Self::ClientSecret => &[Field::ClientSecret],
            Self::ExposeApi => &[Field::Api],
            Self::AdminConsent => &[Field::Grants],
            Self::TeamsAppPackage => &[Field::TeamsApp],
            Self::ApplicationAccessPolicy => &[Field::Policy],
            Self::AzureCommunicationServices => &[Field::Communication],
            Self::TeamsAppPin
            | Self::MeetingTest
            | Self::Monitoring
            | Self::NetworkReachability
            | Self::WebhookEndpoint
            | Self::GoLive
            | Self::VendorConfirmation
            | Self::Handover
            | Self::Revoke => &[],
        }
    }
}

impl Kind {
    /// How an item of this kind is done unless a person chooses otherwise.
    #[must_use]
    pub const fn usual_way(self) -> crate::Way {
        match self {
            // Microsoft's pages for these cmdlets send people to the admin center for making and changing setup policies.
            Self::TeamsAppPin => crate::Way::ShowMe,
            _ => crate::Way::DoIt,
        }
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// The outputs that items hand on (see [`crate::Outputs`]); each written by exactly one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Field {
    /// Tenant and account.
    Session,
    /// Organiser and control user, resolved to ids.
    Organiser,
    /// Client id and object id of the app registration.
    App,
    /// The enterprise app, and those of the resource APIs.
    ServicePrincipal,
    /// Permissions resolved to ids.
    Permissions,
    /// The certificate in use and where its key is.
    Certificate,
    /// A certificate whose key the vendor made, where there is one.
    VendorCertificate,
    /// The client secret in use and where its text is.
    ClientSecret,
    /// The app's own address and scope.
    Api,
    /// The grants in force.
    Grants,
    /// The access policy and its holders.
    Policy,
    /// The Teams app in the organisation's catalogue.
    TeamsApp,
    /// The Communication Services resource.
    Communication,
}

impl Field {
    /// What an item needs that adds a Teams app to the clients of the app's own scope.
    pub(crate) const FOR_A_CLIENT: &'static [Self] = &[Self::Session, Self::App, Self::Api, Self::TeamsApp];

    /// The name in messages about a profile's order.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Organiser => "organiser",
            Self::App => "app",
            Self::ServicePrincipal => "service_principal",
            Self::Permissions => "permissions",
            Self::Certificate => "certificate",
            Self::VendorCertificate => "vendor_certificate",
            Self::ClientSecret => "client_secret",
            Self::Api => "api",
            Self::Grants => "grants",
            Self::Policy => "policy",
            Self::TeamsApp => "teams_app",
            Self::Communication => "communication",
        }
    }

    /// The kind that writes this output.
    #[must_use]
    pub fn giver(self) -> Kind {
        Kind::ALL.into_iter().find(|kind| kind.gives().contains(&self)).unwrap_or(Kind::SignIn)
    }
}
