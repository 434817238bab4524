//! Files of the vendor's: certificates without a key and requests for one; what is taken, and what every other is told.

use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

use access::vendor::{self, VendorCertificate, VendorError, VendorFile, VendorRequest};
use access::{Certificates, pfx};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{KeyMaker as _, SecretText, Timestamp};
use proptest::prelude::*;

use crate::support::{KEY, time};

/// As a vendor's program makes it; its key is not needed again.
static REQUEST: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut params = rcgen::CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(rcgen::DnType::CommonName, "Contoso booking");
    params.serialize_request(&rsa()).expect("a request").der().to_vec()
});

fn rsa() -> rcgen::KeyPair {
    rcgen::KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, rcgen::RsaKeySize::_2048).expect("a key")
}

fn now() -> Timestamp {
    Certificates.read(&KEY.certificate).expect("readable").not_before + Duration::from_secs(3600)
}

fn block(tag: &str, der: &[u8]) -> String {
    let lines: Vec<String> =
        STANDARD.encode(der).as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
    format!("-----BEGIN {tag}-----\n{}\n-----END {tag}-----\n", lines.join("\n"))
}

fn open(file: &[u8]) -> Result<VendorFile, VendorError> {
    vendor::open(file, now())
}

#[track_caller]
fn certificate(file: &[u8]) -> VendorCertificate {
    match open(file) {
        Ok(VendorFile::Certificate(certificate)) => certificate,
        Ok(VendorFile::Request(_)) => panic!("it was taken for a request"),
        Err(error) => panic!("it was not taken: {error}"),
    }
}

#[track_caller]
fn request(file: &[u8]) -> VendorRequest {
    match open(file) {
        Ok(VendorFile::Request(request)) => request,
        Ok(VendorFile::Certificate(_)) => panic!("it was taken for a certificate"),
        Err(error) => panic!("it was not taken: {error}"),
    }
}

fn refused(file: &[u8]) -> VendorError {
    open(file).err().expect("it is not taken")
}

/// The certificate for a request, for two years.
#[track_caller]
fn issued(request: &VendorRequest) -> VendorCertificate {
    request.issue(now(), now().plus_years(2)).expect("issued")
}

#[test]
fn a_certificate_is_taken_as_der_and_as_pem() {
    let pem = block("CERTIFICATE", &KEY.certificate);
    for file in [KEY.certificate.clone(), pem.clone().into_bytes(), pem.replace('\n', "\r\n").into_bytes()] {
        let taken = certificate(&file);
        assert_eq!(taken.certificate, KEY.certificate, "the same certificate");
        assert_eq!(taken.facts, Certificates.read(&KEY.certificate).expect("readable"), "and what it says");
    }
}

#[test]
fn of_a_chain_the_one_at_its_end_is_taken() {
    let leaf = issued(&request(&REQUEST)).certificate;
    let authority = self_signed("CN=Handrail");
    for (first, second) in [(&leaf, &authority), (&authority, &leaf)] {
        let file = block("CERTIFICATE", first) + &block("CERTIFICATE", second);
        assert_eq!(certificate(file.as_bytes()).certificate, leaf, "in any order");
    }
    let file = block("CERTIFICATE", &KEY.certificate) + &block("CERTIFICATE", &authority);
    assert_eq!(refused(file.as_bytes()), VendorError::Several, "two that have nothing to do with each other");
    let file = block("CERTIFICATE", &KEY.certificate) + &block("CERTIFICATE REQUEST", &REQUEST);
    assert_eq!(refused(file.as_bytes()), VendorError::Several, "a certificate and a request");
}

fn self_signed(subject: &str) -> Vec<u8> {
    let request = domain::CertificateRequest {
        subject: subject.to_owned(),
        key_bits: 2048,
        not_before: time("2024-02-29T12:00:00Z"),
        not_after: time("2044-02-29T12:00:00Z"),
    };
    Certificates.make(&request).expect("made").certificate
}

#[test]
fn a_request_gets_a_certificate_of_its_own_name_and_key() {
    for (tag, file) in [
        ("DER", REQUEST.clone()),
        ("PEM", block("CERTIFICATE REQUEST", &REQUEST).into_bytes()),
        ("as Windows writes it", block("NEW CERTIFICATE REQUEST", &REQUEST).replace('\n', "\r\n").into_bytes()),
    ] {
        let request = request(&file);
        let made = issued(&request);
        assert_eq!(made.facts.subject, "CN=Contoso booking", "{tag}: the name asked for");
        assert_eq!(made.facts.issuer, "CN=Handrail", "{tag}: not self-signed");
        assert_eq!((made.facts.not_before, made.facts.not_after), (now(), now().plus_years(2)), "{tag}: the dates");
        assert!(request.has_key_of(&made.certificate), "{tag}: the key asked for");
        assert!(!request.has_key_of(&KEY.certificate), "{tag}: and no other");
        assert_eq!(certificate(&made.certificate).certificate, made.certificate, "{tag}: readable as the vendor's own");
    }
}

#[test]
fn each_certificate_has_a_number_of_its_own() {
    let request = request(&REQUEST);
    assert_ne!(issued(&request).certificate, issued(&request).certificate, "issued twice");
}

#[test]
fn dates_beyond_2049_and_out_of_order() {
    let request = request(&REQUEST);
    let until = time("2051-03-04T05:06:07Z");
    assert_eq!(request.issue(now(), until).expect("issued").facts.not_after, until, "a year of four digits");
    assert_eq!(request.issue(until, now()).err(), Some(VendorError::NotIssued), "it would end before it begins");
}

#[test]
fn a_file_with_a_private_key_is_refused_whatever_else_is_in_it() {
    let key = block("PRIVATE KEY", KEY.private_key.expose());
    let certificate = block("CERTIFICATE", &KEY.certificate);
    let phrase = SecretText::new("correct horse battery".to_owned());
    let sealed = pfx::seal(&KEY.private_key, &KEY.certificate, "x", &phrase).expect("sealed");
    for (what, file) in [
        ("a key", key.clone().into_bytes()),
        ("a certificate and its key", (certificate.clone() + &key).into_bytes()),
        ("a request and a key", (block("CERTIFICATE REQUEST", &REQUEST) + &key).into_bytes()),
        ("a sealed key", block("ENCRYPTED PRIVATE KEY", b"x").into_bytes()),
        ("an old key", block("RSA PRIVATE KEY", b"x").into_bytes()),
        ("a bare key", KEY.private_key.expose().to_vec()),
        ("a PFX", sealed.expose().to_vec()),
    ] {
        assert_eq!(refused(&file), VendorError::HoldsKey, "{what}");
    }
}

#[test]
fn only_rsa_of_a_length_that_entra_takes() {
    let ec = rcgen::KeyPair::generate().expect("an EC key");
    let params = rcgen::CertificateParams::default();
    let certificate = params.self_signed(&ec).expect("signed").der().to_vec();
    let request = params.serialize_request(&ec).expect("a request").der().to_vec();
    assert_eq!(refused(&certificate), VendorError::NotRsa, "a certificate");
    assert_eq!(refused(&request), VendorError::NotRsa, "a request");
}

#[test]
fn validity_is_looked_at() {
    let facts = Certificates.read(&KEY.certificate).expect("readable");
    let at = |when: Timestamp| vendor::open(&KEY.certificate, when).err();
    assert_eq!(at(facts.not_after), Some(VendorError::Expired(facts.not_after)), "it is over");
    let before = facts.not_before - Duration::from_secs(1);
    assert_eq!(at(before), Some(VendorError::NotYetValid(facts.not_before)), "it has not begun");
}

#[test]
fn a_request_that_was_changed_is_refused() {
    let name = b"Contoso booking";
    let at = REQUEST.windows(name.len()).position(|window| window == name).expect("its name");
    let mut other = REQUEST.clone();
    other[at] = b'K';
    assert_eq!(refused(&other), VendorError::NotProved, "another name");
    let mut other = REQUEST.clone();
    let last = other.len() - 1;
    other[last] ^= 1;
    assert_eq!(refused(&other), VendorError::NotProved, "another signature");
}

#[test]
fn a_request_without_a_name_is_refused() {
    let key = rsa();
    let mut params = rcgen::CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    let of = |params: &rcgen::CertificateParams| params.serialize_request(&key).expect("a request").der().to_vec();
    assert_eq!(refused(&of(&params)), VendorError::Name, "nobody");
    params.distinguished_name.push(rcgen::DnType::CommonName, "x".repeat(300));
    assert_eq!(refused(&of(&params)), VendorError::Name, "at too great a length");
}

#[test]
fn another_kind_of_file_is_told_apart() {
    for (what, file) in [
        ("nothing", Vec::new()),
        ("a text", b"hello".to_vec()),
        ("an empty certificate", block("CERTIFICATE", b"").into_bytes()),
        ("a public key", block("PUBLIC KEY", b"x").into_bytes()),
        ("something behind it", [KEY.certificate.as_slice(), b"x"].concat()),
    ] {
        assert_eq!(refused(&file), VendorError::NotOne, "{what}");
    }
    let large = vec![b' '; access::own::LARGEST + 1];
    assert_eq!(refused(&large), VendorError::TooLarge, "more than 1 MB");
    assert_eq!(refused(&large[1..]), VendorError::NotOne, "exactly 1 MB of nothing");
}

#[test]
fn what_openssl_asks_for_is_issued_and_openssl_reads_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let ask = |arguments: &[&str]| {
        #[expect(clippy::disallowed_methods, reason = "a test asks another program for its files")]
        let mut command = Command::new("openssl");
        command.args(arguments).current_dir(folder.path()).stdin(Stdio::null()).output()
    };
    let new = ["req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem"];
    let name = "/C=DE/O=Contoso, Ltd/OU=one/OU=two/DC=com/DC=contoso/CN=Buchung \u{fc}ber Teams";
    let made = ask(&[&new[..], &["-out", "r.csr", "-utf8", "-subj", name, "-addext", "subjectAltName=DNS:x"]].concat());
    let Ok(made) = made else {
        eprintln!("SKIPPED: there is no openssl command, so only our own requests were opened");
        return;
    };
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let read = |name: &str| std::fs::read(folder.path().join(name)).expect("a file");
    let asked = request(&read("r.csr"));
    let certificate = issued(&asked).certificate;
    std::fs::write(folder.path().join("c.cer"), &certificate).expect("a file");
    let said = |arguments: &[&str]| {
        let done = ask(arguments).expect("it ran before");
        assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).into_owned()
    };
    let of = |what: &str| said(&["x509", "-inform", "DER", "-in", "c.cer", "-noout", what]);
    let wanted = said(&["req", "-in", "r.csr", "-noout", "-subject"]);
    assert_eq!(of("-subject"), wanted, "every part of the name, in its order");
    assert_eq!(of("-pubkey"), said(&["rsa", "-in", "k.pem", "-pubout"]), "the key that stayed with the vendor");
    let text = of("-text");
    for part in ["Digital Signature", "CA:FALSE", "TLS Web Client Authentication", "Version: 3"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let with = |options: &[&str], out: &str| {
        let done = ask(&[&new[..], &["-subj", "/CN=x", "-out", out], options].concat()).expect("it ran before");
        assert!(done.status.success(), "{options:?}: {}", String::from_utf8_lossy(&done.stderr));
        open(&read(out))
    };
    assert!(with(&["-sha384"], "384.csr").is_ok(), "another hash");
    let pss = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"];
    assert!(with(&pss, "pss.csr").is_ok(), "PSS");
    let unusual = with(&pss[..2], "long.csr").err();
    assert_eq!(unusual, Some(VendorError::UnknownSignature), "PSS with another salt is not called a forgery");
    assert_eq!(with(&["-sha1"], "1.csr").err(), Some(VendorError::UnknownSignature), "SHA-1");
    assert!(with(&["-outform", "DER"], "r.p10").is_ok(), "DER");
    let short = ["req", "-new", "-newkey", "rsa:1024", "-nodes", "-keyout", "s.pem", "-out", "s.csr", "-subj", "/CN=x"];
    if ask(&short).is_ok_and(|made| made.status.success()) {
        assert_eq!(refused(&read("s.csr")), VendorError::KeyLength(1024), "too short");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// No file makes it panic or is taken for something.
    #[test]
    fn any_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..600), form in 0_u8..4) {
        let bytes = match form {
            0 => block("CERTIFICATE", &bytes).into_bytes(),
            1 => block("CERTIFICATE REQUEST", &bytes).into_bytes(),
            2 => [&[0x30, 0x82][..], &bytes].concat(),
            _ => bytes,
        };
        prop_assert!(open(&bytes).is_err(), "noise is neither");
    }

    /// A request is signed as a whole: no part of it can be changed.
    #[test]
    fn a_broken_request_is_refused(at in 0_usize..4000, flip in 1_u8..=255, cut in any::<bool>()) {
        let mut bytes = REQUEST.clone();
        let at = at % bytes.len();
        if cut { bytes.truncate(at) } else { bytes[at] ^= flip }
        if let Ok(VendorFile::Request(taken)) = open(&bytes) {
            // Only how the signature is named can be written in more than one way.
            let made = issued(&taken);
            prop_assert_eq!(made.facts.subject, "CN=Contoso booking", "nothing that was signed is another");
        }
    }

    #[test]
    fn a_broken_certificate_never_panics(at in 0_usize..4000, flip in 1_u8..=255, cut in any::<bool>()) {
        let mut bytes = KEY.certificate.clone();
        let at = at % bytes.len();
        if cut { bytes.truncate(at) } else { bytes[at] ^= flip }
        drop(open(&bytes));
    }
}
