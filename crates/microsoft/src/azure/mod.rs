//! Azure Resource Manager: what a Communication Service needs of it.
//!
//! Reading methods are on every `Azure<M>`; writing ones on `Azure<Write>` only. `listKeys` and `checkNameAvailability`
//! change nothing and are sent as a POST all the same: they are among the writing ones.

mod communication;
mod groups;
mod operations;
mod providers;
mod subscriptions;

use std::marker::PhantomData;
use std::sync::Arc;

use domain::{AzureApi, ChangeId, SubscriptionId, TokenSource};
use serde::de::DeserializeOwned;
use url::Url;

pub use communication::{
    CommunicationService, ConnectionString, Created, NameCheck, NewCommunicationService, ServicePlace,
    ServiceProperties,
};
pub use groups::{ResourceGroup, ResourceName};
pub use operations::{Ended, Operation};
pub use providers::{Provider, ResourceType};
pub use subscriptions::{Permissions, Region, Subscription, SubscriptionState};

use crate::caller::{Answer, Authority, Call, Caller, Mode};
use crate::graph::{Connection, decode, encoded, relative, unreadable};
use crate::{Error, Read, Write};

/// Azure's one delegated scope, in short.
const SCOPE: &[&str] = &["user_impersonation"];

/// A client for Azure Resource Manager that may read (`Azure<Read>`) or also write (`Azure<Write>`).
#[derive(Clone)]
pub struct Azure<M> {
    caller: Caller<AzureApi>,
    mode: PhantomData<M>,
}

impl<M: Mode> Azure<M> {
    /// As the signed-in admin.
    #[must_use]
    pub fn as_admin(connection: &Connection, tokens: Arc<dyn TokenSource>) -> Self {
        Self {
            caller: Caller {
                transport: connection.transport.clone(),
                base: connection.endpoints.azure.clone(),
                clock: connection.clock.clone(),
                random: connection.random.clone(),
                authority: Authority::Admin(tokens),
                log: connection.log.clone(),
                writes: M::WRITES,
                change: None,
                api: PhantomData,
            },
            mode: PhantomData,
        }
    }

    async fn get<T: DeserializeOwned>(&self, operation: &'static str, path: String) -> Result<T, Error> {
        let answer = self.caller.send(Call::get(operation, path, SCOPE)).await?;
        decode(operation, answer.status, answer.body)
    }

    /// Reads every page. Next links are followed as they are, on the same host only.
    async fn list<T: DeserializeOwned>(&self, operation: &'static str, path: String) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        let mut next = Some(path);
        while let Some(path) = next.take() {
            let page: Page<T> = self.get(operation, path).await?;
            all.extend(page.value);
            if let Some(link) = page.next.filter(|link| !link.is_empty()) {
                next = Some(self.path_of(operation, &link)?);
            }
        }
        Ok(all)
    }

    /// The path of an address that an answer gives, if it leads to where this client's tokens may go.
    fn path_of(&self, operation: &'static str, address: &str) -> Result<String, Error> {
        let url = Url::parse(address).map_err(|error| unreadable(operation, 200, error.to_string()))?;
        self.caller.same_place(operation, &url)?;
        Ok(relative(&url, &self.caller.base))
    }
}

impl Azure<Write> {
    /// The same client, able to read only.
    #[must_use]
    pub fn reading(&self) -> Azure<Read> {
        Azure { caller: Caller { writes: false, ..self.caller.clone() }, mode: PhantomData }
    }

    /// The same client, sending this change's id with every call.
    #[must_use]
    pub fn for_change(&self, change: ChangeId) -> Self {
        Self { caller: Caller { change: Some(change), ..self.caller.clone() }, mode: PhantomData }
    }

    async fn write(&self, call: Call) -> Result<Answer, Error> {
        self.caller.send(call).await
    }
}

#[derive(serde::Deserialize)]
struct Page<T> {
    value: Vec<T>,
    #[serde(rename = "nextLink")]
    next: Option<String>,
}

/// `/subscriptions/{id}`.
fn below(subscription: SubscriptionId, rest: &str) -> String {
    format!("/subscriptions/{subscription}{rest}")
}

/// `/subscriptions/{id}/resourceGroups/{name}`.
fn below_group(subscription: SubscriptionId, group: &str, rest: &str) -> String {
    below(subscription, &format!("/resourceGroups/{}{rest}", encoded(group)))
}

/// "Not found" as `None`, where the thing itself or its group is meant; an unknown subscription stays an error.
fn found<T>(result: Result<T, Error>) -> Result<Option<T>, Error> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is_status(404) && !error.has_code("SubscriptionNotFound") => Ok(None),
        Err(error) => Err(error),
    }
}
