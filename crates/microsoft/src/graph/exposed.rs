//! An app as an API of its own: Application ID URIs, scopes, and clients that need no consent for them.
//!
//! Sources: <https://learn.microsoft.com/graph/api/resources/apiapplication>,
//! <https://learn.microsoft.com/entra/identity-platform/identifier-uri-restrictions>

use domain::{AppId, AppObjectId, AppRoleId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Application, Graph};
use crate::caller::{Call, Mode};
use crate::{Error, Write};

const POLICY: &[&str] = &["Policy.Read.All"];
/// Tokens of this version name the app by its client id, so that rules about its URIs do not hold.
const BY_CLIENT_ID: u64 = 2;

/// A scope that an app offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Scope {
    /// Its id; stays for ever.
    pub id: AppRoleId,
    /// Its name in tokens, e.g. `access_as_user`.
    pub value: Option<String>,
    /// Whether it can be asked for. Only a scope that is off can be changed or removed.
    #[serde(default)]
    pub is_enabled: bool,
}

/// A client that gets scopes of an app without anybody's consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreauthorizedClient {
    /// Its client id.
    pub app_id: AppId,
    /// Which scopes.
    #[serde(default)]
    pub delegated_permission_ids: Vec<AppRoleId>,
}

/// What the tenant allows as Application ID URIs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UriRules {
    /// Only `api://{client id}` and `api://{tenant id}/{client id}`.
    pub default_only: bool,
    /// With a verified domain, the tenant id or the client id in it.
    pub identified: bool,
}

impl Application {
    /// The scopes as read: a PATCH replaces the list whole.
    #[must_use]
    pub fn scopes_as_read(&self) -> Vec<Value> {
        self.api_list("oauth2PermissionScopes")
    }

    /// The scopes, typed.
    #[must_use]
    pub fn scopes(&self) -> Vec<Scope> {
        typed(self.scopes_as_read())
    }

    /// The clients as read: a PATCH replaces the list whole.
    #[must_use]
    pub fn clients_as_read(&self) -> Vec<Value> {
        self.api_list("preAuthorizedApplications")
    }

    /// The clients, typed.
    #[must_use]
    pub fn clients(&self) -> Vec<PreauthorizedClient> {
        typed(self.clients_as_read())
    }

    /// Whether its tokens name it by its client id.
    #[must_use]
    pub fn is_named_by_client_id(&self) -> bool {
        let version = self.api.as_ref().and_then(|api| api["requestedAccessTokenVersion"].as_u64());
        version == Some(BY_CLIENT_ID)
    }

    fn api_list(&self, name: &str) -> Vec<Value> {
        self.api.as_ref().and_then(|api| api[name].as_array().cloned()).unwrap_or_default()
    }
}

fn typed<T: serde::de::DeserializeOwned>(all: Vec<Value>) -> Vec<T> {
    all.into_iter().filter_map(|one| serde_json::from_value(one).ok()).collect()
}

impl<M: Mode> Graph<M> {
    /// The tenant's rules for Application ID URIs, or those made for one app that was made then.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn uri_rules(&self, app: Option<(AppObjectId, Option<Timestamp>)>) -> Result<UriRules, Error> {
        let path = "v1.0/policies/defaultAppManagementPolicy";
        let default = Call::get("GET /policies/defaultAppManagementPolicy", path, POLICY);
        let default: Value = self.get(default.with("prefer", "include-unknown-enum-members")).await?;
        let made_at = app.and_then(|(_, made_at)| made_at);
        if let Some((app, _)) = app {
            let path = format!("v1.0/applications/{app}/appManagementPolicies");
            let own = Call::get("GET /applications/{id}/appManagementPolicies", path, POLICY);
            let own: Vec<Value> = self.list(own.with("prefer", "include-unknown-enum-members")).await?;
            if let Some(own) = own.first() {
                return Ok(rules(own, &own["restrictions"], made_at));
            }
        }
        Ok(rules(&default, &default["applicationRestrictions"], made_at))
    }
}

fn rules(policy: &Value, restrictions: &Value, made_at: Option<Timestamp>) -> UriRules {
    let enabled = policy["isEnabled"].as_bool().unwrap_or(false);
    let holds = |name: &str| {
        let rule = &restrictions["identifierUris"][name];
        let after = rule["restrictForAppsCreatedAfterDateTime"].as_str().and_then(|at| Timestamp::parse(at).ok());
        enabled && rule["state"] == "enabled" && after.zip(made_at).is_none_or(|(after, made_at)| made_at > after)
    };
    UriRules {
        default_only: holds("nonDefaultUriAddition"),
        identified: holds("uriAdditionWithoutUniqueTenantIdentifier"),
    }
}

impl Graph<Write> {
    /// Replaces the Application ID URIs.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn put_identifier_uris(&self, app: AppObjectId, uris: &[String]) -> Result<(), Error> {
        self.update_application(app, json!({ "identifierUris": uris })).await
    }

    /// Replaces the scopes. What is enabled must be in the list as it was read: left out, it would be removed, and
    /// Microsoft refuses that.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn put_api_scopes(&self, app: AppObjectId, scopes: &[Value]) -> Result<(), Error> {
        self.update_application(app, json!({ "api": { "oauth2PermissionScopes": scopes } })).await
    }

    /// Replaces the clients. Only scopes that Microsoft shows already can be named: never in the request that makes one.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn put_api_clients(&self, app: AppObjectId, clients: &[Value]) -> Result<(), Error> {
        self.update_application(app, json!({ "api": { "preAuthorizedApplications": clients } })).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_hold_while_the_policy_is_on_and_for_newer_apps() {
        let rule = json!({ "state": "enabled", "restrictForAppsCreatedAfterDateTime": "2026-01-01T00:00:00Z" });
        let policy =
            json!({ "isEnabled": true, "restrictions": { "identifierUris": { "nonDefaultUriAddition": rule } } });
        let at = |text: &str| Some(Timestamp::parse(text).expect("a time"));
        let read = |policy: &Value, made_at| rules(policy, &policy["restrictions"], made_at);
        assert_eq!(read(&policy, None), UriRules { default_only: true, identified: false }, "a new app");
        assert_eq!(read(&policy, at("2025-01-01T00:00:00Z")), UriRules::default(), "older than the rule");
        let off = json!({ "isEnabled": false, "restrictions": policy["restrictions"] });
        assert_eq!(read(&off, None), UriRules::default(), "switched off");
    }
}
