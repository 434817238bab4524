//! From a scenario's subscriptions to the tenant's Azure.

use std::collections::BTreeMap;

use domain::Timestamp;

use super::build::id;
use super::format::{AzurePolicyData, File, ResourceGroupData, SubscriptionData};
use crate::azure::built_in_roles;
use crate::state::{
    Azure, AzurePolicy, AzureRole, AzureRoleAssignment, Registration, ResourceGroup, Subscription, TENANT_ID,
};

pub(super) fn build(file: &File) -> Result<Azure, String> {
    let mut azure = Azure {
        taken_names: file.azure.taken_names.iter().map(|name| name.to_lowercase()).collect(),
        custom_roles: file
            .azure_role
            .iter()
            .map(|role| AzureRole {
                id: id("azure role", &role.name),
                name: role.name.clone(),
                actions: role.actions.clone(),
                not_actions: role.not_actions.clone(),
            })
            .collect(),
        ..Azure::default()
    };
    for data in &file.subscription {
        let subscription = subscription(data);
        let scope = format!("/subscriptions/{}", subscription.id);
        assign(&mut azure, file, &scope, &data.access)?;
        for group in &data.group {
            assign(&mut azure, file, &format!("{scope}/resourceGroups/{}", group.name), &group.access)?;
        }
        azure.subscriptions.insert(subscription.id.clone(), subscription);
    }
    Ok(azure)
}

fn subscription(data: &SubscriptionData) -> Subscription {
    let registered = Registration { wanted: true, settles: Timestamp::EPOCH };
    Subscription {
        id: id("subscription", &data.name),
        display_name: data.display_name.clone(),
        tenant_id: if data.elsewhere { id("tenant", &data.name) } else { TENANT_ID.to_owned() },
        state: data.state,
        quota_id: data.quota_id.clone(),
        spending_limit: data.spending_limit.clone(),
        providers: data.providers.iter().map(|namespace| (namespace.to_lowercase(), registered)).collect(),
        groups: data.group.iter().map(|group| (group.name.to_lowercase(), resource_group(group))).collect(),
        policies: data.policy.iter().map(policy).collect(),
        lock: data.lock,
        service_quota: data.service_quota,
    }
}

fn resource_group(data: &ResourceGroupData) -> ResourceGroup {
    ResourceGroup {
        name: data.name.clone(),
        location: data.location.clone(),
        tags: data.tags.clone(),
        lock: data.lock,
        ..ResourceGroup::default()
    }
}

fn policy(data: &AzurePolicyData) -> AzurePolicy {
    AzurePolicy {
        name: data.name.clone(),
        display_name: data.display_name.clone(),
        definition: data.definition.clone(),
        reason: data.reason.clone(),
        types: data.types.clone(),
        required_tag: data.required_tag.clone(),
        allowed_locations: data.allowed_locations.clone(),
    }
}

fn assign(azure: &mut Azure, file: &File, scope: &str, access: &BTreeMap<String, String>) -> Result<(), String> {
    for (holder, role) in access {
        let (principal_id, principal_type) = principal(file, holder)?;
        let mut known = built_in_roles().iter().chain(&azure.custom_roles);
        let role_id = known.find(|known| known.name == *role).map(|known| known.id.clone());
        let assignment = AzureRoleAssignment {
            id: id("azure role assignment", &format!("{scope}:{holder}:{role}")),
            scope: scope.to_owned(),
            principal_id,
            principal_type: principal_type.to_owned(),
            role_id: role_id.ok_or(format!("no Azure role `{role}`"))?,
        };
        azure.role_assignments.push(assignment);
    }
    Ok(())
}

/// Apps hold roles through their service principal.
fn principal(file: &File, name: &str) -> Result<(String, &'static str), String> {
    if file.user.iter().any(|user| user.name == name) {
        return Ok((id("user", name), "User"));
    }
    if file.group.iter().any(|group| group.name == name) {
        return Ok((id("group", name), "Group"));
    }
    let app = file.app.iter().find(|app| app.name == name && app.service_principal);
    app.map(|app| (id("service principal", &id("client", &app.name)), "ServicePrincipal"))
        .ok_or(format!("no user, group or app `{name}`"))
}
