//! Other people's clients, unmodified, against the real `handrail emulator` over TLS: MSAL for Python, MSAL for Node, `jose`.
//!
//! Under the emulator's own address they are told the authority, the CA, and not to ask Microsoft about the authority. Under
//! Microsoft's names they are told nothing but the authority and the CA: they believe that they talk to login.microsoftonline.com
//! and graph.microsoft.com on port 443, and are led to the emulator's port on loopback. Python's way there is an ordinary HTTPS
//! proxy that knows these two places only ([`tunnel`]); Node's own `fetch` knows no proxy, so `tests/clients/names.mjs` leads its
//! connections there. Neither touches the libraries, the names or the TLS above.

mod stage;
mod tunnel;

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use self::stage::{Reached, Stage};
use self::tunnel::Tunnel;
use crate::support::{SAM, run};

/// Microsoft Graph Command Line Tools.
const CLIENT: &str = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

#[test]
fn msal_for_python_signs_in_every_way_and_jose_believes_the_tokens() {
    let stage = Stage::open(Reached::ByAddress);
    believed(&stage, &flows(&stage, python(&stage).arg("msal_python.py")));
}

#[test]
fn msal_for_node_signs_in_every_way_and_jose_believes_the_tokens() {
    let stage = Stage::open(Reached::ByAddress);
    believed(&stage, &flows(&stage, node(&stage).arg("msal-node.mjs")));
}

#[test]
fn under_microsofts_names_msal_for_python_needs_no_setting() {
    let stage = Stage::open(Reached::ByMicrosoftsNames);
    let tunnel = Tunnel::to(stage.port());
    let proxy = format!("http://127.0.0.1:{}", tunnel.port());
    let mut command = python(&stage);
    command.arg("msal_python.py").env("HTTPS_PROXY", &proxy).env("https_proxy", &proxy);
    believed(&stage, &flows(&stage, &mut command));
}

#[test]
fn under_microsofts_names_msal_for_node_needs_no_setting() {
    let stage = Stage::open(Reached::ByMicrosoftsNames);
    believed(&stage, &flows(&stage, node(&stage).arg("msal-node.mjs")));
}

/// Runs that script and looks at what it did; returns its tokens, as `verify.mjs` wants them.
fn flows(stage: &Stage, command: &mut Command) -> Value {
    let done = run(command.arg(stage.settings()));
    assert_eq!(done.code, Some(0), "{}", done.said());
    let lines: Vec<Value> = done
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect();
    let seen = |flow: &str| {
        let line = lines.iter().find(|line| line["flow"] == flow);
        line.unwrap_or_else(|| panic!("nothing of `{flow}`: {}", done.said()))["seen"].clone()
    };
    for flow in ["code", "refresh", "device code"] {
        assert_eq!(seen(flow), SAM, "Graph knows who it is: {flow}");
    }
    for flow in ["secret", "certificate"] {
        assert!(seen(flow).as_str().is_some_and(|name| name.starts_with("MSAL for ")), "Graph shows the app: {flow}");
    }
    let access = lines.iter().map(|line| ("access", "https://graph.microsoft.com", line));
    let id = lines.iter().filter(|line| line["id"].as_str().is_some_and(|id| !id.is_empty()));
    let tokens: Vec<Value> = access
        .chain(id.map(|line| ("id", CLIENT, line)))
        .map(|(kind, audience, line)| json!({ "flow": line["flow"], "token": line[kind], "audience": audience }))
        .collect();
    assert!(tokens.iter().any(|token| token["audience"] == CLIENT), "id tokens too: {tokens:?}");
    tokens.into()
}

/// `jose` verifies them by what the authority publishes.
fn believed(stage: &Stage, tokens: &Value) {
    let file = stage.folder().join("tokens.json");
    std::fs::write(&file, tokens.to_string()).expect("written");
    let mut command = node(stage);
    command.arg("verify.mjs").arg(stage.settings()).stdin(std::fs::File::open(&file).expect("it is there"));
    let done = run(&mut command);
    assert_eq!(done.code, Some(0), "{}", done.said());
    assert_eq!(Some(done.out.lines().count()), tokens.as_array().map(Vec::len), "every one: {}", done.said());
}

fn node(stage: &Stage) -> Command {
    let packages = scripts().join("node_modules");
    assert!(packages.is_dir(), "{} is missing: `npm ci` in tests/clients, or `cargo xtask test`", packages.display());
    let mut command = Command::new("node");
    command.current_dir(scripts()).env("NODE_EXTRA_CA_CERTS", stage.authority());
    if stage.reached() == Reached::ByMicrosoftsNames {
        command.args(["--import", "./names.mjs"]).env("HANDRAIL_TEST_PORT", stage.port().to_string());
    }
    command
}

fn python(stage: &Stage) -> Command {
    // Beside the folder that the binary under test was built into.
    let target = Path::new(env!("CARGO_BIN_EXE_handrail")).ancestors().map(|folder| folder.join("clients-python"));
    let places = target.flat_map(|venv| [venv.join("bin/python"), venv.join("Scripts/python.exe")]);
    let found = places.into_iter().find(|python| python.is_file());
    let python = found.expect("MSAL for Python is missing; `cargo xtask test` installs it into target/clients-python");
    let mut command = Command::new(&python);
    // The `&` lets the browser run beside the library, which waits for what it brings.
    let browser = format!("\"{}\" \"{}\" %s &", python.display(), scripts().join("browser.py").display());
    command.current_dir(scripts()).env("BROWSER", browser).env("REQUESTS_CA_BUNDLE", stage.authority());
    // A proxy of this machine has nothing to do with it.
    for name in ["NO_PROXY", "no_proxy"] {
        command.env(name, "localhost,127.0.0.1");
    }
    command
}

fn scripts() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/clients")
}
