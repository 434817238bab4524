//! What a set-up has changed, from its journal.

use domain::{ChangeState, Item, MadeChange};

use crate::engine::Stored;
use crate::people;
use crate::step::step;

/// What was done for many people in many changes is told as one, as of the last.
pub(crate) fn made(stored: &Stored, item: &Item) -> Vec<MadeChange> {
    let rows = stored
        .journal
        .iter()
        .filter(|entry| entry.planned.item == item.id)
        .filter(|entry| matches!(entry.state, ChangeState::Made | ChangeState::Seen | ChangeState::Undone))
        .filter_map(|entry| Some((entry, entry.receipt.as_ref().filter(|receipt| !receipt.is_null())?)));
    let mut made: Vec<(MadeChange, Vec<String>)> = Vec::new();
    for (entry, receipt) in rows {
        let done_for = step(entry.planned.kind).done_for(receipt).into_iter().map(|user| user.name);
        let one = MadeChange {
            view: entry.planned.view.clone(),
            at: entry.made_at.unwrap_or(entry.intended_at),
            by: entry.by.clone(),
            undone: entry.state == ChangeState::Undone,
            request_ids: entry.request_ids.clone(),
        };
        let named: Vec<String> = done_for.collect();
        let same = |(first, many): &&mut (MadeChange, Vec<String>)| {
            let text = |made: &MadeChange| people::without_people(&made.view.text);
            !many.is_empty()
                && !named.is_empty()
                && (first.undone, &first.by, &first.view.note) == (one.undone, &one.by, &one.view.note)
                && text(first) == text(&one)
        };
        match made.iter_mut().find(same) {
            Some((first, many)) => {
                first.at = first.at.max(one.at);
                first.request_ids.extend(one.request_ids);
                many.extend(named);
            }
            None => made.push((one, named)),
        }
    }
    let with_people = |(mut made, named): (MadeChange, Vec<String>)| {
        if !named.is_empty() {
            made.view.text = people::with_people(made.view.text, &named);
        }
        made
    };
    made.into_iter().map(with_people).collect()
}
