//! What Azure and the keychain show. Reads only: where the resource is known, itself; else the way there.

use domain::{AppId, AzureCommunicationServicesSpec, SubscriptionId, TokenError};
use futures_util::future::try_join4;
use microsoft::azure::{CommunicationService, Ended, Operation, ServicePlace};
use microsoft::{Azure, Error, Read};

use super::shapes::{Done, Found, GroupSeen, KeptSeen, Note, Seen, WayThere, is_broken};
use super::{NAMESPACE, RESOURCE_TYPE, SETUP_TAG, choose, keys, rights};
use crate::step::Cx;
use crate::{Problem, World};

/// Microsoft Graph Command Line Tools: who signed in with it signs in to Azure with Microsoft's app too.
const MICROSOFTS: &str = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

pub(super) async fn look(
    cx: &Cx<'_>,
    spec: &AzureCommunicationServicesSpec,
    world: &World<Read>,
) -> Result<Found, Problem> {
    let seen = match seen(cx, spec, world).await {
        Err(Problem::Microsoft(Error::Token(TokenError::MoreScopes(_)))) if cx.outputs.communication.is_none() => {
            let session = world.ports.tokens.session();
            let own_client = session.is_some_and(|session| Ok(session.client) != AppId::parse(MICROSOFTS));
            return Ok(Found::NoSignIn { own_client });
        }
        seen => seen?,
    };
    Ok(Found::Seen(Box::new(seen)))
}

async fn seen(cx: &Cx<'_>, spec: &AzureCommunicationServicesSpec, world: &World<Read>) -> Result<Seen, Problem> {
    let azure = &world.azure;
    let mut failure = None;
    let known = choose::known_place(cx);
    let mut version = spec.api_version.clone();
    if let Some((place, used)) = known {
        version = used.unwrap_or(version);
        match azure.communication_service(&place, &version).await? {
            Some(service) if is_broken(&service) && choose::is_ours(cx, &service) => {
                failure = Some(why_failed(cx, azure).await?);
            }
            Some(service) => return at(cx, service, version, world).await,
            None => {}
        }
    }
    let candidates = rights::candidates(cx, azure).await?;
    let chosen = choose::subscription(cx, &candidates).map(|candidate| candidate.subscription.subscription_id);
    let mut way =
        WayThere { candidates, chosen, provider: None, groups: Vec::new(), regions: Vec::new(), services: Vec::new() };
    if let Some(subscription) = chosen {
        version = survey(cx, spec, subscription, &mut way, azure).await?;
        if let Some(place) = existing(cx, spec, &way) {
            // The list may lag behind.
            if let Some(service) = azure.communication_service(&place, &version).await?
                && !(is_broken(&service) && choose::is_ours(cx, &service))
            {
                return at(cx, service, version, world).await;
            }
        }
    }
    let kept = kept(cx, None, world).await?;
    Ok(Seen { service: None, ours: false, failure, kept, way: Some(Box::new(way)), version })
}

/// The resource is there.
async fn at(cx: &Cx<'_>, service: CommunicationService, version: String, world: &World<Read>) -> Result<Seen, Problem> {
    let kept = kept(cx, Some(&service), world).await?;
    let ours = choose::is_ours(cx, &service);
    Ok(Seen { service: Some(service), ours, failure: None, kept, way: None, version })
}

/// What there is in the subscription; also the version of the API to speak there.
async fn survey(
    cx: &Cx<'_>,
    spec: &AzureCommunicationServicesSpec,
    subscription: SubscriptionId,
    way: &mut WayThere,
    azure: &Azure<Read>,
) -> Result<String, Error> {
    let provider = async {
        match azure.provider(subscription, NAMESPACE).await {
            // Who has a role in a group only may not look at providers.
            Err(error) if error.is_status(403) => Ok(None),
            provider => provider.map(Some),
        }
    };
    let (provider, groups, regions, services) = try_join4(
        provider,
        azure.resource_groups(subscription),
        async { rights::allowed(azure.regions(subscription).await) },
        services(subscription, &spec.api_version, azure),
    )
    .await?;
    let version = provider.as_ref().map_or_else(
        || spec.api_version.clone(),
        |provider| provider.version(RESOURCE_TYPE, &spec.api_version).to_owned(),
    );
    way.services = match services {
        Some(services) => services,
        None => azure.communication_services(subscription, &version).await?,
    };
    way.provider = provider.map(|provider| provider.registration_state);
    let ours = cx.setup.id.to_string();
    way.groups = groups
        .into_iter()
        .filter(|group| !group.is_deleting())
        .map(|group| GroupSeen {
            ours: group.tags.get(SETUP_TAG) == Some(&ours),
            name: group.name,
            location: group.location,
        })
        .collect();
    way.regions = regions;
    Ok(version)
}

/// `None` where this Azure does not have the version.
async fn services(
    subscription: SubscriptionId,
    version: &str,
    azure: &Azure<Read>,
) -> Result<Option<Vec<CommunicationService>>, Error> {
    match azure.communication_services(subscription, version).await {
        Err(error) if error.has_code("NoRegisteredProviderFound") || error.has_code("InvalidApiVersionParameter") => {
            Ok(None)
        }
        services => services.map(Some),
    }
}

/// A resource that is used instead of a new one: this set-up's by its tag, or the one that was named.
fn existing(cx: &Cx<'_>, spec: &AzureCommunicationServicesSpec, way: &WayThere) -> Option<ServicePlace> {
    let named = choose::wanted_name(cx, spec);
    let chosen = choose::answer(cx, "name").is_some();
    let by_name = || way.services.iter().find(|service| service.name.eq_ignore_ascii_case(&named));
    let by_tag = || way.services.iter().find(|service| !chosen && choose::is_ours(cx, service));
    if let Some(service) = by_name().or_else(by_tag) {
        return service.place();
    }
    // Not listed yet, perhaps.
    let chosen = choose::Chosen::of(cx, spec, way)?;
    chosen.there?;
    chosen.place()
}

/// Azure's code for what went wrong with the last try; empty when it does not say.
async fn why_failed(cx: &Cx<'_>, azure: &Azure<Read>) -> Result<String, Error> {
    let notes = cx.journal.iter().rev().filter_map(|entry| serde_json::from_value(entry.note.clone()?).ok());
    let operation = notes.filter_map(|note| match note {
        Note::Creating { operation, .. } => operation,
        _ => None,
    });
    let Some(operation) = operation.into_iter().next() else { return Ok(String::new()) };
    Ok(ended(&operation, azure).await?.unwrap_or_default())
}

async fn ended(operation: &Operation, azure: &Azure<Read>) -> Result<Option<String>, Error> {
    match azure.follow(operation).await {
        Ok(Ok(Ended::Failed(code))) => Ok(code),
        // Operations are told for a while only, and some at another host.
        Ok(_) | Err(Error::Refused(_) | Error::ForeignHost { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What this set-up has put into the keychain, compared with what is there and with the resource as it is now.
async fn kept(
    cx: &Cx<'_>,
    service: Option<&CommunicationService>,
    world: &World<Read>,
) -> Result<Vec<KeptSeen>, Problem> {
    let mut all = Vec::new();
    for entry in cx.journal.iter().filter(|entry| entry.state != domain::ChangeState::Undone) {
        let done = entry.receipt.as_ref().and_then(|receipt| serde_json::from_value::<Done>(receipt.clone()).ok());
        let note = || serde_json::from_value::<Note>(entry.note.clone()?).ok();
        let (keychain_account, resource_id, immutable_id, digest) = match done {
            Some(Done::Kept { keychain_account, resource_id, immutable_id, digest }) => {
                (keychain_account, resource_id, immutable_id, Some(digest))
            }
            Some(_) => continue,
            // A row without a receipt may have left something there: its note says where.
            None => match note() {
                Some(Note::Keeping { keychain_account, resource_id, immutable_id }) => {
                    (keychain_account, resource_id, immutable_id, None)
                }
                _ => continue,
            },
        };
        let secret = world.ports.secrets.get(&keychain_account).await?;
        let now = secret.as_ref().map(|secret| keys::digest(secret.expose()));
        let unchanged = now.is_some() && digest.as_ref().is_none_or(|digest| Some(digest) == now.as_ref());
        let fits = service.is_some_and(|service| {
            service.id.eq_ignore_ascii_case(&resource_id)
                && service.properties.immutable_resource_id == immutable_id
                && secret.as_ref().is_some_and(|secret| keys::leads_to(secret.expose(), service.endpoint().as_deref()))
        });
        let (made, holds) = (digest.is_some(), unchanged && fits);
        all.push(KeptSeen { keychain_account, resource_id, immutable_id, made, digest: now, holds });
    }
    Ok(all)
}
