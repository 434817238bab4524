//! What there is, and what each call needs. Sources: `contracts/PROVENANCE.md`, "Azure".

use std::collections::BTreeMap;

use http::Method;

use super::call::Call;
use super::refusal::Outcome;
use super::versions::{AUTHORIZATION, COMMUNICATION, ELEVATION, METADATA, RESOURCES, SUBSCRIPTIONS};
use super::{
    communication, keys, names, operations, permissions, providers, resource_groups, resources, subscriptions,
};

/// What a call does to its scope; decides about locks and disabled subscriptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// Nothing.
    Read,
    /// Nothing, but a lock against writing stops it: it is a POST that hands out keys.
    Reveal,
    /// Makes or changes something.
    Write,
    /// Deletes something.
    Delete,
}

/// One operation.
pub(super) struct Route {
    pub(super) method: Method,
    pub(super) path: &'static str,
    pub(super) versions: &'static [&'static str],
    /// The action that a role must allow at the call's scope; empty: the handler judges.
    pub(super) action: &'static str,
    pub(super) effect: Effect,
    pub(super) run: fn(&Call<'_>) -> Outcome,
}

macro_rules! subscription {
    ($rest:literal) => {
        concat!("/subscriptions/{subscription}", $rest)
    };
}

macro_rules! group {
    ($rest:literal) => {
        concat!("/subscriptions/{subscription}/resourceGroups/{group}", $rest)
    };
}

macro_rules! service {
    ($rest:literal) => {
        concat!(
            "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Communication/communicationServices/{name}",
            $rest
        )
    };
}

/// Endpoints of the cloud: the only call without a token.
pub(super) const OPEN: &str = "/metadata/endpoints";

const fn route(
    method: Method,
    path: &'static str,
    versions: &'static [&'static str],
    action: &'static str,
    effect: Effect,
    run: fn(&Call<'_>) -> Outcome,
) -> Route {
    Route { method, path, versions, action, effect, run }
}

const GET: Method = Method::GET;
const PUT: Method = Method::PUT;
const POST: Method = Method::POST;
const PATCH: Method = Method::PATCH;
const DELETE: Method = Method::DELETE;

const READ_GROUP: &str = "Microsoft.Resources/subscriptions/resourcegroups/read";
const WRITE_GROUP: &str = "Microsoft.Resources/subscriptions/resourcegroups/write";
const DELETE_GROUP: &str = "Microsoft.Resources/subscriptions/resourcegroups/delete";
const READ_PROVIDERS: &str = "Microsoft.Resources/subscriptions/providers/read";
const READ_PERMISSIONS: &str = "Microsoft.Authorization/permissions/read";
const READ_ASSIGNMENTS: &str = "Microsoft.Authorization/roleAssignments/read";
const READ_SERVICE: &str = "Microsoft.Communication/CommunicationServices/read";
const WRITE_SERVICE: &str = "Microsoft.Communication/CommunicationServices/write";
const DELETE_SERVICE: &str = "Microsoft.Communication/CommunicationServices/delete";
const LIST_KEYS: &str = "Microsoft.Communication/CommunicationServices/ListKeys/action";
const REGENERATE_KEY: &str = "Microsoft.Communication/CommunicationServices/RegenerateKey/action";
const CHECK_NAME: &str = "Microsoft.Communication/CheckNameAvailability/action";

/// Literal paths come before the ones that would swallow them.
static ROUTES: &[Route] = &[
    route(GET, OPEN, METADATA, "", Effect::Read, subscriptions::endpoints),
    route(GET, "/tenants", SUBSCRIPTIONS, "", Effect::Read, subscriptions::tenants),
    route(GET, "/subscriptions", SUBSCRIPTIONS, "", Effect::Read, subscriptions::list),
    route(GET, subscription!(""), SUBSCRIPTIONS, "", Effect::Read, subscriptions::get),
    route(
        GET,
        subscription!("/locations"),
        SUBSCRIPTIONS,
        "Microsoft.Resources/subscriptions/locations/read",
        Effect::Read,
        subscriptions::locations,
    ),
    route(POST, "/providers/Microsoft.Authorization/elevateAccess", ELEVATION, "", Effect::Write, permissions::elevate),
    route(GET, subscription!("/providers"), RESOURCES, READ_PROVIDERS, Effect::Read, providers::list),
    route(GET, subscription!("/providers/{namespace}"), RESOURCES, READ_PROVIDERS, Effect::Read, providers::get),
    route(POST, subscription!("/providers/{namespace}/register"), RESOURCES, "", Effect::Write, providers::register),
    route(
        POST,
        subscription!("/providers/{namespace}/unregister"),
        RESOURCES,
        "",
        Effect::Write,
        providers::unregister,
    ),
    route(GET, subscription!("/resources"), RESOURCES, "", Effect::Read, resources::list),
    route(GET, subscription!("/resourceGroups"), RESOURCES, "", Effect::Read, resource_groups::list),
    route(Method::HEAD, group!(""), RESOURCES, READ_GROUP, Effect::Read, resource_groups::exists),
    route(GET, group!(""), RESOURCES, READ_GROUP, Effect::Read, resource_groups::get),
    route(PUT, group!(""), RESOURCES, WRITE_GROUP, Effect::Write, resource_groups::put),
    route(PATCH, group!(""), RESOURCES, WRITE_GROUP, Effect::Write, resource_groups::patch),
    route(DELETE, group!(""), RESOURCES, DELETE_GROUP, Effect::Delete, resource_groups::delete),
    route(GET, group!("/resources"), RESOURCES, "", Effect::Read, resources::list),
    route(
        GET,
        subscription!("/providers/Microsoft.Authorization/permissions"),
        AUTHORIZATION,
        READ_PERMISSIONS,
        Effect::Read,
        permissions::list,
    ),
    route(
        GET,
        group!("/providers/Microsoft.Authorization/permissions"),
        AUTHORIZATION,
        READ_PERMISSIONS,
        Effect::Read,
        permissions::list,
    ),
    route(
        GET,
        service!("/providers/Microsoft.Authorization/permissions"),
        AUTHORIZATION,
        READ_PERMISSIONS,
        Effect::Read,
        permissions::list,
    ),
    route(
        GET,
        subscription!("/providers/Microsoft.Authorization/roleAssignments"),
        AUTHORIZATION,
        READ_ASSIGNMENTS,
        Effect::Read,
        permissions::assignments,
    ),
    route(
        GET,
        group!("/providers/Microsoft.Authorization/roleAssignments"),
        AUTHORIZATION,
        READ_ASSIGNMENTS,
        Effect::Read,
        permissions::assignments,
    ),
    route(
        POST,
        subscription!("/providers/Microsoft.Communication/checkNameAvailability"),
        COMMUNICATION,
        CHECK_NAME,
        Effect::Read,
        names::check,
    ),
    route(
        GET,
        subscription!("/providers/Microsoft.Communication/communicationServices"),
        COMMUNICATION,
        "",
        Effect::Read,
        communication::list,
    ),
    route(
        GET,
        group!("/providers/Microsoft.Communication/communicationServices"),
        COMMUNICATION,
        "",
        Effect::Read,
        communication::list,
    ),
    route(GET, service!(""), COMMUNICATION, READ_SERVICE, Effect::Read, communication::get),
    route(PUT, service!(""), COMMUNICATION, WRITE_SERVICE, Effect::Write, communication::put),
    route(PATCH, service!(""), COMMUNICATION, WRITE_SERVICE, Effect::Write, communication::patch),
    route(DELETE, service!(""), COMMUNICATION, DELETE_SERVICE, Effect::Delete, communication::delete),
    route(POST, service!("/listKeys"), COMMUNICATION, LIST_KEYS, Effect::Reveal, keys::list),
    route(POST, service!("/regenerateKey"), COMMUNICATION, REGENERATE_KEY, Effect::Write, keys::regenerate),
    route(GET, operations::STATUS, COMMUNICATION, "", Effect::Read, operations::status),
    route(GET, operations::RESULT, COMMUNICATION, "", Effect::Read, operations::result),
    route(
        GET,
        subscription!("/providers/Microsoft.Communication/locations/{location}/operationStatuses/{operation}"),
        COMMUNICATION,
        "",
        Effect::Read,
        operations::status,
    ),
    route(
        GET,
        subscription!("/providers/Microsoft.Communication/locations/{location}/operationResults/{operation}"),
        COMMUNICATION,
        "",
        Effect::Read,
        operations::result,
    ),
    route(GET, subscription!("/operationresults/{operation}"), RESOURCES, "", Effect::Read, operations::result),
];

/// The operation, and what stands in its open places.
pub(super) fn find(method: &Method, segments: &[String]) -> Option<(&'static Route, BTreeMap<&'static str, String>)> {
    let of_method = ROUTES.iter().filter(|route| route.method == *method);
    of_method.filter_map(|route| fit(route.path, segments).map(|open| (route, open))).next()
}

/// A path against its template; open places match anything but nothing.
fn fit(template: &'static str, segments: &[String]) -> Option<BTreeMap<&'static str, String>> {
    let mut open = BTreeMap::new();
    let mut parts = template.split('/').skip(1);
    for segment in segments {
        let part = parts.next()?;
        match part.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(_) if segment.is_empty() => return None,
            Some(name) => {
                open.insert(name, segment.clone());
            }
            None if part.eq_ignore_ascii_case(segment) => {}
            None => return None,
        }
    }
    parts.next().is_none().then_some(open)
}
