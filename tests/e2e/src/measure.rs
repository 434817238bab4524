//! How soon the window shows something, and what it holds in memory, seen from beside it.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::window::{from_environment, pause};
use crate::{Trouble, Window};

/// Of `/proc`: the kernel counts times of processes in hundredths of a second on every system that we build for.
const TICKS: f64 = 100.0;
/// From the first paint until memory is looked at: by then nothing is being loaded any more.
const SETTLED: Duration = Duration::from_secs(3);

/// One start of the app.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// From the start of its process to the first contentful paint of its page, in milliseconds.
    pub first_paint: f64,
    /// From there to Home with what it has to say, for windows that have one.
    pub home: Option<f64>,
    /// Proportional set size of the process and of every process below it, in MiB.
    pub memory: f64,
}

impl Window {
    /// Measures a window that was just opened.
    ///
    /// # Errors
    /// When its process is not found, or the page paints nothing.
    pub async fn measure(&self) -> Result<Start, Trouble> {
        let painted = "performance.getEntriesByName('first-contentful-paint').length > 0";
        self.until("the first paint", &format!("return {painted}")).await?;
        let at = self
            .ask(
                "return performance.timeOrigin + \
                 performance.getEntriesByName('first-contentful-paint')[0].startTime",
            )
            .await?;
        let app = from_environment("HANDRAIL_E2E_APP")?;
        let process = process_of(&app).ok_or_else(|| nothing(&app))?;
        let begun = begun(process).ok_or_else(|| nothing(&app))?;
        pause(SETTLED).await;
        let marked = "performance.getEntriesByName('home')[0]";
        let home = self.ask(&format!("return {marked} ? performance.timeOrigin + {marked}.startTime : null")).await?;
        Ok(Start {
            first_paint: at.as_f64().unwrap_or_default() - begun,
            home: home.as_f64().map(|at| at - begun),
            memory: memory_below(process) / 1024.0,
        })
    }
}

fn nothing(app: &Path) -> Trouble {
    Trouble::NotStarted { what: "the app", why: format!("no process of {} is there", app.display()) }
}

/// The oldest process of that program.
fn process_of(app: &Path) -> Option<u32> {
    let app = std::fs::canonicalize(app).unwrap_or_else(|_| PathBuf::from(app));
    processes().into_iter().filter(|id| std::fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|exe| exe == app)).min()
}

fn processes() -> Vec<u32> {
    let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    all.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

/// Fields of `/proc/ID/stat` behind the program's name: 0 is the state, 1 the parent, 19 the start.
fn field(process: u32, number: usize) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    text.rsplit_once(')')?.1.split_whitespace().nth(number)?.parse().ok()
}

/// When it was started, in milliseconds since 1970.
fn begun(process: u32) -> Option<f64> {
    let uptime = std::fs::read_to_string("/proc/uptime").ok()?;
    #[expect(clippy::disallowed_methods, reason = "a measure of real time")]
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs_f64();
    let up: f64 = uptime.split(' ').next()?.parse().ok()?;
    let started = f64::from(u32::try_from(field(process, 19)?).ok()?) / TICKS;
    Some((now - (up - started)) * 1000.0)
}

/// Of it and everything below it, in KiB.
fn memory_below(process: u32) -> f64 {
    let below: f64 =
        processes().into_iter().filter(|id| field(*id, 1) == Some(u64::from(process))).map(memory_below).sum();
    let text = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
    let own = text.lines().find_map(|line| line.strip_prefix("Pss:")?.split_whitespace().next()?.parse::<f64>().ok());
    own.unwrap_or_default() + below
}
