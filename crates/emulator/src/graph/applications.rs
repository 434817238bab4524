//! `/applications`.

use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::audit::{self, Target, activity};
use super::call::Call;
use super::refusal::{Outcome, Refusal};
use super::shape::{self, Kind};
use super::{identifier_uris, keys, scopes};
use crate::Moment;
use crate::state::{Deleted, DeletedKind, Object, Tenant, roles};

/// Only the service sets these.
const READ_ONLY: [&str; 8] = [
    "id",
    "appId",
    "createdDateTime",
    "deletedDateTime",
    "publisherDomain",
    "uniqueName",
    "disabledByMicrosoftStatus",
    "certification",
];
const AUDIENCES: [&str; 4] =
    ["AzureADMyOrg", "AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount", "PersonalMicrosoftAccount"];
const LONGEST_NAME: usize = 256;
const MOST_RESOURCES: usize = 50;
const MOST_PERMISSIONS: usize = 400;
const KIND: Kind = Kind::Application;

pub(super) fn list(call: &Call<'_>) -> Outcome {
    shape::list(call, KIND)
}

pub(super) fn count(call: &Call<'_>) -> Outcome {
    shape::count(call, KIND)
}

pub(super) fn get(call: &Call<'_>) -> Outcome {
    call.read(|tenant| {
        let (_, object) = shape::find(call, tenant, KIND)?;
        Ok(Answer::ok(shape::render_one(call, tenant, KIND, &object)?))
    })
}

pub(super) fn create(call: &Call<'_>) -> Outcome {
    call.write(|tenant, moment| create_in(call, tenant, moment, None))
}

/// Creates; `unique_name` comes from an upsert.
pub(super) fn create_in(call: &Call<'_>, tenant: &mut Tenant, moment: Moment, unique_name: Option<&str>) -> Outcome {
    may_create(call, tenant)?;
    let mut body = call.members();
    shape::check_read_only(&body, &READ_ONLY, "Application")?;
    let owners = shape::initial_owners(call, tenant, &mut body)?;
    let name = body.get("displayName").and_then(Value::as_str).unwrap_or_default().to_owned();
    if name.trim().is_empty() {
        return Err(Refusal::bad_request("A value is required for property 'displayName' of resource 'Application'."));
    }
    if let Some(unique_name) = unique_name {
        check_unique_name(tenant, unique_name)?;
    }
    if tenant.oddities.wants_service_reference && body.get("serviceManagementReference").is_none_or(Value::is_null) {
        // Code and sentence as seen in microsoft-teams docs#13077; the status is a guess.
        let message = "ServiceManagementReference field is required for Create, but is missing in the request.";
        return Err(Refusal::new(http::StatusCode::BAD_REQUEST, "ServiceTreeValueMissing", message));
    }
    let (id, app_id) = (tenant.new_id(), tenant.new_id());
    let mut object = Object::application(&id, &app_id, &name, moment.now);
    object.json.insert("publisherDomain".to_owned(), json!(tenant.domain()));
    object.json.insert("createdByAppId".to_owned(), json!(call.caller.app_id));
    object.json.insert("uniqueName".to_owned(), json!(unique_name));
    // What the page's own sample answers when nothing is said.
    object.json.insert("signInAudience".to_owned(), json!("AzureADandPersonalMicrosoftAccount"));
    object.owners = owners;
    let secret = super::credentials::on_create(tenant, moment, &mut body)?;
    let mut object = changed(tenant, moment, &id, &object, body)?;
    let mut answer = shape::render(&object, false);
    if let Some((credential, text)) = secret {
        super::credentials::add_to(&mut object, credential, &text);
        answer = shape::render(&object, false);
        answer["passwordCredentials"][0]["secretText"] = Value::String(text);
    }
    let stamp = moment.stamp(tenant);
    tenant.applications.write(id.clone(), object.clone(), stamp);
    let target = Target::application(&id, &object).changed("DisplayName", None, Some(&json!([name])));
    audit::record(tenant, moment, &call.caller, activity::ADD_APPLICATION, &[target]);
    answer["@odata.context"] = call.context("applications/$entity");
    let location = format!("{}/applications/{id}", call.root());
    Ok(Answer::created(answer, location))
}

/// Roles, or any member while the tenant lets members register applications; apps by their permission.
pub(super) fn may_create(call: &Call<'_>, tenant: &Tenant) -> Result<(), Refusal> {
    if call.caller.app_only || call.standing.role || holds_developer_role(call, tenant) {
        return Ok(());
    }
    let open = tenant.policies.authorization.get("defaultUserRolePermissions");
    let open = open.and_then(|permissions| permissions.get("allowedToCreateApps")).and_then(Value::as_bool);
    let member = tenant.users.get(&call.caller.object_id).is_some_and(|user| !user.is_guest());
    (member && open.unwrap_or(true)).then_some(()).ok_or_else(Refusal::denied)
}

fn holds_developer_role(call: &Call<'_>, tenant: &Tenant) -> bool {
    call.has_role(tenant, roles::APPLICATION_DEVELOPER)
}

/// Soft-deleted applications keep their name.
pub(super) fn check_unique_name(tenant: &Tenant, unique_name: &str) -> Result<(), Refusal> {
    let same = |object: &Object| object.text("uniqueName").eq_ignore_ascii_case(unique_name);
    let live = tenant.applications.all().any(|(_, object)| same(object));
    let deleted = tenant.deleted.all().any(|(_, item)| item.kind == DeletedKind::Application && same(&item.object));
    match live || deleted {
        true => Err(Refusal::bad_request("Another object with the same value for property uniqueName already exists.")),
        false => Ok(()),
    }
}

pub(super) fn update(call: &Call<'_>) -> Outcome {
    call.write(|tenant, moment| {
        let (id, _) = shape::find(call, tenant, KIND)?;
        update_in(call, tenant, moment, &id, call.members())
    })
}

pub(super) fn update_in(
    call: &Call<'_>,
    tenant: &mut Tenant,
    moment: Moment,
    id: &str,
    body: Map<String, Value>,
) -> Outcome {
    let old = shape::current(tenant, KIND, id)?;
    call.may_change(&old)?;
    shape::check_pace(&tenant.applications, id, tenant, moment)?;
    if body.contains_key("keyCredentials") && shape::is_fresh(&tenant.applications, id, tenant, moment) {
        return Err(Refusal::not_found(id));
    }
    shape::check_read_only(&body, &READ_ONLY, "Application")?;
    if body.get("passwordCredentials").is_some_and(|sent| sent != &json!([])) {
        return Err(Refusal::bad_request("Updates to property 'passwordCredentials' are not allowed."));
    }
    let credentials = body.contains_key("keyCredentials");
    let names: Vec<String> = body.keys().cloned().collect();
    let new = changed(tenant, moment, id, &old, body)?;
    let stamp = moment.stamp(tenant);
    let mut target = Target::application(id, &new);
    for name in names {
        let capitalised = name.get(..1).map(str::to_uppercase).unwrap_or_default() + name.get(1..).unwrap_or_default();
        target = target.changed(
            &capitalised,
            old.json.get(&name).map(without_keys).as_ref(),
            new.json.get(&name).map(without_keys).as_ref(),
        );
    }
    tenant.applications.write(id.to_owned(), new.clone(), stamp);
    sync_service_principal(tenant, &new, stamp);
    let what = if credentials { activity::UPDATE_CREDENTIALS } else { activity::UPDATE_APPLICATION };
    audit::record(tenant, moment, &call.caller, what, &[target]);
    Ok(Answer::no_content())
}

/// The log names credentials without their content.
fn without_keys(value: &Value) -> Value {
    let mut value = value.clone();
    for one in value.as_array_mut().into_iter().flatten() {
        if let Some(members) = one.as_object_mut() {
            members.remove("key");
        }
    }
    value
}

/// The object after the change, or why not.
fn changed(
    tenant: &mut Tenant,
    moment: Moment,
    id: &str,
    old: &Object,
    mut body: Map<String, Value>,
) -> Result<Object, Refusal> {
    body.remove("passwordCredentials");
    let sent_keys = body.remove("keyCredentials");
    let mut new = old.clone();
    let blank = Object::application("", "", "", moment.now).json;
    shape::merge(&mut new.json, &blank, body);
    check_plain(&new)?;
    check_redirects(&new)?;
    identifier_uris::check(tenant, id, old, &new)?;
    scopes::check(old, &new)?;
    scopes::check_clients(tenant, old, &new)?;
    if let Some(sent) = sent_keys {
        let sent = sent.as_array().cloned().unwrap_or_default();
        let keys = keys::replace(tenant, moment, id, old, &sent)?;
        new.json.insert("keyCredentials".to_owned(), Value::Array(keys));
    }
    Ok(new)
}

fn check_plain(new: &Object) -> Result<(), Refusal> {
    let invalid = |name: &str| {
        Refusal::bad_request(format!("Invalid value specified for property '{name}' of resource 'Application'."))
    };
    let name = new.text("displayName");
    if name.trim().is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(invalid("displayName"));
    }
    if !AUDIENCES.contains(&new.text("signInAudience")) {
        return Err(invalid("signInAudience"));
    }
    let resources = new.list("requiredResourceAccess");
    let permissions: Vec<&Value> =
        resources.iter().filter_map(|resource| resource.get("resourceAccess")?.as_array()).flatten().collect();
    let kinds = permissions.iter().all(|one| one.get("type").is_some_and(|kind| kind == "Scope" || kind == "Role"));
    let whole = resources.iter().all(|resource| resource.get("resourceAppId").is_some_and(Value::is_string));
    if resources.len() > MOST_RESOURCES || permissions.len() > MOST_PERMISSIONS || !kinds || !whole {
        return Err(invalid("requiredResourceAccess"));
    }
    Ok(())
}

/// Limits of redirect URIs. Source: entra-docs reply-url.
fn check_redirects(new: &Object) -> Result<(), Refusal> {
    let personal = new.text("signInAudience").contains("Personal");
    let most = if personal { 100 } else { 256 };
    let mut all = 0;
    for platform in ["web", "spa", "publicClient"] {
        let uris = new.json.get(platform).and_then(|platform| platform.get("redirectUris")).and_then(Value::as_array);
        for uri in uris.into_iter().flatten().filter_map(Value::as_str) {
            all += 1;
            if !redirect_is_good(uri, platform == "publicClient") {
                let message = format!(
                    "Invalid value specified for property '{platform}.redirectUris': '{uri}' is not a valid redirect URI."
                );
                return Err(Refusal::invalid_value(&format!("{platform}.redirectUris"), message));
            }
        }
    }
    if all > most {
        return Err(Refusal::bad_request(format!("The number of redirect URIs exceeds the limit of {most}.")));
    }
    Ok(())
}

fn redirect_is_good(uri: &str, native: bool) -> bool {
    let Ok(url) = url::Url::parse(uri) else { return false };
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1"));
    let scheme = url.scheme() == "https" || (url.scheme() == "http" && local) || (native && url.scheme() != "http");
    scheme && uri.len() <= 256 && !uri.contains(['!', '$', '\'', '(', ')', ',', ';', '*']) && url.fragment().is_none()
}

/// The service principal in the home tenant follows its application.
pub(super) fn sync_service_principal(tenant: &mut Tenant, app: &Object, stamp: crate::state::Stamp) {
    let found = tenant.service_principal_by_app_id(app.text("appId")).map(|(id, sp)| (id.to_owned(), sp.clone()));
    let Some((id, old)) = found else { return };
    let mut new = old.clone();
    follow(&mut new, app);
    if new != old {
        tenant.service_principals.write(id, new, stamp);
    }
}

/// What a service principal takes from its application.
pub(super) fn follow(sp: &mut Object, app: &Object) {
    let api = |name: &str| app.json.get("api").and_then(|api| api.get(name)).cloned().unwrap_or_else(|| json!([]));
    let mut uris: Vec<Value> = Vec::new();
    for platform in ["web", "spa", "publicClient"] {
        let found = app.json.get(platform).and_then(|platform| platform.get("redirectUris")).and_then(Value::as_array);
        uris.extend(found.into_iter().flatten().cloned());
    }
    let mut names = vec![json!(app.text("appId"))];
    names.extend(app.list("identifierUris").iter().cloned());
    for (name, value) in [
        ("displayName", json!(app.text("displayName"))),
        ("appDisplayName", json!(app.text("displayName"))),
        ("appRoles", json!(app.list("appRoles"))),
        ("oauth2PermissionScopes", api("oauth2PermissionScopes")),
        ("replyUrls", Value::Array(uris)),
        ("servicePrincipalNames", Value::Array(names)),
        ("signInAudience", json!(app.text("signInAudience"))),
    ] {
        sp.json.insert(name.to_owned(), value);
    }
}

pub(super) fn delete(call: &Call<'_>) -> Outcome {
    call.write(|tenant, moment| {
        let (id, _) = shape::find(call, tenant, KIND)?;
        let object = shape::current(tenant, KIND, &id)?;
        call.may_change(&object)?;
        let stamp = moment.stamp(tenant);
        let app_id = object.text("appId").to_owned();
        tenant.applications.delete(&id, stamp);
        audit::record(tenant, moment, &call.caller, activity::DELETE_APPLICATION, &[Target::application(&id, &object)]);
        let deleted = Deleted { kind: DeletedKind::Application, object, deleted_at: moment.now };
        tenant.deleted.write(id, deleted, stamp);
        let sp = tenant.service_principal_by_app_id(&app_id).map(|(id, _)| id.to_owned());
        if let Some(sp) = sp {
            super::service_principals::soft_delete(tenant, moment, &call.caller, &sp);
        }
        Ok(Answer::no_content())
    })
}
