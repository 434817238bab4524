//! The key that signs tokens, and its certificate.

use std::sync::OnceLock;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{self, KeyPair as _, RsaPublicKeyComponents};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use domain::Timestamp;
use serde_json::{Value, json};

use super::der;
use crate::errors::StartError;
use crate::state::{Keep, thumbprint};

/// Names in the [`Keep`].
const KEY: &str = "signing-key.pk8";
const CERTIFICATE: &str = "signing-certificate.der";

/// RSA 2048. Made once per practice tenant and kept beside its snapshot, so that tokens outlive a restart.
pub struct SigningKey {
    pair: KeyPair,
    certificate: Vec<u8>,
    kid: String,
}

impl SigningKey {
    /// The kept one, or a new one. Tenants that are kept nowhere share one per process: making it is slow.
    pub(crate) fn open(keep: Option<&dyn Keep>, now: Timestamp) -> Result<Self, StartError> {
        let Some(keep) = keep else { return Self::shared(now) };
        if let (Some(key), Some(certificate)) = (keep.load(KEY)?, keep.load(CERTIFICATE)?) {
            return Self::from_parts(&key, certificate);
        }
        let (key, certificate) = make(now)?;
        keep.save(KEY, &key)?;
        keep.save(CERTIFICATE, &certificate)?;
        Self::from_parts(&key, certificate)
    }

    fn shared(now: Timestamp) -> Result<Self, StartError> {
        static SHARED: OnceLock<Option<(Vec<u8>, Vec<u8>)>> = OnceLock::new();
        let (key, certificate) = SHARED.get_or_init(|| make(now).ok()).clone().ok_or(StartError::SigningKey)?;
        Self::from_parts(&key, certificate)
    }

    fn from_parts(key: &[u8], certificate: Vec<u8>) -> Result<Self, StartError> {
        let pair = KeyPair::from_pkcs8(key).map_err(|_| StartError::SigningKey)?;
        let kid = URL_SAFE_NO_PAD.encode(thumbprint(&certificate));
        Ok(Self { pair, certificate, kid })
    }

    /// Signs claims as an RS256 token.
    pub(crate) fn sign(&self, claims: &Value) -> Option<String> {
        let header = json!({ "typ": "JWT", "alg": "RS256", "x5t": self.kid, "kid": self.kid });
        let signed =
            format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()));
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair.sign(&signature::RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature).ok()?;
        Some(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// The claims of a token that this key signed.
    pub(crate) fn verify(&self, token: &str) -> Option<Value> {
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
        if header["alg"] != "RS256" {
            return None;
        }
        let public = self.pair.public_key();
        let components = RsaPublicKeyComponents {
            n: public.modulus().big_endian_without_leading_zero(),
            e: public.exponent().big_endian_without_leading_zero(),
        };
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        components.verify(&signature::RSA_PKCS1_2048_8192_SHA256, signed.as_bytes(), &signature).ok()?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
    }

    /// The JSON Web Key Set with this key.
    #[must_use]
    pub fn jwks(&self, issuer: &str, cloud: &str) -> Value {
        let public = self.pair.public_key();
        json!({ "keys": [{
            "kty": "RSA",
            "use": "sig",
            "kid": self.kid,
            "x5t": self.kid,
            "n": URL_SAFE_NO_PAD.encode(public.modulus().big_endian_without_leading_zero()),
            "e": URL_SAFE_NO_PAD.encode(public.exponent().big_endian_without_leading_zero()),
            "x5c": [STANDARD.encode(&self.certificate)],
            "cloud_instance_name": cloud,
            "issuer": issuer,
        }] })
    }
}

fn make(now: Timestamp) -> Result<(Vec<u8>, Vec<u8>), StartError> {
    certificate("Handrail practice tenant", now, now.plus_years(20)).ok_or(StartError::SigningKey)
}

/// A fresh RSA 2048 key (PKCS#8) and a self-signed certificate for it (DER). Public for tests of what takes certificates.
#[must_use]
pub fn certificate(name: &str, from: Timestamp, until: Timestamp) -> Option<(Vec<u8>, Vec<u8>)> {
    let pair = KeyPair::generate(KeySize::Rsa2048).ok()?;
    let key = AsDer::<Pkcs8V1Der<'_>>::as_der(&pair).ok()?;
    let public = AsDer::<PublicKeyX509Der<'_>>::as_der(pair.public_key()).ok()?;
    let body = der::certificate_body((name, name), from, until, public.as_ref());
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(&signature::RSA_PKCS1_SHA256, &SystemRandom::new(), &body, &mut signature).ok()?;
    Some((key.as_ref().to_vec(), der::certificate(&body, &signature)))
}

/// SHA-256, hex: how codes, tokens and secrets are stored.
pub(crate) fn digest(text: &str) -> String {
    hex::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes()))
}
