//! What stops a call that its role allows: disabled subscriptions, missing groups, locks, and Azure Policy.

use http::StatusCode;
use serde_json::json;

use super::call::Call;
use super::refusal::Refusal;
use super::routes::Effect;
use crate::state::{AzurePolicy, Lock, Subscription};

/// Passes the gates that do not depend on the body.
pub(super) fn pass(call: &Call<'_>, effect: Effect) -> Result<(), Refusal> {
    if !call.parameters.contains_key("subscription") {
        return Ok(());
    }
    call.read(|tenant| {
        let subscription = call.subscription(tenant)?;
        if matches!(effect, Effect::Write | Effect::Delete) && subscription.state.is_read_only() {
            return Err(read_only(&subscription.id));
        }
        // What works on a group itself knows best what its absence means.
        if call.parameters.contains_key("group") && call.segments.len() > 4 {
            call.group(tenant)?;
        }
        unlocked(call, subscription, effect)
    })
}

fn read_only(id: &str) -> Refusal {
    let message = format!(
        "The subscription '{id}' is disabled and therefore marked as read only. You cannot perform any write actions on this \
         subscription until it is re-enabled."
    );
    Refusal::conflict("ReadOnlyDisabledSubscription", message)
}

/// Locks hold for what is below them. Reading keys is a POST, so a lock against writing stops it
/// (Azure/azure-sdk-for-java#2560).
fn unlocked(call: &Call<'_>, subscription: &Subscription, effect: Effect) -> Result<(), Refusal> {
    let (verb, stops): (&str, fn(Lock) -> bool) = match effect {
        Effect::Read => return Ok(()),
        Effect::Reveal | Effect::Write => ("write", |lock| lock == Lock::ReadOnly),
        Effect::Delete => ("delete", |_| true),
    };
    let root = format!("/subscriptions/{}", subscription.id);
    let group = subscription.group(call.parameter("group"), call.moment.delays_now);
    let locked = [
        subscription.lock.map(|lock| (lock, root.clone())),
        group.and_then(|group| group.lock.map(|lock| (lock, format!("{root}/resourceGroups/{}", group.name)))),
    ];
    let scopes: Vec<String> = locked.into_iter().flatten().filter(|(lock, _)| stops(*lock)).map(|(_, at)| at).collect();
    if scopes.is_empty() {
        return Ok(());
    }
    let message = format!(
        "The scope '{}' cannot perform {verb} operation because following scope(s) are locked: '{}'. Please remove the lock and try \
         again.",
        call.scope(),
        scopes.join(",")
    );
    Err(Refusal::conflict("ScopeLocked", message))
}

/// What Azure Policy looks at.
pub(super) struct Judged<'a> {
    /// Resource type.
    pub(super) kind: &'a str,
    pub(super) name: &'a str,
    /// Canonical; `global` has no region.
    pub(super) location: &'a str,
    pub(super) tags: &'a std::collections::BTreeMap<String, String>,
}

/// Refuses with all policies that object.
pub(super) fn judge(subscription: &Subscription, thing: &Judged<'_>) -> Result<(), Refusal> {
    let objecting: Vec<&AzurePolicy> = subscription.policies.iter().filter(|policy| objects(policy, thing)).collect();
    if objecting.is_empty() {
        return Ok(());
    }
    let reasons: Vec<&str> = objecting.iter().map(|policy| policy.reason.as_str()).collect();
    let message = format!("Resource '{}' was disallowed by policy. Reasons: '{}'.", thing.name, reasons.join("','"));
    let mut refusal = Refusal::new(StatusCode::FORBIDDEN, "RequestDisallowedByPolicy", message);
    refusal.more.target = Some(thing.name.to_owned());
    let scope = format!("/subscriptions/{}", subscription.id);
    let info = objecting.iter().map(|policy| {
        let definition = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, policy.definition.as_bytes());
        json!({
            "type": "PolicyViolation",
            "info": {
                "policyDefinitionDisplayName": policy.definition,
                "policyDefinitionId": format!("/providers/Microsoft.Authorization/policyDefinitions/{definition}"),
                "policyDefinitionName": definition.to_string(),
                "policyDefinitionEffect": "deny",
                "policyAssignmentId": format!("{scope}/providers/Microsoft.Authorization/policyAssignments/{}", policy.name),
                "policyAssignmentName": policy.name,
                "policyAssignmentDisplayName": policy.display_name,
                "policyAssignmentScope": scope,
            },
        })
    });
    refusal.more.additional_info = info.collect();
    Err(refusal)
}

fn objects(policy: &AzurePolicy, thing: &Judged<'_>) -> bool {
    if !policy.types.is_empty() && !policy.types.iter().any(|kind| kind.eq_ignore_ascii_case(thing.kind)) {
        return false;
    }
    let tag = policy.required_tag.as_ref();
    let lacks_tag = tag.is_some_and(|tag| !thing.tags.keys().any(|known| known.eq_ignore_ascii_case(tag)));
    let places = &policy.allowed_locations;
    let elsewhere = !places.is_empty()
        && thing.location != "global"
        && !places.iter().any(|place| place.eq_ignore_ascii_case(thing.location));
    let unconditional = tag.is_none() && places.is_empty();
    unconditional || lacks_tag || elsewhere
}
