//! On real sockets.

use std::sync::Arc;

use emulator::server::{ServerOptions, serve};
use emulator::state::SnapshotDirectory;
use emulator::{Emulator, Options, Scenario};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{START, StoppedClock, started};

async fn ask(port: u16, host: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.expect("it listens");
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("text");
    answer
}

async fn ask_securely(port: u16, ca: rustls::pki_types::CertificateDer<'static>) -> String {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(ca).expect("a certificate");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder =
        rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().expect("versions");
    let config = builder.with_root_certificates(roots).with_no_client_auth();
    let stream = TcpStream::connect(("127.0.0.1", port)).await.expect("it listens");
    let name = rustls::pki_types::ServerName::try_from("localhost").expect("a name");
    let mut stream = tokio_rustls::TlsConnector::from(Arc::new(config)).connect(name, stream).await.expect("TLS");
    let request = "GET /common/discovery/v2.0/keys HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    // The server may close without TLS's farewell; what came is what counts.
    let _ = stream.read_to_string(&mut answer).await;
    answer
}

#[tokio::test]
async fn it_answers_on_loopback_under_its_own_names_only() {
    let (emulator, _) = started("all-is-well");
    let serving = serve(&emulator, ServerOptions::loopback()).await.expect("it listens");
    let port = serving.address().port();
    let good = ask(port, &format!("localhost:{port}"), "/common/discovery/v2.0/keys").await;
    assert!(good.starts_with("HTTP/1.1 200 "), "{good}");
    assert!(
        good.to_ascii_lowercase().contains("\r\ndate: sat, 21 nov 2026 09:00:00 gmt\r\n"),
        "our date, once: {good}"
    );
    let control = ask(port, &format!("127.0.0.1:{port}"), "/_emulator/requests").await;
    assert!(control.starts_with("HTTP/1.1 200 "), "the control plane is for this computer: {control}");
    let rebound = ask(port, "evil.example", "/common/discovery/v2.0/keys").await;
    assert!(rebound.starts_with("HTTP/1.1 421 "), "a name that was made to lead here: {rebound}");
    let line = emulator.ready_line(None);
    assert_eq!(line.login, format!("http://localhost:{port}"), "where it is");
    assert_eq!(line.graph, format!("http://localhost:{port}/graph"), "one port by path");
    let dana = line.accounts.iter().find(|account| account.upn.starts_with("dana@")).expect("dana");
    assert_eq!(dana.roles, ["Application Administrator", "Teams Administrator"], "with her roles");
}

#[tokio::test]
async fn the_port_is_remembered() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut ports = Vec::new();
    for _ in 0..2 {
        let mut options = Options::new(Scenario::load("all-is-well").expect("a scenario"));
        options.keep = Some(Arc::new(SnapshotDirectory::open(folder.path()).expect("a folder")));
        let emulator = Emulator::new(options, StoppedClock::at(START)).expect("it starts");
        let serving = serve(&emulator, ServerOptions::loopback()).await.expect("it listens");
        ports.push(serving.address().port());
        drop(serving);
        tokio::task::yield_now().await;
    }
    assert_eq!(ports[0], ports[1], "so that a client finds it again");
}

#[tokio::test]
async fn with_tls_everything_but_teams_is_https() {
    let (emulator, _) = started("all-is-well");
    // The TLS library asks the real clock.
    let from = domain::Timestamp::parse("2020-01-01T00:00:00Z").expect("a time");
    let (key, certificate) =
        emulator::entra::certificate("localhost", from, from.plus_years(80)).expect("a certificate");
    let pem = |label: &str, der: &[u8]| {
        use base64::Engine as _;
        let text = base64::engine::general_purpose::STANDARD.encode(der);
        format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n").into_bytes()
    };
    let options = ServerOptions {
        tls: Some((pem("CERTIFICATE", &certificate), pem("PRIVATE KEY", &key))),
        ..ServerOptions::loopback()
    };
    let serving = serve(&emulator, options).await.expect("it listens");
    let line = emulator.ready_line(Some("ca.pem".to_owned()));
    assert_eq!(line.login, format!("https://localhost:{}", serving.address().port()), "TLS");
    assert!(
        line.teams.starts_with("http://localhost:") && line.teams.ends_with("/teams"),
        "for a child of ours: {}",
        line.teams
    );
    let teams: u16 =
        line.teams.trim_start_matches("http://localhost:").trim_end_matches("/teams").parse().expect("a port");
    let elsewhere = ask(teams, "localhost", "/common/discovery/v2.0/keys").await;
    assert!(elsewhere.starts_with("HTTP/1.1 404 "), "nothing but Teams there: {elsewhere}");
    let secure = ask_securely(serving.address().port(), certificate.into()).await;
    assert!(secure.starts_with("HTTP/1.1 200 "), "over TLS: {secure}");
    let wrong = ServerOptions { tls: Some((b"nonsense".to_vec(), b"nonsense".to_vec())), ..ServerOptions::loopback() };
    let error = serve(&emulator, wrong).await.err().expect("no certificate").to_string();
    assert!(error.starts_with("TLS: "), "{error}");
}
