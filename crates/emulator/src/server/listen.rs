//! Ports.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::middleware::{self, Next};
use axum::response::IntoResponse as _;
use http::StatusCode;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;
use url::Url;

use super::{names, tls};
use crate::errors::StartError;
use crate::{Emulator, Endpoints};

/// Name of the remembered port in the [`crate::state::Keep`].
const PORT: &str = "port";

/// How it is served.
#[derive(Clone)]
pub struct ServerOptions {
    /// Where to listen; port 0 takes the one of the last time, or any.
    pub listen: SocketAddr,
    /// Certificate (with chain) and private key, both PEM.
    pub tls: Option<(Vec<u8>, Vec<u8>)>,
    /// Where clients reach it when that is not the address it listens on.
    pub public_url: Option<Url>,
    /// Microsoft's own host names are told as the place where it answers, which somebody has mapped to this computer, on port
    /// 443. Needs TLS with a certificate for these names; wins over `public_url`. Over TLS it answers under them in any case.
    pub microsoft_names: bool,
}

impl ServerOptions {
    /// Loopback, HTTP, the port of the last time or any: practice mode.
    #[must_use]
    pub const fn loopback() -> Self {
        Self {
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
            tls: None,
            public_url: None,
            microsoft_names: false,
        }
    }
}

/// A served emulator; dropping it closes the ports.
pub struct Serving {
    address: SocketAddr,
    tasks: JoinSet<()>,
}

impl Serving {
    /// The address it listens on.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns when it is not served any more, which is never by itself.
    pub async fn ended(mut self) {
        while self.tasks.join_next().await.is_some() {}
    }
}

/// Serves the emulator and tells it its endpoints. Needs a tokio runtime with its network driver.
///
/// # Errors
/// When the address is taken, the certificate cannot be used, or Microsoft's names are wanted without one.
pub async fn serve(emulator: &Emulator, options: ServerOptions) -> Result<Serving, StartError> {
    let acceptor = match &options.tls {
        Some((certificate, key)) => Some(tls::acceptor(certificate, key)?),
        None => None,
    };
    if options.microsoft_names && acceptor.is_none() {
        // A token of a Microsoft issuer over a line that anybody can speak on would be a forgery.
        return Err(StartError::Tls("Microsoft's host names need a certificate".to_owned()));
    }
    let listener = bind(emulator, options.listen).await?;
    let address = listener.local_addr()?;
    let mut endpoints = Endpoints::under(&base_url(address, acceptor.is_some(), options.public_url.as_ref()));
    let mut tasks = JoinSet::new();
    if acceptor.is_some() {
        // The stand-in for Teams PowerShell is reached by a child of ours, without a certificate to trust.
        let plain = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = plain.local_addr()?.port();
        endpoints.teams = format!("http://localhost:{port}/teams");
        tasks.spawn(accept(plain, None, teams_only(emulator)));
    }
    if options.microsoft_names {
        endpoints = Endpoints::microsoft(endpoints.teams);
    }
    emulator.set_endpoints(endpoints);
    let router = guarded(emulator, address, &options);
    if address.ip() == IpAddr::V4(Ipv4Addr::LOCALHOST) {
        // Browsers and clients may resolve localhost to either family. Where there is no IPv6, one is enough.
        if let Ok(other) = TcpListener::bind((Ipv6Addr::LOCALHOST, address.port())).await {
            tasks.spawn(accept(other, acceptor.clone(), router.clone()));
        }
    }
    tasks.spawn(accept(listener, acceptor, router));
    tasks.spawn(emulator.clone().keep_delivering());
    Ok(Serving { address, tasks })
}

/// Port 0 prefers the one of the last time, so that a client's remembered addresses stay good.
async fn bind(emulator: &Emulator, listen: SocketAddr) -> Result<TcpListener, StartError> {
    if listen.port() != 0 {
        return Ok(TcpListener::bind(listen).await?);
    }
    let remembered = match emulator.keep() {
        Some(keep) => {
            keep.load(PORT)?.and_then(|bytes| String::from_utf8(bytes).ok()).and_then(|text| text.trim().parse().ok())
        }
        None => None,
    };
    if let Some(port) = remembered
        && let Ok(listener) = TcpListener::bind((listen.ip(), port)).await
    {
        return Ok(listener);
    }
    let listener = TcpListener::bind(listen).await?;
    if let Some(keep) = emulator.keep() {
        keep.save(PORT, listener.local_addr()?.port().to_string().as_bytes())?;
    }
    Ok(listener)
}

fn base_url(address: SocketAddr, tls: bool, public: Option<&Url>) -> String {
    if let Some(url) = public {
        return url.as_str().trim_end_matches('/').to_owned();
    }
    let scheme = if tls { "https" } else { "http" };
    let ip = address.ip();
    if ip.is_loopback() || ip.is_unspecified() {
        return format!("{scheme}://localhost:{}", address.port());
    }
    format!("{scheme}://{address}")
}

/// By path, and over TLS also by Microsoft's names: a client that trusts the certificate for them was made to come here.
fn guarded(emulator: &Emulator, address: SocketAddr, options: &ServerOptions) -> Router {
    let router = emulator.router();
    let mut known = loopback_names();
    known.insert(match address.ip() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    });
    known.extend(options.public_url.as_ref().and_then(Url::host_str).map(str::to_owned));
    if options.tls.is_none() {
        return with_host_check(router, known);
    }
    known.extend(names::all());
    with_host_check(names::by_name(router, &emulator.endpoints().teams), known)
}

fn loopback_names() -> BTreeSet<String> {
    ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned).into()
}

/// Requests under a name that is not ours come from a page that made its name lead here.
fn with_host_check(router: Router, known: BTreeSet<String>) -> Router {
    let known = Arc::new(known);
    router.layer(middleware::from_fn(move |request: Request, next: Next| {
        let known = Arc::clone(&known);
        async move {
            if known.contains(&names::host_name(request.headers(), request.uri())) {
                return next.run(request).await;
            }
            (StatusCode::MISDIRECTED_REQUEST, "The practice tenant does not answer under this host name.\n")
                .into_response()
        }
    }))
}

fn teams_only(emulator: &Emulator) -> Router {
    let all = emulator.router();
    let router = Router::new().fallback(move |request: Request| {
        let all = all.clone();
        async move {
            if request.uri().path().starts_with("/teams/") {
                return all.oneshot(request).await.into_response();
            }
            StatusCode::NOT_FOUND.into_response()
        }
    });
    with_host_check(router, loopback_names())
}

pub(super) async fn accept(listener: TcpListener, tls: Option<TlsAcceptor>, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    connections.spawn(connection(stream, peer, tls.clone(), router.clone()));
                }
                // Out of file handles, or the peer was gone again: the next one may be fine.
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::task::yield_now().await;
                }
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: TcpStream, peer: SocketAddr, tls: Option<TlsAcceptor>, router: Router) {
    // Answers are small; waiting to fill a packet only delays them.
    let _ = stream.set_nodelay(true);
    match tls {
        None => talk(stream, peer, router).await,
        Some(tls) => match tls.accept(stream).await {
            Ok(stream) => talk(stream, peer, router).await,
            Err(error) => tracing::debug!(%error, "no TLS with this client"),
        },
    }
}

async fn talk(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, peer: SocketAddr, router: Router) {
    let service = router.map_request(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request.map(axum::body::Body::new)
    });
    let served = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    if let Err(error) = served.await {
        tracing::debug!(%error, "a connection ended early");
    }
}
