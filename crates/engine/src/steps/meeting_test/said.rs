//! What is expected of the test, and what was seen of it.

use domain::{Message, UserRef, msg};

use super::proof::Tried;
use super::{Found, Probed, wants_control};
use crate::said::together;
use crate::step::Cx;

pub(super) fn expected(cx: &Cx<'_>) -> Message {
    let people = cx.outputs.organiser.as_ref();
    let named = |id: &str, user: Option<&UserRef>| {
        let known = user.map(|user| msg(id).text("name", user.name.clone()));
        known.unwrap_or_else(|| msg(&format!("{id}-later")))
    };
    let works = named("meeting-test-expected-works", people.map(|people| &people.organiser));
    let refused = wants_control(cx)
        .then(|| named("meeting-test-expected-refused", people.and_then(|people| people.control.as_ref())));
    together(works, refused)
}

pub(super) fn seen(cx: &Cx<'_>, found: &Found) -> Message {
    let said = |id: &str, tried: &Tried| msg(id).text("name", tried.user.name.clone()).time("at", tried.at);
    let allowed = match (&found.proof.allowed, found.organiser) {
        (Some(tried), _) => said("meeting-test-seen-made", tried),
        (None, Some(Probed::Allowed)) => msg("meeting-test-seen-probable"),
        (None, Some(Probed::NoPolicy)) => msg("meeting-test-seen-not-yet"),
        (None, _) => msg("meeting-test-seen-untried"),
    };
    let refused = match &found.proof.refused {
        Some(tried) if tried.made => Some(said("meeting-test-seen-too-wide", tried)),
        Some(tried) => Some(said("meeting-test-seen-refused", tried)),
        None if found.proof.allowed.is_some() && wants_control(cx) => Some(msg("meeting-test-seen-control-untried")),
        None if found.proof.allowed.is_some() => Some(msg("meeting-test-seen-no-control")),
        None => None,
    };
    let stale = found
        .stale
        .as_ref()
        .and_then(|proof| [&proof.allowed, &proof.refused].into_iter().flatten().map(|tried| tried.at).max());
    let stale = stale.map(|at| msg("meeting-test-seen-stale").time("at", at));
    together(allowed, refused.into_iter().chain(stale))
}
