//! What a vendor sends whose key was made, and stays, with the vendor: a certificate without its key, or a request for
//! one (PKCS#10). Everything in it is public; a file that holds a key is refused, so that nobody hands one over by habit.

mod issue;

use aws_lc_rs::signature::{self, RsaKeyPair, RsaParameters, UnparsedPublicKey};
use domain::{CertificateFacts, KeyMaker as _, Timestamp};
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::prelude::{FromDer as _, X509Certificate};
use x509_parser::x509::SubjectPublicKeyInfo;

use crate::Certificates;
use crate::own::{LARGEST, LONGEST_KEY, OwnError, SHORTEST_KEY, bits_of, pfx_file};

/// Names are shown and kept; a longer one is no name.
const LONGEST_NAME: usize = 256;

/// `RSASSA-PSS`, as a signature is named.
const PSS: &str = "1.2.840.113549.1.1.10";

/// What a file of the vendor's holds.
pub enum VendorFile {
    /// A certificate.
    Certificate(VendorCertificate),
    /// A request for one, proved to come from whoever has the key.
    Request(VendorRequest),
}

/// A certificate without its key.
pub struct VendorCertificate {
    /// DER.
    pub certificate: Vec<u8>,
    /// What it says.
    pub facts: CertificateFacts,
}

/// A request for a certificate, with a signature that its own key made.
pub struct VendorRequest {
    der: Vec<u8>,
}

/// Why a file of the vendor's is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VendorError {
    /// Larger than [`LARGEST`].
    #[error("the file is larger than 1 MB")]
    TooLarge,
    /// Neither a certificate nor a request for one.
    #[error("the file holds neither a certificate nor a request for one")]
    NotOne,
    /// There is a private key in it: the vendor's, which nobody else is to have.
    #[error("there is a private key in the file")]
    HoldsKey,
    /// Several certificates, and none that the others lead up to.
    #[error("there are several certificates in the file")]
    Several,
    /// The key is not RSA: Entra documents no other for client assertions.
    #[error("the key is not RSA")]
    NotRsa,
    /// An RSA key of so many bits.
    #[error("an RSA key of {0} bits is not taken")]
    KeyLength(u32),
    /// It names nobody, or somebody at too great a length.
    #[error("the name in it is missing or too long")]
    Name,
    /// It ended.
    #[error("the certificate ended {0}")]
    Expired(Timestamp),
    /// It has not begun.
    #[error("the certificate begins {0}")]
    NotYetValid(Timestamp),
    /// The request is signed in a way that is not known.
    #[error("the request is signed in a way that is not known")]
    UnknownSignature,
    /// The request's signature was not made by its key, or the request was changed since.
    #[error("the request is not signed by its own key")]
    NotProved,
    /// No certificate could be made for the request.
    #[error("no certificate could be made for the request")]
    NotIssued,
}

/// Reads a certificate or a request out of a file, PEM or DER.
///
/// # Errors
/// When there is neither, or one that is of no use `now`; the error says what is wrong.
pub fn open(file: &[u8], now: Timestamp) -> Result<VendorFile, VendorError> {
    if file.len() > LARGEST {
        return Err(VendorError::TooLarge);
    }
    if contains(file, b"-----BEGIN ") {
        return open_pem(file, now);
    }
    if let Ok(certificate) = leaf(&[file.to_vec()]) {
        return check_certificate(certificate, now).map(VendorFile::Certificate);
    }
    match check_request(file) {
        Err(VendorError::NotOne) if holds_key(file) => Err(VendorError::HoldsKey),
        checked => checked.map(VendorFile::Request),
    }
}

impl VendorRequest {
    /// Issues the certificate that is asked for: DER, with the request's own name and key. Takes a moment: for a blocking
    /// thread.
    ///
    /// # Errors
    /// When it would end before it begins, or cannot be made.
    pub fn issue(&self, not_before: Timestamp, not_after: Timestamp) -> Result<VendorCertificate, VendorError> {
        let request = parse_request(&self.der).ok_or(VendorError::NotOne)?;
        let info = &request.certification_request_info;
        let certificate = issue::issue(info.subject.as_raw(), info.subject_pki.raw, (not_before, not_after));
        let certificate = certificate.ok_or(VendorError::NotIssued)?;
        let facts = Certificates.read(&certificate).map_err(|_| VendorError::NotIssued)?;
        Ok(VendorCertificate { certificate, facts })
    }

    /// Whether that certificate (DER) has the request's key.
    #[must_use]
    pub fn has_key_of(&self, certificate: &[u8]) -> bool {
        match (parse_request(&self.der), X509Certificate::from_der(certificate)) {
            (Some(request), Ok((_, certificate))) => {
                request.certification_request_info.subject_pki.raw == certificate.public_key().raw
            }
            _ => false,
        }
    }
}

fn open_pem(file: &[u8], now: Timestamp) -> Result<VendorFile, VendorError> {
    // Before anything is decoded: also of a damaged file it is to be said.
    if contains(file, b"PRIVATE KEY-----") {
        return Err(VendorError::HoldsKey);
    }
    let parts = pem::parse_many(file).map_err(|_| VendorError::NotOne)?;
    let (mut certificates, mut requests) = (Vec::new(), Vec::new());
    for part in parts {
        match part.tag() {
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => certificates.push(part.into_contents()),
            "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => requests.push(part.into_contents()),
            _ => {}
        }
    }
    match (certificates.as_slice(), requests.as_slice()) {
        ([], [request]) => check_request(request).map(VendorFile::Request),
        ([_, ..], []) => check_certificate(leaf(&certificates)?, now).map(VendorFile::Certificate),
        ([], []) => Err(VendorError::NotOne),
        _ => Err(VendorError::Several),
    }
}

/// The one certificate that no other in the file was issued by: vendors like to send the chain along.
fn leaf(all: &[Vec<u8>]) -> Result<Vec<u8>, VendorError> {
    let mut parsed = Vec::new();
    for der in all {
        match X509Certificate::from_der(der) {
            Ok(([], certificate)) => parsed.push((der, certificate)),
            _ => return Err(VendorError::NotOne),
        }
    }
    let issued_another = |der: &Vec<u8>, name: &[u8]| {
        parsed.iter().any(|(other, certificate)| *other != der && certificate.issuer().as_raw() == name)
    };
    let mut leaves = parsed.iter().filter(|(der, certificate)| !issued_another(der, certificate.subject().as_raw()));
    match (leaves.next(), leaves.next()) {
        (Some((der, _)), None) => Ok((*der).clone()),
        _ => Err(VendorError::Several),
    }
}

fn check_certificate(certificate: Vec<u8>, now: Timestamp) -> Result<VendorCertificate, VendorError> {
    let (_, parsed) = X509Certificate::from_der(&certificate).map_err(|_| VendorError::NotOne)?;
    check_key(parsed.public_key())?;
    let facts = Certificates.read(&certificate).map_err(|_| VendorError::NotOne)?;
    if facts.subject.chars().count() > LONGEST_NAME {
        return Err(VendorError::Name);
    }
    if facts.not_after <= now {
        return Err(VendorError::Expired(facts.not_after));
    }
    if facts.not_before > now {
        return Err(VendorError::NotYetValid(facts.not_before));
    }
    Ok(VendorCertificate { certificate, facts })
}

fn check_request(der: &[u8]) -> Result<VendorRequest, VendorError> {
    let request = parse_request(der).ok_or(VendorError::NotOne)?;
    let info = &request.certification_request_info;
    check_key(&info.subject_pki)?;
    let name = info.subject.to_string();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(VendorError::Name);
    }
    let named = request.signature_algorithm.algorithm.to_id_string();
    let algorithms = algorithms(&named);
    let key = &info.subject_pki.subject_public_key.data;
    let proves = |algorithm: &&'static RsaParameters| {
        UnparsedPublicKey::new(*algorithm, key).verify(info.raw, &request.signature_value.data).is_ok()
    };
    match algorithms.iter().any(proves) {
        true => Ok(VendorRequest { der: der.to_vec() }),
        // Of PSS only the usual length of its salt is known here.
        false if algorithms.is_empty() || named == PSS => Err(VendorError::UnknownSignature),
        false => Err(VendorError::NotProved),
    }
}

fn parse_request(der: &[u8]) -> Option<X509CertificationRequest<'_>> {
    match X509CertificationRequest::from_der(der) {
        Ok(([], request)) => Some(request),
        _ => None,
    }
}

/// By the name in the request. PSS says its hash in parameters: the key proves itself under one of three or under none.
fn algorithms(oid: &str) -> Vec<&'static RsaParameters> {
    match oid {
        "1.2.840.113549.1.1.11" => vec![&signature::RSA_PKCS1_2048_8192_SHA256],
        "1.2.840.113549.1.1.12" => vec![&signature::RSA_PKCS1_2048_8192_SHA384],
        "1.2.840.113549.1.1.13" => vec![&signature::RSA_PKCS1_2048_8192_SHA512],
        PSS => vec![
            &signature::RSA_PSS_2048_8192_SHA256,
            &signature::RSA_PSS_2048_8192_SHA384,
            &signature::RSA_PSS_2048_8192_SHA512,
        ],
        _ => Vec::new(),
    }
}

fn check_key(key: &SubjectPublicKeyInfo<'_>) -> Result<(), VendorError> {
    match bits_of(key) {
        Some(bits) if (SHORTEST_KEY..=LONGEST_KEY).contains(&(bits as usize)) => Ok(()),
        Some(bits) => Err(VendorError::KeyLength(bits)),
        None => Err(VendorError::NotRsa),
    }
}

/// A bare key, or a PFX: told apart only to say the right thing.
fn holds_key(der: &[u8]) -> bool {
    let key = RsaKeyPair::from_pkcs8(der).is_ok()
        || RsaKeyPair::from_der(der).is_ok()
        || pkcs8::PrivateKeyInfoRef::try_from(der).is_ok()
        || pkcs8::EncryptedPrivateKeyInfoRef::try_from(der).is_ok();
    key || match pfx_file::read(der, None) {
        Ok(_) => true,
        Err(error) => error != OwnError::NotOne,
    }
}

fn contains(all: &[u8], part: &[u8]) -> bool {
    all.windows(part.len()).any(|window| window == part)
}
