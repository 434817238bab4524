//! Where PowerShell is. Folders that anybody can write to are not searched: what lies there could be anybody's.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::environment::{OS, Os, home, read};

/// All installations, best first.
pub fn all() -> Vec<String> {
    let mut found: Vec<(PathBuf, String)> = Vec::new();
    for path in candidates(OS, &|name| read(name), home().as_deref()) {
        if !is_trustworthy(&path) {
            continue;
        }
        let real = std::fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        // The same program by another name.
        if let (false, Some(text)) = (found.iter().any(|(known, _)| *known == real), path.to_str()) {
            found.push((real, text.to_owned()));
        }
    }
    found.into_iter().map(|(_, text)| text).collect()
}

/// PATH without relative folders and without those that anybody can write to.
pub fn search_path() -> Option<OsString> {
    let folders: Vec<PathBuf> =
        folders(read("PATH").as_deref()).into_iter().filter(|folder| is_ours_alone(folder)).collect();
    std::env::join_paths(folders).ok()
}

/// Known places first, then PATH, and Windows PowerShell 5.1, which every Windows has, last.
fn candidates(os: Os, variable: &dyn Fn(&str) -> Option<OsString>, home: Option<&Path>) -> Vec<PathBuf> {
    let under = |name: &str, rest: &str| variable(name).map(|base| PathBuf::from(base).join(rest));
    let known = |paths: &[&str]| paths.iter().map(PathBuf::from).collect::<Vec<_>>();
    let (mut all, program, last) = match os {
        Os::Windows => {
            let places = [
                under("ProgramFiles", r"PowerShell\7\pwsh.exe"),
                under("LOCALAPPDATA", r"Microsoft\WindowsApps\pwsh.exe"),
            ];
            let built_in = under("SystemRoot", r"System32\WindowsPowerShell\v1.0\powershell.exe");
            (places.into_iter().flatten().collect(), "pwsh.exe", built_in)
        }
        // Programs that are not started from a terminal do not get its PATH.
        Os::Mac => {
            let places = ["/usr/local/bin/pwsh", "/opt/homebrew/bin/pwsh", "/usr/local/microsoft/powershell/7/pwsh"];
            (known(&places), "pwsh", None)
        }
        Os::Linux => {
            let mut places = known(&["/usr/bin/pwsh", "/opt/microsoft/powershell/7/pwsh", "/snap/bin/pwsh"]);
            places.extend(home.map(|home| home.join(".dotnet/tools/pwsh")));
            (places, "pwsh", None)
        }
    };
    all.extend(folders(variable("PATH").as_deref()).into_iter().map(|folder| folder.join(program)));
    all.extend(last);
    all
}

fn folders(path: Option<&OsStr>) -> Vec<PathBuf> {
    path.map(|path| std::env::split_paths(path).filter(|folder| folder.is_absolute()).collect()).unwrap_or_default()
}

fn is_trustworthy(program: &Path) -> bool {
    // The Store's alias is no ordinary file: it cannot be followed, only started.
    let there = program.is_file() || (OS == Os::Windows && program.symlink_metadata().is_ok());
    there && is_ours_alone(program) && program.parent().is_some_and(is_ours_alone)
}

#[cfg(unix)]
fn is_ours_alone(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().is_ok_and(|metadata| metadata.permissions().mode() & 0o002 == 0)
}

/// Rights on Windows are lists; the known places there are written by installers only.
#[cfg(not(unix))]
fn is_ours_alone(path: &Path) -> bool {
    path.is_absolute()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(os: Os, variables: &[(&str, &str)]) -> Vec<String> {
        let variable =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value));
        let all = candidates(os, &variable, Some(Path::new("/home/dana")));
        all.iter().map(|path| path.display().to_string()).collect()
    }

    #[test]
    fn known_places_come_before_the_search_path_and_relative_folders_never() {
        let all = found(Os::Linux, &[("PATH", "/usr/local/bin:.:bin:/opt/tools")]);
        let expected = [
            "/usr/bin/pwsh",
            "/opt/microsoft/powershell/7/pwsh",
            "/snap/bin/pwsh",
            "/home/dana/.dotnet/tools/pwsh",
            "/usr/local/bin/pwsh",
            "/opt/tools/pwsh",
        ];
        assert_eq!(all, expected, "a file in the folder we stand in could be anybody's");
    }

    #[test]
    fn windows_powershell_is_the_last_resort() {
        let all = found(Os::Windows, &[("ProgramFiles", "/pf"), ("SystemRoot", "/win")]);
        assert!(all.first().is_some_and(|path| path.ends_with("pwsh.exe")), "PowerShell 7 first: {all:?}");
        assert!(all.last().is_some_and(|path| path.ends_with("powershell.exe")), "then 5.1: {all:?}");
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_anybody_can_replace_is_not_taken() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let program = folder.path().join("pwsh");
        std::fs::write(&program, "").expect("written");
        let allow = |path: &Path, mode| {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("allowed");
        };
        allow(&program, 0o755);
        assert!(is_trustworthy(&program), "ours");
        allow(&program, 0o777);
        assert!(!is_trustworthy(&program), "anybody can write into it");
        allow(&program, 0o755);
        allow(folder.path(), 0o777);
        assert!(!is_trustworthy(&program), "anybody can put another there");
    }
}
