//! Readiness of this computer, without a sign-in (DECISIONS 40).

use std::sync::Arc;

use domain::{CheckRow, Diagnostic, Message, Outcome, msg};
use store::Store;

use crate::session::LateSession;
use crate::site::stored;
use crate::{Answer, Desk};

impl Desk {
    /// What this computer brings along: data directory, keychain, network, clock, PowerShell. Changes nothing but an
    /// entry in the keychain that it removes again.
    ///
    /// # Errors
    /// When there is no cloud to ask.
    pub async fn doctor(&self) -> Answer<Vec<CheckRow>> {
        let cloud = self.options.endpoints.as_ref().map_or("global", |endpoints| endpoints.name.as_str());
        let mut rows = vec![self.check_data()];
        let site = self.site(cloud).await?;
        let nothing_kept = Arc::new(stored(Store::in_memory())?);
        let ports = site.ports(self, nothing_kept, Arc::new(LateSession::default()));
        rows.extend(engine::doctor(&ports).await);
        Ok(rows)
    }

    fn check_data(&self) -> CheckRow {
        let folder = self.shelf.folder();
        let found = folder.and_then(|folder| self.shelf.reading().map(|_| folder.display().to_string()));
        let (outcome, detail, remedy) = match found {
            Ok(folder) => (Outcome::Done, Message::literal(folder), None),
            Err(problem) => {
                let Diagnostic { what, remedy, .. } = *problem;
                (Outcome::Failed, what, Some(remedy))
            }
        };
        CheckRow {
            id: "data".to_owned(),
            outcome,
            title: msg("doctor-data"),
            detail: Some(detail),
            blocks: Vec::new(),
            who: None,
            remedy,
            action: None,
        }
    }
}
