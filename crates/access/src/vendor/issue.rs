//! The certificate for a vendor's request, as DER.
//!
//! Written out here and not by `rcgen`: that rebuilds the name, and keeps only one part of each kind (of two `OU` the
//! last). Name and key of a request go into its certificate byte by byte.

use aws_lc_rs::rand::{SystemRandom, fill};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::RSA_PKCS1_SHA256;
use domain::Timestamp;

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const INTEGER: u8 = 0x02;
const BITS: u8 = 0x03;
const OCTETS: u8 = 0x04;
const UTF8: u8 = 0x0c;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
/// `BOOLEAN TRUE`: a critical extension.
const CRITICAL: &[u8] = &[0x01, 0x01, 0xff];
/// `sha256WithRSAEncryption`, with its `NULL`.
const SHA256_RSA: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b, 0x05, 0x00];
const COMMON_NAME: &[u8] = &[0x06, 0x03, 0x55, 0x04, 0x03];
const KEY_USAGE: &[u8] = &[0x06, 0x03, 0x55, 0x1d, 0x0f];
const BASIC_CONSTRAINTS: &[u8] = &[0x06, 0x03, 0x55, 0x1d, 0x13];
const EXTENDED_KEY_USAGE: &[u8] = &[0x06, 0x03, 0x55, 0x1d, 0x25];
/// `id-kp-clientAuth`.
const CLIENT_AUTH: &[u8] = &[0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02];

/// A certificate for that name and that public key, both DER. `None` when it would end before it begins, or no key or
/// number can be drawn.
pub(super) fn issue(
    subject: &[u8],
    public_key: &[u8],
    (not_before, not_after): (Timestamp, Timestamp),
) -> Option<Vec<u8>> {
    if not_after <= not_before {
        return None;
    }
    // Entra takes self-signed certificates of apps: it checks no chain, unless the tenant lists issuers, and then the plan
    // says that such a certificate is refused. So the key that signs here is made for this one certificate, and nobody
    // has it afterwards.
    let issuer = KeyPair::generate(KeySize::Rsa2048).ok()?;
    let mut serial = [0; 16];
    fill(&mut serial).ok()?;
    // Positive, not zero, and of the same length each time.
    serial[0] = serial[0] & 0x3f | 0x40;
    let body = sequence(&[
        &tlv(0xa0, &tlv(INTEGER, &[2])),
        &tlv(INTEGER, &serial),
        &sequence(&[SHA256_RSA]),
        &name("Handrail"),
        &sequence(&[&time(not_before), &time(not_after)]),
        subject,
        public_key,
        &tlv(0xa3, &extensions()),
    ]);
    let mut signature = vec![0; issuer.public_modulus_len()];
    issuer.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), &body, &mut signature).ok()?;
    Some(sequence(&[&body, &sequence(&[SHA256_RSA]), &bits(&signature, 0)]))
}

/// `digitalSignature` only, no authority, for clients: as our own.
fn extensions() -> Vec<u8> {
    sequence(&[
        &sequence(&[KEY_USAGE, CRITICAL, &tlv(OCTETS, &bits(&[0x80], 7))]),
        &sequence(&[BASIC_CONSTRAINTS, CRITICAL, &tlv(OCTETS, &sequence(&[]))]),
        &sequence(&[EXTENDED_KEY_USAGE, &tlv(OCTETS, &sequence(&[CLIENT_AUTH]))]),
    ])
}

fn name(common: &str) -> Vec<u8> {
    sequence(&[&tlv(SET, &sequence(&[COMMON_NAME, &tlv(UTF8, common.as_bytes())]))])
}

/// Two digits of the year until 2049, four from then on (RFC 5280, section 4.1.2.5).
fn time(at: Timestamp) -> Vec<u8> {
    let at = at.utc();
    let rest =
        format!("{:02}{:02}{:02}{:02}{:02}Z", u8::from(at.month()), at.day(), at.hour(), at.minute(), at.second());
    match at.year() {
        year @ 1950..2050 => tlv(UTC_TIME, format!("{:02}{rest}", year % 100).as_bytes()),
        year => tlv(GENERALIZED_TIME, format!("{year:04}{rest}").as_bytes()),
    }
}

fn bits(bytes: &[u8], unused: u8) -> Vec<u8> {
    tlv(BITS, &[&[unused], bytes].concat())
}

fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    tlv(SEQUENCE, &parts.concat())
}

/// Tag, length, content.
fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut all = vec![tag];
    match u8::try_from(content.len()) {
        Ok(short @ 0..0x80) => all.push(short),
        _ => {
            let length = content.len().to_be_bytes();
            let digits = &length[length.iter().take_while(|digit| **digit == 0).count()..];
            // At most eight digits.
            all.push(0x80 | u8::try_from(digits.len()).unwrap_or(0x7f));
            all.extend_from_slice(digits);
        }
    }
    all.extend_from_slice(content);
    all
}
