//! Files that people write. More of them, with line and field, in `usage.rs` and in the tests of `domain`.

use super::{goes_on, setting_up, told};
use crate::support::{Stage, example};

const USAGE: i32 = 2;

/// Makes a broken file of a good one.
type Spoil = fn(String) -> Vec<u8>;

/// The profile as a file, changed.
fn profile(stage: &Stage, change: impl FnOnce(String) -> Vec<u8>) -> String {
    let file = stage.folder.path().join("own.toml");
    let mut all = domain::profile_file::built_in().iter();
    let (_, text) = *all.find(|(file, _)| *file == "teams-online-meetings.toml").expect("it comes with Handrail");
    std::fs::write(&file, change(text.to_owned())).expect("written");
    file.display().to_string()
}

#[test]
fn a_broken_profile_is_told_with_file_and_line_and_nothing_is_sent() {
    let stage = Stage::new();
    let answers = example().display().to_string();
    let cases: [(Spoil, &[&str]); 5] = [
        (|text| text.replacen("[[item]]", "[[item", 1).into_bytes(), &["line ", "This is not TOML"]),
        (
            |text| text.replacen("key_bits = 2048", "key_bits = 1024", 1).into_bytes(),
            &["key_bits", "from 2048 to 4096"],
        ),
        (|text| text.replacen("kind = \"certificate\"", "kind = \"certifikate\"", 1).into_bytes(), &["certificate"]),
        (|_| Vec::new(), &["is missing"]),
        (|text| [text.as_bytes(), &[0xff, 0xfe]].concat(), &["cannot be read"]),
    ];
    for (change, words) in cases {
        let file = profile(&stage, change);
        let done = stage.run(&["setup", &file, "--answers", &answers, "--approve", "all"]);
        told(&done, USAGE, &[&[file.as_str()], words].concat());
    }
    assert_eq!(stage.way.log().len(), 0, "nothing was sent");
    assert!(!stage.data().exists(), "and nothing was stored");
    goes_on(&stage, &mut setting_up(&stage));
}

#[test]
fn users_that_are_none_are_told_with_their_line() {
    let stage = Stage::new();
    let answers = stage.answers(|text| text.replacen("jonas@", "jonas at ", 1));
    let done = stage.with_answers("setup", &answers, &["--approve", "all"]);
    told(&done, USAGE, &["line ", "jonas at "]);
    assert_eq!(stage.way.log().len(), 0, "nothing was sent");
}

#[test]
fn a_broken_endpoints_file_never_ends_at_microsofts_clouds() {
    let stage = Stage::new();
    for (text, word) in [("login = 7", "login"), ("login = \"http://contoso.example\"\n", "graph"), ("", "login")] {
        std::fs::write(stage.endpoints(), text).expect("written");
        let done = stage.profile("setup", &["--approve", "all"]);
        told(&done, USAGE, &[&stage.endpoints().display().to_string(), word]);
    }
}
