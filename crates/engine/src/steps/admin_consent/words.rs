//! What is expected of the consent, what was seen of it, and the rows that show it.

use domain::{
    AdminConsentSpec, Block, CallView, ChangeView, CheckRow, Message, Outcome, PermissionType, ResolvedPermission,
    Tone, Verb, Wanted, msg,
};

use super::{Change, Found, Granted, TokenProof, scopes};
use crate::said::{names, together};
use crate::step::{Cx, Described};
use crate::steps::api_permissions::{is_denied, kind_id, wanted_names};
use crate::steps::app_registration::call;
use crate::steps::delegated_grant;
use crate::steps::service_principal::api_name;

// The grant permission alone is refused: the principals must be readable too.
const WRITE: &[&str] = &["AppRoleAssignment.ReadWrite.All", "Application.Read.All"];

/// A change in words.
pub(super) fn describe(change: &Change) -> Described {
    let said = |verb, text: Message, note: &str, calls, scopes| Described {
        view: ChangeView { verb, text, note: Some(msg(note)), calls, careful: false },
        scopes,
    };
    match change {
        Change::Grant { api, name, .. } => said(
            Verb::Add,
            msg("admin-consent-grant").text("name", name.clone()).text("api", api_name(*api)),
            "admin-consent-grant-note",
            vec![call("POST", "/v1.0/servicePrincipals/{id}/appRoleAssignedTo".to_owned())],
            WRITE,
        ),
        Change::Scopes { api, user, scopes, .. } => said(
            Verb::Add,
            msg("admin-consent-scopes")
                .count("count", scopes.len())
                .list("names", scopes.clone())
                .text("api", api_name(*api)),
            if user.is_some() { "admin-consent-scopes-note-user" } else { "admin-consent-scopes-note" },
            vec![call("POST", "/v1.0/oauth2PermissionGrants".to_owned())],
            delegated_grant::WRITE,
        ),
        Change::Withdraw { id, resource, name, .. } => said(
            Verb::Remove,
            msg("admin-consent-undo").text("name", name.clone()),
            "admin-consent-withdraw-note",
            vec![revoked(*resource, id)],
            WRITE,
        ),
    }
}

/// What taking a grant back means.
pub(super) fn undo(cx: &Cx<'_>, granted: &Granted) -> Option<Described> {
    let said = |text: Message, calls, scopes| {
        let note = Some(msg("admin-consent-undo-note"));
        Some(Described { view: ChangeView { verb: Verb::Remove, text, note, calls, careful: true }, scopes })
    };
    match granted {
        // Taken back already, when its feature was switched off.
        Granted::Role { id, .. } if super::roles::ours(cx).iter().all(|(ours, ..)| ours != id) => None,
        Granted::Role { id, resource, name, .. } => {
            said(msg("admin-consent-undo").text("name", name.clone()), vec![revoked(*resource, id)], WRITE)
        }
        Granted::Scopes { added, .. } if added.is_empty() => None,
        Granted::Scopes { grant, added, .. } => said(
            msg("admin-consent-undo-scopes").count("count", added.len()).list("names", added.clone()),
            vec![call("PATCH", format!("/v1.0/oauth2PermissionGrants/{grant}"))],
            delegated_grant::WRITE,
        ),
        Granted::Withdrawn { .. } => None,
    }
}

fn revoked(resource: domain::ServicePrincipalId, id: &domain::GrantId) -> CallView {
    call("DELETE", format!("/v1.0/servicePrincipals/{resource}/appRoleAssignedTo/{id}"))
}

/// A row for everything wanted, everything beyond, and the token.
pub(super) fn blocks(cx: &Cx<'_>, found: &Found) -> Vec<Block> {
    let mut rows: Vec<CheckRow> = found.wanted.iter().map(|permission| wanted_row(cx, found, permission)).collect();
    let extra = found.extra().map(|name| (name, "application"));
    let beyond = scopes::extra(found).into_iter().map(|name| (name, "delegated"));
    rows.extend(extra.chain(beyond).map(|(name, kind)| CheckRow {
        id: format!("extra.{name}"),
        outcome: Outcome::Finding,
        title: msg("permission-name").text("name", name.clone()).text("kind", kind),
        detail: Some(msg(if is_denied(cx, &name) { "admin-consent-denied" } else { "admin-consent-extra" })),
        blocks: Vec::new(),
        who: None,
        remedy: Some(msg("admin-consent-extra-remedy")),
        action: None,
    }));
    let by_token = found.application_wanted().next().is_some();
    rows.extend((by_token && cx.gives_credential()).then(|| token_row(found)));
    rows.sort_by_key(|row| std::cmp::Reverse(row.outcome == Outcome::Finding));
    let mut blocks = vec![Block::Checklist { title: None, rows }];
    if by_token && !cx.gives_credential() {
        blocks.push(Block::Text { text: msg("admin-consent-no-credential"), tone: Tone::Quiet });
    }
    blocks
}

pub(super) fn expected(cx: &Cx<'_>, consent: &AdminConsentSpec) -> Message {
    let spec = cx.profile.items.iter().find_map(|item| match &item.wanted {
        Wanted::ApiPermissions(spec) => Some(spec),
        _ => None,
    });
    let of = |kind| spec.map(|spec| wanted_names(cx, spec, kind)).unwrap_or_default();
    let wanted = of(None);
    let user = consent.user.as_ref().and_then(|question| cx.setup.answers.text(question));
    let by_token = cx.gives_credential() && !of(Some(PermissionType::Application)).is_empty();
    match user {
        Some(user) => msg("admin-consent-expected-user").text("user", user),
        None if by_token => msg("admin-consent-expected").count("count", wanted.len()),
        None => msg("admin-consent-expected-untried"),
    }
    .message("names", names(&wanted))
}

pub(super) fn seen(cx: &Cx<'_>, found: &Found) -> Message {
    let missing = found.wanted.iter().filter(|permission| !is_granted(cx, found, permission));
    let missing: Vec<String> = missing.map(|permission| permission.name.clone()).collect();
    let granted = found.wanted.iter().map(|permission| permission.name.clone());
    let granted: Vec<String> = granted.filter(|name| !missing.contains(name)).collect();
    let part = |id: &str, all: &[String]| (!all.is_empty()).then(|| msg(id).message("names", names(all)));
    let first = part("admin-consent-seen", &granted).unwrap_or_else(|| msg("admin-consent-seen-none"));
    let extra: Vec<String> = found.extra().chain(scopes::extra(found)).collect();
    let by_token = found.application_wanted().next().is_some() && cx.gives_credential();
    let token = (!granted.is_empty() && by_token).then(|| {
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

fn is_granted(cx: &Cx<'_>, found: &Found, permission: &ResolvedPermission) -> bool {
    if permission.kind == PermissionType::Application {
        return found.granted.iter().any(|grant| grant.app_role_id == permission.id);
    }
    let principals = cx.outputs.service_principal.as_ref();
    let resource = principals.and_then(|principals| principals.resources.get(&permission.resource)).copied();
    resource.is_some_and(|resource| scopes::granted(found, resource).contains(&permission.name))
}

fn wanted_row(cx: &Cx<'_>, found: &Found, permission: &ResolvedPermission) -> CheckRow {
    let granted = is_granted(cx, found, permission);
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

fn token_row(found: &Found) -> CheckRow {
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
