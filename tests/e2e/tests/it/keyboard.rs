//! The whole walk without a mouse.

use e2e::{Behaviour, Desk, Trouble, Window};
use thirtyfour::Key;

use crate::steps::{LONG, SAM, looked};

/// The blue button of the page, as soon as it can be pressed.
pub async fn primary(window: &Window) -> Result<(), Trouble> {
    let ready = "const all = [...document.querySelectorAll('[data-testid=primary]')]; \
        return all.some((one) => !one.disabled && one.getAttribute('aria-disabled') !== 'true')";
    window.until("a primary button that can be pressed", ready).await?;
    window.chord(Key::Control, Key::Enter).await
}

pub async fn below(window: &Window) -> Result<(), Trouble> {
    window.chord(Key::Alt, Key::Down).await
}

#[tokio::test]
async fn everything_from_home_to_the_last_item_with_the_keyboard_alone() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    desk.browser_does(&Behaviour::SignInAs(SAM.into()))?;
    let window = desk.open_with_own_data().await?;
    window.see("Try it in the practice tenant").await?;
    primary(&window).await?;
    window.see("before you start").await?;
    window.tab_to("Practise first").await?;
    window.keys(Key::Enter).await?;
    window.see("Open the browser").await?;
    primary(&window).await?;
    window.see(&format!("Signed in as {SAM}")).await?;
    looked(&window).await?;
    primary(&window).await?;
    window.until_heading("App registration").await?;

    // One item with its own button: the change, the approval, one more visit to the browser.
    window.see("Create the app").await?;
    primary(&window).await?;
    window.see("Approve 1 change in Contoso Practice").await?;
    primary(&window).await?;
    window.see("3 App registrationChanged").await?;
    looked(&window).await?;
    primary(&window).await?;
    window.until_heading("Enterprise application").await?;

    // All the others at once, by Tab alone.
    window.tab_to("Review all changes").await?;
    window.keys(Key::Enter).await?;
    window.see("These changes and nothing else").await?;
    primary(&window).await?;
    window.see_within("10 of 11 done", LONG).await?;
    looked(&window).await?;

    // From item to item, in the order of the rail.
    for heading in
        ["Permissions", "Certificate", "Admin consent", "Access policy", "Test meeting", "Monitoring", "Go-live"]
    {
        below(&window).await?;
        window.until_heading(heading).await?;
    }
    window.tab_to("Confirmed by").await?;
    window.keys("Dana Keller").await?;
    window.see("Save this answer").await?;
    primary(&window).await?;
    window
        .until("one point fewer to confirm", "return document.querySelectorAll('input[type=date]').length === 5")
        .await?;

    window.keys(Key::F1).await?;
    window.until_heading("Help").await?;
    primary(&window).await?;
    window.until_heading("Go-live").await?;
    window.close().await
}

#[tokio::test]
async fn the_focus_is_always_seen() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open_with_own_data().await?;
    window.see("Try it in the practice tenant").await?;
    for _ in 0..6 {
        window.keys(Key::Tab).await?;
        let seen = window
            .ask(
                // A heading takes the focus when its page opens, so that it is read out; Tab never stops there.
                "const node = document.activeElement; if (!node || node.tabIndex < 0) return 'seen'; \
                 const look = getComputedStyle(node); const after = getComputedStyle(node, '::after'); \
                 return look.outlineStyle !== 'none' || look.boxShadow !== 'none' || after.outlineStyle !== 'none' \
                     || parseFloat(after.borderTopWidth) > 0 ? 'seen' : node.outerHTML",
            )
            .await?;
        assert_eq!(seen, "seen", "what has the focus shows it");
    }
    window.close().await
}
