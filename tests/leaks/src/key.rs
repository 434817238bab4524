//! The parts of an RSA key that are as good as the key.

/// The whole key, private exponent and primes of a private key in PKCS#8, DER. Empty when it is none.
pub fn parts(pkcs8: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let Some(numbers) = numbers(pkcs8) else { return Vec::new() };
    let number = |at: usize| numbers.get(at).cloned().unwrap_or_default();
    vec![
        ("a private key", pkcs8.to_vec()),
        ("a private exponent", number(3)),
        ("a first prime", number(4)),
        ("a second prime", number(5)),
    ]
}

/// Version, modulus, exponents, primes and what follows, without leading zeros.
fn numbers(pkcs8: &[u8]) -> Option<Vec<Vec<u8>>> {
    let (outer, _) = value(pkcs8, 0x30)?;
    let (_, rest) = value(outer, 0x02)?;
    let (_, rest) = value(rest, 0x30)?;
    let (inner, _) = value(rest, 0x04)?;
    let (mut left, _) = value(inner, 0x30)?;
    let mut all = Vec::new();
    while let Some((number, rest)) = value(left, 0x02) {
        all.push(number.iter().copied().skip_while(|byte| *byte == 0).collect());
        left = rest;
    }
    Some(all)
}

/// What stands in a DER value of that kind, and what stands behind it.
fn value(der: &[u8], kind: u8) -> Option<(&[u8], &[u8])> {
    let (&first, rest) = der.split_first()?;
    let (&short, rest) = rest.split_first()?;
    let (length, rest) = if short < 0x80 {
        (usize::from(short), rest)
    } else {
        let (bytes, rest) = rest.split_at_checked(usize::from(short & 0x7f))?;
        (bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
    };
    (first == kind).then_some(())?;
    rest.split_at_checked(length)
}
