//! `cargo xtask fuzz`: libFuzzer against the practice tenant, for as long as one likes.

use clap::Args;

use crate::failure::{Failure, Outcome};
use crate::{project, shell};

/// Coverage as libFuzzer wants it, by switches of the stable compiler. `-C passes` reaches LLVM's own pass.
const COVERAGE: &[&str] = &[
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "--cfg=fuzzing",
];
/// Longest case in bytes.
const LONGEST: usize = 1_200;

#[derive(Args)]
pub struct Arguments {
    /// How long
    #[arg(long, default_value_t = 10, value_name = "MINUTES")]
    minutes: u32,
    /// One case again, from a file that an earlier run left behind
    #[arg(long, value_name = "FILE")]
    case: Option<std::path::PathBuf>,
}

/// Ends at the first panic, at the first 500, or when the time is over.
pub fn fuzz(arguments: &Arguments) -> Outcome {
    let crate_folder = project::root().join("tests/fuzz");
    let target = project::target()?.join("fuzz");
    let corpus = target.join("corpus");
    std::fs::create_dir_all(&corpus).map_err(Failure::file(&corpus))?;
    // The same versions as everywhere else; what only the fuzzer needs is added by cargo.
    let locks = [project::root(), crate_folder.clone()].map(|folder| folder.join("Cargo.lock"));
    std::fs::copy(&locks[0], &locks[1]).map_err(Failure::file(&locks[0]))?;
    let mut build = shell::cargo();
    build.args(["build", "--release", "--bin=requests"]).current_dir(&crate_folder);
    // A target triple keeps the switches away from build scripts and macros.
    build.env("RUSTFLAGS", COVERAGE.join(" ")).arg(format!("--target={}", host()?)).arg("--target-dir").arg(&target);
    shell::run(&mut build)?;
    let mut run = shell::command(target.join(host()?).join("release/requests"));
    run.current_dir(&target);
    match &arguments.case {
        Some(case) => run.arg(case),
        None => run.arg(&corpus).args([
            format!("-max_total_time={}", u64::from(arguments.minutes) * 60),
            format!("-max_len={LONGEST}"),
            // Long cases from the beginning: a short one is half a request.
            "-len_control=0".to_owned(),
            "-print_final_stats=1".to_owned(),
            "-verbosity=1".to_owned(),
        ]),
    };
    shell::run(&mut run)
}

fn host() -> Result<String, Failure> {
    let said = shell::read(shell::command("rustc").arg("-vV"))?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or(Failure::Answer { command: "rustc -vV".into(), why: "it names no host".into() })
}
