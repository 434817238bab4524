//! Files of people's own: what is taken, and what every other file is told.

use std::process::{Command, Stdio};
use std::sync::LazyLock;

use access::own::{self, OwnError};
use access::{Certificates, pfx};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{KeyMaker as _, Secret, SecretText, Timestamp};
use proptest::prelude::*;

use crate::support::{KEY, time};

const PHRASE: &str = "correct horse battery \u{00fc}";

static SEALED: LazyLock<Vec<u8>> = LazyLock::new(|| seal(PHRASE));

fn seal(phrase: &str) -> Vec<u8> {
    let phrase = SecretText::new(phrase.to_owned());
    let sealed = pfx::seal(&KEY.private_key, &KEY.certificate, "Contoso", &phrase).expect("sealed");
    sealed.expose().to_vec()
}

fn now() -> Timestamp {
    let facts = Certificates.read(&KEY.certificate).expect("readable");
    facts.not_before + std::time::Duration::from_secs(3600)
}

fn open(bytes: &[u8], phrase: Option<&str>) -> Result<own::OwnCertificate, OwnError> {
    let phrase = phrase.map(|text| SecretText::new(text.to_owned()));
    own::open(&Secret::new(bytes.to_vec()), phrase.as_ref(), now())
}

fn refused(bytes: &[u8], phrase: Option<&str>) -> OwnError {
    open(bytes, phrase).err().expect("it is not taken")
}

fn block(tag: &str, der: &[u8]) -> String {
    let lines: Vec<String> =
        STANDARD.encode(der).as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
    format!("-----BEGIN {tag}-----\n{}\n-----END {tag}-----\n", lines.join("\n"))
}

fn certificate() -> String {
    block("CERTIFICATE", &KEY.certificate)
}

fn key() -> String {
    block("PRIVATE KEY", KEY.private_key.expose())
}

/// What was taken is the key of the certificate, and the keychain's form of it.
#[track_caller]
fn assert_is_ours(own: own::OwnCertificate) {
    assert_eq!(own.certificate, KEY.certificate, "the same certificate");
    let held = own::HeldKeys::default();
    let print = own.facts.thumbprint_sha256.clone();
    held.hold(own);
    let key = held.held(&print).expect("it is held");
    assert!(Certificates.belongs(&key, &KEY.certificate), "its key");
    held.let_go(&print);
    assert!(held.held(&print).is_none(), "nothing of it stays");
}

#[test]
fn a_pfx_opens_with_its_pass_phrase_and_is_asked_for_it() {
    assert_is_ours(open(&SEALED, Some(PHRASE)).expect("it opens"));
    assert_eq!(refused(&SEALED, None), OwnError::WantsPassPhrase, "it is sealed");
    for wrong in ["", "another phrase altogether", "Correct horse battery \u{00fc}"] {
        assert_eq!(refused(&SEALED, Some(wrong)), OwnError::WrongPassPhrase, "{wrong:?} is another one");
    }
}

#[test]
fn a_pem_is_taken_in_any_order_and_with_a_chain() {
    let other = block("CERTIFICATE", &other().0);
    for text in [
        format!("{}{}", certificate(), key()),
        format!("{}{}", key(), certificate()),
        format!("Bag Attributes\r\n  friendlyName: x\r\n{}{other}{}", key(), certificate()).replace('\n', "\r\n"),
    ] {
        assert_is_ours(open(text.as_bytes(), None).expect("it opens"));
    }
}

#[test]
fn what_is_missing_or_does_not_match_is_told() {
    assert_eq!(refused(certificate().as_bytes(), None), OwnError::NoKey, "a public half only");
    assert_eq!(refused(key().as_bytes(), None), OwnError::NoCertificate, "a key only");
    let (foreign, _) = other();
    let mixed = format!("{}{}", key(), block("CERTIFICATE", &foreign));
    assert_eq!(refused(mixed.as_bytes(), None), OwnError::DoNotMatch, "somebody else's certificate");
    let old = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n";
    assert_eq!(refused(old.as_bytes(), Some("x")), OwnError::UnknownSeal, "an old seal");
}

/// A certificate and key of somebody else's.
fn other() -> (Vec<u8>, Secret) {
    let not_before = time("2024-02-29T12:00:00Z");
    let made = Certificates.make(&domain::CertificateRequest {
        subject: "CN=Other".to_owned(),
        key_bits: 2048,
        not_before,
        not_after: not_before.plus_years(40),
    });
    let made = made.expect("made");
    (made.certificate, made.private_key)
}

#[test]
fn only_rsa_of_a_length_that_entra_takes() {
    let ec = rcgen::KeyPair::generate().expect("an EC key");
    let params = rcgen::CertificateParams::default();
    let signed = params.self_signed(&ec).expect("signed");
    let text = format!("{}{}", block("CERTIFICATE", signed.der()), block("PRIVATE KEY", &ec.serialize_der()));
    assert_eq!(refused(text.as_bytes(), None), OwnError::NotRsa, "an EC key");
}

#[test]
fn validity_is_looked_at() {
    let text = format!("{}{}", certificate(), key());
    let file = Secret::new(text.into_bytes());
    let facts = Certificates.read(&KEY.certificate).expect("readable");
    let at = |when: Timestamp| own::open(&file, None, when).err();
    assert_eq!(at(facts.not_after), Some(OwnError::Expired(facts.not_after)), "it is over");
    let before = facts.not_before - std::time::Duration::from_secs(1);
    assert_eq!(at(before), Some(OwnError::NotYetValid(facts.not_before)), "it has not begun");
}

#[test]
fn another_kind_of_file_is_told_apart() {
    assert_eq!(refused(b"", None), OwnError::NotOne, "nothing");
    assert_eq!(refused(b"hello", None), OwnError::NotOne, "a text");
    assert_eq!(refused(&KEY.certificate, None), OwnError::NotOne, "a bare certificate is no PFX");
    let large = vec![b' '; own::LARGEST + 1];
    assert_eq!(refused(&large, None), OwnError::TooLarge, "more than 1 MB");
    assert_eq!(refused(&large[1..], None), OwnError::NotOne, "exactly 1 MB of nothing");
}

#[test]
fn what_openssl_writes_is_taken() {
    let folder = tempfile::tempdir().expect("a folder");
    let ask = |arguments: &[&str]| {
        #[expect(clippy::disallowed_methods, reason = "a test asks another program for its files")]
        let mut command = Command::new("openssl");
        command.args(arguments).current_dir(folder.path()).stdin(Stdio::null()).output()
    };
    let made = ask(&[
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem", "-out", "c.pem", "-days", "2", "-subj",
        "/CN=x",
    ]);
    let Ok(made) = made else {
        eprintln!("SKIPPED: there is no openssl command, so only our own writer's files were opened");
        return;
    };
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let read = |name: &str| std::fs::read(folder.path().join(name)).expect("a file");
    let der = pem_body(&read("c.pem"));
    let now = Certificates.read(&der).expect("readable").not_before + std::time::Duration::from_secs(60);
    let open = |bytes: Vec<u8>, phrase: Option<&str>| {
        let phrase = phrase.map(|text| SecretText::new(text.to_owned()));
        own::open(&Secret::new(bytes), phrase.as_ref(), now)
    };
    let steps: [&[&str]; 4] = [
        &["pkcs12", "-export", "-inkey", "k.pem", "-in", "c.pem", "-out", "new.pfx", "-passout", "pass:secret"],
        &[
            "pkcs12",
            "-export",
            "-inkey",
            "k.pem",
            "-in",
            "c.pem",
            "-out",
            "old.pfx",
            "-passout",
            "pass:secret",
            "-keypbe",
            "PBE-SHA1-3DES",
            "-certpbe",
            "PBE-SHA1-3DES",
            "-macalg",
            "sha1",
        ],
        &["pkcs8", "-topk8", "-in", "k.pem", "-out", "sealed.pem", "-passout", "pass:secret"],
        &["rsa", "-in", "k.pem", "-traditional", "-out", "pkcs1.pem"],
    ];
    for step in steps {
        let done = ask(step).expect("it ran before");
        assert!(done.status.success(), "{step:?}: {}", String::from_utf8_lossy(&done.stderr));
    }
    for name in ["new.pfx", "old.pfx"] {
        assert_eq!(open(read(name), Some("secret")).expect("it opens").certificate, der, "{name}");
        assert_eq!(open(read(name), Some("wrong")).err(), Some(OwnError::WrongPassPhrase), "{name}");
    }
    let with = |key: &str| [read("c.pem"), read(key)].concat();
    assert_eq!(open(with("sealed.pem"), None).err(), Some(OwnError::WantsPassPhrase), "a sealed PEM");
    assert_eq!(open(with("sealed.pem"), Some("wrong")).err(), Some(OwnError::WrongPassPhrase), "a sealed PEM");
    assert_eq!(open(with("sealed.pem"), Some("secret")).expect("it opens").certificate, der, "a sealed PEM");
    assert_eq!(open(with("pkcs1.pem"), None).expect("it opens").certificate, der, "the older form of a key");
    let short = ask(&[
        "req", "-x509", "-newkey", "rsa:1024", "-nodes", "-keyout", "s.pem", "-out", "sc.pem", "-days", "2", "-subj",
        "/CN=x",
    ]);
    if short.is_ok_and(|made| made.status.success()) {
        let text = [read("s.pem"), read("sc.pem")].concat();
        assert_eq!(open(text, None).err(), Some(OwnError::KeyLength(1024)), "too short");
    }
}

fn pem_body(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    let body: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    STANDARD.decode(body).expect("base64")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// No file makes it panic or take something that does not match.
    #[test]
    fn any_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..600), pem in any::<bool>()) {
        let bytes = if pem { block("PRIVATE KEY", &bytes).into_bytes() } else { bytes };
        prop_assert!(open(&bytes, Some("x")).is_err(), "noise is no certificate");
    }

    #[test]
    fn a_broken_pem_is_refused_or_still_matches(at in 0_usize..3000, with in any::<u8>(), cut in any::<bool>()) {
        let mut text = format!("{}{}", key(), certificate()).into_bytes();
        let at = at % text.len();
        if cut { text.truncate(at) } else { text[at] = with }
        if let Ok(own) = open(&text, None) {
            let held = own::HeldKeys::default();
            let (print, der) = (own.facts.thumbprint_sha256.clone(), own.certificate.clone());
            held.hold(own);
            let key = held.held(&print).expect("held");
            prop_assert!(Certificates.belongs(&key, &der), "what is taken belongs together");
        }
    }
}

proptest! {
    // Each opening costs tens of thousands of rounds.
    #![proptest_config(ProptestConfig { cases: 2, max_shrink_iters: 4, ..ProptestConfig::default() })]

    #[test]
    fn a_broken_pfx_is_refused(at in 0_usize..6000, flip in 1_u8..=255, cut in any::<bool>()) {
        let mut bytes = SEALED.clone();
        let at = at % bytes.len();
        if cut { bytes.truncate(at) } else { bytes[at] ^= flip }
        if let Ok(own) = open(&bytes, Some(PHRASE)) {
            prop_assert_eq!(own.certificate, KEY.certificate.clone(), "only what the seal does not cover was changed");
        }
    }

    #[test]
    fn any_pass_phrase_opens_what_it_sealed(phrase in "[ -~\u{a1}-\u{d7ff}]{12,24}") {
        let sealed = seal(&phrase);
        prop_assert!(open(&sealed, Some(&phrase)).is_ok(), "{phrase:?} opens it");
        let other = format!("{phrase}x");
        prop_assert_eq!(open(&sealed, Some(&other)).err(), Some(OwnError::WrongPassPhrase), "and nothing else");
    }
}
