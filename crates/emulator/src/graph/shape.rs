//! What several resources share: finding objects, owners, changing properties, rendering.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::call::Call;
use super::refusal::{Outcome, Refusal};
use crate::Moment;
use crate::state::{Object, Table, Tenant};

/// Largest number of owners in one create call. Source: application-post-applications.
const LARGEST_BINDING: usize = 20;

/// The two kinds of objects with credentials and owners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Application,
    ServicePrincipal,
}

impl Kind {
    /// By the path that was called.
    pub(super) fn of(call: &Call<'_>) -> Self {
        match call.operation.path.starts_with("/servicePrincipals") {
            true => Self::ServicePrincipal,
            false => Self::Application,
        }
    }

    pub(super) const fn table(self, tenant: &Tenant) -> &Table<Object> {
        match self {
            Self::Application => &tenant.applications,
            Self::ServicePrincipal => &tenant.service_principals,
        }
    }

    pub(super) const fn table_mut(self, tenant: &mut Tenant) -> &mut Table<Object> {
        match self {
            Self::Application => &mut tenant.applications,
            Self::ServicePrincipal => &mut tenant.service_principals,
        }
    }

    /// `applications`, `servicePrincipals`.
    pub(super) const fn collection(self) -> &'static str {
        match self {
            Self::Application => "applications",
            Self::ServicePrincipal => "servicePrincipals",
        }
    }

    pub(super) const fn type_name(self) -> &'static str {
        match self {
            Self::Application => "microsoft.graph.application",
            Self::ServicePrincipal => "microsoft.graph.servicePrincipal",
        }
    }

    const fn key_parameter(self) -> &'static str {
        match self {
            Self::Application => "application-id",
            Self::ServicePrincipal => "servicePrincipal-id",
        }
    }
}

/// The object that the path names, by id or by an alternate key, as the answering replica sees it.
pub(super) fn find(call: &Call<'_>, tenant: &Tenant, kind: Kind) -> Result<(String, Object), Refusal> {
    let table = kind.table(tenant);
    let id = call.parameter(kind.key_parameter());
    if !id.is_empty() {
        if uuid::Uuid::parse_str(id).is_err() {
            return Err(Refusal::bad_request(format!("Invalid object identifier '{id}'.")));
        }
        let id = id.to_ascii_lowercase();
        let object = table.seen(&id, call.view).cloned().ok_or_else(|| Refusal::not_found(&id))?;
        return Ok((id, object));
    }
    let (property, key) = match call.parameter("appId") {
        "" => ("uniqueName", call.parameter("uniqueName")),
        app_id => ("appId", app_id),
    };
    let found = table.all_seen(call.view).find(|(_, object)| object.text(property).eq_ignore_ascii_case(key));
    found.map(|(id, object)| (id.to_owned(), object.clone())).ok_or_else(|| Refusal::not_found(key))
}

/// What is really there of an object that a replica showed: writes build on this.
pub(super) fn current(tenant: &Tenant, kind: Kind, id: &str) -> Result<Object, Refusal> {
    kind.table(tenant).current(id).cloned().ok_or_else(|| Refusal::not_found(id))
}

/// Whether the object is so new that what refers to it is refused.
pub(super) fn is_fresh(table: &Table<Object>, id: &str, tenant: &Tenant, moment: Moment) -> bool {
    let delay = tenant.oddities.reference_delay_ms;
    delay > 0 && table.as_of(id, moment.delays_now - Duration::from_millis(delay)).is_none()
}

/// 409 when the object was written a moment ago.
pub(super) fn check_pace(table: &Table<Object>, id: &str, tenant: &Tenant, moment: Moment) -> Result<(), Refusal> {
    let window = Duration::from_millis(tenant.oddities.concurrency_window_ms);
    let recent = table.last_written(id).is_some_and(|written| moment.delays_now.since(written) < window);
    (!recent || window.is_zero()).then_some(()).ok_or_else(Refusal::concurrent)
}

/// The object as Graph answers it: `key` of certificates only for `$select=keyCredentials` on a single object, never a
/// secret.
pub(super) fn render(object: &Object, with_keys: bool) -> Value {
    let mut json = object.json.clone();
    // v1.0 does not have it for service principals, though the service knows it.
    if json.contains_key("servicePrincipalType") {
        json.remove("createdDateTime");
    }
    if !with_keys && let Some(Value::Array(keys)) = json.get_mut("keyCredentials") {
        for key in keys {
            key["key"] = Value::Null;
        }
    }
    if let Some(Value::Array(secrets)) = json.get_mut("passwordCredentials") {
        for secret in secrets {
            secret["secretText"] = Value::Null;
        }
    }
    Value::Object(json)
}

/// A single object, with context, `$select` and `$expand=owners`.
pub(super) fn render_one(call: &Call<'_>, tenant: &Tenant, kind: Kind, object: &Object) -> Result<Value, Refusal> {
    call.check_selected(kind.type_name())?;
    let mut body = render(object, call.options.selects("keyCredentials"));
    if call.options.expands("owners") {
        body["owners"] = Value::Array(owners(tenant, object));
    }
    body["@odata.context"] = call.context(&format!("{}/$entity", kind.collection()));
    Ok(call.options.shape(body))
}

/// A collection of objects, one page of it.
pub(super) fn list(call: &Call<'_>, kind: Kind) -> Outcome {
    call.read(|tenant| {
        let chosen = chosen(call, tenant, kind)?;
        let address = format!("{}{}", call.root(), call.path);
        let draw = |object: &Object| {
            let mut body = render(object, false);
            if call.options.expands("owners") {
                body["owners"] = Value::Array(owners(tenant, object));
            }
            call.options.shape(body)
        };
        Ok(Answer::ok(call.options.page_by(&address, call.context(kind.collection()), chosen, draw)))
    })
}

/// How many there are: an advanced query.
pub(super) fn count(call: &Call<'_>, kind: Kind) -> Outcome {
    if !call.options.eventual {
        return Err(Refusal::bad_request("$count is not currently supported."));
    }
    call.read(|tenant| Ok(Answer::count(chosen(call, tenant, kind)?.len())))
}

fn chosen<'a>(call: &Call<'_>, tenant: &'a Tenant, kind: Kind) -> Result<Vec<&'a Object>, Refusal> {
    call.options.check(&format!("/{}", kind.collection()), kind.type_name())?;
    call.check_selected(kind.type_name())?;
    // Advanced queries read an index that is behind even the slowest replica.
    let mut view = call.view;
    if call.options.eventual {
        view.replica = view.replicas.saturating_sub(1);
    }
    let objects = kind.table(tenant).all_seen(view).map(|(_, object)| object);
    Ok(call.options.choose(objects, |object, names| {
        let is_asked = |name: &str| names.iter().any(|asked| asked.eq_ignore_ascii_case(name));
        let members = object.json.iter().filter(|(name, _)| is_asked(name));
        let mut part: Map<String, Value> = members.map(|(name, value)| (name.clone(), value.clone())).collect();
        if is_asked("owners") {
            part.insert("owners".to_owned(), json!(object.owners));
        }
        Value::Object(part)
    }))
}

/// Owners as directory objects.
pub(super) fn owners(tenant: &Tenant, object: &Object) -> Vec<Value> {
    object.owners.iter().filter_map(|id| directory_object(tenant, id)).collect()
}

/// A user, group or service principal as a directory object with its type.
pub(super) fn directory_object(tenant: &Tenant, id: &str) -> Option<Value> {
    if let Some(user) = tenant.users.get(id) {
        return Some(json!({
            "@odata.type": "#microsoft.graph.user",
            "id": user.id,
            "displayName": user.display_name,
            "userPrincipalName": user.upn,
            "mail": user.more.get("mail"),
        }));
    }
    if let Some(group) = tenant.groups.get(id) {
        return Some(
            json!({ "@odata.type": "#microsoft.graph.group", "id": group.id, "displayName": group.display_name }),
        );
    }
    let object = tenant.service_principals.current(id)?;
    Some(json!({
        "@odata.type": "#microsoft.graph.servicePrincipal",
        "id": id,
        "displayName": object.text("displayName"),
        "appId": object.text("appId"),
        "servicePrincipalType": object.text("servicePrincipalType"),
    }))
}

/// The id at the end of an `@odata.id`.
pub(super) fn reference(link: &str) -> &str {
    let last = link.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    last.split_once("('").and_then(|(_, rest)| rest.strip_suffix("')")).unwrap_or(last)
}

/// Takes `owners@odata.bind` out of a body, or names the caller.
pub(super) fn initial_owners(
    call: &Call<'_>,
    tenant: &Tenant,
    body: &mut Map<String, Value>,
) -> Result<Vec<String>, Refusal> {
    use crate::state::roles::{APPLICATION_ADMINISTRATOR, CLOUD_APPLICATION_ADMINISTRATOR};
    let bound = body.remove("owners@odata.bind");
    let mut owners = Vec::new();
    for link in bound.as_ref().and_then(Value::as_array).into_iter().flatten() {
        let id = reference(link.as_str().unwrap_or_default()).to_owned();
        directory_object(tenant, &id).ok_or_else(|| Refusal::not_found(&id))?;
        if !owners.contains(&id) {
            owners.push(id);
        }
    }
    if owners.len() > LARGEST_BINDING {
        return Err(Refusal::bad_request("The request contains more owners than can be bound in one request."));
    }
    // The creator becomes owner by itself, unless an application administrator: they need not be.
    let administrator = tenant
        .users
        .get(&call.caller.object_id)
        .is_some_and(|user| user.has_role(APPLICATION_ADMINISTRATOR) || user.has_role(CLOUD_APPLICATION_ADMINISTRATOR));
    if !administrator && !owners.contains(&call.caller.object_id) {
        owners.push(call.caller.object_id.clone());
    }
    Ok(owners)
}

/// Puts a body's properties into an object: members of complex values one by one, collections whole. Null puts the
/// default back.
pub(super) fn merge(object: &mut Map<String, Value>, blank: &Map<String, Value>, body: Map<String, Value>) {
    for (name, value) in body {
        if name.contains("@odata.") {
            continue;
        }
        let default = blank.get(&name);
        match (object.get_mut(&name), value) {
            (Some(Value::Object(old)), Value::Object(new)) => {
                let none = Map::new();
                let inner = default.and_then(Value::as_object).unwrap_or(&none);
                merge(old, inner, new);
            }
            (_, Value::Null) => {
                object.insert(name.clone(), default.cloned().unwrap_or(Value::Null));
            }
            (_, Value::Object(new)) => {
                let mut whole = default.and_then(Value::as_object).cloned().unwrap_or_default();
                merge(&mut whole, &Map::new(), new);
                object.insert(name, Value::Object(whole));
            }
            (_, value) => {
                object.insert(name, value);
            }
        }
    }
}

/// Refuses properties that only the service sets.
pub(super) fn check_read_only(body: &Map<String, Value>, names: &[&str], type_name: &str) -> Result<(), Refusal> {
    match names.iter().find(|name| body.contains_key(**name)) {
        None => Ok(()),
        Some(name) => Err(Refusal::bad_request(format!(
            "Property '{name}' is read-only and cannot be set for resource '{type_name}'."
        ))),
    }
}
