//! Bakes the configuration in.

fn main() {
    tauri_build::build();
}
