//! Evidence: what was proved, when, and what it rests on. It holds for 7 days while nothing of that changes.

use std::time::Duration;

use domain::{Digest, Timestamp, UserRef, digest_of};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Ground;
use crate::Problem;
use crate::step::{Cx, Intent};

/// How long evidence holds (DECISIONS 1).
pub(super) const HOLDS: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Both halves of the proof.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Proof {
    /// The allowed user.
    pub(super) allowed: Option<Tried>,
    /// The user who must be refused.
    pub(super) refused: Option<Tried>,
}

/// One try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tried {
    /// For whom.
    pub(super) user: UserRef,
    /// When.
    pub(super) at: Timestamp,
    /// A meeting was made, and deleted again; else Microsoft refused it for want of a policy.
    pub(super) made: bool,
    /// The external id that it was asked for with.
    pub(super) external_id: String,
    /// The roles in the token that was used; empty when it cannot be read.
    pub(super) roles: Vec<String>,
    /// Microsoft's ids of the calls.
    pub(super) request_ids: Vec<String>,
}

/// What a test rests on now.
pub(super) fn digest(cx: &Cx<'_>) -> Option<Digest> {
    let ground = Ground::of(cx)?;
    let mut roles = ground.grants.roles.clone();
    roles.sort();
    Some(digest_of(&json!({
        "app": ground.app.app_id,
        "grants": roles,
        "certificate": ground.certificate.thumbprint_sha256,
        "policy": ground.policy.identity.to_lowercase(),
        "organiser": ground.people.organiser.id,
        "control": ground.people.control.as_ref().map(|user| user.id),
    })))
}

/// What holds, and what was kept and no longer does.
pub(super) fn kept(cx: &Cx<'_>) -> (Proof, Option<Proof>) {
    let Some(evidence) = cx.evidence else {
        return (Proof::default(), None);
    };
    let Ok(proof) = serde_json::from_value::<Proof>(evidence.proof.clone()) else {
        return (Proof::default(), None);
    };
    if digest(cx).as_ref() != Some(&evidence.digest) {
        return (Proof::default(), Some(proof));
    }
    let young = |tried: &Tried| cx.now.since(tried.at) < HOLDS;
    let holds = Proof { allowed: proof.allowed.clone().filter(young), refused: proof.refused.clone().filter(young) };
    let stale = (holds != proof).then_some(proof);
    (holds, stale)
}

/// Keeps a try beside the half that holds already.
pub(super) fn keep(cx: &Cx<'_>, intent: &Intent<'_>, tried: Tried, allowed: bool) -> Result<(), Problem> {
    let Some(digest) = digest(cx) else {
        return Err(Problem::Missing(domain::Field::Policy));
    };
    let (mut proof, _) = kept(cx);
    let at = tried.at;
    if allowed {
        proof.allowed = Some(tried);
    } else {
        proof.refused = Some(tried);
    }
    let value = serde_json::to_value(&proof)
        .map_err(|error| Problem::Unreadable { what: "evidence", why: error.to_string() })?;
    intent.keep_evidence(digest, at, value)
}
