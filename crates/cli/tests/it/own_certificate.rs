//! A certificate of the person's own, through the real binary and a real keychain.

use std::io::Write as _;
use std::process::Stdio;

use access::{Certificates, pfx};
use domain::{CertificateRequest, Clock as _, KeyMaker as _, SecretText};
use platform::SystemClock;

use crate::support::{Run, Stage, entries, has_keyring, our_apps};

const PHRASE: &str = "correct horse battery staple";

/// A PFX beside the answers, and the answers that name it.
fn prepared(stage: &Stage) -> (Vec<u8>, std::path::PathBuf, String) {
    let not_before = SystemClock.now() - std::time::Duration::from_secs(86_400);
    let request = CertificateRequest {
        subject: "CN=Contoso booking".to_owned(),
        key_bits: 2048,
        not_before,
        not_after: not_before.plus_years(1),
    };
    let made = Certificates.make(&request).expect("made");
    let print = Certificates.read(&made.certificate).expect("readable").thumbprint_sha1;
    let phrase = SecretText::new(PHRASE.to_owned());
    let sealed = pfx::seal(&made.private_key, &made.certificate, "x", &phrase).expect("sealed");
    std::fs::write(stage.folder.path().join("own.pfx"), sealed.expose()).expect("written");
    let answers =
        stage.answers(|text| text.replace("adopt = \"new\"\n", "adopt = \"new\"\ncertificate.file = \"own.pfx\"\n"));
    (sealed.expose().to_vec(), answers, print)
}

/// The set-up, with that on standard input.
fn told(stage: &Stage, answers: &std::path::Path, input: &str) -> Run {
    let answers = answers.display().to_string();
    let arguments =
        ["setup", "teams-online-meetings", "--answers", &answers, "--approve", "all", "--pass-phrase-stdin"];
    let mut command = stage.command(&arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    child.stdin.take().expect("its input").write_all(input.as_bytes()).expect("it is read");
    let done = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Run { code: done.status.code(), out: text(done.stdout), err: text(done.stderr) }
}

#[test]
fn the_persons_own_certificate_is_used_and_their_file_is_left_alone() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::new();
    let (file, answers, print) = prepared(&stage);
    let on_disk = || std::fs::read(stage.folder.path().join("own.pfx")).expect("it is still there");

    let unasked = stage.with_answers("setup", &answers, &["--approve", "all"]);
    assert_eq!((unasked.code, stage.writes()), (Some(12), 0), "nobody could be asked: {}", unasked.said());
    assert!(unasked.err.contains("--pass-phrase-stdin"), "and the way is named: {}", unasked.said());
    let wrong = told(&stage, &answers, "something else\n");
    assert_eq!((wrong.code, stage.writes()), (Some(12), 0), "it does not open: {}", wrong.said());
    assert!(wrong.err.contains("pass phrase"), "and it is told: {}", wrong.said());

    let done = told(&stage, &answers, &format!("{PHRASE}\r\n"));
    assert_eq!(done.code, Some(0), "{}", done.said());
    assert!(done.out.contains("Your certificate CN=Contoso booking"), "the plan says so: {}", done.said());
    assert!(done.out.contains(&print), "and the report names it: {}", done.said());
    let state = stage.state();
    assert_eq!(our_apps(&state)[0]["keyCredentials"].as_array().map(Vec::len), Some(1), "one certificate");
    assert_eq!(entries(&stage.keychain()), 1, "one key");
    assert!(!done.said().contains(PHRASE), "the pass phrase is in no output");

    let writes = stage.writes();
    let again = stage.with_answers("setup", &answers, &["--approve", "all"]);
    assert_eq!((again.code, stage.writes()), (Some(0), writes), "nothing is missing: {}", again.said());
    let again = told(&stage, &answers, PHRASE);
    assert_eq!((again.code, stage.writes()), (Some(0), writes), "the same file changes nothing: {}", again.said());

    let undone = stage.with_answers("undo", &answers, &["--approve", "all"]);
    assert_eq!((undone.code, entries(&stage.keychain())), (Some(0), 0), "our copy is gone: {}", undone.said());
    assert!(undone.out.contains("Your file is not touched"), "and that is said: {}", undone.said());
    assert_eq!(on_disk(), file, "the file is as it was");
}
