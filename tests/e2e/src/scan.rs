//! Secrets of a walk: in nobody's arguments or environment while it goes, in no file when it is over.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use base64::Engine as _;
use leaks::{Needles, Watch};
use url::Url;

use crate::{Desk, Trouble};

/// A watch over a walk.
pub struct Scan(Watch);

impl Scan {
    /// Begins, before the app is opened.
    #[must_use]
    pub fn begin() -> Self {
        Self(Watch::begin())
    }

    /// Ends, after it is closed: where a secret was, one line each. Looked for are the codes that came back to the
    /// browser, the private key out of the exported PFX, its pass phrase, and every key and signed token whatsoever.
    ///
    /// # Errors
    /// When the export or a file cannot be read, or nothing was there to look at.
    pub fn end(self, desk: &Desk, pass_phrase: &str) -> Result<Vec<String>, Trouble> {
        let processes = self.0.end();
        let mut needles = Needles::new();
        needles.add("the pass phrase", pass_phrase.as_bytes());
        let history = desk.browser_history();
        let visits = history.iter().filter_map(|line| Url::parse(line.split(' ').nth(2)?).ok());
        let codes: Vec<String> = visits
            .flat_map(|url| {
                url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect::<Vec<_>>()
            })
            .filter_map(|(name, value)| (name == "code").then_some(value))
            .collect();
        for code in &codes {
            needles.add("a code", code.as_bytes());
        }
        let export = desk.exported(".pfx").ok_or(nothing("exported key"))?;
        needles.add_private_key(&private_key(&export, pass_phrase)?);
        if codes.is_empty() || !processes.saw("__powershell-stand-in") {
            return Err(nothing("sign-in or child"));
        }
        let mut found = processes.found(&needles);
        // The browser's own memory, and what belongs to the tenant itself: its signing key.
        let but = [desk.home().join("browser.log"), desk.data().join("practice/tenant")];
        let (in_files, files) = needles.found_under(desk.home(), &but)?;
        if files < 5 {
            return Err(nothing("data folder"));
        }
        found.extend(in_files);
        Ok(found)
    }
}

/// PKCS#8, DER.
fn private_key(export: &Path, pass_phrase: &str) -> Result<Vec<u8>, Trouble> {
    #[expect(clippy::disallowed_methods, reason = "another program reads our export")]
    let mut child = Command::new("openssl")
        .args(["pkcs12", "-nodes", "-nocerts", "-passin", "stdin", "-in"])
        .arg(export)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(pass_phrase.as_bytes())?;
    }
    let said = String::from_utf8_lossy(&child.wait_with_output()?.stdout).into_owned();
    let lines = said.lines().skip_while(|line| !line.starts_with("-----BEGIN")).skip(1);
    let text: String = lines.take_while(|line| !line.starts_with("-----END")).collect();
    base64::engine::general_purpose::STANDARD
        .decode(text)
        .map_err(|error| Trouble::NotStarted { what: "openssl", why: error.to_string() })
}

fn nothing(what: &'static str) -> Trouble {
    Trouble::NotStarted { what, why: "there is none to look for secrets in".into() }
}
