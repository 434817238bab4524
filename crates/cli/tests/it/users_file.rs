//! Lists of users in a file of their own, through the real binary: as spreadsheets write them, and with what goes wrong in
//! them. What the reader makes of each line is tried in `domain`.

use std::path::PathBuf;

use crate::support::{Run, Stage};

/// The example answers, with this file in the place of their list.
fn naming(stage: &Stage, name: &str, content: &[u8]) -> PathBuf {
    std::fs::write(stage.folder.path().join(name), content).expect("written");
    stage.answers(|text| {
        let list = text.lines().find(|line| line.starts_with("users = ")).expect("a list").to_owned();
        text.replace(&list, &format!("users.file = \"{name}\""))
    })
}

fn planned(stage: &Stage, name: &str, content: &[u8]) -> Run {
    let answers = naming(stage, name, content);
    stage.with_answers("plan", &answers, &[])
}

/// Told within a screen, before anything is sent or stored.
fn refused(stage: &Stage, done: &Run, words: &[&str]) {
    assert_eq!(done.code, Some(2), "{}", done.said());
    for word in words {
        assert!(done.err.contains(word), "`{word}` is told: {}", done.said());
    }
    assert!(done.out.is_empty() && done.err.lines().count() <= 24, "no more than can be read: {}", done.said());
    assert_eq!(stage.way.log().len(), 0, "nothing was sent");
    assert!(!stage.data().exists(), "and nothing was stored");
}

#[test]
fn every_kind_of_wrong_line_among_ten_thousand_is_told_by_its_number_and_nothing_is_begun() {
    let stage = Stage::new();
    let mut lines: Vec<String> =
        (0..10_000).map(|n| format!("Somebody;operator{n:05}@practice.handrail.example")).collect();
    lines[40] = "Somebody;operator00040 at practice.handrail.example".to_owned();
    lines[41] = lines[7].to_uppercase();
    lines[42] = "Somebody;".to_owned();
    lines[43] = "Somebody".to_owned();
    lines[44] = "Somebody;oper\u{202e}ator@practice.handrail.example".to_owned();
    for line in lines.iter_mut().skip(5_000).step_by(5) {
        *line = "Somebody;nobody".to_owned();
    }
    let csv = format!("Display name;User principal name\n{}\n", lines.join("\n"));
    let answers = naming(&stage, "operators.csv", csv.as_bytes());
    for command in ["plan", "setup"] {
        let done = stage.with_answers(command, &answers, &[]);
        let words = [
            "operators.csv, line 42: `operator00040 at practice.handrail.example` is neither",
            "line 43: OPERATOR00007@PRACTICE.HANDRAIL.EXAMPLE stands in line 9 already",
            "line 44: The column with the user is empty",
            "line 45: This line has fewer columns",
            "line 46: This line holds the character U+202E",
            "line 5002: `nobody` is neither",
            "985 more lines are wrong",
            "Correct these lines of",
            "Nothing was sent or changed",
        ];
        refused(&stage, &done, &words);
    }
    let done = stage.with_answers("setup", &answers, &["--format", "jsonl"]);
    let problems = done.summary()["problems"].as_array().map(Vec::len);
    assert_eq!((done.code, problems), (Some(2), Some(22)), "the same for programs: {}", done.said());
}

#[test]
fn a_file_that_is_another_one_than_was_meant_is_told_in_a_few_lines() {
    let stage = Stage::new();
    let rows = (0..10_000).map(|n| format!("Somebody {n},Sales\n")).collect::<String>();
    let done = planned(&stage, "staff.csv", format!("Name,Department\n{rows}").as_bytes());
    refused(&stage, &done, &["9999 more lines are wrong", "Name the column with the users userPrincipalName"]);
    assert!(done.err.lines().count() <= 5, "the first lines show it: {}", done.said());
    let done = planned(&stage, "empty.csv", b"userPrincipalName\r\n");
    refused(&stage, &done, &["empty.csv names nobody"]);
    let done = planned(&stage, "old.csv", b"upn\nj\xf6rg@practice.handrail.example\nmia@practice.handrail.example\n");
    refused(&stage, &done, &["old.csv, line 2:", "CSV UTF-8"]);
    std::fs::remove_file(stage.folder.path().join("old.csv")).expect("it was there");
    let gone = stage.with_answers("plan", &stage.folder.path().join("answers.toml"), &[]);
    refused(&stage, &gone, &["old.csv cannot be read"]);
}

#[test]
fn however_a_spreadsheet_writes_it_it_is_the_list_that_the_answers_could_have_held() {
    let stage = Stage::new();
    let digest = |done: &Run| {
        let line = done.out.lines().find(|line| line.starts_with("Digest ")).map(str::to_owned);
        line.unwrap_or_else(|| panic!("a plan: {}", done.said()))
    };
    let inline = digest(&stage.profile("plan", &[]));
    let text = "mail;userPrincipalName\r\nm.schulz@contoso.example;mia@practice.handrail.example\r\n\
                ;jonas@practice.handrail.example\r\n";
    let wide: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, content) in [("marked.csv", wide.clone()), ("unmarked.csv", wide[2..].to_vec())] {
        let done = planned(&stage, name, &content);
        assert_eq!(digest(&done), inline, "{name}: {}", done.said());
    }
    assert_eq!(stage.writes(), 0, "planning changes nothing");
}

#[test]
fn users_whom_the_tenant_does_not_know_are_counted_and_nobody_is_served_before_that_is_settled() {
    let stage = Stage::new();
    let unknown = (0..400).map(|n| format!("nobody{n:03}@practice.handrail.example\n")).collect::<String>();
    let answers = naming(&stage, "operators.csv", format!("mia@practice.handrail.example\n{unknown}").as_bytes());
    let done = stage.with_answers("plan", &answers, &[]);
    assert_eq!(done.code, Some(12), "{}", done.said());
    let said = done.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("400 users were not found: nobody000@"), "how many, and the first: {}", done.said());
    assert!(said.contains("49 of the first 50 users were not found"), "in one place each: {}", done.said());
    assert!(said.contains("and 395 more") && done.out.matches("nobody").count() < 60, "and not all: {}", done.said());
    assert!(done.err.contains("for `users` does not do"), "the answer is there: {}", done.said());
    assert!(!done.err.contains("lacks `users`"), "so it is not missed: {}", done.said());
    assert_eq!(stage.writes(), 0, "nothing was changed");
}
