//! PowerShell: not there, old, silent, or dying. What it was about to do is looked up before it is done again.

use super::{PERSON, UNKNOWN, goes_on, setting_up, told};
use crate::support::{SAM, Stage, has_keyring, run};

/// A tenant whose PowerShell is like that; it is not waited for longer than a second and a half.
fn stage(machine: &str) -> Stage {
    let stage = Stage::odd(&format!("[oddities.powershell]\n{machine}\n"));
    stage.amend_endpoints("powershell_limit_ms = 1500\n");
    stage
}

/// It is told so; then it is mended, and the set-up goes on.
fn told_and_mended(machine: &str, code: i32, words: &[&str]) {
    if !has_keyring() {
        return;
    }
    let mut stage = stage(machine);
    told(&run(&mut setting_up(&stage)), code, words);
    stage.mend(SAM);
    goes_on(&stage, &mut setting_up(&stage));
}

#[test]
fn powershell_that_is_not_there_leaves_the_script() {
    let found = ["/usr/bin/pwsh", "/opt/microsoft/powershell/7/pwsh", "/snap/bin/pwsh"];
    if !has_keyring() || found.iter().any(|place| std::path::Path::new(place).exists()) {
        eprintln!("SKIPPED: this computer has PowerShell");
        return;
    }
    let stage = Stage::new();
    let text = std::fs::read_to_string(stage.endpoints()).expect("the endpoints");
    let without: String =
        text.lines().filter(|line| !line.starts_with("teams")).map(|line| format!("{line}\n")).collect();
    std::fs::write(stage.endpoints(), without).expect("written");
    let done = run(&mut setting_up(&stage));
    told(&done, PERSON, &["PowerShell was not found on this computer", "Azure Cloud Shell"]);
}

#[test]
fn a_missing_teams_module_is_told() {
    told_and_mended(
        "module = \"\"",
        PERSON,
        &["The PowerShell module MicrosoftTeams is not installed", "Azure Cloud Shell"],
    );
}

#[test]
fn an_old_teams_module_is_told_by_its_version() {
    told_and_mended("module = \"4.9.0\"", PERSON, &["4.9.0"]);
}

#[test]
fn powershell_that_hangs_is_ended_and_looked_after() {
    told_and_mended("hangs_at = 3", UNKNOWN, &["PowerShell did not answer"]);
}

#[test]
fn powershell_that_dies_before_its_change_is_told() {
    told_and_mended("dies_at = 4", UNKNOWN, &["PowerShell ended in the middle of its work"]);
}

#[test]
fn powershell_that_dies_after_its_change_has_not_lost_it() {
    told_and_mended("dies_at = 4\ndies_after_change = true", UNKNOWN, &["PowerShell ended in the middle of its work"]);
}

#[test]
fn powershell_that_talks_between_its_answers_is_understood() {
    if !has_keyring() {
        return;
    }
    let stage = stage("garbage = true");
    goes_on(&stage, &mut setting_up(&stage));
}
