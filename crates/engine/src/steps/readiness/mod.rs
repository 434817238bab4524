//! What the tenant, the account and this computer bring along. Changes nothing.
//!
//! Every row stands for itself: a read that is refused makes its row unknown and stops nothing else.

mod account;
mod machine;
mod people;
mod rows;
mod rules;

use async_trait::async_trait;
use domain::{
    Block, CheckRow, Diagnostic, Item, Kind, Message, Organisers, Outcome, Outputs, QuestionId, ReadinessSpec,
    TokenError, Wanted, msg,
};
use microsoft::{Error, Read};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::reading::Reading;
use crate::step::{Cx, State};
use crate::{Problem, World, views};

pub(crate) use machine::{clock_row, stopped};
pub use machine::{clock_trouble, doctor, why_unreachable};
pub(crate) use rows::rank;

/// See [`Kind::Readiness`].
pub(crate) struct Readiness;

/// What was looked at.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    /// Every check, worst first.
    rows: Vec<CheckRow>,
    /// Organiser and the user who must be refused, as the directory knows them.
    people: Option<Organisers>,
    /// Questions whose answer names nobody in this tenant, or that nobody answered.
    open: Vec<QuestionId>,
    /// Nothing can go on.
    stop: Option<Diagnostic>,
    /// A later item needs a role that the account does not hold.
    lacks: Option<Diagnostic>,
}

#[async_trait]
impl Reading for Readiness {
    type Spec = ReadinessSpec;
    type Found = Found;
    const KIND: Kind = Kind::Readiness;

    fn spec(wanted: &Wanted) -> Option<&ReadinessSpec> {
        match wanted {
            Wanted::Readiness(spec) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(cx: &Cx<'_>, spec: &ReadinessSpec, world: &World<Read>) -> Result<Found, Problem> {
        if world.ports.tokens.session().is_none() {
            return Err(TokenError::NotSignedIn.into());
        }
        let (machine, account, people, rules) = futures_util::join!(
            machine::look(cx, world),
            account::look(cx, world),
            people::look(cx, spec, world),
            rules::look(cx, world),
        );
        let (account, people) = (account?, people?);
        let machine = machine.settle(account.talked);
        let mut rows = machine.rows;
        rows.extend(account.rows);
        rows.extend(people.rows);
        rows.extend(rules);
        rows.sort_by_key(|row| rank(row.outcome));
        Ok(Found { rows, people: people.people, open: people.open, stop: machine.stop, lacks: account.lacks })
    }

    fn state(_: &Cx<'_>, _: &ReadinessSpec, found: &Found) -> State {
        state(found)
    }

    fn outputs(found: &Found, outputs: &mut Outputs) {
        outputs.organiser.clone_from(&found.people);
    }

    fn expected(_: &Cx<'_>, _: &ReadinessSpec) -> Message {
        msg("readiness-expected")
    }

    fn seen(_: &Cx<'_>, _: &ReadinessSpec, found: &Found) -> Message {
        seen(found)
    }

    fn blocks(cx: &Cx<'_>, _: &ReadinessSpec, found: &Found) -> Vec<Block> {
        let mut blocks: Vec<Block> =
            found.open.iter().map(|id| Block::Question { question: views::ask(cx.profile, id) }).collect();
        blocks.push(Block::Checklist { title: None, rows: found.rows.clone() });
        blocks
    }
}

/// What stops everything, of what was found and kept; `None` also when another version kept it.
pub(crate) fn stop_of(found: &Value) -> Option<Diagnostic> {
    Found::deserialize(found).ok()?.stop
}

/// The worst thing that somebody can do something about decides.
fn state(found: &Found) -> State {
    if let Some(stop) = &found.stop {
        return State::Failed(Box::new(stop.clone()));
    }
    if !found.open.is_empty() {
        return State::NeedsDecision;
    }
    if let Some(lacks) = &found.lacks {
        return State::NeedsPerson(Box::new(lacks.clone()));
    }
    if found.rows.iter().all(|row| matches!(row.outcome, Outcome::Done | Outcome::NotApplicable)) {
        return State::Right;
    }
    State::Finding
}

/// How many checks there are, and the one that matters most.
fn seen(found: &Found) -> Message {
    let checked = found.rows.iter().filter(|row| row.outcome != Outcome::NotApplicable);
    let (good, open): (Vec<_>, Vec<_>) = checked.partition(|row| row.outcome == Outcome::Done);
    let Some(first) = open.first() else {
        return msg("readiness-seen").count("count", good.len());
    };
    msg("readiness-seen-open")
        .count("open", open.len())
        .count("count", good.len() + open.len())
        .message("first", first.title.clone())
}

/// The items of the profile, as things are answered.
fn wanted<'a>(cx: &'a Cx<'_>) -> impl Iterator<Item = &'a Item> {
    cx.profile.items.iter().filter(|item| cx.profile.is_wanted(item, &cx.setup.answers))
}

/// Titles of the items of these kinds: what a row blocks.
fn titles(cx: &Cx<'_>, kinds: &[Kind]) -> Vec<Message> {
    let items = wanted(cx).filter(|item| kinds.contains(&item.wanted.kind()));
    items.map(|item| views::item_title(cx.profile, item)).collect()
}

/// What a read gave, or why its row is unknown. Only "nobody is signed in" stops the whole item.
enum Seen<T> {
    Read(T),
    Unread(Box<Diagnostic>),
}

impl<T> Seen<T> {
    fn of(cx: &Cx<'_>, result: Result<T, Error>) -> Result<Self, Problem> {
        match result {
            Ok(value) => Ok(Self::Read(value)),
            Err(error @ Error::Token(TokenError::NotSignedIn)) => Err(error.into()),
            Err(error) => {
                let args = views::known_args(cx.setup, cx.outputs);
                Ok(Self::Unread(Box::new(crate::diagnose::diagnostic(&error.into(), &args))))
            }
        }
    }

    const fn get(&self) -> Option<&T> {
        match self {
            Self::Read(value) => Some(value),
            Self::Unread(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(outcomes: &[Outcome]) -> Found {
        let rows = outcomes.iter().map(|outcome| rows::row("x", *outcome, msg("x"))).collect();
        Found { rows, people: None, open: Vec::new(), stop: None, lacks: None }
    }

    fn trouble(outcome: Outcome) -> Diagnostic {
        crate::diagnose::simple("x", outcome)
    }

    #[test]
    fn only_what_stops_everything_is_a_failure() {
        let all_good = found(&[Outcome::Done, Outcome::NotApplicable]);
        assert_eq!(state(&all_good), State::Right, "nothing to look at");
        assert_eq!(
            state(&found(&[Outcome::Failed, Outcome::Done])),
            State::Finding,
            "a failed row stops one item only"
        );
        assert_eq!(state(&found(&[Outcome::Unknown])), State::Finding, "unknown is never green");
        let mut stopped = found(&[Outcome::Failed]);
        stopped.stop = Some(trouble(Outcome::Failed));
        stopped.lacks = Some(trouble(Outcome::NeedsPerson));
        assert!(matches!(state(&stopped), State::Failed(_)), "the clock is wrong: nothing can go on");
    }

    #[test]
    fn a_missing_role_needs_a_person_and_a_missing_answer_a_decision() {
        let mut lacks = found(&[Outcome::NeedsPerson]);
        lacks.lacks = Some(trouble(Outcome::NeedsPerson));
        assert!(matches!(state(&lacks), State::NeedsPerson(_)), "somebody with the role can help");
        lacks.open.push(QuestionId::from("organiser"));
        assert_eq!(state(&lacks), State::NeedsDecision, "only the admin can say who the organiser is");
    }
}
