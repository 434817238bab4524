//! The subscription: a note is durable before it is asked for, and again after each answer. It is deleted at once; what a
//! kill leaves behind is looked up by its client state, and ends by itself within the hour.

use std::time::Duration;

use domain::{Timestamp, TokenError, UserRef, WebhookSpec};
use microsoft::graph::{Graph, NewSubscription, Subscription};
use microsoft::{Error, Mode, Write};
use serde::{Deserialize, Serialize};

use super::proof::{Proof, keep};
use super::{Change, Tried, allow};
use crate::diagnose::is_transient;
use crate::diagnoses::{Diagnoses, MachineFault, Symptom};
use crate::settle::replication_pause;
use crate::step::{Cx, Intent};
use crate::{Problem, World};

/// How often a deletion is tried when the service stumbles.
const DELETE_TRIES: u32 = 4;
/// Graph gives a subscription up to this much more time than was asked for.
const SHORTEST: Duration = Duration::from_secs(60 * 60);

/// Written down before a subscription is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    /// As whom.
    user: UserRef,
    /// Random; finds a subscription whose id was lost.
    pub(super) client_state: String,
    /// When it ends by itself at the latest.
    pub(super) expires: Timestamp,
    /// Its id, once it was answered.
    subscription: Option<String>,
    /// Gone, or never made.
    pub(super) deleted: bool,
}

impl Note {
    pub(super) fn receipt(self) -> Tried {
        let Self { user, client_state, expires, subscription, deleted } = self;
        Tried { user, subscription, client_state, expires, deleted }
    }
}

/// Makes it and deletes it.
pub(super) async fn tried(
    cx: &Cx<'_>,
    spec: &WebhookSpec,
    change: &Change,
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Tried, Problem> {
    let Change::Try { url, resource, change, minutes, user, .. } = change else {
        return Err(Problem::Unreadable { what: "change", why: "it is no test".to_owned() });
    };
    let told = |error: Error| explained(error, url.host_str().unwrap_or_default(), user);
    let graph = world.graph_as(user.clone());
    // Before anything is asked for: whose sign-in is missing is a question, not a failed change.
    graph.is_signed_in().await.map_err(told)?;
    strays(cx, world).await?;
    let now = world.ports.clock.now();
    let expires = now + Duration::from_secs(u64::from(*minutes) * 60);
    let client_state = format!("{}{}", world.ports.random.uuid().simple(), world.ports.random.uuid().simple());
    let mut note = Note {
        user: user.clone(),
        client_state: client_state.clone(),
        expires: expires.max(now + SHORTEST),
        subscription: None,
        deleted: false,
    };
    intent.note(&note)?;
    let wanted = NewSubscription {
        change: change.name(),
        url: url.to_string(),
        resource: resource.clone(),
        expires,
        client_state,
    };
    let made = match ask(&graph, &wanted).await {
        Ok(made) => made,
        Err(error) if error.may_have_happened() => return Err(told(error)),
        Err(error) => return not_made(cx, world, intent, note, told(error)).await,
    };
    note.subscription = Some(made.id.clone());
    note.expires = made.expires;
    intent.note(&note)?;
    delete(world, &graph, &made.id).await?;
    note.deleted = true;
    intent.note(&note)?;
    let proof = Proof {
        user: user.clone(),
        at: world.ports.clock.now(),
        subscription: made.id,
        client_state: note.client_state.clone(),
        expires: made.expires,
        request_ids: world.calls_so_far().into_iter().filter_map(|call| call.request_id).collect(),
    };
    keep(intent, spec, url, &proof)?;
    Ok(note.receipt())
}

/// Microsoft made none. Unless the same is tried again at once, what was granted for the test goes.
async fn not_made(
    cx: &Cx<'_>,
    world: &World<Write>,
    intent: &Intent<'_>,
    mut note: Note,
    problem: Problem,
) -> Result<Tried, Problem> {
    note.deleted = true;
    intent.note(&note)?;
    if !is_transient(&problem, true) {
        allow::end(cx, world).await;
    }
    Err(problem)
}

/// When the answer is lost, the client state tells whether it was made.
async fn ask(graph: &Graph<Write>, wanted: &NewSubscription) -> Result<Subscription, Error> {
    match graph.create_subscription(wanted).await {
        Err(error) if error.may_have_happened() => {
            let all = graph.subscriptions().await?;
            find(&all, &wanted.client_state).cloned().ok_or(error)
        }
        result => result,
    }
}

fn find<'a>(all: &'a [Subscription], client_state: &str) -> Option<&'a Subscription> {
    all.iter().find(|one| one.client_state.as_deref() == Some(client_state))
}

/// Deletes what earlier tries of this item may have left behind. What has ended by itself is not looked for.
async fn strays(cx: &Cx<'_>, world: &World<Write>) -> Result<(), Problem> {
    for entry in cx.journal {
        let note = entry.note.clone().and_then(|note| serde_json::from_value::<Note>(note).ok());
        let Some(note) = note.filter(|note| !note.deleted && note.expires > cx.now) else { continue };
        take_away(&note.clone().receipt(), world).await?;
        let done = serde_json::to_value(Note { deleted: true, ..note })
            .map_err(|error| Problem::Unreadable { what: "note", why: error.to_string() })?;
        world.ports.store.note(entry.id, &done)?;
    }
    Ok(())
}

/// Deletes one that was left behind, as the user who made it: nobody else can.
pub(super) async fn take_away(receipt: &Tried, world: &World<Write>) -> Result<(), Problem> {
    if receipt.deleted || world.ports.clock.now() >= receipt.expires {
        return Ok(());
    }
    let told = |error: Error| explained(error, "", &receipt.user);
    let graph = world.graph_as(receipt.user.clone());
    let id = match &receipt.subscription {
        Some(id) => Some(id.clone()),
        None => {
            let all = graph.subscriptions().await.map_err(told)?;
            find(&all, &receipt.client_state).map(|one| one.id.clone())
        }
    };
    match id {
        Some(id) => delete(world, &graph, &id).await.map_err(told),
        None => Ok(()),
    }
}

/// Whether it is gone, or has ended by itself.
pub(super) async fn is_gone<M: Mode>(receipt: &Tried, world: &World<M>) -> Result<bool, Problem> {
    if receipt.deleted || world.ports.clock.now() >= receipt.expires {
        return Ok(true);
    }
    let all = world.graph_as(receipt.user.clone()).subscriptions().await;
    let all = all.map_err(|error| explained(error, "", &receipt.user))?;
    Ok(find(&all, &receipt.client_state).is_none())
}

/// Tried again, since deleting what is gone is fine.
async fn delete(world: &World<Write>, graph: &Graph<Write>, id: &str) -> Result<(), Error> {
    let mut tries = 0;
    loop {
        tries += 1;
        match graph.delete_subscription(id).await {
            Err(error) if error.may_have_happened() && tries < DELETE_TRIES => {
                world.ports.clock.sleep(replication_pause(tries)).await;
            }
            result => return result,
        }
    }
}

/// A refusal with the endpoint and the user in its words; a missing sign-in of that user; anything else as it is.
fn explained(error: Error, host: &str, user: &UserRef) -> Problem {
    let find = |symptom: Symptom<'_>| {
        let symptom = symptom.text_arg("user", &user.name);
        let symptom = if host.is_empty() { symptom } else { symptom.text_arg("host", host) };
        Problem::from(Diagnoses::builtin().find(&symptom))
    };
    match &error {
        Error::Token(TokenError::AsUser(_)) => find(Symptom::machine(MachineFault::SignInAs, "sign-in")),
        Error::Refused(refusal) if refusal.status < 500 && refusal.status != 429 => find(Symptom::of(&error)),
        _ => error.into(),
    }
}
