//! What the system says about proxies: the environment, then the system's settings, by the same rules as the HTTP client.

use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use url::Url;

/// A proxy that is to be used for an address.
pub struct Proxy(Intercept);

impl Proxy {
    /// Host and port, for proxies that are spoken to in plain HTTP.
    pub fn address(&self) -> Option<(&str, u16)> {
        let uri = self.0.uri();
        (uri.scheme_str() == Some("http")).then_some(())?;
        Some((uri.host()?, uri.port_u16().unwrap_or(80)))
    }

    /// `http://host:port`, without credentials.
    pub fn shown(&self) -> String {
        let uri = self.0.uri();
        let port = uri.port_u16().map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}://{}{port}", uri.scheme_str().unwrap_or("http"), uri.host().unwrap_or_default())
    }

    /// The header with the credentials that stand in the setting, if there are any.
    pub fn credentials(&self) -> Option<&str> {
        self.0.basic_auth()?.to_str().ok()
    }
}

/// The proxy for this address. Read anew each time: settings change while Handrail runs.
pub fn server(url: &Url) -> Option<Proxy> {
    by(&Matcher::from_system(), url)
}

/// That one, for every address.
pub fn named(proxy: &str, url: &Url) -> Option<Proxy> {
    by(&Matcher::builder().all(proxy).build(), url)
}

fn by(matcher: &Matcher, url: &Url) -> Option<Proxy> {
    let uri: http::Uri = url.as_str().parse().ok()?;
    matcher.intercept(&uri).map(Proxy)
}

/// The address of a script that decides about proxies.
pub fn script() -> Option<String> {
    imp::script().and_then(|address| without_credentials(&address))
}

fn without_credentials(address: &str) -> Option<String> {
    let mut url = Url::parse(address.trim()).ok()?;
    // Refused for addresses that cannot have any.
    let _ = url.set_username("").and_then(|()| url.set_password(None));
    Some(url.into())
}

#[cfg(windows)]
mod imp {
    pub fn script() -> Option<String> {
        let key = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings";
        let settings = windows_registry::CURRENT_USER.open(key).ok()?;
        settings.get_string("AutoConfigURL").ok().filter(|address| !address.is_empty())
    }
}

#[cfg(not(windows))]
mod imp {
    use std::process::{Command, Stdio};

    use crate::environment::{OS, Os};

    pub fn script() -> Option<String> {
        match OS {
            Os::Mac => super::from_scutil(&output("/usr/sbin/scutil", &["--proxy"])?),
            Os::Linux | Os::Windows => {
                let ask = |key| output("/usr/bin/gsettings", &["get", "org.gnome.system.proxy", key]);
                super::from_gsettings(&ask("mode")?, &ask("autoconfig-url")?)
            }
        }
    }

    /// `None` when the program is not there, which is usual.
    #[expect(clippy::disallowed_methods, reason = "this is the port that asks the system")]
    fn output(program: &str, arguments: &[&str]) -> Option<String> {
        let ended = Command::new(program).args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
        ended.status.success().then(|| String::from_utf8_lossy(&ended.stdout).into_owned())
    }
}

/// `scutil --proxy` prints `ProxyAutoConfigEnable : 1` and `ProxyAutoConfigURLString : http://...`.
#[cfg_attr(windows, allow(dead_code, reason = "for macOS; tested everywhere else"))]
fn from_scutil(text: &str) -> Option<String> {
    let value = |name: &str| {
        text.lines().find_map(|line| line.trim().strip_prefix(name)?.trim_start().strip_prefix(':').map(str::trim))
    };
    (value("ProxyAutoConfigEnable") == Some("1")).then_some(())?;
    value("ProxyAutoConfigURLString").map(str::to_owned)
}

/// `gsettings get` prints texts in single quotes.
#[cfg_attr(windows, allow(dead_code, reason = "for Linux; tested everywhere else"))]
fn from_gsettings(mode: &str, address: &str) -> Option<String> {
    let bare = |text: &str| text.trim().trim_matches('\'').to_owned();
    (bare(mode) == "auto").then(|| bare(address)).filter(|address| !address.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_shown_without_its_password() {
        let matcher = Matcher::builder().all("http://dana:secret@proxy.example:3128").no("localhost").build();
        let url = |text: &str| Url::parse(text).expect("an address");
        let proxy = by(&matcher, &url("https://graph.microsoft.com/")).expect("it goes through the proxy");
        assert_eq!(proxy.shown(), "http://proxy.example:3128", "the password is nobody's business");
        assert_eq!(proxy.address(), Some(("proxy.example", 3128)), "where to connect");
        assert!(proxy.credentials().is_some_and(|text| text.starts_with("Basic ")), "but it is used");
        assert!(by(&matcher, &url("http://localhost:1234/")).is_none(), "this computer is not behind it");
    }

    #[test]
    fn a_script_is_found_in_what_the_system_prints() {
        let scutil = "<dictionary> {\n  ExceptionsList : <array> {\n    0 : *.local\n  }\n  ProxyAutoConfigEnable : 1\n  \
                      ProxyAutoConfigURLString : http://wpad.example/proxy.pac\n}\n";
        assert_eq!(from_scutil(scutil).as_deref(), Some("http://wpad.example/proxy.pac"), "macOS");
        assert_eq!(from_scutil(&scutil.replace("Enable : 1", "Enable : 0")), None, "switched off");
        assert_eq!(from_gsettings("'auto'\n", "'http://w/p'\n").as_deref(), Some("http://w/p"), "GNOME");
        assert_eq!(from_gsettings("'none'\n", "'http://w/p'\n"), None, "switched off");
        assert_eq!(
            without_credentials("http://a:b@w/p.pac").as_deref(),
            Some("http://w/p.pac"),
            "no password is shown"
        );
    }
}
