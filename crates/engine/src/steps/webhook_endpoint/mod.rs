//! The vendor's notification endpoint: asked from here as Microsoft Graph asks it, then proved by a subscription that is
//! deleted again at once. That is a write, so it is a change like any other (DECISIONS 1); it is made as the service user,
//! with a token for this one change.

mod allow;
mod judge;
mod proof;
mod run;
mod words;

use async_trait::async_trait;
use domain::{
    Block, Kind, Knock, Message, Outputs, ServicePrincipalId, Sounding, Timestamp, UserRef, Wanted, WebhookSpec,
};
use microsoft::{Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use crate::step::{Applied, Cx, Described, Intent, Plan, State, Step};
use crate::{Problem, World};

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
    /// Whether that user may sign in for the test; `None` where it is left to the browser.
    #[serde(default)]
    sign_in: Option<allow::Standing>,
    /// Names of profiles lead to this computer here.
    played: bool,
}

/// What can be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    /// Give the app of the sign-in what the test needs, for this user.
    Allow {
        /// Its enterprise app.
        client: ServicePrincipalId,
        /// Microsoft Graph's.
        resource: ServicePrincipalId,
        /// Its name.
        app: String,
        /// For whom.
        user: UserRef,
        /// How often this was done before.
        again: usize,
    },
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
}

/// What was done. Told apart by their fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Receipt {
    /// See [`Change::Try`].
    Tried(Tried),
    /// See [`Change::Allow`].
    Allowed(allow::Allowed),
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
        let sign_in = allow::look(spec, world, &user).await?;
        let played = world.ports.endpoints.surroundings != domain::Surroundings::Real;
        Ok(Found { url, user, token, sounding, proof, stale, sign_in, played })
    }

    fn plan(cx: &Cx<'_>, spec: &WebhookSpec, found: &Found) -> Plan<Change> {
        let trouble = judge::trouble(found);
        if let Some(trouble) = trouble.filter(|_| !judge::is_only_the_way(found)) {
            return Plan::stands(judge::state(trouble));
        }
        if found.proof.is_none() {
            let receipts = cx.receipts::<Receipt>();
            let tried = receipts.iter().filter(|(_, receipt)| matches!(receipt, Receipt::Tried(_))).count();
            let locked = found.sign_in.as_ref().filter(|sign_in| !sign_in.allowed);
            let allow = locked.map(|sign_in| sign_in.change(&found.user, receipts.len() - tried));
            let test = Change::Try {
                url: found.url.clone(),
                resource: spec.resource.clone(),
                change: spec.change,
                minutes: spec.minutes,
                user: found.user.clone(),
                again: tried,
            };
            return Plan::changes(allow.into_iter().chain([test]).collect());
        }
        Plan::stands(if judge::is_slow(&found.sounding) { State::Finding } else { State::Right })
    }

    fn outputs(_: &Cx<'_>, _: &WebhookSpec, _: &Found, _: &mut Outputs) {}

    fn describe(_: &Cx<'_>, spec: &WebhookSpec, change: &Change) -> Described {
        words::describe(spec, change)
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
            Change::Try { .. } => Receipt::Tried(run::tried(cx, spec, change, world, intent).await?),
            Change::Allow { client, resource, app, user, .. } => {
                Receipt::Allowed(allow::give((*client, app), *resource, user, world, intent).await?)
            }
        };
        Ok(Applied { receipt })
    }

    fn recover(_: &Cx<'_>, _: &WebhookSpec, found: &Found, change: &Change, note: Option<&Value>) -> Option<Receipt> {
        if let Change::Allow { user, .. } = change {
            return found.sign_in.as_ref()?.recovered(user, note).map(Receipt::Allowed);
        }
        let note: run::Note = serde_json::from_value(note?.clone()).ok()?;
        let proof = found.proof.as_ref().filter(|proof| proof.client_state == note.client_state)?;
        Some(Receipt::Tried(proof.receipt()))
    }

    async fn undo(_: &Cx<'_>, receipt: &Receipt, world: &World<Write>) -> Result<(), Problem> {
        match receipt {
            Receipt::Tried(tried) => run::take_away(tried, world).await,
            Receipt::Allowed(one) => allow::undo(one, world).await,
        }
    }

    async fn gone(_: &Cx<'_>, receipt: &Receipt, world: &World<Read>) -> Result<bool, Problem> {
        match receipt {
            Receipt::Tried(tried) => run::is_gone(tried, world).await,
            Receipt::Allowed(one) => allow::is_gone(one, world).await,
        }
    }

    fn undo_words(cx: &Cx<'_>, receipt: &Receipt) -> Option<Described> {
        match receipt {
            // What has ended by itself needs nobody.
            Receipt::Tried(tried) => (!tried.deleted && cx.now < tried.expires).then(|| words::left_behind(tried)),
            Receipt::Allowed(one) => allow::stands(cx, one).then(|| words::take_away(one)),
        }
    }

    fn left_behind(cx: &Cx<'_>, note: &Value) -> Option<Receipt> {
        let note: run::Note = serde_json::from_value(note.clone()).ok()?;
        (!note.deleted && cx.now < note.expires).then(|| Receipt::Tried(note.receipt()))
    }
}
