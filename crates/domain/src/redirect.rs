//! Microsoft's rules for redirect URIs.
//!
//! Source: <https://learn.microsoft.com/entra/identity-platform/reply-url>

use url::{Host, Url};

/// Most redirect URIs of an app that signs in accounts of organisations, all platforms together.
pub const MOST_REDIRECTS: usize = 256;
/// Most characters of one.
const LONGEST: usize = 256;
/// Characters that may stand in none.
const FORBIDDEN: [char; 7] = ['!', '$', '\'', '(', ')', ',', ';'];

/// Why an address can be no redirect URI of a web or single-page app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RedirectFault {
    /// No address.
    #[error("it is not a whole address")]
    NotAnAddress,
    /// `http`, and not this computer.
    #[error("it must begin with https://, except for localhost")]
    NotHttps,
    /// More than 256 characters.
    #[error("it is longer than 256 characters")]
    TooLong,
    /// One of `! $ ' ( ) , ;`.
    #[error("it holds one of ! $ ' ( ) , ;")]
    Character,
    /// `*`.
    #[error("it holds a wildcard")]
    Wildcard,
    /// `#`.
    #[error("it holds a fragment (#)")]
    Fragment,
    /// `name@host`.
    #[error("it holds a user's name")]
    UserName,
}

impl RedirectFault {
    /// The message id of its words.
    #[must_use]
    pub const fn message_id(self) -> &'static str {
        match self {
            Self::NotAnAddress => "redirect-not-an-address",
            Self::NotHttps => "redirect-not-https",
            Self::TooLong => "redirect-too-long",
            Self::Character => "redirect-character",
            Self::Wildcard => "redirect-wildcard",
            Self::Fragment => "redirect-fragment",
            Self::UserName => "redirect-user-name",
        }
    }
}

/// Whether Microsoft takes this as the redirect URI of a web or single-page app.
///
/// # Errors
/// The first rule that it breaks.
pub fn check_redirect(uri: &str) -> Result<(), RedirectFault> {
    if uri.chars().count() > LONGEST {
        return Err(RedirectFault::TooLong);
    }
    if uri.contains('*') {
        return Err(RedirectFault::Wildcard);
    }
    if uri.contains(FORBIDDEN) {
        return Err(RedirectFault::Character);
    }
    let url = Url::parse(uri).map_err(|_| RedirectFault::NotAnAddress)?;
    let local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        // Microsoft takes no other form of this computer.
        Some(Host::Ipv6(_)) => false,
        None => return Err(RedirectFault::NotAnAddress),
    };
    if url.scheme() != "https" && !(url.scheme() == "http" && local) {
        return Err(RedirectFault::NotHttps);
    }
    if url.fragment().is_some() {
        return Err(RedirectFault::Fragment);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(RedirectFault::UserName);
    }
    Ok(())
}

/// What makes two redirect URIs one: everything but a port of this computer, which Microsoft does not look at.
#[must_use]
pub fn redirect_key(uri: &str) -> String {
    let Ok(mut url) = Url::parse(uri) else { return uri.to_owned() };
    if matches!(url.host_str(), Some("localhost" | "127.0.0.1")) && url.set_port(None).is_ok() {
        return url.to_string();
    }
    uri.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn microsofts_rules_are_kept() {
        for good in [
            "https://ct.contoso.example/api/org/7/ms-teams/callback",
            "http://localhost:8080/x",
            "https://a.example/?x=1",
        ] {
            assert_eq!(check_redirect(good), Ok(()), "{good}");
        }
        let long = format!("https://a.example/{}", "x".repeat(256));
        for (bad, fault) in [
            ("http://a.example/x", RedirectFault::NotHttps),
            ("http://[::1]/x", RedirectFault::NotHttps),
            ("ftp://localhost/x", RedirectFault::NotHttps),
            ("a.example/x", RedirectFault::NotAnAddress),
            ("https://", RedirectFault::NotAnAddress),
            ("https://*.a.example/x", RedirectFault::Wildcard),
            ("https://a.example/x#y", RedirectFault::Fragment),
            ("https://a.example/x;y", RedirectFault::Character),
            ("https://a.example/$x", RedirectFault::Character),
            ("https://good.example@evil.example/", RedirectFault::UserName),
            (&long, RedirectFault::TooLong),
        ] {
            assert_eq!(check_redirect(bad), Err(fault), "{bad}");
        }
        assert_eq!(
            redirect_key("http://localhost:1/x"),
            redirect_key("http://localhost:2/x"),
            "ports of this computer"
        );
        assert_ne!(redirect_key("https://a.example:1/x"), redirect_key("https://a.example:2/x"), "ports of others");
    }
}
