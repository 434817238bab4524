//! What is missing.

use domain::{ChangeState, Field, JournalEntry, Known, QuestionId};
use serde_json::Value;

use super::shapes::{Attempt, Change, Found, Ours, Receipt};
use super::{RETIRE, ROTATION, Wanted, lasts};
use crate::diagnose;
use crate::settle::{FRESH, WAIT_LIMIT};
use crate::step::{Cx, Plan, State};

pub(super) fn plan(cx: &Cx<'_>, wanted: &Wanted, found: &Found) -> Plan<Change> {
    if let Some(pending) = pending(cx, found) {
        // Made, and not shown yet: the engine tells it from something that is missing.
        return Plan::changes(vec![pending]);
    }
    let app = Known::from_output(cx.registration().ok(), Field::App);
    let current = found.current(cx.now);
    let mut changes = Vec::new();
    if current.is_none_or(|current| current.made.attempt.number < wanted_number(cx)) {
        if found.limit.forbidden {
            return Plan::stands(State::NeedsPerson(Box::new(diagnose::secrets_forbidden(&cx.setup.tenant))));
        }
        let newest = found.ours.last().map_or(0, |ours| ours.made.attempt.number);
        changes.push(Change::Make {
            app,
            name: wanted.name.to_owned(),
            months: wanted.months,
            longest: found.limit.longest,
            number: newest + 1,
        });
    } else if found.tries.iter().any(|tried| !tried.left.is_empty() || tried.in_keychain) {
        // Making one clears this away too.
        let mut key_ids: Vec<_> = found.tries.iter().flat_map(|tried| tried.left.iter().copied()).collect();
        key_ids.sort();
        key_ids.dedup();
        changes.push(Change::Clear { app, key_ids });
    }
    let newer = current.map_or(0, |current| current.made.attempt.number);
    let retired =
        found.ours.iter().filter(|old| old.made.attempt.number <= retired_up_to(cx).min(newer.saturating_sub(1)));
    changes.extend(retired.filter(|old| old.on_app || old.in_keychain).map(|old| Change::Remove {
        app,
        number: old.made.attempt.number,
        key_id: old.made.key_id,
    }));
    let amiss = current.is_some_and(|current| !current.in_keychain || ends_soon(cx, &current.made.attempt));
    if changes.is_empty() && amiss {
        return Plan::stands(State::Finding);
    }
    Plan::changes(changes)
}

/// The change whose secret Microsoft accepted and does not show, or not everywhere.
fn pending(cx: &Cx<'_>, found: &Found) -> Option<Change> {
    let unseen = found.ours.iter().rfind(|ours| !ours.on_app)?;
    let is_its = |entry: &&JournalEntry| {
        let receipt = entry.receipt.clone().and_then(|receipt| serde_json::from_value(receipt).ok());
        matches!(receipt, Some(Receipt::Made(made)) if made.key_id == unseen.made.key_id)
    };
    let entry = cx.journal.iter().rfind(is_its)?;
    let age = cx.now.since(entry.made_at?);
    let is_new = match entry.state {
        ChangeState::Made => age < WAIT_LIMIT,
        ChangeState::Seen => age < FRESH,
        ChangeState::Intended | ChangeState::NotMade | ChangeState::Undone => false,
    };
    let was_removed = cx.receipts::<Receipt>().into_iter().any(|(_, receipt)| match receipt {
        Receipt::Removed { key_ids } => key_ids.contains(&unseen.made.key_id),
        Receipt::Made(_) | Receipt::Left(_) => false,
    });
    (is_new && !was_removed).then(|| serde_json::from_value(entry.planned.change.clone()).ok())?
}

/// Whether it is time for a new one: thirty days before the end, or after half of a shorter life.
pub(super) fn ends_soon(cx: &Cx<'_>, attempt: &Attempt) -> bool {
    attempt.not_after.since(cx.now) < lasts(attempt)
}

/// How many secrets this set-up is to have made: one, and one more per rotation.
pub(super) fn wanted_number(cx: &Cx<'_>) -> u32 {
    let asked = cx.setup.answers.0.get(&QuestionId::from(ROTATION)).and_then(Value::as_u64);
    asked.and_then(|number| u32::try_from(number).ok()).unwrap_or(1)
}

/// Secrets of this set-up up to this number are to go, once a newer one is in place.
fn retired_up_to(cx: &Cx<'_>) -> u32 {
    let answer = cx.setup.answers.text(&QuestionId::from(RETIRE));
    answer.and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// The highest number of a secret that this set-up has made.
pub(crate) fn secrets_made(journal: &[JournalEntry]) -> u32 {
    super::look::made(journal).iter().map(|made| made.attempt.number).max().unwrap_or(0)
}

impl Found {
    /// The newest that Microsoft accepts.
    pub(super) fn current(&self, now: domain::Timestamp) -> Option<&Ours> {
        self.ours.iter().rfind(|ours| ours.is_valid(now))
    }
}
