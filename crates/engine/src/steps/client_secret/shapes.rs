//! What is found, changed and written down about client secrets. None of it holds a secret's text.

use domain::{AppObjectId, KeyId, Known, Timestamp};
use microsoft::graph::PasswordCredential;
use serde::{Deserialize, Serialize};

use super::limit::Limit;

/// What there is.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    /// Secrets that this set-up made, newest last.
    pub(super) ours: Vec<Ours>,
    /// What was begun and has no receipt.
    pub(super) tries: Vec<Tried>,
    /// Secrets of others on the app.
    pub(super) others: usize,
    /// Certificates on the app.
    pub(super) certificates: usize,
    /// What the tenant allows.
    pub(super) limit: Limit,
}

/// A secret of ours.
#[derive(Serialize, Deserialize)]
pub(crate) struct Ours {
    pub(super) made: Made,
    /// It is on the app registration.
    pub(super) on_app: bool,
    /// Its text is in this computer's keychain.
    pub(super) in_keychain: bool,
}

/// What became of an attempt.
#[derive(Serialize, Deserialize)]
pub(crate) struct Tried {
    pub(super) attempt: Attempt,
    /// Secrets on the app that it made, and whose texts nobody has.
    pub(super) left: Vec<KeyId>,
    /// The one that it made and whose text is in the keychain: only the receipt is missing.
    pub(super) kept: Option<PasswordCredential>,
    /// Something of it is in the keychain.
    pub(super) in_keychain: bool,
}

/// What can be missing.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    /// Make a secret and put its text into the keychain.
    Make {
        /// Which app.
        app: Known<AppObjectId>,
        /// Description.
        name: String,
        /// Calendar months, "or the policy's maximum": a rule, no date.
        months: u32,
        /// The policy's maximum in seconds.
        longest: Option<u64>,
        /// Which secret of this set-up, from 1.
        number: u32,
    },
    /// Take an older secret of ours off the app.
    Remove {
        /// Which app.
        app: Known<AppObjectId>,
        /// Which secret of this set-up.
        number: u32,
        /// Its id on the app.
        key_id: KeyId,
    },
    /// Take off what an attempt left behind that was interrupted.
    Clear {
        /// Which app.
        app: Known<AppObjectId>,
        /// Their ids on the app.
        key_ids: Vec<KeyId>,
    },
}

/// What was done.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "did")]
pub(crate) enum Receipt {
    /// On the app registration, with its text in the keychain.
    Made(Made),
    /// An attempt that ended without a receipt: it may have left something on the app or in the keychain.
    Left(Attempt),
    /// Taken off the app registration, and out of the keychain.
    Removed {
        /// What their ids there were.
        key_ids: Vec<KeyId>,
    },
}

/// Written down before the call that makes a secret: with it, what was made is found again although its answer was lost.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Attempt {
    pub(super) number: u32,
    pub(super) app: AppObjectId,
    /// Where its text goes.
    pub(super) keychain_account: String,
    pub(super) display_name: String,
    /// When the attempt was made.
    pub(super) from: Timestamp,
    pub(super) not_after: Timestamp,
    /// Ids of the secrets that were on the app before.
    pub(super) before: Vec<KeyId>,
}

/// A secret of ours.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Made {
    #[serde(flatten)]
    pub(super) attempt: Attempt,
    pub(super) key_id: KeyId,
    pub(super) hint: Option<String>,
}

impl Attempt {
    /// Whether it made this one: same description, same end to the second, and not there before.
    pub(super) fn made(&self, secret: &PasswordCredential) -> bool {
        secret.display_name.as_deref() == Some(&self.display_name)
            && secret.end_date_time.is_some_and(|end| end.unix() == self.not_after.unix())
            && !self.before.contains(&secret.key_id)
    }
}

impl Ours {
    /// On the app, and not at its end.
    pub(super) fn is_valid(&self, now: Timestamp) -> bool {
        self.on_app && self.made.attempt.not_after > now
    }
}
