//! TLS by the system's own judgement, with an eye on who issued the certificate: TLS inspection shows there.

use std::sync::{Arc, Mutex, PoisonError};

use domain::{ReachStage, Timestamp, TlsFacts};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    AlertDescription, ClientConfig, DigitallySignedStruct, Error, PeerIncompatible, ProtocolVersion, RootCertStore,
    SignatureScheme,
};
use rustls_platform_verifier::Verifier;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use x509_parser::prelude::{FromDer as _, X509Certificate};

use super::certificate::{flaws, is_untrusted, read};
use super::{PATIENCE, Stop, too_long};

/// Whom to believe.
pub enum Trust {
    /// The system.
    System,
    /// The system, and this authority (PEM).
    Also(String),
    /// Nobody but this authority (PEM), which stands for the public ones.
    Only(String),
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

/// Secures a connection, or says why not; either way, what was seen of the other side. A certificate that is refused is
/// remembered before the handshake ends there: nothing is sent on such a connection.
pub async fn secure(
    stream: TcpStream,
    host: &str,
    trust: Trust,
    now: Timestamp,
) -> (Result<TlsStream<TcpStream>, Stop>, TlsFacts, Option<Voucher>) {
    let refused = |why: String| Stop::from(ReachStage::NoTls { why, untrusted: false });
    let prepared = prepare(host, &trust);
    let (onlooker, connector, name) = match prepared {
        Ok(prepared) => prepared,
        Err(error) => return (Err(refused(error)), TlsFacts::default(), None),
    };
    let handshake = timeout(PATIENCE, connector.connect(name.clone(), stream)).await;
    let seen = onlooker.seen.lock().unwrap_or_else(PoisonError::into_inner).take();
    let (der, voucher) = seen.map_or((None, None), |seen| (Some(seen.certificate), seen.voucher));
    let mut facts = TlsFacts { certificate: der.as_ref().and_then(read), ..TlsFacts::default() };
    let result = match handshake {
        Ok(Ok(stream)) => {
            facts.version = stream.get_ref().1.protocol_version().map(version);
            Ok(stream)
        }
        Ok(Err(error)) => {
            let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<Error>());
            facts.too_old = cause.is_some_and(is_too_old);
            facts.flaws = cause.map(|cause| flaws(cause, der.as_ref(), &name, now)).unwrap_or_default();
            let untrusted = cause.is_some_and(is_untrusted);
            Err(Stop::from(ReachStage::NoTls { why: error.to_string(), untrusted }))
        }
        Err(_) => Err(Stop { stage: ReachStage::NoTls { why: too_long("the host"), untrusted: false }, late: true }),
    };
    (result, facts, voucher)
}

type Prepared = (Arc<Onlooker>, TlsConnector, ServerName<'static>);

fn prepare(host: &str, trust: &Trust) -> Result<Prepared, String> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let (judge, world) = match trust {
        Trust::System | Trust::Also(_) => (system(trust, &provider)?, world(&provider)),
        Trust::Only(authority) => {
            let only = only(authority, &provider)?;
            (only.clone() as Arc<dyn ServerCertVerifier>, Some(only))
        }
    };
    let onlooker = Arc::new(Onlooker { judge, world, seen: Mutex::default() });
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(onlooker.clone())
        .with_no_client_auth();
    let name = ServerName::try_from(host.trim_start_matches('[').trim_end_matches(']').to_owned());
    let name = name.map_err(|error| error.to_string())?;
    Ok((onlooker, TlsConnector::from(Arc::new(config)), name))
}

fn version(version: ProtocolVersion) -> String {
    match version {
        ProtocolVersion::TLSv1_2 => "1.2".to_owned(),
        ProtocolVersion::TLSv1_3 => "1.3".to_owned(),
        other => format!("{other:?}"),
    }
}

/// We offer 1.2 and 1.3: whoever has neither says so in one of these ways.
fn is_too_old(error: &Error) -> bool {
    matches!(
        error,
        Error::AlertReceived(AlertDescription::ProtocolVersion)
            | Error::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13)
    )
}

fn system(trust: &Trust, provider: &Arc<CryptoProvider>) -> Result<Arc<dyn ServerCertVerifier>, String> {
    let judge = match trust {
        Trust::Also(authority) => Verifier::new_with_extra_roots(certificates(authority)?, provider.clone()),
        Trust::System | Trust::Only(_) => Verifier::new(provider.clone()),
    };
    Ok(Arc::new(judge.map_err(|error| error.to_string())?))
}

fn only(authority: &str, provider: &Arc<CryptoProvider>) -> Result<Arc<WebPkiServerVerifier>, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(certificates(authority)?);
    let judge = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone()).build();
    judge.map_err(|error| error.to_string())
}

fn certificates(authority: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    let blocks = pem::parse_many(authority).map_err(|error| error.to_string())?;
    let blocks = blocks.into_iter().filter(|block| block.tag() == "CERTIFICATE");
    Ok(blocks.map(|block| CertificateDer::from(block.into_contents())).collect())
}

/// The public authorities that Mozilla lists: not those of this computer, to which others may have added theirs.
fn world(provider: &Arc<CryptoProvider>) -> Option<Arc<WebPkiServerVerifier>> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned());
    WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone()).build().ok()
}

/// Lets somebody judge, and remembers what was shown and who vouched.
#[derive(Debug)]
struct Onlooker {
    judge: Arc<dyn ServerCertVerifier>,
    world: Option<Arc<WebPkiServerVerifier>>,
    seen: Mutex<Option<Shown>>,
}

/// What the other side showed.
#[derive(Debug)]
struct Shown {
    certificate: CertificateDer<'static>,
    voucher: Option<Voucher>,
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
        let shown = Shown { certificate: end_entity.clone().into_owned(), voucher };
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(shown);
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
