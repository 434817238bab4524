//! `handrail`: the same as the window, without one.

mod allow_list;
mod arguments;
mod check;
mod emulate;
mod exit;
mod files;
mod lists;
mod output;
mod pass_phrase;
mod report_file;
mod run;
mod setup;
mod undo;

use std::process::ExitCode;

use arguments::{Arguments, Command};
use clap::Parser as _;

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    if let Some(code) = desk::stand_in(&given) {
        return code;
    }
    desk::choose_crypto();
    // Prints help, or what is wrong with the arguments, and ends with 2.
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return output::fatal(&error),
    };
    let code = runtime.block_on(until_interrupted(arguments));
    // A call to the system that still waits (a keychain's prompt) does not hold the process.
    runtime.shutdown_background();
    code
}

/// Ctrl-C ends where it stands: what was sent is journalled, and looked up the next time.
async fn until_interrupted(arguments: Arguments) -> ExitCode {
    tokio::select! {
        code = perform(arguments) => code,
        _ = tokio::signal::ctrl_c() => ExitCode::from(exit::INTERRUPTED),
    }
}

async fn perform(arguments: Arguments) -> ExitCode {
    let Arguments { command, common } = arguments;
    let result = match command {
        Command::Setup(asked) => setup::setup(asked, &common).await,
        Command::Plan(asked) => setup::plan(asked, &common).await,
        Command::Verify(asked) => check::verify(asked, &common).await,
        Command::Undo(asked) => undo::undo(asked, &common).await,
        Command::Profiles => lists::profiles(&common),
        Command::AllowList(asked) => allow_list::allow_list(&asked, &common),
        Command::Doctor => check::doctor(&common).await,
        Command::Emulator(asked) => emulate::emulator(asked, &common).await,
    };
    match result {
        Ok(code) => ExitCode::from(code),
        Err(stop) => output::stopped(&stop, common.format),
    }
}
