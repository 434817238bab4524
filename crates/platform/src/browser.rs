//! Opens the system's browser. No shell is involved: an address is one argument.

use std::path::Path;

use domain::{Browser, is_loopback};
use url::Url;

/// The system's browser; on Linux `$BROWSER`, if it is set.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemBrowser;

impl Browser for SystemBrowser {
    fn open(&self, url: &Url) -> Result<(), String> {
        if url.scheme() != "https" && !(url.scheme() == "http" && is_loopback(url)) {
            return Err("only https addresses are opened, and http ones on this computer".to_owned());
        }
        imp::open(url)
    }
}

impl SystemBrowser {
    /// Opens a page that Handrail itself has just written, and nothing else: no program, no folder.
    ///
    /// # Errors
    /// When it is not an HTML file at an absolute path, or no browser could be started; the text says why.
    pub fn open_page(&self, path: &Path) -> Result<(), String> {
        if path.extension().is_none_or(|end| end != "html") || !path.is_file() {
            return Err("only pages that Handrail has written are opened".to_owned());
        }
        let url = Url::from_file_path(path).map_err(|()| "the path is not absolute".to_owned())?;
        imp::open(&url)
    }
}

#[cfg(windows)]
mod imp {
    /// `ShellExecute`, by the library.
    pub fn open(url: &url::Url) -> Result<(), String> {
        ::open::that_detached(url.as_str()).map_err(|error| error.to_string())
    }
}

#[cfg(not(windows))]
mod imp {
    use std::process::{Command, Stdio};
    use std::sync::mpsc;
    use std::time::Duration;

    use url::Url;

    use crate::environment::{OS, Os, read};

    /// A program that fails does so at once; one that is still running shows the page.
    const FAILS_WITHIN: Duration = Duration::from_millis(1500);

    pub fn open(url: &Url) -> Result<(), String> {
        let mut why = "no browser was found".to_owned();
        for command in commands() {
            match start(&command, url) {
                Ok(()) => return Ok(()),
                Err(error) => why = error,
            }
        }
        Err(why)
    }

    /// `$BROWSER` is a list with `:` between commands; `%s` stands for the address.
    fn commands() -> Vec<String> {
        let fallback = match OS {
            Os::Mac => &["/usr/bin/open"][..],
            Os::Linux | Os::Windows => &["xdg-open", "gio open", "sensible-browser"][..],
        };
        let chosen = read("BROWSER").filter(|_| OS == Os::Linux).and_then(|text| text.into_string().ok());
        let chosen = chosen.unwrap_or_default();
        let named = chosen.split(':').map(str::trim).filter(|command| !command.is_empty()).map(str::to_owned);
        named.chain(fallback.iter().map(|command| (*command).to_owned())).collect()
    }

    pub fn arguments(command: &str, url: &Url) -> Option<(String, Vec<String>)> {
        let mut words = command.split_whitespace();
        let program = words.next()?.to_owned();
        let mut arguments: Vec<String> = words.map(|word| word.replace("%s", url.as_str())).collect();
        if !command.contains("%s") {
            arguments.push(url.as_str().to_owned());
        }
        Some((program, arguments))
    }

    #[expect(clippy::disallowed_methods, reason = "this is the port that starts a browser")]
    fn start(command: &str, url: &Url) -> Result<(), String> {
        let (program, arguments) = arguments(command, url).ok_or("an empty command")?;
        let quiet = || Stdio::null();
        let child = Command::new(&program).args(arguments).stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn();
        let mut child = child.map_err(|error| format!("{program}: {error}"))?;
        let (ended, end) = mpsc::channel();
        // Waits for as long as the browser runs, so that no dead process is left.
        std::thread::spawn(move || drop(ended.send(child.wait())));
        match end.recv_timeout(FAILS_WITHIN) {
            Ok(Ok(status)) if !status.success() => Err(format!("{program} ended with {status}")),
            Ok(Err(error)) => Err(format!("{program}: {error}")),
            Ok(Ok(_)) | Err(_) => Ok(()),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_browser_that_fails_at_once_is_told_and_one_that_runs_is_not_waited_for() {
            let url: Url = "https://login.example/".parse().expect("an address");
            assert!(start("false", &url).is_err_and(|why| why.contains("false")), "it ended with an error");
            assert!(start("no-such-browser", &url).is_err(), "it is not there");
            assert_eq!(start("true", &url), Ok(()), "it handed the address on");
            assert_eq!(start("timeout 3 yes", &url), Ok(()), "it still shows the page");
        }

        #[test]
        fn an_address_is_one_argument_whatever_is_in_it() {
            let url: Url = "https://login.example/a?b=c&d=%27;rm".parse().expect("an address");
            let (program, given) = arguments("firefox -P work", &url).expect("a command");
            assert_eq!((program.as_str(), given.len()), ("firefox", 3), "the address is appended");
            assert_eq!(given[2], url.as_str(), "as it is");
            let (_, given) = arguments("w3m -o x=%s", &url).expect("a command");
            assert_eq!(given, ["-o".to_owned(), format!("x={url}")], "or put where the command wants it");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_opened() {
        for address in ["file:///etc/passwd", "http://example.org/", "javascript:alert(1)", "ms-settings:network"] {
            let url = address.parse().expect("an address");
            assert!(SystemBrowser.open(&url).is_err(), "{address} is not for a browser");
        }
    }
}
