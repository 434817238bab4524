//! The pictures and questions of a certificate.

use domain::{Block, Choice, Outcome, Question, QuestionId, TimePoint, Timestamp, Wanted, msg};

use super::{EXPIRY_WARNING, Found, Ours, RETIRE};
use crate::step::Cx;

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

/// From its begin to its end, with the time to renew.
pub(super) fn expiry_line(cx: &Cx<'_>, ours: &Ours) -> Block {
    let soon = ours.facts.not_after.since(cx.now) < EXPIRY_WARNING;
    let outcome = if soon { Outcome::Finding } else { Outcome::Done };
    Block::Timeline {
        title: None,
        points: vec![
            TimePoint {
                at: ours.facts.not_before,
                label: msg("certificate-line-begins"),
                outcome: Some(Outcome::Done),
            },
            TimePoint {
                at: ours.facts.not_after - EXPIRY_WARNING,
                label: msg("certificate-line-renew"),
                outcome: soon.then_some(outcome),
            },
            TimePoint { at: ours.facts.not_after, label: msg("certificate-line-ends"), outcome: None },
        ],
        summary: msg("certificate-line-summary").time("at", ours.facts.not_after),
    }
}

/// The app's name in the profile, for as long as there is no app.
pub(super) fn app_name<'a>(cx: &'a Cx<'_>) -> &'a str {
    let spec = cx.profile.items.iter().find_map(|item| match &item.wanted {
        Wanted::AppRegistration(spec) => Some(spec.name.as_str()),
        _ => None,
    });
    spec.unwrap_or_default()
}
