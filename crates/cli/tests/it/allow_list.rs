//! The hosts of a profile for whoever runs a firewall: what the window saves, without a tenant and without a sign-in.

use std::path::Path;

use crate::support::{Run, Stage};

fn example(profile: &str) -> String {
    let file = format!("../../profiles/{profile}.answers.example.toml");
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file).display().to_string()
}

/// Asked without a sign-in.
fn listed(stage: &Stage, more: &[&str]) -> Run {
    let done = stage.run(&[&["allow-list"], more].concat());
    assert_eq!(stage.way.log().len(), 0, "nothing was sent: {}", done.said());
    assert!(!stage.data().exists(), "and nothing was stored");
    done
}

#[test]
fn as_lines_as_a_table_as_a_ticket_and_for_programs_it_is_the_same_hosts() {
    let stage = Stage::new();
    let answers = example("call-telemetry");
    let asked = ["call-telemetry", "--answers", &answers];
    let lines = listed(&stage, &asked);
    assert_eq!((lines.code, lines.out.lines().count()), (Some(0), 3), "a line for each host: {}", lines.said());
    let table = listed(&stage, &[&asked[..], &["--as", "csv"]].concat());
    assert!(table.out.starts_with("\"Host\",\"Port\",") && table.out.ends_with("\r\n"), "{}", table.said());
    let ticket = listed(&stage, &[&asked[..], &["--as", "ticket"]].concat());
    let named = |line: &str| line.starts_with("-> ") || line.starts_with("<- ");
    let hosts = ticket.out.lines().filter(|line| named(line)).count();
    assert!(ticket.out.contains("have to be allowed") && hosts == 3, "a line for each: {}", ticket.said());
    let programs = listed(&stage, &[&asked[..], &["--format", "jsonl"]].concat());
    assert_eq!(programs.summary()["exit_code"], 0, "{}", programs.said());
    for host in ["login.microsoftonline.com", "graph.microsoft.com", "calls.vendor.example"] {
        for done in [&lines, &table, &ticket, &programs] {
            assert!(done.out.contains(host), "{host}: {}", done.said());
        }
    }
    let nowhere = stage.folder.path().join("none/hosts.csv").display().to_string();
    let unsaved = listed(&stage, &[&asked[..], &["--out", &nowhere]].concat());
    assert!(unsaved.code == Some(2) && unsaved.err.contains("cannot be written"), "{}", unsaved.said());
    let file = stage.folder.path().join("hosts.csv");
    let saved = listed(&stage, &[&asked[..], &["--as", "csv", "--out", &file.display().to_string()]].concat());
    assert_eq!((saved.code, saved.out.as_str()), (Some(0), ""), "{}", saved.said());
    assert_eq!(std::fs::read_to_string(&file).expect("written"), table.out, "to the letter");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_to_the_letter_what_the_window_saves() {
    let stage = Stage::new();
    let folder = tempfile::tempdir().expect("a folder");
    let desk = crate::desk::open(folder.path());
    let setup = crate::desk::begun_with(&desk, "call-telemetry").await;
    let window =
        desk.allow_list(setup, &domain::ItemId::from("network_reachability")).await.expect("it is about hosts");
    let answers = example("call-telemetry");
    let ours = listed(&stage, &["call-telemetry", "--answers", &answers, "--as", "csv"]);
    assert_eq!(ours.out.as_bytes(), window.bytes, "one engine");
    desk.close().await;
}

#[test]
fn a_host_that_nobody_named_yet_is_asked_for_and_the_others_are_listed() {
    let stage = Stage::new();
    let done = listed(&stage, &["call-telemetry"]);
    assert_eq!((done.code, done.out.lines().count()), (Some(12), 2), "Microsoft's two: {}", done.said());
    assert!(done.err.contains("`host`"), "and what is missing: {}", done.said());
    let none = listed(&stage, &["teams-online-meetings"]);
    assert_eq!(none.code, Some(0), "{}", none.said());
    assert!(none.out.contains("names no hosts"), "{}", none.said());
}
