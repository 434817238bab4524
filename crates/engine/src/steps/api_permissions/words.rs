//! What is expected of the requested permissions, and what was seen of them.

use domain::{
    ApiPermissionsSpec, Block, CheckRow, Message, Outcome, PermissionSpec, PermissionType, Question, QuestionId,
    ResolvedPermission, msg,
};

use super::{Found, asked, kind_id};
use crate::said::{names, together};
use crate::step::Cx;

/// The names that the profile wants, by the answer where there is a choice; of one type, or of both.
pub(in crate::steps) fn wanted_names(
    cx: &Cx<'_>,
    spec: &ApiPermissionsSpec,
    kind: Option<PermissionType>,
) -> Vec<String> {
    let on = cx.profile.permissions(spec, &cx.setup.answers).into_iter();
    let of_kind = on.filter(|permission| kind.is_none_or(|kind| permission.kind == kind));
    of_kind.map(|permission| permission.name).collect()
}

pub(super) fn expected(cx: &Cx<'_>, spec: &ApiPermissionsSpec) -> Message {
    let wanted = wanted_names(cx, spec, None);
    msg("api-permissions-expected").count("count", wanted.len()).message("names", names(&wanted))
}

/// Of an app that is registered in another tenant.
pub(super) fn elsewhere(cx: &Cx<'_>) -> Message {
    msg("api-permissions-elsewhere")
        .text("app", cx.outputs.app.as_ref().map(|app| app.name.clone()).unwrap_or_default())
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

/// A row for everything wanted and everything beyond.
pub(super) fn blocks(cx: &Cx<'_>, spec: &ApiPermissionsSpec, found: &Found) -> Vec<Block> {
    let asked = asked(&found.requested);
    let mut rows: Vec<CheckRow> = found
        .wanted
        .iter()
        .map(|permission| {
            let there = asked.contains(&(permission.resource, permission.id.to_string()));
            let missing = (!there && !cx.is_elsewhere()).then(|| msg("api-permissions-missing"));
            let chosen = |p: &PermissionSpec| p.choice.as_ref().and_then(|question| cx.setup.answers.text(question));
            let is_it = |p: &&PermissionSpec| chosen(p) == Some(&permission.name) || p.name == permission.name;
            let reason = spec.permissions.iter().find(is_it);
            CheckRow {
                id: format!("wanted.{}", permission.name),
                outcome: match () {
                    () if there => Outcome::Done,
                    () if cx.is_elsewhere() => Outcome::NotApplicable,
                    () => Outcome::Unknown,
                },
                title: msg("permission-name")
                    .text("name", permission.name.clone())
                    .text("kind", kind_id(permission.kind)),
                detail: Some(reason.map_or_else(
                    || msg("api-permissions-listed"),
                    |p| crate::views::profile_text(cx.profile, &format!("permission-{}", p.name), &p.why),
                )),
                blocks: Vec::new(),
                who: None,
                remedy: missing,
                action: None,
            }
        })
        .collect();
    rows.extend(found.extra.iter().map(|extra| CheckRow {
        id: format!("extra.{}", extra.name),
        outcome: Outcome::Finding,
        title: msg("permission-name").text("name", extra.name.clone()).text("kind", kind_id(extra.kind)),
        detail: Some(msg(if extra.denied { "api-permissions-denied" } else { "api-permissions-extra" })),
        blocks: Vec::new(),
        who: None,
        remedy: Some(msg("api-permissions-extra-remedy")),
        action: None,
    }));
    let mut blocks = vec![Block::Checklist { title: None, rows }];
    blocks.extend(switches(cx, spec));
    blocks
}

/// What the admin chose that some of the permissions depend on: here it can be chosen otherwise, at any time.
fn switches(cx: &Cx<'_>, spec: &ApiPermissionsSpec) -> Vec<Block> {
    let mut asked: Vec<&QuestionId> = Vec::new();
    for when in spec.permissions.iter().filter_map(|permission| permission.when.as_ref()) {
        if !asked.contains(&&when.question) {
            asked.push(&when.question);
        }
    }
    let question =
        |id| Question { chosen: cx.setup.answers.text(id).map(ToOwned::to_owned), ..crate::views::ask(cx.profile, id) };
    asked.extend(&spec.list);
    asked.into_iter().map(|id| Block::Question { question: question(id) }).collect()
}
