//! What the tenant remembers: directory audits, sign-ins; and the list of requests, which is ours.

use domain::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One entry of `/auditLogs/directoryAudits` or `/auditLogs/signIns`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogEntry {
    /// Real time of the event.
    pub at: Timestamp,
    /// On the clock of delays; the log shows it `oddities.log_delay_seconds` later.
    pub written: Timestamp,
    /// The Graph object.
    pub json: Map<String, Value>,
}

/// One request to the emulator. Kept in memory only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RequestRecord {
    /// `GET`, `POST`, …
    pub method: String,
    /// The `Host` header.
    pub host: String,
    /// Path and query; values of `code`, `state` and tokens are not in paths, the query of sign-in endpoints is left out.
    pub path: String,
    /// HTTP status of the answer.
    pub status: u16,
    /// Who: UPN, client id of an app-only token, or empty before sign-in.
    pub caller: String,
    /// A method other than GET, HEAD, OPTIONS, except the sign-in endpoints and a `$batch` of GETs.
    pub write: bool,
}
