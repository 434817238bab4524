//! The two pages that the browser shows at the end: no script, nothing remembered, nothing sent on.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Their words, from the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// BCP 47 tag of the language, e.g. `en`.
    pub language: String,
    /// Heading when Handrail has its answer.
    pub done_title: String,
    /// E.g. "You can close this tab and go back to Handrail."
    pub done_text: String,
    /// Heading for anything else that comes to this address.
    pub refused_title: String,
    /// E.g. "This is not an answer that Handrail waits for."
    pub refused_text: String,
}

/// The one style of both pages; its hash is the only thing that their policy allows.
const STYLE: &str = "html{color-scheme:light dark;font:16px/1.5 'Segoe UI Variable','Segoe UI',system-ui,sans-serif}\
body{max-width:32rem;margin:20vh auto;padding:0 1.5rem}h1{font-size:1.5rem;font-weight:600}";

impl Pages {
    pub(crate) fn done(&self) -> String {
        page(&self.language, &self.done_title, &self.done_text)
    }

    pub(crate) fn refused(&self) -> String {
        page(&self.language, &self.refused_title, &self.refused_text)
    }
}

/// Headers of every answer.
pub fn headers() -> [(&'static str, String); 5] {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, STYLE.as_bytes());
    let style = STANDARD.encode(digest.as_ref());
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    [
        ("content-security-policy", policy),
        ("cache-control", "no-store".to_owned()),
        ("referrer-policy", "no-referrer".to_owned()),
        ("x-content-type-options", "nosniff".to_owned()),
        ("connection", "close".to_owned()),
    ]
}

fn page(language: &str, title: &str, text: &str) -> String {
    let (language, title, text) = (escaped(language), escaped(title), escaped(text));
    format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style></head>\
         <body><main><h1>{title}</h1><p>{text}</p></main></body></html>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
