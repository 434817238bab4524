//! Just enough DER for a certificate (X.509 version 3, the name also as DNS name when it looks like one).

use domain::Timestamp;

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const UTF8_STRING: u8 = 0x0c;
const OCTET_STRING: u8 = 0x04;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
/// `[0]` in a certificate: its version. `[2]` in a name: DNS. `[3]` in a certificate: extensions.
const VERSION: u8 = 0xa0;
const DNS_NAME: u8 = 0x82;
const EXTENSIONS: u8 = 0xa3;
/// 1.2.840.113549.1.1.11 with its NULL parameters.
const SHA256_WITH_RSA: &[u8] =
    &[0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b, 0x05, 0x00];
/// 2.5.4.3.
const COMMON_NAME: &[u8] = &[0x06, 0x03, 0x55, 0x04, 0x03];
/// 2.5.29.17.
const ALTERNATIVE_NAME: &[u8] = &[0x06, 0x03, 0x55, 0x1d, 0x11];

/// The part of the certificate that is signed.
pub(crate) fn certificate_body(
    (name, issuer): (&str, &str),
    from: Timestamp,
    until: Timestamp,
    public_key: &[u8],
) -> Vec<u8> {
    let named = |name: &str| {
        let attribute = [COMMON_NAME.to_vec(), element(UTF8_STRING, name.as_bytes())].concat();
        element(SEQUENCE, &element(SET, &element(SEQUENCE, &attribute)))
    };
    let validity = element(SEQUENCE, &[moment(from), moment(until)].concat());
    let body = [
        element(VERSION, &element(INTEGER, &[2])),
        element(INTEGER, &[1]),
        SHA256_WITH_RSA.to_vec(),
        named(issuer),
        validity,
        named(name),
        public_key.to_vec(),
        extensions(name),
    ];
    element(SEQUENCE, &body.concat())
}

fn extensions(name: &str) -> Vec<u8> {
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')) {
        return Vec::new();
    }
    let names = element(SEQUENCE, &element(DNS_NAME, name.as_bytes()));
    let extension = [ALTERNATIVE_NAME.to_vec(), element(OCTET_STRING, &names)].concat();
    element(EXTENSIONS, &element(SEQUENCE, &element(SEQUENCE, &extension)))
}

/// The certificate, from its signed part and the signature.
pub(crate) fn certificate(body: &[u8], signature: &[u8]) -> Vec<u8> {
    let signature = element(BIT_STRING, &[&[0_u8], signature].concat());
    element(SEQUENCE, &[body, SHA256_WITH_RSA, &signature].concat())
}

fn moment(at: Timestamp) -> Vec<u8> {
    let at = at.utc();
    let rest =
        format!("{:02}{:02}{:02}{:02}{:02}Z", u8::from(at.month()), at.day(), at.hour(), at.minute(), at.second());
    // RFC 5280, 4.1.2.5: two digits for the year up to 2049.
    if (1950..2050).contains(&at.year()) {
        return element(UTC_TIME, format!("{:02}{rest}", at.year() % 100).as_bytes());
    }
    element(GENERALIZED_TIME, format!("{:04}{rest}", at.year()).as_bytes())
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
