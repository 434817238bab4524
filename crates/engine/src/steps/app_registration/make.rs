//! Making the app, and what it is made with.

use domain::{AppRegistrationSpec, Audience, QuestionId};
use microsoft::Write;
use microsoft::graph::{Application, NewApplication, PublicClient};
use serde_json::{Value, json};

use super::change::Settings;
use super::{REFERENCE, Receipt, owners, platforms};
use crate::step::Cx;
use crate::{Problem, World};

const TAG: &str = "handrail";

pub(super) fn audience(spec: &AppRegistrationSpec) -> &'static str {
    match spec.audience {
        Audience::SingleTenant => "AzureADMyOrg",
        Audience::MultiTenant => "AzureADMultipleOrgs",
    }
}

pub(in crate::steps) fn unique_name(cx: &Cx<'_>) -> String {
    format!("handrail-{}-{}", cx.profile.id, cx.setup.id)
}

pub(super) fn lock() -> Value {
    json!({ "isEnabled": true, "allProperties": true })
}

pub(super) fn is_locked(app: &Application) -> bool {
    app.service_principal_lock_configuration.as_ref().is_some_and(|lock| {
        lock["isEnabled"] == true && (lock["allProperties"] == true || lock["credentialsWithUsageVerify"] == true)
    })
}

/// Makes it. Found by its key before: a lost answer must not leave a second one.
pub(super) async fn make(
    cx: &Cx<'_>,
    (unique_name, name, audience): (&str, &str, &str),
    (redirects, settings): (&[String], &Settings),
    world: &World<Write>,
) -> Result<Receipt, Problem> {
    let app = NewApplication {
        display_name: name.to_owned(),
        sign_in_audience: if audience == "AzureADMultipleOrgs" { "AzureADMultipleOrgs" } else { "AzureADMyOrg" },
        tags: vec![TAG.to_owned(), format!("handrail-profile:{}", cx.profile.id)],
        service_principal_lock_configuration: lock(),
        public_client: (!redirects.is_empty()).then(|| PublicClient { redirect_uris: redirects.to_vec() }),
        web: platforms::web(settings),
        spa: platforms::spa(settings),
        is_fallback_public_client: settings.public_client_flows,
        service_management_reference: settings.reference.clone(),
    };
    if world.graph.application_by_unique_name(unique_name).await?.is_none() {
        upsert(unique_name, &app, world).await?;
    }
    let made = world.graph.application_by_unique_name(unique_name).await?;
    let made = made.ok_or(Problem::NotVisible)?;
    if !settings.owners.is_empty() {
        // They go with the app, so they need no receipt of their own.
        owners::add(made.id, &settings.owners, world).await?;
    }
    Ok(Receipt::Created { app: made.id, name: name.to_owned() })
}

/// Makes the app by its own name. A replica that is behind may not find what an earlier try has made, and then calls the
/// name taken: that is told from a name which a deleted app still holds.
async fn upsert(unique_name: &str, app: &NewApplication, world: &World<Write>) -> Result<(), Problem> {
    match world.graph.upsert_application(unique_name, app).await {
        Err(error) if error.is_status(400) && error.says("uniqueName already exists") => {
            let deleted = world.graph.deleted_application(unique_name).await?;
            if deleted.is_some() { Err(error.into()) } else { Err(Problem::NotVisible) }
        }
        // The tenant wants to know which service the app belongs to: only people there can say.
        Err(error)
            if error.has_code("ServiceTreeValueMissing")
                || error.says("ServiceManagementReference field is required") =>
        {
            Err(Problem::Unanswered(QuestionId::from(REFERENCE)))
        }
        other => Ok(other?),
    }
}
