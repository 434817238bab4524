//! Making what is missing. Creating takes minutes: where to ask on is written down before anybody waits.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::{AzureCommunicationServicesSpec, SubscriptionId, msg};
use microsoft::azure::{CommunicationService, Ended, NewCommunicationService, Operation, ServicePlace};
use microsoft::{Error, Write};

use super::shapes::{Change, Done, Found, Note, Receipt, is_broken, is_ready, same_place};
use super::{NAMESPACE, PROFILE_TAG, SETUP_TAG, choose, keys};
use crate::diagnose;
use crate::diagnoses::{Diagnoses, Service, Symptom};
use crate::step::{Cx, Intent};
use crate::{Problem, World};

/// How long a run stays with a registration.
const REGISTER_LIMIT: Duration = Duration::from_secs(10 * 60);
/// How long a run stays with a creation; after that the item waits.
const CREATE_LIMIT: Duration = Duration::from_secs(15 * 60);
/// Between two looks where Azure does not say how long.
const PAUSE: Duration = Duration::from_secs(5);
/// How many other names are tried when one is taken.
const OTHER_NAMES: u32 = 3;
/// What Azure answers when a name is somebody else's.
const TAKEN: [&str; 3] = ["HostNamePrefixTaken", "NameReservationTaken", "NameUnavailable"];

pub(super) async fn apply(
    cx: &Cx<'_>,
    spec: &AzureCommunicationServicesSpec,
    change: &Change,
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Receipt, Problem> {
    match change {
        Change::RegisterProvider { subscription, .. } => register(*subscription, world, intent).await,
        Change::CreateGroup { subscription, group, location, tags } => {
            let made = (*subscription, group.as_str(), location.as_str());
            create_group(cx, made, tags, world, intent).await
        }
        Change::CreateResource { place, data_location, tags, version } => {
            let tags = tagged(cx, tags);
            let wanted = NewCommunicationService { place, data_location, tags: &tags, version };
            Ok(Some(create(cx, spec, &wanted, world, intent).await?))
        }
        Change::KeepConnectionString { place, version, .. } => {
            Ok(Some(keys::keep(cx, place, version, world, intent).await?))
        }
    }
}

/// Ours beside those that were asked for.
fn tagged(cx: &Cx<'_>, asked: &[(String, String)]) -> BTreeMap<String, String> {
    let mut tags: BTreeMap<String, String> = asked.iter().cloned().collect();
    tags.insert(SETUP_TAG.to_owned(), cx.setup.id.to_string());
    tags.insert(PROFILE_TAG.to_owned(), cx.profile.id.to_string());
    tags
}

/// Registering is no long-running operation: one asks again until it is done.
async fn register(subscription: SubscriptionId, world: &World<Write>, intent: &Intent<'_>) -> Result<Receipt, Problem> {
    let clock = &world.ports.clock;
    let mut provider = world.azure.provider(subscription, NAMESPACE).await?;
    if provider.is_registered() && !intent.retried {
        return Ok(None);
    }
    if !provider.is_registered() && !provider.is_registering() {
        provider = world.azure.register(subscription, NAMESPACE).await?;
    }
    let began = clock.now();
    while !provider.is_registered() {
        let since = clock.now().since(began);
        if since >= REGISTER_LIMIT {
            return Err(Problem::waiting(msg("azure-wait-registering")));
        }
        intent.tell(msg("azure-progress-register").duration("since", since));
        clock.sleep(PAUSE).await;
        provider = world.azure.provider(subscription, NAMESPACE).await?;
    }
    Ok(Some(Done::Registered { subscription }))
}

async fn create_group(
    cx: &Cx<'_>,
    (subscription, group, location): (SubscriptionId, &str, &str),
    tags: &[(String, String)],
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Receipt, Problem> {
    let made = || Done::GroupMade { subscription, group: group.to_owned() };
    // Writing to one that is there would replace its tags.
    if let Some(there) = world.azure.resource_group(subscription, group).await? {
        let ours = there.tags.get(SETUP_TAG).is_some_and(|setup| *setup == cx.setup.id.to_string());
        return Ok((ours && intent.retried).then(made));
    }
    let made_now = world.azure.put_resource_group(subscription, group, location, &tagged(cx, tags)).await;
    noting_policies(made_now, intent)?;
    Ok(Some(made()))
}

/// What Azure Policy forbids is written down: the next look asks for tags.
fn noting_policies<T>(result: Result<T, Error>, intent: &Intent<'_>) -> Result<T, Problem> {
    if let Err(error) = &result
        && let Some(policies) = error.refusal().and_then(|refusal| refusal.named.get("policies"))
    {
        intent.note(&Note::Forbidden { policies: policies.clone() })?;
    }
    Ok(result?)
}

async fn create(
    cx: &Cx<'_>,
    spec: &AzureCommunicationServicesSpec,
    wanted: &NewCommunicationService<'_>,
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Done, Problem> {
    let NewCommunicationService { place, version, .. } = *wanted;
    let there = world.azure.communication_service(place, version).await?;
    if there.as_ref().is_some_and(|service| !choose::is_ours(cx, service)) {
        // Made since by somebody: writing to it would change theirs.
        return Err(diagnose::plan_changed(Some(&cx.item.id)).into());
    }
    let broken = there.as_ref().is_some_and(is_broken);
    if let Some(service) = there.filter(|_| !broken) {
        // An earlier try has reached Azure.
        let operation = intent.noted().and_then(|note| match note {
            Note::Creating { operation, .. } => operation,
            _ => None,
        });
        return finished(place, version, (service, operation), world, intent).await;
    }
    // One of ours that failed has the name already.
    if !broken && !is_free(place, version, world).await? {
        return Err(taken(cx, spec, wanted, None, world, intent).await?);
    }
    intent.note(&Note::Creating { place: place.clone(), version: version.to_owned(), operation: None })?;
    let created = match world.azure.put_communication_service(wanted).await {
        Err(error) if TAKEN.iter().any(|code| error.has_code(code)) => {
            return Err(taken(cx, spec, wanted, None, world, intent).await?);
        }
        created => noting_policies(created, intent)?,
    };
    let operation = created.operation.clone();
    intent.note(&Note::Creating { place: place.clone(), version: version.to_owned(), operation })?;
    match finished(place, version, (created.service, created.operation), world, intent).await {
        Err(Problem::Diagnosed(found)) if found.code == "azure-name-taken" => {
            // The check does not know every name that cannot be had; making it does.
            let left = Some((place.clone(), version.to_owned()));
            Err(taken(cx, spec, wanted, left, world, intent).await?)
        }
        done => done,
    }
}

/// Whether Azure calls the name free. Who may not ask finds out by making it.
async fn is_free(place: &ServicePlace, version: &str, world: &World<Write>) -> Result<bool, Problem> {
    match world.azure.check_name(place.subscription, &place.name, version).await {
        Ok(check) => Ok(check.name_available),
        Err(error) if error.is_status(403) && error.has_code("AuthorizationFailed") => Ok(true),
        Err(error) => Err(error.into()),
    }
}

/// Writes down that the name is taken, and one that is free.
async fn taken(
    cx: &Cx<'_>,
    spec: &AzureCommunicationServicesSpec,
    wanted: &NewCommunicationService<'_>,
    left: Option<(ServicePlace, String)>,
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Problem, Problem> {
    let name = wanted.place.name.clone();
    let known = choose::taken(cx);
    let mut free = None;
    for number in 0..=OTHER_NAMES {
        let other = choose::suggestion(cx, spec, number);
        if other == name || known.iter().any(|taken| taken.name == other) {
            continue;
        }
        let place = ServicePlace { name: other.clone(), ..wanted.place.clone() };
        if is_free(&place, wanted.version, world).await? {
            free = Some(other);
            break;
        }
    }
    intent.note(&Note::NameTaken { name, free, left })?;
    Ok(diagnosed("HostNamePrefixTaken"))
}

/// What the table of diagnoses says of a code that stands in the outcome of an operation, not in a refusal.
fn diagnosed(code: &str) -> Problem {
    let mut symptom = Symptom::new(Service::Azure, "PUT communicationService");
    symptom.codes = vec![if code.is_empty() { "CreationFailed".to_owned() } else { code.to_owned() }];
    Diagnoses::builtin().find(&symptom).into()
}

/// Follows the creation to its end. When that takes too long, what was asked for stands and the item waits.
async fn finished(
    place: &ServicePlace,
    version: &str,
    (mut service, mut operation): (CommunicationService, Option<Operation>),
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Done, Problem> {
    let clock = &world.ports.clock;
    let began = clock.now();
    while !is_ready(&service) {
        if is_broken(&service) {
            return Err(diagnosed(&code_of(operation.as_ref(), world).await));
        }
        let since = clock.now().since(began);
        if since >= CREATE_LIMIT {
            break;
        }
        intent.tell(msg("azure-progress-create").text("name", &place.name).duration("since", since));
        clock.sleep(operation.as_ref().map_or(PAUSE, Operation::pause)).await;
        operation = match operation {
            Some(asked) => match world.azure.follow(&asked).await {
                Ok(Ok(Ended::Failed(code))) => return Err(diagnosed(&code.unwrap_or_default())),
                Ok(Ok(Ended::Succeeded)) => None,
                Ok(Err(later)) => Some(later),
                // It is told somewhere else, or to others: the resource itself must tell.
                Err(Error::ForeignHost { .. } | Error::Refused(_)) => None,
                Err(error) => return Err(error.into()),
            },
            None => None,
        };
        if operation.is_none() {
            service = world.azure.communication_service(place, version).await?.ok_or(Problem::NotVisible)?;
        }
    }
    let immutable_id = service.properties.immutable_resource_id;
    Ok(Done::ResourceMade { place: place.clone(), version: version.to_owned(), immutable_id })
}

async fn code_of(operation: Option<&Operation>, world: &World<Write>) -> String {
    let Some(operation) = operation else { return String::new() };
    match world.azure.follow(operation).await {
        Ok(Ok(Ended::Failed(code))) => code.unwrap_or_default(),
        _ => String::new(),
    }
}

/// Whether a fresh look shows that the change was made.
pub(super) fn recover(found: &Found, change: &Change) -> Option<Done> {
    let Found::Seen(seen) = found else { return None };
    match change {
        Change::RegisterProvider { subscription, .. } => {
            let state = seen.way.as_ref().and_then(|way| way.provider.as_deref());
            let begun = state.is_none_or(|state| {
                ["Registered", "Registering"].iter().any(|known| state.eq_ignore_ascii_case(known))
            });
            begun.then_some(Done::Registered { subscription: *subscription })
        }
        Change::CreateGroup { subscription, group, .. } => {
            let way = seen.way.as_ref()?;
            let there = way.groups.iter().any(|known| known.ours && known.name.eq_ignore_ascii_case(group));
            there.then(|| Done::GroupMade { subscription: *subscription, group: group.clone() })
        }
        Change::CreateResource { place, version, .. } => {
            let service = seen.service.as_ref().filter(|_| seen.ours)?;
            same_place(&service.place()?, place).then(|| Done::ResourceMade {
                place: place.clone(),
                version: version.clone(),
                immutable_id: service.properties.immutable_resource_id.clone(),
            })
        }
        Change::KeepConnectionString { .. } => {
            let kept = seen.kept.last().filter(|kept| kept.holds)?;
            Some(Done::Kept {
                keychain_account: kept.keychain_account.clone(),
                resource_id: kept.resource_id.clone(),
                immutable_id: kept.immutable_id.clone(),
                digest: kept.digest.clone()?,
            })
        }
    }
}
