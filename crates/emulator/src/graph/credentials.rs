//! `addPassword` and `removePassword`, of applications and service principals.

use domain::Timestamp;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::answer::Answer;
use super::app_policy;
use super::audit::{self, Target, activity};
use super::call::Call;
use super::refusal::{Outcome, Refusal};
use super::shape::{self, Kind};
use crate::Moment;
use crate::state::{Object, Tenant};

/// Length of a secret. Graph's are 16 to 64 characters.
const SECRET_LENGTH: usize = 40;
/// Life of a secret when nothing is said, years.
const DEFAULT_YEARS: i32 = 2;

pub(super) fn add_password(call: &Call<'_>) -> Outcome {
    let kind = Kind::of(call);
    call.write(|tenant, moment| {
        let (id, _) = shape::find(call, tenant, kind)?;
        let mut object = shape::current(tenant, kind, &id)?;
        call.may_change(&object)?;
        if shape::is_fresh(kind.table(tenant), &id, tenant, moment) {
            return Err(Refusal::not_found(&id));
        }
        shape::check_pace(kind.table(tenant), &id, tenant, moment)?;
        let wanted = call.body.as_ref().and_then(|body| body.get("passwordCredential")).cloned().unwrap_or_default();
        let (start, end) = dates(&wanted, moment)?;
        if let Some(policy) = app_policy::of_application(tenant, &id, &object) {
            policy.check_password(start, end)?;
        }
        let (credential, text) = make(tenant, &wanted, start, end);
        add_to(&mut object, credential.clone(), &text);
        let stamp = moment.stamp(tenant);
        let (target, what) = described(kind, &id, &object, true);
        kind.table_mut(tenant).write(id, object, stamp);
        audit::record(tenant, moment, &call.caller, what, &[target]);
        let mut body = credential;
        body["secretText"] = Value::String(text);
        body["@odata.context"] = call.context("microsoft.graph.passwordCredential");
        Ok(Answer::ok(body))
    })
}

pub(super) fn remove_password(call: &Call<'_>) -> Outcome {
    let kind = Kind::of(call);
    call.write(|tenant, moment| {
        let (id, _) = shape::find(call, tenant, kind)?;
        let mut object = shape::current(tenant, kind, &id)?;
        call.may_change(&object)?;
        shape::check_pace(kind.table(tenant), &id, tenant, moment)?;
        let key_id = call.text("keyId").unwrap_or_default().to_ascii_lowercase();
        let before = object.list("passwordCredentials").len();
        let left: Vec<Value> =
            object.list("passwordCredentials").iter().filter(|one| one["keyId"] != key_id.as_str()).cloned().collect();
        if left.len() == before {
            return Err(Refusal::bad_request(format!("No password credential found with keyId '{key_id}'.")));
        }
        object.json.insert("passwordCredentials".to_owned(), Value::Array(left));
        object.secrets.remove(&key_id);
        let stamp = moment.stamp(tenant);
        let (target, what) = described(kind, &id, &object, false);
        kind.table_mut(tenant).write(id, object, stamp);
        audit::record(tenant, moment, &call.caller, what, &[target]);
        Ok(Answer::no_content())
    })
}

/// The one secret that may come with a create call: Microsoft's page forbids it, its service takes it.
pub(super) fn on_create(
    tenant: &mut Tenant,
    moment: Moment,
    body: &mut Map<String, Value>,
) -> Result<Option<(Value, String)>, Refusal> {
    let sent = body.remove("passwordCredentials");
    match sent.as_ref().and_then(Value::as_array).map(Vec::as_slice) {
        None | Some([]) => Ok(None),
        Some([wanted]) => {
            let (start, end) = dates(wanted, moment)?;
            Ok(Some(make(tenant, wanted, start, end)))
        }
        Some(_) => Err(Refusal::bad_request("Only one password credential can be set when an application is created.")),
    }
}

/// Puts a credential into an object; of its text only the digest.
pub(super) fn add_to(object: &mut Object, credential: Value, text: &str) {
    let key_id = credential.get("keyId").and_then(Value::as_str).unwrap_or_default().to_owned();
    object.secrets.insert(key_id, hex::encode(Sha256::digest(text.as_bytes())));
    let list = object.json.entry("passwordCredentials").or_insert_with(|| json!([]));
    if let Value::Array(list) = list {
        list.push(credential);
    }
}

fn make(tenant: &mut Tenant, wanted: &Value, start: Timestamp, end: Timestamp) -> (Value, String) {
    let text = tenant.ids.text(SECRET_LENGTH);
    let hint: String = text.chars().take(3).collect();
    let credential = json!({
        "customKeyIdentifier": null,
        "displayName": wanted.get("displayName"),
        "endDateTime": end,
        "hint": hint,
        "keyId": tenant.new_id(),
        "secretText": null,
        "startDateTime": start,
    });
    (credential, text)
}

fn dates(wanted: &Value, moment: Moment) -> Result<(Timestamp, Timestamp), Refusal> {
    let read = |name: &str| wanted.get(name).and_then(Value::as_str).and_then(|at| Timestamp::parse(at).ok());
    let start = read("startDateTime").unwrap_or(moment.now);
    let end = read("endDateTime").unwrap_or_else(|| start.plus_years(DEFAULT_YEARS));
    match end > start && end > moment.now {
        true => Ok((start, end)),
        false => Err(Refusal::bad_request("Password credential end date is invalid.")),
    }
}

fn described(kind: Kind, id: &str, object: &Object, added: bool) -> (Target, &'static str) {
    match (kind, added) {
        (Kind::Application, _) => (Target::application(id, object), activity::UPDATE_CREDENTIALS),
        (Kind::ServicePrincipal, true) => {
            (Target::service_principal(id, object.text("displayName")), activity::ADD_SERVICE_PRINCIPAL_CREDENTIALS)
        }
        (Kind::ServicePrincipal, false) => {
            (Target::service_principal(id, object.text("displayName")), activity::REMOVE_SERVICE_PRINCIPAL_CREDENTIALS)
        }
    }
}
