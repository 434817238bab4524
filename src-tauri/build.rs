//! Bakes configuration, capabilities and permissions in.

fn main() {
    tauri_build::build();
}
