//! Resource groups, and what is in them.

use std::collections::BTreeMap;

use domain::SubscriptionId;
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Azure, Operation, SCOPE, below, below_group, found};
use crate::caller::{Call, Mode};
use crate::graph::decode;
use crate::{Error, Write};

const VERSION: &str = "2021-04-01";

/// A resource group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceGroup {
    /// Its name.
    pub name: String,
    /// Its region; never changes.
    pub location: String,
    /// Tags.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
    /// Its state.
    #[serde(default)]
    pub properties: GroupProperties,
}

/// What changes about a group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupProperties {
    /// `Succeeded`, `Deleting`.
    #[serde(default)]
    pub provisioning_state: String,
}

/// A resource in a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceName {
    /// Its whole id.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl ResourceGroup {
    /// Whether it is going.
    #[must_use]
    pub fn is_deleting(&self) -> bool {
        self.properties.provisioning_state.eq_ignore_ascii_case("Deleting")
    }
}

impl<M: Mode> Azure<M> {
    /// The groups that the caller sees.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn resource_groups(&self, subscription: SubscriptionId) -> Result<Vec<ResourceGroup>, Error> {
        let path = below(subscription, &format!("/resourceGroups?api-version={VERSION}"));
        self.list("GET resourceGroups", path).await
    }

    /// One group.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn resource_group(
        &self,
        subscription: SubscriptionId,
        name: &str,
    ) -> Result<Option<ResourceGroup>, Error> {
        let path = below_group(subscription, name, &format!("?api-version={VERSION}"));
        found(self.get("GET resourceGroup", path).await)
    }

    /// What is in a group, as Azure's index knows it: it may lag behind.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn resources(&self, subscription: SubscriptionId, group: &str) -> Result<Vec<ResourceName>, Error> {
        let path = below_group(subscription, group, &format!("/resources?api-version={VERSION}"));
        self.list("GET resources", path).await
    }
}

impl Azure<Write> {
    /// Makes a group. One that is there gets these tags, so it is to be looked for first.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn put_resource_group(
        &self,
        subscription: SubscriptionId,
        name: &str,
        location: &str,
        tags: &BTreeMap<String, String>,
    ) -> Result<ResourceGroup, Error> {
        const OPERATION: &str = "PUT resourceGroup";
        let path = below_group(subscription, name, &format!("?api-version={VERSION}"));
        let body = json!({ "location": location, "tags": tags });
        let answer = self.write(Call::write(OPERATION, Method::PUT, path, SCOPE, Some(body))).await?;
        decode(OPERATION, answer.status, answer.body)
    }

    /// Deletes a group with everything in it; one that is not there is fine.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn delete_resource_group(
        &self,
        subscription: SubscriptionId,
        name: &str,
    ) -> Result<Option<Operation>, Error> {
        let path = below_group(subscription, name, &format!("?api-version={VERSION}"));
        let call = Call::write("DELETE resourceGroup", Method::DELETE, path, SCOPE, None);
        Ok(found(self.write(call).await)?.and_then(|answer| Operation::of(&answer)))
    }
}
