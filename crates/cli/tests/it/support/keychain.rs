//! The real keychain, seen from beside the program.

use std::process::Command;

/// Whether there is one for these tests. `cargo xtask test` makes one; where there is none, it is said.
pub fn has_keyring() -> bool {
    let has = std::env::var("HANDRAIL_TEST_KEYRING").is_ok_and(|switch| switch == "1");
    if !has {
        eprintln!("SKIPPED: no real keychain for this test; `cargo xtask test` brings one (HANDRAIL_TEST_KEYRING=1)");
    }
    has
}

/// How many entries the keychain holds under that service name.
pub fn entries(service: &str) -> usize {
    let done = Command::new("dbus-send")
        .args(["--session", "--print-reply", "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets"])
        .arg("org.freedesktop.Secret.Service.SearchItems")
        .arg(format!("dict:string:string:service,{service}"))
        .output()
        .expect("dbus-send");
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "the keychain answers: {}", String::from_utf8_lossy(&done.stderr));
    said.matches("object path").count()
}
