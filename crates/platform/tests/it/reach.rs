use std::sync::Arc;

use domain::{Endpoints, Probe as _, ReachStage};
use platform::{SystemClock, SystemProbe};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use url::Url;

const ANSWER: &str = "HTTP/1.1 401 Unauthorized\r\nDate: Sat, 21 Nov 2026 09:00:00 GMT\r\nContent-Length: 0\r\n\r\n";

async fn answer(mut stream: impl AsyncRead + AsyncWrite + Unpin) {
    let mut asked = [0; 4096];
    if stream.read(&mut asked).await.is_ok() {
        drop(stream.write_all(ANSWER.as_bytes()).await);
        drop(stream.shutdown().await);
    }
}

fn endpoints(port: u16, ca: Option<String>) -> Endpoints {
    let base = format!("https://localhost:{port}/");
    let text = format!("login = \"{base}\"\ngraph = \"{base}\"\nazure = \"{base}\"\n");
    let mut endpoints = Endpoints::from_file(&text, |_| Err(String::new())).expect("readable");
    endpoints.ca = ca;
    endpoints
}

fn probe(port: u16, ca: Option<String>) -> SystemProbe {
    SystemProbe::new(&endpoints(port, ca), Arc::new(SystemClock))
}

/// As in Microsoft's clouds, where every host is asked.
fn real_probe() -> SystemProbe {
    let mut endpoints = endpoints(1, None);
    endpoints.surroundings = domain::Surroundings::Real;
    SystemProbe::new(&endpoints, Arc::new(SystemClock))
}

fn url(text: &str) -> Url {
    text.parse().expect("an address")
}

/// A proxy that answers `CONNECT` so, and then is connected to that port.
async fn proxy(says: &'static str, behind: u16) -> (Url, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let seen = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a visitor");
        let mut asked = [0; 4096];
        let count = stream.read(&mut asked).await.expect("readable");
        stream.write_all(says.as_bytes()).await.expect("written");
        let asked = String::from_utf8_lossy(&asked[..count]).into_owned();
        if let Ok(mut server) = tokio::net::TcpStream::connect(("127.0.0.1", behind)).await {
            drop(tokio::io::copy_bidirectional(&mut stream, &mut server).await);
        }
        asked
    });
    (url(&format!("http://dana:secret@127.0.0.1:{port}")), seen)
}

#[tokio::test]
async fn a_proxy_that_wants_a_password_is_told_as_such() {
    let (by, _) = proxy("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", 1).await;
    let reach = real_probe().through(&by).reach(&url("https://graph.microsoft.com/v1.0/me")).await;
    assert_eq!(reach.stage, ReachStage::ProxyPassword, "not an outage");
    let shown = reach.proxy.expect("it is named");
    assert!(shown.starts_with("http://127.0.0.1:") && !shown.contains("secret"), "without its password: {shown}");
}

#[tokio::test]
async fn a_proxy_is_gone_through() {
    let (port, ca) = tls_server().await;
    let (by, seen) = proxy("HTTP/1.1 200 Connection established\r\n\r\n", port).await;
    let reach = probe(port, Some(ca)).through(&by).reach(&url(&format!("https://localhost:{port}/"))).await;
    assert_eq!((reach.stage, reach.status), (ReachStage::Answered, Some(401)), "the server behind it answers");
    let asked = seen.await.expect("no panic");
    assert!(asked.starts_with(&format!("CONNECT localhost:{port} HTTP/1.1\r\n")), "{asked}");
    assert!(asked.contains("Proxy-Authorization: Basic "), "as the setting says: {asked}");
}

#[tokio::test]
async fn a_proxy_that_refuses_gives_no_answer() {
    let (by, _) = proxy("HTTP/1.1 403 Forbidden\r\n\r\n", 1).await;
    let reach = real_probe().through(&by).reach(&url("https://graph.microsoft.com/v1.0/me")).await;
    let ReachStage::NoAnswer { why } = reach.stage else { panic!("{:?}", reach.stage) };
    assert!(why.contains("403"), "with what it said: {why}");
}

/// A TLS server for `localhost`, and the authority that vouches for it.
async fn tls_server() -> (u16, String) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, "Inspecting Proxy Root");
    let ca_key = KeyPair::generate().expect("a key");
    let ca = params.self_signed(&ca_key).expect("a certificate");
    let key = KeyPair::generate().expect("a key");
    let leaf = CertificateParams::new(vec!["localhost".to_owned()]).expect("a name");
    let leaf = leaf.signed_by(&key, &Issuer::new(params, ca_key)).expect("a certificate");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der())))
        .expect("a certificate and its key");
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    answer(stream).await;
                }
            });
        }
    });
    (port, ca.pem())
}

#[tokio::test]
async fn an_answer_gives_status_and_the_servers_clock() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.expect("a visitor");
        answer(stream).await;
    });
    let reach = probe(port, None).reach(&url(&format!("http://127.0.0.1:{port}/v1.0/me"))).await;
    assert_eq!((reach.stage, reach.status), (ReachStage::Answered, Some(401)), "401 is an answer");
    assert_eq!(reach.date.map(|date| date.to_string()).as_deref(), Some("2026-11-21T09:00:00Z"), "to compare clocks");
}

#[tokio::test]
async fn nobody_listening_is_no_tcp_and_an_unknown_name_is_no_dns() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    let reach = probe(port, None).reach(&url(&format!("http://127.0.0.1:{port}/"))).await;
    assert!(matches!(reach.stage, ReachStage::NoTcp { .. }), "{:?}", reach.stage);
    let reach = real_probe().reach(&url("http://no-such-host.invalid/")).await;
    assert!(matches!(reach.stage, ReachStage::NoDns { .. }), "{:?}", reach.stage);
}

#[tokio::test]
async fn somebody_who_does_not_speak_http_gives_no_answer() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a visitor");
        stream.write_all(b"220 mail.example ESMTP\r\n\r\n").await.expect("written");
    });
    let reach = probe(port, None).reach(&url(&format!("http://127.0.0.1:{port}/"))).await;
    assert!(matches!(reach.stage, ReachStage::NoAnswer { .. }), "{:?}", reach.stage);
}

#[tokio::test]
async fn an_issuer_that_is_not_trusted_is_named() {
    let (port, _) = tls_server().await;
    let reach = probe(port, None).reach(&url(&format!("https://localhost:{port}/"))).await;
    let ReachStage::NoTls { untrusted, why } = &reach.stage else { panic!("{:?}", reach.stage) };
    assert!(untrusted, "nobody here trusts it: {why}");
    assert_eq!(reach.issuer.as_deref(), Some("CN=Inspecting Proxy Root"), "so that the network team knows whom to ask");
}

#[tokio::test]
async fn the_extra_authority_counts_for_its_hosts_only() {
    let (port, ca) = tls_server().await;
    let reach = probe(port, Some(ca.clone())).reach(&url(&format!("https://localhost:{port}/"))).await;
    assert_eq!(reach.stage, ReachStage::Answered, "the endpoints file names it");
    assert_eq!(reach.issuer.as_deref(), Some("CN=Inspecting Proxy Root"), "it is shown all the same");
    let mut elsewhere = endpoints(port, Some(ca));
    elsewhere.surroundings = domain::Surroundings::Real;
    for place in [&mut elsewhere.login, &mut elsewhere.graph, &mut elsewhere.azure] {
        *place = url("https://other.example/");
    }
    let reach =
        SystemProbe::new(&elsewhere, Arc::new(SystemClock)).reach(&url(&format!("https://localhost:{port}/"))).await;
    assert!(matches!(reach.stage, ReachStage::NoTls { untrusted: true, .. }), "another host: {:?}", reach.stage);
}

#[tokio::test]
async fn plain_http_behind_an_https_address_is_a_tls_failure_of_another_kind() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.expect("a visitor");
        answer(stream).await;
    });
    let reach = probe(port, None).reach(&url(&format!("https://localhost:{port}/"))).await;
    assert!(matches!(reach.stage, ReachStage::NoTls { untrusted: false, .. }), "{:?}", reach.stage);
}
