//! Searching the directory.

use domain::{SetupId, UserRef};

use crate::journey::told;
use crate::{Answer, Desk};

impl Desk {
    /// Searches the directory for users whose name or address begins so.
    ///
    /// # Errors
    /// When nobody is signed in, or Microsoft refuses.
    pub async fn search_users(&self, setup: SetupId, text: &str) -> Answer<Vec<UserRef>> {
        told(self.opened(setup).await?.engine.search_users(text).await)
    }

    /// Searches the directory for groups whose name begins so.
    ///
    /// # Errors
    /// When nobody is signed in, or Microsoft refuses.
    pub async fn search_groups(&self, setup: SetupId, text: &str) -> Answer<Vec<domain::GroupRef>> {
        told(self.opened(setup).await?.engine.search_groups(text).await)
    }
}
