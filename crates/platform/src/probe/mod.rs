//! How far a connection gets: name, connection, TLS, HTTP, one after the other, so that the stage that fails is known.
//! Asks once, follows nothing, sends no credentials of ours.

mod body;
mod certificate;
mod exchange;
mod proxy;
mod tls;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::{
    Clock, Endpoints, Knock, Probe, ProxySetting, Reach, ReachStage, Sounding, StandIn, StandIns, Surroundings,
    TlsFacts,
};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::Url;

use exchange::Heard;
use proxy::Proxy;
use tls::{Trust, Voucher};

/// For each stage.
const PATIENCE: Duration = Duration::from_secs(10);

/// The real probe.
pub struct SystemProbe {
    clock: Arc<dyn Clock>,
    /// Hosts of the endpoints.
    own: Vec<String>,
    /// Extra certificate authority, for these hosts only.
    authority: Option<String>,
    /// Instead of what the system names.
    proxy: Option<String>,
    /// Who plays all other hosts; `None` in Microsoft's clouds, where nobody does.
    stand_ins: Option<Arc<dyn StandIns>>,
}

/// What is learnt on the way, whether it leads to the end or not.
#[derive(Default)]
struct Seen {
    addresses: Vec<IpAddr>,
    tls: Option<TlsFacts>,
    voucher: Option<Voucher>,
}

/// The stage at which it ends.
struct Stop {
    stage: ReachStage,
    /// It was waited for until the time was over.
    late: bool,
}

impl From<ReachStage> for Stop {
    fn from(stage: ReachStage) -> Self {
        Self { stage, late: false }
    }
}

/// Nobody plays anything.
struct Nobody;

#[async_trait]
impl StandIns for Nobody {
    async fn of(&self, _: &str, _: u16) -> Result<StandIn, String> {
        Err("this test installation has no such host".to_owned())
    }
}

impl SystemProbe {
    /// With the endpoints' extra certificate authority, if they have one. Outside Microsoft's clouds only the hosts of
    /// the endpoints and this computer are asked.
    #[must_use]
    pub fn new(endpoints: &Endpoints, clock: Arc<dyn Clock>) -> Self {
        let hosts = [&endpoints.login, &endpoints.graph, &endpoints.azure].into_iter();
        let nobody = || Arc::new(Nobody) as Arc<dyn StandIns>;
        Self {
            clock,
            own: hosts.filter_map(|url| url.host_str().map(str::to_owned)).collect(),
            authority: endpoints.ca.clone(),
            proxy: None,
            stand_ins: (endpoints.surroundings != Surroundings::Real).then(nobody),
        }
    }

    /// Through this proxy, whatever the system says.
    #[must_use]
    pub fn through(mut self, proxy: &Url) -> Self {
        self.proxy = Some(proxy.as_str().to_owned());
        self
    }

    /// Other hosts than those of the endpoints are played by these.
    #[must_use]
    pub fn played_by(mut self, stand_ins: Arc<dyn StandIns>) -> Self {
        self.stand_ins = Some(stand_ins);
        self
    }

    fn server(&self, url: &Url) -> Option<Proxy> {
        self.proxy.as_ref().map_or_else(|| proxy::server(url), |named| proxy::named(named, url))
    }

    /// Whether no stand-in is asked for: Microsoft's clouds, hosts of the endpoints, this computer.
    fn is_real(&self, url: &Url) -> bool {
        self.stand_ins.is_none()
            || domain::is_loopback(url)
            || url.host_str().is_some_and(|host| self.own.iter().any(|own| own == host))
    }

    /// Who plays that host, if anybody has to; the name service's words when nobody does.
    async fn stand_in(&self, url: &Url) -> Result<Option<StandIn>, String> {
        match (&self.stand_ins, url.host_str(), url.port_or_known_default()) {
            (Some(stand_ins), Some(host), Some(port)) if !self.is_real(url) => stand_ins.of(host, port).await.map(Some),
            _ => Ok(None),
        }
    }

    fn trust(&self, host: &str, stand_in: Option<&StandIn>) -> Trust {
        match (stand_in, &self.authority) {
            (Some(stand_in), _) => Trust::Only(stand_in.authority.clone()),
            (None, Some(authority)) if self.own.iter().any(|own| own == host) => Trust::Also(authority.clone()),
            (None, _) => Trust::System,
        }
    }

    async fn try_out(
        &self,
        url: &Url,
        (proxy, stand_in): (Option<&Proxy>, Option<&StandIn>),
        knock: Knock,
        seen: &mut Seen,
    ) -> Result<Heard, Stop> {
        let host = url.host_str().ok_or_else(|| no_answer("the address has no host"))?;
        let port = url.port_or_known_default().ok_or_else(|| no_answer("the address has no port"))?;
        let mut stream = match (proxy, stand_in) {
            (Some(proxy), _) => {
                let (proxy_host, proxy_port) =
                    proxy.address().ok_or_else(|| no_answer("a proxy of this kind is not asked"))?;
                let found = find(proxy_host, proxy_port).await.map_err(no_proxy)?;
                connect(&found).await.map_err(no_proxy)?
            }
            (None, Some(stand_in)) => {
                seen.addresses.clone_from(&stand_in.addresses);
                connect(&[stand_in.socket]).await?
            }
            (None, None) => {
                let found = find(host, port).await?;
                seen.addresses = found.iter().map(SocketAddr::ip).collect();
                seen.addresses.dedup();
                connect(&found).await?
            }
        };
        if url.scheme() == "http" {
            let target = if proxy.is_some() { url.as_str().to_owned() } else { exchange::path(url) };
            return through(exchange::ask(&mut stream, (&target, url), proxy, knock).await?, proxy);
        }
        if let Some(proxy) = proxy {
            let heard = through(exchange::tunnel(&mut stream, host, port, proxy).await?, Some(proxy))?;
            if heard.head.status != 200 {
                return Err(no_answer(&format!("the proxy answered with status {}", heard.head.status)).into());
            }
        }
        let now = self.clock.now();
        let (secured, facts, voucher) = tls::secure(stream, host, self.trust(host, stand_in), now).await;
        seen.tls = Some(facts);
        seen.voucher = voucher;
        exchange::ask(&mut secured?, (&exchange::path(url), url), None, knock).await
    }
}

#[async_trait]
impl Probe for SystemProbe {
    async fn sound(&self, url: &Url, knock: Knock) -> Sounding {
        let began = self.clock.now();
        let mut seen = Seen::default();
        let played = self.stand_in(url).await;
        let found = match &played {
            Ok(Some(stand_in)) => stand_in.proxy.as_ref().and_then(|named| proxy::named(named.as_str(), url)),
            Ok(None) => self.server(url),
            Err(_) => None,
        };
        let tried = match &played {
            Ok(stand_in) => self.try_out(url, (found.as_ref(), stand_in.as_ref()), knock, &mut seen).await,
            Err(why) => Err(ReachStage::NoDns { why: why.clone() }.into()),
        };
        let (stage, late, heard) = match tried {
            Ok(heard) => (ReachStage::Answered, false, Some(heard)),
            Err(stop) => (stop.stage, stop.late, None),
        };
        let now = self.clock.now();
        let head = heard.as_ref().map(|heard| &heard.head);
        Sounding {
            reach: Reach {
                host: url[url::Position::BeforeHost..url::Position::AfterPort].to_owned(),
                stage,
                public: seen.voucher.as_ref().map(|voucher| voucher.public),
                issuer: seen.voucher.map(|voucher| voucher.issuer),
                status: head.map(|head| head.status),
                date: head.and_then(|head| head.date),
                our_date: now,
                proxy: found.map(|proxy| proxy.shown()),
            },
            addresses: seen.addresses,
            tls: seen.tls,
            redirect: head.filter(|head| (300..400).contains(&head.status)).and_then(|head| {
                // What stands in a query may be for the visitor only.
                head.location.as_ref().map(|to| to.split(['?', '#']).next().unwrap_or_default().to_owned())
            }),
            content_type: head.and_then(|head| head.content_type.clone()),
            body: heard.map(|heard| heard.body).unwrap_or_default(),
            took: now.since(began),
            late,
        }
    }

    async fn proxy(&self, url: &Url) -> Option<ProxySetting> {
        if let Some(proxy) = self.server(url) {
            return Some(ProxySetting::Server(proxy.shown()));
        }
        // Other programs are asked, and these take their time: not on a thread that others wait for.
        let script = tokio::task::spawn_blocking(proxy::script).await;
        script.ok().flatten().map(ProxySetting::Pac)
    }
}

/// A 407 is the proxy's, whatever is behind it.
fn through(heard: Heard, proxy: Option<&Proxy>) -> Result<Heard, Stop> {
    if proxy.is_some() && heard.head.status == 407 { Err(ReachStage::ProxyPassword.into()) } else { Ok(heard) }
}

async fn find(host: &str, port: u16) -> Result<Vec<SocketAddr>, Stop> {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    match timeout(PATIENCE, tokio::net::lookup_host((host, port))).await {
        Ok(Ok(found)) => Ok(found.collect()),
        Ok(Err(error)) => Err(ReachStage::NoDns { why: error.to_string() }.into()),
        Err(_) => Err(Stop { stage: ReachStage::NoDns { why: too_long("the name service") }, late: true }),
    }
}

async fn connect(addresses: &[SocketAddr]) -> Result<TcpStream, Stop> {
    let mut stop = Stop::from(ReachStage::NoTcp { why: "the name has no address".to_owned() });
    for address in addresses {
        stop = match timeout(PATIENCE, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => ReachStage::NoTcp { why: error.to_string() }.into(),
            Err(_) => Stop { stage: ReachStage::NoTcp { why: too_long("the host") }, late: true },
        };
    }
    Err(stop)
}

/// Whatever kept us from the proxy says nothing about the host behind it.
fn no_proxy(stop: Stop) -> Stop {
    match stop.stage {
        ReachStage::NoDns { why } | ReachStage::NoTcp { why } => {
            Stop { stage: ReachStage::NoProxy { why }, late: stop.late }
        }
        _ => stop,
    }
}

fn no_answer(why: &str) -> ReachStage {
    ReachStage::NoAnswer { why: why.to_owned() }
}

fn too_long(who: &str) -> String {
    format!("{who} said nothing for {} s", PATIENCE.as_secs())
}

/// What a connection is, plain or secured.
trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}
