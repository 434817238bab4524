//! What the walks through the built-in profiles have in common.

use e2e::{Desk, Trouble, Window};

use crate::steps::{choose_scenario, looked, open_to_all, sign_in};

pub const DEVICES: &str = "Teams device and room monitoring";
pub const ALTOURA: &str = "Altoura meeting app";
pub const CALLS: &str = "Call Telemetry";
pub const EXISTING: &str = "Create meetings as an application";
pub const PASS_PHRASE: &str = "correct horse battery staple";

/// From Home to the page that asks to sign in.
pub async fn begin(window: &Window, profile: &str) -> Result<(), Trouble> {
    window.press(profile).await?;
    window.see("It will not be able to").await?;
    open_to_all(window, "Before you start").await?;
    window.press("Practise first").await?;
    window.see("Open the browser").await
}

/// Signed in with that account, in that scenario.
pub async fn begun(desk: &Desk, profile: &str, scenario: Option<&str>, account: &str) -> Result<Window, Trouble> {
    let window = desk.open_with_own_data().await?;
    if let Some(scenario) = scenario {
        choose_scenario(&window, scenario).await?;
    }
    begin(&window, profile).await?;
    sign_in(desk, &window, account).await?;
    Ok(window)
}

/// What can go wrong: in that scenario the item says so.
pub async fn goes_wrong(profile: &str, scenario: &str, account: &str, item: &str, words: &str) -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = begun(&desk, profile, Some(scenario), account).await?;
    window.press(item).await?;
    window.see(words).await?;
    open_to_all(&window, item).await?;
    window.close().await
}

/// A person confirms every point of an item, today.
pub async fn confirm(window: &Window, item: &str, points: usize) -> Result<(), Trouble> {
    window.press(item).await?;
    looked(window).await?;
    window.fill_each("Confirmed by", "Dana Keller").await?;
    window.date_each("On", &now(window).await?[..10]).await?;
    let save = if points == 1 { "Save this answer".to_owned() } else { format!("Save {points} answers") };
    window.press(&save).await?;
    looked(window).await
}

/// What the commands for the vendor's server print there, as of now.
pub async fn printed_there(window: &Window) -> Result<String, Trouble> {
    let now = now(window).await?;
    let printed = |host: &str, status: u16| format!("[handrail {host}:443 http={status} tls=0 at={now}] ");
    Ok([printed("login.microsoftonline.com", 200), printed("graph.microsoft.com", 401)].concat())
}

/// By the window's clock: `2026-11-21T14:27:00Z`.
async fn now(window: &Window) -> Result<String, Trouble> {
    let now = window.ask("return new Date().toISOString().slice(0, 19) + 'Z'").await?;
    Ok(now.as_str().expect("a time").to_owned())
}

/// The sheet that asks for what seals the vendor's file, filled in.
pub async fn handing_over(window: &Window, item: &str) -> Result<(), Trouble> {
    window.press(item).await?;
    window.press("Hand over to the vendor").await?;
    window.fill("Pass phrase", PASS_PHRASE).await?;
    window.fill("Pass phrase again", PASS_PHRASE).await
}

/// The vendor's file is saved from that sheet.
pub async fn handed_over(desk: &Desk, window: &Window) -> Result<(), Trouble> {
    window.press("Save the file").await?;
    window.until_there(|| desk.exported(".age")).await?;
    looked(window).await
}

/// From the page after the last item: the report names what was set up.
pub async fn reported(desk: &Desk, window: &Window, title: &str) -> Result<(), Trouble> {
    window.press("Save report").await?;
    window.see("Never a secret").await?;
    window.press_last("Save report").await?;
    window.until_there(|| desk.exported(".html")).await?;
    let html = std::fs::read_to_string(desk.exported(".html").expect("it was saved"))?;
    assert!(html.contains(title), "the report names it");
    Ok(())
}
