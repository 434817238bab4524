//! What is written down about a run (DECISIONS 35): one JSON line per event, in the data directory, for seven days.
//!
//! Our own events are written by a list of allowed fields; a field that is not on it is named and left out. Crates from
//! outside are capped at WARN, and only their message is kept, cut short. `RUST_LOG` counts in debug builds only. A
//! panic is told by its place and nothing else: its text may hold anything.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use domain::{Clock, Timestamp};
use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_appender::non_blocking::{NonBlocking, WorkerGuard};
use tracing_appender::rolling::{Builder, Rotation};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;

use crate::folders::{FolderError, make_private};

/// Files kept, one a day.
const DAYS: usize = 7;
/// Characters of a message from outside.
const FOREIGN: usize = 200;
/// Characters of one of our own values.
const OWN: usize = 500;
/// The rooms of this house, as modules name themselves.
const OURS: [&str; 11] = [
    "access",
    "domain",
    "emulator",
    "engine",
    "handrail",
    "handrail_app",
    "handrail_app_lib",
    "microsoft",
    "platform",
    "report",
    "store",
];
/// Fields that may be written: codes, ids, counts and durations. No names, no addresses with a query, no bodies.
pub const FIELDS: [&str; 24] = [
    "message",
    "aadsts",
    "attempt",
    "client_request_id",
    "code",
    "correlation_id",
    "count",
    "diagnostic",
    "host",
    "item",
    "kind",
    "location",
    "method",
    "millis",
    "operation",
    "outcome",
    "profile",
    "request_id",
    "run",
    "setup",
    "stage",
    "status",
    "trace_id",
    "version",
];

/// Keeps the log open; dropping it writes what is left.
#[derive(Debug)]
pub struct LogGuard {
    _worker: WorkerGuard,
}

/// Starts logging into `logs` inside the data directory and sets the panic hook. To be called once; a second call has
/// no effect on what is written where.
///
/// # Errors
/// When the folder cannot be made.
pub fn start(data: &Path, clock: Arc<dyn Clock>) -> Result<LogGuard, FolderError> {
    let folder = data.join("logs");
    make_private(&folder)?;
    let appender = Builder::new()
        .rotation(Rotation::DAILY)
        .filename_prefix("handrail")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(&folder)
        .map_err(|error| FolderError::NotWritable { path: folder.display().to_string(), why: error.to_string() })?;
    let (writer, worker) = tracing_appender::non_blocking(appender);
    let subscriber = tracing_subscriber::registry().with(lines(writer, clock));
    // Fails when somebody has set one before: then theirs stays.
    drop(tracing::subscriber::set_global_default(subscriber));
    tell_panics_by_place();
    Ok(LogGuard { _worker: worker })
}

/// A panic is told by its place: on standard error and in the log.
pub fn tell_panics_by_place() {
    std::panic::set_hook(Box::new(|panic| {
        let place =
            panic.location().map_or_else(|| "an unknown place".to_owned(), |at| format!("{}:{}", at.file(), at.line()));
        tracing::error!(location = %place, "stopped by a fault of its own");
        drop(writeln!(std::io::stderr(), "Handrail stopped by a fault of its own at {place}"));
    }));
}

/// The layer that writes.
fn lines<S: Subscriber + for<'a> LookupSpan<'a>>(writer: NonBlocking, clock: Arc<dyn Clock>) -> impl Layer<S> {
    let chosen = chosen_level();
    Lines { writer: std::sync::Mutex::new(writer), clock }
        .with_filter(tracing_subscriber::filter::filter_fn(move |metadata| is_wanted(metadata, chosen)))
}

/// INFO; in debug builds DEBUG, or what `RUST_LOG` names, if it is one level for everything.
fn chosen_level() -> Level {
    if !cfg!(debug_assertions) {
        return Level::INFO;
    }
    let named = crate::environment::read("RUST_LOG").and_then(|text| text.into_string().ok());
    named.and_then(|text| text.parse().ok()).unwrap_or(Level::DEBUG)
}

fn is_wanted(metadata: &Metadata<'_>, ours: Level) -> bool {
    *metadata.level() <= if is_ours(metadata.target()) { ours } else { Level::WARN }
}

fn is_ours(target: &str) -> bool {
    OURS.contains(&target.split("::").next().unwrap_or_default())
}

struct Lines {
    writer: std::sync::Mutex<NonBlocking>,
    clock: Arc<dyn Clock>,
}

impl<S: Subscriber> Layer<S> for Lines {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut line = line(event, self.clock.now());
        line.push('\n');
        let mut writer = self.writer.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // A log that cannot be written stops nothing.
        drop(writer.write_all(line.as_bytes()));
    }
}

/// One event as one line of JSON.
fn line(event: &Event<'_>, at: Timestamp) -> String {
    let metadata = event.metadata();
    let mut fields = Fields { ours: is_ours(metadata.target()), kept: Map::new(), left_out: Vec::new() };
    event.record(&mut fields);
    let mut all = Map::new();
    all.insert("at".to_owned(), at.to_string().into());
    all.insert("level".to_owned(), metadata.level().as_str().into());
    all.insert("target".to_owned(), metadata.target().into());
    all.append(&mut fields.kept);
    if !fields.left_out.is_empty() {
        all.insert("left_out".to_owned(), fields.left_out.into());
    }
    Value::Object(all).to_string()
}

struct Fields {
    ours: bool,
    kept: Map<String, Value>,
    left_out: Vec<&'static str>,
}

impl Fields {
    fn keep(&mut self, field: &Field, value: impl FnOnce() -> Value) {
        let name = field.name();
        let allowed = if self.ours { FIELDS.contains(&name) } else { name == "message" };
        if allowed {
            self.kept.insert(name.to_owned(), value());
        } else {
            self.left_out.push(name);
        }
    }

    fn keep_text(&mut self, field: &Field, text: impl FnOnce() -> String) {
        let longest = if self.ours { OWN } else { FOREIGN };
        self.keep(field, || text().chars().take(longest).collect::<String>().into());
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.keep_text(field, || format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.keep_text(field, || value.to_owned());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.keep(field, || value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.keep(field, || value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.keep(field, || value.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    /// Collects lines instead of writing them.
    struct Collected(Arc<Mutex<Vec<String>>>);

    impl<S: Subscriber> Layer<S> for Collected {
        fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
            self.0.lock().expect("no panic elsewhere").push(line(event, Timestamp::EPOCH));
        }
    }

    fn logged(work: impl FnOnce()) -> Vec<String> {
        let lines = Arc::new(Mutex::new(Vec::new()));
        let filter = tracing_subscriber::filter::filter_fn(|metadata| is_wanted(metadata, Level::DEBUG));
        let layer = Collected(lines.clone()).with_filter(filter);
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), work);
        let lines = lines.lock().expect("no panic elsewhere");
        lines.clone()
    }

    #[test]
    fn our_events_keep_allowed_fields_and_name_the_others() {
        let lines = logged(|| {
            tracing::info!(target: "engine::run", status = 403, item = "certificate", upn = "dana@contoso.com", "refused");
        });
        let expected = r#"{"at":"1970-01-01T00:00:00Z","item":"certificate","left_out":["upn"],"level":"INFO","message":"refused","status":403,"target":"engine::run"}"#;
        assert_eq!(lines, [expected], "a person's name is not on the list");
    }

    #[test]
    fn crates_from_outside_are_capped_at_warn_and_keep_their_message_only() {
        let lines = logged(|| {
            tracing::info!(target: "hyper::client", "connecting");
            tracing::warn!(target: "hyper::client", header = "Bearer x", "{}", "m".repeat(1000));
        });
        assert_eq!(lines.len(), 1, "INFO is too talkative");
        assert!(!lines[0].contains("Bearer") && lines[0].contains("left_out"), "no field of theirs: {}", lines[0]);
        assert!(lines[0].len() < 400, "cut short");
    }
}
