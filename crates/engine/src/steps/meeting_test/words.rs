//! The words for what was proved and for what would be tried.

use domain::{
    Block, CallView, ChangeView, Diagnostic, Fact, Lane, MeetingTestSpec, Message, Outcome, Stage, Tone, UserId,
    UserRef, Verb, msg,
};

use super::proof::{HOLDS, Tried};
use super::{Change, Found, Probed, Reason, wants_control};
use crate::diagnose;
use crate::step::{Cx, Described};
use crate::steps::app_registration::call;

pub(super) fn describe(cx: &Cx<'_>, spec: &MeetingTestSpec, change: &Change) -> Described {
    let people = cx.outputs.organiser.as_ref();
    let named = |user: Option<&UserRef>, part: &str| match user {
        Some(user) => {
            msg(&format!("meeting-test-{part}")).text("name", user.name.clone()).text("upn", user.upn.clone())
        }
        None => msg(&format!("meeting-test-{part}-later")).message("later", cx.known_after(domain::Field::Organiser)),
    };
    let (user, part, calls): (_, _, &[(&str, &str)]) = match change {
        Change::TryAllowed { .. } => {
            (people.map(|people| &people.organiser), "allowed", &[("POST", ""), ("DELETE", "/{id}")])
        }
        Change::TryRefused { .. } => (people.and_then(|people| people.control.as_ref()), "refused", &[("POST", "")]),
        Change::AsUser { .. } => return super::delegated::describe(cx, spec),
        Change::TakeOff { app, .. } => return super::take_off::describe(cx, *app),
    };
    let id = user.map_or_else(|| "{id}".to_owned(), |user| user.id.to_string());
    let calls: Vec<CallView> =
        calls.iter().map(|(method, end)| call(method, format!("/v1.0/users/{id}/onlineMeetings{end}"))).collect();
    let note = msg(&format!("meeting-test-{part}-note")).text("subject", spec.subject.clone());
    let view = ChangeView { verb: Verb::Try, text: named(user, part), note: Some(note), calls, careful: false };
    Described { view, scopes: &[] }
}

/// A meeting that an interrupted test may have left.
pub(super) fn left_behind(cx: &Cx<'_>, user: UserId) -> Described {
    let people = cx.outputs.organiser.as_ref();
    let known = people.into_iter().flat_map(|people| std::iter::once(&people.organiser).chain(&people.control));
    let name =
        known.into_iter().find(|known| known.id == user).map_or_else(|| user.to_string(), |known| known.name.clone());
    let calls = vec![call("DELETE", format!("/v1.0/users/{user}/onlineMeetings/{{id}}"))];
    let text = msg("meeting-test-left-behind").text("name", name);
    let note = Some(msg("meeting-test-left-behind-note"));
    Described { view: ChangeView { verb: Verb::Remove, text, note, calls, careful: false }, scopes: &[] }
}

/// Nothing here can act as the app.
pub(super) fn vendor_must_test(cx: &Cx<'_>) -> Diagnostic {
    let app = cx.outputs.app.as_ref().map(|app| app.name.as_str()).unwrap_or_default();
    let organiser = cx.outputs.organiser.as_ref().map(|people| people.organiser.name.as_str());
    diagnose::vendor_must_test(app, organiser.unwrap_or_default())
}

pub(super) fn blocks(cx: &Cx<'_>, spec: &MeetingTestSpec, found: &Found) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(people) = &cx.outputs.organiser {
        let mut lanes = vec![allowed(&people.organiser, found)];
        lanes.extend(people.control.as_ref().map(|control| refused(control, found)));
        blocks.push(Block::Lanes { lanes });
    }
    blocks.extend(warnings(cx, found));
    let rows = facts(found);
    if !rows.is_empty() {
        blocks.push(Block::Facts { title: None, rows });
    }
    if found.stale.is_some() {
        blocks.push(Block::Text { text: msg("meeting-test-stale"), tone: Tone::Quiet });
    }
    blocks.extend(super::take_off::block(cx));
    let about = msg("meeting-test-about")
        .text("subject", spec.subject.clone())
        .count("minutes", spec.starts_in_minutes as usize);
    blocks.push(Block::Text { text: about, tone: Tone::Quiet });
    blocks
}

fn warnings(cx: &Cx<'_>, found: &Found) -> Vec<Block> {
    let warning = |text: Message| Block::Text { text, tone: Tone::Warning };
    let mut all = Vec::new();
    if !wants_control(cx) {
        all.push(warning(msg("meeting-test-no-control")));
    }
    if let Some(tried) = found.proof.refused.as_ref().filter(|tried| tried.made) {
        let text = msg("meeting-test-too-wide").text("name", tried.user.name.clone());
        all.push(Block::Text { text, tone: Tone::Danger });
        all.extend(found.reason.as_ref().map(|reason| {
            warning(match reason {
                Reason::Policy { identity, source } => {
                    msg("meeting-test-reason").text("policy", identity.clone()).text("source", source.clone())
                }
                Reason::None => msg("meeting-test-reason-none"),
                Reason::NotKnown => msg("meeting-test-reason-not-known"),
            })
        }));
    }
    all
}

fn facts(found: &Found) -> Vec<Fact> {
    let tries = [&found.proof.allowed, &found.proof.refused];
    let Some(oldest) = tries.into_iter().flatten().map(|tried| tried.at).min() else {
        return Vec::new();
    };
    let ids: Vec<String> = tries.into_iter().flatten().flat_map(|tried| tried.request_ids.iter().cloned()).collect();
    let mut rows = vec![Fact {
        label: msg("meeting-test-proved"),
        value: msg("value-time").time("at", oldest),
        copy: None,
        note: Some(msg("meeting-test-holds").time("until", oldest + HOLDS)),
    }];
    if !ids.is_empty() {
        rows.push(Fact {
            label: msg("meeting-test-request-ids"),
            value: msg("value-list").list("values", ids.clone()),
            copy: Some(ids.join("\n")),
            note: None,
        });
    }
    rows
}

fn allowed(user: &UserRef, found: &Found) -> Lane {
    let tried = found.proof.allowed.as_ref();
    let (outcome, result) = match (tried, found.organiser) {
        (Some(_), _) => (Some(Outcome::Done), Some(msg("meeting-test-worked"))),
        (None, Some(Probed::Allowed)) => (None, Some(msg("meeting-test-probable"))),
        (None, Some(Probed::NoPolicy)) => (None, Some(msg("meeting-test-not-yet"))),
        (None, _) => (None, None),
    };
    Lane {
        title: Message::literal(user.name.clone()),
        expectation: msg("meeting-test-must-work"),
        outcome,
        result,
        stages: stages(tried, true),
    }
}

fn refused(user: &UserRef, found: &Found) -> Lane {
    let tried = found.proof.refused.as_ref();
    let (outcome, result) = match tried {
        Some(tried) if tried.made => (Some(Outcome::Finding), Some(msg("meeting-test-was-made"))),
        Some(_) => (Some(Outcome::Done), Some(msg("meeting-test-was-refused"))),
        None => (None, None),
    };
    Lane {
        title: Message::literal(user.name.clone()),
        expectation: msg("meeting-test-must-be-refused"),
        outcome,
        result,
        stages: stages(tried, false),
    }
}

/// Token, roles, request, answer, cleaned up.
fn stages(tried: Option<&Tried>, must_work: bool) -> Vec<Stage> {
    let stage = |id: &str, outcome: Option<Outcome>, detail: Message| Stage {
        label: msg(&format!("meeting-test-stage-{id}")),
        outcome,
        detail: Some(detail),
    };
    let done = tried.map(|_| Outcome::Done);
    let as_wanted = tried.map(|tried| if tried.made == must_work { Outcome::Done } else { Outcome::Finding });
    let detail = |id: &str| msg(&format!("meeting-test-stage-{id}-detail"));
    let roles = match tried {
        Some(tried) if !tried.roles.is_empty() => msg("value-list").list("values", tried.roles.clone()),
        _ => detail("roles"),
    };
    let request = match tried {
        Some(tried) => msg("meeting-test-stage-request-at").time("at", tried.at),
        None => detail("request"),
    };
    let answer = match tried {
        Some(tried) if tried.made => msg("meeting-test-answer-made"),
        Some(_) => msg("meeting-test-answer-refused"),
        None if must_work => msg("meeting-test-answer-expect-made"),
        None => msg("meeting-test-answer-expect-refused"),
    };
    let cleaned = match tried {
        Some(tried) if tried.made => (Some(Outcome::Done), msg("meeting-test-cleaned")),
        Some(_) => (Some(Outcome::NotApplicable), msg("meeting-test-nothing-to-clean")),
        None => (None, detail("cleanup")),
    };
    vec![
        stage("token", done, detail("token")),
        stage("roles", done, roles),
        stage("request", done, request),
        stage("answer", as_wanted, answer),
        stage("cleanup", cleaned.0, cleaned.1),
    ]
}
