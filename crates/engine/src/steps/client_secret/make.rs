//! Making a secret: note, call, keychain. Its text is in this function and in the keychain, and nowhere else.

use domain::{AppObjectId, KeyId, KeychainError, Kind, Secret, Timestamp};
use microsoft::graph::{Application, MadeSecret, PasswordCredential};
use microsoft::{Mode, Read, Write};
use serde_json::Value;

use super::look::{attempts, made, unclaimed};
use super::shapes::{Attempt, Made, Receipt};
use crate::step::{Applied, Cx, Intent};
use crate::{Problem, World};

/// What is to be made.
pub(super) struct Wanted<'a> {
    pub(super) name: &'a str,
    pub(super) until: Timestamp,
    pub(super) number: u32,
}

pub(super) async fn make(
    cx: &Cx<'_>,
    wanted: Wanted<'_>,
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Applied<Receipt>, Problem> {
    let app = cx.registration()?;
    // A secret that cannot be kept is not made.
    world.ports.secrets.probe().await?;
    let on_app = world.graph.application(app).await?.ok_or(Problem::NotVisible)?.secrets();
    clear(cx, app, &on_app, world).await?;
    let earlier = intent.noted::<Attempt>();
    let again = earlier.is_some();
    let attempt = earlier.unwrap_or_else(|| Attempt {
        number: wanted.number,
        app,
        keychain_account: World::<Write>::keychain_account(
            cx.setup.tenant.id,
            cx.setup.id,
            Kind::ClientSecret.name(),
            &intent.id().to_string(),
        ),
        display_name: wanted.name.to_owned(),
        from: cx.now,
        not_after: wanted.until,
        before: on_app.iter().map(|secret| secret.key_id).collect(),
    });
    intent.note(&attempt)?;
    let answered = match world.graph.add_password(app, wanted.name, attempt.not_after).await {
        Ok(answered) => answered,
        Err(error) => {
            if !again && !error.may_have_happened() {
                // Refused: there is nothing to look for.
                intent.note(&Value::Null)?;
            }
            return Err(error.into());
        }
    };
    let made = Made { key_id: answered.key_id, hint: answered.hint.clone(), attempt };
    if let Err(error) = keep(&made.attempt.keychain_account, answered, world).await {
        // Nobody will ever know its text. Should this fail too, the note leads the next attempt to it.
        world.graph.remove_password(app, made.key_id).await?;
        return Err(error.into());
    }
    Ok(Applied { receipt: Receipt::Made(made) })
}

/// Puts the text into the keychain and reads it back.
async fn keep(account: &str, made: MadeSecret, world: &World<Write>) -> Result<(), KeychainError> {
    let secret = Secret::new(made.text.expose().as_bytes().to_vec());
    world.ports.secrets.put(account, &secret).await?;
    let stored = world.ports.secrets.get(account).await?.ok_or_else(|| KeychainError::NoEntry(account.to_owned()))?;
    if stored.expose() == secret.expose() {
        return Ok(());
    }
    Err(KeychainError::Other("the secret read back is another one".to_owned()))
}

/// Takes off what attempts without a receipt have left, on the app and in the keychain.
async fn clear(
    cx: &Cx<'_>,
    app: AppObjectId,
    on_app: &[PasswordCredential],
    world: &World<Write>,
) -> Result<(), Problem> {
    let claimed = made(cx.journal);
    for (entry, attempt) in attempts(cx.journal) {
        for secret in unclaimed(&attempt, claimed.iter(), on_app) {
            world.graph.remove_password(app, secret.key_id).await?;
        }
        if entry.receipt.is_none() {
            world.ports.secrets.delete(&attempt.keychain_account).await?;
        }
    }
    Ok(())
}

/// Takes these off the app, then their texts out of the keychain.
pub(super) async fn remove(
    cx: &Cx<'_>,
    app: AppObjectId,
    key_id: KeyId,
    world: &World<Write>,
) -> Result<Applied<Receipt>, Problem> {
    world.graph.remove_password(app, key_id).await?;
    for made in made(cx.journal).iter().filter(|made| made.key_id == key_id) {
        world.ports.secrets.delete(&made.attempt.keychain_account).await?;
    }
    Ok(Applied { receipt: Receipt::Removed { key_ids: vec![key_id] } })
}

/// Takes off what interrupted attempts have left.
pub(super) async fn tidy(
    cx: &Cx<'_>,
    app: AppObjectId,
    key_ids: &[KeyId],
    world: &World<Write>,
) -> Result<Applied<Receipt>, Problem> {
    let on_app = world.graph.application(app).await?.ok_or(Problem::NotVisible)?.secrets();
    clear(cx, app, &on_app, world).await?;
    Ok(Applied { receipt: Receipt::Removed { key_ids: key_ids.to_vec() } })
}

/// Takes back what a receipt or a note names: remote first, confirmed by reading, then the keychain.
pub(super) async fn take_back(attempt: &Attempt, key_id: Option<KeyId>, world: &World<Write>) -> Result<(), Problem> {
    let meant = |secret: &PasswordCredential| key_id == Some(secret.key_id) || attempt.made(secret);
    let there = shown(attempt.app, world).await?;
    if there.iter().any(meant) {
        for secret in there.into_iter().filter(meant) {
            world.graph.remove_password(attempt.app, secret.key_id).await?;
        }
        if shown(attempt.app, world).await?.iter().any(meant) {
            return Err(Problem::NotVisible);
        }
    }
    Ok(world.ports.secrets.delete(&attempt.keychain_account).await?)
}

/// The secrets of an app; none when it is gone.
async fn shown<M: Mode>(app: AppObjectId, world: &World<M>) -> Result<Vec<PasswordCredential>, Problem> {
    Ok(world.graph.application(app).await?.as_ref().map(Application::secrets).unwrap_or_default())
}

/// Whether it is gone, on the app and in the keychain.
pub(super) async fn is_gone(attempt: &Attempt, key_id: Option<KeyId>, world: &World<Read>) -> Result<bool, Problem> {
    let meant = |secret: &PasswordCredential| key_id == Some(secret.key_id) || attempt.made(secret);
    if shown(attempt.app, world).await?.iter().any(meant) {
        return Ok(false);
    }
    Ok(world.ports.secrets.get(&attempt.keychain_account).await?.is_none())
}
