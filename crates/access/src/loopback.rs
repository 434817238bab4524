//! The port on this computer that the browser comes back to (DECISIONS 21).
//!
//! Anyone on this computer, and any page in any browser on it, can knock here. Other paths, methods, hosts and states
//! are refused and do not end the wait; the first good answer ends it.

use std::convert::Infallible;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use domain::{EntraRefusal, SecretText};
use http::{HeaderValue, Method, StatusCode, header};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore, oneshot};
use url::Url;
use url::form_urlencoded::parse;

use crate::pages::{Pages, headers};
use crate::refusal::described;

/// Browsers open a few at a time; more than this is not a browser.
const CONNECTIONS: usize = 16;
/// A request that takes longer is not a browser's.
const READING: Duration = Duration::from_secs(10);
/// How long `/done` is still served when no browser has asked for it.
const LINGER: Duration = Duration::from_secs(10);
/// Ports to try until one is free on both address families.
const PORTS: u32 = 8;

/// What the browser brought back.
pub enum Answer {
    /// An authorization code.
    Code(SecretText),
    /// A named refusal, with our state.
    Refused(EntraRefusal),
    /// The person changed her mind.
    Cancelled,
}

/// Why something that came back is not an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAnAnswer {
    /// The state is missing, wrong, or there twice.
    State,
    /// Neither a code nor an error, or both, or one twice.
    Shape,
}

/// The place where the first good answer goes; loopback, paste box and cancel share it.
pub struct Desk {
    port: u16,
    state: String,
    waiting: Mutex<Option<oneshot::Sender<Answer>>>,
}

impl Desk {
    fn new(port: u16, state: String) -> (Self, oneshot::Receiver<Answer>) {
        let (sender, receiver) = oneshot::channel();
        (Self { port, state, waiting: Mutex::new(Some(sender)) }, receiver)
    }

    /// The redirect address, as it was sent to the sign-in service.
    pub fn redirect(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Whether this address is our redirect.
    pub fn is_ours(&self, url: &Url) -> bool {
        url.scheme() == "http"
            && url.host_str() == Some("localhost")
            && url.port_or_known_default() == Some(self.port)
            && url.path() == "/"
            && url.username().is_empty()
            && url.password().is_none()
    }

    /// Takes a query. Answers after the first are let be: a browser may ask twice.
    pub fn take(&self, query: &str) -> Result<(), NotAnAnswer> {
        let one = |name: &str| {
            let mut found = parse(query.as_bytes()).filter(|(key, _)| key == name).map(|(_, value)| value);
            match (found.next(), found.next()) {
                (None, _) => Ok(None),
                (Some(value), None) => Ok(Some(value)),
                (Some(_), Some(_)) => Err(NotAnAnswer::Shape),
            }
        };
        let state = one("state").map_err(|_| NotAnAnswer::State)?.ok_or(NotAnAnswer::State)?;
        let same = aws_lc_rs::constant_time::verify_slices_are_equal(state.as_bytes(), self.state.as_bytes());
        same.map_err(|_| NotAnAnswer::State)?;
        let answer = match (one("code")?, one("error")?) {
            (Some(code), None) if !code.is_empty() => Answer::Code(SecretText::new(code.into_owned())),
            (None, Some(error)) => Answer::Refused(described(&error, &one("error_description")?.unwrap_or_default())),
            _ => return Err(NotAnAnswer::Shape),
        };
        self.put(answer);
        Ok(())
    }

    /// Hands an answer over, if none was there before.
    pub fn put(&self, answer: Answer) {
        let sender = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(sender) = sender {
            // The receiver is gone when the flow was dropped: then nobody waits.
            drop(sender.send(answer));
        }
    }

    fn is_answered(&self) -> bool {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }
}

/// A listening port. Dropping it closes it, unless an answer has come: then `/done` is served first.
pub struct Loopback {
    pub desk: Arc<Desk>,
    server: tokio::task::AbortHandle,
}

impl Drop for Loopback {
    fn drop(&mut self) {
        if !self.desk.is_answered() {
            self.server.abort();
        }
    }
}

/// Listens on a free port of both address families.
pub async fn listen(state: String, pages: Pages) -> std::io::Result<(Loopback, oneshot::Receiver<Answer>)> {
    let (v4, v6, port) = bind().await?;
    let (desk, receiver) = Desk::new(port, state);
    let desk = Arc::new(desk);
    let door = Arc::new(Door { desk: Arc::clone(&desk), pages, seen: Notify::new() });
    let server = tokio::spawn(serve(v4, v6, door)).abort_handle();
    Ok((Loopback { desk, server }, receiver))
}

/// The same port on 127.0.0.1 and ::1, since a browser may take either for `localhost`. A computer without IPv6 has
/// one of them only.
async fn bind() -> std::io::Result<(TcpListener, Option<TcpListener>, u16)> {
    let mut tried = 0;
    loop {
        let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = v4.local_addr()?.port();
        tried += 1;
        match TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await {
            Ok(v6) => return Ok((v4, Some(v6), port)),
            // Somebody else holds it there: the browser might talk to them.
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse && tried < PORTS => {}
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => return Err(error),
            Err(_) => return Ok((v4, None, port)),
        }
    }
}

struct Door {
    desk: Arc<Desk>,
    pages: Pages,
    /// `/done` was served.
    seen: Notify,
}

async fn serve(v4: TcpListener, v6: Option<TcpListener>, door: Arc<Door>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let seen = async {
        door.seen.notified().await;
        // The browser still reads its page.
        pause(Duration::from_millis(500)).await;
    };
    tokio::pin!(seen);
    loop {
        let accepted = async {
            tokio::select! {
                accepted = v4.accept() => accepted,
                accepted = accept(v6.as_ref()) => accepted,
            }
        };
        let limit = if door.desk.is_answered() { LINGER } else { Duration::from_secs(1) };
        let stream = tokio::select! {
            () = &mut seen => return,
            accepted = tokio::time::timeout(limit, accepted) => match accepted {
                Ok(Ok((stream, _))) => stream,
                // Out of file handles, or a connection that was gone again: the next may do.
                Ok(Err(_)) => {
                    pause(Duration::from_millis(50)).await;
                    continue;
                }
                Err(_) if limit == LINGER => return,
                Err(_) => continue,
            },
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            continue;
        };
        let door = Arc::clone(&door);
        tokio::spawn(async move {
            let _place = place;
            drop(tokio::time::timeout(READING, talk(stream, door)).await);
        });
    }
}

/// By the wall clock: sockets have no other.
async fn pause(duration: Duration) {
    drop(tokio::time::timeout(duration, std::future::pending::<()>()).await);
}

async fn accept(listener: Option<&TcpListener>) -> std::io::Result<(TcpStream, std::net::SocketAddr)> {
    match listener {
        Some(listener) => listener.accept().await,
        None => std::future::pending().await,
    }
}

async fn talk(stream: TcpStream, door: Arc<Door>) {
    let service = hyper::service::service_fn(move |request| {
        let door = Arc::clone(&door);
        async move { Ok::<_, Infallible>(door.answer(&request)) }
    });
    let mut http1 = hyper::server::conn::http1::Builder::new();
    http1.keep_alive(false).max_buf_size(16 * 1024).timer(TokioTimer::new()).header_read_timeout(READING);
    // A connection that breaks ends nothing but itself.
    drop(http1.serve_connection(TokioIo::new(stream), service).await);
}

impl Door {
    fn answer(&self, request: &http::Request<Incoming>) -> http::Response<Full<Bytes>> {
        let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        if host != format!("localhost:{}", self.desk.port) {
            return self.refuse(StatusCode::MISDIRECTED_REQUEST);
        }
        match (request.method(), request.uri().path()) {
            (&Method::GET, "/done") => {
                if self.desk.is_answered() {
                    self.seen.notify_one();
                }
                respond(StatusCode::OK, self.pages.done())
            }
            (&Method::GET, "/") => match self.desk.take(request.uri().query().unwrap_or_default()) {
                Ok(()) => {
                    let mut response = respond(StatusCode::SEE_OTHER, String::new());
                    response.headers_mut().insert(header::LOCATION, HeaderValue::from_static("/done"));
                    response
                }
                Err(_) => self.refuse(StatusCode::BAD_REQUEST),
            },
            (_, "/" | "/done") => self.refuse(StatusCode::METHOD_NOT_ALLOWED),
            _ => self.refuse(StatusCode::NOT_FOUND),
        }
    }

    fn refuse(&self, status: StatusCode) -> http::Response<Full<Bytes>> {
        respond(status, self.pages.refused())
    }
}

fn respond(status: StatusCode, page: String) -> http::Response<Full<Bytes>> {
    let mut response = http::Response::new(Full::new(Bytes::from(page)));
    *response.status_mut() = status;
    let kept = response.headers_mut();
    kept.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    for (name, value) in headers() {
        if let Ok(value) = HeaderValue::from_str(&value) {
            kept.insert(name, value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_state_is_taken_and_only_the_first_answer_counts() {
        let (desk, mut receiver) = Desk::new(5000, "right".to_owned());
        for (query, why) in [
            ("code=c", NotAnAnswer::State),
            ("code=c&state=wrong", NotAnAnswer::State),
            ("code=c&state=right&state=right", NotAnAnswer::State),
            ("state=right", NotAnAnswer::Shape),
            ("state=right&code=", NotAnAnswer::Shape),
            ("state=right&code=a&code=b", NotAnAnswer::Shape),
            ("state=right&code=a&error=b", NotAnAnswer::Shape),
        ] {
            assert_eq!(desk.take(query), Err(why), "{query} must not end the wait");
        }
        assert!(receiver.try_recv().is_err(), "nobody has answered yet");
        assert_eq!(desk.take("state=right&code=first"), Ok(()), "this one is good");
        assert_eq!(desk.take("state=right&code=second"), Ok(()), "a browser may ask twice");
        let Ok(Answer::Code(code)) = receiver.try_recv() else { panic!("there must be a code") };
        assert_eq!(code.expose(), "first", "the first good one wins");
    }

    #[test]
    fn only_our_redirect_is_ours() {
        let (desk, _receiver) = Desk::new(5000, String::new());
        let is_ours = |text: &str| Url::parse(text).is_ok_and(|url| desk.is_ours(&url));
        assert!(is_ours("http://localhost:5000/?code=c"), "as the browser shows it");
        for other in [
            "https://localhost:5000/?code=c",
            "http://localhost:5001/?code=c",
            "http://127.0.0.1:5000/?code=c",
            "http://localhost.example:5000/?code=c",
            "http://localhost:5000/other?code=c",
            "http://a@localhost:5000/?code=c",
        ] {
            assert!(!is_ours(other), "{other} is not the address that was sent");
        }
    }
}
