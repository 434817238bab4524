//! The connection string: from Azure into the keychain, and what can be told of it without asking Azure again.

use domain::{Kind, Secret};
use microsoft::Write;
use microsoft::azure::ServicePlace;
use sha2::{Digest as _, Sha256};

use super::shapes::{Done, Note, is_ready};
use crate::step::{Cx, Intent};
use crate::{Problem, World};

/// SHA-256 in lower-case hex. Of 64 random bytes, so nobody finds the key from it.
pub(super) fn digest(secret: &[u8]) -> String {
    Sha256::digest(secret).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a connection string names that endpoint: `endpoint=https://.../;accesskey=...`.
pub(super) fn leads_to(secret: &[u8], endpoint: Option<&str>) -> bool {
    let Some(endpoint) = endpoint else { return false };
    let Ok(text) = std::str::from_utf8(secret) else { return false };
    let named = text.split(';').find_map(|part| part.trim().strip_prefix("endpoint="));
    named.is_some_and(|named| named.trim_end_matches('/').eq_ignore_ascii_case(endpoint.trim_end_matches('/')))
}

/// Reads it, keeps it, reads it back. Listing keys changes nothing in Azure, so doing it again is fine.
pub(super) async fn keep(
    cx: &Cx<'_>,
    place: &ServicePlace,
    version: &str,
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Done, Problem> {
    let service = world.azure.communication_service(place, version).await?.ok_or(Problem::NotVisible)?;
    if !is_ready(&service) {
        return Err(Problem::waiting(domain::msg("azure-wait-creating")));
    }
    let account = World::<Write>::keychain_account(
        cx.setup.tenant.id,
        cx.setup.id,
        Kind::AzureCommunicationServices.name(),
        &intent.id().to_string(),
    );
    let (resource_id, immutable_id) = (service.id, service.properties.immutable_resource_id);
    intent.note(&Note::Keeping {
        keychain_account: account.clone(),
        resource_id: resource_id.clone(),
        immutable_id: immutable_id.clone(),
    })?;
    let text = world.azure.connection_string(place, version).await?.into_secret();
    let secret = Secret::new(text.expose().as_bytes().to_vec());
    drop(text);
    world.ports.secrets.put(&account, &secret).await?;
    let stored = world.ports.secrets.get(&account).await?;
    let stored = stored.ok_or_else(|| domain::KeychainError::NoEntry(account.clone()))?;
    if stored.expose() != secret.expose() {
        return Err(domain::KeychainError::Other("the connection string read back is another one".to_owned()).into());
    }
    Ok(Done::Kept { keychain_account: account, resource_id, immutable_id, digest: digest(secret.expose()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_string_belongs_to_the_endpoint_that_it_names() {
        let text = b"endpoint=https://a.europe.communication.azure.com/;accesskey=AAAA";
        assert!(leads_to(text, Some("https://a.europe.communication.azure.com/")), "the same");
        assert!(leads_to(text, Some("https://A.europe.communication.azure.com")), "hosts have no case");
        assert!(!leads_to(text, Some("https://b.europe.communication.azure.com/")), "another resource");
        assert!(!leads_to(text, None), "no host yet");
        assert!(!leads_to(b"\xff\xfe", Some("https://a/")), "no text");
    }
}
