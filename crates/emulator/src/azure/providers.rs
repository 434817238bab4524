//! Resource providers and their registration, which is no long-running operation: one asks again until it is done.

use std::time::Duration;

use serde_json::{Value, json};

use super::answer::Answer;
use super::call::Call;
use super::refusal::{Outcome, Refusal};
use super::unknown::no_namespace;
use super::versions::{COMMUNICATION, RESOURCES};
use super::{page, rights};
use crate::state::{Registration, Subscription};

/// The one that must be registered before its resources can be made.
pub(super) const COMMUNICATION_NAMESPACE: &str = "Microsoft.Communication";
/// Namespaces that are known by name.
pub(super) const NAMESPACES: &[&str] = &[
    "Microsoft.Authorization",
    COMMUNICATION_NAMESPACE,
    "Microsoft.Compute",
    "Microsoft.KeyVault",
    "Microsoft.Network",
    "Microsoft.Resources",
    "Microsoft.Storage",
    "Microsoft.Web",
];
/// Part of every subscription.
const REGISTRATION_FREE: &[&str] = &["Microsoft.Authorization", "Microsoft.Resources"];

/// Resource types of a namespace, as far as they are known.
pub(super) fn types_of(namespace: &str) -> &'static [&'static str] {
    match namespace {
        COMMUNICATION_NAMESPACE => {
            &["CheckNameAvailability", "CommunicationServices", "EmailServices", "Locations", "Operations"]
        }
        _ => &[],
    }
}

fn known(namespace: &str) -> Result<&'static str, Refusal> {
    let found = NAMESPACES.iter().find(|known| known.eq_ignore_ascii_case(namespace));
    found.copied().ok_or_else(|| no_namespace(namespace))
}

pub(super) fn list(call: &Call<'_>) -> Outcome {
    let all = call.read(|tenant| {
        let subscription = call.subscription(tenant)?;
        Ok::<_, Refusal>(NAMESPACES.iter().map(|namespace| shown(call, subscription, namespace)).collect())
    })?;
    page::answer(call, all, true)
}

pub(super) fn get(call: &Call<'_>) -> Outcome {
    let namespace = known(call.parameter("namespace"))?;
    call.read(|tenant| Ok(Answer::ok(shown(call, call.subscription(tenant)?, namespace))))
}

pub(super) fn register(call: &Call<'_>) -> Outcome {
    change(call, true)
}

pub(super) fn unregister(call: &Call<'_>) -> Outcome {
    change(call, false)
}

/// A role on a group is not enough for it.
fn change(call: &Call<'_>, wanted: bool) -> Outcome {
    let namespace = known(call.parameter("namespace"))?;
    let action = format!("{namespace}/{}/action", if wanted { "register" } else { "unregister" });
    call.read(|tenant| rights::require(tenant, &call.bearer.caller, &action, &call.scope()))?;
    call.write(|tenant, moment| {
        let oddities = tenant.oddities.azure.clone();
        let now = moment.delays_now;
        let subscription = call.subscription_mut(tenant)?;
        let in_use = subscription.groups_at(now).any(|group| group.services_at(now).next().is_some());
        if !wanted && namespace == COMMUNICATION_NAMESPACE && in_use {
            // [K]
            let message = format!("The resource provider '{namespace}' cannot be unregistered: resources of it exist.");
            return Err(Refusal::conflict("Conflict", message));
        }
        let key = namespace.to_lowercase();
        let before = subscription.providers.get(&key).map(|registration| registration.wanted);
        // Asking again for what is there or under way starts nothing anew.
        if before != Some(wanted) && (wanted || before.is_some()) && !REGISTRATION_FREE.contains(&namespace) {
            let settles = now + Duration::from_secs(oddities.provider_seconds);
            subscription.providers.insert(key, Registration { wanted, settles });
        }
        let body = shown(call, subscription, namespace);
        let over = matches!(body["registrationState"].as_str(), Some("Registered" | "NotRegistered" | "Unregistered"));
        let answer = Answer::ok(body);
        Ok(if over { answer } else { answer.with("retry-after", oddities.retry_after) })
    })
}

/// 409 unless the provider of Communication Services is registered by now; registering is not registered.
pub(super) fn registered(subscription: &Subscription, now: domain::Timestamp) -> Result<(), Refusal> {
    match subscription.registration(COMMUNICATION_NAMESPACE, now) {
        "Registered" => Ok(()),
        _ => Err(Refusal::not_registered(COMMUNICATION_NAMESPACE)),
    }
}

fn shown(call: &Call<'_>, subscription: &Subscription, namespace: &str) -> Value {
    let free = REGISTRATION_FREE.contains(&namespace);
    let state = if free { "Registered" } else { subscription.registration(namespace, call.moment.delays_now) };
    json!({
        "id": format!("/subscriptions/{}/providers/{namespace}", subscription.id),
        "namespace": namespace,
        "registrationState": state,
        "registrationPolicy": if free { "RegistrationFree" } else { "RegistrationRequired" },
        "resourceTypes": resource_types(namespace),
    })
}

fn resource_types(namespace: &str) -> Vec<Value> {
    let newest_first = |versions: &[&str]| versions.iter().rev().map(|&version| version.to_owned()).collect::<Vec<_>>();
    match namespace {
        COMMUNICATION_NAMESPACE => {
            let versions = newest_first(COMMUNICATION);
            let kind = |name: &str, locations: &[&str], capabilities: &str| {
                json!({
                    "resourceType": name,
                    "locations": locations,
                    "apiVersions": versions,
                    "capabilities": capabilities,
                })
            };
            let movable =
                "CrossResourceGroupResourceMove, CrossSubscriptionResourceMove, SupportsTags, SupportsLocation";
            vec![
                kind("Locations", &[], "None"),
                kind("CommunicationServices", &["global"], movable),
                kind("Operations", &[], "None"),
                kind("CheckNameAvailability", &["global"], "None"),
                kind("EmailServices", &["global"], movable),
            ]
        }
        "Microsoft.Resources" => {
            let group = json!({
                "resourceType": "resourceGroups",
                "locations": super::subscriptions::REGIONS.iter().map(|(_, shown)| *shown).collect::<Vec<_>>(),
                "apiVersions": newest_first(RESOURCES),
                "capabilities": "SupportsTags, SupportsLocation",
            });
            vec![group]
        }
        _ => Vec::new(),
    }
}
