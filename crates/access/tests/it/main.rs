//! What the vault does, seen from outside.

#![allow(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "helpers of tests stop loudly, and a skipped test says so"
)]

mod app_tokens;
mod certificates;
mod device_code;
mod discovery;
mod handover;
mod keychain;
mod own_certificates;
mod person;
mod practice;
mod secrets_stay_secret;
mod session;
mod sign_in;
mod support;
mod vendor_files;
