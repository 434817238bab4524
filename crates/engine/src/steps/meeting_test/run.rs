//! The two tries. A note is durable before Microsoft is asked for a meeting, and again after it answered.

use domain::{AppCredential, Field, Known, MeetingTestSpec, UserId, UserRef};
use microsoft::graph::{Graph, Meeting, MeetingProbe, Whose};
use microsoft::{Error, Write};

use super::claims::Claims;
use super::clean::{Note, delete, strays};
use super::proof::{Tried, keep};
use super::{Trial, cause};
use crate::step::{Cx, Intent};
use crate::{Problem, World};

/// The allowed user: must work.
pub(super) async fn allowed(
    cx: &Cx<'_>,
    spec: &MeetingTestSpec,
    organiser: Known<UserId>,
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Trial, Problem> {
    let people = cx.outputs.organiser.as_ref().ok_or(Problem::Missing(Field::Organiser))?;
    let user = person(organiser, Some(&people.organiser))?;
    let credential = cx.credential().ok_or(Problem::Missing(Field::Certificate))?;
    strays(cx, world).await?;
    let token = world.app_token(&credential, true).await?;
    let claims = Claims::read(token.text.expose());
    drop(token);
    if let Some(problem) = cause::of_token(cx, world, &user, claims.as_ref()).await {
        return Err(problem);
    }
    let graph = world.graph_as_app(credential.clone());
    // Without the policy there is no need to ask for a write.
    match graph.probe_meetings(user.id).await {
        Ok(MeetingProbe::NoPolicy) => return Err(cause::of_refusal(cx, world, &user, claims.as_ref(), None).await),
        Err(error @ Error::Refused(_)) if error.is_status(403) => {
            return Err(cause::of_refusal(cx, world, &user, claims.as_ref(), Some(error)).await);
        }
        Ok(MeetingProbe::Allowed) | Err(_) => {}
    }
    let mut note = Note::new(spec, user.id, intent.id().to_string(), cx.now);
    let meeting = match ask(&graph, &mut note, intent).await {
        Ok(meeting) => meeting,
        Err(Refused::By(error)) => {
            return Err(cause::of_refusal(cx, world, &user, claims.as_ref(), Some(error)).await);
        }
        Err(Refused::Problem(problem)) => return Err(problem),
    };
    clean_up(world, &graph, &mut note, &meeting, intent).await?;
    let tried = tried(world, user, &note, claims, true);
    let receipt = tried.receipt();
    keep(cx, intent, tried, true)?;
    Ok(receipt)
}

/// The user without the policy: must be refused.
pub(super) async fn refused(
    cx: &Cx<'_>,
    spec: &MeetingTestSpec,
    control: Known<UserId>,
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Trial, Problem> {
    let people = cx.outputs.organiser.as_ref().ok_or(Problem::Missing(Field::Organiser))?;
    let user = person(control, people.control.as_ref())?;
    let credential: AppCredential = cx.credential().ok_or(Problem::Missing(Field::Certificate))?;
    strays(cx, world).await?;
    let token = world.app_token(&credential, false).await?;
    let claims = Claims::read(token.text.expose());
    drop(token);
    let graph = world.graph_as_app(credential);
    let mut note = Note::new(spec, user.id, intent.id().to_string(), cx.now);
    let made = match ask(&graph, &mut note, intent).await {
        Ok(meeting) => {
            clean_up(world, &graph, &mut note, &meeting, intent).await?;
            true
        }
        Err(Refused::By(error)) if cause::is_no_policy(&error) => false,
        // Refused, but for another reason: that proves nothing about the limit.
        Err(Refused::By(error)) => {
            return Err(cause::of_refusal(cx, world, &user, claims.as_ref(), Some(error)).await);
        }
        Err(Refused::Problem(problem)) => return Err(problem),
    };
    let tried = tried(world, user, &note, claims, made);
    let receipt = tried.receipt();
    keep(cx, intent, tried, false)?;
    Ok(receipt)
}

/// The user of the change, as the directory named them.
fn person(id: Known<UserId>, known: Option<&UserRef>) -> Result<UserRef, Problem> {
    let known = known.ok_or(Problem::Missing(Field::Organiser))?;
    match id.now() {
        // The change names another user than readiness found by now: it will be planned again.
        Some(id) if *id != known.id => Err(Problem::Missing(Field::Organiser)),
        _ => Ok(known.clone()),
    }
}

/// Why there is no meeting.
enum Refused {
    /// Microsoft said no.
    By(Error),
    /// Something else stopped it.
    Problem(Problem),
}

impl<T: Into<Problem>> From<T> for Refused {
    fn from(problem: T) -> Self {
        Self::Problem(problem.into())
    }
}

/// Asks for a meeting. When the answer is lost, the same external id tells whether it was made.
async fn ask(graph: &Graph<Write>, note: &mut Note, intent: &Intent<'_>) -> Result<Meeting, Refused> {
    intent.note(note)?;
    let mut asked = graph.create_meeting(Whose::User(note.user), &note.meeting()).await;
    if asked.as_ref().is_err_and(Error::may_have_happened) {
        asked = graph.create_or_get_meeting(Whose::User(note.user), &note.meeting()).await;
    }
    match asked {
        Ok(meeting) => {
            note.meeting = Some(meeting.id.clone());
            intent.note(note)?;
            Ok(meeting)
        }
        Err(error) if error.may_have_happened() => Err(Refused::Problem(error.into())),
        Err(error @ Error::Refused(_)) => {
            note.deleted = true;
            intent.note(note)?;
            Err(Refused::By(error))
        }
        Err(error) => Err(Refused::Problem(error.into())),
    }
}

async fn clean_up(
    world: &World<Write>,
    graph: &Graph<Write>,
    note: &mut Note,
    meeting: &Meeting,
    intent: &Intent<'_>,
) -> Result<(), Problem> {
    delete(world, graph, Whose::User(note.user), &meeting.id).await?;
    note.deleted = true;
    intent.note(note)
}

fn tried(world: &World<Write>, user: UserRef, note: &Note, claims: Option<Claims>, made: bool) -> Tried {
    let calls = world.calls_so_far().into_iter();
    Tried {
        user,
        at: world.ports.clock.now(),
        made,
        external_id: note.external_id.clone(),
        roles: claims.map(|claims| claims.roles).unwrap_or_default(),
        request_ids: calls.filter_map(|call| call.request_id).collect(),
    }
}
