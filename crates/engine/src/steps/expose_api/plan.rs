//! What is missing.

use domain::{ApiSpec, AppId, AppRoleId, Field, Known, Template};

use super::own_scope;
use super::shapes::{Change, Found, OnApp};
use crate::diagnose;
use crate::step::{Cx, Plan, State};

/// `api://{host}/{client id}` where the vendor's Teams app asks for its host, else `api://{client id}`. Both hold the
/// client id, which is what the tenant's rule for new URIs asks for.
pub(super) fn uri_of(host: Option<&str>, app: AppId) -> String {
    host.map_or_else(|| format!("api://{app}"), |host| format!("api://{host}/{app}"))
}

/// The host that belongs into the address, as things are answered.
pub(super) fn wanted_host<'s>(cx: &Cx<'_>, spec: &'s ApiSpec) -> Option<&'s Template> {
    let wanted = cx.profile.holds(spec.host_when.as_ref(), &cx.setup.answers);
    spec.host.as_ref().filter(|_| wanted)
}

/// The scope to work with: one of that name that is there already, else this set-up's own.
pub(super) fn wanted_scope(cx: &Cx<'_>, spec: &ApiSpec, app: Option<&OnApp>) -> AppRoleId {
    let value = &spec.scope.value;
    let there = app.and_then(|app| app.scopes.iter().find(|scope| scope.value.as_ref() == Some(value)));
    there.map_or_else(|| own_scope(cx), |scope| scope.id)
}

/// Whether all these clients have the scope.
pub(super) fn has_all(app: &OnApp, scope: AppRoleId, clients: &[AppId]) -> bool {
    missing(Some(app), scope, clients).is_empty()
}

/// Clients without the scope.
pub(super) fn missing(app: Option<&OnApp>, scope: AppRoleId, clients: &[AppId]) -> Vec<AppId> {
    let has = |client: &AppId| {
        let there = app.map_or(&[][..], |app| &app.clients);
        there.iter().any(|one| one.app_id == *client && one.delegated_permission_ids.contains(&scope))
    };
    let mut missing: Vec<AppId> = clients.iter().copied().filter(|client| !has(client)).collect();
    missing.sort();
    missing.dedup();
    missing
}

pub(super) fn plan(cx: &Cx<'_>, spec: &ApiSpec, found: &Found) -> Plan<Change> {
    let app = Known::from_output(cx.registration().ok(), Field::App);
    let there = found.app.as_ref();
    let mut changes = Vec::new();
    let has_uri = there.is_some_and(|there| there.uris.contains(&uri_of(found.host.as_deref(), there.app_id)));
    if !has_uri {
        let exempt = there.is_some_and(|there| there.by_client_id);
        let default_only = found.rules.is_some_and(|rules| rules.default_only);
        if found.host.is_some() && default_only && !exempt {
            return Plan::stands(State::NeedsPerson(Box::new(diagnose::uri_restricted(&cx.setup.tenant))));
        }
        changes.push(Change::Uri { app, host: found.host.clone() });
    }
    let (wanted, id) = (&spec.scope, wanted_scope(cx, spec, there));
    let scope = there.and_then(|there| there.scopes.iter().find(|scope| scope.id == id));
    if scope.is_none() {
        changes.push(Change::Scope {
            app,
            id,
            value: wanted.value.clone(),
            consent: wanted.consent,
            texts: [&wanted.admin_title, &wanted.admin_text, &wanted.user_title, &wanted.user_text].map(Clone::clone),
        });
    }
    let clients = missing(there, id, &spec.clients);
    if !clients.is_empty() {
        changes.push(Change::Clients { app, scope: id, clients });
    }
    if changes.is_empty() && scope.is_some_and(|scope| !scope.is_enabled) {
        return Plan::stands(State::Finding);
    }
    Plan::changes(changes)
}
