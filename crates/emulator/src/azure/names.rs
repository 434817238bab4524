//! Names of Communication Services: what may be one, and which are taken. They are host names, so they are unique in the world.

use domain::Timestamp;
use serde_json::json;

use super::answer::Answer;
use super::call::Call;
use super::providers::registered;
use super::refusal::{Outcome, Refusal};
use super::service;
use crate::state::{Azure, Subscription};

/// Names that creating refuses although the check calls them available (Azure/Communication#42).
const RESERVED: &[&str] = &["comm", "communicate", "communication"];

/// `^[-\w]+$`, 1 to 63.
pub(super) fn is_name(name: &str) -> bool {
    (1..=63).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Always 200; only `nameAvailable` counts. It does not know the reserved words.
pub(super) fn check(call: &Call<'_>) -> Outcome {
    let members = call.members();
    let text = |member: &str| members.get(member).and_then(|value| value.as_str());
    let name = text("name").ok_or_else(|| Refusal::property("name", "A name is required."))?;
    if !text("type").is_some_and(|kind| kind.eq_ignore_ascii_case(service::KIND)) {
        return Err(Refusal::property("type", "The type must be 'Microsoft.Communication/CommunicationServices'."));
    }
    let taken = call.read(|tenant| {
        registered(call.subscription(tenant)?, call.moment.delays_now)?;
        Ok::<_, Refusal>(is_taken(&tenant.azure, name, call.moment.delays_now))
    })?;
    let (available, reason, message) = match (is_name(name), taken) {
        (false, _) => (false, "Invalid", "Requested name is invalid for the requested type"),
        (true, true) => (false, "AlreadyExists", "Requested name is already in use"),
        // The reason is outside the declared ones, as in Microsoft's own example.
        (true, false) => (true, "NameAvailable", "Requested name is available for the requested type"),
    };
    Ok(Answer::ok(json!({ "nameAvailable": available, "reason": reason, "message": message })))
}

fn is_taken(azure: &Azure, name: &str, now: Timestamp) -> bool {
    azure.taken_names.contains(&name.to_lowercase()) || azure.has_service(name, now)
}

/// Refuses a name for a new resource. Where it is ours elsewhere, the resource provider knows; where it is a stranger's, only the
/// host name shows it.
pub(super) fn free(azure: &Azure, name: &str, now: Timestamp) -> Result<(), Refusal> {
    let lower = name.to_lowercase();
    if azure.taken_names.contains(&lower) || RESERVED.iter().any(|word| *word == lower) {
        return Err(Refusal::bad("HostNamePrefixTaken", "Specified host name prefix is not available"));
    }
    if azure.has_service(name, now) {
        let message = format!("The name '{name}' is already reserved by another resource.");
        return Err(Refusal::conflict("NameReservationTaken", message));
    }
    Ok(())
}

/// 409 when the subscription is full. [K]
pub(super) fn room(subscription: &Subscription, now: Timestamp) -> Result<(), Refusal> {
    let present: usize = subscription.groups_at(now).map(|group| group.services_at(now).count()).sum();
    let limit = subscription.service_quota;
    if present < limit {
        return Ok(());
    }
    let message = format!(
        "Operation could not be completed as it results in exceeding approved quota for '{}'. Current limit: {limit}, current \
         usage: {present}, additional required: 1.",
        service::KIND
    );
    Err(Refusal::conflict("QuotaExceeded", message))
}
