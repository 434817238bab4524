//! Where snapshots are kept.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// A place for a few named documents. Saving returns when the document would survive a power cut.
pub trait Keep: Send + Sync {
    /// The document of that name, if there is one.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    fn load(&self, name: &str) -> io::Result<Option<Vec<u8>>>;

    /// Replaces the document of that name, wholly or not at all.
    ///
    /// # Errors
    /// When it cannot be written; the old one is still there then.
    fn save(&self, name: &str, content: &[u8]) -> io::Result<()>;

    /// Removes the document of that name, if there is one.
    ///
    /// # Errors
    /// When it is there and cannot be removed.
    fn remove(&self, name: &str) -> io::Result<()>;
}

/// A directory of its own; the files in it are readable by their owner only.
#[derive(Clone, Debug)]
pub struct SnapshotDirectory {
    path: PathBuf,
}

impl SnapshotDirectory {
    /// Makes the directory if it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        fs::create_dir_all(&path)?;
        Ok(Self { path })
    }
}

impl Keep for SnapshotDirectory {
    fn load(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.path.join(name)) {
            Ok(content) => Ok(Some(content)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn save(&self, name: &str, content: &[u8]) -> io::Result<()> {
        // Written beside, made durable, then renamed: a reader never sees half a document. tempfile makes it 0600.
        let mut file = tempfile::NamedTempFile::new_in(&self.path)?;
        file.write_all(content)?;
        file.as_file().sync_data()?;
        file.persist(self.path.join(name)).map_err(|error| error.error)?;
        sync_directory(&self.path)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        match fs::remove_file(self.path.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => sync_directory(&self.path),
        }
    }
}

/// Where a directory can be opened (not on Windows), a rename is made durable by syncing it.
fn sync_directory(path: &Path) -> io::Result<()> {
    fs::File::open(path).map_or(Ok(()), |directory| directory.sync_all())
}
