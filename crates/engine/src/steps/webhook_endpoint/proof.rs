//! Evidence: when the endpoint was proved, and for what. It holds for 7 days while nothing of that changes.

use std::time::Duration;

use domain::{Digest, Timestamp, UserRef, WebhookSpec, digest_of};
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use super::Tried;
use crate::Problem;
use crate::step::{Cx, Intent};

/// How long evidence holds (DECISIONS 1).
const HOLDS: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// A subscription that was made and deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Proof {
    /// As whom.
    pub(super) user: UserRef,
    /// When.
    pub(super) at: Timestamp,
    /// Its id.
    pub(super) subscription: String,
    /// What it was made with.
    pub(super) client_state: String,
    /// When it would have ended.
    pub(super) expires: Timestamp,
    /// Microsoft's ids of the calls.
    pub(super) request_ids: Vec<String>,
}

impl Proof {
    pub(super) fn receipt(&self) -> Tried {
        Tried {
            user: self.user.clone(),
            subscription: Some(self.subscription.clone()),
            client_state: self.client_state.clone(),
            expires: self.expires,
            deleted: true,
        }
    }
}

fn digest(spec: &WebhookSpec, url: &Url, user: &UserRef) -> Digest {
    digest_of(&json!({ "url": url, "resource": spec.resource, "change": spec.change, "user": user.id }))
}

/// What holds, and what was kept and no longer does.
pub(super) fn kept(cx: &Cx<'_>, spec: &WebhookSpec, url: &Url, user: &UserRef) -> (Option<Proof>, Option<Proof>) {
    let proof = cx.evidence.and_then(|evidence| {
        let proof = serde_json::from_value::<Proof>(evidence.proof.clone()).ok()?;
        Some((proof, &evidence.digest))
    });
    match proof {
        Some((proof, of)) if *of == digest(spec, url, user) && cx.now.since(proof.at) < HOLDS => (Some(proof), None),
        Some((proof, _)) => (None, Some(proof)),
        None => (None, None),
    }
}

pub(super) fn keep(intent: &Intent<'_>, spec: &WebhookSpec, url: &Url, proof: &Proof) -> Result<(), Problem> {
    let value = serde_json::to_value(proof)
        .map_err(|error| Problem::Unreadable { what: "evidence", why: error.to_string() })?;
    intent.keep_evidence(digest(spec, url, &proof.user), proof.at, value)
}
