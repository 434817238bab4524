//! How a run ends, as a number (DECISIONS 28).

use std::collections::BTreeSet;

use domain::{Answers, Diagnostic, ItemId, ItemView, Outcome, Profile, RunRecord};

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

/// Of a whole run of that profile with these answers. An item that only waits for an earlier one says nothing of its own.
pub fn of_record(record: &RunRecord, (profile, answers): (&Profile, &Answers), fail_on: Option<FailOn>) -> u8 {
    let open: BTreeSet<&ItemId> = record
        .items
        .iter()
        .filter(|item| !item.head.outcome.is_some_and(Outcome::lets_others_go_on))
        .map(|item| &item.head.id)
        .collect();
    let codes: Vec<u8> = record
        .items
        .iter()
        .filter(|item| !(is_unseen(item) && waits(profile, answers, &item.head.id, &open)))
        .map(|item| of_item(item.head.outcome, !item.changes.is_empty(), fail_on))
        .collect();
    ORDER.into_iter().find(|code| codes.contains(code)).unwrap_or(GREEN)
}

/// The one of two that counts.
pub fn worse(one: u8, other: u8) -> u8 {
    ORDER.into_iter().find(|code| *code == one || *code == other).unwrap_or_else(|| one.max(other))
}

/// Not looked at, or only as far as it could be without what it needs.
fn is_unseen(item: &ItemView) -> bool {
    item.head.outcome.is_none() || item.diagnostic.as_ref().is_some_and(|found| found.code == "output-missing")
}

/// Whether an item needs what an earlier one gives that is still open. Whatever else is open, it does not wait for that.
fn waits(profile: &Profile, answers: &Answers, item: &ItemId, open: &BTreeSet<&ItemId>) -> bool {
    let Some(waiting) = profile.item(item) else { return false };
    let needs = profile.needs(waiting, answers);
    let earlier = profile.items.iter().take_while(|other| other.id != *item).filter(|other| open.contains(&other.id));
    earlier.flat_map(|other| other.wanted.gives()).any(|field| needs.contains(field))
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

    /// Whether that item of a built-in profile waits for that other one.
    fn waits_for(profile: &str, item: &str, open: &str) -> bool {
        let (file, text) =
            *domain::profile_file::built_in().iter().find(|(file, _)| *file == profile).expect("built in");
        let profile = domain::profile_file::load(text, file).expect("readable").profile;
        waits(&profile, &Answers::default(), &ItemId::from(item), &BTreeSet::from([&ItemId::from(open)]))
    }

    #[test]
    fn an_item_waits_for_what_it_really_needs_and_for_nothing_else_that_is_open() {
        assert!(waits_for("teams-online-meetings.toml", "meeting_test", "admin_consent"), "made as the app");
        assert!(!waits_for("altoura.toml", "meeting_test", "app_registration"), "made as whoever is signed in");
        assert!(waits_for("altoura.toml", "teams_app_client", "teams_app_package"), "its id is added");
        assert!(waits_for("call-telemetry.toml", "settings", "client_secret"), "the vendor is told the secret");
        assert!(!waits_for("teams-online-meetings.toml", "app_registration", "meeting_test"), "never for a later one");
        assert!(!waits_for("teams-online-meetings.toml", "unknown", "sign_in"), "of another version of the profile");
    }
}
