//! Journeys through the real window.

#![expect(clippy::expect_used, reason = "a test says what it expects")]

mod browser;
mod window;
