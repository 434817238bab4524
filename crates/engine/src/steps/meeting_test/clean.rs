//! No test meeting stays: what an interrupted test may have left behind is looked up by its external id and deleted.

use domain::{MeetingId, MeetingTestSpec, Timestamp, UserId};
use microsoft::graph::{Graph, NewMeeting, Whose};
use microsoft::{Error, Write};
use serde::{Deserialize, Serialize};

use super::cause;
use crate::settle::replication_pause;
use crate::step::Cx;
use crate::{Problem, World};

/// How often a deletion is tried when the service stumbles.
const DELETE_TRIES: u32 = 4;

/// Written down before a meeting is asked for, so that it is found again whatever happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    /// In whose name.
    pub user: UserId,
    /// Ours, and the only way to find a meeting whose id was lost.
    pub external_id: String,
    /// Subject.
    pub subject: String,
    /// Start.
    pub start: Timestamp,
    /// End.
    pub end: Timestamp,
    /// Its id, once it was answered.
    pub meeting: Option<MeetingId>,
    /// Gone, or never made.
    pub deleted: bool,
}

impl Note {
    pub(super) fn new(spec: &MeetingTestSpec, user: UserId, external_id: String, now: Timestamp) -> Self {
        let minutes = |count: u32| std::time::Duration::from_secs(u64::from(count) * 60);
        let start = now + minutes(spec.starts_in_minutes);
        let subject = spec.subject.clone();
        Self { user, external_id, subject, start, end: start + minutes(spec.minutes), meeting: None, deleted: false }
    }

    pub(super) fn meeting(&self) -> NewMeeting {
        NewMeeting {
            subject: self.subject.clone(),
            start: self.start,
            end: self.end,
            external_id: self.external_id.clone(),
        }
    }
}

/// Deletes what earlier tries of this item may have left behind.
pub(super) async fn strays(cx: &Cx<'_>, world: &World<Write>) -> Result<(), Problem> {
    for entry in cx.journal {
        let Some(note) = entry.note.clone() else { continue };
        let Ok(note) = serde_json::from_value::<Note>(note) else {
            continue;
        };
        if note.deleted {
            continue;
        }
        let Some(credential) = cx.credential() else { continue };
        let graph = world.graph_as_app(credential);
        if !remove(cx, world, &graph, &note).await? {
            continue;
        }
        let done = serde_json::to_value(Note { deleted: true, ..note })
            .map_err(|error| Problem::Unreadable { what: "note", why: error.to_string() })?;
        world.ports.store.note(entry.id, &done)?;
    }
    Ok(())
}

/// Whether it is gone for sure. A policy that no longer lets the app through keeps us from looking: then it is not.
async fn remove(cx: &Cx<'_>, world: &World<Write>, graph: &Graph<Write>, note: &Note) -> Result<bool, Problem> {
    let id = match &note.meeting {
        Some(id) => id.clone(),
        None => match graph.create_or_get_meeting(Whose::User(note.user), &note.meeting()).await {
            Ok(meeting) => meeting.id,
            // Refused for this user: nothing could be made, then or now. Unless there was a policy then.
            Err(error) if cause::is_no_policy(&error) || error.is_status(404) => return Ok(!was_allowed(cx, note)),
            Err(error) => return Err(error.into()),
        },
    };
    match delete(world, graph, Whose::User(note.user), &id).await {
        Ok(()) => Ok(true),
        Err(error) if cause::is_no_policy(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The organiser had the policy when the meeting was asked for; the user who must be refused had not.
fn was_allowed(cx: &Cx<'_>, note: &Note) -> bool {
    cx.outputs.organiser.as_ref().is_some_and(|people| people.organiser.id == note.user)
}

/// Deletes a meeting; tried again, since deleting what is gone is fine.
pub(super) async fn delete(
    world: &World<Write>,
    graph: &Graph<Write>,
    whose: Whose,
    meeting: &MeetingId,
) -> Result<(), Error> {
    let mut tries = 0;
    loop {
        tries += 1;
        match graph.delete_meeting(whose, meeting).await {
            Err(error) if error.may_have_happened() && tries < DELETE_TRIES => {
                world.ports.clock.sleep(replication_pause(tries)).await;
            }
            result => return result,
        }
    }
}
