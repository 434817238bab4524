//! Grants, and the proof that a fresh app-only token carries them.
//!
//! *Granted* is compared with *wanted*; what is granted beyond is reported and left alone. Granted but not yet in the
//! token is waiting: Entra hands out the token of before for a while.

mod words;

use async_trait::async_trait;
use base64::Engine as _;
use domain::{
    AdminConsentSpec, AppId, AppRoleId, Block, ChangeView, CheckRow, Field, GrantId, Grants, Kind, Known, Message,
    Outcome, Outputs, PermissionType, ResolvedPermission, ServicePrincipalId, Verb, Wanted, msg,
};
use microsoft::graph::{AppRoleAssignment, DelegatedGrant};
use microsoft::{Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use words::{token_row, wanted_row};

use super::api_permissions::{is_denied, resolve};
use super::app_registration::call;
use super::service_principal::api_name;
use crate::problem::Waiting;
use crate::step::{Applied, Cx, Described, Intent, Plan, State, Step};
use crate::{Problem, World};

const WRITE: &[&str] = &["AppRoleAssignment.ReadWrite.All", "Application.Read.All"];

/// See [`Kind::AdminConsent`].
pub(crate) struct AdminConsent;

/// What there is.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    wanted: Vec<ResolvedPermission>,
    granted: Vec<AppRoleAssignment>,
    delegated: Vec<DelegatedGrant>,
    /// Names of granted application permissions, by role id.
    names: Vec<(AppRoleId, String)>,
    token: TokenProof,
}

/// What a fresh app-only token showed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TokenProof {
    /// Not asked: there is no certificate yet, or nothing is granted.
    NotAsked,
    /// Asked; these roles are in it. `scp` in it would be a delegated token, which proves nothing.
    Roles {
        /// The `roles` claim, sorted.
        roles: Vec<String>,
        /// It carries `scp`.
        delegated: bool,
    },
    /// It came, but cannot be read: the real call decides (DECISIONS 16).
    Opaque,
    /// Entra does not know app or certificate everywhere yet.
    NotYet,
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
    },
}

/// What was done; `None`: it was granted already, not by us.
type Receipt = Option<Granted>;

/// A grant of ours.
#[derive(Serialize, Deserialize)]
pub(crate) struct Granted {
    id: GrantId,
    client: ServicePrincipalId,
    resource: ServicePrincipalId,
    name: String,
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

    async fn inspect(cx: &Cx<'_>, _: &AdminConsentSpec, world: &World<Read>) -> Result<Found, Problem> {
        let permissions = cx.profile.items.iter().find_map(|item| match &item.wanted {
            Wanted::ApiPermissions(spec) => Some(spec),
            _ => None,
        });
        let spec = permissions.ok_or(Problem::Missing(Field::Permissions))?;
        let grants = async {
            match &cx.outputs.service_principal {
                Some(principals) => futures_util::try_join!(
                    world.graph.app_role_assignments(principals.own),
                    world.graph.delegated_grants(principals.own),
                ),
                None => Ok((Vec::new(), Vec::new())),
            }
        };
        let proof = async { Ok(prove(cx, world).await) };
        let (resolved, (granted, delegated), token) = futures_util::try_join!(resolve(cx, spec, world), grants, proof)?;
        let roles = resolved.offers.iter().flat_map(|offer| &offer.app_roles);
        let names = roles.filter_map(|role| Some((role.id, role.value.clone()?)));
        let names = names.filter(|(id, _)| granted.iter().any(|grant| grant.app_role_id == *id)).collect();
        let wanted = resolved.wanted.into_iter().filter(|p| p.kind == PermissionType::Application).collect();
        Ok(Found { wanted, granted, delegated, names, token: token? })
    }

    fn plan(cx: &Cx<'_>, _: &AdminConsentSpec, found: &Found) -> Plan<Change> {
        let client = cx.outputs.service_principal.as_ref().map(|principals| principals.own);
        let missing: Vec<Change> = found
            .missing()
            .map(|permission| Change::Grant {
                client: Known::from_output(client, Field::ServicePrincipal),
                api: permission.resource,
                role: permission.id,
                name: permission.name.clone(),
            })
            .collect();
        if !missing.is_empty() {
            return Plan::changes(missing);
        }
        match &found.token {
            TokenProof::Roles { roles, delegated: false } if found.carried(roles) => {
                if found.extra().next().is_some() {
                    Plan::stands(State::Finding)
                } else {
                    Plan::right()
                }
            }
            TokenProof::NotAsked => Plan::right(),
            TokenProof::Opaque => Plan::stands(State::Finding),
            TokenProof::Roles { .. } | TokenProof::NotYet => Plan::stands(State::Waiting(Waiting {
                text: msg("admin-consent-not-in-token"),
                limit: crate::settle::WAIT_LIMIT,
            })),
        }
    }

    fn outputs(_: &Cx<'_>, _: &AdminConsentSpec, found: &Found, outputs: &mut Outputs) {
        outputs.grants = match &found.token {
            _ if found.missing().next().is_some() => None,
            TokenProof::Roles { roles, delegated: false } if found.carried(roles) => {
                Some(Grants { roles: roles.clone() })
            }
            TokenProof::Opaque => {
                let mut roles: Vec<String> = found.wanted.iter().map(|permission| permission.name.clone()).collect();
                roles.sort();
                Some(Grants { roles })
            }
            TokenProof::Roles { .. } | TokenProof::NotYet | TokenProof::NotAsked => None,
        };
    }

    fn describe(_: &Cx<'_>, _: &AdminConsentSpec, change: &Change) -> Described {
        let Change::Grant { api, name, .. } = change;
        let view = ChangeView {
            verb: Verb::Add,
            text: msg("admin-consent-grant").text("name", name.clone()).text("api", api_name(*api)),
            note: Some(msg("admin-consent-grant-note")),
            calls: vec![call("POST", "/v1.0/servicePrincipals/{id}/appRoleAssignedTo".to_owned())],
            careful: false,
        };
        Described { view, scopes: WRITE }
    }

    fn expected(cx: &Cx<'_>, _: &AdminConsentSpec) -> Message {
        words::expected(cx)
    }

    fn seen(_: &Cx<'_>, _: &AdminConsentSpec, found: &Found) -> Message {
        words::seen(found)
    }

    fn blocks(cx: &Cx<'_>, _: &AdminConsentSpec, found: &Found, _: &Plan<Change>) -> Vec<Block> {
        let mut rows: Vec<CheckRow> = found.wanted.iter().map(|permission| wanted_row(found, permission)).collect();
        rows.extend(found.extra().map(|name| CheckRow {
            id: format!("extra.{name}"),
            outcome: Outcome::Finding,
            title: msg("permission-name").text("name", name.clone()).text("kind", "application"),
            detail: Some(msg(if is_denied(cx, &name) { "admin-consent-denied" } else { "admin-consent-extra" })),
            blocks: Vec::new(),
            who: None,
            remedy: Some(msg("admin-consent-extra-remedy")),
            action: None,
        }));
        rows.push(token_row(found));
        rows.sort_by_key(|row| std::cmp::Reverse(row.outcome == Outcome::Finding));
        vec![Block::Checklist { title: None, rows }]
    }

    async fn apply(
        cx: &Cx<'_>,
        _: &AdminConsentSpec,
        change: &Change,
        world: &World<Write>,
        intent: &Intent<'_>,
    ) -> Result<Applied<Receipt>, Problem> {
        let Change::Grant { api, role, name, .. } = change;
        let principals = cx.outputs.service_principal.as_ref().ok_or(Problem::Missing(Field::ServicePrincipal))?;
        let resource = *principals.resources.get(api).ok_or(Problem::Missing(Field::ServicePrincipal))?;
        let made = match world.graph.grant_app_role(principals.own, resource, *role).await {
            Ok(made) => Some(made),
            Err(error) if error.says("already exists") => {
                // Granted already. Ours if an earlier try of this change may have made it.
                let there = world.graph.app_role_assignments(principals.own).await?;
                there.into_iter().find(|grant| grant.app_role_id == *role).filter(|_| intent.retried)
            }
            Err(error) => return Err(error.into()),
        };
        let receipt = made.map(|made| Granted { id: made.id, client: principals.own, resource, name: name.clone() });
        Ok(Applied { receipt })
    }

    fn recover(
        cx: &Cx<'_>,
        _: &AdminConsentSpec,
        found: &Found,
        change: &Change,
        _: Option<&Value>,
    ) -> Option<Receipt> {
        let Change::Grant { api, role, name, .. } = change;
        let principals = cx.outputs.service_principal.as_ref()?;
        let resource = *principals.resources.get(api)?;
        let there = found.granted.iter().find(|grant| grant.app_role_id == *role && grant.resource_id == resource)?;
        Some(Some(Granted { id: there.id.clone(), client: principals.own, resource, name: name.clone() }))
    }

    async fn undo(_: &Cx<'_>, receipt: &Receipt, world: &World<Write>) -> Result<(), Problem> {
        let Some(granted) = receipt else { return Ok(()) };
        Ok(world.graph.revoke_app_role(granted.resource, &granted.id).await?)
    }

    async fn gone(_: &Cx<'_>, receipt: &Receipt, world: &World<Read>) -> Result<bool, Problem> {
        let Some(granted) = receipt else { return Ok(true) };
        match world.graph.app_role_assignments(granted.client).await {
            Ok(left) => Ok(!left.iter().any(|grant| grant.id == granted.id)),
            Err(error) if error.is_status(404) => Ok(true),
            Err(error) => Err(error.into()),
        }
    }

    fn undo_words(_: &Cx<'_>, receipt: &Receipt) -> Option<Described> {
        let granted = receipt.as_ref()?;
        let target = format!("/v1.0/servicePrincipals/{}/appRoleAssignedTo/{}", granted.resource, granted.id);
        let view = ChangeView {
            verb: Verb::Remove,
            text: msg("admin-consent-undo").text("name", granted.name.clone()),
            note: Some(msg("admin-consent-undo-note")),
            calls: vec![call("DELETE", target)],
            careful: true,
        };
        Some(Described { view, scopes: WRITE })
    }
}

impl Found {
    /// Wanted and not granted.
    fn missing(&self) -> impl Iterator<Item = &ResolvedPermission> {
        self.wanted.iter().filter(|wanted| !self.granted.iter().any(|grant| grant.app_role_id == wanted.id))
    }

    /// Names of what is granted and not wanted.
    fn extra(&self) -> impl Iterator<Item = String> {
        let beyond =
            self.granted.iter().filter(|grant| !self.wanted.iter().any(|wanted| wanted.id == grant.app_role_id));
        beyond.map(|grant| {
            let named = self.names.iter().find(|(id, _)| *id == grant.app_role_id);
            named.map_or_else(|| grant.app_role_id.to_string(), |(_, name)| name.clone())
        })
    }

    /// Whether these roles hold everything wanted.
    fn carried(&self, roles: &[String]) -> bool {
        self.wanted.iter().all(|wanted| roles.contains(&wanted.name))
    }
}

/// Asks Entra for a fresh token of the app and reads its roles.
async fn prove(cx: &Cx<'_>, world: &World<Read>) -> Result<TokenProof, Problem> {
    let Some(credential) = cx.credential().filter(|_| cx.outputs.service_principal.is_some()) else {
        return Ok(TokenProof::NotAsked);
    };
    match world.app_token(&credential, true).await {
        Ok(token) => Ok(read_roles(token.text.expose())),
        // A new app or certificate is not known to every server of Entra's at once.
        Err(domain::TokenError::Refused(refusal))
            if matches!(refusal.aadsts, Some(700_016 | 700_027 | 7_000_215 | 70_001)) && is_fresh(cx) =>
        {
            Ok(TokenProof::NotYet)
        }
        Err(error) => Err(error.into()),
    }
}

/// The certificate is so young that Entra may not know it everywhere.
fn is_fresh(cx: &Cx<'_>) -> bool {
    let made = cx.outputs.certificate.as_ref().map(|certificate| certificate.not_before);
    made.is_some_and(|at| cx.now.since(at) < crate::settle::FRESH * 2)
}

/// The `roles` claim of an access token, if it can be read. Its signature is Graph's business.
pub(super) fn read_roles(token: &str) -> TokenProof {
    let claims = token.split('.').nth(1).and_then(|part| {
        let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok()?;
        serde_json::from_slice::<Value>(&bytes).ok()
    });
    let Some(claims) = claims else {
        return TokenProof::Opaque;
    };
    let roles = claims["roles"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut roles: Vec<String> = roles.iter().filter_map(|role| role.as_str().map(ToOwned::to_owned)).collect();
    roles.sort();
    TokenProof::Roles { roles, delegated: claims.get("scp").is_some() }
}
