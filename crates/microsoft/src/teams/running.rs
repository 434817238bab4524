//! The PowerShell that is kept between calls: started once, signed in once, replaced when its tokens end.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use domain::{CallView, PowerShellProgram, Processes, SignedIn, Timestamp, TokenSource};
use futures_util::lock::Mutex;
use serde_json::Value;

use super::{Holdings, PowerShell, PowerShellError, PowerShellFacts};
use crate::Error;
use crate::caller::{CallLog, THROTTLE_LIMIT, backoff};
use crate::graph::Connection;

/// What all clients of one world share.
pub(super) struct Shared {
    connection: Connection,
    tokens: Arc<dyn TokenSource>,
    processes: Arc<dyn Processes>,
    /// The module's manifest in the app's own folder, if it was saved there.
    module: Option<String>,
    kept: Mutex<Option<Kept>>,
    /// Who held what when that was last read of the whole tenant.
    pub(super) holdings: std::sync::Mutex<Option<Arc<Holdings>>>,
    /// Grants to users made so far.
    pub(super) grants: AtomicU64,
}

enum Kept {
    /// Started to learn what it is. Starting takes seconds, so the first call goes on with it.
    Started(PowerShell),
    SignedIn(Running),
}

/// A PowerShell that is signed in. It cannot be given new tokens: it is replaced before they end, and when somebody
/// signs in anew (another account, or the same one with a role activated since).
struct Running {
    shell: PowerShell,
    until: Timestamp,
    session: Option<SignedIn>,
}

/// A cmdlet must end before its token does.
const MARGIN: Duration = Duration::from_secs(10 * 60);

impl Kept {
    const fn shell(&self) -> &PowerShell {
        match self {
            Self::Started(shell) => shell,
            Self::SignedIn(running) => &running.shell,
        }
    }

    async fn end(self) {
        match self {
            Self::Started(shell) => shell.end().await,
            Self::SignedIn(running) => running.shell.end().await,
        }
    }
}

impl Shared {
    pub(super) fn new(
        connection: &Connection,
        tokens: Arc<dyn TokenSource>,
        processes: Arc<dyn Processes>,
        module: Option<String>,
    ) -> Self {
        let (connection, kept) = (connection.clone(), Mutex::new(None));
        Self {
            connection,
            tokens,
            processes,
            module,
            kept,
            holdings: std::sync::Mutex::default(),
            grants: AtomicU64::new(0),
        }
    }

    pub(super) async fn facts(&self) -> Result<PowerShellFacts, Error> {
        let mut kept = self.kept.lock().await;
        if let Some(kept) = &*kept {
            return Ok(kept.shell().facts().clone());
        }
        let shell = self.start().await?;
        let facts = shell.facts().clone();
        if self.fits(&shell).is_ok() {
            *kept = Some(Kept::Started(shell));
        } else {
            // The person will mend something, and then it must be started anew to see it.
            shell.end().await;
        }
        Ok(facts)
    }

    pub(super) fn now(&self) -> Timestamp {
        self.connection.clock.now()
    }

    pub(super) async fn end(&self) {
        if let Some(kept) = self.kept.lock().await.take() {
            kept.end().await;
        }
    }

    async fn start(&self) -> Result<PowerShell, Error> {
        let programs = match &self.connection.endpoints.teams {
            Some(url) => vec![PowerShellProgram::StandIn(url.clone())],
            None => {
                let found = self.processes.find_powershell().await;
                found.into_iter().map(PowerShellProgram::Real).collect()
            }
        };
        let mut last = PowerShellError::NotFound;
        for program in &programs {
            match PowerShell::start(self.processes.as_ref(), program).await {
                // A later installation may have the module that the first one lacks.
                Ok(shell) if programs.len() > 1 && self.fits(&shell).is_err() => {
                    last = shell.facts().check().err().unwrap_or(PowerShellError::NoModule);
                    shell.end().await;
                }
                Ok(shell) => return Ok(shell),
                Err(error) => last = error,
            }
        }
        Err(last.into())
    }

    /// Whether it has the module, of itself or from the app's own folder.
    fn fits(&self, shell: &PowerShell) -> Result<(), PowerShellError> {
        if self.module.is_some() { Ok(()) } else { shell.facts().check() }
    }

    /// Starts PowerShell, unless it was started before, and signs in.
    async fn sign_in(&self, started: Option<PowerShell>) -> Result<Running, Error> {
        // Tokens first: without them there is no need to start anything.
        let (graph, teams) = self.tokens.teams().await?;
        let connect = async |shell: &mut PowerShell| {
            shell.connect(graph.text.expose(), teams.text.expose(), self.module.as_deref()).await
        };
        let until = graph.expires_at.min(teams.expires_at) - MARGIN;
        if let Some(mut shell) = started {
            match connect(&mut shell).await {
                Ok(()) => return Ok(Running { shell, until, session: self.tokens.session() }),
                // It may have died since.
                Err(PowerShellError::Process { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let mut shell = self.start().await?;
        self.fits(&shell)?;
        connect(&mut shell).await?;
        Ok(Running { shell, until, session: self.tokens.session() })
    }

    fn is_good(&self, running: &Running) -> bool {
        self.connection.clock.now() < running.until && running.session == self.tokens.session()
    }

    /// One request, sent again when the service says that it was too much: as late as it asks, else later each time.
    pub(super) async fn run(
        &self,
        operation: &'static str,
        op: &str,
        request: Value,
        log: &CallLog,
    ) -> Result<Value, Error> {
        let mut waited = Duration::ZERO;
        let mut tries = 0;
        loop {
            tries += 1;
            let result = self.once(operation, op, request.clone(), log).await;
            let Err(Error::PowerShell(PowerShellError::Throttled { retry_after, .. })) = &result else {
                return result;
            };
            let pause = retry_after.unwrap_or_else(|| backoff(tries));
            waited += pause;
            if waited > THROTTLE_LIMIT {
                return result;
            }
            self.connection.clock.sleep(pause).await;
        }
    }

    /// One request, in the running PowerShell or a new one. A PowerShell that failed is not used again.
    async fn once(&self, operation: &'static str, op: &str, request: Value, log: &CallLog) -> Result<Value, Error> {
        let mut kept = self.kept.lock().await;
        let mut running = match kept.take() {
            Some(Kept::SignedIn(running)) if self.is_good(&running) => running,
            Some(Kept::SignedIn(over)) => {
                over.shell.end().await;
                self.sign_in(None).await?
            }
            Some(Kept::Started(shell)) => self.sign_in(Some(shell)).await?,
            None => self.sign_in(None).await?,
        };
        let result = running.shell.run(operation, op, request).await;
        log.push(CallView {
            method: "PowerShell".to_owned(),
            target: operation.to_owned(),
            status: None,
            request_id: None,
            at: Some(self.connection.clock.now()),
            by_app: false,
        });
        if !matches!(result, Err(PowerShellError::Process { .. } | PowerShellError::Garbage { .. })) {
            *kept = Some(Kept::SignedIn(running));
        }
        Ok(result?)
    }
}
