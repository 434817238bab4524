//! Where a public client's sign-ins may come back to. Those of others stay.

use domain::{AppObjectId, AppRegistrationSpec, ChangeView, Fact, Verb, msg};
use microsoft::graph::{Application, PublicClient};
use microsoft::{Read, Write};
use serde_json::json;

use super::{Receipt, call};
use crate::views::fact_text;
use crate::{Problem, World};

/// Wanted and not there.
pub(super) fn missing(spec: &AppRegistrationSpec, app: &Application) -> Vec<String> {
    spec.public_redirects.iter().filter(|uri| !app.public_redirects().contains(uri)).cloned().collect()
}

/// The change in words.
pub(super) fn words(app: AppObjectId, added: &[String]) -> ChangeView {
    ChangeView {
        verb: Verb::Add,
        text: msg("app-registration-redirects").list("uris", added.to_vec()),
        note: None,
        calls: vec![call("PATCH", format!("/v1.0/applications/{app}"))],
        careful: false,
    }
}

/// What there is.
pub(super) fn fact(app: &Application) -> Fact {
    let uris = app.public_redirects().to_vec();
    fact_text(
        "fact-redirects",
        if uris.is_empty() { msg("value-none") } else { msg("value-list").list("values", uris) },
    )
}

/// The list as read, with these added: a PATCH replaces it whole.
pub(super) async fn add(app: AppObjectId, added: &[String], world: &World<Write>) -> Result<Receipt, Problem> {
    let now = world.graph.application(app).await?.ok_or(Problem::NotVisible)?;
    let mut uris = now.public_redirects().to_vec();
    uris.extend(added.iter().filter(|uri| !now.public_redirects().contains(uri)).cloned());
    put(app, uris, world).await?;
    Ok(Receipt::Redirects { app, added: added.to_vec() })
}

pub(super) async fn take_back(app: AppObjectId, added: &[String], world: &World<Write>) -> Result<(), Problem> {
    // An app that is gone has nothing to put back.
    let Some(now) = world.graph.application(app).await? else { return Ok(()) };
    let left = now.public_redirects().iter().filter(|uri| !added.contains(uri)).cloned().collect();
    put(app, left, world).await
}

pub(super) async fn gone(app: AppObjectId, added: &[String], world: &World<Read>) -> Result<bool, Problem> {
    let now = world.graph.application(app).await?;
    Ok(now.is_none_or(|now| !now.public_redirects().iter().any(|uri| added.contains(uri))))
}

async fn put(app: AppObjectId, redirect_uris: Vec<String>, world: &World<Write>) -> Result<(), Problem> {
    let change = json!({ "publicClient": PublicClient { redirect_uris } });
    Ok(world.graph.update_application(app, change).await?)
}
