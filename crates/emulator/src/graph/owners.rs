//! Owners of applications and service principals.

use super::answer::Answer;
use super::audit::{self, Target, activity};
use super::call::Call;
use super::refusal::{Outcome, Refusal};
use super::shape::{self, Kind};

pub(super) fn list(call: &Call<'_>) -> Outcome {
    let kind = Kind::of(call);
    call.read(|tenant| {
        let (_, object) = shape::find(call, tenant, kind)?;
        let items = call.options.apply(shape::owners(tenant, &object));
        let items = items.into_iter().map(|item| call.options.shape(item)).collect();
        let address = format!("{}{}", call.root(), call.path);
        Ok(Answer::ok(call.options.page(&address, call.context("directoryObjects"), items)))
    })
}

/// `POST …/owners/$ref` and `DELETE …/owners/{id}/$ref`.
pub(super) fn change(call: &Call<'_>) -> Outcome {
    let kind = Kind::of(call);
    call.write(|tenant, moment| {
        let (id, _) = shape::find(call, tenant, kind)?;
        let mut object = shape::current(tenant, kind, &id)?;
        call.may_change(&object)?;
        let add = call.operation.method == http::Method::POST;
        let owner = match add {
            true => shape::reference(call.text("@odata.id").unwrap_or_default()).to_owned(),
            false => call.parameter("directoryObject-id").to_owned(),
        };
        if add {
            shape::directory_object(tenant, &owner).ok_or_else(|| Refusal::not_found(&owner))?;
            if object.owners.contains(&owner) {
                return Err(Refusal::bad_request("One or more added object references already exist for the following modified properties: 'owners'."));
            }
            object.owners.push(owner);
        } else {
            if !object.owners.contains(&owner) {
                return Err(Refusal::not_found(&owner));
            }
            object.owners.retain(|known| *known != owner);
        }
        let stamp = moment.stamp(tenant);
        let name = object.text("displayName").to_owned();
        let (target, what) = match (kind, add) {
            (Kind::Application, true) => (Target::application(&id, &object), activity::ADD_OWNER_TO_APPLICATION),
            (Kind::Application, false) => (Target::application(&id, &object), activity::REMOVE_OWNER_FROM_APPLICATION),
            (Kind::ServicePrincipal, true) => (Target::service_principal(&id, &name), activity::ADD_OWNER_TO_SERVICE_PRINCIPAL),
            (Kind::ServicePrincipal, false) => (Target::service_principal(&id, &name), activity::REMOVE_OWNER_FROM_SERVICE_PRINCIPAL),
        };
        kind.table_mut(tenant).write(id, object, stamp);
        audit::record(tenant, moment, &call.caller, what, &[target]);
        Ok(Answer::no_content())
    })
}
