//! Copies of files that people gave for questions: one file each in a folder of ours, named by its content.

use std::io::Read as _;
use std::path::PathBuf;

use domain::{DocumentError, Documents, KeptFile, LARGEST_DOCUMENT};

use crate::folders::{self, FolderError};

/// The folder of the copies.
pub struct KeptDocuments(PathBuf);

impl KeptDocuments {
    /// In that folder, which is made when the first copy is kept.
    #[must_use]
    pub const fn new(folder: PathBuf) -> Self {
        Self(folder)
    }

    /// Keeps a copy. The same content is kept once, whatever it is called.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, name: &str, content: &[u8]) -> Result<KeptFile, FolderError> {
        let file = KeptFile::of(name, content);
        if self.read(&file).is_err() {
            folders::make_private(&self.0)?;
            folders::write_private(&self.place(&file), content)?;
        }
        Ok(file)
    }

    /// Removes a copy; it is not an error when it is gone.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(&self, file: &KeptFile) -> Result<(), FolderError> {
        let place = self.place(file);
        match std::fs::remove_file(&place) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(FolderError::NotWritable { path: place.display().to_string(), why: error.to_string() })
            }
            _ => Ok(()),
        }
    }

    fn place(&self, file: &KeptFile) -> PathBuf {
        // Only what a digest is made of: an answer from elsewhere must not name a place.
        let name: String = file.sha256.as_str().chars().filter(char::is_ascii_hexdigit).take(64).collect();
        self.0.join(name)
    }
}

impl Documents for KeptDocuments {
    fn read(&self, file: &KeptFile) -> Result<Vec<u8>, DocumentError> {
        let limit = u64::try_from(LARGEST_DOCUMENT + 1).unwrap_or(u64::MAX);
        let mut content = Vec::new();
        let read = std::fs::File::open(self.place(file)).and_then(|from| from.take(limit).read_to_end(&mut content));
        match read {
            Ok(_) if file.is(&content) => Ok(content),
            Ok(_) => Err(DocumentError::Changed(file.name.clone())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(DocumentError::Gone(file.name.clone())),
            Err(error) => Err(DocumentError::Unreadable { name: file.name.clone(), why: error.to_string() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_read_back_or_told_for_what_it_became() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = KeptDocuments::new(folder.path().join("documents"));
        let file = kept.keep("app.zip", b"content").expect("it is kept");
        assert_eq!(kept.read(&file), Ok(b"content".to_vec()), "as it was");
        assert_eq!(kept.keep("other name.zip", b"content").map(|other| other.sha256), Ok(file.sha256.clone()), "once");
        std::fs::write(kept.place(&file), b"another").expect("it is changed");
        assert_eq!(kept.read(&file), Err(DocumentError::Changed("app.zip".to_owned())), "a change is noticed");
        assert!(kept.keep("app.zip", b"content").is_ok() && kept.read(&file).is_ok(), "choosing it again mends it");
        assert_eq!((kept.remove(&file), kept.remove(&file)), (Ok(()), Ok(())), "gone, and gone already");
        assert_eq!(kept.read(&file), Err(DocumentError::Gone("app.zip".to_owned())), "so is a loss");
    }

    #[test]
    fn an_answer_from_elsewhere_names_no_place() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("secret"), b"secret").expect("a file");
        let kept = KeptDocuments::new(folder.path().join("documents"));
        let sha256 = domain::Digest("../secret".to_owned());
        let file = KeptFile { name: "x".to_owned(), sha256, bytes: 6 };
        assert!(kept.read(&file).is_err(), "nothing outside of the folder is read");
    }

    #[cfg(unix)]
    #[test]
    fn copies_are_for_this_person_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let kept = KeptDocuments::new(folder.path().join("documents"));
        let file = kept.keep("app.zip", b"content").expect("it is kept");
        let mode = std::fs::metadata(kept.place(&file)).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "nobody else reads it");
    }
}
