//! Rows, and their order.

use domain::{CheckRow, Diagnostic, Message, Outcome};

/// A row with nothing but a title.
pub(super) fn row(id: &str, outcome: Outcome, title: Message) -> CheckRow {
    CheckRow {
        id: id.to_owned(),
        outcome,
        title,
        detail: None,
        blocks: Vec::new(),
        who: None,
        remedy: None,
        action: None,
    }
}

/// A row for something that the table of diagnoses has words for.
pub(super) fn diagnosed(id: &str, outcome: Outcome, diagnostic: &Diagnostic, blocks: Vec<Message>) -> CheckRow {
    CheckRow {
        detail: diagnostic.cause.clone(),
        blocks,
        who: diagnostic.who.first().cloned(),
        remedy: Some(diagnostic.remedy.clone()),
        action: diagnostic.action.clone(),
        ..row(id, outcome, diagnostic.what.clone())
    }
}

/// A row whose read did not work: unknown, with the reason; what does not apply here stays so.
pub(super) fn unread(id: &str, title: Message, diagnostic: &Diagnostic, blocks: Vec<Message>) -> CheckRow {
    let outcome = match diagnostic.outcome {
        Outcome::NotApplicable => Outcome::NotApplicable,
        _ => Outcome::Unknown,
    };
    CheckRow {
        detail: Some(diagnostic.what.clone()),
        blocks,
        remedy: Some(diagnostic.remedy.clone()),
        action: diagnostic.action.clone(),
        ..row(id, outcome, title)
    }
}

/// Worst first.
pub(crate) const fn rank(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Failed => 0,
        Outcome::NeedsPerson => 1,
        Outcome::NeedsDecision => 2,
        Outcome::Unknown => 3,
        Outcome::Finding => 4,
        Outcome::Waiting => 5,
        Outcome::NotApplicable | Outcome::Skipped => 6,
        Outcome::Accepted => 7,
        Outcome::Done | Outcome::Changed => 8,
    }
}
