//! This computer: its keychain and its disk.

use std::process::Command;

use super::{FAILED, PERSON, goes_on, setting_up, stopped};
use crate::support::{Run, Stage, example, has_keyring, run};

#[test]
fn without_a_keychain_nothing_is_made() {
    let stage = Stage::new();
    let mut command = setting_up(&stage);
    command.env_remove("DBUS_SESSION_BUS_ADDRESS").env("XDG_RUNTIME_DIR", stage.folder.path());
    stopped(&run(&mut command), FAILED, &["no keychain that Handrail can use", "Nothing has been created yet"]);
    assert_eq!(stage.writes(), 0, "a key could not be kept");
    goes_on(&stage, &mut setting_up(&stage));
}

/// A bus and a keychain of its own, with a password, and locked.
const LOCKED: &str = r#"
eval "$(printf own-password | gnome-keyring-daemon --unlock --components=secrets 2>/dev/null)"
dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \
  org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null
exec "$@"
"#;

#[test]
fn a_locked_keychain_is_told_apart_and_nothing_is_made() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::new();
    let home = stage.folder.path().join("home");
    std::fs::create_dir_all(home.join("share/keyrings")).expect("a folder");
    std::fs::create_dir_all(home.join("run")).expect("a folder");
    let inner = setting_up(&stage);
    let mut command = Command::new("dbus-run-session");
    command.args(["--", "bash", "-c", LOCKED, "locked"]).arg(inner.get_program()).args(inner.get_args());
    command.envs(stage.browser()).env("HOME", &home).env("XDG_DATA_HOME", home.join("share"));
    command.env("XDG_RUNTIME_DIR", home.join("run")).env_remove("GNOME_KEYRING_CONTROL");
    stopped(&run(&mut command), PERSON, &["The keychain is locked", "Unlock it and check again"]);
    assert_eq!(stage.writes(), 0, "before the first write");
    goes_on(&stage, &mut setting_up(&stage));
}

#[test]
fn a_file_in_the_place_of_the_data_folder_is_told_as_such() {
    let stage = Stage::new();
    std::fs::write(stage.data(), "somebody's notes").expect("written");
    stopped(
        &run(&mut setting_up(&stage)),
        FAILED,
        &[&format!("{} is no folder", stage.data().display()), "--data-dir"],
    );
    assert_eq!(std::fs::read_to_string(stage.data()).expect("it"), "somebody's notes", "and is left alone");
    assert_eq!(stage.way.log().len(), 0, "nothing was sent");
    std::fs::remove_file(stage.data()).expect("moved away");
    goes_on(&stage, &mut setting_up(&stage));
}

/// Runs a script that gets the data folder and then the command as its arguments, where it may mount. `None`: this
/// system lets nobody do that.
fn with_mounts(stage: &Stage, script: &str, inner: &Command) -> Option<Run> {
    let may = Command::new("unshare").args(["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).output();
    if !may.is_ok_and(|done| done.status.success()) {
        eprintln!("SKIPPED: nobody may mount a disk of his own here (unshare -rm)");
        return None;
    }
    std::fs::create_dir_all(stage.data()).expect("a folder");
    let mut command = Command::new("unshare");
    command.args(["-rm", "bash", "-c", script, "mounts"]).arg(stage.data());
    command.arg(inner.get_program()).args(inner.get_args()).envs(stage.browser());
    Some(run(&mut command))
}

#[test]
fn a_data_folder_that_is_read_only_is_named_before_anything_is_sent() {
    let stage = Stage::new();
    let script = r#"mount -t tmpfs none "$1" && mount -o remount,ro "$1" || exit 99; shift; exec "$@""#;
    let Some(done) = with_mounts(&stage, script, &setting_up(&stage)) else { return };
    let place = stage.data().display().to_string();
    stopped(&done, FAILED, &[&place, "cannot be written", "The folder is read-only", "--data-dir"]);
    assert_eq!(stage.way.log().len(), 0, "nothing was sent");
}

/// A full disk, then the same with room.
const FULL: &str = r#"
data=$1; size=$2; shift 2
mount -t tmpfs -o size="$size" none "$data" || exit 99
"$@"; code=$?
mount -o remount,size=64m "$data"
"$@" >/dev/null 2>"$data/second"; again=$?
[ $again = 0 ] || { echo "the second run ended with $again" >&2; cat "$data/second" >&2; exit 98; }
exit $code
"#;

#[test]
fn a_full_disk_stops_before_a_change_and_with_room_it_goes_on() {
    if !has_keyring() {
        return;
    }
    // Full from the start; in the middle; near the end.
    for size in ["40k", "420k", "620k"] {
        let stage = Stage::new();
        let answers = example().display().to_string();
        let inner = stage.command(&["setup", "teams-online-meetings", "--answers", &answers, "--approve", "all"]);
        let mut with_size = Command::new(size);
        with_size.arg(inner.get_program()).args(inner.get_args());
        let Some(done) = with_mounts(&stage, FULL, &with_size) else { return };
        if done.code == Some(0) {
            eprintln!("{size}: there was room enough");
            continue;
        }
        stopped(&done, FAILED, &["The disk is full", "Free some space and check again. Nothing was lost."]);
        stage.has_one_of_everything(size);
    }
}

/// Files that may not grow: no mount is needed for that, and the folder stays.
#[test]
fn files_that_cannot_grow_stop_before_a_change_and_later_it_goes_on() {
    let limited = r#"trap '' XFSZ; ulimit -f "$0"; exec "$@""#;
    for kilobytes in ["8", "200", "320"] {
        let stage = Stage::new();
        let inner = setting_up(&stage);
        let mut command = Command::new("bash");
        command.args(["-c", limited, kilobytes]).arg(inner.get_program()).args(inner.get_args()).envs(stage.browser());
        let done = run(&mut command);
        if done.code == Some(0) {
            eprintln!("{kilobytes} kB: there was room enough");
            continue;
        }
        stopped(&done, FAILED, &[&stage.data().display().to_string(), "Check the disk"]);
        goes_on(&stage, &mut setting_up(&stage));
    }
}
