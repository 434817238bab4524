//! One process at a time. The lock is the system's: it ends with the process, also by `kill -9`.
//!
//! The store locks its data file itself; this is for other files that two processes must not write at once, such as the
//! practice tenant's.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// Why the lock is not ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LockError {
    /// Another process holds it.
    #[error("another Handrail is using {0}")]
    InUse(String),
    /// The lock file cannot be made.
    #[error("{path} cannot be written: {why}")]
    NotWritable {
        /// Where.
        path: String,
        /// The system's words.
        why: String,
    },
}

/// Held until it is dropped.
#[derive(Debug)]
pub struct FileLock {
    _file: File,
}

/// Takes the lock that this file stands for, and makes the file if it is not there.
///
/// # Errors
/// When another process holds it, or the file cannot be made.
pub fn take(path: &Path) -> Result<FileLock, LockError> {
    let name = || path.display().to_string();
    let not_writable = |error: &std::io::Error| LockError::NotWritable { path: name(), why: error.to_string() };
    // Never truncated and never deleted: a file that vanishes could be locked twice.
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path);
    let file = file.map_err(|error| not_writable(&error))?;
    match file.try_lock() {
        Ok(()) => Ok(FileLock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(LockError::InUse(name())),
        Err(TryLockError::Error(error)) => Err(not_writable(&error)),
    }
}
