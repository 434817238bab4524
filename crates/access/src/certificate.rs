//! Makes and reads certificates. RSA only: Entra documents no other key for client assertions.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use aws_lc_rs::signature::{KeyPair as _, RsaKeyPair};
use domain::{CertificateFacts, CertificateRequest, KeyMaker, MadeKey, Secret, Timestamp};
use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose,
    PKCS_RSA_SHA256, RsaKeySize,
};
use x509_parser::prelude::{FromDer as _, X509Certificate};

/// The real key maker.
#[derive(Clone, Copy, Debug, Default)]
pub struct Certificates;

impl KeyMaker for Certificates {
    fn make(&self, request: &CertificateRequest) -> Result<MadeKey, String> {
        let size = match request.key_bits {
            2048 => RsaKeySize::_2048,
            3072 => RsaKeySize::_3072,
            4096 => RsaKeySize::_4096,
            bits => return Err(format!("an RSA key of {bits} bits is not offered: 2048, 3072 or 4096")),
        };
        if request.not_after <= request.not_before {
            return Err("the certificate would end before it begins".to_owned());
        }
        let mut params = CertificateParams::default();
        params.distinguished_name = subject(&request.subject)?;
        params.not_before = request.not_before.utc();
        params.not_after = request.not_after.utc();
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        let key = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, size).map_err(|error| error.to_string())?;
        let certificate = params.self_signed(&key).map_err(|error| error.to_string())?;
        Ok(MadeKey { certificate: certificate.der().to_vec(), private_key: Secret::new(key.serialize_der()) })
    }

    fn read(&self, der: &[u8]) -> Result<CertificateFacts, String> {
        let certificate = parse(der)?;
        let at = |time: &x509_parser::time::ASN1Time| {
            Timestamp::from_unix(time.timestamp()).ok_or_else(|| "a date in the certificate cannot be read".to_owned())
        };
        Ok(CertificateFacts {
            subject: certificate.subject().to_string(),
            issuer: certificate.issuer().to_string(),
            thumbprint_sha1: hex::encode_upper(digest(&SHA1_FOR_LEGACY_USE_ONLY, der)),
            thumbprint_sha256: hex::encode_upper(digest(&SHA256, der)),
            not_before: at(&certificate.validity().not_before)?,
            not_after: at(&certificate.validity().not_after)?,
        })
    }

    fn belongs(&self, private_key: &Secret, der: &[u8]) -> bool {
        let (Ok(key), Ok(certificate)) = (RsaKeyPair::from_pkcs8(private_key.expose()), parse(der)) else {
            return false;
        };
        key.public_key().as_ref() == &*certificate.public_key().subject_public_key.data
    }
}

fn parse(der: &[u8]) -> Result<X509Certificate<'_>, String> {
    match X509Certificate::from_der(der) {
        Ok(([], certificate)) => Ok(certificate),
        Ok(_) => Err("there is something behind the certificate".to_owned()),
        Err(error) => Err(format!("this is not a certificate: {error}")),
    }
}

/// `CN=Teams integration, O=Contoso`. Commas inside a value are not offered.
fn subject(text: &str) -> Result<DistinguishedName, String> {
    let mut name = DistinguishedName::new();
    for part in text.split(',') {
        let (kind, value) = part.trim().split_once('=').ok_or_else(|| format!("`{part}` is not NAME=value"))?;
        let (kind, value) = (kind.trim().to_ascii_uppercase(), value.trim());
        let kind = match kind.as_str() {
            "CN" => DnType::CommonName,
            "O" => DnType::OrganizationName,
            "OU" => DnType::OrganizationalUnitName,
            "L" => DnType::LocalityName,
            "ST" => DnType::StateOrProvinceName,
            "C" => DnType::CountryName,
            _ => return Err(format!("`{kind}` in the subject is not known: CN, O, OU, L, ST or C")),
        };
        if value.is_empty() || value.chars().count() > 64 || value.chars().any(char::is_control) {
            return Err("a value in the subject must have 1 to 64 printable characters".to_owned());
        }
        name.push(kind, value);
    }
    Ok(name)
}
