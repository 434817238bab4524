//! Key pair and certificate: made here, the public half on the app registration, the private half in the keychain.
//!
//! The intent holds the public certificate and the keychain account; then the key goes to the keychain; then it is read
//! back; then the certificate is uploaded (DECISIONS 18). Everyone else's keys stay: they are sent back as read.

use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{
    AppObjectId, Block, CertificateFacts, CertificateRef, CertificateRequest, CertificateSpec, ChangeView, Choice, Field,
    KeyId,
    Kind, Known, Outcome, Outputs, Question, QuestionId, TimePoint, Timestamp, Tone, Verb, Wanted, msg,
};
use microsoft::graph::{CredentialPolicy, KeyCredential};
use microsoft::{Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::app_registration::call;
use crate::diagnose;
use crate::step::{Applied, Cx, Described, Intent, Plan, State, Step};
use crate::views::{fact, fact_text, facts};
use crate::{Problem, World};

const WRITE: &[&str] = &["Application.ReadWrite.All"];
/// From this long before its end, a certificate is to be replaced.
pub(crate) const EXPIRY_WARNING: Duration = Duration::from_secs(60 * 24 * 60 * 60);
/// Microsoft's clock decides; a certificate at exactly the policy's limit may be over it there.
const MARGIN: Duration = Duration::from_secs(60 * 60);
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

/// What the tenant's policy says about certificates of this app.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Limit {
    /// Longest life, in seconds.
    pub(super) longest: Option<u64>,
    /// Self-signed certificates are not accepted.
    pub(super) trusted_issuer: bool,
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
        let secrets = on_app.map_or(0, |app| app.password_credentials.len());
        Ok(Found { ours, others, secrets: u32::try_from(secrets).unwrap_or(u32::MAX), limit })
    }

    fn plan(cx: &Cx<'_>, spec: &CertificateSpec, found: &Found) -> Plan<Change> {
        let app = Known::from_output(cx.outputs.app.as_ref().map(|app| app.object_id), Field::App);
        let wanted = wanted_number(cx);
        let current = found.ours.iter().rfind(|ours| ours.is_usable(cx.now));
        let newest = found.ours.last().map_or(0, |ours| ours.made.number);
        let mut changes = Vec::new();
        match current {
            Some(ours) if ours.made.number >= wanted => {
                if !ours.uploaded {
                    changes.push(Change::Upload { app, number: ours.made.number });
                }
            }
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
        for old in retired.filter(|old| current.is_some_and(|current| current.uploaded && old.made.number < current.made.number)) {
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
        let name = cx.outputs.app.as_ref().map(|app| app.name.clone());
        let name = name.unwrap_or_else(|| app_name(cx).to_owned());
        let target = |app: &Known<AppObjectId>| {
            let id = app.now().map_or_else(|| "{id}".to_owned(), ToString::to_string);
            vec![call("PATCH", format!("/v1.0/applications/{id}"))]
        };
        let view = match change {
            Change::Make { subject, key_bits, longest, .. } => ChangeView {
                verb: Verb::Add,
                text: msg("certificate-make").text("subject", subject.clone()),
                note: Some(
                    msg(if longest.is_some() { "certificate-make-note-shortened" } else { "certificate-make-note" })
                        .count("bits", *key_bits as usize)
                        .time("until", end(cx.now, spec.years, *longest)),
                ),
                calls: Vec::new(),
                careful: false,
            },
            Change::Upload { app, .. } => ChangeView {
                verb: Verb::Add,
                text: msg("certificate-upload").text("app", name),
                note: Some(msg("certificate-upload-note")),
                calls: target(app),
                careful: false,
            },
            Change::Remove { app, thumbprint, .. } => ChangeView {
                verb: Verb::Remove,
                text: msg("certificate-remove").text("thumbprint", thumbprint.clone()).text("app", name),
                note: Some(msg("certificate-remove-note")),
                calls: target(app),
                careful: true,
            },
        };
        let scopes: &[&str] = if matches!(change, Change::Make { .. }) { &[] } else { WRITE };
        Described { view, scopes }
    }

    fn blocks(cx: &Cx<'_>, _: &CertificateSpec, found: &Found, _: &Plan<Change>) -> Vec<Block> {
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
            Change::Upload { number, .. } => upload(cx, *number, world).await,
            Change::Remove { number, .. } => {
                let made = find(cx, *number)?;
                take_off(cx, *number, world).await?;
                world.ports.secrets.delete(&made.keychain_account).await?;
                Ok(Applied { receipt: Receipt::Removed { number: *number } })
            }
        }
    }

    fn recover(cx: &Cx<'_>, _: &CertificateSpec, found: &Found, change: &Change, note: Option<&Value>) -> Option<Receipt> {
        match change {
            // The note was written before the key was stored; `inspect` looked whether it is there.
            Change::Make { .. } => {
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
                let Some(keys) = world.graph.key_credentials(*app).await? else { return Ok(()) };
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
        let (id, calls, scopes): (_, _, &[&str]) = match receipt {
            Receipt::Made(_) => ("certificate-undo-make", Vec::new(), &[]),
            Receipt::Uploaded { app, .. } => {
                ("certificate-undo-upload", vec![call("PATCH", format!("/v1.0/applications/{app}"))], WRITE)
            }
            Receipt::Removed { .. } => return None,
        };
        let exported = !cx.setup.exports.is_empty();
        let note = exported.then(|| msg("certificate-undo-exported"));
        Some(Described { view: ChangeView { verb: Verb::Remove, text: msg(id), note, calls, careful: true }, scopes })
    }
}

impl Ours {
    /// In the keychain and not at its end.
    fn is_usable(&self, now: Timestamp) -> bool {
        self.in_keychain && self.facts.not_after > now
    }
}

/// The certificates that the journal knows, with what keychain and certificate say of each.
async fn ours(cx: &Cx<'_>, world: &World<Read>) -> Result<Vec<Ours>, Problem> {
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
        let Ok(facts) = world.ports.keys.read(&der) else { continue };
        let secret = world.ports.secrets.get(&made.keychain_account).await?;
        let in_keychain = secret.is_some_and(|secret| world.ports.keys.belongs(&secret, &der));
        found.push(Ours { made, facts, in_keychain, uploaded: false });
    }
    Ok(found)
}

/// The tenant's rules for certificates of this app.
async fn limit(app: Option<AppObjectId>, world: &World<Read>) -> Result<Limit, Problem> {
    let of_app = async {
        match app {
            Some(app) => world.graph.credential_policy_of(app).await,
            None => Ok(None),
        }
    };
    let both = futures_util::try_join!(world.graph.default_credential_policy(), of_app);
    let policy = match both {
        Ok((default, own)) => own.unwrap_or(default),
        // Reading policies needs a role that making certificates does not; a refusal at the upload then says the same.
        Err(error) if error.is_status(403) => return Ok(Limit { longest: None, trusted_issuer: false }),
        Err(error) => return Err(error.into()),
    };
    Ok(limit_of(&policy))
}

pub(super) fn limit_of(policy: &CredentialPolicy) -> Limit {
    let in_force = |kind: &str| {
        policy.keys.iter().filter(|_| policy.enabled).find(|r| r.restriction_type.as_deref() == Some(kind))
    };
    let longest = in_force("asymmetricKeyLifetime").and_then(|r| iso8601_seconds(r.max_lifetime.as_deref()?));
    Limit { longest, trusted_issuer: in_force("trustedCertificateAuthority").is_some() }
}

/// `P180D`, `P1Y`, `P6M`, `P90DT12H`: days, weeks, hours; a month counts 30 and a year 365 days, as Entra counts.
fn iso8601_seconds(text: &str) -> Option<u64> {
    let (date, time) = text.strip_prefix('P')?.split_once('T').unwrap_or((text.strip_prefix('P')?, ""));
    let mut seconds = 0;
    for (part, units) in
        [(date, [('Y', 31_536_000), ('M', 2_592_000), ('W', 604_800), ('D', 86_400)]), (time, [('H', 3600), ('M', 60), ('S', 1), ('S', 1)])]
    {
        let mut digits = String::new();
        for letter in part.chars() {
            if letter.is_ascii_digit() {
                digits.push(letter);
                continue;
            }
            let size = units.iter().find(|(unit, _)| *unit == letter)?.1;
            seconds += digits.parse::<u64>().ok()?.checked_mul(size)?;
            digits.clear();
        }
        if !digits.is_empty() {
            return None;
        }
    }
    Some(seconds)
}

/// The end of a certificate that begins now: so many calendar years, or the policy's maximum.
fn end(now: Timestamp, years: u32, longest: Option<u64>) -> Timestamp {
    let wanted = now.plus_years(i32::try_from(years).unwrap_or(1));
    longest.map_or(wanted, |seconds| wanted.min(now + Duration::from_secs(seconds).saturating_sub(MARGIN)))
}

/// The `keyId` of a certificate of ours: drawn with the set-up, the same after every crash.
fn key_id(cx: &Cx<'_>, number: u32) -> KeyId {
    KeyId(cx.setup.id.derive(&format!("certificate/{}/{number}", cx.item.id)))
}

/// The highest number of a certificate that this set-up has made.
pub(crate) fn certificates_made(journal: &[domain::JournalEntry]) -> u32 {
    let receipts = journal.iter().filter_map(|entry| serde_json::from_value(entry.receipt.clone()?).ok());
    let numbers = receipts.filter_map(|receipt| match receipt {
        Receipt::Made(made) => Some(made.number),
        _ => None,
    });
    numbers.max().unwrap_or(0)
}

/// How many certificates this set-up is to have made: one, and one more per rotation.
fn wanted_number(cx: &Cx<'_>) -> u32 {
    let asked = cx.setup.answers.0.get(&QuestionId::from(ROTATION)).and_then(Value::as_u64);
    asked.and_then(|number| u32::try_from(number).ok()).unwrap_or(1)
}

/// Certificates of this set-up up to this number are to go, once a newer one is in place.
fn retired_up_to(cx: &Cx<'_>) -> u32 {
    let answer = cx.setup.answers.text(&QuestionId::from(RETIRE));
    answer.and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// After a rotation both certificates work; the old one goes when the vendor uses the new one.
fn retire_question(found: &Found, now: Timestamp) -> Option<Question> {
    let current = found.ours.iter().rfind(|ours| ours.is_usable(now) && ours.uploaded)?;
    let old = found.ours.iter().rfind(|ours| ours.uploaded && ours.made.number < current.made.number)?;
    let choice = |value: String, id: &str| Choice {
        value,
        label: msg(id),
        note: Some(msg(&format!("{id}-note"))),
        facts: Vec::new(),
        typed_confirmation: None,
    };
    Some(Question {
        id: QuestionId::from(RETIRE),
        title: msg("certificate-retire").text("thumbprint", old.facts.thumbprint_sha1.clone()),
        detail: Some(msg("certificate-retire-detail").time("until", old.facts.not_after)),
        options: vec![
            choice("0".to_owned(), "certificate-retire-keep"),
            choice(old.made.number.to_string(), "certificate-retire-remove"),
        ],
        chosen: None,
        input: None,
    })
}

fn app_name<'a>(cx: &'a Cx<'_>) -> &'a str {
    let spec = cx.profile.items.iter().find_map(|item| match &item.wanted {
        Wanted::AppRegistration(spec) => Some(spec.name.as_str()),
        _ => None,
    });
    spec.unwrap_or_default()
}

async fn make(
    cx: &Cx<'_>,
    request: &CertificateRequest,
    number: u32,
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Applied<Receipt>, Problem> {
    let key = world.ports.keys.make(request).map_err(|why| diagnose::certificate_not_made(&why))?;
    let account = World::<Write>::keychain_account(
        cx.setup.tenant.id,
        cx.setup.id,
        Kind::Certificate.name(),
        &intent.id().to_string(),
    );
    let made = Made { number, keychain_account: account.clone(), certificate: STANDARD.encode(&key.certificate) };
    intent.note(&made)?;
    world.ports.secrets.put(&account, &key.private_key).await?;
    let stored = world.ports.secrets.get(&account).await?.ok_or(domain::KeychainError::NoEntry(account))?;
    if stored.expose() != key.private_key.expose() {
        return Err(domain::KeychainError::Other("the key read back is another one".to_owned()).into());
    }
    Ok(Applied { receipt: Receipt::Made(made) })
}

async fn upload(cx: &Cx<'_>, number: u32, world: &World<Write>) -> Result<Applied<Receipt>, Problem> {
    let app = cx.outputs.app.as_ref().ok_or(Problem::Missing(Field::App))?.object_id;
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

async fn take_off(cx: &Cx<'_>, number: u32, world: &World<Write>) -> Result<(), Problem> {
    let app = cx.outputs.app.as_ref().ok_or(Problem::Missing(Field::App))?.object_id;
    let keys = world.graph.key_credentials(app).await?.unwrap_or_default();
    let id = key_id(cx, number).to_string();
    let left: Vec<Value> = keys.into_iter().filter(|key| key["keyId"].as_str() != Some(&id)).map(kept).collect();
    Ok(world.graph.put_key_credentials(app, &left).await?)
}

/// The made certificate with that number.
fn find(cx: &Cx<'_>, number: u32) -> Result<Made, Problem> {
    let made = cx.receipts::<Receipt>().into_iter().filter_map(|(_, receipt)| match receipt {
        Receipt::Made(made) if made.number == number => Some(made),
        _ => None,
    });
    made.last().ok_or(Problem::Missing(Field::Certificate))
}

/// An entry that is to stay: as read, with its key left out.
fn kept(mut key: Value) -> Value {
    key["key"] = Value::Null;
    key
}

/// Compares by thumbprint, which Graph writes in one of two encodings.
fn same_print(key: &KeyCredential, facts: &CertificateFacts) -> bool {
    let Some(print) = &key.custom_key_identifier else { return false };
    if print.eq_ignore_ascii_case(&facts.thumbprint_sha1) {
        return true;
    }
    STANDARD.decode(print).is_ok_and(|bytes| {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        hex == facts.thumbprint_sha1
    })
}

fn expiry_line(cx: &Cx<'_>, ours: &Ours) -> Block {
    let soon = ours.facts.not_after.since(cx.now) < EXPIRY_WARNING;
    let outcome = if soon { Outcome::Finding } else { Outcome::Done };
    Block::Timeline {
        title: None,
        points: vec![
            TimePoint { at: ours.facts.not_before, label: msg("certificate-line-begins"), outcome: Some(Outcome::Done) },
            TimePoint { at: ours.facts.not_after - EXPIRY_WARNING, label: msg("certificate-line-renew"), outcome: soon.then_some(outcome) },
            TimePoint { at: ours.facts.not_after, label: msg("certificate-line-ends"), outcome: None },
        ],
        summary: msg("certificate-line-summary").time("at", ours.facts.not_after),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lifetimes_are_read_as_entra_writes_them() {
        assert_eq!(iso8601_seconds("P180D"), Some(180 * 86_400), "days");
        assert_eq!(iso8601_seconds("P1Y"), Some(365 * 86_400), "a year");
        assert_eq!(iso8601_seconds("P4DT12H30M5S"), Some(4 * 86_400 + 12 * 3600 + 30 * 60 + 5), "with time");
        assert_eq!(iso8601_seconds("180"), None, "not a duration");
        assert_eq!(iso8601_seconds("P5"), None, "no unit");
    }

    #[test]
    fn a_certificate_never_outlives_the_policy() {
        let now = Timestamp::EPOCH;
        assert_eq!(end(now, 2, None), now.plus_years(2), "two calendar years");
        let longest = 180 * 86_400;
        assert!(end(now, 2, Some(longest)) < now + Duration::from_secs(longest), "an hour below the maximum");
        assert_eq!(end(now, 2, Some(u64::from(u32::MAX) * 1000)), now.plus_years(2), "a generous policy changes nothing");
    }
}
