//! What is looked for.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::key;

/// Shorter ones would be found by accident.
const SHORTEST: usize = 8;

/// The beginning that every RSA private key in PKCS#8 has behind its length: version, algorithm.
const PKCS8: [u8; 19] = [2, 1, 0, 48, 13, 6, 9, 42, 134, 72, 134, 247, 13, 1, 1, 1, 5, 0, 4];

/// How a signed token begins: `{"alg":`, `{"typ":` or `{"kid":` in base64.
const TOKENS: [&str; 3] = ["eyJhbGciOi", "eyJ0eXAiOi", "eyJraWQiOi"];

/// Secrets, each in every form.
pub struct Needles {
    /// The first eight bytes of each form, sorted; with the rest, and the secret's name.
    forms: Vec<(u64, Vec<u8>, String)>,
    /// Which two bytes may stand seventh and eighth: most places are ruled out by them.
    pairs: Vec<bool>,
}

impl Default for Needles {
    fn default() -> Self {
        Self::new()
    }
}

impl Needles {
    /// What every private key and every signed token begins with.
    #[must_use]
    pub fn new() -> Self {
        let mut needles = Self { forms: Vec::new(), pairs: vec![false; 1 << 16] };
        needles.add("some private key", &PKCS8);
        needles.add("some private key in PEM", b"PRIVATE KEY-----");
        for token in TOKENS {
            needles.add("some signed token", token.as_bytes());
        }
        needles
    }

    /// A secret, in all its forms. Its name is told when it is found, the secret is not.
    pub fn add(&mut self, name: &str, secret: &[u8]) {
        for form in forms(secret) {
            if let Some((first, _)) = form.split_first_chunk::<SHORTEST>() {
                let [.., seventh, eighth] = *first;
                self.pairs[usize::from(u16::from_be_bytes([seventh, eighth]))] = true;
                self.forms.push((u64::from_be_bytes(*first), form, name.to_owned()));
            }
        }
        self.forms.sort();
    }

    /// An RSA private key (PKCS#8, DER): whole, and each number of it that is as good as the key.
    ///
    /// # Panics
    /// When it is none: then nothing would be looked for.
    pub fn add_private_key(&mut self, pkcs8: &[u8]) {
        let parts = key::parts(pkcs8);
        assert_eq!(parts.len(), 4, "it is an RSA key in PKCS#8");
        for (name, part) in parts {
            self.add(name, &part);
        }
    }

    /// The names of the secrets that are in there.
    #[must_use]
    pub fn found_in(&self, hay: &[u8]) -> Vec<&str> {
        let mut found = Vec::new();
        let mut head = 0_u64;
        for (end, byte) in hay.iter().enumerate() {
            head = head << 8 | u64::from(*byte);
            let pair = usize::from((head & 0xffff) as u16);
            if end + 1 < SHORTEST || !self.pairs[pair] {
                continue;
            }
            let place = &hay[end + 1 - SHORTEST..];
            let first = self.forms.partition_point(|(known, ..)| *known < head);
            let same = self.forms[first..].iter().take_while(|(known, ..)| *known == head);
            found.extend(same.filter(|(_, form, _)| place.starts_with(form)).map(|(.., name)| name.as_str()));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Where in that folder which secrets are, one line each; and how many files were read. Places whose path begins
    /// with one of `but` are left out.
    ///
    /// # Errors
    /// When something cannot be read.
    pub fn found_under(&self, folder: &Path, but: &[PathBuf]) -> std::io::Result<(Vec<String>, usize)> {
        let (mut found, mut files) = (Vec::new(), 0);
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            let kind = path.symlink_metadata()?.file_type();
            if but.iter().any(|out| path.starts_with(out)) {
                continue;
            }
            if kind.is_dir() {
                let (more, count) = self.found_under(&path, but)?;
                found.extend(more);
                files += count;
            } else if kind.is_file() {
                files += 1;
                let names = self.found_in(&std::fs::read(&path)?).join(", ");
                found.extend((!names.is_empty()).then(|| format!("{}: {names}", path.display())));
            }
        }
        Ok((found, files))
    }
}

/// Raw, and as base64 and hex would write it.
fn forms(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut forms = vec![bytes.to_vec()];
    for skip in 0..3 {
        // Inside a longer base64 text, without the characters that depend on the neighbours.
        let padded = [&vec![0; skip][..], bytes].concat();
        let text = STANDARD.encode(&padded);
        let (first, last) = ((skip * 8).div_ceil(6), padded.len() * 8 / 6);
        let inner = &text[first..last];
        forms.push(inner.as_bytes().to_vec());
        forms.push(inner.replace('+', "-").replace('/', "_").into_bytes());
    }
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    forms.push(hex.to_uppercase().into_bytes());
    forms.push(hex.into_bytes());
    forms.sort();
    forms.dedup();
    forms
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    const SECRET: &[u8] = b"a secret of some length?>";

    fn seen(hay: &[u8]) -> bool {
        let mut needles = Needles::new();
        needles.add("it", SECRET);
        needles.found_in(hay) == ["it"]
    }

    #[test]
    fn a_secret_is_seen_in_every_form_and_at_every_offset() {
        let hex: String = SECRET.iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(seen(SECRET) && seen(hex.as_bytes()) && seen(hex.to_uppercase().as_bytes()), "raw and hex");
        for before in ["", "x", "xy", "xyz"] {
            let longer = [before.as_bytes(), SECRET, b" and more"].concat();
            assert!(seen(&longer), "inside something");
            assert!(seen(STANDARD.encode(&longer).as_bytes()), "in base64 behind {} bytes", before.len());
            assert!(seen(URL_SAFE_NO_PAD.encode(&longer).as_bytes()), "in base64url behind {} bytes", before.len());
        }
        assert!(!seen(b"a secret of some other length"), "not by its beginning alone");
    }

    #[test]
    fn a_signed_token_and_a_key_are_seen_whoever_made_them() {
        let needles = Needles::new();
        let token = format!("x={}.e30.c2ln", URL_SAFE_NO_PAD.encode("{\"typ\":\"JWT\",\"alg\":\"RS256\"}"));
        assert_eq!(needles.found_in(token.as_bytes()), ["some signed token"], "a token");
        assert_eq!(needles.found_in(STANDARD.encode(&token).as_bytes()), ["some signed token"], "and one in base64");
        assert_eq!(needles.found_in(b"-----BEGIN PRIVATE KEY-----"), ["some private key in PEM"], "a key");
        assert_eq!(needles.found_in(b"nothing of the kind"), Vec::<&str>::new(), "and nothing else");
    }
}
