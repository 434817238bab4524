//! Publishing, updating, and taking back. An app is one by its manifest's id: it is looked up before anything is repeated.

use domain::Outcome;
use microsoft::graph::{CatalogApp, PublishingState};
use microsoft::{Error, Mode, Read, Write};

use super::{Change, Done, Found, Receipt, look, version_in};
use crate::diagnose::{WithArg as _, simple};
use crate::step::{Applied, Cx, Intent};
use crate::teams_package::Version;
use crate::{Problem, World};

/// The catalogue says so of an id that it has, and of a version that it has.
const EXISTS: &str = "AppDefinitionAlreadyExists";

pub(super) async fn apply(
    change: &Change,
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Applied<Receipt>, Problem> {
    let (Change::Publish { package, manifest_id, version, name, .. }
    | Change::Update { package, manifest_id, version, name, .. }) = change;
    // Exactly the file that was looked at: another content has another digest and is not read.
    let content = world.ports.documents.read(package).map_err(|error| look::lost(&error))?;
    let content = bytes::Bytes::from(content);
    let what = (manifest_id.as_str(), version.as_str(), name.as_str());
    let sent = match change {
        Change::Publish { review, .. } => world.graph.publish_app(content.clone(), *review).await,
        Change::Update { catalogue_id, .. } => {
            world.graph.update_app(catalogue_id, content.clone()).await.map(|()| Some(catalogue_id.clone()))
        }
    };
    let published = matches!(change, Change::Publish { .. });
    match sent {
        Ok(Some(id)) => Ok(Applied { receipt: Some(receipt(published, &id, what)) }),
        Ok(None) => {
            // Accepted, and where it came to lie is looked up: it may take a moment to be there.
            let there = look_up(world, manifest_id).await?.filter(|there| has(there, version));
            let there = there.ok_or(Problem::NotVisible)?;
            Ok(Applied { receipt: Some(receipt(published, &there.id, what)) })
        }
        Err(error) if error.is_status(409) || error.has_code(EXISTS) => {
            let there = look_up(world, manifest_id).await?.ok_or(Problem::NotVisible)?;
            if has(&there, version) {
                // Ours if an earlier try of this change may have sent it; else somebody was faster.
                let ours = intent.retried.then(|| receipt(published, &there.id, what));
                return Ok(Applied { receipt: ours });
            }
            let Change::Publish { review: false, .. } = change else { return Err(error.into()) };
            if newest(&there) > Version::parse(version) {
                let lower = simple("teams-package-version-lower", Outcome::Failed).with_arg("name", name);
                return Err(lower.with_arg("given", version).with_arg("there", &shown(&there)).into());
            }
            // Somebody published an earlier version since the look: this one becomes its next.
            world.graph.update_app(&there.id, content).await?;
            Ok(Applied { receipt: Some(receipt(false, &there.id, what)) })
        }
        Err(error) => Err(error.into()),
    }
}

async fn look_up<M: Mode>(world: &World<M>, manifest_id: &str) -> Result<Option<CatalogApp>, Error> {
    world.graph.catalog_app(manifest_id).await
}

/// Published, or waiting for a review.
fn has(app: &CatalogApp, version: &str) -> bool {
    let states = [PublishingState::Published, PublishingState::Submitted];
    states.into_iter().any(|state| version_in(app, state) == Some(version))
}

fn newest(app: &CatalogApp) -> Option<Version> {
    app.app_definitions.iter().filter_map(|definition| Version::parse(definition.version.as_deref()?)).max()
}

fn shown(app: &CatalogApp) -> String {
    version_in(app, PublishingState::Published).unwrap_or_default().to_owned()
}

fn receipt(published: bool, id: &str, (manifest_id, version, name): (&str, &str, &str)) -> Done {
    let (catalogue_id, version) = (id.to_owned(), version.to_owned());
    if published {
        Done::Published { catalogue_id, manifest_id: manifest_id.to_owned(), version, name: name.to_owned() }
    } else {
        Done::Updated { catalogue_id, version }
    }
}

/// After a lost answer: whether the catalogue has it.
pub(super) fn recover(found: &Found, change: &Change) -> Option<Receipt> {
    let app = found.app.as_ref()?;
    let (Change::Publish { manifest_id, version, name, .. } | Change::Update { manifest_id, version, name, .. }) =
        change;
    let published = matches!(change, Change::Publish { .. });
    has(app, version).then(|| Some(receipt(published, &app.id, (manifest_id, version, name))))
}

pub(super) async fn undo(cx: &Cx<'_>, done: &Done, world: &World<Write>) -> Result<(), Problem> {
    let Done::Published { catalogue_id, manifest_id, .. } = done else { return Ok(()) };
    match look_up(world, manifest_id).await? {
        Some(there) if is_ours(cx, &there, catalogue_id) => Ok(world.graph.delete_catalog_app(catalogue_id).await?),
        _ => Ok(()),
    }
}

pub(super) async fn gone(cx: &Cx<'_>, done: &Done, world: &World<Read>) -> Result<bool, Problem> {
    let Done::Published { catalogue_id, manifest_id, .. } = done else { return Ok(true) };
    Ok(!look_up(world, manifest_id).await?.is_some_and(|there| is_ours(cx, &there, catalogue_id)))
}

/// The app that we published, as long as every published version of it is one of ours: what somebody else has put there
/// since is in use, and stays.
fn is_ours(cx: &Cx<'_>, there: &CatalogApp, catalogue_id: &str) -> bool {
    let ours: Vec<String> = cx
        .journal
        .iter()
        .filter_map(|entry| serde_json::from_value::<Receipt>(entry.receipt.clone()?).ok()?)
        .map(|(Done::Published { version, .. } | Done::Updated { version, .. })| version)
        .collect();
    let published = version_in(there, PublishingState::Published);
    there.id == catalogue_id && published.is_none_or(|version| ours.iter().any(|own| own == version))
}
