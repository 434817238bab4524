//! From a scenario's data to a tenant.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::crowd;
use super::format::{
    AccessPolicyData, AppData, CertificateData, ConsentData, File, GroupData, SecretData, SkuData, UserData,
};
use super::microsoft::{self, Permission, permissions};
use super::{azure, policies, teams_apps, vendors};
use crate::state::well_known::GRAPH;
use crate::state::{
    AccessPolicy, AppRoleAssignment, Group, GroupAssignment, IdSource, Object, Oddities, PermissionGrant, PinnedApp,
    ServicePlan, SetupPolicy, Sku, TENANT_DOMAIN, TENANT_ID, Tenant, User, key_credential, roles,
};

/// Ids of scenario objects are made from their names, so they are the same in every run and every scenario.
pub(super) fn id(kind: &str, name: &str) -> String {
    let namespace = Uuid::from_u128(0x7c0d_4f3a_2b61_4e58_9a17_5d3e_8f60_c2b4);
    Uuid::new_v5(&namespace, format!("{kind}:{name}").as_bytes()).to_string()
}

pub(super) fn tenant(file: &File, seed: u64, now: Timestamp) -> Result<Tenant, String> {
    let created_at = now - Duration::from_secs(3 * 365 * 86_400);
    let mut tenant = Tenant {
        scenario: file.name.clone(),
        id: TENANT_ID.to_owned(),
        domains: vec![TENANT_DOMAIN.to_owned()],
        display_name: file.tenant.display_name.clone(),
        region: file.tenant.region.clone(),
        organization: organization(&file.tenant.country),
        created_at,
        users: BTreeMap::new(),
        groups: BTreeMap::new(),
        skus: file.sku.iter().map(|sku| (sku.id.clone(), licence(sku))).collect(),
        directory_roles: BTreeMap::new(),
        applications: Default::default(),
        service_principals: Default::default(),
        offered: BTreeMap::new(),
        app_role_assignments: Default::default(),
        grants: Default::default(),
        deleted: Default::default(),
        policies: policies::build(&file.policies),
        teams: Default::default(),
        azure: Default::default(),
        catalog: Default::default(),
        subscriptions: Default::default(),
        audits: Vec::new(),
        sign_ins: Vec::new(),
        oddities: file.oddities.clone(),
        sessions: Default::default(),
        ids: IdSource::new(seed),
        drawers: BTreeMap::new(),
    };
    microsoft::add(&mut tenant);
    for user in &file.user {
        let user = person(file, user, created_at)?;
        tenant.users.insert(user.id.clone(), user);
    }
    for role in tenant.users.values().flat_map(|user| &user.roles) {
        tenant.directory_roles.insert(role.clone(), id("directory role", role));
    }
    for group in &file.group {
        let group = team(file, group)?;
        tenant.groups.insert(group.id.clone(), group);
    }
    for app in &file.app {
        add_app(&mut tenant, file, app, now)?;
    }
    for consent in file.consent.iter().filter(|consent| !consent.scopes.is_empty()) {
        add_consent(&mut tenant, consent)?;
    }
    crowd::add(&mut tenant, file, created_at)?;
    for client in &file.disabled_clients {
        switch_off(&mut tenant, client)?;
    }
    check_refusals(&tenant.oddities)?;
    let global = AccessPolicy { identity: "Global".to_owned(), app_ids: Vec::new(), description: None };
    tenant.teams.access_policies.seed("Global", global);
    add_setup_policies(&mut tenant);
    for policy in &file.access_policy {
        add_policy(&mut tenant, file, policy)?;
    }
    teams_apps::add(&mut tenant, file, created_at)?;
    tenant.azure = azure::build(file)?;
    Ok(tenant)
}

/// Teams' own apps as Microsoft pins them for everybody: activity, chat, teams, calendar, calls, files.
const PINNED: [&str; 6] = [
    "14d6962d-6eeb-4f48-8890-de55454bb136",
    "86fcd49b-61a2-4701-b771-54728cd291fb",
    "2a84919f-59d8-4441-a975-2a8c2643b741",
    "ef56c0de-36fc-4ef8-b417-3d82ba9d073c",
    "20c3440d-c67e-4420-9f80-0e50c39693df",
    "5af6a76b-40fc-4ba1-af29-8f49b08e44fd",
];

/// The two that every tenant has.
fn add_setup_policies(tenant: &mut Tenant) {
    let pinned = (1..).zip(PINNED).map(|(order, id)| PinnedApp { id: id.to_owned(), order });
    let pinned: Vec<PinnedApp> = pinned.collect();
    for identity in ["Global", "Tag:FirstLineWorker"] {
        let policy = SetupPolicy {
            identity: identity.to_owned(),
            allow_user_pinning: true,
            pinned_app_bar_apps: pinned.clone(),
            ..SetupPolicy::default()
        };
        tenant.teams.setup_policies.seed(identity, policy);
    }
}

fn organization(country: &str) -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("countryLetterCode".to_owned(), json!(country));
    map.insert("tenantType".to_owned(), json!("AAD"));
    map.insert("preferredLanguage".to_owned(), json!("en"));
    map
}

fn licence(sku: &SkuData) -> Sku {
    let plan = |plan: &super::format::PlanData| ServicePlan {
        id: plan.id.clone(),
        name: plan.name.clone(),
        provisioning_status: plan.status.clone().unwrap_or_else(|| "Success".to_owned()),
    };
    Sku {
        id: sku.id.clone(),
        part_number: sku.name.clone(),
        capability_status: sku.status.clone().unwrap_or_else(|| "Enabled".to_owned()),
        enabled_units: sku.units,
        plans: sku.plans.iter().map(plan).collect(),
    }
}

fn person(file: &File, user: &UserData, created_at: Timestamp) -> Result<User, String> {
    let role_ids = |names: &[String]| -> Result<BTreeSet<String>, String> {
        names
            .iter()
            .map(|name| roles::template_id(name).map(str::to_owned).ok_or(format!("no role `{name}`")))
            .collect()
    };
    let mut licences = BTreeMap::new();
    for name in &user.licences {
        let sku = file.sku.iter().find(|sku| sku.name == *name).ok_or(format!("no sku `{name}`"))?;
        let off = sku.plans.iter().filter(|plan| user.plans_off.contains(&plan.name)).map(|plan| plan.id.clone());
        licences.insert(sku.id.clone(), off.collect());
    }
    let upn = match &user.guest_of {
        Some(home) => format!("{}_{home}#EXT#@{TENANT_DOMAIN}", user.name),
        None => format!("{}@{TENANT_DOMAIN}", user.name),
    };
    let mail = user.guest_of.as_ref().map_or_else(|| upn.clone(), |home| format!("{}@{home}", user.name));
    let mut more = Map::new();
    more.insert("mail".to_owned(), json!(mail));
    more.insert("jobTitle".to_owned(), json!(user.job_title));
    Ok(User {
        id: id("user", &user.name),
        upn,
        display_name: user.display_name.clone(),
        user_type: if user.guest_of.is_some() { "Guest" } else { "Member" }.to_owned(),
        account_enabled: !user.disabled,
        can_sign_in: user.sign_in,
        roles: role_ids(&user.roles)?,
        eligible_roles: role_ids(&user.eligible)?,
        licences,
        home_tenant: user.guest_of.clone(),
        created_at,
        more,
    })
}

fn team(file: &File, group: &GroupData) -> Result<Group, String> {
    let mut more = Map::new();
    more.insert("securityEnabled".to_owned(), json!(true));
    more.insert("mailEnabled".to_owned(), json!(false));
    more.insert("mailNickname".to_owned(), json!(group.name));
    more.insert("groupTypes".to_owned(), json!([]));
    Ok(Group {
        id: id("group", &group.name),
        display_name: group.display_name.clone(),
        members: users(file, &group.members)?.collect(),
        owners: Default::default(),
        lag: Default::default(),
        more,
    })
}

fn users<'a>(file: &'a File, names: &'a [String]) -> Result<impl Iterator<Item = String> + 'a, String> {
    match names.iter().find(|name| !file.user.iter().any(|user| user.name == **name)) {
        Some(missing) => Err(format!("no user `{missing}`")),
        None => Ok(names.iter().map(|name| id("user", name))),
    }
}

fn add_app(tenant: &mut Tenant, file: &File, app: &AppData, now: Timestamp) -> Result<(), String> {
    let created = now - Duration::from_secs(u64::from(app.created_days_ago) * 86_400);
    let app_id = id("client", &app.name);
    let owners: Vec<String> = users(file, &app.owners)?.collect();
    if !app.elsewhere {
        let object = registration(app, &app_id, owners.clone(), (created, now))?;
        tenant.applications.seed(id("application", &app.name), object);
    }
    let owner_tenant = if app.elsewhere { id("tenant", &app.name) } else { tenant.id.clone() };
    if !app.service_principal {
        if app.elsewhere {
            tenant.offered.insert(app_id.clone(), vendors::offered(app, &app_id, &owner_tenant));
        }
        return Ok(());
    }
    let sp_id = id("service principal", &app_id);
    let mut sp = Object::service_principal(&sp_id, &app_id, &app.display_name, &owner_tenant);
    if !app.elsewhere {
        let uris: Vec<&String> = app.web_redirect_uris.iter().chain(&app.public_redirect_uris).collect();
        sp.json.insert("replyUrls".to_owned(), json!(uris));
    }
    sp.json.insert("tags".to_owned(), json!(app.tags));
    sp.json.insert("createdDateTime".to_owned(), json!(created));
    sp.created_at = Some(created);
    sp.json.insert("accountEnabled".to_owned(), json!(!app.disabled));
    sp.owners = owners;
    tenant.service_principals.seed(sp_id.clone(), sp);
    add_grants(tenant, app, &sp_id, created)
}

fn registration(
    app: &AppData,
    app_id: &str,
    owners: Vec<String>,
    (created, now): (Timestamp, Timestamp),
) -> Result<Object, String> {
    let mut object = Object::application(&id("application", &app.name), app_id, &app.display_name, created);
    let mut access = Vec::new();
    for name in &app.application_permissions {
        access.push(json!({ "id": application_permission(name)?, "type": "Role" }));
    }
    for name in &app.delegated_permissions {
        access.push(json!({ "id": delegated_permission(name)?, "type": "Scope" }));
    }
    if !access.is_empty() {
        object
            .json
            .insert("requiredResourceAccess".to_owned(), json!([{ "resourceAppId": GRAPH, "resourceAccess": access }]));
    }
    let keys: Result<Vec<Value>, String> = app.certificates.iter().map(certificate).collect();
    object.json.insert("keyCredentials".to_owned(), json!(keys?));
    for secret in &app.secrets {
        add_secret(&mut object, secret, created, now);
    }
    object.json.insert("tags".to_owned(), json!(app.tags));
    object.json.insert("uniqueName".to_owned(), json!(app.unique_name));
    object.set("web", "redirectUris", json!(app.web_redirect_uris));
    object.set("publicClient", "redirectUris", json!(app.public_redirect_uris));
    object.owners = owners;
    Ok(object)
}

fn add_secret(object: &mut Object, secret: &SecretData, start: Timestamp, now: Timestamp) {
    let end = match secret.expired_days_ago {
        0 => now.plus_years(1),
        days => now - Duration::from_secs(u64::from(days) * 86_400),
    };
    let credential = json!({
        "customKeyIdentifier": null,
        "displayName": secret.name,
        "endDateTime": end,
        "hint": secret.value.chars().take(3).collect::<String>(),
        "keyId": id("secret", &secret.value),
        "secretText": null,
        "startDateTime": start,
    });
    object.secrets.insert(id("secret", &secret.value), crate::entra::digest(&secret.value));
    if let Some(Value::Array(list)) = object.json.get_mut("passwordCredentials") {
        list.push(credential);
    }
}

fn switch_off(tenant: &mut Tenant, client: &str) -> Result<(), String> {
    let found = tenant.service_principal_by_app_id(client).map(|(id, sp)| (id.to_owned(), sp.clone()));
    let (id, mut sp) = found.ok_or(format!("no client `{client}` to switch off"))?;
    sp.json.insert("accountEnabled".to_owned(), json!(false));
    tenant.service_principals.seed(id, sp);
    Ok(())
}

/// Numbers that the token service has no sentence for would silently be nothing.
fn check_refusals(oddities: &Oddities) -> Result<(), String> {
    let single = [oddities.refused_sign_in, oddities.refused_refresh, oddities.refused_app];
    let mut ordered =
        oddities.refused_accounts.values().copied().chain(single.into_iter().filter(|number| *number != 0));
    ordered
        .find(|number| !crate::entra::knows_refusal(*number))
        .map_or(Ok(()), |unknown| Err(format!("no refusal {unknown}")))
}

fn certificate(data: &CertificateData) -> Result<Value, String> {
    let der = STANDARD.decode(&data.der).map_err(|error| format!("certificate `{}`: {error}", data.name))?;
    key_credential(&der, &id("key", &data.der), &data.name).ok_or(format!("certificate `{}` cannot be read", data.name))
}

fn add_grants(tenant: &mut Tenant, app: &AppData, sp_id: &str, created: Timestamp) -> Result<(), String> {
    let graph = id("service principal", GRAPH);
    for name in &app.granted {
        let assignment = AppRoleAssignment {
            id: id("app role assignment", &format!("{}:{name}", app.name)),
            app_role_id: application_permission(name)?.to_owned(),
            created_date_time: created,
            principal_display_name: app.display_name.clone(),
            principal_id: sp_id.to_owned(),
            principal_type: "ServicePrincipal".to_owned(),
            resource_display_name: "Microsoft Graph".to_owned(),
            resource_id: graph.clone(),
        };
        tenant.app_role_assignments.seed(assignment.id.clone(), assignment);
    }
    if !app.granted_delegated.is_empty() {
        let grant = PermissionGrant {
            id: id("grant", &app.name),
            client_id: sp_id.to_owned(),
            consent_type: "AllPrincipals".to_owned(),
            principal_id: None,
            resource_id: graph,
            scope: app.granted_delegated.join(" "),
        };
        tenant.grants.seed(grant.id.clone(), grant);
    }
    Ok(())
}

fn add_consent(tenant: &mut Tenant, consent: &ConsentData) -> Result<(), String> {
    let client = tenant.service_principal_by_app_id(&consent.client).map(|(id, _)| id.to_owned());
    let client_id = client.ok_or(format!("no client `{}` for consent `{}`", consent.client, consent.name))?;
    for scope in &consent.scopes {
        delegated_permission(scope)?;
    }
    let grant = PermissionGrant {
        id: id("grant", &consent.name),
        client_id,
        consent_type: "AllPrincipals".to_owned(),
        principal_id: None,
        resource_id: id("service principal", GRAPH),
        scope: consent.scopes.join(" "),
    };
    tenant.grants.seed(grant.id.clone(), grant);
    Ok(())
}

fn application_permission(name: &str) -> Result<&'static str, String> {
    named(name)?.application.as_deref().ok_or(format!("`{name}` is no application permission"))
}

fn delegated_permission(name: &str) -> Result<&'static str, String> {
    named(name)?.delegated.as_deref().ok_or(format!("`{name}` is no delegated permission"))
}

fn named(name: &str) -> Result<&'static Permission, String> {
    permissions().iter().find(|permission| permission.name == name).ok_or(format!("no permission `{name}`"))
}

fn add_policy(tenant: &mut Tenant, file: &File, policy: &AccessPolicyData) -> Result<(), String> {
    let identity = if policy.name == "Global" { policy.name.clone() } else { format!("Tag:{}", policy.name) };
    let known = |name: &&String| file.app.iter().any(|app| app.name == **name);
    if let Some(missing) = policy.apps.iter().chain(&policy.app_object_ids).find(|name| !known(name)) {
        return Err(format!("no app `{missing}`"));
    }
    let clients = policy.apps.iter().map(|name| id("client", name));
    let objects = policy.app_object_ids.iter().map(|name| id("application", name));
    let data = AccessPolicy {
        identity: identity.clone(),
        app_ids: clients.chain(objects).collect(),
        description: policy.description.clone(),
    };
    tenant.teams.access_policies.seed(identity.clone(), data);
    for user in users(file, &policy.users)? {
        tenant.teams.user_assignments.seed(user, identity.clone());
    }
    for (rank, group) in (1..).zip(&policy.groups) {
        let group = file.group.iter().find(|known| known.name == *group).ok_or(format!("no group `{group}`"))?;
        let held = GroupAssignment { policy: identity.clone(), rank };
        tenant.teams.group_assignments.seed(id("group", &group.name), held);
    }
    if policy.tenant_wide {
        tenant.teams.tenant_assignment = crate::state::Replicated::settled(identity);
    }
    Ok(())
}
