//! What was found and what is planned, in words.

use domain::{Block, ChangeView, Message, TeamsAppPinSpec, Tone, Verb, msg};

use super::{Change, Done, Found, Target};
use crate::said::{names, together};
use crate::step::Described;
use crate::steps::app_registration::call;
use crate::views::{fact_text, facts};

/// PowerShell has a sign-in of its own: no scopes of Graph.
const SCOPES: &[&str] = &[];

fn cmdlet(name: &str) -> Vec<domain::CallView> {
    vec![call("PowerShell", name.to_owned())]
}

fn whom(to: &Target) -> String {
    match to {
        Target::User(user) => format!("{} ({})", user.name, user.upn),
        Target::Group { name, .. } => name.clone(),
    }
}

pub(super) fn describe(change: &Change) -> Described {
    let view = match change {
        Change::Make { policy, like, pinned, .. } => ChangeView {
            verb: Verb::Add,
            text: msg("teams-app-pin-make").text("policy", policy.clone()).text("like", like.clone()),
            note: Some(msg("teams-app-pin-make-note").count("count", pinned.len())),
            calls: cmdlet("New-CsTeamsAppSetupPolicy"),
            careful: false,
        },
        Change::Give { to, policy, replaces } => ChangeView {
            verb: if replaces.is_some() { Verb::Change } else { Verb::Add },
            text: msg("teams-app-pin-give").text("name", whom(to)).text("policy", policy.clone()),
            note: Some(match replaces {
                Some((before, _)) => msg("teams-app-pin-give-before").text("policy", before.clone()),
                None => msg("teams-app-pin-give-note"),
            }),
            calls: cmdlet("Grant-CsTeamsAppSetupPolicy"),
            careful: replaces.is_some(),
        },
    };
    Described { view, scopes: SCOPES }
}

pub(super) fn undo(done: &Done) -> Described {
    let view = match done {
        Done::Made { policy } => ChangeView {
            verb: Verb::Remove,
            text: msg("teams-app-pin-undo-make").text("policy", policy.clone()),
            note: Some(msg("teams-app-pin-undo-make-note")),
            calls: cmdlet("Remove-CsTeamsAppSetupPolicy"),
            careful: true,
        },
        Done::Given { to, policy, before } => ChangeView {
            verb: Verb::Change,
            text: msg("teams-app-pin-undo-give").text("name", whom(to)).text("policy", policy.clone()),
            note: Some(match before {
                Some((before, _)) => msg("teams-app-pin-undo-give-before").text("policy", before.clone()),
                None => msg("teams-app-pin-undo-give-none"),
            }),
            calls: cmdlet("Grant-CsTeamsAppSetupPolicy"),
            careful: true,
        },
    };
    Described { view, scopes: SCOPES }
}

pub(super) fn seen(found: &Found) -> Message {
    let (pinned, not): (Vec<_>, Vec<_>) = found
        .people
        .iter()
        .map(|person| (person.user.name.clone(), person.policy.as_str()))
        .chain(found.group.iter().map(|team| {
            let held = team.held.as_ref().map_or("Global", |(policy, _)| policy.as_str());
            (team.name.clone(), held)
        }))
        .partition(|(_, policy)| found.pins(policy));
    let named = |id: &str, all: Vec<(String, &str)>| {
        let all: Vec<String> = all.into_iter().map(|(name, _)| name).collect();
        (!all.is_empty()).then(|| msg(id).message("names", names(&all)))
    };
    let mut parts =
        [named("teams-app-pin-seen-pinned", pinned), named("teams-app-pin-seen-not", not)].into_iter().flatten();
    let first = parts.next().unwrap_or_else(|| msg("teams-app-pin-seen-nobody"));
    together(first, parts)
}

pub(super) fn blocks(spec: &TeamsAppPinSpec, found: &Found) -> Vec<Block> {
    let quiet = |text| Block::Text { tone: Tone::Quiet, text };
    let warning = |text| Block::Text { tone: Tone::Warning, text };
    let policy = |name: &str| Message::literal(name);
    let mut rows: Vec<domain::Fact> = Vec::new();
    for person in &found.people {
        let mut row = fact_text("fact-setup-policy", policy(&person.policy));
        row.label = msg("fact-setup-policy").text("name", person.user.name.clone());
        rows.push(row);
    }
    if let Some(team) = &found.group {
        let held = team.held.as_ref().map_or("Global", |(policy, _)| policy.as_str());
        let mut row = fact_text("fact-setup-policy", policy(held));
        row.label = msg("fact-setup-policy").text("name", team.name.clone());
        rows.push(row);
    }
    let mut blocks = Vec::new();
    if !rows.is_empty() {
        blocks.push(facts(rows));
    }
    if !found.unknown.is_empty() {
        blocks.push(warning(msg("teams-app-pin-unknown").message("names", names(&found.unknown))));
    }
    let copies = found.policies.iter().filter(|policy| !policy.more.is_empty());
    let whole: Vec<String> = copies.map(|policy| super::bare(&policy.identity).to_owned()).collect();
    if !whole.is_empty() {
        blocks.push(warning(msg("teams-app-pin-not-copied").message("names", names(&whole))));
    }
    if found.policy(&spec.name).is_some() && !found.pins(&spec.name) {
        blocks.push(warning(msg("teams-app-pin-other").text("policy", spec.name.clone())));
    }
    blocks.push(quiet(msg("teams-app-pin-hours")));
    blocks.push(quiet(msg("teams-app-pin-recommended")));
    blocks
}
