//! The seam to the world, made in one place: clients that may read or also write, and the ports.

use std::sync::Arc;

use domain::{
    AppCredential, AppTokens, CallView, ChangeId, Clock, Documents, Endpoints, GraphApi, KeyMaker, Probe, Processes,
    Random, RunStore, SecretStore, SetupId, TenantId, Token, TokenError, TokenSource, UserRef,
};
use microsoft::{Azure, CallLog, Connection, Graph, Mode, Read, Teams, Transport, Write};

/// What the shell hands to the engine, once per session of a set-up.
#[derive(Clone)]
pub struct Ports {
    /// The exchange with Microsoft.
    pub transport: Arc<dyn Transport>,
    /// Where Microsoft is.
    pub endpoints: Endpoints,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Files that people gave for questions.
    pub documents: Arc<dyn Documents>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// History and journal.
    pub store: Arc<dyn RunStore>,
    /// The keychain.
    pub secrets: Arc<dyn SecretStore>,
    /// Certificates.
    pub keys: Arc<dyn KeyMaker>,
    /// The signed-in admin's tokens for this set-up's tenant.
    pub tokens: Arc<dyn TokenSource>,
    /// The app's own tokens.
    pub app_tokens: Arc<dyn AppTokens>,
    /// PowerShell.
    pub processes: Arc<dyn Processes>,
    /// This computer and its network.
    pub probe: Arc<dyn Probe>,
    /// Manifest of the Teams module in the app's own folder, if it was saved there.
    pub teams_module: Option<String>,
}

/// Everything that a step can reach. `World<Read>` has no writing client: `inspect` cannot change anything.
pub struct World<M> {
    /// Microsoft Graph, as the signed-in admin.
    pub graph: Graph<M>,
    /// Teams policies, as the signed-in admin.
    pub teams: Teams<M>,
    /// Azure Resource Manager, as the signed-in admin.
    pub azure: Azure<M>,
    /// The ports.
    pub ports: Ports,
    connection: Connection,
}

impl Ports {
    pub(crate) fn connection(&self, log: CallLog) -> Connection {
        Connection {
            transport: self.transport.clone(),
            endpoints: self.endpoints.clone(),
            clock: self.clock.clone(),
            random: self.random.clone(),
            log,
        }
    }

    /// A PowerShell client that is shared by everything in this session.
    pub(crate) fn teams(&self) -> Teams<Write> {
        let connection = self.connection(CallLog::default());
        Teams::new(&connection, self.tokens.clone(), self.processes.clone(), self.teams_module.clone())
    }

    /// A world that can write, with a log of its own: looks that go on at the same time do not mix their calls.
    pub(crate) fn world(&self, teams: &Teams<Write>) -> World<Write> {
        let connection = self.connection(CallLog::default());
        World {
            graph: Graph::as_admin(&connection, self.tokens.clone()),
            teams: teams.logging_to(connection.log.clone()),
            azure: Azure::as_admin(&connection, self.tokens.clone()),
            ports: self.clone(),
            connection,
        }
    }
}

impl World<Write> {
    /// The same world, able to read only.
    #[must_use]
    pub fn reading(&self) -> World<Read> {
        World {
            graph: self.graph.reading(),
            teams: self.teams.reading(),
            azure: self.azure.reading(),
            ports: self.ports.clone(),
            connection: self.connection.clone(),
        }
    }

    /// The same world, sending this change's id with every call.
    #[must_use]
    pub fn for_change(&self, change: ChangeId) -> Self {
        Self {
            graph: self.graph.for_change(change),
            teams: self.teams.clone(),
            azure: self.azure.for_change(change),
            ports: self.ports.clone(),
            connection: self.connection.clone(),
        }
    }
}

impl<M: Mode> World<M> {
    /// Microsoft Graph, as the app itself.
    #[must_use]
    pub fn graph_as_app(&self, credential: AppCredential) -> Graph<M> {
        Graph::as_app(&self.connection, self.ports.app_tokens.clone(), credential)
    }

    /// Microsoft Graph, as another person than the admin: with a token that this person signs in for.
    #[must_use]
    pub fn graph_as(&self, user: UserRef) -> Graph<M> {
        Graph::as_person(&self.connection, self.ports.tokens.clone(), user)
    }

    /// A token of the app itself; `fresh` asks Entra again.
    ///
    /// # Errors
    /// When Entra refuses, or the key is not to be had.
    pub async fn app_token(&self, credential: &AppCredential, fresh: bool) -> Result<Token<GraphApi>, TokenError> {
        self.ports.app_tokens.graph(credential, fresh).await
    }

    /// The calls made in this world so far; they are handed out once.
    #[must_use]
    pub fn calls(&self) -> Vec<CallView> {
        self.connection.log.take()
    }

    /// The calls made in this world so far; they stay.
    #[must_use]
    pub fn calls_so_far(&self) -> Vec<CallView> {
        self.connection.log.look()
    }

    /// The keychain account of something that belongs to a set-up (DECISIONS 17).
    #[must_use]
    pub fn keychain_account(tenant: TenantId, setup: SetupId, kind: &str, id: &str) -> String {
        format!("{tenant}/{setup}/{kind}/{id}")
    }
}
