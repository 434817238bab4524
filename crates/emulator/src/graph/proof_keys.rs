//! `addKey` and `removeKey`: an application rolls its own certificates, and proves with a token that it holds a good one.
//! Sources: application-addkey@docs-contrib, application-rollkey-prooftoken; the refusal of a bad proof as observed in
//! microsoft-graph-docs#10686, #14626 and #22076: always the same, whatever is wrong with it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use http::StatusCode;
use serde_json::{Value, json};

use super::answer::Answer;
use super::app_policy;
use super::audit::{self, Target, activity};
use super::call::Call;
use super::keys;
use super::refusal::{Outcome, Refusal};
use super::shape::{self, Kind};
use crate::Moment;
use crate::entra;
use crate::state::{Object, Tenant};

/// Azure AD Graph, which is retired and still the audience of these tokens.
const AUDIENCE: &str = "00000002-0000-0000-c000-000000000000";
/// Longest life of a proof, and how far clocks may differ, seconds.
const LONGEST_LIFE: f64 = 600.0;
const SKEW: f64 = 300.0;
/// A certificate that only verifies, and one that signs and comes with its key.
const CERTIFICATE: &str = "AsymmetricX509Cert";
const WITH_PASSWORD: &str = "X509CertAndPassword";
/// The first byte of every PKCS#12 file.
const DER_SEQUENCE: u8 = 0x30;

pub(super) fn add(call: &Call<'_>) -> Outcome {
    let kind = Kind::of(call);
    call.write(|tenant, moment| {
        let (id, mut object) = own(call, tenant, moment, kind)?;
        let entry = call.body.as_ref().and_then(|body| body.get("keyCredential")).cloned().unwrap_or_default();
        let credential = make(call, tenant, moment, &id, &object, &entry)?;
        if let Value::Array(list) = object.json.entry("keyCredentials").or_insert_with(|| json!([])) {
            list.push(credential.clone());
        }
        save(call, tenant, moment, kind, &id, object, true);
        let mut body = credential;
        body["key"] = Value::Null;
        body["@odata.context"] = call.context("microsoft.graph.keyCredential");
        Ok(Answer::ok(body))
    })
}

pub(super) fn remove(call: &Call<'_>) -> Outcome {
    let kind = Kind::of(call);
    call.write(|tenant, moment| {
        let (id, mut object) = own(call, tenant, moment, kind)?;
        let key_id = call.text("keyId").unwrap_or_default().to_ascii_lowercase();
        let keys = object.list("keyCredentials");
        let left: Vec<Value> = keys.iter().filter(|key| key["keyId"] != key_id.as_str()).cloned().collect();
        if left.len() == keys.len() {
            return Err(Refusal::bad_request(format!("No key credential found with keyId '{key_id}'.")));
        }
        object.json.insert("keyCredentials".to_owned(), Value::Array(left));
        save(call, tenant, moment, kind, &id, object, false);
        Ok(Answer::no_content())
    })
}

/// The object, once it is known that it is the caller's own and that the proof is good.
fn own(call: &Call<'_>, tenant: &Tenant, moment: Moment, kind: Kind) -> Result<(String, Object), Refusal> {
    let (id, _) = shape::find(call, tenant, kind)?;
    let object = shape::current(tenant, kind, &id)?;
    if !object.text("appId").eq_ignore_ascii_case(&call.caller.app_id) {
        return Err(Refusal::denied());
    }
    check_proof(&id, &object, call.text("proof").unwrap_or_default(), moment)?;
    shape::check_pace(kind.table(tenant), &id, tenant, moment)?;
    Ok((id, object))
}

fn save(call: &Call<'_>, tenant: &mut Tenant, moment: Moment, kind: Kind, id: &str, object: Object, added: bool) {
    let name = object.text("displayName").to_owned();
    let (target, what) = match (kind, added) {
        (Kind::Application, _) => (Target::application(id, &object), activity::UPDATE_CREDENTIALS),
        (Kind::ServicePrincipal, true) => {
            (Target::service_principal(id, &name), activity::ADD_SERVICE_PRINCIPAL_CREDENTIALS)
        }
        (Kind::ServicePrincipal, false) => {
            (Target::service_principal(id, &name), activity::REMOVE_SERVICE_PRINCIPAL_CREDENTIALS)
        }
    };
    let stamp = moment.stamp(tenant);
    kind.table_mut(tenant).write(id, object, stamp);
    audit::record(tenant, moment, &call.caller, what, &[target]);
}

/// A token that one of the object's living certificates signed, about this object, short-lived. All that is wrong with a proof
/// is answered the same, as Microsoft does it.
fn check_proof(id: &str, object: &Object, proof: &str, moment: Moment) -> Result<(), Refusal> {
    let refused = || {
        let message = "Access Token missing or malformed.";
        Refusal::new(StatusCode::UNAUTHORIZED, "Authentication_MissingOrMalformed", message)
    };
    let certificates = object.list("keyCredentials").iter().filter(|key| lives(key, moment.now));
    let ders = certificates.filter_map(|key| STANDARD.decode(key["key"].as_str()?).ok());
    let claims = ders.filter_map(|der| entra::signed_claims(proof, &der)).next().ok_or_else(refused)?;
    let text = |name: &str| claims[name].as_str().unwrap_or_default();
    let (Some(start), Some(end)) = (claims["nbf"].as_f64(), claims["exp"].as_f64()) else { return Err(refused()) };
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are far below 2^52")]
    let now = moment.now.unix() as f64;
    let timely = start < end && end - start <= LONGEST_LIFE && start <= now + SKEW && now < end + SKEW;
    let ours = text("aud") == AUDIENCE && text("iss").eq_ignore_ascii_case(id);
    (timely && ours).then_some(()).ok_or_else(refused)
}

fn lives(key: &Value, now: Timestamp) -> bool {
    let end = key["endDateTime"].as_str().and_then(|end| Timestamp::parse(end).ok());
    key["type"] == CERTIFICATE && key["usage"] == "Verify" && end.is_some_and(|end| end > now)
}

fn make(
    call: &Call<'_>,
    tenant: &mut Tenant,
    moment: Moment,
    id: &str,
    object: &Object,
    entry: &Value,
) -> Result<Value, Refusal> {
    let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
    let password = call.body.as_ref().and_then(|body| body.pointer("/passwordCredential/secretText"));
    let password = password.and_then(Value::as_str).filter(|text| !text.is_empty());
    let usage = match text("type") {
        CERTIFICATE => "Verify",
        WITH_PASSWORD => "Sign",
        _ => return Err(Refusal::bad_request("Key credential type is invalid.")),
    };
    if text("usage") != usage {
        return Err(Refusal::bad_request(
            "The value for the property \"usage\" in one of your credentials is invalid. Acceptable values are Sign, Verify.",
        ));
    }
    match (text("type") == WITH_PASSWORD, password) {
        (false, None) => keys::add(tenant, moment, id, object, entry),
        (true, Some(_)) => with_password(tenant, moment, id, object, entry),
        // [K]: the page says when it has to be null, not how it is refused.
        (_, _) => {
            Err(Refusal::bad_request("Property 'passwordCredential' is invalid for the type of the key credential."))
        }
    }
}

/// A PKCS#12 file is taken without being opened, and not kept, since a private key is in it: only single sign-on by SAML would
/// use it, which is not imitated.
fn with_password(
    tenant: &mut Tenant,
    moment: Moment,
    id: &str,
    object: &Object,
    entry: &Value,
) -> Result<Value, Refusal> {
    let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
    let file = STANDARD.decode(text("key")).ok().filter(|file| file.first() == Some(&DER_SEQUENCE));
    if file.is_none() {
        return Err(Refusal::bad_request("Key credential value is invalid."));
    }
    let at = |name: &str| Timestamp::parse(text(name)).ok();
    let start = at("startDateTime").unwrap_or(moment.now);
    let end = at("endDateTime").unwrap_or_else(|| start.plus_years(1));
    if end <= start || end <= moment.now {
        return Err(Refusal::bad("KeyCredentialsInvalidEndDate", "Key credential end date is invalid."));
    }
    if let Some(policy) = app_policy::of_application(tenant, id, object) {
        policy.check_key(start, end, false)?;
    }
    Ok(json!({
        "customKeyIdentifier": entry.get("customKeyIdentifier"),
        "displayName": entry.get("displayName"),
        "endDateTime": end,
        "key": null,
        "keyId": tenant.new_id(),
        "startDateTime": start,
        "type": WITH_PASSWORD,
        "usage": "Sign",
    }))
}
