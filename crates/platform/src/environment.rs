//! The one place that reads the environment.

use std::ffi::OsString;
use std::path::PathBuf;

/// A variable, if it is set and not empty.
#[expect(clippy::disallowed_methods, reason = "the environment is read here and nowhere else")]
pub fn read(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// A variable that names a folder: relative ones are not followed.
pub fn folder(name: &str) -> Option<PathBuf> {
    read(name).map(PathBuf::from).filter(|path| path.is_absolute())
}

/// The person's own folder.
pub fn home() -> Option<PathBuf> {
    std::env::home_dir().filter(|path| path.is_absolute())
}

/// Operating systems, as values: code that chooses by them is checked and tested on all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Os {
    Linux,
    Mac,
    Windows,
}

/// This one. Whatever is none of the three is treated like Linux.
pub const OS: Os = if cfg!(windows) {
    Os::Windows
} else if cfg!(target_os = "macos") {
    Os::Mac
} else {
    Os::Linux
};
