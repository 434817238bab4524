//! Which `api-version` is good for what.
//!
//! Sources: folders of Azure/azure-rest-api-specs for the versions that clients send today. The lists are shorter than Azure's
//! own; a version that is not on one is refused, which the real service may not do. [K]

use super::refusal::Refusal;

/// Tenants, subscriptions, locations.
pub(super) const SUBSCRIPTIONS: &[&str] =
    &["2016-06-01", "2018-06-01", "2019-06-01", "2019-11-01", "2020-01-01", "2021-01-01", "2022-09-01", "2022-12-01"];
/// Providers, resource groups, lists of resources.
pub(super) const RESOURCES: &[&str] = &[
    "2016-09-01",
    "2018-05-01",
    "2019-10-01",
    "2020-06-01",
    "2020-10-01",
    "2021-01-01",
    "2021-04-01",
    "2022-09-01",
    "2023-07-01",
    "2024-03-01",
    "2024-11-01",
    "2025-03-01",
    "2025-04-01",
];
/// Permissions and role assignments.
pub(super) const AUTHORIZATION: &[&str] = &["2015-07-01", "2018-07-01", "2020-04-01-preview", "2022-04-01"];
/// `elevateAccess`.
pub(super) const ELEVATION: &[&str] = &["2015-07-01", "2016-07-01", "2017-05-01"];
/// Endpoints of the cloud.
pub(super) const METADATA: &[&str] = &["2015-01-01", "2019-05-01", "2020-06-01", "2020-09-01", "2022-09-01"];
/// `Microsoft.Communication`.
pub(super) const COMMUNICATION: &[&str] = &["2020-08-20", "2023-03-31", "2023-04-01", "2025-09-01", "2026-03-18"];

/// Refuses a version that the operation does not have. Two services, two ways to say it: the front door lists versions, the
/// router to resource providers also names the location.
pub(super) fn check(known: &[&str], version: &str) -> Result<(), Refusal> {
    if known.iter().any(|known| known.eq_ignore_ascii_case(version)) {
        return Ok(());
    }
    if known == COMMUNICATION {
        return Err(no_provider_for("global", version));
    }
    let mut newest_first = known.to_vec();
    newest_first.reverse();
    let message =
        format!("The api-version '{version}' is invalid. The supported versions are '{}'.", newest_first.join(","));
    Err(Refusal::bad("InvalidApiVersionParameter", message))
}

/// 400 for a location or a version that the provider does not have.
pub(super) fn no_provider_for(location: &str, version: &str) -> Refusal {
    let message = format!(
        "No registered resource provider found for location '{location}' and API version '{version}' for type \
         'communicationServices'. The supported api-versions are '{}'. The supported locations are ', global'.",
        COMMUNICATION.join(", ")
    );
    Refusal::bad("NoRegisteredProviderFound", message)
}
