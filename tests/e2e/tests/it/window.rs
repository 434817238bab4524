//! What holds for every page: it opens, it fits, it follows the system's colours, everybody can use it.

use e2e::{Desk, Theme, Trouble};

/// The sizes that the pages are made for, in CSS pixels.
const SIZES: [(u32, u32); 2] = [(800, 600), (1280, 800)];

#[tokio::test]
async fn the_first_page_opens_and_everybody_can_use_it() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open(&[]).await?;
    window.until("a heading", "return document.querySelector('h1') !== null").await?;
    let found = window.violations().await?;
    assert!(found.is_empty(), "axe-core finds nothing on the first page: {found:#?}");
    window.close().await
}

#[tokio::test]
async fn the_first_page_fits_into_every_size() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open(&[]).await?;
    window.until("a heading", "return document.querySelector('h1') !== null").await?;
    for (width, height) in SIZES {
        window.resize(width, height).await?;
        let sideways = window.ask("return document.documentElement.scrollWidth > innerWidth").await?;
        assert_eq!(sideways, false, "nothing scrolls sideways at {width} x {height}");
    }
    window.close().await
}

#[tokio::test]
async fn light_and_dark_follow_the_system() -> Result<(), Trouble> {
    for (theme, dark) in [(Theme::Light, false), (Theme::Dark, true)] {
        let desk = Desk::new()?.in_theme(theme);
        let window = desk.open(&[]).await?;
        let asked = window.ask("return matchMedia('(prefers-color-scheme: dark)').matches").await?;
        assert_eq!(asked, dark, "the page is told {}", theme.name());
        window.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn it_opens_again_after_the_plug_was_pulled() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open(&[]).await?;
    window.until("a heading", "return document.querySelector('h1') !== null").await?;
    window.crash();
    let again = desk.open(&[]).await?;
    again.until("a heading", "return document.querySelector('h1') !== null").await?;
    again.close().await
}

#[tokio::test]
async fn the_policy_lets_fluents_styles_through() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open(&[]).await?;
    // Fluent's brand colour in the light theme; without the nonce the buttons are there, and grey.
    let blue = "return [...document.querySelectorAll('button')]\
        .some((one) => getComputedStyle(one).backgroundColor === 'rgb(15, 108, 189)')";
    window.until("a primary button in the brand's blue", blue).await?;
    window.close().await
}

#[tokio::test]
async fn the_policy_keeps_everything_else_out() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open(&[]).await?;
    window.until("a heading", "return document.querySelector('h1') !== null").await?;
    let try_all = "
        window.refused = [];
        document.addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective));
        const script = document.createElement('script');
        script.textContent = 'window.leaked = true';
        document.body.append(script);
        const style = document.createElement('style');
        style.textContent = 'h1 { color: rgb(1, 2, 3) }';
        document.head.append(style);
        fetch('https://graph.microsoft.com/v1.0/me').catch(() => {});
        const frame = document.createElement('iframe');
        frame.src = 'https://login.microsoftonline.com/';
        document.body.append(frame);
        return true";
    window.ask(try_all).await?;
    for directive in ["script-src", "style-src", "connect-src", "frame-src"] {
        let script = format!("return refused.some((one) => one.startsWith('{directive}'))");
        window.until(&format!("{directive} to refuse"), &script).await?;
    }
    let leaked = window.ask("return window.leaked === true").await?;
    assert_eq!(leaked, false, "a script without the nonce does not run");
    let colour = window.ask("return getComputedStyle(document.querySelector('h1')).color").await?;
    assert_ne!(colour, "rgb(1, 2, 3)", "a style without the nonce has no effect");
    window.close().await
}

#[tokio::test]
async fn the_page_can_call_no_command_that_is_not_named() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open(&[]).await?;
    for command in ["plugin:shell|open", "plugin:fs|read_file", "plugin:opener|open_url", "plugin:window|create"] {
        let call = format!(
            "window.said = undefined; window.__TAURI_INTERNALS__.invoke('{command}', {{}})\
             .then(() => {{ said = 'done' }}, (error) => {{ said = String(error) }}); return true"
        );
        window.ask(&call).await?;
        window.until("an answer", "return typeof said === 'string'").await?;
        let said = window.ask("return said").await?;
        assert!(
            said.as_str().is_some_and(|said| said.contains("not allowed") || said.contains("not found")),
            "{command} is refused: {said}"
        );
    }
    window.close().await
}
