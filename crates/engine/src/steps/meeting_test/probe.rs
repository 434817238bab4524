//! What can be told without making a meeting, and why one could be made that must be refused.

use domain::{UserId, UserRef};
use microsoft::Read;
use microsoft::graph::MeetingProbe;
use microsoft::teams::PolicySource;
use serde::{Deserialize, Serialize};

use crate::step::Cx;
use crate::steps::application_access_policy::same;
use crate::{Problem, World};

/// What the read probe showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Probed {
    /// The policy lets the app through, probably.
    Allowed,
    /// It does not, or not yet.
    NoPolicy,
    /// Nobody could tell.
    NotKnown,
}

/// Why a meeting could be made for a user who must be refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reason {
    /// A policy that names the app is in force for the user.
    Policy {
        /// Which.
        identity: String,
        /// `direct`, `group` or `tenant`.
        source: String,
    },
    /// None is: perhaps Teams has not applied a change yet.
    None,
    /// It could not be read.
    NotKnown,
}

/// Whether the policy lets the app through for that user, without writing. *Probable*, no more.
pub(super) async fn probe(cx: &Cx<'_>, world: &World<Read>, user: UserId) -> Result<Probed, Problem> {
    let Some(credential) = cx.credential() else {
        return Ok(Probed::NotKnown);
    };
    Ok(match world.graph_as_app(credential).probe_meetings(user).await {
        Ok(MeetingProbe::Allowed) => Probed::Allowed,
        Ok(MeetingProbe::NoPolicy) => Probed::NoPolicy,
        // Only a hint for the page; what stands in the way is said when the test is made.
        Err(_) => Probed::NotKnown,
    })
}

/// Which policy lets the app act for a user who must be refused.
pub(super) async fn reason(cx: &Cx<'_>, world: &World<Read>, user: &UserRef) -> Reason {
    let read = futures_util::try_join!(world.teams.user_policy(user.id), world.teams.policies());
    let Ok((held, policies)) = read else {
        return Reason::NotKnown;
    };
    let app = cx.outputs.app.as_ref().map(|app| app.app_id);
    let (identity, source) = held.in_force().unwrap_or(("Global", PolicySource::Global));
    let names_us = policies
        .iter()
        .filter(|policy| same(&policy.identity, identity))
        .any(|policy| app.is_some_and(|app| policy.app_ids.contains(&app)));
    if !names_us {
        return Reason::None;
    }
    let source = match source {
        PolicySource::Direct => "direct",
        PolicySource::Group => "group",
        PolicySource::Global => "tenant",
    };
    Reason::Policy { identity: identity.to_owned(), source: source.to_owned() }
}
