//! What goes wrong while a window is driven.

use std::path::PathBuf;

/// Why a journey could not go on.
#[derive(thiserror::Error)]
pub enum Trouble {
    /// `cargo xtask test` sets it; without it there is nothing to drive.
    #[error("{0} is not set: run these tests with `cargo xtask test --only e2e`")]
    NotSet(&'static str),
    /// The driver or the app did not come up.
    #[error("{what} did not start: {why}")]
    NotStarted {
        /// Which program.
        what: &'static str,
        /// What is known about it.
        why: String,
    },
    /// What should be on the page did not appear in time.
    #[error("waited {seconds} s for {wanted}; a picture is in {}; the page says:\n{page}", picture.display())]
    NotSeen {
        /// What was waited for.
        wanted: String,
        /// How long.
        seconds: u64,
        /// The picture of that moment.
        picture: PathBuf,
        /// The visible text.
        page: String,
    },
    /// The WebDriver protocol said no.
    #[error(transparent)]
    Driver(#[from] thirtyfour::error::WebDriverError),
    /// A file or a process.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// JSON of our own files.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// The stand-in for the browser met a page that it does not understand.
    #[error("the browser at {url}: {why}")]
    Browser {
        /// Where it was.
        url: String,
        /// What it could not do.
        why: String,
    },
}

/// A test that returns it shows it by `Debug`; what a person reads there are its words.
impl std::fmt::Debug for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}
