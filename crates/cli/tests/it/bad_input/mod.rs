//! Whatever can be wrong around Handrail, on the real binary: the right exit code, one message that an admin can act on,
//! and nothing lost. Each test says what is wrong, what is told, and that the next good run ends green with one of
//! everything.

mod files;
mod machine;
mod network;
mod powershell;
mod sign_in;

use std::process::Command;

use crate::support::{Run, Stage, example, has_keyring, run};

/// Exit codes.
const FAILED: i32 = 10;
const WAITING: i32 = 11;
const PERSON: i32 = 12;
const UNKNOWN: i32 = 13;

/// What no message for people holds: traces, Rust's own words, libraries' names, secrets.
const NOT_FOR_PEOPLE: [&str; 16] = [
    "panicked",
    "RUST_",
    "Some(",
    "Err(",
    "Error {",
    "Os {",
    "kind:",
    "reqwest",
    "hyper",
    "rustls",
    "zbus",
    "eyJhbGciOi",
    "eyJ0eXAiOi",
    "Bearer ",
    "{ $",
    "diag-",
];

/// A set-up with everything approved.
fn setting_up(stage: &Stage) -> Command {
    let answers = example().display().to_string();
    stage.command(&["setup", "teams-online-meetings", "--answers", &answers, "--approve", "all"])
}

/// The lines of people's messages, without the breaks.
fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// It ended with that code, and these words are in what was told.
fn told(done: &Run, code: i32, words: &[&str]) {
    assert_eq!(done.code, Some(code), "{}", done.said());
    let said = unwrapped(&format!("{}\n{}", done.out, done.err));
    for word in words {
        assert!(said.contains(word), "`{word}` is told: {}", done.said());
    }
    for word in NOT_FOR_PEOPLE {
        assert!(!said.contains(word), "`{word}` is not for people: {}", done.said());
    }
}

/// The same, told as what stopped the run: what, and what to do.
fn stopped(done: &Run, code: i32, words: &[&str]) {
    told(done, code, words);
    assert!(done.err.contains("What to do:"), "with a way on: {}", done.said());
}

/// The next run with everything in order ends green, and there is one of everything.
fn goes_on(stage: &Stage, command: &mut Command) {
    if !has_keyring() {
        return;
    }
    let done = run(command);
    assert_eq!(done.code, Some(0), "the next run goes on: {}", done.said());
    stage.has_one_of_everything("the next run");
}
