//! Values that must not leave the program by accident: no `Debug`, `Display`, `Clone`, `Serialize`.

use zeroize::Zeroizing;

/// Secret bytes (a private key, a PFX): wiped when dropped.
///
/// ```compile_fail
/// let secret = domain::Secret::new(vec![1]);
/// println!("{secret:?}");
/// ```
/// ```compile_fail
/// let secret = domain::Secret::new(vec![1]);
/// let copy = secret.clone();
/// ```
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Takes the bytes over.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, for the one call that needs them.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

/// Secret text (a token, a pass phrase): wiped when dropped.
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// Takes the text over.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text, for the one call that needs it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

// A pass phrase crosses inward from the window or a file exactly once (DECISIONS 19): it can be read, never written.
impl<'de> serde::Deserialize<'de> for SecretText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}
