//! Reads the file, the catalogue, and what Teams says about the app.

use domain::{DocumentError, Field, KeptFile, Outcome, Surroundings, TeamsAppPackageSpec, msg};
use microsoft::graph::{CatalogApp, PublishingState};
use microsoft::teams::PowerShellError;
use microsoft::{Error, Read};

use super::{Found, Package, Status, version_in};
use crate::diagnose::{self, WithArg as _, name_people, simple};
use crate::roles::template;
use crate::step::Cx;
use crate::teams_package::{self, About};
use crate::{Problem, World, views};

/// Who publishes without a review.
const PUBLISHERS: [&str; 2] = ["Teams Administrator", "Global Administrator"];

pub(super) async fn look(cx: &Cx<'_>, spec: &TeamsAppPackageSpec, world: &World<Read>) -> Result<Found, Problem> {
    let package = read(cx, spec, world)?;
    let practice = world.ports.endpoints.surroundings == Surroundings::Practice;
    let nothing = Status::default();
    let mut found = Found { package, practice, app: None, may_publish: false, status: nothing, needed: None };
    let Some(about) = found.about().cloned() else { return Ok(found) };
    let (app, roles) = futures_util::try_join!(world.graph.catalog_app(&about.id), world.graph.my_roles())?;
    let held = |name: &str| {
        let template = template(name);
        roles.iter().any(|role| role.role_template_id.as_deref() == template)
    };
    found.may_publish = PUBLISHERS.iter().any(|role| held(role));
    found.app = app;
    found.status = status(cx, found.app.as_ref(), world).await;
    if let Some(mut needed) = needed(&found, &about) {
        needed.who = PUBLISHERS.iter().map(|role| msg("diag-who-role").text("role", *role)).collect();
        name_people(&mut needed, world).await;
        found.needed = Some(Box::new(needed));
    }
    Ok(found)
}

/// The file of the answer, looked at. It is read anew every time: what was checked is what is sent.
fn read(cx: &Cx<'_>, spec: &TeamsAppPackageSpec, world: &World<Read>) -> Result<Package, Problem> {
    let Some(file) = KeptFile::answering(&cx.setup.answers, &spec.package) else {
        return Ok(Package::NotChosen);
    };
    let content = match world.ports.documents.read(&file) {
        Ok(content) => content,
        Err(error) => return Ok(Package::Lost(Box::new(lost(&error)))),
    };
    let mut checked = Box::new(teams_package::check(&content));
    if spec.client
        && let Some(about) = &checked.about
    {
        let app = cx.outputs.app.as_ref().ok_or(Problem::Missing(Field::App))?;
        // Where the profile makes the address, it is known first: a package that names another one signs nobody in.
        let exposed = cx.profile.needs(cx.item, &cx.setup.answers).contains(&Field::Api);
        let api = match &cx.outputs.api {
            Some(api) if exposed => Some(api.uri.as_str()),
            None if exposed && !cx.outputs.settles(Field::Api) => return Err(Problem::Missing(Field::Api)),
            _ => None,
        };
        checked.wrong.extend(teams_package::fits(about, app.app_id, api));
    }
    Ok(Package::Read { file, checked })
}

/// A copy that is not what was chosen, in words.
pub(super) fn lost(error: &DocumentError) -> domain::Diagnostic {
    let (code, name) = match error {
        DocumentError::Gone(name) => ("document-gone", name),
        DocumentError::Changed(name) => ("document-changed", name),
        DocumentError::Unreadable { name, .. } => ("document-unreadable", name),
    };
    let found = simple(code, Outcome::NeedsDecision).with_arg("name", name);
    match error {
        DocumentError::Unreadable { why, .. } => found.with_arg("why", why),
        _ => found,
    }
}

/// Asks Teams, as far as it answers: without PowerShell, without a sign-in or without a role it is unknown, never fine.
async fn status(cx: &Cx<'_>, app: Option<&CatalogApp>, world: &World<Read>) -> Status {
    let mut status = Status::default();
    match world.teams.custom_apps().await {
        Ok(allowed) => status.custom_apps = allowed,
        Err(error) => {
            status.why = Some(why(cx, error));
            return status;
        }
    }
    let published = app.filter(|app| version_in(app, PublishingState::Published).is_some());
    let Some(app) = published else { return status };
    match world.teams.app_status(&app.id).await {
        Ok(read) => (status.blocked, status.available) = (read.is_blocked, read.available_to),
        Err(Error::PowerShell(PowerShellError::Refused { category, .. })) if category == "ObjectNotFound" => {
            status.unknown_to_teams = true;
        }
        Err(error) => status.why = Some(why(cx, error)),
    }
    status
}

fn why(cx: &Cx<'_>, error: Error) -> Box<domain::Diagnostic> {
    Box::new(diagnose::diagnostic(&Problem::from(error), &views::known_args(cx.setup, cx.outputs)))
}

/// What only an administrator of Teams can do.
fn needed(found: &Found, about: &About) -> Option<domain::Diagnostic> {
    let wanted = Some(about.version.as_str());
    let published = found.app.as_ref().and_then(|app| version_in(app, PublishingState::Published));
    let submitted = found.app.as_ref().and_then(|app| version_in(app, PublishingState::Submitted));
    let code = if published == wanted {
        (found.status.custom_apps == Some(false)).then_some("teams-custom-apps-off")?
    } else if found.status.custom_apps == Some(false) {
        "teams-custom-apps-off"
    } else if submitted == wanted {
        "teams-app-in-review"
    } else if found.app.is_some() && !found.may_publish {
        "teams-app-update-role"
    } else {
        return None;
    };
    let needed = simple(code, Outcome::NeedsPerson);
    Some(needed.with_arg("name", &about.name).with_arg("version", &about.version))
}
