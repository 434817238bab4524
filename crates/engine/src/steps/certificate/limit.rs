//! What the tenant allows: how long a certificate may live, and who may have issued it.

use std::time::Duration;

use domain::{AppObjectId, Timestamp};
use microsoft::Read;
use microsoft::graph::CredentialPolicy;
use serde::{Deserialize, Serialize};

use crate::{Problem, World};

/// Microsoft's clock decides; a certificate at exactly the policy's limit may be over it there.
const MARGIN: Duration = Duration::from_secs(60 * 60);

/// What the tenant's policy says about certificates of this app.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Limit {
    /// Longest life, in seconds.
    pub(crate) longest: Option<u64>,
    /// Self-signed certificates are not accepted.
    pub(crate) trusted_issuer: bool,
}

/// The tenant's rules for certificates of this app.
pub(super) async fn limit(app: Option<AppObjectId>, world: &World<Read>) -> Result<Limit, Problem> {
    let policy = credential_policy(app, world).await?;
    Ok(policy.as_ref().map_or(Limit { longest: None, trusted_issuer: false }, limit_of))
}

/// The tenant's rules for credentials of this app: the app's own, else the tenant's. `None`: they may not be read.
pub(crate) async fn credential_policy(
    app: Option<AppObjectId>,
    world: &World<Read>,
) -> Result<Option<CredentialPolicy>, Problem> {
    let of_app = async {
        match app {
            Some(app) => world.graph.credential_policy_of(app).await,
            None => Ok(None),
        }
    };
    match futures_util::try_join!(world.graph.default_credential_policy(), of_app) {
        Ok((default, own)) => Ok(Some(own.unwrap_or(default))),
        // Reading policies needs a role that making credentials does not; a refusal when one is made says the same.
        Err(error) if error.is_status(403) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

pub(crate) fn limit_of(policy: &CredentialPolicy) -> Limit {
    let in_force = |kind: &str| {
        policy.keys.iter().filter(|_| policy.enabled).find(|r| r.restriction_type.as_deref() == Some(kind))
    };
    let longest = in_force("asymmetricKeyLifetime").and_then(|r| iso8601_seconds(r.max_lifetime.as_deref()?));
    Limit { longest, trusted_issuer: in_force("trustedCertificateAuthority").is_some() }
}

/// `P180D`, `P1Y`, `P6M`, `P90DT12H`: days, weeks, hours; a month counts 30 and a year 365 days, as Entra counts.
pub(crate) fn iso8601_seconds(text: &str) -> Option<u64> {
    let (date, time) = text.strip_prefix('P')?.split_once('T').unwrap_or((text.strip_prefix('P')?, ""));
    let mut seconds = 0;
    for (part, units) in [
        (date, [('Y', 31_536_000), ('M', 2_592_000), ('W', 604_800), ('D', 86_400)]),
        (time, [('H', 3600), ('M', 60), ('S', 1), ('S', 1)]),
    ] {
        let mut digits = String::new();
        for letter in part.chars() {
            if letter.is_ascii_digit() {
                digits.push(letter);
                continue;
            }
            let size = units.iter().find(|(unit, _)| *unit == letter)?.1;
            seconds += digits.parse::<u64>().ok()?.checked_mul(size)?;
            digits.clear();
        }
        if !digits.is_empty() {
            return None;
        }
    }
    Some(seconds)
}

/// How long a certificate of this app that begins now may be valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertificateTerms {
    /// The end of a new one: the profile's years, or as long as the tenant allows.
    pub until: Timestamp,
    /// The longest life that the tenant allows, if it says so.
    pub longest: Option<Duration>,
}

/// The terms for this app.
pub(crate) async fn terms(
    app: Option<AppObjectId>,
    years: u32,
    now: Timestamp,
    world: &World<Read>,
) -> Result<CertificateTerms, Problem> {
    let longest = limit(app, world).await?.longest;
    Ok(CertificateTerms { until: end(now, (years, None), longest), longest: longest.map(Duration::from_secs) })
}

/// The end of a certificate that begins now: so many calendar years, or days, or the policy's maximum.
pub(super) fn end(now: Timestamp, (years, days): (u32, Option<u32>), longest: Option<u64>) -> Timestamp {
    let wanted = match days {
        Some(days) => now + Duration::from_secs(u64::from(days) * 86_400),
        None => now.plus_years(i32::try_from(years).unwrap_or(1)),
    };
    longest.map_or(wanted, |seconds| wanted.min(now + Duration::from_secs(seconds).saturating_sub(MARGIN)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lifetimes_are_read_as_entra_writes_them() {
        assert_eq!(iso8601_seconds("P180D"), Some(180 * 86_400), "days");
        assert_eq!(iso8601_seconds("P1Y"), Some(365 * 86_400), "a year");
        assert_eq!(iso8601_seconds("P4DT12H30M5S"), Some(4 * 86_400 + 12 * 3600 + 30 * 60 + 5), "with time");
        assert_eq!(iso8601_seconds("180"), None, "not a duration");
        assert_eq!(iso8601_seconds("P5"), None, "no unit");
    }

    #[test]
    fn a_certificate_never_outlives_the_policy() {
        let now = Timestamp::EPOCH;
        assert_eq!(end(now, (2, None), None), now.plus_years(2), "two calendar years");
        let longest = 180 * 86_400;
        assert!(end(now, (2, None), Some(longest)) < now + Duration::from_secs(longest), "an hour below the maximum");
        assert_eq!(
            end(now, (2, None), Some(u64::from(u32::MAX) * 1000)),
            now.plus_years(2),
            "a generous policy changes nothing"
        );
    }
}
