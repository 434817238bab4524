//! Whether an endpoint wants the notifications: it is sent a token and has to send it back. Words as observed in
//! splunk/azure-functions-splunk#26 and facts 5 of the Teams notes.

use std::time::Duration;

use url::Url;

use crate::Emulator;
use crate::graph::refusal::Refusal;
use crate::webhooks::{Answer, Post, Unreachable};

/// How long the endpoint may take.
const WITHIN: Duration = Duration::from_secs(10);
/// Characters of a URL that are taken.
const LONGEST_URL: usize = 2_048;

/// https, except on this computer's own loopback, where the practice tenant is more generous than Graph. [K]
pub(super) fn check_url(name: &str, text: &str) -> Result<Url, Refusal> {
    let url = Url::parse(text).ok().filter(|url| text.len() <= LONGEST_URL && url.has_host());
    let good = url.filter(|url| match url.scheme() {
        "https" => true,
        "http" => is_loopback(url),
        _ => false,
    });
    let plain = good.filter(|url| url.username().is_empty() && url.password().is_none() && url.fragment().is_none());
    plain.ok_or_else(|| Refusal::bad("InvalidRequest", format!("The '{name}' must be an absolute https URL.")))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// Sends the token and judges what comes back.
pub(super) async fn validate(emulator: &Emulator, mut url: Url) -> Result<(), Refusal> {
    let token = format!(
        "Validation: Testing client application reachability for subscription Request-Id: {}",
        emulator.request_id()
    );
    url.query_pairs_mut().append_pair("validationToken", &token);
    let asked = if emulator.plays(&url) {
        emulator.ask_played(&url, WITHIN).await
    } else {
        let Some(webhooks) = emulator.webhooks() else { return Err(failed("")) };
        let post = Post { url, content_type: "text/plain; charset=utf-8", body: String::new(), within: WITHIN };
        webhooks.post(post).await
    };
    match asked {
        Ok(answer) => judge(&answer, &token),
        Err(Unreachable::Late) => Err(Refusal::bad("ValidationError", "Subscription validation request timed out.")),
        Err(Unreachable::OutOfReach | Unreachable::Failed) => Err(failed("")),
    }
}

fn judge(answer: &Answer, token: &str) -> Result<(), Refusal> {
    if answer.status != 200 {
        return Err(failed(&format!("HTTP status code is '{}'. ", status_name(answer.status))));
    }
    let text = answer.content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("text/plain");
    if !text {
        return Err(failed(""));
    }
    match answer.body == token.as_bytes() {
        true => Ok(()),
        false => {
            let message =
                "Subscription validation request failed. Response must exactly match validationToken query parameter.";
            Err(Refusal::bad("ValidationError", message))
        }
    }
}

fn failed(why: &str) -> Refusal {
    let message = format!(
        "Subscription validation request failed. {why}Notification endpoint must respond with 200 OK to validation request."
    );
    Refusal::bad("ValidationError", message)
}

/// `Forbidden`, `NotFound`: the name of the status without blanks.
fn status_name(status: u16) -> String {
    let known = http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    known.map_or_else(|| status.to_string(), |reason| reason.replace([' ', '-'], ""))
}
