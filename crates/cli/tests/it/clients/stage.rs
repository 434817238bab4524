//! A practice tenant over TLS with a CA of its own, and the settings that the scripts are given.

use std::path::{Path, PathBuf};
use std::process::Command;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use serde_json::json;
use tempfile::TempDir;

use super::CLIENT;
use crate::support::{SAM, Serving, certificate, program};

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
    _emulator: Serving,
    port: u16,
    reached: Reached,
}

impl Stage {
    pub fn open(reached: Reached) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        write_server_certificate(folder.path());
        write_app_certificate(folder.path());
        let emulator = serve(folder.path(), reached);
        let ready = emulator.ready.clone();
        // Under Microsoft's names the port is not told: it keeps it in its folder.
        let kept = std::fs::read_to_string(folder.path().join("data/port")).expect("its port");
        let stage = Self { folder, _emulator: emulator, port: kept.trim().parse().expect("a number"), reached };
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

fn serve(folder: &Path, reached: Reached) -> Serving {
    let mut command = Command::new(program());
    command.args(["emulator", "--listen", "127.0.0.1:0", "--auto-sign-in", SAM]);
    command.arg("--tls").arg(folder.join("server.pem")).arg(folder.join("server.key"));
    command.arg("--data-dir").arg(folder.join("data"));
    if reached == Reached::ByMicrosoftsNames {
        command.arg("--microsoft-names");
    }
    Serving::begin(&mut command)
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
    let (certificate, key) = certificate("CN=A client");
    std::fs::write(folder.join("app.pem"), certificate).expect("written");
    std::fs::write(folder.join("app.key"), key).expect("written");
}
