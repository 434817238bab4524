//! An app proves who it is with a signed statement instead of a password.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{AppId, Secret, Timestamp};
use serde_json::json;
use std::time::Duration;
use url::Url;
use uuid::Uuid;
use zeroize::Zeroizing;

/// Entra takes five to ten minutes.
const LASTS: Duration = Duration::from_secs(10 * 60);

/// Algorithm and thumbprint, which belong together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Proof {
    /// PS256 with `x5t#S256`: what Microsoft asks for today.
    #[default]
    Pss,
    /// RS256 with `x5t`: for services that know nothing newer.
    Pkcs1,
}

/// Why there is no assertion. Says nothing about the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssertionError {
    /// What the keychain holds is no RSA key in PKCS#8.
    #[error("the private key cannot be read")]
    Key,
    /// The library could not sign.
    #[error("the assertion could not be signed")]
    Signing,
}

/// What an assertion says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assertion<'a> {
    /// Who.
    pub app: AppId,
    /// To whom: the token endpoint, as discovery names it.
    pub audience: &'a Url,
    /// The certificate, DER.
    pub certificate: &'a [u8],
    /// From now on, for ten minutes.
    pub at: Timestamp,
    /// Never the same twice.
    pub id: Uuid,
    /// How.
    pub proof: Proof,
}

impl Assertion<'_> {
    /// Signs it with the private key (PKCS#8, DER).
    ///
    /// # Errors
    /// When the key cannot be read or used.
    pub fn sign(&self, private_key: &Secret) -> Result<Zeroizing<String>, AssertionError> {
        let key = RsaKeyPair::from_pkcs8(private_key.expose()).map_err(|_| AssertionError::Key)?;
        let header = match self.proof {
            Proof::Pss => {
                let thumbprint = URL_SAFE_NO_PAD.encode(digest(&SHA256, self.certificate));
                json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": thumbprint })
            }
            Proof::Pkcs1 => {
                let thumbprint = URL_SAFE_NO_PAD.encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, self.certificate));
                json!({ "alg": "RS256", "typ": "JWT", "x5t": thumbprint })
            }
        };
        let at = self.at.unix();
        let claims = json!({
            "aud": self.audience.as_str(),
            "iss": self.app,
            "sub": self.app,
            "jti": self.id,
            "nbf": at,
            "iat": at,
            "exp": at + i64::try_from(LASTS.as_secs()).unwrap_or_default(),
        });
        let encode = |part: serde_json::Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let mut text = Zeroizing::new(format!("{}.{}", encode(header), encode(claims)));
        let mut signature = vec![0; key.public_modulus_len()];
        let signed = match self.proof {
            Proof::Pss => key.sign(&RSA_PSS_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature),
            Proof::Pkcs1 => key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature),
        };
        signed.map_err(|_| AssertionError::Signing)?;
        text.push('.');
        text.push_str(&URL_SAFE_NO_PAD.encode(signature));
        Ok(text)
    }
}
