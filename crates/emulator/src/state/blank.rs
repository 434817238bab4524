//! Directory objects as they are when nothing has been said about them yet, and certificates as Graph stores them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use serde_json::{Map, Value, json};

use super::directory::Object;

/// Every property that Graph answers, at its default.
const APPLICATION: &str = include_str!("../../data/blank-application.json");
const SERVICE_PRINCIPAL: &str = include_str!("../../data/blank-service-principal.json");

impl Object {
    /// An application registration with every property that Graph answers, at its default.
    #[must_use]
    pub fn application(id: &str, app_id: &str, display_name: &str, created_at: Timestamp) -> Self {
        let mut json = blank(APPLICATION);
        json.insert("id".to_owned(), json!(id));
        json.insert("appId".to_owned(), json!(app_id));
        json.insert("displayName".to_owned(), json!(display_name));
        json.insert("createdDateTime".to_owned(), json!(created_at));
        json.insert("publisherDomain".to_owned(), json!(super::TENANT_DOMAIN));
        Self { json, created_at: Some(created_at), ..Self::default() }
    }

    /// An enterprise application with every property that Graph answers, at its default.
    #[must_use]
    pub fn service_principal(id: &str, app_id: &str, display_name: &str, owner_tenant: &str) -> Self {
        let mut json = blank(SERVICE_PRINCIPAL);
        json.insert("id".to_owned(), json!(id));
        json.insert("appId".to_owned(), json!(app_id));
        json.insert("appDisplayName".to_owned(), json!(display_name));
        json.insert("displayName".to_owned(), json!(display_name));
        json.insert("appOwnerOrganizationId".to_owned(), json!(owner_tenant));
        json.insert("servicePrincipalNames".to_owned(), json!([app_id]));
        Self { json, ..Self::default() }
    }

    /// Sets a property of an inner object (`web`, `redirectUris`).
    pub fn set(&mut self, outer: &str, inner: &str, value: Value) {
        if let Some(Value::Object(map)) = self.json.get_mut(outer) {
            map.insert(inner.to_owned(), value);
        }
    }
}

/// A certificate as a `keyCredential`: dates and thumbprint taken from it, its DER in `key`. None when it is no certificate.
#[must_use]
pub fn key_credential(der: &[u8], key_id: &str, display_name: &str) -> Option<Value> {
    let (_, certificate) = x509_parser::parse_x509_certificate(der).ok()?;
    let start = Timestamp::from_unix(certificate.validity().not_before.timestamp())?;
    let end = Timestamp::from_unix(certificate.validity().not_after.timestamp())?;
    Some(json!({
        "customKeyIdentifier": STANDARD.encode(thumbprint(der)),
        "displayName": display_name,
        "endDateTime": end,
        "key": STANDARD.encode(der),
        "keyId": key_id,
        "startDateTime": start,
        "type": "AsymmetricX509Cert",
        "usage": "Verify",
    }))
}

/// SHA-1 of a certificate: Microsoft's thumbprint, an address and not a protection.
#[must_use]
pub fn thumbprint(der: &[u8]) -> Vec<u8> {
    aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA1_FOR_LEGACY_USE_ONLY, der).as_ref().to_vec()
}

/// A broken data file gives an object without properties; a test looks.
fn blank(text: &str) -> Map<String, Value> {
    serde_json::from_str(text).unwrap_or_default()
}
