//! What the window and the command line do before anything else.

use std::path::Path;
use std::process::ExitCode;

use domain::{Diagnostic, Endpoints, Outcome};

/// Stands in for PowerShell when this process was started for that (DECISIONS 25): the hidden subcommand of both
/// binaries. `arguments`: all of them, without the program's name. `None`: this is no such process.
#[must_use]
pub fn stand_in(arguments: &[String]) -> Option<ExitCode> {
    let (first, rest) = arguments.split_first()?;
    (first == emulator::teams::SUBCOMMAND)
        .then(|| emulator::teams::stand_in_main(rest, &microsoft::teams::script_sha256()))
}

/// Chooses the one crypto provider of the process, before anything asks for one.
pub fn choose_crypto() {
    // It fails only when it was chosen before, and there is no other in the tree.
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
}

/// Reads an endpoints file and the CA that it names; a relative path is beside the file.
///
/// # Errors
/// In words for a terminal: which file, and what is wrong with it.
pub fn read_endpoints(file: &Path) -> Result<Endpoints, String> {
    let read = |path: &Path| std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()));
    let text = read(file)?;
    let beside = file.parent().unwrap_or(Path::new("."));
    Endpoints::from_file(&text, |ca| read(&beside.join(ca))).map_err(|error| format!("{}: {error}", file.display()))
}

/// What went wrong beside the desk, in the shell around it. `code` names the messages `desk-<code>-what`, which may say
/// `why`, and `desk-<code>-remedy`.
#[must_use]
pub fn trouble_beside(code: &str, why: &dyn std::fmt::Display) -> Box<Diagnostic> {
    let mut trouble = crate::trouble::own(code, Outcome::Failed);
    trouble.what = trouble.what.text("why", why.to_string());
    trouble
}
