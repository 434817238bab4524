//! `PATCH` by an alternate key with `Prefer: create-if-missing`. Source: application-upsert@028b8e3.

use http::StatusCode;

use super::applications;
use super::call::Call;
use super::refusal::{Outcome, Refusal};
use super::service_principals;
use super::shape::{self, Kind};
use crate::state::Tenant;

const PREFERENCE: &str = "create-if-missing";

/// `PATCH /applications(uniqueName='…')`. A replica that does not show the application yet takes it for missing, and then
/// learns that its name is taken.
pub(super) fn application(call: &Call<'_>) -> Outcome {
    call.write(|tenant, moment| {
        let unique_name = call.parameter("uniqueName").to_owned();
        if let Some(id) = found(call, tenant, Kind::Application)? {
            let mut body = call.members();
            body.remove("uniqueName");
            return applications::update_in(call, tenant, moment, &id, body);
        }
        check_name(&unique_name)?;
        applications::create_in(call, tenant, moment, Some(&unique_name))
    })
}

/// `PATCH /servicePrincipals(appId='…')`.
pub(super) fn service_principal(call: &Call<'_>) -> Outcome {
    call.write(|tenant, moment| {
        if let Some(id) = found(call, tenant, Kind::ServicePrincipal)? {
            return service_principals::update_in(call, tenant, moment, &id);
        }
        let app_id = call.parameter("appId").to_owned();
        service_principals::create_in(call, tenant, moment, &app_id)
    })
}

/// The object's id, or nothing when it is to be made.
fn found(call: &Call<'_>, tenant: &Tenant, kind: Kind) -> Result<Option<String>, Refusal> {
    match shape::find(call, tenant, kind) {
        Ok((id, _)) => Ok(Some(id)),
        Err(refusal) if refusal.status == StatusCode::NOT_FOUND && call.prefers(PREFERENCE) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

fn check_name(name: &str) -> Result<(), Refusal> {
    let good = !name.trim().is_empty() && name.chars().count() <= 120;
    good.then_some(()).ok_or_else(|| {
        Refusal::bad_request("Invalid value specified for property 'uniqueName' of resource 'Application'.")
    })
}
