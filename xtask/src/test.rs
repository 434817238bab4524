//! `cargo xtask test`: every check and every test, each step timed.

use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use crate::failure::{Failure, Outcome};
use crate::{arrows, bindings, provision, runner, shell, window};

#[derive(Args)]
pub struct Arguments {
    /// Only these steps
    #[arg(long, value_delimiter = ',', value_name = "STEP")]
    only: Vec<Step>,
    /// All but these steps
    #[arg(long, value_delimiter = ',', value_name = "STEP")]
    skip: Vec<Step>,
    /// Which build of the app the window tests drive
    #[arg(long, value_enum, default_value = "package")]
    app: window::Build,
    /// Do not look for missing packages first
    #[arg(long)]
    no_setup: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Step {
    /// Formatting of the Rust code
    Fmt,
    /// Arrows between rooms, and rules that no compiler knows
    Arrows,
    /// The window's pages: types and bundle
    Pages,
    /// Lints, with warnings as errors
    Clippy,
    /// Generated files are what the Rust types say
    Bindings,
    /// Rust tests, with a real keychain on Linux
    Rust,
    /// Examples in the documentation
    Doc,
    /// Tests of the pages
    Ui,
    /// Licences and banned crates
    Deny,
    /// The real window, end to end (Linux)
    E2e,
}

struct Done {
    step: Step,
    took: Duration,
    failure: Option<Failure>,
}

/// Runs the chosen steps, all of them even when one fails, and says how each ended.
pub fn test(arguments: &Arguments) -> Outcome {
    if !arguments.no_setup {
        provision::for_testing()?;
    }
    let chosen = Step::value_variants()
        .iter()
        .copied()
        .filter(|step| (arguments.only.is_empty() || arguments.only.contains(step)) && !arguments.skip.contains(step));
    let done: Vec<Done> = chosen.map(|step| perform(step, arguments.app)).collect();
    summary(&done)
}

fn perform(step: Step, app: window::Build) -> Done {
    println!("\n== {} ==", name(step));
    let begun = Instant::now();
    let outcome = match step {
        Step::Fmt => shell::run(shell::cargo().args(["fmt", "--all", "--check"])),
        Step::Arrows => arrows::check(),
        Step::Pages => window::build_pages(),
        Step::Clippy => clippy(),
        Step::Bindings => bindings::check(),
        Step::Rust => runner::rust_tests(),
        Step::Doc => shell::run(shell::cargo().args(["test", "--quiet", "--doc", "--workspace"])),
        Step::Ui => shell::run(shell::node_script("npm").args(["--prefix", "ui", "test"])),
        Step::Deny => deny(),
        Step::E2e => window::end_to_end(app),
    };
    let failure = outcome.err();
    if let Some(failure) = &failure {
        println!("{failure}");
    }
    Done { step, took: begun.elapsed(), failure }
}

fn clippy() -> Outcome {
    shell::run(shell::cargo().args([
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        // What the default features leave out is linted too.
        "--features=xtask/bindings,e2e/window",
        "--",
        "-D",
        "warnings",
    ]))
}

fn deny() -> Outcome {
    let program = provision::tool(&provision::CARGO_DENY)?;
    // All platforms' crates are judged, so all of them have to be here.
    shell::run(shell::cargo().args(["fetch", "--locked", "--quiet"]))?;
    shell::run(shell::command(program).args(["--offline", "check", "licenses", "bans", "sources"]))
}

fn name(step: Step) -> String {
    format!("{step:?}").to_lowercase()
}

fn summary(done: &[Done]) -> Outcome {
    println!("\n== summary ==");
    for Done { step, took, failure } in done {
        let result = if failure.is_some() { "FAILED" } else { "ok" };
        println!("{:<10} {result:<7} {:>6.1} s", name(*step), took.as_secs_f64());
    }
    let failed: Vec<&Done> = done.iter().filter(|done| done.failure.is_some()).collect();
    let word = if failed.is_empty() { "ok" } else { "FAILED" };
    println!("xtask test result: {word}. {} steps passed; {} failed", done.len() - failed.len(), failed.len());
    if failed.is_empty() {
        return Ok(());
    }
    Err(Failure::Broken {
        heading: "Not everything is well:".into(),
        rules: failed
            .iter()
            .map(|done| format!("{} (cargo xtask test --only {})", name(done.step), name(done.step)))
            .collect(),
    })
}
