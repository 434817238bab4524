//! A certificate for a test only: taken off when the test was over, it need not be replaced while what it proved holds.

use domain::{Block, Message, Timestamp, Tone, Wanted, msg};

use super::Ours;
use super::numbers::{key_id, wanted_number};
use crate::step::Cx;
use crate::steps::{SERVES, taken_off};
use crate::views::{fact, facts};

/// The newest certificate, if it was taken off after its test, and when.
pub(super) fn served<'a>(cx: &Cx<'_>, ours: &'a [Ours]) -> Option<(&'a Ours, Timestamp)> {
    let for_the_test = matches!(&cx.item.wanted, Wanted::Certificate(spec) if spec.days.is_some());
    let newest = ours.last().filter(|ours| for_the_test && ours.made.number >= wanted_number(cx))?;
    let id = key_id(cx, newest.made.number);
    let (_, at) = taken_off(cx.whole_journal).into_iter().rfind(|(key, _)| *key == id)?;
    (cx.now.since(at) < SERVES).then_some((newest, at))
}

/// Whether nothing of it is left here.
pub(super) fn is_gone(ours: &Ours) -> bool {
    !(ours.in_keychain && ours.uploaded)
}

/// What it was, and that it is gone.
pub(super) fn blocks((ours, at): (&Ours, Timestamp)) -> Vec<Block> {
    let rows = vec![
        fact("fact-subject", ours.facts.subject.clone()),
        fact("fact-thumbprint-sha1", ours.facts.thumbprint_sha1.clone()),
    ];
    vec![facts(rows), Block::Text { text: msg("certificate-taken-off").time("at", at), tone: Tone::Plain }]
}

pub(super) fn seen((ours, at): (&Ours, Timestamp)) -> Message {
    msg("certificate-seen-taken-off").text("subject", ours.facts.subject.clone()).time("at", at)
}
