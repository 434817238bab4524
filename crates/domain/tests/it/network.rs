//! Items about hosts, as they are written in profiles.

use domain::profile_file::{load, load_answers};
use domain::{ChangeType, Direction, Vantage, Wanted};

const HEAD: &str = r#"
schema = 1
id = "network"
version = "1.0.0"
title = "Network"
summary = "A profile of a test."
minutes = 5
roles = ["Global Administrator"]
needs = ["Nothing."]
can = ["Nothing."]
cannot = ["Anything."]
creates = ["Nothing."]

[vendor]
name = "Fabrikam"

[source]
title = "A test"

[[question]]
id = "host"
input = "host"
label = "Host"

[[question]]
id = "port"
input = "port"
label = "Port"

[[question]]
id = "hook"
input = "url"
label = "Address"

[[question]]
id = "user"
input = "user"
label = "User"

[[item]]
kind = "sign_in"
"#;

fn item(text: &str) -> Result<Wanted, Vec<String>> {
    let loaded = load(&format!("{HEAD}\n[[item]]\n{text}"), "test.toml");
    let loaded = loaded.map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    Ok(loaded.profile.items.last().expect("the item").wanted.clone())
}

#[test]
fn a_host_says_where_from_and_what_for_and_the_rest_is_usual() {
    let text = r#"kind = "network_reachability"
hosts = [
  { host = "graph.microsoft.com", path = "/v1.0/me", expect = 401, why = "Everything is read there." },
  { host = "{host}", port = "{port}", direction = "inbound", from = "vendor", expect = "any", why = "Calls come in." },
]"#;
    let Wanted::NetworkReachability(spec) = item(text).expect("right") else { panic!("the kind") };
    let [graph, own] = &spec.hosts[..] else { panic!("two hosts") };
    assert_eq!((graph.port.as_str(), graph.expect, spec.clock), ("443", Some(401), false), "the usual port");
    assert_eq!((graph.from, graph.direction), (Vantage::ThisComputer, Direction::Outbound), "the usual way");
    assert_eq!((own.host.as_str(), own.port.as_str(), own.path.as_str()), ("{host}", "{port}", "/"), "answers");
    assert_eq!((own.from, own.direction, own.expect), (Vantage::Vendor, Direction::Inbound, None), "as it says");
}

#[test]
fn what_is_wrong_with_a_host_is_told_by_its_field() {
    let cases = [
        (r#"{ host = "not a host", why = "x" }"#, "host"),
        (r#"{ host = "{nobody}", why = "x" }"#, "host"),
        (r#"{ host = "a.example", port = 0, why = "x" }"#, "port"),
        (r#"{ host = "a.example", path = "v1.0", why = "x" }"#, "path"),
        (r#"{ host = "a.example", expect = "something", why = "x" }"#, "expect"),
        (r#"{ host = "a.example", expect = 99, why = "x" }"#, "expect"),
        (r#"{ host = "a.example", from = "the moon", why = "x" }"#, "from"),
        (r#"{ host = "a.example", direction = "up", why = "x" }"#, "direction"),
        (r#"{ host = "a.example" }"#, "why"),
        (r#"{ host = "a.example", why = "x", shell = "rm" }"#, "shell"),
    ];
    for (host, field) in cases {
        let errors = item(&format!("kind = \"network_reachability\"\nhosts = [{host}]")).expect_err(host);
        assert!(errors.iter().any(|error| error.contains(&format!("hosts[1].{field}"))), "{host}: {errors:?}");
    }
    assert!(item("kind = \"network_reachability\"\nhosts = []").is_err(), "no host, no item");
}

#[test]
fn a_test_subscription_is_short_and_about_chats() {
    let text = |resource: &str, minutes: u32| {
        format!(
            "kind = \"webhook_endpoint\"\nurl = \"{{hook}}\"\nresource = \"{resource}\"\nchange = \"created\"\nminutes = {minutes}\nuser = \"user\""
        )
    };
    let Wanted::WebhookEndpoint(spec) = item(&text("/me/chats/getAllMessages", 15)).expect("right") else {
        panic!("the kind")
    };
    assert_eq!((spec.minutes, spec.change, spec.user.as_str()), (15, ChangeType::Created, "user"), "as it says");
    for bad in
        ["me/chats", "/me/messages", "https://graph.microsoft.com/v1.0/me/chats", "/me/chats?$top=1", "/me/chatsx"]
    {
        assert!(item(&text(bad, 15)).is_err(), "{bad}: its token is for chats of the signed-in user");
    }
    assert!(item(&text("/me/chats", 60)).is_err(), "an hour needs a second address");
}

#[test]
fn a_paste_is_one_text_or_a_line_in_each_entry() {
    let text =
        format!("{HEAD}\n[[item]]\nkind = \"network_reachability\"\nhosts = [{{ host = \"a.example\", why = \"x\" }}]");
    let profile = load(&text, "test.toml").expect("right").profile;
    let answers = |paste: &str| load_answers(&format!("tenant = \"a.example\"\nvendor_reach = {paste}"), "a", &profile);
    let text = |paste: &str| {
        let read = answers(paste).expect("right").answers;
        read.text(&domain::QuestionId::from("vendor_reach")).map(str::to_owned)
    };
    assert_eq!(text("\"one\"").as_deref(), Some("one"), "a text");
    assert_eq!(text("[\"one\", \"two\"]").as_deref(), Some("one\ntwo"), "lines");
    assert_eq!(text("\"\"\"\none\ntwo\"\"\"").as_deref(), Some("one\ntwo"), "with its line ends");
    assert!(answers("5").is_err(), "not a number");
    assert!(answers(&format!("\"{}\"", "x".repeat(20_000))).is_err(), "nor a book");
}

#[test]
fn a_notification_address_is_that_of_the_same_server() {
    let tied = |more: &str| {
        format!(
            "kind = \"webhook_endpoint\"\nurl = \"{{hook}}\"\n{more}\nresource = \"/me/chats\"\nchange = \"created\"\nminutes = 15\nuser = \"user\""
        )
    };
    assert!(item(&tied("port = 8443")).is_err(), "a port alone says nothing");
    let text = format!("{HEAD}\n[[item]]\n{}", tied("host = \"{host}\"\nport = \"{port}\""));
    let profile = load(&text, "test.toml").expect("right").profile;
    let read = |hook: &str, port: &str| {
        let text = format!("tenant = \"a.example\"\nhost = \"calls.a.example\"\nhook = \"{hook}\"\nport = {port}");
        load_answers(&text, "a", &profile).map(drop).map_err(|errors| errors[0].to_string())
    };
    for (hook, port) in [
        ("https://calls.a.example/hook", "443"),
        ("https://CALLS.a.example:443/hook", "443"),
        ("https://calls.a.example:8443/hook", "8443"),
    ] {
        assert_eq!(read(hook, port), Ok(()), "{hook} with {port}");
    }
    for (hook, port, given, wanted) in [
        ("https://other.a.example/hook", "443", "`other.a.example`", "`calls.a.example`"),
        ("https://calls.a.example/hook", "8443", "`calls.a.example`", "`calls.a.example:8443`"),
        ("https://calls.a.example:8443/hook", "443", "`calls.a.example:8443`", "`calls.a.example`"),
    ] {
        let said = read(hook, port).expect_err(hook);
        assert!(said.starts_with("a:3:") && said.contains(given) && said.contains(wanted), "with its line: {said}");
    }
    assert!(load_answers("tenant = \"a.example\"\nhook = \"https://b.example/\"", "a", &profile).is_ok(), "later");
}
