//! Finding out what this machine lacks, and installing what can be installed.

use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};
use crate::{project, shell};

const NODE_AT_LEAST: u32 = 20;

/// What the app itself needs to be compiled.
const BUILD_PACKAGES: &[&str] = &["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev"];

/// What its tests need on top: a screen, a session bus, a keychain, a driver for the window, one set of fonts.
const TEST_PACKAGES: &[&str] = &[
    "xvfb",
    "xauth",
    "dbus",
    "dbus-x11",
    "webkit2gtk-driver",
    "gnome-keyring",
    "libsecret-tools",
    "openssl",
    "python3-venv",
    "fonts-noto-core",
    "fonts-dejavu-core",
];

/// A developer's tool from crates.io, with the version that the repository was tried with.
pub struct Tool {
    crate_name: &'static str,
    version: &'static str,
}

/// Speaks WebDriver with the real window.
pub const TAURI_DRIVER: Tool = Tool { crate_name: "tauri-driver", version: "2.1.0" };

/// Checks licences and banned crates.
pub const CARGO_DENY: Tool = Tool { crate_name: "cargo-deny", version: "0.20.2" };

/// Makes sure that the app can be built here.
pub fn for_building() -> Outcome {
    rust()?;
    node()?;
    system_packages(BUILD_PACKAGES, "to build Handrail")?;
    npm_packages(&project::root())?;
    npm_packages(&project::root().join("ui"))
}

/// Makes sure that every test can run here.
pub fn for_testing() -> Outcome {
    for_building()?;
    if cfg!(target_os = "linux") {
        system_packages(TEST_PACKAGES, "to test Handrail")?;
    }
    clients()
}

/// Other people's clients, which the tests run against the practice tenant.
fn clients() -> Outcome {
    let folder = project::root().join("tests/clients");
    npm_packages(&folder)?;
    python_packages(&folder.join("requirements.txt"))
}

/// Where the tool lies; installs it first when this machine does not have it.
pub fn tool(tool: &Tool) -> Result<PathBuf, Failure> {
    let name = format!("{}{}", tool.crate_name, std::env::consts::EXE_SUFFIX);
    if let Some(found) = shell::find(&name) {
        return Ok(found);
    }
    let tools = project::target()?.join("tools");
    let installed = tools.join("bin").join(&name);
    if !installed.is_file() {
        println!("Installing {} {} into {}", tool.crate_name, tool.version, tools.display());
        shell::run(
            shell::cargo()
                .args(["install", "--locked", "--quiet", "--root"])
                .arg(&tools)
                .arg(format!("{}@{}", tool.crate_name, tool.version)),
        )?;
    }
    Ok(installed)
}

fn rust() -> Outcome {
    for component in ["rustfmt", "clippy"] {
        let program = if component == "clippy" { "clippy" } else { "fmt" };
        if shell::ask(shell::cargo().args([program, "--version"])).is_none() {
            return Err(Failure::Missing {
                what: format!("this Rust has no {component}"),
                remedy: format!("rustup component add {component}"),
            });
        }
    }
    Ok(())
}

fn node() -> Outcome {
    let remedy = format!("install Node.js {NODE_AT_LEAST} or newer from https://nodejs.org, then run this again");
    let Some(version) = shell::ask(shell::command("node").arg("--version")) else {
        return Err(Failure::Missing { what: "Node.js is not installed".into(), remedy });
    };
    if major(&version).is_none_or(|number| number < NODE_AT_LEAST) {
        return Err(Failure::Missing { what: format!("Node.js {version} is too old"), remedy });
    }
    if shell::ask(shell::node_script("npm").arg("--version")).is_none() {
        return Err(Failure::Missing { what: "npm is not installed".into(), remedy });
    }
    Ok(())
}

fn major(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

fn npm_packages(folder: &Path) -> Outcome {
    let lock = folder.join("package-lock.json");
    let installed = folder.join("node_modules/.package-lock.json");
    if is_newer(&installed, &lock) {
        return Ok(());
    }
    println!("Installing the npm packages of {}", folder.display());
    shell::run(
        shell::node_script("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder),
    )
}

/// Into an environment of their own under `target`; a file in it says when that was done.
fn python_packages(wanted: &Path) -> Outcome {
    let home = project::target()?.join("clients-python");
    let done = home.join("installed");
    let folder = if cfg!(windows) { "Scripts" } else { "bin" };
    let made = home.join(folder).join(if cfg!(windows) { "python.exe" } else { "python" });
    // An environment is bound to the Python that made it: when that one is gone, it is made anew.
    if is_newer(&done, wanted) && made.is_file() {
        return Ok(());
    }
    // What it must be able to do, asked of itself: old enough systems have a `python3` without it.
    let able = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";
    let able = |name: &&str| shell::ask(shell::command(name).args(["-c", able])).is_some();
    let Some(python) = ["python3", "python"].into_iter().find(able) else {
        return Err(Failure::Missing {
            what: "There is no Python 3.10 or newer with its venv module; the tests run Microsoft's library for it"
                .into(),
            remedy: "install Python 3.10 or newer with its venv module, then run this again".into(),
        });
    };
    println!("Installing the Python packages of {} into {}", wanted.display(), home.display());
    shell::run(shell::command(python).args(["-m", "venv", "--clear"]).arg(&home))?;
    // Wheels only: nothing is compiled, and nobody's set-up script is run.
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:"];
    shell::run(shell::command(&made).args(install).args(["--require-hashes", "-r"]).arg(wanted))?;
    std::fs::write(&done, "").map_err(Failure::file(&done))
}

fn is_newer(made: &Path, from: &Path) -> bool {
    let time = |path: &Path| std::fs::metadata(path).and_then(|known| known.modified()).ok();
    match (time(made), time(from)) {
        (Some(made), Some(from)) => made >= from,
        _ => false,
    }
}

fn system_packages(wanted: &[&str], purpose: &str) -> Outcome {
    if cfg!(target_os = "linux") {
        linux_packages(wanted, purpose)
    } else if cfg!(target_os = "macos") {
        xcode()
    } else {
        // Rust for Windows brings the compiler's linker question up itself, and WebView2 is part of Windows.
        Ok(())
    }
}

fn xcode() -> Outcome {
    match shell::ask(shell::command("xcode-select").arg("-p")) {
        Some(_) => Ok(()),
        None => Err(Failure::Missing {
            what: "the command line tools of Xcode are not installed".into(),
            remedy: "xcode-select --install".into(),
        }),
    }
}

fn linux_packages(wanted: &[&str], purpose: &str) -> Outcome {
    if shell::find("dpkg-query").is_none() || shell::find("apt-get").is_none() {
        return elsewhere(wanted, purpose);
    }
    let missing = not_installed(wanted);
    if missing.is_empty() {
        return Ok(());
    }
    let (install, update) = (apt(&["install", "-y", "--no-install-recommends"])?, apt(&["update"])?);
    println!("These Debian packages are missing {purpose} and are installed now:\n  {}", missing.join(" "));
    // The driver must have the version of the library: one call, after one update.
    run_words(&update, &[])?;
    run_words(&install, &missing)
}

/// `apt-get` with what it takes to be allowed to.
fn apt(arguments: &[&'static str]) -> Result<Vec<&'static str>, Failure> {
    let root = shell::ask(shell::command("id").arg("-u")).is_some_and(|id| id == "0");
    let mut words = Vec::new();
    if !root {
        if shell::find("sudo").is_none() {
            return Err(Failure::Missing {
                what: "installing packages needs root, and there is no sudo".into(),
                remedy: format!(
                    "as root: apt-get update && apt-get install -y --no-install-recommends {} {}",
                    BUILD_PACKAGES.join(" "),
                    TEST_PACKAGES.join(" ")
                ),
            });
        }
        words.push("sudo");
    }
    words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]);
    words.extend(arguments);
    Ok(words)
}

fn run_words(words: &[&str], more: &[&str]) -> Outcome {
    let mut command = shell::command(words.first().copied().unwrap_or("env"));
    shell::run(command.args(words.iter().skip(1)).args(more))
}

fn not_installed<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    let said = shell::command("dpkg-query")
        .args(["-W", "-f=${Package} ${db:Status-Status}\n"])
        .args(wanted)
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    missing_from(wanted, &said)
}

fn missing_from<'a>(wanted: &[&'a str], said: &str) -> Vec<&'a str> {
    wanted.iter().copied().filter(|package| !said.lines().any(|line| line == format!("{package} installed"))).collect()
}

/// A Linux that is not Debian: we do not know its packages' names well enough to install them.
fn elsewhere(wanted: &[&str], purpose: &str) -> Outcome {
    let has_webkit = shell::ask(shell::command("pkg-config").args(["--exists", "webkit2gtk-4.1"])).is_some();
    let programs = ["Xvfb", "dbus-run-session", "WebKitWebDriver", "gnome-keyring-daemon", "python3"];
    let tests = wanted.contains(&"xvfb");
    let lacking: Vec<&str> = programs.into_iter().filter(|program| tests && shell::find(program).is_none()).collect();
    if has_webkit && lacking.is_empty() {
        return Ok(());
    }
    let mut what = format!("something is missing {purpose}:");
    if !has_webkit {
        what.push_str(" the development files of WebKitGTK 4.1 and pkg-config");
    }
    if !lacking.is_empty() {
        what.push_str(&format!(" the programs {}", lacking.join(", ")));
    }
    Err(Failure::Missing {
        what,
        remedy: format!(
            "install what your distribution calls these Debian packages, then run this again: {}\n  \
             Fedora: sudo dnf install gcc pkgconf-pkg-config webkit2gtk4.1-devel xorg-x11-server-Xvfb xorg-x11-xauth \
             dbus-daemon dbus-x11 webkit2gtk-driver gnome-keyring libsecret google-noto-sans-fonts dejavu-sans-fonts\n  \
             Arch: sudo pacman -S --needed base-devel webkit2gtk-4.1 xorg-server-xvfb xorg-xauth dbus gnome-keyring \
             libsecret noto-fonts ttf-dejavu",
            wanted.join(" ")
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_package_that_is_wholly_installed_counts() {
        let said = "xvfb installed\ndbus config-files\n";
        assert_eq!(
            missing_from(&["xvfb", "dbus", "xauth"], said),
            ["dbus", "xauth"],
            "a removed package and an unknown one are both missing"
        );
    }

    #[test]
    fn the_first_number_of_a_version_is_read() {
        assert_eq!(major("v20.20.2"), Some(20), "as node prints it");
        assert_eq!(major("unknown"), None, "anything else is no version");
    }

    #[test]
    fn packages_are_installed_again_when_the_lock_file_is_newer_or_nothing_is_there() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let (made, lock) = (folder.path().join("made"), folder.path().join("lock"));
        std::fs::write(&lock, "").expect("writable");
        assert!(!is_newer(&made, &lock), "nothing is installed yet");
        std::fs::write(&made, "").expect("writable");
        assert!(is_newer(&made, &lock), "installed after the lock was written");
    }
}
