//! How far a connection gets: name, connection, TLS, HTTP, one after the other, so that the stage that fails is known.
//! Asks once, follows nothing, sends no credentials of ours.

mod exchange;
mod proxy;
mod tls;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::{Clock, Endpoints, Probe, ProxySetting, Reach, ReachStage};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::Url;

use exchange::Head;
use proxy::Proxy;
use tls::{Secured, Voucher};

/// For each stage.
const PATIENCE: Duration = Duration::from_secs(10);

/// The real probe.
pub struct SystemProbe {
    clock: Arc<dyn Clock>,
    /// Extra certificate authority, for these hosts only.
    authority: Option<(String, Vec<String>)>,
    /// Instead of what the system names.
    proxy: Option<String>,
}

/// What a stage says when it fails, with what was learnt until then.
struct Failed {
    stage: ReachStage,
    voucher: Option<Voucher>,
}

impl From<ReachStage> for Failed {
    fn from(stage: ReachStage) -> Self {
        Self { stage, voucher: None }
    }
}

impl SystemProbe {
    /// With the endpoints' extra certificate authority, if they have one.
    #[must_use]
    pub fn new(endpoints: &Endpoints, clock: Arc<dyn Clock>) -> Self {
        let hosts = [&endpoints.login, &endpoints.graph, &endpoints.azure].into_iter();
        let hosts = hosts.filter_map(|url| url.host_str().map(str::to_owned)).collect();
        Self { clock, authority: endpoints.ca.clone().map(|ca| (ca, hosts)), proxy: None }
    }

    /// Through this proxy, whatever the system says.
    #[must_use]
    pub fn through(mut self, proxy: &Url) -> Self {
        self.proxy = Some(proxy.as_str().to_owned());
        self
    }

    fn server(&self, url: &Url) -> Option<Proxy> {
        self.proxy.as_ref().map_or_else(|| proxy::server(url), |named| proxy::named(named, url))
    }

    async fn try_out(&self, url: &Url, proxy: Option<&Proxy>) -> Result<(Head, Option<Voucher>), Failed> {
        let host = url.host_str().ok_or_else(|| no_answer("the address has no host"))?;
        let port = url.port_or_known_default().ok_or_else(|| no_answer("the address has no port"))?;
        let plain = url.scheme() == "http";
        let mut stream = match proxy {
            None => connect(host, port).await?,
            Some(proxy) => {
                let (proxy_host, proxy_port) =
                    proxy.address().ok_or_else(|| no_answer("a proxy of this kind is not asked"))?;
                connect(proxy_host, proxy_port).await.map_err(no_proxy)?
            }
        };
        if plain {
            let target = if proxy.is_some() { url.as_str().to_owned() } else { exchange::path(url) };
            let head = exchange::get(&mut stream, &target, url, proxy).await?;
            return Ok((through(head, proxy)?, None));
        }
        if let Some(proxy) = proxy {
            let head = exchange::tunnel(&mut stream, host, port, proxy).await?;
            let head = through(head, Some(proxy))?;
            if head.status != 200 {
                return Err(no_answer(&format!("the proxy answered with status {}", head.status)).into());
            }
        }
        let authority = self.authority.as_ref().filter(|(_, hosts)| hosts.iter().any(|known| known == host));
        let Secured { mut stream, voucher } = tls::secure(stream, host, authority.map(|(ca, _)| ca.as_str())).await?;
        match exchange::get(&mut stream, &exchange::path(url), url, None).await {
            Ok(head) => Ok((head, voucher)),
            Err(stage) => Err(Failed { stage, voucher }),
        }
    }
}

#[async_trait]
impl Probe for SystemProbe {
    async fn reach(&self, url: &Url) -> Reach {
        let found = self.server(url);
        let tried = self.try_out(url, found.as_ref()).await;
        let (stage, voucher, head) = match tried {
            Ok((head, voucher)) => (ReachStage::Answered, voucher, Some(head)),
            Err(failed) => (failed.stage, failed.voucher, None),
        };
        Reach {
            host: url[url::Position::BeforeHost..url::Position::AfterPort].to_owned(),
            stage,
            public: voucher.as_ref().map(|voucher| voucher.public),
            issuer: voucher.map(|voucher| voucher.issuer),
            status: head.as_ref().map(|head| head.status),
            date: head.and_then(|head| head.date),
            our_date: self.clock.now(),
            proxy: found.map(|proxy| proxy.shown()),
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
fn through(head: Head, proxy: Option<&Proxy>) -> Result<Head, ReachStage> {
    if proxy.is_some() && head.status == 407 { Err(ReachStage::ProxyPassword) } else { Ok(head) }
}

async fn connect(host: &str, port: u16) -> Result<TcpStream, ReachStage> {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let found = timeout(PATIENCE, tokio::net::lookup_host((host, port))).await;
    let addresses: Vec<_> = match found {
        Ok(Ok(found)) => found.collect(),
        Ok(Err(error)) => return Err(ReachStage::NoDns { why: error.to_string() }),
        Err(_) => {
            return Err(ReachStage::NoDns { why: too_long("the name service") });
        }
    };
    let mut why = "the name has no address".to_owned();
    for address in addresses {
        match timeout(PATIENCE, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => why = error.to_string(),
            Err(_) => why = too_long("the host"),
        }
    }
    Err(ReachStage::NoTcp { why })
}

/// Whatever kept us from the proxy says nothing about the host behind it.
fn no_proxy(stage: ReachStage) -> ReachStage {
    match stage {
        ReachStage::NoDns { why } | ReachStage::NoTcp { why } => ReachStage::NoProxy { why },
        other => other,
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
