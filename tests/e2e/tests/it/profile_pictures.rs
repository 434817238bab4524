//! Every built-in profile but the first, from Home to the report, with a picture of each page that the first has not.

use e2e::{Behaviour, Desk, Theme, Trouble, Window};

use crate::album::Album;
use crate::profile_steps::{
    ALTOURA, CALLS, DEVICES, EXISTING, begun, confirm, handed_over, handing_over, printed_there, reported,
};
use crate::steps::{LONG, SAM, approve_all, looked, sign_in};

#[tokio::test]
async fn screenshots_of_device_monitoring() -> Result<(), Trouble> {
    for album in Album::all(Theme::Light) {
        devices(&album).await?;
    }
    Ok(())
}

#[tokio::test]
async fn screenshots_of_altoura() -> Result<(), Trouble> {
    for album in Album::all(Theme::Dark) {
        altoura(&album).await?;
    }
    Ok(())
}

#[tokio::test]
async fn screenshots_of_call_telemetry() -> Result<(), Trouble> {
    for album in Album::all(Theme::Light) {
        calls(&album).await?;
    }
    Ok(())
}

#[tokio::test]
async fn screenshots_of_an_app_that_exists() -> Result<(), Trouble> {
    for album in Album::all(Theme::Dark) {
        existing(&album).await?;
    }
    Ok(())
}

#[tokio::test]
async fn screenshots_of_what_goes_wrong_with_profiles() -> Result<(), Trouble> {
    for album in Album::all(Theme::Light) {
        wrong(&album).await?;
    }
    Ok(())
}

/// From Home to a person who is signed in.
async fn pictured(album: &Album, desk: &Desk, profile: &str, short: &str) -> Result<Window, Trouble> {
    let window = desk.open_with_own_data().await?;
    window.press(profile).await?;
    window.see("It will not be able to").await?;
    album.take(&window, &format!("{short}-01-before")).await?;
    album.lower(&window, "Your choices", &format!("{short}-02-questions")).await?;
    window.press("Practise first").await?;
    window.see("Open the browser").await?;
    sign_in(desk, &window, SAM).await?;
    Ok(window)
}

async fn items(album: &Album, window: &Window, short: &str, items: &[(&str, &str)]) -> Result<(), Trouble> {
    for (item, name) in items {
        album.item(window, item, &format!("{short}-{name}")).await?;
    }
    Ok(())
}

/// What comes after the last item.
async fn finished(album: &Album, desk: &Desk, window: &Window, short: &str, title: &str) -> Result<(), Trouble> {
    window.press("What to do next").await?;
    window.until("the last page", "return document.querySelector('[data-testid=page-done]') !== null").await?;
    album.take(window, &format!("{short}-90-done")).await?;
    reported(desk, window, title).await
}

async fn devices(album: &Album) -> Result<(), Trouble> {
    let desk = Desk::new()?.in_theme(album.theme);
    let window = desk.open_with_own_data().await?;
    window.see(DEVICES).await?;
    album.take(&window, "profiles-home").await?;
    album.lower(&window, "Or start with your tenant", "profiles-home-all").await?;
    window.close().await?;
    let window = pictured(album, &desk, DEVICES, "devices").await?;
    items(album, &window, "devices", &[("2Readiness", "03-readiness"), ("5Permissions", "04-permissions")]).await?;
    approve_all(&window).await?;
    window.see_within("7 Admin consentChanged", LONG).await?;
    items(album, &window, "devices", &[("8Enter", "05-enter"), ("10Revoke", "06-revoke")]).await?;
    confirm(&window, "8Enter in the vendor's platform", 2).await?;
    window.see("10 of 10 done").await?;
    album.take(&window, "devices-07-entered").await?;
    finished(album, &desk, &window, "devices", "Teams device and room monitoring").await?;
    window.close().await
}

/// The eleven items stand in the order of the vendor's checklist, with its numbers.
async fn altoura(album: &Album) -> Result<(), Trouble> {
    let desk = Desk::new()?.in_theme(album.theme);
    let window = pictured(album, &desk, ALTOURA, "altoura").await?;
    window.see("Altoura's setup checklist").await?;
    let planned = [
        ("Readiness", "03-readiness"),
        ("1Multi", "04-registration"),
        ("2Application ID", "05-exposed"),
        ("4Azure", "06-azure-sign-in"),
        ("7Teams app", "07-package"),
        ("10Pin", "08-pin"),
    ];
    items(album, &window, "altoura", &planned).await?;
    approve_all(&window).await?;
    window.see_within("9 Admin consentChanged", LONG).await?;
    looked(&window).await?;
    window.press("4Azure").await?;
    window.press("Sign in to Azure").await?;
    looked(&window).await?;
    album.take(&window, "altoura-10-azure-location").await?;
    window.press("Europe").await?;
    window.press("Save this answer").await?;
    looked(&window).await?;
    album.take(&window, "altoura-11-azure-planned").await?;
    approve_all(&window).await?;
    window.see_within("7 Teams appChanged", LONG).await?;
    looked(&window).await?;
    album.item(&window, "8Teams", "altoura-12-which-id").await?;
    window.press("Nothing").await?;
    window.press("Save this answer").await?;
    looked(&window).await?;
    handing_over(&window, "5Hand").await?;
    album.take(&window, "altoura-13-hand-over").await?;
    handed_over(&desk, &window).await?;
    confirm(&window, "11Tried in Altoura's app", 1).await?;
    window.press("10Pin").await?;
    window.press("Do it for me").await?;
    window.press("Make the policy and assign it").await?;
    window.see_within("10 Pin the app in TeamsChanged", LONG).await?;
    window.see("16 of 16 done").await?;
    let done = [
        ("1Multi", "20-registration-done"),
        ("2Application ID", "21-exposed-done"),
        ("3Permissions", "22-permissions-done"),
        ("4Azure", "23-azure-done"),
        ("5Hand", "24-handed-over"),
        ("6Network", "25-network"),
        ("7Teams app", "26-package-done"),
        ("8Teams", "27-which-id-done"),
        ("10Pin", "28-pin-done"),
        ("11End", "29-test-meeting"),
        ("11Tried", "30-tried"),
        ("Revoke", "31-revoke"),
    ];
    items(album, &window, "altoura", &done).await?;
    finished(album, &desk, &window, "altoura", "Altoura meeting app").await?;
    let state = desk.practice_state()?;
    assert_eq!(state["onlineMeetings"].as_array().map(Vec::len), Some(0), "no meeting is left");
    window.close().await
}

async fn calls(album: &Album) -> Result<(), Trouble> {
    let desk = Desk::new()?.in_theme(album.theme);
    let window = pictured(album, &desk, CALLS, "calls").await?;
    let planned = [
        ("3App registration", "03-registration"),
        ("5Client secret", "04-secret"),
        ("7Admin consent", "05-consent"),
        ("8Network", "06-network"),
        ("10Notification", "07-endpoint"),
    ];
    items(album, &window, "calls", &planned).await?;
    desk.browser_does(&Behaviour::SignInAsAsked)?;
    approve_all(&window).await?;
    window.see_within("7 Admin consentChanged", LONG).await?;
    looked(&window).await?;
    album.item(&window, "9Enter", "calls-08-enter").await?;
    confirm(&window, "9Enter in Call Telemetry", 1).await?;
    confirm(&window, "11Service user signs in", 1).await?;
    confirm(&window, "12Subscription active", 1).await?;
    album.item(&window, "13Ready", "calls-09-operation").await?;
    confirm(&window, "13Ready for operation", 3).await?;
    window.press("8Network").await?;
    let printed = printed_there(&window).await?;
    window.fill("What did the command print?", &printed).await?;
    window.press("Save this answer").await?;
    window.see_within("15 of 15 done", LONG).await?;
    let done = [
        ("3App registration", "20-registration-done"),
        ("5Client secret", "21-secret-done"),
        ("8Network", "22-network-done"),
        ("9Enter", "23-entered"),
        ("10Notification", "24-endpoint-done"),
        ("13Ready", "25-operation-done"),
        ("15Revoke", "26-revoke"),
    ];
    items(album, &window, "calls", &done).await?;
    finished(album, &desk, &window, "calls", "Call Telemetry").await?;
    let state = desk.practice_state()?;
    assert_eq!(state["subscriptions"].as_array().map_or(0, Vec::len), 0, "no subscription is left");
    window.close().await
}

async fn existing(album: &Album) -> Result<(), Trouble> {
    let desk = Desk::new()?.in_theme(album.theme);
    let window = pictured(album, &desk, EXISTING, "existing").await?;
    let planned = [("3The app", "03-app"), ("5Permissions", "04-permissions"), ("8Access policy", "05-policy")];
    items(album, &window, "existing", &planned).await?;
    approve_all(&window).await?;
    window.see_within("10 of 10 done", LONG).await?;
    album.item(&window, "3The app", "existing-20-app-done").await?;
    window.see("Contoso Booking").await?;
    items(album, &window, "existing", &[("6Certificate", "21-certificate"), ("8Access", "22-policy-done")]).await?;
    finished(album, &desk, &window, "existing", "Create meetings as an application").await?;
    window.close().await
}

/// In each scenario the item says what is wrong.
async fn wrong(album: &Album) -> Result<(), Trouble> {
    let no_name = "No name service knows the vendor's host";
    for (profile, scenario, item, words, name) in [
        (CALLS, no_name, "8Network", "could not be resolved", "wrong-01-host"),
        (CALLS, "The vendor's certificate is over", "8Network", "is over", "wrong-02-certificate"),
        (CALLS, "The tenant forbids long certificates", "2Readiness", "They allow no secrets", "wrong-03-secrets"),
        (CALLS, "The vendor's endpoint shows a page", "10Notification", "a page", "wrong-04-endpoint"),
    ] {
        let desk = Desk::new()?.in_theme(album.theme);
        let window = begun(&desk, profile, Some(scenario), SAM).await?;
        window.press(item).await?;
        window.see(words).await?;
        album.take(&window, name).await?;
        window.close().await?;
    }
    let desk = Desk::new()?.in_theme(album.theme);
    let window = begun(&desk, ALTOURA, Some("Nobody here may make anything in Azure"), SAM).await?;
    window.press("4Azure").await?;
    window.press("Sign in to Azure").await?;
    window.see("Owner or Contributor").await?;
    looked(&window).await?;
    album.take(&window, "wrong-05-azure").await?;
    window.close().await
}
