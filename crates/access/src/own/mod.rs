//! A certificate of the person's own, with its key, out of a PFX or PEM file.
//!
//! The file itself stays where it is and is never written. What was read out of it waits here, in memory, until the
//! change that takes it into the keychain is approved and made.

mod pem_file;
pub(crate) mod pfx_file;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::signature::RsaKeyPair;
use domain::{CertificateFacts, CertificateRequest, KeyMaker, MadeKey, Secret, SecretText, Timestamp};
use x509_parser::prelude::{FromDer as _, X509Certificate};
use x509_parser::public_key::PublicKey;
use x509_parser::x509::SubjectPublicKeyInfo;

use crate::Certificates;

/// Certificates and their chains are a few kilobytes; a larger file is another one than was meant.
pub const LARGEST: usize = 1024 * 1024;
/// Microsoft Entra takes no shorter RSA key.
pub(crate) const SHORTEST_KEY: usize = 2048;
/// What is longer does not fit into every keychain.
pub(crate) const LONGEST_KEY: usize = 4096;

/// What may be in a file, before anything is chosen from it.
pub(crate) struct Contents {
    /// Private keys, PKCS#8 or PKCS#1, DER.
    keys: Vec<Secret>,
    /// Certificates, DER.
    certificates: Vec<Vec<u8>>,
}

/// A certificate with its key.
pub struct OwnCertificate {
    /// DER.
    pub certificate: Vec<u8>,
    /// What it says.
    pub facts: CertificateFacts,
    /// PKCS#8, DER.
    key: Secret,
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OwnError {
    /// Larger than [`LARGEST`].
    #[error("the file is larger than 1 MB")]
    TooLarge,
    /// Neither PFX nor PEM.
    #[error("the file is neither PFX nor PEM")]
    NotOne,
    /// It is sealed, and no pass phrase was given.
    #[error("the file wants a pass phrase")]
    WantsPassPhrase,
    /// It does not open with this pass phrase.
    #[error("the pass phrase does not open the file")]
    WrongPassPhrase,
    /// Sealed in a way that we cannot open.
    #[error("the file is sealed in a way that is not known")]
    UnknownSeal,
    /// There is no private key in it.
    #[error("there is no private key in the file")]
    NoKey,
    /// There is no certificate in it.
    #[error("there is no certificate in the file")]
    NoCertificate,
    /// Its key is not RSA: Entra documents no other for client assertions.
    #[error("the key is not RSA")]
    NotRsa,
    /// An RSA key of so many bits.
    #[error("an RSA key of {0} bits is not taken")]
    KeyLength(u32),
    /// No certificate in it belongs to a key in it.
    #[error("key and certificate do not belong together")]
    DoNotMatch,
    /// It ended.
    #[error("the certificate ended {0}")]
    Expired(Timestamp),
    /// It has not begun.
    #[error("the certificate begins {0}")]
    NotYetValid(Timestamp),
}

/// Reads key and certificate out of a PFX or PEM file. Takes a moment where a pass phrase is used: for a blocking thread.
///
/// # Errors
/// When it holds no RSA key with a certificate that belongs to it and is valid `now`; the error says what is wrong.
pub fn open(file: &Secret, pass_phrase: Option<&SecretText>, now: Timestamp) -> Result<OwnCertificate, OwnError> {
    let bytes = file.expose();
    if bytes.len() > LARGEST {
        return Err(OwnError::TooLarge);
    }
    // A PFX is one DER sequence; PEM is text.
    let contents = match bytes.first() {
        Some(0x30) => pfx_file::read(bytes, pass_phrase)?,
        _ => pem_file::read(bytes, pass_phrase)?,
    };
    let own = contents.pair()?;
    if own.facts.not_after <= now {
        return Err(OwnError::Expired(own.facts.not_after));
    }
    if own.facts.not_before > now {
        return Err(OwnError::NotYetValid(own.facts.not_before));
    }
    Ok(own)
}

impl Contents {
    /// The key and the certificate that belongs to it, whatever else is in the file (a chain, other people's).
    fn pair(self) -> Result<OwnCertificate, OwnError> {
        if self.keys.is_empty() {
            return Err(OwnError::NoKey);
        }
        if self.certificates.is_empty() {
            return Err(OwnError::NoCertificate);
        }
        let keys: Vec<Secret> = self.keys.iter().filter_map(|key| pkcs8(key.expose())).collect();
        for certificate in &self.certificates {
            if let Some(key) = keys.iter().find(|key| Certificates.belongs(key, certificate)) {
                check_length(certificate)?;
                let facts = Certificates.read(certificate).map_err(|_| OwnError::NotOne)?;
                let key = Secret::new(key.expose().to_vec());
                return Ok(OwnCertificate { certificate: certificate.clone(), facts, key });
            }
        }
        Err(self.why_not())
    }

    /// None of the keys could be used with any of the certificates.
    fn why_not(&self) -> OwnError {
        let lengths: Vec<Option<u32>> = self.certificates.iter().map(|der| rsa_bits(der)).collect();
        let odd = |bits: &u32| !(SHORTEST_KEY..=LONGEST_KEY).contains(&(*bits as usize));
        match lengths.iter().flatten().find(|bits| odd(bits)) {
            _ if lengths.iter().all(Option::is_none) => OwnError::NotRsa,
            Some(bits) => OwnError::KeyLength(*bits),
            None => OwnError::DoNotMatch,
        }
    }
}

/// As the keychain keeps it, without what some programs put beside it.
fn pkcs8(der: &[u8]) -> Option<Secret> {
    let key = RsaKeyPair::from_pkcs8(der).or_else(|_| RsaKeyPair::from_der(der)).ok()?;
    let der: Pkcs8V1Der<'_> = key.as_der().ok()?;
    Some(Secret::new(der.as_ref().to_vec()))
}

fn check_length(certificate: &[u8]) -> Result<(), OwnError> {
    match rsa_bits(certificate) {
        Some(bits) if (SHORTEST_KEY..=LONGEST_KEY).contains(&(bits as usize)) => Ok(()),
        Some(bits) => Err(OwnError::KeyLength(bits)),
        None => Err(OwnError::NotRsa),
    }
}

/// Length of the certificate's RSA key; `None` when it is another kind of key.
fn rsa_bits(certificate: &[u8]) -> Option<u32> {
    let (_, certificate) = X509Certificate::from_der(certificate).ok()?;
    bits_of(certificate.public_key())
}

pub(crate) fn bits_of(key: &SubjectPublicKeyInfo<'_>) -> Option<u32> {
    match key.parsed().ok()? {
        PublicKey::RSA(key) => u32::try_from(key.key_size()).ok(),
        _ => None,
    }
}

/// Makes keys, and holds those that were read out of files until they are in the keychain.
#[derive(Default)]
pub struct HeldKeys(Mutex<HashMap<String, Secret>>);

impl HeldKeys {
    /// Holds a key until it is let go or the program ends.
    pub fn hold(&self, own: OwnCertificate) {
        self.keys().insert(own.facts.thumbprint_sha256, own.key);
    }

    fn keys(&self) -> MutexGuard<'_, HashMap<String, Secret>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KeyMaker for HeldKeys {
    fn make(&self, request: &CertificateRequest) -> Result<MadeKey, String> {
        Certificates.make(request)
    }

    fn read(&self, der: &[u8]) -> Result<CertificateFacts, String> {
        Certificates.read(der)
    }

    fn belongs(&self, private_key: &Secret, der: &[u8]) -> bool {
        Certificates.belongs(private_key, der)
    }

    fn held(&self, thumbprint_sha256: &str) -> Option<Secret> {
        self.keys().get(thumbprint_sha256).map(|key| Secret::new(key.expose().to_vec()))
    }

    fn let_go(&self, thumbprint_sha256: &str) {
        self.keys().remove(thumbprint_sha256);
    }
}
