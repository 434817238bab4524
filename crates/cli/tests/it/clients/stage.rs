//! A practice tenant over TLS with a CA of its own, and the settings that the scripts are given.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use access::Certificates;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{CertificateRequest, KeyMaker as _, Timestamp};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::CLIENT;
use crate::support::{SAM, program};

/// The names that the server's certificate is for.
const NAMES: &[&str] =
    &["localhost", "login.microsoftonline.com", "login.windows.net", "graph.microsoft.com", "management.azure.com"];

/// How clients reach it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// `https://localhost:port`.
    ByAddress,
    /// As login.microsoftonline.com and graph.microsoft.com.
    ByMicrosoftsNames,
}

/// An emulator with everything that belongs to one test.
pub struct Stage {
    folder: TempDir,
    emulator: Child,
    port: u16,
    reached: Reached,
}

impl Drop for Stage {
    fn drop(&mut self) {
        drop(self.emulator.kill());
        drop(self.emulator.wait());
    }
}

impl Stage {
    pub fn open(reached: Reached) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        write_server_certificate(folder.path());
        write_app_certificate(folder.path());
        let (emulator, ready) = serve(folder.path(), reached);
        // Under Microsoft's names the port is not told: it keeps it in its folder.
        let kept = std::fs::read_to_string(folder.path().join("data/port")).expect("its port");
        let stage = Self { folder, emulator, port: kept.trim().parse().expect("a number"), reached };
        let text = |name: &str| ready[name].as_str().unwrap_or_else(|| panic!("no {name}: {ready}")).to_owned();
        let settings = json!({
            "authority": format!("{}/{}", text("login"), text("tenant_id")),
            "graph": text("graph"),
            "client": CLIENT,
            "certificate": stage.folder().join("app.pem"),
            "key": stage.folder().join("app.key"),
            "microsoft_names": reached == Reached::ByMicrosoftsNames,
        });
        std::fs::write(stage.settings(), settings.to_string()).expect("written");
        stage
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub const fn port(&self) -> u16 {
        self.port
    }

    pub const fn reached(&self) -> Reached {
        self.reached
    }

    /// The CA to trust, PEM.
    pub fn authority(&self) -> PathBuf {
        self.folder().join("ca.pem")
    }

    /// What the scripts are told.
    pub fn settings(&self) -> PathBuf {
        self.folder().join("settings.json")
    }
}

fn serve(folder: &Path, reached: Reached) -> (Child, Value) {
    let mut command = Command::new(program());
    command.args(["emulator", "--listen", "127.0.0.1:0", "--auto-sign-in", SAM]);
    command.arg("--tls").arg(folder.join("server.pem")).arg(folder.join("server.key"));
    command.arg("--data-dir").arg(folder.join("data"));
    if reached == Reached::ByMicrosoftsNames {
        command.arg("--microsoft-names");
    }
    let mut emulator = command.stdout(Stdio::piped()).spawn().expect("the emulator starts");
    let mut ready = String::new();
    let out = emulator.stdout.take().expect("its output");
    BufReader::new(out).read_line(&mut ready).expect("it says that it is ready");
    (emulator, serde_json::from_str(&ready).expect("one line of JSON"))
}

fn write_server_certificate(folder: &Path) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, "Practice clients CA");
    // Python wants to see that a CA may sign.
    params.key_usages = vec![rcgen::KeyUsagePurpose::KeyCertSign, rcgen::KeyUsagePurpose::CrlSign];
    let ca_key = KeyPair::generate().expect("a key");
    let ca = params.self_signed(&ca_key).expect("a certificate");
    let key = KeyPair::generate().expect("a key");
    let names: Vec<String> = NAMES.iter().copied().map(str::to_owned).collect();
    let mut leaf = CertificateParams::new(names).expect("names");
    leaf.use_authority_key_identifier_extension = true;
    let leaf = leaf.signed_by(&key, &Issuer::new(params, ca_key)).expect("a certificate");
    std::fs::write(folder.join("ca.pem"), ca.pem()).expect("written");
    std::fs::write(folder.join("server.pem"), leaf.pem()).expect("written");
    std::fs::write(folder.join("server.key"), key.serialize_pem()).expect("written");
}

/// What an app proves itself with: RSA, as Entra wants it.
fn write_app_certificate(folder: &Path) {
    let from = Timestamp::parse("2026-01-01T00:00:00Z").expect("a time");
    let request = CertificateRequest {
        subject: "CN=A client".to_owned(),
        key_bits: 2048,
        not_before: from,
        not_after: from.plus_years(10),
    };
    let made = Certificates.make(&request).expect("a certificate");
    let pem = |label: &str, der: &[u8]| {
        let text = STANDARD.encode(der);
        let lines: Vec<&str> = text.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
        format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
    };
    std::fs::write(folder.join("app.pem"), pem("CERTIFICATE", &made.certificate)).expect("written");
    std::fs::write(folder.join("app.key"), pem("PRIVATE KEY", made.private_key.expose())).expect("written");
}
