//! TLS with a given certificate.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

use crate::errors::StartError;

/// From PEM: the certificate with its chain, and its private key.
pub(super) fn acceptor(certificate: &[u8], key: &[u8]) -> Result<TlsAcceptor, StartError> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(certificate).collect();
    let chain = chain.map_err(|error| StartError::Tls(format!("the certificate cannot be read: {error}")))?;
    if chain.is_empty() {
        return Err(StartError::Tls("the certificate file holds no certificate".to_owned()));
    }
    // The parser's error could quote the key.
    let key =
        PrivateKeyDer::from_pem_slice(key).map_err(|_| StartError::Tls("the private key cannot be read".to_owned()))?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StartError::Tls(error.to_string()))?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|error| StartError::Tls(error.to_string()))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Whether the first certificate of a PEM file names itself as its issuer: then it is what clients have to trust.
#[must_use]
pub fn is_self_signed(pem: &[u8]) -> bool {
    let Some(Ok(der)) = CertificateDer::pem_slice_iter(pem).next() else { return false };
    x509_parser::parse_x509_certificate(&der).is_ok_and(|(_, found)| found.subject() == found.issuer())
}
