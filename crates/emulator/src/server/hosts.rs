//! The ports of played hosts: one that speaks TLS under every name, a proxy that wants a password, and one that tells other
//! programs where a host is played. What they do is in the scenario, and may change while they run.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use async_trait::async_trait;
use axum::body::Body;
use axum::extract::{Query, Request};
use axum::routing::get;
use axum::{Json, Router};
use domain::{StandIn, StandIns};
use http::{Response, StatusCode, header};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::{CertifiedKey, SigningKey};
use serde::Deserialize;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use url::Url;

use super::listen::accept;
use crate::Emulator;
use crate::errors::StartError;
use crate::vendor::{Authority, Shown, VendorOddities};

/// Played hosts; dropping it closes their ports.
pub struct Hosts {
    places: Places,
    directory: SocketAddr,
    _tasks: JoinSet<()>,
}

/// Where they are played.
#[derive(Clone)]
struct Places {
    emulator: Emulator,
    authority: String,
    socket: SocketAddr,
    proxy: SocketAddr,
}

/// Serves them on loopback ports.
///
/// # Errors
/// When no port can be opened, or no key made.
pub async fn serve_hosts(emulator: &Emulator) -> Result<Hosts, StartError> {
    let now = emulator.now();
    let made = tokio::task::spawn_blocking(move || Authority::new(now)).await;
    let authority = made.ok().flatten().ok_or(StartError::SigningKey)?;
    let pem = authority.pem();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let gate = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let (socket, proxy) = (listener.local_addr()?, gate.local_addr()?);
    let places = Places { emulator: emulator.clone(), authority: pem, socket, proxy };
    let desk = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let directory = desk.local_addr()?;
    let mut tasks = JoinSet::new();
    tasks.spawn(accept(listener, Some(acceptor(emulator, authority)?), router(emulator)));
    tasks.spawn(refuse(gate));
    tasks.spawn(accept(desk, None, places.clone().router()));
    Ok(Hosts { places, directory, _tasks: tasks })
}

impl Hosts {
    /// Where other programs on this computer ask who plays a host: `GET ?host=NAME` answers a [`StandIn`], or 404 with the
    /// words of a name service.
    #[must_use]
    pub fn directory(&self) -> String {
        format!("http://{}/", self.directory)
    }
}

#[async_trait]
impl StandIns for Hosts {
    async fn of(&self, host: &str, _: u16) -> Result<StandIn, String> {
        self.places.of(host)
    }
}

impl Places {
    fn of(&self, host: &str) -> Result<StandIn, String> {
        let vendor = oddities(&self.emulator, host);
        if vendor.unknown_name {
            return Err(format!("the practice tenant's name service does not know {host}"));
        }
        let proxy = vendor.proxy_password.then(|| Url::parse(&format!("http://{}", self.proxy)).ok()).flatten();
        Ok(StandIn {
            addresses: vendor.address.parse().into_iter().collect(),
            socket: self.socket,
            authority: self.authority.clone(),
            proxy,
        })
    }
}

/// A host that is asked about.
#[derive(Deserialize)]
struct Asked {
    host: String,
}

impl Places {
    fn router(self) -> Router {
        let answer = move |Query(asked): Query<Asked>| async move {
            self.of(&asked.host).map(Json).map_err(|why| (StatusCode::NOT_FOUND, why))
        };
        Router::new().route("/", get(answer))
    }
}

/// What is peculiar about a host: Microsoft's own do as they should.
fn oddities(emulator: &Emulator, host: &str) -> VendorOddities {
    if domain::is_microsoft_host(host) {
        return VendorOddities::default();
    }
    emulator.read(|tenant| tenant.oddities.vendor.clone())
}

fn acceptor(emulator: &Emulator, authority: Authority) -> Result<TlsAcceptor, StartError> {
    let key = authority.key().ok_or(StartError::SigningKey)?;
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key));
    let key = rustls::crypto::aws_lc_rs::sign::any_supported_type(&key).map_err(|_| StartError::SigningKey)?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StartError::Tls(error.to_string()))?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(ByName { emulator: emulator.clone(), authority, key }));
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// A certificate for whatever name is asked for.
struct ByName {
    emulator: Emulator,
    authority: Authority,
    key: Arc<dyn SigningKey>,
}

impl std::fmt::Debug for ByName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ByName").finish_non_exhaustive()
    }
}

impl ResolvesServerCert for ByName {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let host = hello.server_name()?.to_owned();
        let shown: Shown = oddities(&self.emulator, &host).certificate;
        let der = self.authority.of(&host, shown, self.emulator.now())?;
        Some(Arc::new(CertifiedKey::new(vec![CertificateDer::from(der)], self.key.clone())))
    }
}

fn router(emulator: &Emulator) -> Router {
    let emulator = emulator.clone();
    Router::new().fallback(move |request: Request| {
        let emulator = emulator.clone();
        async move {
            let host = super::names::host_name(request.headers(), request.uri());
            let said = oddities(&emulator, &host).answer(request.method(), request.uri().query());
            emulator.pause(said.after).await;
            let mut answer = Response::builder().status(said.status).header(header::CONTENT_TYPE, said.content_type);
            if let Some(location) = said.location {
                answer = answer.header(header::LOCATION, location);
            }
            answer.body(Body::from(said.body)).unwrap_or_default()
        }
    })
}

/// A proxy that lets nobody through.
async fn refuse(listener: TcpListener) {
    const SAYS: &[u8] = b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"Practice\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    while let Ok((mut stream, _)) = listener.accept().await {
        let mut asked = [0; 4096];
        if stream.read(&mut asked).await.is_ok() {
            // A visitor who is gone needs no answer.
            let _ = stream.write_all(SAYS).await;
        }
    }
}
