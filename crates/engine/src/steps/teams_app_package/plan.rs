//! What is missing, out of what was found.

use std::time::Duration;

use domain::{Action, Diagnostic, Outcome, msg};
use microsoft::graph::PublishingState;
use microsoft::teams::AppAvailability;

use super::{Change, Found, Package, Status, version_in};
use crate::diagnose::{WithArg as _, simple};
use crate::problem::Waiting;
use crate::settle::WAIT_LIMIT;
use crate::step::{Cx, Plan, State};
use crate::teams_package::{About, Version};

/// The page with all apps.
pub(super) const MANAGE_APPS: &str = "teams.manage_apps";
/// How long a published app may be unknown to Teams' own cmdlets.
const SPREADING: Duration = Duration::from_secs(24 * 60 * 60);

pub(super) fn plan(cx: &Cx<'_>, found: &Found) -> Plan<Change> {
    let (file, checked) = match &found.package {
        Package::NotChosen => return Plan::stands(State::NeedsDecision),
        Package::Lost(why) => return Plan::stands(State::Failed(why.clone())),
        Package::Read { file, checked } => (file, checked),
    };
    let Some(about) = found.about() else {
        let faulty = simple("teams-package-faulty", Outcome::Failed).with_arg("name", &file.name);
        return Plan::stands(failed(faulty.with_arg("count", &checked.wrong.len().to_string())));
    };
    let version = found.app.as_ref().and_then(|app| version_in(app, PublishingState::Published));
    if version == Some(about.version.as_str()) {
        return Plan::stands(usable(cx, found, !checked.doubts.is_empty()));
    }
    if let Some(state) = in_the_way(found, about) {
        return Plan::stands(state);
    }
    let (package, manifest_id) = (file.clone(), about.id.clone());
    let (wanted, name) = (about.version.clone(), about.name.clone());
    let change = match &found.app {
        None => Change::Publish { package, manifest_id, version: wanted, name, review: !found.may_publish },
        Some(app) => Change::Update {
            catalogue_id: app.id.clone(),
            package,
            manifest_id,
            version: wanted,
            name,
            replaces: version.map(str::to_owned),
        },
    };
    let state = if checked.doubts.is_empty() { State::Right } else { State::Finding };
    Plan { changes: vec![change], state }
}

/// What keeps this version from being sent.
fn in_the_way(found: &Found, about: &About) -> Option<State> {
    let wanted = Version::parse(&about.version);
    let in_state = |state| found.app.as_ref().and_then(|app| version_in(app, state));
    let mut there = [PublishingState::Published, PublishingState::Submitted].into_iter().filter_map(in_state);
    if let Some(there) = there.find(|there| Version::parse(there) > wanted) {
        let lower = simple("teams-package-version-lower", Outcome::Failed).with_arg("there", there);
        return Some(failed(lower.with_arg("given", &about.version).with_arg("name", &about.name)));
    }
    if in_state(PublishingState::Rejected) == Some(about.version.as_str()) {
        let rejected = simple("teams-app-rejected", Outcome::Failed).with_arg("name", &about.name);
        return Some(failed(rejected.with_arg("version", &about.version)));
    }
    found.needed.clone().map(State::NeedsPerson)
}

/// Published, and now: can anybody use it? Each of three places must say so.
fn usable(cx: &Cx<'_>, found: &Found, doubts: bool) -> State {
    if let Some(needed) = &found.needed {
        return State::NeedsPerson(needed.clone());
    }
    let said = |code: &str, outcome| {
        let action = Some(Action::OpenLink { link: MANAGE_APPS.to_owned() });
        let name = found.about().map(|about| about.name.clone()).unwrap_or_default();
        Box::new(Diagnostic { action, ..simple(code, outcome) }.with_arg("name", &name))
    };
    let Status { custom_apps, blocked, available, unknown_to_teams, why } = &found.status;
    if *blocked == Some(true) {
        return State::Failed(said("teams-app-blocked", Outcome::Failed));
    }
    if *available == Some(AppAvailability::Noone) {
        return State::Failed(said("teams-app-for-nobody", Outcome::Failed));
    }
    if *unknown_to_teams && cx.made_at().is_some_and(|at| cx.now.since(at) < SPREADING) {
        return State::Waiting(Waiting { text: msg("teams-app-spreading"), limit: WAIT_LIMIT });
    }
    match (custom_apps, blocked, available, why) {
        (Some(_), Some(false), Some(AppAvailability::Everyone), None) if !doubts => State::Right,
        (Some(_), Some(false), Some(AppAvailability::Everyone | AppAvailability::UsersAndGroups), None) => {
            State::Finding
        }
        (_, _, _, Some(why)) => {
            let mut unknown = said("teams-app-status-unknown", Outcome::Unknown);
            unknown.cause = Some(why.what.clone());
            unknown.technical.clone_from(&why.technical);
            State::Unknown(unknown)
        }
        _ => State::Unknown(said("teams-app-status-unknown", Outcome::Unknown)),
    }
}

fn failed(diagnostic: Diagnostic) -> State {
    State::Failed(Box::new(diagnostic))
}
