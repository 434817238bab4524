//! `kill -9` beside single requests, then again: one of everything, nothing left over.

use crate::support::{Cut, Moment, Stage, example, has_keyring};

/// Kills a first run there, then runs again and looks. Tells whether the first run was long enough to be killed.
fn killed_and_run_again(cut: Cut) -> bool {
    let stage = Stage::new();
    let answers = example().display().to_string();
    let arguments = ["setup", "teams-online-meetings", "--answers", &answers, "--approve", "all"];
    let mut command = stage.command(&arguments);
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    let was_cut = stage.way.kills(cut, command.spawn().expect("it starts"));
    let again = stage.run(&arguments);
    assert_eq!(again.code, Some(0), "{cut:?}: {}", again.said());
    stage.has_one_of_everything(&format!("{cut:?}"));
    was_cut
}

const fn write(number: usize, moment: Moment) -> Cut {
    Cut { writes: true, number, moment }
}

#[test]
fn kill_before_the_app_is_made() {
    if has_keyring() {
        assert!(killed_and_run_again(write(1, Moment::Before)), "the run was killed");
    }
}

#[test]
fn kill_when_the_answer_to_the_certificate_is_lost() {
    if has_keyring() {
        assert!(killed_and_run_again(write(4, Moment::Lost)), "the run was killed");
    }
}

#[test]
fn kill_after_the_policy_is_made() {
    if has_keyring() {
        assert!(killed_and_run_again(write(7, Moment::After)), "the run was killed");
    }
}

#[test]
fn kill_when_the_answer_to_the_test_meeting_is_lost() {
    if has_keyring() {
        assert!(killed_and_run_again(write(10, Moment::Lost)), "the run was killed");
    }
}

#[test]
fn ctrl_c_ends_a_run_that_waits_for_the_browser() {
    let stage = Stage::new();
    let answers = example().display().to_string();
    let mut command = stage.command(&["plan", "teams-online-meetings", "--answers", &answers]);
    let mut child = command.env("BROWSER", "true").stderr(std::process::Stdio::piped()).spawn().expect("it starts");
    let mut said = String::new();
    let mut lines = std::io::BufReader::new(child.stderr.take().expect("its output"));
    while !said.contains("/authorize") {
        let count = std::io::BufRead::read_line(&mut lines, &mut said).expect("a line");
        assert_ne!(count, 0, "it tells the address: {said}");
    }
    let id = child.id().to_string();
    let sent = std::process::Command::new("kill").args(["-INT", &id]).status().expect("kill");
    assert!(sent.success(), "interrupted");
    assert_eq!(child.wait().expect("ended").code(), Some(130), "as shells count it");
}

/// Every write at each of its three moments, and every tenth read.
#[test]
fn kill_sweep_over_every_write_and_every_tenth_read() {
    let Ok(wanted) = std::env::var("HANDRAIL_KILL_SWEEP") else {
        eprintln!(
            "SKIPPED: the whole sweep; `cargo xtask kill-sweep` runs it (HANDRAIL_KILL_SWEEP=all, writes or reads)"
        );
        return;
    };
    if !has_keyring() {
        return;
    }
    let whole = Stage::new();
    assert_eq!(whole.profile("setup", &["--approve", "all"]).code, Some(0), "an uncut run");
    let (writes, reads) = (whole.way.countable(true), whole.way.countable(false));
    assert!(writes >= 9, "app, enterprise app, permissions, certificate, two grants, policy, two users: {writes}");
    let mut cuts = 0;
    if wanted != "reads" {
        for moment in [Moment::Before, Moment::Lost, Moment::After] {
            for number in 1..=writes {
                assert!(killed_and_run_again(write(number, moment)), "write {number} was cut {moment:?}");
                cuts += 1;
            }
        }
    }
    if wanted != "writes" {
        for number in (1..=reads).step_by(10) {
            cuts += usize::from(killed_and_run_again(Cut { writes: false, number, moment: Moment::Lost }));
        }
    }
    println!("killed {cuts} times");
}
