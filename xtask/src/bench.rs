//! Measuring: requests, waits, the window's start and memory, and what is handed out; each as the median of five.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use crate::failure::{Failure, Outcome};
use crate::package::{Effort, Unpacked};
use crate::runner::{Session, Tests};
use crate::{package, project, provision, runner, shell};

const RUNS: usize = 5;

/// What is measured by the journeys, in the order of the table: name, unit, aim.
const MEASURES: [(&str, &str, Option<f64>); 18] = [
    ("set-up, requests", "requests", None),
    ("set-up, wall time", "s", None),
    ("verify, requests", "requests", None),
    ("verify, wall time", "s", None),
    ("verify with latency, longest chain", "requests", None),
    ("verify with latency, wall time", "s", None),
    ("verify with latency, over the chain", "times", Some(1.15)),
    ("window, Home", "ms", None),
    ("large tenant, start", "s", Some(2.0)),
    ("large tenant, a page of users", "ms", None),
    ("large tenant, users filtered, sorted and counted", "ms", None),
    ("large tenant, apps filtered and counted", "ms", None),
    ("large tenant, all users", "ms", None),
    ("large tenant, a sign-in that is kept", "ms", None),
    ("large tenant, memory", "MiB", None),
    ("10,000 assignments, over the limits' time", "times", Some(1.05)),
    ("10,000 assignments, work", "s", None),
    ("10,000 assignments, memory grown", "MiB", Some(64.0)),
];
/// What is measured of Handrail's window and of a bare one: name, unit, and how many times the bare one's it may be.
const WINDOWS: [(&str, &str, f64); 2] = [("first paint", "ms", 1.3), ("memory", "MiB", 1.3)];
/// The largest .deb that we want to hand out, in MiB.
const DEB: f64 = 12.0;

#[derive(Args)]
pub struct Arguments {
    /// How many times each measure is taken; the median counts
    #[arg(long, default_value_t = RUNS)]
    runs: usize,
    /// One JSON object per line instead of the table
    #[arg(long)]
    json: bool,
    /// Leave the window and its package out
    #[arg(long)]
    no_window: bool,
}

/// One line of the table.
struct Row {
    name: String,
    value: f64,
    unit: &'static str,
    aim: Option<f64>,
}

/// Builds for release, measures, prints.
pub fn bench(arguments: &Arguments) -> Outcome {
    provision::for_testing()?;
    let out = project::target()?.join("bench.jsonl");
    shell::write(&out, "")?;
    let runs = arguments.runs.max(1).to_string();
    let told = |command: &mut std::process::Command| {
        command.env("HANDRAIL_BENCH_OUT", &out).env("HANDRAIL_BENCH_RUNS", &runs);
    };
    shell::run(shell::cargo().args(["build", "--release", "--package=handrail"]))?;
    let line = project::target()?.join("release").join(format!("handrail{}", std::env::consts::EXE_SUFFIX));
    let tests = Tests { selection: &["--package=handrail"], names: &["bench_requests"], one_by_one: true };
    runner::build(&tests)?;
    let mut command = runner::cargo_test(&tests, runner::in_session(Session::Plain));
    told(command.env("HANDRAIL_BENCH", &line));
    shell::run(&mut command)?;
    let tests = Tests { selection: &["--package=engine"], names: &["bench_ten_thousand"], one_by_one: true };
    runner::build(&tests)?;
    let mut command = runner::cargo_test(&tests, runner::in_session(Session::Plain));
    told(&mut command);
    shell::run(&mut command)?;
    let mut rows = vec![Row { name: "command line, size".into(), value: mebibytes(&line)?, unit: "MiB", aim: None }];
    if !arguments.no_window && cfg!(target_os = "linux") {
        let Unpacked { deb, app } = package::unpacked(Effort::Full)?;
        windows(app, &told)?;
        rows.push(Row { name: ".deb, size".into(), value: mebibytes(&deb)?, unit: "MiB", aim: Some(DEB) });
    }
    let medians = medians(&shell::text(&out)?)?;
    rows.extend(single(&medians));
    rows.extend(compared(&medians));
    for row in &rows {
        println!("{}", if arguments.json { row.json() } else { row.text() });
    }
    Ok(())
}

/// The app out of its package, then a bare window.
fn windows(app: PathBuf, told: &dyn Fn(&mut std::process::Command)) -> Outcome {
    let driver = provision::tool(&provision::TAURI_DRIVER)?;
    let bare: PathBuf = project::target()?.join("release/bare-window");
    shell::run(shell::cargo().args([
        "build",
        "--release",
        "--package=bare-window",
        "--features=bare-window/custom-protocol",
    ]))?;
    let tests = Tests {
        selection: &["--package=e2e", "--features=e2e/window"],
        names: &["bench_first_paint"],
        one_by_one: true,
    };
    for (name, app) in [("window", app), ("bare window", bare)] {
        shell::run(shell::cargo().args(["build", "--quiet", "--bins"]).args(tests.selection))?;
        runner::build(&tests)?;
        let mut command = runner::cargo_test(&tests, runner::in_session(Session::WithScreen));
        told(
            command.env("HANDRAIL_E2E_APP", &app).env("HANDRAIL_E2E_DRIVER", &driver).env("HANDRAIL_BENCH_NAME", name),
        );
        shell::run(&mut command)?;
    }
    Ok(())
}

/// The median of each measure in these lines.
fn medians(text: &str) -> Result<BTreeMap<String, f64>, Failure> {
    let mut all: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for line in text.lines() {
        let measure: Value = serde_json::from_str(line)
            .map_err(|error| Failure::Answer { command: "the bench".into(), why: error.to_string() })?;
        let name = measure["name"].as_str().unwrap_or_default().to_owned();
        all.entry(name).or_default().extend(measure["value"].as_f64());
    }
    Ok(all.into_iter().map(|(name, values)| (name, middle(values))).collect())
}

fn single(medians: &BTreeMap<String, f64>) -> Vec<Row> {
    let row = |(name, unit, aim): &(&str, &'static str, Option<f64>)| {
        Some(Row { name: (*name).to_owned(), value: *medians.get(*name)?, unit, aim: *aim })
    };
    MEASURES.iter().filter_map(row).collect()
}

fn compared(medians: &BTreeMap<String, f64>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (what, unit, aim) in WINDOWS {
        let of = |window: &str| medians.get(&format!("{window}, {what}")).copied();
        let (Some(ours), Some(bare)) = (of("window"), of("bare window")) else { continue };
        let row = |name: &str, value, unit, aim| Row { name: format!("{name}, {what}"), value, unit, aim };
        rows.push(row("window", ours, unit, None));
        rows.push(row("bare window", bare, unit, None));
        rows.push(row("window over bare window", ours / bare, "times", Some(aim)));
    }
    rows
}

impl Row {
    fn text(&self) -> String {
        let aim = self.aim.map(|aim| format!("aim {aim:>6.2} {}", if self.value <= aim { "met" } else { "MISSED" }));
        format!("{:<40} {:>9.2} {:<9} {}", self.name, self.value, self.unit, aim.unwrap_or_default())
            .trim_end()
            .to_owned()
    }

    fn json(&self) -> String {
        json!({ "name": self.name, "value": self.value, "unit": self.unit, "aim": self.aim }).to_string()
    }
}

fn mebibytes(file: &Path) -> Result<f64, Failure> {
    let bytes = std::fs::metadata(file).map_err(Failure::file(file))?.len();
    Ok(f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) / 1024.0)
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
