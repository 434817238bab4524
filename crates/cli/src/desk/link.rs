//! Addresses that Rust opens: links of the shown list by their id, and our own reports. Nothing that the window names
//! is opened as it stands (DECISIONS 39).

use std::path::PathBuf;

use domain::{Browser as _, Diagnostic, Outcome, SetupId};
use platform::SystemBrowser;
use url::Url;

use crate::{Answer, Desk, trouble};

impl Desk {
    /// The address of a link of the shown list, filled in for this set-up's tenant and app. `None`: not on the list, or
    /// not in this cloud.
    pub async fn link_url(&self, setup: Option<SetupId>, link: &str) -> Option<Url> {
        let _ = (setup, link);
        None
    }

    /// Opens a link of the shown list in the browser.
    ///
    /// # Errors
    /// When it is not on the list, or no browser opens.
    pub async fn open_link(&self, setup: Option<SetupId>, link: &str) -> Answer<()> {
        let url = self.link_url(setup, link).await.filter(|url| url.scheme() == "https");
        let url = url.ok_or_else(|| trouble::found_nothing("link"))?;
        browse(url).await
    }

    /// Opens a page that we have just written.
    pub(crate) async fn open_page(&self, path: PathBuf) -> Answer<()> {
        let opened = tokio::task::spawn_blocking(move || SystemBrowser.open_page(&path)).await;
        opened.unwrap_or_else(|error| Err(error.to_string())).map_err(no_browser)
    }
}

async fn browse(url: Url) -> Answer<()> {
    // The system's call may take its time.
    let opened = tokio::task::spawn_blocking(move || SystemBrowser.open(&url)).await;
    opened.unwrap_or_else(|error| Err(error.to_string())).map_err(no_browser)
}

fn no_browser(why: String) -> Box<Diagnostic> {
    let mut closed = trouble::own("no-browser", Outcome::Failed);
    closed.what = closed.what.text("why", why);
    closed
}
