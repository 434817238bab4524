//! `$BROWSER` of the window tests: visits the address it is given as `Desk::browser_does` told it to.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a program of its own, started by the app with nothing but an address"
)]

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(address) = std::env::args().nth(1) else {
        eprintln!("usage: e2e-browser ADDRESS");
        return ExitCode::from(2);
    };
    let Some(home) = std::env::var_os("HANDRAIL_E2E_HOME").map(PathBuf::from) else {
        eprintln!("HANDRAIL_E2E_HOME is not set: a test sets it");
        return ExitCode::from(2);
    };
    match e2e::browse(&address, &home) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("e2e-browser: {trouble}");
            ExitCode::FAILURE
        }
    }
}
