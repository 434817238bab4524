//! Drives the packaged app in its real window, as a person does: opens it, reads it, presses what it shows.
//!
//! [`Desk`] is that person's computer (home folder, browser); [`Window`] is the app on it. The screen, the session
//! bus and the keychain come from `xtask/session.sh`; `cargo xtask test --only e2e` puts it all together.
#![cfg(feature = "window")]

mod axe;
mod browser;
mod desk;
mod forms;
mod measure;
mod page;
mod practice;
mod scan;
mod trouble;
mod window;

pub use axe::Violation;
pub use browser::{Behaviour, browse};
pub use desk::{Desk, Theme};
pub use measure::Start;
pub use practice::our_apps;
pub use scan::Scan;
pub use trouble::Trouble;
pub use window::Window;
