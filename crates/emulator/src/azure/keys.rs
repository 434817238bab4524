//! Keys and connection strings. The only answers in which they stand.

use domain::Timestamp;
use serde_json::{Value, json};

use super::answer::Answer;
use super::call::Call;
use super::communication::{fresh_key, missing};
use super::refusal::{Outcome, Refusal};
use crate::state::CommunicationService;

/// Both keys. A POST that changes nothing; a Reader may not send it.
pub(super) fn list(call: &Call<'_>) -> Outcome {
    call.read(|tenant| {
        let now = call.moment.delays_now;
        let service = call.group(tenant)?.service(call.parameter("name"), now).ok_or_else(|| missing(call))?;
        there(service, now)?;
        Ok(Answer::ok(both(service)))
    })
}

/// Makes one of them anew; the other goes on working.
pub(super) fn regenerate(call: &Call<'_>) -> Outcome {
    let members = call.members();
    let primary = match members.get("keyType").and_then(Value::as_str) {
        Some("Primary") => true,
        Some("Secondary") => false,
        _ => return Err(Refusal::property("keyType", "The key type must be 'Primary' or 'Secondary'.")),
    };
    call.write(|tenant, moment| {
        let now = moment.delays_now;
        let fresh = fresh_key(&mut tenant.ids);
        let services = &mut call.group_mut(tenant, moment)?.services;
        let found = services.get_mut(&call.parameter("name").to_lowercase());
        let service = found.filter(|service| service.is_there(now)).ok_or_else(|| missing(call))?;
        there(service, now)?;
        match primary {
            true => service.primary_key = fresh,
            false => service.secondary_key = fresh,
        }
        Ok(Answer::ok(both(service)))
    })
}

/// Keys come with the host. [K]
fn there(service: &CommunicationService, now: Timestamp) -> Result<(), Refusal> {
    match service.state(now) {
        "Succeeded" => Ok(()),
        state => {
            let message = format!("The resource '{}' is in the state '{state}'.", service.name);
            Err(Refusal::conflict("Conflict", message))
        }
    }
}

fn both(service: &CommunicationService) -> Value {
    let (primary, secondary) = (service.primary_key.reveal(), service.secondary_key.reveal());
    let connection = |key: &str| format!("endpoint=https://{}/;accesskey={key}", service.host_name());
    json!({
        "primaryKey": primary,
        "secondaryKey": secondary,
        "primaryConnectionString": connection(primary),
        "secondaryConnectionString": connection(secondary),
    })
}
