//! Key pair and certificate: made here, the public half on the app registration, the private half in the keychain.
//!
//! The intent holds the public certificate and the keychain account; then the key goes to the keychain; then it is read
//! back; then the certificate is uploaded (DECISIONS 18). Everyone else's keys stay: they are sent back as read.

mod keys;
mod limit;
mod numbers;
mod own;
mod words;

use std::time::Duration;

use async_trait::async_trait;
use domain::{
    AppObjectId, Block, CertificateFacts, CertificateRef, CertificateRequest, CertificateSpec, Field, KeyId, Kind,
    Known, Message, Outputs, Timestamp, Tone, Wanted, msg,
};
use microsoft::graph::KeyCredential;
use microsoft::{Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::diagnose;
use crate::step::{Applied, Cx, Described, Intent, Plan, State, Step};
use crate::views::{fact, fact_text, facts};
use crate::{Problem, World};
use keys::{find, kept, make, ours, same_print, take_off, upload};
pub(crate) use limit::limit_of;
use limit::{Limit, end, limit};
pub(crate) use numbers::certificates_made;
use numbers::{key_id, retired_up_to, wanted_number};
pub use own::OWN_CERTIFICATE;
use own::Own;
use words::{expiry_line, retire_question};

const WRITE: &[&str] = &["Application.ReadWrite.All"];
/// From this long before its end, a certificate is to be replaced.
pub(crate) const EXPIRY_WARNING: Duration = Duration::from_secs(60 * 24 * 60 * 60);
/// Set by "Make a new certificate": how many certificates this set-up is to have made.
pub(crate) const ROTATION: &str = "certificate_rotation";
/// Decision: up to which number certificates of this set-up may be taken off the app.
const RETIRE: &str = "certificate_retire";

/// See [`Kind::Certificate`].
pub(crate) struct Certificate;

/// What there is.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    /// Certificates that this set-up made, newest last.
    ours: Vec<Ours>,
    /// Certificates on the app that are not ours.
    others: Vec<KeyCredential>,
    /// Secrets on the app.
    secrets: u32,
    /// What the tenant allows.
    limit: Limit,
    /// A certificate of the person's own that is to be used and is not yet.
    #[serde(default)]
    own: Option<Own>,
}

/// A certificate of ours.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Ours {
    made: Made,
    facts: CertificateFacts,
    /// Its key is in this computer's keychain.
    in_keychain: bool,
    /// It is on the app registration.
    uploaded: bool,
}

/// What can be missing.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    /// Make a key pair and put the private half into the keychain.
    Make {
        /// Subject.
        subject: String,
        /// RSA modulus length.
        key_bits: u32,
        /// Years, "or the policy's maximum": a rule, no date.
        years: u32,
        /// The policy's maximum in seconds.
        longest: Option<u64>,
        /// Which certificate of this set-up, from 1; its `keyId` is derived from it.
        number: u32,
    },
    /// Put the private half of a certificate of the person's own into the keychain.
    Import {
        /// Subject.
        subject: String,
        /// SHA-256 of it.
        thumbprint: String,
        /// The certificate, DER in base64.
        certificate: String,
        /// Its end.
        until: Timestamp,
        /// Which certificate of this set-up.
        number: u32,
    },
    /// Put the public half on the app registration.
    Upload {
        /// Which app.
        app: Known<AppObjectId>,
        /// Which certificate of this set-up.
        number: u32,
    },
    /// Take an older certificate of ours off the app.
    Remove {
        /// Which app.
        app: Known<AppObjectId>,
        /// Which certificate of this set-up.
        number: u32,
        /// SHA-256 of it.
        thumbprint: String,
    },
}

/// What was done.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "did")]
pub(crate) enum Receipt {
    /// A key pair, with its private half in the keychain.
    Made(Made),
    /// On the app registration.
    Uploaded {
        /// Which app.
        app: AppObjectId,
        /// Its id there.
        key_id: KeyId,
        /// Which certificate of this set-up.
        number: u32,
    },
    /// Taken off the app registration, and out of the keychain.
    Removed {
        /// Which certificate of this set-up.
        number: u32,
    },
}

/// A key pair of ours; all of it is public.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Made {
    number: u32,
    keychain_account: String,
    /// The certificate, DER in base64.
    certificate: String,
    /// Read out of a file of the person's own, which stays where it is.
    #[serde(default)]
    imported: bool,
}

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
        let app = cx.outputs.app.as_ref().map(|app| app.object_id);
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
        let others = keys.into_iter().filter(|key| !ours.iter().any(|ours| is_ours(key, ours))).collect();
        let own = own::wanted(cx, &ours, world);
        let secrets = on_app.map_or(0, |app| app.password_credentials.len());
        Ok(Found { ours, others, secrets: u32::try_from(secrets).unwrap_or(u32::MAX), limit, own })
    }

    fn plan(cx: &Cx<'_>, spec: &CertificateSpec, found: &Found) -> Plan<Change> {
        let app = Known::from_output(cx.outputs.app.as_ref().map(|app| app.object_id), Field::App);
        let wanted = wanted_number(cx);
        let current = found.ours.iter().rfind(|ours| ours.is_usable(cx.now));
        let newest = found.ours.last().map_or(0, |ours| ours.made.number);
        let mut changes = Vec::new();
        match current {
            Some(ours) if ours.made.number >= wanted && found.own.is_none() => {
                if !ours.uploaded {
                    changes.push(Change::Upload { app, number: ours.made.number });
                }
            }
            _ if let Some(own) = &found.own => match own.plan(cx, found, &app) {
                Ok(missing) => changes.extend(missing),
                Err(state) => return Plan::stands(state),
            },
            _ if found.limit.trusted_issuer => {
                return Plan::stands(State::NeedsPerson(Box::new(diagnose::trusted_issuer())));
            }
            _ => {
                let number = newest + 1;
                changes.push(Change::Make {
                    subject: spec.subject.clone(),
                    key_bits: spec.key_bits,
                    years: spec.years,
                    longest: found.limit.longest,
                    number,
                });
                changes.push(Change::Upload { app, number });
            }
        }
        let retired = found.ours.iter().filter(|ours| ours.uploaded && ours.made.number <= retired_up_to(cx));
        for old in retired
            .filter(|old| current.is_some_and(|current| current.uploaded && old.made.number < current.made.number))
        {
            let app = Known::from_output(cx.outputs.app.as_ref().map(|app| app.object_id), Field::App);
            let thumbprint = old.facts.thumbprint_sha256.clone();
            changes.push(Change::Remove { app, number: old.made.number, thumbprint });
        }
        if changes.is_empty() && current.is_some_and(|ours| ours.facts.not_after.since(cx.now) < EXPIRY_WARNING) {
            return Plan::stands(State::Finding);
        }
        Plan::changes(changes)
    }

    fn outputs(cx: &Cx<'_>, _: &CertificateSpec, found: &Found, outputs: &mut Outputs) {
        let current = found.ours.iter().rfind(|ours| ours.is_usable(cx.now) && ours.uploaded);
        outputs.certificate = current.map(|ours| CertificateRef {
            key_id: key_id(cx, ours.made.number),
            subject: ours.facts.subject.clone(),
            thumbprint_sha1: ours.facts.thumbprint_sha1.clone(),
            thumbprint_sha256: ours.facts.thumbprint_sha256.clone(),
            not_before: ours.facts.not_before,
            not_after: ours.facts.not_after,
            keychain_account: ours.made.keychain_account.clone(),
            der_base64: ours.made.certificate.clone(),
        });
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
        let mut blocks = Vec::new();
        let current = found.ours.iter().rfind(|ours| ours.is_usable(cx.now));
        match current {
            Some(ours) => {
                blocks.push(facts(vec![
                    fact("fact-subject", ours.facts.subject.clone()),
                    fact("fact-thumbprint-sha1", ours.facts.thumbprint_sha1.clone()),
                    fact("fact-thumbprint-sha256", ours.facts.thumbprint_sha256.clone()),
                    fact_text("fact-valid-until", msg("value-date").time("at", ours.facts.not_after)),
                    fact_text("fact-private-key", msg("certificate-in-keychain")),
                ]));
                blocks.push(expiry_line(cx, ours));
            }
            None => {
                let lost = found.ours.iter().any(|ours| ours.uploaded && !ours.in_keychain);
                let id = if lost { "certificate-now-lost" } else { "certificate-now-none" };
                let tone = if lost { Tone::Warning } else { Tone::Plain };
                blocks.push(Block::Text { text: msg(id), tone });
            }
        }
        if found.own.is_some() || current.is_none_or(|ours| ours.made.number < wanted_number(cx)) {
            blocks.push(Block::Question { question: own::question(spec, found.own.as_ref()) });
        }
        blocks.extend(retire_question(found, cx.now).map(|question| Block::Question { question }));
        if !found.others.is_empty() || found.secrets > 0 {
            let text = msg("certificate-others")
                .count("certificates", found.others.len())
                .count("secrets", found.secrets as usize);
            blocks.push(Block::Text { text, tone: Tone::Quiet });
        }
        blocks
    }

    async fn apply(
        cx: &Cx<'_>,
        _: &CertificateSpec,
        change: &Change,
        world: &World<Write>,
        intent: &Intent<'_>,
    ) -> Result<Applied<Receipt>, Problem> {
        match change {
            Change::Make { subject, key_bits, years, longest, number } => {
                let request = CertificateRequest {
                    subject: subject.clone(),
                    key_bits: *key_bits,
                    not_before: cx.now,
                    not_after: end(cx.now, *years, *longest),
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
                let app = cx.outputs.app.as_ref()?.object_id;
                let there = found.ours.iter().any(|ours| ours.made.number == *number && ours.uploaded);
                there.then(|| Receipt::Uploaded { app, key_id: key_id(cx, *number), number: *number })
            }
            Change::Remove { number, .. } => {
                let there = found.ours.iter().any(|ours| ours.made.number == *number && ours.uploaded);
                (!there).then_some(Receipt::Removed { number: *number })
            }
        }
    }

    async fn undo(_: &Cx<'_>, receipt: &Receipt, world: &World<Write>) -> Result<(), Problem> {
        match receipt {
            Receipt::Made(made) => Ok(world.ports.secrets.delete(&made.keychain_account).await?),
            Receipt::Uploaded { app, key_id, .. } => {
                let Some(keys) = world.graph.key_credentials(*app).await? else {
                    return Ok(());
                };
                let id = key_id.to_string();
                if !keys.iter().any(|key| key["keyId"].as_str() == Some(&id)) {
                    return Ok(());
                }
                let kept: Vec<Value> =
                    keys.into_iter().filter(|key| key["keyId"].as_str() != Some(&id)).map(kept).collect();
                Ok(world.graph.put_key_credentials(*app, &kept).await?)
            }
            Receipt::Removed { .. } => Ok(()),
        }
    }

    async fn gone(_: &Cx<'_>, receipt: &Receipt, world: &World<Read>) -> Result<bool, Problem> {
        match receipt {
            Receipt::Made(made) => Ok(world.ports.secrets.get(&made.keychain_account).await?.is_none()),
            Receipt::Uploaded { app, key_id, .. } => {
                let keys = world.graph.key_credentials(*app).await?.unwrap_or_default();
                Ok(!keys.iter().any(|key| key["keyId"].as_str() == Some(&key_id.to_string())))
            }
            Receipt::Removed { .. } => Ok(true),
        }
    }

    fn undo_words(cx: &Cx<'_>, receipt: &Receipt) -> Option<Described> {
        words::undo(cx, receipt)
    }
}

impl Ours {
    /// In the keychain and not at its end.
    fn is_usable(&self, now: Timestamp) -> bool {
        self.in_keychain && self.facts.not_after > now
    }
}
