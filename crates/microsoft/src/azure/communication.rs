//! `Microsoft.Communication/communicationServices`.

use std::collections::BTreeMap;

use domain::{SecretText, SubscriptionId};
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Azure, Operation, SCOPE, below, below_group, found};
use crate::caller::{Call, Mode};
use crate::graph::{decode, encoded, unreadable};
use crate::{Error, Write};

/// Where a resource is, or will be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ServicePlace {
    /// The subscription.
    pub subscription: SubscriptionId,
    /// The resource group.
    pub group: String,
    /// The resource's name.
    pub name: String,
}

/// A Communication Service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunicationService {
    /// Its whole id, `/subscriptions/...`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Tags.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
    /// The rest.
    pub properties: ServiceProperties,
}

/// What a Communication Service says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ServiceProperties {
    /// Where data rests; never changes.
    pub data_location: String,
    /// `Succeeded`, `Creating`, `Accepted`, `Deleting`, `Failed` and others.
    pub provisioning_state: String,
    /// Its host, once it is there.
    pub host_name: Option<String>,
    /// Another one when it was deleted and made again under its name.
    pub immutable_resource_id: Option<String>,
    /// Keys are listed and do not work.
    pub disable_local_auth: Option<bool>,
}

impl CommunicationService {
    /// Where it is.
    #[must_use]
    pub fn place(&self) -> Option<ServicePlace> {
        let mut parts = self.id.trim_start_matches('/').split('/');
        let mut named = |label: &str| parts.next().filter(|part| part.eq_ignore_ascii_case(label)).and(parts.next());
        let subscription = SubscriptionId::parse(named("subscriptions")?).ok()?;
        let group = named("resourceGroups")?.to_owned();
        Some(ServicePlace { subscription, group, name: self.name.clone() })
    }

    /// The address that apps speak to.
    #[must_use]
    pub fn endpoint(&self) -> Option<String> {
        self.properties.host_name.as_ref().map(|host| format!("https://{host}/"))
    }
}

/// What is wanted of a new one.
pub struct NewCommunicationService<'a> {
    /// Where.
    pub place: &'a ServicePlace,
    /// Where data rests, for ever.
    pub data_location: &'a str,
    /// Tags.
    pub tags: &'a BTreeMap<String, String>,
    /// Version of the API.
    pub version: &'a str,
}

/// What making one gives.
pub struct Created {
    /// The resource as far as it is.
    pub service: CommunicationService,
    /// Where to ask on; `None` when it is there.
    pub operation: Option<Operation>,
}

/// Whether a name can be had.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NameCheck {
    /// Whether it is free.
    pub name_available: bool,
    /// `AlreadyExists`, `Invalid`.
    pub reason: Option<String>,
}

/// A connection string: a key to the resource. Cannot be printed, cloned or serialised.
pub struct ConnectionString(SecretText);

impl ConnectionString {
    /// The text, for the keychain.
    #[must_use]
    pub fn into_secret(self) -> SecretText {
        self.0
    }
}

const NAMESPACE: &str = "/providers/Microsoft.Communication";
/// The provider was never registered in the subscription.
const UNREGISTERED: &str = "MissingSubscriptionRegistration";

fn path(place: &ServicePlace, rest: &str, version: &str) -> String {
    let tail = format!("{NAMESPACE}/communicationServices/{}{rest}?api-version={version}", encoded(&place.name));
    below_group(place.subscription, &place.group, &tail)
}

impl<M: Mode> Azure<M> {
    /// Those of a subscription that the caller sees; a new one may be missing for a while.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn communication_services(
        &self,
        subscription: SubscriptionId,
        version: &str,
    ) -> Result<Vec<CommunicationService>, Error> {
        let path = below(subscription, &format!("{NAMESPACE}/communicationServices?api-version={version}"));
        // Where the provider was never registered, it does not answer; so there are none.
        match self.list("GET communicationServices", path).await {
            Err(error) if error.has_code(UNREGISTERED) => Ok(Vec::new()),
            services => services,
        }
    }

    /// One of them.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn communication_service(
        &self,
        place: &ServicePlace,
        version: &str,
    ) -> Result<Option<CommunicationService>, Error> {
        match self.get("GET communicationService", path(place, "", version)).await {
            Err(error) if error.has_code(UNREGISTERED) => Ok(None),
            service => found(service),
        }
    }
}

impl Azure<Write> {
    /// Whether a name can be had. Names are host names, so they are unique in the world. Changes nothing.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn check_name(
        &self,
        subscription: SubscriptionId,
        name: &str,
        version: &str,
    ) -> Result<NameCheck, Error> {
        const OPERATION: &str = "POST checkNameAvailability";
        let path = below(subscription, &format!("{NAMESPACE}/checkNameAvailability?api-version={version}"));
        let body = json!({ "name": name, "type": "Microsoft.Communication/CommunicationServices" });
        let answer = self.write(Call::write(OPERATION, Method::POST, path, SCOPE, Some(body))).await?;
        decode(OPERATION, answer.status, answer.body)
    }

    /// Makes one. Takes minutes: what it gives says where to ask on.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn put_communication_service(&self, wanted: &NewCommunicationService<'_>) -> Result<Created, Error> {
        const OPERATION: &str = "PUT communicationService";
        let body = json!({
            "location": "Global",
            "tags": wanted.tags,
            "properties": { "dataLocation": wanted.data_location },
        });
        let path = path(wanted.place, "", wanted.version);
        let answer = self.write(Call::write(OPERATION, Method::PUT, path, SCOPE, Some(body))).await?;
        let operation = Operation::of(&answer);
        Ok(Created { service: decode(OPERATION, answer.status, answer.body)?, operation })
    }

    /// Deletes one for good; one that is not there is fine.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn delete_communication_service(
        &self,
        place: &ServicePlace,
        version: &str,
    ) -> Result<Option<Operation>, Error> {
        let call = Call::write("DELETE communicationService", Method::DELETE, path(place, "", version), SCOPE, None);
        Ok(found(self.write(call).await)?.and_then(|answer| Operation::of(&answer)))
    }

    /// The first connection string. A POST that changes nothing and gives a secret.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn connection_string(&self, place: &ServicePlace, version: &str) -> Result<ConnectionString, Error> {
        const OPERATION: &str = "POST listKeys";
        let call = Call::write(OPERATION, Method::POST, path(place, "/listKeys", version), SCOPE, None);
        let answer = self.write(call).await?;
        let mut wanted = None;
        if let Value::Object(members) = answer.body {
            for (name, value) in members {
                // Also those that nobody wants are wiped when they go.
                if let Value::String(text) = value {
                    let secret = SecretText::new(text);
                    if name == "primaryConnectionString" {
                        wanted = Some(ConnectionString(secret));
                    }
                }
            }
        }
        wanted.ok_or_else(|| unreadable(OPERATION, answer.status, "there is no connection string in it".to_owned()))
    }
}
