//! Changes that do the same for many people: shown as one sentence with the first few names, counted by heads.

use domain::{ChangeView, Message, PlannedChange, UserRef};

use crate::said::names;
use crate::step::step;

/// How many people these changes reach, and how many other changes there are.
pub(crate) fn heads(changes: &[PlannedChange]) -> usize {
    changes.iter().map(|change| of(change).len().max(1)).sum()
}

/// Whom a change reaches.
pub(crate) fn of(change: &PlannedChange) -> Vec<UserRef> {
    step(change.kind).people(&change.change)
}

/// Changes as they are shown.
pub(crate) fn shown(changes: &[PlannedChange]) -> Vec<ChangeView> {
    folded(changes.iter().map(|change| (change.view.clone(), of(change))))
}

/// Sentences that differ in nothing but the people become one, at the place of the first.
pub(crate) fn folded(all: impl IntoIterator<Item = (ChangeView, Vec<UserRef>)>) -> Vec<ChangeView> {
    let mut groups: Vec<(ChangeView, Message, Vec<String>)> = Vec::new();
    for (view, people) in all {
        let bare = without_people(&view.text);
        let same = |(first, text, named): &&mut (ChangeView, Message, Vec<String>)| {
            !named.is_empty() && !people.is_empty() && *text == bare && first.note == view.note
        };
        let people = people.iter().map(|person| person.name.clone());
        match groups.iter_mut().find(same) {
            Some((_, _, named)) => named.extend(people),
            None => groups.push((view, bare, people.collect())),
        }
    }
    let one = |(mut view, _, named): (ChangeView, Message, Vec<String>)| {
        if !named.is_empty() {
            view.text = with_people(view.text, &named);
        }
        view
    };
    groups.into_iter().map(one).collect()
}

/// The sentence for these people.
pub(crate) fn with_people(text: Message, named: &[String]) -> Message {
    text.count("count", named.len()).message("names", names(named))
}

/// What makes two sentences the same.
pub(crate) fn without_people(text: &Message) -> Message {
    let mut bare = text.clone();
    bare.args.remove("count");
    bare.args.remove("names");
    bare
}
