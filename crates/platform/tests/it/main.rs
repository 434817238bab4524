//! The machine room, from outside: real files, real sockets, real children.

#![allow(clippy::expect_used, reason = "helpers of tests stop loudly")]

#[cfg(unix)]
mod children;
mod files;
mod reach;
mod sounding;
