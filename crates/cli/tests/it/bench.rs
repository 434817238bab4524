//! Measures that `cargo xtask bench` prints; here they are counted and bounded.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use crate::support::{Stage, example, has_keyring, run};

#[test]
fn bench_requests_of_a_set_up_and_of_a_verification() {
    if !has_keyring() {
        return;
    }
    let program =
        std::env::var_os("HANDRAIL_BENCH").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_handrail")), PathBuf::from);
    let stage = Stage::new();
    let answers = example().display().to_string();
    let measured = |name: &str, arguments: &[&str]| {
        let before = stage.way.log().len();
        let given =
            stage.command(&[&[arguments[0], "teams-online-meetings", "--answers", &answers], &arguments[1..]].concat());
        let mut command = Command::new(&program);
        command.args(given.get_args());
        command.envs(given.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let begun = Instant::now();
        let done = run(&mut command);
        assert_eq!(done.code, Some(0), "{}", done.said());
        let count = stage.way.log().len() - before;
        println!("{name:<40} {count:>10} requests {:>8.3} s", begun.elapsed().as_secs_f64());
        count
    };
    let setup = measured("set-up, start to end", &["setup", "--approve", "all"]);
    let verify = measured("verify, start to end", &["verify"]);
    assert!(setup <= 260, "a set-up asks for no more than it needs: {setup}");
    assert!(verify <= 90, "a verification reads each thing about once: {verify}");
}
