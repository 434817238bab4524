//! The signed-in user's own meeting: made, read, changed, read again and deleted, through the client that Handrail signs
//! in with. It shows that the tenant lets this person make meetings in the way the vendor's app will, as the person who is
//! signed in. The vendor's own app is another client; that it works too only a person can say.

use domain::{
    Block, ChangeView, Digest, Fact, Known, Lane, MeetingTestSpec, Message, Outcome, Stage, Timestamp, Tone, UserId,
    UserRef, Verb, digest_of, msg,
};
use microsoft::graph::{Meeting, Whose};
use microsoft::{Error, Write};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::clean::{Note, delete};
use super::proof::HOLDS;
use super::{Change, Trial, cause};
use crate::step::{Cx, Described, Intent};
use crate::steps::app_registration::call;
use crate::{Problem, World};

const WRITE: &[&str] = &["OnlineMeetings.ReadWrite"];

/// What was proved earlier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// It still holds.
    pub(super) proof: Option<Tried>,
    /// It no longer does.
    pub(super) stale: Option<Tried>,
}

/// A meeting made, read, changed and deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tried {
    /// Whose.
    user: UserRef,
    /// When.
    at: Timestamp,
    /// The external id that it was asked for with.
    pub(super) external_id: String,
    /// Microsoft's ids of the calls.
    request_ids: Vec<String>,
}

impl Tried {
    pub(super) fn receipt(&self) -> Trial {
        Trial {
            user: self.user.id,
            external_id: self.external_id.clone(),
            made: true,
            deleted: true,
            request_ids: self.request_ids.clone(),
        }
    }
}

/// What the proof rests on: the account, and what the vendor's app was granted.
fn digest(cx: &Cx<'_>) -> Option<Digest> {
    let session = cx.outputs.session.as_ref()?;
    let grants = cx.outputs.grants.as_ref().map(|grants| &grants.scopes);
    let app = cx.outputs.app.as_ref().map(|app| app.app_id);
    Some(digest_of(&json!({ "app": app, "grants": grants, "user": session.account.id })))
}

pub(super) fn kept(cx: &Cx<'_>) -> Kept {
    let Some(evidence) = cx.evidence else { return Kept::default() };
    let Ok(tried) = serde_json::from_value::<Tried>(evidence.proof.clone()) else { return Kept::default() };
    let holds = digest(cx).as_ref() == Some(&evidence.digest) && cx.now.since(tried.at) < HOLDS;
    if holds { Kept { proof: Some(tried), stale: None } } else { Kept { proof: None, stale: Some(tried) } }
}

/// The change that is missing, if it is.
pub(super) fn plan(cx: &Cx<'_>, kept: &Kept) -> Option<Change> {
    let user = cx.outputs.session.as_ref().map(|session| session.account.id);
    let again = cx.receipts::<Trial>().len();
    kept.proof.is_none().then(|| Change::AsUser { user: Known::from_output(user, domain::Field::Session), again })
}

/// Makes, reads, changes and deletes it. A note is durable before Microsoft is asked for it.
pub(super) async fn run(
    cx: &Cx<'_>,
    spec: &MeetingTestSpec,
    user: Known<UserId>,
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Trial, Problem> {
    let account = cx.outputs.session.as_ref().ok_or(Problem::Missing(domain::Field::Session))?.account.clone();
    if user.now().is_some_and(|planned| *planned != account.id) {
        // Another account is signed in by now: the test is planned again for that one.
        return Err(Problem::Missing(domain::Field::Session));
    }
    strays(cx, world).await?;
    let mut note = Note::new(spec, account.id, intent.id().to_string(), cx.now);
    intent.note(&note)?;
    let meeting = match ask(world, &note).await {
        Ok(meeting) => meeting,
        Err(error @ Error::Refused(_)) => {
            note.deleted = true;
            intent.note(&note)?;
            return Err(cause::of_own_refusal(cx, world, &account, error).await);
        }
        Err(error) => return Err(error.into()),
    };
    note.meeting = Some(meeting.id.clone());
    intent.note(&note)?;
    let changed = change(world, &meeting, &spec.subject).await;
    // Whatever came of it, the meeting goes.
    delete(world, &world.graph, Whose::Mine, &meeting.id).await?;
    note.deleted = true;
    intent.note(&note)?;
    changed?;
    let calls = world.calls_so_far().into_iter();
    let request_ids = calls.filter_map(|call| call.request_id).collect();
    let tried = Tried { user: account, at: world.ports.clock.now(), external_id: note.external_id, request_ids };
    let receipt = tried.receipt();
    let proof = serde_json::to_value(&tried)
        .map_err(|error| Problem::Unreadable { what: "evidence", why: error.to_string() })?;
    let digest = digest(cx).ok_or(Problem::Missing(domain::Field::Session))?;
    intent.keep_evidence(digest, tried.at, proof)?;
    Ok(receipt)
}

async fn ask(world: &World<Write>, note: &Note) -> Result<Meeting, Error> {
    match world.graph.create_meeting(Whose::Mine, &note.meeting()).await {
        Err(error) if error.may_have_happened() => {
            world.graph.create_or_get_meeting(Whose::Mine, &note.meeting()).await
        }
        asked => asked,
    }
}

/// Reads it, gives it another subject, and reads that back.
async fn change(world: &World<Write>, meeting: &Meeting, subject: &str) -> Result<(), Problem> {
    world.graph.meeting(Whose::Mine, &meeting.id).await?;
    let other = format!("{subject} (2)");
    world.graph.rename_meeting(Whose::Mine, &meeting.id, &other).await?;
    let read = world.graph.meeting(Whose::Mine, &meeting.id).await?;
    if read.subject.as_deref() == Some(&other) { Ok(()) } else { Err(Problem::NotVisible) }
}

/// Deletes what earlier tries may have left, as far as it is this account's.
pub(super) async fn strays(cx: &Cx<'_>, world: &World<Write>) -> Result<(), Problem> {
    let mine = cx.outputs.session.as_ref().map(|session| session.account.id);
    for entry in cx.journal {
        let Some(note) = entry.note.clone().and_then(|note| serde_json::from_value::<Note>(note).ok()) else {
            continue;
        };
        if note.deleted || Some(note.user) != mine {
            continue;
        }
        let id = match &note.meeting {
            Some(id) => id.clone(),
            None => world.graph.create_or_get_meeting(Whose::Mine, &note.meeting()).await?.id,
        };
        delete(world, &world.graph, Whose::Mine, &id).await?;
        let done = serde_json::to_value(Note { deleted: true, ..note })
            .map_err(|error| Problem::Unreadable { what: "note", why: error.to_string() })?;
        world.ports.store.note(entry.id, &done)?;
    }
    Ok(())
}

// ---- words -------------------------------------------------------------------------------------------------------

pub(super) fn describe(cx: &Cx<'_>, spec: &MeetingTestSpec) -> Described {
    let account = cx.outputs.session.as_ref().map(|session| &session.account);
    let (name, upn) = account.map(|account| (account.name.clone(), account.upn.clone())).unwrap_or_default();
    let one = "/v1.0/me/onlineMeetings/{id}".to_owned();
    let calls =
        vec![call("POST", "/v1.0/me/onlineMeetings".to_owned()), call("PATCH", one.clone()), call("DELETE", one)];
    let view = ChangeView {
        verb: Verb::Try,
        text: msg("meeting-test-own").text("name", name).text("upn", upn),
        note: Some(msg("meeting-test-allowed-note").text("subject", spec.subject.clone())),
        calls,
        careful: false,
    };
    Described { view, scopes: WRITE }
}

pub(super) fn expected(cx: &Cx<'_>) -> Message {
    let account = cx.outputs.session.as_ref().map(|session| session.account.name.clone());
    account.map_or_else(
        || msg("meeting-test-expected-own-later"),
        |name| msg("meeting-test-expected-own").text("name", name),
    )
}

pub(super) fn seen(kept: &Kept) -> Message {
    match (&kept.proof, &kept.stale) {
        (Some(tried), _) => msg("meeting-test-seen-own").text("name", tried.user.name.clone()).time("at", tried.at),
        (None, Some(tried)) => msg("meeting-test-seen-stale").time("at", tried.at),
        (None, None) => msg("meeting-test-seen-untried"),
    }
}

pub(super) fn blocks(cx: &Cx<'_>, kept: &Kept) -> Vec<Block> {
    let tried = kept.proof.as_ref();
    let done = tried.map(|_| Outcome::Done);
    let stage = |id: &str| Stage {
        label: msg(&format!("meeting-test-own-{id}")),
        outcome: done,
        detail: Some(msg(&format!("meeting-test-own-{id}-detail"))),
    };
    let name = tried.map(|tried| tried.user.name.clone());
    let name = name.or_else(|| cx.outputs.session.as_ref().map(|session| session.account.name.clone()));
    let lane = Lane {
        title: Message::literal(name.unwrap_or_default()),
        expectation: msg("meeting-test-must-work"),
        outcome: done,
        result: done.map(|_| msg("meeting-test-worked")),
        stages: ["make", "read", "change", "delete"].into_iter().map(stage).collect(),
    };
    let mut blocks = vec![Block::Lanes { lanes: vec![lane] }];
    if let Some(tried) = tried {
        blocks.push(Block::Facts { title: None, rows: facts(tried) });
    }
    if kept.stale.is_some() {
        blocks.push(Block::Text { text: msg("meeting-test-stale"), tone: Tone::Quiet });
    }
    blocks.push(Block::Text { text: msg("meeting-test-own-about"), tone: Tone::Quiet });
    blocks
}

fn facts(tried: &Tried) -> Vec<Fact> {
    let proved = Fact {
        label: msg("meeting-test-proved"),
        value: msg("value-time").time("at", tried.at),
        copy: None,
        note: Some(msg("meeting-test-own-holds").time("until", tried.at + HOLDS)),
    };
    let ids = Fact {
        label: msg("meeting-test-request-ids"),
        value: msg("value-list").list("values", tried.request_ids.clone()),
        copy: Some(tried.request_ids.join("\n")),
        note: None,
    };
    if tried.request_ids.is_empty() { vec![proved] } else { vec![proved, ids] }
}
