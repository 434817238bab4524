//! Resource providers: what must be registered in a subscription before its resources can be made there.

use domain::SubscriptionId;
use http::Method;
use serde::{Deserialize, Serialize};

use super::{Azure, SCOPE, below};
use crate::caller::{Call, Mode};
use crate::graph::decode;
use crate::{Error, Write};

const VERSION: &str = "2021-04-01";

/// A resource provider in a subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Provider {
    /// `Registered`, `Registering`, `NotRegistered`, `Unregistered`, `Unregistering`.
    pub registration_state: String,
    /// Its resource types.
    #[serde(default)]
    pub resource_types: Vec<ResourceType>,
}

/// A resource type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceType {
    /// E.g. `CommunicationServices`.
    pub resource_type: String,
    /// Versions of its API.
    #[serde(default)]
    pub api_versions: Vec<String>,
}

impl Provider {
    /// Whether its resources can be made.
    #[must_use]
    pub fn is_registered(&self) -> bool {
        self.registration_state.eq_ignore_ascii_case("Registered")
    }

    /// Whether it is on its way there.
    #[must_use]
    pub fn is_registering(&self) -> bool {
        self.registration_state.eq_ignore_ascii_case("Registering")
    }

    /// The version to speak to a type: the wanted one, else the newest that is no preview.
    #[must_use]
    pub fn version<'a>(&'a self, resource_type: &str, wanted: &'a str) -> &'a str {
        let known = self.resource_types.iter().find(|known| known.resource_type.eq_ignore_ascii_case(resource_type));
        let versions = known.map(|known| known.api_versions.as_slice()).unwrap_or_default();
        if versions.iter().any(|version| version.eq_ignore_ascii_case(wanted)) {
            return wanted;
        }
        let stable = versions.iter().filter(|version| !version.contains("preview"));
        stable.max().map_or(wanted, String::as_str)
    }
}

impl<M: Mode> Azure<M> {
    /// A provider, by its namespace.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn provider(&self, subscription: SubscriptionId, namespace: &str) -> Result<Provider, Error> {
        let path = below(subscription, &format!("/providers/{namespace}?api-version={VERSION}"));
        self.get("GET provider", path).await
    }
}

impl Azure<Write> {
    /// Registers a provider: the answer says how far it is, and asking again tells when it is done.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn register(&self, subscription: SubscriptionId, namespace: &str) -> Result<Provider, Error> {
        const OPERATION: &str = "POST register";
        let path = below(subscription, &format!("/providers/{namespace}/register?api-version={VERSION}"));
        let answer = self.write(Call::write(OPERATION, Method::POST, path, SCOPE, None)).await?;
        decode(OPERATION, answer.status, answer.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_cloud_is_spoken_to_in_its_newest_stable_version() {
        let provider = |versions: &[&str]| Provider {
            registration_state: "Registered".into(),
            resource_types: vec![ResourceType {
                resource_type: "CommunicationServices".into(),
                api_versions: versions.iter().map(|&version| version.to_owned()).collect(),
            }],
        };
        let chosen = |versions: &[&str]| provider(versions).version("communicationServices", "2025-09-01").to_owned();
        assert_eq!(chosen(&["2026-03-18", "2025-09-01", "2023-03-31"]), "2025-09-01", "the wanted one");
        assert_eq!(chosen(&["2023-04-01-preview", "2023-03-31", "2020-08-20"]), "2023-03-31", "no preview");
        assert_eq!(chosen(&[]), "2025-09-01", "nothing is known: the wanted one is tried");
    }
}
