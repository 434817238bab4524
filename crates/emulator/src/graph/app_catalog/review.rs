//! What administrators do with what is there: approving, rejecting, deleting.

use http::StatusCode;
use http::header::IF_MATCH;

use super::{STORE, check_licence, definition_id, definition_json, etag, named, not_authorized, not_found};
use crate::graph::answer::Answer;
use crate::graph::call::Call;
use crate::graph::refusal::{Outcome, Refusal};
use crate::state::PublishingState;

/// `PATCH /appCatalogs/teamsApps/{id}/appDefinitions/{definition}`: `published` or `rejected`, nothing else.
pub(in crate::graph) fn review(call: &Call<'_>) -> Outcome {
    let state = match call.text("publishingState") {
        Some("published") => PublishingState::Published,
        Some("rejected") => PublishingState::Rejected,
        _ => return Err(Refusal::bad("BadRequest", "publishingState must be 'published' or 'rejected'.")),
    };
    let others = call.members().into_iter().any(|(name, _)| name != "publishingState" && !name.contains("@odata."));
    if others {
        return Err(Refusal::bad("BadRequest", "Only publishingState can be updated."));
    }
    call.write(|tenant, moment| {
        check_licence(call, tenant)?;
        let mut app = named(call, tenant)?.clone();
        let wanted = call.parameter("teamsAppDefinition-id");
        let place = app.definitions.iter().position(|known| definition_id(&app, known) == wanted);
        let place = place.ok_or_else(|| not_found(wanted))?;
        check_match(call, &etag(&app, &app.definitions[place]))?;
        if app.definitions[place].state != PublishingState::Submitted {
            let message = "The app definition does not wait for a review."; // [K]
            return Err(Refusal::new(StatusCode::CONFLICT, "Conflict", message));
        }
        let mut definition = app.definitions.remove(place);
        definition.state = state;
        definition.changed_at = moment.now;
        if state == PublishingState::Published {
            app.definitions.retain(|known| known.state != PublishingState::Published);
        }
        app.definitions.push(definition);
        let mut body = app.definitions.last().map(|last| definition_json(tenant, &app, last)).unwrap_or_default();
        let context = format!("appCatalogs/teamsApps('{}')/appDefinitions/$entity", app.id);
        body["@odata.context"] = call.context(&context);
        let stamp = moment.stamp(tenant);
        tenant.catalog.write(app.id.clone(), app, stamp);
        Ok(Answer::ok(body))
    })
}

/// The page asks for `If-Match`; how it is refused nobody wrote down. [K]
fn check_match(call: &Call<'_>, etag: &str) -> Result<(), Refusal> {
    let sent = call.headers.get(IF_MATCH).and_then(|value| value.to_str().ok());
    match sent.map(str::trim) {
        None => Err(Refusal::bad("BadRequest", "The If-Match header is required.")),
        Some(sent) if sent == "*" || sent.trim_start_matches("W/") == etag => Ok(()),
        Some(_) => {
            let message = "The entity has changed since it was read.";
            Err(Refusal::new(StatusCode::PRECONDITION_FAILED, "PreconditionFailed", message))
        }
    }
}

/// `DELETE /appCatalogs/teamsApps/{id}`: with all its versions.
pub(in crate::graph) fn delete(call: &Call<'_>) -> Outcome {
    let id = call.parameter("teamsApp-id");
    if STORE.iter().any(|(known, _)| *known == id) {
        return Err(not_authorized(call));
    }
    call.write(|tenant, moment| {
        check_licence(call, tenant)?;
        let id = named(call, tenant)?.id.clone();
        let stamp = moment.stamp(tenant);
        tenant.catalog.delete(&id, stamp);
        Ok(Answer::no_content())
    })
}
