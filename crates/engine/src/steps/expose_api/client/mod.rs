//! One more client of the app's own scope: the Teams app, by the id that the admin says is meant.
//!
//! Vendors ask for a "Teams app Object ID" among the authorized clients. A Teams app has three ids, and only the client id
//! of an app registration has an effect there: which one is meant is asked, never guessed.

mod words;

use async_trait::async_trait;
use domain::{
    ApiClientSpec, AppId, AppObjectId, AppRoleId, Block, ExposeApiSpec, Field, Kind, Known, Message, Outputs,
    QuestionId, Setup, Wanted,
};
use microsoft::{Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::shapes::{Change, Receipt};
use super::{WRITE, write};
use crate::diagnose::{self, WithArg as _};
use crate::diagnoses::Args;
use crate::step::{Applied, Cx, Described, Intent, Plan, State, Step};
use crate::{Problem, World};

/// The decision which of the ids is meant.
const TEAMS_APP_ID: &str = "teams_app_id";

/// See [`ApiClientSpec`].
pub(crate) struct ApiClient;

/// Which of a Teams app's ids is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meant {
    /// `webApplicationInfo.id`: the app registration that the package signs people in with.
    SignIn,
    /// The catalogue's own.
    Catalogue,
    /// The manifest's.
    Manifest,
    /// None: there is nothing to add.
    Nothing,
}

impl Meant {
    const IDS: [Self; 3] = [Self::SignIn, Self::Catalogue, Self::Manifest];

    /// In an answers file, and in the ids of texts.
    const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Catalogue => "catalogue",
            Self::Manifest => "manifest",
            Self::Nothing => "none",
        }
    }

    /// What was decided.
    fn decided(cx: &Cx<'_>) -> Option<Self> {
        Self::answered(cx.setup)
    }

    fn answered(setup: &Setup) -> Option<Self> {
        let answer = setup.answers.text(&QuestionId::from(TEAMS_APP_ID))?.trim();
        let all = Self::IDS.into_iter().chain([Self::Nothing]);
        all.into_iter().find(|meant| meant.name() == answer)
    }
}

/// What there is.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    /// The app of this set-up.
    app: AppObjectId,
    /// Its client id.
    own: AppId,
    /// The scope that an earlier item made.
    scope: AppRoleId,
    /// Who has that scope.
    clients: Vec<AppId>,
    /// The package's `webApplicationInfo.id`.
    sign_in: Option<AppId>,
    /// The catalogue's id, as it stands there.
    catalogue: String,
    /// The manifest's id.
    manifest: String,
}

impl Found {
    /// The id that is meant, where it can be added: an app needs no leave from itself.
    fn id(&self, meant: Meant) -> Option<AppId> {
        match meant {
            Meant::SignIn => self.sign_in.filter(|id| *id != self.own),
            Meant::Catalogue => AppId::parse(&self.catalogue).ok(),
            Meant::Manifest => AppId::parse(&self.manifest).ok(),
            Meant::Nothing => None,
        }
    }

    /// The package signs people in with the app of this set-up.
    fn is_own(&self) -> bool {
        self.sign_in == Some(self.own)
    }

    fn has(&self, client: AppId) -> bool {
        self.clients.contains(&client)
    }
}

/// The id that was chosen, for whoever adds it by hand.
pub(crate) fn teams_client(setup: &Setup, outputs: &Outputs) -> Option<String> {
    let teams = outputs.teams_app.as_ref()?;
    match Meant::answered(setup)? {
        Meant::SignIn => teams.client_id.map(|id| id.to_string()),
        Meant::Catalogue => Some(teams.catalogue_id.clone()),
        Meant::Manifest => Some(teams.manifest_id.clone()),
        Meant::Nothing => None,
    }
}

/// Noted when Microsoft does not take an id.
#[derive(Serialize, Deserialize)]
struct Refused {
    refused: AppId,
    /// Microsoft's code.
    code: String,
}

/// Microsoft's code, where it refused this id before.
fn refused(cx: &Cx<'_>, client: AppId) -> Option<String> {
    let notes = cx.journal.iter().rev().filter_map(|entry| entry.note.clone());
    let mut refusals = notes.filter_map(|note| serde_json::from_value::<Refused>(note).ok());
    refusals.find(|note| note.refused == client).map(|note| note.code)
}

/// Ids that this item added, that nobody wants any more, and that are still there.
fn left_over(cx: &Cx<'_>, found: &Found) -> Vec<AppId> {
    let meant = Meant::decided(cx).and_then(|meant| found.id(meant));
    let ours = cx.receipts::<Receipt>().into_iter().filter_map(|(_, receipt)| match receipt {
        Receipt::Clients { clients, .. } => Some(clients),
        _ => None,
    });
    let mut left: Vec<AppId> = ours.flatten().filter(|id| found.has(*id) && Some(*id) != meant).collect();
    left.sort_unstable();
    left.dedup();
    left
}

fn plan(cx: &Cx<'_>, found: &Found) -> Plan<Change> {
    let Some(meant) = Meant::decided(cx) else { return Plan::stands(State::NeedsDecision) };
    let standing = || if left_over(cx, found).is_empty() { Plan::right() } else { Plan::stands(State::Finding) };
    match found.id(meant) {
        None if meant == Meant::Nothing || (meant == Meant::SignIn && found.is_own()) => standing(),
        // The package has no such id.
        None => Plan::stands(State::NeedsDecision),
        Some(id) if found.has(id) => standing(),
        Some(id) if refused(cx, id).is_some() => Plan::stands(State::NeedsDecision),
        Some(id) => {
            Plan::changes(vec![Change::Clients { app: Known::Now(found.app), scope: found.scope, clients: vec![id] }])
        }
    }
}

#[async_trait]
impl Step for ApiClient {
    type Spec = ApiClientSpec;
    type Found = Found;
    type Change = Change;
    type Receipt = Receipt;
    const KIND: Kind = Kind::ExposeApi;

    fn spec(wanted: &Wanted) -> Option<&ApiClientSpec> {
        match wanted {
            Wanted::ExposeApi(ExposeApiSpec::Client(spec)) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(cx: &Cx<'_>, _: &ApiClientSpec, world: &World<Read>) -> Result<Found, Problem> {
        let app = cx.outputs.app.as_ref().ok_or(Problem::Missing(Field::App))?;
        let api = cx.outputs.api.as_ref().ok_or(Problem::Missing(Field::Api))?;
        let teams = cx.outputs.teams_app.as_ref().ok_or(Problem::Missing(Field::TeamsApp))?;
        let registration = cx.registration()?;
        let there = world.graph.application(registration).await?.ok_or(Problem::Missing(Field::App))?;
        if !there.scopes().iter().any(|scope| scope.id == api.scope_id) {
            return Err(Problem::Missing(Field::Api));
        }
        let clients = there.clients();
        let holds = clients.iter().filter(|client| client.delegated_permission_ids.contains(&api.scope_id));
        Ok(Found {
            app: registration,
            own: app.app_id,
            scope: api.scope_id,
            clients: holds.map(|client| client.app_id).collect(),
            sign_in: teams.client_id,
            catalogue: teams.catalogue_id.clone(),
            manifest: teams.manifest_id.clone(),
        })
    }

    fn plan(cx: &Cx<'_>, _: &ApiClientSpec, found: &Found) -> Plan<Change> {
        plan(cx, found)
    }

    fn outputs(_: &Cx<'_>, _: &ApiClientSpec, _: &Found, _: &mut Outputs) {}

    fn describe(_: &Cx<'_>, _: &ApiClientSpec, change: &Change) -> Described {
        Described { view: words::describe(change), scopes: WRITE }
    }

    fn expected(_: &Cx<'_>, _: &ApiClientSpec) -> Message {
        domain::msg("expose-api-client-expected")
    }

    fn seen(cx: &Cx<'_>, _: &ApiClientSpec, found: &Found) -> Message {
        words::seen(cx, found)
    }

    fn blocks(cx: &Cx<'_>, _: &ApiClientSpec, found: &Found, _: &Plan<Change>) -> Vec<Block> {
        words::blocks(cx, found)
    }

    async fn apply(
        cx: &Cx<'_>,
        _: &ApiClientSpec,
        change: &Change,
        world: &World<Write>,
        intent: &Intent<'_>,
    ) -> Result<Applied<Receipt>, Problem> {
        // The other changes of the kind are never planned here.
        let Change::Clients { scope, clients, .. } = change else { return Ok(Applied { receipt: Receipt::There }) };
        match write::add_clients(cx.registration()?, *scope, clients, intent.retried, world).await {
            Ok(receipt) => Ok(Applied { receipt }),
            Err(problem) => Err(explained(problem, clients, intent)?),
        }
    }

    fn recover(_: &Cx<'_>, _: &ApiClientSpec, found: &Found, change: &Change, _: Option<&Value>) -> Option<Receipt> {
        let Change::Clients { scope, clients, .. } = change else { return None };
        let all = clients.iter().all(|client| found.has(*client));
        all.then(|| Receipt::Clients { app: found.app, scope: *scope, clients: clients.clone() })
    }

    async fn undo(_: &Cx<'_>, receipt: &Receipt, world: &World<Write>) -> Result<(), Problem> {
        write::take_back(receipt, world).await
    }

    async fn gone(_: &Cx<'_>, receipt: &Receipt, world: &World<Read>) -> Result<bool, Problem> {
        write::is_gone(receipt, world).await
    }

    fn undo_words(_: &Cx<'_>, receipt: &Receipt) -> Option<Described> {
        Some(Described { view: super::words::undo(receipt)?, scopes: WRITE })
    }
}

/// A refusal of the request itself is one of the id, since nothing else in it is new: the admin decides again.
fn explained(problem: Problem, clients: &[AppId], intent: &Intent<'_>) -> Result<Problem, Problem> {
    let code = match &problem {
        Problem::Microsoft(error) if error.is_status(400) && !diagnose::is_transient(&problem, true) => {
            error.refusal().and_then(|refusal| refusal.codes.first().cloned()).unwrap_or_default()
        }
        _ => return Ok(problem),
    };
    let Some(client) = clients.first() else { return Ok(problem) };
    intent.note(&Refused { refused: *client, code })?;
    let technical = diagnose::diagnostic(&problem, &Args::new()).technical;
    let mut found = diagnose::simple("expose-api-client-refused", domain::Outcome::NeedsDecision);
    found.technical = technical;
    Ok(found.with_arg("id", &client.to_string()).into())
}
