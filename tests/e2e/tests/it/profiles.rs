//! Every built-in profile in the window, from Home to the report, and what a person sees when something is wrong on the way.

use crate::steps::{LONG, SAM, approve_all, choose_scenario, looked, open_to_all, sign_in};
use e2e::{Desk, Trouble, Window};

/// From Home to the page that asks to sign in.
async fn begin(window: &Window, profile: &str) -> Result<(), Trouble> {
    window.press(profile).await?;
    window.see("It will not be able to").await?;
    open_to_all(window, "Before you start").await?;
    window.press("Practise first").await?;
    window.see("Open the browser").await
}

/// Signed in, in that scenario.
async fn begun(desk: &Desk, profile: &str, scenario: Option<&str>) -> Result<Window, Trouble> {
    let window = desk.open_with_own_data().await?;
    if let Some(scenario) = scenario {
        choose_scenario(&window, scenario).await?;
    }
    begin(&window, profile).await?;
    sign_in(desk, &window, SAM).await?;
    Ok(window)
}

/// A person confirms every point of an item, today.
async fn confirm(window: &Window, item: &str, points: usize) -> Result<(), Trouble> {
    window.press(item).await?;
    looked(window).await?;
    let today = window.ask("return new Date().toISOString().slice(0, 10)").await?;
    let today = today.as_str().expect("a day").to_owned();
    window.fill_each("Confirmed by", "Dana Keller").await?;
    window.date_each("On", &today).await?;
    let save = if points == 1 { "Save this answer".to_owned() } else { format!("Save {points} answers") };
    window.press(&save).await?;
    looked(window).await
}

/// What can go wrong: in that scenario the item says so.
async fn goes_wrong(profile: &str, scenario: &str, item: &str, words: &str) -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = begun(&desk, profile, Some(scenario)).await?;
    window.press(item).await?;
    window.see(words).await?;
    open_to_all(&window, item).await?;
    window.close().await
}

#[tokio::test]
async fn devices_are_monitored() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = begun(&desk, "Teams device and room monitoring", None).await?;
    approve_all(&window).await?;
    window.see_within("7 Admin consentChanged", LONG).await?;
    confirm(&window, "8Enter in the vendor's platform", 2).await?;
    window.picture(std::path::Path::new("/tmp/dm.png")).await?;
    window.see("10 of 10 done").await?;
    window.close().await
}

#[tokio::test]
async fn altoura_is_set_up() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = begun(&desk, "Altoura meeting app", None).await?;
    approve_all(&window).await?;
    window.see_within("9 Admin consentChanged", LONG).await?;
    looked(&window).await?;
    window.press("4Azure").await?;
    window.press("Sign in to Azure").await?;
    looked(&window).await?;
    window.picture(std::path::Path::new("/tmp/bl1.png")).await?;
    window.press("Europe").await?;
    window.press("Save this answer").await?;
    looked(&window).await?;
    window.picture(std::path::Path::new("/tmp/bl2.png")).await?;
    approve_all(&window).await?;
    window.see_within("7 Teams appChanged", LONG).await?;
    looked(&window).await?;
    window.picture(std::path::Path::new("/tmp/bl3.png")).await?;
    window.press("8Teams").await?;
    looked(&window).await?;
    window.picture(std::path::Path::new("/tmp/bl4.png")).await?;
    window.press("10Pin").await?;
    looked(&window).await?;
    window.picture(std::path::Path::new("/tmp/bl5.png")).await?;
    window.press("5Hand").await?;
    looked(&window).await?;
    window.picture(std::path::Path::new("/tmp/bl6.png")).await?;
    window.press("Hand over to the vendor").await?;
    window.picture(std::path::Path::new("/tmp/bl7.png")).await?;
    window.close().await
}

#[tokio::test]
async fn policy_is_given() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = begun(&desk, "Create meetings as an application", None).await?;
    window.picture(std::path::Path::new("/tmp/ap1.png")).await?;
    approve_all(&window).await?;
    looked(&window).await?;
    window.picture(std::path::Path::new("/tmp/ap2.png")).await?;
    window.press("3The app").await?;
    looked(&window).await?;
    window.picture(std::path::Path::new("/tmp/ap3.png")).await?;
    window.close().await
}
