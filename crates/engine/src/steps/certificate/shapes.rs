//! What is found, changed and written down about certificates.

use domain::{AppObjectId, CertificateFacts, KeyId, Known, Timestamp};
use microsoft::graph::KeyCredential;
use serde::{Deserialize, Serialize};

use super::limit::Limit;
use super::own::Own;
use super::vendor::Vendors;

/// What there is.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    /// Certificates that this set-up made, newest last.
    pub(super) ours: Vec<Ours>,
    /// Certificates on the app that are not ours.
    pub(super) others: Vec<KeyCredential>,
    /// Secrets on the app.
    pub(super) secrets: u32,
    /// What the tenant allows.
    pub(super) limit: Limit,
    /// A certificate of the person's own that is to be used and is not yet.
    #[serde(default)]
    pub(super) own: Option<Own>,
    /// Certificates whose keys the vendor has.
    #[serde(default)]
    pub(super) vendors: Vendors,
}

/// A certificate of ours.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Ours {
    pub(super) made: Made,
    pub(super) facts: CertificateFacts,
    /// Its key is in this computer's keychain.
    pub(super) in_keychain: bool,
    /// It is on the app registration.
    pub(super) uploaded: bool,
}

/// What can be missing.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    /// Make a key pair and put the private half into the keychain.
    Make {
        /// Subject.
        subject: String,
        /// RSA modulus length.
        key_bits: u32,
        /// Years, "or the policy's maximum": a rule, no date.
        years: u32,
        /// Days instead, for a test.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        days: Option<u32>,
        /// The policy's maximum in seconds.
        longest: Option<u64>,
        /// Which certificate of this set-up, from 1; its `keyId` is derived from it.
        number: u32,
    },
    /// Put the private half of a certificate of the person's own into the keychain.
    Import {
        /// Subject.
        subject: String,
        /// SHA-256 of it.
        thumbprint: String,
        /// The certificate, DER in base64.
        certificate: String,
        /// Its end.
        until: Timestamp,
        /// Which certificate of this set-up.
        number: u32,
    },
    /// Put the public half on the app registration.
    Upload {
        /// Which app.
        app: Known<AppObjectId>,
        /// Which certificate of this set-up.
        number: u32,
    },
    /// Take an older certificate of ours off the app.
    Remove {
        /// Which app.
        app: Known<AppObjectId>,
        /// Which certificate of this set-up.
        number: u32,
        /// SHA-256 of it.
        thumbprint: String,
    },
    /// Put a certificate on the app registration whose key the vendor has.
    AddVendor {
        /// Which app.
        app: Known<AppObjectId>,
        /// Subject.
        subject: String,
        /// SHA-256 of it; its `keyId` is derived from it.
        thumbprint: String,
        /// SHA-1 of it, as portals show it.
        shown: String,
        /// The certificate, DER in base64.
        certificate: String,
        /// Its end.
        until: Timestamp,
        /// How often it was taken off before: putting it back is another change than putting it there.
        round: usize,
    },
    /// Take such a certificate, which this set-up put there, off the app.
    RemoveVendor {
        /// Which app.
        app: Known<AppObjectId>,
        /// Its id there.
        key_id: KeyId,
        /// SHA-1 of it, as portals show it.
        thumbprint: String,
        /// How often it was taken off before.
        round: usize,
    },
}

/// What was done.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "did")]
pub(crate) enum Receipt {
    /// A key pair, with its private half in the keychain.
    Made(Made),
    /// On the app registration.
    Uploaded {
        /// Which app.
        app: AppObjectId,
        /// Its id there.
        key_id: KeyId,
        /// Which certificate of this set-up.
        number: u32,
    },
    /// Taken off the app registration, and out of the keychain.
    Removed {
        /// Which certificate of this set-up.
        number: u32,
    },
    /// A certificate of the vendor's, put on the app registration.
    VendorAdded {
        /// Which app.
        app: AppObjectId,
        /// Its id there.
        key_id: KeyId,
        /// SHA-1 of it.
        thumbprint: String,
        /// Its end.
        until: Timestamp,
    },
    /// Somebody else put it there meanwhile: it is not ours to take back.
    VendorThere,
    /// A certificate of the vendor's, taken off the app registration.
    VendorRemoved {
        /// What its id there was.
        key_id: KeyId,
    },
}

/// A key pair of ours; all of it is public.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Made {
    pub(super) number: u32,
    pub(super) keychain_account: String,
    /// The certificate, DER in base64.
    pub(super) certificate: String,
    /// Read out of a file of the person's own, which stays where it is.
    #[serde(default)]
    pub(super) imported: bool,
}

impl Ours {
    /// In the keychain and not at its end.
    pub(super) fn is_usable(&self, now: Timestamp) -> bool {
        self.in_keychain && self.facts.not_after > now
    }
}
