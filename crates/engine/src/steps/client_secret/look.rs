//! What is on the app and in the keychain, held against what the journal says.

use domain::{AppObjectId, ChangeState, JournalEntry, KeyId, Secret};
use microsoft::Read;
use microsoft::graph::{Application, PasswordCredential};

use super::limit;
use super::shapes::{Attempt, Found, Made, Ours, Receipt, Tried};
use crate::settle::FRESH;
use crate::step::Cx;
use crate::steps::certificate::credential_policy;
use crate::{Problem, World};

pub(super) async fn inspect(cx: &Cx<'_>, app: Option<AppObjectId>, world: &World<Read>) -> Result<Found, Problem> {
    let on_app = async {
        match app {
            Some(app) => Ok(world.graph.application(app).await?),
            None => Ok(None),
        }
    };
    let (on_app, policy) = futures_util::try_join!(on_app, credential_policy(app, world))?;
    let made_at = on_app.as_ref().and_then(|app| app.created_date_time);
    let secrets = on_app.as_ref().map(Application::secrets).unwrap_or_default();
    let mut ours = Vec::new();
    for made in made(cx.journal) {
        let kept = world.ports.secrets.get(&made.attempt.keychain_account).await?;
        let in_keychain = kept.is_some_and(|kept| begins_with(&kept, made.hint.as_deref()));
        let on_app = secrets.iter().any(|secret| secret.key_id == made.key_id);
        ours.push(Ours { made, on_app, in_keychain });
    }
    ours.sort_by_key(|ours| ours.made.attempt.number);
    let mut tries = Vec::new();
    for (entry, attempt) in attempts(cx.journal) {
        tries.push(tried(cx, (entry, attempt), (&ours, &secrets), world).await?);
    }
    let is_ours = |id: &KeyId| {
        ours.iter().any(|ours| ours.made.key_id == *id)
            || tries
                .iter()
                .any(|tried| tried.left.contains(id) || tried.kept.as_ref().is_some_and(|kept| kept.key_id == *id))
    };
    let others = secrets.iter().filter(|secret| !is_ours(&secret.key_id)).count();
    let certificates = on_app.as_ref().map_or(0, |app| app.key_credentials.len());
    let limit = policy.map(|policy| limit::of(&policy, made_at)).unwrap_or_default();
    Ok(Found { ours, tries, others, certificates, limit })
}

async fn tried(
    cx: &Cx<'_>,
    (entry, attempt): (&JournalEntry, Attempt),
    (ours, secrets): (&[Ours], &[PasswordCredential]),
    world: &World<Read>,
) -> Result<Tried, Problem> {
    let mut left = unclaimed(&attempt, ours.iter().map(|ours| &ours.made), secrets);
    // Rows with a receipt may have left something too: an answer was lost, and the next attempt did not see it yet.
    if entry.receipt.is_some() {
        let left = left.iter().map(|secret| secret.key_id).collect();
        return Ok(Tried { attempt, left, kept: None, in_keychain: false });
    }
    let text = world.ports.secrets.get(&attempt.keychain_account).await?;
    let in_keychain = text.is_some();
    // Only what is still open can get its receipt.
    let text = text.filter(|_| entry.state == ChangeState::Intended);
    let is_open = text.is_some();
    let position = text.and_then(|text| left.iter().position(|secret| begins_with(&text, secret.hint.as_deref())));
    let kept = position.map(|position| left.remove(position).clone());
    // Its text came back, so it was made: a replica that does not show it is behind.
    if is_open && kept.is_none() && cx.now.since(entry.intended_at) < FRESH {
        return Err(Problem::NotVisible);
    }
    Ok(Tried { attempt, left: left.iter().map(|secret| secret.key_id).collect(), kept, in_keychain })
}

/// Secrets that this attempt made and that no receipt names.
pub(super) fn unclaimed<'s>(
    attempt: &Attempt,
    made: impl Iterator<Item = &'s Made> + Clone,
    secrets: &'s [PasswordCredential],
) -> Vec<&'s PasswordCredential> {
    let claimed = |secret: &PasswordCredential| made.clone().any(|made| made.key_id == secret.key_id);
    secrets.iter().filter(|secret| attempt.made(secret) && !claimed(secret)).collect()
}

/// Secrets with a receipt that stands.
pub(super) fn made(journal: &[JournalEntry]) -> Vec<Made> {
    let standing = journal.iter().filter(|entry| matches!(entry.state, ChangeState::Made | ChangeState::Seen));
    let receipts = standing.filter_map(|entry| serde_json::from_value(entry.receipt.clone()?).ok());
    receipts
        .filter_map(|receipt| match receipt {
            Receipt::Made(made) => Some(made),
            Receipt::Left(_) | Receipt::Removed { .. } => None,
        })
        .collect()
}

/// What was written down before calls, of rows that were not taken back.
pub(super) fn attempts(journal: &[JournalEntry]) -> Vec<(&JournalEntry, Attempt)> {
    let standing = journal.iter().filter(|entry| entry.state != ChangeState::Undone);
    standing.filter_map(|entry| Some((entry, serde_json::from_value(entry.note.clone()?).ok()?))).collect()
}

/// Whether a kept text may be the one of which Microsoft shows the first characters.
fn begins_with(kept: &Secret, hint: Option<&str>) -> bool {
    hint.is_none_or(|hint| kept.expose().starts_with(hint.as_bytes()))
}
