//! Certificates of played hosts: an authority that stands for the world's public ones, and what it issues.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{self, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;

use super::Shown;
use crate::entra::der;

/// Its name.
const NAME: &str = "Practice public authority";
/// Whom a certificate for another name is for.
const OTHER: &str = "other.example";
const LINE: usize = 64;
const DAY: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);

/// The authority. One key signs for it and serves every host: nothing of worth is behind it.
pub(crate) struct Authority {
    pair: KeyPair,
    root: Vec<u8>,
}

impl Authority {
    /// A new one, from some time ago on.
    pub(crate) fn new(now: Timestamp) -> Option<Self> {
        let pair = KeyPair::generate(KeySize::Rsa2048).ok()?;
        let root = issued(&pair, NAME, NAME, (ago(now, 3_000), now.plus_years(10)))?;
        Some(Self { pair, root })
    }

    /// Its certificate, PEM.
    pub(crate) fn pem(&self) -> String {
        let text = STANDARD.encode(&self.root);
        let lines: Vec<&str> = text.as_bytes().chunks(LINE).filter_map(|line| std::str::from_utf8(line).ok()).collect();
        format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
    }

    /// The key of every host, PKCS#8.
    pub(crate) fn key(&self) -> Option<Vec<u8>> {
        Some(AsDer::<Pkcs8V1Der<'_>>::as_der(&self.pair).ok()?.as_ref().to_vec())
    }

    /// The certificate that a host shows.
    pub(crate) fn of(&self, host: &str, shown: Shown, now: Timestamp) -> Option<Vec<u8>> {
        let valid = (ago(now, 30), now + DAY * 60);
        match shown {
            Shown::Good => issued(&self.pair, host, NAME, valid),
            Shown::Expired => issued(&self.pair, host, NAME, (ago(now, 400), ago(now, 3))),
            Shown::SelfSigned => issued(&self.pair, host, host, valid),
            Shown::OtherName => issued(&self.pair, OTHER, NAME, valid),
        }
    }
}

/// So many days before.
fn ago(now: Timestamp, days: i64) -> Timestamp {
    Timestamp::from_unix(now.unix() - days * 86_400).unwrap_or(now)
}

fn issued(pair: &KeyPair, name: &str, issuer: &str, (from, until): (Timestamp, Timestamp)) -> Option<Vec<u8>> {
    let public = AsDer::<PublicKeyX509Der<'_>>::as_der(pair.public_key()).ok()?;
    let body = der::certificate_body((name, issuer), from, until, public.as_ref());
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(&signature::RSA_PKCS1_SHA256, &SystemRandom::new(), &body, &mut signature).ok()?;
    Some(der::certificate(&body, &signature))
}
