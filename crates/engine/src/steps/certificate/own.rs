//! A certificate of the person's own instead of one made here. The answer holds its public half; the private half waits
//! in memory until the change is approved, and is then kept like any other. The file is never touched.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{
    AppObjectId, CertificateFacts, CertificateSpec, ChangeView, Choice, Input, Known, Question, QuestionId, Timestamp,
    Verb, msg,
};
use microsoft::{Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::keys::{keep, same_print};
use super::{Change, Found, Ours, Receipt};
use crate::step::{Applied, Cx, Intent, State};
use crate::views::{fact, fact_text};
use crate::{Problem, World, diagnose};

/// Decision: `new`, or an object with the public half of a certificate out of a file of the person's own.
pub const OWN_CERTIFICATE: &str = "certificate.file";
const NEW: &str = "new";
const FILE: &str = "file";

/// What is known of it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Own {
    /// DER in base64.
    certificate: String,
    facts: CertificateFacts,
    /// Its key was read and waits in memory; `false` after a restart.
    held: bool,
}

/// The answer's certificate, as long as it is not one of ours that can be used.
pub(super) fn wanted(cx: &Cx<'_>, ours: &[Ours], world: &World<Read>) -> Option<Own> {
    let answer = cx.setup.answers.0.get(&QuestionId::from(OWN_CERTIFICATE))?;
    let certificate = answer.get("certificate").and_then(Value::as_str)?.to_owned();
    let facts = world.ports.keys.read(&STANDARD.decode(&certificate).ok()?).ok()?;
    let over = super::served(cx, ours).map(|(over, _)| over.made.number);
    let known = ours.iter().any(|ours| {
        let serves = ours.in_keychain || over == Some(ours.made.number);
        serves && ours.facts.thumbprint_sha256 == facts.thumbprint_sha256
    });
    let held = world.ports.keys.held(&facts.thumbprint_sha256).is_some();
    (!known).then_some(Own { certificate, facts, held })
}

impl Own {
    /// What takes it into use, or what is in the way.
    pub(super) fn plan(&self, cx: &Cx<'_>, found: &Found, app: &Known<AppObjectId>) -> Result<Vec<Change>, State> {
        let Some(problem) = self.in_the_way(cx.now, found) else {
            let same = |ours: &&Ours| ours.facts.thumbprint_sha256 == self.facts.thumbprint_sha256;
            let newest = found.ours.last().map_or(0, |ours| ours.made.number);
            let known = found.ours.iter().find(same);
            let number = known.map_or(newest + 1, |ours| ours.made.number);
            let on_app =
                known.is_some_and(|ours| ours.uploaded) || found.others.iter().any(|key| same_print(key, &self.facts));
            let mut changes = vec![Change::Import {
                subject: self.facts.subject.clone(),
                thumbprint: self.facts.thumbprint_sha256.clone(),
                certificate: self.certificate.clone(),
                until: self.facts.not_after,
                number,
            }];
            if !on_app {
                changes.push(Change::Upload { app: *app, number });
            }
            return Ok(changes);
        };
        Err(problem)
    }

    fn in_the_way(&self, now: Timestamp, found: &Found) -> Option<State> {
        let facts = &self.facts;
        if !self.held {
            return Some(State::NeedsDecision);
        }
        let life = facts.not_after.since(facts.not_before);
        if let Some(longest) = found.limit.longest.map(Duration::from_secs).filter(|longest| life > *longest) {
            return Some(State::Failed(Box::new(diagnose::own_certificate_too_long(life, longest))));
        }
        if facts.not_after <= now {
            return Some(State::Failed(Box::new(diagnose::own_certificate_over(facts.not_after))));
        }
        let self_signed = facts.issuer == facts.subject;
        (found.limit.trusted_issuer && self_signed).then(|| State::NeedsPerson(Box::new(diagnose::trusted_issuer())))
    }
}

/// Whether the app is to use one.
pub(super) fn is_asked(cx: &Cx<'_>) -> bool {
    let answer = cx.setup.answers.0.get(&QuestionId::from(OWN_CERTIFICATE));
    answer.is_some_and(|answer| answer.get("certificate").is_some())
}

/// Takes the key that waits into the keychain.
pub(super) async fn import(
    cx: &Cx<'_>,
    (thumbprint, certificate): (&str, &str),
    number: u32,
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Applied<Receipt>, Problem> {
    let key = world.ports.keys.held(thumbprint).ok_or_else(diagnose::choose_file_again)?;
    let made = keep(cx, (certificate.to_owned(), &key), (number, true), world, intent).await?;
    world.ports.keys.let_go(thumbprint);
    Ok(made)
}

/// The change in words.
pub(super) fn describe(subject: &str, until: Timestamp) -> ChangeView {
    ChangeView {
        verb: Verb::Add,
        text: msg("certificate-import").text("subject", subject),
        note: Some(msg("certificate-import-note").time("until", until)),
        calls: Vec::new(),
        careful: false,
    }
}

/// Asked while a certificate is still to come: a new key, or one of the person's own.
pub(super) fn question(spec: &CertificateSpec, own: Option<&Own>) -> Question {
    let facts = own.map_or_else(Vec::new, |own| {
        vec![
            fact("fact-subject", own.facts.subject.clone()),
            fact("fact-thumbprint-sha1", own.facts.thumbprint_sha1.clone()),
            fact_text("fact-valid-until", msg("value-date").time("at", own.facts.not_after)),
        ]
    });
    let again = own.is_some_and(|own| !own.held);
    let chosen = match own {
        None => Some(NEW),
        Some(own) if own.held => Some(FILE),
        Some(_) => None,
    };
    let option = |value: &str, label, note, facts| Choice {
        value: value.to_owned(),
        label,
        note: Some(note),
        facts,
        typed_confirmation: None,
    };
    Question {
        id: QuestionId::from(OWN_CERTIFICATE),
        title: msg("certificate-source"),
        detail: again.then(|| msg("certificate-source-again")),
        options: vec![
            option(
                NEW,
                msg("certificate-source-new"),
                msg("certificate-source-new-note").text("bits", spec.key_bits.to_string()),
                Vec::new(),
            ),
            option(FILE, msg("certificate-source-file"), msg("certificate-source-file-note"), facts),
        ],
        chosen: chosen.map(str::to_owned),
        input: Some(Input::Certificate),
    }
}
