//! Azure for the control plane: what is there, without keys.

use domain::Timestamp;
use serde_json::{Value, json};

use crate::state::{Azure, CommunicationService, ResourceGroup, Subscription};

/// Subscriptions, groups and resources at that moment of the clock of delays.
pub(crate) fn state(azure: &Azure, now: Timestamp) -> Value {
    json!({
        "subscriptions": azure.subscriptions.values().map(|one| subscription(one, now)).collect::<Vec<_>>(),
        "roleAssignments": azure.role_assignments,
    })
}

fn subscription(subscription: &Subscription, now: Timestamp) -> Value {
    let providers = subscription.providers.iter().map(|(namespace, held)| (namespace.clone(), json!(held.state(now))));
    json!({
        "id": subscription.id,
        "displayName": subscription.display_name,
        "tenantId": subscription.tenant_id,
        "state": subscription.state.name(),
        "providers": providers.collect::<serde_json::Map<_, _>>(),
        "resourceGroups": subscription.groups_at(now).map(|one| group(one, now)).collect::<Vec<_>>(),
    })
}

fn group(group: &ResourceGroup, now: Timestamp) -> Value {
    json!({
        "name": group.name,
        "location": group.location,
        "tags": group.tags,
        "deleting": group.gone.is_some(),
        "communicationServices": group.services_at(now).map(|one| service(one, now)).collect::<Vec<_>>(),
    })
}

fn service(service: &CommunicationService, now: Timestamp) -> Value {
    json!({
        "name": service.name,
        "tags": service.tags,
        "dataLocation": service.data_location,
        "hostName": service.host_name(),
        "provisioningState": service.state(now),
        "disableLocalAuth": service.disable_local_auth,
        "createdBy": service.created_by,
    })
}
