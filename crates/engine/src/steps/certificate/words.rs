//! The words, pictures and questions of a certificate.

use domain::{
    AppObjectId, Block, CertificateSpec, ChangeView, Choice, Known, Message, Outcome, Question, QuestionId, TimePoint,
    Timestamp, Tone, Verb, Wanted, msg,
};

use super::limit::end;
use super::numbers::wanted_number;
use super::{Change, EXPIRY_WARNING, Found, Ours, RETIRE, Receipt, WRITE};
use crate::said::together;
use crate::step::{Cx, Described};
use crate::steps::app_registration::call;
use crate::views::{fact, fact_text, facts};

/// After a rotation both certificates work; the old one goes when the vendor uses the new one.
pub(super) fn retire_question(found: &Found, now: Timestamp) -> Option<Question> {
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

/// Everything that the page shows.
pub(super) fn blocks(cx: &Cx<'_>, spec: &CertificateSpec, found: &Found) -> Vec<Block> {
    let mut blocks = Vec::new();
    let current = found.ours.iter().rfind(|ours| ours.is_usable(cx.now));
    let over = super::served(cx, &found.ours).filter(|(ours, _)| super::served::is_gone(ours));
    match current {
        _ if let Some(over) = over => blocks.extend(super::served::blocks(over)),
        Some(ours) => {
            blocks.push(facts(vec![
                fact("fact-subject", ours.facts.subject.clone()),
                fact("fact-thumbprint-sha1", ours.facts.thumbprint_sha1.clone()),
                fact("fact-thumbprint-sha256", ours.facts.thumbprint_sha256.clone()),
                fact_text("fact-valid-until", msg("value-date").time("at", ours.facts.not_after)),
                fact_text("fact-private-key", msg("certificate-in-keychain")),
            ]));
            blocks.push(expiry_line(cx, spec, ours));
            if spec.days.is_some() {
                blocks.push(Block::Text { text: msg("certificate-for-test"), tone: Tone::Plain });
            }
        }
        None => {
            let lost = found.ours.iter().any(|ours| ours.uploaded && !ours.in_keychain);
            let id = if lost { "certificate-now-lost" } else { "certificate-now-none" };
            let tone = if lost { Tone::Warning } else { Tone::Plain };
            blocks.push(Block::Text { text: msg(id), tone });
        }
    }
    if found.own.is_some() || over.is_none() && current.is_none_or(|ours| ours.made.number < wanted_number(cx)) {
        blocks.push(Block::Question { question: super::own::question(spec, found.own.as_ref()) });
    }
    blocks.extend(found.vendors.blocks(cx));
    blocks.extend(retire_question(found, cx.now).map(|question| Block::Question { question }));
    if !found.others.is_empty() || found.secrets > 0 {
        let text = msg("certificate-others")
            .count("certificates", found.others.len())
            .count("secrets", found.secrets as usize);
        blocks.push(Block::Text { text, tone: Tone::Quiet });
    }
    blocks
}

/// From its begin to its end, with the time to renew; one that is for a test is not renewed.
pub(super) fn expiry_line(cx: &Cx<'_>, spec: &CertificateSpec, ours: &Ours) -> Block {
    let soon = ours.facts.not_after.since(cx.now) < EXPIRY_WARNING;
    let renew = TimePoint {
        at: ours.facts.not_after - EXPIRY_WARNING,
        label: msg("certificate-line-renew"),
        outcome: soon.then_some(Outcome::Finding),
    };
    let begin =
        TimePoint { at: ours.facts.not_before, label: msg("certificate-line-begins"), outcome: Some(Outcome::Done) };
    let end = TimePoint { at: ours.facts.not_after, label: msg("certificate-line-ends"), outcome: None };
    let renew = spec.days.is_none().then_some(renew);
    let summary = if renew.is_some() { "certificate-line-summary" } else { "certificate-line-summary-test" };
    Block::Timeline {
        title: None,
        points: [Some(begin), renew, Some(end)].into_iter().flatten().collect(),
        summary: msg(summary).time("at", ours.facts.not_after),
    }
}

/// The app's name in the profile, for as long as there is no app.
pub(crate) fn app_name(cx: &Cx<'_>) -> String {
    let spec = cx.profile.items.iter().find_map(|item| match &item.wanted {
        Wanted::AppRegistration(spec) => Some(cx.shown(&spec.name)),
        _ => None,
    });
    spec.unwrap_or_default()
}

const fn make_note(spec: &CertificateSpec, longest: Option<u64>) -> &'static str {
    match (spec.days, longest) {
        (Some(_), _) => "certificate-make-note-test",
        (None, Some(_)) => "certificate-make-note-shortened",
        (None, None) => "certificate-make-note",
    }
}

/// A change in words.
pub(super) fn describe(cx: &Cx<'_>, spec: &CertificateSpec, change: &Change) -> Described {
    let name = cx.outputs.app.as_ref().map(|app| app.name.clone());
    let name = name.unwrap_or_else(|| app_name(cx));
    let target = |app: &Known<AppObjectId>| {
        let id = app.now().map_or_else(|| "{id}".to_owned(), ToString::to_string);
        vec![call("PATCH", format!("/v1.0/applications/{id}"))]
    };
    let view = match change {
        Change::Make { subject, key_bits, longest, .. } => ChangeView {
            verb: Verb::Add,
            text: msg("certificate-make").text("subject", subject.clone()),
            note: Some(
                msg(make_note(spec, *longest))
                    .text("bits", key_bits.to_string())
                    .time("until", end(cx.now, (spec.years, spec.days), *longest)),
            ),
            calls: Vec::new(),
            careful: false,
        },
        Change::Import { subject, until, .. } => super::own::describe(subject, *until),
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
        Change::AddVendor { app, subject, shown, until, .. } => {
            super::vendor::describe_add((subject, shown), *until, name, target(app))
        }
        Change::RemoveVendor { app, thumbprint, .. } => super::vendor::describe_remove(thumbprint, name, target(app)),
    };
    let is_here = matches!(change, Change::Make { .. } | Change::Import { .. });
    let scopes: &[&str] = if is_here { &[] } else { WRITE };
    Described { view, scopes }
}

pub(super) fn expected(cx: &Cx<'_>, spec: &CertificateSpec) -> Message {
    let ours = if super::own::is_asked(cx) {
        msg("certificate-expected-own")
    } else if let Some(days) = spec.days {
        msg("certificate-expected-test").text("subject", spec.subject.clone()).count("days", days as usize)
    } else {
        msg("certificate-expected")
            .text("subject", spec.subject.clone())
            .text("bits", spec.key_bits.to_string())
            .count("years", spec.years as usize)
    };
    together(ours, super::vendor::is_asked(cx).then(|| msg("certificate-expected-vendor")))
}

pub(super) fn seen(cx: &Cx<'_>, found: &Found) -> Message {
    let certificate = |id: &str, ours: &Ours| {
        msg(id)
            .text("subject", ours.facts.subject.clone())
            .text("thumbprint", ours.facts.thumbprint_sha1.clone())
            .time("until", ours.facts.not_after)
    };
    let usable = found.ours.iter().rfind(|ours| ours.is_usable(cx.now));
    let over = super::served(cx, &found.ours).filter(|(ours, _)| super::served::is_gone(ours));
    let first = match (usable, found.ours.iter().rfind(|ours| ours.uploaded)) {
        _ if let Some(over) = over => super::served::seen(over),
        (Some(ours), _) => {
            certificate("certificate-seen", ours).text("place", if ours.uploaded { "app" } else { "here" })
        }
        (None, Some(ours)) if ours.facts.not_after <= cx.now => certificate("certificate-seen-ended", ours),
        (None, Some(ours)) => certificate("certificate-seen-lost", ours),
        (None, None) => msg("certificate-seen-none"),
    };
    let former = found.ours.iter().filter(|ours| ours.uploaded).count().saturating_sub(1);
    let former = (former > 0).then(|| msg("certificate-seen-former").count("count", former));
    let others = (!found.others.is_empty() || found.secrets > 0).then(|| {
        msg("certificate-seen-others")
            .count("certificates", found.others.len())
            .count("secrets", found.secrets as usize)
    });
    let limit = found.limit.longest.and_then(|seconds| usize::try_from(seconds / 86_400).ok());
    let limit = limit.map(|days| msg("certificate-seen-limit").count("days", days));
    let vendors = found.vendors.seen(cx.now);
    together(first, [former, others, limit].into_iter().flatten().chain(vendors))
}

/// What taking back means.
pub(super) fn undo(cx: &Cx<'_>, receipt: &Receipt) -> Option<Described> {
    let (id, calls, scopes): (_, _, &[&str]) = match receipt {
        Receipt::Made(made) if made.imported => ("certificate-undo-import", Vec::new(), &[]),
        Receipt::Made(_) => ("certificate-undo-make", Vec::new(), &[]),
        Receipt::Uploaded { app, .. } => {
            ("certificate-undo-upload", vec![call("PATCH", format!("/v1.0/applications/{app}"))], WRITE)
        }
        Receipt::VendorAdded { app, .. } => {
            ("certificate-undo-vendor", vec![call("PATCH", format!("/v1.0/applications/{app}"))], WRITE)
        }
        Receipt::Removed { .. } | Receipt::VendorThere | Receipt::VendorRemoved { .. } => return None,
    };
    let imported = matches!(receipt, Receipt::Made(made) if made.imported);
    let vendors = matches!(receipt, Receipt::VendorAdded { .. });
    let exported = !imported && !vendors && !cx.setup.exports.is_empty();
    let note = imported.then(|| msg("certificate-undo-import-note"));
    let note = note.or_else(|| vendors.then(|| msg("certificate-undo-vendor-note")));
    let note = note.or_else(|| exported.then(|| msg("certificate-undo-exported")));
    Some(Described { view: ChangeView { verb: Verb::Remove, text: msg(id), note, calls, careful: true }, scopes })
}
