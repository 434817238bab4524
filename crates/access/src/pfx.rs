//! A sealed copy of key and certificate for the vendor's system: PKCS#12 with AES-256.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use domain::{Secret, SecretText};
use p12_keystore::{
    Certificate, EncryptionAlgorithm, KeyStore, KeyStoreEntry, MacAlgorithm, PrivateKey, PrivateKeyChain,
};

/// Windows, .NET, Java and OpenSSL all open files with so many rounds; more slows down only the rightful reader.
const ROUNDS: u32 = 50_000;
/// Shorter pass phrases are guessed from a stolen file.
pub const SHORTEST_PASS_PHRASE: usize = 12;

/// Why there is no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PfxError {
    /// The pass phrase is too short.
    #[error("the pass phrase needs at least {SHORTEST_PASS_PHRASE} characters")]
    ShortPassPhrase,
    /// A PKCS#12 file takes its pass phrase as a `BMPString`: 16 bits for each letter (RFC 7292, section B.1).
    #[error("the pass phrase has signs that a PFX file cannot take, such as emoji")]
    OutsideBasicPlane,
    /// The private key cannot be read.
    #[error("the private key cannot be read")]
    Key,
    /// The certificate cannot be read.
    #[error("the certificate cannot be read")]
    Certificate,
    /// The library could not write it.
    #[error("the file could not be made")]
    Sealing,
}

/// Seals key (PKCS#8, DER) and certificate (DER) under a pass phrase. `name` is shown by the system that imports it.
/// Takes a moment: for a blocking thread.
///
/// # Errors
/// When the pass phrase is too short or something cannot be read.
pub fn seal(
    private_key: &Secret,
    certificate: &[u8],
    name: &str,
    pass_phrase: &SecretText,
) -> Result<Secret, PfxError> {
    if pass_phrase.expose().chars().count() < SHORTEST_PASS_PHRASE {
        return Err(PfxError::ShortPassPhrase);
    }
    if pass_phrase.expose().chars().any(|letter| letter > '\u{ffff}') {
        return Err(PfxError::OutsideBasicPlane);
    }
    let thumbprint = digest(&SHA1_FOR_LEGACY_USE_ONLY, certificate);
    let key = PrivateKey::from_der(private_key.expose()).map_err(|_| PfxError::Key)?;
    let certificate = Certificate::from_der(certificate).map_err(|_| PfxError::Certificate)?;
    let chain = PrivateKeyChain::new(thumbprint.as_ref(), key, [certificate]);
    let mut store = KeyStore::new();
    store.add_entry(name, KeyStoreEntry::PrivateKeyChain(chain));
    let sealed = store
        .writer(pass_phrase.expose())
        .encryption_algorithm(EncryptionAlgorithm::PbeWithHmacSha256AndAes256)
        .encryption_iterations(ROUNDS)
        .mac_algorithm(MacAlgorithm::HmacSha256)
        .mac_iterations(ROUNDS)
        .write();
    sealed.map(Secret::new).map_err(|_| PfxError::Sealing)
}
