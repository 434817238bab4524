//! The answer to the validation, held against what Microsoft Graph takes.
//! <https://learn.microsoft.com/graph/change-notifications-delivery-webhooks#notificationurl-validation>

use std::time::Duration;

use domain::{Arg, Diagnostic, Elsewhere, Outcome, ReachStage, Sounding};
use url::Url;

use super::Found;
use crate::diagnoses::{Diagnoses, MachineFault, Symptom};
use crate::step::State;
use crate::steps::network_reachability::{nobody_else_reaches, whole_trouble};

/// Graph waits no longer.
const LIMIT: Duration = Duration::from_secs(10);
/// Half of that is worth a look: Microsoft's network is another one.
const SLOW: Duration = Duration::from_secs(5);

/// Graph's own wording; blanks and the colon have to be decoded.
pub(super) fn token(id: &str) -> String {
    format!("Validation: Testing client application reachability for subscription Request-Id: {id}")
}

pub(super) fn with_token(url: &Url, token: &str) -> Url {
    let mut asked = url.clone();
    asked.query_pairs_mut().append_pair("validationToken", token);
    asked
}

fn host(found: &Found) -> &str {
    found.url.host_str().unwrap_or_default()
}

/// The address is that of another server: nothing is sent there.
pub(super) fn elsewhere(found: &Elsewhere) -> Diagnostic {
    let symptom = Symptom::machine(MachineFault::HookElsewhere, "validation");
    Diagnoses::builtin().find(&symptom.text_arg("host", &found.wanted).text_arg("seen", &found.given))
}

/// What is wrong with the endpoint, by its first cause.
pub(super) fn trouble(found: &Found) -> Option<Diagnostic> {
    let (host, sounding) = (host(found), &found.sounding);
    let find = |fault, seen: Option<String>| {
        let symptom = Symptom::machine(fault, "validation").text_arg("host", host);
        let symptom = match seen {
            Some(seen) => symptom.arg("seen", Arg::Text(seen)),
            None => symptom,
        };
        Some(Diagnoses::builtin().find(&symptom))
    };
    let connected = !matches!(
        sounding.reach.stage,
        ReachStage::NoDns { .. } | ReachStage::NoTcp { .. } | ReachStage::NoProxy { .. } | ReachStage::ProxyPassword
    );
    if connected && (sounding.late || sounding.took >= LIMIT) {
        return find(MachineFault::HookLate, None);
    }
    if let Some(trouble) = whole_trouble(host, sounding).or_else(|| nobody_else_reaches(host, sounding)) {
        return Some(trouble);
    }
    let status = sounding.reach.status.unwrap_or_default();
    match status {
        200 => {}
        300..=399 => return find(MachineFault::HookRedirects, sounding.redirect.clone()),
        401 | 403 => return find(MachineFault::HookRefused, None),
        404 => return find(MachineFault::HookNotFound, None),
        405 => return find(MachineFault::HookMethod, None),
        _ => return find(MachineFault::HookStatus, Some(status.to_string())),
    }
    let content = sounding.content_type.as_deref().unwrap_or_default();
    let kind = content.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("text/plain") {
        return find(MachineFault::HookHtml, (!kind.is_empty()).then(|| kind.to_owned()));
    }
    if sounding.body != found.token.as_bytes() {
        return find(MachineFault::HookOtherBody, None);
    }
    None
}

/// The connection from this computer did not come about: that may be this network's, and Microsoft's may be better.
pub(super) const fn is_only_the_way(found: &Found) -> bool {
    matches!(
        found.sounding.reach.stage,
        ReachStage::NoDns { .. } | ReachStage::NoTcp { .. } | ReachStage::NoProxy { .. } | ReachStage::ProxyPassword
    )
}

pub(super) fn is_slow(sounding: &Sounding) -> bool {
    sounding.took >= SLOW
}

pub(super) fn state(trouble: Diagnostic) -> State {
    match trouble.outcome {
        Outcome::Failed => State::Failed(Box::new(trouble)),
        Outcome::NeedsPerson => State::NeedsPerson(Box::new(trouble)),
        Outcome::Finding => State::Finding,
        _ => State::Unknown(Box::new(trouble)),
    }
}
