//! By hand: guides, and addresses that Rust opens: links of the shown list by their id, and our own reports. Nothing that the window names
//! is opened as it stands (DECISIONS 39).

use std::path::PathBuf;

use domain::{Browser as _, Clock, Diagnostic, ItemId, Manual, Outcome, SetupId, TenantId};
use engine::guide::{GuideValues, for_item, links};
use platform::SystemBrowser;
use url::Url;
use uuid::Uuid;

use crate::session::OpenSetup;
use crate::site::stored;
use crate::{Answer, Desk, trouble};

impl Desk {
    /// How an item is done by hand.
    ///
    /// # Errors
    /// When there is no such item.
    pub async fn guide(&self, setup: SetupId, item: &ItemId) -> Answer<Manual> {
        let open = self.opened(setup).await?;
        let item = open.engine.profile().item(item).ok_or_else(|| trouble::found_nothing("item"))?;
        Ok(for_item(&item.wanted, &open.guide_values(&*self.clock)?, &open.setup()?.tenant.cloud))
    }

    /// The address of a link of the shown list, filled in for this set-up's tenant and app. `None`: not on the list, or
    /// not in this cloud.
    pub async fn link_url(&self, setup: Option<SetupId>, link: &str) -> Option<Url> {
        let (cloud, values) = match setup {
            Some(setup) => {
                let open = self.opened(setup).await.ok()?;
                (open.setup().ok()?.tenant.cloud, open.guide_values(&*self.clock).ok()?)
            }
            // Before there is a set-up, pages that need no tenant.
            None => ("global".to_owned(), GuideValues::new(TenantId(Uuid::nil()), "")),
        };
        let found = links(&cloud, &values).into_iter().find(|(id, _)| id == link).map(|(_, url)| url);
        found.filter(|url| !url.as_str().contains(&Uuid::nil().to_string()))
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

impl OpenSetup {
    fn guide_values(&self, clock: &dyn Clock) -> Answer<GuideValues> {
        let outputs = stored(self.store.outputs(self.engine.id()))?;
        Ok(GuideValues::of(&self.setup()?, self.engine.profile(), &outputs, &self.site.endpoints, clock.now()))
    }
}

/// Opens an address of ours in the browser.
pub(crate) async fn browse(url: Url) -> Answer<()> {
    // The system's call may take its time.
    let opened = tokio::task::spawn_blocking(move || SystemBrowser.open(&url)).await;
    opened.unwrap_or_else(|error| Err(error.to_string())).map_err(no_browser)
}

fn no_browser(why: String) -> Box<Diagnostic> {
    let mut closed = trouble::own("no-browser", Outcome::Failed);
    closed.what = closed.what.text("why", why);
    closed
}
