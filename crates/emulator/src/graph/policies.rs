//! `/policies` and Conditional Access.

use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::audit::{self, Target, activity};
use super::call::Call;
use super::refusal::{Outcome, Refusal};
use super::shape::{self, Kind};
use crate::state::{Object, Policies, Tenant};

/// Restriction types that v1.0 knows; others are hidden behind `unknownFutureValue` unless the client asks for them.
const KNOWN_RESTRICTIONS: [&str; 6] = [
    "passwordAddition",
    "passwordLifetime",
    "symmetricKeyAddition",
    "symmetricKeyLifetime",
    "customPasswordAddition",
    "asymmetricKeyLifetime",
];

fn one(call: &Call<'_>, context: &str, pick: impl FnOnce(&Policies) -> Map<String, Value>) -> Outcome {
    let mut body = Value::Object(call.read(|tenant| pick(&tenant.policies)));
    body["@odata.context"] = call.context(context);
    Ok(Answer::ok(call.options.shape(body)))
}

fn all(call: &Call<'_>, context: &str, items: Vec<Value>) -> Outcome {
    let items = call.options.apply(items).into_iter().map(|item| call.options.shape(item)).collect();
    let address = format!("{}{}", call.root(), call.path);
    Ok(Answer::ok(call.options.page(&address, call.context(context), items)))
}

pub(super) fn authorization(call: &Call<'_>) -> Outcome {
    one(call, "policies/authorizationPolicy/$entity", |policies| policies.authorization.clone())
}

pub(super) fn admin_consent_request(call: &Call<'_>) -> Outcome {
    one(call, "policies/adminConsentRequestPolicy/$entity", |policies| policies.admin_consent_request.clone())
}

pub(super) fn security_defaults(call: &Call<'_>) -> Outcome {
    one(call, "policies/identitySecurityDefaultsEnforcementPolicy/$entity", |policies| {
        policies.security_defaults.clone()
    })
}

/// The practice tenant has the conditions in one object; Graph has them behind navigation properties.
fn without_conditions(policy: &Map<String, Value>, call: &Call<'_>) -> Value {
    let mut policy = policy.clone();
    for name in ["includes", "excludes"] {
        if !call.options.expands(name) && call.operation.id != "listPermissionGrantPolicies" {
            policy.remove(name);
        }
    }
    Value::Object(policy)
}

pub(super) fn permission_grant_policies(call: &Call<'_>) -> Outcome {
    let items = call.read(|tenant| {
        tenant.policies.permission_grant.values().map(|policy| without_conditions(policy, call)).collect()
    });
    all(call, "permissionGrantPolicies", items)
}

fn grant_policy(call: &Call<'_>, tenant: &Tenant) -> Result<Map<String, Value>, Refusal> {
    let id = call.parameter("permissionGrantPolicy-id");
    tenant.policies.permission_grant.get(id).cloned().ok_or_else(|| Refusal::not_found(id))
}

pub(super) fn permission_grant_policy(call: &Call<'_>) -> Outcome {
    let policy = call.read(|tenant| grant_policy(call, tenant))?;
    let mut body = without_conditions(&policy, call);
    body["@odata.context"] = call.context("permissionGrantPolicies/$entity");
    Ok(Answer::ok(body))
}

pub(super) fn permission_grant_excludes(call: &Call<'_>) -> Outcome {
    let policy = call.read(|tenant| grant_policy(call, tenant))?;
    let excludes = policy.get("excludes").cloned().unwrap_or_else(|| json!([]));
    Ok(Answer::ok(
        json!({ "@odata.context": call.context("Collection(permissionGrantConditionSet)"), "value": excludes }),
    ))
}

/// What a client sees of restriction types that this edition does not list.
fn veil(call: &Call<'_>, mut policy: Value) -> Value {
    if call.prefers("include-unknown-enum-members") {
        return policy;
    }
    for (outer, inner) in [
        ("applicationRestrictions", "keyCredentials"),
        ("applicationRestrictions", "passwordCredentials"),
        ("servicePrincipalRestrictions", "keyCredentials"),
        ("servicePrincipalRestrictions", "passwordCredentials"),
        ("restrictions", "keyCredentials"),
        ("restrictions", "passwordCredentials"),
    ] {
        let rules = policy.get_mut(outer).and_then(|outer| outer.get_mut(inner)).and_then(Value::as_array_mut);
        for rule in rules.into_iter().flatten() {
            let known = rule
                .get("restrictionType")
                .and_then(Value::as_str)
                .is_none_or(|kind| KNOWN_RESTRICTIONS.contains(&kind));
            if !known {
                rule["restrictionType"] = json!("unknownFutureValue");
            }
        }
    }
    policy
}

pub(super) fn default_app_management_policy(call: &Call<'_>) -> Outcome {
    let policy = call.read(|tenant| tenant.policies.default_app_management.clone());
    let mut body = veil(call, Value::Object(policy));
    body["@odata.context"] = call.context("policies/defaultAppManagementPolicy/$entity");
    Ok(Answer::ok(call.options.shape(body)))
}

/// What is sent replaces what was: restrictions that are left out are gone.
pub(super) fn update_default_app_management_policy(call: &Call<'_>) -> Outcome {
    call.write(|tenant, moment| {
        let policy = &mut tenant.policies.default_app_management;
        for (name, value) in call.members().into_iter().filter(|(name, _)| !name.contains("@odata.")) {
            policy.insert(name, value);
        }
        let target = Target::policy("default", "Default app management tenant policy");
        audit::record(tenant, moment, &call.caller, activity::UPDATE_POLICY, &[target]);
        Ok(Answer::no_content())
    })
}

pub(super) fn app_management_policies(call: &Call<'_>) -> Outcome {
    let items = call.read(|tenant| {
        tenant.policies.app_management.values().map(|policy| veil(call, Value::Object(policy.clone()))).collect()
    });
    all(call, "policies/appManagementPolicies", items)
}

/// The policies assigned to one application: none or one.
pub(super) fn of_application(call: &Call<'_>) -> Outcome {
    let items = call.read(|tenant| {
        let (id, _) = shape::find(call, tenant, Kind::of(call))?;
        let assigned = tenant.policies.app_management_assignments.get(&id);
        let policy = assigned.and_then(|policy| tenant.policies.app_management.get(policy));
        Ok::<_, Refusal>(policy.map(|policy| veil(call, Value::Object(policy.clone()))).into_iter().collect())
    })?;
    all(call, "policies/appManagementPolicies", items)
}

pub(super) fn applies_to(call: &Call<'_>) -> Outcome {
    let id = call.parameter("appManagementPolicy-id").to_owned();
    let items = call.read(|tenant| {
        if !tenant.policies.app_management.contains_key(&id) {
            return Err(Refusal::not_found(&id));
        }
        let holders = tenant.policies.app_management_assignments.iter().filter(|(_, policy)| **policy == id);
        let found = holders.filter_map(|(id, _)| {
            let app = tenant.applications.seen(id, call.view).map(|app| (app, "#microsoft.graph.application"));
            let principal =
                || Some((tenant.service_principals.seen(id, call.view)?, "#microsoft.graph.servicePrincipal"));
            app.or_else(principal)
        });
        Ok(found
            .map(|(object, kind)| {
                let mut json = shape::render(object, false);
                json["@odata.type"] = json!(kind);
                json
            })
            .collect())
    })?;
    all(call, "directoryObjects", items)
}

pub(super) fn assign(call: &Call<'_>) -> Outcome {
    call.write(|tenant, moment| {
        let (id, object) = shape::find(call, tenant, Kind::of(call))?;
        let policy = shape::reference(call.text("@odata.id").unwrap_or_default()).to_owned();
        if !tenant.policies.app_management.contains_key(&policy) {
            return Err(Refusal::not_found(&policy));
        }
        if tenant.policies.app_management_assignments.contains_key(&id) {
            return Err(Refusal::bad_request("One or more added object references already exist for the following modified properties: 'appManagementPolicies'."));
        }
        tenant.policies.app_management_assignments.insert(id.clone(), policy);
        let target = holder(Kind::of(call), &id, &object);
        audit::record(tenant, moment, &call.caller, activity::UPDATE_POLICY, &[target]);
        Ok(Answer::no_content())
    })
}

fn holder(kind: Kind, id: &str, object: &Object) -> Target {
    match kind {
        Kind::Application => Target::application(id, object),
        Kind::ServicePrincipal => Target::service_principal(id, object.text("displayName")),
    }
}

pub(super) fn unassign(call: &Call<'_>) -> Outcome {
    call.write(|tenant, moment| {
        let (id, object) = shape::find(call, tenant, Kind::of(call))?;
        let policy = call.parameter("appManagementPolicy-id");
        if tenant.policies.app_management_assignments.get(&id).is_none_or(|assigned| assigned != policy) {
            return Err(Refusal::not_found(policy));
        }
        tenant.policies.app_management_assignments.remove(&id);
        let target = holder(Kind::of(call), &id, &object);
        audit::record(tenant, moment, &call.caller, activity::UPDATE_POLICY, &[target]);
        Ok(Answer::no_content())
    })
}

pub(super) fn conditional_access(call: &Call<'_>) -> Outcome {
    let items = call.read(|tenant| tenant.policies.conditional_access.iter().cloned().map(Value::Object).collect());
    all(call, "identity/conditionalAccess/policies", items)
}

pub(super) fn named_locations(call: &Call<'_>) -> Outcome {
    let items = call.read(|tenant| tenant.policies.named_locations.iter().cloned().map(Value::Object).collect());
    all(call, "identity/conditionalAccess/namedLocations", items)
}
