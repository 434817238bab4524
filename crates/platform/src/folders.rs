//! Where data lies: one folder for the real world, one for practice, one for each test installation; for this person
//! only.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use domain::{Digest, Endpoints, Surroundings};

use crate::environment::{OS, Os, folder, home};

/// Why a folder or a file is not to be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FolderError {
    /// The system names no place for data.
    #[error("this computer names no folder for data")]
    NoPlace,
    /// Read-only, full, or forbidden.
    #[error("{path} cannot be written: {why}")]
    NotWritable {
        /// Where.
        path: String,
        /// The system's words.
        why: String,
    },
}

/// The data directory for these endpoints, made if it is not there, and tried by writing. `chosen` is what `--data-dir`
/// names; practice has a folder of its own in it.
///
/// # Errors
/// When there is no place, or it cannot be written.
pub fn data(endpoints: &Endpoints, chosen: Option<&Path>) -> Result<PathBuf, FolderError> {
    let path = match (chosen, endpoints.surroundings) {
        (Some(chosen), Surroundings::Practice) => chosen.join("practice"),
        (Some(chosen), Surroundings::Real | Surroundings::Test) => chosen.to_owned(),
        (None, _) => base().ok_or(FolderError::NoPlace)?.join(name(endpoints)),
    };
    make_private(&path)?;
    let tried = tempfile::Builder::new().prefix(".try-").tempfile_in(&path);
    tried.and_then(|mut file| file.write_all(b"?")).map_err(|error| not_writable(&path, &error))?;
    Ok(path)
}

/// Makes a folder that only this person can look into, with everything above it.
///
/// # Errors
/// When it cannot be made.
pub fn make_private(path: &Path) -> Result<(), FolderError> {
    imp::make_private(path).map_err(|error| not_writable(path, &error))
}

/// Writes a file that only this person can read: whole or not at all.
///
/// # Errors
/// When it cannot be written.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    let written = || {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // Made with 0600 from the start.
        let mut file = tempfile::Builder::new().prefix(".new-").tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    written().map_err(|error| not_writable(path, &error))
}

/// A file for a moment, that only this person can read; gone when it is dropped.
///
/// # Errors
/// When there is no room for it.
pub fn private_temporary(suffix: &str) -> Result<tempfile::NamedTempFile, FolderError> {
    let made = tempfile::Builder::new().prefix("handrail-").suffix(suffix).tempfile();
    made.map_err(|error| not_writable(Path::new("the folder for temporary files"), &error))
}

fn name(endpoints: &Endpoints) -> String {
    let digest = endpoints.file_digest.as_ref().map_or("", Digest::as_str);
    let name = match endpoints.surroundings {
        Surroundings::Real => "handrail".to_owned(),
        Surroundings::Practice => "handrail-practice".to_owned(),
        Surroundings::Test => format!("handrail-test-{}", digest.get(..8).unwrap_or_default()),
    };
    match OS {
        Os::Linux => name,
        Os::Mac | Os::Windows => name.replacen('h', "H", 1),
    }
}

/// Roaming folders are not used: the keys lie in this computer's keychain.
fn base() -> Option<PathBuf> {
    match OS {
        Os::Linux => folder("XDG_DATA_HOME").or_else(|| home().map(|home| home.join(".local/share"))),
        Os::Mac => home().map(|home| home.join("Library/Application Support")),
        Os::Windows => folder("LOCALAPPDATA"),
    }
}

fn not_writable(path: &Path, error: &std::io::Error) -> FolderError {
    FolderError::NotWritable { path: path.display().to_string(), why: error.to_string() }
}

#[cfg(unix)]
mod imp {
    use std::fs::{DirBuilder, Permissions, metadata, set_permissions};
    use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
    use std::path::Path;

    pub fn make_private(path: &Path) -> std::io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(path)?;
        if metadata(path)?.permissions().mode() & 0o077 != 0 {
            set_permissions(path, Permissions::from_mode(0o700))?;
        }
        Ok(())
    }
}

/// The profile folder is this person's own on Windows.
#[cfg(not(unix))]
mod imp {
    pub fn make_private(path: &std::path::Path) -> std::io::Result<()> {
        std::fs::create_dir_all(path)
    }
}
