//! `/directory/deletedItems`: what was deleted in the last 30 days.

use std::time::Duration;

use serde_json::{Value, json};

use super::answer::Answer;
use super::audit::{self, Target, activity};
use super::call::Call;
use super::refusal::{Outcome, Refusal};
use super::service_principals;
use super::shape::{self, Kind};
use crate::Moment;
use crate::state::{Deleted, DeletedKind, Tenant, roles};

/// How long a deleted object can be restored.
const RESTORABLE: Duration = Duration::from_secs(30 * 86_400);

const fn kind_of(kind: DeletedKind) -> Kind {
    match kind {
        DeletedKind::Application => Kind::Application,
        DeletedKind::ServicePrincipal => Kind::ServicePrincipal,
    }
}

fn body(item: &Deleted) -> Value {
    let mut body = shape::render(&item.object, false);
    body["deletedDateTime"] = json!(item.deleted_at);
    body
}

fn kept(call: &Call<'_>, item: &Deleted) -> bool {
    call.emulator().now().since(item.deleted_at) < RESTORABLE
}

pub(super) fn list(call: &Call<'_>) -> Outcome {
    let kind = match call.operation.path.ends_with("application") {
        true => DeletedKind::Application,
        false => DeletedKind::ServicePrincipal,
    };
    let shown = kind_of(kind);
    call.options.check("/directory/deletedItems/microsoft.graph.application", shown.type_name())?;
    call.check_selected(shown.type_name())?;
    let now_kept = |item: &Deleted| item.kind == kind;
    let found: Vec<Deleted> = call.read(|tenant| {
        tenant.deleted.all_seen(call.view).map(|(_, item)| item).filter(|item| now_kept(item)).cloned().collect()
    });
    let items = found.iter().filter(|item| kept(call, item)).map(body).collect();
    let items = call.options.apply(items).into_iter().map(|item| call.options.shape(item)).collect();
    let address = format!("{}{}", call.root(), call.path);
    Ok(Answer::ok(call.options.page(&address, call.context(shown.collection()), items)))
}

fn find(call: &Call<'_>) -> Result<(String, Deleted), Refusal> {
    let id = call.parameter("directoryObject-id").to_ascii_lowercase();
    let found = call.read(|tenant| tenant.deleted.seen(&id, call.view).cloned());
    let item = found.filter(|item| kept(call, item)).ok_or_else(|| Refusal::not_found(&id))?;
    Ok((id, item))
}

pub(super) fn get(call: &Call<'_>) -> Outcome {
    let (_, item) = find(call)?;
    let mut body = body(&item);
    body["@odata.context"] = call.context("directoryObjects/$entity");
    body["@odata.type"] = json!(format!("#{}", kind_of(item.kind).type_name()));
    Ok(Answer::ok(call.options.shape(body)))
}

pub(super) fn restore(call: &Call<'_>) -> Outcome {
    let (id, item) = find(call)?;
    call.write(|tenant, moment| {
        call.may_change(&item.object)?;
        check_names(tenant, &item)?;
        let stamp = moment.stamp(tenant);
        let kind = kind_of(item.kind);
        tenant.deleted.delete(&id, stamp).ok_or_else(|| Refusal::not_found(&id))?;
        kind.table_mut(tenant).write(id.clone(), item.object.clone(), stamp);
        log(call, tenant, moment, &id, &item, activity::RESTORE_APPLICATION, activity::RESTORE_SERVICE_PRINCIPAL);
        let mut body = shape::render(&item.object, false);
        body["@odata.context"] = call.context("directoryObjects/$entity");
        body["@odata.type"] = json!(format!("#{}", kind.type_name()));
        Ok(Answer::ok(body))
    })
}

/// Somebody may have taken the name meanwhile.
fn check_names(tenant: &Tenant, item: &Deleted) -> Result<(), Refusal> {
    let app_id = item.object.text("appId");
    match item.kind {
        DeletedKind::ServicePrincipal if tenant.service_principal_by_app_id(app_id).is_some() => {
            Err(service_principals::in_use(app_id))
        }
        _ => Ok(()),
    }
}

pub(super) fn purge(call: &Call<'_>) -> Outcome {
    let (id, item) = find(call)?;
    call.write(|tenant, moment| {
        // Owners may restore, but not remove for good.
        let administrator = [roles::APPLICATION_ADMINISTRATOR, roles::CLOUD_APPLICATION_ADMINISTRATOR];
        let by_role = administrator.iter().any(|role| call.has_role(tenant, role));
        if !(by_role || (call.caller.app_only && call.may_change(&item.object).is_ok())) {
            return Err(Refusal::denied());
        }
        let stamp = moment.stamp(tenant);
        tenant.deleted.delete(&id, stamp).ok_or_else(|| Refusal::not_found(&id))?;
        log(
            call,
            tenant,
            moment,
            &id,
            &item,
            activity::HARD_DELETE_APPLICATION,
            activity::HARD_DELETE_SERVICE_PRINCIPAL,
        );
        Ok(Answer::no_content())
    })
}

fn log(
    call: &Call<'_>,
    tenant: &mut Tenant,
    moment: Moment,
    id: &str,
    item: &Deleted,
    of_application: &str,
    of_service_principal: &str,
) {
    let (target, what) = match item.kind {
        DeletedKind::Application => (Target::application(id, &item.object), of_application),
        DeletedKind::ServicePrincipal => {
            (Target::service_principal(id, item.object.text("displayName")), of_service_principal)
        }
    };
    audit::record(tenant, moment, &call.caller, what, &[target]);
}
