//! A picture of every page and state, in every size and theme; nothing scrolls sideways in any of them, and axe-core
//! finds nothing. `cargo xtask screenshots` says where they go.

use e2e::{Behaviour, Desk, Theme, Trouble, Window};

use crate::album::Album;
use crate::steps::{DANA, LONG, SAM, approve_all, choose_scenario, go_live, looked, practise, sign_in};

#[tokio::test]
async fn screenshots_of_the_walk_in_the_light() -> Result<(), Trouble> {
    walk(&Album::new(Theme::Light)).await
}

#[tokio::test]
async fn screenshots_of_the_walk_in_the_dark() -> Result<(), Trouble> {
    walk(&Album::new(Theme::Dark)).await
}

#[tokio::test]
async fn screenshots_of_what_goes_otherwise_in_the_light() -> Result<(), Trouble> {
    otherwise(&Album::new(Theme::Light)).await
}

#[tokio::test]
async fn screenshots_of_what_goes_otherwise_in_the_dark() -> Result<(), Trouble> {
    otherwise(&Album::new(Theme::Dark)).await
}

async fn walk(album: &Album) -> Result<(), Trouble> {
    let desk = Desk::new()?.in_theme(album.theme);
    let window = desk.open_with_own_data().await?;
    before(album, &desk, &window).await?;
    window.press("Review all changes").await?;
    window.see("These changes and nothing else").await?;
    album.take(&window, "12-approve").await?;
    window.press("Approve ").await?;
    window.see_within("10 of 11 done", LONG).await?;
    for (item, name) in [
        ("3App registration", "15-app-registration-done"),
        ("4Enterprise application", "16-enterprise-application-done"),
        ("5Permissions", "17-permissions-done"),
        ("6Certificate", "18-certificate-done"),
        ("7Admin consent", "19-admin-consent-done"),
        ("8Access policy", "20-access-policy-done"),
        ("9Test meeting", "21-test-meeting-done"),
        ("10Monitoring", "22-monitoring-done"),
        ("11Go-live", "23-go-live"),
    ] {
        album.item(&window, item, name).await?;
    }
    after(album, &window).await
}

/// Up to the readiness of everything.
async fn before(album: &Album, desk: &Desk, window: &Window) -> Result<(), Trouble> {
    window.see("Try it in the practice tenant").await?;
    album.take(window, "01-home-first").await?;
    window.press("Help").await?;
    window.until_heading("Help").await?;
    album.take(window, "02-help").await?;
    window.press("Go back").await?;
    window.press("Try it in the practice tenant").await?;
    window.see("It will not be able to").await?;
    album.take(window, "03-before").await?;
    window.press("Practise first").await?;
    window.see("Open the browser").await?;
    album.take(window, "05-sign-in").await?;
    window.press("Your organisation's sign-in app").await?;
    window.see("Make one with Handrail").await?;
    album.take(window, "33-sign-in-own-app").await?;
    window.press("Microsoft's own public app").await?;
    desk.browser_does(&Behaviour::Close)?;
    window.press("Open the browser").await?;
    window.see("Your browser is open.").await?;
    album.take(window, "06-sign-in-browser").await?;
    window.press("Cancel").await?;
    window.see("The sign-in was cancelled.").await?;
    album.take(window, "07-sign-in-cancelled").await?;
    sign_in(desk, window, SAM).await?;
    album.take(window, "08-sign-in-done").await?;
    album.item(window, "2Readiness", "09-readiness").await?;
    album.item(window, "3App registration", "10-app-registration").await?;
    album.item(window, "6Certificate", "11-certificate-locked").await?;
    window.press("Show me how").await?;
    window.see("by hand").await?;
    album.take(window, "13-by-hand").await?;
    album.item(window, "8Access policy", "14-access-policy-planned").await?;
    window.press("Everyone in ").await?;
    window.see("Type Contoso Practice to confirm").await?;
    album.take(window, "34-access-policy-everyone").await?;
    window.press("The 2 users of the list").await
}

/// Going live, and what comes after.
async fn after(album: &Album, window: &Window) -> Result<(), Trouble> {
    go_live(window).await?;
    window.see("11 of 11 done").await?;
    album.take(window, "24-go-live-done").await?;
    window.press("What to do next").await?;
    window.see("It works. Proved").await?;
    album.take(window, "25-done").await?;
    window.press("Save report").await?;
    window.see("Never a secret").await?;
    album.take(window, "26-save-report").await?;
    window.press("Cancel").await?;
    window.press("Save PFX").await?;
    window.see("Send file and pass phrase by different ways.").await?;
    album.take(window, "27-save-key").await?;
    window.press("Cancel").await?;
    window.press("Home").await?;
    window.see("Everything is connected.").await?;
    album.take(window, "28-home").await?;
    window.press("More").await?;
    window.press("Undo this set-up").await?;
    window.see("In reverse order").await?;
    album.take(window, "29-undo").await?;
    window.hold("Take back ").await?;
    window.see_within("All of it is taken back.", LONG).await?;
    album.take(window, "30-undo-done").await?;
    window.press("Delete it for good").await?;
    window.see("Nobody can restore it then.").await?;
    album.take(window, "32-delete-for-good").await?;
    window.press("Cancel").await?;
    window.press("Forget this set-up").await?;
    window.see("Nothing in the tenant changes.").await?;
    album.take(window, "31-forget").await
}

/// What does not go well, by scenario.
async fn otherwise(album: &Album) -> Result<(), Trouble> {
    needs_someone(album).await?;
    waiting(album).await?;
    tenant_page(album).await?;
    for (scenario, item, name) in [
        ("Another vendor's policy is on the user", "8Access policy", "44-another-vendors-policy"),
        ("Half set up by hand", "3App registration", "45-adopt"),
        ("The tenant forbids long certificates", "2Readiness", "46-short-certificates"),
        ("Hostile names", "2Readiness", "47-hostile-names"),
    ] {
        let desk = Desk::new()?.in_theme(album.theme);
        let window = desk.open_with_own_data().await?;
        choose_scenario(&window, scenario).await?;
        practise(&window).await?;
        sign_in(&desk, &window, SAM).await?;
        album.item(&window, item, name).await?;
        window.close().await?;
    }
    failure(album).await
}

async fn needs_someone(album: &Album) -> Result<(), Trouble> {
    let desk = Desk::new()?.in_theme(album.theme);
    let window = desk.open_with_own_data().await?;
    practise(&window).await?;
    sign_in(&desk, &window, DANA).await?;
    album.item(&window, "2Readiness", "40-readiness-needs-someone").await?;
    approve_all(&window).await?;
    window.see_within("8 Access policyChanged", LONG).await?;
    album.item(&window, "7Admin consent", "41-needs-someone").await?;
    window.close().await
}

async fn waiting(album: &Album) -> Result<(), Trouble> {
    let desk = Desk::new()?.in_theme(album.theme);
    let window = desk.open_with_own_data().await?;
    choose_scenario(&window, "The access policy takes 30 minutes").await?;
    practise(&window).await?;
    sign_in(&desk, &window, SAM).await?;
    approve_all(&window).await?;
    window.see_within("9 Test meetingWaiting", LONG).await?;
    album.item(&window, "9Test meeting", "42-waiting").await?;
    window.press("Home").await?;
    window.see("Waiting for Microsoft").await?;
    album.take(&window, "43-home-waiting").await?;
    window.close().await
}

/// With a tenant of one's own: before anything is asked of Microsoft.
async fn tenant_page(album: &Album) -> Result<(), Trouble> {
    let desk = Desk::new()?.in_theme(album.theme);
    let window = desk.open_with_own_data().await?;
    window.press("Teams online meetings").await?;
    window.fill("In whose name is the test meeting made", "mia@contoso.com").await?;
    window.fill("For whom may the app make meetings", "mia@contoso.com").await?;
    window.press("Use my tenant").await?;
    window.see("Your tenant").await?;
    album.take(&window, "04-tenant").await?;
    let second = desk.open_with_own_data().await?;
    second.see("Another Handrail is using").await?;
    album.take(&second, "49-in-use").await?;
    second.close().await?;
    window.close().await
}

async fn failure(album: &Album) -> Result<(), Trouble> {
    let desk = Desk::new()?.in_theme(album.theme);
    let window = desk.open_with_own_data().await?;
    choose_scenario(&window, "Unlicensed organiser").await?;
    practise(&window).await?;
    sign_in(&desk, &window, SAM).await?;
    approve_all(&window).await?;
    looked(&window).await?;
    album.item(&window, "9Test meeting", "48-failure").await?;
    window.close().await
}
