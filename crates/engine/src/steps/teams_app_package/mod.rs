//! A Teams app package: checked on this computer, published in the organisation's catalogue, and usable there.
//!
//! Keyed by the manifest's id, never by name. An app that somebody else published is taken as it is and never taken back;
//! of ours, what is taken back is what our receipts name. "Allowed" is believed only where Teams itself says so.

mod look;
mod make;
mod plan;
mod words;

use async_trait::async_trait;
use domain::{Block, Diagnostic, KeptFile, Kind, Message, Outputs, TeamsAppPackageSpec, TeamsAppRef, Wanted};
use microsoft::graph::{CatalogApp, PublishingState};
use microsoft::teams::AppAvailability;
use microsoft::{Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::step::{Applied, Cx, Described, Intent, Plan, Step};
use crate::teams_package::{About, Checked};
use crate::{Problem, World};

/// See [`Kind::TeamsAppPackage`].
pub(crate) struct TeamsAppPackage;

/// What there is.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    package: Package,
    /// In the practice tenant there is a package to practise with.
    practice: bool,
    /// The organisation's app of the same manifest id.
    app: Option<CatalogApp>,
    /// Whether whoever is signed in may publish without a review.
    may_publish: bool,
    /// What Teams says about it.
    status: Status,
    /// Somebody is needed; who that can be was looked up.
    needed: Option<Box<Diagnostic>>,
}

/// The file of the answer.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Package {
    /// Nobody has chosen one yet.
    NotChosen,
    /// The copy is not the file that was chosen.
    Lost(Box<Diagnostic>),
    /// Looked at.
    Read {
        /// The file.
        file: KeptFile,
        /// What is in it; what does not fit the app registration is among what is wrong.
        checked: Box<Checked>,
    },
}

/// What Teams says about the app, as far as it could be asked: three places, and each can say no.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Status {
    /// Custom apps are on for the organisation.
    custom_apps: Option<bool>,
    /// Blocked for the organisation.
    blocked: Option<bool>,
    /// For whom it is there.
    available: Option<AppAvailability>,
    /// Teams does not know it, or not yet.
    unknown_to_teams: bool,
    /// Why something of this could not be read.
    why: Option<Box<Diagnostic>>,
}

/// What can be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    /// Put it into the catalogue.
    Publish {
        /// Exactly this file.
        package: KeptFile,
        /// The manifest's id.
        manifest_id: String,
        /// Its version.
        version: String,
        /// Its name.
        name: String,
        /// An administrator must approve it.
        review: bool,
    },
    /// Put a higher version of it there.
    Update {
        /// The catalogue's id.
        catalogue_id: String,
        /// Exactly this file.
        package: KeptFile,
        /// The manifest's id.
        manifest_id: String,
        /// Its version.
        version: String,
        /// Its name.
        name: String,
        /// The version that it replaces.
        replaces: Option<String>,
    },
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Done {
    /// Ours from the beginning.
    Published {
        /// The catalogue's id.
        catalogue_id: String,
        /// The manifest's id.
        manifest_id: String,
        /// The version.
        version: String,
        /// Its name.
        name: String,
    },
    /// A higher version of an app that was there.
    Updated {
        /// The catalogue's id.
        catalogue_id: String,
        /// The version.
        version: String,
    },
}

/// What was done; `None`: somebody else had done it.
pub(crate) type Receipt = Option<Done>;

impl Found {
    /// What the package says about itself, when it can be used.
    fn about(&self) -> Option<&About> {
        match &self.package {
            Package::Read { checked, .. } if checked.wrong.is_empty() => checked.about.as_ref(),
            _ => None,
        }
    }
}

/// The version of an app in that state.
fn version_in(app: &CatalogApp, state: PublishingState) -> Option<&str> {
    let mut all = app.app_definitions.iter().filter(|definition| definition.publishing_state == Some(state));
    all.find_map(|definition| definition.version.as_deref())
}

#[async_trait]
impl Step for TeamsAppPackage {
    type Spec = TeamsAppPackageSpec;
    type Found = Found;
    type Change = Change;
    type Receipt = Receipt;
    const KIND: Kind = Kind::TeamsAppPackage;

    fn spec(wanted: &Wanted) -> Option<&TeamsAppPackageSpec> {
        match wanted {
            Wanted::TeamsAppPackage(spec) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(cx: &Cx<'_>, spec: &TeamsAppPackageSpec, world: &World<Read>) -> Result<Found, Problem> {
        look::look(cx, spec, world).await
    }

    fn plan(cx: &Cx<'_>, _: &TeamsAppPackageSpec, found: &Found) -> Plan<Change> {
        plan::plan(cx, found)
    }

    fn outputs(_: &Cx<'_>, _: &TeamsAppPackageSpec, found: &Found, outputs: &mut Outputs) {
        outputs.teams_app = found.about().zip(found.app.as_ref()).and_then(|(about, app)| {
            Some(TeamsAppRef {
                catalogue_id: app.id.clone(),
                manifest_id: about.id.clone(),
                client_id: about.client_id,
                version: version_in(app, PublishingState::Published)?.to_owned(),
                name: about.name.clone(),
            })
        });
    }

    fn describe(_: &Cx<'_>, _: &TeamsAppPackageSpec, change: &Change) -> Described {
        words::describe(change)
    }

    fn expected(_: &Cx<'_>, _: &TeamsAppPackageSpec) -> Message {
        domain::msg("teams-app-package-expected")
    }

    fn seen(_: &Cx<'_>, _: &TeamsAppPackageSpec, found: &Found) -> Message {
        words::seen(found)
    }

    fn blocks(cx: &Cx<'_>, spec: &TeamsAppPackageSpec, found: &Found, _: &Plan<Change>) -> Vec<Block> {
        words::blocks(cx, spec, found)
    }

    async fn apply(
        _: &Cx<'_>,
        _: &TeamsAppPackageSpec,
        change: &Change,
        world: &World<Write>,
        intent: &Intent<'_>,
    ) -> Result<Applied<Receipt>, Problem> {
        make::apply(change, world, intent).await
    }

    fn recover(
        _: &Cx<'_>,
        _: &TeamsAppPackageSpec,
        found: &Found,
        change: &Change,
        _: Option<&Value>,
    ) -> Option<Receipt> {
        make::recover(found, change)
    }

    async fn undo(cx: &Cx<'_>, receipt: &Receipt, world: &World<Write>) -> Result<(), Problem> {
        match receipt {
            Some(done) => make::undo(cx, done, world).await,
            None => Ok(()),
        }
    }

    async fn gone(cx: &Cx<'_>, receipt: &Receipt, world: &World<Read>) -> Result<bool, Problem> {
        match receipt {
            Some(done) => make::gone(cx, done, world).await,
            None => Ok(true),
        }
    }

    fn undo_words(_: &Cx<'_>, receipt: &Receipt) -> Option<Described> {
        words::undo(receipt.as_ref()?)
    }
}
