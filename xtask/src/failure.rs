//! What can go wrong in a task, said so that the reader knows what to do next.

use std::path::{Path, PathBuf};

/// The result of a task that gives nothing back.
pub type Outcome = Result<(), Failure>;

/// Why a task stopped.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A program ran and said no.
    #[error("`{command}` ended with {status}")]
    Refused {
        /// The command line as one could type it.
        command: String,
        /// How it ended.
        status: std::process::ExitStatus,
    },
    /// A program could not be started.
    #[error("cannot start `{command}`: {source}")]
    Start {
        /// The command line as one could type it.
        command: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file could not be read or written.
    #[error("cannot read or write {}: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// An answer of another program was not what it promises.
    #[error("cannot understand what `{command}` said: {why}")]
    Answer {
        /// The command line as one could type it.
        command: String,
        /// What is wrong with it.
        why: String,
    },
    /// Something that a person has to install.
    #[error("{what}\n  {remedy}")]
    Missing {
        /// What is missing.
        what: String,
        /// Exactly what to do.
        remedy: String,
    },
    /// Rules of this repository are broken; one line each.
    #[error("{heading}\n{}", list(rules))]
    Broken {
        /// What was checked.
        heading: String,
        /// What was found.
        rules: Vec<String>,
    },
}

impl Failure {
    /// Wraps an I/O error with the file it is about.
    pub fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }
}

fn list(rules: &[String]) -> String {
    rules.iter().map(|rule| format!("  - {rule}")).collect::<Vec<_>>().join("\n")
}
