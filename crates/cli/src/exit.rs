//! How a run ends, as a number (DECISIONS 28).

use domain::{Diagnostic, Kind, Outcome, RunRecord};

use crate::arguments::FailOn;

/// Everything is as wanted.
pub const GREEN: u8 = 0;
/// The arguments or a file are wrong.
pub const USAGE: u8 = 2;
/// Something failed.
pub const FAILED: u8 = 10;
/// Microsoft needs time.
pub const WAITING: u8 = 11;
/// A person is needed.
pub const PERSON: u8 = 12;
/// Something could not be read.
pub const UNKNOWN: u8 = 13;
/// Ctrl-C, as shells count it.
pub const INTERRUPTED: u8 = 130;

/// Of several the first that applies.
const ORDER: [u8; 4] = [FAILED, PERSON, UNKNOWN, WAITING];

/// Of an item: its outcome, and whether changes are still missing.
const fn of_item(outcome: Option<Outcome>, changes_missing: bool, fail_on: Option<FailOn>) -> u8 {
    match outcome {
        Some(Outcome::Failed) => FAILED,
        Some(Outcome::NeedsPerson | Outcome::NeedsDecision) => PERSON,
        Some(Outcome::Unknown) => UNKNOWN,
        Some(Outcome::Waiting) => WAITING,
        Some(Outcome::Finding) if fail_on.is_some() => FAILED,
        Some(
            Outcome::Done
            | Outcome::Changed
            | Outcome::Finding
            | Outcome::Skipped
            | Outcome::NotApplicable
            | Outcome::Accepted,
        ) => GREEN,
        // Not approved, or not covered by an approval of everything.
        None if changes_missing => PERSON,
        None => UNKNOWN,
    }
}

/// Of a whole run. An item that only waits for an earlier one says nothing of its own.
pub fn of_record(record: &RunRecord, fail_on: Option<FailOn>) -> u8 {
    let stopped = record.items.iter().any(|item| !item.head.outcome.is_some_and(Outcome::lets_others_go_on));
    let codes: Vec<u8> = record
        .items
        .iter()
        .map(|item| (item, of_item(item.head.outcome, !item.changes.is_empty(), fail_on)))
        .filter(|(item, _)| !(stopped && is_only_behind(item, record)))
        .map(|(_, code)| code)
        .collect();
    ORDER.into_iter().find(|code| codes.contains(code)).unwrap_or(GREEN)
}

/// The one of two that counts.
pub fn worse(one: u8, other: u8) -> u8 {
    ORDER.into_iter().find(|code| *code == one || *code == other).unwrap_or_else(|| one.max(other))
}

/// Not looked at, since what it needs is not there yet.
fn is_only_behind(item: &domain::ItemView, record: &RunRecord) -> bool {
    let open = |kind: Kind| {
        record
            .items
            .iter()
            .any(|other| other.head.kind == kind && !other.head.outcome.is_some_and(Outcome::lets_others_go_on))
    };
    let kind = item.head.kind;
    let mut waited_for = kind.needs().iter().chain(kind.uses());
    let waits = waited_for.any(|field| field.giver() != kind && open(field.giver()));
    waits
        && (item.head.outcome.is_none() || item.diagnostic.as_ref().is_some_and(|found| found.code == "output-missing"))
}

/// Of something that ended the run by itself.
pub const fn of_diagnostic(found: &Diagnostic) -> u8 {
    match found.outcome {
        Outcome::NeedsPerson | Outcome::NeedsDecision => PERSON,
        Outcome::Unknown => UNKNOWN,
        Outcome::Waiting => WAITING,
        Outcome::Failed
        | Outcome::Done
        | Outcome::Changed
        | Outcome::Finding
        | Outcome::Skipped
        | Outcome::NotApplicable
        | Outcome::Accepted => FAILED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failed_comes_before_a_person_before_unknown_before_waiting() {
        assert_eq!(worse(WAITING, PERSON), PERSON, "a person can do something now");
        assert_eq!(worse(UNKNOWN, FAILED), FAILED, "the cause is known");
        assert_eq!(worse(WAITING, UNKNOWN), UNKNOWN, "unknown is never shown as a wait");
        assert_eq!(worse(GREEN, WAITING), WAITING, "anything comes before green");
        assert_eq!(worse(GREEN, USAGE), USAGE, "also what is not in the order");
    }

    #[test]
    fn a_finding_is_green_unless_asked_otherwise() {
        assert_eq!(of_item(Some(Outcome::Finding), false, None), GREEN, "it works");
        assert_eq!(of_item(Some(Outcome::Finding), false, Some(FailOn::Finding)), FAILED, "--fail-on finding");
        assert_eq!(of_item(None, true, None), PERSON, "changes that nobody approved");
        assert_eq!(of_item(None, false, None), UNKNOWN, "not looked at is not green");
    }
}
