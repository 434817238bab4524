//! Every built-in profile through the real binary, with the answers that come with it.

use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Stdio};

use domain::profile_file::built_in;

use crate::support::{Run, SAM, Stage, entries, has_keyring, lasting};

const PHRASE: &str = "correct horse battery staple";

/// One set-up with its example answers, in a folder of its own.
pub struct Walk {
    pub stage: Stage,
    profile: &'static str,
    answers: String,
    /// The vendor gets a file under a pass phrase.
    hands_over: bool,
}

impl Walk {
    pub fn begin(profile: &'static str) -> Self {
        let example = format!("../../profiles/{profile}.answers.example.toml");
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(example)).expect("an example");
        let service_user =
            text.lines().find_map(|line| line.strip_prefix("service_user = ")).map(|at| at.trim_matches('"'));
        let stage = Stage::of("all-is-well", &[SAM].into_iter().chain(service_user).collect::<Vec<_>>().join(","));
        let answers = stage.folder.path().join("answers.toml");
        std::fs::write(&answers, &text).expect("written");
        Self { stage, profile, answers: answers.display().to_string(), hands_over: text.contains("[handover]") }
    }

    pub fn run(&self, command: &str, more: &[&str]) -> Run {
        let done = self.start((command, more), Stdio::piped).wait_with_output().expect("it ends");
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Run { code: done.status.code(), out: text(done.stdout), err: text(done.stderr) }
    }

    /// The same, started only, with its output there.
    pub fn start(&self, (command, more): (&str, &[&str]), output: fn() -> Stdio) -> Child {
        let given = [&[command, self.profile, "--answers", &self.answers, "--format", "jsonl"], more].concat();
        let asked = self.hands_over && command == "setup";
        let given = if asked { [&given[..], &["--pass-phrase-stdin"]].concat() } else { given };
        let mut command = self.stage.command(&given);
        command.stdin(Stdio::piped()).stdout(output()).stderr(output());
        let mut child = command.spawn().expect("it starts");
        let mut input = child.stdin.take().expect("its input");
        if asked {
            // Not read when nothing is to be handed over.
            drop(writeln!(input, "{PHRASE}"));
        }
        child
    }
}

/// Set up, found again, verified, taken back.
fn walks(profile: &'static str) {
    if !has_keyring() {
        return;
    }
    let walk = Walk::begin(profile);
    let stage = &walk.stage;
    let before = lasting(stage.state());
    let done = walk.run("setup", &["--approve", "all", "--wait"]);
    assert_eq!(done.code, Some(0), "{}", done.said());
    // What is approved only by itself is left to a person, and is a finding until then.
    let outcome = done.summary()["outcome"].clone();
    assert!(outcome == "changed" || (outcome == "finding" && profile == "altoura"), "{}", done.summary());
    assert!(!done.said().contains(PHRASE), "the pass phrase is not said");

    let writes = stage.writes();
    let again = walk.run("setup", &["--approve", "all"]);
    assert_eq!((again.code, stage.writes()), (Some(0), writes), "nothing is missing: {}", again.said());
    assert_eq!(again.summary()["setup"], done.summary()["setup"], "the same set-up");
    let verified = walk.run("verify", &[]);
    assert_eq!((verified.code, stage.writes()), (Some(0), writes), "verifying only reads: {}", verified.said());

    let undone = walk.run("undo", &["--approve", "all"]);
    assert_eq!(undone.code, Some(0), "{}", undone.said());
    assert_eq!(lasting(stage.state()), before, "the tenant is as it was");
    assert_eq!(entries(&stage.keychain()), 0, "no secret is left");
}

const ALL: [&str; 6] =
    ["altoura", "teams-online-meetings", "call-telemetry", "app-access-policy", "device-monitoring", "sign-in-app"];

#[test]
fn no_built_in_profile_is_left_out() {
    let mut files: Vec<String> = ALL.iter().map(|id| format!("{id}.toml")).collect();
    let mut known: Vec<&str> = built_in().iter().map(|(file, _)| *file).collect();
    files.sort_unstable();
    known.sort_unstable();
    assert_eq!(files, known, "each is walked here");
}

#[test]
fn meetings_as_whoever_is_signed_in() {
    walks("altoura");
}

#[test]
fn meetings_with_an_app_of_ones_own() {
    walks("teams-online-meetings");
}

#[test]
fn notifications_of_emergency_calls() {
    walks("call-telemetry");
}

#[test]
fn an_app_that_exists_already() {
    walks("app-access-policy");
}

#[test]
fn monitoring_of_devices() {
    walks("device-monitoring");
}
