//! A stand-in for the system's browser: follows redirects, keeps cookies, fills in the sign-in pages of the practice
//! tenant, and writes down where it was. It speaks plain HTTP to loopback only, so it can reach nothing else.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::Trouble;
use crate::forms::{self, Form};

const MOST_PAGES: u32 = 20;
const TIMEOUT: Duration = Duration::from_secs(30);

/// What the person in front of the browser does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Behaviour {
    /// Signs in with the first account that is offered and accepts what is asked.
    #[default]
    SignIn,
    /// Signs in with this account and accepts what is asked.
    SignInAs(String),
    /// Signs in with the account that is asked for, else with the first that is offered, and accepts what is asked.
    SignInAsAsked,
    /// Signs in with this account and then says no.
    Refuse(String),
    /// Presses Cancel on the first page.
    Cancel,
    /// Closes the browser at once.
    Close,
}

/// Whoever does as asked is the account that the address names.
fn asked(behaviour: Behaviour, address: &str) -> Behaviour {
    if behaviour != Behaviour::SignInAsAsked {
        return behaviour;
    }
    let url = Url::parse(address).ok();
    let hint =
        url.and_then(|url| url.query_pairs().find(|(name, _)| name == "login_hint").map(|(_, upn)| upn.into_owned()));
    hint.map_or(Behaviour::SignIn, Behaviour::SignInAs)
}

/// Visits an address and behaves; `home` is where the behaviour stands and the history goes.
///
/// # Errors
/// When a page cannot be fetched or understood.
pub fn browse(address: &str, home: &Path) -> Result<(), Trouble> {
    let behaviour: Behaviour = serde_json::from_str(&std::fs::read_to_string(home.join("browser.json"))?)?;
    let behaviour = asked(behaviour, address);
    let mut history = std::fs::OpenOptions::new().create(true).append(true).open(home.join("browser.log"))?;
    if behaviour == Behaviour::Close {
        writeln!(history, "closed {address}")?;
        return Ok(());
    }
    if let Some(page) = page_on_disk(address) {
        let page = page.and_then(std::fs::read_to_string)?;
        writeln!(history, "{} GET {address}", if page.contains("<html") { 200 } else { 415 })?;
        return Ok(());
    }
    let mut cookies = Cookies::default();
    let mut next = Request::get(parse(address)?);
    for _ in 0..MOST_PAGES {
        let answer = fetch(&next, &mut cookies)?;
        writeln!(history, "{} {} {}", answer.status, next.method(), next.url)?;
        let following = if let Some(location) = answer.header("location") {
            Some(Request::get(join(&next.url, location)?))
        } else {
            submit(&next.url, &answer, &behaviour)?
        };
        let Some(request) = following else {
            return Ok(());
        };
        next = request;
    }
    Err(Trouble::Browser { url: next.url.into(), why: format!("more than {MOST_PAGES} pages") })
}

struct Request {
    url: Url,
    /// A form's fields, encoded; a GET has none.
    body: Option<String>,
}

impl Request {
    const fn get(url: Url) -> Self {
        Self { url, body: None }
    }

    const fn method(&self) -> &'static str {
        if self.body.is_some() { "POST" } else { "GET" }
    }
}

struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// Cookies by host and port, then by name.
#[derive(Default)]
struct Cookies(BTreeMap<String, BTreeMap<String, String>>);

impl Cookies {
    fn take(&mut self, url: &Url, answer: &Answer) {
        let jar = self.0.entry(site(url)).or_default();
        for (name, value) in &answer.headers {
            let pair = value.split(';').next().and_then(|pair| pair.split_once('='));
            if let (true, Some((key, value))) = (name.eq_ignore_ascii_case("set-cookie"), pair) {
                jar.insert(key.trim().to_owned(), value.trim().to_owned());
            }
        }
    }

    fn line(&self, url: &Url) -> String {
        let jar = self.0.get(&site(url)).into_iter().flatten();
        let pairs: Vec<String> = jar.map(|(name, value)| format!("{name}={value}")).collect();
        if pairs.is_empty() { String::new() } else { format!("Cookie: {}\r\n", pairs.join("; ")) }
    }
}

/// What a person does with a page of forms; nothing when there is nothing to press.
fn submit(url: &Url, answer: &Answer, behaviour: &Behaviour) -> Result<Option<Request>, Trouble> {
    let found = forms::read(&answer.body);
    if found.is_empty() {
        return Ok(None);
    }
    let (form, fields) = choose(&found, behaviour).ok_or_else(|| Trouble::Browser {
        url: url.to_string(),
        why: format!("nothing on this page fits {behaviour:?}:\n{}", answer.body),
    })?;
    let mut target = join(url, &form.action)?;
    let encoded = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    if form.is_post {
        return Ok(Some(Request { url: target, body: Some(encoded) }));
    }
    target.set_query(Some(&encoded));
    Ok(Some(Request::get(target)))
}

/// The form to send and its fields, the pressed button among them.
fn choose<'a>(found: &'a [Form], behaviour: &Behaviour) -> Option<(&'a Form, Vec<(String, String)>)> {
    let pressed = |words: &[&str]| found.iter().find_map(|form| form.press(words).map(|fields| (form, fields)));
    let accept = ["accept", "continue", "next", "return"];
    let refuse = ["cancel", "return"];
    match behaviour {
        // Accounts are the buttons with an address on them.
        Behaviour::SignIn | Behaviour::SignInAsAsked => pressed(&["@"]).or_else(|| pressed(&accept)),
        Behaviour::SignInAs(account) => account_of(found, account).or_else(|| pressed(&accept)),
        Behaviour::Refuse(account) => account_of(found, account).or_else(|| pressed(&refuse)),
        Behaviour::Cancel | Behaviour::Close => pressed(&refuse),
    }
}

/// The form with a button for the account, or with a field into which its name is typed.
fn account_of<'a>(found: &'a [Form], account: &str) -> Option<(&'a Form, Vec<(String, String)>)> {
    found.iter().find_map(|form| {
        let fields = form.press(&[account]).or_else(|| form.fill(account))?;
        Some((form, fields))
    })
}

fn fetch(request: &Request, cookies: &mut Cookies) -> Result<Answer, Trouble> {
    let url = &request.url;
    let trouble = |why: &str| Trouble::Browser { url: url.to_string(), why: why.to_owned() };
    let (Some(host), "http") = (url.host_str(), url.scheme()) else {
        return Err(trouble("this browser speaks plain HTTP only"));
    };
    if !["localhost", "127.0.0.1", "[::1]"].contains(&host) {
        return Err(trouble("this browser stays on this computer"));
    }
    let port = url.port_or_known_default().unwrap_or(80);
    let mut stream = TcpStream::connect((host.trim_matches(['[', ']']), port))?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    let target = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let body = request.body.as_deref().unwrap_or_default();
    let form = if request.body.is_some() {
        format!(
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nOrigin: {}\r\n",
            body.len(),
            url.origin().ascii_serialization()
        )
    } else {
        String::new()
    };
    write!(
        stream,
        "{} {target} HTTP/1.1\r\nHost: {}\r\nAccept: text/html\r\nConnection: close\r\n{}{form}\r\n{body}",
        request.method(),
        site(url),
        cookies.line(url),
    )?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let answer = understand(&String::from_utf8_lossy(&bytes)).ok_or_else(|| trouble("no HTTP answer"))?;
    cookies.take(url, &answer);
    Ok(answer)
}

/// The file behind a `file:` address: a page that the app has written.
fn page_on_disk(address: &str) -> Option<std::io::Result<std::path::PathBuf>> {
    let url = Url::parse(address).ok().filter(|url| url.scheme() == "file")?;
    let path = url.to_file_path();
    Some(path.map_err(|()| std::io::Error::other("no file of this computer")))
}

fn understand(text: &str) -> Option<Answer> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect();
    Some(Answer { status, headers, body: body.to_owned() })
}

fn site(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn parse(address: &str) -> Result<Url, Trouble> {
    Url::parse(address).map_err(|error| Trouble::Browser { url: address.to_owned(), why: error.to_string() })
}

fn join(base: &Url, reference: &str) -> Result<Url, Trouble> {
    base.join(reference).map_err(|error| Trouble::Browser { url: reference.to_owned(), why: error.to_string() })
}
