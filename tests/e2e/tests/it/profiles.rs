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
    window.press(if points == 1 { "Save this answer" } else { "Save " }).await?;
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
    window.close().await
}

#[tokio::test]
async fn calls_are_told() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = begun(&desk, "Call Telemetry", None).await?;
    window.picture(std::path::Path::new("/tmp/ct1.png")).await?;
    approve_all(&window).await?;
    looked(&window).await?;
    window.picture(std::path::Path::new("/tmp/ct2.png")).await?;
    window.close().await
}
