//! `/me` and `/users`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::call::Call;
use super::refusal::{Outcome, Refusal};
use super::roles;
use crate::state::{Tenant, User};

const TYPE: &str = "microsoft.graph.user";
/// What `/users` answers without `$select`.
const DEFAULT: [&str; 11] = [
    "businessPhones",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
    "id",
];
/// What `User.ReadBasic.All` shows of others.
const BASIC: [&str; 7] = ["displayName", "givenName", "id", "mail", "photo", "surname", "userPrincipalName"];
/// Permissions that show whole users.
const WHOLE: [&str; 6] = [
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
    "Directory.AccessAsUser.All",
    "User.ReadWrite",
];

/// The user that the path names: the caller on `/me`.
pub(super) fn named(call: &Call<'_>, tenant: &Tenant) -> Result<User, Refusal> {
    let id = call.parameter("user-id");
    if id.is_empty() {
        if call.caller.app_only {
            return Err(Refusal::bad("BadRequest", "/me request is only valid with delegated authentication flow."));
        }
        return tenant
            .users
            .get(&call.caller.object_id)
            .cloned()
            .ok_or_else(|| Refusal::not_found(&call.caller.object_id));
    }
    tenant.user(id).cloned().ok_or_else(|| Refusal::not_found(id))
}

/// Guests see others by id only, and little of them.
fn check_guest(call: &Call<'_>, tenant: &Tenant, wanted: &User) -> Result<(), Refusal> {
    let guest = tenant.users.get(&call.caller.object_id).is_some_and(User::is_guest);
    let own = wanted.id == call.caller.object_id;
    (!guest || own || call.operation.id == "getUser").then_some(()).ok_or_else(Refusal::denied)
}

/// What a user has beside what [`User::more`] adds.
const PROPERTIES: [&str; 20] = [
    "businessPhones",
    "displayName",
    "givenName",
    "id",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
    "accountEnabled",
    "userType",
    "createdDateTime",
    "assignedLicenses",
    "assignedPlans",
    "usageLocation",
    "proxyAddresses",
    "onPremisesSyncEnabled",
    "deletedDateTime",
];

/// One property; what [`User::more`] says wins.
fn property(tenant: &Tenant, user: &User, name: &str) -> Value {
    if let Some(value) = user.more.get(name) {
        return value.clone();
    }
    let names = || user.display_name.split_once(' ').unwrap_or((user.display_name.as_str(), ""));
    match name {
        "displayName" => json!(user.display_name),
        "givenName" => json!(names().0),
        "surname" if names().1.is_empty() => Value::Null,
        "surname" => json!(names().1),
        "id" => json!(user.id),
        "mail" | "userPrincipalName" => json!(user.upn),
        "accountEnabled" => json!(user.account_enabled),
        "userType" => json!(user.user_type),
        "createdDateTime" => json!(user.created_at),
        "assignedLicenses" => {
            user.licences.iter().map(|(sku, off)| json!({ "skuId": sku, "disabledPlans": off })).collect()
        }
        "assignedPlans" => Value::Array(assigned_plans(tenant, user)),
        "usageLocation" => tenant.organization.get("countryLetterCode").cloned().unwrap_or_default(),
        "proxyAddresses" => json!([format!("SMTP:{}", user.upn)]),
        "businessPhones" => json!([]),
        _ => Value::Null,
    }
}

/// All that there is of a user, or what is chosen of it.
fn properties(tenant: &Tenant, user: &User, chosen: impl Fn(&str) -> bool) -> Map<String, Value> {
    let more = user.more.keys().map(String::as_str).filter(|name| !PROPERTIES.contains(name));
    let names = PROPERTIES.into_iter().chain(more).filter(|name| chosen(name));
    names.map(|name| (name.to_owned(), property(tenant, user, name))).collect()
}

fn assigned_plans(tenant: &Tenant, user: &User) -> Vec<Value> {
    let mut plans = Vec::new();
    for (sku, off) in &user.licences {
        for plan in tenant.skus.get(sku).map(|sku| sku.plans.as_slice()).unwrap_or_default() {
            let status = if off.contains(&plan.id) { "Deleted" } else { "Enabled" };
            plans.push(json!({
                "assignedDateTime": user.created_at,
                "capabilityStatus": status,
                "service": service(&plan.name),
                "servicePlanId": plan.id,
            }));
        }
    }
    plans
}

/// The service behind a plan, as `assignedPlans` names it.
fn service(plan: &str) -> &str {
    match plan {
        _ if plan.starts_with("TEAMS") => "TeamspaceAPI",
        _ if plan.starts_with("MCO") => "MicrosoftCommunicationsOnline",
        _ if plan.starts_with("AAD_PREMIUM") => "AADPremiumService",
        _ if plan.starts_with("EXCHANGE") => "exchange",
        _ if plan.starts_with("SHAREPOINT") => "SharePoint",
        _ => plan,
    }
}

/// What the caller gets to see: the default properties or the selected ones, others null where the permission is small.
fn shown(call: &Call<'_>, tenant: &Tenant, user: &User) -> Value {
    let own = user.id == call.caller.object_id && !call.caller.app_only;
    let full = own || call.holds_any(&WHOLE);
    let chosen = |name: &str| match call.options.select.is_empty() {
        true => DEFAULT.contains(&name),
        false => call.options.selects(name),
    };
    let shown = properties(tenant, user, chosen).into_iter().map(|(name, value)| {
        match full || BASIC.contains(&name.as_str()) {
            true => (name, value),
            false => (name.clone(), if value.is_array() { json!([]) } else { Value::Null }),
        }
    });
    Value::Object(shown.collect())
}

pub(super) fn me(call: &Call<'_>) -> Outcome {
    get(call)
}

pub(super) fn get(call: &Call<'_>) -> Outcome {
    call.read(|tenant| {
        let user = named(call, tenant)?;
        check_guest(call, tenant, &user)?;
        call.check_selected(TYPE)?;
        let mut body = shown(call, tenant, &user);
        body["@odata.context"] = call.context("users/$entity");
        Ok(Answer::ok(body))
    })
}

/// Filtering looks at whole users, the answer at what is shown.
fn chosen<'a>(call: &Call<'_>, tenant: &'a Tenant) -> Result<Vec<&'a User>, Refusal> {
    call.options.check("/users", "User")?;
    call.check_selected(TYPE)?;
    if tenant.users.get(&call.caller.object_id).is_some_and(User::is_guest) {
        return Err(Refusal::denied());
    }
    Ok(call.options.choose(tenant.users.values(), |user, names| {
        let is_asked = |name: &str| names.iter().any(|asked| asked.eq_ignore_ascii_case(name));
        Value::Object(properties(tenant, user, is_asked))
    }))
}

pub(super) fn list(call: &Call<'_>) -> Outcome {
    let address = format!("{}{}", call.root(), call.path);
    call.read(|tenant| {
        let chosen = chosen(call, tenant)?;
        let draw = |user: &User| shown(call, tenant, user);
        Ok(Answer::ok(call.options.page_by(&address, call.context("users"), chosen, draw)))
    })
}

pub(super) fn count(call: &Call<'_>) -> Outcome {
    match call.options.eventual {
        true => call.read(|tenant| Ok(Answer::count(chosen(call, tenant)?.len()))),
        false => Err(Refusal::bad_request("$count is not currently supported.")),
    }
}

pub(super) fn licence_details(call: &Call<'_>) -> Outcome {
    call.read(|tenant| {
        let user = named(call, tenant)?;
        check_guest(call, tenant, &user)?;
        let items: Vec<Value> = user
            .licences
            .iter()
            .filter_map(|(sku, off)| {
                let sku = tenant.skus.get(sku)?;
                let plans: Vec<Value> = sku
                    .plans
                    .iter()
                    .map(|plan| {
                        let off = off.contains(&plan.id);
                        json!({
                            "servicePlanId": plan.id,
                            "servicePlanName": plan.name,
                            "provisioningStatus": if off { "Disabled" } else { plan.provisioning_status.as_str() },
                            "appliesTo": "User",
                        })
                    })
                    .collect();
                Some(json!({
                    "id": URL_SAFE_NO_PAD.encode(format!("{}{}", user.id, sku.id)),
                    "skuId": sku.id,
                    "skuPartNumber": sku.part_number,
                    "servicePlans": plans,
                }))
            })
            .map(|item| call.options.shape(item))
            .collect();
        let context = call.context(&format!("users('{}')/licenseDetails", user.id));
        let address = format!("{}{}", call.root(), call.path);
        Ok(Answer::ok(call.options.page(&address, context, items)))
    })
}

/// Groups and active directory roles.
pub(super) fn member_of(call: &Call<'_>) -> Outcome {
    memberships(call, true)
}

/// Active directory roles only (an OData cast).
pub(super) fn directory_roles(call: &Call<'_>) -> Outcome {
    memberships(call, false)
}

fn memberships(call: &Call<'_>, with_groups: bool) -> Outcome {
    // With User.Read alone, objects come back without their content.
    let groups = call.holds_any(&[
        "Directory.Read.All",
        "Directory.ReadWrite.All",
        "Directory.AccessAsUser.All",
        "GroupMember.Read.All",
        "Group.Read.All",
        "GroupMember.ReadBasic.All",
        "Group.ReadBasic.All",
    ]);
    let role_names = call.holds_any(&[
        "Directory.Read.All",
        "Directory.ReadWrite.All",
        "Directory.AccessAsUser.All",
        "RoleManagement.Read.Directory",
        "RoleManagement.ReadWrite.Directory",
    ]);
    call.read(|tenant| {
        let user = named(call, tenant)?;
        check_guest(call, tenant, &user)?;
        let mut items = Vec::new();
        if with_groups {
            let transitive = call.operation.path.contains("/transitive");
            let held = if transitive { tenant.all_groups_of(&user.id) } else { tenant.groups_of(&user.id) };
            items.extend(held.iter().filter_map(|id| tenant.groups.get(id)).map(|group| {
                let mut json = super::groups::json(group);
                json["@odata.type"] = json!("#microsoft.graph.group");
                limited(json, groups)
            }));
        }
        for role in &user.roles {
            if let Some(mut json) = roles::role_json(tenant, role) {
                if with_groups {
                    json["@odata.type"] = json!("#microsoft.graph.directoryRole");
                }
                items.push(limited(json, role_names));
            }
        }
        let items = call.options.apply(items).into_iter().map(|item| call.options.shape(item)).collect();
        let context = call.context(if with_groups { "directoryObjects" } else { "directoryRoles" });
        let address = format!("{}{}", call.root(), call.path);
        Ok(Answer::ok(call.options.page(&address, context, items)))
    })
}

/// Type and id stay; the rest is null, lists are empty.
fn limited(item: Value, full: bool) -> Value {
    let Value::Object(members) = item else { return item };
    if full {
        return Value::Object(members);
    }
    let blank = |(name, value): (String, Value)| match name.as_str() {
        "id" | "@odata.type" => (name, value),
        _ => (name, if value.is_array() { json!([]) } else { Value::Null }),
    };
    Value::Object(members.into_iter().map(blank).collect())
}

/// `checkMemberGroups` and `checkMemberObjects`.
pub(super) fn check_member(call: &Call<'_>) -> Outcome {
    let wanted = call.body.as_ref().and_then(|body| body.get("groupIds").or_else(|| body.get("ids"))).cloned();
    let objects = call.operation.id.contains("Objects");
    call.read(|tenant| {
        let user = named(call, tenant)?;
        let mut held = tenant.all_groups_of(&user.id);
        if objects {
            held.extend(user.roles.iter().filter_map(|role| tenant.directory_roles.get(role).cloned()));
        }
        let wanted = wanted.as_ref().and_then(Value::as_array).cloned().unwrap_or_default();
        let found: Vec<Value> =
            wanted.into_iter().filter(|id| id.as_str().is_some_and(|id| held.contains(id))).collect();
        Ok(Answer::ok(json!({ "@odata.context": call.context("Collection(Edm.String)"), "value": found })))
    })
}
