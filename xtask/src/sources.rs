//! The source files of the repository, and the rules that no compiler knows.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::rooms::{CFG_ROOMS, UI_DOOR};
use crate::{project, shell};

const LIMIT: usize = 400;
const ALLOWED: &str = "xtask/allow-long.txt";
const NOT_OURS: &[&str] = &[".git", "node_modules", "target", "dist", "gen"];
const NAMELESS: &[&str] = &["util", "utils", "helper", "helpers", "manager", "common", "misc"];

/// A source file: its path from the top, with forward slashes, and its text.
pub struct Source {
    /// For example `crates/domain/src/lib.rs`.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

/// Reads every Rust and TypeScript file of ours.
pub fn all(root: &Path) -> Result<Vec<Source>, Failure> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(Failure::file(&folder))? {
            let path = entry.map_err(Failure::file(&folder))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                if !NOT_OURS.contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if [".rs", ".ts", ".tsx"].iter().any(|end| name.ends_with(end)) {
                found.push(Source { text: shell::text(&path)?, path: relative(root, &path) });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// Everything in the sources that breaks a rule of the house.
pub fn broken_rules() -> Result<Vec<String>, Failure> {
    let root = project::root();
    let sources = all(&root)?;
    let allowed = allowances(&root.join(ALLOWED))?;
    let mut broken = too_long(&sources, &allowed);
    for source in &sources {
        broken.extend(platform_questions(source));
        broken.extend(nameless_file(source));
        broken.extend(tauri_outside_its_door(source));
    }
    Ok(broken)
}

/// `path: reason` lines; the reason is what the reviewer reads.
fn allowances(path: &Path) -> Result<BTreeMap<String, String>, Failure> {
    Ok(shell::text(path)?
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|line| {
            let (file, reason) = line.split_once(':').unwrap_or((line, ""));
            (file.trim().to_owned(), reason.trim().to_owned())
        })
        .collect())
}

fn too_long(sources: &[Source], allowed: &BTreeMap<String, String>) -> Vec<String> {
    let mut broken = Vec::new();
    for source in sources.iter().filter(|source| !is_test_or_generated(&source.path)) {
        let lines = source.text.lines().count();
        match allowed.get(&source.path) {
            None if lines > LIMIT => broken.push(format!(
                "{} has {lines} lines; split it by noun or verb (limit {LIMIT}), or give a reason in {ALLOWED}",
                source.path
            )),
            Some(_) if lines <= LIMIT => {
                broken.push(format!("{} has {lines} lines and needs no entry in {ALLOWED} any more", source.path))
            }
            Some(reason) if reason.is_empty() => {
                broken.push(format!("{ALLOWED} gives no reason for {}", source.path));
            }
            _ => {}
        }
    }
    for path in allowed.keys() {
        if !sources.iter().any(|source| &source.path == path) {
            broken.push(format!("{ALLOWED} names {path}, which is not there"));
        }
    }
    broken
}

fn is_test_or_generated(path: &str) -> bool {
    let folder = |name: &str| path.starts_with(&format!("{name}/")) || path.contains(&format!("/{name}/"));
    folder("tests")
        || folder("generated")
        || path.ends_with("/tests.rs")
        || path.ends_with("bindings.ts")
        || path.ends_with(".test.ts")
        || path.ends_with(".test.tsx")
}

fn platform_questions(source: &Source) -> Vec<String> {
    let may_ask = CFG_ROOMS.iter().any(|room| source.path.starts_with(&format!("{room}/")));
    if may_ask || !source.path.ends_with(".rs") {
        return Vec::new();
    }
    let numbered = source.text.lines().zip(1..);
    numbered
        .filter(|(line, _)| asks_for_the_platform(line))
        .map(|(_, number)| {
            format!("{}:{number} asks for the operating system; only {} may", source.path, CFG_ROOMS.join(", "))
        })
        .collect()
}

fn asks_for_the_platform(line: &str) -> bool {
    let line = line.trim_start();
    if line.starts_with("//") {
        return false;
    }
    let Some(at) = line.find("cfg(").or_else(|| line.find("cfg!(")).or_else(|| line.find("cfg_attr(")) else {
        return false;
    };
    line[at..]
        .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .any(|word| ["target_os", "target_family", "windows", "unix"].contains(&word))
}

fn nameless_file(source: &Source) -> Option<String> {
    let stem = Path::new(&source.path).file_stem()?.to_string_lossy().into_owned();
    NAMELESS.contains(&stem.as_str()).then(|| format!("{} is a room with no name: name the thing", source.path))
}

fn tauri_outside_its_door(source: &Source) -> Option<String> {
    let inside = source.path.starts_with("ui/src/") && !source.path.starts_with(UI_DOOR);
    // Tests mock the calls of the window at Tauri's own seam.
    let names_it = source.text.contains("from \"@tauri-apps/") || source.text.contains("from '@tauri-apps/");
    (inside && names_it && !is_test_or_generated(&source.path))
        .then(|| format!("{} names Tauri; only {UI_DOOR} may", source.path))
}

fn relative(root: &Path, path: &Path) -> String {
    let inside: PathBuf = path.strip_prefix(root).unwrap_or(path).to_owned();
    inside.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.into(), text: text.into() }
    }

    #[test]
    fn a_question_for_the_platform_is_found_only_in_code() {
        for asking in ["#[cfg(windows)]", "if cfg!(target_os = \"macos\") {", "#[cfg(not(unix))]"] {
            assert!(asks_for_the_platform(asking), "{asking} asks for the platform");
        }
        for innocent in ["// cfg(windows) is for platform", "#[cfg(test)]", "let windows = windows(3);"] {
            assert!(!asks_for_the_platform(innocent), "{innocent} does not ask for the platform");
        }
    }

    #[test]
    fn the_rooms_made_for_it_may_ask() {
        let line = "#[cfg(windows)]\nfn f() {}\n";
        assert_eq!(
            platform_questions(&source("crates/engine/src/a.rs", line)).len(),
            1,
            "the engine does not know where it runs"
        );
        assert!(
            platform_questions(&source("crates/platform/src/a.rs", line)).is_empty(),
            "platform is the room for it"
        );
    }

    #[test]
    fn a_long_file_needs_a_reason_and_a_short_one_must_not_have_one() {
        let long = "\n".repeat(LIMIT + 1);
        let sources = [source("a.rs", &long), source("b.rs", "\n")];
        let none = BTreeMap::new();
        assert_eq!(too_long(&sources, &none).len(), 1, "a.rs is too long");
        let both: BTreeMap<_, _> = [("a.rs".into(), "a table".into()), ("b.rs".into(), "was long".into())].into();
        let broken = too_long(&sources, &both);
        assert_eq!(broken.len(), 1, "only the stale entry is left: {broken:?}");
        assert!(broken[0].contains("b.rs"), "it is the entry of the short file");
    }

    #[test]
    fn tauri_is_named_only_at_its_door() {
        let import = "import { invoke } from \"@tauri-apps/api/core\";";
        assert!(
            tauri_outside_its_door(&source("ui/src/pages/Home.tsx", import)).is_some(),
            "a page must not know Tauri"
        );
        assert!(tauri_outside_its_door(&source("ui/src/ipc/commands.ts", import)).is_none(), "the door may");
    }

    #[test]
    fn a_file_without_a_name_of_its_own_is_found() {
        assert!(nameless_file(&source("crates/x/src/utils.rs", "")).is_some(), "utils names nothing");
        assert!(nameless_file(&source("crates/x/src/plan.rs", "")).is_none(), "plan is a name");
    }
}
