//! The ids side by side, and the question which is meant.

use domain::{Block, ChangeView, Choice, Fact, Message, Question, QuestionId, Tone, Verb, msg};

use super::{Found, Meant, TEAMS_APP_ID, left_over, refused};
use crate::said::names;
use crate::step::Cx;
use crate::steps::app_registration::call;
use crate::steps::expose_api::shapes::Change;
use crate::steps::expose_api::words::client_names;
use crate::views::{fact, facts};

pub(super) fn describe(change: &Change) -> ChangeView {
    let (app, clients) = match change {
        Change::Clients { app, clients, .. } => (app, client_names(clients)),
        // Never planned here.
        Change::Uri { app, .. } | Change::Scope { app, .. } => (app, Vec::new()),
    };
    let id = app.now().map_or_else(|| "{id}".to_owned(), ToString::to_string);
    ChangeView {
        verb: Verb::Add,
        text: msg("expose-api-clients").message("clients", names(&clients)),
        note: Some(msg("expose-api-client-note")),
        calls: vec![call("PATCH", format!("/v1.0/applications/{id}"))],
        careful: false,
    }
}

pub(super) fn seen(cx: &Cx<'_>, found: &Found) -> Message {
    match Meant::decided(cx) {
        None => msg("expose-api-client-seen-open"),
        Some(meant) => match found.id(meant) {
            None => msg("expose-api-client-seen-nothing"),
            Some(id) if found.has(id) => msg("expose-api-client-seen-there").text("id", id.to_string()),
            Some(id) => msg("expose-api-client-seen-missing").text("id", id.to_string()),
        },
    }
}

pub(super) fn blocks(cx: &Cx<'_>, found: &Found) -> Vec<Block> {
    let text = |text: Message, tone| Block::Text { text, tone };
    let mut blocks = vec![facts(rows(found))];
    if found.is_own() {
        blocks.push(text(msg("expose-api-client-own"), Tone::Plain));
    }
    if let Some(id) = Meant::decided(cx).and_then(|meant| found.id(meant))
        && let Some(code) = refused(cx, id).filter(|_| !found.has(id))
    {
        let refused = msg("expose-api-client-refused-before").text("id", id.to_string());
        blocks.push(text(refused.text("code", code), Tone::Danger));
    }
    let left = left_over(cx, found);
    if !left.is_empty() {
        let left = msg("expose-api-client-left-over").message("clients", names(&client_names(&left)));
        blocks.push(text(left, Tone::Warning));
    }
    blocks.push(Block::Question { question: question(cx, found) });
    blocks
}

/// Side by side: what the vendor's wording may mean, and the app that asks.
fn rows(found: &Found) -> Vec<Fact> {
    let mut rows = vec![
        fact("fact-teams-catalogue-id", found.catalogue.clone()),
        fact("fact-teams-manifest-id", found.manifest.clone()),
    ];
    rows.extend(found.sign_in.map(|id| fact("fact-teams-client", id.to_string())));
    rows.push(fact("fact-client-id", found.own.to_string()));
    rows
}

fn question(cx: &Cx<'_>, found: &Found) -> Question {
    let suggested = if found.id(Meant::SignIn).is_some() { Meant::SignIn } else { Meant::Nothing };
    let mut options: Vec<Choice> = Vec::new();
    let mut offered = Vec::new();
    for meant in Meant::IDS {
        let Some(id) = found.id(meant).filter(|id| *id != found.own && !offered.contains(id)) else { continue };
        offered.push(id);
        options.push(option(meant, suggested, Some(id.to_string())));
    }
    options.push(option(Meant::Nothing, suggested, None));
    Question {
        id: QuestionId::from(TEAMS_APP_ID),
        title: msg("expose-api-client-question"),
        detail: Some(msg("expose-api-client-question-detail")),
        options,
        chosen: Meant::decided(cx).map(|meant| meant.name().to_owned()),
        input: None,
    }
}

fn option(meant: Meant, suggested: Meant, id: Option<String>) -> Choice {
    let name = meant.name().replace('_', "-");
    let label = msg(&format!("expose-api-client-option-{name}"));
    let note = if meant == suggested { format!("{name}-suggested") } else { format!("{name}-note") };
    Choice {
        value: meant.name().to_owned(),
        label: id.map_or_else(|| label.clone(), |id| label.clone().text("id", id)),
        note: Some(msg(&format!("expose-api-client-option-{note}"))),
        facts: Vec::new(),
        typed_confirmation: None,
    }
}
