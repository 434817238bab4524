//! A certificate and a request that the vendor sent, through the real binary.

use std::path::PathBuf;

use access::Certificates;
use domain::{CertificateRequest, Clock as _, KeyMaker as _};
use platform::SystemClock;

use crate::support::{Stage, entries, has_keyring, our_apps};

/// A vendor's certificate and its key, DER, a day old and good for a year.
fn certificate() -> domain::MadeKey {
    let not_before = SystemClock.now() - std::time::Duration::from_secs(86_400);
    let request = CertificateRequest {
        subject: "CN=Vendor booking".to_owned(),
        key_bits: 2048,
        not_before,
        not_after: not_before.plus_years(1),
    };
    Certificates.make(&request).expect("made")
}

/// A vendor's request, DER.
fn request() -> Vec<u8> {
    let key = rcgen::KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, rcgen::RsaKeySize::_2048).expect("a key");
    let mut params = rcgen::CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(rcgen::DnType::CommonName, "Vendor request");
    params.serialize_request(&key).expect("a request").der().to_vec()
}

/// Answers that name a file of the vendor's, or `none`.
fn naming(stage: &Stage, file: &str) -> PathBuf {
    stage.answers(|text| {
        text.replace("adopt = \"new\"\n", &format!("adopt = \"new\"\ncertificate.vendor = \"{file}\"\n"))
    })
}

fn keys(stage: &Stage) -> usize {
    our_apps(&stage.state())[0]["keyCredentials"].as_array().map_or(0, Vec::len)
}

#[test]
fn the_vendors_certificate_goes_beside_ours_and_comes_off_again() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::new();
    let made = certificate();
    let print = Certificates.read(&made.certificate).expect("readable").thumbprint_sha1;
    let put = |name: &str, bytes: &[u8]| std::fs::write(stage.folder.path().join(name), bytes).expect("written");
    put("vendor.cer", &made.certificate);
    put("vendor.key", made.private_key.expose());

    let refused = stage.with_answers("setup", &naming(&stage, "vendor.key"), &["--approve", "all"]);
    assert_eq!((refused.code, stage.writes()), (Some(12), 0), "a private key is not taken: {}", refused.said());
    assert!(refused.err.contains("must not send its key"), "and it says why: {}", refused.said());

    let answers = naming(&stage, "vendor.cer");
    let done = stage.with_answers("setup", &answers, &["--approve", "all"]);
    assert_eq!(done.code, Some(0), "{}", done.said());
    assert!(done.out.contains("The vendor's certificate CN=Vendor booking"), "the plan says so: {}", done.said());
    assert!(done.out.contains(&print), "the report names it: {}", done.said());
    assert!(done.out.contains("only the vendor can show"), "and what is not proved: {}", done.said());
    assert_eq!((keys(&stage), entries(&stage.keychain())), (2, 1), "two certificates, one key here");

    let writes = stage.writes();
    let again = stage.with_answers("setup", &answers, &["--approve", "all"]);
    assert_eq!((again.code, stage.writes()), (Some(0), writes), "nothing is missing: {}", again.said());

    let undone = stage.with_answers("undo", &answers, &["--approve", "all"]);
    assert_eq!((undone.code, entries(&stage.keychain())), (Some(0), 0), "all of it is taken back: {}", undone.said());
}

#[test]
fn a_request_is_answered_once_and_keeps_its_certificate() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::new();
    std::fs::write(stage.folder.path().join("vendor.csr"), request()).expect("written");
    let answers = naming(&stage, "vendor.csr");
    let done = stage.with_answers("setup", &answers, &["--approve", "all"]);
    assert_eq!(done.code, Some(0), "{}", done.said());
    assert!(done.out.contains("The vendor's certificate CN=Vendor request"), "it was issued: {}", done.said());
    let there = our_apps(&stage.state())[0]["keyCredentials"].clone();

    let writes = stage.writes();
    let again = stage.with_answers("setup", &answers, &["--approve", "all"]);
    assert_eq!((again.code, stage.writes()), (Some(0), writes), "it is not issued anew: {}", again.said());
    assert_eq!(our_apps(&stage.state())[0]["keyCredentials"], there, "the same certificate");

    let none = naming(&stage, "none");
    let left = stage.with_answers("setup", &none, &["--approve", "all"]);
    assert_eq!(keys(&stage), 2, "taking off is careful, and not covered by that: {}", left.said());
}
