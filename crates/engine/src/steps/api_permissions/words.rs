//! What is expected of the requested permissions, and what was seen of them.

use domain::{ApiPermissionsSpec, Message, PermissionType, ResolvedPermission, msg};

use super::{Found, asked, name};
use crate::said::{names, together};
use crate::step::Cx;

/// The names that the profile wants, by the answer where there is a choice; of one type, or of both.
pub(in crate::steps) fn wanted_names(
    cx: &Cx<'_>,
    spec: &ApiPermissionsSpec,
    kind: Option<PermissionType>,
) -> Vec<String> {
    let on = spec.permissions.iter().filter(|p| cx.profile.holds(p.when.as_ref(), &cx.setup.answers));
    let of_kind = on.filter(|permission| kind.is_none_or(|kind| permission.kind == kind));
    of_kind.map(|permission| name(cx, permission).to_owned()).collect()
}

pub(super) fn expected(cx: &Cx<'_>, spec: &ApiPermissionsSpec) -> Message {
    let wanted = wanted_names(cx, spec, None);
    msg("api-permissions-expected").count("count", wanted.len()).message("names", names(&wanted))
}

pub(super) fn seen(found: &Found) -> Message {
    let asked = asked(&found.requested);
    let is_there = |permission: &&ResolvedPermission| asked.contains(&(permission.resource, permission.id.to_string()));
    let (there, missing): (Vec<_>, Vec<_>) = found.wanted.iter().partition(is_there);
    let list = |permissions: Vec<&ResolvedPermission>| {
        permissions.into_iter().map(|permission| permission.name.clone()).collect::<Vec<_>>()
    };
    let part = |id: &str, all: Vec<String>| (!all.is_empty()).then(|| msg(id).message("names", names(&all)));
    let first = part("api-permissions-seen", list(there)).unwrap_or_else(|| msg("api-permissions-seen-none"));
    let extra: Vec<String> = found.extra.iter().map(|extra| extra.name.clone()).collect();
    let rest = [
        part("api-permissions-seen-missing", list(missing)),
        part("api-permissions-seen-unknown", found.unknown.clone()),
        part("seen-beyond", extra),
    ];
    let nothing_more = found.extra.is_empty() && !found.requested.is_empty();
    together(first, rest.into_iter().flatten().chain(nothing_more.then(|| msg("seen-nothing-beyond"))))
}
