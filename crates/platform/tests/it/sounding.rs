//! What a look at a host shows: its addresses, its certificate also when it is refused, its answer.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use domain::{CertificateFlaw, Clock as _, Endpoints, Knock, Probe as _, ReachStage, Sounding, StandIn, StandIns};
use platform::{SystemClock, SystemProbe};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use url::Url;

/// What a test server is to show.
#[derive(Clone, Copy)]
struct Shown {
    name: &'static str,
    /// Years of validity, counted from now.
    years: (i32, i32),
    signs_itself: bool,
    answer: &'static str,
}

const GOOD: Shown = Shown {
    name: "calls.example",
    years: (-1, 1),
    signs_itself: false,
    answer: "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
};

/// A server that is played here, and what reached it.
struct Played {
    socket: SocketAddr,
    authority: String,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Played {
    async fn new(shown: Shown) -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "Test authority");
        let ca_key = KeyPair::generate().expect("a key");
        let ca = params.self_signed(&ca_key).expect("a certificate");
        let key = KeyPair::generate().expect("a key");
        let mut leaf = CertificateParams::new(vec![shown.name.to_owned()]).expect("a name");
        leaf.distinguished_name.push(DnType::CommonName, "A test server");
        let year = SystemClock.now().utc().year();
        leaf.not_before = rcgen::date_time_ymd(year + shown.years.0, 1, 1);
        leaf.not_after = rcgen::date_time_ymd(year + shown.years.1, 1, 1);
        let leaf = match shown.signs_itself {
            true => leaf.self_signed(&key),
            false => leaf.signed_by(&key, &Issuer::new(params, ca_key)),
        };
        let leaf = leaf.expect("a certificate");
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![leaf.der().clone()], key)
            .expect("a certificate and its key");
        let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let socket = listener.local_addr().expect("an address");
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ear = heard.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                if let Ok(stream) = acceptor.accept(stream).await {
                    answer(stream, shown.answer, &ear).await;
                }
            }
        });
        Self { socket, authority: ca.pem(), heard }
    }

    async fn sound(&self, url: &str, knock: Knock) -> Sounding {
        let stand_in = StandIn {
            addresses: vec!["203.0.113.10".parse().expect("an address")],
            socket: self.socket,
            authority: self.authority.clone(),
            proxy: None,
        };
        probe().played_by(Arc::new(One(stand_in))).sound(&url.parse().expect("an address"), knock).await
    }

    fn heard(&self) -> String {
        String::from_utf8_lossy(&self.heard.lock().expect("no panic elsewhere")).into_owned()
    }
}

async fn answer(mut stream: impl AsyncRead + AsyncWrite + Unpin, says: &str, ear: &Mutex<Vec<u8>>) {
    let mut asked = [0; 4096];
    if let Ok(count) = stream.read(&mut asked).await {
        ear.lock().expect("no panic elsewhere").extend_from_slice(&asked[..count]);
        drop(stream.write_all(says.as_bytes()).await);
        drop(stream.shutdown().await);
    }
}

struct One(StandIn);

#[async_trait::async_trait]
impl StandIns for One {
    async fn of(&self, host: &str, port: u16) -> Result<StandIn, String> {
        if (host, port) == ("calls.example", 443) { Ok(self.0.clone()) } else { Err("no such host".to_owned()) }
    }
}

fn probe() -> SystemProbe {
    let base = "https://127.0.0.1:1/";
    let text = format!("login = \"{base}\"\ngraph = \"{base}\"\nazure = \"{base}\"\n");
    SystemProbe::new(&Endpoints::from_file(&text, |_| Err(String::new())).expect("readable"), Arc::new(SystemClock))
}

fn flaws(sounding: &Sounding) -> &[CertificateFlaw] {
    assert!(matches!(sounding.reach.stage, ReachStage::NoTls { .. }), "it is refused: {:?}", sounding.reach.stage);
    &sounding.tls.as_ref().expect("a handshake").flaws
}

#[tokio::test]
async fn a_good_host_shows_address_version_certificate_and_answer() {
    let played = Played::new(GOOD).await;
    let seen = played.sound("https://calls.example/hook", Knock::Get).await;
    assert_eq!((&seen.reach.stage, seen.reach.status), (&ReachStage::Answered, Some(401)), "the whole way");
    assert_eq!(seen.addresses, ["203.0.113.10".parse::<std::net::IpAddr>().expect("an address")], "as it was told");
    let tls = seen.tls.expect("encrypted");
    assert_eq!((tls.version.as_deref(), tls.too_old, tls.flaws.len()), (Some("1.3"), false, 0), "nothing is wrong");
    let certificate = tls.certificate.expect("shown");
    assert_eq!(certificate.names, ["calls.example"], "for this name");
    assert!(certificate.issuer.contains("Test authority"), "by that authority: {}", certificate.issuer);
    assert!(certificate.not_after > SystemClock.now(), "and it has not ended");
    assert_eq!(seen.reach.public, Some(true), "who plays the host brings the public authorities along");
}

#[tokio::test]
async fn certificates_that_are_over_self_signed_or_for_another_name_are_told_apart() {
    let over = Played::new(Shown { years: (-3, -1), ..GOOD }).await;
    let seen = over.sound("https://calls.example/", Knock::Get).await;
    assert_eq!(flaws(&seen), [CertificateFlaw::Expired], "its time is over");
    let facts = seen.tls.and_then(|tls| tls.certificate).expect("shown although it was refused");
    assert!(facts.not_after < SystemClock.now(), "with the day on which it ended");
    let own = Played::new(Shown { signs_itself: true, ..GOOD }).await;
    assert_eq!(flaws(&own.sound("https://calls.example/", Knock::Get).await), [CertificateFlaw::SelfSigned], "itself");
    let other = Played::new(Shown { name: "other.example", ..GOOD }).await;
    let seen = other.sound("https://calls.example/", Knock::Get).await;
    assert_eq!(flaws(&seen), [CertificateFlaw::WrongName], "for another name");
    let early = Played::new(Shown { years: (1, 2), ..GOOD }).await;
    assert_eq!(
        flaws(&early.sound("https://calls.example/", Knock::Get).await),
        [CertificateFlaw::NotYetValid],
        "early"
    );
    let all = Played::new(Shown { years: (-3, -1), signs_itself: true, name: "other.example", ..GOOD }).await;
    let seen = all.sound("https://calls.example/", Knock::Get).await;
    let wanted = [CertificateFlaw::SelfSigned, CertificateFlaw::Expired, CertificateFlaw::WrongName];
    assert_eq!(flaws(&seen), wanted, "every reason is told, not the first only");
    for played in [over, own, other, early, all] {
        assert_eq!(played.heard(), "", "nothing was sent to a server that is not trusted");
    }
}

#[tokio::test]
async fn an_authority_that_nobody_knows_is_none() {
    let mut played = Played::new(GOOD).await;
    played.authority = Played::new(GOOD).await.authority;
    let seen = played.sound("https://calls.example/", Knock::Get).await;
    assert_eq!(flaws(&seen), [CertificateFlaw::UnknownIssuer], "its root is another one");
    assert_eq!(played.heard(), "", "nothing was sent");
}

#[tokio::test]
async fn what_speaks_no_newer_than_tls_1_1_is_told_as_such() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let mut played = Played::new(GOOD).await;
    played.socket = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a visitor");
        let mut hello = [0; 4096];
        assert!(stream.read(&mut hello).await.is_ok_and(|count| count > 0), "a greeting");
        // A fatal alert of TLS 1.1: protocol_version (RFC 5246, section 7.2).
        stream.write_all(&[0x15, 3, 2, 0, 2, 2, 70]).await.expect("written");
    });
    let seen = played.sound("https://calls.example/", Knock::Get).await;
    assert!(seen.tls.expect("tried").too_old, "too old: {:?}", seen.reach.stage);
}

#[tokio::test]
async fn a_post_brings_the_body_back_however_it_is_packed() {
    let plain = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello and more";
    let chunks = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n";
    let open = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhello";
    for says in [plain, chunks, open] {
        let played = Played::new(Shown { answer: says, ..GOOD }).await;
        let seen = played.sound("https://calls.example/hook?validationToken=a%20b", Knock::EmptyPost).await;
        assert_eq!(seen.body, b"hello", "{says:?}");
        assert_eq!(seen.content_type.as_deref(), Some("text/plain"), "and what it is");
        let heard = played.heard();
        assert!(heard.starts_with("POST /hook?validationToken=a%20b HTTP/1.1\r\nHost: calls.example\r\n"), "{heard}");
        assert!(heard.contains("Content-Type: text/plain") && heard.contains("Content-Length: 0\r\n"), "{heard}");
    }
}

#[tokio::test]
async fn a_redirect_is_told_without_its_query_and_not_followed() {
    let says =
        "HTTP/1.1 302 Found\r\nLocation: https://login.example/start?session=secret\r\nContent-Length: 0\r\n\r\n";
    let played = Played::new(Shown { answer: says, ..GOOD }).await;
    let seen = played.sound("https://calls.example/", Knock::EmptyPost).await;
    assert_eq!((seen.reach.status, seen.redirect.as_deref()), (Some(302), Some("https://login.example/start")), "told");
}

#[tokio::test]
async fn outside_microsofts_clouds_no_other_host_is_asked() {
    let url: Url = "https://graph.microsoft.com/v1.0/me".parse().expect("an address");
    let seen = probe().sound(&url, Knock::Get).await;
    let ReachStage::NoDns { why } = &seen.reach.stage else { panic!("it was asked: {:?}", seen.reach.stage) };
    assert!(why.contains("no such host") && seen.addresses.is_empty(), "not even the name service: {why}");
    let played = Played::new(GOOD).await;
    let seen = played.sound("https://elsewhere.example/", Knock::Get).await;
    assert!(matches!(seen.reach.stage, ReachStage::NoDns { .. }), "who is not played is not there");
}

#[tokio::test]
async fn a_proxy_in_practice_may_want_a_password() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let by = format!("http://127.0.0.1:{}", listener.local_addr().expect("an address").port());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a visitor");
        let mut asked = [0; 4096];
        assert!(stream.read(&mut asked).await.is_ok_and(|count| count > 0), "a request");
        let says = "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n";
        stream.write_all(says.as_bytes()).await.expect("written");
    });
    let stand_in = StandIn {
        addresses: Vec::new(),
        socket: "127.0.0.1:1".parse().expect("an address"),
        authority: String::new(),
        proxy: Some(by.parse().expect("an address")),
    };
    let probe = probe().played_by(Arc::new(One(stand_in)));
    let seen = probe.sound(&"https://calls.example/".parse().expect("an address"), Knock::Get).await;
    assert_eq!(seen.reach.stage, ReachStage::ProxyPassword, "the proxy is asked first");
}
