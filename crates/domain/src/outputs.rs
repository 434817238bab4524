//! What items hand on to later ones, typed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    AppId, AppObjectId, AppRoleId, CommunicationRef, Field, KeyId, ServicePrincipalId, TenantId, Timestamp, UserId,
};

/// One field per [`Field`]; each is written by exactly one kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outputs {
    /// Tenant and account.
    pub session: Option<SessionRef>,
    /// Organiser and control user.
    pub organiser: Option<Organisers>,
    /// The app registration.
    pub app: Option<AppRef>,
    /// The enterprise app, and those of the resource APIs.
    pub service_principal: Option<PrincipalRefs>,
    /// Permissions resolved to ids.
    pub permissions: Option<Vec<ResolvedPermission>>,
    /// The certificate in use.
    pub certificate: Option<CertificateRef>,
    /// The certificate of the vendor's own key, while it is on the app.
    pub vendor_certificate: Option<VendorCertificateRef>,
    /// The client secret in use.
    #[serde(default)]
    pub client_secret: Option<ClientSecretRef>,
    /// The app's own address and scope.
    #[serde(default)]
    pub api: Option<ExposedApi>,
    /// The grants in force: the names that a fresh token carries.
    pub grants: Option<Grants>,
    /// The access policy.
    pub policy: Option<PolicyRef>,
    /// The Teams app in the organisation's catalogue.
    #[serde(default)]
    pub teams_app: Option<TeamsAppRef>,
    /// The Communication Services resource, once its connection string is kept.
    #[serde(default)]
    pub communication: Option<CommunicationRef>,
}

impl Outputs {
    /// Whether this output is known.
    #[must_use]
    pub const fn has(&self, field: Field) -> bool {
        match field {
            Field::Session => self.session.is_some(),
            Field::Organiser => self.organiser.is_some(),
            Field::App => self.app.is_some(),
            Field::ServicePrincipal => self.service_principal.is_some(),
            Field::Permissions => self.permissions.is_some(),
            Field::Certificate => self.certificate.is_some(),
            Field::VendorCertificate => self.vendor_certificate.is_some(),
            Field::ClientSecret => self.client_secret.is_some(),
            Field::Api => self.api.is_some(),
            Field::Grants => self.grants.is_some(),
            Field::Policy => self.policy.is_some(),
            Field::TeamsApp => self.teams_app.is_some(),
            Field::Communication => self.communication.is_some(),
        }
    }

    /// Whether an item that waits for this output may go on: it is known, or it never comes, since what gives it works on
    /// an app registration and the app is registered in another tenant.
    #[must_use]
    pub fn settles(&self, field: Field) -> bool {
        let on_registration =
            matches!(field, Field::Certificate | Field::VendorCertificate | Field::ClientSecret | Field::Api);
        self.has(field) || (on_registration && self.app.as_ref().is_some_and(AppRef::is_elsewhere))
    }

    /// Takes over these fields from `newer`, also when they are now absent.
    pub fn take_over(&mut self, fields: &[Field], newer: Self) {
        for field in fields {
            match field {
                Field::Session => self.session.clone_from(&newer.session),
                Field::Organiser => self.organiser.clone_from(&newer.organiser),
                Field::App => self.app.clone_from(&newer.app),
                Field::ServicePrincipal => self.service_principal.clone_from(&newer.service_principal),
                Field::Permissions => self.permissions.clone_from(&newer.permissions),
                Field::Certificate => self.certificate.clone_from(&newer.certificate),
                Field::VendorCertificate => self.vendor_certificate.clone_from(&newer.vendor_certificate),
                Field::ClientSecret => self.client_secret.clone_from(&newer.client_secret),
                Field::Api => self.api.clone_from(&newer.api),
                Field::Grants => self.grants.clone_from(&newer.grants),
                Field::Policy => self.policy.clone_from(&newer.policy),
                Field::TeamsApp => self.teams_app.clone_from(&newer.teams_app),
                Field::Communication => self.communication.clone_from(&newer.communication),
            }
        }
    }
}

/// Tenant and account of a sign-in, as the tenant itself names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionRef {
    /// The tenant's id.
    pub tenant_id: TenantId,
    /// Display name of the organisation.
    pub tenant_name: String,
    /// Its default domain.
    pub primary_domain: String,
    /// Who signed in.
    pub account: UserRef,
}

/// A user, as found in the directory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UserRef {
    /// Object id: the only form that the meeting API takes app-only.
    pub id: UserId,
    /// User principal name.
    pub upn: String,
    /// Display name.
    pub name: String,
}

/// Who the meeting test works with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisers {
    /// In whose name a test meeting is made: must work.
    pub organiser: UserRef,
    /// For whom the same must be refused.
    pub control: Option<UserRef>,
}

/// The app registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppRef {
    /// Client id.
    pub app_id: AppId,
    /// Object id of its registration in this tenant; `None`: it is registered in another one.
    pub object_id: Option<AppObjectId>,
    /// Display name.
    pub name: String,
}

impl AppRef {
    /// Whether it is registered in another tenant: nothing can be added to its registration from here.
    #[must_use]
    pub const fn is_elsewhere(&self) -> bool {
        self.object_id.is_none()
    }
}

/// The enterprise app and those of the APIs it uses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrincipalRefs {
    /// The app's own.
    pub own: ServicePrincipalId,
    /// By the resource's client id.
    pub resources: BTreeMap<AppId, ServicePrincipalId>,
}

/// Delegated or application, as Microsoft separates them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum PermissionType {
    /// Application permission (app role): the app acts as itself.
    Application,
    /// Delegated permission (scope): the app acts for a signed-in user.
    Delegated,
}

/// A permission, resolved against the live tenant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ResolvedPermission {
    /// The API's client id.
    pub resource: AppId,
    /// E.g. `OnlineMeetings.ReadWrite.All`.
    pub name: String,
    /// Application or delegated.
    pub kind: PermissionType,
    /// The app role's or scope's id on that resource.
    pub id: AppRoleId,
}

/// A certificate whose private key is in this computer's keychain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CertificateRef {
    /// Its `keyId` on the app registration.
    pub key_id: KeyId,
    /// E.g. `CN=TeamsMeetingsIntegration`.
    pub subject: String,
    /// SHA-1 over the DER, upper-case hex: what portals and scripts call the thumbprint.
    pub thumbprint_sha1: String,
    /// SHA-256 over the DER, upper-case hex.
    pub thumbprint_sha256: String,
    /// Start of validity.
    pub not_before: Timestamp,
    /// End of validity.
    pub not_after: Timestamp,
    /// Account name of the private key in the keychain.
    pub keychain_account: String,
    /// The certificate itself, DER in base64. Public.
    pub der_base64: String,
    /// It was on the app for a test only, and was taken off after it: neither it nor its key is there any more.
    #[serde(default)]
    pub taken_off: bool,
}

/// A certificate on the app whose private key the vendor made and keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VendorCertificateRef {
    /// Its `keyId` on the app registration.
    pub key_id: String,
    /// E.g. `CN=Contoso booking`.
    pub subject: String,
    /// SHA-1 over the DER, upper-case hex.
    pub thumbprint_sha1: String,
    /// SHA-256 over the DER, upper-case hex.
    pub thumbprint_sha256: String,
    /// End of validity.
    pub not_after: Timestamp,
    /// The certificate itself, DER in base64. Public.
    pub der_base64: String,
    /// Issued here for the vendor's request: the vendor needs the file.
    pub issued_here: bool,
}

/// A client secret whose text is in this computer's keychain, and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClientSecretRef {
    /// Its `keyId` on the app registration; portals call it "Secret ID". Public.
    pub key_id: KeyId,
    /// Its description there.
    pub display_name: String,
    /// Its first three characters, as Microsoft shows them.
    pub hint: Option<String>,
    /// End of validity.
    pub not_after: Timestamp,
    /// Account name of its text in the keychain.
    pub keychain_account: String,
}

/// An app as an API of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExposedApi {
    /// Application ID URI, e.g. `api://{host}/{client id}`.
    pub uri: String,
    /// The scope's id.
    pub scope_id: AppRoleId,
    /// Clients that get the scope without anybody's consent.
    pub clients: Vec<AppId>,
}

/// What is granted: application permissions as a fresh app-only token carried them, delegated ones as read back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grants {
    /// The `roles` claim, sorted.
    pub roles: Vec<String>,
    /// Delegated permissions, sorted.
    #[serde(default)]
    pub scopes: Vec<String>,
}

/// The Teams application access policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyRef {
    /// As read back, e.g. `Tag:TeamsMeetingsIntegration`.
    pub identity: String,
    /// Users who hold it.
    pub holders: Vec<UserRef>,
}

/// A Teams app in the organisation's catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamsAppRef {
    /// The catalogue's own id (`teamsApp.id`): what policies and installations name.
    pub catalogue_id: String,
    /// `id` of its manifest (`externalId`).
    pub manifest_id: String,
    /// `webApplicationInfo.id` of its manifest: the app registration that it signs people in with.
    pub client_id: Option<AppId>,
    /// The published version.
    pub version: String,
    /// Its short name.
    pub name: String,
}

/// A value in a plan that may only be known once an earlier item is done (DECISIONS 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known<T> {
    /// Known.
    Now(T),
    /// Known after the item that gives this output.
    Later(Field),
}

impl<T> Known<T> {
    /// From an output that may be missing.
    pub fn from_output(value: Option<T>, field: Field) -> Self {
        value.map_or(Self::Later(field), Self::Now)
    }

    /// The value, if it is known.
    pub const fn now(&self) -> Option<&T> {
        match self {
            Self::Now(value) => Some(value),
            Self::Later(_) => None,
        }
    }
}
