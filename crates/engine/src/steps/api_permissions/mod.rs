//! Requested permissions, by name, resolved against the live tenant.
//!
//! `requiredResourceAccess` is a wish, not a grant: consent is another item. What others asked for stays.

mod features;
mod list;
mod words;

use async_trait::async_trait;
use domain::{
    ApiPermissionsSpec, AppId, AppObjectId, Block, ChangeView, Field, Kind, Known, Message, Outputs, PermissionSpec,
    PermissionType, ResolvedPermission, Verb, Wanted, msg,
};
use microsoft::graph::ServicePrincipal;
use microsoft::{Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use features::{ours, switched_off_before};
use list::{asked, merge, without};
pub(super) use words::wanted_names;

use super::app_registration::call;
use super::service_principal::api_name;
use crate::diagnose;
use crate::step::{Applied, Cx, Described, Intent, Plan, State, Step};
use crate::{Problem, World};

const WRITE: &[&str] = &["Application.ReadWrite.All"];

/// See [`Kind::ApiPermissions`].
pub(crate) struct ApiPermissions;

/// What there is.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    /// What the profile wants, with ids from this tenant.
    wanted: Vec<ResolvedPermission>,
    /// Ours, still asked for, of features that the answers leave out.
    #[serde(default)]
    switched_off: Vec<ResolvedPermission>,
    /// Names that this tenant's API does not offer.
    unknown: Vec<String>,
    /// What the app asks for, as read.
    requested: Vec<Value>,
    /// Names of what the app asks for beyond the profile.
    extra: Vec<Extra>,
}

/// A permission that nobody in this profile asked for.
#[derive(Serialize, Deserialize)]
pub(crate) struct Extra {
    name: String,
    kind: PermissionType,
    /// The profile says that the app must not have it.
    denied: bool,
}

/// What can be missing.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    /// Ask for these in addition.
    Request {
        /// Which app.
        app: Known<AppObjectId>,
        /// Sorted.
        permissions: Vec<ResolvedPermission>,
        /// How often a feature was switched off before: asking once more is another change.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        again: Option<usize>,
    },
    /// Ask no more for these of ours: their feature was switched off.
    Withdraw {
        /// Which app.
        app: AppObjectId,
        /// Sorted.
        permissions: Vec<ResolvedPermission>,
        /// How often a feature was switched off before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        again: Option<usize>,
    },
}

/// What was done.
#[derive(Serialize, Deserialize)]
pub(crate) struct Receipt {
    app: AppObjectId,
    added: Vec<ResolvedPermission>,
    /// Ours, added by an earlier change and taken back by this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    withdrawn: Vec<ResolvedPermission>,
}

#[async_trait]
impl Step for ApiPermissions {
    type Spec = ApiPermissionsSpec;
    type Found = Found;
    type Change = Change;
    type Receipt = Receipt;
    const KIND: Kind = Kind::ApiPermissions;

    fn spec(wanted: &Wanted) -> Option<&ApiPermissionsSpec> {
        match wanted {
            Wanted::ApiPermissions(spec) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(cx: &Cx<'_>, spec: &ApiPermissionsSpec, world: &World<Read>) -> Result<Found, Problem> {
        let requested = async {
            match cx.registration() {
                Ok(app) => Ok(world.graph.application(app).await?.map(|app| app.required_resource_access)),
                Err(_) => Ok(None),
            }
        };
        let (resolved, requested) = futures_util::try_join!(resolve(cx, spec, world), requested)?;
        let Resolved { wanted, switched_off, unknown, offers } = resolved;
        let requested = requested.unwrap_or_default();
        let ours = ours(cx);
        // Of a list, all that is not in it any more.
        let given_up = ours.iter().filter(|p| spec.list.is_some() && !wanted.contains(p) && !switched_off.contains(p));
        let given_up: Vec<_> = given_up.cloned().collect();
        let switched_off: Vec<_> = switched_off.into_iter().filter(|p| ours.contains(p)).chain(given_up).collect();
        let asked = asked(&requested);
        let switched_off: Vec<_> =
            switched_off.into_iter().filter(|p| asked.contains(&(p.resource, p.id.to_string()))).collect();
        let known: Vec<_> = wanted.iter().chain(&switched_off).cloned().collect();
        let extra = extra(cx, &known, &requested, &offers);
        Ok(Found { wanted, switched_off, unknown, requested, extra })
    }

    fn plan(cx: &Cx<'_>, _: &ApiPermissionsSpec, found: &Found) -> Plan<Change> {
        let ruled_out: Vec<String> = ruled_out(cx, found);
        if !ruled_out.is_empty() {
            return Plan::stands(State::Failed(Box::new(diagnose::ruled_out(&ruled_out))));
        }
        if !found.unknown.is_empty() {
            return Plan::stands(State::Failed(Box::new(diagnose::unknown_permissions(&found.unknown))));
        }
        if cx.is_elsewhere() {
            // The list stands on the registration, which is its vendor's. Consent does without it.
            return Plan::stands(State::NotApplicable(words::elsewhere(cx)));
        }
        let asked = asked(&found.requested);
        let missing: Vec<_> =
            found.wanted.iter().filter(|p| !asked.contains(&(p.resource, p.id.to_string()))).cloned().collect();
        let app = cx.registration().ok();
        let again = switched_off_before(cx);
        let withdraw = app.filter(|_| !found.switched_off.is_empty());
        let mut changes: Vec<Change> = withdraw
            .map(|app| Change::Withdraw { app, permissions: found.switched_off.clone(), again })
            .into_iter()
            .collect();
        if missing.is_empty() && changes.is_empty() {
            return if found.extra.is_empty() { Plan::right() } else { Plan::stands(State::Finding) };
        }
        if !missing.is_empty() {
            changes.push(Change::Request { app: Known::from_output(app, Field::App), permissions: missing, again });
        }
        Plan::changes(changes)
    }

    fn outputs(cx: &Cx<'_>, _: &ApiPermissionsSpec, found: &Found, outputs: &mut Outputs) {
        let asked = asked(&found.requested);
        let all = cx.is_elsewhere() || found.wanted.iter().all(|p| asked.contains(&(p.resource, p.id.to_string())));
        outputs.permissions = (all && found.unknown.is_empty()).then(|| found.wanted.clone());
    }

    fn describe(_: &Cx<'_>, _: &ApiPermissionsSpec, change: &Change) -> Described {
        let (verb, target, permissions, id) = match change {
            Change::Request { app, permissions, .. } => {
                let target = app.now().map_or_else(|| "{id}".to_owned(), ToString::to_string);
                (Verb::Add, target, permissions, "api-permissions-request")
            }
            Change::Withdraw { app, permissions, .. } => {
                (Verb::Remove, app.to_string(), permissions, "api-permissions-withdraw")
            }
        };
        let names: Vec<String> = permissions.iter().map(|permission| permission.name.clone()).collect();
        let view = ChangeView {
            verb,
            text: msg(id).count("count", names.len()).list("names", names),
            note: Some(msg(&format!("{id}-note"))),
            calls: vec![call("PATCH", format!("/v1.0/applications/{target}"))],
            careful: false,
        };
        Described { view, scopes: WRITE }
    }

    fn expected(cx: &Cx<'_>, spec: &ApiPermissionsSpec) -> Message {
        words::expected(cx, spec)
    }

    fn seen(cx: &Cx<'_>, _: &ApiPermissionsSpec, found: &Found) -> Message {
        if cx.is_elsewhere() { words::elsewhere(cx) } else { words::seen(found) }
    }

    fn blocks(cx: &Cx<'_>, spec: &ApiPermissionsSpec, found: &Found, _: &Plan<Change>) -> Vec<Block> {
        words::blocks(cx, spec, found)
    }

    async fn apply(
        cx: &Cx<'_>,
        _: &ApiPermissionsSpec,
        change: &Change,
        world: &World<Write>,
        _: &Intent<'_>,
    ) -> Result<Applied<Receipt>, Problem> {
        let app = cx.registration()?;
        let now = world.graph.application(app).await?.ok_or(Problem::NotVisible)?;
        let (whole, receipt) = match change {
            Change::Request { permissions, .. } => {
                let added = permissions.clone();
                (merge(&now.required_resource_access, permissions), Receipt { app, added, withdrawn: Vec::new() })
            }
            Change::Withdraw { permissions, .. } => {
                let withdrawn = permissions.clone();
                (without(&now.required_resource_access, permissions), Receipt { app, added: Vec::new(), withdrawn })
            }
        };
        world.graph.update_application(app, json!({ "requiredResourceAccess": whole })).await?;
        Ok(Applied { receipt })
    }

    fn recover(
        cx: &Cx<'_>,
        _: &ApiPermissionsSpec,
        found: &Found,
        change: &Change,
        _: Option<&Value>,
    ) -> Option<Receipt> {
        let asked = asked(&found.requested);
        let is_there = |p: &ResolvedPermission| asked.contains(&(p.resource, p.id.to_string()));
        let app = cx.registration().ok()?;
        match change {
            Change::Request { permissions, .. } => permissions.iter().all(is_there).then(|| Receipt {
                app,
                added: permissions.clone(),
                withdrawn: Vec::new(),
            }),
            Change::Withdraw { permissions, .. } => (!permissions.iter().any(is_there)).then(|| Receipt {
                app,
                added: Vec::new(),
                withdrawn: permissions.clone(),
            }),
        }
    }

    async fn undo(_: &Cx<'_>, receipt: &Receipt, world: &World<Write>) -> Result<(), Problem> {
        let Some(now) = world.graph.application(receipt.app).await? else {
            return Ok(());
        };
        let left = without(&now.required_resource_access, &receipt.added);
        Ok(world.graph.update_application(receipt.app, json!({ "requiredResourceAccess": left })).await?)
    }

    async fn gone(_: &Cx<'_>, receipt: &Receipt, world: &World<Read>) -> Result<bool, Problem> {
        let Some(now) = world.graph.application(receipt.app).await? else {
            return Ok(true);
        };
        let asked = asked(&now.required_resource_access);
        Ok(!receipt.added.iter().any(|p| asked.contains(&(p.resource, p.id.to_string()))))
    }

    fn undo_words(cx: &Cx<'_>, receipt: &Receipt) -> Option<Described> {
        let ours = ours(cx);
        let left = receipt.added.iter().filter(|permission| ours.contains(permission));
        let names: Vec<String> = left.map(|permission| permission.name.clone()).collect();
        if names.is_empty() {
            return None;
        }
        let view = ChangeView {
            verb: Verb::Remove,
            text: msg("api-permissions-undo").count("count", names.len()).list("names", names),
            note: None,
            calls: vec![call("PATCH", format!("/v1.0/applications/{}", receipt.app))],
            careful: true,
        };
        Some(Described { view, scopes: WRITE })
    }
}

/// The names wanted, with ids from this tenant.
pub(super) struct Resolved {
    pub wanted: Vec<ResolvedPermission>,
    /// Of features that the answers leave out.
    pub switched_off: Vec<ResolvedPermission>,
    pub unknown: Vec<String>,
    pub offers: Vec<ServicePrincipal>,
}

/// Reads what the APIs offer in this tenant: names are looked up, ids never remembered.
pub(super) async fn resolve(
    cx: &Cx<'_>,
    spec: &ApiPermissionsSpec,
    world: &World<Read>,
) -> Result<Resolved, microsoft::Error> {
    let mut resources: Vec<AppId> = spec.permissions.iter().map(|permission| permission.resource).collect();
    resources.sort_unstable();
    resources.dedup();
    let read = resources.iter().map(|app| world.graph.offered_permissions(*app));
    let offers: Vec<_> = futures_util::future::try_join_all(read).await?.into_iter().flatten().collect();
    let on = cx.profile.permissions(spec, &cx.setup.answers);
    let is_on = |other: &PermissionSpec| {
        on.iter().any(|one| (one.resource, one.kind, &one.name) == (other.resource, other.kind, &other.name))
    };
    let off = spec.permissions.iter().filter(|other| other.choice.is_none() && !is_on(other));
    let switched_off: Vec<_> = off.filter_map(|permission| offered(permission, &offers)).collect();
    let (mut wanted, mut unknown) = (Vec::new(), Vec::new());
    for permission in &on {
        match offered(permission, &offers) {
            Some(found) => wanted.push(found),
            None => unknown.push(format!("{} ({})", permission.name, api_name(permission.resource))),
        }
    }
    wanted.sort();
    Ok(Resolved { wanted, switched_off, unknown, offers })
}

/// The permission as its API offers it in this tenant.
fn offered(permission: &PermissionSpec, offers: &[ServicePrincipal]) -> Option<ResolvedPermission> {
    let offer = offers.iter().find(|offer| offer.app_id == permission.resource)?;
    let list = match permission.kind {
        PermissionType::Application => offer.app_roles.as_slice(),
        PermissionType::Delegated => offer.oauth2_permission_scopes.as_slice(),
    };
    let role = list.iter().find(|role| role.is_enabled && role.value.as_deref() == Some(&permission.name))?;
    let (resource, kind) = (permission.resource, permission.kind);
    Some(ResolvedPermission { resource, name: permission.name.clone(), kind, id: role.id })
}

fn extra(cx: &Cx<'_>, wanted: &[ResolvedPermission], requested: &[Value], offers: &[ServicePrincipal]) -> Vec<Extra> {
    let mut all = Vec::new();
    for (resource, id) in asked(requested) {
        if wanted.iter().any(|permission| permission.resource == resource && permission.id.to_string() == id) {
            continue;
        }
        let offer = offers.iter().find(|offer| offer.app_id == resource);
        let named = |roles: &[microsoft::graph::AppRole]| {
            roles.iter().find(|role| role.id.to_string() == id).and_then(|role| role.value.clone())
        };
        let application = offer.and_then(|offer| named(&offer.app_roles));
        let delegated = offer.and_then(|offer| named(&offer.oauth2_permission_scopes));
        let kind = if application.is_some() { PermissionType::Application } else { PermissionType::Delegated };
        let name = application.or(delegated).unwrap_or_else(|| id.clone());
        // The portal adds delegated User.Read to every app it makes; it is needed to sign in and grants nothing more.
        if name == "User.Read" && kind == PermissionType::Delegated {
            continue;
        }
        let denied = is_denied(cx, &name);
        all.push(Extra { name, kind, denied });
    }
    all
}

/// Whether the profile says that the app must not have it.
/// What a list asks for that the profile promises not to reach, or that no app of a vendor's may hold.
fn ruled_out(cx: &Cx<'_>, found: &Found) -> Vec<String> {
    let names = found.wanted.iter().map(|permission| &permission.name);
    names.filter(|name| is_denied(cx, name) || domain::profile_file::is_tier_zero(name)).cloned().collect()
}

pub(super) fn is_denied(cx: &Cx<'_>, name: &str) -> bool {
    cx.profile.deny.iter().any(|pattern| domain::profile_file::matches_pattern(pattern, name))
}

/// "application" or "delegated" as Fluent's selector.
pub(super) const fn kind_id(kind: PermissionType) -> &'static str {
    match kind {
        PermissionType::Application => "application",
        PermissionType::Delegated => "delegated",
    }
}
