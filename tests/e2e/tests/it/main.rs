//! Journeys through the real window.

#![expect(clippy::expect_used, reason = "a test says what it expects")]

mod album;
mod bench;
mod browser;
mod journey;
mod keyboard;
mod keyboard_profiles;
mod own_app;
mod people;
mod profile_pictures;
mod profile_steps;
mod profiles;
mod screenshots;
mod steps;
mod undo;
mod waiting;
mod window;
