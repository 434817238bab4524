//! PEM: certificates and a key one after the other, the key plain or sealed as PKCS#8.

use domain::{Secret, SecretText};
use pem::Pem;
use pkcs8::EncryptedPrivateKeyInfoRef;
use pkcs8::pkcs5::EncryptionScheme;
use pkcs8::pkcs5::pbes2::Kdf;

use super::{Contents, OwnError};

/// What would take longer is no key that somebody wants to use.
const MOST_ROUNDS: u32 = 10_000_000;

pub(super) fn read(bytes: &[u8], pass_phrase: Option<&SecretText>) -> Result<Contents, OwnError> {
    let parts = pem::parse_many(bytes).map_err(|_| OwnError::NotOne)?;
    let (mut keys, mut certificates) = (Vec::new(), Vec::new());
    for part in parts {
        match part.tag() {
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => certificates.push(part.into_contents()),
            "ENCRYPTED PRIVATE KEY" => keys.push(unseal(part, pass_phrase)?),
            // The seal of OpenSSL before 1.0, told by its headers.
            _ if part.headers().get("Proc-Type").is_some() => return Err(OwnError::UnknownSeal),
            tag if tag.ends_with("PRIVATE KEY") => keys.push(Secret::new(part.into_contents())),
            _ => {}
        }
    }
    if keys.is_empty() && certificates.is_empty() {
        return Err(OwnError::NotOne);
    }
    Ok(Contents { keys, certificates })
}

fn unseal(part: Pem, pass_phrase: Option<&SecretText>) -> Result<Secret, OwnError> {
    let phrase = pass_phrase.ok_or(OwnError::WantsPassPhrase)?;
    let sealed = part.into_contents();
    let sealed = EncryptedPrivateKeyInfoRef::try_from(sealed.as_slice()).map_err(|_| OwnError::UnknownSeal)?;
    let EncryptionScheme::Pbes2(scheme) = &sealed.encryption_algorithm else { return Err(OwnError::UnknownSeal) };
    if !matches!(&scheme.kdf, Kdf::Pbkdf2(rounds) if rounds.iteration_count <= MOST_ROUNDS) {
        return Err(OwnError::UnknownSeal);
    }
    let key = sealed.decrypt(phrase.expose()).map_err(|_| OwnError::WrongPassPhrase)?;
    Ok(Secret::new(key.as_bytes().to_vec()))
}
