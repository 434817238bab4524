//! Sending a package: a new app, or a new version of one.

use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::package::{self, Fault, Package, Version};
use super::{check_licence, definition_json, is_administrator, named, not_authorized};
use crate::Moment;
use crate::graph::answer::Answer;
use crate::graph::call::Call;
use crate::graph::refusal::{Outcome, Refusal};
use crate::state::{AppDefinition, CatalogApp, PublishingState, Tenant};

/// `POST /appCatalogs/teamsApps`.
pub(in crate::graph) fn publish(call: &Call<'_>) -> Outcome {
    let state = wanted_state(call)?;
    let package = package(call)?;
    call.write(|tenant, moment| {
        check_licence(call, tenant)?;
        check_custom_apps(tenant)?;
        check_right(call, is_administrator(call, tenant), state)?;
        if tenant.catalog.all().any(|(_, app)| app.external_id == package.id) {
            return Err(exists("App with same id already exists in the tenant."));
        }
        let app = CatalogApp {
            id: tenant.new_id(),
            external_id: package.id.clone(),
            definitions: vec![definition(call, moment, package.clone(), state)],
            blocked: tenant.oddities.new_apps_blocked,
            available_to: "Everyone".to_owned(),
        };
        let mut body = super::app_json(&app);
        body["@odata.context"] = call.context("appCatalogs/teamsApps/$entity");
        let location = format!("{}/appCatalogs/teamsApps/{}", call.root(), app.id);
        let stamp = moment.stamp(tenant);
        tenant.catalog.write(app.id.clone(), app, stamp);
        Ok(Answer::created(body, location))
    })
}

/// `POST /appCatalogs/teamsApps/{id}/appDefinitions`.
pub(in crate::graph) fn update(call: &Call<'_>) -> Outcome {
    let state = wanted_state(call)?;
    let package = package(call)?;
    call.write(|tenant, moment| {
        check_licence(call, tenant)?;
        check_custom_apps(tenant)?;
        let mut app = named(call, tenant)?.clone();
        check_right(call, is_administrator(call, tenant), state)?;
        if package.id != app.external_id {
            let message = "The id in the manifest does not match the external id of the app."; // [K]
            return Err(Refusal::bad("BadRequest", message).with_inner("AppIdMismatch", Vec::new()));
        }
        check_version(&app, &package)?;
        // A published version replaces the published one, a proposed one the proposed one.
        app.definitions.retain(|known| known.state != state && known.state != PublishingState::Rejected);
        let definition = definition(call, moment, package.clone(), state);
        let mut body = definition_json(tenant, &app, &definition);
        app.definitions.push(definition);
        let context = format!("appCatalogs/teamsApps('{}')/appDefinitions/$entity", app.id);
        let stamp = moment.stamp(tenant);
        tenant.catalog.write(app.id.clone(), app, stamp);
        if state == PublishingState::Published {
            return Ok(Answer::no_content());
        }
        body["@odata.context"] = call.context(&context);
        Ok(Answer::ok(body))
    })
}

/// `requiresReview=true` proposes; otherwise it is published at once.
fn wanted_state(call: &Call<'_>) -> Result<PublishingState, Refusal> {
    let value = url::form_urlencoded::parse(call.query.as_bytes()).find(|(name, _)| name == "requiresReview");
    match value.map(|(_, value)| value.to_ascii_lowercase()).as_deref() {
        None | Some("false") => Ok(PublishingState::Published),
        Some("true") => Ok(PublishingState::Submitted),
        Some(_) => Err(Refusal::bad("BadRequest", "The value of 'requiresReview' is not a boolean.")),
    }
}

/// The switch for custom apps in the organisation's app settings. How it is refused nobody wrote down. [K]
fn check_custom_apps(tenant: &Tenant) -> Result<(), Refusal> {
    let message = "Custom apps are turned off for this organization.";
    (!tenant.oddities.custom_apps_off)
        .then_some(())
        .ok_or_else(|| Refusal::new(StatusCode::FORBIDDEN, "Forbidden", message))
}

/// Publishing at once is for administrators with the whole permission; everybody may propose.
fn check_right(call: &Call<'_>, administrator: bool, state: PublishingState) -> Result<(), Refusal> {
    if state == PublishingState::Submitted {
        return Ok(());
    }
    match administrator {
        false => Err(not_authorized(call)),
        true if call.holds_any(&["AppCatalog.ReadWrite.All"]) => Ok(()),
        true => Err(super::missing_permission(&call.caller, &["AppCatalog.ReadWrite.All".to_owned()])),
    }
}

fn package(call: &Call<'_>) -> Result<Package, Refusal> {
    let kind = call.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/zip")) {
        let message = "The Content-Type of the request must be application/zip."; // [K]
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType", message));
    }
    if call.raw.is_empty() {
        return Err(Refusal::bad("BadRequest", "Empty Payload."));
    }
    let as_200 = call.read(|tenant| tenant.oddities.catalog_faults_as_200);
    package::read(&call.raw).map_err(|faults| {
        let mut refusal = unparsable(&faults);
        if as_200 {
            refusal.status = StatusCode::OK;
        }
        refusal
    })
}

/// All faults in one text, and one by one.
fn unparsable(faults: &[Fault]) -> Refusal {
    let message: Vec<String> = faults.iter().map(|one| format!("{} | {}", one.target, one.message)).collect();
    let details: Vec<Value> =
        faults.iter().map(|one| json!({ "code": one.code, "message": one.message, "target": one.target })).collect();
    Refusal::bad("BadRequest", message.join("; ")).with_inner("UnableToParseTeamsAppManifest", details)
}

/// Same or lower than any version that is there.
fn check_version(app: &CatalogApp, package: &Package) -> Result<(), Refusal> {
    let new = Version::parse(&package.version);
    let known = app.definitions.iter().filter(|known| known.state != PublishingState::Rejected);
    let newest = known.filter_map(|known| Version::parse(&known.version)).max();
    if new == newest {
        return Err(exists("App definition with same version already exists."));
    }
    if new < newest {
        let message = "The version in the manifest must be higher than that of the app in the catalog."; // [K]
        return Err(Refusal::bad("BadRequest", message).with_inner("AppDefinitionVersionTooLow", Vec::new()));
    }
    Ok(())
}

fn exists(message: &str) -> Refusal {
    Refusal::new(StatusCode::CONFLICT, "Conflict", message).with_inner("AppDefinitionAlreadyExists", Vec::new())
}

fn definition(call: &Call<'_>, moment: Moment, package: Package, state: PublishingState) -> AppDefinition {
    AppDefinition {
        version: package.version,
        state,
        display_name: package.name,
        short_description: package.short_description,
        description: package.description,
        authorization: package.authorization,
        sent_by: call.caller.object_id.clone(),
        changed_at: moment.now,
    }
}
