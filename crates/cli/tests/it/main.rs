//! The real binary against a practice tenant of its own, seen from outside.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "tests stop loudly, say what they skip, and start processes"
)]

mod allow_list;
mod azure;
mod bad_input;
mod bench;
mod clients;
mod desk;
mod documents;
mod emulator;
mod every_profile;
mod handover;
mod hosts;
mod kill;
mod kill_many;
mod kill_profiles;
mod large_tenant;
mod own_app;
mod own_certificate;
mod scan;
mod setup;
mod support;
mod usage;
mod users_file;
mod vendor_certificate;

/// `$BROWSER` of these tests: the test binary itself, told to run this one "test" with an address behind it.
#[test]
#[ignore = "a browser for the other tests, not a test"]
fn stand_in_browser() {
    support::browse(&std::env::args().collect::<Vec<_>>());
}
