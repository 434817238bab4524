//! What only a person can see at the vendor's: entered, switched on, arrived. Each point with name and date; where it
//! names values, they are entered by hand, and a later value makes the confirmation one of the past.

use async_trait::async_trait;
use domain::{
    Action, Block, CheckRow, Diagnostic, Kind, Message, Outcome, QuestionId, SecretKind, Timestamp, Tone,
    VendorConfirmationSpec, VendorPoint, VendorValue, Wanted, confirmation_key, msg,
};
use microsoft::Read;
use serde::{Deserialize, Serialize};

use super::confirmed::{Confirmation, question};
use crate::reading::Reading;
use crate::said::together;
use crate::step::{Cx, State};
use crate::views::{fact, fact_text};
use crate::{Problem, World, diagnose, views};

/// See [`Kind::VendorConfirmation`].
pub(crate) struct VendorConfirmation;

/// What is entered at the vendor's. The confirmations stand in the answers.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    /// Those that an item gives, as things are answered.
    values: Vec<VendorValue>,
    /// Made of answers, in the order of the points.
    entered: Vec<String>,
}

/// How a point stands.
enum Standing {
    Open,
    /// Confirmed before this value was what it is now.
    Stale(Confirmation, VendorValue, Timestamp),
    Confirmed(Confirmation),
}

#[async_trait]
impl Reading for VendorConfirmation {
    type Spec = VendorConfirmationSpec;
    type Found = Found;
    const KIND: Kind = Kind::VendorConfirmation;

    fn spec(wanted: &Wanted) -> Option<&VendorConfirmationSpec> {
        match wanted {
            Wanted::VendorConfirmation(spec) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(cx: &Cx<'_>, spec: &VendorConfirmationSpec, _: &World<Read>) -> Result<Found, Problem> {
        let values = cx.vendor_values()?;
        let mut entered = Vec::new();
        for enter in spec.points.iter().flat_map(|point| &point.enter) {
            entered.push(cx.fill(&enter.value)?);
        }
        Ok(Found { values, entered })
    }

    fn state(cx: &Cx<'_>, spec: &VendorConfirmationSpec, _: &Found) -> State {
        let standings: Vec<Standing> = spec.points.iter().map(|point| standing(cx, point)).collect();
        let open = standings.iter().filter(|standing| matches!(standing, Standing::Open)).count();
        if open > 0 {
            return State::NeedsPerson(Box::new(unconfirmed(cx, open)));
        }
        let stale = standings.iter().any(|standing| matches!(standing, Standing::Stale(..)));
        if stale { State::Finding } else { State::Right }
    }

    fn expected(cx: &Cx<'_>, spec: &VendorConfirmationSpec) -> Message {
        msg("vendor-confirmation-expected").count("count", spec.points.len()).text("vendor", &cx.profile.vendor.name)
    }

    fn seen(cx: &Cx<'_>, spec: &VendorConfirmationSpec, _: &Found) -> Message {
        seen(cx, spec)
    }

    fn blocks(cx: &Cx<'_>, spec: &VendorConfirmationSpec, found: &Found) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut entered = found.entered.iter();
        for point in &spec.points {
            let standing = standing(cx, point);
            blocks.extend(values(cx, point, found, &mut entered));
            if let Standing::Stale(_, value, since) = &standing {
                let text = msg("vendor-confirmation-stale").message("value", value_name(*value)).time("since", *since);
                let text = text.message("point", title(cx, point));
                blocks.push(Block::Text { text, tone: Tone::Warning });
            }
            if !matches!(standing, Standing::Confirmed(_)) {
                let question = question(key(cx, point), title(cx, point), note(cx, point));
                blocks.push(Block::Question { question });
            }
        }
        let secrets = found.values.iter().filter_map(|value| Some(secret(cx, *value, value.secret()?)));
        let rows: Vec<CheckRow> = secrets.chain(spec.points.iter().map(|point| row(cx, point))).collect();
        blocks.push(Block::Checklist { title: None, rows });
        blocks
    }
}

/// The words for a value that the vendor needs.
pub(super) fn value_name(value: VendorValue) -> Message {
    msg(&format!("vendor-value-{}", value.name().replace('_', "-")))
}

fn key(cx: &Cx<'_>, point: &VendorPoint) -> QuestionId {
    confirmation_key(cx.item.id.as_str(), &point.id)
}

fn standing(cx: &Cx<'_>, point: &VendorPoint) -> Standing {
    let Some(said) = Confirmation::read(cx, &key(cx, point)) else {
        return Standing::Open;
    };
    let newer = point.values.iter().filter_map(|value| Some((*value, cx.vendor_value_since(*value)?)));
    match newer.filter(|(_, since)| *since > said.until()).max_by_key(|(_, since)| *since) {
        Some((value, since)) => Standing::Stale(said, value, since),
        None => Standing::Confirmed(said),
    }
}

fn unconfirmed(cx: &Cx<'_>, open: usize) -> Diagnostic {
    let vendor = &cx.profile.vendor.name;
    let add = |message: Message| message.count("count", open).text("vendor", vendor);
    let found = diagnose::simple("vendor-confirmation-open", Outcome::NeedsPerson);
    Diagnostic { what: add(found.what), cause: found.cause.map(add), remedy: add(found.remedy), action: None, ..found }
}

fn seen(cx: &Cx<'_>, spec: &VendorConfirmationSpec) -> Message {
    let said: Vec<Confirmation> =
        spec.points.iter().filter_map(|point| Confirmation::read(cx, &key(cx, point))).collect();
    let counted = msg("vendor-confirmation-seen").count("confirmed", said.len()).count("count", spec.points.len());
    let last = said.into_iter().max_by_key(|said| said.at);
    together(counted, last.map(|last| msg("vendor-confirmation-seen-last").text("by", last.by).time("at", last.at)))
}

fn title(cx: &Cx<'_>, point: &VendorPoint) -> Message {
    views::profile_text(cx.profile, &format!("point-{}-title", point.id), &point.title)
}

fn note(cx: &Cx<'_>, point: &VendorPoint) -> Option<Message> {
    let note = point.note.as_deref()?;
    Some(views::profile_text(cx.profile, &format!("point-{}-note", point.id), note))
}

/// Where it is entered, and what: each with a button that copies it.
fn values<'a>(
    cx: &Cx<'_>,
    point: &VendorPoint,
    found: &Found,
    entered: &mut impl Iterator<Item = &'a String>,
) -> Option<Block> {
    let mut rows: Vec<domain::Fact> = point.link.iter().map(|link| fact("fact-vendor-page", link)).collect();
    for (enter, filled) in point.enter.iter().zip(entered) {
        let mut row = fact("value-none", filled);
        row.label = views::profile_text(cx.profile, &format!("point-{}-enter-{}", point.id, enter.label), &enter.label);
        rows.push(row);
    }
    for value in point.values.iter().filter(|value| found.values.contains(value)) {
        // What is secret has a row of its own, with a button.
        if value.secret().is_some() {
            continue;
        }
        let mut row = match value.shown(cx.setup.tenant.id, cx.outputs) {
            Some(shown) => fact("value-none", shown),
            None => fact_text("value-none", msg("value-none-yet")),
        };
        row.label = value_name(*value);
        rows.push(row);
    }
    (!rows.is_empty()).then(|| Block::Facts { title: Some(title(cx, point)), rows })
}

/// A secret that is entered there: never shown, copied by a click.
fn secret(cx: &Cx<'_>, value: VendorValue, kind: SecretKind) -> CheckRow {
    let copies = cx.setup.handed.iter().filter(|one| one.item == cx.item.id && one.values == [value]);
    let last = copies.max_by_key(|one| one.at);
    let copied = last.map(|last| msg("secret-copied-at").time("at", last.at).text("by", &last.by));
    CheckRow {
        id: value.name().to_owned(),
        outcome: if last.is_some() { Outcome::Done } else { Outcome::NeedsPerson },
        title: value_name(value),
        detail: Some(copied.unwrap_or_else(|| msg("secret-not-copied"))),
        blocks: Vec::new(),
        who: None,
        remedy: Some(msg("secret-copy-note")),
        action: Some(Action::CopySecret { secret: kind }),
    }
}

fn row(cx: &Cx<'_>, point: &VendorPoint) -> CheckRow {
    let (outcome, detail) = match standing(cx, point) {
        Standing::Open => (Outcome::NeedsPerson, note(cx, point)),
        Standing::Stale(said, ..) => (Outcome::Finding, Some(said.words())),
        Standing::Confirmed(said) => (Outcome::Done, Some(said.words())),
    };
    CheckRow {
        id: point.id.to_string(),
        outcome,
        title: title(cx, point),
        detail,
        blocks: Vec::new(),
        who: None,
        remedy: None,
        action: None,
    }
}
