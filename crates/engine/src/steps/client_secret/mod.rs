//! A client secret: made here, its text straight into the keychain. Microsoft tells it once, and no call makes it again:
//! what identifies an attempt is written down first, so that a secret nobody knows is found and taken off.

mod limit;
mod look;
mod make;
mod plan;
mod shapes;
mod words;

use std::time::Duration;

use async_trait::async_trait;
use domain::{Block, ClientSecretRef, ClientSecretSpec, Kind, Message, Outputs, Wanted as ItemWants};
use microsoft::{Read, Write};
use serde_json::Value;

pub(crate) use limit::{Limit, of as limit_of};
pub(crate) use plan::secrets_made;
use shapes::{Attempt, Change, Found, Made, Receipt};

use crate::step::{Applied, Cx, Described, Intent, Plan, Step};
use crate::{Problem, World};

const WRITE: &[&str] = &["Application.ReadWrite.All"];
/// From this long before its end, a secret is to be replaced.
const EXPIRY_WARNING: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// Set by "Make a new secret": how many secrets this set-up is to have made.
pub(crate) const ROTATION: &str = "secret_rotation";
/// Decision: up to which number secrets of this set-up may be taken off the app.
const RETIRE: &str = "secret_retire";

/// See [`Kind::ClientSecret`].
pub(crate) struct ClientSecret;

/// What the profile wants, with the app's name where it gives none.
struct Wanted {
    name: String,
    months: u32,
}

fn wanted(cx: &Cx<'_>, spec: &ClientSecretSpec) -> Wanted {
    let app = || cx.outputs.app.as_ref().map_or_else(|| super::certificate::app_name(cx), |app| app.name.clone());
    Wanted { name: spec.name.clone().unwrap_or_else(app), months: spec.months }
}

/// How long before its end a secret is to be replaced.
fn lasts(attempt: &Attempt) -> Duration {
    EXPIRY_WARNING.min(attempt.not_after.since(attempt.from) / 2)
}

#[async_trait]
impl Step for ClientSecret {
    type Spec = ClientSecretSpec;
    type Found = Found;
    type Change = Change;
    type Receipt = Receipt;
    const KIND: Kind = Kind::ClientSecret;

    fn spec(wanted: &ItemWants) -> Option<&ClientSecretSpec> {
        match wanted {
            ItemWants::ClientSecret(spec) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(cx: &Cx<'_>, _: &ClientSecretSpec, world: &World<Read>) -> Result<Found, Problem> {
        look::inspect(cx, cx.registration().ok(), world).await
    }

    fn plan(cx: &Cx<'_>, spec: &ClientSecretSpec, found: &Found) -> Plan<Change> {
        plan::plan(cx, &wanted(cx, spec), found)
    }

    fn outputs(cx: &Cx<'_>, _: &ClientSecretSpec, found: &Found, outputs: &mut Outputs) {
        let usable = found.current(cx.now).filter(|ours| ours.in_keychain);
        outputs.client_secret = usable.map(|ours| ClientSecretRef {
            key_id: ours.made.key_id,
            display_name: ours.made.attempt.display_name.clone(),
            hint: ours.made.hint.clone(),
            not_after: ours.made.attempt.not_after,
            keychain_account: ours.made.attempt.keychain_account.clone(),
        });
    }

    fn describe(cx: &Cx<'_>, _: &ClientSecretSpec, change: &Change) -> Described {
        Described { view: words::describe(cx, change), scopes: WRITE }
    }

    fn expected(cx: &Cx<'_>, spec: &ClientSecretSpec) -> Message {
        words::expected(&wanted(cx, spec))
    }

    fn seen(cx: &Cx<'_>, _: &ClientSecretSpec, found: &Found) -> Message {
        words::seen(cx, found)
    }

    fn blocks(cx: &Cx<'_>, _: &ClientSecretSpec, found: &Found, _: &Plan<Change>) -> Vec<Block> {
        words::blocks(cx, found)
    }

    async fn apply(
        cx: &Cx<'_>,
        _: &ClientSecretSpec,
        change: &Change,
        world: &World<Write>,
        intent: &Intent<'_>,
    ) -> Result<Applied<Receipt>, Problem> {
        let app = cx.registration()?;
        match change {
            Change::Make { name, months, longest, number, .. } => {
                let wanted = make::Wanted { name, until: limit::end(cx.now, *months, *longest), number: *number };
                make::make(cx, wanted, world, intent).await
            }
            Change::Remove { key_id, .. } => make::remove(cx, app, *key_id, world).await,
            Change::Clear { key_ids, .. } => make::tidy(cx, app, key_ids, world).await,
        }
    }

    fn recover(
        _: &Cx<'_>,
        _: &ClientSecretSpec,
        found: &Found,
        change: &Change,
        note: Option<&Value>,
    ) -> Option<Receipt> {
        match change {
            Change::Make { .. } => {
                let attempt: Attempt = serde_json::from_value(note?.clone()).ok()?;
                let tried = found.tries.iter().find(|tried| tried.attempt == attempt)?;
                let kept = tried.kept.as_ref()?;
                Some(Receipt::Made(Made { attempt, key_id: kept.key_id, hint: kept.hint.clone() }))
            }
            Change::Remove { key_id, .. } => {
                let there = found.ours.iter().any(|o| o.made.key_id == *key_id && (o.on_app || o.in_keychain));
                (!there).then(|| Receipt::Removed { key_ids: vec![*key_id] })
            }
            Change::Clear { key_ids, .. } => {
                let there = found.tries.iter().any(|tried| !tried.left.is_empty() || tried.in_keychain);
                (!there).then(|| Receipt::Removed { key_ids: key_ids.clone() })
            }
        }
    }

    async fn undo(_: &Cx<'_>, receipt: &Receipt, world: &World<Write>) -> Result<(), Problem> {
        match receipt {
            Receipt::Made(made) => make::take_back(&made.attempt, Some(made.key_id), world).await,
            Receipt::Left(attempt) => make::take_back(attempt, None, world).await,
            Receipt::Removed { .. } => Ok(()),
        }
    }

    async fn gone(_: &Cx<'_>, receipt: &Receipt, world: &World<Read>) -> Result<bool, Problem> {
        match receipt {
            Receipt::Made(made) => make::is_gone(&made.attempt, Some(made.key_id), world).await,
            Receipt::Left(attempt) => make::is_gone(attempt, None, world).await,
            Receipt::Removed { .. } => Ok(true),
        }
    }

    fn undo_words(_: &Cx<'_>, receipt: &Receipt) -> Option<Described> {
        Some(Described { view: words::undo(receipt)?, scopes: WRITE })
    }

    fn left_behind(cx: &Cx<'_>, note: &Value) -> Option<Receipt> {
        let attempt: Attempt = serde_json::from_value(note.clone()).ok()?;
        // The attempt that came through cleared away what those before it had left.
        let came_through = cx.journal.iter().filter_map(|entry| serde_json::from_value(entry.receipt.clone()?).ok());
        let came_through =
            came_through.into_iter().any(|r| matches!(r, Receipt::Made(made) if made.attempt.number == attempt.number));
        (!came_through).then_some(Receipt::Left(attempt))
    }
}
