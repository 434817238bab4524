//! The plain text form.

use domain::{ChangeView, Verb};
use report::{Catalogue, Masking, terminal};

use crate::sample::{record, words};

#[test]
fn the_whole_record_looks_like_this() {
    let text = terminal::record(&record(), &Catalogue::load("en"), Masking::Masked).unwrap();
    insta::assert_snapshot!(text);
}

#[test]
fn no_line_is_wider_than_a_terminal() {
    for locale in ["en", report::texts::PSEUDO] {
        let text = terminal::record(&record(), &Catalogue::load(locale), Masking::Whole).unwrap();
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{locale}: {line:?}");
        }
    }
}

#[test]
fn a_list_of_changes_shows_what_each_does() {
    let view =
        |verb, text: &str, careful| ChangeView { verb, text: words(text), note: None, calls: Vec::new(), careful };
    let list = [
        view(Verb::Add, "Creates the app", false),
        view(Verb::Remove, "Removes Priya from RecorderPolicy", true),
        view(
            Verb::Try,
            "Makes and deletes one test meeting in Mia Lind's name, and tries the same for Lee Park",
            false,
        ),
    ];
    let text = terminal::changes(&list, &Catalogue::load("en"));
    insta::assert_snapshot!(text, @r"
      + Creates the app
      - Removes Priya from RecorderPolicy (overwrites or deletes)
      ? Makes and deletes one test meeting in Mia Lind's name, and tries the same
        for Lee Park
    ");
    assert_eq!(terminal::changes(&[], &Catalogue::load("en")), "  Nothing to change.\n", "an empty plan says so");
}

#[test]
fn a_diagnosis_says_what_why_and_what_to_do() {
    let record = record();
    let found = record.items.iter().find_map(|item| item.diagnostic.as_ref()).unwrap();
    insta::assert_snapshot!(terminal::diagnostic(found, &Catalogue::load("en")), @r"
    This account may not grant application permissions
    Why: Application Administrator covers steps 3 to 6, not consent to Microsoft
    Graph.
    What to do: Ask Robin Chu or Sam Ortiz to give consent, or activate the role and
    check again.
    Who can help: Robin Chu, Sam Ortiz and any Global Administrator
    Request id: 0f6d4c1e-93a4-4a6d-8f0b-6f2d1f0a9c11
    ");
}
