//! Other people's hosts, played: the vendor's server with its notification endpoint. In practice the names of a profile
//! must lead nowhere else than to this computer.

mod certificates;

use std::time::Duration;

use http::Method;
use serde::{Deserialize, Serialize};
use url::Url;

pub(crate) use certificates::Authority;

use crate::Emulator;
use crate::webhooks::{Answer, Unreachable};

/// What is peculiar about the vendor's server. Everything off is one that does as it should.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct VendorOddities {
    /// How its notification endpoint answers a validation.
    pub validation: Validation,
    /// How long it takes for that, milliseconds.
    pub validation_ms: u64,
    /// Its certificate.
    pub certificate: Shown,
    /// Where its name leads, as the name service says.
    pub address: String,
    /// No name service knows it.
    pub unknown_name: bool,
    /// A proxy in between wants a password.
    pub proxy_password: bool,
}

impl Default for VendorOddities {
    fn default() -> Self {
        Self {
            validation: Validation::Right,
            validation_ms: 0,
            certificate: Shown::Good,
            // RFC 5737: belongs to nobody.
            address: "203.0.113.10".to_owned(),
            unknown_name: false,
            proxy_password: false,
        }
    }
}

/// How a notification endpoint answers a validation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Validation {
    /// With the decoded token.
    Right,
    /// With the token as it stands in the address.
    Encoded,
    /// With something else.
    Other,
    /// With a page.
    Html,
    /// By leading to a sign-in.
    Redirect,
    /// 403.
    Forbidden,
    /// 404.
    Missing,
    /// 405: it takes GET only.
    GetOnly,
}

/// A server's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// As it should be.
    Good,
    /// Over.
    Expired,
    /// By itself.
    SelfSigned,
    /// For another name.
    OtherName,
}

/// What the server says, and after how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// HTTP status.
    pub status: u16,
    /// `Content-Type`.
    pub content_type: &'static str,
    /// `Location`.
    pub location: Option<&'static str>,
    /// The body.
    pub body: String,
    /// How long it takes.
    pub after: Duration,
}

impl VendorOddities {
    /// The answer to a request.
    #[must_use]
    pub fn answer(&self, method: &Method, query: Option<&str>) -> Said {
        let plain = |status, body: String| Said {
            status,
            content_type: "text/plain",
            location: None,
            body,
            after: Duration::from_millis(self.validation_ms),
        };
        let raw = query.and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("validationToken=")));
        let Some(raw) = raw else {
            return Said {
                after: Duration::ZERO,
                ..plain(200, "The vendor's server of the practice tenant.\n".to_owned())
            };
        };
        let decoded = || {
            let mut pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
            pairs.find(|(name, _)| name == "validationToken").map(|(_, token)| token.into_owned()).unwrap_or_default()
        };
        match self.validation {
            Validation::GetOnly if *method != Method::GET => plain(405, String::new()),
            Validation::Right | Validation::GetOnly => plain(200, decoded()),
            Validation::Encoded => plain(200, raw.to_owned()),
            Validation::Other => plain(200, "OK".to_owned()),
            Validation::Html => {
                let page = "<!doctype html><title>Sign in</title><p>Sign in to go on.</p>";
                Said { content_type: "text/html; charset=utf-8", ..plain(200, page.to_owned()) }
            }
            Validation::Redirect => {
                Said { location: Some("https://login.vendor.example/start"), ..plain(302, String::new()) }
            }
            Validation::Forbidden => plain(403, "Forbidden\n".to_owned()),
            Validation::Missing => plain(404, "Not found\n".to_owned()),
        }
    }

    /// Whether Microsoft gets through to it at all.
    fn is_there(&self) -> bool {
        let public = self.address.parse().is_ok_and(|ip| domain::AddressScope::of(ip) == domain::AddressScope::Public);
        self.certificate == Shown::Good && public && !self.unknown_name
    }
}

impl Emulator {
    /// Whether the practice tenant plays that host itself.
    pub(crate) fn plays(&self, url: &Url) -> bool {
        self.plays_hosts() && !domain::is_loopback(url)
    }

    /// Asks the played endpoint as Microsoft Graph does.
    pub(crate) async fn ask_played(&self, url: &Url, within: Duration) -> Result<Answer, Unreachable> {
        let vendor = self.read(|tenant| tenant.oddities.vendor.clone());
        if !vendor.is_there() {
            return Err(Unreachable::Failed);
        }
        let said = vendor.answer(&Method::POST, url.query());
        self.pause(said.after.min(within)).await;
        if said.after >= within {
            return Err(Unreachable::Late);
        }
        Ok(Answer { status: said.status, content_type: said.content_type.to_owned(), body: said.body.into_bytes() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_validation_is_answered_as_the_scenario_says() {
        let said = |validation, method| {
            let vendor = VendorOddities { validation, ..VendorOddities::default() };
            vendor.answer(&method, Some("a=1&validationToken=x%20y%3Az+w"))
        };
        assert_eq!(said(Validation::Right, Method::POST).body, "x y:z w", "decoded");
        assert_eq!(said(Validation::Encoded, Method::POST).body, "x%20y%3Az+w", "as it came");
        assert_eq!(said(Validation::GetOnly, Method::POST).status, 405, "no POST");
        assert_eq!(said(Validation::GetOnly, Method::GET).body, "x y:z w", "but GET");
        assert_eq!(said(Validation::Redirect, Method::POST).status, 302, "elsewhere");
        assert!(said(Validation::Html, Method::POST).content_type.starts_with("text/html"), "a page");
    }
}
