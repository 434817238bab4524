//! The computer of the person who uses the app: her own home folder, her browser, light or dark.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::{Behaviour, Trouble, Window};

/// Light or dark, as the system says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark text on white.
    Light,
    /// The other way round.
    Dark,
}

impl Theme {
    /// As it stands in names of pictures.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// A computer with nothing of Handrail on it yet. Everything on it is gone when it is dropped.
#[derive(Debug)]
pub struct Desk {
    folder: TempDir,
    theme: Theme,
}

impl Desk {
    /// A fresh one, in light colours, whose browser signs in as the first account offered.
    ///
    /// # Errors
    /// When the folders cannot be made.
    pub fn new() -> Result<Self, Trouble> {
        let desk = Self { folder: tempfile::tempdir()?, theme: Theme::Light };
        for folder in ["config", "data", "state", "cache", "Downloads"] {
            std::fs::create_dir_all(desk.home().join(folder))?;
        }
        desk.browser_does(&Behaviour::default())?;
        Ok(desk)
    }

    /// The same, in these colours.
    #[must_use]
    pub fn in_theme(mut self, theme: Theme) -> Self {
        self.theme = theme;
        self
    }

    /// The home folder.
    #[must_use]
    pub fn home(&self) -> &Path {
        self.folder.path()
    }

    /// Says what the browser does when the app opens it next.
    ///
    /// # Errors
    /// When the note to the browser cannot be written.
    pub fn browser_does(&self, behaviour: &Behaviour) -> Result<(), Trouble> {
        std::fs::write(self.home().join("browser.json"), serde_json::to_string(behaviour)?)?;
        Ok(())
    }

    /// Every address that the browser has visited, one per line, with the status of the answer.
    #[must_use]
    pub fn browser_history(&self) -> Vec<String> {
        std::fs::read_to_string(self.home().join("browser.log"))
            .unwrap_or_default()
            .lines()
            .map(ToOwned::to_owned)
            .collect()
    }

    /// Opens the app with these arguments.
    ///
    /// # Errors
    /// When the driver or the app does not start.
    pub async fn open(&self, arguments: &[&str]) -> Result<Window, Trouble> {
        Window::open(self.environment()?, arguments).await
    }

    /// Opens the app with a data folder of its own, into whose `exports` files are saved without a dialog.
    ///
    /// # Errors
    /// When the driver or the app does not start.
    pub async fn open_with_own_data(&self) -> Result<Window, Trouble> {
        self.open(&["--data-dir", &self.data().to_string_lossy()]).await
    }

    /// The data folder of [`Desk::open_with_own_data`].
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.home().join("own-data")
    }

    /// A file that the app has saved there, by the end of its name.
    #[must_use]
    pub fn exported(&self, ending: &str) -> Option<PathBuf> {
        let files = std::fs::read_dir(self.data().join("exports")).ok()?;
        let mut paths = files.filter_map(|entry| Some(entry.ok()?.path()));
        paths.find(|path| path.to_string_lossy().ends_with(ending))
    }

    fn environment(&self) -> Result<Vec<(&'static str, PathBuf)>, Trouble> {
        let home = self.home();
        let browser = std::env::current_exe()?
            .ancestors()
            .map(|folder| folder.join("e2e-browser"))
            .find(|candidate| candidate.is_file())
            .ok_or(Trouble::NotStarted { what: "e2e-browser", why: "it is not built".into() })?;
        let theme = match self.theme {
            Theme::Light => "Adwaita",
            Theme::Dark => "Adwaita:dark",
        };
        Ok(vec![
            ("HOME", home.to_owned()),
            ("XDG_CONFIG_HOME", home.join("config")),
            ("XDG_DATA_HOME", home.join("data")),
            ("XDG_STATE_HOME", home.join("state")),
            ("XDG_CACHE_HOME", home.join("cache")),
            ("HANDRAIL_E2E_HOME", home.to_owned()),
            ("BROWSER", browser),
            ("GTK_THEME", PathBuf::from(theme)),
            // Without a graphics card WebKit composes by Mesa's software renderer, whose threads crash now and then.
            ("WEBKIT_DISABLE_COMPOSITING_MODE", PathBuf::from("1")),
        ])
    }
}
