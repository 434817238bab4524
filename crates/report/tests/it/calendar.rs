//! The calendar file.

use domain::Timestamp;
use report::Catalogue;
use report::calendar::{Watch, calendar};

use crate::sample::{record, words};

fn watch() -> Option<Watch> {
    Some(Watch { from: Timestamp::parse("2026-11-22T08:00:00Z").unwrap(), days: 7 })
}

#[test]
fn it_has_the_ends_and_the_watch() {
    let file = calendar(&record(), watch(), &Catalogue::load("en"));
    assert!(file.split_inclusive("\r\n").all(|line| line.ends_with("\r\n")), "every line ends as RFC 5545 wants");
    assert_eq!(file.matches("\r\n").count(), file.matches('\n').count(), "and only so");
    insta::assert_snapshot!(file.replace("\r\n", "\n"));
}

#[test]
fn it_is_the_same_file_each_time() {
    let english = Catalogue::load("en");
    assert_eq!(calendar(&record(), watch(), &english), calendar(&record(), watch(), &english), "same identities");
    let mut later = record();
    later.made_at = Timestamp::parse("2027-01-01T00:00:00Z").unwrap();
    let ids = |file: &str| file.lines().filter(|line| line.starts_with("UID")).map(str::to_owned).collect::<Vec<_>>();
    let (first, second) = (calendar(&record(), watch(), &english), calendar(&later, watch(), &english));
    assert_eq!(ids(&first), ids(&second), "a later export replaces the entries");
    assert_eq!(ids(&first).len(), 3, "two ends and a watch");
}

#[test]
fn long_and_special_texts_are_folded_and_escaped() {
    let mut record = record();
    record.expiries.truncate(1);
    record.expiries[0].label = words(&format!("a,b;c\\d\r\nBEGIN:VALARM {}", "\u{fc}".repeat(100)));
    let file = calendar(&record, None, &Catalogue::load("en"));
    assert!(file.lines().all(|line| line.len() <= 75), "no line is longer than 75 octets");
    let unfolded = file.replace("\r\n ", "");
    assert!(unfolded.contains("SUMMARY:a\\,b\\;c\\\\d  BEGIN:VALARM \u{fc}"), "escaped, on one line: {unfolded}");
    assert_eq!(unfolded.matches("\r\nBEGIN:VALARM").count(), 1, "data opens no component");
}
