//! PKCS#12, as Windows, OpenSSL and Java write it. The library bounds the rounds that a file may ask for.

use domain::{Secret, SecretText};
use p12_keystore::Pkcs12Archive;
use p12_keystore::error::Error;

use super::{Contents, OwnError};

pub(crate) fn read(bytes: &[u8], pass_phrase: Option<&SecretText>) -> Result<Contents, OwnError> {
    let phrase = pass_phrase.map_or("", SecretText::expose);
    // The format's own text has no characters beyond these: such a phrase was not the one.
    if phrase.chars().any(|c| c > '\u{ffff}') {
        return Err(OwnError::WrongPassPhrase);
    }
    let archive = Pkcs12Archive::from_pkcs12(bytes, phrase).map_err(|error| why(&error, pass_phrase.is_some()))?;
    Ok(Contents {
        keys: archive.keys.iter().map(|bag| Secret::new(bag.key.as_der().to_vec())).collect(),
        certificates: archive.certs.iter().map(|bag| bag.cert.as_der().to_vec()).collect(),
    })
}

/// Without a MAC the wrong pass phrase shows in what comes out: padding or keys that are none.
fn why(error: &Error, had_phrase: bool) -> OwnError {
    match error {
        Error::MacError(_) | Error::UnpadError | Error::InvalidPrivateKey | Error::Pkcs5Error(_) if had_phrase => {
            OwnError::WrongPassPhrase
        }
        Error::MacError(_) | Error::UnpadError | Error::InvalidPrivateKey | Error::Pkcs5Error(_) => {
            OwnError::WantsPassPhrase
        }
        Error::UnsupportedEncryptionScheme | Error::UnsupportedMacAlgorithm | Error::InvalidParameters => {
            OwnError::UnknownSeal
        }
        Error::IoError(_)
        | Error::DerError(_)
        | Error::InvalidVersion
        | Error::UnsupportedContentType
        | Error::UnsupportedCertificateType
        | Error::X509Error(_)
        | Error::InvalidLength
        | Error::InvalidData => OwnError::NotOne,
    }
}
