//! Names that want to be markup, escape sequences, formulas or walls of text.

use domain::RunRecord;
use report::{Catalogue, Masking, calendar, html, json, terminal};

use crate::sample::record;

const NAMES: [&str; 8] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'; DROP TABLE users; --",
    "=cmd|' /C calc'!A0",
    "\u{202e}nimdA\u{202c} \u{2066}x",
    "\u{1b}[2J\u{1b}]8;;https://evil.example\u{7}click\u{1b}]8;;\u{7}\r\nDone\u{9b}31m",
    "]]>--></style></svg><style>*{display:none}</style><meta http-equiv=refresh>",
    "&lt;b&gt; {$account} {{ 7*7 }} %s",
];

/// The sample with such a name in every text of it.
fn hostile(name: &str) -> RunRecord {
    let mut value = serde_json::to_value(record()).unwrap();
    spoil(&mut value, "", name);
    serde_json::from_value(value).unwrap()
}

fn spoil(value: &mut serde_json::Value, key: &str, name: &str) {
    use serde_json::Value;
    match value {
        Value::Object(members) => members.iter_mut().for_each(|(key, member)| spoil(member, key, name)),
        Value::Array(values) => values.iter_mut().for_each(|value| spoil(value, key, name)),
        Value::String(text)
            if matches!(
                key,
                "text"
                    | "name"
                    | "upn"
                    | "by"
                    | "value"
                    | "domain"
                    | "target"
                    | "method"
                    | "request_ids"
                    | "request_id"
                    | "operation"
                    | "codes"
                    | "code"
                    | "thumbprint"
                    | "tenant_name"
                    | "chosen"
                    | "source_step"
                    | "handrail"
                    | "profile_version"
                    | "digest"
                    | "service"
            ) =>
        {
            *text = format!("{name}{text}");
        }
        _ => {}
    }
}

pub fn page() -> String {
    let mut name = NAMES.join(" ");
    name.push_str(&"W".repeat(300));
    html(&hostile(&name), &Catalogue::load("en"), Masking::Whole).unwrap()
}

/// Tags of the page, by name, without their attributes.
fn tags(page: &str) -> Vec<String> {
    let after = page.split('<').skip(1);
    after
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/' || *c == '!').collect())
        .collect()
}

#[test]
fn no_name_becomes_markup() {
    let english = Catalogue::load("en");
    // The count of tags is that of the same record with harmless names.
    let harmless = tags(&html(&hostile("x"), &english, Masking::Whole).unwrap());
    for name in NAMES {
        let page = html(&hostile(name), &english, Masking::Whole).unwrap();
        assert_eq!(tags(&page), harmless, "{name} brings no tag and ends none");
        assert!(!page.contains("onerror=alert(1)>"), "no attribute: {name}");
    }
}

#[test]
fn no_name_breaks_out_of_an_attribute() {
    let page = html(&hostile("\" onclick=\"x"), &Catalogue::load("en"), Masking::Whole).unwrap();
    assert!(page.contains("&quot; onclick=&quot;x"), "escaped");
    assert!(!page.contains("\" onclick=\""), "never as it came");
}

#[test]
fn nothing_hidden_reaches_page_or_terminal() {
    let english = Catalogue::load("en");
    for name in NAMES {
        let record = hostile(name);
        for (form, text) in [
            ("html", html(&record, &english, Masking::Whole).unwrap()),
            ("terminal", terminal::record(&record, &english, Masking::Whole).unwrap()),
            ("calendar", calendar::calendar(&record, None, &english).replace("\r\n", "\n")),
        ] {
            let bad = text.chars().find(|c| {
                (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}' | '\u{200e}')
            });
            assert_eq!(bad, None, "{form} of {name:?}");
        }
    }
}

#[test]
fn right_to_left_names_leave_their_surroundings_in_order() {
    let page = html(&hostile("\u{5d3}\u{5e0}\u{5d4} "), &Catalogue::load("en"), Masking::Whole).unwrap();
    let (open, close) = (page.matches('\u{2068}').count(), page.matches('\u{2069}').count());
    assert!(open > 10 && open == close, "each is kept to itself: {open} and {close}");
    assert!(!page.contains('\u{fffd}'), "and none is spoilt on the way");
}

#[test]
fn any_record_has_valid_json() {
    for name in NAMES {
        let text = json(&hostile(name), Masking::Whole).unwrap();
        let read: RunRecord = serde_json::from_str(&text).unwrap();
        assert_eq!(read, hostile(name), "data stays data");
        assert!(json(&hostile(name), Masking::Masked).is_ok(), "also masked");
    }
}

#[test]
fn a_very_long_name_is_cut() {
    let page = html(&hostile(&"W".repeat(100_000)), &Catalogue::load("en"), Masking::Whole).unwrap();
    assert!(page.len() < 1_500_000, "{} bytes", page.len());
}
