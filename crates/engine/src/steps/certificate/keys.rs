//! Keys and certificates where they are: in the keychain, and on the app registration.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{AppObjectId, CertificateFacts, CertificateRequest, Field, KeyId, Kind, Secret};
use microsoft::graph::KeyCredential;
use microsoft::{Read, Write};
use serde_json::{Value, json};

use super::{Made, Ours, Receipt, key_id};
use crate::diagnose;
use crate::step::{Applied, Cx, Intent};
use crate::{Problem, World};

/// The certificates that the journal knows, with what keychain and certificate say of each.
pub(super) async fn ours(cx: &Cx<'_>, world: &World<Read>) -> Result<Vec<Ours>, Problem> {
    let mut all: Vec<Made> = Vec::new();
    for entry in cx.journal.iter().filter(|entry| entry.state != domain::ChangeState::Undone) {
        // A row without a receipt may have left a key behind: its note says where.
        let value = entry.receipt.as_ref().filter(|r| r["did"] == "made").or(entry.note.as_ref());
        all.extend(value.and_then(|value| serde_json::from_value::<Made>(value.clone()).ok()));
    }
    all.sort_by_key(|made| made.number);
    all.dedup_by(|a, b| a.keychain_account == b.keychain_account);
    let mut found = Vec::new();
    for made in all {
        let der = STANDARD.decode(&made.certificate).unwrap_or_default();
        let Ok(facts) = world.ports.keys.read(&der) else {
            continue;
        };
        let secret = world.ports.secrets.get(&made.keychain_account).await?;
        let in_keychain = secret.is_some_and(|secret| world.ports.keys.belongs(&secret, &der));
        found.push(Ours { made, facts, in_keychain, uploaded: false });
    }
    Ok(found)
}

pub(super) async fn make(
    cx: &Cx<'_>,
    request: &CertificateRequest,
    number: u32,
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Applied<Receipt>, Problem> {
    let key = world.ports.keys.make(request).map_err(|why| diagnose::certificate_not_made(&why))?;
    keep(cx, (STANDARD.encode(&key.certificate), &key.private_key), (number, false), world, intent).await
}

/// The note says where the key is going to be; then it goes there; then it is read back. `certificate`: DER in base64.
pub(super) async fn keep(
    cx: &Cx<'_>,
    (certificate, key): (String, &Secret),
    (number, imported): (u32, bool),
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Applied<Receipt>, Problem> {
    let account = World::<Write>::keychain_account(
        cx.setup.tenant.id,
        cx.setup.id,
        Kind::Certificate.name(),
        &intent.id().to_string(),
    );
    let made = Made { number, keychain_account: account.clone(), certificate, imported };
    intent.note(&made)?;
    world.ports.secrets.put(&account, key).await?;
    let stored = world.ports.secrets.get(&account).await?.ok_or(domain::KeychainError::NoEntry(account))?;
    if stored.expose() != key.expose() {
        return Err(domain::KeychainError::Other("the key read back is another one".to_owned()).into());
    }
    Ok(Applied { receipt: Receipt::Made(made) })
}

pub(super) async fn upload(cx: &Cx<'_>, number: u32, world: &World<Write>) -> Result<Applied<Receipt>, Problem> {
    let app = cx.registration()?;
    let made = find(cx, number)?;
    let keys = world.graph.key_credentials(app).await?.ok_or(Problem::NotVisible)?;
    let id = key_id(cx, number);
    if !keys.iter().any(|key| key["keyId"].as_str() == Some(&id.to_string())) {
        let mut all: Vec<Value> = keys.into_iter().map(kept).collect();
        // Dates are left to the service, which takes the certificate's own.
        all.push(json!({
            "keyId": id,
            "type": "AsymmetricX509Cert",
            "usage": "Verify",
            "key": made.certificate,
            "displayName": "Handrail",
        }));
        world.graph.put_key_credentials(app, &all).await?;
    }
    Ok(Applied { receipt: Receipt::Uploaded { app, key_id: id, number } })
}

pub(super) async fn take_off(cx: &Cx<'_>, number: u32, world: &World<Write>) -> Result<(), Problem> {
    let app = cx.registration()?;
    let keys = world.graph.key_credentials(app).await?.unwrap_or_default();
    let id = key_id(cx, number).to_string();
    let left: Vec<Value> = keys.into_iter().filter(|key| key["keyId"].as_str() != Some(&id)).map(kept).collect();
    Ok(world.graph.put_key_credentials(app, &left).await?)
}

/// Takes an entry off the app, if it is there. Safe to repeat.
pub(crate) async fn take_back(app: AppObjectId, id: KeyId, world: &World<Write>) -> Result<(), Problem> {
    let Some(keys) = world.graph.key_credentials(app).await? else {
        return Ok(());
    };
    if !is_on_app(&keys, id) {
        return Ok(());
    }
    let left: Vec<Value> = keys.into_iter().filter(|key| !has_id(key, id)).map(kept).collect();
    Ok(world.graph.put_key_credentials(app, &left).await?)
}

/// Whether one of these entries, as read, has that id.
pub(crate) fn is_on_app(keys: &[Value], id: KeyId) -> bool {
    keys.iter().any(|key| has_id(key, id))
}

/// Whether an entry, as read, has that id.
pub(super) fn has_id(key: &Value, id: KeyId) -> bool {
    key["keyId"].as_str().is_some_and(|text| text.eq_ignore_ascii_case(&id.to_string()))
}

/// The made certificate with that number.
pub(super) fn find(cx: &Cx<'_>, number: u32) -> Result<Made, Problem> {
    let mut made = cx.receipts::<Receipt>().into_iter().filter_map(|(_, receipt)| match receipt {
        Receipt::Made(made) if made.number == number => Some(made),
        _ => None,
    });
    made.next_back().ok_or(Problem::Missing(Field::Certificate))
}

/// An entry that is to stay: as read, with its key left out.
pub(super) fn kept(mut key: Value) -> Value {
    key["key"] = Value::Null;
    key
}

/// Compares by thumbprint, which Graph writes in one of two encodings.
pub(super) fn same_print(key: &KeyCredential, facts: &CertificateFacts) -> bool {
    let Some(print) = &key.custom_key_identifier else {
        return false;
    };
    if print.eq_ignore_ascii_case(&facts.thumbprint_sha1) {
        return true;
    }
    STANDARD.decode(print).is_ok_and(|bytes| {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        hex == facts.thumbprint_sha1
    })
}
