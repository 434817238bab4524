//! What the sign-in client may do in the service user's name for the length of the test. Microsoft's managed consent policy
//! keeps most users from consenting to `Chat.Read` themselves, so an admin grants it: to this one user, and takes it back.

use domain::{AppId, ChangeState, GrantId, JournalEntry, ServicePrincipalId, Timestamp, TokenError, UserRef};
use microsoft::graph::{CHATS, DelegatedGrant};
use microsoft::{Mode, Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::{Change, Receipt};
use crate::settle::FRESH;
use crate::step::{Cx, Intent};
use crate::steps::delegated_grant::{self, Place};
use crate::{Problem, World};

/// Microsoft Graph.
const GRAPH: AppId = AppId(Uuid::from_u128(0x0000_0003_0000_0000_c000_0000_0000_0000));

/// The client that people sign in with, and what it may do in the service user's name already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Client {
    /// Its enterprise app.
    id: ServicePrincipalId,
    /// Its name, as Microsoft's page shows it.
    name: String,
    /// Microsoft Graph's.
    graph: ServicePrincipalId,
    /// Whether the test's permissions are granted, by whomever.
    is_allowed: bool,
}

/// A grant for one user and the length of the test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Allowance {
    /// The service user.
    pub(super) user: UserRef,
    /// The client's name.
    pub(super) app: String,
    /// The client's enterprise app.
    client: ServicePrincipalId,
    /// Microsoft Graph's.
    graph: ServicePrincipalId,
    /// Names of the permissions.
    pub(super) scopes: Vec<String>,
    /// How often it was taken back before: granting it once more is another change.
    again: usize,
}

/// A grant that was made for the test. Only what was added is ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Allowed {
    /// What was granted.
    #[serde(flatten)]
    pub(super) what: Allowance,
    /// The grant; `None` when its id was lost.
    grant: Option<GrantId>,
    /// Those of its permissions that did not stand there before.
    added: Vec<String>,
}

/// Written down before anything is granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    #[serde(flatten)]
    what: Allowance,
    /// What stood in the grant.
    before: Vec<String>,
    /// Microsoft said no: nothing was granted.
    refused: bool,
}

/// Written down before it is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Sent {
    withdrawing: bool,
}

impl Allowance {
    fn place(&self) -> Place {
        Place { client: self.client, resource: self.graph, user: Some(self.user.id) }
    }
}

impl Note {
    /// What it may have left behind.
    fn allowed(self) -> Option<Allowed> {
        let added = delegated_grant::ours(&self.what.scopes, &self.before);
        (!self.refused && !added.is_empty()).then_some(Allowed { what: self.what, grant: None, added })
    }
}

/// The client of the sign-in that is in force: the service user signs in with the same. `None` where the tenant does not
/// know it yet; then nothing can be granted to it.
pub(super) async fn client(user: &UserRef, world: &World<Read>) -> Result<Option<Client>, Problem> {
    let session = world.ports.tokens.session().ok_or(TokenError::NotSignedIn)?;
    let both =
        futures_util::try_join!(world.graph.service_principal(session.client), world.graph.service_principal(GRAPH))?;
    let (Some(client), Some(graph)) = both else { return Ok(None) };
    let grants = world.graph.delegated_grants(client.id).await?;
    let holds =
        |grant: &&DelegatedGrant| grant.resource_id == graph.id && (grant.is_for(None) || grant.is_for(Some(user.id)));
    let in_force: Vec<String> = grants.iter().filter(holds).flat_map(DelegatedGrant::scopes).collect();
    let name = client.display_name.unwrap_or_else(|| client.app_id.to_string());
    let is_allowed = CHATS.iter().all(|scope| in_force.iter().any(|held| held == scope));
    Ok(Some(Client { id: client.id, name, graph: graph.id, is_allowed }))
}

/// What has to be granted for the test, if anything.
pub(super) fn missing(cx: &Cx<'_>, user: &UserRef, client: Option<&Client>) -> Option<Allowance> {
    let client = client.filter(|client| !client.is_allowed)?;
    Some(Allowance {
        user: user.clone(),
        app: client.name.clone(),
        client: client.id,
        graph: client.graph,
        scopes: CHATS.iter().map(|&scope| scope.to_owned()).collect(),
        again: withdrawn(cx),
    })
}

/// How often it was taken back.
fn withdrawn(cx: &Cx<'_>) -> usize {
    let is_that = |(_, receipt): &&(&JournalEntry, Receipt)| matches!(receipt, Receipt::Withdrawn { .. });
    cx.receipts::<Receipt>().iter().filter(is_that).count()
}

/// The grant of ours that was not seen to be gone yet, as far as the journal tells, with its row.
pub(super) fn standing<'a>(cx: &Cx<'a>) -> Option<(&'a JournalEntry, Allowed)> {
    let mut standing = None;
    for entry in cx.journal {
        let accepted = matches!(entry.state, ChangeState::Made | ChangeState::Seen);
        match serde_json::from_value::<Change>(entry.planned.change.clone()) {
            Ok(Change::Allow(_)) if entry.state == ChangeState::Undone => standing = None,
            Ok(Change::Allow(_)) => {
                let made = if accepted { entry.receipt.as_ref().and_then(made_of) } else { None };
                let made = made.or_else(|| left_behind(entry.note.as_ref().filter(|_| !accepted)?));
                standing = made.map(|made| (entry, made)).or(standing);
            }
            // Accepted is not gone: replicas that are behind still show it, and then it is asked for again.
            Ok(Change::Withdraw(_)) if entry.state == ChangeState::Seen => standing = None,
            _ => {}
        }
    }
    standing
}

fn made_of(receipt: &Value) -> Option<Allowed> {
    match serde_json::from_value(receipt.clone()).ok()? {
        Receipt::Allowed(allowed) => Some(allowed).filter(|allowed| !allowed.added.is_empty()),
        Receipt::Tried(_) | Receipt::Withdrawn { .. } => None,
    }
}

/// What an attempt that ended without a receipt may have left behind.
pub(super) fn left_behind(note: &Value) -> Option<Allowed> {
    serde_json::from_value::<Note>(note.clone()).ok()?.allowed()
}

/// A grant for the test that may still be in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Left {
    /// What was granted; with its id where the tenant shows it.
    pub(super) ours: Allowed,
    /// The tenant shows it. If not, it may be too new.
    pub(super) is_shown: bool,
}

/// What was granted for the test and may still be in force.
pub(super) async fn left(cx: &Cx<'_>, world: &World<Read>) -> Result<Option<Left>, Problem> {
    let Some((row, ours)) = standing(cx) else { return Ok(None) };
    if let Some(there) = shown(&ours, world).await? {
        return Ok(Some(Left { ours: Allowed { grant: Some(there.id), ..ours }, is_shown: true }));
    }
    let may_be_there = is_new(row, &ours, cx.now) && !is_taken_back(cx, row);
    Ok(may_be_there.then_some(Left { ours, is_shown: false }))
}

/// The grant, if something of ours stands in it.
async fn shown<M: Mode>(ours: &Allowed, world: &World<M>) -> Result<Option<DelegatedGrant>, Problem> {
    let there = ours.what.place().standing(world).await?;
    let is_ours = |there: &DelegatedGrant| {
        let known = ours.grant.as_ref().is_none_or(|grant| *grant == there.id);
        known && there.scopes().iter().any(|scope| ours.added.contains(scope))
    };
    Ok(there.filter(is_ours))
}

/// Made so lately that replicas may not show it yet.
fn is_new(row: &JournalEntry, ours: &Allowed, now: Timestamp) -> bool {
    ours.grant.is_some() && row.made_at.is_some_and(|at| now.since(at) < FRESH)
}

/// Whether it was found and taken back since, also by a try whose answer was lost.
fn is_taken_back(cx: &Cx<'_>, row: &JournalEntry) -> bool {
    let later = cx.journal.iter().filter(|later| later.number >= row.number && later.state != ChangeState::Undone);
    let sent = |note: &Value| serde_json::from_value::<Sent>(note.clone()).is_ok_and(|sent| sent.withdrawing);
    later.filter_map(|later| later.note.as_ref()).any(sent)
}

/// Grants it to this one user.
pub(super) async fn grant(what: &Allowance, world: &World<Write>, intent: &Intent<'_>) -> Result<Allowed, Problem> {
    let mut noted = intent.noted::<Note>();
    let before = noted.as_ref().map(|note| note.before.clone());
    let note = |before: &[String]| {
        let note = Note { what: what.clone(), before: before.to_vec(), refused: false };
        intent.note(&note)?;
        noted = Some(note);
        Ok(())
    };
    match delegated_grant::add(what.place(), &what.scopes, world, before, note).await {
        Ok(made) => Ok(Allowed { what: what.clone(), grant: Some(made.grant), added: made.scopes }),
        Err(problem) => {
            if let Some(note) = noted.filter(|_| !problem.may_have_happened()) {
                intent.note(&Note { refused: true, ..note })?;
            }
            Err(problem)
        }
    }
}

/// Takes back exactly what was added, as often as replicas that have not heard of it take "delete" for done. `note`: keeps
/// whether it was sent.
async fn take_back(
    cx: &Cx<'_>,
    (row, ours): (Option<&JournalEntry>, &Allowed),
    world: &World<Write>,
    note: impl Fn(Sent) -> Result<(), Problem> + Send + Sync,
) -> Result<bool, Problem> {
    let may_be_hidden = row.is_some_and(|row| is_new(row, ours, cx.now) && !is_taken_back(cx, row));
    if let Some(there) = shown(ours, world).await? {
        note(Sent { withdrawing: true })?;
        if delegated_grant::take_out(&there, &ours.added, world).await? {
            return Ok(true);
        }
        note(Sent { withdrawing: false })?;
    }
    if may_be_hidden { Err(Problem::NotVisible) } else { Ok(false) }
}

/// The end of the test: what was granted for it goes. Whether there was anything.
pub(super) async fn withdraw(cx: &Cx<'_>, world: &World<Write>, intent: &Intent<'_>) -> Result<bool, Problem> {
    let Some((row, ours)) = standing(cx) else { return Ok(false) };
    let sent = is_taken_back(cx, row);
    let taken = take_back(cx, (Some(row), &ours), world, |sent| intent.note(&sent)).await?;
    Ok(taken || sent)
}

/// After a crash: whether it was sent, and is gone.
pub(super) fn is_withdrawn(left: Option<&Left>, note: Option<&Value>) -> bool {
    let sent = note.and_then(|note| serde_json::from_value::<Sent>(note.clone()).ok());
    sent.is_some_and(|sent| sent.withdrawing) && left.is_none_or(|left| !left.is_shown)
}

/// The same when a set-up is taken back.
pub(super) async fn undo(cx: &Cx<'_>, ours: &Allowed, world: &World<Write>) -> Result<(), Problem> {
    let row = standing(cx).filter(|(_, standing)| standing == ours).map(|(row, _)| row);
    take_back(cx, (row, ours), world, |sent| keep(sent, (row, ours), world)).await.map(drop)
}

/// Keeps it with the grant's own row, whose receipt tells the rest.
fn keep(sent: Sent, (row, ours): (Option<&JournalEntry>, &Allowed), world: &World<Write>) -> Result<(), Problem> {
    let Some(row) = row.filter(|_| ours.grant.is_some()) else { return Ok(()) };
    let note =
        serde_json::to_value(sent).map_err(|error| Problem::Unreadable { what: "note", why: error.to_string() })?;
    Ok(world.ports.store.note(row.id, &note)?)
}

/// Whether nothing of it is in force.
pub(super) async fn is_gone(ours: &Allowed, world: &World<Read>) -> Result<bool, Problem> {
    Ok(shown(ours, world).await?.is_none())
}

/// Ends it early: the test has failed, and may not be tried again for long. What cannot be taken back now is found by the
/// next look, which plans it.
pub(super) async fn end(cx: &Cx<'_>, world: &World<Write>) {
    let Some((row, ours)) = standing(cx) else { return };
    let Ok(receipt) = serde_json::to_value(Receipt::Allowed(ours.clone())) else { return };
    if take_back(cx, (Some(row), &ours), world, |sent| keep(sent, (Some(row), &ours), world)).await.is_ok() {
        let (store, now) = (&world.ports.store, world.ports.clock.now());
        drop(store.settle(row.id, ChangeState::Undone, Some(&receipt), now, &row.request_ids));
    }
}
