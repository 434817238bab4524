//! Arguments and environments of all processes of this user, looked at again and again.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::Needles;

const PAUSE: Duration = Duration::from_millis(10);

/// A watch that goes on.
pub struct Watch {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<Processes>,
}

/// What processes were given.
#[derive(Default)]
pub struct Processes {
    /// Command lines, with a zero byte behind each argument.
    pub arguments: BTreeSet<Vec<u8>>,
    /// Environments, with a zero byte behind each variable.
    pub environments: BTreeSet<Vec<u8>>,
}

impl Watch {
    /// Begins. Sees nothing where there is no `/proc`.
    #[must_use]
    pub fn begin() -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let told = stop.clone();
        let thread = std::thread::spawn(move || {
            let mut seen = Processes::default();
            while !told.load(Ordering::Relaxed) {
                seen.look();
                pause();
            }
            seen
        });
        Self { stop, thread }
    }

    /// Ends it.
    #[must_use]
    pub fn end(self) -> Processes {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().unwrap_or_default()
    }
}

#[expect(clippy::disallowed_methods, reason = "a test looks at real processes in real time")]
fn pause() {
    std::thread::sleep(PAUSE);
}

impl Processes {
    fn look(&mut self) {
        for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
            if !entry.file_name().as_encoded_bytes().first().is_some_and(u8::is_ascii_digit) {
                continue;
            }
            // Gone by now, or another user's.
            self.arguments.extend(std::fs::read(entry.path().join("cmdline")));
            self.environments.extend(std::fs::read(entry.path().join("environ")));
        }
    }

    /// Whether some process was started with this in its arguments.
    #[must_use]
    pub fn saw(&self, argument: &str) -> bool {
        self.arguments.iter().any(|line| line.split(|byte| *byte == 0).any(|one| one == argument.as_bytes()))
    }

    /// Which secrets were in arguments or environments.
    #[must_use]
    pub fn found(&self, needles: &Needles) -> Vec<String> {
        let arguments = self.arguments.iter().map(|line| ("arguments", line));
        let all = arguments.chain(self.environments.iter().map(|line| ("an environment", line)));
        all.flat_map(|(place, line)| {
            let program =
                String::from_utf8_lossy(line.split(|byte| *byte == 0).next().unwrap_or_default()).into_owned();
            needles.found_in(line).into_iter().map(move |name| format!("{place} of {program}: {name}"))
        })
        .collect()
    }
}
