//! What is expected of the consent, what was seen of it, and the rows that show it.

use domain::{CheckRow, Message, Outcome, PermissionType, ResolvedPermission, Wanted, msg};

use super::{Found, TokenProof};
use crate::said::{names, together};
use crate::step::Cx;
use crate::steps::api_permissions::{kind_id, wanted_names};

pub(super) fn expected(cx: &Cx<'_>) -> Message {
    let spec = cx.profile.items.iter().find_map(|item| match &item.wanted {
        Wanted::ApiPermissions(spec) => Some(spec),
        _ => None,
    });
    let wanted = spec.map(|spec| wanted_names(cx, spec, Some(PermissionType::Application))).unwrap_or_default();
    msg("admin-consent-expected").count("count", wanted.len()).message("names", names(&wanted))
}

pub(super) fn seen(found: &Found) -> Message {
    let missing: Vec<String> = found.missing().map(|permission| permission.name.clone()).collect();
    let granted = found.wanted.iter().map(|permission| permission.name.clone());
    let granted: Vec<String> = granted.filter(|name| !missing.contains(name)).collect();
    let part = |id: &str, all: &[String]| (!all.is_empty()).then(|| msg(id).message("names", names(all)));
    let first = part("admin-consent-seen", &granted).unwrap_or_else(|| msg("admin-consent-seen-none"));
    let extra: Vec<String> = found.extra().collect();
    let token = (!granted.is_empty()).then(|| {
        let id = match &found.token {
            TokenProof::NotAsked => "not-asked",
            TokenProof::Opaque => "opaque",
            TokenProof::NotYet => "not-yet",
            TokenProof::Roles { delegated: true, .. } => "delegated",
            TokenProof::Roles { roles, .. } if roles.is_empty() => "empty",
            TokenProof::Roles { roles, .. } if found.carried(roles) => "whole",
            TokenProof::Roles { .. } => "part",
        };
        let carried = match &found.token {
            TokenProof::Roles { roles, .. } => roles.as_slice(),
            _ => &[],
        };
        msg(&format!("admin-consent-seen-token-{id}")).message("names", names(carried))
    });
    let missing = (!granted.is_empty()).then(|| part("admin-consent-seen-missing", &missing)).flatten();
    together(first, [missing, token, part("seen-beyond", &extra)].into_iter().flatten())
}

pub(super) fn wanted_row(found: &Found, permission: &ResolvedPermission) -> CheckRow {
    let granted = found.granted.iter().any(|grant| grant.app_role_id == permission.id);
    CheckRow {
        id: format!("granted.{}", permission.name),
        outcome: if granted { Outcome::Done } else { Outcome::Unknown },
        title: msg("permission-name").text("name", permission.name.clone()).text("kind", kind_id(permission.kind)),
        detail: Some(msg(if granted { "admin-consent-granted" } else { "admin-consent-not-granted" })),
        blocks: Vec::new(),
        who: None,
        remedy: None,
        action: None,
    }
}

pub(super) fn token_row(found: &Found) -> CheckRow {
    let (outcome, detail) = match &found.token {
        TokenProof::NotAsked => (Outcome::Unknown, msg("admin-consent-token-not-asked")),
        TokenProof::Opaque => (Outcome::Unknown, msg("admin-consent-token-opaque")),
        TokenProof::NotYet => (Outcome::Waiting, msg("admin-consent-token-not-yet")),
        TokenProof::Roles { delegated: true, .. } => (Outcome::Waiting, msg("admin-consent-token-delegated")),
        TokenProof::Roles { roles, .. } if found.carried(roles) => {
            (Outcome::Done, msg("admin-consent-token-roles").list("roles", roles.clone()))
        }
        TokenProof::Roles { roles, .. } => {
            let lacks = msg("admin-consent-token-lacks").list("roles", roles.clone());
            (Outcome::Waiting, if roles.is_empty() { msg("admin-consent-token-empty") } else { lacks })
        }
    };
    CheckRow {
        id: "token".to_owned(),
        outcome,
        title: msg("admin-consent-token"),
        detail: Some(detail),
        blocks: Vec::new(),
        who: None,
        remedy: None,
        action: None,
    }
}
