//! Waiting for Microsoft.

use e2e::{Desk, Trouble};

use crate::steps::{LONG, SAM, approve_all, choose_scenario, open_to_all, practise, sign_in};

#[tokio::test]
async fn a_policy_that_takes_half_an_hour_is_waited_for_and_goes_on_by_itself() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open_with_own_data().await?;
    choose_scenario(&window, "The access policy takes 30 minutes").await?;
    practise(&window).await?;
    sign_in(&desk, &window, SAM).await?;
    approve_all(&window).await?;
    window.see_within("9 Test meetingWaiting", LONG).await?;
    window.press("9Test meeting").await?;
    window.see("Teams does not apply it to Mia Schulz yet.").await?;
    window.see("Next try in ").await?;
    window.see("You can close Handrail.").await?;
    open_to_all(&window, "a page that waits").await?;

    window.close().await?;
    let again = desk.open_with_own_data().await?;
    again.see("Waiting for Microsoft").await?;
    again.press("Continue: ").await?;
    again.see("Teams online meetings").await?;
    again.press("Help").await?;
    again.press("30 min pass").await?;
    again.press("Go back").await?;
    // The test meeting is made as the app, with the key from the keychain: nobody has to sign in for that.
    again.see_within("9 Test meetingChanged", LONG).await?;
    again.press("9Test meeting").await?;
    again.see("Worked, as it must.").await?;
    again.see("Refused, as it must be.").await?;
    again.close().await
}
