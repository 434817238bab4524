//! What holds for every page: it opens, it fits, it follows the system's colours, everybody can use it.

use e2e::{Desk, Theme, Trouble};

/// The sizes that the pages are made for, in CSS pixels.
const SIZES: [(u32, u32); 2] = [(800, 600), (1280, 800)];

#[tokio::test]
async fn the_first_page_opens_and_everybody_can_use_it() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open(&[]).await?;
    window
        .until("a heading", "return document.querySelector('h1') !== null")
        .await?;
    let found = window.violations().await?;
    assert!(found.is_empty(), "axe-core finds nothing on the first page: {found:#?}");
    window.close().await
}

#[tokio::test]
async fn the_first_page_fits_into_every_size() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open(&[]).await?;
    window
        .until("a heading", "return document.querySelector('h1') !== null")
        .await?;
    for (width, height) in SIZES {
        window.resize(width, height).await?;
        let sideways = window
            .ask("return document.documentElement.scrollWidth > innerWidth")
            .await?;
        assert_eq!(sideways, false, "nothing scrolls sideways at {width} x {height}");
    }
    window.close().await
}

#[tokio::test]
async fn light_and_dark_follow_the_system() -> Result<(), Trouble> {
    for (theme, dark) in [(Theme::Light, false), (Theme::Dark, true)] {
        let desk = Desk::new()?.in_theme(theme);
        let window = desk.open(&[]).await?;
        let asked = window
            .ask("return matchMedia('(prefers-color-scheme: dark)').matches")
            .await?;
        assert_eq!(asked, dark, "the page is told {}", theme.name());
        window.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn it_opens_again_after_the_plug_was_pulled() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open(&[]).await?;
    window
        .until("a heading", "return document.querySelector('h1') !== null")
        .await?;
    window.crash()?;
    let again = desk.open(&[]).await?;
    again
        .until("a heading", "return document.querySelector('h1') !== null")
        .await?;
    again.close().await
}
