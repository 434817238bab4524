//! What only the newer profiles ask for, without a mouse: a choice, a file for the vendor, confirmations, a pasted answer.

use e2e::{Behaviour, Desk, Trouble, Window};
use thirtyfour::Key;

use crate::keyboard::{below, primary};
use crate::profile_steps::{CALLS, DEVICES, PASS_PHRASE, printed_there};
use crate::steps::{LONG, SAM, looked};

/// From Home to the page of the choices.
async fn before(desk: &Desk, profile: &str) -> Result<Window, Trouble> {
    desk.browser_does(&Behaviour::SignInAs(SAM.into()))?;
    let window = desk.open_with_own_data().await?;
    window.see(profile).await?;
    window.tab_to(profile).await?;
    window.keys(Key::Enter).await?;
    window.see("It will not be able to").await?;
    Ok(window)
}

async fn practise_and_sign_in(window: &Window) -> Result<(), Trouble> {
    window.tab_to("Practise first").await?;
    window.keys(Key::Enter).await?;
    window.see("Open the browser").await?;
    primary(window).await?;
    window.see(&format!("Signed in as {SAM}")).await?;
    looked(window).await
}

/// From item to item until this one.
async fn down_to(window: &Window, headings: &[&str]) -> Result<(), Trouble> {
    for heading in headings {
        below(window).await?;
        window.until_heading(heading).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_choice_a_hand_over_and_confirmations_with_the_keyboard_alone() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = before(&desk, DEVICES).await?;
    window.tab_to("Entered by hand").await?;
    window.keys(Key::Down).await?;
    practise_and_sign_in(&window).await?;
    window.tab_to("Review all changes").await?;
    window.keys(Key::Enter).await?;
    window.see("These changes and nothing else").await?;
    primary(&window).await?;
    window.see_within("7 Admin consentChanged", LONG).await?;
    looked(&window).await?;

    down_to(&window, &["Enterprise application", "Permissions", "Certificate", "Admin consent"]).await?;
    down_to(&window, &["Hand over to the vendor"]).await?;
    primary(&window).await?;
    let first = "return document.activeElement?.labels?.[0]?.textContent === 'Pass phrase'";
    window.until("the focus in the sheet's first field", first).await?;
    window.keys(PASS_PHRASE).await?;
    window.tab_to("Pass phrase again").await?;
    window.keys(PASS_PHRASE).await?;
    primary(&window).await?;
    window.until_there(|| desk.exported(".age")).await?;
    looked(&window).await?;

    down_to(&window, &["Enter in the vendor's platform"]).await?;
    window.tab_to("Confirmed by").await?;
    window.keys("Dana Keller").await?;
    window.keys(Key::Tab).await?;
    window.tab_to("Confirmed by").await?;
    window.keys("Dana Keller").await?;
    window.see("Save 2 answers").await?;
    primary(&window).await?;
    window.see_within("11 of 11 done", LONG).await?;
    window.close().await
}

#[tokio::test]
async fn what_was_printed_elsewhere_is_pasted_with_the_keyboard_alone() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = before(&desk, CALLS).await?;
    practise_and_sign_in(&window).await?;
    down_to(&window, &["Readiness", "App registration", "Enterprise application", "Client secret"]).await?;
    down_to(&window, &["Permissions", "Admin consent", "Network"]).await?;
    let printed = printed_there(&window).await?;
    window.tab_to("What did the command print?").await?;
    window.keys(printed).await?;
    primary(&window).await?;
    window.see("8 NetworkDone").await?;
    window.close().await
}
