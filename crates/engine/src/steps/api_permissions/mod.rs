//! Requested permissions, by name, resolved against the live tenant.
//!
//! `requiredResourceAccess` is a wish, not a grant: consent is another item. What others asked for stays.

mod words;

use async_trait::async_trait;
use domain::{
    ApiPermissionsSpec, AppId, AppObjectId, Block, ChangeView, CheckRow, Field, Kind, Known, Message, Outcome, Outputs,
    PermissionSpec, PermissionType, ResolvedPermission, Verb, Wanted, msg,
};
use microsoft::graph::ServicePrincipal;
use microsoft::{Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

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
    },
}

/// What was done.
#[derive(Serialize, Deserialize)]
pub(crate) struct Receipt {
    app: AppObjectId,
    added: Vec<ResolvedPermission>,
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
            match &cx.outputs.app {
                Some(app) => Ok(world.graph.application(app.object_id).await?.map(|app| app.required_resource_access)),
                None => Ok(None),
            }
        };
        let (resolved, requested) = futures_util::try_join!(resolve(cx, spec, world), requested)?;
        let Resolved { wanted, unknown, offers } = resolved;
        let requested = requested.unwrap_or_default();
        let extra = extra(cx, &wanted, &requested, &offers);
        Ok(Found { wanted, unknown, requested, extra })
    }

    fn plan(cx: &Cx<'_>, _: &ApiPermissionsSpec, found: &Found) -> Plan<Change> {
        if !found.unknown.is_empty() {
            return Plan::stands(State::Failed(Box::new(diagnose::unknown_permissions(&found.unknown))));
        }
        let asked = asked(&found.requested);
        let missing: Vec<_> =
            found.wanted.iter().filter(|p| !asked.contains(&(p.resource, p.id.to_string()))).cloned().collect();
        if missing.is_empty() {
            return if found.extra.is_empty() { Plan::right() } else { Plan::stands(State::Finding) };
        }
        let app = Known::from_output(cx.outputs.app.as_ref().map(|app| app.object_id), Field::App);
        Plan::changes(vec![Change::Request { app, permissions: missing }])
    }

    fn outputs(_: &Cx<'_>, _: &ApiPermissionsSpec, found: &Found, outputs: &mut Outputs) {
        let asked = asked(&found.requested);
        let all = found.wanted.iter().all(|p| asked.contains(&(p.resource, p.id.to_string())));
        outputs.permissions = (all && found.unknown.is_empty()).then(|| found.wanted.clone());
    }

    fn describe(_: &Cx<'_>, _: &ApiPermissionsSpec, change: &Change) -> Described {
        let Change::Request { app, permissions } = change;
        let target = app.now().map_or_else(|| "{id}".to_owned(), ToString::to_string);
        let names: Vec<String> = permissions.iter().map(|permission| permission.name.clone()).collect();
        let view = ChangeView {
            verb: Verb::Add,
            text: msg("api-permissions-request").count("count", names.len()).list("names", names),
            note: Some(msg("api-permissions-request-note")),
            calls: vec![call("PATCH", format!("/v1.0/applications/{target}"))],
            careful: false,
        };
        Described { view, scopes: WRITE }
    }

    fn expected(cx: &Cx<'_>, spec: &ApiPermissionsSpec) -> Message {
        words::expected(cx, spec)
    }

    fn seen(_: &Cx<'_>, _: &ApiPermissionsSpec, found: &Found) -> Message {
        words::seen(found)
    }

    fn blocks(cx: &Cx<'_>, spec: &ApiPermissionsSpec, found: &Found, _: &Plan<Change>) -> Vec<Block> {
        let asked = asked(&found.requested);
        let mut rows: Vec<CheckRow> = found
            .wanted
            .iter()
            .map(|permission| {
                let there = asked.contains(&(permission.resource, permission.id.to_string()));
                let reason =
                    spec.permissions.iter().find(|p| name(cx, p) == permission.name || p.name == permission.name);
                CheckRow {
                    id: format!("wanted.{}", permission.name),
                    outcome: if there { Outcome::Done } else { Outcome::Unknown },
                    title: msg("permission-name")
                        .text("name", permission.name.clone())
                        .text("kind", kind_id(permission.kind)),
                    detail: reason
                        .map(|p| crate::views::profile_text(cx.profile, &format!("permission-{}", p.name), &p.why)),
                    blocks: Vec::new(),
                    who: None,
                    remedy: (!there).then(|| msg("api-permissions-missing")),
                    action: None,
                }
            })
            .collect();
        rows.extend(found.extra.iter().map(|extra| CheckRow {
            id: format!("extra.{}", extra.name),
            outcome: Outcome::Finding,
            title: msg("permission-name").text("name", extra.name.clone()).text("kind", kind_id(extra.kind)),
            detail: Some(msg(if extra.denied { "api-permissions-denied" } else { "api-permissions-extra" })),
            blocks: Vec::new(),
            who: None,
            remedy: Some(msg("api-permissions-extra-remedy")),
            action: None,
        }));
        vec![Block::Checklist { title: None, rows }]
    }

    async fn apply(
        cx: &Cx<'_>,
        _: &ApiPermissionsSpec,
        change: &Change,
        world: &World<Write>,
        _: &Intent<'_>,
    ) -> Result<Applied<Receipt>, Problem> {
        let Change::Request { permissions, .. } = change;
        let app = cx.outputs.app.as_ref().ok_or(Problem::Missing(Field::App))?.object_id;
        let now = world.graph.application(app).await?.ok_or(Problem::NotVisible)?;
        let merged = merge(&now.required_resource_access, permissions);
        world.graph.update_application(app, json!({ "requiredResourceAccess": merged })).await?;
        Ok(Applied { receipt: Receipt { app, added: permissions.clone() } })
    }

    fn recover(
        cx: &Cx<'_>,
        _: &ApiPermissionsSpec,
        found: &Found,
        change: &Change,
        _: Option<&Value>,
    ) -> Option<Receipt> {
        let Change::Request { permissions, .. } = change;
        let asked = asked(&found.requested);
        let all = permissions.iter().all(|p| asked.contains(&(p.resource, p.id.to_string())));
        let app = cx.outputs.app.as_ref()?.object_id;
        all.then(|| Receipt { app, added: permissions.clone() })
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

    fn undo_words(_: &Cx<'_>, receipt: &Receipt) -> Option<Described> {
        let names: Vec<String> = receipt.added.iter().map(|permission| permission.name.clone()).collect();
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
    pub unknown: Vec<String>,
    pub offers: Vec<ServicePrincipal>,
}

/// The permission's name, by the answer where there is a choice.
fn name<'a>(cx: &'a Cx<'_>, permission: &'a PermissionSpec) -> &'a str {
    let chosen = permission.choice.as_ref().and_then(|question| cx.setup.answers.text(question));
    chosen.unwrap_or(&permission.name)
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
    let (mut wanted, mut unknown) = (Vec::new(), Vec::new());
    for permission in &spec.permissions {
        let name = name(cx, permission);
        let offer = offers.iter().find(|offer| offer.app_id == permission.resource);
        let list = offer.map(|offer| match permission.kind {
            PermissionType::Application => offer.app_roles.as_slice(),
            PermissionType::Delegated => offer.oauth2_permission_scopes.as_slice(),
        });
        let found = list.unwrap_or_default().iter().find(|role| role.is_enabled && role.value.as_deref() == Some(name));
        match found {
            Some(role) => wanted.push(ResolvedPermission {
                resource: permission.resource,
                name: name.to_owned(),
                kind: permission.kind,
                id: role.id,
            }),
            None => unknown.push(format!("{name} ({})", api_name(permission.resource))),
        }
    }
    wanted.sort();
    Ok(Resolved { wanted, unknown, offers })
}

/// (API, permission id) of everything requested.
fn asked(requested: &[Value]) -> Vec<(AppId, String)> {
    let mut all = Vec::new();
    for entry in requested {
        let Some(resource) = entry["resourceAppId"].as_str().and_then(|text| AppId::parse(text).ok()) else {
            continue;
        };
        for access in entry["resourceAccess"].as_array().map(Vec::as_slice).unwrap_or_default() {
            all.extend(access["id"].as_str().map(|id| (resource, id.to_owned())));
        }
    }
    all
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

/// The list as read, with these added: a PATCH replaces it whole.
fn merge(requested: &[Value], added: &[ResolvedPermission]) -> Vec<Value> {
    let mut merged = requested.to_vec();
    let there = asked(requested);
    for permission in added.iter().filter(|p| !there.contains(&(p.resource, p.id.to_string()))) {
        let kind = match permission.kind {
            PermissionType::Application => "Role",
            PermissionType::Delegated => "Scope",
        };
        let access = json!({ "id": permission.id, "type": kind });
        let resource = permission.resource.to_string();
        let entry = merged.iter_mut().find(|entry| entry["resourceAppId"].as_str() == Some(resource.as_str()));
        match entry.and_then(|entry| entry["resourceAccess"].as_array_mut()) {
            Some(list) => list.push(access),
            None => merged.push(json!({ "resourceAppId": resource, "resourceAccess": [access] })),
        }
    }
    merged
}

/// The list as read, with these taken out.
fn without(requested: &[Value], removed: &[ResolvedPermission]) -> Vec<Value> {
    let mut left = requested.to_vec();
    for entry in &mut left {
        let resource = entry["resourceAppId"].as_str().and_then(|text| AppId::parse(text).ok());
        if let Some(list) = entry["resourceAccess"].as_array_mut() {
            list.retain(|access| {
                !removed
                    .iter()
                    .any(|p| Some(p.resource) == resource && access["id"].as_str() == Some(&p.id.to_string()))
            });
        }
    }
    left.retain(|entry| entry["resourceAccess"].as_array().is_some_and(|list| !list.is_empty()));
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permission(id: u128) -> ResolvedPermission {
        ResolvedPermission {
            resource: AppId(uuid::Uuid::from_u128(3)),
            name: "X".to_owned(),
            kind: PermissionType::Application,
            id: domain::AppRoleId(uuid::Uuid::from_u128(id)),
        }
    }

    #[test]
    fn what_others_asked_for_stays_when_ours_is_added_and_taken_back() {
        let others = vec![json!({
            "resourceAppId": uuid::Uuid::from_u128(3).to_string(),
            "resourceAccess": [{ "id": uuid::Uuid::from_u128(9).to_string(), "type": "Scope" }],
        })];
        let merged = merge(&others, &[permission(1)]);
        assert_eq!(asked(&merged).len(), 2, "theirs and ours");
        assert_eq!(merge(&merged, &[permission(1)]), merged, "adding twice adds once");
        assert_eq!(without(&merged, &[permission(1)]), others, "only ours goes");
    }
}
