//! Resource groups.

use std::collections::BTreeMap;
use std::time::Duration;

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::call::{Call, being_deleted};
use super::gates::{Judged, judge};
use super::refusal::{Outcome, Refusal};
use super::subscriptions::{REGIONS, canonical, visible};
use super::{filter, operations, page, rights, service};
use crate::Moment;
use crate::state::{ResourceGroup, Subscription};

/// The type, as policies know it.
const KIND: &str = "Microsoft.Resources/subscriptions/resourceGroups";
/// Members of a definition; Azure's reader stops at others.
const MEMBERS: &[&str] = &["id", "name", "type", "location", "tags", "properties", "managedBy"];

/// Only the groups that the caller can read.
pub(super) fn list(call: &Call<'_>) -> Outcome {
    let wanted = filter::read(call, &["tagname", "tagvalue"])?;
    let groups = call.read(|tenant| {
        let subscription = call.subscription(tenant)?;
        visible(call, tenant, subscription, "Microsoft.Resources/subscriptions/resourceGroups/read")?;
        let action = "Microsoft.Resources/subscriptions/resourcegroups/read";
        let groups = subscription.groups_at(call.moment.delays_now).filter(|group| {
            rights::allows(tenant, &call.bearer.caller, action, &id(subscription, &group.name))
                && fits(&wanted, &group.tags)
        });
        Ok::<_, Refusal>(groups.map(|group| shown(subscription, group)).collect())
    })?;
    page::answer(call, groups, true)
}

/// `tagName eq 'a' and tagValue eq 'b'`.
pub(super) fn fits(wanted: &[(String, String)], tags: &BTreeMap<String, String>) -> bool {
    let text = |name: &str| wanted.iter().find(|(known, _)| known == name).map(|(_, value)| value);
    let Some(name) = text("tagname") else { return true };
    let held = tags.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    held.is_some_and(|(_, value)| text("tagvalue").is_none_or(|wanted| wanted == value))
}

/// HEAD: 204 or 404, and no words.
pub(super) fn exists(call: &Call<'_>) -> Outcome {
    call.read(|tenant| call.group(tenant).map(|_| Answer::empty(StatusCode::NO_CONTENT)))
}

pub(super) fn get(call: &Call<'_>) -> Outcome {
    call.read(|tenant| Ok(Answer::ok(shown(call.subscription(tenant)?, call.group(tenant)?))))
}

/// Makes the group or replaces its tags; its location never changes.
pub(super) fn put(call: &Call<'_>) -> Outcome {
    let name = call.parameter("group");
    let members = service::definition(call, MEMBERS, "ResourceGroupDefinition")?;
    let location = match members.get("location") {
        Some(Value::String(location)) if !location.is_empty() => canonical(location),
        None | Some(Value::Null | Value::String(_)) => return Err(no_location()),
        Some(_) => return Err(Refusal::content("location: a text was expected")),
    };
    if !REGIONS.iter().any(|(known, _)| *known == location) {
        return Err(unknown_location(&location));
    }
    let tags = service::tags(&members)?.unwrap_or_default();
    call.write(|tenant, moment| {
        let subscription = call.subscription_mut(tenant)?;
        if let Some(group) = subscription.group(name, moment.delays_now) {
            if group.gone.is_some() {
                return Err(being_deleted(name));
            }
            if group.location != location {
                return Err(other_location(&location, &group.location));
            }
        }
        judge(subscription, &Judged { kind: KIND, name, location: &location, tags: &tags })?;
        let fresh = !subscription.groups.contains_key(&name.to_lowercase());
        let group = subscription.groups.entry(name.to_lowercase()).or_insert_with(|| ResourceGroup {
            name: name.to_owned(),
            location,
            ..ResourceGroup::default()
        });
        group.tags = tags;
        let group = group.clone();
        let mut answer = Answer::ok(shown(subscription, &group));
        if fresh {
            answer.status = StatusCode::CREATED;
        }
        Ok(answer)
    })
}

/// Tags only.
pub(super) fn patch(call: &Call<'_>) -> Outcome {
    let members = service::definition(call, MEMBERS, "ResourceGroupPatchable")?;
    let tags = service::tags(&members)?;
    call.write(|tenant, moment| {
        let mut group = call.group_mut(tenant, moment)?.clone();
        group.tags = tags.unwrap_or(group.tags);
        let subscription = call.subscription_mut(tenant)?;
        judge(subscription, &Judged { kind: KIND, name: &group.name, location: &group.location, tags: &group.tags })?;
        subscription.groups.insert(group.name.to_lowercase(), group.clone());
        Ok(Answer::ok(shown(subscription, &group)))
    })
}

/// 202 and a place to ask; the group and all that is in it stay visible until it is over.
pub(super) fn delete(call: &Call<'_>) -> Outcome {
    call.write(|tenant, moment| {
        let ends = moment.delays_now + Duration::from_secs(tenant.oddities.azure.deletion_seconds);
        let group = match call.group_mut(tenant, moment) {
            Ok(group) => group,
            // Deleting once more is told where the first deletion stands.
            Err(refusal) if refusal.code == "ResourceGroupBeingDeleted" => return resume(call, tenant, moment),
            Err(refusal) => return Err(refusal),
        };
        group.gone = Some(ends);
        let name = group.name.clone();
        let scope = id(call.subscription(tenant)?, &name);
        Ok(operations::deletion(call, tenant, scope, ends, moment, operations::Place::Subscription))
    })
}

fn resume(call: &Call<'_>, tenant: &mut crate::state::Tenant, moment: Moment) -> Outcome {
    let group = call.group(tenant)?;
    let (ends, name) = (group.gone.unwrap_or(moment.delays_now), group.name.clone());
    let scope = id(call.subscription(tenant)?, &name);
    Ok(operations::deletion(call, tenant, scope, ends, moment, operations::Place::Subscription))
}

pub(super) fn id(subscription: &Subscription, group: &str) -> String {
    format!("/subscriptions/{}/resourceGroups/{group}", subscription.id)
}

fn shown(subscription: &Subscription, group: &ResourceGroup) -> Value {
    let state = if group.gone.is_some() { "Deleting" } else { "Succeeded" };
    let mut json: Map<String, Value> = Map::new();
    json.insert("id".to_owned(), json!(id(subscription, &group.name)));
    json.insert("name".to_owned(), json!(group.name));
    json.insert("type".to_owned(), json!("Microsoft.Resources/resourceGroups"));
    json.insert("location".to_owned(), json!(group.location));
    // Without tags there is no such member.
    if !group.tags.is_empty() {
        json.insert("tags".to_owned(), json!(group.tags));
    }
    json.insert("properties".to_owned(), json!({ "provisioningState": state }));
    Value::Object(json)
}

/// 1 to 90 letters, digits and `-._()`, no dot at the end. Letters of any alphabet: the documented pattern knows only ASCII,
/// the service takes more (MicrosoftDocs/feedback#1951). Words: Azure/azure-cli#14481.
pub(super) fn check_name(name: &str) -> Result<(), Refusal> {
    let bad: String = name.chars().filter(|letter| !letter.is_alphanumeric() && !"-._()".contains(*letter)).collect();
    if !bad.is_empty() {
        let message = format!(
            "The provided resource group name '{name}' has these invalid characters: '{bad}'. The name can only be a letter, digit, \
             '-', '.', '(', ')' or '_'."
        );
        return Err(Refusal::bad("InvalidResourceGroup", message));
    }
    if name.chars().count() > 90 {
        let message = format!("The provided resource group name '{name}' exceeds the maximum length of 90.");
        return Err(Refusal::bad("InvalidResourceGroup", message));
    }
    if name.ends_with('.') {
        let message = format!("The provided resource group name '{name}' cannot end with '.'.");
        return Err(Refusal::bad("InvalidResourceGroup", message));
    }
    Ok(())
}

fn no_location() -> Refusal {
    Refusal::bad("LocationRequired", "The location property is required for this definition.")
}

fn unknown_location(location: &str) -> Refusal {
    let known: Vec<&str> = REGIONS.iter().map(|(name, _)| *name).collect();
    let message = format!(
        "The provided location '{location}' is not available for resource group. List of available regions is '{}'.",
        known.join(",")
    );
    Refusal::bad("LocationNotAvailableForResourceGroup", message)
}

fn other_location(wanted: &str, present: &str) -> Refusal {
    let message = format!(
        "Invalid resource group location '{wanted}'. The Resource group already exists in location '{present}'."
    );
    Refusal::conflict("InvalidResourceGroupLocation", message)
}
