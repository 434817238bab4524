//! A browser, and the person at it.

use std::collections::BTreeMap;

use url::Url;

use super::http::{Answer, get, get_as, post};

/// What somebody does whose browser is signed in already, or somebody who does something else. `arguments`: those of
/// `$BROWSER`, the address last.
pub fn browse(arguments: &[String]) {
    let Some(address) = arguments.last().filter(|last| last.starts_with("http")) else { return };
    let address = Url::parse(address).expect("an address");
    let over = arguments.iter().find_map(|argument| argument.strip_prefix("over=")?.parse().ok());
    let does = |what: &str| arguments.iter().any(|argument| argument == what);
    if does("closes-it") {
        return;
    }
    if does("declines") {
        back(&address, "error=access_denied&error_description=AADSTS65004%3A+declined", None);
        return;
    }
    if does("is-refused") {
        back(&address, "error=interaction_required&error_description=AADSTS53003%3A+blocked+by+policy", None);
        return;
    }
    if does("is-signed-in-elsewhere") {
        let page = typed(&address, "dana@fabrikam.example");
        assert!(page.body.contains("AADSTS50020"), "Microsoft's page says it: {}", page.body);
        return;
    }
    if does("is-sent-back-from-elsewhere") {
        back(&address, "error=invalid_request&error_description=AADSTS50020%3A+not+in+this+tenant", None);
        return;
    }
    if does("comes-with-another-state") {
        for answer in ["code=stolen", "error=access_denied"] {
            let refused = back(&address, answer, Some("of-another-sign-in"));
            assert!(refused.head.starts_with("HTTP/1.1 4"), "it is not taken: {}", refused.head);
        }
    }
    follow(address, over);
}

/// Somebody types that name on the sign-in page.
fn typed(address: &Url, upn: &str) -> Answer {
    let mut form = url::form_urlencoded::Serializer::new(address.query().unwrap_or_default().to_owned());
    form.append_pair("practice_upn", upn);
    post(address.port().expect("a port"), address.path(), "application/x-www-form-urlencoded", &form.finish())
}

/// Goes where it is sent. What is far away is reached over that port.
fn follow(mut next: Url, over: Option<u16>) {
    for _ in 0..10 {
        let path = next.query().map_or_else(|| next.path().to_owned(), |query| format!("{}?{query}", next.path()));
        let answer = match (next.scheme(), over) {
            ("https", Some(over)) => get_as(over, next.host_str().expect("a host"), &path),
            _ => get(next.port().expect("a port"), &path),
        };
        let Some(location) = answer.header("location") else { return };
        next = next.join(&location).expect("an address");
    }
    panic!("the browser went round in circles");
}

/// Comes back from the sign-in page with that.
fn back(address: &Url, answer: &str, state: Option<&str>) -> Answer {
    let asked: BTreeMap<_, _> = address.query_pairs().collect();
    let redirect = Url::parse(&asked["redirect_uri"]).expect("an address");
    let state = state.unwrap_or(&asked["state"]);
    get(redirect.port().expect("a port"), &format!("/?{answer}&state={state}"))
}
