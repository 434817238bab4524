//! What the stand-in runs its cmdlets on: the emulator in the same process, or its endpoint from another one.

use std::future::Future;
use std::time::Duration;

use http::HeaderMap;
use serde_json::Value;

use super::cmdlets::{self, CmdletError};
use super::{GRAPH_TOKEN_HEADER, access};
use crate::Emulator;
use crate::state::PowerShell;

/// The two tokens of `Connect-MicrosoftTeams -AccessTokens`. Neither printable nor serialisable.
#[derive(Clone, Default)]
pub struct Tokens {
    pub(super) graph: String,
    pub(super) teams: String,
}

impl Tokens {
    pub(super) fn from_headers(headers: &HeaderMap) -> Self {
        let token = |name: &str| {
            let value = headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
            value.strip_prefix("Bearer ").unwrap_or_default().to_owned()
        };
        Self { graph: token(GRAPH_TOKEN_HEADER), teams: token("authorization") }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.teams.is_empty()
    }
}

/// Where cmdlets are run.
pub trait TeamsBackend: Send + Sync {
    /// What is peculiar about the machine's PowerShell.
    fn machine(&self) -> impl Future<Output = PowerShell> + Send;

    /// Runs a cmdlet of the driver's protocol.
    fn run(
        &self,
        tokens: &Tokens,
        op: &str,
        request: &Value,
    ) -> impl Future<Output = Result<Value, CmdletError>> + Send;

    /// Lets time pass.
    fn pause(&self, time: Duration) -> impl Future<Output = ()> + Send;
}

/// In the same process, on the clock that the test or app has.
impl TeamsBackend for Emulator {
    async fn machine(&self) -> PowerShell {
        self.read(|tenant| tenant.oddities.powershell.clone())
    }

    async fn run(&self, tokens: &Tokens, op: &str, request: &Value) -> Result<Value, CmdletError> {
        match tokens.is_empty() {
            true => Err(access::not_connected()),
            false => cmdlets::run(self, tokens, op, request),
        }
    }

    async fn pause(&self, time: Duration) {
        Self::pause(self, time).await;
    }
}
