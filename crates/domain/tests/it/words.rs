//! Every message about a file has its words.

use std::collections::BTreeSet;

use domain::profile_file::{Form, Problem};

const WORDS: &str = include_str!("../../../../locales/en/files.ftl");

const SOURCES: [&str; 3] = [
    include_str!("../../src/profile_file/form.rs"),
    include_str!("../../src/profile_file/problem.rs"),
    include_str!("../../src/users_csv.rs"),
];

fn words() -> BTreeSet<&'static str> {
    WORDS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" = "))
        .map(|(id, _)| id)
        .collect()
}

#[test]
fn every_id_in_the_code_has_words_and_no_words_are_left_over() {
    let mut ids = BTreeSet::new();
    for text in SOURCES.iter().flat_map(|source| source.split('"').skip(1).step_by(2)) {
        if ["file-", "users-"].iter().any(|start| text.starts_with(start)) {
            ids.insert(text.to_owned());
        }
    }
    for many in ["file-unknown-field", "file-unknown-value", "file-no-question"] {
        ids.insert(format!("{many}-nearest"));
    }
    let ids: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    assert_eq!(ids, words(), "ids in the code and in files.ftl");
}

#[test]
fn a_mistake_carries_everything_its_words_use() {
    let problem = Problem::Order { item: "meeting_test".into(), needs: "certificate", giver: "certificate".into() };
    let message = problem.message();
    let line = WORDS.lines().find(|line| line.starts_with(&format!("{} =", message.id))).expect("it has words");
    for name in line.split("{ $").skip(1).filter_map(|part| part.split(' ').next()) {
        assert!(message.args.contains_key(name), "{name} is given");
    }
    assert_eq!(Problem::Wrong { wanted: Form::Guid, given: "x".into() }.message().args.len(), 2);
}
