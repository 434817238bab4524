//! `/appCatalogs/teamsApps`: the organisation's Teams apps, their versions and the review. Sources: teamsapp-publish@00f5499,
//! appcatalogs-list-teamsapps@01c641a, teamsapp-update, teamsapp-delete@0062dd8; refusals as observed in
//! microsoft-365-agents-toolkit#9864, microsoft-graph-docs#18610 and microsoft-graph-docs-contrib#2975. What is marked [K] nobody
//! wrote down.
//!
//! Who publishes is not in the directory's audit log: Microsoft writes that to another one.

mod package;
mod publish;
mod review;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use serde_json::{Value, json};

pub(super) use publish::{publish, update};
pub(super) use review::{delete, review};

use super::answer::Answer;
use super::call::Call;
use super::refusal::{Outcome, Refusal};
use crate::entra::Caller;
use crate::state::well_known::PLAN_TEAMS;
use crate::state::{AppDefinition, CatalogApp, PublishingState, Tenant, roles};

const TYPE: &str = "microsoft.graph.teamsApp";
/// What `$filter` takes; all with `eq` and `ne` only.
const FILTERED: [&str; 5] = ["id", "externalId", "displayName", "distributionMethod", "appDefinitions"];
/// A few apps of Microsoft's store, which every tenant sees.
const STORE: [(&str, &str); 3] = [
    ("com.microsoft.teamspace.tab.planner", "Planner"),
    ("com.microsoft.teamspace.tab.web", "Website"),
    ("com.microsoft.teamspace.tab.wiki", "Wiki"),
];
const PAGE: usize = 1_000;

/// 403 of the catalogue, which says what it wants.
pub(super) fn missing_permission(caller: &Caller, accepted: &[String]) -> Refusal {
    let message = match (caller.app_only, accepted.is_empty()) {
        (true, true) => format!("User not authorized to perform this operation. UserId {}.", caller.object_id),
        (app_only, _) => {
            let (what, held) = if app_only { ("role", &caller.roles) } else { ("scope", &caller.scopes) };
            let held: Vec<&str> = held.iter().map(String::as_str).collect();
            let title = if app_only { "Roles" } else { "Scopes" };
            format!(
                "Missing {what} permissions on the request. API requires one of '{}'. {title} on the request '{}'",
                accepted.join(", "),
                held.join(", ")
            )
        }
    };
    Refusal::new(StatusCode::FORBIDDEN, "Forbidden", message)
}

/// 403 of those who have the permission and not the role.
fn not_authorized(call: &Call<'_>) -> Refusal {
    let message = format!("User not authorized to perform this operation. UserId {}.", call.caller.object_id);
    Refusal::new(StatusCode::FORBIDDEN, "Forbidden", message)
}

/// 403 of the service behind the catalogue, which people without Teams do not reach.
fn check_licence(call: &Call<'_>, tenant: &Tenant) -> Result<(), Refusal> {
    let user = tenant.users.get(&call.caller.object_id).ok_or_else(|| not_authorized(call))?;
    tenant.has_plan(user, PLAN_TEAMS).then_some(()).ok_or_else(|| {
        let message = "Failed to execute AuthService backend request GetSkypeTokenRequest.";
        Refusal::new(StatusCode::FORBIDDEN, "Forbidden", message)
    })
}

fn is_administrator(call: &Call<'_>, tenant: &Tenant) -> bool {
    call.has_role(tenant, roles::TEAMS_ADMINISTRATOR)
}

/// Ids of versions are made of app, version and state, so they change with the review.
fn definition_id(app: &CatalogApp, definition: &AppDefinition) -> String {
    let state = match definition.state {
        PublishingState::Submitted => "Submitted",
        PublishingState::Rejected => "Rejected",
        PublishingState::Published => "Published",
    };
    STANDARD.encode(format!("{}##{}##{state}", app.id, definition.version))
}

/// Changes with every change, and says nothing.
fn etag(app: &CatalogApp, definition: &AppDefinition) -> String {
    let text = format!("{}{}", definition_id(app, definition), definition.changed_at);
    format!("\"{}\"", uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, text.as_bytes()))
}

fn definition_json(tenant: &Tenant, app: &CatalogApp, definition: &AppDefinition) -> Value {
    let sender = tenant.users.get(&definition.sent_by).map(|user| {
        json!({
            "application": null,
            "device": null,
            "user": { "id": user.id, "displayName": user.display_name },
        })
    });
    json!({
        "@odata.etag": etag(app, definition),
        "id": definition_id(app, definition),
        "teamsAppId": app.id,
        "displayName": definition.display_name,
        "version": definition.version,
        "publishingState": definition.state,
        "shortDescription": definition.short_description,
        "description": definition.description,
        "lastModifiedDateTime": definition.changed_at,
        "createdBy": sender,
        "authorization": definition.authorization,
    })
}

fn app_json(app: &CatalogApp) -> Value {
    json!({
        "id": app.id,
        "externalId": app.external_id,
        "displayName": app.shown().map(|definition| &definition.display_name),
        "distributionMethod": "organization",
    })
}

/// The versions that the caller gets to see: administrators all, others what is published and what they sent themselves.
fn visible<'t>(call: &Call<'_>, tenant: &Tenant, app: &'t CatalogApp) -> Vec<&'t AppDefinition> {
    let all = call.caller.app_only || is_administrator(call, tenant);
    let seen = |definition: &&AppDefinition| {
        all || definition.state == PublishingState::Published || definition.sent_by == call.caller.object_id
    };
    app.definitions.iter().filter(seen).collect()
}

/// The organisation's app that the path names, with the versions that the caller may see.
fn named<'t>(call: &Call<'_>, tenant: &'t Tenant) -> Result<&'t CatalogApp, Refusal> {
    let id = call.parameter("teamsApp-id");
    let app = tenant.catalog.seen(id, call.view).filter(|app| !visible(call, tenant, app).is_empty());
    app.ok_or_else(|| not_found(id))
}

fn not_found(id: &str) -> Refusal {
    let message = format!("No app found for the given id '{id}'."); // [K]
    Refusal::new(StatusCode::NOT_FOUND, "NotFound", message)
}

fn store_json(id: &str, name: &str) -> Value {
    json!({ "id": id, "externalId": id, "displayName": name, "distributionMethod": "store" })
}

/// Store apps have one published version, of which nothing else is told here.
fn store_definition(id: &str, name: &str) -> Value {
    json!({
        "id": STANDARD.encode(format!("{id}##1.0.0##Published")),
        "teamsAppId": id,
        "displayName": name,
        "version": "1.0.0",
        "publishingState": "published",
    })
}

fn check_filter(call: &Call<'_>) -> Result<(), Refusal> {
    let uses = call.options.filter.as_ref().map(|filter| filter.uses()).unwrap_or_default();
    for (property, operator) in uses {
        let known = FILTERED.iter().any(|name| name.eq_ignore_ascii_case(&property));
        if !known || !matches!(operator.as_str(), "eq" | "ne" | "not") {
            let message = format!("Invalid filter clause: '{operator}' on '{property}' is not supported.");
            return Err(Refusal::bad("BadRequest", message));
        }
    }
    Ok(())
}

/// Without a filter the whole store comes along.
pub(super) fn list(call: &Call<'_>) -> Outcome {
    call.check_selected(TYPE)?;
    check_filter(call)?;
    let items: Vec<Value> = call.read(|tenant| {
        let own = tenant.catalog.all_seen(call.view).filter_map(|(_, app)| {
            let definitions = visible(call, tenant, app);
            let definitions: Vec<Value> = definitions.iter().map(|one| definition_json(tenant, app, one)).collect();
            let mut json = app_json(app);
            json["appDefinitions"] = Value::Array(definitions.clone());
            (!definitions.is_empty()).then_some(json)
        });
        let store = STORE.iter().map(|(id, name)| {
            let mut json = store_json(id, name);
            json["appDefinitions"] = json!([store_definition(id, name)]);
            json
        });
        own.chain(store).collect()
    });
    let items = call.options.apply(items).into_iter().map(|item| expanded(call, item)).collect();
    let address = format!("{}{}", call.root(), call.path);
    Ok(Answer::ok(call.options.page_of(&address, call.context("appCatalogs/teamsApps"), items, (PAGE, PAGE))))
}

/// Versions only when they were asked for.
fn expanded(call: &Call<'_>, mut item: Value) -> Value {
    if !call.options.expands("appDefinitions")
        && let Value::Object(members) = &mut item
    {
        members.remove("appDefinitions");
    }
    call.options.shape(item)
}

pub(super) fn get(call: &Call<'_>) -> Outcome {
    call.check_selected(TYPE)?;
    let id = call.parameter("teamsApp-id");
    let mut item = call.read(|tenant| {
        if let Some((id, name)) = STORE.iter().find(|(known, _)| *known == id) {
            let mut json = store_json(id, name);
            json["appDefinitions"] = json!([store_definition(id, name)]);
            return Ok::<_, Refusal>(json);
        }
        let app = named(call, tenant)?;
        let definitions: Vec<Value> =
            visible(call, tenant, app).into_iter().map(|one| definition_json(tenant, app, one)).collect();
        let mut json = app_json(app);
        json["appDefinitions"] = Value::Array(definitions);
        Ok(json)
    })?;
    item = expanded(call, item);
    item["@odata.context"] = call.context("appCatalogs/teamsApps/$entity");
    Ok(Answer::ok(item))
}

pub(super) fn definitions(call: &Call<'_>) -> Outcome {
    call.check_selected("microsoft.graph.teamsAppDefinition")?;
    let id = call.parameter("teamsApp-id");
    let items: Vec<Value> = call.read(|tenant| {
        if let Some((id, name)) = STORE.iter().find(|(known, _)| *known == id) {
            return Ok::<_, Refusal>(vec![store_definition(id, name)]);
        }
        let app = named(call, tenant)?;
        Ok(visible(call, tenant, app).into_iter().map(|one| definition_json(tenant, app, one)).collect())
    })?;
    let items = call.options.apply(items).into_iter().map(|item| call.options.shape(item)).collect();
    let context = call.context(&format!("appCatalogs/teamsApps('{id}')/appDefinitions"));
    let address = format!("{}{}", call.root(), call.path);
    Ok(Answer::ok(call.options.page_of(&address, context, items, (PAGE, PAGE))))
}
