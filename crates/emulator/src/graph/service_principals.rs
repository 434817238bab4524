//! `/servicePrincipals`, which the portal calls enterprise applications.

use serde_json::{Value, json};

use super::answer::Answer;
use super::applications;
use super::audit::{self, Target, activity};
use super::call::Call;
use super::refusal::{Outcome, Refusal};
use super::shape::{self, Kind};
use crate::entra::Caller;
use crate::state::{Deleted, DeletedKind, Object, Stamp, Tenant, roles};
use crate::{Moment, Scenario};

const KIND: Kind = Kind::ServicePrincipal;
/// The scenario that knows all of Microsoft's applications.
const HEALTHY: &str = "all-is-well";
const READ_ONLY: [&str; 6] =
    ["id", "deletedDateTime", "appOwnerOrganizationId", "appDisplayName", "createdDateTime", "signInAudience"];

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
    call.write(|tenant, moment| {
        let app_id = call.text("appId").unwrap_or_default().to_owned();
        create_in(call, tenant, moment, &app_id)
    })
}

pub(super) fn create_in(call: &Call<'_>, tenant: &mut Tenant, moment: Moment, app_id: &str) -> Outcome {
    let mut body = call.members();
    body.remove("appId");
    shape::check_read_only(&body, &READ_ONLY, "ServicePrincipal")?;
    let backing = tenant.application_by_app_id(app_id).map(|(id, app)| (id.to_owned(), app.clone()));
    may_create(call, tenant, backing.as_ref().map(|(_, app)| app))?;
    if tenant.service_principal_by_app_id(app_id).is_some() {
        return Err(in_use(app_id));
    }
    let mut object = match backing {
        Some((id, app)) => of_local(call, tenant, moment, &id, &app)?,
        None => of_other_tenant(tenant, app_id)
            .or_else(|| of_microsoft(tenant, moment, app_id))
            .ok_or_else(|| no_backing(app_id))?,
    };
    object.owners = shape::initial_owners(call, tenant, &mut body)?;
    let blank = Object::service_principal("", "", "", "").json;
    shape::merge(&mut object.json, &blank, body);
    object.json.insert("createdDateTime".to_owned(), json!(moment.now));
    object.created_at = Some(moment.now);
    let id = object.text("id").to_owned();
    let stamp = moment.stamp(tenant);
    tenant.service_principals.write(id.clone(), object.clone(), stamp);
    let target = Target::service_principal(&id, object.text("displayName"));
    audit::record(tenant, moment, &call.caller, activity::ADD_SERVICE_PRINCIPAL, &[target]);
    let mut answer = shape::render(&object, false);
    answer["@odata.context"] = call.context("servicePrincipals/$entity");
    Ok(Answer::created(answer, format!("{}/servicePrincipals/{id}", call.root())))
}

/// Administrators; others for an application of their own, while members may register applications.
fn may_create(call: &Call<'_>, tenant: &Tenant, app: Option<&Object>) -> Result<(), Refusal> {
    let owns = app.is_some_and(|app| app.owners.contains(&call.caller.object_id));
    if call.caller.app_only {
        return (!call.standing.only_own || owns).then_some(()).ok_or_else(Refusal::denied);
    }
    let administrator = [roles::APPLICATION_ADMINISTRATOR, roles::CLOUD_APPLICATION_ADMINISTRATOR];
    if administrator.iter().any(|role| call.has_role(tenant, role)) {
        return Ok(());
    }
    // Everybody else needs to own the single-tenant application behind it.
    let single = app.is_some_and(|app| app.text("signInAudience") == "AzureADMyOrg");
    match owns && single {
        true => applications::may_create(call, tenant),
        false => Err(Refusal::denied()),
    }
}

/// The service principal of an application of this tenant; refused while the application is new, in turn in three guises.
fn of_local(call: &Call<'_>, tenant: &mut Tenant, moment: Moment, id: &str, app: &Object) -> Result<Object, Refusal> {
    let app_id = app.text("appId");
    let unseen = tenant.applications.seen(id, call.view).is_none();
    if unseen || shape::is_fresh(&tenant.applications, id, tenant, moment) {
        let disguised = tenant.oddities.disguised_403 && call.graph.disguised();
        return Err(if disguised { disguise() } else { no_backing(app_id) });
    }
    let owner = tenant.id.clone();
    let id = tenant.new_id();
    let mut object = Object::service_principal(&id, app_id, app.text("displayName"), &owner);
    applications::follow(&mut object, app);
    Ok(object)
}

/// A vendor's app that is open for other tenants.
fn of_other_tenant(tenant: &mut Tenant, app_id: &str) -> Option<Object> {
    let mut object = tenant.offered.get(&app_id.to_ascii_lowercase())?.clone();
    object.json.insert("id".to_owned(), json!(tenant.new_id()));
    Some(object)
}

/// Microsoft's own APIs and clients can be added to a tenant that has not met them: those that a healthy practice tenant has.
fn of_microsoft(tenant: &mut Tenant, moment: Moment, app_id: &str) -> Option<Object> {
    let healthy = Scenario::load(HEALTHY).and_then(|scenario| scenario.tenant(0, moment.now)).ok()?;
    let (_, object) = healthy.service_principal_by_app_id(app_id)?;
    let foreign = object.text("appOwnerOrganizationId") != tenant.id;
    let mut object = object.clone();
    object.json.insert("id".to_owned(), json!(tenant.new_id()));
    foreign.then_some(object)
}

fn no_backing(app_id: &str) -> Refusal {
    Refusal::bad_request(format!(
        "The appId '{app_id}' of the service principal does not reference a valid application object."
    ))
}

/// The same lag in disguise. The grammar is Microsoft's.
fn disguise() -> Refusal {
    let message = "When using this permission, the backing application of the service principal being created must in the local tenant";
    Refusal::new(http::StatusCode::FORBIDDEN, "Authorization_RequestDenied", message)
}

pub(super) fn in_use(app_id: &str) -> Refusal {
    Refusal::same_key(format!(
        "The service principal cannot be created, updated, or restored because the service principal name {app_id} is already in use."
    ))
}

pub(super) fn update(call: &Call<'_>) -> Outcome {
    call.write(|tenant, moment| {
        let (id, _) = shape::find(call, tenant, KIND)?;
        update_in(call, tenant, moment, &id)
    })
}

pub(super) fn update_in(call: &Call<'_>, tenant: &mut Tenant, moment: Moment, id: &str) -> Outcome {
    let old = shape::current(tenant, KIND, id)?;
    call.may_change(&old)?;
    shape::check_pace(&tenant.service_principals, id, tenant, moment)?;
    let mut body = call.members();
    body.remove("appId");
    shape::check_read_only(&body, &READ_ONLY, "ServicePrincipal")?;
    if let Some(property) = ["keyCredentials", "passwordCredentials"].iter().find(|name| body.contains_key(**name)) {
        return Err(Refusal::bad_request(format!("Updates to property '{property}' are not allowed.")));
    }
    let mut target = Target::service_principal(id, old.text("displayName"));
    let names: Vec<String> = body.keys().cloned().collect();
    let mut new = old.clone();
    let blank = Object::service_principal("", "", "", "").json;
    shape::merge(&mut new.json, &blank, body);
    for name in names {
        target = target.changed(&name, old.json.get(&name), new.json.get(&name));
    }
    let stamp = moment.stamp(tenant);
    tenant.service_principals.write(id.to_owned(), new, stamp);
    audit::record(tenant, moment, &call.caller, activity::UPDATE_SERVICE_PRINCIPAL, &[target]);
    Ok(Answer::no_content())
}

pub(super) fn delete(call: &Call<'_>) -> Outcome {
    call.write(|tenant, moment| {
        let (id, _) = shape::find(call, tenant, KIND)?;
        let object = shape::current(tenant, KIND, &id)?;
        call.may_change(&object)?;
        soft_delete(tenant, moment, &call.caller, &id);
        Ok(Answer::no_content())
    })
}

/// Deletes a service principal softly; what was granted to it and of it goes for good.
pub(super) fn soft_delete(tenant: &mut Tenant, moment: Moment, caller: &Caller, id: &str) {
    let stamp = moment.stamp(tenant);
    let Some(object) = tenant.service_principals.delete(id, stamp) else {
        return;
    };
    drop_grants(tenant, id, stamp);
    let target = Target::service_principal(id, object.text("displayName"));
    let deleted = Deleted { kind: DeletedKind::ServicePrincipal, object, deleted_at: moment.now };
    tenant.deleted.write(id.to_owned(), deleted, stamp);
    audit::record(tenant, moment, caller, activity::REMOVE_SERVICE_PRINCIPAL, &[target]);
}

fn drop_grants(tenant: &mut Tenant, id: &str, stamp: Stamp) {
    let assignments: Vec<String> = tenant
        .app_role_assignments
        .all()
        .filter(|(_, one)| one.principal_id == id || one.resource_id == id)
        .map(|(id, _)| id.to_owned())
        .collect();
    let grants: Vec<String> = tenant
        .grants
        .all()
        .filter(|(_, one)| one.client_id == id || one.resource_id == id)
        .map(|(id, _)| id.to_owned())
        .collect();
    for assignment in assignments {
        tenant.app_role_assignments.delete(&assignment, stamp);
    }
    for grant in grants {
        tenant.grants.delete(&grant, stamp);
    }
}

/// A service principal's role or scope by id.
pub(super) fn permission<'a>(sp: &'a Object, list: &str, id: &str) -> Option<&'a Value> {
    sp.list(list)
        .iter()
        .find(|one| one.get("id").and_then(Value::as_str).is_some_and(|known| known.eq_ignore_ascii_case(id)))
}
