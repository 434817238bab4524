//! A window with one word in it.

use std::process::ExitCode;

#[allow(clippy::disallowed_methods, reason = "the macro ends the process when its resources are broken")]
fn main() -> ExitCode {
    match tauri::Builder::default().run(tauri::generate_context!()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
