//! The encrypted file for the vendor: whether it was handed over, and whether what was handed over still holds. It is made
//! by a click, outside of the steps.

use async_trait::async_trait;
use domain::{
    Action, Block, CheckRow, Choice, Diagnostic, HandedOver, HandedTo, HandoverSpec, Kind, Message, Outcome, Question,
    QuestionId, Tone, VendorValue, Wanted, key_print, msg,
};
use microsoft::Read;
use serde::{Deserialize, Serialize};

use super::vendor_confirmation::value_name;
use crate::reading::Reading;
use crate::said::together;
use crate::step::{Cx, State};
use crate::views::{fact, fact_text, facts};
use crate::{Problem, World, diagnose, views};

/// Decision: the fingerprint of another key than the one that this vendor's profile had at first, typed over from what
/// the vendor told by another way.
const KEY: &str = "handover_key";

/// See [`Kind::Handover`].
pub(crate) struct Handover;

/// What there is.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    /// What goes into the file, as things are answered.
    values: Vec<VendorValue>,
    /// The key that a file of this profile was first made for.
    pinned: Option<String>,
}

#[async_trait]
impl Reading for Handover {
    type Spec = HandoverSpec;
    type Found = Found;
    const KIND: Kind = Kind::Handover;

    fn spec(wanted: &Wanted) -> Option<&HandoverSpec> {
        match wanted {
            Wanted::Handover(spec) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(cx: &Cx<'_>, _: &HandoverSpec, world: &World<Read>) -> Result<Found, Problem> {
        Ok(Found { values: cx.vendor_values()?, pinned: world.ports.store.vendor_key(&cx.profile.id)? })
    }

    fn state(cx: &Cx<'_>, spec: &HandoverSpec, found: &Found) -> State {
        if changed_key(cx, spec, found).is_some() {
            return State::NeedsDecision;
        }
        match last(cx) {
            Some(last) if is_whole(cx, last, found) => State::Right,
            Some(_) => State::Finding,
            None => State::NeedsPerson(Box::new(open(cx))),
        }
    }

    fn expected(cx: &Cx<'_>, _: &HandoverSpec) -> Message {
        let values = cx.profile.vendor_values(cx.item, &cx.setup.answers);
        msg("handover-expected").count("count", values.len())
    }

    fn seen(cx: &Cx<'_>, _: &HandoverSpec, _: &Found) -> Message {
        match last(cx) {
            Some(last) => {
                let handed = msg("handover-seen").time("at", last.at).text("by", &last.by);
                together(handed, [words_of(&last.to)])
            }
            None => msg("handover-seen-none"),
        }
    }

    fn blocks(cx: &Cx<'_>, spec: &HandoverSpec, found: &Found) -> Vec<Block> {
        let mut blocks = Vec::new();
        if let Some(pinned) = changed_key(cx, spec, found) {
            blocks.push(Block::Text { text: msg("handover-key-changed"), tone: Tone::Danger });
            blocks.push(Block::Question { question: question(cx, pinned, spec) });
        }
        if last(cx).is_some_and(|last| !is_whole(cx, last, found)) {
            blocks.push(Block::Text { text: msg("handover-again"), tone: Tone::Warning });
        }
        let names: Vec<domain::Fact> = found
            .values
            .iter()
            .map(|value| {
                let mut row = match value.shown(cx.setup.tenant.id, cx.outputs) {
                    Some(shown) => fact("value-none", shown),
                    None => fact_text("value-none", msg("value-secret")),
                };
                row.label = value_name(*value);
                row
            })
            .collect();
        blocks.push(Block::Facts { title: Some(msg("handover-inside")), rows: names });
        let mut rows = vec![fact("fact-vendor", &cx.profile.vendor.name)];
        match &spec.recipient {
            Some(key) => rows.push(fact("fact-vendor-key", key_print(key).to_string())),
            None => rows.push(fact_text("fact-vendor-key", msg("handover-pass-phrase"))),
        }
        blocks.push(facts(rows));
        blocks.extend(spec.note.as_deref().map(|note| Block::Text {
            text: views::profile_text(cx.profile, &format!("item-{}-note", cx.item.id), note),
            tone: Tone::Quiet,
        }));
        let copies: Vec<CheckRow> = handed(cx).enumerate().map(|(number, one)| row(cx, number, one)).collect();
        if !copies.is_empty() {
            blocks.push(Block::Checklist { title: Some(msg("handover-copies")), rows: copies });
        }
        blocks
    }
}

/// Whether a file may be made, and for which key: none when a pass phrase seals it.
///
/// # Errors
/// The values that are not there yet, or a key that changed and that nobody has confirmed.
pub(crate) fn ready(cx: &Cx<'_>, spec: &HandoverSpec, pinned: Option<String>) -> Result<Vec<VendorValue>, Problem> {
    let found = Found { values: cx.vendor_values()?, pinned };
    if changed_key(cx, spec, &found).is_some() {
        return Err(diagnose::simple("handover-key", Outcome::NeedsDecision).into());
    }
    Ok(found.values)
}

/// The key of before, when the profile names another one now and nobody has said that this is right.
fn changed_key<'a>(cx: &Cx<'_>, spec: &HandoverSpec, found: &'a Found) -> Option<&'a str> {
    let pinned = found.pinned.as_deref()?;
    let now = spec.recipient.as_deref().filter(|now| *now != pinned)?;
    let confirmed = cx.setup.answers.text(&QuestionId::from(KEY));
    (confirmed != Some(key_print(now).as_str())).then_some(pinned)
}

/// Files of this item that were written, oldest first.
fn handed<'a>(cx: &Cx<'a>) -> impl Iterator<Item = &'a HandedOver> {
    let item = &cx.item.id;
    cx.setup.handed.iter().filter(move |one| one.item == *item && one.written)
}

fn last<'a>(cx: &Cx<'a>) -> Option<&'a HandedOver> {
    handed(cx).last()
}

/// Whether it holds all that goes into the file now, as it is now.
fn is_whole(cx: &Cx<'_>, handed: &HandedOver, found: &Found) -> bool {
    found.values.iter().all(|value| handed.values.contains(value)) && handed.still_holds(cx.setup.tenant.id, cx.outputs)
}

fn open(cx: &Cx<'_>) -> Diagnostic {
    let vendor = &cx.profile.vendor.name;
    let add = |message: Message| message.text("vendor", vendor);
    let found = diagnose::simple("handover-open", Outcome::NeedsPerson);
    Diagnostic {
        what: add(found.what),
        cause: found.cause.map(add),
        remedy: add(found.remedy),
        action: Some(Action::SaveHandover),
        ..found
    }
}

fn question(cx: &Cx<'_>, pinned: &str, spec: &HandoverSpec) -> Question {
    let now = key_print(spec.recipient.as_deref().unwrap_or_default()).to_string();
    let choice = Choice {
        value: now.clone(),
        label: msg("handover-key-right"),
        note: Some(msg("handover-key-right-note")),
        facts: vec![fact("fact-key-before", key_print(pinned).to_string()), fact("fact-key-now", now)],
        typed_confirmation: Some(cx.profile.vendor.name.trim().to_owned()),
    };
    Question {
        id: QuestionId::from(KEY),
        title: msg("handover-key-question"),
        detail: Some(msg("handover-key-question-detail")),
        options: vec![choice],
        chosen: None,
        input: None,
    }
}

fn words_of(to: &HandedTo) -> Message {
    match to {
        HandedTo::Clipboard => msg("handed-clipboard"),
        HandedTo::PassPhrase { digest } => msg("handed-pass-phrase").text("digest", digest.as_str()),
        HandedTo::Key { fingerprint, digest } => {
            msg("handed-key").text("fingerprint", fingerprint.as_str()).text("digest", digest.as_str())
        }
    }
}

fn row(cx: &Cx<'_>, number: usize, one: &HandedOver) -> CheckRow {
    let holds = one.still_holds(cx.setup.tenant.id, cx.outputs);
    let names: Vec<String> = one.values.iter().map(|value| value.name().to_owned()).collect();
    CheckRow {
        id: format!("copy-{}", number + 1),
        outcome: if holds { Outcome::Done } else { Outcome::Finding },
        title: msg(if holds { "handover-copy" } else { "handover-copy-void" }).time("at", one.at).text("by", &one.by),
        detail: Some(words_of(&one.to)),
        blocks: Vec::new(),
        who: None,
        remedy: Some(msg("handover-copy-values").list("values", names)),
        action: None,
    }
}
