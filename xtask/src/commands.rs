//! The commands of the window: the one list from which the wrapper in TypeScript and the permission file are
//! written, and against which `generate_handler!` is held. A command that is not here cannot be called.

/// A Tauri command.
pub struct Command {
    /// Its name in Rust.
    pub name: &'static str,
    /// What it is for, in one sentence; stands over the wrapper and in the permission file.
    pub what: &'static str,
    /// Arguments: name in Rust and type in TypeScript.
    pub arguments: &'static [(&'static str, &'static str)],
    /// What it gives, as a TypeScript type; `void` for nothing.
    pub gives: &'static str,
}

const fn command(
    name: &'static str,
    what: &'static str,
    arguments: &'static [(&'static str, &'static str)],
    gives: &'static str,
) -> Command {
    Command {
        name,
        what,
        arguments,
        gives,
    }
}

/// Every command, in the order of the pages that use them.
pub const COMMANDS: &[Command] = &[];
