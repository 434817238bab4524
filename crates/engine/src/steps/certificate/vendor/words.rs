//! Words, facts and questions about the vendor's certificate. What Handrail can show is said, and what only the vendor can.

use domain::{Block, CallView, ChangeView, Choice, Input, Message, Question, QuestionId, Timestamp, Tone, Verb, msg};

use super::{Former, NONE, RETIRE, VENDOR_CERTIFICATE, Vendor, Vendors};
use crate::step::Cx;
use crate::views::{fact, fact_text};

const FILE: &str = "file";
const KEEP: &str = "keep";

pub(in super::super) fn describe_add(
    (subject, thumbprint): (&str, &str),
    until: Timestamp,
    app: String,
    calls: Vec<CallView>,
) -> ChangeView {
    ChangeView {
        verb: Verb::Add,
        text: msg("certificate-vendor-add").text("subject", subject).text("app", app),
        note: Some(msg("certificate-vendor-add-note").time("until", until).text("thumbprint", thumbprint)),
        calls,
        careful: false,
    }
}

pub(in super::super) fn describe_remove(thumbprint: &str, app: String, calls: Vec<CallView>) -> ChangeView {
    ChangeView {
        verb: Verb::Remove,
        text: msg("certificate-vendor-remove").text("thumbprint", thumbprint).text("app", app),
        note: Some(msg("certificate-vendor-remove-note")),
        calls,
        careful: true,
    }
}

impl Vendors {
    /// What the page shows of them.
    pub(in super::super) fn blocks(&self, cx: &Cx<'_>) -> Vec<Block> {
        let mut blocks = vec![Block::Question { question: self.question() }];
        if let Some(wanted) = self.wanted.as_ref().filter(|wanted| wanted.key_id.is_some()) {
            if wanted.ends_soon(cx.now) {
                let text = msg(if wanted.facts.not_after <= cx.now {
                    "certificate-vendor-ended"
                } else {
                    "certificate-vendor-ends"
                });
                let text = text.time("until", wanted.facts.not_after);
                blocks.push(Block::Text { text, tone: Tone::Warning });
            }
            blocks.push(Block::Text { text: msg("certificate-vendor-proof"), tone: Tone::Quiet });
            blocks.extend(self.former.first().map(|former| Block::Question { question: retire_question(former) }));
        }
        blocks
    }

    /// Asked as long as the item stands: the vendor may come with one at any time.
    fn question(&self) -> Question {
        let option = |value: &str, id: &str, facts| Choice {
            value: value.to_owned(),
            label: msg(id),
            note: Some(msg(&format!("{id}-note"))),
            facts,
            typed_confirmation: None,
        };
        let facts = self.wanted.as_ref().map_or_else(Vec::new, Vendor::rows);
        Question {
            id: QuestionId::from(VENDOR_CERTIFICATE),
            title: msg("certificate-vendor"),
            detail: None,
            options: vec![
                option(NONE, "certificate-vendor-none", Vec::new()),
                option(FILE, "certificate-vendor-file", facts),
            ],
            chosen: Some(if self.wanted.is_some() { FILE } else { NONE }.to_owned()),
            input: Some(Input::VendorCertificate),
        }
    }

    /// What was seen of them, for the report. Of a certificate nobody can see whether its key works.
    pub(in super::super) fn seen(&self, now: Timestamp) -> Vec<Message> {
        let wanted = self.wanted.as_ref().map(|wanted| {
            let id = match &wanted.key_id {
                None => "certificate-seen-vendor-missing",
                Some(_) if wanted.facts.not_after <= now => "certificate-seen-vendor-ended",
                Some(_) => "certificate-seen-vendor",
            };
            msg(id)
                .text("subject", wanted.facts.subject.clone())
                .text("thumbprint", wanted.facts.thumbprint_sha1.clone())
                .time("until", wanted.facts.not_after)
        });
        let former =
            (!self.former.is_empty()).then(|| msg("certificate-seen-vendor-former").count("count", self.former.len()));
        wanted.into_iter().chain(former).collect()
    }
}

impl Vendor {
    fn rows(&self) -> Vec<domain::Fact> {
        let from = if self.requested { "certificate-vendor-from-request" } else { "certificate-vendor-from-file" };
        vec![
            fact("fact-subject", self.facts.subject.clone()),
            fact("fact-thumbprint-sha1", self.facts.thumbprint_sha1.clone()),
            fact_text("fact-valid-until", msg("value-date").time("at", self.facts.not_after)),
            fact_text("fact-private-key", msg("certificate-vendor-key")),
            fact_text("fact-certificate-from", msg(from)),
        ]
    }
}

/// After a replacement both certificates work; the former one goes when the vendor uses the new one.
fn retire_question(former: &Former) -> Question {
    let choice = |value: &str, id: &str| Choice {
        value: value.to_owned(),
        label: msg(id),
        note: Some(msg(&format!("{id}-note"))),
        facts: Vec::new(),
        typed_confirmation: None,
    };
    Question {
        id: QuestionId::from(RETIRE),
        title: msg("certificate-vendor-retire").text("thumbprint", former.thumbprint.clone()),
        detail: Some(msg("certificate-retire-detail").time("until", former.until)),
        options: vec![choice(KEEP, "certificate-retire-keep"), choice(&former.thumbprint, "certificate-retire-remove")],
        chosen: None,
        input: None,
    }
}
