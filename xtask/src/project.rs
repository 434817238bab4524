//! Where things are, and what cargo knows about them.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::failure::Failure;
use crate::shell;

/// The top of the repository.
pub fn root() -> PathBuf {
    let here =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map_or_else(|| here.clone(), Path::to_owned)
}

/// `cargo metadata` of the workspace's own packages.
pub fn workspace() -> Result<Value, Failure> {
    metadata(&["--no-deps"])
}

/// `cargo metadata` with every dependency that is built for this kind of machine.
pub fn resolved() -> Result<Value, Failure> {
    let host = host()?;
    metadata(&["--locked", "--filter-platform", &host])
}

/// The target triple of this machine.
pub fn host() -> Result<String, Failure> {
    let said = shell::read(shell::command("rustc").arg("-vV"))?;
    said.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(ToOwned::to_owned)
        .ok_or_else(|| Failure::Answer { command: "rustc -vV".into(), why: "it names no host".into() })
}

/// Where cargo puts what it builds.
pub fn target() -> Result<PathBuf, Failure> {
    let known = workspace()?;
    Ok(PathBuf::from(string(&known["target_directory"])))
}

/// The binary of the desktop app: its package's name and the binary's.
pub const APP_PACKAGE: &str = "handrail-app";

/// The name of the app's executable, as cargo builds it.
pub fn app_binary() -> Result<String, Failure> {
    let known = workspace()?;
    let package = array(&known["packages"]).iter().find(|package| package["name"] == APP_PACKAGE);
    let binary = package.and_then(|package| {
        array(&package["targets"]).iter().find(|target| array(&target["kind"]).iter().any(|kind| kind == "bin"))
    });
    let name = binary.map(|target| string(&target["name"]).to_owned());
    name.map(|name| format!("{name}{}", std::env::consts::EXE_SUFFIX)).ok_or_else(|| Failure::Missing {
        what: format!("{APP_PACKAGE} has no binary"),
        remedy: "look at src-tauri/Cargo.toml".into(),
    })
}

/// The elements of a JSON array, none when it is something else.
pub fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A JSON string, empty when it is something else.
pub fn string(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn metadata(arguments: &[&str]) -> Result<Value, Failure> {
    let said = shell::read(shell::cargo().args(["metadata", "--format-version", "1"]).args(arguments))?;
    serde_json::from_str(&said)
        .map_err(|error| Failure::Answer { command: "cargo metadata".into(), why: error.to_string() })
}
