//! An app that is there already, by its client id: registered in this tenant, or a vendor's from another one. Looked at
//! and never touched; what a vendor's app needs here is its enterprise app, which is an item of its own.

use domain::{AppId, AppObjectId, AppRef, Block, Message, QuestionId, Timestamp, Tone, msg};
use microsoft::Read;
use serde::{Deserialize, Serialize};

use super::Found;
use crate::said::{names, together};
use crate::step::{Cx, Plan, State};
use crate::views::{fact, fact_text, facts};
use crate::{Problem, World};

/// What is known of it.
#[derive(Serialize, Deserialize)]
pub(super) struct Existing {
    app_id: AppId,
    name: String,
    place: Place,
}

/// Where it is registered.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Place {
    /// In this tenant.
    Here {
        /// Its object id.
        object: AppObjectId,
        /// When it was made.
        created: Option<Timestamp>,
        /// Who may change it.
        owners: Vec<String>,
    },
    /// In another one; its enterprise app is here. Both facts come from this tenant, never from the profile.
    Elsewhere {
        /// Id of that tenant.
        home: Option<String>,
        /// Its publisher, where Microsoft has verified it.
        publisher: Option<String>,
    },
    /// Not here. Only adding its enterprise app tells whether it is anywhere.
    NotHere,
}

/// The client id that the answer names; of several the first.
fn client_id(cx: &Cx<'_>, question: &QuestionId) -> Option<AppId> {
    let texts = cx.setup.answers.list(question);
    let mut parts = texts.into_iter().flat_map(|text| text.split([',', ';', ' ', '\n']));
    parts.find(|part| !part.is_empty()).and_then(|part| AppId::parse(part.trim()).ok())
}

pub(super) async fn look(cx: &Cx<'_>, question: &QuestionId, world: &World<Read>) -> Result<Found, Problem> {
    let app_id = client_id(cx, question).ok_or_else(|| Problem::Unanswered(question.clone()))?;
    let graph = &world.graph;
    let (app, principal) =
        futures_util::try_join!(graph.application_by_app_id(app_id), graph.service_principal(app_id))?;
    let (name, place) = match (app, principal) {
        (Some(app), _) => {
            let owners = graph.application_owners(app.id).await?;
            (app.display_name, Place::Here { object: app.id, created: app.created_date_time, owners })
        }
        (None, Some(principal)) => {
            let publisher = principal.verified_publisher.and_then(|publisher| publisher.display_name);
            (principal.display_name, Place::Elsewhere { home: principal.app_owner_organization_id, publisher })
        }
        (None, None) => (None, Place::NotHere),
    };
    let existing = Existing { app_id, name: name.unwrap_or_else(|| app_id.to_string()), place };
    Ok(Found { existing: Some(existing), ..Found::default() })
}

pub(super) fn expected(cx: &Cx<'_>, question: &QuestionId) -> Message {
    client_id(cx, question).map_or_else(
        || msg("app-registration-existing-expected-open"),
        |id| msg("app-registration-existing-expected").text("id", id.to_string()),
    )
}

impl Existing {
    /// Nothing is ever missing.
    pub(super) fn plan<C>(&self) -> Plan<C> {
        match self.place {
            Place::Here { .. } | Place::Elsewhere { .. } => Plan::right(),
            Place::NotHere => Plan::stands(State::NotApplicable(self.seen())),
        }
    }

    pub(super) fn output(&self) -> AppRef {
        let object_id = match self.place {
            Place::Here { object, .. } => Some(object),
            Place::Elsewhere { .. } | Place::NotHere => None,
        };
        AppRef { app_id: self.app_id, object_id, name: self.name.clone() }
    }

    pub(super) fn seen(&self) -> Message {
        let said = |id: &str| msg(id).text("name", self.name.clone()).text("id", self.app_id.to_string());
        match &self.place {
            Place::Here { created: Some(at), .. } => said("app-registration-existing-here-since").time("at", *at),
            Place::Here { created: None, .. } => said("app-registration-existing-here"),
            Place::Elsewhere { home, publisher } => {
                let home = home.as_ref().map(|id| msg("app-registration-existing-home").text("tenant", id.clone()));
                let publisher = msg("app-registration-existing-publisher")
                    .message("name", publisher.as_ref().map_or_else(|| msg("value-none"), Message::literal));
                together(said("app-registration-existing-elsewhere"), home.into_iter().chain([publisher]))
            }
            Place::NotHere => said("app-registration-existing-not-here"),
        }
    }

    pub(super) fn blocks(&self) -> Vec<Block> {
        let mut rows = vec![fact("fact-client-id", self.app_id.to_string())];
        let text = match &self.place {
            Place::Here { object, created, owners } => {
                rows.insert(0, fact("fact-app-name", self.name.clone()));
                rows.push(fact("fact-app-object-id", object.to_string()));
                rows.extend(created.map(|at| fact_text("fact-created", msg("value-time").time("at", at))));
                let list = if owners.is_empty() { msg("value-none") } else { names(owners) };
                rows.push(fact_text("fact-owners", list));
                "app-registration-existing-stays"
            }
            Place::Elsewhere { home, publisher } => {
                rows.insert(0, fact("fact-app-name", self.name.clone()));
                rows.extend(home.as_ref().map(|id| fact("fact-home-tenant", id.clone())));
                let publisher = publisher.as_ref().map_or_else(|| msg("value-none"), Message::literal);
                rows.push(fact_text("fact-publisher", publisher));
                "app-registration-existing-vendors"
            }
            Place::NotHere => "app-registration-existing-next",
        };
        vec![facts(rows), Block::Text { text: msg(text), tone: Tone::Plain }]
    }
}
