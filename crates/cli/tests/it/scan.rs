//! Secrets that passed over the wire, and private keys, are nowhere on the disk, in the output, or in arguments and
//! environments of processes.

use std::collections::BTreeSet;

use access::Keychain;
use domain::{Endpoints, RunStore as _, SecretStore as _};
use leaks::{Needles, Watch};
use serde_json::Value;
use store::Store;

use crate::support::{Stage, example, has_keyring};

/// What passed as tokens, codes and proofs, by its name.
fn passed(stage: &Stage) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for exchange in stage.way.log() {
        for line in exchange.request.lines() {
            let token = line.split_once("Bearer ").or_else(|| line.split_once("bearer "));
            found.extend(token.map(|(_, token)| ("an access token".to_owned(), token.trim().to_owned())));
        }
        let body = exchange.request.split("\r\n\r\n").nth(1).unwrap_or_default();
        for (name, value) in url::form_urlencoded::parse(body.as_bytes()) {
            if ["code", "refresh_token", "code_verifier", "client_assertion"].contains(&name.as_ref()) {
                found.insert((name.into_owned(), value.into_owned()));
            }
        }
        let answer = exchange.answer.split("\r\n\r\n").nth(1).unwrap_or_default();
        let start = answer.find('{').unwrap_or_default();
        let end = answer.rfind('}').map_or(start, |end| end + 1);
        if let Ok(json) = serde_json::from_str::<Value>(&answer[start..end]) {
            for name in ["access_token", "refresh_token", "id_token"] {
                found.extend(json[name].as_str().map(|token| (name.to_owned(), token.to_owned())));
            }
        }
    }
    found.retain(|(_, secret)| secret.len() >= 16);
    found
}

/// The keychain account that a receipt names, somewhere in it.
fn account(receipt: Option<&Value>) -> Option<&str> {
    match receipt? {
        Value::Object(members) => members
            .get("keychain_account")
            .and_then(Value::as_str)
            .or_else(|| members.values().find_map(|member| account(Some(member)))),
        _ => None,
    }
}

/// The private keys that this set-up put into the keychain.
async fn private_keys(stage: &Stage) -> Vec<Vec<u8>> {
    let text = std::fs::read_to_string(stage.endpoints()).expect("the endpoints");
    let keychain = Keychain::new(&Endpoints::from_file(&text, |_| Err(String::new())).expect("endpoints"));
    let store = Store::open_read_only(&stage.data()).expect("the data file");
    let mut keys = Vec::new();
    for setup in store.setups().expect("set-ups") {
        for entry in store.journal(setup.id).expect("a journal") {
            let Some(account) = account(entry.receipt.as_ref()) else { continue };
            keys.extend(keychain.get(account).await.expect("the keychain answers").map(|key| key.expose().to_vec()));
        }
    }
    keys
}

#[tokio::test]
async fn no_key_token_or_code_is_on_the_disk_in_the_output_or_in_a_process() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::new();
    let watch = Watch::begin();
    let folder = stage.folder.path().display().to_string();
    let mut said = Vec::new();
    let mut needles = Needles::new();
    for (command, end) in [("setup", "html"), ("verify", "json"), ("undo", "html")] {
        let (report, answers) = (format!("{folder}/data/report-{command}.{end}"), example().display().to_string());
        let mut given =
            vec![command, "teams-online-meetings", "--answers", &answers, "--report", &report, "--unmasked"];
        if command != "verify" {
            given.extend(["--approve", "all"]);
        }
        let done = stage.run(&given);
        assert_eq!(done.code, Some(0), "{}", done.said());
        said.push(done.said());
        if command == "setup" {
            let keys = private_keys(&stage).await;
            assert!(!keys.is_empty(), "there is a key to look for");
            keys.iter().for_each(|key| needles.add_private_key(key));
        }
    }
    let processes = watch.end();
    let passed = passed(&stage);
    let kinds: BTreeSet<&str> = passed.iter().map(|(name, _)| name.as_str()).collect();
    let all = ["access_token", "client_assertion", "code", "code_verifier", "id_token", "refresh_token"];
    assert!(all.iter().all(|kind| kinds.contains(kind)), "one of each passed: {kinds:?}");
    passed.iter().for_each(|(name, secret)| needles.add(name, secret.as_bytes()));

    let (found, files) = needles.found_under(&stage.data(), &[]).expect("readable");
    assert!(files >= 5, "data file, logs, reports: {files}");
    assert_eq!(found, Vec::<String>::new(), "in files");
    for text in said {
        assert_eq!(needles.found_in(text.as_bytes()), Vec::<&str>::new(), "in the output");
    }
    assert!(processes.saw("__powershell-stand-in"), "the children were seen");
    assert_eq!(processes.found(&needles), Vec::<String>::new(), "in arguments and environments");
}
