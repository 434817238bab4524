//! `cargo xtask run`: from a fresh clone to the open window.

use clap::Args;

use crate::failure::{Failure, Outcome};
use crate::{project, provision, shell, window};

#[derive(Args)]
pub struct Arguments {
    /// Build as for a release: slower to build, smaller and faster to start
    #[arg(long)]
    release: bool,
    /// What the app is given, for example `-- --endpoints FILE`
    #[arg(last = true)]
    app: Vec<String>,
}

/// Installs what is missing, builds, and opens the window; ends when the window is closed.
pub fn run(arguments: &Arguments) -> Outcome {
    provision::for_building()?;
    a_screen()?;
    window::build_pages()?;
    let profile = if arguments.release { "release" } else { "dev" };
    let app = window::build_app(profile)?;
    println!("Opening Handrail. Choose the practice tenant to try everything without an account.");
    shell::run(project_command(&app).args(&arguments.app))
}

fn project_command(app: &std::path::Path) -> std::process::Command {
    let mut command = shell::command(app);
    command.current_dir(project::root());
    command
}

fn a_screen() -> Outcome {
    let has_one =
        ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    if !cfg!(target_os = "linux") || has_one {
        return Ok(());
    }
    Err(Failure::Missing {
        what: "there is no screen to open the window on (DISPLAY and WAYLAND_DISPLAY are empty)".into(),
        remedy: "run this in a desktop session, or try it with: xvfb-run -a cargo xtask run".into(),
    })
}
