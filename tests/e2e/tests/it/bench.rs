//! Measures of the window for `cargo xtask bench`.

use std::io::Write as _;

use e2e::{Desk, Trouble};

/// Appends a line for each start: the app's name, its first paint and its memory.
#[tokio::test]
async fn bench_first_paint_and_memory() -> Result<(), Trouble> {
    #[expect(clippy::disallowed_methods, reason = "xtask says what is measured")]
    let set = |name: &str| std::env::var(name).ok();
    let (Some(out), Some(name)) = (set("HANDRAIL_BENCH_OUT"), set("HANDRAIL_BENCH_NAME")) else {
        eprintln!("SKIPPED: a measure; `cargo xtask bench` takes it (HANDRAIL_BENCH_OUT, HANDRAIL_BENCH_NAME)");
        return Ok(());
    };
    let runs: usize = set("HANDRAIL_BENCH_RUNS").and_then(|text| text.parse().ok()).unwrap_or(1);
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(out)?;
    for _ in 0..runs {
        let desk = Desk::new()?;
        let window = desk.open(&[]).await?;
        let start = window.measure().await?;
        window.close().await?;
        writeln!(file, "{{\"name\":\"{name}, first paint\",\"value\":{:.1}}}", start.first_paint)?;
        if let Some(home) = start.home {
            writeln!(file, "{{\"name\":\"{name}, Home\",\"value\":{home:.1}}}")?;
        }
        writeln!(file, "{{\"name\":\"{name}, memory\",\"value\":{:.2}}}", start.memory)?;
    }
    Ok(())
}
