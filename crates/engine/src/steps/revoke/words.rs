//! What revoking says.

use domain::{Block, ChangeView, Choice, Message, Question, QuestionId, Tone, Verb, msg};

use super::super::app_registration::call;
use super::{Change, Done, Found, How, REVOKE, Registration, possible, revoked};
use crate::said::together;
use crate::step::{Cx, Described};
use crate::views::{self, fact_text, facts};

const WRITE: &[&str] = &["Application.ReadWrite.All"];

pub(super) fn describe(cx: &Cx<'_>, change: &Change) -> Described {
    let name = cx.outputs.app.as_ref().map(|app| app.name.clone()).unwrap_or_default();
    let (verb, what, target) = match change {
        Change::Disable { principal, .. } => (Verb::Change, "disable", ("PATCH", servicing(*principal))),
        Change::DisableEverywhere { app, .. } => {
            (Verb::Change, "disable-everywhere", ("PATCH", format!("/v1.0/applications/{app}")))
        }
        Change::Delete { app, .. } => (Verb::Remove, "delete", ("DELETE", format!("/v1.0/applications/{app}"))),
        Change::PutBack { what, .. } => return describe_put_back(what),
    };
    let text = msg(&format!("revoke-{what}")).text("name", name);
    let note = Some(msg(&format!("revoke-{what}-note")));
    let calls = vec![call(target.0, target.1)];
    Described { view: ChangeView { verb, text, note, calls, careful: true }, scopes: WRITE }
}

pub(super) fn describe_put_back(done: &Done) -> Described {
    let (what, calls) = match done {
        Done::Disabled { principal } => ("disabled", vec![call("PATCH", servicing(*principal))]),
        Done::DisabledEverywhere { app } => {
            ("disabled-everywhere", vec![call("PATCH", format!("/v1.0/applications/{app}"))])
        }
        Done::Deleted { app, principal, .. } => {
            let restore = |id: String| call("POST", format!("/v1.0/directory/deletedItems/{id}/restore"));
            let mut calls = vec![restore(app.to_string())];
            calls.extend(principal.map(|principal| restore(principal.to_string())));
            ("deleted", calls)
        }
    };
    let text = msg(&format!("revoke-put-back-{what}"));
    let note = matches!(done, Done::Deleted { .. }).then(|| msg("revoke-put-back-deleted-note"));
    Described { view: ChangeView { verb: Verb::Change, text, note, calls, careful: true }, scopes: WRITE }
}

fn servicing(principal: domain::ServicePrincipalId) -> String {
    format!("/v1.0/servicePrincipals/{principal}")
}

pub(super) fn expected(how: How) -> Message {
    msg(&format!("revoke-expected-{}", how.name().replace('_', "-")))
}

pub(super) fn seen(cx: &Cx<'_>, found: &Found) -> Message {
    let stands = revoked(cx.journal).last().map(|(_, at)| msg("revoke-seen-since").time("at", *at));
    together(msg(state(found)), stands)
}

const fn state(found: &Found) -> &'static str {
    match (&found.app, found.principal) {
        (Registration::Deleted { .. }, _) => "revoke-seen-deleted",
        (Registration::Ours { disabled: true, .. }, _) => "revoke-seen-disabled-everywhere",
        (_, Some((_, false))) => "revoke-seen-disabled",
        (_, Some((_, true))) => "revoke-seen-on",
        (_, None) => "revoke-seen-none",
    }
}

pub(super) fn blocks(cx: &Cx<'_>, how: How, found: &Found) -> Vec<Block> {
    let mut blocks = vec![
        facts(vec![fact_text("fact-revoke-now", msg(state(found)))]),
        Block::Question { question: question(cx, how, found) },
    ];
    if possible(how, found) != how {
        blocks.push(Block::Text { text: msg("revoke-not-ours"), tone: Tone::Warning });
    }
    blocks.push(Block::Text { text: msg("revoke-tokens"), tone: Tone::Quiet });
    let vendors = cx.profile.revoke.iter().enumerate();
    blocks.extend(vendors.map(|(n, text)| Block::Text {
        text: views::profile_text(cx.profile, &format!("revoke-{}", n + 1), text),
        tone: Tone::Quiet,
    }));
    blocks
}

fn question(cx: &Cx<'_>, how: How, found: &Found) -> Question {
    let offered = How::ALL.into_iter().filter(|how| possible(*how, found) == *how);
    let name = cx.outputs.app.as_ref().map(|app| app.name.trim().to_owned());
    let options = offered.map(|how| {
        let id = how.name().replace('_', "-");
        Choice {
            value: how.name().to_owned(),
            label: msg(&format!("revoke-option-{id}")),
            note: Some(msg(&format!("revoke-option-{id}-note"))),
            facts: Vec::new(),
            typed_confirmation: name.clone().filter(|_| how == How::Delete),
        }
    });
    Question {
        id: QuestionId::from(REVOKE),
        title: msg("revoke-question"),
        detail: Some(msg("revoke-question-detail")),
        options: options.collect(),
        chosen: Some(possible(how, found).name().to_owned()),
        input: None,
    }
}
