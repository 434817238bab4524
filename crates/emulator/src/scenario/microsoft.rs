//! Microsoft's own service principals in the tenant: Graph, Teams, Azure, and the public clients.

use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::state::well_known::{AZURE, GRAPH, MICROSOFT_SERVICES_TENANT, TEAMS_ADMIN};
use crate::state::{Object, Tenant};

/// One permission of Microsoft Graph.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permission {
    /// `OnlineMeetings.ReadWrite.All`.
    pub name: String,
    /// What it allows, for the consent page.
    pub title: String,
    /// Id of the delegated scope.
    pub delegated: Option<String>,
    /// Who may consent to the scope: `user`, `admin`, or `managed` (a user by type, but Microsoft's managed policy excludes it).
    pub consent: Option<String>,
    /// Id of the application permission.
    pub application: Option<String>,
}

/// One of Microsoft's public clients.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// Client id.
    pub app_id: String,
    /// Display name.
    pub name: String,
    /// Home tenant.
    pub owner_tenant: String,
    /// Asks for consent like anybody else's app, any scope.
    #[serde(default)]
    pub open_consent: bool,
    /// Scopes of Graph without a question; others end in AADSTS65002.
    #[serde(default)]
    pub graph: Vec<String>,
    /// Scopes of Azure.
    #[serde(default)]
    pub azure: Vec<String>,
    /// Scopes of the Teams admin API.
    #[serde(default)]
    pub teams_admin: Vec<String>,
}

impl Client {
    /// Scopes of that resource which need no consent.
    #[must_use]
    pub fn preauthorised(&self, resource: &str) -> &[String] {
        match resource {
            GRAPH => &self.graph,
            AZURE => &self.azure,
            TEAMS_ADMIN => &self.teams_admin,
            _ => &[],
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Permissions {
    permission: Vec<Permission>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clients {
    client: Vec<Client>,
}

/// Permissions of Microsoft Graph. A broken data file gives an empty list; a test looks.
pub fn permissions() -> &'static [Permission] {
    static READ: OnceLock<Vec<Permission>> = OnceLock::new();
    READ.get_or_init(|| {
        toml::from_str::<Permissions>(include_str!("../../data/graph-permissions.toml"))
            .map(|file| file.permission)
            .unwrap_or_default()
    })
}

/// Microsoft's public clients.
pub fn clients() -> &'static [Client] {
    static READ: OnceLock<Vec<Client>> = OnceLock::new();
    READ.get_or_init(|| {
        toml::from_str::<Clients>(include_str!("../../data/clients.toml")).map(|file| file.client).unwrap_or_default()
    })
}

/// Adds them to a tenant.
pub(super) fn add(tenant: &mut Tenant) {
    let mut graph = first_party(GRAPH, "Microsoft Graph", MICROSOFT_SERVICES_TENANT, &["https://graph.microsoft.com"]);
    graph.json.insert("appRoles".to_owned(), permissions().iter().filter_map(app_role).collect());
    graph.json.insert("oauth2PermissionScopes".to_owned(), permissions().iter().filter_map(scope).collect());
    seed(tenant, GRAPH, graph);

    let teams = "Skype and Teams Tenant Admin API";
    let impersonation =
        ("e60370c1-e451-437e-aa6e-d76df38e5f15", "Access Microsoft Teams and Skype for Business data as you");
    seed(tenant, TEAMS_ADMIN, api(TEAMS_ADMIN, teams, &[], impersonation));

    let azure = "Windows Azure Service Management API";
    let uris = ["https://management.azure.com/", "https://management.core.windows.net/"];
    let impersonation = ("41094075-9dad-400e-a0bd-54e686782033", "Access Azure Service Management as you");
    seed(tenant, AZURE, api(AZURE, azure, &uris, impersonation));

    for client in clients() {
        seed(tenant, &client.app_id, first_party(&client.app_id, &client.name, &client.owner_tenant, &[]));
    }
}

fn seed(tenant: &mut Tenant, app_id: &str, object: Object) {
    tenant.service_principals.seed(super::build::id("service principal", app_id), object);
}

fn api(app_id: &str, name: &str, uris: &[&str], (id, title): (&str, &str)) -> Object {
    let mut object = first_party(app_id, name, MICROSOFT_SERVICES_TENANT, uris);
    object
        .json
        .insert("oauth2PermissionScopes".to_owned(), json!([scope_json(id, "user_impersonation", title, "User")]));
    object
}

fn first_party(app_id: &str, name: &str, owner: &str, uris: &[&str]) -> Object {
    let mut object = Object::service_principal(&super::build::id("service principal", app_id), app_id, name, owner);
    let names: Vec<&str> = std::iter::once(app_id).chain(uris.iter().copied()).collect();
    object.json.insert("servicePrincipalNames".to_owned(), json!(names));
    object.json.insert("signInAudience".to_owned(), json!("AzureADMultipleOrgs"));
    object
}

fn app_role(permission: &Permission) -> Option<Value> {
    permission.application.as_ref().map(|id| {
        json!({
            "allowedMemberTypes": ["Application"],
            "description": format!("Allows the app, without a signed-in user, to: {}.", permission.title),
            "displayName": permission.title,
            "id": id,
            "isEnabled": true,
            "origin": "Application",
            "value": permission.name,
        })
    })
}

fn scope(permission: &Permission) -> Option<Value> {
    let kind = if permission.consent.as_deref() == Some("admin") { "Admin" } else { "User" };
    permission.delegated.as_ref().map(|id| scope_json(id, &permission.name, &permission.title, kind))
}

fn scope_json(id: &str, value: &str, title: &str, kind: &str) -> Value {
    json!({
        "adminConsentDescription": format!("Allows the app, on behalf of the signed-in user, to: {title}."),
        "adminConsentDisplayName": title,
        "id": id,
        "isEnabled": true,
        "type": kind,
        "userConsentDescription": format!("Allows the app, on your behalf, to: {title}."),
        "userConsentDisplayName": title,
        "value": value,
    })
}
