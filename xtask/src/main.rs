//! What one does with this repository: `cargo xtask run`, `cargo xtask test`, and the checks behind them.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool for developers: it starts processes, reads the environment and talks to the terminal"
)]

mod arrows;
mod bench;
mod bindings;
mod commands;
mod failure;
mod fuzz;
mod licences;
mod package;
mod project;
mod provision;
mod rooms;
mod run;
mod runner;
mod sbom;
mod shell;
mod sources;
mod test;
mod window;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Outcome;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "What one does with this repository")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing, build Handrail and open its window in practice mode
    Run(run::Arguments),
    /// Install what is missing, then run every check and every test
    Test(test::Arguments),
    /// Check which room may use which, and a few rules that no compiler knows
    Arrows,
    /// Write the TypeScript bindings, the JSON Schemas and the permission file from the Rust types
    Bindings(bindings::Arguments),
    /// Build the .deb and .rpm packages, with licences and a list of parts (SBOM)
    Package(package::Arguments),
    /// Measure sizes, start-up and requests; the median of five
    Bench(bench::Arguments),
    /// Make a picture of every page and state from the real window
    Screenshots(window::ScreenshotArguments),
    /// Kill a set-up after every single request and see that each one ends well
    KillSweep,
    /// Look for requests that the practice tenant answers with a panic or a 500
    Fuzz(fuzz::Arguments),
}

fn main() -> ExitCode {
    match perform(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Outcome {
    match task {
        Task::Run(arguments) => run::run(&arguments),
        Task::Test(arguments) => test::test(&arguments),
        Task::Arrows => arrows::check(),
        Task::Bindings(arguments) => bindings::bindings(&arguments),
        Task::Package(arguments) => package::package(&arguments),
        Task::Bench(arguments) => bench::bench(&arguments),
        Task::Screenshots(arguments) => window::screenshots(&arguments),
        Task::KillSweep => window::kill_sweep(),
        Task::Fuzz(arguments) => fuzz::fuzz(&arguments),
    }
}
