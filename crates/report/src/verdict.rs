//! What a report says first: how it stands, in a sentence, and how many items stand how.

use domain::{Block, ItemView, Kind, Message, Outcome, RunRecord, msg};

use crate::Catalogue;

/// Outcomes in the order in which a report counts them. The first eight are always shown, the others when there are any.
pub const COUNTED: [Option<Outcome>; 12] = [
    Some(Outcome::Changed),
    Some(Outcome::Done),
    Some(Outcome::Finding),
    Some(Outcome::Accepted),
    Some(Outcome::Waiting),
    Some(Outcome::Skipped),
    Some(Outcome::Failed),
    Some(Outcome::Unknown),
    Some(Outcome::NeedsPerson),
    Some(Outcome::NeedsDecision),
    Some(Outcome::NotApplicable),
    None,
];

/// Outcomes whose count is shown also when it is zero.
const ALWAYS: usize = 8;

/// Outcomes with the number of items, in the order to show them.
pub fn counts(record: &RunRecord) -> Vec<(Option<Outcome>, usize)> {
    let count = |outcome| record.items.iter().filter(|item| item.head.outcome == outcome).count();
    let all = COUNTED.into_iter().map(|outcome| (outcome, count(outcome))).enumerate();
    all.filter(|(position, (_, count))| *position < ALWAYS || *count > 0).map(|(_, shown)| shown).collect()
}

/// The outcome as message ids write it.
pub const fn name(outcome: Option<Outcome>) -> &'static str {
    match outcome {
        None => "none",
        Some(Outcome::Done) => "done",
        Some(Outcome::Changed) => "changed",
        Some(Outcome::Finding) => "finding",
        Some(Outcome::Waiting) => "waiting",
        Some(Outcome::NeedsPerson) => "needs-person",
        Some(Outcome::NeedsDecision) => "needs-decision",
        Some(Outcome::Failed) => "failed",
        Some(Outcome::Unknown) => "unknown",
        Some(Outcome::Skipped) => "skipped",
        Some(Outcome::NotApplicable) => "not-applicable",
        Some(Outcome::Accepted) => "accepted",
    }
}

/// The word beside a mark.
pub fn word(outcome: Option<Outcome>) -> Message {
    msg(&format!("outcome-{}", name(outcome)))
}

/// "The connection works". Said only when a meeting was made and refused; else the outcome's own sentence.
pub fn title(record: &RunRecord) -> Message {
    match record.outcome {
        Outcome::Done | Outcome::Changed if proof(record).is_some() => msg("report-verdict-works"),
        Outcome::Done | Outcome::Changed => msg("report-verdict-as-wanted"),
        other => msg(&format!("report-verdict-{}", name(Some(other)))),
    }
}

/// The sentence under the title.
pub fn detail(record: &RunRecord, words: &Catalogue) -> Message {
    let open: Vec<_> =
        record.items.iter().filter(|item| !item.head.outcome.is_some_and(Outcome::is_finished)).collect();
    if !open.is_empty() {
        let titles = open.iter().map(|item| words.text(&item.head.title));
        return msg("report-verdict-open")
            .count("finished", record.items.len() - open.len())
            .count("count", record.items.len())
            .list("open", titles);
    }
    if let (Outcome::Done | Outcome::Changed, Some(item)) = (record.outcome, proof(record)) {
        if let Some(made) = item.made.last() {
            return msg("report-verdict-proved").time("at", made.at);
        }
        if let Some(seen) = seen(item) {
            return seen;
        }
    }
    msg("report-verdict-finished").count("count", record.items.len())
}

/// The item that proves the connection from outside, if it is green.
fn proof(record: &RunRecord) -> Option<&ItemView> {
    let green = |item: &&ItemView| matches!(item.head.outcome, Some(Outcome::Done | Outcome::Changed));
    record.items.iter().find(|item| item.head.kind == Kind::MeetingTest).filter(green)
}

/// What was seen of an item; `None` when nothing was looked at.
pub fn seen(item: &ItemView) -> Option<Message> {
    item.seen
        .clone()
        .or_else(|| item.diagnostic.as_ref().map(|diagnostic| diagnostic.what.clone()))
        .or_else(|| item.wait.as_ref().map(|wait| wait.text.clone()))
        .or_else(|| item.status.clone())
        .or_else(|| item.head.subline.clone())
}

/// The one thing to do next about an item that is not as wanted.
pub fn remedy(item: &ItemView) -> Option<Message> {
    use Outcome::{Failed, Finding, NeedsDecision, NeedsPerson, Unknown};
    let open = |outcome: Outcome| matches!(outcome, Failed | Finding | NeedsDecision | NeedsPerson | Unknown);
    if !item.head.outcome.is_some_and(open) {
        return None;
    }
    let of_block = |block: &Block| match block {
        Block::Question { question } if question.chosen.is_none() => {
            Some(msg("report-remedy-decide").message("question", question.title.clone()))
        }
        Block::Checklist { rows, .. } => rows.iter().filter(|row| open(row.outcome)).find_map(|row| row.remedy.clone()),
        _ => None,
    };
    let diagnosed = item.diagnostic.as_ref().map(|diagnostic| diagnostic.remedy.clone());
    diagnosed.or_else(|| item.blocks.iter().find_map(of_block))
}

/// What a person decided about an item: why it is left out, or who accepted it.
pub fn decided(item: &ItemView) -> Option<&Message> {
    item.status.as_ref().filter(|_| matches!(item.head.outcome, Some(Outcome::Skipped | Outcome::Accepted)))
}
