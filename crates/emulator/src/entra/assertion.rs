//! How a client proves who it is: a secret, or a token signed with its certificate's key.

use aws_lc_rs::signature::{self, RsaPublicKeyComponents};
use base64::Engine as _;
use base64::alphabet::{STANDARD as STANDARD_ALPHABET, URL_SAFE};
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use domain::Timestamp;
use serde_json::Value;

use super::claims::Desk;
use super::client::Client;
use super::form::Parameters;
use super::keys::digest;
use super::problem::{Problem, stamp};
use crate::state::{Tenant, thumbprint};

/// Clocks may differ by that much, seconds.
const SKEW: f64 = 300.0;
/// With and without padding.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const URL: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, LENIENT);
const PLAIN: GeneralPurpose = GeneralPurpose::new(&STANDARD_ALPHABET, LENIENT);

/// A good proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Proof {
    /// `appidacr`: 1 secret, 2 certificate.
    pub(crate) strength: &'static str,
    /// Which credential.
    pub(crate) key_id: String,
    /// SHA-1 of the certificate, hex, upper case; empty for a secret.
    pub(crate) thumbprint: String,
}

/// Judges the proof of a confidential client.
pub(crate) fn prove(
    desk: &Desk<'_>,
    tenant: &Tenant,
    client: &Client<'_>,
    form: &Parameters,
) -> Result<Proof, Problem> {
    if let Some(assertion) = form.get("client_assertion") {
        if form.get("client_assertion_type") != Some("urn:ietf:params:oauth:client-assertion-type:jwt-bearer") {
            return Err(invalid(
                50_027,
                "JWT token is invalid or malformed: the client_assertion_type is not supported.",
            ));
        }
        return assertion_proof(desk, tenant, client, assertion);
    }
    match form.get("client_secret") {
        Some(secret) => secret_proof(desk, client, secret),
        None => Err(invalid(
            7_000_218,
            "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
        )),
    }
}

fn secret_proof(desk: &Desk<'_>, client: &Client<'_>, secret: &str) -> Result<Proof, Problem> {
    let wrong = || {
        let text = format!(
            "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret \
             ID, for a secret added to app '{}'.",
            client.app_id
        );
        invalid(7_000_215, text)
    };
    let application = client.application.ok_or_else(wrong)?;
    let hash = digest(secret);
    let (key_id, _) = application.secrets.iter().find(|(_, known)| **known == hash).ok_or_else(wrong)?;
    let entry = application
        .list("passwordCredentials")
        .iter()
        .find(|entry| entry["keyId"] == key_id.as_str())
        .ok_or_else(wrong)?;
    let end = entry["endDateTime"].as_str().and_then(|text| Timestamp::parse(text).ok());
    if end.is_some_and(|end| end <= desk.now()) {
        let text = format!(
            "The provided client secret keys for app '{}' are expired. Visit the Azure portal to create new keys for your app: \
             https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: \
             https://aka.ms/certCreds.",
            client.app_id
        );
        return Err(invalid(7_000_222, text));
    }
    Ok(Proof { strength: "1", key_id: key_id.clone(), thumbprint: String::new() })
}

fn assertion_proof(desk: &Desk<'_>, tenant: &Tenant, client: &Client<'_>, assertion: &str) -> Result<Proof, Problem> {
    let token = Assertion::parse(assertion).ok_or_else(|| invalid(50_027, "JWT token is invalid or malformed."))?;
    let (key_id, der) = registered_key(client, &token)?;
    token.check_signature(&der)?;
    token.check_certificate(&der, desk.now())?;
    token.check_claims(desk, tenant, client)?;
    Ok(Proof { strength: "2", key_id, thumbprint: hex::encode_upper(thumbprint(&der)) })
}

/// The claims of a token that this certificate's key signed, with no opinion on them: for proofs beside sign-in.
pub(crate) fn signed_claims(token: &str, der: &[u8]) -> Option<Value> {
    let token = Assertion::parse(token)?;
    token.check_signature(der).ok()?;
    Some(token.claims)
}

/// A client assertion, taken apart and not yet believed.
struct Assertion<'a> {
    signed: &'a str,
    signature: Vec<u8>,
    header: Value,
    claims: Value,
}

impl<'a> Assertion<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let json = |part: &str| serde_json::from_slice::<Value>(&URL.decode(part).ok()?).ok().filter(Value::is_object);
        Some(Self { signed, signature: URL.decode(signature).ok()?, header: json(header)?, claims: json(claims)? })
    }

    fn check_signature(&self, der: &[u8]) -> Result<(), Problem> {
        let algorithm = match self.header["alg"].as_str() {
            Some("RS256") => &signature::RSA_PKCS1_2048_8192_SHA256,
            Some("PS256") => &signature::RSA_PSS_2048_8192_SHA256,
            _ => {
                return Err(invalid(
                    5_002_738,
                    "Invalid JWT token. The algorithm is not supported: use PS256 or RS256.",
                ));
            }
        };
        let good = public_key(der).is_some_and(|(n, e)| {
            RsaPublicKeyComponents { n, e }.verify(algorithm, self.signed.as_bytes(), &self.signature).is_ok()
        });
        if good {
            return Ok(());
        }
        Err(not_registered("The key was found, but the signature is not valid", &hex::encode_upper(thumbprint(der))))
    }

    /// The certificate's own life.
    #[expect(clippy::unused_self, reason = "reads as one of the checks")]
    fn check_certificate(&self, der: &[u8], now: Timestamp) -> Result<(), Problem> {
        let validity =
            x509_parser::parse_x509_certificate(der).ok().map(|(_, certificate)| certificate.validity().clone());
        let alive = validity
            .is_some_and(|life| (life.not_before.timestamp()..=life.not_after.timestamp()).contains(&now.unix()));
        if alive {
            return Ok(());
        }
        Err(invalid(1_000_502, "The provided certificate is not within its specified validity period."))
    }

    fn check_claims(&self, desk: &Desk<'_>, tenant: &Tenant, client: &Client<'_>) -> Result<(), Problem> {
        let text = |name: &str| self.claims[name].as_str().unwrap_or_default();
        if !text("iss").eq_ignore_ascii_case(&client.app_id) || !text("sub").eq_ignore_ascii_case(&client.app_id) {
            return Err(invalid(
                700_021,
                "Client assertion application identifier doesn't match 'client_id' parameter.",
            ));
        }
        if !audiences(desk, tenant).iter().any(|known| known == text("aud")) {
            let text = format!(
                "Client assertion audience claim does not match Realm issuer. Review the documentation at \
                 https://learn.microsoft.com/entra/identity-platform/certificate-credentials. The audience was '{}'.",
                text("aud")
            );
            return Err(invalid(700_023, text));
        }
        if text("jti").is_empty() {
            return Err(invalid(50_027, "JWT token is invalid or malformed: the jti claim is missing."));
        }
        self.check_life(desk.now())
    }

    /// Times may be written with a fraction.
    fn check_life(&self, now: Timestamp) -> Result<(), Problem> {
        let Some(end) = self.claims["exp"].as_f64() else {
            return Err(invalid(50_027, "JWT token is invalid or malformed: the exp claim is missing."));
        };
        let start = self.claims["nbf"].as_f64().or_else(|| self.claims["iat"].as_f64()).unwrap_or(0.0);
        #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are far below 2^52")]
        let seconds = now.unix() as f64;
        if start <= seconds + SKEW && seconds - SKEW < end && start < end {
            return Ok(());
        }
        #[expect(clippy::cast_possible_truncation, reason = "only shown")]
        let shown = |seconds: f64| Timestamp::from_unix(seconds as i64).map_or_else(|| seconds.to_string(), stamp);
        let text = format!(
            "Client assertion is not within its valid time range. Current time: {}, assertion valid from {}, expiry time of assertion {}.",
            stamp(now),
            shown(start),
            shown(end)
        );
        Err(invalid(700_024, text))
    }
}

/// What an assertion may name as its audience: the token endpoint, v1 or v2, by tenant id or domain, or the issuer.
fn audiences(desk: &Desk<'_>, tenant: &Tenant) -> Vec<String> {
    let names = std::iter::once(&tenant.id).chain(&tenant.domains);
    names
        .flat_map(|name| {
            ["/oauth2/v2.0/token", "/oauth2/token", "/v2.0", "/"].map(|end| format!("{}/{name}{end}", desk.login))
        })
        .collect()
}

/// The certificate on the application which the assertion's header names, by SHA-1 or SHA-256.
fn registered_key(client: &Client<'_>, token: &Assertion<'_>) -> Result<(String, Vec<u8>), Problem> {
    let sha1 = token.header["x5t"].as_str();
    let sha256 = token.header["x5t#S256"].as_str();
    if sha1.is_none() && sha256.is_none() {
        return Err(invalid(50_027, "JWT token is invalid or malformed: the header has neither x5t nor x5t#S256."));
    }
    let decoded = |text: &str| URL.decode(text).or_else(|_| PLAIN.decode(text)).unwrap_or_default();
    let (sha1, sha256) = (sha1.map(decoded), sha256.map(decoded));
    let entries = client.application.map_or(&[][..], |app| app.list("keyCredentials"));
    for entry in entries {
        let Some(der) = entry["key"].as_str().and_then(|key| STANDARD.decode(key).ok()) else { continue };
        let long = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &der);
        let same = sha256
            .as_ref()
            .map_or_else(|| sha1.as_deref() == Some(&thumbprint(&der)), |wanted| wanted == long.as_ref());
        if same {
            return Ok((entry["keyId"].as_str().unwrap_or_default().to_owned(), der));
        }
    }
    let shown = sha1.or(sha256).map(hex::encode_upper).unwrap_or_default();
    Err(not_registered("The key was not found", &shown))
}

fn not_registered(reason: &str, thumbprint: &str) -> Problem {
    let text = format!(
        "The certificate with identifier used to sign the client assertion is not registered on application. [Reason - {reason}., \
         Thumbprint of key used by client: '{thumbprint}', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see \
         configured keys for app Id '00000000-0000-0000-0000-000000000000'.]"
    );
    invalid(700_027, text)
}

fn public_key(der: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let (_, certificate) = x509_parser::parse_x509_certificate(der).ok()?;
    match certificate.public_key().parsed().ok()? {
        x509_parser::public_key::PublicKey::RSA(key) => {
            let trimmed = |number: &[u8]| number.iter().copied().skip_while(|byte| *byte == 0).collect();
            Some((trimmed(key.modulus), trimmed(key.exponent)))
        }
        _ => None,
    }
}

fn invalid(number: u32, text: impl Into<String>) -> Problem {
    Problem::new(number, "invalid_client", text)
}
