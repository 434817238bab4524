//! What was found and what is planned, in words.

use domain::{
    Block, ChangeView, Choice, Fact, Input, KeptFile, Message, Question, TeamsAppPackageSpec, Tone, Verb, msg,
};
use microsoft::graph::PublishingState;
use microsoft::teams::AppAvailability;

use super::{Change, Done, Found, Package, version_in};
use crate::said::together;
use crate::step::{Cx, Described};
use crate::steps::app_registration::call;
use crate::views::{fact, fact_text, facts};

const PUBLISH: &[&str] = &["AppCatalog.ReadWrite.All"];
const SUBMIT: &[&str] = &["AppCatalog.Submit"];
/// Options of the question for the file.
const FILE: &str = "file";
const PRACTICE: &str = "practice";

pub(super) fn describe(change: &Change) -> Described {
    match change {
        Change::Publish { version, name, review, .. } => {
            let (id, query) = if *review { ("submit", "?requiresReview=true") } else { ("publish", "") };
            let text = msg(&format!("teams-app-package-{id}")).text("name", name.clone());
            let view = ChangeView {
                verb: Verb::Add,
                text: text.text("version", version.clone()),
                note: Some(msg(&format!("teams-app-package-{id}-note"))),
                calls: vec![call("POST", format!("/v1.0/appCatalogs/teamsApps{query}"))],
                careful: false,
            };
            Described { view, scopes: if *review { SUBMIT } else { PUBLISH } }
        }
        Change::Update { catalogue_id, version, name, replaces, .. } => {
            let text = msg("teams-app-package-update").text("name", name.clone()).text("version", version.clone());
            let view = ChangeView {
                verb: Verb::Change,
                text: text.text("replaces", replaces.clone().unwrap_or_default()),
                note: Some(msg("teams-app-package-update-note")),
                calls: vec![call("POST", format!("/v1.0/appCatalogs/teamsApps/{catalogue_id}/appDefinitions"))],
                careful: true,
            };
            Described { view, scopes: PUBLISH }
        }
    }
}

/// An update is not taken back: it replaced what was there, and nobody kept that.
pub(super) fn undo(done: &Done) -> Option<Described> {
    let Done::Published { catalogue_id, version, name, .. } = done else { return None };
    let text = msg("teams-app-package-undo").text("name", name.clone()).text("version", version.clone());
    let calls = vec![call("DELETE", format!("/v1.0/appCatalogs/teamsApps/{catalogue_id}"))];
    let note = Some(msg("teams-app-package-undo-note"));
    let view = ChangeView { verb: Verb::Remove, text, note, calls, careful: true };
    Some(Described { view, scopes: PUBLISH })
}

pub(super) fn seen(found: &Found) -> Message {
    let (file, checked) = match &found.package {
        Package::NotChosen => return msg("teams-app-package-seen-none"),
        Package::Lost(why) => return why.what.clone(),
        Package::Read { file, checked } => (file, checked),
    };
    let first =
        checked.sentence().unwrap_or_else(|| msg("teams-app-package-seen-file").text("name", file.name.clone()));
    if !checked.wrong.is_empty() {
        return together(first, [msg("teams-app-package-seen-wrong").count("count", checked.wrong.len())]);
    }
    together(first, [in_catalogue(found)])
}

/// Where the app stands in the catalogue.
fn in_catalogue(found: &Found) -> Message {
    let Some(app) = &found.app else { return msg("teams-app-package-seen-absent") };
    let states = [
        (PublishingState::Published, "published"),
        (PublishingState::Submitted, "submitted"),
        (PublishingState::Rejected, "rejected"),
    ];
    let standing = states.into_iter().find_map(|(state, word)| Some((version_in(app, state)?, word)));
    let (version, word) = standing.unwrap_or(("", "absent"));
    msg("teams-app-package-seen-catalogue").text("version", version).text("state", word)
}

pub(super) fn blocks(cx: &Cx<'_>, spec: &TeamsAppPackageSpec, found: &Found) -> Vec<Block> {
    let mut blocks = vec![Block::Question { question: question(cx, spec, found) }];
    if let Package::Read { file, checked } = &found.package {
        blocks.push(facts(rows(found, file)));
        blocks.extend(checked.wrong.iter().map(|wrong| Block::Text { tone: Tone::Danger, text: wrong.clone() }));
        blocks.extend(checked.doubts.iter().map(|doubt| Block::Text { tone: Tone::Warning, text: doubt.clone() }));
    }
    if found.status.available == Some(AppAvailability::UsersAndGroups) {
        blocks.push(Block::Text { tone: Tone::Warning, text: msg("teams-app-for-some") });
    }
    blocks
}

fn rows(found: &Found, file: &KeptFile) -> Vec<Fact> {
    let mut rows =
        vec![fact("fact-teams-package", file.name.clone()), fact("fact-teams-package-digest", file.sha256.as_str())];
    let Package::Read { checked, .. } = &found.package else { return rows };
    let Some(about) = &checked.about else { return rows };
    rows.push(fact("fact-teams-manifest-id", about.id.clone()));
    rows.extend(about.client_id.map(|id| fact("fact-teams-client", id.to_string())));
    rows.extend(about.resource.clone().map(|resource| fact("fact-teams-resource", resource)));
    let Some(app) = &found.app else { return rows };
    rows.push(fact("fact-teams-catalogue-id", app.id.clone()));
    if version_in(app, PublishingState::Published).is_none() {
        return rows;
    }
    let said = |known: Option<&str>| msg(&format!("teams-status-{}", known.unwrap_or("unknown")));
    let yes_no = |value: Option<bool>, yes, no| said(value.map(|value| if value { yes } else { no }));
    rows.push(fact_text("fact-teams-custom-apps", yes_no(found.status.custom_apps, "on", "off")));
    rows.push(fact_text("fact-teams-blocked", yes_no(found.status.blocked, "blocked", "allowed")));
    let available = found.status.available.map(|available| match available {
        AppAvailability::Everyone => "everyone",
        AppAvailability::UsersAndGroups => "some",
        AppAvailability::Noone => "nobody",
        AppAvailability::Other => "unknown",
    });
    rows.push(fact_text("fact-teams-available", said(available)));
    rows
}

/// Asked as long as another file could be meant.
fn question(cx: &Cx<'_>, spec: &TeamsAppPackageSpec, found: &Found) -> Question {
    let asked = cx.profile.questions.iter().find(|question| question.id == spec.package);
    let label = asked.map_or_else(
        || msg("teams-app-package-question"),
        |asked| crate::views::profile_text(cx.profile, &format!("question-{}-label", asked.id), &asked.label),
    );
    let chosen = match &found.package {
        Package::Read { file, .. } => Some(file.name.clone()),
        Package::NotChosen | Package::Lost(_) => None,
    };
    let option = |value: &str| Choice {
        value: value.to_owned(),
        label: msg(&format!("teams-app-package-source-{value}")),
        note: Some(msg(&format!("teams-app-package-source-{value}-note"))),
        facts: Vec::new(),
        typed_confirmation: None,
    };
    let options = if found.practice { vec![option(PRACTICE), option(FILE)] } else { Vec::new() };
    let chosen = if found.practice && chosen.is_some() { Some(FILE.to_owned()) } else { chosen };
    Question {
        id: spec.package.clone(),
        title: label,
        detail: Some(msg("teams-app-package-question-detail")),
        options,
        chosen,
        input: Some(Input::File),
    }
}
