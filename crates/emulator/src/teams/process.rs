//! The stand-in as a process of its own: `<exe> __powershell-stand-in --teams URL`. It ends with its input.

use std::io::{BufRead as _, Write as _};
use std::process::ExitCode;

use tokio::sync::{mpsc, watch};

use super::http_backend::OverHttp;
use super::stand_in::Session;

/// The hidden subcommand of our binaries.
pub const SUBCOMMAND: &str = "__powershell-stand-in";

/// Runs the stand-in on stdin and stdout. `arguments` are those after [`SUBCOMMAND`]; PowerShell's own are tolerated.
/// `script_sha256` is that of the shipped script, hex. Ends with 0 at the end of input, 1 when the process "died", 2 when the
/// arguments are wrong.
#[must_use]
pub fn stand_in_main(arguments: &[String], script_sha256: &str) -> ExitCode {
    let url = arguments.iter().position(|argument| argument == "--teams").and_then(|at| arguments.get(at + 1));
    let Some(backend) = url.and_then(|url| OverHttp::new(url)) else {
        return ExitCode::from(2);
    };
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
        return ExitCode::from(2);
    };
    let code = runtime.block_on(converse(Session::new(backend, script_sha256)));
    // The thread that waits for input does not hold the process.
    runtime.shutdown_background();
    code
}

async fn converse(mut session: Session<OverHttp>) -> ExitCode {
    let (lines, mut input) = mpsc::unbounded_channel();
    let (end, mut ended) = watch::channel(false);
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if lines.send(line).is_err() {
                break;
            }
        }
        drop(lines);
        let _ = end.send(true);
    });
    while let Some(line) = input.recv().await {
        if session.hangs_next() {
            // A machine that hangs still goes when nobody is there any more.
            let _ = ended.wait_for(|over| *over).await;
            return ExitCode::SUCCESS;
        }
        let output = session.line(&line).await;
        let mut stdout = std::io::stdout().lock();
        for line in output {
            if writeln!(stdout, "{line}").is_err() {
                return ExitCode::SUCCESS;
            }
        }
        if stdout.flush().is_err() {
            return ExitCode::SUCCESS;
        }
        if session.ended() {
            return ExitCode::from(1);
        }
    }
    ExitCode::SUCCESS
}
