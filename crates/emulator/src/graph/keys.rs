//! `keyCredentials`: the whole collection is replaced; what is known stays by its `keyId` with `key` null. Sources: facts of
//! applications-how-to-add-certificate@01f0b45, keycredential@0f3d67f, and the issues named in `contracts/PROVENANCE.md`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use serde_json::{Value, json};
use x509_parser::prelude::X509Certificate;

use super::app_policy;
use super::refusal::Refusal;
use crate::Moment;
use crate::state::{Object, Tenant, thumbprint};

/// The new collection, or why not.
pub(super) fn replace(
    tenant: &mut Tenant,
    moment: Moment,
    id: &str,
    old: &Object,
    sent: &[Value],
) -> Result<Vec<Value>, Refusal> {
    if sent.iter().any(|entry| !matches!(text(entry, "usage"), "Sign" | "Verify")) {
        return Err(Refusal::bad_request(
            "The value for the property \"usage\" in one of your credentials is invalid. Acceptable values are Sign, Verify.",
        ));
    }
    let mut result: Vec<Value> = Vec::new();
    for entry in sent {
        let key_id = text(entry, "keyId").to_ascii_lowercase();
        if !key_id.is_empty() && result.iter().any(|one| text(one, "keyId") == key_id) {
            return Err(Refusal::bad_request(format!("Duplicate KeyId '{key_id}' in the collection of credentials.")));
        }
        let known = old.list("keyCredentials").iter().find(|one| !key_id.is_empty() && text(one, "keyId") == key_id);
        result.push(match known {
            Some(known) => keep(known, entry)?,
            None => add(tenant, moment, id, old, entry)?,
        });
    }
    Ok(result)
}

fn text<'a>(entry: &'a Value, name: &str) -> &'a str {
    entry.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// An existing entry must come back as it was read; only its `key` may be null, which means "as it is".
fn keep(known: &Value, sent: &Value) -> Result<Value, Refusal> {
    let same = ["startDateTime", "endDateTime", "type", "usage", "customKeyIdentifier", "displayName"]
        .iter()
        .all(|name| same_value(known.get(*name), sent.get(*name)));
    let key = sent.get("key").filter(|key| !key.is_null());
    if same && key.is_none_or(|key| Some(key) == known.get("key")) {
        return Ok(known.clone());
    }
    let key_id = text(known, "keyId");
    Err(Refusal::bad_request(format!("Update to existing credential with KeyId '{key_id}' is not allowed.")))
}

/// To the letter: a date written otherwise is a change, as people found out.
fn same_value(known: Option<&Value>, sent: Option<&Value>) -> bool {
    let known = known.filter(|value| !value.is_null());
    let sent = sent.filter(|value| !value.is_null());
    known == sent
}

/// A new entry, or why not.
pub(super) fn add(
    tenant: &mut Tenant,
    moment: Moment,
    id: &str,
    app: &Object,
    entry: &Value,
) -> Result<Value, Refusal> {
    let invalid = |what: &str| Refusal::bad_request(format!("Key credential {what} is invalid."));
    if text(entry, "type") != "AsymmetricX509Cert" {
        return Err(invalid("type"));
    }
    let der = STANDARD.decode(text(entry, "key")).ok().filter(|der| !der.is_empty()).ok_or_else(|| invalid("value"))?;
    let (rest, certificate) = x509_parser::parse_x509_certificate(&der).map_err(|_| invalid("value"))?;
    if !rest.is_empty() {
        return Err(invalid("value"));
    }
    let (start, end) = dates(&certificate, entry, moment)?;
    if let Some(policy) = app_policy::of_application(tenant, id, app) {
        policy.check_key(start, end, certificate.issuer() == certificate.subject())?;
    }
    let name = match text(entry, "displayName") {
        "" => certificate.subject().to_string(),
        name => name.to_owned(),
    };
    let identifier = match text(entry, "customKeyIdentifier") {
        "" => STANDARD.encode(thumbprint(&der)),
        sent => sent.to_owned(),
    };
    let key_id = match text(entry, "keyId") {
        "" => tenant.new_id(),
        sent => sent.to_ascii_lowercase(),
    };
    Ok(json!({
        "customKeyIdentifier": identifier,
        "displayName": name,
        "endDateTime": end,
        "key": STANDARD.encode(&der),
        "keyId": key_id,
        "startDateTime": start,
        "type": "AsymmetricX509Cert",
        "usage": text(entry, "usage"),
    }))
}

/// The sent dates, inside the certificate's own; the certificate's own when none are sent.
fn dates(certificate: &X509Certificate<'_>, entry: &Value, moment: Moment) -> Result<(Timestamp, Timestamp), Refusal> {
    let bad_end = || Refusal::bad("KeyCredentialsInvalidEndDate", "Key credential end date is invalid.");
    let bad_start = || Refusal::bad("KeyCredentialsInvalidStartDate", "Key credential start date is invalid.");
    let validity = certificate.validity();
    let not_before = Timestamp::from_unix(validity.not_before.timestamp()).ok_or_else(bad_start)?;
    let not_after = Timestamp::from_unix(validity.not_after.timestamp()).ok_or_else(bad_end)?;
    let sent = |name: &str| Timestamp::parse(text(entry, name)).ok();
    let start = sent("startDateTime").unwrap_or(not_before);
    let end = sent("endDateTime").unwrap_or(not_after);
    if start < not_before || start > not_after {
        return Err(bad_start());
    }
    if end > not_after || end <= start || end <= moment.now {
        return Err(bad_end());
    }
    Ok((start, end))
}
