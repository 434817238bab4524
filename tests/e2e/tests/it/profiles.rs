//! What a person sees when something is wrong on the way through a built-in profile, and when an answer changes later.
//! What goes well with each, and more of what does not, is in the walks that are pictured.

use e2e::{Desk, Trouble};

use crate::keyboard::primary;
use crate::profile_steps::{ALTOURA, DEVICES, EXISTING, begun, goes_wrong};
use crate::steps::{DANA, LONG, SAM, approve_all, choose_scenario, looked, open_to_all, sign_in};

/// In it Dana is a Teams Administrator only.
const LACKS: &str = "The admin lacks the role";

#[tokio::test]
async fn monitoring_of_devices_goes_wrong_where_roles_or_rules_are_missing() -> Result<(), Trouble> {
    let short = "The tenant forbids long certificates";
    goes_wrong(DEVICES, short, SAM, "2Readiness", "They allow certificates for 180 days").await?;
    goes_wrong(DEVICES, LACKS, DANA, "2Readiness", "Registering the app").await?;

    // The vendor takes no certificate, and the tenant allows no secrets.
    let desk = Desk::new()?;
    let window = desk.open_with_own_data().await?;
    choose_scenario(&window, short).await?;
    window.press(DEVICES).await?;
    window.press("With a client secret").await?;
    window.press("Practise first").await?;
    sign_in(&desk, &window, SAM).await?;
    window.press("2Readiness").await?;
    window.see("They allow no secrets for new apps").await?;
    window.press("6Client secret").await?;
    window.until_heading("Client secret").await?;
    open_to_all(&window, "a secret that the tenant forbids").await?;
    window.close().await
}

/// What an answer wants comes with it and goes with it: two more permissions, and their grants.
#[tokio::test]
async fn a_feature_is_switched_on_later_and_off_again() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = begun(&desk, DEVICES, None, SAM).await?;
    approve_all(&window).await?;
    window.see_within("7 Admin consentChanged", LONG).await?;
    looked(&window).await?;
    let grants = granted(&desk)?;
    for (answer, change, more) in [("Used", "are requested", 2), ("Not used", "are asked for no more", 0)] {
        let comes = more > 0;
        window.press("5Permissions").await?;
        window.press(answer).await?;
        window.press("Save this answer").await?;
        looked(&window).await?;
        window.see(change).await?;
        open_to_all(&window, "permissions that another answer wants").await?;
        // The rights for it are there since the first changes, so one press makes what is shown.
        primary(&window).await?;
        window.see("5 PermissionsChanged").await?;
        window.see("7 Admin consentReady").await?;
        window.press("7Admin consent").await?;
        window.until_heading("Admin consent").await?;
        looked(&window).await?;
        primary(&window).await?;
        if comes {
            // What is planned there follows from what was just made: it is shown first.
            window.see("These changes and nothing else").await?;
            primary(&window).await?;
        }
        window.until_there(|| granted(&desk).is_ok_and(|now| now == grants + more).then_some(())).await?;
        window.see_within("7 Admin consentChanged", LONG).await?;
        looked(&window).await?;
    }
    window.close().await
}

/// How many application permissions all apps of the practice tenant hold.
fn granted(desk: &Desk) -> Result<usize, Trouble> {
    Ok(desk.practice_state()?["appRoleAssignments"].as_array().map_or(0, Vec::len))
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
