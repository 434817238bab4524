//! Grants, and their proof: application permissions by a fresh app-only token that carries them, delegated ones by
//! reading the grant back.
//!
//! *Granted* is compared with *wanted*; what is granted beyond is reported and left alone. Granted but not yet in the
//! token is waiting: Entra hands out the token of before for a while.

mod proof;
mod roles;
mod scopes;
mod words;

use async_trait::async_trait;
use domain::{
    AdminConsentSpec, AppId, AppRoleId, Block, Field, GrantId, Grants, Kind, Known, Message, Outputs, PermissionType,
    ResolvedPermission, ServicePrincipalId, UserId, Wanted, msg,
};
use microsoft::graph::{AppRoleAssignment, DelegatedGrant};
use microsoft::{Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use proof::{TokenProof, prove};

use super::api_permissions::resolve;
use super::delegated_grant;
use crate::problem::Waiting;
use crate::step::{Applied, Cx, Described, Intent, Plan, State, Step};
use crate::{Problem, World};

/// See [`Kind::AdminConsent`].
pub(crate) struct AdminConsent;

/// What there is.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    /// Application and delegated ones, with ids from this tenant.
    wanted: Vec<ResolvedPermission>,
    granted: Vec<AppRoleAssignment>,
    delegated: Vec<DelegatedGrant>,
    /// For whom delegated permissions are granted; everybody without one.
    #[serde(default)]
    user: Option<UserId>,
    /// Ours, of features that were switched off since.
    #[serde(default)]
    switched_off: Vec<AppRoleId>,
    /// Names of granted application permissions, by role id.
    names: Vec<(AppRoleId, String)>,
    token: TokenProof,
}

/// What can be missing.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    /// Grant an application permission for the whole tenant.
    Grant {
        /// The app's enterprise app.
        client: Known<ServicePrincipalId>,
        /// The API.
        api: AppId,
        /// Which permission.
        role: AppRoleId,
        /// Its name.
        name: String,
        /// How often it was withdrawn before: granting it once more is another change.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        again: Option<usize>,
    },
    /// Grant delegated permissions of one API.
    Scopes {
        /// The app's enterprise app.
        client: Known<ServicePrincipalId>,
        /// The API.
        api: AppId,
        /// For one user; for everybody without.
        user: Option<UserId>,
        /// Sorted.
        scopes: Vec<String>,
    },
    /// Take an application permission of ours back, of a feature that was switched off.
    Withdraw {
        /// The grant.
        id: GrantId,
        /// The app's enterprise app.
        client: ServicePrincipalId,
        /// The API's.
        resource: ServicePrincipalId,
        /// Its name.
        name: String,
    },
}

/// What was done; `None`: it was granted already, not by us.
type Receipt = Option<Granted>;

/// A grant of ours, or the end of one. Told apart by their fields.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Granted {
    /// An application permission.
    Role { id: GrantId, client: ServicePrincipalId, resource: ServicePrincipalId, name: String },
    /// Delegated permissions that we put into a grant.
    Scopes {
        grant: GrantId,
        client: ServicePrincipalId,
        resource: ServicePrincipalId,
        user: Option<UserId>,
        added: Vec<String>,
    },
    /// One of ours that we took back.
    Withdrawn { withdrawn: GrantId, name: String },
}

#[async_trait]
impl Step for AdminConsent {
    type Spec = AdminConsentSpec;
    type Found = Found;
    type Change = Change;
    type Receipt = Receipt;
    const KIND: Kind = Kind::AdminConsent;

    fn spec(wanted: &Wanted) -> Option<&AdminConsentSpec> {
        match wanted {
            Wanted::AdminConsent(spec) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(cx: &Cx<'_>, spec: &AdminConsentSpec, world: &World<Read>) -> Result<Found, Problem> {
        let permissions = cx.profile.items.iter().find_map(|item| match &item.wanted {
            Wanted::ApiPermissions(spec) => Some(spec),
            _ => None,
        });
        let asked = permissions.ok_or(Problem::Missing(Field::Permissions))?;
        let grants = async {
            match &cx.outputs.service_principal {
                Some(principals) => futures_util::try_join!(
                    world.graph.app_role_assignments(principals.own),
                    world.graph.delegated_grants(principals.own),
                ),
                None => Ok((Vec::new(), Vec::new())),
            }
        };
        let resolved = async { Ok(resolve(cx, asked, world).await?) };
        let grants = async { Ok(grants.await?) };
        let (resolved, (granted, delegated), token, user) =
            futures_util::try_join!(resolved, grants, prove(cx, world), for_whom(cx, spec, world))?;
        let roles = resolved.offers.iter().flat_map(|offer| &offer.app_roles);
        let names = roles.filter_map(|role| Some((role.id, role.value.clone()?)));
        let names = names.filter(|(id, _)| granted.iter().any(|grant| grant.app_role_id == *id)).collect();
        let switched_off = resolved.switched_off.iter().map(|permission| permission.id).collect();
        Ok(Found { wanted: resolved.wanted, granted, delegated, user, switched_off, names, token })
    }

    fn plan(cx: &Cx<'_>, _: &AdminConsentSpec, found: &Found) -> Plan<Change> {
        let changes = missing(cx, found);
        if !changes.is_empty() {
            return Plan::changes(changes);
        }
        let extra = found.extra().next().is_some() || !scopes::extra(found).is_empty();
        match &found.token {
            TokenProof::Roles { roles, delegated: false } if found.carried(roles) => {
                if extra {
                    Plan::stands(State::Finding)
                } else {
                    Plan::right()
                }
            }
            TokenProof::NotAsked if extra => Plan::stands(State::Finding),
            TokenProof::NotAsked => Plan::right(),
            TokenProof::Opaque => Plan::stands(State::Finding),
            TokenProof::Roles { .. } | TokenProof::NotYet => Plan::stands(State::Waiting(Waiting {
                text: msg("admin-consent-not-in-token"),
                limit: crate::settle::WAIT_LIMIT,
            })),
        }
    }

    fn outputs(cx: &Cx<'_>, _: &AdminConsentSpec, found: &Found, outputs: &mut Outputs) {
        let mut wanted: Vec<String> = found.application_wanted().map(|permission| permission.name.clone()).collect();
        wanted.sort();
        let mut scopes: Vec<String> = found.delegated_wanted().map(|permission| permission.name.clone()).collect();
        scopes.sort();
        let roles = match &found.token {
            _ if !missing(cx, found).is_empty() || cx.outputs.service_principal.is_none() => None,
            TokenProof::Roles { roles, delegated: false } if found.carried(roles) => Some(roles.clone()),
            TokenProof::Opaque => Some(wanted),
            // Delegated permissions are proved by reading the grant; and where this set-up has no credential of the app,
            // nothing here can ask for a token as it.
            // What the token of the test carried, while all of it is granted.
            TokenProof::NotAsked if cx.is_taken_off() => cx.outputs.grants.as_ref().map(|grants| grants.roles.clone()),
            TokenProof::NotAsked if wanted.is_empty() || !cx.gives_credential() => Some(wanted),
            TokenProof::Roles { .. } | TokenProof::NotYet | TokenProof::NotAsked => None,
        };
        outputs.grants = roles.map(|roles| Grants { roles, scopes });
    }

    fn describe(_: &Cx<'_>, _: &AdminConsentSpec, change: &Change) -> Described {
        words::describe(change)
    }

    fn expected(cx: &Cx<'_>, spec: &AdminConsentSpec) -> Message {
        words::expected(cx, spec)
    }

    fn seen(cx: &Cx<'_>, _: &AdminConsentSpec, found: &Found) -> Message {
        words::seen(cx, found)
    }

    fn blocks(cx: &Cx<'_>, _: &AdminConsentSpec, found: &Found, _: &Plan<Change>) -> Vec<Block> {
        words::blocks(cx, found)
    }

    async fn apply(
        cx: &Cx<'_>,
        _: &AdminConsentSpec,
        change: &Change,
        world: &World<Write>,
        intent: &Intent<'_>,
    ) -> Result<Applied<Receipt>, Problem> {
        let receipt = match change {
            Change::Grant { api, role, name, .. } => roles::grant(cx, (*api, *role, name), world, intent).await?,
            Change::Scopes { api, user, scopes, .. } => {
                Some(scopes::grant(cx, (*api, *user, scopes), world, intent).await?)
            }
            Change::Withdraw { id, resource, name, .. } => {
                world.graph.revoke_app_role(*resource, id).await?;
                Some(Granted::Withdrawn { withdrawn: id.clone(), name: name.clone() })
            }
        };
        Ok(Applied { receipt })
    }

    fn recover(
        cx: &Cx<'_>,
        _: &AdminConsentSpec,
        found: &Found,
        change: &Change,
        note: Option<&Value>,
    ) -> Option<Receipt> {
        match change {
            Change::Grant { api, role, name, .. } => {
                let principals = cx.outputs.service_principal.as_ref()?;
                let resource = *principals.resources.get(api)?;
                let mut all = found.granted.iter();
                let there = all.find(|grant| grant.app_role_id == *role && grant.resource_id == resource)?;
                let (id, name) = (there.id.clone(), name.clone());
                Some(Some(Granted::Role { id, client: principals.own, resource, name }))
            }
            Change::Scopes { api, user, scopes, .. } => {
                scopes::recovered(cx, found, (*api, *user, scopes), note).map(Some)
            }
            Change::Withdraw { id, name, .. } => {
                let gone = !found.granted.iter().any(|grant| grant.id == *id);
                gone.then(|| Some(Granted::Withdrawn { withdrawn: id.clone(), name: name.clone() }))
            }
        }
    }

    async fn undo(_: &Cx<'_>, receipt: &Receipt, world: &World<Write>) -> Result<(), Problem> {
        match receipt {
            Some(Granted::Role { id, resource, .. }) => Ok(world.graph.revoke_app_role(*resource, id).await?),
            Some(Granted::Scopes { grant, client, added, .. }) => {
                delegated_grant::take_back(*client, grant, added, world).await
            }
            Some(Granted::Withdrawn { .. }) | None => Ok(()),
        }
    }

    async fn gone(_: &Cx<'_>, receipt: &Receipt, world: &World<Read>) -> Result<bool, Problem> {
        match receipt {
            Some(Granted::Role { id, client, .. }) => roles::gone(*client, id, world).await,
            Some(Granted::Scopes { grant, client, added, .. }) => {
                delegated_grant::gone(*client, grant, added, world).await
            }
            Some(Granted::Withdrawn { .. }) | None => Ok(true),
        }
    }

    fn undo_words(cx: &Cx<'_>, receipt: &Receipt) -> Option<Described> {
        words::undo(cx, receipt.as_ref()?)
    }
}

/// For whom delegated permissions are wanted.
async fn for_whom(cx: &Cx<'_>, spec: &AdminConsentSpec, world: &World<Read>) -> Result<Option<UserId>, Problem> {
    let Some(question) = &spec.user else { return Ok(None) };
    let open = || Problem::Unanswered(question.clone());
    let named = cx.setup.answers.text(question).ok_or_else(open)?;
    let user = world.graph.user(named.trim()).await?;
    user.map(|user| Some(user.id)).ok_or_else(open)
}

/// What is wanted and not granted, and what is ours and not wanted any more.
fn missing(cx: &Cx<'_>, found: &Found) -> Vec<Change> {
    let principals = cx.outputs.service_principal.as_ref();
    let client = || Known::from_output(principals.map(|principals| principals.own), Field::ServicePrincipal);
    let mut all: Vec<Change> = found
        .missing()
        .map(|permission| Change::Grant {
            client: client(),
            api: permission.resource,
            role: permission.id,
            name: permission.name.clone(),
            again: roles::withdrawn_before(cx, &permission.name),
        })
        .collect();
    for api in scopes::apis(found) {
        let resource = principals.and_then(|principals| principals.resources.get(&api)).copied();
        let scopes = scopes::missing(found, api, resource);
        if !scopes.is_empty() {
            all.push(Change::Scopes { client: client(), api, user: found.user, scopes });
        }
    }
    let off = roles::ours(cx).into_iter().filter(|(id, ..)| {
        let granted = found.granted.iter().find(|grant| grant.id == *id);
        granted.is_some_and(|grant| found.switched_off.contains(&grant.app_role_id))
    });
    all.extend(off.map(|(id, client, resource, name)| Change::Withdraw { id, client, resource, name }));
    all
}

impl Found {
    /// The application permissions that are wanted.
    fn application_wanted(&self) -> impl Iterator<Item = &ResolvedPermission> {
        self.wanted.iter().filter(|permission| permission.kind == PermissionType::Application)
    }

    /// Application permissions that are wanted and not granted.
    fn missing(&self) -> impl Iterator<Item = &ResolvedPermission> {
        self.application_wanted().filter(|wanted| !self.granted.iter().any(|grant| grant.app_role_id == wanted.id))
    }

    /// Names of application permissions that are granted and not wanted.
    fn extra(&self) -> impl Iterator<Item = String> {
        let beyond =
            self.granted.iter().filter(|grant| !self.wanted.iter().any(|wanted| wanted.id == grant.app_role_id));
        beyond.map(|grant| {
            let named = self.names.iter().find(|(id, _)| *id == grant.app_role_id);
            named.map_or_else(|| grant.app_role_id.to_string(), |(_, name)| name.clone())
        })
    }

    /// Whether these roles hold every application permission that is wanted.
    fn carried(&self, roles: &[String]) -> bool {
        self.application_wanted().all(|wanted| roles.contains(&wanted.name))
    }
}
