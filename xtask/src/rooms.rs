//! The plan of the house as data: who may use whom, and which guest is received where.
//! ARCHITECTURE.md says why; a new line here needs one there.

/// One room: a crate of this workspace.
pub struct Room {
    /// The crate's name.
    pub name: &'static str,
    /// The rooms it may use, in the product and in its build script.
    pub uses: &'static [&'static str],
    /// Further rooms that its tests may use.
    pub tests_use: &'static [&'static str],
}

const fn room(name: &'static str, uses: &'static [&'static str], tests_use: &'static [&'static str]) -> Room {
    Room { name, uses, tests_use }
}

const ALL: &[&str] = &["access", "domain", "emulator", "engine", "microsoft", "platform", "report", "store"];

/// The window calls the desk, which the command line keeps as its library.
const WINDOW: &[&str] = &["domain", "engine", "handrail", "platform", "report"];

/// Every room, from the ground up.
pub const ROOMS: &[Room] = &[
    room("domain", &[], &[]),
    room("report", &["domain"], &[]),
    room("microsoft", &["domain"], &[]),
    room("access", &["microsoft", "domain"], &["emulator"]),
    room("store", &["domain"], &[]),
    room("platform", &["domain"], &[]),
    // Its tests hold real certificates and a real journal against the practice tenant.
    room("engine", &["microsoft", "domain"], &["access", "emulator", "store"]),
    room("emulator", &["domain"], &[]),
    room("handrail", ALL, &["leaks"]),
    room("handrail-app", WINDOW, &[]),
    // DECISIONS 29: only for the generated bindings and schemas.
    room("xtask", &["domain"], &[]),
    room("leaks", &[], &[]),
    room("e2e", &["leaks"], &[]),
    room("bare-window", &[], &[]),
];

/// A crate from outside and the rooms that may name it.
pub struct Guest {
    /// The crate's name, or its beginning when it ends with `*`.
    pub name: &'static str,
    /// The rooms that may name it in the product.
    pub rooms: &'static [&'static str],
    /// Further rooms whose tests may name it.
    pub tests: &'static [&'static str],
    /// What the wall keeps out.
    pub because: &'static str,
}

const fn guest(
    name: &'static str,
    rooms: &'static [&'static str],
    tests: &'static [&'static str],
    because: &'static str,
) -> Guest {
    Guest { name, rooms, tests, because }
}

const ONE_CLIENT: &str = "one HTTP client behind one transport with its policies";
const ONE_VAULT: &str = "one room to audit for leaks";
const RUNTIME: &[&str] =
    &["access", "e2e", "emulator", "engine", "handrail", "handrail-app", "microsoft", "platform", "store"];
const SERVERS: &[&str] = &["access", "e2e", "emulator", "handrail", "handrail-app", "microsoft"];

/// The guests that have a wall. Everyone else is received everywhere.
pub const GUESTS: &[Guest] = &[
    guest("reqwest", &["microsoft"], &[], ONE_CLIENT),
    guest("hyper-tls", &[], &[], ONE_CLIENT),
    guest("ureq", &[], &[], ONE_CLIENT),
    guest("tauri", &["bare-window", "handrail-app"], &[], "only the shell knows that a window exists"),
    guest("tauri-*", &["bare-window", "handrail-app"], &[], "only the shell knows that a window exists"),
    guest("rfd", &["handrail-app"], &[], "only the shell asks for files"),
    guest("arboard", &["handrail-app"], &[], "only the shell holds the clipboard"),
    guest("rusqlite", &["store"], &[], "SQL stays in one room"),
    guest("rusqlite_migration", &["store"], &[], "SQL stays in one room"),
    guest("oauth2", &["access"], &[], ONE_VAULT),
    guest("rcgen", &["access"], &["emulator", "handrail", "microsoft", "platform"], ONE_VAULT),
    guest("keyring*", &["access"], &[], ONE_VAULT),
    guest("*-keyring-store", &["access"], &[], ONE_VAULT),
    guest("p12-keystore", &["access"], &[], ONE_VAULT),
    // Tests open what was sealed, as the vendor would.
    guest("age", &["access"], &["handrail"], ONE_VAULT),
    guest("krilla", &["report"], &[], "the report is drawn in one room"),
    guest("thirtyfour", &["e2e"], &[], "a WebDriver drives the window from outside"),
    guest("axum", SERVERS, &["engine"], "these rooms are plain functions"),
    guest("hyper", SERVERS, &["engine"], "these rooms are plain functions"),
    guest("tokio", RUNTIME, &["domain"], "domain and report wait for nothing"),
];

/// Where code may ask which operating system it runs on.
pub const CFG_ROOMS: &[&str] = &["crates/access", "crates/platform", "src-tauri", "tests/e2e", "xtask"];

/// The only folder of the window's code that may name Tauri.
pub const UI_DOOR: &str = "ui/src/ipc";

/// Whether a crate's name fits a guest's, which may begin or end with `*`.
pub fn fits(pattern: &str, name: &str) -> bool {
    if let Some(beginning) = pattern.strip_suffix('*') {
        name.starts_with(beginning)
    } else if let Some(end) = pattern.strip_prefix('*') {
        name.ends_with(end)
    } else {
        name == pattern
    }
}
