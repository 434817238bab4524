//! One binary for all integration tests.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on says so")]

mod admin_consent;
mod certificates;
mod control;
mod device_code;
mod discovery;
mod ports;
mod scenarios;
mod sign_in;
mod support;
