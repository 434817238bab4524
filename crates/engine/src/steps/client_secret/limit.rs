//! What the tenant allows: whether an app may have secrets at all, and how long they may live.

use std::time::Duration;

use domain::Timestamp;
use microsoft::graph::{CredentialPolicy, Restriction};
use serde::{Deserialize, Serialize};

use crate::steps::certificate::iso8601_seconds;

/// Microsoft's clock decides: what ends at the very limit may be over it there.
const MARGIN: Duration = Duration::from_secs(60);

/// What the tenant's policy says about secrets of this app.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Limit {
    /// No secret may be added.
    pub(crate) forbidden: bool,
    /// Longest life, in seconds.
    pub(crate) longest: Option<u64>,
}

/// Reads a policy for an app that was made then; an app that is still to be made is newer than every rule.
pub(crate) fn of(policy: &CredentialPolicy, made_at: Option<Timestamp>) -> Limit {
    let covers = |rule: &&Restriction| {
        let after = rule.restrict_for_apps_created_after_date_time;
        policy.enabled && after.zip(made_at).is_none_or(|(after, made_at)| made_at > after)
    };
    let rule =
        |kind: &str| policy.passwords.iter().filter(covers).find(|r| r.restriction_type.as_deref() == Some(kind));
    Limit {
        forbidden: rule("passwordAddition").is_some(),
        longest: rule("passwordLifetime").and_then(|rule| iso8601_seconds(rule.max_lifetime.as_deref()?)),
    }
}

/// The end of a secret that begins now: so many calendar months or the policy's maximum, less a minute. Whole seconds:
/// it is compared with what Microsoft gives back.
pub(super) fn end(now: Timestamp, months: u32, longest: Option<u64>) -> Timestamp {
    let wanted = now.plus_months(months);
    let end = longest.map_or(wanted, |seconds| wanted.min(now + Duration::from_secs(seconds))) - MARGIN;
    Timestamp::from_unix(end.unix()).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(kind: &str, longest: Option<&str>, after: Option<&str>) -> CredentialPolicy {
        let rule = Restriction {
            restriction_type: Some(kind.to_owned()),
            state: Some("enabled".to_owned()),
            max_lifetime: longest.map(ToOwned::to_owned),
            restrict_for_apps_created_after_date_time: after.map(|at| Timestamp::parse(at).expect("a time")),
        };
        CredentialPolicy { enabled: true, passwords: vec![rule], keys: Vec::new() }
    }

    #[test]
    fn rules_hold_for_apps_made_after_their_date() {
        let addition = policy("passwordAddition", None, Some("2026-01-01T00:00:00Z"));
        let at = |text: &str| Some(Timestamp::parse(text).expect("a time"));
        assert!(of(&addition, None).forbidden, "an app that is still to be made");
        assert!(of(&addition, at("2026-01-02T00:00:00Z")).forbidden, "made after it");
        assert!(!of(&addition, at("2025-12-31T00:00:00Z")).forbidden, "made before it");
        assert!(!of(&CredentialPolicy { enabled: false, ..addition }, None).forbidden, "switched off");
        assert_eq!(of(&policy("passwordLifetime", Some("P90D"), None), None).longest, Some(90 * 86_400), "90 days");
    }

    #[test]
    fn a_secret_ends_a_minute_before_its_months_or_the_policys_maximum() {
        let now = Timestamp::parse("2026-11-21T09:00:00.75Z").expect("a time");
        let at = |text: &str| Timestamp::parse(text).expect("a time");
        assert_eq!(end(now, 6, None), at("2027-05-21T08:59:00Z"), "six calendar months less a minute");
        assert_eq!(end(now, 6, Some(86_400)), at("2026-11-22T08:59:00Z"), "a day less a minute");
        assert_eq!(end(now, 6, Some(u64::from(u32::MAX))), at("2027-05-21T08:59:00Z"), "a generous policy");
    }
}
