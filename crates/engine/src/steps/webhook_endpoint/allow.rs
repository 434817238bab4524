//! Letting the service user sign in for the test. Where Microsoft manages a tenant's consent settings, nobody can consent to
//! reading chats for themselves; so the admin gives the app of the sign-in this one permission for this one user, by a change
//! of its own, and the test takes it away again when it is over.
//! <https://learn.microsoft.com/entra/identity/enterprise-apps/manage-app-consent-policies>

use domain::{AppId, GrantId, ServicePrincipalId, UserRef, WebhookSpec};
use microsoft::graph::DelegatedGrant;
use microsoft::{Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Change, Receipt};
use crate::step::{Cx, Intent};
use crate::steps::admin_consent::{gone, take_back};
use crate::{Problem, World};

/// Microsoft Graph, the same in every tenant.
const GRAPH: &str = "00000003-0000-0000-c000-000000000000";
/// What a subscription to chats asks for.
pub(super) const SCOPE: &str = "Chat.Read";
pub(super) const WRITE: &[&str] = &["DelegatedPermissionGrant.ReadWrite.All", "Directory.Read.All"];

/// The app of the sign-in, and what the user has given it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Standing {
    /// The app's enterprise app.
    client: ServicePrincipalId,
    /// Its name.
    app: String,
    /// Microsoft Graph's.
    resource: ServicePrincipalId,
    /// It may, by a grant for this user or for everybody.
    pub(super) allowed: bool,
    /// This user's grant for it, with its scopes.
    grant: Option<(GrantId, Vec<String>)>,
}

/// A permission that we gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Allowed {
    /// The grant.
    grant: GrantId,
    /// Of which app.
    client: ServicePrincipalId,
    /// Its name.
    pub(super) app: String,
    /// For whom.
    pub(super) user: UserRef,
    /// What of it is ours; nothing when somebody else was first.
    added: Vec<String>,
}

/// Written down before the grant is changed: what stood in it.
#[derive(Serialize, Deserialize)]
struct Before {
    before: Vec<String>,
}

/// How it stands; `None` where it is left to the browser, or nobody is signed in.
pub(super) async fn look(spec: &WebhookSpec, world: &World<Read>, user: &UserRef) -> Result<Option<Standing>, Problem> {
    let session = world.ports.tokens.session().filter(|_| spec.consent);
    let (Some(session), Ok(graph)) = (session, AppId::parse(GRAPH)) else { return Ok(None) };
    let found =
        futures_util::try_join!(world.graph.service_principal(session.client), world.graph.service_principal(graph));
    let (Some(client), Some(resource)) = found? else { return Ok(None) };
    let mut all = world.graph.delegated_grants(client.id).await?;
    all.retain(|grant| grant.resource_id == resource.id);
    let holds = |grant: &DelegatedGrant| grant.scopes().iter().any(|scope| scope == SCOPE);
    let theirs = |grant: &&DelegatedGrant| grant.is_for(Some(user.id));
    let allowed = all.iter().any(|grant| (grant.is_for(None) || theirs(&grant)) && holds(grant));
    let grant = all.iter().find(theirs).map(|grant| (grant.id.clone(), grant.scopes()));
    let app = client.display_name.unwrap_or_default();
    Ok(Some(Standing { client: client.id, app, resource: resource.id, allowed, grant }))
}

impl Standing {
    /// The change that lets the user sign in. `again`: how often that was done before.
    pub(super) fn change(&self, user: &UserRef, again: usize) -> Change {
        Change::Allow { client: self.client, resource: self.resource, app: self.app.clone(), user: user.clone(), again }
    }

    /// After a crash: whether it was given, and what of it is ours.
    pub(super) fn recovered(&self, user: &UserRef, note: Option<&Value>) -> Option<Allowed> {
        let Before { before } = serde_json::from_value(note?.clone()).ok()?;
        let (grant, scopes) = self.grant.clone()?;
        let given = scopes.iter().any(|scope| scope == SCOPE);
        given.then(|| allowed((self.client, &self.app), grant, user, &before))
    }
}

fn allowed((client, app): (ServicePrincipalId, &str), grant: GrantId, user: &UserRef, before: &[String]) -> Allowed {
    let ours = !before.iter().any(|scope| scope == SCOPE);
    let added = if ours { vec![SCOPE.to_owned()] } else { Vec::new() };
    Allowed { grant, client, app: app.to_owned(), user: user.clone(), added }
}

/// Gives it.
pub(super) async fn give(
    (client, app): (ServicePrincipalId, &str),
    resource: ServicePrincipalId,
    user: &UserRef,
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Allowed, Problem> {
    let all = world.graph.delegated_grants(client).await?;
    let there = all.into_iter().find(|grant| grant.resource_id == resource && grant.is_for(Some(user.id)));
    let now = there.as_ref().map(DelegatedGrant::scopes).unwrap_or_default();
    let before = match intent.noted::<Before>() {
        Some(Before { before }) => before,
        None => {
            intent.note(&Before { before: now.clone() })?;
            now.clone()
        }
    };
    let mut scopes = now.clone();
    if !scopes.iter().any(|scope| scope == SCOPE) {
        scopes.push(SCOPE.to_owned());
    }
    let id = match there {
        Some(there) if scopes == now => there.id,
        Some(there) => {
            world.graph.put_scopes(&there.id, &scopes).await?;
            there.id
        }
        None => match world.graph.grant_scopes(client, resource, Some(user.id), &scopes).await {
            Ok(made) => made.id,
            // Made meanwhile, by a try whose answer was lost or by somebody else: the next look says what stands in it.
            Err(error) if error.is_status(409) => return Err(Problem::NotVisible),
            Err(error) => return Err(error.into()),
        },
    };
    Ok(allowed((client, app), id, user, &before))
}

/// Those of ours that no test has taken away again.
fn standing(cx: &Cx<'_>) -> Vec<Allowed> {
    let mut ours = Vec::new();
    for (_, receipt) in cx.receipts::<Receipt>() {
        match receipt {
            Receipt::Allowed(one) => ours.push(one),
            Receipt::Tried(_) => ours.clear(),
        }
    }
    ours
}

/// Takes away what was given for the test.
pub(super) async fn end(cx: &Cx<'_>, world: &World<Write>) -> Result<(), Problem> {
    for one in standing(cx) {
        undo(&one, world).await?;
    }
    Ok(())
}

pub(super) fn stands(cx: &Cx<'_>, one: &Allowed) -> bool {
    !one.added.is_empty() && standing(cx).contains(one)
}

pub(super) async fn undo(one: &Allowed, world: &World<Write>) -> Result<(), Problem> {
    take_back(one.client, &one.grant, &one.added, world).await
}

pub(super) async fn is_gone(one: &Allowed, world: &World<Read>) -> Result<bool, Problem> {
    gone(one.client, &one.grant, &one.added, world).await
}
