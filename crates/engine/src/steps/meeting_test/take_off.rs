//! A certificate that is on the app for the test only goes as soon as the test is over: off the app, and its key off this
//! computer.

use std::time::Duration;

use domain::{
    AppObjectId, Block, ChangeState, ChangeView, Field, JournalEntry, KeyId, Kind, Known, Message, Timestamp, Tone,
    Verb, Wanted, msg,
};
use microsoft::{Read, Write};
use serde::{Deserialize, Serialize};

use super::clean::strays;
use super::proof::HOLDS;
use super::{Change, Receipt};
use crate::step::{Cx, Described, Intent};
use crate::steps::app_registration::call;
use crate::steps::certificate::{WRITE, is_on_app, without};
use crate::{Problem, World};

/// Where the certificate of the test is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TestKey {
    /// On the app registration, put there by this set-up.
    on_app: bool,
    /// Its key is in this computer's keychain.
    here: bool,
}

/// What was taken off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TakenOff {
    /// Its id on the app registration.
    pub(crate) taken_off: KeyId,
}

/// Whether the certificate of this set-up is for the test only.
fn is_for_the_test(cx: &Cx<'_>) -> bool {
    let giver = cx.profile.giver(Field::Certificate, &cx.setup.answers);
    giver.is_some_and(|item| matches!(&item.wanted, Wanted::Certificate(spec) if spec.days.is_some()))
}

/// Where it is; `None` as long as there is none, or where it is there to stay.
pub(super) async fn look(cx: &Cx<'_>, world: &World<Read>) -> Result<Option<TestKey>, Problem> {
    let (Some(certificate), Ok(app)) = (&cx.outputs.certificate, cx.registration()) else { return Ok(None) };
    if !is_for_the_test(cx) {
        return Ok(None);
    }
    let keys = world.graph.key_credentials(app).await?.unwrap_or_default();
    let here = world.ports.secrets.get(&certificate.keychain_account).await?.is_some();
    Ok(Some(TestKey { on_app: is_on_app(&keys, certificate.key_id), here }))
}

/// The last change of a test, if there is still something to take off.
pub(super) fn plan(cx: &Cx<'_>, key: Option<TestKey>) -> Option<Change> {
    if !is_for_the_test(cx) || key == Some(TestKey { on_app: false, here: false }) {
        return None;
    }
    let key = cx.outputs.certificate.as_ref().map(|certificate| certificate.key_id);
    Some(Change::TakeOff {
        app: Known::from_output(cx.registration().ok(), Field::App),
        key: Known::from_output(key, Field::Certificate),
    })
}

/// The certificates of this set-up that were taken off after a test, or are being taken off, and when.
pub(crate) fn taken_off(journal: &[JournalEntry]) -> Vec<(KeyId, Timestamp)> {
    let of_a_test = journal.iter().filter(|entry| entry.planned.kind == Kind::MeetingTest);
    let standing =
        of_a_test.filter(|entry| matches!(entry.state, ChangeState::Intended | ChangeState::Made | ChangeState::Seen));
    standing
        .filter_map(|entry| {
            let said = entry.receipt.as_ref().or(entry.note.as_ref())?;
            let done: TakenOff = serde_json::from_value(said.clone()).ok()?;
            Some((done.taken_off, entry.made_at.unwrap_or(entry.intended_at)))
        })
        .collect()
}

/// For how long a certificate that was taken off need not be replaced: as long as what was proved with it holds.
pub(crate) const SERVES: Duration = HOLDS;

/// Takes it off the app first: a key without a place on the app opens nothing. Safe to repeat.
pub(super) async fn run(cx: &Cx<'_>, world: &World<Write>, intent: &Intent<'_>) -> Result<Receipt, Problem> {
    let certificate = cx.outputs.certificate.as_ref().ok_or(Problem::Missing(Field::Certificate))?;
    let app = cx.registration()?;
    if !certificate.taken_off {
        strays(cx, world).await?;
    }
    let done = TakenOff { taken_off: certificate.key_id };
    intent.note(&done)?;
    without(app, certificate.key_id, world).await?;
    world.ports.secrets.delete(&certificate.keychain_account).await?;
    Ok(Receipt::TakenOff(done))
}

/// Whether it was done before the process died.
pub(super) fn recover(cx: &Cx<'_>, key: Option<TestKey>) -> Option<Receipt> {
    let gone = key? == TestKey { on_app: false, here: false };
    let certificate = cx.outputs.certificate.as_ref()?;
    gone.then_some(Receipt::TakenOff(TakenOff { taken_off: certificate.key_id }))
}

pub(super) fn describe(cx: &Cx<'_>, app: Known<AppObjectId>) -> Described {
    let id = app.now().map_or_else(|| "{id}".to_owned(), ToString::to_string);
    let name = cx.outputs.app.as_ref().map_or_else(|| crate::steps::certificate::app_name(cx), |app| app.name.clone());
    let view = ChangeView {
        verb: Verb::Remove,
        text: msg("meeting-test-take-off").text("app", name),
        note: Some(msg("meeting-test-take-off-note")),
        calls: vec![call("PATCH", format!("/v1.0/applications/{id}"))],
        careful: false,
    };
    Described { view, scopes: WRITE }
}

/// That it is gone, and how the test is made again.
pub(super) fn words(cx: &Cx<'_>) -> Option<Message> {
    cx.outputs.certificate.as_ref().filter(|certificate| certificate.taken_off)?;
    let item = cx.profile.giver(Field::Certificate, &cx.setup.answers)?;
    Some(msg("meeting-test-taken-off").message("item", crate::views::item_title(cx.profile, item)))
}

pub(super) fn block(cx: &Cx<'_>) -> Option<Block> {
    words(cx).map(|text| Block::Text { text, tone: Tone::Quiet })
}
