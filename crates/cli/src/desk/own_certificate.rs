//! A certificate file of the person's own: opened here, its key held in memory until the change that takes it into the
//! keychain is approved and made. The file is read and never written.

use std::io::Read as _;
use std::path::Path;
use std::sync::{Arc, PoisonError};

use access::own::{self, OwnError};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{Clock as _, Diagnostic, Kind, Outcome, OwnCertificate, QuestionId, Secret, SecretText, SetupId};
use engine::OWN_CERTIFICATE;
use serde_json::json;

use crate::journey::told;
use crate::{Answer, Desk, trouble};

/// A file that waits for its pass phrase.
pub(crate) struct Chosen {
    setup: SetupId,
    file: Arc<Secret>,
}

/// Reads a certificate file; of a larger one only so much as shows that it is too large.
///
/// # Errors
/// When it cannot be read.
pub fn read_certificate_file(path: &Path) -> Answer<Secret> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(own::LARGEST + 1).unwrap_or(u64::MAX);
    let read = std::fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
    let bytes = Secret::new(bytes);
    read.map_err(|error| crate::trouble_beside("certificate-unreadable", &error))?;
    Ok(bytes)
}

/// A sealed file, and nobody who could give its pass phrase.
#[must_use]
pub fn pass_phrase_missing() -> Box<Diagnostic> {
    trouble::own_certificate(&OwnError::WantsPassPhrase)
}

impl Desk {
    /// Takes a certificate file that was chosen; where it is sealed, it waits for its pass phrase. `name`: without folder.
    ///
    /// # Errors
    /// When it is not what can be used; the words say what is wrong and what would be right.
    pub async fn choose_certificate(&self, setup: SetupId, name: &str, file: Secret) -> Answer<OwnCertificate> {
        let file = Arc::new(file);
        match self.open_file(file.clone(), None).await {
            Ok(own) => self.take_certificate(setup, own).await,
            Err(OwnError::WantsPassPhrase) => {
                self.put_chosen(Some(Chosen { setup, file }));
                Ok(OwnCertificate::WantsPassPhrase { name: name.to_owned() })
            }
            Err(error) => Err(trouble::own_certificate(&error)),
        }
    }

    /// Opens the file that waits. With another pass phrase than its own it goes on waiting.
    ///
    /// # Errors
    /// See [`Desk::choose_certificate`].
    pub async fn open_certificate(&self, setup: SetupId, pass_phrase: SecretText) -> Answer<OwnCertificate> {
        let waiting = self.chosen.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(|chosen| {
            let file = chosen.file.clone();
            (chosen.setup, file)
        });
        let Some((_, file)) = waiting.filter(|(chosen, _)| *chosen == setup) else {
            return Err(trouble::own("certificate-none-chosen", Outcome::NeedsDecision));
        };
        let own = self.open_file(file, Some(pass_phrase)).await.map_err(|error| trouble::own_certificate(&error))?;
        self.put_chosen(None);
        self.take_certificate(setup, own).await
    }

    /// Whether the set-up has a certificate in use.
    ///
    /// # Errors
    /// When the data file cannot be read.
    pub async fn has_certificate(&self, setup: SetupId) -> Answer<bool> {
        let open = self.opened(setup).await?;
        Ok(told(open.engine.outputs())?.certificate.is_some())
    }

    /// Not on a thread that others wait for: a pass phrase costs tens of thousands of rounds.
    async fn open_file(
        &self,
        file: Arc<Secret>,
        pass_phrase: Option<SecretText>,
    ) -> Result<own::OwnCertificate, OwnError> {
        let now = self.clock.now();
        let opened = tokio::task::spawn_blocking(move || own::open(&file, pass_phrase.as_ref(), now)).await;
        opened.unwrap_or(Err(OwnError::NotOne))
    }

    /// The public half is the answer; the key waits in memory.
    async fn take_certificate(&self, setup: SetupId, own: own::OwnCertificate) -> Answer<OwnCertificate> {
        let open = self.opened(setup).await?;
        let answer = json!({ "certificate": STANDARD.encode(&own.certificate) });
        self.held.hold(own);
        told(open.engine.answer(&QuestionId::from(OWN_CERTIFICATE), answer))?;
        for item in &open.engine.profile().items {
            if item.wanted.kind() == Kind::Certificate {
                told(open.engine.look(&item.id).await.map(drop))?;
            }
        }
        Ok(OwnCertificate::Taken)
    }

    fn put_chosen(&self, chosen: Option<Chosen>) {
        *self.chosen.lock().unwrap_or_else(PoisonError::into_inner) = chosen;
    }
}
