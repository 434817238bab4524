//! Parameters of requests, cookies, and redirects with parameters.

use std::collections::BTreeMap;

use http::HeaderMap;
use http::header::COOKIE;
use url::{Url, form_urlencoded};

use super::problem::Problem;

/// Name of the cookie of a signed-in browser.
const COOKIE_NAME: &str = "handrail_practice_session";

/// Parameters by name. A name that comes twice keeps its first value; unknown names are ignored by whoever reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parameters(BTreeMap<String, String>);

impl Parameters {
    /// From a query or a form body.
    pub(crate) fn parse(encoded: &[u8]) -> Self {
        let mut map = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(encoded) {
            map.entry(name.into_owned()).or_insert_with(|| value.into_owned());
        }
        Self(map)
    }

    /// A value that is there and not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// A value without which the request makes no sense.
    pub(crate) fn required(&self, name: &str) -> Result<&str, Problem> {
        self.get(name).ok_or_else(|| {
            let text = format!("The request body must contain the following parameter: '{name}'.");
            Problem::new(900_144, "invalid_request", text)
        })
    }

    /// All of them but those, for hidden fields.
    pub(crate) fn without<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0
            .iter()
            .filter(|(name, _)| !names.contains(&name.as_str()))
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// The session cookie of the browser.
pub(crate) fn session_cookie(headers: &HeaderMap) -> Option<String> {
    let all = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.into_iter().find(|(name, _)| *name == COOKIE_NAME).map(|(_, value)| value.to_owned())
}

/// `Set-Cookie` of a signed-in browser; an empty value signs it out.
pub(crate) fn set_session_cookie(value: &str, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    let age = if value.is_empty() { "; Max-Age=0" } else { "" };
    format!("{COOKIE_NAME}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")
}

/// A redirect URI with parameters appended, in the query or the fragment. One without a path gets its slash, as in Entra.
pub(crate) fn with_parameters(redirect: &Url, parameters: &[(&str, String)], fragment: bool) -> String {
    let mut url = redirect.clone();
    if fragment {
        let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
        url.set_fragment(Some(&encoded));
    } else {
        url.query_pairs_mut().extend_pairs(parameters);
    }
    url.into()
}
