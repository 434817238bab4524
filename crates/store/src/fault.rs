//! What can go wrong inside, and what the port says about it. Never holds a row's content.

use std::path::Path;

use domain::{StoreError, Timestamp};
use rusqlite::ErrorCode;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A failure before it knows which file it happened to.
#[derive(Debug)]
pub enum Fault {
    /// The database said no.
    Sql(rusqlite::Error),
    /// A value could not be read (or, for values that serde cannot write, written).
    Unreadable(&'static str, String),
    /// A row that must be there is not.
    Missing(&'static str, String),
    /// The system said no.
    System(std::io::Error),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::System(error)
    }
}

impl Fault {
    /// The port's error for a failure of that file.
    pub fn at(self, path: &Path) -> StoreError {
        let path_text = || path.display().to_string();
        match self {
            Self::Unreadable(what, why) => StoreError::Unreadable { what, why },
            Self::Missing(what, id) => StoreError::Database(format!("there is no {what} {id}")),
            Self::System(error) => StoreError::NotWritable { path: path_text(), why: error.to_string() },
            Self::Sql(error) => match error.sqlite_error_code() {
                Some(
                    ErrorCode::ReadOnly
                    | ErrorCode::DiskFull
                    | ErrorCode::CannotOpen
                    | ErrorCode::PermissionDenied
                    | ErrorCode::SystemIoFailure,
                ) => StoreError::NotWritable { path: path_text(), why: error.to_string() },
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
                    StoreError::InUse(path_text())
                }
                Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                    StoreError::Unreadable { what: "data file", why: format!("{}: {error}", path.display()) }
                }
                _ => StoreError::Database(error.to_string()),
            },
        }
    }
}

/// As JSON text for a column.
pub fn json<T: Serialize + ?Sized>(what: &'static str, value: &T) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|error| Fault::Unreadable(what, error.to_string()))
}

/// From a column's JSON text.
pub fn read<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| Fault::Unreadable(what, error.to_string()))
}

/// From a column's RFC 3339 text.
pub fn time(what: &'static str, text: &str) -> Result<Timestamp, Fault> {
    Timestamp::parse(text).map_err(|error| Fault::Unreadable(what, error.to_string()))
}

/// From a column's GUID text, by the id type's own parser.
pub fn id<T, E: std::fmt::Display>(
    what: &'static str,
    text: &str,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, Fault> {
    parse(text).map_err(|error| Fault::Unreadable(what, error.to_string()))
}
