//! A Communication Service as it is written down: the definition in a request, the resource in an answer.

use std::collections::BTreeMap;

use domain::Timestamp;
use serde_json::{Map, Value, json};

use super::call::Call;
use super::refusal::Refusal;
use super::resource_groups;
use crate::state::{CommunicationService, ResourceGroup, Subscription};

/// The type, in the case of Microsoft's answers.
pub(super) const KIND: &str = "Microsoft.Communication/CommunicationServices";
/// Members of any resource's definition.
pub(super) const MEMBERS: &[&str] = &[
    "id",
    "name",
    "type",
    "location",
    "tags",
    "properties",
    "identity",
    "sku",
    "kind",
    "plan",
    "managedBy",
    "zones",
    "extendedLocation",
    "systemData",
];
/// Where data may rest. Source: terraform-provider-azurerm, `communication_service`; Microsoft's own contract has a free text.
pub(super) const DATA_LOCATIONS: &[&str] = &[
    "Africa",
    "Asia Pacific",
    "Australia",
    "Brazil",
    "Canada",
    "Europe",
    "France",
    "Germany",
    "India",
    "Japan",
    "Korea",
    "Norway",
    "Switzerland",
    "UAE",
    "UK",
    "United States",
    "usgov",
];
/// Most tags on one thing, longest name, longest value.
const TAG_LIMITS: (usize, usize, usize) = (50, 512, 256);

/// The body of a PUT or PATCH: an object of known members.
pub(super) fn definition(call: &Call<'_>, known: &[&str], kind: &str) -> Result<Map<String, Value>, Refusal> {
    if call.body.is_none() {
        return Err(Refusal::content("the body is empty"));
    }
    let members = call.members();
    match members.keys().find(|member| !known.contains(&member.as_str())) {
        None => Ok(members),
        Some(stranger) => Err(Refusal::content(format!(
            "Could not find member '{stranger}' on object of type '{kind}'. Path '{stranger}'"
        ))),
    }
}

/// Tags of a definition; none when it does not speak of them.
pub(super) fn tags(members: &Map<String, Value>) -> Result<Option<BTreeMap<String, String>>, Refusal> {
    let given = match members.get("tags") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Object(tags)) => tags,
        Some(_) => return Err(Refusal::content("tags: an object was expected")),
    };
    let (most, longest_name, longest_value) = TAG_LIMITS;
    if given.len() > most {
        return Err(Refusal::bad("TooManyTags", format!("The tags exceed the maximum number of {most}.")));
    }
    let mut tags = BTreeMap::new();
    for (name, value) in given {
        let value = value.as_str().ok_or_else(|| Refusal::content(format!("tags.{name}: a text was expected")))?;
        if name.chars().count() > longest_name || name.chars().any(|letter| "<>%&\\?/".contains(letter)) {
            let message = format!("The tag names '{name}' have reserved characters '<,>,%,&,\\,?,/' or are too long.");
            return Err(Refusal::bad("InvalidTagNameCharacters", message));
        }
        if value.chars().count() > longest_value {
            return Err(Refusal::bad("InvalidTagValueLength", format!("The value of the tag '{name}' is too long.")));
        }
        tags.insert(name.clone(), value.to_owned());
    }
    Ok(Some(tags))
}

/// What a definition says of things that may be changed later.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Wishes {
    pub(super) tags: Option<BTreeMap<String, String>>,
    pub(super) identity: Option<Value>,
    pub(super) linked_domains: Option<Vec<String>>,
    pub(super) public_network_access: Option<String>,
    pub(super) disable_local_auth: Option<bool>,
    pub(super) data_location: Option<String>,
}

impl Wishes {
    pub(super) fn read(members: &Map<String, Value>) -> Result<Self, Refusal> {
        let empty = Map::new();
        let properties = match members.get("properties") {
            None | Some(Value::Null) => &empty,
            Some(Value::Object(properties)) => properties,
            Some(_) => return Err(Refusal::content("properties: an object was expected")),
        };
        let given = |name: &str| properties.get(name).filter(|value| !value.is_null());
        let text = |name: &'static str| {
            let wrong = || Refusal::property(&format!("properties.{name}"), "A text was expected.");
            given(name).map(|value| value.as_str().map(str::to_owned).ok_or_else(wrong)).transpose()
        };
        let access = text("publicNetworkAccess")?;
        if access.as_ref().is_some_and(|value| !["Enabled", "Disabled", "SecuredByPerimeter"].contains(&value.as_str()))
        {
            return Err(Refusal::property("properties.publicNetworkAccess", "The value is not one of the known ones."));
        }
        let flag = given("disableLocalAuth").map(|value| {
            value.as_bool().ok_or_else(|| Refusal::property("properties.disableLocalAuth", "A boolean was expected."))
        });
        Ok(Self {
            tags: tags(members)?,
            identity: identity(members)?,
            linked_domains: given("linkedDomains").map(linked_domains).transpose()?,
            public_network_access: access,
            disable_local_auth: flag.transpose()?,
            data_location: text("dataLocation")?,
        })
    }

    /// Takes over what was wished for.
    pub(super) fn apply(self, service: &mut CommunicationService) {
        if let Some(tags) = self.tags {
            service.tags = tags;
        }
        service.identity = self.identity.or(service.identity.take());
        if let Some(domains) = self.linked_domains {
            service.linked_domains = domains;
        }
        if let Some(access) = self.public_network_access {
            service.public_network_access = access;
        }
        service.disable_local_auth = self.disable_local_auth.unwrap_or(service.disable_local_auth);
    }
}

fn linked_domains(value: &Value) -> Result<Vec<String>, Refusal> {
    let texts = value.as_array().map(|all| all.iter().map(|one| one.as_str().map(str::to_owned)).collect());
    texts.flatten().ok_or_else(|| Refusal::property("properties.linkedDomains", "A list of resource ids was expected."))
}

fn identity(members: &Map<String, Value>) -> Result<Option<Value>, Refusal> {
    let Some(identity) = members.get("identity").filter(|value| !value.is_null()) else { return Ok(None) };
    let kinds = ["None", "SystemAssigned", "UserAssigned", "SystemAssigned,UserAssigned"];
    match identity["type"].as_str() {
        Some(kind) if kinds.contains(&kind) => Ok(Some(json!({ "type": kind }))),
        _ => Err(Refusal::content("identity.type: not one of the known ones")),
    }
}

/// The resource's id, canonical.
pub(super) fn id(subscription: &Subscription, group: &ResourceGroup, name: &str) -> String {
    format!("{}/providers/{KIND}/{name}", resource_groups::id(subscription, &group.name))
}

/// The resource as it is answered. `state` when it is another than the present one: creating begins as `Accepted`.
pub(super) fn shown(
    call: &Call<'_>,
    subscription: &Subscription,
    group: &ResourceGroup,
    service: &CommunicationService,
    state: Option<&str>,
) -> Value {
    let state = state.unwrap_or_else(|| service.state(call.moment.delays_now));
    let mut properties = json!({ "dataLocation": service.data_location, "provisioningState": state });
    // The host is there when the resource is.
    if !matches!(state, "Accepted" | "Creating" | "Failed") {
        properties["hostName"] = json!(service.host_name());
        properties["immutableResourceId"] = json!(service.immutable_id);
    }
    if !service.linked_domains.is_empty() {
        properties["linkedDomains"] = json!(service.linked_domains);
    }
    if knows_network_access(&call.version) {
        properties["publicNetworkAccess"] = json!(service.public_network_access);
        properties["disableLocalAuth"] = json!(service.disable_local_auth);
    }
    let none = knows_network_access(&call.version).then(|| json!({ "type": "None" }));
    let mut resource = json!({
        "id": id(subscription, group, &service.name),
        "name": service.name,
        "type": KIND,
        "location": "Global",
        "properties": properties,
        "systemData": system_data(service),
    });
    if let Some(identity) = service.identity.clone().or(none) {
        resource["identity"] = identity;
    }
    if !service.tags.is_empty() {
        resource["tags"] = json!(service.tags);
    }
    resource
}

/// Members that the older versions do not have. [K]
fn knows_network_access(version: &str) -> bool {
    version >= "2025-09-01"
}

fn system_data(service: &CommunicationService) -> Value {
    let at: Timestamp = service.created_at;
    json!({
        "createdBy": service.created_by,
        "createdByType": service.created_by_type,
        "createdAt": at,
    })
}
