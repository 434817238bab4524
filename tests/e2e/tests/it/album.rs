//! Pictures of pages in every size, looked at by axe-core too. `cargo xtask screenshots` says where they go.

use std::path::PathBuf;

use e2e::{Theme, Trouble, Window};

use crate::steps::open_to_all;

/// In CSS pixels.
const SIZES: [(u32, u32); 2] = [(800, 600), (1280, 800)];

/// Pages in one theme, and where their pictures go if anybody wants them.
pub struct Album {
    folder: Option<PathBuf>,
    pub theme: Theme,
}

impl Album {
    /// In these colours.
    pub fn new(theme: Theme) -> Self {
        #[expect(clippy::disallowed_methods, reason = "these tests are told by xtask where pictures go")]
        let told = std::env::var_os("HANDRAIL_SHOTS").map(PathBuf::from);
        Self { folder: told, theme }
    }

    /// Both themes where pictures are wanted; else the one, in which everything but the colours is seen too.
    pub fn all(one: Theme) -> Vec<Self> {
        let first = Self::new(one);
        match first.folder {
            Some(_) => vec![Self::new(Theme::Light), Self::new(Theme::Dark)],
            None => vec![first],
        }
    }

    /// The page as it stands.
    pub async fn take(&self, window: &Window, name: &str) -> Result<(), Trouble> {
        for (width, height) in SIZES {
            window.resize(width, height).await?;
            let sideways = window.ask("return document.documentElement.scrollWidth > innerWidth").await?;
            assert_eq!(sideways, false, "{name} does not scroll sideways at {width} x {height}");
            self.keep(window, name, (width, height)).await?;
        }
        open_to_all(window, name).await
    }

    async fn keep(&self, window: &Window, name: &str, (width, height): (u32, u32)) -> Result<(), Trouble> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let file = format!("{name}-{}-{width}x{height}.png", self.theme.name());
        window.picture(&folder.join(file)).await
    }

    /// The same page, further down: it begins where the heading with these words stands.
    pub async fn lower(&self, window: &Window, heading: &str, name: &str) -> Result<(), Trouble> {
        for (width, height) in SIZES {
            window.resize(width, height).await?;
            window.scroll_to_heading(heading).await?;
            self.keep(window, name, (width, height)).await?;
        }
        Ok(())
    }

    /// The page of an item, by its name in the rail.
    pub async fn item(&self, window: &Window, item: &str, name: &str) -> Result<(), Trouble> {
        window.resize(1280, 800).await?;
        window.press(item).await?;
        window.until_heading(item.trim_start_matches(|letter: char| letter.is_ascii_digit())).await?;
        self.take(window, name).await
    }
}
