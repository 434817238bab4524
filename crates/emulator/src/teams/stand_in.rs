//! A stand-in for a PowerShell process that runs our constant script. It never reads a script as a program: it compares the
//! script with the one that was shipped and then plays the requests that the script would have carried out.
//!
//! The protocol: the first line is the whole script in Base64; every further line is `{"id": n, "op": "…", …}`. Answers
//! are lines that begin with [`SENTINEL`]; all others are noise.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::access;
use super::backend::{TeamsBackend, Tokens};
use super::cmdlets::{self, CmdletError};
use crate::state::PowerShell;

/// What an answer's line begins with.
pub const SENTINEL: &str = "@@HR@@ ";

/// Entries in one line of a long answer.
const PART: usize = 200;

/// One PowerShell process.
pub struct Session<B> {
    backend: B,
    expected_sha256: String,
    machine: Option<PowerShell>,
    tokens: Tokens,
    requests: u32,
    ended: bool,
}

impl<B: TeamsBackend> Session<B> {
    /// A process that has just started. `expected_sha256` is the SHA-256 of the shipped script's bytes, hex.
    #[must_use]
    pub fn new(backend: B, expected_sha256: &str) -> Self {
        Self {
            backend,
            expected_sha256: expected_sha256.to_ascii_lowercase(),
            machine: None,
            tokens: Tokens::default(),
            requests: 0,
            ended: false,
        }
    }

    /// Whether the process is over: it refused the script, or died as its machine wants it.
    #[must_use]
    pub const fn ended(&self) -> bool {
        self.ended
    }

    /// Whether the next request would never be answered.
    #[must_use]
    pub fn hangs_next(&self) -> bool {
        self.machine.as_ref().is_some_and(|machine| machine.hangs_at > 0 && self.requests + 1 >= machine.hangs_at)
    }

    /// Takes one line of input and gives the lines of output. Does not return when the machine hangs; gives nothing more
    /// once the process has ended.
    pub async fn line(&mut self, line: &str) -> Vec<String> {
        if self.ended || line.trim().is_empty() {
            return Vec::new();
        }
        match self.machine.clone() {
            None => self.begin(line.trim()).await,
            Some(machine) => self.request(&machine, line).await,
        }
    }

    async fn begin(&mut self, script: &str) -> Vec<String> {
        let digest = STANDARD.decode(script).map(|bytes| hex::encode(Sha256::digest(bytes))).unwrap_or_default();
        if digest != self.expected_sha256 {
            self.ended = true;
            let error =
                CmdletError::new("The script is not the one that was shipped.", "ScriptDiffers", "SecurityError");
            return vec![answer(&json!(0), Err(error))];
        }
        let machine = self.backend.machine().await;
        self.backend.pause(Duration::from_millis(machine.start_ms)).await;
        let module = if machine.module.is_empty() { Value::Null } else { json!(machine.module) };
        let about = json!({
            "ps": machine.version,
            "edition": machine.edition,
            "module": module,
            "languageMode": machine.language_mode,
        });
        let mut lines = noise(&machine);
        lines.push(answer(&json!(0), Ok(about)));
        self.machine = Some(machine);
        lines
    }

    async fn request(&mut self, machine: &PowerShell, line: &str) -> Vec<String> {
        let Ok(request) = serde_json::from_str::<Value>(line) else {
            let error = CmdletError::new(
                "Conversion from JSON failed.",
                "System.ArgumentException,Microsoft.PowerShell.Commands.ConvertFromJsonCommand",
                "InvalidArgument",
            );
            return vec![answer(&Value::Null, Err(error))];
        };
        if self.hangs_next() {
            std::future::pending::<()>().await;
        }
        self.requests += 1;
        let dies = machine.dies_at > 0 && self.requests >= machine.dies_at;
        if dies && !machine.dies_after_change {
            self.ended = true;
            return Vec::new();
        }
        let result = self.perform(machine, &request).await;
        if dies {
            self.ended = true;
            return Vec::new();
        }
        let id = request.get("id").cloned().unwrap_or_default();
        let mut lines = noise(machine);
        match result {
            // As the script does it: no line is long, however many users there are.
            Ok(Value::Array(entries)) if request.get("op").is_some_and(|op| op == "holdings") => {
                let part = |entries: &[Value]| format!("{SENTINEL}{}", json!({ "id": id, "part": entries }));
                lines.extend(entries.chunks(PART).map(part));
                lines.push(answer(&id, Ok(json!({}))));
            }
            result => lines.push(answer(&id, result)),
        }
        lines
    }

    async fn perform(&mut self, machine: &PowerShell, request: &Value) -> Result<Value, CmdletError> {
        if machine.module.is_empty() {
            return Err(CmdletError::new(
                "The specified module 'MicrosoftTeams' was not loaded because no valid module file was found in any module directory.",
                "Modules_ModuleNotFound,Microsoft.PowerShell.Commands.ImportModuleCommand",
                "ResourceUnavailable",
            ));
        }
        let text = |name: &str| request.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let op = text("op");
        match op.as_str() {
            "disconnect" => {
                self.tokens = Tokens::default();
                return Ok(Value::Null);
            }
            "connect" => {
                self.tokens = Tokens { graph: text("graphToken"), teams: text("teamsToken") };
                // The tokens go as tokens, not as parameters of the cmdlet.
                let request = json!({ "tenantId": request.get("tenantId") });
                let result = self.backend.run(&self.tokens, "connect", &request).await;
                if result.is_err() {
                    self.tokens = Tokens::default();
                }
                return result;
            }
            _ => {}
        }
        if self.tokens.is_empty() {
            return Err(access::not_connected());
        }
        if machine.access_denied || (machine.language_mode == "ConstrainedLanguage" && cmdlets::writes(&op)) {
            return Err(access::denied());
        }
        self.backend.run(&self.tokens, &op, request).await
    }
}

fn answer(id: &Value, result: Result<Value, CmdletError>) -> String {
    let line = match result {
        Ok(value) => json!({ "id": id, "ok": true, "value": value }),
        Err(error) => json!({ "id": id, "ok": false, "error": error }),
    };
    format!("{SENTINEL}{line}")
}

/// What modules and profiles print, asked or not.
fn noise(machine: &PowerShell) -> Vec<String> {
    if !machine.garbage {
        return Vec::new();
    }
    vec![
        "WARNING: The names of some imported commands from the module 'MicrosoftTeams' include unapproved verbs."
            .to_owned(),
        "\u{1b}[32;1mVersion    Name\u{1b}[0m".to_owned(),
        "{\"id\": 1, \"ok\": true, \"value\": \"an answer without the sentinel is none\"}".to_owned(),
        "é\u{fffd}\u{0}\u{7}".to_owned(),
        "x".repeat(20_000),
    ]
}
