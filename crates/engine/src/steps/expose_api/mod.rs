//! The app as an API of its own: its Application ID URI, its scope, and clients that need no consent for it. What others
//! have put there is sent back as it was read.

mod client;
mod plan;
mod shapes;
mod words;
mod write;

use async_trait::async_trait;
use domain::{ApiSpec, AppId, AppRoleId, Block, ExposeApiSpec, ExposedApi, Field, Kind, Message, Outputs, Wanted};
use microsoft::{Read, Write};
use serde_json::Value;

pub(crate) use client::{ApiClient, teams_client};
use plan::{has_all, uri_of, wanted_host, wanted_scope};
use shapes::{Change, Found, OnApp, Receipt};

use crate::step::{Applied, Cx, Described, Intent, Plan, Step};
use crate::{Problem, World};

const WRITE: &[&str] = &["Application.ReadWrite.All"];

/// See [`Kind::ExposeApi`].
pub(crate) struct ExposeApi;

/// The id of this set-up's own scope: drawn with the set-up, the same for ever.
fn own_scope(cx: &Cx<'_>) -> AppRoleId {
    AppRoleId(cx.setup.id.derive(&format!("scope/{}", cx.item.id)))
}

#[async_trait]
impl Step for ExposeApi {
    type Spec = ApiSpec;
    type Found = Found;
    type Change = Change;
    type Receipt = Receipt;
    const KIND: Kind = Kind::ExposeApi;

    fn spec(wanted: &Wanted) -> Option<&ApiSpec> {
        match wanted {
            Wanted::ExposeApi(ExposeApiSpec::Api(spec)) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(cx: &Cx<'_>, spec: &ApiSpec, world: &World<Read>) -> Result<Found, Problem> {
        // Teams compares it with the tab's host, in lower case.
        let host = wanted_host(cx, spec).map(|host| cx.fill(host)).transpose()?.map(|host| host.to_lowercase());
        let app = match cx.registration() {
            Ok(app) => world.graph.application(app).await?,
            Err(_) => None,
        };
        let known = app.as_ref().map(|app| (app.id, app.created_date_time));
        let rules = match world.graph.uri_rules(known).await {
            // Reading policies needs a role that this change does not; a refusal of the change then says the same.
            Err(error) if error.is_status(403) => None,
            rules => Some(rules?),
        };
        let app = app.map(|app| OnApp {
            app_id: app.app_id,
            scopes: app.scopes(),
            clients: app.clients(),
            by_client_id: app.is_named_by_client_id(),
            uris: app.identifier_uris,
        });
        Ok(Found { app, rules, host })
    }

    fn plan(cx: &Cx<'_>, spec: &ApiSpec, found: &Found) -> Plan<Change> {
        plan::plan(cx, spec, found)
    }

    fn outputs(cx: &Cx<'_>, spec: &ApiSpec, found: &Found, outputs: &mut Outputs) {
        let api = found.app.as_ref().and_then(|app| {
            let uri = uri_of(found.host.as_deref(), app.app_id);
            let scope = wanted_scope(cx, spec, Some(app));
            let is_there = app.scopes.iter().any(|one| one.id == scope) && app.uris.contains(&uri);
            let holds =
                |client: &&microsoft::graph::PreauthorizedClient| client.delegated_permission_ids.contains(&scope);
            let clients = app.clients.iter().filter(holds).map(|client| client.app_id).collect();
            is_there.then_some(ExposedApi { uri, scope_id: scope, clients })
        });
        outputs.api = api;
    }

    fn describe(cx: &Cx<'_>, _: &ApiSpec, change: &Change) -> Described {
        Described { view: words::describe(cx, change), scopes: WRITE }
    }

    fn expected(cx: &Cx<'_>, spec: &ApiSpec) -> Message {
        words::expected(cx, spec)
    }

    fn seen(cx: &Cx<'_>, spec: &ApiSpec, found: &Found) -> Message {
        words::seen(cx, spec, found)
    }

    fn blocks(cx: &Cx<'_>, spec: &ApiSpec, found: &Found, _: &Plan<Change>) -> Vec<Block> {
        words::blocks(cx, spec, found)
    }

    async fn apply(
        cx: &Cx<'_>,
        _: &ApiSpec,
        change: &Change,
        world: &World<Write>,
        intent: &Intent<'_>,
    ) -> Result<Applied<Receipt>, Problem> {
        let app = cx.registration()?;
        let receipt = match change {
            Change::Uri { host, .. } => {
                let app_id: AppId = cx.outputs.app.as_ref().ok_or(Problem::Missing(Field::App))?.app_id;
                write::add_uri(app, uri_of(host.as_deref(), app_id), intent.retried, world).await?
            }
            Change::Scope { id, value, consent, texts, .. } => {
                write::add_scope(app, write::NewScope { id: *id, value, consent: *consent, texts }, world).await?
            }
            Change::Clients { scope, clients, .. } => {
                write::add_clients(app, *scope, clients, intent.retried, world).await?
            }
        };
        Ok(Applied { receipt })
    }

    fn recover(cx: &Cx<'_>, _: &ApiSpec, found: &Found, change: &Change, _: Option<&Value>) -> Option<Receipt> {
        let (app, there) = (cx.registration().ok()?, found.app.as_ref()?);
        match change {
            Change::Uri { host, .. } => {
                let uri = uri_of(host.as_deref(), there.app_id);
                there.uris.contains(&uri).then_some(Receipt::Uri { app, uri })
            }
            Change::Scope { id, value, .. } => {
                let is_there = there.scopes.iter().any(|scope| scope.id == *id);
                is_there.then(|| Receipt::Scope { app, id: *id, value: value.clone() })
            }
            Change::Clients { scope, clients, .. } => has_all(there, *scope, clients).then(|| Receipt::Clients {
                app,
                scope: *scope,
                clients: clients.clone(),
            }),
        }
    }

    async fn undo(_: &Cx<'_>, receipt: &Receipt, world: &World<Write>) -> Result<(), Problem> {
        write::take_back(receipt, world).await
    }

    async fn gone(_: &Cx<'_>, receipt: &Receipt, world: &World<Read>) -> Result<bool, Problem> {
        write::is_gone(receipt, world).await
    }

    fn undo_words(_: &Cx<'_>, receipt: &Receipt) -> Option<Described> {
        Some(Described { view: words::undo(receipt)?, scopes: WRITE })
    }
}
