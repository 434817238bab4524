//! The vendor's notification endpoint: asked from here as Microsoft Graph asks it, then proved by a subscription that is
//! deleted again at once. That is a write, so it is a change like any other (DECISIONS 1); it is made as the service user,
//! with a token for this one change. The permission for that is granted before and taken back after, where it lacks.

mod allow;
mod judge;
mod proof;
mod run;
mod words;

use async_trait::async_trait;
use domain::{Block, JournalEntry, Kind, Knock, Message, Outputs, Sounding, Timestamp, UserRef, Wanted, WebhookSpec};
use microsoft::{Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use crate::step::{Applied, Cx, Described, Intent, Plan, State, Step};
use crate::{Problem, World};

use allow::{Allowance, Allowed, Client, Left};
use proof::Proof;

/// See [`Kind::WebhookEndpoint`].
pub(crate) struct WebhookEndpoint;

/// What there is.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    /// The endpoint's address.
    url: Url,
    /// In whose name the subscription is made.
    user: UserRef,
    /// What the endpoint was sent from here.
    token: String,
    /// What it answered.
    sounding: Sounding,
    /// Kept evidence that still holds.
    proof: Option<Proof>,
    /// Evidence that no longer holds.
    stale: Option<Proof>,
    /// The client that the user will sign in with; `None` where consent is left to the browser, or the tenant does not know
    /// it.
    client: Option<Client>,
    /// What was granted for the test and may still be in force.
    left: Option<Left>,
    /// Names of profiles lead to this computer here.
    played: bool,
}

/// What can be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    /// Grant the service user's sign-in what the test needs.
    Allow(Allowance),
    /// Make a subscription, and delete it.
    Try {
        /// The endpoint.
        url: Url,
        /// What is watched.
        resource: String,
        /// Which change of it.
        change: domain::ChangeType,
        /// Minutes until it would end by itself.
        minutes: u32,
        /// As whom.
        user: UserRef,
        /// How often this was done before: evidence ends, and proving the same again is another change.
        again: usize,
    },
    /// Take back what was granted for the test.
    Withdraw(Allowance),
}

/// What was done. Told apart by their fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Receipt {
    /// The test.
    Tried(Tried),
    /// What was granted for it.
    Allowed(Allowed),
    /// That this was taken back; whether there was anything of ours.
    Withdrawn { withdrawn: bool },
}

/// What was tried. Nothing stays in the tenant, unless a crash left a subscription behind, which ends by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tried {
    /// As whom.
    user: UserRef,
    /// The subscription's id; `None` when it was lost.
    subscription: Option<String>,
    /// By which it is found again.
    client_state: String,
    /// When it ends by itself.
    expires: Timestamp,
    /// Whether it is gone again.
    deleted: bool,
}

#[async_trait]
impl Step for WebhookEndpoint {
    type Spec = WebhookSpec;
    type Found = Found;
    type Change = Change;
    type Receipt = Receipt;
    const KIND: Kind = Kind::WebhookEndpoint;

    fn spec(wanted: &Wanted) -> Option<&WebhookSpec> {
        match wanted {
            Wanted::WebhookEndpoint(spec) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(cx: &Cx<'_>, spec: &WebhookSpec, world: &World<Read>) -> Result<Found, Problem> {
        let url = cx.fill(&spec.url)?;
        let url = Url::parse(&url).ok().filter(|url| url.scheme() == "https" && url.host_str().is_some());
        let unanswered = || Problem::Unanswered(spec.user.clone());
        let url = url.ok_or_else(|| match spec.url.names().next() {
            Some(question) => Problem::Unanswered(domain::QuestionId::from(question)),
            None => Problem::Unreadable { what: "address", why: "it is no https address".to_owned() },
        })?;
        if let Some(found) = spec.elsewhere(&url, |text| cx.fill(text))? {
            return Err(judge::elsewhere(&found).into());
        }
        let named = cx.profile.answer(&cx.setup.answers, &spec.user).ok_or_else(unanswered)?;
        let user = world.graph.user(named.trim()).await?.ok_or_else(unanswered)?;
        let upn = user.user_principal_name.unwrap_or_default();
        let user = UserRef { id: user.id, name: user.display_name.unwrap_or_else(|| upn.clone()), upn };
        let token = judge::token(&world.ports.random.uuid().to_string());
        let sounding = world.ports.probe.sound(&judge::with_token(&url, &token), Knock::EmptyPost).await;
        let (proof, stale) = proof::kept(cx, spec, &url, &user);
        let played = world.ports.endpoints.surroundings != domain::Surroundings::Real;
        let client = if spec.consent { allow::client(&user, world).await? } else { None };
        let left = allow::left(cx, world).await?;
        Ok(Found { url, user, token, sounding, proof, stale, client, left, played })
    }

    fn plan(cx: &Cx<'_>, spec: &WebhookSpec, found: &Found) -> Plan<Change> {
        let trouble = judge::trouble(found).filter(|_| !judge::is_only_the_way(found));
        let state = match trouble {
            Some(trouble) => judge::state(trouble),
            None if found.proof.is_none() => return Plan::changes(test(cx, spec, found)),
            None if judge::is_slow(&found.sounding) => State::Finding,
            None => State::Right,
        };
        // The test is over, or cannot be made as things are: what was granted for it goes.
        Plan { changes: withdrawal(None, found).into_iter().collect(), state }
    }

    fn outputs(_: &Cx<'_>, _: &WebhookSpec, _: &Found, _: &mut Outputs) {}

    fn describe(_: &Cx<'_>, _: &WebhookSpec, change: &Change) -> Described {
        words::describe(change)
    }

    fn expected(cx: &Cx<'_>, spec: &WebhookSpec) -> Message {
        words::expected(cx, spec)
    }

    fn seen(_: &Cx<'_>, _: &WebhookSpec, found: &Found) -> Message {
        words::seen(found)
    }

    fn blocks(_: &Cx<'_>, spec: &WebhookSpec, found: &Found, _: &Plan<Change>) -> Vec<Block> {
        words::blocks(spec, found)
    }

    async fn apply(
        cx: &Cx<'_>,
        spec: &WebhookSpec,
        change: &Change,
        world: &World<Write>,
        intent: &Intent<'_>,
    ) -> Result<Applied<Receipt>, Problem> {
        let receipt = match change {
            Change::Allow(what) => Receipt::Allowed(allow::grant(what, world, intent).await?),
            Change::Try { .. } => Receipt::Tried(run::tried(cx, spec, change, world, intent).await?),
            Change::Withdraw(_) => Receipt::Withdrawn { withdrawn: allow::withdraw(cx, world, intent).await? },
        };
        Ok(Applied { receipt })
    }

    fn recover(_: &Cx<'_>, _: &WebhookSpec, found: &Found, change: &Change, note: Option<&Value>) -> Option<Receipt> {
        match change {
            Change::Allow(what) => {
                let shown = found.left.as_ref().filter(|left| left.is_shown && left.ours.what == *what)?;
                Some(Receipt::Allowed(shown.ours.clone()))
            }
            Change::Try { .. } => {
                let note: run::Note = serde_json::from_value(note?.clone()).ok()?;
                let proof = found.proof.as_ref().filter(|proof| proof.client_state == note.client_state)?;
                Some(Receipt::Tried(proof.receipt()))
            }
            Change::Withdraw(_) => {
                allow::is_withdrawn(found.left.as_ref(), note).then_some(Receipt::Withdrawn { withdrawn: true })
            }
        }
    }

    async fn undo(cx: &Cx<'_>, receipt: &Receipt, world: &World<Write>) -> Result<(), Problem> {
        match receipt {
            Receipt::Tried(tried) => run::take_away(tried, world).await,
            Receipt::Allowed(ours) => allow::undo(cx, ours, world).await,
            Receipt::Withdrawn { .. } => Ok(()),
        }
    }

    async fn gone(_: &Cx<'_>, receipt: &Receipt, world: &World<Read>) -> Result<bool, Problem> {
        match receipt {
            Receipt::Tried(tried) => run::is_gone(tried, world).await,
            Receipt::Allowed(ours) => allow::is_gone(ours, world).await,
            Receipt::Withdrawn { .. } => Ok(true),
        }
    }

    fn undo_words(cx: &Cx<'_>, receipt: &Receipt) -> Option<Described> {
        match receipt {
            // What has ended by itself needs nobody.
            Receipt::Tried(tried) => (!tried.deleted && cx.now < tried.expires).then(|| words::left_behind(tried)),
            // Nor does what was taken back after the test.
            Receipt::Allowed(ours) => {
                allow::standing(cx).is_some_and(|(_, standing)| standing == *ours).then(|| words::undo(&ours.what))
            }
            Receipt::Withdrawn { .. } => None,
        }
    }

    fn left_behind(cx: &Cx<'_>, note: &Value) -> Option<Receipt> {
        if let Some(ours) = allow::left_behind(note) {
            return Some(Receipt::Allowed(ours));
        }
        let note: run::Note = serde_json::from_value(note.clone()).ok()?;
        (!note.deleted && cx.now < note.expires).then(|| Receipt::Tried(note.receipt()))
    }
}

/// The test: what it needs, the try, and the end of what it needed.
fn test(cx: &Cx<'_>, spec: &WebhookSpec, found: &Found) -> Vec<Change> {
    let missing = allow::missing(cx, &found.user, found.client.as_ref());
    let tried = |(_, receipt): &(&JournalEntry, Receipt)| matches!(receipt, Receipt::Tried(_));
    let change = Change::Try {
        url: found.url.clone(),
        resource: spec.resource.clone(),
        change: spec.change,
        minutes: spec.minutes,
        user: found.user.clone(),
        again: cx.receipts::<Receipt>().iter().filter(|row| tried(row)).count(),
    };
    let end = withdrawal(missing.as_ref(), found);
    missing.map(Change::Allow).into_iter().chain([change]).chain(end).collect()
}

/// The end of what is granted for the test, or is about to be.
fn withdrawal(missing: Option<&Allowance>, found: &Found) -> Option<Change> {
    let there = found.left.as_ref().map(|left| &left.ours.what);
    missing.or(there).cloned().map(Change::Withdraw)
}
