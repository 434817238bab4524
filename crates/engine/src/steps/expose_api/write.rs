//! Writing to an app registration that is others' too: read, merged, sent back whole; what is not ours as it was read.

use domain::{AppId, AppObjectId, AppRoleId, ScopeConsent};
use microsoft::graph::{Application, Scope};
use microsoft::{Mode, Read, Write};
use serde_json::{Value, json};

use super::shapes::Receipt;
use crate::{Problem, World};

/// A scope to be added.
pub(super) struct NewScope<'a> {
    pub(super) id: AppRoleId,
    pub(super) value: &'a str,
    pub(super) consent: ScopeConsent,
    pub(super) texts: &'a [String; 4],
}

async fn read<M: Mode>(app: AppObjectId, world: &World<M>) -> Result<Application, Problem> {
    world.graph.application(app).await?.ok_or(Problem::NotVisible)
}

pub(super) async fn add_uri(
    app: AppObjectId,
    uri: String,
    retried: bool,
    world: &World<Write>,
) -> Result<Receipt, Problem> {
    let mut uris = read(app, world).await?.identifier_uris;
    if uris.contains(&uri) {
        return Ok(if retried { Receipt::Uri { app, uri } } else { Receipt::There });
    }
    uris.push(uri.clone());
    world.graph.put_identifier_uris(app, &uris).await?;
    Ok(Receipt::Uri { app, uri })
}

pub(super) async fn add_scope(app: AppObjectId, scope: NewScope<'_>, world: &World<Write>) -> Result<Receipt, Problem> {
    let mut scopes = read(app, world).await?.scopes_as_read();
    if !scopes.iter().any(|one| has_id(one, scope.id)) {
        let [admin_title, admin_text, user_title, user_text] = scope.texts;
        scopes.push(json!({
            "id": scope.id,
            "value": scope.value,
            "type": match scope.consent { ScopeConsent::User => "User", ScopeConsent::Admin => "Admin" },
            "isEnabled": true,
            "adminConsentDisplayName": admin_title,
            "adminConsentDescription": admin_text,
            "userConsentDisplayName": user_title,
            "userConsentDescription": user_text,
        }));
        world.graph.put_api_scopes(app, &scopes).await?;
    }
    Ok(Receipt::Scope { app, id: scope.id, value: scope.value.to_owned() })
}

pub(super) async fn add_clients(
    app: AppObjectId,
    scope: AppRoleId,
    wanted: &[AppId],
    retried: bool,
    world: &World<Write>,
) -> Result<Receipt, Problem> {
    let mut all = read(app, world).await?.clients_as_read();
    let mut added = Vec::new();
    for client in wanted {
        match all.iter_mut().find(|entry| is_of(entry, *client)) {
            Some(entry) if scopes_of(entry).contains(&json!(scope)) => {}
            Some(entry) => {
                let mut scopes = scopes_of(entry);
                scopes.push(json!(scope));
                entry["delegatedPermissionIds"] = Value::Array(scopes);
                added.push(*client);
            }
            None => {
                all.push(json!({ "appId": client, "delegatedPermissionIds": [scope] }));
                added.push(*client);
            }
        }
    }
    if !added.is_empty() {
        world.graph.put_api_clients(app, &all).await?;
    }
    // After an attempt whose answer was lost, all that the plan found missing is ours.
    let clients = if retried { wanted.to_vec() } else { added };
    Ok(if clients.is_empty() { Receipt::There } else { Receipt::Clients { app, scope, clients } })
}

/// Takes back exactly what the receipt says. An app that is gone has nothing to take back.
pub(super) async fn take_back(receipt: &Receipt, world: &World<Write>) -> Result<(), Problem> {
    match receipt {
        Receipt::Uri { app, uri } => {
            let Some(there) = world.graph.application(*app).await? else { return Ok(()) };
            if there.identifier_uris.contains(uri) {
                let left: Vec<String> = there.identifier_uris.into_iter().filter(|one| one != uri).collect();
                world.graph.put_identifier_uris(*app, &left).await?;
            }
            Ok(())
        }
        Receipt::Clients { app, scope, clients } => {
            let Some(there) = world.graph.application(*app).await? else { return Ok(()) };
            without(*app, &there, *scope, |entry| clients.iter().any(|client| is_of(entry, *client)), world).await
        }
        Receipt::Scope { app, id, .. } => {
            let Some(there) = world.graph.application(*app).await? else { return Ok(()) };
            remove_scope(*app, &there, *id, world).await
        }
        Receipt::There => Ok(()),
    }
}

/// First nobody may name it any more, then it is switched off, then it goes: Microsoft refuses any other order.
async fn remove_scope(
    app: AppObjectId,
    there: &Application,
    id: AppRoleId,
    world: &World<Write>,
) -> Result<(), Problem> {
    without(app, there, id, |_| true, world).await?;
    let mut scopes = there.scopes_as_read();
    let Some(ours) = scopes.iter_mut().find(|scope| has_id(scope, id)) else { return Ok(()) };
    if ours["isEnabled"] != false {
        ours["isEnabled"] = Value::Bool(false);
        world.graph.put_api_scopes(app, &scopes).await?;
    }
    scopes.retain(|scope| !has_id(scope, id));
    Ok(world.graph.put_api_scopes(app, &scopes).await?)
}

/// Takes a scope from the clients that are meant; one that is left with none goes.
async fn without(
    app: AppObjectId,
    there: &Application,
    scope: AppRoleId,
    meant: impl Fn(&Value) -> bool,
    world: &World<Write>,
) -> Result<(), Problem> {
    let before = there.clients_as_read();
    let mut left = Vec::new();
    for mut entry in before.clone() {
        let scopes = scopes_of(&entry);
        if meant(&entry) && scopes.contains(&json!(scope)) {
            let rest: Vec<Value> = scopes.into_iter().filter(|one| *one != json!(scope)).collect();
            if rest.is_empty() {
                continue;
            }
            entry["delegatedPermissionIds"] = Value::Array(rest);
        }
        left.push(entry);
    }
    if left != before {
        world.graph.put_api_clients(app, &left).await?;
    }
    Ok(())
}

/// Whether it is gone, by reading.
pub(super) async fn is_gone(receipt: &Receipt, world: &World<Read>) -> Result<bool, Problem> {
    let (Receipt::Uri { app, .. } | Receipt::Scope { app, .. } | Receipt::Clients { app, .. }) = receipt else {
        return Ok(true);
    };
    let Some(there) = world.graph.application(*app).await? else { return Ok(true) };
    Ok(match receipt {
        Receipt::Uri { uri, .. } => !there.identifier_uris.contains(uri),
        Receipt::Scope { id, .. } => !there.scopes().iter().any(|scope: &Scope| scope.id == *id),
        Receipt::Clients { scope, clients, .. } => !there
            .clients()
            .iter()
            .any(|one| clients.contains(&one.app_id) && one.delegated_permission_ids.contains(scope)),
        Receipt::There => true,
    })
}

fn scopes_of(entry: &Value) -> Vec<Value> {
    entry["delegatedPermissionIds"].as_array().cloned().unwrap_or_default()
}

fn has_id(scope: &Value, id: AppRoleId) -> bool {
    scope["id"].as_str().is_some_and(|text| text.eq_ignore_ascii_case(&id.to_string()))
}

fn is_of(entry: &Value, client: AppId) -> bool {
    entry["appId"].as_str().is_some_and(|text| text.eq_ignore_ascii_case(&client.to_string()))
}
