//! Just enough DER for one self-signed certificate (X.509 version 1: no extensions are needed).

use domain::Timestamp;

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const UTF8_STRING: u8 = 0x0c;
const GENERALIZED_TIME: u8 = 0x18;
/// 1.2.840.113549.1.1.11 with its NULL parameters.
const SHA256_WITH_RSA: &[u8] =
    &[0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b, 0x05, 0x00];
/// 2.5.4.3.
const COMMON_NAME: &[u8] = &[0x06, 0x03, 0x55, 0x04, 0x03];

/// The part of the certificate that is signed.
pub(crate) fn certificate_body(name: &str, from: Timestamp, until: Timestamp, public_key: &[u8]) -> Vec<u8> {
    let attribute = [COMMON_NAME.to_vec(), element(UTF8_STRING, name.as_bytes())].concat();
    let name = element(SEQUENCE, &element(SET, &element(SEQUENCE, &attribute)));
    let validity = element(SEQUENCE, &[moment(from), moment(until)].concat());
    let body = [element(INTEGER, &[1]), SHA256_WITH_RSA.to_vec(), name.clone(), validity, name, public_key.to_vec()];
    element(SEQUENCE, &body.concat())
}

/// The certificate, from its signed part and the signature.
pub(crate) fn certificate(body: &[u8], signature: &[u8]) -> Vec<u8> {
    let signature = element(BIT_STRING, &[&[0_u8], signature].concat());
    element(SEQUENCE, &[body, SHA256_WITH_RSA, &signature].concat())
}

fn moment(at: Timestamp) -> Vec<u8> {
    let at = at.utc();
    let text = format!(
        "{:04}{:02}{:02}{:02}{:02}{:02}Z",
        at.year(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    );
    element(GENERALIZED_TIME, text.as_bytes())
}

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let length: Vec<u8> = length.iter().copied().skip_while(|byte| *byte == 0).collect();
    let mut out = vec![tag];
    match (content.len(), u8::try_from(length.len())) {
        (short @ 0..=127, _) => out.extend(u8::try_from(short)),
        (_, Ok(count)) => {
            out.push(0x80 | count);
            out.extend(length);
        }
        (_, Err(_)) => {}
    }
    out.extend_from_slice(content);
    out
}
