//! TLS by the system's own judgement, with an eye on who issued the certificate: TLS inspection shows there.

use std::sync::{Arc, Mutex, PoisonError};

use domain::ReachStage;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use rustls_platform_verifier::Verifier;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use x509_parser::prelude::{FromDer as _, X509Certificate};

use super::{Failed, PATIENCE, too_long};

/// A secured connection and who vouches for the other side.
pub struct Secured {
    pub stream: TlsStream<TcpStream>,
    pub voucher: Option<Voucher>,
}

/// Who vouches for the other side.
#[derive(Clone, Debug)]
pub struct Voucher {
    /// The name of the last issuer of the chain.
    pub issuer: String,
    /// Whether the chain ends at one of the world's public authorities. Somebody who opens connections on their way
    /// signs with an authority of their own, whatever they call it.
    pub public: bool,
}

/// Secures a connection, or says why not and whose certificate was shown.
pub async fn secure(stream: TcpStream, host: &str, authority: Option<&str>) -> Result<Secured, Failed> {
    let refused = |why: String| Failed::from(ReachStage::NoTls { why, untrusted: false });
    let provider = Arc::new(aws_lc_rs::default_provider());
    let judge = judge(authority, &provider).map_err(|error| refused(error.to_string()))?;
    let onlooker = Arc::new(Onlooker { judge, world: world(&provider), seen: Mutex::default() });
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| refused(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(onlooker.clone())
        .with_no_client_auth();
    let name = ServerName::try_from(host.trim_start_matches('[').trim_end_matches(']').to_owned());
    let name = name.map_err(|error| refused(error.to_string()))?;
    let handshake = timeout(PATIENCE, TlsConnector::from(Arc::new(config)).connect(name, stream)).await;
    let voucher = onlooker.seen.lock().unwrap_or_else(PoisonError::into_inner).take();
    match handshake {
        Ok(Ok(stream)) => Ok(Secured { stream, voucher }),
        Ok(Err(error)) => {
            let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<Error>());
            let untrusted = cause.is_some_and(is_untrusted);
            Err(Failed { stage: ReachStage::NoTls { why: error.to_string(), untrusted }, voucher })
        }
        Err(_) => Err(Failed { stage: ReachStage::NoTls { why: too_long("the host"), untrusted: false }, voucher }),
    }
}

fn judge(authority: Option<&str>, provider: &Arc<CryptoProvider>) -> Result<Verifier, Error> {
    let Some(authority) = authority else {
        return Verifier::new(provider.clone());
    };
    let blocks = pem::parse_many(authority).map_err(|error| Error::General(error.to_string()))?;
    let blocks = blocks.into_iter().filter(|block| block.tag() == "CERTIFICATE");
    let extra = blocks.map(|block| CertificateDer::from(block.into_contents()));
    Verifier::new_with_extra_roots(extra, provider.clone())
}

/// The public authorities that Mozilla lists: not those of this computer, to which others may have added theirs.
fn world(provider: &Arc<CryptoProvider>) -> Option<Arc<WebPkiServerVerifier>> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned());
    WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone()).build().ok()
}

/// Nobody whom this computer trusts has signed it; not merely ended, or for another name.
fn is_untrusted(error: &Error) -> bool {
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

/// Lets the system judge, and remembers who vouched.
#[derive(Debug)]
struct Onlooker {
    judge: Verifier,
    world: Option<Arc<WebPkiServerVerifier>>,
    seen: Mutex<Option<Voucher>>,
}

impl ServerCertVerifier for Onlooker {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        // The last certificate of the chain names the root, which itself is not sent.
        let last = intermediates.last().unwrap_or(end_entity);
        let issuer = X509Certificate::from_der(last).ok().map(|(_, certificate)| certificate.issuer().to_string());
        let public = |world: &Arc<WebPkiServerVerifier>| {
            world.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now).is_ok()
        };
        let voucher = issuer.map(|issuer| Voucher { issuer, public: self.world.as_ref().is_some_and(public) });
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = voucher;
        self.judge.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.judge.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.judge.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.judge.supported_verify_schemes()
    }
}
