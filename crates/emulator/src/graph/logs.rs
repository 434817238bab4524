//! `/auditLogs`, and what `/reports` makes of it.

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use serde_json::{Map, Value, json};

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
/// What `servicePrincipalSignInActivity` tells of an application.
const ACTIVITIES: [&str; 5] = [
    "lastSignInActivity",
    "applicationAuthenticationClientSignInActivity",
    "applicationAuthenticationResourceSignInActivity",
    "delegatedClientSignInActivity",
    "delegatedResourceSignInActivity",
];

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

/// When each application last signed in, as client and as resource. Made from the log of sign-ins.
pub(super) fn sign_in_activities(call: &Call<'_>) -> Outcome {
    let mut activities: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    // Oldest first, so that the last one stays.
    for entry in sign_in_entries(call)?.iter().rev() {
        let as_itself = is_of_type(entry, "servicePrincipal");
        let sides = match as_itself {
            true => [
                ("appId", "applicationAuthenticationClientSignInActivity"),
                ("resourceId", "applicationAuthenticationResourceSignInActivity"),
            ],
            false => [("appId", "delegatedClientSignInActivity"), ("resourceId", "delegatedResourceSignInActivity")],
        };
        let interactive = is_of_type(entry, "interactiveUser");
        for (side, name) in sides {
            let Some(app_id) = entry.get(side).and_then(Value::as_str).filter(|id| !id.is_empty()) else { continue };
            let of_app = activities.entry(app_id.to_ascii_lowercase()).or_default();
            for name in [name, "lastSignInActivity"] {
                note(of_app.entry(name).or_insert_with(no_activity), entry, interactive || as_itself);
            }
        }
    }
    let items = activities.into_iter().map(|(app_id, of_app)| {
        let mut json = json!({ "id": STANDARD.encode(&app_id), "appId": app_id });
        for name in ACTIVITIES {
            json[name] = of_app.get(name).cloned().unwrap_or_default();
        }
        json
    });
    let items = call.options.apply(items.collect()).into_iter().map(|item| call.options.shape(item)).collect();
    let address = format!("{}{}", call.root(), call.path);
    let context = call.context("reports/servicePrincipalSignInActivities");
    Ok(Answer::ok(call.options.page_of(&address, context, items, (PAGE, PAGE))))
}

fn no_activity() -> Value {
    json!({
        "lastSignInDateTime": null,
        "lastSignInRequestId": null,
        "lastNonInteractiveSignInDateTime": null,
        "lastNonInteractiveSignInRequestId": null,
        "lastSuccessfulSignInDateTime": null,
        "lastSuccessfulSignInRequestId": null,
    })
}

fn note(activity: &mut Value, entry: &Value, interactive: bool) {
    let (time, request) = (entry["createdDateTime"].clone(), entry["id"].clone());
    let kind = if interactive { "lastSignIn" } else { "lastNonInteractiveSignIn" };
    activity[format!("{kind}DateTime")] = time.clone();
    activity[format!("{kind}RequestId")] = request.clone();
    if entry.pointer("/status/errorCode").and_then(Value::as_i64) == Some(0) {
        activity["lastSuccessfulSignInDateTime"] = time;
        activity["lastSuccessfulSignInRequestId"] = request;
    }
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
