//! `handrail emulator`.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use access::Certificates;
use domain::{CertificateRequest, KeyMaker as _, Timestamp};
use serde_json::Value;

use crate::support::run;

fn handrail() -> Command {
    Command::new(env!("CARGO_BIN_EXE_handrail"))
}

#[test]
fn scenarios_are_listed() {
    let done = run(handrail().args(["emulator", "--list-scenarios"]));
    assert_eq!(done.code, Some(0), "{}", done.said());
    for name in ["all-is-well", "admin-lacks-role", "hostile-names"] {
        assert!(done.out.contains(name), "{name}: {}", done.said());
    }
}

#[test]
fn what_it_cannot_serve_is_told_and_ends_with_2() {
    for arguments in [["--scenario", "nothing-works"], ["--auto-sign-in", "nobody@practice.handrail.example"]] {
        let done = run(handrail().arg("emulator").args(arguments));
        assert_eq!(done.code, Some(2), "{}", done.said());
        assert!(done.err.contains(arguments[1]), "it is named: {}", done.said());
    }
}

#[test]
fn one_line_tells_where_everything_is_and_a_self_signed_certificate_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let now = Timestamp::parse("2026-01-01T00:00:00Z").expect("a time");
    let request = CertificateRequest {
        subject: "CN=localhost".to_owned(),
        key_bits: 2048,
        not_before: now,
        not_after: now.plus_years(10),
    };
    let made = Certificates.make(&request).expect("a certificate");
    let pem = |label: &str, der: &[u8]| {
        use base64::Engine as _;
        let text = base64::engine::general_purpose::STANDARD.encode(der);
        let lines: Vec<&str> = text.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
        format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
    };
    let (certificate, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&certificate, pem("CERTIFICATE", &made.certificate)).expect("written");
    std::fs::write(&key, pem("PRIVATE KEY", made.private_key.expose())).expect("written");
    let mut command = handrail();
    command.arg("emulator").arg("--tls").arg(&certificate).arg(&key).stdout(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
    child.kill().expect("ended");
    drop(child.wait());
    let ready: Value = serde_json::from_str(&line).expect("JSON");
    assert_eq!(ready["ca"], certificate.display().to_string(), "clients have to trust it: {ready}");
    assert!(ready["graph"].as_str().is_some_and(|url| url.starts_with("https://localhost:")), "{ready}");
    assert!(
        ready["teams"].as_str().is_some_and(|url| url.starts_with("http://localhost:")),
        "for our own child: {ready}"
    );
    let roles =
        ready["accounts"].as_array().expect("accounts").iter().find(|account| account["upn"] == crate::support::SAM);
    assert_eq!(roles.expect("sam")["roles"][0], "Global Administrator", "{ready}");
}
