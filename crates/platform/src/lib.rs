//! The real versions of the ports, and all code that asks which operating system this is.
//!
//! - [`SystemClock`], [`SystemRandom`]: time and randomness.
//! - [`SystemBrowser`], [`SystemNotifier`]: what the person sees outside the window.
//! - [`SystemProcesses`]: finds PowerShell and speaks with it.
//! - [`SystemProbe`]: how far a connection gets, and what the system says about proxies.
//! - [`KeptDocuments`]: files that people gave, by their content.
//! - [`folders`], [`lock`]: where data lies, for whom, and who writes it.
//! - [`logging`]: what is written down about a run, and what is not.

mod browser;
mod clock;
mod documents;
mod environment;
pub mod folders;
pub mod lock;
pub mod logging;
mod notifier;
mod probe;
mod processes;

pub use browser::SystemBrowser;
pub use clock::{SystemClock, SystemRandom};
pub use documents::KeptDocuments;
pub use notifier::SystemNotifier;
pub use probe::SystemProbe;
pub use processes::{LOADER, SystemProcesses};
