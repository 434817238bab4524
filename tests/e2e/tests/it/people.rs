//! Signing in as somebody else, or not at all; roles that are missing.

use e2e::{Behaviour, Desk, Trouble};

use crate::steps::{DANA, SAM, approve_all, choose_scenario, looked, open_to_all, practise, sign_in};

#[tokio::test]
async fn who_lacks_the_role_is_told_who_has_it() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open_with_own_data().await?;
    choose_scenario(&window, "The admin lacks the role").await?;
    practise(&window).await?;
    sign_in(&desk, &window, DANA).await?;
    window.press("2Readiness").await?;
    window.see("A role is missing for: Registering the app").await?;
    window.see("Alex Rivera (alex@practice.handrail.example), Application Administrator").await?;
    window.see("Sam Ortiz (sam@practice.handrail.example), Global Administrator").await?;
    open_to_all(&window, "Readiness that needs someone").await?;
    window.press("Copy as a message").await?;
    window.see_no_more("The clipboard did not take it").await?;
    window.close().await
}

#[tokio::test]
async fn what_needs_another_admin_stops_there_and_the_other_admin_finishes_it() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open_with_own_data().await?;
    practise(&window).await?;
    sign_in(&desk, &window, DANA).await?;
    approve_all(&window).await?;
    window.see_within("8 Access policyChanged", crate::steps::LONG).await?;
    looked(&window).await?;
    window.press("7Admin consent").await?;
    window.see("Robin Chu (robin@practice.handrail.example), Privileged Role Administrator").await?;
    open_to_all(&window, "an item that needs someone").await?;
    window.press("Show me how").await?;
    window.see("Admin consent by hand").await?;
    open_to_all(&window, "by hand").await?;

    window.press("1Sign in").await?;
    desk.browser_does(&Behaviour::SignInAs(SAM.into()))?;
    window.press("Use another account").await?;
    window.see(&format!("Signed in as {SAM}")).await?;
    looked(&window).await?;
    approve_all(&window).await?;
    window.see_within("10 of 11 done", crate::steps::LONG).await?;
    window.close().await
}

#[tokio::test]
async fn a_sign_in_that_is_cancelled_changes_nothing_and_can_be_tried_again() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open_with_own_data().await?;
    practise(&window).await?;

    desk.browser_does(&Behaviour::Cancel)?;
    window.press("Open the browser").await?;
    window.see("The request was declined on Microsoft's page.").await?;
    open_to_all(&window, "a declined sign-in").await?;

    // Somebody closes the browser: the window goes on waiting, and says how to end that.
    desk.browser_does(&Behaviour::Close)?;
    window.press("Open the browser").await?;
    window.see("Your browser is open.").await?;
    open_to_all(&window, "the browser is open").await?;
    window.press("Cancel").await?;
    window.see("The sign-in was cancelled.").await?;

    sign_in(&desk, &window, SAM).await?;
    assert_eq!(desk.practice_writes()?, 0, "nobody approved anything");
    window.close().await
}

#[tokio::test]
async fn a_guest_of_the_tenant_is_told_and_not_accepted() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open_with_own_data().await?;
    practise(&window).await?;
    desk.browser_does(&Behaviour::SignInAs("Gia Russo".into()))?;
    window.press("Open the browser").await?;
    window.see("is a guest in practice.handrail.example.").await?;
    window.see("Not signed in").await?;
    open_to_all(&window, "another tenant's account").await?;
    window.close().await
}

#[tokio::test]
async fn an_address_of_another_sign_in_is_not_taken() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open_with_own_data().await?;
    practise(&window).await?;
    desk.browser_does(&Behaviour::Close)?;
    window.press("Open the browser").await?;
    window.fill("Does the browser not come back here?", "http://localhost:1/?code=abc&state=stolen").await?;
    window.press("Use this address").await?;
    window.see("This is not the address that the browser ended at.").await?;
    window.see("Your browser is open.").await?;
    window.press("Cancel").await?;
    window.see("The sign-in was cancelled.").await?;
    window.close().await
}
