//! Who owns the app: whoever does may change it, its credentials included. Owners that others named stay.

use domain::{AppObjectId, AppRegistrationSpec, ChangeView, Fact, UserId, UserRef, Verb, msg};
use microsoft::graph::Application;
use microsoft::{Mode, Read, Write};
use serde::{Deserialize, Serialize};

use super::{Change, Receipt, call};
use crate::said::names;
use crate::step::Cx;
use crate::views::fact_text;
use crate::{Problem, World};

/// An owner is named by a reference to an object of the directory, which has to be readable.
pub(super) const SCOPES: &[&str] = &["Application.ReadWrite.All", "Directory.Read.All"];

/// Who is wanted, and who is there.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Owners {
    /// Sorted.
    pub(super) wanted: Vec<UserRef>,
    there: Vec<String>,
}

pub(super) async fn look(
    cx: &Cx<'_>,
    spec: &AppRegistrationSpec,
    app: Option<&Application>,
    world: &World<Read>,
) -> Result<Owners, Problem> {
    let Some(question) = &spec.owners else { return Ok(Owners::default()) };
    let mut wanted: Vec<UserRef> = Vec::new();
    for name in cx.setup.answers.list(question) {
        // Nobody of that name: asked again.
        let user = world.graph.user(name.trim()).await?.ok_or_else(|| Problem::Unanswered(question.clone()))?;
        let upn = user.user_principal_name.unwrap_or_default();
        wanted.push(UserRef { id: user.id, name: user.display_name.unwrap_or_else(|| upn.clone()), upn });
    }
    wanted.sort();
    wanted.dedup();
    let there = match app.filter(|_| !wanted.is_empty()) {
        Some(app) => world.graph.application_owner_ids(app.id).await?,
        None => Vec::new(),
    };
    Ok(Owners { wanted, there })
}

impl Owners {
    /// What an app that is there lacks.
    pub(super) fn change(&self, cx: &Cx<'_>, app: AppObjectId) -> Option<Change> {
        let missing = self.wanted.iter().filter(|owner| !self.there.contains(&owner.id.to_string()));
        let added: Vec<UserRef> = missing.cloned().collect();
        let is_it = |receipt: &Receipt| matches!(receipt, Receipt::Owners { .. });
        let again = cx.receipts::<Receipt>().iter().filter(|(_, receipt)| is_it(receipt)).count();
        (!added.is_empty()).then_some(Change::Owners { app, added, again })
    }

    /// After a crash: whether they are there.
    pub(super) fn recovered(&self, app: AppObjectId, added: &[UserRef]) -> Option<Receipt> {
        let all = added.iter().all(|owner| self.there.contains(&owner.id.to_string()));
        all.then(|| Receipt::Owners { app, added: ids(added) })
    }

    /// Who is to own it.
    pub(super) fn fact(&self) -> Option<Fact> {
        let said = (!self.wanted.is_empty()).then(|| people(&self.wanted))?;
        Some(fact_text("fact-owners", names(&said)))
    }
}

fn people(all: &[UserRef]) -> Vec<String> {
    all.iter().map(|owner| format!("{} ({})", owner.name, owner.upn)).collect()
}

fn ids(all: &[UserRef]) -> Vec<UserId> {
    all.iter().map(|owner| owner.id).collect()
}

/// The change in words.
pub(super) fn words(app: AppObjectId, added: &[UserRef]) -> ChangeView {
    ChangeView {
        verb: Verb::Add,
        text: msg("app-registration-owners").count("count", added.len()).message("names", names(&people(added))),
        note: Some(msg("app-registration-owners-note")),
        calls: vec![call("POST", format!("/v1.0/applications/{app}/owners/$ref"))],
        careful: true,
    }
}

/// For a new app: who is going to own it too.
pub(super) fn note(owners: &[UserRef]) -> Option<domain::Message> {
    (!owners.is_empty()).then(|| msg("app-registration-create-owners").message("names", names(&people(owners))))
}

/// Names them; the receipt holds those who were none before.
pub(super) async fn add(app: AppObjectId, owners: &[UserRef], world: &World<Write>) -> Result<Receipt, Problem> {
    let there = read(app, world).await?;
    let mut added = Vec::new();
    for owner in owners.iter().filter(|owner| !there.contains(&owner.id.to_string())) {
        match world.graph.add_application_owner(app, owner.id).await {
            // A replica that was asked for the owners is behind.
            Err(error) if error.is_status(400) && error.says("object references already exist") => {}
            other => other?,
        }
        added.push(owner.id);
    }
    Ok(Receipt::Owners { app, added })
}

pub(super) async fn take_back(app: AppObjectId, added: &[UserId], world: &World<Write>) -> Result<(), Problem> {
    // An app that is gone has no owners.
    if world.graph.application(app).await?.is_none() {
        return Ok(());
    }
    for owner in added {
        world.graph.remove_application_owner(app, *owner).await?;
    }
    Ok(())
}

pub(super) async fn gone(app: AppObjectId, added: &[UserId], world: &World<Read>) -> Result<bool, Problem> {
    if world.graph.application(app).await?.is_none() {
        return Ok(true);
    }
    let there = read(app, world).await?;
    Ok(!added.iter().any(|owner| there.contains(&owner.to_string())))
}

async fn read<M: Mode>(app: AppObjectId, world: &World<M>) -> Result<Vec<String>, Problem> {
    Ok(world.graph.application_owner_ids(app).await?)
}
