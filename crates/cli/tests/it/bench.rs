//! Measures that `cargo xtask bench` prints; in every test run they are counted and bounded.

use std::io::Write as _;
use std::time::{Duration, Instant};

use crate::support::{Exchange, Run, Stage, has_keyring};

/// What every request is held up by, where that is measured.
const LATENCY: Duration = Duration::from_millis(100);

/// The requests of a run that waited for one another longest: each was sent after the one before was answered.
fn chain(log: &[Exchange]) -> Vec<&Exchange> {
    let mut sorted: Vec<&Exchange> = log.iter().collect();
    sorted.sort_by_key(|exchange| exchange.took.1);
    // For each: how long the longest chain is that ends with it, and which request stands before it in that chain.
    let mut best: Vec<(usize, Option<usize>)> = Vec::new();
    for exchange in &sorted {
        let before = (0..best.len()).filter(|at| sorted[*at].took.1 <= exchange.took.0).max_by_key(|at| best[*at].0);
        best.push((before.map_or(0, |at| best[at].0) + 1, before));
    }
    let mut at = (0..best.len()).max_by_key(|at| best[*at].0);
    let mut chain = Vec::new();
    while let Some(here) = at {
        chain.push(sorted[here]);
        at = best[here].1;
    }
    chain.reverse();
    chain
}

/// Runs a command; returns what it came to, what passed, and how long it took.
fn measured(stage: &Stage, command: &str, more: &[&str]) -> (Run, Vec<Exchange>, Duration) {
    let before = stage.way.log().len();
    let begun = Instant::now();
    let done = stage.profile(command, more);
    let took = begun.elapsed();
    assert_eq!(done.code, Some(0), "{}", done.said());
    (done, stage.way.log().split_off(before), took)
}

#[test]
fn bench_requests_of_a_set_up_and_of_a_verification() {
    if !has_keyring() {
        return;
    }
    let runs = std::env::var("HANDRAIL_BENCH_RUNS").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    let mut lines = Vec::new();
    let mut note = |name: &str, value: f64| lines.push(serde_json::json!({ "name": name, "value": value }).to_string());
    for _ in 0..runs {
        let stage = Stage::new();
        let (_, setup, took) = measured(&stage, "setup", &["--approve", "all"]);
        note("set-up, requests", count(&setup));
        note("set-up, wall time", took.as_secs_f64());
        assert!(setup.len() <= 260, "a set-up asks for no more than it needs: {}", setup.len());
        let (_, verify, took) = measured(&stage, "verify", &[]);
        note("verify, requests", count(&verify));
        note("verify, wall time", took.as_secs_f64());
        assert!(verify.len() <= 90, "a verification reads each thing about once: {}", verify.len());
        stage.way.delay(u64::try_from(LATENCY.as_millis()).expect("a small number"));
        let begun = Instant::now();
        let (_, slow, took) = measured(&stage, "verify", &[]);
        let chain = chain(&slow);
        note("verify with latency, wall time", took.as_secs_f64());
        note("verify with latency, longest chain", f64::from(u32::try_from(chain.len()).expect("a small number")));
        let least = LATENCY * u32::try_from(chain.len()).expect("a small number");
        note("verify with latency, over the chain", took.as_secs_f64() / least.as_secs_f64());
        let mut before = begun;
        for exchange in chain {
            let (sent, answered) = exchange.took;
            let (waited, took) = ((sent - before).as_millis(), (answered - sent).as_millis());
            let path = exchange.path.split('?').next().unwrap_or_default();
            println!("{waited:>5} ms, then {took:>5} ms: {:>7} {path}", exchange.method);
            before = answered;
        }
        println!("{:>5} ms to the end", (begun + took - before).as_millis());
    }
    let Some(out) = std::env::var_os("HANDRAIL_BENCH_OUT") else { return };
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(out).expect("a file");
    lines.iter().for_each(|line| writeln!(file, "{line}").expect("written"));
}

fn count(exchanges: &[Exchange]) -> f64 {
    f64::from(u32::try_from(exchanges.len()).expect("a small number"))
}
