//! Ten thousand assignments at the pace of the service, ended by a kill in the middle: how long they take over what the
//! limits allow, and what they cost in memory. `cargo xtask bench` runs all of them, every other test run a tenth.

use std::io::Write as _;
use std::time::Instant;

use domain::{ItemId, Outcome};

use crate::access_policy_scale::{Counted, crowd, served};
use crate::bench::Bench;

const ITEM: &str = "application_access_policy";
/// Changes a second that the practice tenant's Teams takes.
const RATE: f64 = 10.0;

/// Memory of this process, in MiB; the practice tenant is in it.
fn memory() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: f64 = text.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * 4.0 / 1024.0)
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).expect("a small number"))
}

#[tokio::test]
async fn bench_ten_thousand_assignments() {
    let out = std::env::var_os("HANDRAIL_BENCH_OUT");
    let people = if out.is_some() { 10_000 } else { 1_000 };
    let dir = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::on_disk("documented-limits", dir.path().to_owned());
    let shell = Counted::default();
    let engine = shell.engine(&bench);
    bench.reach(&engine, ITEM).await;
    crowd(&bench, &engine, people);
    let (began, really) = (bench.now(), Instant::now());
    shell.die_at_grant(people / 2);
    tokio::select! {
        biased;
        _ = bench.run(&engine, ITEM) => panic!("it was killed before"),
        () = shell.died() => {}
    }
    drop(engine);
    let half = memory();
    bench.restart();
    let again = Counted::default();
    let engine = again.engine(&bench);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    let whole = memory();
    assert_eq!(served(&bench), people, "everybody, in spite of the kill");
    let took = bench.now().since(began).as_secs_f64();
    let allowed = number(people) / RATE;
    let over = took / allowed;
    let grown = half.zip(whole).map_or(0.0, |(half, whole)| whole - half);
    let grants = shell.of("grant") + again.of("grant");
    let looked = shell.of("holdings") + again.of("holdings");
    println!(
        "{people} in {took:.0} s ({over:.3} of what the limits allow), {grants} requests, {looked} readings of everybody, \
         {grown:+.0} MiB in the second half, {:.1} s of work",
        really.elapsed().as_secs_f64()
    );
    // Three reads in a row that agree come at the end, five seconds apart, however many they are.
    assert!(took <= allowed * 1.05 + 10.0, "at least 95 % of the rate that the limits allow: {over:.3}");
    assert!(grants <= people + people / 90 + 5, "no storm: {grants}");
    assert!(looked <= 10 + people / 4_000, "everybody is read now and then, not for each part: {looked}");
    assert!(grown < 64.0, "memory stays as it is: {grown:+.0} MiB in the second half");
    let rows = engine.journal().expect("stored").iter().filter(|row| row.planned.item == ItemId::from(ITEM)).count();
    assert!(rows <= people / 50 + 3, "a row for fifty: {rows}");
    if let Some(out) = out {
        let line = |name: &str, value: f64| serde_json::json!({ "name": name, "value": value }).to_string();
        let lines = [
            line("10,000 assignments, over the limits' time", over),
            line("10,000 assignments, work", really.elapsed().as_secs_f64()),
            line("10,000 assignments, memory grown", grown),
        ];
        let mut file = std::fs::OpenOptions::new().append(true).create(true).open(out).expect("the file to write to");
        writeln!(file, "{}", lines.join("\n")).expect("written");
    }
}
