//! `POST /groups`.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{administers, check_member, is_role_assignable};
use crate::graph::answer::Answer;
use crate::graph::audit::{self, Target, activity};
use crate::graph::call::Call;
use crate::graph::refusal::{Outcome, Refusal};
use crate::graph::{groups, shape};
use crate::state::{Group, GroupLag, Tenant, roles};

/// What a body must have.
const REQUIRED: [&str; 4] = ["displayName", "mailEnabled", "mailNickname", "securityEnabled"];
/// What only the service sets.
const READ_ONLY: [&str; 9] = [
    "id",
    "createdDateTime",
    "deletedDateTime",
    "mail",
    "onPremisesSyncEnabled",
    "proxyAddresses",
    "renewedDateTime",
    "securityIdentifier",
    "onPremisesSecurityIdentifier",
];
/// Not in a `mailNickname`, beside everything outside of ASCII.
const FORBIDDEN: &str = "@()\\[]\";:<>, ";
/// Characters of a `mailNickname`, of a `displayName`.
const LONGEST_NICKNAME: usize = 64;
const LONGEST_NAME: usize = 256;
/// References in one request, owners and members each.
const LARGEST_BINDING: usize = 20;

/// Makes a security or Microsoft 365 group.
pub(in crate::graph) fn create(call: &Call<'_>) -> Outcome {
    call.write(|tenant, moment| {
        let mut body = call.members();
        check(&body)?;
        let mut group = Group {
            id: String::new(),
            display_name: text(&body, "displayName").to_owned(),
            members: BTreeSet::new(),
            owners: BTreeSet::new(),
            lag: GroupLag { made: Some(moment.stamp(tenant)), ..GroupLag::default() },
            more: Map::new(),
        };
        let (owners, members) = (bound(tenant, &mut body, "owners")?, bound(tenant, &mut body, "members")?);
        body.retain(|name, _| name != "displayName" && !name.contains("@odata."));
        group.more = body;
        complete(tenant, &mut group)?;
        may_create(call, tenant, &group)?;
        for id in &members {
            let object = shape::directory_object(tenant, id).ok_or_else(|| Refusal::not_found(id))?;
            check_member(&group, id, &object)?;
            group.members.insert(id.clone());
        }
        group.owners = owners.into_iter().collect();
        if owns_by_itself(call, tenant, &group) {
            group.owners.insert(call.caller.object_id.clone());
        }
        group.id = tenant.new_id();
        group.more.insert("createdDateTime".to_owned(), json!(moment.now));
        audit::record(tenant, moment, &call.caller, activity::ADD_GROUP, &[Target::group(&group)]);
        let mut answer = groups::json(&group);
        answer["@odata.context"] = call.context("groups/$entity");
        let location = format!("{}/groups/{}", call.root(), group.id);
        tenant.groups.insert(group.id.clone(), group);
        Ok(Answer::created(answer, location))
    })
}

fn text<'b>(body: &'b Map<String, Value>, name: &str) -> &'b str {
    body.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn flag(body: &Map<String, Value>, name: &str) -> bool {
    body.get(name).and_then(Value::as_bool).unwrap_or(false)
}

fn has_type(body: &Map<String, Value>, kind: &str) -> bool {
    body.get("groupTypes").and_then(Value::as_array).is_some_and(|types| types.iter().any(|known| known == kind))
}

/// What the body says by itself.
fn check(body: &Map<String, Value>) -> Result<(), Refusal> {
    shape::check_read_only(body, &READ_ONLY, "Group")?;
    if let Some(missing) = REQUIRED.iter().find(|name| body.get(**name).is_none_or(Value::is_null)) {
        return Err(detailed(
            "MissingValue",
            missing,
            &format!("A value is required for property '{missing}' of resource 'Group'."),
        ));
    }
    let nickname = text(body, "mailNickname");
    let spoilt = |letter: char| !letter.is_ascii() || letter.is_ascii_control() || FORBIDDEN.contains(letter);
    if nickname.is_empty() || nickname.len() > LONGEST_NICKNAME || nickname.contains(spoilt) {
        return Err(invalid("mailNickname"));
    }
    let name = text(body, "displayName");
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(invalid("displayName"));
    }
    let types = body.get("groupTypes").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if types.iter().any(|kind| kind != "Unified" && kind != "DynamicMembership") {
        return Err(invalid("groupTypes"));
    }
    let unified = has_type(body, "Unified");
    // Mail-enabled security groups and distribution lists belong to Exchange.
    if unified != flag(body, "mailEnabled") || !(unified || flag(body, "securityEnabled")) {
        return Err(Refusal::bad_request(
            "The service does not currently support writes of mail-enabled groups. Please ensure that the mail-enablement property is unset and the security-enablement property is set.",
        ));
    }
    if has_type(body, "DynamicMembership") == text(body, "membershipRule").is_empty() {
        return Err(invalid("membershipRule"));
    }
    if flag(body, "isAssignableToRole") && (!flag(body, "securityEnabled") || has_type(body, "DynamicMembership")) {
        return Err(invalid("isAssignableToRole"));
    }
    let visibility = text(body, "visibility");
    let known = matches!(visibility, "" | "Private" | "Public") || (visibility == "HiddenMembership" && unified);
    if !known || (flag(body, "isAssignableToRole") && visibility == "Public") {
        return Err(invalid("visibility"));
    }
    Ok(())
}

fn invalid(property: &str) -> Refusal {
    detailed(
        "InvalidValue",
        property,
        &format!("Invalid value specified for property '{property}' of resource 'Group'."),
    )
}

fn detailed(code: &str, target: &str, message: &str) -> Refusal {
    let mut refusal = Refusal::bad_request(message);
    refusal.details = vec![json!({ "code": code, "target": target, "message": message })];
    refusal
}

/// What the service adds: a Microsoft 365 group gets an address, which nobody else may have.
fn complete(tenant: &Tenant, group: &mut Group) -> Result<(), Refusal> {
    let mut set = |name: &str, value: Value| {
        if group.more.get(name).is_none_or(Value::is_null) {
            group.more.insert(name.to_owned(), value);
        }
    };
    set("groupTypes", json!([]));
    set("securityEnabled", json!(false));
    if !group.is_unified() {
        return Ok(());
    }
    let nickname = text(&group.more, "mailNickname").to_owned();
    let taken = tenant
        .groups
        .values()
        .any(|known| known.is_unified() && text(&known.more, "mailNickname").eq_ignore_ascii_case(&nickname));
    if taken {
        let message = "Another object with the same value for property mailNickname already exists.";
        return Err(detailed("ObjectConflict", "mailNickname", message));
    }
    let address = format!("{nickname}@{}", tenant.domain());
    let visibility = match text(&group.more, "visibility") {
        "" if is_role_assignable(group) => "Private",
        "" => "Public",
        other => other,
    }
    .to_owned();
    group.more.insert("visibility".to_owned(), json!(visibility));
    group.more.insert("proxyAddresses".to_owned(), json!([format!("SMTP:{address}")]));
    group.more.insert("mail".to_owned(), json!(address));
    Ok(())
}

/// Takes `owners@odata.bind` or `members@odata.bind` out of a body.
fn bound(tenant: &Tenant, body: &mut Map<String, Value>, what: &str) -> Result<Vec<String>, Refusal> {
    let links = body.remove(&format!("{what}@odata.bind"));
    let links = links.as_ref().and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if links.len() > LARGEST_BINDING {
        let message = format!("The request contains more {what} than can be bound in one request.");
        return Err(Refusal::bad_request(message));
    }
    let mut ids = Vec::new();
    for link in links {
        let id = shape::reference(link.as_str().unwrap_or_default()).to_ascii_lowercase();
        let object = shape::directory_object(tenant, &id).ok_or_else(|| Refusal::not_found(&id))?;
        if what == "owners" && object["@odata.type"] == "#microsoft.graph.group" {
            return Err(Refusal::bad_request("A group cannot be an owner."));
        }
        if ids.contains(&id) {
            let message = format!(
                "A conflicting object with one or more of the specified property values is present in the directory: '{what}'."
            );
            return Err(Refusal::bad_request(message));
        }
        ids.push(id);
    }
    Ok(ids)
}

/// Members may make groups unless the tenant says otherwise; groups that roles can be given to need who gives roles.
fn may_create(call: &Call<'_>, tenant: &Tenant, group: &Group) -> Result<(), Refusal> {
    if is_role_assignable(group) {
        let scope = call.holds_any(&["RoleManagement.ReadWrite.Directory"]);
        let role = call.caller.app_only || call.has_role(tenant, roles::PRIVILEGED_ROLE_ADMINISTRATOR);
        return (scope && role).then_some(()).ok_or_else(Refusal::denied);
    }
    if call.caller.app_only || administers(call, tenant, group.is_unified()) {
        return Ok(());
    }
    // Who may make Microsoft 365 groups stands in a group setting, which the practice tenant does not have: everybody.
    let defaults = tenant.policies.authorization.get("defaultUserRolePermissions");
    let allowed = defaults.and_then(|all| all.get("allowedToCreateSecurityGroups")).and_then(Value::as_bool);
    (group.is_unified() || allowed.unwrap_or(true)).then_some(()).ok_or_else(Refusal::denied)
}

/// Whether who asks becomes owner unasked: everybody of a Microsoft 365 group without owners, members of any group.
fn owns_by_itself(call: &Call<'_>, tenant: &Tenant, group: &Group) -> bool {
    if call.caller.app_only {
        return false;
    }
    let unowned = group.is_unified() && group.owners.is_empty();
    unowned || !administers(call, tenant, false)
}
