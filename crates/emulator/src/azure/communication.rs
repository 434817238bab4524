//! `Microsoft.Communication/communicationServices`: making one takes a while, and so does deleting it.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;

use super::answer::Answer;
use super::call::Call;
use super::gates::{Judged, judge};
use super::providers::registered;
use super::refusal::{Outcome, Refusal};
use super::service::{DATA_LOCATIONS, KIND, MEMBERS, Wishes, definition, id, shown};
use super::subscriptions::{REGIONS, canonical, visible};
use super::{names, operations, page, rights, versions};
use crate::Moment;
use crate::state::{AccessKey, AzureOddities, CommunicationService, Fault, IdSource, Tenant};

/// In a subscription or in a group; only what the caller can read, and nothing that is younger than the lag of lists.
pub(super) fn list(call: &Call<'_>) -> Outcome {
    let services = call.read(|tenant| {
        let subscription = call.subscription(tenant)?;
        let action = "Microsoft.Communication/CommunicationServices/read";
        visible(call, tenant, subscription, action)?;
        let now = call.moment.delays_now;
        let lag = Duration::from_secs(tenant.oddities.azure.list_lag_seconds);
        let mut services = Vec::new();
        let only = call.parameter("group");
        for group in
            subscription.groups_at(now).filter(|group| only.is_empty() || group.name.eq_ignore_ascii_case(only))
        {
            for service in group.services_at(now).filter(|service| service.began + lag <= now) {
                if rights::allows(tenant, &call.bearer.caller, action, &id(subscription, group, &service.name)) {
                    services.push(shown(call, subscription, group, service, None));
                }
            }
        }
        Ok::<_, Refusal>(services)
    })?;
    page::answer(call, services, false)
}

pub(super) fn get(call: &Call<'_>) -> Outcome {
    call.read(|tenant| {
        let (subscription, group) = (call.subscription(tenant)?, call.group(tenant)?);
        let service = group.service(call.parameter("name"), call.moment.delays_now).ok_or_else(|| missing(call))?;
        Ok(Answer::ok(shown(call, subscription, group, service, None)))
    })
}

/// 404 for the resource that the path names.
pub(super) fn missing(call: &Call<'_>) -> Refusal {
    let kind = "Microsoft.Communication/communicationServices";
    Refusal::no_resource(kind, call.parameter("name"), call.parameter("group"))
}

/// Makes it (201, and a place to ask) or replaces what may be replaced (200).
pub(super) fn put(call: &Call<'_>) -> Outcome {
    let name = call.parameter("name");
    let members = definition(call, MEMBERS, "ResourceDefinition")?;
    check_location(call, members.get("location"))?;
    if !names::is_name(name) {
        let message =
            format!("The resource name '{name}' is invalid. It has 1 to 63 letters, digits, hyphens and underscores.");
        return Err(Refusal::bad("InvalidResourceName", message));
    }
    let wishes = Wishes::read(&members)?;
    let data_location = data_location(&wishes)?;
    call.write(|tenant, moment| {
        let now = moment.delays_now;
        let subscription = call.subscription(tenant)?;
        registered(subscription, now)?;
        let no_tags = Default::default();
        let tags = wishes.tags.as_ref().unwrap_or(&no_tags);
        judge(subscription, &Judged { kind: KIND, name, location: "global", tags })?;
        let present = call.group(tenant)?.service(name, now).cloned();
        let state = present.as_ref().map(|service| service.state(now));
        match (present, state) {
            (Some(_), Some("Creating" | "Deleting")) => Err(busy(name)),
            (Some(service), Some("Succeeded")) => replace(call, tenant, moment, service, wishes, data_location),
            (failed, _) => create(call, tenant, moment, failed, wishes, data_location),
        }
    })
}

/// Communication Services have no region. A region that Azure has is refused by the router to providers (azure-sdk-for-js#20960),
/// one that it has not by the front door.
fn check_location(call: &Call<'_>, location: Option<&serde_json::Value>) -> Result<(), Refusal> {
    let Some(location) = location.and_then(|location| location.as_str()).filter(|location| !location.is_empty()) else {
        return Err(Refusal::bad("LocationRequired", "The location property is required for this definition."));
    };
    let canonical = canonical(location);
    if canonical == "global" {
        return Ok(());
    }
    if REGIONS.iter().any(|(known, _)| *known == canonical) {
        return Err(versions::no_provider_for(&canonical, &call.version));
    }
    let message = format!(
        "The provided location '{location}' is not available for resource type 'Microsoft.Communication/communicationServices'. List \
         of available regions for the resource type is 'global'."
    );
    Err(Refusal::bad("LocationNotAvailableForResourceType", message))
}

fn data_location(wishes: &Wishes) -> Result<String, Refusal> {
    let target = "properties.dataLocation";
    let wanted = wishes.data_location.as_ref().ok_or_else(|| Refusal::property(target, "The property is required."))?;
    let known = DATA_LOCATIONS.iter().find(|known| known.eq_ignore_ascii_case(wanted));
    known
        .map(|known| (*known).to_owned())
        .ok_or_else(|| Refusal::property(target, "The data location is not supported."))
}

/// [K]
fn busy(name: &str) -> Refusal {
    let message = format!("Another operation is in progress on the resource '{name}'. Please try again later.");
    Refusal::conflict("Conflict", message)
}

/// What has been made stays where its data rests. A PUT says all: what it leaves out is gone, tags too.
fn replace(
    call: &Call<'_>,
    tenant: &mut Tenant,
    moment: Moment,
    mut service: CommunicationService,
    mut wishes: Wishes,
    data_location: String,
) -> Outcome {
    if service.data_location != data_location {
        let message = "Changing property 'properties.dataLocation' is not allowed.";
        let mut refusal = Refusal::conflict("PropertyChangeNotAllowed", message);
        refusal.more.target = Some("properties.dataLocation".to_owned());
        return Err(refusal);
    }
    wishes.tags.get_or_insert_default();
    wishes.apply(&mut service);
    keep(call, tenant, moment, service)
}

pub(super) fn patch(call: &Call<'_>) -> Outcome {
    let members = definition(call, MEMBERS, "ResourceDefinition")?;
    let wishes = Wishes::read(&members)?;
    call.write(|tenant, moment| {
        let now = moment.delays_now;
        registered(call.subscription(tenant)?, now)?;
        let present = call.group_mut(tenant, moment)?.service(call.parameter("name"), now);
        let mut service = present.cloned().ok_or_else(|| missing(call))?;
        if service.state(now) != "Succeeded" {
            return Err(busy(&service.name));
        }
        wishes.apply(&mut service);
        let judged = Judged { kind: KIND, name: &service.name, location: "global", tags: &service.tags };
        judge(call.subscription(tenant)?, &judged)?;
        keep(call, tenant, moment, service)
    })
}

/// Stores a changed one and answers it.
fn keep(call: &Call<'_>, tenant: &mut Tenant, moment: Moment, service: CommunicationService) -> Outcome {
    call.group_mut(tenant, moment)?.services.insert(service.name.to_lowercase(), service.clone());
    Ok(Answer::ok(shown(call, call.subscription(tenant)?, call.group(tenant)?, &service, None)))
}

/// One that failed before is made again under its name.
fn create(
    call: &Call<'_>,
    tenant: &mut Tenant,
    moment: Moment,
    failed: Option<CommunicationService>,
    wishes: Wishes,
    data_location: String,
) -> Outcome {
    let name = call.parameter("name");
    let now = moment.delays_now;
    if failed.is_none() {
        names::free(&tenant.azure, name, now)?;
        names::room(call.subscription(tenant)?, now)?;
    }
    call.group_mut(tenant, moment)?;
    let oddities = tenant.oddities.azure.clone();
    let caller = &call.bearer.caller;
    let mut service = CommunicationService {
        name: failed.map_or_else(|| name.to_owned(), |failed| failed.name),
        tags: Default::default(),
        identity: None,
        data_location,
        immutable_id: tenant.new_id(),
        linked_domains: Vec::new(),
        public_network_access: "Enabled".to_owned(),
        disable_local_auth: false,
        primary_key: fresh_key(&mut tenant.ids),
        secondary_key: fresh_key(&mut tenant.ids),
        created_at: moment.now,
        created_by: caller.name().to_owned(),
        created_by_type: if caller.app_only { "Application" } else { "User" }.to_owned(),
        began: now,
        ready: now + Duration::from_secs(oddities.creation_seconds),
        fault: fault(&oddities),
        gone: None,
    };
    wishes.apply(&mut service);
    let scope = super::resource_groups::id(call.subscription(tenant)?, &call.group(tenant)?.name);
    let place = operations::begin(call, tenant, scope, service.ready, moment, service.fault.clone());
    call.group_mut(tenant, moment)?.services.insert(service.name.to_lowercase(), service.clone());
    let body = shown(call, call.subscription(tenant)?, call.group(tenant)?, &service, Some("Accepted"));
    let mut answer = Answer::ok(body).with("azure-asyncoperation", place).with("retry-after", oddities.retry_after);
    answer.status = StatusCode::CREATED;
    Ok(answer)
}

/// How making it will end.
fn fault(oddities: &AzureOddities) -> Option<Fault> {
    let message = match oddities.creation_fails.as_str() {
        "" => return None,
        "HostNamePrefixTaken" => "Specified host name prefix is not available",
        "NameReservationTaken" => "The name is already reserved by another resource.",
        _ => "The operation could not be completed.",
    };
    Some(Fault { code: oddities.creation_fails.clone(), message: message.to_owned() })
}

/// Base64 of 64 bytes.
pub(super) fn fresh_key(ids: &mut IdSource) -> AccessKey {
    AccessKey::new(STANDARD.encode(ids.text(64)))
}

/// 204 when there is nothing to delete, in a group that is there.
pub(super) fn delete(call: &Call<'_>) -> Outcome {
    call.write(|tenant, moment| {
        let now = moment.delays_now;
        let ends = now + Duration::from_secs(tenant.oddities.azure.deletion_seconds);
        let group = call.group_mut(tenant, moment)?;
        let group_name = group.name.clone();
        let found = group.services.get_mut(&call.parameter("name").to_lowercase());
        let Some(service) = found.filter(|service| service.is_there(now)) else {
            return Ok(Answer::empty(StatusCode::NO_CONTENT));
        };
        if service.state(now) == "Creating" {
            return Err(busy(&service.name));
        }
        let ends = *service.gone.get_or_insert(ends);
        let scope = super::resource_groups::id(call.subscription(tenant)?, &group_name);
        Ok(operations::deletion(call, tenant, scope, ends, moment, operations::Place::Provider))
    })
}
