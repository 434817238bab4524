//! Measuring: how large the app is and how fast its command line answers, each as the median of five.

use std::path::Path;
use std::time::Instant;

use clap::Args;

use crate::failure::{Failure, Outcome};
use crate::runner::Session;
use crate::{project, provision, runner, shell, window};

const RUNS: usize = 5;

#[derive(Args)]
pub struct Arguments {
    /// How many times each measure is taken; the median counts
    #[arg(long, default_value_t = RUNS)]
    runs: usize,
}

/// Builds for release, then prints one line per measure.
pub fn bench(arguments: &Arguments) -> Outcome {
    provision::for_testing()?;
    window::build_pages()?;
    let app = window::build_app("release")?;
    shell::run(shell::cargo().args(["build", "--release", "--package=handrail"]))?;
    let folder = project::target()?.join("release");
    let line = folder.join(format!("handrail{}", std::env::consts::EXE_SUFFIX));
    size("app binary", &app)?;
    size("command line binary", &line)?;
    let seconds = median(arguments.runs, || shell::read(shell::command(&line).arg("profiles")).map(drop))?;
    println!("{:<40} {:>10.3} s", "handrail profiles, start to end", seconds);
    requests(&line)
}

/// The measures of the journeys themselves are tests that print what they counted.
fn requests(line: &Path) -> Outcome {
    let tests = runner::Tests { selection: &["--package=handrail", "--release"], names: &["bench"], one_by_one: true };
    runner::build(&tests)?;
    shell::run(
        runner::cargo_test(&tests, runner::in_session(Session::Plain))
            .env("HANDRAIL_BENCH", line)
            .env("NEXTEST_SUCCESS_OUTPUT", "immediate"),
    )
}

fn size(what: &str, file: &Path) -> Outcome {
    let bytes = std::fs::metadata(file).map_err(Failure::file(file))?.len();
    println!("{what:<40} {bytes:>10} bytes");
    Ok(())
}

fn median(runs: usize, mut measured: impl FnMut() -> Outcome) -> Result<f64, Failure> {
    let mut seconds = Vec::with_capacity(runs);
    for _ in 0..runs.max(1) {
        let begun = Instant::now();
        measured()?;
        seconds.push(begun.elapsed().as_secs_f64());
    }
    Ok(middle(seconds))
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_ignores_one_slow_run() {
        let seen = middle(vec![1.0, 9.0, 1.2, 1.1, 1.3]);
        assert!((seen - 1.2).abs() < f64::EPSILON, "the one in the middle, not the mean: {seen}");
    }
}
