//! Certificates of a set-up are numbered from 1; everything that is asked about them is asked by number.

use domain::{JournalEntry, KeyId, QuestionId};
use serde_json::Value;

use super::{RETIRE, ROTATION, Receipt};
use crate::step::Cx;

/// The `keyId` of a certificate of ours: drawn with the set-up, the same after every crash.
pub(super) fn key_id(cx: &Cx<'_>, number: u32) -> KeyId {
    KeyId(cx.setup.id.derive(&format!("certificate/{}/{number}", cx.item.id)))
}

/// The highest number of a certificate that this set-up has made.
pub(crate) fn certificates_made(journal: &[JournalEntry]) -> u32 {
    let receipts = journal.iter().filter_map(|entry| serde_json::from_value(entry.receipt.clone()?).ok());
    let numbers = receipts.filter_map(|receipt| match receipt {
        Receipt::Made(made) => Some(made.number),
        _ => None,
    });
    numbers.max().unwrap_or(0)
}

/// How many certificates this set-up is to have made: one, and one more per rotation.
pub(super) fn wanted_number(cx: &Cx<'_>) -> u32 {
    let asked = cx.setup.answers.0.get(&QuestionId::from(ROTATION)).and_then(Value::as_u64);
    asked.and_then(|number| u32::try_from(number).ok()).unwrap_or(1)
}

/// Certificates of this set-up up to this number are to go, once a newer one is in place.
pub(super) fn retired_up_to(cx: &Cx<'_>) -> u32 {
    let answer = cx.setup.answers.text(&QuestionId::from(RETIRE));
    answer.and_then(|text| text.parse().ok()).unwrap_or(0)
}
