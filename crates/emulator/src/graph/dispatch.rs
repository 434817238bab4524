//! From a request to its handler, and what every request must pass on the way.

use std::pin::Pin;

use http::{Method, StatusCode};
use serde_json::Value;

use super::answer::Finished;
use super::call::{Call, Ids, Incoming};
use super::query::Options;
use super::refusal::{Outcome, Refusal};
use super::throttle::{self, Charge};
use super::{
    Graph, app_catalog, applications, batch, consent, credentials, deleted, directory, groups, logs, meetings, owners,
    permit, policies, proof_keys, roles, service_principals, subscriptions, teams_admin, upsert, users,
};
use crate::contract::{Edition, Found, Operation, Violation, check_body, contract};
use crate::entra;
use crate::state::well_known;

/// What a `Retry-After` of 503 says, seconds.
const UNAVAILABLE_RETRY_AFTER: f64 = 1.0;

/// Answers one request, or one part of a batch.
pub(super) async fn answer(graph: &Graph, incoming: &Incoming, ids: Ids) -> Finished {
    let mut charge = Charge::default();
    Finished { outcome: decide(graph, incoming, &mut charge).await, ids, charge }
}

async fn decide(graph: &Graph, incoming: &Incoming, charge: &mut Charge) -> Outcome {
    let unknown = || Refusal::not_imitated(&incoming.method, incoming.uri.path());
    let (edition, path) = address(incoming.uri.path()).ok_or_else(unknown)?;
    let found = contract().find(edition, &incoming.method, &path).ok_or_else(unknown)?;
    let handler = handler(&found.operation.id).ok_or_else(unknown)?;

    let caller = entra::bearer(&graph.emulator, &incoming.headers, well_known::GRAPH)
        .map_err(|problem| Refusal::new(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", problem.to_string()))?;
    hesitate(graph)?;
    *charge = throttle::charge(graph, &found, incoming, &caller)?;
    let standing = permit::permit(&graph.emulator, found.operation, &caller)?;
    let options = Options::read(found.operation, incoming.uri.query().unwrap_or_default(), &incoming.headers)?;
    let body = body(found.operation, incoming)?;
    let Found { operation, parameters } = found;
    let view = graph.emulator.view();
    let raw = incoming.body.clone().unwrap_or_default();
    let headers = &incoming.headers;
    let query = incoming.uri.query().unwrap_or_default();
    let call = Call { graph, operation, parameters, path, options, query, headers, body, raw, caller, standing, view };
    match handler {
        Handler::AtOnce(answer) => answer(&call),
        Handler::Waiting(answer) => answer(&call).await,
    }
}

/// Edition and path below it; `/v1.0/myorganization/x` is `/v1.0/x`.
pub(super) fn address(path: &str) -> Option<(Edition, String)> {
    let (edition, rest) = match path.strip_prefix("/v1.0/") {
        Some(rest) => (Edition::V1, rest),
        None => (Edition::Beta, path.strip_prefix("/beta/")?),
    };
    Some((edition, format!("/{}", rest.strip_prefix("myorganization/").unwrap_or(rest))))
}

/// Refuses every so many requests, whatever they are.
fn hesitate(graph: &Graph) -> Result<(), Refusal> {
    let count = graph.count();
    let (every, retry_after, unavailable) = graph.emulator.read(|tenant| {
        let oddities = &tenant.oddities;
        (oddities.throttle_every, oddities.throttle_retry_after, oddities.unavailable_every)
    });
    let hits = |every: u32| every > 0 && count.is_multiple_of(u64::from(every));
    if hits(every) {
        let mut refusal = Refusal::new(StatusCode::TOO_MANY_REQUESTS, "TooManyRequests", "Too Many Requests");
        refusal.retry_after = Some(retry_after);
        return Err(refusal);
    }
    if hits(unavailable) {
        let mut refusal = Refusal::unsaved();
        refusal.retry_after = Some(UNAVAILABLE_RETRY_AFTER);
        return Err(refusal);
    }
    Ok(())
}

fn body(operation: &Operation, incoming: &Incoming) -> Result<Option<Value>, Refusal> {
    let packed = incoming.headers.get(http::header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity");
    if packed {
        // Microsoft's SDKs send it again unpacked then.
        let message = "The content encoding of the request is not supported.";
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType", message));
    }
    let Ok(bytes) = &incoming.body else {
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "Request_TooLarge", "Request body is too large."));
    };
    // A package is read by its handler.
    if !operation.takes_json() || incoming.method == Method::GET {
        return Ok(None);
    }
    let value = match bytes.is_empty() {
        true => None,
        false => Some(serde_json::from_slice::<Value>(bytes).map_err(|_| {
            Refusal::bad("BadRequest", "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.")
        })?),
    };
    match check_body(operation, value.as_ref()).first() {
        None => Ok(value),
        // A service of its own, which does not say where.
        Some(_) if operation.path.starts_with("/subscriptions") => Err(Refusal::bad(
            "InvalidRequest",
            "Could not process subscription creation payload. Are all property names spelled and camelCased properly?",
        )),
        Some(violation) => Err(refuse(violation)),
    }
}

fn refuse(violation: &Violation) -> Refusal {
    let name = |at: &str| at.rsplit('/').find(|part| part.parse::<usize>().is_err()).unwrap_or_default().to_owned();
    match violation {
        Violation::NoBody => Refusal::bad("BadRequest", "Empty Payload. JSON content expected."),
        Violation::UnknownProperty { nested: true, .. } => Refusal::bad_request("Unexpected contents in request body."),
        Violation::UnknownProperty { at, .. } => Refusal::bad_request(format!("Invalid property '{}'.", name(at))),
        Violation::Invalid { at, .. } => {
            let mut refusal = Refusal::bad_request(format!("Invalid value specified for property '{}'.", name(at)));
            refusal.details = vec![serde_json::json!({ "code": "InvalidValue", "target": name(at), "message": "" })];
            refusal
        }
        _ => Refusal::bad_request("Invalid request."),
    }
}

/// What a waiting handler gives: others are called before it can answer.
pub(super) type Waiting<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

pub(super) type AtOnce = fn(&Call<'_>) -> Outcome;

/// How an operation is answered.
#[derive(Clone, Copy)]
pub(super) enum Handler {
    /// From the tenant alone.
    AtOnce(AtOnce),
    /// Only after somebody else was heard.
    Waiting(for<'a> fn(&'a Call<'a>) -> Waiting<'a>),
}

/// The handler of an operation, by Microsoft's operation id. None: 501.
pub(super) fn handler(id: &str) -> Option<Handler> {
    let at_once = reading(id).or_else(|| writing(id)).or_else(|| teams(id)).map(Handler::AtOnce);
    at_once.or_else(|| waiting(id).map(Handler::Waiting))
}

fn waiting(id: &str) -> Option<for<'a> fn(&'a Call<'a>) -> Waiting<'a>> {
    Some(match id {
        "batch" => batch::batch,
        "createSubscription" => subscriptions::create,
        "renewSubscription" => subscriptions::renew,
        _ => return None,
    })
}

fn reading(id: &str) -> Option<AtOnce> {
    Some(match id {
        "listOrganization" => directory::organizations,
        "getOrganization" => directory::organization,
        "listDomains" => directory::domains,
        "listSubscribedSkus" => directory::skus,
        "getDirectoryObjectsByIds" => directory::by_ids,
        "listGroups" => groups::list,
        "getGroup" => groups::get,
        "listGroupMembers" | "listGroupUserMembers" | "listGroupTransitiveMembers" => groups::members,
        "countGroups" => groups::count,
        "countGroupMembers" | "countGroupTransitiveMembers" => groups::count_members,
        "findTenantInformationByDomainName" | "findTenantInformationByTenantId" => directory::tenant_information,
        "getMe" => users::me,
        "listMeMemberOf" | "listUserMemberOf" | "listUserTransitiveMemberOf" => users::member_of,
        "listMeDirectoryRoles"
        | "listMeTransitiveDirectoryRoles"
        | "listUserDirectoryRoles"
        | "listUserTransitiveDirectoryRoles" => users::directory_roles,
        "listMeLicenseDetails" | "listUserLicenseDetails" => users::licence_details,
        "listUsers" => users::list,
        "countUsers" => users::count,
        "getUser" => users::get,
        "checkMemberGroupsMe" | "checkMemberGroupsUser" | "checkMemberObjectsMe" | "checkMemberObjectsUser" => {
            users::check_member
        }
        "listApplications" => applications::list,
        "countApplications" => applications::count,
        "getApplicationById" | "getApplicationByAppId" | "getApplicationByUniqueName" => applications::get,
        "listOwnersApplication" | "listOwnersServicePrincipal" => owners::list,
        "listServicePrincipals" => service_principals::list,
        "countServicePrincipals" => service_principals::count,
        "getServicePrincipalById" | "getServicePrincipalByAppId" => service_principals::get,
        "listAppRoleAssignments" | "listAppRoleAssignedTo" => consent::list_assignments,
        "listSpOauth2PermissionGrants" | "listOauth2PermissionGrants" => consent::list_grants,
        "getOauth2PermissionGrant" => consent::get_grant,
        "listDeletedApplications" | "listDeletedServicePrincipals" => deleted::list,
        "getDeletedItem" => deleted::get,
        "listDirectoryRoles" => roles::list,
        "listDirectoryRoleMembers" => roles::members,
        "listRoleAssignments" => roles::assignments,
        "listRoleDefinitions" => roles::definitions,
        "listRoleEligibilityScheduleInstances" | "listMyRoleEligibility" => roles::eligibility,
        "listPermissionGrantPolicies" => policies::permission_grant_policies,
        "getPermissionGrantPolicy" => policies::permission_grant_policy,
        "listPermissionGrantPolicyExcludes" => policies::permission_grant_excludes,
        "listAppManagementPolicies" => policies::app_management_policies,
        "getDefaultAppManagementPolicy" => policies::default_app_management_policy,
        "listAppManagementPoliciesApplication" | "listAppManagementPoliciesServicePrincipal" => {
            policies::of_application
        }
        "listAppManagementPolicyAppliesTo" => policies::applies_to,
        "getAuthorizationPolicy" => policies::authorization,
        "getAdminConsentRequestPolicy" => policies::admin_consent_request,
        "getSecurityDefaults" => policies::security_defaults,
        "listConditionalAccessPolicies" => policies::conditional_access,
        "listNamedLocations" => policies::named_locations,
        "listSubscriptions" => subscriptions::list,
        "getSubscription" => subscriptions::get,
        "listSignIns" => logs::sign_ins,
        "listSignInsBeta" => logs::sign_ins_beta,
        "listDirectoryAudits" => logs::audits,
        "listServicePrincipalSignInActivities" => logs::sign_in_activities,
        _ => return None,
    })
}

fn writing(id: &str) -> Option<AtOnce> {
    Some(match id {
        "deleteSubscription" => subscriptions::delete,
        "reauthorizeSubscription" => subscriptions::reauthorize,
        "createGroup" => groups::create,
        "addGroupMember" => groups::add_member,
        "createApplication" => applications::create,
        "updateApplicationById" | "updateApplicationByAppId" => applications::update,
        "deleteApplicationById" | "deleteApplicationByAppId" | "deleteApplicationByUniqueName" => applications::delete,
        "upsertApplication" => upsert::application,
        "addOwnerApplication"
        | "removeOwnerApplication"
        | "addOwnerServicePrincipal"
        | "removeOwnerServicePrincipal" => owners::change,
        "addPasswordApplication" | "addPasswordServicePrincipal" => credentials::add_password,
        "removePasswordApplication" | "removePasswordServicePrincipal" => credentials::remove_password,
        "addKeyApplication" | "addKeyServicePrincipal" => proof_keys::add,
        "removeKeyApplication" | "removeKeyServicePrincipal" => proof_keys::remove,
        "createServicePrincipal" => service_principals::create,
        "updateServicePrincipalById" => service_principals::update,
        "updateServicePrincipalByAppId" => upsert::service_principal,
        "deleteServicePrincipalById" | "deleteServicePrincipalByAppId" => service_principals::delete,
        "createAppRoleAssignments" | "createAppRoleAssignedTo" => consent::create_assignment,
        "deleteAppRoleAssignments" | "deleteAppRoleAssignedTo" => consent::delete_assignment,
        "createOauth2PermissionGrant" => consent::create_grant,
        "updateOauth2PermissionGrant" => consent::update_grant,
        "deleteOauth2PermissionGrant" => consent::delete_grant,
        "purgeDeletedItem" => deleted::purge,
        "restoreDeletedItem" => deleted::restore,
        "updateDefaultAppManagementPolicy" => policies::update_default_app_management_policy,
        "assignAppManagementPolicyApplication" | "assignAppManagementPolicyServicePrincipal" => policies::assign,
        "unassignAppManagementPolicyApplication" | "unassignAppManagementPolicyServicePrincipal" => policies::unassign,
        _ => return None,
    })
}

fn teams(id: &str) -> Option<AtOnce> {
    Some(match id {
        "listOnlineMeetingsMe" | "listOnlineMeetingsUser" => meetings::list,
        "createOnlineMeetingMe" | "createOnlineMeetingUser" => meetings::create,
        "createOrGetOnlineMeetingMe" | "createOrGetOnlineMeetingUser" => meetings::create_or_get,
        "getOnlineMeetingMe" | "getOnlineMeetingUser" => meetings::get,
        "updateOnlineMeetingMe" | "updateOnlineMeetingUser" => meetings::update,
        "deleteOnlineMeetingMe" | "deleteOnlineMeetingUser" => meetings::delete,
        "assignTeamsPolicy" => teams_admin::assign,
        "unassignTeamsPolicy" => teams_admin::unassign,
        "getTeamsPolicyId" => teams_admin::policy_id,
        "listTeamsUserConfigurations" => teams_admin::user_configurations,
        "getTeamsUserConfiguration" => teams_admin::user_configuration,
        "listCatalogTeamsApps" => app_catalog::list,
        "getCatalogTeamsApp" => app_catalog::get,
        "listTeamsAppDefinitions" => app_catalog::definitions,
        "publishTeamsApp" => app_catalog::publish,
        "updateTeamsAppPackage" => app_catalog::update,
        "reviewTeamsAppDefinition" => app_catalog::review,
        "deleteCatalogTeamsApp" => app_catalog::delete,
        _ => return None,
    })
}
