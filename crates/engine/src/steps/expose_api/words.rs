//! The words and facts of an app as an API.

use domain::{ApiSpec, AppId, AppObjectId, Block, ChangeView, Fact, Known, Message, Tone, Verb, msg};

use super::plan::{uri_of, wanted_host, wanted_scope};
use super::shapes::{Change, Found, Receipt};
use crate::said::{names, together};
use crate::step::Cx;
use crate::steps::app_registration::call;
use crate::views::{fact, fact_text, facts};

/// Clients by the names that Microsoft's documents give them; others by their id.
fn client_name(client: AppId) -> String {
    match client.to_string().as_str() {
        "1fec8e78-bce4-4aaf-ab1b-5451cc387264" => "Teams desktop and mobile".to_owned(),
        "5e3ce6c0-2b1f-4285-8d4b-75ee78787346" => "Teams web".to_owned(),
        "4765445b-32c6-49b0-83e6-1d93765276ca" => "Microsoft 365 web".to_owned(),
        "0ec893e0-5785-4de6-99da-4ed124e5296c" => "Microsoft 365 desktop".to_owned(),
        "d3590ed6-52b3-4102-aeff-aad2292ab01c" => "Microsoft 365 mobile, Outlook desktop".to_owned(),
        "bc59ab01-8403-45c6-8796-ac3ef710b3e3" => "Outlook web".to_owned(),
        "27922004-5251-4030-b22d-91ecd9a37ea4" => "Outlook mobile".to_owned(),
        other => other.to_owned(),
    }
}

pub(super) fn client_names(clients: &[AppId]) -> Vec<String> {
    clients.iter().map(|client| client_name(*client)).collect()
}

/// The wanted URI, as far as it is known.
fn uri(cx: &Cx<'_>, host: Option<&str>) -> String {
    let app = cx.outputs.app.as_ref().map(|app| app.app_id);
    app.map_or_else(
        || host.map_or_else(|| "api://{client id}".to_owned(), |host| format!("api://{host}/{{client id}}")),
        |app| uri_of(host, app),
    )
}

pub(super) fn describe(cx: &Cx<'_>, change: &Change) -> ChangeView {
    let calls = |app: &Known<AppObjectId>| {
        let id = app.now().map_or_else(|| "{id}".to_owned(), ToString::to_string);
        vec![call("PATCH", format!("/v1.0/applications/{id}"))]
    };
    let (text, note, app) = match change {
        Change::Uri { app, host } => {
            (msg("expose-api-uri").text("uri", uri(cx, host.as_deref())), "expose-api-uri-note", app)
        }
        Change::Scope { app, value, .. } => {
            (msg("expose-api-scope").text("scope", value.clone()), "expose-api-scope-note", app)
        }
        Change::Clients { app, clients, .. } => {
            let text = msg("expose-api-clients").message("clients", names(&client_names(clients)));
            (text, "expose-api-clients-note", app)
        }
    };
    ChangeView { verb: Verb::Add, text, note: Some(msg(note)), calls: calls(app), careful: false }
}

pub(super) fn expected(cx: &Cx<'_>, spec: &ApiSpec) -> Message {
    let host = wanted_host(cx, spec).map(|host| cx.fill(host).unwrap_or_else(|_| host.to_string()));
    let uri = msg("expose-api-expected-uri").text("uri", uri(cx, host.as_deref()));
    let scope = msg("expose-api-expected-scope").text("scope", spec.scope.value.clone());
    let clients = (!spec.clients.is_empty())
        .then(|| msg("expose-api-expected-clients").message("clients", names(&client_names(&spec.clients))));
    together(uri, std::iter::once(scope).chain(clients))
}

pub(super) fn seen(cx: &Cx<'_>, spec: &ApiSpec, found: &Found) -> Message {
    let Some(app) = &found.app else { return msg("expose-api-seen-no-app") };
    let first = if app.uris.is_empty() {
        msg("expose-api-seen-no-uri")
    } else {
        msg("expose-api-seen-uris").message("uris", names(&app.uris))
    };
    let scopes: Vec<String> = app.scopes.iter().filter_map(|scope| scope.value.clone()).collect();
    let scopes = if scopes.is_empty() {
        msg("expose-api-seen-no-scope")
    } else {
        msg("expose-api-seen-scopes").message("scopes", names(&scopes))
    };
    let id = wanted_scope(cx, spec, Some(app));
    let holds = |client: &&microsoft::graph::PreauthorizedClient| client.delegated_permission_ids.contains(&id);
    let clients: Vec<AppId> = app.clients.iter().filter(holds).map(|client| client.app_id).collect();
    let clients = (!clients.is_empty())
        .then(|| msg("expose-api-seen-clients").message("clients", names(&client_names(&clients))));
    let limited = found.rules.is_some_and(|rules| rules.default_only).then(|| msg("expose-api-seen-default-only"));
    together(first, [Some(scopes), clients, limited].into_iter().flatten())
}

/// Everything that the page shows.
pub(super) fn blocks(cx: &Cx<'_>, spec: &ApiSpec, found: &Found) -> Vec<Block> {
    let Some(app) = &found.app else {
        return vec![Block::Text { text: msg("expose-api-now-no-app"), tone: Tone::Plain }];
    };
    let mut rows: Vec<Fact> = app.uris.iter().map(|uri| fact("fact-api-uri", uri.clone())).collect();
    let id = wanted_scope(cx, spec, Some(app));
    let ours = app.scopes.iter().find(|scope| scope.id == id);
    let wanted_uri = uri_of(found.host.as_deref(), app.app_id);
    if let Some((scope, value)) = ours.and_then(|scope| Some((scope, scope.value.as_ref()?))) {
        rows.push(fact("fact-api-scope", format!("{wanted_uri}/{value}")));
        rows.push(fact("fact-api-scope-id", scope.id.to_string()));
    }
    for client in &app.clients {
        if client.delegated_permission_ids.contains(&id) {
            let mut row = fact("fact-api-client", client.app_id.to_string());
            let name = client_name(client.app_id);
            row.note = (name != client.app_id.to_string()).then(|| Message::literal(name));
            rows.push(row);
        }
    }
    if rows.is_empty() {
        rows.push(fact_text("fact-api-uri", msg("value-none-yet")));
    }
    let mut blocks = vec![facts(rows)];
    if ours.is_some_and(|scope| !scope.is_enabled) {
        blocks.push(Block::Text { text: msg("expose-api-scope-off"), tone: Tone::Warning });
    }
    let others = app.uris.iter().any(|uri| *uri != wanted_uri) || app.scopes.iter().any(|scope| scope.id != id);
    if others {
        blocks.push(Block::Text { text: msg("expose-api-others"), tone: Tone::Quiet });
    }
    blocks
}

/// What taking back means.
pub(super) fn undo(receipt: &Receipt) -> Option<ChangeView> {
    let (text, note, app) = match receipt {
        Receipt::Uri { app, uri } => (msg("expose-api-undo-uri").text("uri", uri.clone()), None, app),
        Receipt::Scope { app, value, .. } => {
            (msg("expose-api-undo-scope").text("scope", value.clone()), Some(msg("expose-api-undo-scope-note")), app)
        }
        Receipt::Clients { app, clients, .. } => {
            (msg("expose-api-undo-clients").message("clients", names(&client_names(clients))), None, app)
        }
        Receipt::There => return None,
    };
    let calls = vec![call("PATCH", format!("/v1.0/applications/{app}"))];
    Some(ChangeView { verb: Verb::Remove, text, note, calls, careful: true })
}
