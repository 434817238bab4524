//! Items of an app whose access this set-up has taken away: they are not looked at, so that what is wanted does not look
//! broken.

use domain::{Block, Field, Kind, Tone};

use crate::step::{Cx, Looked, State};
use crate::steps;

/// What the item comes to then; `None` when it is to be looked at. What it handed on stays: putting back needs it.
pub(super) fn revoked(cx: &Cx<'_>) -> Option<Looked> {
    let done = steps::revoked(cx.whole_journal);
    let kind = cx.item.wanted.kind();
    let is_about_the_app = || {
        let needs = cx.profile.needs(cx.item, &cx.setup.answers);
        cx.item.wanted.gives().contains(&Field::App) || needs.contains(&Field::App)
    };
    let stays = matches!(kind, Kind::Revoke | Kind::Handover | Kind::VendorConfirmation);
    let concerned = match done.last() {
        Some((steps::Done::Deleted { .. }, _)) => !stays && is_about_the_app(),
        // These prove themselves by a token of the app, which is refused now.
        Some(_) => matches!(kind, Kind::AdminConsent | Kind::MeetingTest),
        None => false,
    };
    let text = steps::revoked_words(cx).filter(|_| concerned)?;
    Some(Looked {
        found: serde_json::Value::Null,
        outputs: cx.outputs.clone(),
        changes: Vec::new(),
        state: State::Finding,
        seen: text.clone(),
        blocks: vec![Block::Text { text, tone: Tone::Warning }],
        calls: Vec::new(),
    })
}
