//! The clipboard, held by Rust: the page has no permission to read it, and none to write it by itself.

use std::sync::{Mutex, PoisonError};

use arboard::Clipboard;
use desk::Answer;

/// On Linux the text lives as long as whoever put it there: kept for the life of the window.
#[derive(Default)]
pub struct HeldClipboard(Mutex<Option<Clipboard>>);

impl HeldClipboard {
    /// Puts a text there.
    ///
    /// # Errors
    /// When the system has no clipboard, or another program holds it.
    pub fn put(&self, text: String) -> Answer<()> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let put = held.take().map_or_else(Clipboard::new, Ok).and_then(|mut clipboard| {
            clipboard.set_text(text)?;
            Ok(clipboard)
        });
        // After a failure the next copy begins with a new connection.
        *held = Some(put.map_err(|error| desk::trouble_beside("clipboard", &error))?);
        Ok(())
    }
}
