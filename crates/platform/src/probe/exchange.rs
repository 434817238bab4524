//! One HTTP/1.1 request, the head of its answer, and of a POST also the body.

use domain::{Knock, ReachStage, Timestamp};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::timeout;
use url::Url;

use super::body::{Body, Length};
use super::proxy::Proxy;
use super::{PATIENCE, Stop, Wire, no_answer, too_long};

/// A head that is longer is no head.
const LONGEST_HEAD: usize = 64 * 1024;

/// What matters of an answer.
#[derive(Debug)]
pub struct Head {
    pub status: u16,
    pub date: Option<Timestamp>,
    pub location: Option<String>,
    pub content_type: Option<String>,
    length: Length,
    /// Where the body begins.
    end: usize,
}

/// An answer, as far as it was read.
pub struct Heard {
    pub head: Head,
    pub body: Vec<u8>,
}

/// Path and query of an address.
pub fn path(url: &Url) -> String {
    url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
}

/// Asks for the address.
pub async fn ask(
    stream: &mut impl Wire,
    (target, url): (&str, &Url),
    proxy: Option<&Proxy>,
    knock: Knock,
) -> Result<Heard, Stop> {
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let version = env!("CARGO_PKG_VERSION");
    let (method, more) = match knock {
        Knock::Get => ("GET", ""),
        Knock::EmptyPost => ("POST", "Content-Type: text/plain; charset=utf-8\r\nContent-Length: 0\r\n"),
    };
    let request = format!(
        "{method} {target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Handrail/{version}\r\nAccept: */*\r\nConnection: close\r\n{more}{}\r\n",
        credentials(proxy)
    );
    exchange(stream, &request, knock == Knock::EmptyPost).await
}

/// Asks a proxy to connect us.
pub async fn tunnel(stream: &mut impl Wire, host: &str, port: u16, proxy: &Proxy) -> Result<Heard, Stop> {
    let request = format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n{}\r\n", credentials(Some(proxy)));
    exchange(stream, &request, false).await
}

/// Those that stand in the proxy's setting: whoever wrote them there wants them sent.
fn credentials(proxy: Option<&Proxy>) -> String {
    let header = proxy.and_then(Proxy::credentials);
    header.map(|value| format!("Proxy-Authorization: {value}\r\n")).unwrap_or_default()
}

async fn exchange(stream: &mut impl Wire, request: &str, whole: bool) -> Result<Heard, Stop> {
    let asked = async {
        stream.write_all(request.as_bytes()).await.map_err(|error| no_answer(&error.to_string()))?;
        stream.flush().await.map_err(|error| no_answer(&error.to_string()))?;
        let mut bytes = Vec::new();
        let head = loop {
            let more = take(stream, &mut bytes).await.map_err(|error| no_answer(&error))?;
            if let Some(head) = read(&bytes)? {
                break head;
            }
            if !more {
                return Err(no_answer("the connection ended before an answer came"));
            }
            if bytes.len() > LONGEST_HEAD {
                return Err(no_answer("the answer has no end"));
            }
        };
        let mut body = Body::new(head.length, bytes.split_off(head.end));
        while whole && !body.is_whole() {
            // A server that breaks off has answered all the same: what it said is judged.
            if !matches!(take(stream, body.raw()).await, Ok(true)) {
                break;
            }
        }
        Ok(Heard { head, body: if whole { body.text() } else { Vec::new() } })
    };
    match timeout(PATIENCE, asked).await {
        Ok(heard) => heard.map_err(Stop::from),
        Err(_) => Err(Stop { stage: no_answer(&too_long("the host")), late: true }),
    }
}

/// Reads what is there. `false` at the end.
async fn take(stream: &mut impl Wire, bytes: &mut Vec<u8>) -> Result<bool, String> {
    let mut chunk = [0; 4096];
    let count = stream.read(&mut chunk).await.map_err(|error| error.to_string())?;
    bytes.extend_from_slice(&chunk[..count]);
    Ok(count > 0)
}

/// `None` while there is not enough of it.
fn read(bytes: &[u8]) -> Result<Option<Head>, ReachStage> {
    let mut headers = [httparse::EMPTY_HEADER; 128];
    let mut response = httparse::Response::new(&mut headers);
    match response.parse(bytes) {
        Ok(httparse::Status::Partial) => Ok(None),
        Ok(httparse::Status::Complete(end)) => {
            let text = |name: &str| {
                let header = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))?;
                Some(std::str::from_utf8(header.value).ok()?.trim().to_owned())
            };
            let status = response.code.unwrap_or_default();
            Ok(Some(Head {
                status,
                date: text("date").as_deref().and_then(moment),
                location: text("location"),
                content_type: text("content-type"),
                length: Length::told(text("transfer-encoding").as_deref(), text("content-length").as_deref()),
                end,
            }))
        }
        Err(_) => Err(no_answer("the answer is not HTTP")),
    }
}

/// `Sat, 21 Nov 2026 09:00:00 GMT`.
fn moment(text: &str) -> Option<Timestamp> {
    OffsetDateTime::parse(text.trim(), &Rfc2822).ok().map(Timestamp::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_and_date_are_read_as_soon_as_the_head_is_whole() {
        let head = b"HTTP/1.1 401 Unauthorized\r\nDate: Sat, 21 Nov 2026 09:00:00 GMT\r\n\r\n{";
        assert!(read(&head[..30]).is_ok_and(|head| head.is_none()), "half a head");
        let Ok(Some(head)) = read(head) else { panic!("a whole one") };
        assert_eq!(head.status, 401, "an answer all the same");
        assert_eq!(
            head.date.map(|date| date.to_string()).as_deref(),
            Some("2026-11-21T09:00:00Z"),
            "the server's clock"
        );
        assert!(read(b"SSH-2.0-OpenSSH_9.2\r\n").is_err(), "somebody else listens there");
    }
}
