//! Arguments and files that are wrong: told with their line, before anything is sent.

use std::process::Command;

use crate::support::{Stage, example, run};

fn bare(arguments: &[&str]) -> crate::support::Run {
    let folder = tempfile::tempdir().expect("a folder");
    run(Command::new(env!("CARGO_BIN_EXE_handrail")).args(arguments).arg("--data-dir").arg(folder.path()))
}

#[test]
fn a_broken_answers_file_is_told_by_line_and_ends_with_2() {
    let stage = Stage::new();
    let answers = stage.answers(|text| text.replace("organiser = \"mia@", "organiser = \"mia at "));
    let done = stage.with_answers("setup", &answers, &["--approve", "all"]);
    assert_eq!(done.code, Some(2), "{}", done.said());
    let number = std::fs::read_to_string(&answers)
        .expect("it")
        .lines()
        .position(|l| l.starts_with("organiser"))
        .expect("a line");
    assert!(done.err.contains(&format!("line {}", number + 1)), "the line is named: {}", done.said());
    assert!(done.err.contains("organiser"), "and the field: {}", done.said());
    assert_eq!(stage.way.log().len(), 0, "nothing was sent");
    assert!(!stage.data().exists(), "and nothing was stored");
}

#[test]
fn a_key_that_nobody_knows_is_told_with_the_one_that_is_meant() {
    let stage = Stage::new();
    let answers = stage.answers(|text| text.replace("control_user =", "controll_user ="));
    let done = stage.with_answers("plan", &answers, &[]);
    assert_eq!(done.code, Some(2), "{}", done.said());
    assert!(done.err.contains("control_user"), "the near one is named: {}", done.said());
}

#[test]
fn a_required_answer_that_is_missing_needs_a_person_and_is_named() {
    let stage = Stage::new();
    let answers = stage.answers(|text| text.replace("organiser = \"mia@practice.handrail.example\"\n", ""));
    let done = stage.with_answers("setup", &answers, &["--approve", "all", "--format", "jsonl"]);
    assert_eq!(done.code, Some(12), "{}", done.said());
    assert_eq!(done.summary()["missing"], serde_json::json!(["organiser"]), "{}", done.said());
    assert_eq!(stage.way.log().len(), 0, "nothing was sent");
}

#[test]
fn a_profile_that_is_not_there_ends_with_2_and_names_those_that_are() {
    let answers = example().display().to_string();
    let done = bare(&["setup", "teams-offline-meetings", "--answers", &answers]);
    assert_eq!(done.code, Some(2), "{}", done.said());
    assert!(done.err.contains("teams-online-meetings"), "{}", done.said());
}

#[test]
fn a_broken_profile_file_is_told_by_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("own.toml");
    let mut all = domain::profile_file::built_in().iter();
    let (_, text) = *all.find(|(file, _)| *file == "teams-online-meetings.toml").expect("it comes with Handrail");
    std::fs::write(&file, text.replace("key_bits = 2048", "key_bits = 1024")).expect("written");
    let (file, answers) = (file.display().to_string(), example().display().to_string());
    let done = bare(&["verify", &file, "--answers", &answers]);
    assert_eq!(done.code, Some(2), "{}", done.said());
    assert!(done.err.contains("key_bits") && done.err.contains("line "), "field and line: {}", done.said());
}

#[test]
fn endpoints_that_name_microsoft_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("endpoints.toml");
    let text =
        "login = \"http://localhost:1\"\ngraph = \"https://graph.microsoft.com\"\nazure = \"http://localhost:1\"\n";
    std::fs::write(&file, text).expect("written");
    let (file, answers) = (file.display().to_string(), example().display().to_string());
    let done = bare(&["setup", "teams-online-meetings", "--answers", &answers, "--endpoints", &file]);
    assert_eq!(done.code, Some(2), "{}", done.said());
    assert!(done.err.contains("graph.microsoft.com"), "the host is named: {}", done.said());
}

#[test]
fn a_report_that_is_neither_html_nor_json_is_refused_before_anything_is_sent() {
    let stage = Stage::new();
    let done = stage.profile("setup", &["--approve", "all", "--report", "report.pdf"]);
    assert_eq!(done.code, Some(2), "{}", done.said());
    assert_eq!(stage.way.log().len(), 0, "nothing was sent");
}

#[test]
fn an_approval_that_is_no_digest_is_refused() {
    let stage = Stage::new();
    assert_eq!(stage.profile("setup", &["--approve", "yes"]).code, Some(2), "all, or 64 characters");
}

#[test]
fn another_handrail_on_the_same_data_is_told_and_nothing_is_begun() {
    let stage = Stage::new();
    std::fs::create_dir_all(stage.data()).expect("made");
    let lock = std::fs::File::create(stage.data().join("handrail.lock")).expect("the lock");
    lock.lock().expect("held");
    let done = stage.profile("setup", &["--approve", "all"]);
    assert_eq!(done.code, Some(10), "{}", done.said());
    assert!(done.err.contains("Handrail") && done.err.contains(&stage.data().display().to_string()), "{}", done.said());
    assert_eq!(stage.writes(), 0, "nothing was changed");
    // Looking only takes no lock.
    let listed = stage.run(&["profiles"]);
    assert_eq!(listed.code, Some(0), "{}", listed.said());
}

#[test]
fn profiles_are_listed_for_people_and_for_programs() {
    let people = bare(&["profiles"]);
    assert!(people.code == Some(0) && people.out.contains("teams-online-meetings"), "{}", people.said());
    let programs = bare(&["profiles", "--format", "jsonl"]);
    let first: serde_json::Value = serde_json::from_str(programs.out.lines().next().expect("a line")).expect("JSON");
    assert_eq!(first["profile"]["id"], "teams-online-meetings", "{}", programs.said());
}

#[test]
fn undo_without_a_tenant_asks_which() {
    assert_eq!(bare(&["undo", "teams-online-meetings"]).code, Some(2), "a profile alone names no set-up");
    let answers = example().display().to_string();
    let stage = Stage::new();
    let done = stage.run(&["undo", "teams-online-meetings", "--answers", &answers]);
    assert_eq!(done.code, Some(2), "nothing was set up from here: {}", done.said());
}
