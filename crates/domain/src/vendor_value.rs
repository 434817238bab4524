//! The values that the vendor needs.

use serde::{Deserialize, Serialize};

use crate::{Field, Outputs, TenantId, digest_of};

/// A value that the vendor needs, as a closed set: profiles name them, files and reports tell which were handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum VendorValue {
    /// The tenant's id.
    TenantId,
    /// The tenant's default domain.
    TenantDomain,
    /// The app's client id.
    ClientId,
    /// The app's client secret: out of the keychain, never shown.
    ClientSecret,
    /// SHA-1 thumbprint of the certificate that the vendor signs in with.
    CertificateThumbprint,
    /// The Teams application access policy, as read back.
    Policy,
    /// The address of the Communication Services resource.
    Endpoint,
    /// Its connection string: out of the keychain, never shown.
    ConnectionString,
}

impl VendorValue {
    /// All of them, in the order of the variants.
    pub const ALL: [Self; 8] = [
        Self::TenantId,
        Self::TenantDomain,
        Self::ClientId,
        Self::ClientSecret,
        Self::CertificateThumbprint,
        Self::Policy,
        Self::Endpoint,
        Self::ConnectionString,
    ];

    /// The name in profiles and in a hand-over file; in message ids with `-`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TenantId => "tenant_id",
            Self::TenantDomain => "tenant_domain",
            Self::ClientId => "client_id",
            Self::ClientSecret => "client_secret",
            Self::CertificateThumbprint => "certificate_thumbprint",
            Self::Policy => "policy",
            Self::Endpoint => "endpoint",
            Self::ConnectionString => "connection_string",
        }
    }

    /// The output that it comes from.
    #[must_use]
    pub const fn field(self) -> Field {
        match self {
            Self::TenantId | Self::TenantDomain => Field::Session,
            Self::ClientId => Field::App,
            Self::ClientSecret => Field::ClientSecret,
            Self::CertificateThumbprint => Field::Certificate,
            Self::Policy => Field::Policy,
            Self::Endpoint | Self::ConnectionString => Field::Communication,
        }
    }

    /// The value, once it is known and as long as it is no secret.
    #[must_use]
    pub fn shown(self, tenant: TenantId, outputs: &Outputs) -> Option<String> {
        match self {
            Self::TenantId => Some(tenant.to_string()),
            Self::TenantDomain => outputs.session.as_ref().map(|session| session.primary_domain.clone()),
            Self::ClientId => outputs.app.as_ref().map(|app| app.app_id.to_string()),
            // The vendor signs in with its own key, where it has one: ours is of no use to it then.
            Self::CertificateThumbprint => match (&outputs.vendor_certificate, &outputs.certificate) {
                (Some(theirs), _) => Some(theirs.thumbprint_sha1.clone()),
                (None, ours) => ours.as_ref().map(|ours| ours.thumbprint_sha1.clone()),
            },
            Self::Policy => outputs.policy.as_ref().map(|policy| policy.identity.clone()),
            Self::Endpoint => outputs.communication.as_ref().map(|resource| resource.endpoint.clone()),
            Self::ClientSecret | Self::ConnectionString => None,
        }
    }

    /// Which secret it is, where it is one.
    #[must_use]
    pub const fn secret(self) -> Option<SecretKind> {
        match self {
            Self::ClientSecret => Some(SecretKind::ClientSecret),
            Self::ConnectionString => Some(SecretKind::ConnectionString),
            Self::TenantId
            | Self::TenantDomain
            | Self::ClientId
            | Self::CertificateThumbprint
            | Self::Policy
            | Self::Endpoint => None,
        }
    }

    /// What tells this value from a later one of the same name, without holding it; `None` while it is not known.
    #[must_use]
    pub fn print(self, tenant: TenantId, outputs: &Outputs) -> Option<crate::Digest> {
        let known = match self.secret() {
            // Microsoft's id of it, or the place where it is kept: a new one has another.
            Some(kind) => outputs.secret_account(kind)?.to_owned(),
            None => self.shown(tenant, outputs)?,
        };
        Some(digest_of(&serde_json::json!({ "value": self, "is": known })))
    }
}

/// A secret in the keychain that the vendor needs: pages name the kind, and only Rust looks the secret up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SecretKind {
    /// The app's client secret.
    ClientSecret,
    /// The connection string of Communication Services.
    ConnectionString,
}

impl SecretKind {
    /// It as a value for the vendor.
    #[must_use]
    pub const fn value(self) -> VendorValue {
        match self {
            Self::ClientSecret => VendorValue::ClientSecret,
            Self::ConnectionString => VendorValue::ConnectionString,
        }
    }
}

impl Outputs {
    /// The keychain account of a secret.
    #[must_use]
    pub fn secret_account(&self, kind: SecretKind) -> Option<&str> {
        match kind {
            SecretKind::ClientSecret => self.client_secret.as_ref().map(|secret| secret.keychain_account.as_str()),
            SecretKind::ConnectionString => {
                self.communication.as_ref().map(|resource| resource.keychain_account.as_str())
            }
        }
    }
}
