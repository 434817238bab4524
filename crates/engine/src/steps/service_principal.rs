//! The app's presence in the tenant, and that of the APIs that it uses.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    AppId, Block, ChangeView, Field, Kind, Known, Message, Outputs, PrincipalRefs, ServicePrincipalId,
    ServicePrincipalSpec, Verb, Wanted, msg,
};
use futures_util::future::try_join_all;
use microsoft::graph::ServicePrincipal as Principal;
use microsoft::{Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::app_registration::call;
use crate::diagnose;
use crate::said::{names, together};
use crate::step::{Applied, Cx, Described, Intent, Plan, State, Step};
use crate::views::{fact, fact_text, facts};
use crate::{Problem, World};

const WRITE: &[&str] = &["Application.ReadWrite.All"];

/// See [`Kind::ServicePrincipal`].
pub(crate) struct ServicePrincipal;

/// What there is.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    own: Option<Principal>,
    resources: Vec<(AppId, Option<Principal>)>,
}

/// What can be missing.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    /// Of the app itself.
    Own {
        /// Which app.
        app: Known<AppId>,
    },
    /// Of an API.
    Resource {
        /// Which API.
        app: AppId,
    },
}

/// What was done; `None`: it was there already, not ours.
type Receipt = Option<Made>;

/// An enterprise app that we made.
#[derive(Serialize, Deserialize)]
pub(crate) struct Made {
    id: ServicePrincipalId,
    app: AppId,
    name: String,
    /// Of the app itself: it goes with the app registration, and comes back with it.
    own: bool,
}

#[async_trait]
impl Step for ServicePrincipal {
    type Spec = ServicePrincipalSpec;
    type Found = Found;
    type Change = Change;
    type Receipt = Receipt;
    const KIND: Kind = Kind::ServicePrincipal;

    fn spec(wanted: &Wanted) -> Option<&ServicePrincipalSpec> {
        match wanted {
            Wanted::ServicePrincipal(spec) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(cx: &Cx<'_>, spec: &ServicePrincipalSpec, world: &World<Read>) -> Result<Found, Problem> {
        let own = async {
            match &cx.outputs.app {
                Some(app) => world.graph.service_principal(app.app_id).await,
                None => Ok(None),
            }
        };
        let resources =
            try_join_all(spec.resources.iter().map(|app| async move {
                Ok::<_, microsoft::Error>((*app, world.graph.service_principal(*app).await?))
            }));
        let (own, resources) = futures_util::try_join!(own, resources)?;
        Ok(Found { own, resources })
    }

    fn plan(cx: &Cx<'_>, _: &ServicePrincipalSpec, found: &Found) -> Plan<Change> {
        if found.own.as_ref().is_some_and(|own| own.account_enabled == Some(false)) {
            // By this set-up, in its item Revoke: that is wanted.
            if super::revoke::revoked(cx.whole_journal).iter().any(|(done, _)| done.is_disabled()) {
                return Plan::stands(State::Finding);
            }
            return Plan::stands(State::Failed(Box::new(diagnose::app_disabled())));
        }
        let mut changes: Vec<Change> = found
            .resources
            .iter()
            .filter(|(_, principal)| principal.is_none())
            .map(|(app, _)| Change::Resource { app: *app })
            .collect();
        if found.own.is_none() {
            let app = Known::from_output(cx.outputs.app.as_ref().map(|app| app.app_id), Field::App);
            changes.push(Change::Own { app });
        }
        Plan::changes(changes)
    }

    fn outputs(_: &Cx<'_>, _: &ServicePrincipalSpec, found: &Found, outputs: &mut Outputs) {
        let resources: Option<BTreeMap<_, _>> = found
            .resources
            .iter()
            .map(|(app, principal)| principal.as_ref().map(|principal| (*app, principal.id)))
            .collect();
        outputs.service_principal = match (&found.own, resources) {
            (Some(own), Some(resources)) => Some(PrincipalRefs { own: own.id, resources }),
            _ => None,
        };
    }

    fn describe(cx: &Cx<'_>, _: &ServicePrincipalSpec, change: &Change) -> Described {
        let (text, note) = match change {
            // Somebody else's app comes into the tenant: looked at twice.
            Change::Own { app: Known::Now(app) } if cx.is_elsewhere() => {
                let text = msg("service-principal-vendors").text("id", app.to_string());
                (text, Some(msg("service-principal-vendors-note")))
            }
            Change::Own { .. } => (msg("service-principal-own"), None),
            Change::Resource { app } => (msg("service-principal-resource").text("api", api_name(*app)), None),
        };
        let calls = vec![call("POST", "/v1.0/servicePrincipals".to_owned())];
        let careful = note.is_some();
        let view = ChangeView { verb: Verb::Add, text, note, calls, careful };
        Described { view, scopes: WRITE }
    }

    fn expected(_: &Cx<'_>, spec: &ServicePrincipalSpec) -> Message {
        let apis: Vec<String> = spec.resources.iter().map(|app| api_name(*app)).collect();
        msg("service-principal-expected").count("count", apis.len()).message("apis", names(&apis))
    }

    fn seen(_: &Cx<'_>, _: &ServicePrincipalSpec, found: &Found) -> Message {
        seen(found)
    }

    fn blocks(cx: &Cx<'_>, _: &ServicePrincipalSpec, found: &Found, _: &Plan<Change>) -> Vec<Block> {
        let mut rows = vec![found.own.as_ref().map_or_else(
            || fact_text("fact-enterprise-app", msg("value-none-yet")),
            |own| fact("fact-enterprise-app", own.id.to_string()),
        )];
        rows.extend(found.resources.iter().map(|(app, principal)| {
            let state = if principal.is_some() { "value-present" } else { "value-none-yet" };
            let mut row = fact_text("fact-api", msg(state));
            row.label = msg("fact-api").text("api", api_name(*app));
            row
        }));
        let off = found.own.as_ref().is_some_and(|own| own.account_enabled == Some(false));
        let revoked = super::revoke::words_of(cx).filter(|_| off);
        let said = revoked.map(|text| Block::Text { text, tone: domain::Tone::Warning });
        said.into_iter().chain([facts(rows)]).collect()
    }

    async fn apply(
        cx: &Cx<'_>,
        _: &ServicePrincipalSpec,
        change: &Change,
        world: &World<Write>,
        intent: &Intent<'_>,
    ) -> Result<Applied<Receipt>, Problem> {
        let (app, own) = match change {
            Change::Own { .. } => (cx.outputs.app.as_ref().ok_or(Problem::Missing(Field::App))?.app_id, true),
            Change::Resource { app } => (*app, false),
        };
        let made = match world.graph.create_service_principal(app).await {
            Ok(made) => Some(made),
            Err(error) if error.is_status(409) && error.has_code("Request_MultipleObjectsWithSameKeyValue") => {
                // There already. Ours if an earlier try of this change may have made it.
                let there = world.graph.service_principal(app).await?;
                there.filter(|_| intent.retried)
            }
            Err(error) if own && cx.is_elsewhere() && is_unknown(&error) => {
                return Err(diagnose::app_unknown(app).into());
            }
            Err(error) => return Err(error.into()),
        };
        Ok(Applied { receipt: made.map(|made| receipt(&made, app, own)) })
    }

    fn recover(
        cx: &Cx<'_>,
        _: &ServicePrincipalSpec,
        found: &Found,
        change: &Change,
        _: Option<&Value>,
    ) -> Option<Receipt> {
        let (app, own, there) = match change {
            Change::Own { .. } => (cx.outputs.app.as_ref()?.app_id, true, found.own.as_ref()),
            Change::Resource { app } => {
                let there = found.resources.iter().find(|(other, _)| other == app)?.1.as_ref();
                (*app, false, there)
            }
        };
        there.map(|principal| Some(receipt(principal, app, own)))
    }

    async fn undo(_: &Cx<'_>, receipt: &Receipt, world: &World<Write>) -> Result<(), Problem> {
        let Some(made) = receipt else { return Ok(()) };
        Ok(world.graph.delete_service_principal(made.id).await?)
    }

    async fn gone(_: &Cx<'_>, receipt: &Receipt, world: &World<Read>) -> Result<bool, Problem> {
        let Some(made) = receipt else { return Ok(true) };
        Ok(world.graph.service_principal(made.app).await?.is_none_or(|there| there.id != made.id))
    }

    fn undo_words(_: &Cx<'_>, receipt: &Receipt) -> Option<Described> {
        // An API's enterprise app stays: others may have begun to use it, and it grants nothing by itself.
        let made = receipt.as_ref().filter(|made| made.own)?;
        let calls = vec![call("DELETE", format!("/v1.0/servicePrincipals/{}", made.id))];
        let text = msg("service-principal-undo").text("name", made.name.clone());
        let view = ChangeView { verb: Verb::Remove, text, note: None, calls, careful: true };
        Some(Described { view, scopes: WRITE })
    }
}

/// Microsoft knows no app of that id that this tenant may use. The same words come for a moment after an app was
/// registered here; whether they are the only ones for an id that is nowhere has not been seen.
fn is_unknown(error: &microsoft::Error) -> bool {
    (error.is_status(400) && (error.has_code("NoBackingApplicationObject") || error.says("valid application object")))
        || (error.is_status(403) && error.says("backing application of the service principal"))
}

fn seen(found: &Found) -> Message {
    let own = found.own.as_ref().map_or_else(
        || msg("service-principal-seen-none"),
        |own| {
            let state = if own.account_enabled == Some(false) { "off" } else { "on" };
            let name = own.display_name.clone().unwrap_or_default();
            msg("service-principal-seen").text("name", name).text("id", own.id.to_string()).text("state", state)
        },
    );
    let (there, missing): (Vec<_>, Vec<_>) = found.resources.iter().partition(|(_, principal)| principal.is_some());
    let part = |id: &str, apis: Vec<&(AppId, Option<Principal>)>| {
        let apis: Vec<String> = apis.into_iter().map(|(app, _)| api_name(*app)).collect();
        (!apis.is_empty()).then(|| msg(id).message("names", names(&apis)))
    };
    let apis = [part("service-principal-seen-apis", there), part("service-principal-seen-missing", missing)];
    together(own, apis.into_iter().flatten())
}

fn receipt(principal: &Principal, app: AppId, own: bool) -> Made {
    Made { id: principal.id, app, name: principal.display_name.clone().unwrap_or_default(), own }
}

/// Names of Microsoft's APIs as its portals show them.
pub(super) fn api_name(app: AppId) -> String {
    match app.to_string().as_str() {
        "00000003-0000-0000-c000-000000000000" => "Microsoft Graph".to_owned(),
        "48ac35b8-9aa8-4d74-927d-1f4a14a0b239" => "Skype and Teams Tenant Admin API".to_owned(),
        other => other.to_owned(),
    }
}
