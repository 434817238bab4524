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

async fn ask_securely(port: u16, ca: &[u8], host: &str, path: &str) -> String {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(ca.to_vec().into()).expect("a certificate");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder =
        rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().expect("versions");
    let config = builder.with_root_certificates(roots).with_no_client_auth();
    let stream = TcpStream::connect(("127.0.0.1", port)).await.expect("it listens");
    let name = rustls::pki_types::ServerName::try_from("localhost").expect("a name");
    let mut stream = tokio_rustls::TlsConnector::from(Arc::new(config)).connect(name, stream).await.expect("TLS");
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
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
    let line = emulator.ready_line(None, None);
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

/// Certificate and key as PEM, and the certificate to trust.
fn for_localhost() -> ((Vec<u8>, Vec<u8>), Vec<u8>) {
    // The TLS library asks the real clock.
    let from = domain::Timestamp::parse("2020-01-01T00:00:00Z").expect("a time");
    let (key, certificate) =
        emulator::entra::certificate("localhost", from, from.plus_years(80)).expect("a certificate");
    let pem = |label: &str, der: &[u8]| {
        use base64::Engine as _;
        let text = base64::engine::general_purpose::STANDARD.encode(der);
        format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n").into_bytes()
    };
    ((pem("CERTIFICATE", &certificate), pem("PRIVATE KEY", &key)), certificate)
}

#[tokio::test]
async fn with_tls_everything_but_teams_is_https() {
    let (emulator, _) = started("all-is-well");
    let (tls, certificate) = for_localhost();
    let options = ServerOptions { tls: Some(tls), ..ServerOptions::loopback() };
    let serving = serve(&emulator, options).await.expect("it listens");
    let line = emulator.ready_line(Some("ca.pem".to_owned()), None);
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
    let secure = ask_securely(serving.address().port(), &certificate, "localhost", "/common/discovery/v2.0/keys").await;
    assert!(secure.starts_with("HTTP/1.1 200 "), "over TLS: {secure}");
    let wrong = ServerOptions { tls: Some((b"nonsense".to_vec(), b"nonsense".to_vec())), ..ServerOptions::loopback() };
    let error = serve(&emulator, wrong).await.err().expect("no certificate").to_string();
    assert!(error.starts_with("TLS: "), "{error}");
}

/// The body of an answer, as JSON.
fn json(answer: &str) -> serde_json::Value {
    let body = answer.split_once("\r\n\r\n").expect("a body").1;
    serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}"))
}

#[tokio::test]
async fn under_microsofts_names_each_service_is_at_the_root_of_its_host() {
    let (emulator, _) = started("all-is-well");
    let (tls, ca) = for_localhost();
    let options = ServerOptions { tls: Some(tls), microsoft_names: true, ..ServerOptions::loopback() };
    let serving = serve(&emulator, options).await.expect("it listens");
    let ask = |host: &'static str, path: &'static str| ask_securely(serving.address().port(), &ca, host, path);
    let tenant = "7c0d4f3a-2b61-4e58-9a17-5d3e8f60c2b4";
    for host in ["login.microsoftonline.com", "login.windows.net", "sts.windows.net", "LOGIN.microsoft.com:443"] {
        let document = json(&ask(host, "/practice.handrail.example/v2.0/.well-known/openid-configuration").await);
        assert_eq!(document["issuer"], format!("https://login.microsoftonline.com/{tenant}/v2.0"), "under {host}");
        assert_eq!(document["cloud_instance_name"], "microsoftonline.com", "the public cloud's name");
        assert_eq!(document["msgraph_host"], "graph.microsoft.com", "where Graph is");
    }
    let known = json(&ask("login.microsoftonline.com", "/common/discovery/instance?api-version=1.1&authorization_endpoint=https://login.windows.net/common/oauth2/authorize").await);
    assert_eq!(known["metadata"][0]["preferred_cache"], "login.windows.net", "as Microsoft answers: {known}");
    assert_eq!(known["metadata"][0]["aliases"].as_array().map(Vec::len), Some(4), "with every alias: {known}");
    let unknown = json(&ask("login.microsoftonline.com", "/common/discovery/instance?api-version=1.1&authorization_endpoint=https://login.example/common/oauth2/authorize").await);
    assert_eq!(
        (&unknown["error"], &unknown["error_codes"][0]),
        (&"invalid_instance".into(), &50_049.into()),
        "not theirs"
    );

    let graph = json(&ask("graph.microsoft.com", "/v1.0/me").await);
    assert_eq!(graph["error"]["code"], "InvalidAuthenticationToken", "Graph, which wants a token: {graph}");
    let azure = ask("management.azure.com", "/nothing/like/that").await;
    assert!(azure.contains("/nothing/like/that"), "Azure's part answers: {azure}");
    let line = emulator.ready_line(None, None);
    assert_eq!(
        (line.login.as_str(), line.graph.as_str(), line.azure.as_str()),
        ("https://login.microsoftonline.com", "https://graph.microsoft.com", "https://management.azure.com"),
        "told so"
    );
}

#[tokio::test]
async fn over_tls_one_port_answers_by_path_and_by_microsofts_names() {
    let (emulator, _) = started("all-is-well");
    let (tls, ca) = for_localhost();
    let serving =
        serve(&emulator, ServerOptions { tls: Some(tls), ..ServerOptions::loopback() }).await.expect("it listens");
    let port = serving.address().port();
    let issuer = async |host: &'static str| {
        let path = "/practice.handrail.example/v2.0/.well-known/openid-configuration";
        json(&ask_securely(port, &ca, host, path).await)["issuer"].as_str().expect("text").to_owned()
    };
    assert!(issuer("login.microsoftonline.com").await.starts_with("https://login.microsoftonline.com/"), "by name");
    assert!(issuer("localhost").await.starts_with(&format!("https://localhost:{port}/")), "and by path");
    assert!(issuer("sts.windows.net").await.starts_with("https://login.microsoftonline.com/"), "one after the other");
    let line = emulator.ready_line(None, None);
    assert_eq!(line.login, format!("https://localhost:{port}"), "told is what was asked for");
    let plain = serve(&emulator, ServerOptions::loopback()).await.expect("it listens");
    let refused = ask(plain.address().port(), "login.microsoftonline.com", "/").await;
    assert!(refused.starts_with("HTTP/1.1 421 "), "not on a plain line: {refused}");
}

#[tokio::test]
async fn under_microsofts_names_the_control_plane_is_not_reached_and_other_names_stay_shut() {
    let (emulator, _) = started("all-is-well");
    let (tls, ca) = for_localhost();
    let options = ServerOptions { tls: Some(tls), microsoft_names: true, ..ServerOptions::loopback() };
    let serving = serve(&emulator, options).await.expect("it listens");
    let ask = |host: &'static str, path: &'static str| ask_securely(serving.address().port(), &ca, host, path);
    for host in ["login.microsoftonline.com", "graph.microsoft.com", "management.azure.com"] {
        for path in ["/_emulator/state", "/"] {
            let answer = ask(host, path).await;
            assert!(!answer.starts_with("HTTP/1.1 200 "), "a page under {host} is not this computer's owner: {answer}");
        }
    }
    assert!(ask("localhost", "/_emulator/requests").await.starts_with("HTTP/1.1 200 "), "under its own name it is");
    for host in ["evil.example", "login.microsoftonline.us", "graph.microsoft.com.evil.example"] {
        assert!(ask(host, "/common/discovery/v2.0/keys").await.starts_with("HTTP/1.1 421 "), "{host} is none of ours");
    }
    let plain = ServerOptions { microsoft_names: true, ..ServerOptions::loopback() };
    let error = serve(&emulator, plain).await.err().expect("refused").to_string();
    assert!(error.contains("certificate"), "a Microsoft issuer on a plain line would be a forgery: {error}");
}
