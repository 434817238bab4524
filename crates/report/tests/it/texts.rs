//! Messages become words.

use std::time::Duration;

use domain::{Message, Timestamp, msg};
use report::Catalogue;
use report::texts::{PSEUDO, clean, isolate};

fn noon() -> Timestamp {
    Timestamp::parse("2026-11-21T23:02:59Z").unwrap()
}

#[test]
fn a_time_is_written_for_the_readers_place() {
    let english = Catalogue::load("en");
    assert_eq!(english.time(noon()), "21 Nov 2026, 23:02", "UTC unless told otherwise");
    let vienna = Catalogue::load("en").at_offset(60);
    assert_eq!(vienna.time(noon()), "22 Nov 2026, 00:02", "an hour east");
    assert_eq!(vienna.zone(), "UTC+01:00", "and the zone says so");
    assert_eq!(Catalogue::load("en").at_offset(-210).zone(), "UTC\u{2212}03:30", "also half hours west");
}

#[test]
fn lengths_of_time_are_rounded_to_what_one_waits_by() {
    let english = Catalogue::load("en");
    for (seconds, words) in [
        (0, "0 s"),
        (40, "40 s"),
        (60, "1 min"),
        (90, "90 s"),
        (240, "4 min"),
        (3_600, "1 h"),
        (4_800, "1 h 20 min"),
        (86_400, "1 day"),
        (604_800, "7 days"),
    ] {
        assert_eq!(english.duration(seconds), words, "{seconds} s");
    }
}

#[test]
fn messages_in_messages_and_lists_are_joined() {
    let english = Catalogue::load("en");
    let open = |titles: &[&str]| {
        english.text(
            &msg("report-verdict-open").count("finished", 1).count("count", 3).list("open", titles.iter().copied()),
        )
    };
    assert_eq!(open(&["A"]), "1 of 3 items are finished. Open: A.", "one");
    assert_eq!(open(&["A", "B"]), "1 of 3 items are finished. Open: A and B.", "two");
    assert_eq!(open(&["A", "B", "C"]), "1 of 3 items are finished. Open: A, B and C.", "three");
    let nested = msg("report-lock-open").message("label", Message::literal("Permission"));
    assert_eq!(english.text(&nested), "Permission: open", "a message in a message");
    let plural = |count| english.text(&msg("report-run-approved").count("count", count));
    assert_eq!((plural(1), plural(9)), ("1 change approved".into(), "9 changes approved".into()), "Fluent's plurals");
    let waited = msg("report-run-point").time("at", noon()).duration("label", Duration::from_secs(240));
    assert_eq!(english.text(&waited), "21 Nov 2026, 23:02 4 min", "a length of time as an argument");
}

#[test]
fn a_missing_text_is_visible_and_a_literal_is_never_looked_up() {
    let english = Catalogue::load("en");
    assert_eq!(english.text(&msg("no-such-text")), "{no-such-text}", "seen at once");
    assert_eq!(english.text(&Message::literal("{ $x } outcome-done")), "{ $x } outcome-done", "shown as it is");
    let view = vec![msg("outcome-done"), msg("nowhere").message("inner", msg("nowhere-else")), Message::literal("x")];
    assert_eq!(english.missing_ids(&view), ["nowhere", "nowhere-else"], "found wherever they stand");
}

#[test]
fn an_unknown_language_reads_english() {
    for locale in ["en", "en-GB", "xx", "", "tlh-KL"] {
        assert_eq!(Catalogue::load(locale).word("outcome-done"), "Done", "{locale:?}");
    }
    assert_eq!(Catalogue::load("en-GB").language(), "en", "what is really shown");
}

#[test]
fn the_pseudo_language_is_a_third_longer_and_keeps_its_data() {
    let (english, pseudo) = (Catalogue::load("en"), Catalogue::load(PSEUDO));
    let message = msg("report-by").text("account", "dana@contoso.com");
    assert!(pseudo.text(&message).ends_with("dana@contoso.com"), "data is not translated: {}", pseudo.text(&message));
    let length = |words: &Catalogue| -> usize {
        let ids = report::texts::ids("en");
        ids.iter().map(|(id, _)| words.word(id).chars().count()).sum()
    };
    let ratio = length(&pseudo) as f64 / length(&english) as f64;
    assert!((1.25..1.5).contains(&ratio), "long enough to find narrow boxes: {ratio}");
}

#[test]
fn characters_that_hide_or_reorder_are_made_visible() {
    assert_eq!(clean("a\u{202e}b"), "a\u{fffd}b", "an override");
    assert_eq!(clean("a\u{1b}[31mb"), "a\u{fffd}[31mb", "an escape sequence");
    assert_eq!(clean("one\ntwo\tthree"), "one two three", "line ends and tabs");
    assert_eq!(clean("a\u{2069}b\u{2068}"), "a\u{fffd}b\u{fffd}", "isolates that close what they did not open");
    assert_eq!(clean("\u{1F468}\u{200d}\u{1F469}"), "\u{1F468}\u{200d}\u{1F469}", "joined emoji stay");
    assert_eq!(isolate("Mia"), "Mia", "left-to-right names need nothing");
    let hebrew = isolate("\u{5de}\u{5d9}\u{5d4}");
    assert_eq!(hebrew, "\u{2068}\u{5de}\u{5d9}\u{5d4}\u{2069}", "right-to-left names are kept to themselves");
    assert_eq!(isolate(&hebrew), hebrew, "once");
    assert_eq!(clean(&"x".repeat(3_000)).chars().count(), 2_001, "cut, with a mark");
}
