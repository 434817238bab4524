//! Running the Rust tests: with nextest where it is installed, in a private session where there can be one.

use std::process::Command;

use crate::failure::Outcome;
use crate::{project, shell};

/// What a private session needs besides a bus and a keychain.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Session {
    /// Nothing.
    Plain,
    /// A screen for a window.
    WithScreen,
}

/// Which tests, and what they are told.
pub struct Tests<'a> {
    /// Packages and features, as cargo wants them.
    pub selection: &'a [&'a str],
    /// Words that the tests' names contain; empty means all.
    pub names: &'a [&'a str],
    /// Whether only one runs at a time.
    pub one_by_one: bool,
}

/// Every Rust test of the workspace but those that drive a window.
pub fn rust_tests() -> Outcome {
    let tests = Tests { selection: &["--workspace"], names: &[], one_by_one: false };
    build(&tests)?;
    if !cfg!(target_os = "linux") {
        println!("note: the tests with a real keychain run on Linux only; here they are off");
        return shell::run(&mut cargo_test(&tests, shell::cargo()));
    }
    shell::run(&mut cargo_test(&tests, in_session(Session::Plain)))
}

/// Compiles the tests, so that no compiler works inside the private session.
pub fn build(tests: &Tests) -> Outcome {
    shell::run(shell::cargo().args(["test", "--quiet", "--no-run", "--all-targets"]).args(tests.selection))
}

/// A command whose arguments are a command that runs in a private session.
pub fn in_session(session: Session) -> Command {
    let mut command = shell::command("bash");
    command.arg(project::root().join("xtask/session.sh"));
    if session == Session::WithScreen {
        command.arg("--screen");
    }
    command.arg(shell::cargo().get_program());
    command
}

/// Appends `nextest run ...` or `test ...` to a command that ends where cargo's arguments begin.
pub fn cargo_test(tests: &Tests, mut command: Command) -> Command {
    if shell::ask(shell::cargo().args(["nextest", "--version"])).is_some() {
        // Asked for by name, they must be there; else silence would look like success.
        let none = if tests.names.is_empty() { "--no-tests=pass" } else { "--no-tests=fail" };
        command.args(["nextest", "run", none, "--all-targets"]).args(tests.selection);
        if tests.one_by_one {
            command.args(["-j", "1"]);
        }
        command.args(tests.names);
    } else {
        command.args(["test", "--all-targets"]).args(tests.selection).arg("--").args(tests.names);
        if tests.one_by_one {
            command.arg("--test-threads=1");
        }
    }
    command
}
