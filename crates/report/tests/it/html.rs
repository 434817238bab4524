//! The HTML form.

use base64::Engine as _;
use domain::{Outcome, Purpose, Surroundings};
use report::{Catalogue, Masking, html};
use sha2::{Digest as _, Sha256};

use crate::sample::{record, small};

fn page() -> String {
    html(&record(), &Catalogue::load("en"), Masking::Masked).unwrap()
}

#[test]
fn a_small_record_looks_like_this() {
    let page = html(&small(), &Catalogue::load("en"), Masking::Masked).unwrap();
    // The style is a file of its own in the sources.
    let (before, rest) = page.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    let digest = before.find("sha256-").unwrap();
    let shown = format!("{}{}{after}", &before[..digest + 7], &before[digest + 7 + 44..]);
    insta::assert_snapshot!(shown.replace("><", ">\n<"));
}

#[test]
fn it_asks_nobody_for_anything_and_runs_nothing() {
    let page = page();
    for word in ["<script", "<link", "<img", "<iframe", "url(", "@import", "javascript:", " on", "src=", "style=\""] {
        let found: Vec<_> =
            page.match_indices(word).filter(|(at, _)| word != " on" || page[at + 3..].starts_with("click")).collect();
        assert!(found.is_empty(), "{word}: {found:?}");
    }
    assert!(page.match_indices("href=\"").all(|(at, _)| page[at + 6..].starts_with('#')), "links stay on the page");
}

#[test]
fn its_policy_names_its_one_style() {
    let page = page();
    let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    let digest = base64::prelude::BASE64_STANDARD.encode(Sha256::digest(style.as_bytes()));
    // Base64's `+` and `=` need no escape; the policy is read as it stands.
    assert!(
        page.contains(&format!("default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'")),
        "the browser would drop the style"
    );
}

#[test]
fn every_part_of_the_record_is_on_the_page() {
    let page = page();
    for part in [
        "Contoso Ltd",
        "Practice tenant",
        "d\u{2026}\u{2060}@contoso.com",
        "How it was seen: 2 reads",
        "GET /v1.0/users/m\u{2026}%40contoso%2Ecom",
        "as the app</td>",
        "An account of Contoso Ltd, not a guest",
        "left out by Dana: no licence",
        "RSA 2048, two years",
        "until 21 Nov 2028",
        "This account may not grant application permissions",
        "Ask Robin Chu or Sam Ortiz",
        "Robin Chu, Sam Ortiz and any Global Administrator",
        "not asked: the cause is found",
        "Authorization_RequestDenied",
        "Teams has the policy, but does not apply it yet",
        "1 Permission: open",
        "2 Policy: closed",
        "Priya Nair",
        "Leave Priya out",
        "must be refused",
        "403, nothing made",
        "production enabled",
        "Creates the policy TeamsMeetingsIntegration",
        crate::sample::REQUEST,
        "Tag:TeamsMeetingsIntegration",
        "9 changes approved",
        "private key exported",
        "6d1f0c9e5a7b3c2d",
        "Disable the enterprise app",
        "External users may wait in the lobby",
        "the vendor&#39;s words",
        "June 2026",
        "Ids and addresses are shortened in this copy.",
        "This copy is not signed.",
    ] {
        assert!(page.contains(part), "{part} is missing");
    }
    assert_eq!(page.matches("class=\"item\"").count(), record().items.len(), "a section for each item");
}

#[test]
fn zero_counts_are_dimmed_and_rare_ones_left_out() {
    let page = page();
    assert_eq!(page.matches("<li class=\"zero\">").count(), 3, "accepted, failed and unknown");
    assert!(
        page.contains(
            "<b><svg width=\"16\" height=\"16\" viewBox=\"0 0 20 20\" aria-hidden=\"true\" class=\"o-needs-person\">"
        ),
        "shown since there is one"
    );
    assert!(!page.contains(">decisions<"), "left out since there is none");
}

#[test]
fn the_verdict_says_what_is_so() {
    let english = Catalogue::load("en");
    let mut record = record();
    let verdict = |record: &domain::RunRecord| {
        let page = html(record, &english, Masking::Whole).unwrap();
        page.split_once("<strong>").unwrap().1.split_once("</p>").unwrap().0.replace("</strong>", ": ")
    };
    assert_eq!(
        verdict(&record),
        "Microsoft needs time: 8 of 11 items are finished. Open: Admin consent, Access policy and Go-live."
    );
    for item in &mut record.items {
        item.head.outcome = Some(Outcome::Done);
    }
    record.outcome = Outcome::Done;
    assert_eq!(
        verdict(&record),
        "The connection works: Proved on 21 Nov 2026, 14:27, by a meeting that was made and deleted."
    );
    record.items.retain(|item| item.head.kind != domain::Kind::MeetingTest);
    assert_eq!(
        verdict(&record),
        "Everything is as wanted: All 10 items are finished.",
        "without a test nothing is proved"
    );
    record.outcome = Outcome::Unknown;
    assert!(verdict(&record).starts_with("Not everything could be read"), "unknown is never green");
}

#[test]
fn every_outcome_and_language_has_its_words() {
    for locale in ["en", report::texts::PSEUDO] {
        let words = Catalogue::load(locale);
        for outcome in [
            Outcome::Done,
            Outcome::Changed,
            Outcome::Finding,
            Outcome::Waiting,
            Outcome::NeedsPerson,
            Outcome::NeedsDecision,
            Outcome::Failed,
            Outcome::Unknown,
            Outcome::Skipped,
            Outcome::NotApplicable,
            Outcome::Accepted,
        ] {
            let mut record = record();
            record.outcome = outcome;
            record.purpose = Purpose::Verify;
            record.surroundings = Surroundings::Test;
            record.session = None;
            record.items.iter_mut().for_each(|item| {
                item.head.outcome = Some(outcome);
                item.expected = None;
            });
            let page = html(&record, &words, Masking::Masked).unwrap();
            assert!(!page.contains("{report-") && !page.contains("{outcome-"), "{outcome:?} in {locale} lacks a text");
        }
    }
}

#[test]
#[ignore = "writes pages to look at in a browser"]
fn pages_to_look_at() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    for locale in ["en", report::texts::PSEUDO] {
        let words = Catalogue::load(locale).at_offset(60);
        std::fs::write(folder.join(format!("report-{locale}.html")), html(&record(), &words, Masking::Masked).unwrap())
            .unwrap();
    }
    std::fs::write(folder.join("report-hostile.html"), crate::hostile::page()).unwrap();
}
