//! The conversation with PowerShell: one script, one JSON per line in, one marked line per answer out (DECISIONS 25).

use std::time::Duration;

use base64::Engine as _;
use domain::{Conversation, PowerShellProgram, ProcessError, Processes, SecretText};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The script that PowerShell runs. Its SHA-256 is what the stand-in compares.
pub const SCRIPT: &str = include_str!("handrail-teams.ps1");

/// Answers begin with this; every other line is noise of the host or a module.
const MARK: &str = "@@HR@@ ";
/// Starting PowerShell and looking for the module.
const START: Duration = Duration::from_secs(90);
/// One cmdlet.
const CMDLET: Duration = Duration::from_secs(120);
/// Importing the module and connecting.
const CONNECT: Duration = Duration::from_secs(150);
/// Downloading the module.
const INSTALL: Duration = Duration::from_secs(600);
/// A cmdlet that reads every user of the tenant.
const WHOLE_TENANT: Duration = Duration::from_secs(900);
/// The longest wait that is believed, in seconds.
const LONGEST_WAIT: f64 = 3600.0;
/// More noise than this is not PowerShell.
const NOISE: usize = 10_000;
/// First version without remote PowerShell that is told to work with access tokens.
const OLDEST: (u32, u32) = (6, 3);
/// The newest major version whose behaviour is known.
const NEWEST_MAJOR: u32 = 8;

/// SHA-256 of [`SCRIPT`], lower-case hex.
#[must_use]
pub fn script_sha256() -> String {
    Sha256::digest(SCRIPT.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Why PowerShell did not do it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PowerShellError {
    /// None was found on this computer.
    #[error("PowerShell was not found")]
    NotFound,
    /// The Teams module is not installed.
    #[error("the MicrosoftTeams module is not installed")]
    NoModule,
    /// The module is too old, or of a major version that nobody here has seen.
    #[error("the MicrosoftTeams module is version {found}")]
    WrongModule {
        /// Its version.
        found: String,
    },
    /// The computer restricts scripts.
    #[error("PowerShell runs in {mode}")]
    Restricted {
        /// The language mode.
        mode: String,
    },
    /// It did not start, said nothing, or ended.
    #[error("{operation}: {source}")]
    Process {
        /// The operation's name.
        operation: &'static str,
        /// What happened.
        source: ProcessError,
    },
    /// It said something, but never an answer.
    #[error("{operation}: PowerShell's answers could not be read")]
    Garbage {
        /// The operation's name.
        operation: &'static str,
    },
    /// A cmdlet refused.
    #[error("{operation}: refused ({id})")]
    Refused {
        /// The operation's name.
        operation: &'static str,
        /// `FullyQualifiedErrorId`.
        id: String,
        /// Error category, e.g. `PermissionDenied`.
        category: String,
        /// The cmdlet's sentence: for matching only.
        text: String,
    },
    /// The service wants fewer requests. Nothing was done.
    #[error("{operation}: throttled")]
    Throttled {
        /// The operation's name.
        operation: &'static str,
        /// How long it asks to wait, where the module tells.
        retry_after: Option<Duration>,
    },
}

impl PowerShellError {
    /// Whether a cmdlet that ended so may have done its work.
    #[must_use]
    pub const fn may_have_happened(&self) -> bool {
        matches!(
            self,
            Self::Process { source: ProcessError::Silent(_) | ProcessError::Ended(_), .. } | Self::Garbage { .. }
        )
    }
}

/// What this PowerShell is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PowerShellFacts {
    /// E.g. `7.4.6`.
    pub ps: String,
    /// `Core` or `Desktop`.
    pub edition: Option<String>,
    /// Version of the Teams module, if it is installed.
    pub module: Option<String>,
    /// `FullLanguage` unless the computer restricts scripts.
    pub language_mode: String,
}

impl PowerShellFacts {
    /// Whether the Teams module can be used.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self) -> Result<(), PowerShellError> {
        if self.language_mode != "FullLanguage" {
            return Err(PowerShellError::Restricted { mode: self.language_mode.clone() });
        }
        let Some(found) = &self.module else {
            return Err(PowerShellError::NoModule);
        };
        let mut parts = found.split(['.', '-']).map(|part| part.parse::<u32>().unwrap_or(0));
        let version = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
        if version < OLDEST || version.0 > NEWEST_MAJOR {
            return Err(PowerShellError::WrongModule { found: found.clone() });
        }
        Ok(())
    }
}

/// A running PowerShell.
pub struct PowerShell {
    conversation: Box<dyn Conversation>,
    facts: PowerShellFacts,
    last: u64,
}

#[derive(Deserialize)]
struct Answer {
    id: u64,
    #[serde(default)]
    ok: bool,
    #[serde(default)]
    value: Value,
    /// Some entries of a long answer; more follow.
    part: Option<Vec<Value>>,
    error: Option<Failure>,
}

#[derive(Default, Deserialize)]
struct Failure {
    #[serde(default)]
    message: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    category: String,
    /// Seconds, where the module shows the service's answer.
    #[serde(rename = "retryAfter")]
    retry_after: Option<f64>,
}

impl Failure {
    /// How the module words a 429 is not documented: its number, its code, or its name.
    fn is_throttling(&self) -> bool {
        let said = format!("{} {}", self.id, self.message).to_ascii_lowercase();
        self.retry_after.is_some()
            || ["toomanyrequests", "too many requests", "throttl"].iter().any(|word| said.contains(word))
            || said.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == "429")
    }

    fn into_error(self, operation: &'static str) -> PowerShellError {
        if self.is_throttling() {
            let wait = self.retry_after.filter(|seconds| seconds.is_finite() && *seconds >= 0.0);
            let retry_after = wait.map(|seconds| Duration::from_secs_f64(seconds.min(LONGEST_WAIT)));
            return PowerShellError::Throttled { operation, retry_after };
        }
        PowerShellError::Refused { operation, id: self.id, category: self.category, text: self.message }
    }
}

impl PowerShell {
    /// Starts it and learns what it is.
    ///
    /// # Errors
    /// When it does not start or does not answer.
    pub async fn start(processes: &dyn Processes, program: &PowerShellProgram) -> Result<Self, PowerShellError> {
        let operation = "start PowerShell";
        let conversation = processes.start(program).await.map_err(|source| match source {
            ProcessError::NotFound => PowerShellError::NotFound,
            source => PowerShellError::Process { operation, source },
        })?;
        let nothing = PowerShellFacts { ps: String::new(), edition: None, module: None, language_mode: String::new() };
        let mut shell = Self { conversation, facts: nothing, last: 0 };
        let script = base64::engine::general_purpose::STANDARD.encode(SCRIPT);
        shell.say(operation, script).await?;
        let hello = shell.answer(operation, 0, START).await?;
        shell.facts = serde_json::from_value(hello).map_err(|_| PowerShellError::Garbage { operation })?;
        Ok(shell)
    }

    /// What it is.
    #[must_use]
    pub const fn facts(&self) -> &PowerShellFacts {
        &self.facts
    }

    /// Signs in with the two tokens that `Connect-MicrosoftTeams -AccessTokens` takes.
    pub(crate) async fn connect(
        &mut self,
        graph: &str,
        teams: &str,
        module: Option<&str>,
    ) -> Result<(), PowerShellError> {
        let request = json!({ "graphToken": graph, "teamsToken": teams, "modulePath": module });
        self.ask("Connect-MicrosoftTeams", "connect", request, CONNECT).await.map(drop)
    }

    /// Downloads that version of the module into a folder.
    ///
    /// # Errors
    /// When PowerShell cannot do it.
    pub async fn install(&mut self, version: &str, folder: &str) -> Result<(), PowerShellError> {
        let request = json!({ "version": version, "path": folder });
        self.ask("Save-PSResource MicrosoftTeams", "install", request, INSTALL).await.map(drop)
    }

    /// Makes one request.
    pub(crate) async fn run(
        &mut self,
        operation: &'static str,
        op: &str,
        request: Value,
    ) -> Result<Value, PowerShellError> {
        let limit = if op == "holdings" { WHOLE_TENANT } else { CMDLET };
        self.ask(operation, op, request, limit).await
    }

    async fn ask(
        &mut self,
        operation: &'static str,
        op: &str,
        mut request: Value,
        limit: Duration,
    ) -> Result<Value, PowerShellError> {
        self.last += 1;
        let id = self.last;
        request["id"] = id.into();
        request["op"] = op.into();
        self.say(operation, request.to_string()).await?;
        self.answer(operation, id, limit).await
    }

    async fn say(&mut self, operation: &'static str, line: String) -> Result<(), PowerShellError> {
        let line = SecretText::new(line);
        self.conversation.say(&line).await.map_err(|source| PowerShellError::Process { operation, source })
    }

    async fn answer(&mut self, operation: &'static str, id: u64, limit: Duration) -> Result<Value, PowerShellError> {
        let mut parts: Option<Vec<Value>> = None;
        let mut noise = 0;
        while noise < NOISE {
            noise += 1;
            let heard = self.conversation.hear(limit).await;
            let line = heard
                .map_err(|source| PowerShellError::Process { operation, source })?
                .ok_or(PowerShellError::Process { operation, source: ProcessError::Ended(None) })?;
            let Some(text) = line.trim_start_matches('\u{feff}').strip_prefix(MARK) else {
                continue;
            };
            let Ok(answer) = serde_json::from_str::<Answer>(text) else {
                return Err(PowerShellError::Garbage { operation });
            };
            if answer.id != id {
                continue;
            }
            if let Some(part) = answer.part {
                parts.get_or_insert_default().extend(part);
                noise = 0;
                continue;
            }
            return match (answer.ok, parts) {
                (true, Some(parts)) => Ok(Value::Array(parts)),
                (true, None) => Ok(answer.value),
                (false, _) => Err(answer.error.unwrap_or_default().into_error(operation)),
            };
        }
        Err(PowerShellError::Garbage { operation })
    }

    /// Signs out and ends it.
    pub async fn end(mut self) {
        drop(self.run("Disconnect-MicrosoftTeams", "disconnect", json!({})).await);
        self.conversation.end().await;
    }
}
