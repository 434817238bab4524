//! The clipboard, held by Rust: the page has no permission to read it, and none to write it by itself.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arboard::{Clipboard, Set};
use desk::Answer;
use domain::{Clock as _, SecretText};
use sha2::{Digest as _, Sha256};

/// How long a secret stays there.
pub const SECRET_STAYS: Duration = Duration::from_secs(60);

/// On Linux the text lives as long as whoever put it there: kept for the life of the window.
#[derive(Clone, Default)]
pub struct HeldClipboard(Arc<Mutex<Option<Clipboard>>>);

impl HeldClipboard {
    /// Puts a text there.
    ///
    /// # Errors
    /// When the system has no clipboard, or another program holds it.
    pub fn put(&self, text: &str) -> Answer<()> {
        self.with(|clipboard| clipboard.set_text(text))
    }

    /// Puts a secret there, out of sight of clipboard histories as far as the system has them, and takes it away again
    /// after [`SECRET_STAYS`] unless something else was copied meanwhile. What it is, is not kept for that: only its
    /// digest.
    ///
    /// # Errors
    /// When the system has no clipboard, or another program holds it.
    pub fn put_secret(&self, secret: &SecretText) -> Answer<()> {
        self.with(|clipboard| unremembered(clipboard.set()).text(secret.expose()))?;
        let (held, digest) = (self.clone(), digest(secret.expose()));
        tauri::async_runtime::spawn(async move {
            platform::SystemClock.sleep(SECRET_STAYS).await;
            // A clipboard that cannot be read any more is somebody else's.
            drop(held.clear_if(digest));
        });
        Ok(())
    }

    fn clear_if(&self, is: [u8; 32]) -> Answer<()> {
        self.with(|clipboard| {
            let there = clipboard.get_text().map(SecretText::new)?;
            if digest(there.expose()) == is { clipboard.clear() } else { Ok(()) }
        })
    }

    fn with(&self, work: impl FnOnce(&mut Clipboard) -> Result<(), arboard::Error>) -> Answer<()> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let done = held.take().map_or_else(Clipboard::new, Ok).and_then(|mut clipboard| {
            work(&mut clipboard)?;
            Ok(clipboard)
        });
        // After a failure the next copy begins with a new connection.
        *held = Some(done.map_err(|error| desk::trouble_beside("clipboard", &error))?);
        Ok(())
    }
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

#[cfg(target_os = "linux")]
fn unremembered(set: Set<'_>) -> Set<'_> {
    arboard::SetExtLinux::exclude_from_history(set)
}

#[cfg(windows)]
fn unremembered(set: Set<'_>) -> Set<'_> {
    use arboard::SetExtWindows as _;
    set.exclude_from_monitoring().exclude_from_cloud().exclude_from_history()
}

#[cfg(target_os = "macos")]
fn unremembered(set: Set<'_>) -> Set<'_> {
    arboard::SetExtApple::exclude_from_history(set)
}
