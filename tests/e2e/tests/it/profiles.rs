//! What a person sees when something is wrong on the way through a built-in profile, and when an answer changes later.
//! What goes well with each, and more of what does not, is in the walks that are pictured.

use crate::profile_steps::{ALTOURA, DEVICES, EXISTING, goes_wrong};
use crate::steps::{DANA, SAM};
use e2e::Trouble;

/// In it Dana is a Teams Administrator only.
const LACKS: &str = "The admin lacks the role";

#[tokio::test]
async fn monitoring_of_devices_goes_wrong_where_roles_or_rules_are_missing() -> Result<(), Trouble> {
    let short = "The tenant forbids long certificates";
    goes_wrong(DEVICES, short, SAM, "2Readiness", "They allow certificates for 180 days").await?;
    goes_wrong(DEVICES, LACKS, DANA, "2Readiness", "Registering the app").await
}

#[tokio::test]
async fn altoura_goes_wrong_without_its_host_or_with_a_role_missing() -> Result<(), Trouble> {
    goes_wrong(ALTOURA, "No name service knows the vendor's host", SAM, "6Network", "could not be resolved").await?;
    goes_wrong(ALTOURA, LACKS, DANA, "Readiness", "Registering the app").await
}

#[tokio::test]
async fn an_app_that_exists_goes_wrong_where_users_are_not_as_needed() -> Result<(), Trouble> {
    goes_wrong(EXISTING, "Unlicensed organiser", SAM, "2Readiness", "licence").await?;
    goes_wrong(EXISTING, "Another vendor's policy is on the user", SAM, "8Access policy", "RecorderPolicy").await?;
    goes_wrong(EXISTING, LACKS, DANA, "2Readiness", "Admin consent").await
}
