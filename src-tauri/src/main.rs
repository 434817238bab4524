//! The window.
// In a release for Windows no console opens beside it.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    handrail_app::run()
}
