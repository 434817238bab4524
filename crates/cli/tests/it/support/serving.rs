//! A served practice tenant, which ends with its test, and what it proves itself with over TLS.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use access::Certificates;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{CertificateRequest, KeyMaker as _, Timestamp};
use serde_json::Value;

/// The process, and the line that said it is ready.
pub struct Serving {
    child: Child,
    pub ready: Value,
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Serving {
    /// `handrail emulator` with its arguments.
    pub fn begin(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the emulator starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut line).expect("it says that it is ready");
        Self { child, ready: serde_json::from_str(&line).expect("one line of JSON") }
    }

    pub fn process(&self) -> u32 {
        self.child.id()
    }
}

/// A self-signed certificate for ten years and its key, RSA as Entra wants it, both PEM.
pub fn certificate(subject: &str) -> (String, String) {
    let from = Timestamp::parse("2026-01-01T00:00:00Z").expect("a time");
    let (subject, key_bits) = (subject.to_owned(), 2048);
    let request = CertificateRequest { subject, key_bits, not_before: from, not_after: from.plus_years(10) };
    let made = Certificates.make(&request).expect("a certificate");
    let pem = |label: &str, der: &[u8]| {
        let text = STANDARD.encode(der);
        let lines: Vec<&str> = text.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
        format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
    };
    (pem("CERTIFICATE", &made.certificate), pem("PRIVATE KEY", made.private_key.expose()))
}
