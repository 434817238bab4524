//! A file for the vendor: what it needs, encrypted with age, under a pass phrase or for the vendor's own key. The plain
//! text exists in memory only, in one buffer that is wiped.
//!
//! Source: <https://age-encryption.org/v1>

use std::collections::BTreeMap;
use std::io::Write as _;
use std::iter;

use age::secrecy::SecretString;
use aws_lc_rs::digest::{SHA256, digest};
use domain::{Digest, ProfileId, SecretText, Timestamp, VendorValue};
use serde::{Serialize, Serializer};
use zeroize::Zeroizing;

use crate::pfx::SHORTEST_PASS_PHRASE;

/// Version of the file's shape, told in `docs/handover.md`.
const SCHEMA: u32 = 1;
/// Rounds of scrypt as a power of two: what age itself takes.
const WORK: u8 = 18;
/// Room for names, braces and dates, so that the buffer never grows and leaves a copy behind.
const ROOM: usize = 4096;

/// Why there is no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HandoverError {
    /// The pass phrase is too short.
    #[error("the pass phrase needs at least {SHORTEST_PASS_PHRASE} characters")]
    ShortPassPhrase,
    /// Not an age public key.
    #[error("the vendor's key is no age public key")]
    Key,
    /// The library could not write it.
    #[error("the file could not be made")]
    Sealing,
}

/// Who can open the file.
pub enum Lock {
    /// Whoever has the pass phrase.
    PassPhrase(SecretText),
    /// Whoever has the other half of this key (`age1…`).
    Key(String),
}

/// What is in the file.
pub struct Contents {
    /// When it was made.
    pub made_at: Timestamp,
    /// By which profile.
    pub profile: ProfileId,
    /// The values.
    pub values: BTreeMap<VendorValue, SecretText>,
}

/// The file.
pub struct Sealed {
    /// Encrypted.
    pub bytes: Vec<u8>,
    /// SHA-256 over them.
    pub digest: Digest,
}

/// Encrypts. Takes a moment with a pass phrase: for a blocking thread.
///
/// # Errors
/// When the pass phrase is too short or the key is none.
pub fn seal(contents: &Contents, lock: &Lock) -> Result<Sealed, HandoverError> {
    let plain = plain(contents)?;
    let bytes = match lock {
        Lock::PassPhrase(phrase) => {
            if phrase.expose().chars().count() < SHORTEST_PASS_PHRASE {
                return Err(HandoverError::ShortPassPhrase);
            }
            let mut recipient = age::scrypt::Recipient::new(SecretString::from(phrase.expose().to_owned()));
            recipient.set_work_factor(WORK);
            encrypt(&recipient, &plain)
        }
        Lock::Key(key) => {
            let recipient: age::x25519::Recipient = key.parse().map_err(|_| HandoverError::Key)?;
            encrypt(&recipient, &plain)
        }
    }?;
    let hash = digest(&SHA256, &bytes);
    Ok(Sealed { digest: Digest(hex::encode(hash)), bytes })
}

fn encrypt(recipient: &dyn age::Recipient, plain: &[u8]) -> Result<Vec<u8>, HandoverError> {
    let failed = |_| HandoverError::Sealing;
    let encryptor = age::Encryptor::with_recipients(iter::once(recipient)).map_err(|_| HandoverError::Sealing)?;
    let mut bytes = Vec::new();
    let mut writer = encryptor.wrap_output(&mut bytes).map_err(failed)?;
    writer.write_all(plain).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}

/// One JSON object; see `docs/handover.md`.
#[derive(Serialize)]
struct File<'a> {
    handrail_handover: u32,
    made_at: Timestamp,
    profile: &'a ProfileId,
    values: Values<'a>,
}

struct Values<'a>(&'a BTreeMap<VendorValue, SecretText>);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(value, text)| (value.name(), text.expose())))
    }
}

fn plain(contents: &Contents) -> Result<Zeroizing<Vec<u8>>, HandoverError> {
    // An escaped character takes six bytes at most.
    let longest: usize = contents.values.values().map(|text| text.expose().len() * 6).sum();
    let mut buffer = Zeroizing::new(Vec::with_capacity(longest + ROOM));
    let file = File {
        handrail_handover: SCHEMA,
        made_at: contents.made_at,
        profile: &contents.profile,
        values: Values(&contents.values),
    };
    serde_json::to_writer(&mut *buffer, &file).map_err(|_| HandoverError::Sealing)?;
    Ok(buffer)
}
