use std::process::{Command, Stdio};

use access::{Certificates, pfx};
use domain::{CertificateRequest, KeyMaker as _, Secret, SecretText};

use crate::support::{KEY, time};

fn request(subject: &str) -> CertificateRequest {
    let not_before = time("2024-02-29T12:00:00Z");
    CertificateRequest { subject: subject.to_owned(), key_bits: 2048, not_before, not_after: not_before.plus_years(2) }
}

#[test]
fn a_certificate_is_what_was_asked_for() {
    let made = Certificates.make(&request("CN=TeamsMeetingsIntegration, O=Contoso")).expect("made");
    let facts = Certificates.read(&made.certificate).expect("readable");
    assert_eq!(facts.subject, "CN=TeamsMeetingsIntegration, O=Contoso", "as asked");
    assert_eq!(facts.not_before.to_string(), "2024-02-29T12:00:00Z", "to the second");
    assert_eq!(facts.not_after.to_string(), "2026-02-28T12:00:00Z", "there is no 29 February two years later");
    assert_eq!((facts.thumbprint_sha1.len(), facts.thumbprint_sha256.len()), (40, 64), "both are shown by portals");
    assert!(Certificates.belongs(&made.private_key, &made.certificate), "its own key");
    assert!(!Certificates.belongs(&KEY.private_key, &made.certificate), "somebody else's key");
    assert!(!Certificates.belongs(&Secret::new(vec![0; 64]), &made.certificate), "no key at all");
    assert!(made.private_key.expose().len() <= 2560, "Windows keeps no longer entry");
}

#[test]
fn a_certificate_is_for_signing_in_and_for_nothing_else() {
    use x509_parser::prelude::FromDer as _;
    let (_, certificate) = x509_parser::certificate::X509Certificate::from_der(&KEY.certificate).expect("readable");
    let usage = certificate.key_usage().expect("well formed").expect("there").value;
    assert!(usage.digital_signature() && !usage.key_cert_sign() && !usage.key_encipherment(), "it signs assertions");
    let extended = certificate.extended_key_usage().expect("well formed").expect("there").value;
    assert!(extended.client_auth && !extended.server_auth, "it proves a client");
    assert!(!certificate.is_ca(), "it vouches for nobody");
    assert_eq!(certificate.signature_algorithm.algorithm.to_id_string(), "1.2.840.113549.1.1.11", "RSA with SHA-256");
}

#[test]
fn what_cannot_be_made_is_told() {
    let mut short = request("CN=A");
    short.key_bits = 1024;
    assert!(Certificates.make(&short).is_err_and(|why| why.contains("1024")), "too short for Entra");
    let mut turned = request("CN=A");
    turned.not_after = turned.not_before;
    assert!(Certificates.make(&turned).is_err(), "it would be over before it begins");
    for subject in ["", "Contoso", "CN=", "CN=A, X=B"] {
        assert!(Certificates.make(&request(subject)).is_err(), "{subject:?} is no subject");
    }
    assert!(Certificates.read(b"-----BEGIN CERTIFICATE-----").is_err(), "PEM is not DER");
    let mut longer = KEY.certificate.clone();
    longer.push(0);
    assert!(Certificates.read(&longer).is_err(), "something hides behind it");
}

#[test]
fn a_short_pass_phrase_is_refused() {
    let sealed = pfx::seal(&KEY.private_key, &KEY.certificate, "Handrail", &SecretText::new("short".to_owned()));
    assert_eq!(sealed.err(), Some(pfx::PfxError::ShortPassPhrase), "it would be guessed");
}

#[test]
fn a_pass_phrase_with_signs_that_no_pfx_can_take_is_refused_as_that() {
    let phrase = SecretText::new("correct horse \u{1f40e} battery".to_owned());
    let sealed = pfx::seal(&KEY.private_key, &KEY.certificate, "Handrail", &phrase);
    assert_eq!(sealed.err(), Some(pfx::PfxError::OutsideBasicPlane), "other systems could not open it");
}

#[test]
fn a_pfx_opens_with_its_pass_phrase_only() {
    let phrase = "correct horse battery \u{00fc}";
    let sealed =
        pfx::seal(&KEY.private_key, &KEY.certificate, "Handrail", &SecretText::new(phrase.to_owned())).expect("sealed");
    use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
    let opened = KeyStore::from_pkcs12(sealed.expose(), phrase, Pkcs12ImportPolicy::Strict).expect("it opens");
    let (_, chain) = opened.private_key_chain().expect("a key is in it");
    assert_eq!(chain.key().as_der(), KEY.private_key.expose(), "the same key");
    assert_eq!(chain.certs()[0].as_der(), KEY.certificate, "the same certificate");
    let wrong = KeyStore::from_pkcs12(sealed.expose(), "another phrase", Pkcs12ImportPolicy::Strict);
    assert!(wrong.is_err(), "with another it stays closed");
}

#[test]
fn openssl_reads_the_pfx_and_finds_aes_in_it() {
    let phrase = "correct horse battery";
    let sealed =
        pfx::seal(&KEY.private_key, &KEY.certificate, "Handrail", &SecretText::new(phrase.to_owned())).expect("sealed");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("copy.pfx");
    std::fs::write(&path, sealed.expose()).expect("written");
    let ask = |phrase: &str| {
        #[expect(clippy::disallowed_methods, reason = "a test asks another program for its opinion")]
        let mut command = Command::new("openssl");
        let command =
            command.args(["pkcs12", "-info", "-noout", "-passin", &format!("pass:{phrase}"), "-in"]).arg(&path);
        command.stdin(Stdio::null()).output()
    };
    let Ok(opened) = ask(phrase) else {
        eprintln!("SKIPPED: there is no openssl command, so only our own reader has opened the PFX");
        return;
    };
    let said = String::from_utf8_lossy(&opened.stderr).into_owned();
    assert!(opened.status.success(), "it opens: {said}");
    assert!(said.contains("AES-256-CBC") && said.contains("sha256"), "no older cipher: {said}");
    assert!(!ask("wrong wrong wrong").expect("it ran before").status.success(), "with another phrase it stays closed");
}
