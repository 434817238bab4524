//! Key pair and certificate: made here, the public half on the app registration, the private half in the keychain.
//!
//! The intent holds the public certificate and the keychain account; then the key goes to the keychain; then it is read
//! back; then the certificate is uploaded (DECISIONS 18). Everyone else's keys stay: they are sent back as read. Beside it
//! there may be one whose key the vendor made and keeps.

mod keys;
mod limit;
mod numbers;
mod own;
mod plan;
mod served;
mod shapes;
mod vendor;
mod words;

use std::time::Duration;

use async_trait::async_trait;
use domain::{Block, CertificateRef, CertificateRequest, CertificateSpec, Kind, Message, Outputs, Wanted};
use microsoft::graph::KeyCredential;
use microsoft::{Read, Write};
use serde_json::Value;

use crate::step::{Applied, Cx, Described, Intent, Plan, Step};
use crate::{Problem, World};
use keys::{find, make, ours, same_print, take_off, upload};
pub(crate) use keys::{is_on_app, take_back as without};
pub use limit::CertificateTerms;
pub(crate) use limit::{credential_policy, iso8601_seconds, limit_of, terms};
use limit::{end, limit};
pub(crate) use numbers::certificates_made;
use numbers::key_id;
pub use own::OWN_CERTIFICATE;
use served::served;
pub(crate) use shapes::{Change, Found, Made, Ours, Receipt};
pub use vendor::VENDOR_CERTIFICATE;
pub(crate) use words::app_name;

pub(crate) const WRITE: &[&str] = &["Application.ReadWrite.All"];
/// From this long before its end, a certificate is to be replaced.
pub const EXPIRY_WARNING: Duration = Duration::from_secs(60 * 24 * 60 * 60);
/// Set by "Make a new certificate": how many certificates this set-up is to have made.
pub(crate) const ROTATION: &str = "certificate_rotation";
/// Decision: up to which number certificates of this set-up may be taken off the app.
const RETIRE: &str = "certificate_retire";

/// See [`Kind::Certificate`].
pub(crate) struct Certificate;

#[async_trait]
impl Step for Certificate {
    type Spec = CertificateSpec;
    type Found = Found;
    type Change = Change;
    type Receipt = Receipt;
    const KIND: Kind = Kind::Certificate;

    fn spec(wanted: &Wanted) -> Option<&CertificateSpec> {
        match wanted {
            Wanted::Certificate(spec) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(cx: &Cx<'_>, _: &CertificateSpec, world: &World<Read>) -> Result<Found, Problem> {
        let app = cx.registration().ok();
        let on_app = async {
            match app {
                Some(app) => Ok(world.graph.application(app).await?),
                None => Ok(None),
            }
        };
        let (on_app, limit, made) = futures_util::try_join!(on_app, limit(app, world), ours(cx, world))?;
        let keys = on_app.as_ref().map(microsoft::graph::Application::certificates).unwrap_or_default();
        let is_ours = |key: &KeyCredential, ours: &Ours| {
            key.key_id.as_deref() == Some(&key_id(cx, ours.made.number).to_string()) || same_print(key, &ours.facts)
        };
        let ours = made
            .into_iter()
            .map(|ours| Ours { uploaded: keys.iter().any(|key| is_ours(key, &ours)), ..ours })
            .collect::<Vec<_>>();
        let vendors = vendor::found(cx, &keys, world);
        let is_known = |key: &KeyCredential| vendors.has(key) || ours.iter().any(|ours| is_ours(key, ours));
        let others = keys.into_iter().filter(|key| !is_known(key)).collect();
        let own = own::wanted(cx, &ours, world);
        let secrets = on_app.map_or(0, |app| app.password_credentials.len());
        Ok(Found { ours, others, secrets: u32::try_from(secrets).unwrap_or(u32::MAX), limit, own, vendors })
    }

    fn plan(cx: &Cx<'_>, spec: &CertificateSpec, found: &Found) -> Plan<Change> {
        plan::plan(cx, spec, found)
    }

    fn outputs(cx: &Cx<'_>, _: &CertificateSpec, found: &Found, outputs: &mut Outputs) {
        let current = found.ours.iter().rfind(|ours| ours.is_usable(cx.now) && ours.uploaded);
        let current = current.or_else(|| served(cx, &found.ours).map(|(ours, _)| ours));
        outputs.certificate = current.map(|ours| CertificateRef {
            key_id: key_id(cx, ours.made.number),
            subject: ours.facts.subject.clone(),
            thumbprint_sha1: ours.facts.thumbprint_sha1.clone(),
            thumbprint_sha256: ours.facts.thumbprint_sha256.clone(),
            not_before: ours.facts.not_before,
            not_after: ours.facts.not_after,
            keychain_account: ours.made.keychain_account.clone(),
            der_base64: ours.made.certificate.clone(),
            taken_off: served::is_gone(ours),
        });
        outputs.vendor_certificate = found.vendors.in_place();
    }

    fn describe(cx: &Cx<'_>, spec: &CertificateSpec, change: &Change) -> Described {
        words::describe(cx, spec, change)
    }

    fn expected(cx: &Cx<'_>, spec: &CertificateSpec) -> Message {
        words::expected(cx, spec)
    }

    fn seen(cx: &Cx<'_>, _: &CertificateSpec, found: &Found) -> Message {
        words::seen(cx, found)
    }

    fn blocks(cx: &Cx<'_>, spec: &CertificateSpec, found: &Found, _: &Plan<Change>) -> Vec<Block> {
        words::blocks(cx, spec, found)
    }

    async fn apply(
        cx: &Cx<'_>,
        _: &CertificateSpec,
        change: &Change,
        world: &World<Write>,
        intent: &Intent<'_>,
    ) -> Result<Applied<Receipt>, Problem> {
        match change {
            Change::Make { subject, key_bits, years, days, longest, number } => {
                let request = CertificateRequest {
                    subject: subject.clone(),
                    key_bits: *key_bits,
                    not_before: cx.now,
                    not_after: end(cx.now, (*years, *days), *longest),
                };
                make(cx, &request, *number, world, intent).await
            }
            Change::Import { thumbprint, certificate, number, .. } => {
                own::import(cx, (thumbprint, certificate), *number, world, intent).await
            }
            Change::Upload { number, .. } => upload(cx, *number, world).await,
            Change::Remove { number, .. } => {
                let made = find(cx, *number)?;
                take_off(cx, *number, world).await?;
                world.ports.secrets.delete(&made.keychain_account).await?;
                Ok(Applied { receipt: Receipt::Removed { number: *number } })
            }
            Change::AddVendor { thumbprint, certificate, .. } => {
                vendor::add(cx, (thumbprint, certificate), world).await
            }
            Change::RemoveVendor { key_id, .. } => vendor::remove(cx, *key_id, world).await,
        }
    }

    fn recover(
        cx: &Cx<'_>,
        _: &CertificateSpec,
        found: &Found,
        change: &Change,
        note: Option<&Value>,
    ) -> Option<Receipt> {
        match change {
            // The note was written before the key was stored; `inspect` looked whether it is there.
            Change::Make { .. } | Change::Import { .. } => {
                let made: Made = serde_json::from_value(note?.clone()).ok()?;
                let there = found.ours.iter().find(|ours| ours.made.keychain_account == made.keychain_account)?;
                there.in_keychain.then_some(Receipt::Made(made))
            }
            Change::Upload { number, .. } => {
                let app = cx.registration().ok()?;
                let there = found.ours.iter().any(|ours| ours.made.number == *number && ours.uploaded);
                there.then(|| Receipt::Uploaded { app, key_id: key_id(cx, *number), number: *number })
            }
            Change::Remove { number, .. } => {
                let there = found.ours.iter().any(|ours| ours.made.number == *number && ours.uploaded);
                (!there).then_some(Receipt::Removed { number: *number })
            }
            Change::AddVendor { .. } | Change::RemoveVendor { .. } => vendor::recover(cx, found, change),
        }
    }

    async fn undo(_: &Cx<'_>, receipt: &Receipt, world: &World<Write>) -> Result<(), Problem> {
        match receipt {
            Receipt::Made(made) => Ok(world.ports.secrets.delete(&made.keychain_account).await?),
            Receipt::Uploaded { app, key_id, .. } | Receipt::VendorAdded { app, key_id, .. } => {
                keys::take_back(*app, *key_id, world).await
            }
            Receipt::Removed { .. } | Receipt::VendorThere | Receipt::VendorRemoved { .. } => Ok(()),
        }
    }

    async fn gone(_: &Cx<'_>, receipt: &Receipt, world: &World<Read>) -> Result<bool, Problem> {
        match receipt {
            Receipt::Made(made) => Ok(world.ports.secrets.get(&made.keychain_account).await?.is_none()),
            Receipt::Uploaded { app, key_id, .. } | Receipt::VendorAdded { app, key_id, .. } => {
                let keys = world.graph.key_credentials(*app).await?.unwrap_or_default();
                Ok(!keys.iter().any(|key| key["keyId"].as_str() == Some(&key_id.to_string())))
            }
            Receipt::Removed { .. } | Receipt::VendorThere | Receipt::VendorRemoved { .. } => Ok(true),
        }
    }

    fn undo_words(cx: &Cx<'_>, receipt: &Receipt) -> Option<Described> {
        words::undo(cx, receipt)
    }
}
