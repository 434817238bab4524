//! The tables of the page, one function each.

use serde_json::Value;

use super::{Section, escape};
use crate::state::{AccessPolicy, DeletedKind, Object, Tenant, User, roles};

/// Rows of one table; a large tenant has more.
const SHOWN: usize = 100;

pub(super) fn applications(tenant: &Tenant) -> Section {
    let row = |(_, app): (&str, &Object)| {
        vec![
            named(app.text("displayName"), app.text("appId")),
            lines(
                app.list("keyCredentials")
                    .iter()
                    .map(certificate)
                    .chain(app.list("passwordCredentials").iter().map(secret)),
            ),
            lines(app.list("requiredResourceAccess").iter().flat_map(|one| wanted(tenant, one))),
            lines(app.owners.iter().map(|id| who(tenant, id))),
        ]
    };
    Section {
        id: "applications",
        title: "App registrations",
        count: tenant.applications.all().count(),
        none: "There is none.",
        columns: &["App and client id", "Certificates and secrets", "Permissions asked for", "Owners"],
        rows: tenant.applications.all().take(SHOWN).map(row).collect(),
    }
}

/// What was consented to, application permissions first.
pub(super) fn grants(tenant: &Tenant) -> Section {
    let sp = |id: &str| tenant.service_principals.current(id);
    let name =
        |id: &str| sp(id).map_or_else(|| format!("<code>{}</code>", escape(id)), |sp| plain(sp.text("displayName")));
    let roles = tenant.app_role_assignments.all().map(|(_, one)| {
        let app_id = sp(&one.resource_id).map(|resource| resource.text("appId").to_owned()).unwrap_or_default();
        vec![
            name(&one.principal_id),
            plain(&permission(tenant, &app_id, &one.app_role_id)),
            plain(&one.resource_display_name),
            "application".to_owned(),
            "-".to_owned(),
        ]
    });
    let scopes = tenant.grants.all().map(|(_, one)| {
        let whom = match &one.principal_id {
            Some(user) => who(tenant, user),
            None => "everybody".to_owned(),
        };
        vec![name(&one.client_id), plain(one.scope.trim()), name(&one.resource_id), "delegated".to_owned(), whom]
    });
    Section {
        id: "grants",
        title: "Consent",
        count: tenant.app_role_assignments.all().count() + tenant.grants.all().count(),
        none: "Nothing has been consented to.",
        columns: &["Enterprise application", "Permission", "Of", "Kind", "For"],
        rows: roles.chain(scopes).take(SHOWN).collect(),
    }
}

pub(super) fn access_policies(tenant: &Tenant) -> Section {
    let row = |(_, policy): (&str, &AccessPolicy)| {
        let apps = policy.app_ids.iter().map(|id| {
            let known = tenant.service_principal_by_app_id(id);
            known.map_or_else(|| format!("<code>{}</code>", escape(id)), |(_, sp)| named(sp.text("displayName"), id))
        });
        let users = tenant.teams.user_assignments.all().filter(|(_, held)| **held == policy.identity);
        let groups = tenant.teams.group_assignments.all().filter(|(_, held)| held.policy == policy.identity);
        let group = |id: &str| tenant.groups.get(id).map_or(id, |group| group.display_name.as_str()).to_owned();
        let everybody = tenant.teams.tenant_assignment.current().map_or("Global", String::as_str) == policy.identity;
        let holders = users
            .map(|(id, _)| who(tenant, id))
            .chain(groups.map(|(id, _)| format!("group {}", plain(&group(id)))))
            .chain(everybody.then(|| "everybody else".to_owned()));
        vec![plain(&policy.identity), lines(apps), lines(holders.take(SHOWN))]
    };
    Section {
        id: "access-policies",
        title: "Teams application access policies",
        count: tenant.teams.access_policies.all().count(),
        none: "There is none.",
        columns: &["Policy", "Apps", "Held by"],
        rows: tenant.teams.access_policies.all().take(SHOWN).map(row).collect(),
    }
}

pub(super) fn meetings(tenant: &Tenant) -> Section {
    let made = tenant.teams.meetings.all().map(|(_, meeting)| {
        vec![
            plain(meeting.json.get("subject").and_then(Value::as_str).unwrap_or("(no subject)")),
            who(tenant, &meeting.organiser),
            format!("<code>{}</code>", escape(&meeting.made_by)),
            plain(&meeting.created_at.to_string()),
        ]
    });
    Section {
        id: "meetings",
        title: "Online meetings",
        count: tenant.teams.meetings.all().count(),
        none: "There is none. Test meetings are deleted at once.",
        columns: &["Subject", "Organiser", "Made by", "Made at"],
        rows: made.take(SHOWN).collect(),
    }
}

pub(super) fn people(tenant: &Tenant) -> Section {
    let mut users: Vec<&User> = tenant.users.values().collect();
    users.sort_by_key(|user| (user.roles.is_empty(), user.is_guest(), user.upn.as_str()));
    let row = |user: &User| {
        let standing = [(!user.account_enabled, "disabled"), (user.is_guest(), "guest")];
        let standing = standing.into_iter().filter(|(is, _)| *is).map(|(_, word)| word.to_owned());
        let eligible = roles::names(&user.eligible_roles).into_iter().map(|role| format!("eligible: {}", plain(role)));
        let licences = user.licences.keys().filter_map(|sku| Some(plain(&tenant.skus.get(sku)?.part_number)));
        vec![
            format!("<bdi>{}</bdi><br><span class=\"meta\">{}</span>", escape(&user.display_name), escape(&user.upn)),
            lines(roles::names(&user.roles).iter().map(|role| plain(role)).chain(eligible).chain(standing)),
            lines(licences),
        ]
    };
    Section {
        id: "people",
        title: "People",
        count: users.len(),
        none: "There is nobody.",
        columns: &["Name", "Directory roles", "Licences"],
        rows: users.into_iter().take(SHOWN).map(row).collect(),
    }
}

pub(super) fn deleted(tenant: &Tenant) -> Section {
    let gone = tenant.deleted.all().map(|(_, item)| {
        let kind = match item.kind {
            DeletedKind::Application => "App registration",
            DeletedKind::ServicePrincipal => "Enterprise application",
        };
        let object = &item.object;
        vec![
            named(object.text("displayName"), object.text("appId")),
            kind.to_owned(),
            plain(&item.deleted_at.to_string()),
        ]
    });
    Section {
        id: "deleted",
        title: "Deleted, can be restored",
        count: tenant.deleted.all().count(),
        none: "There is nothing.",
        columns: &["Name and client id", "What", "Deleted at"],
        rows: gone.take(SHOWN).collect(),
    }
}

fn certificate(key: &Value) -> String {
    let text = |name: &str| key.get(name).and_then(Value::as_str).unwrap_or_default();
    format!(
        "certificate <bdi>{}</bdi><br><span class=\"meta\">until {}</span>",
        escape(text("displayName")),
        escape(text("endDateTime"))
    )
}

fn secret(secret: &Value) -> String {
    let text = |name: &str| secret.get(name).and_then(Value::as_str).unwrap_or_default();
    format!(
        "secret <bdi>{}</bdi><br><span class=\"meta\">until {}</span>",
        escape(text("displayName")),
        escape(text("endDateTime"))
    )
}

/// The permissions of one entry of `requiredResourceAccess`, by name.
fn wanted(tenant: &Tenant, entry: &Value) -> Vec<String> {
    let api = entry["resourceAppId"].as_str().unwrap_or_default();
    let access = entry["resourceAccess"].as_array().map_or(&[] as &[Value], Vec::as_slice);
    access
        .iter()
        .map(|one| {
            let kind = if one["type"] == "Role" { "application" } else { "delegated" };
            let name = permission(tenant, api, one["id"].as_str().unwrap_or_default());
            format!("{} <span class=\"meta\">{kind}</span>", plain(&name))
        })
        .collect()
}

/// The permission's name, or its id where the API does not know it.
fn permission(tenant: &Tenant, api: &str, id: &str) -> String {
    let known = tenant.service_principal_by_app_id(api).and_then(|(_, sp)| {
        let all = sp.list("appRoles").iter().chain(sp.list("oauth2PermissionScopes"));
        all.clone().find(|one| one["id"].as_str() == Some(id)).and_then(|one| one["value"].as_str())
    });
    known.unwrap_or(id).to_owned()
}

pub(super) fn who(tenant: &Tenant, id: &str) -> String {
    match tenant.users.get(id) {
        Some(user) => format!("<bdi>{}</bdi>", escape(&user.display_name)),
        None => format!("<code>{}</code>", escape(id)),
    }
}

pub(super) fn named(name: &str, id: &str) -> String {
    format!("<bdi>{}</bdi><br><code>{}</code>", escape(name), escape(id))
}

/// A name of somebody else may be written from right to left.
pub(super) fn plain(text: &str) -> String {
    format!("<bdi>{}</bdi>", escape(text))
}

pub(super) fn lines(all: impl Iterator<Item = String>) -> String {
    let items: String = all.map(|one| format!("<li>{one}</li>")).collect();
    if items.is_empty() { "-".to_owned() } else { format!("<ul>{items}</ul>") }
}
