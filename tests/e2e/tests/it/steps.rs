//! What several journeys do on their way.

use std::time::Duration;

use e2e::{Behaviour, Desk, Trouble, Window};

/// The practice tenant's Global Administrator.
pub const SAM: &str = "sam@practice.handrail.example";
/// Collaboration engineer; in one scenario a Teams Administrator only.
pub const DANA: &str = "dana@practice.handrail.example";
/// For everything that is set up at once.
pub const LONG: Duration = Duration::from_secs(90);

/// From Home to the page that asks to sign in.
pub async fn practise(window: &Window) -> Result<(), Trouble> {
    window.press("Try it in the practice tenant").await?;
    window.see("before you start").await?;
    window.press("Practise first").await?;
    window.see("Open the browser").await
}

/// Has the practice tenant begin again in this scenario.
pub async fn choose_scenario(window: &Window, title: &str) -> Result<(), Trouble> {
    window.press("Help").await?;
    window.press(title).await?;
    window.press("Start this scenario").await?;
    window
        .until("the scenario to begin", "return document.querySelector('[data-testid=set-scenario]') === null")
        .await?;
    window.press("Go back").await
}

/// Signs in with the browser; waits until everything was looked at.
pub async fn sign_in(desk: &Desk, window: &Window, account: &str) -> Result<(), Trouble> {
    desk.browser_does(&Behaviour::SignInAs(account.into()))?;
    window.press("Open the browser").await?;
    window.see(&format!("Signed in as {account}")).await?;
    looked(window).await
}

/// Waits until nothing is running any more.
pub async fn looked(window: &Window) -> Result<(), Trouble> {
    let rest = "const rail = document.querySelector('[data-testid=rail]'); \
        return rail !== null && !/Running/.test(rail.textContent)";
    // Between two items nothing runs for a moment: asked again a little later, it must still be so.
    for _ in 0..8 {
        window.until("the rail to come to rest", rest).await?;
        tokio::task::spawn_blocking(rest_a_moment).await.ok();
    }
    Ok(())
}

fn rest_a_moment() {
    #[expect(clippy::disallowed_methods, reason = "a real window takes real time")]
    std::thread::sleep(Duration::from_millis(250));
}

/// Approves everything that can go on; the browser opens once more for the rights that it takes.
pub async fn approve_all(window: &Window) -> Result<(), Trouble> {
    window.press("Review all changes").await?;
    window.see("These changes and nothing else").await?;
    window.press("Approve ").await
}

/// A person confirms every point of going live, long enough ago that the days after are over too.
pub async fn go_live(window: &Window) -> Result<(), Trouble> {
    window.press("11Go-live").await?;
    for (points, date) in [(6, "2026-01-12"), (3, "2026-01-12"), (4, "2026-02-02")] {
        let asked = format!("return document.querySelectorAll('input[type=date]').length === {points}");
        window.until(&format!("{points} points to confirm"), &asked).await?;
        looked(window).await?;
        window.fill_each("Confirmed by", "Dana Keller").await?;
        window.date_each("On", date).await?;
        window.press(&format!("Save {points} answers")).await?;
    }
    Ok(())
}

/// From Home to a set-up in which only going live is left, all by mouse.
pub async fn set_up(desk: &Desk, window: &Window) -> Result<(), Trouble> {
    practise(window).await?;
    sign_in(desk, window, SAM).await?;
    approve_all(window).await?;
    window.see_within("10 of 11 done", LONG).await
}

/// Nobody is kept out of the page as it stands.
pub async fn open_to_all(window: &Window, page: &str) -> Result<(), Trouble> {
    let mut found = window.violations().await?;
    if !found.is_empty() {
        // A colour on its way from one state to the next is no page yet.
        tokio::task::spawn_blocking(rest_a_moment).await.ok();
        found = window.violations().await?;
    }
    assert!(found.is_empty(), "axe-core finds nothing on {page}: {found:#?}");
    Ok(())
}
