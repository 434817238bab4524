//! Taking back what was made, and only that. A group goes when it is empty; the registration of the provider stays.

use std::time::Duration;

use domain::SubscriptionId;
use microsoft::azure::{CommunicationService, Ended, Operation, ServicePlace};
use microsoft::{Azure, Error, Mode, Read, Write};

use super::choose;
use super::shapes::{Done, Note};
use crate::step::Cx;
use crate::{Problem, World};

/// How long deleting is followed.
const DELETE_LIMIT: Duration = Duration::from_secs(10 * 60);

pub(super) async fn undo(done: &Done, world: &World<Write>) -> Result<(), Problem> {
    match done {
        Done::Registered { .. } => Ok(()),
        Done::Kept { keychain_account, .. } => Ok(world.ports.secrets.delete(keychain_account).await?),
        Done::ResourceMade { place, version, immutable_id } => {
            if still_there(&world.azure, place, version, immutable_id.as_deref()).await?.is_none() {
                return Ok(());
            }
            let operation = world.azure.delete_communication_service(place, version).await?;
            follow(operation, world).await
        }
        Done::GroupMade { subscription, group } => {
            if !is_ours_to_delete(&world.azure, *subscription, group).await? {
                return Ok(());
            }
            let operation = world.azure.delete_resource_group(*subscription, group).await?;
            follow(operation, world).await
        }
    }
}

/// Whether it is gone, or has become somebody else's.
pub(super) async fn gone(done: &Done, world: &World<Read>) -> Result<bool, Problem> {
    match done {
        Done::Registered { .. } => Ok(true),
        Done::Kept { keychain_account, .. } => Ok(world.ports.secrets.get(keychain_account).await?.is_none()),
        Done::ResourceMade { place, version, immutable_id } => {
            Ok(still_there(&world.azure, place, version, immutable_id.as_deref()).await?.is_none())
        }
        Done::GroupMade { subscription, group } => {
            let there = world.azure.resource_group(*subscription, group).await?;
            Ok(there.is_none_or(|group| !group.is_deleting()))
        }
    }
}

/// What a try that came to nothing may have left.
pub(super) fn left_behind(cx: &Cx<'_>, note: &serde_json::Value) -> Option<Done> {
    match serde_json::from_value(note.clone()).ok()? {
        Note::Creating { place, version, .. } | Note::NameTaken { left: Some((place, version)), .. } => {
            // A later try has made it: its receipt is enough.
            (!choose::was_made(cx, &place)).then_some(Done::ResourceMade { place, version, immutable_id: None })
        }
        Note::Keeping { keychain_account, resource_id, immutable_id } => {
            Some(Done::Kept { keychain_account, resource_id, immutable_id, digest: String::new() })
        }
        Note::NameTaken { left: None, .. } | Note::Forbidden { .. } => None,
    }
}

/// The resource that was made. One that was deleted and made again by somebody has another immutable id.
async fn still_there<M: Mode>(
    azure: &Azure<M>,
    place: &ServicePlace,
    version: &str,
    immutable_id: Option<&str>,
) -> Result<Option<CommunicationService>, Error> {
    let there = azure.communication_service(place, version).await?;
    Ok(there.filter(|service| {
        let now = service.properties.immutable_resource_id.as_deref();
        now.is_none() || immutable_id.is_none() || now == immutable_id
    }))
}

/// Only when nothing is in it: deleting a group deletes everything in it.
async fn is_ours_to_delete(azure: &Azure<Write>, subscription: SubscriptionId, group: &str) -> Result<bool, Error> {
    if azure.resource_group(subscription, group).await?.is_none() {
        return Ok(false);
    }
    Ok(azure.resources(subscription, group).await?.is_empty())
}

async fn follow(operation: Option<Operation>, world: &World<Write>) -> Result<(), Problem> {
    let clock = &world.ports.clock;
    let began = clock.now();
    let mut asked = operation;
    while let Some(operation) = asked.take() {
        if clock.now().since(began) >= DELETE_LIMIT {
            break;
        }
        clock.sleep(operation.pause()).await;
        match world.azure.follow(&operation).await {
            Ok(Ok(Ended::Succeeded | Ended::Failed(_))) => {}
            Ok(Err(later)) => asked = Some(later),
            // Whether it is gone is looked up afterwards anyway.
            Err(Error::ForeignHost { .. } | Error::Refused(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
