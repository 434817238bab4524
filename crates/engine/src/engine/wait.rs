//! Waits go on: tried again when their time has come, under the approval that was given (DECISIONS 9).

use domain::{ItemId, Timestamp};

use super::Engine;
use crate::Problem;

impl Engine {
    /// Tries what is due. Returns when the next try is due, if anything waits.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub async fn tick(&self) -> Result<Option<Timestamp>, Problem> {
        let now = self.ports.clock.now();
        let due: Vec<ItemId> = self
            .ports
            .store
            .waits(self.setup)?
            .into_iter()
            .filter(|wait| wait.next <= now)
            .map(|wait| wait.item)
            .collect();
        for item in &due {
            // Looks first; makes only what was approved and is still missing (a meeting that could not be made yet).
            self.apply(Some(item)).await?;
        }
        Ok(self.ports.store.waits(self.setup)?.into_iter().map(|wait| wait.next).min())
    }
}
