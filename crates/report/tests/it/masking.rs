//! What a masked copy shows.

use domain::RunRecord;
use proptest::prelude::*;
use report::{mask, short};

use crate::sample::{APP, REQUEST, TENANT, record, words};

fn text_of(record: &RunRecord) -> String {
    serde_json::to_string(record).unwrap()
}

#[test]
fn no_id_of_tenant_app_or_user_and_no_address_is_left() {
    let masked = text_of(&mask(&record()).unwrap());
    for whole in [TENANT, APP, "a1d3c5b7-2f4e", "dana@", "mia@", "priya@"] {
        assert!(!masked.contains(whole), "{whole} is still there");
    }
    assert!(masked.contains("3f1c\u{2026}c7aa"), "the ends stay");
    assert!(masked.contains("3f1c0000-0000-0000-0000-00000000c7aa"), "an id that must be an id has zeros");
    assert!(masked.contains("d\u{2026}@contoso.com"), "the domain stays");
    assert!(masked.contains(REQUEST), "request ids are for Microsoft's support, whole");
    assert!(masked.contains("9F2C41D7A0B35E6C8D1F2A4B6C8E0F1A2B3C7B12"), "a thumbprint names nobody");
    assert!(mask(&record()).unwrap().masked, "the copy says that it is one");
}

#[test]
fn masking_twice_is_masking_once() {
    let once = mask(&record()).unwrap();
    assert_eq!(mask(&once).unwrap(), once, "nothing more to hide");
}

#[test]
fn values_for_the_vendor_follow_their_own_flag() {
    let mut record = record();
    record.values[0].value = "Contoso-Internal-Name".into();
    record.values[1].masked = false;
    record.values[2].value = "abc".into();
    record.values[2].masked = true;
    let values = mask(&record).unwrap().values;
    assert_eq!(values[0].value, "Cont\u{2026}Name", "whatever it is, when it is to be masked");
    assert_eq!(values[1].value, APP, "left alone when it is not");
    assert_eq!(values[2].value, "\u{2026}", "too short to show any of it");
}

#[test]
fn addresses_are_found_in_paths_and_sentences() {
    let mut record = record();
    let shown = |record: &mut RunRecord, text: &str| {
        record.notes = vec![words(text)];
        let domain::Arg::Text(masked) = mask(record).unwrap().notes[0].args["text"].clone() else { panic!("a text") };
        masked
    };
    for (text, masked) in [
        ("/users/dana%40contoso.com/onlineMeetings", "/users/d\u{2026}%40contoso.com/onlineMeetings"),
        ("/users/dana%40contoso%2Ecom/onlineMeetings", "/users/d\u{2026}%40contoso%2Ecom/onlineMeetings"),
        ("/users/dana%40contoso/onlineMeetings", "/users/dana%40contoso/onlineMeetings"),
        ("filter=upn eq 'dana@contoso.com'", "filter=upn eq 'd\u{2026}@contoso.com'"),
        ("Mia (mia.lind@contoso.com) and j@x.example", "Mia (m\u{2026}@contoso.com) and j\u{2026}@x.example"),
        ("lee_fabrikam.com#EXT#@contoso.onmicrosoft.com", "l\u{2026}@contoso.onmicrosoft.com"),
        ("jürgen@contoso.com", "j\u{2026}@contoso.com"),
        ("meet @ noon, @mention, a@b", "meet @ noon, @mention, a@b"),
        ("/applications(appId='5B2D90E6-18F7-4A3C-B6DE-2C9F7A1E03C4')", "/applications(appId='5B2D\u{2026}03C4')"),
        ("x5b2d90e6-18f7-4a3c-b6de-2c9f7a1e03c4", "x5b2d\u{2026}03c4"),
    ] {
        assert_eq!(shown(&mut record, text), masked, "{text}");
    }
    assert_eq!(short(TENANT), "3f1c\u{2026}c7aa", "the same form by hand");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_can_be_masked_and_no_guid_survives(text in "\\PC{0,40}", guid in any::<u128>(), after in "[^0-9a-fA-F]{0,10}") {
        let guid = uuid::Uuid::from_u128(guid).to_string();
        let mut record = record();
        record.notes = vec![words(&format!("{text} {guid}{after}"))];
        let masked = text_of(&mask(&record).unwrap());
        prop_assert!(!masked.contains(&guid), "{masked}");
    }
}
