//! The file for the vendor, through the real binary and a real keychain: made once, opened as the vendor would.

use std::io::{Read as _, Write as _};
use std::iter;
use std::path::Path;
use std::process::Stdio;

use age::secrecy::SecretString;
use leaks::Needles;
use serde_json::Value;

use crate::support::{Run, Stage, has_keyring, our_apps};

const PHRASE: &str = "correct horse battery staple";
const FRAME: &str = include_str!("../../../../tests/profiles/frame.toml");
const APP: &str = include_str!("../../../../tests/profiles/app.toml");
const ITEMS: &str = r#"
[[item]]
kind = "client_secret"
months = 6

[[item]]
kind = "handover"
values = ["tenant_id", "client_id", "client_secret", "certificate_thumbprint"]
"#;
const ANSWERS: &str = "tenant = \"practice.handrail.example\"\nhandover.file = \"for-fabrikam.age\"\n";

/// The set-up, with that on standard input.
fn set_up(stage: &Stage, input: &str) -> Run {
    let folder = stage.folder.path();
    // A vendor whose name must not become a part of the page.
    let profile = FRAME.replace("Fabrikam", "Fabrikam <b>& Sons</b>") + APP + ITEMS;
    std::fs::write(folder.join("small.toml"), profile).expect("written");
    std::fs::write(folder.join("answers.toml"), ANSWERS).expect("written");
    let named = |name: &str| folder.join(name).display().to_string();
    let (profile, answers, report) = (named("small.toml"), named("answers.toml"), named("data/report.html"));
    let mut arguments = vec!["setup", &profile, "--answers", &answers, "--approve", "all", "--report", &report];
    arguments.push("--unmasked");
    if !input.is_empty() {
        arguments.push("--pass-phrase-stdin");
    }
    let mut command = stage.command(&arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    child.stdin.take().expect("its input").write_all(input.as_bytes()).expect("it is read");
    let done = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Run { code: done.status.code(), out: text(done.stdout), err: text(done.stderr) }
}

fn opened(file: &Path) -> Value {
    let bytes = std::fs::read(file).expect("it is there");
    let identity = age::scrypt::Identity::new(SecretString::from(PHRASE.to_owned()));
    let decryptor = age::Decryptor::new(bytes.as_slice()).expect("an age file");
    let mut plain = Vec::new();
    let mut reader = decryptor.decrypt(iter::once(&identity as &dyn age::Identity)).expect("the pass phrase opens it");
    reader.read_to_end(&mut plain).expect("it is whole");
    serde_json::from_slice(&plain).expect("it is JSON")
}

#[test]
fn the_file_is_made_once_opens_with_its_pass_phrase_and_is_recorded_without_its_values() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::new();
    let file = stage.folder.path().join("for-fabrikam.age");
    let unasked = set_up(&stage, "");
    assert_eq!((unasked.code, file.exists()), (Some(12), false), "nobody could be asked: {}", unasked.said());
    assert!(unasked.err.contains("--pass-phrase-stdin"), "and the way is named: {}", unasked.said());
    let short = set_up(&stage, "short\n");
    assert_eq!((short.code, file.exists()), (Some(12), false), "too short: {}", short.said());

    let writes = stage.writes();
    let done = set_up(&stage, &format!("{PHRASE}\n"));
    assert_eq!(done.code, Some(0), "{}", done.said());
    assert_eq!(stage.writes(), writes, "handing over changes nothing in the tenant");
    let inside = opened(&file);
    let client = our_apps(&stage.state())[0]["appId"].as_str().expect("an id").to_owned();
    assert_eq!((&inside["handrail_handover"], &inside["values"]["client_id"]), (&1.into(), &client.clone().into()));
    assert_eq!(inside["values"].as_object().map(serde_json::Map::len), Some(4), "exactly the profile's values");
    let cover = std::fs::read_to_string(stage.folder.path().join("for-fabrikam-cover.html")).expect("it is there");
    let secret = inside["values"]["client_secret"].as_str().expect("it is in the file").to_owned();
    assert!(secret.len() >= 16, "out of the keychain, whole");
    assert!(!cover.contains(&client) && !cover.contains(&secret), "the cover holds no value");
    assert!(cover.contains("for-fabrikam.age") && cover.contains("age -d"), "it says how to open which file");
    assert!(cover.contains("&lt;b&gt;") && !cover.contains("<b>&"), "names are text");

    let bytes = std::fs::read(&file).expect("it is there");
    let again = set_up(&stage, "");
    assert_eq!(again.code, Some(0), "nothing is asked a second time: {}", again.said());
    assert_eq!(std::fs::read(&file).expect("it is there"), bytes, "and nothing is written");

    let mut needles = Needles::new();
    needles.add("the pass phrase", PHRASE.as_bytes());
    needles.add("the client secret", secret.as_bytes());
    let (found, files) = needles.found_under(&stage.data(), &[]).expect("readable");
    assert!(files >= 3, "data file, log, report: {files}");
    assert_eq!(found, Vec::<String>::new(), "in files");
    assert_eq!(needles.found_in(done.said().as_bytes()), Vec::<&str>::new(), "in the output");
    let report = std::fs::read_to_string(stage.data().join("report.html")).expect("it is there");
    assert!(report.contains("Handed over to the vendor"), "the report tells it");
}
