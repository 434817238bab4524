//! A row of the rail: its number, what stands above it, and the quiet line under its title.

use domain::{Answers, Item, ItemHead, Message, Outcome, Profile, Timestamp, WaitView, msg};

use super::{count, has_all, item_title, profile_text};
use crate::engine::Stored;

/// A row of the rail.
pub(crate) fn head(profile: &Profile, stored: &Stored, item: &Item, _now: Timestamp) -> ItemHead {
    let answers = &stored.setup.answers;
    let seen = stored.snapshot(&item.id);
    let outcome = seen.and_then(|snapshot| snapshot.view.head.outcome);
    let mut head = ItemHead {
        outcome,
        ready: is_ready(profile, stored, item, outcome),
        changes: seen.map_or(0, |snapshot| count(&snapshot.changes)),
        ..bare_head(profile, answers, item)
    };
    let wait = seen.and_then(|snapshot| snapshot.view.wait.as_ref());
    head.subline = subline(profile, stored, item, &head, wait);
    head
}

/// The same before anything was looked at.
pub(crate) fn bare_head(profile: &Profile, answers: &Answers, item: &Item) -> ItemHead {
    ItemHead {
        id: item.id.clone(),
        kind: item.wanted.kind(),
        number: profile.number(&item.id, answers).unwrap_or_default(),
        numeral: profile.numeral(&item.id, answers),
        section: section(profile, answers, item),
        source_step: item.source_step.clone(),
        title: item_title(profile, item),
        outcome: None,
        activity: None,
        subline: None,
        ready: false,
        changes: 0,
    }
}

/// The heading above it: where the checklist begins that the profile follows, and where it has ended.
fn section(profile: &Profile, answers: &Answers, item: &Item) -> Option<Message> {
    let checklist = profile.source.checklist.as_ref()?;
    let wanted: Vec<&Item> = profile.items.iter().filter(|item| profile.is_wanted(item, answers)).collect();
    let is_in = |item: &&&Item| item.source_step.is_some();
    if wanted.iter().find(is_in)?.id == item.id {
        return Some(profile_text(profile, "source-checklist", checklist));
    }
    let last = wanted.iter().rposition(|item| item.source_step.is_some())?;
    (wanted.get(last + 1)?.id == item.id).then(|| msg("rail-afterwards"))
}

/// Everything it needs is known, and there is something to do.
pub(super) fn is_ready(profile: &Profile, stored: &Stored, item: &Item, outcome: Option<Outcome>) -> bool {
    !outcome.is_some_and(Outcome::is_finished) && has_all(profile, stored, item)
}

pub(super) fn subline(
    profile: &Profile,
    stored: &Stored,
    item: &Item,
    head: &ItemHead,
    wait: Option<&WaitView>,
) -> Option<Message> {
    let missing = waits_for(profile, stored, item);
    match head.outcome {
        Some(Outcome::Waiting) => wait.map(|wait| msg("subline-next-try").time("at", wait.next)),
        Some(Outcome::NeedsPerson) => Some(msg("subline-needs-person")),
        Some(Outcome::NeedsDecision) => Some(msg("subline-needs-decision")),
        Some(Outcome::Finding) => Some(msg("subline-finding")),
        Some(Outcome::Accepted) => Some(msg("subline-accepted")),
        Some(Outcome::Skipped) => Some(msg("subline-skipped")),
        Some(Outcome::Unknown) => Some(msg("subline-unknown")),
        Some(Outcome::Failed) => Some(msg("subline-failed")),
        Some(Outcome::Done | Outcome::Changed | Outcome::NotApplicable) => None,
        None if missing.is_some() => missing,
        None if head.changes > 0 => Some(msg("subline-changes-planned").count("count", head.changes as usize)),
        None if head.ready && stored.snapshot(&item.id).is_none() => Some(msg("subline-can-start")),
        None => None,
    }
}

/// The items whose outputs are still missing: by their numbers, or the first of them by its title where it has none.
fn waits_for(profile: &Profile, stored: &Stored, item: &Item) -> Option<Message> {
    let answers = &stored.setup.answers;
    let givers = profile.needs(item, answers).into_iter().filter(|field| !stored.outputs.settles(*field));
    let mut givers: Vec<&Item> = givers.filter_map(|field| profile.giver(field, answers)).collect();
    givers.sort_by_key(|giver| profile.number(&giver.id, answers));
    givers.dedup_by_key(|giver| &giver.id);
    let first = givers.first()?;
    let numerals: Option<Vec<String>> = givers.iter().map(|giver| profile.numeral(&giver.id, answers)).collect();
    Some(match numerals {
        Some(numerals) => msg("subline-waits-for").list("items", numerals),
        None => msg("subline-waits-for-item").message("item", item_title(profile, first)),
    })
}
