//! Hand-over files: sealed here, opened as the vendor would.

use std::collections::BTreeMap;
use std::iter;

use access::handover::{Contents, HandoverError, Lock, seal};
use age::secrecy::SecretString;
use domain::{ProfileId, SecretText, Timestamp, VendorValue};
use serde_json::{Value, json};

const PHRASE: &str = "a long pass phrase \u{fc}";

fn contents() -> Contents {
    let text = |text: &str| SecretText::new(text.to_owned());
    let values = [
        (VendorValue::TenantId, text("3f2504e0-4f89-41d3-9a0c-0305e82c3301")),
        (VendorValue::ClientId, text("with \"quotes\" \u{1f512} and \\ more")),
    ];
    Contents {
        made_at: Timestamp::parse("2026-11-22T05:00:00Z").expect("a time"),
        profile: ProfileId::from("small"),
        values: BTreeMap::from(values),
    }
}

fn open(bytes: &[u8], identity: &dyn age::Identity) -> Result<Value, age::DecryptError> {
    let mut reader = age::Decryptor::new(bytes)?.decrypt(iter::once(identity))?;
    let mut plain = Vec::new();
    std::io::Read::read_to_end(&mut reader, &mut plain).expect("it is read");
    Ok(serde_json::from_slice(&plain).expect("it is JSON"))
}

#[test]
fn what_is_sealed_for_a_key_is_opened_by_its_other_half_only_and_holds_nothing_else() {
    let theirs = age::x25519::Identity::generate();
    let sealed = seal(&contents(), &Lock::Key(theirs.to_public().to_string())).expect("it is sealed");
    let opened = open(&sealed.bytes, &theirs).expect("the vendor opens it");
    let wanted = json!({
        "handrail_handover": 1,
        "made_at": "2026-11-22T05:00:00Z",
        "profile": "small",
        "values": {
            "tenant_id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
            "client_id": "with \"quotes\" \u{1f512} and \\ more",
        },
    });
    assert_eq!(opened, wanted, "exactly the values of the profile");
    assert!(open(&sealed.bytes, &age::x25519::Identity::generate()).is_err(), "nobody else opens it");
    let text = String::from_utf8_lossy(&sealed.bytes);
    assert!(!text.contains("3f2504e0") && !text.contains("small"), "nothing stands in it in the clear");
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &sealed.bytes);
    assert_eq!(sealed.digest.as_str(), hex::encode(hash), "its digest");
}

#[test]
fn what_is_sealed_under_a_pass_phrase_is_opened_with_it_only() {
    let sealed = seal(&contents(), &Lock::PassPhrase(SecretText::new(PHRASE.to_owned()))).expect("it is sealed");
    let identity = |phrase: &str| age::scrypt::Identity::new(SecretString::from(phrase.to_owned()));
    let opened = open(&sealed.bytes, &identity(PHRASE)).expect("the vendor opens it");
    assert_eq!(opened["values"]["tenant_id"], "3f2504e0-4f89-41d3-9a0c-0305e82c3301");
    assert!(open(&sealed.bytes, &identity("another pass phrase")).is_err(), "no other pass phrase opens it");
}

#[test]
fn short_pass_phrases_and_texts_that_are_no_key_are_refused() {
    let short = seal(&contents(), &Lock::PassPhrase(SecretText::new("elf letters".to_owned())));
    assert_eq!(short.err(), Some(HandoverError::ShortPassPhrase), "as for a PFX");
    let key = age::x25519::Identity::generate().to_public().to_string();
    let misspelt = format!("{}q", &key[..key.len() - 1]);
    for bad in ["", "age1", "ssh-ed25519 AAAA", misspelt.as_str()] {
        if bad == key {
            continue;
        }
        let refused = seal(&contents(), &Lock::Key(bad.to_owned()));
        assert_eq!(refused.err(), Some(HandoverError::Key), "{bad}");
    }
}
