use std::io::{Cursor, Write as _};

use domain::{AppId, Message};
use emulator::SamplePackage;
use proptest::prelude::*;
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

const CLIENT: &str = "11111111-2222-4333-8444-555555555555";

fn sample() -> SamplePackage {
    SamplePackage {
        client: Some(CLIENT.to_owned()),
        resource: Some(format!("api://apps.contoso.com/{CLIENT}")),
        ..SamplePackage::default()
    }
}

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a new entry");
        zip.write_all(content).expect("in memory");
    }
    zip.finish().expect("in memory").into_inner()
}

/// A picture of one colour, with a transparent first line if asked.
fn png(side: u32, colour: [u8; 4], half: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, side, side);
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().expect("a header");
    let clear = |n: u32| if half && n < side { [0; 4] } else { colour };
    let pixels: Vec<u8> = (0..side * side).flat_map(clear).collect();
    writer.write_image_data(&pixels).expect("its pixels");
    writer.finish().expect("an end");
    out
}

/// The sample with another manifest and the usual icons.
fn with(change: impl FnOnce(&mut Value)) -> Checked {
    let mut manifest = sample().manifest();
    change(&mut manifest);
    packed(&manifest, &png(192, [9, 9, 200, 255], false), &png(32, [255; 4], true))
}

fn packed(manifest: &Value, color: &[u8], outline: &[u8]) -> Checked {
    let manifest = manifest.to_string();
    check(&zip_of(&[("manifest.json", manifest.as_bytes()), ("color.png", color), ("outline.png", outline)]))
}

fn ids(messages: &[Message]) -> Vec<&str> {
    messages.iter().map(|message| message.id.as_str()).collect()
}

#[track_caller]
fn assert_wrong(checked: &Checked, id: &str) {
    assert!(ids(&checked.wrong).contains(&id), "{id} is told: {checked:?}");
}

#[test]
fn the_practice_package_is_right_and_fits_its_app() {
    let checked = check(&sample().zip().expect("in memory"));
    assert_eq!((ids(&checked.wrong), ids(&checked.doubts)), (vec![], vec![]), "nothing to say: {checked:?}");
    let about = checked.about.expect("it is read");
    assert!(about.personal, "it has a tab of its own");
    let client = AppId::parse(CLIENT).expect("a GUID");
    let uri = format!("api://apps.contoso.com/{CLIENT}");
    assert_eq!(fits(&about, client, Some(&uri)), vec![], "client and address are the app's");
    let other = AppId::parse("99999999-2222-4333-8444-555555555555").expect("a GUID");
    assert_eq!(ids(&fits(&about, other, None)), ["teams-package-other-client"], "another app is told");
    assert_eq!(
        ids(&fits(&about, client, Some("api://other/x"))),
        ["teams-package-other-resource"],
        "another address is told"
    );
}

#[test]
fn every_schema_that_is_held_can_be_used() {
    for version in ["1.16", "1.22", "1.30"] {
        let right = with(|manifest| {
            manifest["manifestVersion"] = json!(version);
            manifest["$schema"] = json!(format!(
                "https://developer.microsoft.com/json-schemas/teams/v{version}/MicrosoftTeams.schema.json"
            ));
        });
        assert_eq!(right.wrong, vec![], "{version}: the sample is right");
        let wrong = with(|manifest| {
            manifest["manifestVersion"] = json!(version);
            manifest["accentColor"] = json!("blue");
            manifest.as_object_mut().expect("an object").remove("developer");
        });
        assert_wrong(&wrong, "teams-package-missing");
        assert_wrong(&wrong, "teams-package-pattern");
    }
}

#[test]
fn a_version_without_a_schema_here_is_said_to_be_unchecked() {
    let checked = with(|manifest| manifest["manifestVersion"] = json!("1.19"));
    assert_eq!((checked.wrong, ids(&checked.doubts)), (vec![], vec!["teams-package-version-unchecked"]), "not green");
    let checked = with(|manifest| {
        manifest["manifestVersion"] = json!("1.19");
        manifest["id"] = json!("my-app");
    });
    assert_wrong(&checked, "teams-package-not-a-guid");
}

#[test]
fn manifests_that_cannot_be_are_told_with_their_place() {
    let faults: [(&str, &str, Value); 8] = [
        ("/id", "teams-package-pattern", json!("my-app")),
        ("/version", "teams-package-version", json!("1.0")),
        ("/version", "teams-package-version", json!("01.0.0")),
        ("/name/short", "teams-package-too-long", json!("x".repeat(31))),
        ("/webApplicationInfo/id", "teams-package-pattern", json!("api://nothing")),
        ("/validDomains/0", "teams-package-domain", json!("https://apps.contoso.com")),
        ("/validDomains/0", "teams-package-domain", json!("apps*.contoso.com")),
        ("/staticTabs/0/contentUrl", "teams-package-domain-missing", json!("https://elsewhere.example/tab")),
    ];
    for (at, id, value) in faults {
        let checked = with(|manifest| *manifest.pointer_mut(at).expect("it is there") = value.clone());
        assert_wrong(&checked, id);
        let told = checked.wrong.iter().any(|fault| format!("{:?}", fault.args).contains(at));
        assert!(told, "{at} is named: {:?}", checked.wrong);
    }
}

#[test]
fn a_wildcard_is_a_whole_label() {
    let allowed = with(|manifest| manifest["validDomains"] = json!(["*.contoso.com"]));
    assert_eq!(allowed.wrong, vec![], "it holds apps.contoso.com");
    let bare = with(|manifest| manifest["validDomains"] = json!(["*"]));
    assert_wrong(&bare, "teams-package-domain");
    let none = with(|manifest| manifest["validDomains"] = json!([]));
    assert_wrong(&none, "teams-package-domain-missing");
}

#[test]
fn icons_are_decoded() {
    let manifest = sample().manifest();
    let (color, outline) = (png(192, [9, 9, 200, 255], false), png(32, [255; 4], true));
    assert_wrong(&packed(&manifest, &png(96, [9; 4], false), &outline), "teams-package-icon-size");
    assert_wrong(&packed(&manifest, b"GIF89a", &outline), "teams-package-icon-not-png");
    assert_wrong(&packed(&manifest, &color[..color.len() / 2], &outline), "teams-package-icon-not-png");
    for (why, odd) in [("no transparency", png(32, [255; 4], false)), ("not white", png(32, [0, 0, 0, 255], true))] {
        let checked = packed(&manifest, &color, &odd);
        assert_eq!(ids(&checked.doubts), ["teams-package-icon-outline"], "{why}: {checked:?}");
    }
    let none = check(&zip_of(&[("manifest.json", manifest.to_string().as_bytes())]));
    assert_wrong(&none, "teams-package-icon-missing");
}

#[test]
fn what_is_no_package_is_told_for_what_it_is() {
    assert_wrong(&check(b""), "teams-package-not-a-zip");
    assert_wrong(&check(b"%PDF-1.7"), "teams-package-not-a-zip");
    let whole = sample().zip().expect("in memory");
    assert_wrong(&check(&whole[..whole.len() - 30]), "teams-package-not-a-zip");
    let mut broken = whole;
    broken[60] ^= 0xff;
    assert!(!check(&broken).wrong.is_empty(), "a flipped bit is noticed by the checksum");
    assert_wrong(&check(&zip_of(&[("readme.txt", b"hello")])), "teams-package-no-manifest");
    let nested = zip_of(&[("app/manifest.json", b"{}"), ("app/color.png", b"")]);
    assert_wrong(&check(&nested), "teams-package-not-at-root");
    assert_wrong(&check(&zip_of(&[("manifest.json", b"\xef\xbb\xbf{}")])), "teams-package-bom");
    assert_wrong(&check(&zip_of(&[("manifest.json", b"{\"id\": }")])), "teams-package-not-json");
    assert_wrong(&check(&zip_of(&[("manifest.json", b"[]")])), "teams-package-not-an-object");
}

#[test]
fn hostile_entries_are_refused() {
    for name in ["../evil.json", "/etc/passwd", "a/../../b", "C:\\evil", "a\\b", "x\u{7}"] {
        let zip = zip_of(&[("manifest.json", b"{}"), (name, b"x")]);
        assert_wrong(&check(&zip), "teams-package-unsafe-name");
    }
    assert_wrong(&check(&zip_of(&[("manifest.json", b"{}"), ("Manifest.JSON", b"{}")])), "teams-package-twice");
    let mut link = ZipWriter::new(Cursor::new(Vec::new()));
    link.add_symlink("manifest.json", "/etc/passwd", SimpleFileOptions::default()).expect("an entry");
    assert_wrong(&check(&link.finish().expect("in memory").into_inner()), "teams-package-symlink");
    let mut locked = zip_of(&[("manifest.json", b"{}")]);
    let at = locked.windows(4).rposition(|window| window == b"PK\x01\x02").expect("a directory");
    locked[at + 8] |= 1;
    assert_wrong(&check(&locked), "teams-package-encrypted");
    let many: Vec<(String, &[u8])> = (0..300).map(|n| (format!("{n}.txt"), b"x".as_slice())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, content)| (name.as_str(), *content)).collect();
    assert_wrong(&check(&zip_of(&many)), "teams-package-many-entries");
}

/// Two directories that tell different stories are nobody's package.
#[test]
fn entries_of_the_same_name_are_refused() {
    let mut zip = zip_of(&[("manifest.json", b"{}"), ("manifest.jsox", b"{}")]);
    let places: Vec<usize> = (0..zip.len() - 13).filter(|at| zip[*at..].starts_with(b"manifest.jsox")).collect();
    for at in places {
        zip[at + 12] = b'n';
    }
    assert_wrong(&check(&zip), "teams-package-twice");
}

/// Of 60 MB of zeros nothing is kept, and it is given up long before all of it is unpacked. What it takes is told by the
/// limits alone: 48 MB in all, in pieces, and 2 MB of a file that is looked into.
#[test]
fn a_bomb_is_given_up_early() {
    let zeros = vec![0_u8; 1024 * 1024];
    let bomb = |name: &str, lie: bool| {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(name, options).expect("an entry");
        for _ in 0..60 {
            zip.write_all(&zeros).expect("in memory");
        }
        let mut zip = zip.finish().expect("in memory").into_inner();
        if lie {
            // The directory says that it is small.
            let at = zip.windows(4).rposition(|window| window == b"PK\x01\x02").expect("a directory");
            zip[at + 24..at + 28].copy_from_slice(&1000_u32.to_le_bytes());
        }
        zip
    };
    for (name, lie) in [("manifest.json", false), ("manifest.json", true), ("zeros.bin", true)] {
        let zip = bomb(name, lie);
        assert!(zip.len() < 1024 * 1024, "it is small to send");
        let wrong = ids_of(&zip);
        let told = ["teams-package-bomb", "teams-package-broken-entry"];
        assert!(told.iter().any(|id| wrong.contains(&(*id).to_owned())), "{name}, {lie}: {wrong:?}");
    }
}

fn ids_of(zip: &[u8]) -> Vec<String> {
    check(zip).wrong.into_iter().map(|wrong| wrong.id).collect()
}

#[test]
fn versions_are_compared_as_numbers() {
    let version = |text: &str| Version::parse(text);
    let order = ["1.0.0-1", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0", "1.2.0", "1.10.0", "2.0.0"];
    for pair in order.windows(2) {
        assert!(version(pair[0]).is_some() && version(pair[0]) < version(pair[1]), "{pair:?}");
    }
    for bad in ["", "1", "1.0", "1.0.0.0", "1.0.x", "v1.0.0", "1.0.0-", "-1.0.0", "1.00.0"] {
        assert_eq!(version(bad), None, "{bad}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_of_any_kind_are_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2048)) {
        prop_assert!(!check(&bytes).wrong.is_empty(), "they are no package");
    }

    #[test]
    fn a_package_with_bytes_changed_never_panics(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..24)) {
        let mut zip = sample().zip().expect("in memory");
        for (at, byte) in changes {
            let at = at.index(zip.len());
            zip[at] = byte;
        }
        let checked = check(&zip);
        prop_assert!(checked.wrong.len() <= 20, "told within limits");
    }

    #[test]
    fn a_package_cut_short_is_refused(at in any::<prop::sample::Index>()) {
        let zip = sample().zip().expect("in memory");
        let at = at.index(zip.len());
        prop_assert!(!check(&zip[..at]).wrong.is_empty(), "half a package is none");
    }

    #[test]
    fn names_from_elsewhere_never_leave_the_package(name in "[./\\\\a-z:]{1,20}") {
        let leaves = name.starts_with('/') || name.contains('\\') || name.contains(':') || name.split('/').any(|part| part == "..");
        let zip = zip_of(&[("manifest.json", b"{}"), (name.as_str(), b"x")]);
        let refused = ids_of(&zip).contains(&"teams-package-unsafe-name".to_owned());
        prop_assert_eq!(refused, leaves, "exactly those");
    }
}
