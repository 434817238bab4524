//! Secrets that passed over the wire, and private keys, are nowhere on the disk, in the output, or in process arguments.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use access::Certificates;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{CertificateRequest, KeyMaker as _, Timestamp};

use crate::support::{Stage, example, has_keyring};

/// The beginning that every RSA private key in PKCS#8 has behind its length: version, algorithm.
const PKCS8: [u8; 19] = [2, 1, 0, 48, 13, 6, 9, 42, 134, 72, 134, 247, 13, 1, 1, 1, 5, 0, 4];

/// What must not be found: texts that passed as tokens, codes and proofs.
fn secrets(stage: &Stage) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for exchange in stage.way.log() {
        for line in exchange.request.lines() {
            if let Some(token) = line.split_once("Bearer ").or_else(|| line.split_once("bearer ")) {
                found.insert(token.1.trim().to_owned());
            }
        }
        let body = exchange.request.split("\r\n\r\n").nth(1).unwrap_or_default();
        for (name, value) in url::form_urlencoded::parse(body.as_bytes()) {
            if ["code", "refresh_token", "code_verifier", "client_assertion"].contains(&name.as_ref()) {
                found.insert(value.into_owned());
            }
        }
        let answer = exchange.answer.split("\r\n\r\n").nth(1).unwrap_or_default();
        let start = answer.find('{').unwrap_or_default();
        let end = answer.rfind('}').map_or(start, |end| end + 1);
        if let Ok(json) = serde_json::from_str::<serde_json::Value>(&answer[start..end]) {
            for name in ["access_token", "refresh_token", "id_token"] {
                found.extend(json[name].as_str().map(str::to_owned));
            }
        }
    }
    found.retain(|secret| secret.len() >= 16);
    found
}

/// Raw, and as base64 and hex would write it.
fn forms(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut forms = vec![bytes.to_vec()];
    for skip in 0..3 {
        // Inside a longer base64 text, without the characters that depend on the neighbours.
        let padded = [&vec![0; skip][..], bytes].concat();
        let text = STANDARD.encode(&padded);
        let first = (skip * 8).div_ceil(6);
        let last = padded.len() * 8 / 6;
        forms.push(text.as_bytes()[first..last].to_vec());
        forms.push(text[first..last].replace('+', "-").replace('/', "_").into_bytes());
    }
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    forms.push(hex.to_uppercase().into_bytes());
    forms.push(hex.into_bytes());
    forms
}

fn holds(hay: &[u8], needle: &[u8]) -> bool {
    needle.len() >= 8 && hay.windows(needle.len()).any(|window| window == needle)
}

fn find(place: &str, hay: &[u8], needles: &[(String, Vec<Vec<u8>>)]) {
    for (name, forms) in needles {
        assert!(!forms.iter().any(|form| holds(hay, form)), "{place} holds {name}");
    }
}

fn files(folder: &Path, all: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            files(&entry.path(), all);
        } else {
            all.push(entry.path());
        }
    }
}

/// Command lines of all processes, again and again.
fn watch_arguments(stop: &Arc<AtomicBool>) -> std::thread::JoinHandle<BTreeSet<Vec<u8>>> {
    let stop = stop.clone();
    std::thread::spawn(move || {
        let seen = Mutex::new(BTreeSet::new());
        while !stop.load(Ordering::Relaxed) {
            for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
                if let Ok(line) = std::fs::read(entry.path().join("cmdline")) {
                    seen.lock().expect("no panic elsewhere").insert(line);
                }
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        seen.into_inner().expect("no panic elsewhere")
    })
}

#[test]
fn a_private_key_would_be_found_in_every_form() {
    let now = Timestamp::parse("2026-01-01T00:00:00Z").expect("a time");
    let request = CertificateRequest {
        subject: "CN=x".to_owned(),
        key_bits: 2048,
        not_before: now,
        not_after: now.plus_years(1),
    };
    let key = Certificates.make(&request).expect("a key").private_key;
    let forms = forms(&PKCS8);
    let hex: String = key.expose().iter().map(|byte| format!("{byte:02x}")).collect();
    for hay in [key.expose().to_vec(), STANDARD.encode(key.expose()).into_bytes(), hex.into_bytes()] {
        assert!(forms.iter().any(|form| holds(&hay, form)), "this test would see it");
    }
}

#[test]
fn no_key_token_or_code_is_on_the_disk_in_the_output_or_in_arguments() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::new();
    let stop = Arc::new(AtomicBool::new(false));
    let arguments = watch_arguments(&stop);
    let folder = stage.folder.path().display().to_string();
    let mut said = Vec::new();
    let report = |end: &str| format!("{folder}/data/report.{end}");
    for (command, end) in [("setup", "html"), ("verify", "json"), ("undo", "html")] {
        let (report, answers) = (report(end), example().display().to_string());
        let mut given =
            vec![command, "teams-online-meetings", "--answers", &answers, "--report", &report, "--unmasked"];
        if command != "verify" {
            given.extend(["--approve", "all"]);
        }
        let done = stage.run(&given);
        assert_eq!(done.code, Some(0), "{}", done.said());
        said.push(done.said());
    }
    stop.store(true, Ordering::Relaxed);
    let arguments = arguments.join().expect("watched");
    let secrets = secrets(&stage);
    assert!(secrets.len() > 10, "tokens and codes passed: {}", secrets.len());
    let mut needles: Vec<(String, Vec<Vec<u8>>)> =
        secrets.iter().map(|secret| (format!("{}...", &secret[..6]), forms(secret.as_bytes()))).collect();
    needles.push(("a private key".to_owned(), forms(&PKCS8)));
    needles.push(("a private key in PEM".to_owned(), vec![b"PRIVATE KEY".to_vec()]));
    let mut all = Vec::new();
    files(&stage.data(), &mut all);
    assert!(all.iter().any(|path| path.to_string_lossy().contains("logs")), "there are logs: {all:?}");
    for path in all {
        find(&path.display().to_string(), &std::fs::read(&path).expect("read"), &needles);
    }
    said.iter().for_each(|text| find("the output", text.as_bytes(), &needles));
    assert!(arguments.iter().any(|line| holds(line, b"__powershell-stand-in")), "the children were seen");
    arguments.iter().for_each(|line| find("a command line", line, &needles));
}
