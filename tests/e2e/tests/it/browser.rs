//! The stand-in for the browser, tried on pages like those of the practice tenant.

use std::io::{Read, Write};
use std::net::TcpListener;

use e2e::{Behaviour, Desk, browse};

/// A sign-in on one port: pick an account, give consent, go back to the app.
fn sign_in_server() -> (String, std::thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("bound"));
    let back = address.clone();
    let serving = std::thread::spawn(move || {
        let mut seen = Vec::new();
        loop {
            let (mut stream, _) = listener.accept().expect("a visitor");
            let request = request(&mut stream);
            let line = request.lines().next().unwrap_or_default().to_owned();
            let answer = answer(&request, &back);
            stream.write_all(answer.as_bytes()).expect("the visitor is there");
            seen.push(request);
            if line.starts_with("GET /done") || line.starts_with("GET /?error") {
                return seen;
            }
        }
    });
    (address, serving)
}

fn request(stream: &mut std::net::TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer).expect("readable");
        bytes.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_default();
        let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: "));
        let wanted = length.and_then(|number| number.parse().ok()).unwrap_or(0);
        if !head.is_empty() && body.len() >= wanted {
            return text.into_owned();
        }
    }
}

fn answer(request: &str, back: &str) -> String {
    const ACCOUNTS: &str = "<form method=\"post\" action=\"/pick\"><input type=\"hidden\" name=\"flow\" value=\"a&amp;b\">\
        <ul><li><button class=\"account\" name=\"practice_account\" value=\"7\"><b>Dana</b><span>dana@example.com</span></button></li>\
        <li><button class=\"account\" name=\"practice_account\" value=\"8\"><b>Robin</b><span>robin@example.com</span></button></li></ul></form>\
        <form method=\"post\" action=\"/pick\"><input type=\"text\" name=\"practice_upn\" required><button>Next</button></form>\
        <form method=\"post\" action=\"/pick\"><button name=\"practice_decision\" value=\"cancel\">Cancel</button></form>";
    const CONSENT: &str = "<form method=\"post\" action=\"/consent\">\
        <button name=\"practice_decision\" value=\"cancel\">Cancel</button>\
        <button name=\"practice_decision\" value=\"accept\">Accept</button></form>";
    let body = request.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    let (status, header, page) = match request.split(' ').nth(1).unwrap_or_default() {
        "/authorize?x=1" => ("200 OK", "Set-Cookie: visit=7; Path=/".to_owned(), ACCOUNTS),
        "/pick" if body.contains("=cancel") => ("302 Found", format!("Location: {back}/?error=access_denied"), ""),
        "/pick" => ("200 OK", "X-None: 1".to_owned(), CONSENT),
        "/consent" if body.contains("=cancel") => ("302 Found", format!("Location: {back}/?error=consent"), ""),
        "/consent" => ("302 Found", format!("Location: {back}/?code=abc"), ""),
        "/?code=abc" => ("303 See Other", "Location: /done".to_owned(), ""),
        _ => ("200 OK", "X-None: 1".to_owned(), "<p>You can close this page.</p>"),
    };
    format!("HTTP/1.1 {status}\r\n{header}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{page}", page.len())
}

fn visit(behaviour: &Behaviour) -> (Vec<String>, Vec<String>) {
    let desk = Desk::new().expect("a desk");
    desk.browser_does(behaviour).expect("a note to the browser");
    let (address, serving) = sign_in_server();
    browse(&format!("{address}/authorize?x=1"), desk.home()).expect("the whole way");
    let history = desk.browser_history().iter().map(|line| line.replace(&address, "")).collect();
    (history, serving.join().expect("the server ended"))
}

#[test]
fn it_signs_in_as_the_account_it_was_told_and_accepts() {
    let (history, requests) = visit(&Behaviour::SignInAs("robin@example.com".into()));
    assert_eq!(
        history,
        ["200 GET /authorize?x=1", "200 POST /pick", "302 POST /consent", "303 GET /?code=abc", "200 GET /done"],
        "from the first page to the last"
    );
    assert!(
        requests[1].ends_with("flow=a%26b&practice_account=8"),
        "hidden fields and the pressed button are sent: {}",
        requests[1]
    );
    assert!(requests[1].contains("Cookie: visit=7"), "its cookie comes back: {}", requests[1]);
}

#[test]
fn it_signs_in_with_the_first_account_when_nobody_says_with_which() {
    let (history, requests) = visit(&Behaviour::SignIn);
    assert!(requests[1].ends_with("practice_account=7"), "the first one on the page: {}", requests[1]);
    assert_eq!(history.last().map(String::as_str), Some("200 GET /done"), "the whole way");
}

#[test]
fn it_types_the_name_of_an_account_that_is_not_offered() {
    let (_, requests) = visit(&Behaviour::SignInAs("guest@example.org".into()));
    assert!(requests[1].ends_with("practice_upn=guest%40example.org"), "typed into the field: {}", requests[1]);
}

#[test]
fn it_can_refuse_at_the_last_moment_and_cancel_at_the_first() {
    let (refused, _) = visit(&Behaviour::Refuse("dana@example.com".into()));
    assert_eq!(refused.last().map(String::as_str), Some("200 GET /?error=consent"), "signed in, then said no");
    let (cancelled, _) = visit(&Behaviour::Cancel);
    assert_eq!(cancelled.len(), 3, "cancelled on the first page: {cancelled:?}");
}

#[test]
fn it_goes_nowhere_but_to_this_computer() {
    let desk = Desk::new().expect("a desk");
    let refused = browse("http://login.example.com/authorize", desk.home()).expect_err("not loopback");
    assert!(refused.to_string().contains("stays on this computer"), "it says why: {refused}");
}
