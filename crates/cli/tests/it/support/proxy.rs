//! A company's proxy: it wants a password if told so, opens every connection, and signs it anew with its own authority.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::FAR;
use super::way::{Inner, Way, pass};

/// A running proxy.
pub struct Proxy {
    /// `http://127.0.0.1:port`
    pub port: u16,
    /// Its authority, PEM.
    pub authority: String,
}

impl Proxy {
    /// In front of that way; with a password if it wants one, as `Basic` carries it.
    pub fn open(way: &Way, password: Option<&'static str>) -> Self {
        let (config, authority) = tls();
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let inner = way.inner.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (inner, config) = (inner.clone(), config.clone());
                std::thread::spawn(move || drop(serve(&inner, config, stream, password)));
            }
        });
        Self { port, authority }
    }
}

fn serve(way: &Inner, config: Arc<ServerConfig>, mut stream: TcpStream, password: Option<&str>) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let asked = |name: &str| {
        let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with(name))?;
        Some(line[name.len()..].trim().to_owned())
    };
    if password.is_some() && asked("proxy-authorization: basic ").as_deref() != password {
        let no = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"Contoso\"\r\n\
                  Content-Length: 0\r\nConnection: close\r\n\r\n";
        return stream.write_all(no.as_bytes());
    }
    stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
    let mut secured = StreamOwned::new(ServerConnection::new(config).expect("a connection"), stream);
    let passed = pass(way, &mut secured);
    secured.conn.send_close_notify();
    secured.flush()?;
    passed
}

/// How it shows itself as the tenant, and who vouches for that.
fn tls() -> (Arc<ServerConfig>, String) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, "Contoso Web Gateway CA");
    let ca_key = KeyPair::generate().expect("a key");
    let ca = params.self_signed(&ca_key).expect("a certificate");
    let key = KeyPair::generate().expect("a key");
    let leaf = CertificateParams::new(vec![FAR.to_owned()]).expect("a name");
    let leaf = leaf.signed_by(&key, &Issuer::new(params, ca_key)).expect("a certificate");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der())))
        .expect("a certificate and its key");
    (Arc::new(config), ca.pem())
}
