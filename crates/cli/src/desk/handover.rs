//! The encrypted file for the vendor: its values are put together here, sealed in `access`, and recorded before it is
//! written.

use std::collections::BTreeMap;

use access::handover::{Contents, HandoverError, Lock, Sealed, seal};
use domain::{
    Clock as _, CoverPage, HandedOver, HandedTo, HandoverOffer, HandoverSpec, Item, ItemId, Message, Outcome, Purpose,
    SecretText, SetupId, VendorValue, Wanted, key_print, msg,
};

use crate::journey::told;
use crate::save::{FileToSave, Recorded, file_name};
use crate::session::OpenSetup;
use crate::site::stored;
use crate::{Answer, Desk, trouble};

/// A file that a pass phrase seals, and nobody who could choose one.
#[must_use]
pub fn handover_pass_phrase_missing() -> Box<domain::Diagnostic> {
    trouble::own("handover-wants-pass-phrase", Outcome::NeedsDecision)
}

impl Desk {
    /// What would be handed over, told before the pass phrase is asked for.
    ///
    /// # Errors
    /// When values are not there yet, or the vendor's key is another one than before.
    pub async fn handover_offer(&self, setup: SetupId, item: &ItemId) -> Answer<HandoverOffer> {
        let open = self.opened(setup).await?;
        let spec = open.handover_spec(item)?.1;
        let values = told(open.engine.handover_values(item))?;
        Ok(HandoverOffer {
            vendor: open.engine.profile().vendor.name.clone(),
            values: values.into_iter().map(value_name).collect(),
            key: spec.recipient.as_deref().map(key_print),
        })
    }

    /// The file for the vendor, with its cover page. `pass_phrase`: where the profile names no key of the vendor's.
    ///
    /// # Errors
    /// When values are not there yet, the keychain refuses, the pass phrase is too short or missing, or the vendor's key
    /// is another one than before.
    pub async fn handover(&self, setup: SetupId, item: &ItemId, pass_phrase: Option<SecretText>) -> Answer<FileToSave> {
        let open = self.opened(setup).await?;
        let (part, spec) = open.handover_spec(item)?;
        let values = told(open.engine.handover_values(item))?;
        let lock = match (&spec.recipient, pass_phrase) {
            (Some(key), _) => Lock::Key(key.clone()),
            (None, Some(phrase)) => Lock::PassPhrase(phrase),
            (None, None) => return Err(handover_pass_phrase_missing()),
        };
        let made_at = self.clock.now();
        let profile = open.engine.profile().id.clone();
        let contents = Contents { made_at, profile, values: open.vendor_values(&values).await? };
        // Hundreds of thousands of rounds: not on a thread that others wait for.
        let sealed = tokio::task::spawn_blocking(move || seal(&contents, &lock)).await;
        let Sealed { bytes, digest } = sealed.unwrap_or(Err(HandoverError::Sealing)).map_err(refused)?;
        let to = match &spec.recipient {
            Some(key) => HandedTo::Key { fingerprint: key_print(key), digest: digest.clone() },
            None => HandedTo::PassPhrase { digest: digest.clone() },
        };
        let record = told(open.engine.record(Purpose::Setup, self.options.version))?;
        let name = file_name(&record, "age");
        let cover = CoverPage {
            file: name.clone(),
            vendor: open.engine.profile().vendor.name.clone(),
            title: record.title,
            tenant: record.tenant,
            made_at,
            by: record.session.map(|session| session.account.upn).unwrap_or_default(),
            values: values.clone(),
            key: spec.recipient.as_deref().map(key_print),
            digest: digest.clone(),
            note: spec.note.as_ref().map(|note| {
                let key = format!("profile-{}-item-{}-note", open.engine.profile().id, part.id);
                Message::literal(note).text("key", key)
            }),
        };
        let handed = told(open.engine.handing_over(item, values, to))?;
        let recipient = spec.recipient.clone();
        Ok(FileToSave {
            name,
            bytes,
            private: true,
            recorded: Some(Recorded::Handover { setup, handed, recipient, cover: Box::new(cover) }),
        })
    }

    /// The item that hands over and has not, or whose last file is of no use any more.
    ///
    /// # Errors
    /// When the data file cannot be read.
    pub async fn handover_due(&self, setup: SetupId) -> Answer<Option<ItemId>> {
        let open = self.opened(setup).await?;
        for item in &open.engine.profile().items {
            let view = told(open.engine.item(&item.id))?;
            let due = matches!(view.head.outcome, Some(Outcome::NeedsPerson | Outcome::Finding));
            if due && matches!(item.wanted, Wanted::Handover(_)) {
                return Ok(Some(item.id.clone()));
            }
        }
        Ok(None)
    }

    /// The page beside the file, in the words of this desk.
    pub(crate) fn cover(&self, cover: &CoverPage) -> String {
        report::cover(cover, &self.words)
    }

    /// Records a hand-over before its file exists: then no copy is without a record.
    pub(crate) async fn note_handover(&self, setup: SetupId, handed: HandedOver) -> Answer<()> {
        told(self.opened(setup).await?.engine.note_handover(handed))
    }

    /// The file is there: the item is looked at again, and the key counts as this profile's from now on.
    pub(crate) async fn handover_written(
        &self,
        setup: SetupId,
        handed: &HandedOver,
        recipient: Option<&str>,
    ) -> Answer<()> {
        let open = self.opened(setup).await?;
        told(open.engine.handover_written(handed, recipient))?;
        told(open.engine.look(&handed.item).await.map(drop))
    }
}

impl OpenSetup {
    fn handover_spec(&self, item: &ItemId) -> Answer<(&Item, &HandoverSpec)> {
        match self.engine.profile().item(item) {
            Some(part @ Item { wanted: Wanted::Handover(spec), .. }) => Ok((part, spec)),
            _ => Err(trouble::found_nothing("handover")),
        }
    }

    /// Each value, a secret one out of the keychain.
    async fn vendor_values(&self, values: &[VendorValue]) -> Answer<BTreeMap<VendorValue, SecretText>> {
        let outputs = stored(self.store.outputs(self.engine.id()))?;
        let tenant = self.setup()?.tenant.id;
        let mut all = BTreeMap::new();
        for value in values {
            let known = match value.secret() {
                Some(kind) => self.secret(kind, &outputs).await?,
                None => {
                    let shown = value.shown(tenant, &outputs).ok_or_else(|| trouble::found_nothing("handover"))?;
                    SecretText::new(shown)
                }
            };
            all.insert(*value, known);
        }
        Ok(all)
    }
}

fn value_name(value: VendorValue) -> Message {
    msg(&format!("vendor-value-{}", value.name().replace('_', "-")))
}

fn refused(error: HandoverError) -> Box<domain::Diagnostic> {
    match error {
        HandoverError::ShortPassPhrase => trouble::short_pass_phrase(),
        HandoverError::Key => trouble::own("handover-bad-key", Outcome::Failed),
        HandoverError::Sealing => trouble::own("handover-not-made", Outcome::Failed),
    }
}
