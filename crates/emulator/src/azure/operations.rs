//! Long-running operations, for whoever has a role in the group where they run.
//!
//! Creating is followed by `Azure-AsyncOperation`, whose answers are always 200 and tell the outcome in the body; deleting by
//! `Location`, whose answers tell it by their status. Source: Microsoft's page on asynchronous Azure operations.

use domain::Timestamp;
use http::StatusCode;
use serde_json::json;

use super::answer::Answer;
use super::call::Call;
use super::refusal::{Outcome, Refusal};
use super::rights;
use crate::Moment;
use crate::state::{AzureOperation, Fault, Tenant};

/// Where `Azure-AsyncOperation` leads; the form of Microsoft's published example. Below a subscription it is answered too.
pub(super) const STATUS: &str = "/providers/Microsoft.Communication/locations/{location}/operationStatuses/{operation}";
/// Where `Location` leads.
pub(super) const RESULT: &str = "/providers/Microsoft.Communication/locations/{location}/operationResults/{operation}";

/// Whose operation it is decides about the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Azure Resource Manager's own.
    Subscription,
    /// The resource provider's.
    Provider,
}

/// Begins one; the address to ask at. It is to be sent unchanged, whatever it holds.
pub(super) fn begin(
    call: &Call<'_>,
    tenant: &mut Tenant,
    scope: String,
    ends: Timestamp,
    moment: Moment,
    fault: Option<Fault>,
) -> String {
    let id = remember(tenant, scope, ends, moment, fault);
    let path = STATUS.replace("{location}", "westus").replace("{operation}", &id);
    address(call, &path, moment)
}

/// 202 and where to ask for the end of a deletion.
pub(super) fn deletion(
    call: &Call<'_>,
    tenant: &mut Tenant,
    scope: String,
    ends: Timestamp,
    moment: Moment,
    place: Place,
) -> Answer {
    let id = remember(tenant, scope, ends, moment, None);
    let path = match place {
        Place::Subscription => {
            format!("/subscriptions/{}/operationresults/{id}", call.parameter("subscription").to_lowercase())
        }
        Place::Provider => RESULT.replace("{location}", "westus").replace("{operation}", &id),
    };
    let address = address(call, &path, moment);
    Answer::empty(StatusCode::ACCEPTED).with("location", address).with("retry-after", tenant.oddities.azure.retry_after)
}

fn remember(tenant: &mut Tenant, scope: String, ends: Timestamp, moment: Moment, fault: Option<Fault>) -> String {
    let id = tenant.new_id();
    let operation = AzureOperation { scope, started_at: moment.now, began: moment.delays_now, ends, fault };
    tenant.azure.operations.insert(id.clone(), operation);
    id
}

fn address(call: &Call<'_>, path: &str, moment: Moment) -> String {
    format!("{}{path}?api-version={}&t={}", call.emulator.endpoints().azure, call.version, moment.now.unix())
}

/// `status` in the body; 200 also when the operation has failed.
pub(super) fn status(call: &Call<'_>) -> Outcome {
    let (operation, retry_after) = find(call)?;
    let id = call.parameter("operation").to_lowercase();
    let path = call.segments.join("/");
    let mut body = json!({ "id": format!("/{path}"), "name": id, "startTime": operation.started_at });
    if call.moment.delays_now < operation.ends {
        body["status"] = json!("InProgress");
        return Ok(Answer::ok(body).with("retry-after", retry_after));
    }
    // Delays may run faster than time; nothing ends in the future.
    let took = operation.ends.since(operation.began);
    body["endTime"] = json!((operation.started_at + took).min(call.moment.now));
    match &operation.fault {
        None => {
            body["status"] = json!("Succeeded");
            body["percentComplete"] = json!(100);
        }
        Some(fault) => {
            body["status"] = json!("Failed");
            body["error"] = json!({ "code": fault.code, "message": fault.message });
        }
    }
    Ok(Answer::ok(body))
}

/// 202 while it runs, 200 when it is over, without a body either way.
pub(super) fn result(call: &Call<'_>) -> Outcome {
    let (operation, retry_after) = find(call)?;
    if call.moment.delays_now < operation.ends {
        let here = call.segments.join("/");
        let address = address(call, &format!("/{here}"), Moment { now: operation.started_at, ..call.moment });
        return Ok(Answer::empty(StatusCode::ACCEPTED).with("location", address).with("retry-after", retry_after));
    }
    Ok(Answer::empty(StatusCode::OK))
}

/// Following needs a right in the group, also for the one who began it.
fn find(call: &Call<'_>) -> Result<(AzureOperation, u32), Refusal> {
    let id = call.parameter("operation");
    call.read(|tenant| {
        let found = tenant.azure.operations.get(&id.to_lowercase());
        let operation = found.cloned().ok_or_else(|| {
            Refusal::missing("OperationNotFound", format!("The operation '{id}' could not be found."))
        })?;
        let action = "Microsoft.Resources/subscriptions/resourcegroups/read";
        rights::require(tenant, &call.bearer.caller, action, &operation.scope)?;
        Ok((operation, tenant.oddities.azure.retry_after))
    })
}
