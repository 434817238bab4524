//! One HTTP/1.1 request, and the head of its answer.

use domain::{ReachStage, Timestamp};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::timeout;
use url::Url;

use super::proxy::Proxy;
use super::{PATIENCE, Wire, no_answer, too_long};

/// A head that is longer is no head.
const LONGEST_HEAD: usize = 64 * 1024;

/// What matters of an answer.
pub struct Head {
    pub status: u16,
    pub date: Option<Timestamp>,
}

/// Path and query of an address.
pub fn path(url: &Url) -> String {
    url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
}

/// Asks for the address.
pub async fn get(stream: &mut impl Wire, target: &str, url: &Url, proxy: Option<&Proxy>) -> Result<Head, ReachStage> {
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let version = env!("CARGO_PKG_VERSION");
    let request = format!(
        "GET {target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Handrail/{version}\r\nAccept: */*\r\nConnection: close\r\n{}\r\n",
        credentials(proxy)
    );
    exchange(stream, &request).await
}

/// Asks a proxy to connect us.
pub async fn tunnel(stream: &mut impl Wire, host: &str, port: u16, proxy: &Proxy) -> Result<Head, ReachStage> {
    let request = format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n{}\r\n", credentials(Some(proxy)));
    exchange(stream, &request).await
}

/// Those that stand in the proxy's setting: whoever wrote them there wants them sent.
fn credentials(proxy: Option<&Proxy>) -> String {
    let header = proxy.and_then(Proxy::credentials);
    header.map(|value| format!("Proxy-Authorization: {value}\r\n")).unwrap_or_default()
}

async fn exchange(stream: &mut impl Wire, request: &str) -> Result<Head, ReachStage> {
    let asked = async {
        stream.write_all(request.as_bytes()).await.map_err(|error| no_answer(&error.to_string()))?;
        stream.flush().await.map_err(|error| no_answer(&error.to_string()))?;
        let mut head = Vec::new();
        loop {
            let mut chunk = [0; 4096];
            let count = stream.read(&mut chunk).await.map_err(|error| no_answer(&error.to_string()))?;
            head.extend_from_slice(&chunk[..count]);
            if let Some(head) = read(&head)? {
                return Ok(head);
            }
            if count == 0 {
                return Err(no_answer("the connection ended before an answer came"));
            }
            if head.len() > LONGEST_HEAD {
                return Err(no_answer("the answer has no end"));
            }
        }
    };
    timeout(PATIENCE, asked).await.unwrap_or_else(|_| Err(no_answer(&too_long("the host"))))
}

/// `None` while there is not enough of it.
fn read(bytes: &[u8]) -> Result<Option<Head>, ReachStage> {
    let mut headers = [httparse::EMPTY_HEADER; 128];
    let mut response = httparse::Response::new(&mut headers);
    match response.parse(bytes) {
        Ok(httparse::Status::Partial) => Ok(None),
        Ok(httparse::Status::Complete(_)) => {
            let date = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case("date"));
            let date = date.and_then(|header| std::str::from_utf8(header.value).ok()).and_then(moment);
            Ok(Some(Head { status: response.code.unwrap_or_default(), date }))
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
