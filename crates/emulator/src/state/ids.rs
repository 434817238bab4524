//! Ids and other invented values, the same in every run with the same seed.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A seeded source of ids; its place in the sequence is part of the snapshot, so no id comes twice after a restart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdSource {
    seed: u64,
    drawn: u64,
}

impl IdSource {
    /// Starts the sequence of that seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { seed, drawn: 0 }
    }

    /// A GUID, lower case with hyphens.
    pub fn guid(&mut self) -> String {
        let block = self.block();
        let mut bytes = [0_u8; 16];
        bytes.copy_from_slice(&block[..16]);
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    }

    /// That many letters and digits: for codes, refresh tokens, secrets.
    pub fn text(&mut self, length: usize) -> String {
        self.drawn_from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", length)
    }

    /// That many capitals and digits without the ones that look alike: for codes that a person types.
    pub fn typed_code(&mut self, length: usize) -> String {
        self.drawn_from(b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789", length)
    }

    /// That many decimal digits: for meeting ids.
    pub fn digits(&mut self, length: usize) -> String {
        self.drawn_from(b"0123456789", length)
    }

    fn drawn_from(&mut self, alphabet: &[u8], length: usize) -> String {
        let mut text = String::with_capacity(length);
        while text.len() < length {
            for byte in self.block() {
                if text.len() < length {
                    text.push(char::from(alphabet[usize::from(byte) % alphabet.len()]));
                }
            }
        }
        text
    }

    fn block(&mut self) -> [u8; 32] {
        self.drawn += 1;
        let mut hash = Sha256::new();
        hash.update(self.seed.to_be_bytes());
        hash.update(self.drawn.to_be_bytes());
        hash.finalize().into()
    }
}
