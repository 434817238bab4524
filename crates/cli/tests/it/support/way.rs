//! The way from the binary to the tenant: everything passes here, is remembered, and can be cut by killing the sender.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Child;
use std::sync::atomic::{AtomicI64, AtomicU16, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A request and its answer, as they passed.
#[derive(Clone)]
pub struct Exchange {
    pub method: String,
    pub path: String,
    pub request: String,
    pub answer: String,
    /// From its arrival here to the end of its answer.
    pub took: (Instant, Instant),
}

impl Exchange {
    /// Whether it is one of those that are counted: not signing in.
    fn counts(&self) -> bool {
        ["/graph", "/teams/cmdlets", "/azure"].iter().any(|service| self.path.starts_with(service))
    }

    /// Whether it may change the tenant.
    pub fn writes(&self) -> bool {
        writes(&self.method, &self.path, &self.request)
    }
}

/// When the sender is killed, beside a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The request has left the sender and never arrives.
    Before,
    /// It has arrived; the answer never comes back.
    Lost,
    /// The answer is on its way back.
    After,
}

/// Where a run is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Writes are counted, or reads.
    pub writes: bool,
    /// Which one, from 1.
    pub number: usize,
    pub moment: Moment,
}

#[derive(Default)]
pub(super) struct Inner {
    upstream: AtomicU16,
    /// How far the tenant's clock seems to be off, in seconds.
    skew: AtomicI64,
    /// How long every request is held up, in milliseconds.
    delay: AtomicU64,
    log: Mutex<Vec<Exchange>>,
    cut: Mutex<Option<(Cut, usize)>>,
    victim: Mutex<Option<Child>>,
}

/// An open way.
pub struct Way {
    port: u16,
    pub(super) inner: Arc<Inner>,
}

impl Way {
    /// Opens a port; where it leads is said later.
    pub fn open() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let inner = Arc::new(Inner::default());
        let shared = inner.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = shared.clone();
                std::thread::spawn(move || drop(pass(&shared, &mut { stream })));
            }
        });
        Self { port, inner }
    }

    pub const fn port(&self) -> u16 {
        self.port
    }

    pub fn lead_to(&self, port: u16) {
        self.inner.upstream.store(port, Ordering::SeqCst);
    }

    pub fn upstream(&self) -> u16 {
        self.inner.upstream.load(Ordering::SeqCst)
    }

    /// Lets the tenant's clock seem to be so many seconds ahead of ours.
    pub fn skew(&self, seconds: i64) {
        self.inner.skew.store(seconds, Ordering::SeqCst);
    }

    /// Holds every request up for so many milliseconds.
    pub fn delay(&self, milliseconds: u64) {
        self.inner.delay.store(milliseconds, Ordering::SeqCst);
    }

    /// Everything that passed.
    pub fn log(&self) -> Vec<Exchange> {
        lock(&self.inner.log).clone()
    }

    /// How many requests passed that a run can be cut at.
    pub fn countable(&self, writes: bool) -> usize {
        lock(&self.inner.log).iter().filter(|exchange| exchange.counts() && exchange.writes() == writes).count()
    }

    /// Cuts a run that was just started there, by killing it. Tells whether it came to that before it ended by itself.
    pub fn kills(&self, cut: Cut, victim: Child) -> bool {
        *lock(&self.inner.victim) = Some(victim);
        *lock(&self.inner.cut) = Some((cut, 0));
        self.wait();
        let was_cut = self.was_cut();
        // A PowerShell that was just working ends with its input.
        std::thread::sleep(Duration::from_millis(200));
        was_cut
    }

    /// Whether the cut was made; the run is over in any case.
    fn was_cut(&self) -> bool {
        let victim = lock(&self.inner.victim).take();
        if let Some(mut victim) = victim {
            drop(victim.wait());
        }
        lock(&self.inner.cut).take().is_none()
    }

    /// Waits for the run that is to be cut, at most until it ends by itself.
    fn wait(&self) {
        loop {
            let ended =
                lock(&self.inner.victim).as_mut().is_none_or(|child| child.try_wait().is_ok_and(|s| s.is_some()));
            if ended {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Inner {
    /// Which one it is of those at which the run may be cut.
    fn number(&self, exchange: &Exchange) -> Option<usize> {
        let mut cut = lock(&self.cut);
        let (wanted, seen) = cut.as_mut()?;
        if !exchange.counts() || exchange.writes() != wanted.writes {
            return None;
        }
        *seen += 1;
        Some(*seen)
    }

    /// Kills the sender if the request of this number at this moment is where the run is cut.
    fn strikes(&self, number: Option<usize>, moment: Moment) -> bool {
        let mut cut = lock(&self.cut);
        if !cut.is_some_and(|(wanted, _)| number == Some(wanted.number) && moment == wanted.moment) {
            return false;
        }
        *cut = None;
        if let Some(victim) = &mut *lock(&self.victim) {
            victim.kill().expect("killed");
            drop(victim.wait());
        }
        true
    }
}

/// One request on one connection, as HTTP/1.1 with its length in the head.
pub(super) fn pass(way: &Inner, stream: &mut (impl Read + Write)) -> std::io::Result<()> {
    let Some((head, body)) = read_request(stream)? else { return Ok(()) };
    let began = Instant::now();
    std::thread::sleep(Duration::from_millis(way.delay.load(Ordering::SeqCst)));
    let mut words = head.split(' ');
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut exchange = Exchange {
        method: method.to_owned(),
        path: path.to_owned(),
        request: format!("{head}{}", String::from_utf8_lossy(&body)),
        answer: String::new(),
        took: (began, began),
    };
    let number = way.number(&exchange);
    if way.strikes(number, Moment::Before) {
        return Ok(());
    }
    let mut upstream = TcpStream::connect(("127.0.0.1", way.upstream.load(Ordering::SeqCst)))?;
    let kept: Vec<&str> = head.lines().filter(|line| !line.to_ascii_lowercase().starts_with("connection:")).collect();
    let closing = format!("{}\r\nConnection: close\r\n\r\n", kept.join("\r\n").trim_end());
    upstream.write_all(closing.as_bytes())?;
    upstream.write_all(&body)?;
    let mut answer = Vec::new();
    upstream.read_to_end(&mut answer)?;
    let skew = way.skew.load(Ordering::SeqCst);
    if skew != 0 {
        answer = dated(&answer, skew);
    }
    exchange.answer = String::from_utf8_lossy(&answer).into_owned();
    exchange.took.1 = Instant::now();
    lock(&way.log).push(exchange.clone());
    if way.strikes(number, Moment::Lost) {
        return Ok(());
    }
    stream.write_all(&answer)?;
    stream.flush()?;
    if exchange.writes() && lock(&way.cut).is_some_and(|(cut, _)| cut.moment == Moment::After) {
        // The answer is read before the sender dies.
        std::thread::sleep(Duration::from_millis(30));
    }
    way.strikes(number, Moment::After);
    Ok(())
}

/// With another `Date`, of the same length.
fn dated(answer: &[u8], skew: i64) -> Vec<u8> {
    let text = String::from_utf8_lossy(answer);
    let Some(line) = text.lines().find(|line| line.to_ascii_lowercase().starts_with("date:")) else {
        return answer.to_vec();
    };
    let form = time::format_description::well_known::Rfc2822;
    let told = time::OffsetDateTime::parse(line["date:".len()..].trim(), &form).expect("a date");
    let other = (told + time::Duration::seconds(skew)).format(&form).expect("a date").replace("+0000", "GMT");
    let begin = text.find(line).expect("it is there");
    [&answer[..begin], b"date: ", other.as_bytes(), &answer[begin + line.len()..]].concat()
}

fn read_request(stream: &mut impl Read) -> std::io::Result<Option<(String, Vec<u8>)>> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 8192];
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end + 4]).into_owned();
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            });
            let mut body = bytes.split_off(end + 4);
            while body.len() < length.unwrap_or_default() {
                let count = stream.read(&mut chunk)?;
                if count == 0 {
                    return Ok(None);
                }
                body.extend_from_slice(&chunk[..count]);
            }
            return Ok(Some((head, body)));
        }
        let count = stream.read(&mut chunk)?;
        if count == 0 {
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk[..count]);
    }
}

fn writes(method: &str, path: &str, request: &str) -> bool {
    if matches!(method, "GET" | "HEAD" | "OPTIONS")
        || !["/graph", "/teams", "/azure"].iter().any(|service| path.starts_with(service))
    {
        return false;
    }
    let reads_only = path.ends_with("/$batch")
        && !["POST", "PATCH", "PUT", "DELETE"].iter().any(|verb| request.contains(&format!("\"method\":\"{verb}\"")));
    !reads_only
}
