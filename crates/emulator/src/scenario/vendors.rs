//! Apps of other tenants, as this one would see them.

use serde_json::json;

use super::format::AppData;
use crate::state::Object;

/// An app of another tenant that this one may add: what its service principal is going to be.
pub(super) fn offered(app: &AppData, app_id: &str, owner_tenant: &str) -> Object {
    let mut sp = Object::service_principal("", app_id, &app.display_name, owner_tenant);
    sp.json.insert("signInAudience".to_owned(), json!("AzureADMultipleOrgs"));
    sp.json.insert("accountEnabled".to_owned(), json!(!app.disabled));
    if let Some(publisher) = &app.publisher {
        sp.set("verifiedPublisher", "displayName", json!(publisher));
    }
    sp
}
