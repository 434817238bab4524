//! What a step knows without asking anybody.

use domain::{
    AppCredential, AppObjectId, AppProof, AppRef, ChangeState, Evidence, Field, Item, JournalEntry, Outputs, Profile,
    QuestionId, Setup, Template, Timestamp, VendorValue,
};
use serde::de::DeserializeOwned;

use crate::Problem;
use crate::settle::{FRESH, WAIT_LIMIT};

/// What a step knows without asking anybody.
#[derive(Clone, Copy)]
pub struct Cx<'a> {
    /// The set-up, with its answers.
    pub setup: &'a Setup,
    /// The profile.
    pub profile: &'a Profile,
    /// The item.
    pub item: &'a Item,
    /// Outputs of earlier items.
    pub outputs: &'a Outputs,
    /// This item's rows of the journal, oldest first.
    pub journal: &'a [JournalEntry],
    /// Those of all items.
    pub whole_journal: &'a [JournalEntry],
    /// This item's evidence.
    pub evidence: Option<&'a Evidence>,
    /// Now.
    pub now: Timestamp,
}

impl Cx<'_> {
    /// Receipts of this item's changes that stand, oldest first, with their rows.
    pub fn receipts<R: DeserializeOwned>(&self) -> Vec<(&JournalEntry, R)> {
        self.journal
            .iter()
            .filter(|entry| matches!(entry.state, ChangeState::Made | ChangeState::Seen))
            .filter_map(|entry| {
                let receipt = serde_json::from_value(entry.receipt.clone()?).ok()?;
                Some((entry, receipt))
            })
            .collect()
    }

    /// Whether a change was accepted by Microsoft and may only be not readable yet, or not everywhere.
    #[must_use]
    pub fn is_pending(&self, entry: &JournalEntry) -> bool {
        is_pending(entry, self.now)
    }

    /// The app's registration in this tenant.
    ///
    /// # Errors
    /// When the app is not known yet, or is registered in another tenant.
    pub fn registration(&self) -> Result<AppObjectId, Problem> {
        let app = self.outputs.app.as_ref().and_then(|app| app.object_id);
        app.ok_or(Problem::Missing(Field::App))
    }

    /// Whether the app is registered in another tenant.
    #[must_use]
    pub fn is_elsewhere(&self) -> bool {
        self.outputs.app.as_ref().is_some_and(AppRef::is_elsewhere)
    }

    /// What the app proves itself with, once it is known: a certificate where there is one, else a client secret.
    #[must_use]
    pub fn credential(&self) -> Option<AppCredential> {
        let app = self.outputs.app.as_ref()?;
        let certificate = self.outputs.certificate.as_ref().filter(|certificate| !certificate.taken_off);
        let certificate = certificate.map(|certificate| AppProof::Certificate {
            keychain_account: certificate.keychain_account.clone(),
            certificate: certificate.der_base64.clone(),
        });
        let secret = self.outputs.client_secret.as_ref();
        let secret = || secret.map(|secret| AppProof::Secret { keychain_account: secret.keychain_account.clone() });
        Some(AppCredential { tenant: self.setup.tenant.id, app: app.app_id, proof: certificate.or_else(secret)? })
    }

    /// The values for the vendor that the item names, those left out that no item gives as things are answered.
    ///
    /// # Errors
    /// The first output that an earlier item has not given yet.
    pub fn vendor_values(&self) -> Result<Vec<VendorValue>, Problem> {
        let values = self.profile.vendor_values(self.item, &self.setup.answers);
        match values.iter().find(|value| !self.outputs.has(value.field())) {
            Some(value) => Err(Problem::Missing(value.field())),
            None => Ok(values),
        }
    }

    /// Since when a value that the vendor needs is what it is, as far as this set-up has seen.
    #[must_use]
    pub fn vendor_value_since(&self, value: VendorValue) -> Option<Timestamp> {
        self.setup.vendor_values.get(&value).map(|seen| seen.since)
    }

    /// Whether the certificate was there for a test only, which is over: Handrail cannot act as the app any more.
    #[must_use]
    pub fn is_taken_off(&self) -> bool {
        self.credential().is_none() && self.outputs.certificate.as_ref().is_some_and(|one| one.taken_off)
    }

    /// Whether an item of this set-up gives a credential that Handrail can act as the app with, or will.
    #[must_use]
    pub fn gives_credential(&self) -> bool {
        let gives = |field| self.profile.giver(field, &self.setup.answers).is_some();
        !self.is_elsewhere() && !self.is_taken_off() && (gives(Field::Certificate) || gives(Field::ClientSecret))
    }

    /// A text of the profile with the admin's answers in it.
    ///
    /// # Errors
    /// The question that nobody answered yet, or the output that is not known yet.
    pub fn fill(&self, template: &Template) -> Result<String, Problem> {
        let value = |name: &str| match name {
            "app_id" => self.outputs.app.as_ref().map(|app| app.app_id.to_string()),
            "tenant_id" => Some(self.setup.tenant.id.to_string()),
            question => {
                let answer = self.profile.answer(&self.setup.answers, &QuestionId::from(question));
                answer.map(|text| text.trim().to_owned())
            }
        };
        template.fill(value).map_err(|name| match name.as_str() {
            "app_id" => Problem::Missing(Field::App),
            question => Problem::Unanswered(QuestionId::from(question)),
        })
    }

    /// The same for what is shown before everything is answered: a place without a value stays as it is.
    #[must_use]
    pub fn shown(&self, template: &Template) -> String {
        self.fill(template).unwrap_or_else(|_| template.to_string())
    }

    /// The sentence for a value that is only known later: "known after step 3".
    #[must_use]
    pub fn known_after(&self, field: Field) -> domain::Message {
        let answers = &self.setup.answers;
        let Some(giver) = self.profile.giver(field, answers) else { return domain::msg("known-later") };
        match self.profile.numeral(&giver.id, answers) {
            Some(numeral) => domain::msg("known-after").text("step", numeral),
            None => domain::msg("known-after-item").message("item", crate::views::item_title(self.profile, giver)),
        }
    }

    /// When this item's change was first made and not seen yet.
    #[must_use]
    pub fn made_at(&self) -> Option<Timestamp> {
        self.journal.iter().filter(|entry| entry.state != ChangeState::Undone).filter_map(|entry| entry.made_at).max()
    }
}

/// Made and not seen for at most a day, or seen just now: replicas may be behind.
pub(crate) fn is_pending(entry: &JournalEntry, now: Timestamp) -> bool {
    let age = entry.made_at.map(|at| now.since(at));
    match entry.state {
        ChangeState::Made => age.is_some_and(|age| age < WAIT_LIMIT),
        ChangeState::Seen => age.is_some_and(|age| age < FRESH),
        ChangeState::Intended | ChangeState::NotMade | ChangeState::Undone => false,
    }
}
