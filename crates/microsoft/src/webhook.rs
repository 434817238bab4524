//! POSTs to notification endpoints near by, for the practice tenant: it has subscribers, and no HTTP client of its own.
//!
//! What a subscriber names as its endpoint is somebody else's wish. So only this computer is called, and the private network
//! when whoever starts the practice tenant says so; never a public address, never a redirect, never a proxy.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use bytes::Bytes;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// How far away an endpoint may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Loopback addresses.
    ThisComputer,
    /// Private addresses too (RFC 1918, RFC 4193); not link-local ones, where clouds keep their metadata.
    PrivateNetwork,
}

impl Reach {
    fn covers(self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        let private = match address {
            IpAddr::V4(address) => address.is_private(),
            IpAddr::V6(address) => address.is_unique_local(),
        };
        address.is_loopback() || (self == Self::PrivateNetwork && private)
    }
}

/// What an endpoint answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookAnswer {
    /// The HTTP status; a redirect is an answer like any other.
    pub status: u16,
    /// `Content-Type`, empty when there is none.
    pub content_type: String,
    /// The body, cut where the caller wanted.
    pub body: Vec<u8>,
}

/// Why an endpoint did not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// The address is not within reach.
    #[error("the address is not within reach")]
    OutOfReach,
    /// It took too long.
    #[error("no answer in time")]
    Late,
    /// No connection, no TLS, or it broke.
    #[error("no connection")]
    Failed,
}

/// The client.
pub struct Webhook {
    client: reqwest::Client,
    reach: Reach,
}

impl Webhook {
    /// Makes the client.
    ///
    /// # Errors
    /// When the platform's TLS cannot be set up.
    pub fn new(reach: Reach) -> Result<Self, WebhookError> {
        let client = reqwest::Client::builder()
            .user_agent(concat!("Handrail-practice/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .dns_resolver(NearBy(reach))
            .no_proxy()
            .build();
        Ok(Self { client: client.map_err(|_| WebhookError::Failed)?, reach })
    }

    /// Sends one request; `within` is for the whole exchange, of the answer's body `most` bytes are read.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn post(
        &self,
        url: Url,
        content_type: &'static str,
        body: String,
        (within, most): (Duration, usize),
    ) -> Result<WebhookAnswer, WebhookError> {
        // A name is judged by what it leads to, when it is resolved.
        let literal = match url.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
            Some(Host::Domain(_)) => None,
            None => return Err(WebhookError::OutOfReach),
        };
        if literal.is_some_and(|address| !self.reach.covers(address)) {
            return Err(WebhookError::OutOfReach);
        }
        let request = self.client.post(url).header("content-type", content_type).body(body).timeout(within);
        let mut answer = request.send().await.map_err(|error| why(&error))?;
        let status = answer.status().as_u16();
        let content_type = answer.headers().get("content-type").and_then(|value| value.to_str().ok());
        let content_type = content_type.unwrap_or_default().to_owned();
        let mut body = Vec::new();
        while let Some(part) = next(&mut answer).await? {
            body.extend_from_slice(&part);
            if body.len() >= most {
                body.truncate(most);
                break;
            }
        }
        Ok(WebhookAnswer { status, content_type, body })
    }
}

async fn next(answer: &mut reqwest::Response) -> Result<Option<Bytes>, WebhookError> {
    answer.chunk().await.map_err(|error| why(&error))
}

fn why(error: &reqwest::Error) -> WebhookError {
    if error.is_timeout() { WebhookError::Late } else { WebhookError::Failed }
}

/// Resolves names, and forgets every address that is not within reach: what is connected to is what was judged.
struct NearBy(Reach);

impl Resolve for NearBy {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let near: Vec<SocketAddr> = found.filter(|address| reach.covers(address.ip())).collect();
            if near.is_empty() {
                return Err(WebhookError::OutOfReach.into());
            }
            Ok(Box::new(near.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    const LIMITS: (Duration, usize) = (Duration::from_secs(5), 64);

    /// Answers each connection with that text; tells where.
    async fn endpoint(answer: &'static str) -> Url {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = [0; 4096];
                let _ = stream.read(&mut request).await;
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        Url::parse(&format!("http://localhost:{}/hook?a=1", address.port())).expect("a URL")
    }

    async fn post(url: Url) -> Result<WebhookAnswer, WebhookError> {
        Webhook::new(Reach::ThisComputer).expect("a client").post(url, "text/plain", String::new(), LIMITS).await
    }

    #[test]
    fn only_what_is_near_is_within_reach() {
        let covers = |reach: Reach, text: &str| reach.covers(text.parse().expect("an address"));
        for near in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
            assert!(covers(Reach::ThisComputer, near), "{near} is this computer");
        }
        for private in ["10.0.0.1", "172.16.0.1", "192.168.1.1", "fd00::1"] {
            assert!(!covers(Reach::ThisComputer, private), "{private} is another computer");
            assert!(covers(Reach::PrivateNetwork, private), "{private} is private");
        }
        for far in ["169.254.169.254", "8.8.8.8", "2001:4860:4860::8888", "0.0.0.0", "fe80::1", "::ffff:8.8.8.8"] {
            assert!(!covers(Reach::PrivateNetwork, far), "{far} is never called");
        }
    }

    #[tokio::test]
    async fn an_answer_is_read_and_cut() {
        let url = endpoint("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 5\r\n\r\nhello").await;
        let answer = post(url).await.expect("an answer");
        assert_eq!((answer.status, answer.body.as_slice()), (200, b"hello".as_slice()), "as it was sent");
        assert_eq!(answer.content_type, "text/plain", "with its type");
        let long: &'static str = Box::leak(format!("HTTP/1.0 200 OK\r\n\r\n{}", "x".repeat(10_000)).into_boxed_str());
        assert_eq!(post(endpoint(long).await).await.expect("an answer").body.len(), 64, "no more than was wanted");
    }

    #[tokio::test]
    async fn a_redirect_is_an_answer_and_not_followed() {
        let url =
            endpoint("HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n");
        assert_eq!(post(url.await).await.expect("an answer").status, 307, "as it is");
    }

    #[tokio::test]
    async fn what_is_far_or_silent_is_told_apart() {
        let far = Url::parse("https://192.0.2.1/").expect("a URL");
        assert_eq!(post(far).await, Err(WebhookError::OutOfReach), "not called at all");
        let nobody = Url::parse("http://127.0.0.1:1/").expect("a URL");
        assert_eq!(post(nobody).await, Err(WebhookError::Failed), "nobody there");
        let silent = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://127.0.0.1:{}/", silent.local_addr().expect("an address").port());
        let client = Webhook::new(Reach::ThisComputer).expect("a client");
        let limits = (Duration::from_millis(50), 64);
        let late = client.post(Url::parse(&url).expect("a URL"), "text/plain", String::new(), limits).await;
        assert_eq!(late, Err(WebhookError::Late), "accepted, never answered");
    }
}
