//! Azure on the page: what is there, without keys.

use domain::Timestamp;

use super::sections::{lines, named, plain, who};
use super::{Section, escape};
use crate::azure::role_name;
use crate::state::{AzureRoleAssignment, ResourceGroup, Subscription, Tenant};

pub(super) fn subscriptions(tenant: &Tenant, now: Timestamp) -> Section {
    let row = |one: &Subscription| {
        let root = format!("/subscriptions/{}", one.id);
        let within = |held: &&AzureRoleAssignment| held.scope == "/" || held.scope.starts_with(&root);
        let registered = one.providers.iter().map(|(name, held)| format!("{}: {}", plain(name), held.state(now)));
        vec![
            format!("{}<br>{}", named(&one.display_name, &one.id), one.state.name()),
            lines(one.groups_at(now).map(|group| contents(group, now))),
            lines(tenant.azure.role_assignments.iter().filter(within).map(|held| holder(tenant, held))),
            lines(registered),
        ]
    };
    Section {
        id: "azure",
        title: "Azure subscriptions",
        count: tenant.azure.subscriptions.len(),
        none: "There is none.",
        columns: &["Subscription", "Resource groups and Communication Services", "Roles", "Resource providers"],
        rows: tenant.azure.subscriptions.values().map(row).collect(),
    }
}

fn contents(group: &ResourceGroup, now: Timestamp) -> String {
    let services = group.services_at(now).map(|service| {
        let host = format!("<code>{}</code>", escape(&service.host_name()));
        format!("{} <span class=\"meta\">{}</span><br>{host}", plain(&service.name), service.state(now))
    });
    format!("{} <span class=\"meta\">{}</span>{}", plain(&group.name), escape(&group.location), lines(services))
}

fn holder(tenant: &Tenant, held: &AzureRoleAssignment) -> String {
    let role = plain(role_name(tenant, held));
    let group = held.scope.rsplit_once("/resourceGroups/").map_or("", |(_, group)| group);
    let place = if group.is_empty() { String::new() } else { format!(" in {}", plain(group)) };
    let holder = match tenant.groups.get(&held.principal_id) {
        Some(group) => plain(&group.display_name),
        None => who(tenant, &held.principal_id),
    };
    format!("{role}{place}: {holder}")
}
