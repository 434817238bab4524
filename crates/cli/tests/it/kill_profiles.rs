//! `kill -9` again and again while a profile is set up and while it is taken back: it goes on each time, and in the end the
//! tenant is as it was.

use std::process::Stdio;

use crate::every_profile::Walk;
use crate::support::{Cut, Moment, entries, has_keyring, lasting};

/// Kills a command beside its write of that number.
fn killed(walk: &Walk, command: &str, more: &[&str], (number, moment): (usize, Moment)) {
    let started = walk.start((command, more), Stdio::null);
    let was_cut = walk.stage.way.kills(Cut { writes: true, number, moment }, started);
    assert!(was_cut, "{command} was killed at write {number}, {moment:?}");
}

/// Killed at these writes, each counted from where the run before was killed; then to its end, and taken back likewise.
fn survives(profile: &'static str, cuts: &[(usize, Moment)], undone_at: (usize, Moment)) {
    if !has_keyring() {
        return;
    }
    const ALL: [&str; 2] = ["--approve", "all"];
    let walk = Walk::begin(profile);
    let stage = &walk.stage;
    let before = lasting(stage.state());
    for cut in cuts {
        killed(&walk, "setup", &["--approve", "all", "--wait"], *cut);
    }
    let done = walk.run("setup", &["--approve", "all", "--wait"]);
    assert_eq!(done.code, Some(0), "{}", done.said());
    let verified = walk.run("verify", &[]);
    assert_eq!(verified.code, Some(0), "{}", verified.said());

    killed(&walk, "undo", &ALL, undone_at);
    let undone = walk.run("undo", &ALL);
    assert_eq!(undone.code, Some(0), "{}", undone.said());
    assert_eq!(lasting(stage.state()), before, "the tenant is as it was");
    assert_eq!(entries(&stage.keychain()), 0, "no secret is left");
}

#[test]
fn meetings_as_whoever_is_signed_in() {
    survives("altoura", &[(2, Moment::Lost), (4, Moment::Before), (4, Moment::After)], (2, Moment::Lost));
}

#[test]
fn meetings_with_an_app_of_ones_own() {
    survives(
        "teams-online-meetings",
        &[(2, Moment::Lost), (3, Moment::After), (3, Moment::Before)],
        (3, Moment::Before),
    );
}

#[test]
fn notifications_of_emergency_calls() {
    survives("call-telemetry", &[(1, Moment::After), (3, Moment::Lost), (2, Moment::Before)], (1, Moment::Lost));
}

#[test]
fn an_app_that_exists_already() {
    survives("app-access-policy", &[(1, Moment::Lost), (2, Moment::After), (2, Moment::Before)], (2, Moment::After));
}

#[test]
fn monitoring_of_devices() {
    survives("device-monitoring", &[(1, Moment::Lost), (3, Moment::Before), (3, Moment::After)], (1, Moment::After));
}
