//! The application and its settings.
//!
//! Keyed by the stored id, then by `uniqueName`; never picked by name alone. Apps made elsewhere are found by name and
//! tag and adopted only by a person's choice (DECISIONS 10).

mod adopt;
mod change;
mod existing;
mod for_good;
mod look;
mod make;
mod owners;
mod platforms;
mod recover;
mod redirects;
mod words;

use adopt::question;
use async_trait::async_trait;
pub(crate) use change::{Change, Receipt};
use domain::{
    AppId, AppObjectId, AppRef, AppRegistrationSpec, Block, CallView, ChangeView, Kind, Message, Outputs, QuestionId,
    Timestamp, Tone, Verb, Wanted, msg,
};
pub(super) use make::unique_name;
use make::{audience, is_locked, lock, make};
use microsoft::graph::Application;
use microsoft::{Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::step::{Applied, Cx, Described, ForGood, Intent, Plan, State, Step};
use crate::views::{fact, fact_text, facts};
use crate::{Problem, World};

/// Decision: which app to work with. `new`, or a client id.
const ADOPT: &str = "adopt";
const NEW: &str = "new";
/// Decision: which service or team a new app belongs to, in a tenant that wants to know.
pub(crate) const REFERENCE: &str = "service_management_reference";
const WRITE: &[&str] = &["Application.ReadWrite.All"];

/// See [`Kind::AppRegistration`].
pub(crate) struct AppRegistration;

/// What there is.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Found {
    /// The app we work with: made by this set-up, or adopted.
    app: Option<Application>,
    /// Apps made elsewhere that could be meant.
    candidates: Vec<Candidate>,
    /// A soft-deleted app of ours holds the unique name.
    deleted: bool,
    /// Apps that the journal meant to delete for good, and that are not among the deleted ones any more.
    #[serde(default)]
    gone_for_good: Vec<AppObjectId>,
    /// Redirect URIs, with the answers in them.
    #[serde(default)]
    wanted: platforms::Wanted,
    /// The app that the answer names, where the profile is about one that is there already.
    #[serde(default)]
    existing: Option<existing::Existing>,
    /// Who is to own it.
    #[serde(default)]
    owners: owners::Owners,
}

/// An app made elsewhere, with what tells one from another.
#[derive(Serialize, Deserialize)]
pub(crate) struct Candidate {
    app: Application,
    owners: Vec<String>,
}

fn chosen(cx: &Cx<'_>) -> Option<Option<AppId>> {
    match cx.setup.answers.text(&QuestionId::from(ADOPT)) {
        Some(NEW) => Some(None),
        Some(text) => AppId::parse(text).ok().map(Some),
        None => None,
    }
}

#[async_trait]
impl Step for AppRegistration {
    type Spec = AppRegistrationSpec;
    type Found = Found;
    type Change = Change;
    type Receipt = Receipt;
    const KIND: Kind = Kind::AppRegistration;

    fn spec(wanted: &Wanted) -> Option<&AppRegistrationSpec> {
        match wanted {
            Wanted::AppRegistration(spec) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(cx: &Cx<'_>, spec: &AppRegistrationSpec, world: &World<Read>) -> Result<Found, Problem> {
        let found = look::look(cx, spec, world).await?;
        let owners = owners::look(cx, spec, found.app.as_ref(), world).await?;
        Ok(Found { owners, ..found })
    }

    fn plan(cx: &Cx<'_>, spec: &AppRegistrationSpec, found: &Found) -> Plan<Change> {
        if let Some(existing) = &found.existing {
            return existing.plan();
        }
        if let Some(fault) = found.wanted.fault(spec, found.app.as_ref()) {
            return Plan::stands(fault);
        }
        let Some(app) = &found.app else {
            if !found.candidates.is_empty() && chosen(cx) != Some(None) {
                return Plan::stands(State::NeedsDecision);
            }
            return Plan::changes(vec![Change::Create {
                unique_name: unique_name(cx),
                name: found.wanted.name.clone(),
                audience: audience(spec).to_owned(),
                redirects: spec.public_redirects.clone(),
                settings: change::Settings {
                    owners: found.owners.wanted.clone(),
                    reference: cx.setup.answers.text(&QuestionId::from(REFERENCE)).map(|text| text.trim().to_owned()),
                    ..found.wanted.settings(spec)
                },
            }]);
        };
        let mut changes = Vec::new();
        if app.sign_in_audience.as_deref() != Some(audience(spec)) {
            changes.push(Change::Audience {
                app: app.id,
                audience: audience(spec).to_owned(),
                replaces: app.sign_in_audience.clone(),
            });
        }
        let added = redirects::missing(spec, app);
        if !added.is_empty() {
            changes.push(Change::Redirects { app: app.id, added });
        }
        changes.extend(found.wanted.changes(spec, app));
        changes.extend(found.owners.change(cx, app.id));
        if !is_locked(app) {
            changes.push(Change::Lock { app: app.id, replaces: app.service_principal_lock_configuration.clone() });
        }
        Plan::changes(changes)
    }

    fn outputs(_: &Cx<'_>, _: &AppRegistrationSpec, found: &Found, outputs: &mut Outputs) {
        if let Some(existing) = &found.existing {
            outputs.app = Some(existing.output());
            return;
        }
        outputs.app = found.app.as_ref().map(|app| AppRef {
            app_id: app.app_id,
            object_id: Some(app.id),
            name: app.display_name.clone().unwrap_or_else(|| found.wanted.name.clone()),
        });
    }

    fn describe(_: &Cx<'_>, _: &AppRegistrationSpec, change: &Change) -> Described {
        if let Some(view) = platforms::words(change) {
            return Described { view, scopes: WRITE };
        }
        if let Change::Owners { app, added, .. } = change {
            return Described { view: owners::words(*app, added), scopes: owners::SCOPES };
        }
        let view = match change {
            Change::Create { unique_name, name, audience, redirects, settings } => ChangeView {
                verb: Verb::Add,
                text: msg("app-registration-create").text("name", name.clone()).text("audience", words::whom(audience)),
                note: Some(words::made_with(audience, redirects, settings)),
                calls: vec![call("PATCH", format!("/v1.0/applications(uniqueName='{unique_name}')"))],
                careful: false,
            },
            Change::Audience { app, audience, replaces } => ChangeView {
                verb: Verb::Change,
                text: msg("app-registration-audience").text("audience", words::whom(audience)),
                note: Some(
                    msg("app-registration-audience-note")
                        .text("audience", words::whom(audience))
                        .text("before", replaces.clone().unwrap_or_default()),
                ),
                calls: vec![call("PATCH", format!("/v1.0/applications/{app}"))],
                careful: true,
            },
            Change::Redirects { app, added } => redirects::words(*app, added),
            Change::Lock { app, .. } => ChangeView {
                verb: Verb::Change,
                text: msg("app-registration-lock"),
                note: Some(msg("app-registration-lock-note")),
                calls: vec![call("PATCH", format!("/v1.0/applications/{app}"))],
                careful: false,
            },
            Change::DeleteForGood { app, name } => for_good::words(*app, name),
            // Described above.
            Change::Platform { app, .. }
            | Change::Implicit { app, .. }
            | Change::PublicFlows { app, .. }
            | Change::Owners { app, .. } => redirects::words(*app, &[]),
        };
        let with_owners = matches!(change, Change::Create { settings, .. } if !settings.owners.is_empty());
        Described { view, scopes: if with_owners { owners::SCOPES } else { WRITE } }
    }

    fn expected(cx: &Cx<'_>, spec: &AppRegistrationSpec) -> Message {
        match &spec.existing {
            Some(question) => existing::expected(cx, question),
            None => words::expected(&cx.shown(&spec.name), spec),
        }
    }

    fn seen(_: &Cx<'_>, spec: &AppRegistrationSpec, found: &Found) -> Message {
        found.existing.as_ref().map_or_else(|| words::seen(spec, found), existing::Existing::seen)
    }

    fn blocks(_: &Cx<'_>, spec: &AppRegistrationSpec, found: &Found, _: &Plan<Change>) -> Vec<Block> {
        if let Some(existing) = &found.existing {
            return existing.blocks();
        }
        if let Some(app) = &found.app {
            let mut rows = vec![
                fact("fact-app-name", app.display_name.clone().unwrap_or_default()),
                fact("fact-client-id", app.app_id.to_string()),
                fact("fact-app-object-id", app.id.to_string()),
            ];
            if !spec.public_redirects.is_empty() {
                rows.push(redirects::fact(app));
            }
            rows.extend(platforms::facts(app));
            rows.extend(app.created_date_time.map(|at| fact_text("fact-created", msg("value-time").time("at", at))));
            rows.extend(found.owners.fact());
            let mut blocks = vec![facts(rows)];
            let grant = platforms::implicit(app);
            if grant.access_tokens || grant.id_tokens {
                // More than a code flow needs: said, and never a finding, since the vendor asks for it.
                blocks.push(Block::Text { text: msg("app-registration-implicit-wide"), tone: Tone::Quiet });
            }
            return blocks;
        }
        if found.candidates.is_empty() {
            let id = if found.deleted { "app-registration-now-deleted" } else { "app-registration-now-none" };
            return vec![Block::Text { text: msg(id).text("name", found.wanted.name.clone()), tone: Tone::Plain }];
        }
        vec![Block::Question { question: question(found) }]
    }

    async fn apply(
        cx: &Cx<'_>,
        _: &AppRegistrationSpec,
        change: &Change,
        world: &World<Write>,
        _: &Intent<'_>,
    ) -> Result<Applied<Receipt>, Problem> {
        let receipt = match change {
            Change::Create { unique_name, name, audience, redirects, settings } => {
                make(cx, (unique_name, name, audience), (redirects, settings), world).await?
            }
            Change::Platform { app, platform, added } => platforms::add(*app, *platform, added, world).await?,
            Change::Implicit { app, wanted, replaces } => {
                platforms::set_implicit(*app, (*wanted, *replaces), world).await?
            }
            Change::PublicFlows { app, wanted, replaces } => {
                world.graph.update_application(*app, json!({ "isFallbackPublicClient": wanted })).await?;
                platforms::flows_receipt(*app, *replaces)
            }
            Change::Redirects { app, added } => redirects::add(*app, added, world).await?,
            Change::Audience { app, audience, replaces } => {
                world.graph.update_application(*app, json!({ "signInAudience": audience })).await?;
                Receipt::Replaced { app: *app, property: "signInAudience".to_owned(), before: json!(replaces) }
            }
            Change::Lock { app, replaces } => {
                let property = "servicePrincipalLockConfiguration";
                world.graph.update_application(*app, json!({ property: lock() })).await?;
                Receipt::Replaced { app: *app, property: property.to_owned(), before: json!(replaces) }
            }
            Change::Owners { app, added, .. } => owners::add(*app, added, world).await?,
            Change::DeleteForGood { app, name } => for_good::remove(*app, name, world).await?,
        };
        Ok(Applied { receipt })
    }

    fn recover(
        cx: &Cx<'_>,
        spec: &AppRegistrationSpec,
        found: &Found,
        change: &Change,
        _: Option<&Value>,
    ) -> Option<Receipt> {
        if let Change::DeleteForGood { app, name } = change {
            let gone = found.gone_for_good.contains(app);
            return gone.then(|| Receipt::DeletedForGood { app: *app, name: name.clone() });
        }
        recover::recovered(cx, spec, found, change)
    }

    async fn undo(_: &Cx<'_>, receipt: &Receipt, world: &World<Write>) -> Result<(), Problem> {
        match receipt {
            Receipt::Created { app, .. } => world.graph.delete_application(*app).await?,
            Receipt::Replaced { app, property, before } => {
                // An app that is gone has nothing to put back.
                if world.graph.application(*app).await?.is_some() {
                    world.graph.update_application(*app, json!({ property: before })).await?;
                }
            }
            Receipt::Redirects { app, added } => redirects::take_back(*app, added, world).await?,
            Receipt::Platform { app, platform, added } => platforms::take_back(*app, *platform, added, world).await?,
            Receipt::Owners { app, added } => owners::take_back(*app, added, world).await?,
            Receipt::DeletedForGood { .. } => {}
        }
        Ok(())
    }

    async fn gone(_: &Cx<'_>, receipt: &Receipt, world: &World<Read>) -> Result<bool, Problem> {
        match receipt {
            Receipt::Created { app, .. } => Ok(world.graph.application(*app).await?.is_none()),
            Receipt::Redirects { app, added } => redirects::gone(*app, added, world).await,
            Receipt::Platform { app, platform, added } => platforms::gone(*app, *platform, added, world).await,
            Receipt::Owners { app, added } => owners::gone(*app, added, world).await,
            Receipt::Replaced { .. } | Receipt::DeletedForGood { .. } => Ok(true),
        }
    }

    fn undo_words(_: &Cx<'_>, receipt: &Receipt) -> Option<Described> {
        let (verb, text, note, target) = match receipt {
            Receipt::Created { app, name } => (
                Verb::Remove,
                msg("app-registration-undo-create").text("name", name.clone()),
                Some(msg("app-registration-undo-create-note")),
                ("DELETE", format!("/v1.0/applications/{app}")),
            ),
            Receipt::Replaced { app, property, .. } => (
                Verb::Change,
                msg("app-registration-undo-replace").text("property", property.clone()),
                None,
                ("PATCH", format!("/v1.0/applications/{app}")),
            ),
            Receipt::Redirects { app, added } | Receipt::Platform { app, added, .. } => (
                Verb::Remove,
                msg("app-registration-undo-redirects").list("uris", added.clone()),
                None,
                ("PATCH", format!("/v1.0/applications/{app}")),
            ),
            Receipt::Owners { app, added } => (
                Verb::Remove,
                msg("app-registration-undo-owners").count("count", added.len()),
                None,
                ("DELETE", format!("/v1.0/applications/{app}/owners/{{id}}/$ref")),
            ),
            Receipt::DeletedForGood { .. } => return None,
        };
        let calls = vec![call(target.0, target.1)];
        Some(Described { view: ChangeView { verb, text, note, calls, careful: true }, scopes: WRITE })
    }

    fn for_good(_: &Cx<'_>, receipt: &Receipt) -> Option<ForGood<Change>> {
        match receipt {
            Receipt::Created { app, name } => {
                let change = Change::DeleteForGood { app: *app, name: name.clone() };
                Some(ForGood { change, name: name.clone() })
            }
            Receipt::Replaced { .. }
            | Receipt::Redirects { .. }
            | Receipt::Platform { .. }
            | Receipt::Owners { .. }
            | Receipt::DeletedForGood { .. } => None,
        }
    }

    async fn deleted_since(change: &Change, world: &World<Read>) -> Result<Option<Timestamp>, Problem> {
        match change {
            Change::DeleteForGood { app, .. } => for_good::since(*app, world).await,
            Change::Create { .. }
            | Change::Audience { .. }
            | Change::Redirects { .. }
            | Change::Platform { .. }
            | Change::Implicit { .. }
            | Change::PublicFlows { .. }
            | Change::Owners { .. }
            | Change::Lock { .. } => Ok(None),
        }
    }
}

/// A call to be made.
pub(super) fn call(method: &str, target: String) -> CallView {
    CallView { method: method.to_owned(), target, status: None, request_id: None, at: None, by_app: false }
}
