//! The stand-in's own process asks the emulator's `/teams` endpoint, over plain HTTP on loopback and nowhere else.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Uri};
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;

use super::GRAPH_TOKEN_HEADER;
use super::backend::{TeamsBackend, Tokens};
use super::cmdlets::{self, CmdletError};
use crate::state::PowerShell;

/// The emulator's endpoint, from another process.
#[derive(Clone, Debug)]
pub struct OverHttp {
    base: Uri,
    addresses: Vec<SocketAddr>,
}

impl OverHttp {
    /// `base` is the `teams` URL of the endpoints file. None unless it is plain HTTP on loopback.
    #[must_use]
    pub fn new(base: &str) -> Option<Self> {
        let base: Uri = base.trim_end_matches('/').parse().ok()?;
        if base.scheme_str() != Some("http") {
            return None;
        }
        let port = base.port_u16().unwrap_or(80);
        let addresses: Vec<IpAddr> = match base.host()?.trim_matches(['[', ']']) {
            "localhost" => vec![IpAddr::from([127, 0, 0, 1]), IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1])],
            host => vec![host.parse::<IpAddr>().ok().filter(IpAddr::is_loopback)?],
        };
        let addresses = addresses.into_iter().map(|address| SocketAddr::new(address, port)).collect();
        Some(Self { base, addresses })
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Option<Value> {
        let mut stream = None;
        for address in &self.addresses {
            stream = TcpStream::connect(address).await.ok();
            if stream.is_some() {
                break;
            }
        }
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream?)).await.ok()?;
        let answer = async {
            let response = sender.send_request(request).await.ok()?;
            let body = response.into_body().collect().await.ok()?.to_bytes();
            serde_json::from_slice(&body).ok()
        };
        // The connection moves the bytes; it ends by itself once the answer is read.
        tokio::pin!(answer, connection);
        tokio::select! {
            answer = &mut answer => answer,
            _ = &mut connection => answer.await,
        }
    }

    fn request(&self, method: http::Method, path: &str, tokens: &Tokens, body: &Value) -> Option<Request<Full<Bytes>>> {
        let base = self.base.path().trim_end_matches('/');
        let body = if method == http::Method::POST { Bytes::from(body.to_string()) } else { Bytes::new() };
        let builder = Request::builder()
            .method(method)
            .uri(format!("{base}{path}"))
            .header("host", self.base.authority()?.as_str())
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {}", tokens.teams))
            .header(GRAPH_TOKEN_HEADER, format!("Bearer {}", tokens.graph));
        builder.body(Full::new(body)).ok()
    }
}

impl TeamsBackend for OverHttp {
    async fn machine(&self) -> PowerShell {
        let request = self.request(http::Method::GET, "/machine", &Tokens::default(), &Value::Null);
        let answer = match request {
            Some(request) => self.send(request).await,
            None => None,
        };
        answer.and_then(|answer| serde_json::from_value(answer).ok()).unwrap_or_default()
    }

    async fn run(&self, tokens: &Tokens, op: &str, request: &Value) -> Result<Value, CmdletError> {
        let unreachable = || {
            CmdletError::new(
                "An error occurred while sending the request.",
                "System.Net.Http.HttpRequestException",
                "ConnectionError",
            )
        };
        // Tokens travel in headers only.
        let mut sent = request.clone();
        if let Some(members) = sent.as_object_mut() {
            members.remove("graphToken");
            members.remove("teamsToken");
        }
        let (method, path) = match cmdlets::writes(op) {
            true => (http::Method::POST, format!("/cmdlets/{op}")),
            false => {
                let query = url::form_urlencoded::Serializer::new(String::new())
                    .append_pair("request", &sent.to_string())
                    .finish();
                (http::Method::GET, format!("/cmdlets/{op}?{query}"))
            }
        };
        let request = self.request(method, &path, tokens, &sent).ok_or_else(unreachable)?;
        let answer = self.send(request).await.ok_or_else(unreachable)?;
        match answer.get("ok") {
            Some(Value::Bool(true)) => Ok(answer.get("value").cloned().unwrap_or_default()),
            _ => Err(serde_json::from_value(answer.get("error").cloned().unwrap_or(json!(null)))
                .unwrap_or_else(|_| unreachable())),
        }
    }

    #[expect(clippy::disallowed_methods, reason = "a process of its own, with no other clock")]
    async fn pause(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}
