//! A secret for the vendor's own settings: out of the keychain, to whoever puts it on the clipboard, and recorded before.

use domain::{HandedTo, ItemId, Outputs, SecretKind, SecretText, SetupId};

use crate::journey::told;
use crate::session::OpenSetup;
use crate::{Answer, Desk, explain, trouble};

impl Desk {
    /// The secret of that kind, for one copy. Recorded as handed over before it is given out (DECISIONS 19).
    ///
    /// # Errors
    /// When this item has no use for it, it is not there yet, or the keychain refuses.
    pub async fn copy_secret(&self, setup: SetupId, item: &ItemId, kind: SecretKind) -> Answer<SecretText> {
        let open = self.opened(setup).await?;
        let value = kind.value();
        let part = open.engine.profile().item(item).filter(|part| part.wanted.vendor_values().contains(&value));
        if part.is_none() {
            return Err(trouble::found_nothing("secret"));
        }
        let text = open.secret(kind, &told(open.engine.outputs())?).await?;
        let handed = told(open.engine.handing_over(item, vec![value], HandedTo::Clipboard))?;
        told(open.engine.note_handover(handed.clone()))?;
        told(open.engine.handover_written(&handed, None))?;
        Ok(text)
    }
}

impl OpenSetup {
    /// That secret, out of the keychain.
    pub(crate) async fn secret(&self, kind: SecretKind, outputs: &Outputs) -> Answer<SecretText> {
        let account = outputs.secret_account(kind).ok_or_else(|| trouble::found_nothing("secret"))?;
        let secret = self.site.secrets.get(account).await.map_err(|error| explain(&error.into()))?;
        let secret = secret.ok_or_else(|| explain(&domain::KeychainError::NoEntry(account.to_owned()).into()))?;
        let text = std::str::from_utf8(secret.expose()).map_err(|_| trouble::found_nothing("secret"))?;
        Ok(SecretText::new(text.to_owned()))
    }
}
