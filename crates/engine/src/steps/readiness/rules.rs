//! The tenant's licences and its rules for app credentials.

use domain::{CertificateSpec, CheckRow, Kind, Outcome, Wanted, msg};
use microsoft::Read;
use microsoft::graph::CredentialPolicy;

use super::rows::{row, unread};
use super::{Seen, titles, wanted};
use crate::licences::has_entra_premium;
use crate::step::Cx;
use crate::steps::certificate::limit_of;
use crate::steps::client_secret::{Limit as SecretLimit, limit_of as secret_limit};
use crate::{World, diagnose, views};

/// Days of a calendar year, for comparing with a policy that counts days.
const YEAR: u64 = 365;
const DAY: u64 = 86_400;

pub(super) async fn look(cx: &Cx<'_>, world: &World<Read>) -> Vec<CheckRow> {
    let own = async {
        match cx.registration() {
            Ok(app) => world.graph.credential_policy_of(app).await,
            Err(_) => Ok(None),
        }
    };
    let (skus, default, own) =
        futures_util::join!(world.graph.subscribed_skus(), world.graph.default_credential_policy(), own);
    let policy = match (default, own) {
        (_, Ok(Some(own))) => Ok(own),
        (Ok(default), Ok(None)) => Ok(default),
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    let args = views::known_args(cx.setup, cx.outputs);
    let seen = |error: microsoft::Error| Seen::Unread(Box::new(diagnose::diagnostic(&error.into(), &args)));
    let policy = policy.map_or_else(seen, Seen::Read);
    let mut rows = credential_rows(cx, &policy);
    rows.push(match skus {
        Ok(skus) => premium_row(has_entra_premium(&skus)),
        Err(error) => {
            let why = diagnose::diagnostic(&error.into(), &args);
            unread("licences", msg("readiness-premium"), &why, titles(cx, &[Kind::Monitoring]))
        }
    });
    rows
}

fn premium_row(has: bool) -> CheckRow {
    let (outcome, detail) =
        if has { (Outcome::Done, "readiness-premium-yes") } else { (Outcome::NotApplicable, "readiness-premium-no") };
    CheckRow { detail: Some(msg(detail)), ..row("licences", outcome, msg("readiness-premium")) }
}

/// What the tenant allows for certificates and secrets of apps, as far as the profile uses them.
fn credential_rows(cx: &Cx<'_>, policy: &Seen<CredentialPolicy>) -> Vec<CheckRow> {
    let mut rows = Vec::new();
    for item in wanted(cx) {
        let (id, title, kind) = match &item.wanted {
            Wanted::Certificate(_) => ("certificates", msg("readiness-certificates"), Kind::Certificate),
            Wanted::ClientSecret(_) => ("secrets", msg("readiness-secrets"), Kind::ClientSecret),
            _ => continue,
        };
        let blocks = titles(cx, &[kind]);
        let row = match (policy, &item.wanted) {
            (Seen::Unread(why), _) => unread(id, title, why, blocks),
            (Seen::Read(policy), Wanted::Certificate(spec)) => CheckRow { blocks, ..certificate_row(spec, policy) },
            (Seen::Read(policy), _) => CheckRow { blocks, ..secret_row(secret_limit(policy, None)) },
        };
        let good = row.outcome == Outcome::Done;
        rows.push(if good { CheckRow { blocks: Vec::new(), ..row } } else { row });
    }
    rows
}

/// An app that is still to be made is newer than every rule.
fn secret_row(limit: SecretLimit) -> CheckRow {
    let title = msg("readiness-secrets");
    match limit {
        SecretLimit { forbidden: true, .. } => CheckRow {
            detail: Some(msg("readiness-secrets-forbidden")),
            remedy: Some(msg("readiness-secrets-forbidden-remedy")),
            ..row("secrets", Outcome::NeedsPerson, title)
        },
        SecretLimit { longest: Some(seconds), .. } => {
            let days = usize::try_from(seconds / DAY).unwrap_or(usize::MAX);
            let detail = msg("readiness-secrets-short").count("days", days);
            CheckRow { detail: Some(detail), ..row("secrets", Outcome::Done, title) }
        }
        SecretLimit { .. } => {
            CheckRow { detail: Some(msg("readiness-secrets-free")), ..row("secrets", Outcome::Done, title) }
        }
    }
}

fn certificate_row(spec: &CertificateSpec, policy: &CredentialPolicy) -> CheckRow {
    let title = msg("readiness-certificates");
    let limit = limit_of(policy);
    if limit.trusted_issuer {
        return CheckRow {
            detail: Some(msg("readiness-certificates-issuer")),
            remedy: Some(msg("readiness-certificates-issuer-remedy")),
            ..row("certificates", Outcome::NeedsPerson, title)
        };
    }
    let wanted = spec.days.map_or(u64::from(spec.years) * YEAR, u64::from);
    match limit.longest.map(|seconds| seconds / DAY) {
        Some(days) if days < wanted => CheckRow {
            detail: Some(
                msg("readiness-certificates-short").count("days", usize::try_from(days).unwrap_or(usize::MAX)),
            ),
            ..row("certificates", Outcome::Finding, title)
        },
        _ => CheckRow { detail: Some(msg("readiness-certificates-free")), ..row("certificates", Outcome::Done, title) },
    }
}

#[cfg(test)]
mod tests {
    use microsoft::graph::Restriction;

    use super::*;

    fn policy(restrictions: &[(&str, Option<&str>)], enabled: bool) -> CredentialPolicy {
        let keys = restrictions
            .iter()
            .map(|(kind, longest)| Restriction {
                restriction_type: Some((*kind).to_owned()),
                state: Some("enabled".to_owned()),
                max_lifetime: longest.map(ToOwned::to_owned),
                restrict_for_apps_created_after_date_time: None,
            })
            .collect();
        CredentialPolicy { enabled, passwords: Vec::new(), keys }
    }

    fn outcome(policy: &CredentialPolicy) -> Outcome {
        let spec = CertificateSpec {
            subject: "CN=X".to_owned(),
            key_bits: 2048,
            years: 2,
            days: None,
            file: "X.cer".to_owned(),
        };
        certificate_row(&spec, policy).outcome
    }

    #[test]
    fn a_forbidden_secret_needs_somebody_and_a_shorter_one_is_made_shorter() {
        let limit = |forbidden, longest| SecretLimit { forbidden, longest };
        assert_eq!(secret_row(limit(true, None)).outcome, Outcome::NeedsPerson, "an exception is needed");
        assert_eq!(secret_row(limit(false, Some(90 * DAY))).outcome, Outcome::Done, "it ends with what is allowed");
        assert_eq!(secret_row(limit(false, None)).outcome, Outcome::Done, "no rule");
    }

    #[test]
    fn a_shorter_life_is_a_finding_and_a_required_issuer_needs_somebody() {
        assert_eq!(outcome(&policy(&[], true)), Outcome::Done, "no rule");
        assert_eq!(outcome(&policy(&[("asymmetricKeyLifetime", Some("P180D"))], true)), Outcome::Finding, "180 days");
        assert_eq!(
            outcome(&policy(&[("asymmetricKeyLifetime", Some("P3Y"))], true)),
            Outcome::Done,
            "longer than wanted"
        );
        assert_eq!(outcome(&policy(&[("asymmetricKeyLifetime", Some("P180D"))], false)), Outcome::Done, "not in force");
        assert_eq!(
            outcome(&policy(&[("trustedCertificateAuthority", None)], true)),
            Outcome::NeedsPerson,
            "own issuers only"
        );
    }
}
