//! Microsoft Graph v1.0: what the steps read and write.
//!
//! Reading methods are on every `Graph<M>`; writing ones on `Graph<Write>` only.

mod app_catalog;
mod applications;
mod directory;
mod exposed;
mod grants;
mod groups;
mod logs;
mod meetings;
mod policies;
mod policy_assignments;
mod principals;
mod revoking;
mod roles;
mod secrets;
mod subscriptions;

use std::marker::PhantomData;
use std::sync::Arc;

use domain::{AppCredential, AppTokens, ChangeId, Clock, Endpoints, Random, TokenSource, UserRef};
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

pub use app_catalog::{AppDefinition, CatalogApp, PublishingState};
pub use applications::{Application, DeletedApplication, KeyCredential, NewApplication, PublicClient};
pub use directory::{Organization, ServicePlan, Sku, User, UserDetails};
pub use exposed::{PreauthorizedClient, Scope, UriRules};
pub use grants::{AppRoleAssignment, DelegatedGrant};
pub use groups::Group;
pub use logs::{AuditEntry, SignInEntry};
pub use meetings::{Meeting, MeetingProbe, NewMeeting, Whose};
pub use policies::{AuthorizationPolicy, CredentialPolicy, Restriction};
pub use policy_assignments::{AppFacts, Member, VerifiedPublisher};
pub use principals::{AppRole, ServicePrincipal};
pub use roles::{ActiveRole, EligibleRole};
pub use secrets::{MadeSecret, PasswordCredential};
pub use subscriptions::{CHATS, NewSubscription, Subscription};

use crate::caller::{Authority, Call, CallLog, Caller, Mode};
use crate::{Error, Read, Transport, Write};

/// A client for Microsoft Graph that may read (`Graph<Read>`) or also write (`Graph<Write>`).
#[derive(Clone)]
pub struct Graph<M> {
    caller: Caller,
    mode: PhantomData<M>,
}

/// What every client of Microsoft's needs from the world.
#[derive(Clone)]
pub struct Connection {
    /// The exchange.
    pub transport: Arc<dyn Transport>,
    /// Where.
    pub endpoints: Endpoints,
    /// Waiting and dating.
    pub clock: Arc<dyn Clock>,
    /// Request ids.
    pub random: Arc<dyn Random>,
    /// Where calls are noted.
    pub log: CallLog,
}

impl<M: Mode> Graph<M> {
    /// As the signed-in admin.
    #[must_use]
    pub fn as_admin(connection: &Connection, tokens: Arc<dyn TokenSource>) -> Self {
        Self::new(connection, Authority::Admin(tokens))
    }

    /// As another person than the admin, who signs in for it.
    #[must_use]
    pub fn as_person(connection: &Connection, tokens: Arc<dyn TokenSource>, user: UserRef) -> Self {
        Self::new(connection, Authority::Person(tokens, Box::new(user)))
    }

    /// As the app itself.
    #[must_use]
    pub fn as_app(connection: &Connection, tokens: Arc<dyn AppTokens>, credential: AppCredential) -> Self {
        Self::new(connection, Authority::App(tokens, credential))
    }

    fn new(connection: &Connection, authority: Authority) -> Self {
        Self {
            caller: Caller {
                transport: connection.transport.clone(),
                base: connection.endpoints.graph.clone(),
                clock: connection.clock.clone(),
                random: connection.random.clone(),
                authority,
                log: connection.log.clone(),
                writes: M::WRITES,
                change: None,
                api: PhantomData,
            },
            mode: PhantomData,
        }
    }

    /// Reads and returns the body as a type.
    async fn get<T: DeserializeOwned>(&self, call: Call) -> Result<T, Error> {
        let operation = call.operation;
        let answer = self.caller.send(call).await?;
        decode(operation, answer.status, answer.body)
    }

    /// Reads every page. Next links are followed as they are, on the same host only.
    async fn list<T: DeserializeOwned>(&self, call: Call) -> Result<Vec<T>, Error> {
        self.list_up_to(call, usize::MAX).await
    }

    /// Reads pages until there are that many entries.
    async fn list_up_to<T: DeserializeOwned>(&self, call: Call, limit: usize) -> Result<Vec<T>, Error> {
        let (operation, scopes, headers) = (call.operation, call.scopes, call.headers.clone());
        let mut all = Vec::new();
        let mut next = Some(call);
        while let Some(call) = next.take() {
            let answer = self.caller.send(call).await?;
            let page: Page = decode(operation, answer.status, answer.body)?;
            for entry in page.value {
                all.push(decode(operation, answer.status, entry)?);
            }
            if all.len() >= limit {
                break;
            }
            if let Some(link) = page.next {
                let url = Url::parse(&link).map_err(|error| unreadable(operation, 200, error.to_string()))?;
                self.caller.same_place(operation, &url)?;
                let mut call = Call::get(operation, relative(&url, &self.caller.base), scopes);
                call.headers.clone_from(&headers);
                next = Some(call);
            }
        }
        Ok(all)
    }
}

impl Graph<Write> {
    /// The same client, able to read only.
    #[must_use]
    pub fn reading(&self) -> Graph<Read> {
        Graph { caller: Caller { writes: false, ..self.caller.clone() }, mode: PhantomData }
    }

    /// The same client, sending this change's id with every call.
    #[must_use]
    pub fn for_change(&self, change: ChangeId) -> Self {
        Self { caller: Caller { change: Some(change), ..self.caller.clone() }, mode: PhantomData }
    }

    async fn write(&self, call: Call) -> Result<Value, Error> {
        Ok(self.caller.send(call).await?.body)
    }
}

#[derive(serde::Deserialize)]
struct Page {
    value: Vec<Value>,
    #[serde(rename = "@odata.nextLink")]
    next: Option<String>,
}

pub(crate) fn decode<T: DeserializeOwned>(operation: &'static str, status: u16, body: Value) -> Result<T, Error> {
    serde_json::from_value(body).map_err(|error| unreadable(operation, status, error.to_string()))
}

pub(crate) fn unreadable(operation: &'static str, status: u16, why: String) -> Error {
    Error::Unreadable { operation, status, why, request_id: None }
}

/// The part below the base, so that it can be joined to it again.
pub(crate) fn relative(url: &Url, base: &Url) -> String {
    let path = url.path().strip_prefix(base.path()).unwrap_or(url.path()).to_owned();
    url.query().map_or(path.clone(), |query| format!("{path}?{query}"))
}

/// A value inside `'...'` of a filter or key: quotes doubled, then percent-encoded.
fn quoted(value: &str) -> String {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    utf8_percent_encode(&value.replace('\'', "''"), NON_ALPHANUMERIC).to_string()
}

/// A query value, percent-encoded.
pub(crate) fn encoded(value: &str) -> String {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    utf8_percent_encode(value, NON_ALPHANUMERIC).to_string()
}
