//! Building the app and driving its real window.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::failure::{Failure, Outcome};
use crate::package::Effort;
use crate::runner::{Session, Tests};
use crate::{package, project, provision, runner, shell};

#[derive(Args)]
pub struct ScreenshotArguments {
    /// Where the pictures go; those that the documents show are then renewed from there
    #[arg(long, default_value = "target/screenshots")]
    into: PathBuf,
    /// Which build of the app is pictured
    #[arg(long, value_enum, default_value = "debug")]
    app: Build,
}

/// Which binary stands for the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Build {
    /// Quick to build, slow to run
    Debug,
    /// As in a package, not packed
    Release,
    /// Taken out of a freshly built .deb package
    Package,
}

/// The tests that drive a window; compiled only with their feature, since they need one.
const WINDOW_TESTS: &[&str] = &["--package=e2e", "--features=e2e/window"];

/// Checks and bundles the pages that the app embeds when it is compiled.
pub fn build_pages() -> Outcome {
    shell::run(shell::node_script("npm").args(["--prefix", "ui", "run", "build"]))
}

/// Compiles the app with its pages inside; `profile` is `dev` or `release`.
pub fn build_app(profile: &str) -> Result<PathBuf, Failure> {
    let package = format!("--package={}", project::APP_PACKAGE);
    // Without this feature the window would look for a development server.
    let feature = format!("--features={}/custom-protocol", project::APP_PACKAGE);
    let profile_flag = format!("--profile={profile}");
    shell::run(shell::cargo().args(["build", &package, &feature, &profile_flag]))?;
    let folder = if profile == "dev" { "debug" } else { profile };
    Ok(project::target()?.join(folder).join(project::app_binary()?))
}

/// Drives the real window through its journeys.
pub fn end_to_end(build: Build) -> Outcome {
    if !cfg!(target_os = "linux") {
        println!("note: there is no WebDriver for this system's web view; the window tests run on Linux only");
        return Ok(());
    }
    let tests = Tests { selection: WINDOW_TESTS, names: &[], one_by_one: true };
    drive(build, &tests, &[])
}

/// Makes a picture of every page and state.
pub fn screenshots(arguments: &ScreenshotArguments) -> Outcome {
    provision::for_testing()?;
    build_pages()?;
    let into = project::root().join(&arguments.into);
    std::fs::create_dir_all(&into).map_err(Failure::file(&into))?;
    let tests = Tests { selection: WINDOW_TESTS, names: &["screenshots"], one_by_one: true };
    drive(arguments.app, &tests, &[("HANDRAIL_SHOTS", &into)])?;
    println!("The pictures are in {}", into.display());
    renew_shown(&into)
}

/// Of all pictures, the repository keeps those that README shows: each is replaced by its new version.
fn renew_shown(from: &Path) -> Outcome {
    let shown = project::root().join("docs/screenshots");
    for entry in std::fs::read_dir(&shown).map_err(Failure::file(&shown))? {
        let old = entry.map_err(Failure::file(&shown))?.path();
        let new = from.join(old.file_name().unwrap_or_default());
        std::fs::copy(&new, &old).map_err(Failure::file(&new))?;
    }
    Ok(())
}

/// Runs the kill tests of the command line over every single request.
pub fn kill_sweep() -> Outcome {
    provision::for_testing()?;
    let selection = ["--package=handrail", "--package=engine"];
    let tests = Tests { selection: &selection, names: &["kill"], one_by_one: false };
    runner::build(&tests)?;
    let session = runner::in_session(Session::Plain);
    let mut command = runner::cargo_test(&tests, session);
    shell::run(command.env("HANDRAIL_KILL_SWEEP", "all").env("NEXTEST_PROFILE", "sweep"))
}

fn drive(build: Build, tests: &Tests, environment: &[(&str, &Path)]) -> Outcome {
    let driver = provision::tool(&provision::TAURI_DRIVER)?;
    let app = match build {
        Build::Debug => build_app("dev")?,
        Build::Release => build_app("release")?,
        Build::Package => package::unpacked(Effort::Quick)?.app,
    };
    shell::run(shell::cargo().args(["build", "--quiet", "--bins"]).args(tests.selection))?;
    runner::build(tests)?;
    shell::run(
        runner::cargo_test(tests, runner::in_session(Session::WithScreen))
            .env("HANDRAIL_E2E_APP", &app)
            .env("HANDRAIL_E2E_DRIVER", &driver)
            .envs(environment.iter().copied()),
    )
}
