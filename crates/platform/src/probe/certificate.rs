//! What a server's certificate says, and what is wrong with one that was refused.

use domain::{CertificateFlaw, HostCertificate, Timestamp};
use rustls::client::verify_server_name;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, Error};
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer as _, X509Certificate};

/// Names of a certificate that are told; some have hundreds.
const MOST_NAMES: usize = 50;

/// `None` when it is not one.
pub fn read(der: &CertificateDer<'_>) -> Option<HostCertificate> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let names = certificate.subject_alternative_name().ok().flatten();
    let names = names.iter().flat_map(|names| &names.value.general_names).filter_map(shown).take(MOST_NAMES);
    let validity = certificate.validity();
    Some(HostCertificate {
        subject: certificate.subject().to_string(),
        issuer: certificate.issuer().to_string(),
        names: names.collect(),
        not_before: Timestamp::from_unix(validity.not_before.timestamp())?,
        not_after: Timestamp::from_unix(validity.not_after.timestamp())?,
    })
}

fn shown(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress([a, b, c, d]) => Some(std::net::Ipv4Addr::new(*a, *b, *c, *d).to_string()),
        GeneralName::IPAddress(bytes) => {
            <[u8; 16]>::try_from(*bytes).ok().map(|bytes| std::net::Ipv6Addr::from(bytes).to_string())
        }
        _ => None,
    }
}

/// Everything that is wrong with a certificate that was refused: the library stops at the first reason.
pub fn flaws(
    error: &Error,
    der: Option<&CertificateDer<'_>>,
    name: &ServerName<'_>,
    now: Timestamp,
) -> Vec<CertificateFlaw> {
    let Error::InvalidCertificate(why) = error else { return Vec::new() };
    let facts = der.and_then(read);
    let own = facts.as_ref().is_some_and(|facts| facts.subject == facts.issuer);
    let wrong = der.and_then(|der| ParsedCertificate::try_from(der).ok());
    let wrong = wrong.is_some_and(|parsed| verify_server_name(&parsed, name).is_err());
    let expired = facts.as_ref().is_some_and(|facts| now > facts.not_after)
        || matches!(why, CertificateError::Expired | CertificateError::ExpiredContext { .. });
    let early = facts.as_ref().is_some_and(|facts| now < facts.not_before)
        || matches!(why, CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. });
    let all = [
        (own, CertificateFlaw::SelfSigned),
        (!own && is_untrusted(error), CertificateFlaw::UnknownIssuer),
        (expired, CertificateFlaw::Expired),
        (early, CertificateFlaw::NotYetValid),
        (wrong, CertificateFlaw::WrongName),
    ];
    let found: Vec<CertificateFlaw> = all.into_iter().filter(|(is, _)| *is).map(|(_, flaw)| flaw).collect();
    if found.is_empty() { vec![CertificateFlaw::Other] } else { found }
}

/// Nobody whom this computer trusts has signed it; not merely ended, or for another name.
pub fn is_untrusted(error: &Error) -> bool {
    let Error::InvalidCertificate(why) = error else {
        return false;
    };
    match why {
        CertificateError::UnknownIssuer | CertificateError::BadSignature => true,
        // A root that serves itself: the library has no name for it.
        CertificateError::Other(other) => other.to_string().contains("CaUsedAsEndEntity"),
        _ => false,
    }
}
