//! What only the admin can say: answers, ways, skipping, accepting.

use domain::{Acceptance, ItemId, QuestionId, Setup, Timestamp, Way};
use serde_json::Value;

use super::Engine;
use crate::Problem;

impl Engine {
    /// Answers a question or makes a decision; `null` takes it back.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn answer(&self, question: &QuestionId, value: Value) -> Result<(), Problem> {
        let is_confirmation = self.profile.items.iter().any(|item| item.confirmation_keys().contains(question));
        let now = self.ports.clock.now();
        self.change_setup(|setup| {
            let before = setup.answers.0.remove(question);
            if value.is_null() {
                return;
            }
            let value = if is_confirmation { said_at(now, value, before) } else { value };
            setup.answers.0.insert(question.clone(), value);
        })
    }

    /// Chooses how an item is done.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn set_way(&self, item: &ItemId, way: Way) -> Result<(), Problem> {
        self.change_setup(|setup| {
            setup.ways.insert(item.clone(), way);
        })?;
        // Which buttons a page has follows from it.
        self.watch.tell(domain::Event::Item { setup: self.setup, view: self.item(item)? });
        Ok(())
    }

    /// Leaves an item out, with a reason; `None` takes it back in.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn skip(&self, item: &ItemId, reason: Option<String>) -> Result<(), Problem> {
        self.change_setup(|setup| match reason {
            Some(reason) => {
                setup.skipped.insert(item.clone(), reason);
            }
            None => {
                setup.skipped.remove(item);
            }
        })
    }

    /// Accepts an item's finding.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn accept(&self, item: &ItemId, reason: String, until: Option<Timestamp>) -> Result<(), Problem> {
        let acceptance = Acceptance { by: self.who(), at: self.ports.clock.now(), until, reason };
        self.change_setup(|setup| {
            setup.accepted.insert(item.clone(), acceptance);
        })
    }

    /// Records that a copy of the private key left the keychain (DECISIONS 19).
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn note_export(&self, thumbprint: String) -> Result<(), Problem> {
        let export = domain::Export { thumbprint, at: self.ports.clock.now(), by: self.who(), void: false };
        self.change_setup(|setup| setup.exports.push(export))
    }

    /// Asks for a new certificate beside the one in use; the next look plans it.
    ///
    /// # Errors
    /// When it cannot be stored, or there is no certificate to replace.
    pub fn rotate_certificate(&self, item: &ItemId) -> Result<(), Problem> {
        let made = crate::steps::certificates_made(&self.ground(item)?.journal);
        let wanted = Value::from(made + 1);
        // A file that was chosen before was for the one before.
        self.answer(&QuestionId::from(crate::OWN_CERTIFICATE), Value::Null)?;
        self.answer(&QuestionId::from(crate::steps::ROTATION), wanted)
    }

    /// Asks for a new client secret beside the one in use; the next look plans it.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn rotate_secret(&self, item: &ItemId) -> Result<(), Problem> {
        let made = crate::steps::secrets_made(&self.ground(item)?.journal);
        self.answer(&QuestionId::from(crate::steps::SECRET_ROTATION), Value::from(made + 1))
    }

    /// How long a certificate of this set-up's app may be valid that is issued now. Asks the tenant.
    ///
    /// # Errors
    /// When its policies cannot be read.
    pub async fn certificate_terms(&self) -> Result<crate::CertificateTerms, Problem> {
        let years = self.profile.items.iter().find_map(|item| match &item.wanted {
            domain::Wanted::Certificate(spec) => Some(spec.years.max(1)),
            _ => None,
        });
        let app = self.outputs()?.app.and_then(|app| app.object_id);
        let now = self.ports.clock.now();
        crate::steps::terms(app, years.unwrap_or(1), now, &self.world().reading()).await
    }

    /// What items have handed on so far.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn outputs(&self) -> Result<domain::Outputs, Problem> {
        Ok(self.ports.store.outputs(self.setup)?)
    }

    /// The hosts of an item, for whoever runs a firewall. `None` when it is about none.
    ///
    /// # Errors
    /// When there is no such item, or the store cannot be read.
    pub fn allow_list(&self, item: &ItemId) -> Result<Option<Vec<domain::AllowEntry>>, Problem> {
        let spec = self.item_spec(item)?;
        let domain::Wanted::NetworkReachability(wanted) = &spec.wanted else { return Ok(None) };
        let ground = self.ground(item)?;
        Ok(Some(crate::steps::allow_list(&ground.cx(&self.profile, spec), wanted)))
    }

    /// The journal, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn journal(&self) -> Result<Vec<domain::JournalEntry>, Problem> {
        Ok(self.ports.store.journal(self.setup)?)
    }

    /// Users of the tenant whose name or address starts so.
    ///
    /// # Errors
    /// When the directory cannot be asked.
    pub async fn search_users(&self, start: &str) -> Result<Vec<domain::UserRef>, Problem> {
        let found = self.world().graph.search_users(start.trim()).await?;
        Ok(found.into_iter().map(Into::into).collect())
    }

    /// Groups of the tenant whose name starts so.
    ///
    /// # Errors
    /// When the directory cannot be asked.
    pub async fn search_groups(&self, start: &str) -> Result<Vec<domain::GroupRef>, Problem> {
        let found = self.world().graph.search_groups(start.trim()).await?;
        let named = |group: microsoft::graph::Group| {
            let name = group.display_name.unwrap_or_else(|| group.id.to_string());
            domain::GroupRef { id: group.id, name }
        };
        Ok(found.into_iter().map(named).collect())
    }

    /// Forgets this set-up on this computer: keys in the keychain first, then the records. The tenant is not touched.
    ///
    /// # Errors
    /// When the keychain or the store refuses; then nothing was forgotten that still has a key.
    pub async fn forget(&self) -> Result<(), Problem> {
        for account in self.keychain_accounts()? {
            self.ports.secrets.delete(&account).await?;
        }
        Ok(self.ports.store.forget(self.setup)?)
    }

    /// Every keychain account that the journal knows of, also of changes that were not finished.
    pub(crate) fn keychain_accounts(&self) -> Result<Vec<String>, Problem> {
        let mut accounts = Vec::new();
        for entry in self.ports.store.journal(self.setup)? {
            for value in [entry.note.as_ref(), entry.receipt.as_ref()].into_iter().flatten() {
                if let Some(account) = value.get("keychain_account").and_then(Value::as_str) {
                    accounts.push(account.to_owned());
                }
            }
        }
        accounts.sort();
        accounts.dedup();
        Ok(accounts)
    }

    pub(crate) fn change_setup(&self, change: impl FnOnce(&mut Setup)) -> Result<(), Problem> {
        let mut setup = self.setup()?;
        change(&mut setup);
        self.ports.store.put_setup(&setup)?;
        self.tell_setup();
        Ok(())
    }
}

/// A confirmation with the time at which it was entered. The same one again keeps its own.
fn said_at(now: Timestamp, mut value: Value, before: Option<Value>) -> Value {
    const SAID: &str = "said";
    let Some(members) = value.as_object_mut() else { return value };
    if let Some(before) = before {
        let mut plain = before.clone();
        plain.as_object_mut().map(|plain| plain.remove(SAID));
        if plain.as_object() == Some(members) {
            return before;
        }
    }
    members.insert(SAID.to_owned(), now.to_string().into());
    value
}
