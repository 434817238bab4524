//! Building the packages that people install.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Map, Value, json};

use crate::failure::{Failure, Outcome};
use crate::{licences, project, provision, sbom, shell};

/// The largest .deb that we want to hand out, in bytes.
const DEB_LIMIT: u64 = 12 * 1024 * 1024;

#[derive(Args)]
pub struct Arguments {
    /// Which packages; on Windows `nsis`, on macOS `dmg`
    #[arg(long, value_delimiter = ',', default_values = default_bundles())]
    bundles: Vec<String>,
}

fn default_bundles() -> Vec<&'static str> {
    if cfg!(windows) {
        vec!["nsis"]
    } else if cfg!(target_os = "macos") {
        vec!["dmg"]
    } else {
        vec!["deb", "rpm"]
    }
}

/// Builds the packages and says how large each is.
pub fn package(arguments: &Arguments) -> Outcome {
    provision::for_building()?;
    let line = if cfg!(target_os = "linux") { Some(command_line()?) } else { None };
    let folder = build(&arguments.bundles, line.as_deref(), Effort::Full)?;
    let mut broken = Vec::new();
    for bundle in &arguments.bundles {
        for file in files_in(&folder.join(bundle), bundle)? {
            let bytes = std::fs::metadata(&file).map_err(Failure::file(&file))?.len();
            println!("{:>8.2} MiB  {}", mebibytes(bytes), file.display());
            if bundle == "deb" && bytes > DEB_LIMIT {
                broken.push(format!("{} is larger than {:.0} MiB", file.display(), mebibytes(DEB_LIMIT)));
            }
        }
    }
    if broken.is_empty() {
        return Ok(());
    }
    Err(Failure::Broken { heading: "A package is too large:".into(), rules: broken })
}

/// How much time the compiler is given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// What is handed out: small, with the command line beside the app.
    Full,
    /// The app alone, without the optimisation over all crates that takes half of the time.
    Quick,
}

/// A .deb, and the app's binary out of it.
pub struct Unpacked {
    pub deb: PathBuf,
    pub app: PathBuf,
}

/// The app as a person gets it: built, packed into a .deb, and taken out again.
pub fn unpacked(effort: Effort) -> Result<Unpacked, Failure> {
    let line = if effort == Effort::Full { Some(command_line()?) } else { None };
    let bundles = build(&["deb".to_owned()], line.as_deref(), effort)?;
    let Some(deb) = files_in(&bundles.join("deb"), "deb")?.into_iter().next() else {
        return Err(Failure::Missing {
            what: format!("no .deb appeared in {}", bundles.display()),
            remedy: "look at what `tauri build` printed above".into(),
        });
    };
    let unpacked = project::target()?.join("unpacked");
    if unpacked.exists() {
        std::fs::remove_dir_all(&unpacked).map_err(Failure::file(&unpacked))?;
    }
    shell::run(shell::command("dpkg-deb").arg("-x").arg(&deb).arg(&unpacked))?;
    Ok(Unpacked { deb, app: unpacked.join("usr/bin").join(project::app_binary()?) })
}

/// Runs Tauri's bundler; gives the folder in which it puts each kind of package.
fn build(bundles: &[String], line: Option<&Path>, effort: Effort) -> Result<PathBuf, Failure> {
    let target = project::target()?;
    let addition = target.join("papers/packaging.json");
    let papers = papers(&target.join("papers"))?;
    shell::write(&addition, &only_at_packaging(&papers, line).to_string())?;
    let folder = target.join("release/bundle");
    for bundle in bundles {
        // An older version's package must not be taken for this one's.
        let old = folder.join(bundle);
        if old.exists() {
            std::fs::remove_dir_all(&old).map_err(Failure::file(&old))?;
        }
    }
    // By node itself: on Windows `npx` is a script, and those take no such arguments.
    let mut command = shell::command("node");
    command.args(["node_modules/@tauri-apps/cli/tauri.js", "build", "--bundles", &bundles.join(",")]);
    command.arg("--config").arg(&addition);
    if effort == Effort::Quick {
        command.envs([("CARGO_PROFILE_RELEASE_LTO", "off"), ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")]);
    }
    shell::run(&mut command)?;
    if effort == Effort::Full && bundles.iter().any(|bundle| bundle == "deb") {
        for deb in files_in(&folder.join("deb"), "deb")? {
            squeeze(&deb)?;
        }
    }
    Ok(folder)
}

/// Packs it again with xz, Debian's own default: half the size. Tauri's bundler knows gzip only, and packs without a
/// dictionary that reaches from the app to the command line beside it.
fn squeeze(deb: &Path) -> Outcome {
    let whole = deb.with_extension("whole");
    if whole.exists() {
        std::fs::remove_dir_all(&whole).map_err(Failure::file(&whole))?;
    }
    shell::run(shell::command("dpkg-deb").arg("-R").arg(deb).arg(&whole))?;
    shell::run(shell::command("dpkg-deb").args(["-Zxz", "-z9", "--root-owner-group", "-b"]).arg(&whole).arg(deb))?;
    std::fs::remove_dir_all(&whole).map_err(Failure::file(&whole))
}

/// The command line, for the packages that put it on the search path.
fn command_line() -> Result<PathBuf, Failure> {
    shell::run(shell::cargo().args(["build", "--release", "--package=handrail"]))?;
    Ok(project::target()?.join("release/handrail"))
}

/// What lies beside the program: the list of parts, and the licences of other people's work.
fn papers(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let known = project::resolved()?;
    let pages = project::root().join("ui");
    let lock = shell::text(&pages.join("package-lock.json"))?;
    let unreadable =
        |error: serde_json::Error| Failure::Answer { command: "ui/package-lock.json".into(), why: error.to_string() };
    let npm: Value = serde_json::from_str(&lock).map_err(unreadable)?;
    let bill = folder.join("handrail.cdx.json");
    shell::write(&bill, &format!("{:#}\n", sbom::of_the_app(&known, &npm)?))?;
    let others = folder.join("THIRD-PARTY.txt");
    shell::write(&others, &licences::of_the_app(&known, &npm, &pages)?)?;
    Ok(vec![bill, others])
}

/// What `tauri.conf.json` cannot say because it exists only now: the papers, the command line, and how to sign.
fn only_at_packaging(papers: &[PathBuf], line: Option<&Path>) -> Value {
    let named = |paper: &PathBuf| paper.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let resources: Map<String, Value> =
        papers.iter().map(|paper| (paper.to_string_lossy().into_owned(), Value::String(named(paper)))).collect();
    let mut bundle = json!({ "resources": resources });
    if let Some(line) = line {
        let files = json!({ "/usr/bin/handrail": line });
        bundle["linux"] = json!({ "deb": { "files": files }, "rpm": { "files": files } });
    }
    if let Ok(command) = std::env::var("HANDRAIL_SIGN_COMMAND") {
        bundle["windows"] = json!({ "signCommand": command });
    }
    json!({ "bundle": bundle })
}

fn files_in(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, Failure> {
    let ending = if ending == "nsis" { "exe" } else { ending };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(Failure::file(folder))? {
        let path = entry.map_err(Failure::file(folder))?.path();
        if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    Ok(found)
}

#[expect(clippy::cast_precision_loss, reason = "a size for people, with two digits")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / (1024.0 * 1024.0)
}
