//! Tenants, subscriptions, regions, and the cloud's endpoints.

use serde_json::{Value, json};

use super::answer::Answer;
use super::call::Call;
use super::refusal::{Outcome, Refusal};
use super::{page, rights};
use crate::state::{Subscription, Tenant};

/// Regions that the practice Azure has: canonical and shown name. Azure has more.
pub(super) const REGIONS: &[(&str, &str)] = &[
    ("australiaeast", "Australia East"),
    ("eastus", "East US"),
    ("francecentral", "France Central"),
    ("germanywestcentral", "Germany West Central"),
    ("northeurope", "North Europe"),
    ("swedencentral", "Sweden Central"),
    ("switzerlandnorth", "Switzerland North"),
    ("uksouth", "UK South"),
    ("westeurope", "West Europe"),
    ("westus", "West US"),
];

/// `West Europe` and `westeurope` are one region.
pub(super) fn canonical(location: &str) -> String {
    location.to_lowercase().replace(' ', "")
}

/// What the cloud consists of; needs no token, so that a client can look before it signs in.
pub(super) fn endpoints(call: &Call<'_>) -> Outcome {
    let endpoints = call.emulator.endpoints();
    Ok(Answer::ok(json!([{
        "name": "Practice",
        "resourceManager": format!("{}/", endpoints.azure),
        "microsoftGraphResourceId": "https://graph.microsoft.com/",
        "authentication": {
            "loginEndpoint": endpoints.login,
            "audiences": ["https://management.core.windows.net/", "https://management.azure.com/"],
            "tenant": "common",
            "identityProvider": "AAD",
        },
    }])))
}

pub(super) fn tenants(call: &Call<'_>) -> Outcome {
    let ours = call.read(|tenant| {
        json!({
            "id": format!("/tenants/{}", tenant.id),
            "tenantId": tenant.id,
            "tenantCategory": "Home",
            "countryCode": tenant.organization.get("countryLetterCode"),
            "displayName": tenant.display_name,
            "domains": tenant.domains,
            "defaultDomain": tenant.domain(),
            "tenantType": "AAD",
        })
    });
    page::answer(call, vec![ours], false)
}

/// Only what the caller has a role in; an empty list is 200.
pub(super) fn list(call: &Call<'_>) -> Outcome {
    let seen = call.read(|tenant| {
        let ours = tenant.azure.subscriptions.values().filter(|subscription| subscription.tenant_id == tenant.id);
        ours.filter(|subscription| rights::sees(tenant, &call.bearer.caller, &subscription.id)).map(shown).collect()
    });
    page::answer(call, seen, false)
}

/// Any role at or below the subscription shows it.
pub(super) fn get(call: &Call<'_>) -> Outcome {
    call.read(|tenant| {
        let subscription = call.subscription(tenant)?;
        visible(call, tenant, subscription, "Microsoft.Resources/subscriptions/read")?;
        Ok(Answer::ok(shown(subscription)))
    })
}

/// For what is answered to anybody who has a role somewhere in the subscription, and filtered then.
pub(super) fn visible(
    call: &Call<'_>,
    tenant: &Tenant,
    subscription: &Subscription,
    action: &str,
) -> Result<(), Refusal> {
    let caller = &call.bearer.caller;
    if rights::sees(tenant, caller, &subscription.id) {
        return Ok(());
    }
    Err(Refusal::unauthorized(caller.name(), &caller.object_id, action, &call.scope()))
}

fn shown(subscription: &Subscription) -> Value {
    json!({
        "id": format!("/subscriptions/{}", subscription.id),
        "authorizationSource": "RoleBased",
        "managedByTenants": [],
        "subscriptionId": subscription.id,
        "tenantId": subscription.tenant_id,
        "displayName": subscription.display_name,
        "state": subscription.state.name(),
        "subscriptionPolicies": {
            "locationPlacementId": "Public_2014-09-01",
            "quotaId": subscription.quota_id,
            "spendingLimit": subscription.spending_limit,
        },
    })
}

pub(super) fn locations(call: &Call<'_>) -> Outcome {
    let id = call.read(|tenant| call.subscription(tenant).map(|subscription| subscription.id.clone()))?;
    let regions = REGIONS.iter().map(|(name, shown)| {
        json!({
            "id": format!("/subscriptions/{id}/locations/{name}"),
            "name": name,
            "type": "Region",
            "displayName": shown,
            "regionalDisplayName": shown,
            "metadata": { "regionType": "Physical", "regionCategory": "Recommended" },
        })
    });
    Ok(Answer::ok(json!({ "value": regions.collect::<Vec<_>>() })))
}
