//! A certificate whose key the vendor made and keeps: its public half goes on the app beside ours, and no key is handed
//! over. The answer holds it, out of a file that the vendor sent. Ours stays: what Handrail proves, it proves with that.
//!
//! A former one of the vendor's goes only when somebody says so, since until the vendor has changed over both are in
//! use; or with the answer that the vendor brings none.

mod words;

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{AppObjectId, CertificateFacts, ChangeState, KeyId, Known, QuestionId, Timestamp, VendorCertificateRef};
use microsoft::graph::KeyCredential;
use microsoft::{Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::keys::{has_id, kept, same_print};
use super::limit::Limit;
use super::{Change, EXPIRY_WARNING, Found, Receipt};
use crate::settle::FRESH;
use crate::step::{Applied, Cx, State};
use crate::{Problem, World, diagnose};
pub(super) use words::{describe_add, describe_remove};

/// Decision: `none`, or an object with the `certificate` (DER in base64) and what it came `from`: a `certificate` or a
/// `request`.
pub const VENDOR_CERTIFICATE: &str = "certificate.vendor";
/// Decision: the SHA-1 thumbprint of a former certificate of the vendor's that may be taken off the app, or `keep`.
const RETIRE: &str = "certificate_vendor_retire";
const NONE: &str = "none";

/// What there is of the vendor's.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Vendors {
    /// The one that the answer names.
    wanted: Option<Vendor>,
    /// Others that this set-up put on the app, oldest first.
    former: Vec<Former>,
    /// Ids of everything on the app.
    on_app: Vec<String>,
}

/// The one that the answer names.
#[derive(Serialize, Deserialize)]
struct Vendor {
    /// DER in base64.
    certificate: String,
    facts: CertificateFacts,
    /// Issued here for the vendor's request.
    requested: bool,
    /// Its id on the app, once it is there.
    key_id: Option<String>,
}

/// Put on the app by this set-up, and no longer the one that is wanted.
#[derive(Clone, Serialize, Deserialize)]
struct Former {
    key_id: KeyId,
    thumbprint: String,
    until: Timestamp,
}

/// What the app and the journal say of them.
pub(super) fn found(cx: &Cx<'_>, keys: &[KeyCredential], world: &World<Read>) -> Vendors {
    let wanted = wanted(cx, keys, world);
    let is_wanted =
        |id: &KeyId| wanted.as_ref().is_some_and(|wanted| *id == key_id(cx, &wanted.facts.thumbprint_sha256));
    let on_app: Vec<String> = keys.iter().filter_map(|key| key.key_id.as_deref()).map(str::to_lowercase).collect();
    let mut former: Vec<Former> = Vec::new();
    for (_, receipt) in cx.receipts::<Receipt>() {
        let Receipt::VendorAdded { key_id, thumbprint, until, .. } = receipt else { continue };
        let is_there = on_app.contains(&key_id.to_string());
        if is_there && !is_wanted(&key_id) && former.iter().all(|other| other.key_id != key_id) {
            former.push(Former { key_id, thumbprint, until });
        }
    }
    Vendors { wanted, former, on_app }
}

fn wanted(cx: &Cx<'_>, keys: &[KeyCredential], world: &World<Read>) -> Option<Vendor> {
    let answer = cx.setup.answers.0.get(&QuestionId::from(VENDOR_CERTIFICATE))?;
    let certificate = answer.get("certificate").and_then(Value::as_str)?.to_owned();
    let requested = answer.get("from").and_then(Value::as_str) == Some("request");
    let facts = world.ports.keys.read(&STANDARD.decode(&certificate).ok()?).ok()?;
    let id = key_id(cx, &facts.thumbprint_sha256).to_string();
    let is_it = |key: &&KeyCredential| {
        key.key_id.as_ref().is_some_and(|other| other.eq_ignore_ascii_case(&id)) || same_print(key, &facts)
    };
    let key_id = keys.iter().find(is_it).and_then(|key| key.key_id.clone());
    Some(Vendor { certificate, facts, requested, key_id })
}

/// The `keyId` of a certificate of the vendor's: the same after every crash.
fn key_id(cx: &Cx<'_>, thumbprint_sha256: &str) -> KeyId {
    KeyId(cx.setup.id.derive(&format!("certificate/{}/vendor/{thumbprint_sha256}", cx.item.id)))
}

/// Whether the vendor brings its own.
pub(super) fn is_asked(cx: &Cx<'_>) -> bool {
    let answer = cx.setup.answers.0.get(&QuestionId::from(VENDOR_CERTIFICATE));
    answer.is_some_and(|answer| answer.get("certificate").is_some())
}

impl Vendors {
    /// Whether that entry of the app is one of them.
    pub(super) fn has(&self, key: &KeyCredential) -> bool {
        let Some(id) = &key.key_id else { return false };
        let of_wanted = self.wanted.as_ref().and_then(|wanted| wanted.key_id.as_ref());
        of_wanted == Some(id) || self.former.iter().any(|former| id.eq_ignore_ascii_case(&former.key_id.to_string()))
    }

    /// What is missing, or what is in the way.
    pub(super) fn plan(&self, cx: &Cx<'_>, limit: &Limit, app: Known<AppObjectId>) -> Result<Vec<Change>, State> {
        let mut changes = Vec::new();
        if let Some(wanted) = self.wanted.as_ref().filter(|wanted| wanted.key_id.is_none()) {
            if let Some(state) = wanted.in_the_way(cx.now, limit) {
                return Err(state);
            }
            changes.push(Change::AddVendor {
                app,
                subject: wanted.facts.subject.clone(),
                thumbprint: wanted.facts.thumbprint_sha256.clone(),
                shown: wanted.facts.thumbprint_sha1.clone(),
                certificate: wanted.certificate.clone(),
                until: wanted.facts.not_after,
                round: round(cx, key_id(cx, &wanted.facts.thumbprint_sha256)),
            });
        }
        let is_replaced = self.wanted.as_ref().is_some_and(|wanted| wanted.key_id.is_some());
        let retired = cx.setup.answers.text(&QuestionId::from(RETIRE));
        let goes = |former: &&Former| match retired {
            _ if !is_asked(cx) => true,
            Some(thumbprint) => is_replaced && thumbprint.eq_ignore_ascii_case(&former.thumbprint),
            None => false,
        };
        changes.extend(self.former.iter().filter(goes).map(|former| Change::RemoveVendor {
            app,
            key_id: former.key_id,
            thumbprint: former.thumbprint.clone(),
            round: round(cx, former.key_id),
        }));
        Ok(changes)
    }

    /// The one that the answer names, once it is on the app.
    pub(super) fn in_place(&self) -> Option<VendorCertificateRef> {
        let wanted = self.wanted.as_ref()?;
        Some(VendorCertificateRef {
            key_id: wanted.key_id.clone()?,
            subject: wanted.facts.subject.clone(),
            thumbprint_sha1: wanted.facts.thumbprint_sha1.clone(),
            thumbprint_sha256: wanted.facts.thumbprint_sha256.clone(),
            not_after: wanted.facts.not_after,
            der_base64: wanted.certificate.clone(),
            issued_here: wanted.requested,
        })
    }

    /// Whether the vendor is to be asked for a new one.
    pub(super) fn ends_soon(&self, now: Timestamp) -> bool {
        self.wanted.as_ref().is_some_and(|wanted| wanted.ends_soon(now))
    }
}

impl Vendor {
    fn ends_soon(&self, now: Timestamp) -> bool {
        self.key_id.is_some() && self.facts.not_after.since(now) < EXPIRY_WARNING
    }

    fn in_the_way(&self, now: Timestamp, limit: &Limit) -> Option<State> {
        let facts = &self.facts;
        let failed = |diagnostic| Some(State::Failed(Box::new(diagnostic)));
        let life = facts.not_after.since(facts.not_before);
        if let Some(longest) = limit.longest.map(Duration::from_secs).filter(|longest| life > *longest) {
            return failed(diagnose::vendor_certificate_too_long(life, longest));
        }
        if facts.not_after <= now {
            return failed(diagnose::vendor_certificate_over(facts.not_after));
        }
        // What was issued here has an issuer that no tenant lists.
        let listed = !self.requested && facts.issuer != facts.subject;
        (limit.trusted_issuer && !listed).then(|| State::NeedsPerson(Box::new(diagnose::vendor_issuer())))
    }
}

/// Puts it on the app, beside everything that is there.
pub(super) async fn add(
    cx: &Cx<'_>,
    (thumbprint, certificate): (&str, &str),
    world: &World<Write>,
) -> Result<Applied<Receipt>, Problem> {
    let app = cx.registration()?;
    let der = STANDARD.decode(certificate).unwrap_or_default();
    let facts = world.ports.keys.read(&der).map_err(|why| Problem::Unreadable { what: "certificate", why })?;
    let keys = world.graph.key_credentials(app).await?.ok_or(Problem::NotVisible)?;
    let id = key_id(cx, thumbprint);
    check_complete(cx, &keys)?;
    if !keys.iter().any(|key| has_id(key, id)) {
        let theirs = |key: &Value| {
            serde_json::from_value::<KeyCredential>(key.clone()).is_ok_and(|key| same_print(&key, &facts))
        };
        if keys.iter().any(theirs) {
            return Ok(Applied { receipt: Receipt::VendorThere });
        }
        let mut all: Vec<Value> = keys.into_iter().map(kept).collect();
        // Dates are left to the service, which takes the certificate's own.
        all.push(json!({
            "keyId": id,
            "type": "AsymmetricX509Cert",
            "usage": "Verify",
            "key": certificate,
            "displayName": "Vendor (Handrail)",
        }));
        world.graph.put_key_credentials(app, &all).await?;
    }
    let receipt = Receipt::VendorAdded { app, key_id: id, thumbprint: facts.thumbprint_sha1, until: facts.not_after };
    Ok(Applied { receipt })
}

/// Takes one off the app that this set-up put there.
pub(super) async fn remove(cx: &Cx<'_>, id: KeyId, world: &World<Write>) -> Result<Applied<Receipt>, Problem> {
    let app = cx.registration()?;
    let mut gone = vec![id];
    // A replica that is behind may still show what was taken off a moment ago.
    gone.extend(fresh(cx).filter_map(|receipt| match receipt {
        Receipt::VendorRemoved { key_id } => Some(key_id),
        _ => None,
    }));
    let keys = world.graph.key_credentials(app).await?.unwrap_or_default();
    if keys.iter().any(|key| has_id(key, id)) {
        check_complete(cx, &keys)?;
        let stays = |key: &Value| !gone.iter().any(|gone| has_id(key, *gone));
        let left: Vec<Value> = keys.into_iter().filter(stays).map(kept).collect();
        world.graph.put_key_credentials(app, &left).await?;
    }
    Ok(Applied { receipt: Receipt::VendorRemoved { key_id: id } })
}

/// After a crash: the ids are derived, so the app itself says what was done.
pub(super) fn recover(cx: &Cx<'_>, found: &Found, change: &Change) -> Option<Receipt> {
    let is_there = |id: KeyId| found.vendors.on_app.contains(&id.to_string());
    match change {
        Change::AddVendor { thumbprint, shown, until, .. } => {
            let app = cx.registration().ok()?;
            let id = key_id(cx, thumbprint);
            let thumbprint = shown.clone();
            is_there(id).then_some(Receipt::VendorAdded { app, key_id: id, thumbprint, until: *until })
        }
        Change::RemoveVendor { key_id, .. } => {
            (!is_there(*key_id)).then_some(Receipt::VendorRemoved { key_id: *key_id })
        }
        _ => None,
    }
}

/// How often that entry was taken off before.
fn round(cx: &Cx<'_>, id: KeyId) -> usize {
    let is_it = |receipt: &Receipt| matches!(receipt, Receipt::VendorRemoved { key_id } if *key_id == id);
    cx.receipts::<Receipt>().iter().filter(|(_, receipt)| is_it(receipt)).count()
}

/// The whole list is sent back. A replica that does not show yet what was uploaded a moment ago would take that off.
fn check_complete(cx: &Cx<'_>, keys: &[Value]) -> Result<(), Problem> {
    let is_there = |added: &KeyId| keys.iter().any(|key| has_id(key, *added));
    just_added(cx).iter().all(is_there).then_some(()).ok_or(Problem::NotVisible)
}

/// What the last minutes put on the app and no look has confirmed yet.
fn just_added(cx: &Cx<'_>) -> Vec<KeyId> {
    let mut added = Vec::new();
    for receipt in fresh(cx) {
        match receipt {
            Receipt::Uploaded { key_id, .. } | Receipt::VendorAdded { key_id, .. } => added.push(key_id),
            Receipt::VendorRemoved { key_id } => added.retain(|id| *id != key_id),
            Receipt::Removed { number } => added.retain(|id| *id != super::key_id(cx, number)),
            _ => {}
        }
    }
    added
}

fn fresh<'a>(cx: &'a Cx<'_>) -> impl Iterator<Item = Receipt> + 'a {
    let made = cx.receipts::<Receipt>().into_iter();
    let is_fresh = |at: Timestamp| cx.now.since(at) < FRESH;
    let new = made.filter(move |(entry, _)| entry.state == ChangeState::Made && entry.made_at.is_some_and(is_fresh));
    new.map(|(_, receipt)| receipt)
}
