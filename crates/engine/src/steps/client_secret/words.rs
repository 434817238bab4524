//! The words, pictures and questions of a client secret.

use domain::{
    AppObjectId, Block, ChangeView, Choice, Known, Message, Outcome, Question, QuestionId, TimePoint, Tone, Verb, msg,
};

use super::limit::end;
use super::plan::{ends_soon, wanted_number};
use super::shapes::{Attempt, Change, Found, Made, Receipt};
use super::{RETIRE, Wanted, lasts};
use crate::said::together;
use crate::step::Cx;
use crate::steps::app_registration::call;
use crate::steps::certificate::app_name;
use crate::views::{fact, fact_text, facts};

/// After a rotation both secrets work; the old one goes when the vendor uses the new one.
fn retire_question(cx: &Cx<'_>, found: &Found) -> Option<Question> {
    let current = found.current(cx.now)?;
    let old = found.ours.iter().rfind(|old| old.on_app && old.made.attempt.number < current.made.attempt.number)?;
    let choice = |value: String, id: &str| Choice {
        value,
        label: msg(id),
        note: Some(msg(&format!("{id}-note"))),
        facts: Vec::new(),
        typed_confirmation: None,
    };
    Some(Question {
        id: QuestionId::from(RETIRE),
        title: msg("client-secret-retire").text("id", old.made.key_id.to_string()),
        detail: Some(msg("client-secret-retire-detail").time("until", old.made.attempt.not_after)),
        options: vec![
            choice("0".to_owned(), "client-secret-retire-keep"),
            choice(old.made.attempt.number.to_string(), "client-secret-retire-remove"),
        ],
        chosen: cx.setup.answers.text(&QuestionId::from(RETIRE)).map(str::to_owned),
        input: None,
    })
}

/// Everything that the page shows.
pub(super) fn blocks(cx: &Cx<'_>, found: &Found) -> Vec<Block> {
    let mut blocks = Vec::new();
    let text = |id: &str, tone| Block::Text { text: msg(id), tone };
    match found.current(cx.now) {
        Some(ours) => {
            let Made { attempt, key_id, hint } = &ours.made;
            let place = if ours.in_keychain { "client-secret-in-keychain" } else { "client-secret-not-in-keychain" };
            let mut id = fact("fact-secret-id", key_id.to_string());
            id.note = Some(msg("client-secret-id-note"));
            let mut rows = vec![fact("fact-secret-name", attempt.display_name.clone()), id];
            rows.extend(hint.as_ref().map(|hint| {
                let hint = msg("client-secret-hint").text("hint", hint.clone());
                fact_text("fact-secret-hint", hint)
            }));
            rows.push(fact_text("fact-valid-until", msg("value-date").time("at", attempt.not_after)));
            rows.push(fact_text("fact-secret-text", msg(place)));
            blocks.push(facts(rows));
            blocks.push(expiry_line(cx, attempt));
            if !ours.in_keychain {
                blocks.push(text("client-secret-now-lost", Tone::Warning));
            } else if ends_soon(cx, attempt) && attempt.number >= wanted_number(cx) {
                let text = msg("client-secret-ends").time("until", attempt.not_after);
                blocks.push(Block::Text { text, tone: Tone::Warning });
            }
        }
        None => blocks.push(text("client-secret-now-none", Tone::Plain)),
    }
    if found.tries.iter().any(|tried| !tried.left.is_empty()) {
        blocks.push(text("client-secret-left", Tone::Warning));
    }
    blocks.extend(retire_question(cx, found).map(|question| Block::Question { question }));
    if found.others > 0 || found.certificates > 0 {
        let text = msg("client-secret-others").count("certificates", found.certificates).count("secrets", found.others);
        blocks.push(Block::Text { text, tone: Tone::Quiet });
    }
    blocks
}

/// From its begin to its end, with the time to renew.
fn expiry_line(cx: &Cx<'_>, attempt: &Attempt) -> Block {
    let soon = ends_soon(cx, attempt);
    let point = |at, id: &str, outcome| TimePoint { at, label: msg(id), outcome };
    Block::Timeline {
        title: None,
        points: vec![
            point(attempt.from, "certificate-line-begins", Some(Outcome::Done)),
            point(attempt.not_after - lasts(attempt), "certificate-line-renew", soon.then_some(Outcome::Finding)),
            point(attempt.not_after, "certificate-line-ends", None),
        ],
        summary: msg("client-secret-line-summary").time("at", attempt.not_after),
    }
}

/// A change in words.
pub(super) fn describe(cx: &Cx<'_>, change: &Change) -> ChangeView {
    let app_name = cx.outputs.app.as_ref().map_or_else(|| app_name(cx), |app| app.name.clone());
    let calls = |app: &Known<AppObjectId>, what: &str| {
        let id = app.now().map_or_else(|| "{id}".to_owned(), ToString::to_string);
        vec![call("POST", format!("/v1.0/applications/{id}/{what}"))]
    };
    match change {
        Change::Make { app, name, months, longest, .. } => {
            let note = if longest.is_some() { "client-secret-make-note-shortened" } else { "client-secret-make-note" };
            ChangeView {
                verb: Verb::Add,
                text: msg("client-secret-make").text("name", name.clone()).text("app", app_name),
                note: Some(msg(note).time("until", end(cx.now, *months, *longest))),
                calls: calls(app, "addPassword"),
                careful: false,
            }
        }
        Change::Remove { app, key_id, .. } => ChangeView {
            verb: Verb::Remove,
            text: msg("client-secret-remove").text("id", key_id.to_string()).text("app", app_name),
            note: Some(msg("client-secret-remove-note")),
            calls: calls(app, "removePassword"),
            careful: true,
        },
        Change::Clear { app, key_ids } => ChangeView {
            verb: Verb::Remove,
            text: msg("client-secret-clear").count("count", key_ids.len()).text("app", app_name),
            note: Some(msg("client-secret-clear-note")),
            calls: calls(app, "removePassword"),
            careful: true,
        },
    }
}

pub(super) fn expected(wanted: &Wanted) -> Message {
    msg("client-secret-expected").text("name", wanted.name.clone()).count("months", wanted.months as usize)
}

pub(super) fn seen(cx: &Cx<'_>, found: &Found) -> Message {
    let secret = |id: &str, attempt: &Attempt| {
        msg(id).text("name", attempt.display_name.clone()).time("until", attempt.not_after)
    };
    let newest = found.ours.iter().rfind(|ours| ours.on_app);
    let first = match (found.current(cx.now), newest) {
        (Some(ours), _) if ours.in_keychain => secret("client-secret-seen", &ours.made.attempt),
        (Some(ours), _) => secret("client-secret-seen-lost", &ours.made.attempt),
        (None, Some(ours)) => secret("client-secret-seen-ended", &ours.made.attempt),
        (None, None) => msg("client-secret-seen-none"),
    };
    let count = |id: &str, count: usize| (count > 0).then(|| msg(id).count("count", count));
    let on_app = found.ours.iter().filter(|ours| ours.on_app).count();
    let left = found.tries.iter().map(|tried| tried.left.len()).sum();
    let limit = found.limit.longest.and_then(|seconds| usize::try_from(seconds / 86_400).ok());
    let more = [
        count("client-secret-seen-former", on_app.saturating_sub(1)),
        count("client-secret-seen-left", left),
        count("client-secret-seen-others", found.others),
        found.limit.forbidden.then(|| msg("client-secret-seen-forbidden")),
        limit.map(|days| msg("client-secret-seen-limit").count("days", days)),
    ];
    together(first, more.into_iter().flatten())
}

/// What taking back means.
pub(super) fn undo(receipt: &Receipt) -> Option<ChangeView> {
    let (text, note, app) = match receipt {
        Receipt::Made(made) => ("client-secret-undo-make", "client-secret-undo-make-note", made.attempt.app),
        Receipt::Left(attempt) => ("client-secret-undo-left", "client-secret-clear-note", attempt.app),
        Receipt::Removed { .. } => return None,
    };
    let calls = vec![call("POST", format!("/v1.0/applications/{app}/removePassword"))];
    Some(ChangeView { verb: Verb::Remove, text: msg(text), note: Some(msg(note)), calls, careful: true })
}
