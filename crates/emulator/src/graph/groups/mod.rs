//! `/groups`: reading them and who is in them, making them, taking members in. Sources: group-post-groups,
//! group-post-members, group-list-transitivemembers of docs-contrib; texts without an observed source are marked [K].

mod make;

use std::collections::BTreeSet;

use serde_json::{Value, json};

pub(super) use make::create;

use super::answer::Answer;
use super::audit::{self, Target, activity};
use super::call::Call;
use super::refusal::{Outcome, Refusal};
use super::shape;
use crate::state::{Group, Tenant, roles};

const TYPE: &str = "microsoft.graph.group";

/// A group as Graph answers it.
pub(super) fn json(group: &Group) -> Value {
    let json = json!({
        "id": group.id,
        "deletedDateTime": null,
        "description": null,
        "displayName": group.display_name,
        "groupTypes": [],
        "mail": null,
        "mailEnabled": false,
        "mailNickname": group.display_name.replace(' ', ""),
        "proxyAddresses": [],
        "securityEnabled": true,
        "visibility": null,
    });
    let mut json = json.as_object().cloned().unwrap_or_default();
    json.extend(group.more.clone());
    Value::Object(json)
}

fn found(call: &Call<'_>) -> Result<Vec<Value>, Refusal> {
    call.options.check("/groups", "Group")?;
    call.check_selected(TYPE)?;
    let all = call.read(|tenant| tenant.groups.values().filter(|group| group.is_seen(call.view)).map(json).collect());
    Ok(call.options.apply(all))
}

pub(super) fn list(call: &Call<'_>) -> Outcome {
    let items = found(call)?.into_iter().map(|item| call.options.shape(item)).collect();
    let address = format!("{}{}", call.root(), call.path);
    Ok(Answer::ok(call.options.page(&address, call.context("groups"), items)))
}

pub(super) fn count(call: &Call<'_>) -> Outcome {
    needs_header(call)?;
    Ok(Answer::count(found(call)?.len()))
}

fn needs_header(call: &Call<'_>) -> Result<(), Refusal> {
    call.options.eventual.then_some(()).ok_or_else(|| Refusal::bad_request("$count is not currently supported."))
}

/// The group that the path names, as the answering replica sees it.
fn named<'t>(call: &Call<'_>, tenant: &'t Tenant) -> Result<&'t Group, Refusal> {
    let id = call.parameter("group-id");
    if uuid::Uuid::parse_str(id).is_err() {
        return Err(Refusal::bad_request(format!("Invalid object identifier '{id}'.")));
    }
    let group = tenant.groups.get(&id.to_ascii_lowercase()).filter(|group| group.is_seen(call.view));
    group.ok_or_else(|| Refusal::not_found(id))
}

pub(super) fn get(call: &Call<'_>) -> Outcome {
    call.check_selected(TYPE)?;
    let mut body = call.read(|tenant| named(call, tenant).map(json))?;
    body["@odata.context"] = call.context("groups/$entity");
    Ok(Answer::ok(call.options.shape(body)))
}

/// Everybody in the group as the replica sees it: direct members, or those of inner groups too.
fn members_of(call: &Call<'_>, tenant: &Tenant) -> Result<Vec<Value>, Refusal> {
    let group = named(call, tenant)?;
    let mut ids: BTreeSet<&String> = group.members_seen(call.view).collect();
    if call.operation.path.contains("/transitiveMembers") {
        let mut open: Vec<&String> = ids.iter().copied().collect();
        while let Some(inner) = open.pop().and_then(|id| tenant.groups.get(id)) {
            open.extend(inner.members_seen(call.view).filter(|id| ids.insert(id)));
        }
        // Groups may be in each other in a circle.
        ids.remove(&group.id);
    }
    Ok(ids.into_iter().filter_map(|id| shape::directory_object(tenant, id)).collect())
}

pub(super) fn members(call: &Call<'_>) -> Outcome {
    let cast = call.operation.path.contains("microsoft.graph.user");
    let mut items = call.read(|tenant| members_of(call, tenant))?;
    if cast {
        items.retain(|item| item["@odata.type"] == "#microsoft.graph.user");
    }
    let items = call.options.apply(items).into_iter().map(|item| call.options.shape(item)).collect();
    let address = format!("{}{}", call.root(), call.path);
    let context = call.context(if cast { "users" } else { "directoryObjects" });
    Ok(Answer::ok(call.options.page(&address, context, items)))
}

pub(super) fn count_members(call: &Call<'_>) -> Outcome {
    needs_header(call)?;
    let items = call.read(|tenant| members_of(call, tenant))?;
    Ok(Answer::count(call.options.apply(items).len()))
}

/// `POST /groups/{id}/members/$ref`.
pub(super) fn add_member(call: &Call<'_>) -> Outcome {
    call.write(|tenant, moment| {
        let mut group = named(call, tenant)?.clone();
        may_change(call, tenant, &group)?;
        let id = shape::reference(call.text("@odata.id").unwrap_or_default()).to_ascii_lowercase();
        let object = shape::directory_object(tenant, &id).ok_or_else(|| Refusal::not_found(&id))?;
        if group.members.contains(&id) {
            return Err(Refusal::bad_request(
                "One or more added object references already exist for the following modified properties: 'members'.",
            ));
        }
        check_member(&group, &id, &object)?;
        group.join(&id, moment.stamp(tenant));
        let member = Target::member(&id, &object).changed("Group.ObjectID", None, Some(&json!(group.id))).changed(
            "Group.DisplayName",
            None,
            Some(&json!(group.display_name)),
        );
        let targets = [member, Target::group(&group)];
        tenant.groups.insert(group.id.clone(), group);
        audit::record(tenant, moment, &call.caller, activity::ADD_MEMBER_TO_GROUP, &targets);
        Ok(Answer::no_content())
    })
}

/// What may be in which group. The texts are ours. [K]
fn check_member(group: &Group, id: &str, object: &Value) -> Result<(), Refusal> {
    if group.more.get("membershipRule").is_some_and(Value::is_string) {
        return Err(Refusal::bad_request("Membership of a group with a membership rule cannot be changed directly."));
    }
    let kind = object.get("@odata.type").and_then(Value::as_str).unwrap_or_default();
    if group.is_unified() && kind != "#microsoft.graph.user" {
        return Err(Refusal::bad_request("Only users can be members of a Microsoft 365 group."));
    }
    if group.id == id {
        return Err(Refusal::bad_request("A group cannot be a member of itself."));
    }
    match kind == "#microsoft.graph.group" && is_role_assignable(group) {
        true => Err(Refusal::bad_request("Nesting is not supported for groups that roles can be assigned to.")),
        false => Ok(()),
    }
}

fn is_role_assignable(group: &Group) -> bool {
    group.more.get("isAssignableToRole").and_then(Value::as_bool).unwrap_or(false)
}

/// Owners, and the roles: Teams Administrators only Microsoft 365 groups; groups that hold roles need more.
fn may_change(call: &Call<'_>, tenant: &Tenant, group: &Group) -> Result<(), Refusal> {
    if call.caller.app_only || group.owners.contains(&call.caller.object_id) {
        return Ok(());
    }
    let allowed = match is_role_assignable(group) {
        true => call.has_role(tenant, roles::PRIVILEGED_ROLE_ADMINISTRATOR),
        false => administers(call, tenant, group.is_unified()),
    };
    allowed.then_some(()).ok_or_else(Refusal::denied)
}

/// Whether one of the roles of the operation is active that covers such a group.
fn administers(call: &Call<'_>, tenant: &Tenant, unified: bool) -> bool {
    tenant.users.get(&call.caller.object_id).is_some_and(|user| {
        let mut active = call.operation.roles.any_of.iter().filter(|role| user.has_role(role));
        active.any(|role| unified || role != roles::TEAMS_ADMINISTRATOR)
    })
}
