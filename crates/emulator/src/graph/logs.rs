//! `/auditLogs`.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};

use super::answer::Answer;
use super::call::Call;
use super::refusal::{Outcome, Refusal};
use super::roles::tenant_has_plan;
use crate::contract::contract;
use crate::state::well_known::PLAN_ENTRA_P1;
use crate::state::{LogEntry, Tenant};

/// Largest page of reports, and the usual one.
const PAGE: usize = 1_000;
const DAY: u64 = 86_400;

pub(super) fn audits(call: &Call<'_>) -> Outcome {
    let items = call.read(|tenant| visible(call, tenant, &tenant.audits));
    list(call, "auditLogs/directoryAudits", items, "activityDateTime")
}

/// v1.0 has interactive sign-ins of users only, and fewer properties.
pub(super) fn sign_ins(call: &Call<'_>) -> Outcome {
    let items = sign_in_entries(call)?;
    let items = items.into_iter().filter(|item| is_of_type(item, "interactiveUser")).map(v1).collect();
    list(call, "auditLogs/signIns", items, "createdDateTime")
}

/// Beta has all kinds, but only interactive ones unless the filter names the kind.
pub(super) fn sign_ins_beta(call: &Call<'_>) -> Outcome {
    let mut items = sign_in_entries(call)?;
    if !call.options.filter.as_ref().is_some_and(|filter| filter.names("signInEventTypes")) {
        items.retain(|item| is_of_type(item, "interactiveUser"));
    }
    list(call, "auditLogs/signIns", items, "createdDateTime")
}

fn sign_in_entries(call: &Call<'_>) -> Result<Vec<Value>, Refusal> {
    call.read(|tenant| {
        if tenant.oddities.sign_in_logs_need_p1 && !tenant_has_plan(tenant, PLAN_ENTRA_P1) {
            let message = "Neither tenant is B2C or tenant doesn't have premium license";
            let code = "Authentication_RequestFromNonPremiumTenantOrB2CTenant";
            return Err(Refusal::new(StatusCode::FORBIDDEN, code, message));
        }
        Ok(visible(call, tenant, &tenant.sign_ins))
    })
}

fn is_of_type(item: &Value, kind: &str) -> bool {
    match item.get("signInEventTypes").and_then(Value::as_array) {
        Some(kinds) => kinds.iter().any(|known| known == kind),
        None => kind == "interactiveUser",
    }
}

/// Properties that only beta has go.
fn v1(item: Value) -> Value {
    let Value::Object(members) = item else { return item };
    Value::Object(
        members.into_iter().filter(|(name, _)| contract().has_property("microsoft.graph.signIn", name)).collect(),
    )
}

/// What has arrived in the log and is not too old for the tenant's licence, newest first.
fn visible(call: &Call<'_>, tenant: &Tenant, log: &[LogEntry]) -> Vec<Value> {
    let delay = Duration::from_secs(tenant.oddities.log_delay_seconds);
    let days = if tenant_has_plan(tenant, PLAN_ENTRA_P1) { 30 } else { 7 };
    let now = call.emulator().now();
    log.iter()
        .rev()
        .filter(|entry| entry.written + delay <= call.view.now)
        .filter(|entry| now.since(entry.at) < Duration::from_secs(days * DAY))
        .map(|entry| Value::Object(entry.json.clone()))
        .collect()
}

fn list(call: &Call<'_>, name: &str, items: Vec<Value>, time: &str) -> Outcome {
    if call.options.order.as_ref().is_some_and(|(property, _)| !property.eq_ignore_ascii_case(time)) {
        return Err(Refusal::bad("BadRequest", format!("Ordering is only supported by {time}.")));
    }
    let items = call.options.apply(items).into_iter().map(|item| call.options.shape(item)).collect();
    let address = format!("{}{}", call.root(), call.path);
    Ok(Answer::ok(call.options.page_of(&address, json!(call.context(name)), items, (PAGE, PAGE))))
}
