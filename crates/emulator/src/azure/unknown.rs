//! Paths that no route fits: below a namespace that is known, Azure says which types there are; what it has and we do not
//! imitate is 501 with its path.

use std::collections::BTreeMap;

use super::call::Call;
use super::providers::{NAMESPACES, types_of};
use super::refusal::Refusal;
use super::versions::COMMUNICATION;

/// Whether the path is of the form `/subscriptions/{id}[/resourceGroups/{group}]/providers/{namespace}/{type}…`.
pub(super) fn is_about_a_resource(segments: &[String]) -> bool {
    resource(segments).is_some()
}

/// The part after `providers`: namespace and type.
fn resource(segments: &[String]) -> Option<(&str, &str)> {
    let is = |at: usize, word: &str| segments.get(at).is_some_and(|segment| segment.eq_ignore_ascii_case(word));
    let providers = match (is(0, "subscriptions"), is(2, "resourceGroups"), is(2, "providers")) {
        (true, true, _) if is(4, "providers") => 4,
        (true, false, true) => 2,
        _ => return None,
    };
    Some((segments.get(providers + 1)?, segments.get(providers + 2)?))
}

/// Enough of them to find the subscription.
pub(super) fn parameters(segments: &[String]) -> BTreeMap<&'static str, String> {
    segments.get(1).map(|id| ("subscription", id.clone())).into_iter().collect()
}

/// Unknown namespace, unknown type, or not imitated.
pub(super) fn refuse(call: &Call<'_>, path: &str) -> Refusal {
    let Some((namespace, kind)) = resource(&call.segments) else { return Refusal::not_imitated(call.method, path) };
    let Some(known) = NAMESPACES.iter().find(|known| known.eq_ignore_ascii_case(namespace)) else {
        return no_namespace(namespace);
    };
    let types = types_of(known);
    // Of the other namespaces we know nothing but the name.
    if types.is_empty() || types.iter().any(|known| known.eq_ignore_ascii_case(kind)) {
        return Refusal::not_imitated(call.method, path);
    }
    let message = format!(
        "The resource type '{kind}' could not be found in the namespace '{known}' for api version '{}'. The supported api-versions \
         are '{}'.",
        call.version,
        COMMUNICATION.join(",")
    );
    Refusal::missing("InvalidResourceType", message)
}

/// 404.
pub(super) fn no_namespace(namespace: &str) -> Refusal {
    Refusal::missing("InvalidResourceNamespace", format!("The resource namespace '{namespace}' is invalid."))
}
