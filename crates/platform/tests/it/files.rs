use std::sync::Arc;

use domain::{Endpoints, Surroundings};
use platform::{SystemClock, folders, lock, logging};

fn endpoints(surroundings: Surroundings) -> Endpoints {
    let mut endpoints = Endpoints::cloud("global").expect("a known cloud");
    endpoints.surroundings = surroundings;
    endpoints
}

#[test]
fn a_lock_is_for_one_and_ends_with_its_holder() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("practice.lock");
    let first = lock::take(&path).expect("nobody holds it");
    assert!(matches!(lock::take(&path), Err(lock::LockError::InUse(_))), "one at a time");
    drop(first);
    lock::take(&path).expect("free again");
    let nowhere = lock::take(&folder.path().join("no/such/folder"));
    assert!(matches!(nowhere, Err(lock::LockError::NotWritable { .. })), "the system's words");
}

#[test]
fn practice_has_a_folder_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let chosen = folder.path().join("data");
    let real = folders::data(&endpoints(Surroundings::Real), Some(&chosen)).expect("made");
    let practice = folders::data(&endpoints(Surroundings::Practice), Some(&chosen)).expect("made");
    assert_eq!((real, practice), (chosen.clone(), chosen.join("practice")), "nothing real lies beside practice");
    assert_eq!(std::fs::read_dir(chosen).expect("readable").count(), 1, "trying it leaves nothing");
}

#[cfg(unix)]
#[test]
fn only_this_person_can_look_into_folders_and_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let mode = |path: &std::path::Path| path.metadata().expect("there").permissions().mode() & 0o777;
    let data = folder.path().join("a/b");
    folders::make_private(&data).expect("made");
    assert_eq!(mode(&data), 0o700, "for this person only");
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o755)).expect("opened");
    folders::make_private(&data).expect("closed again");
    assert_eq!(mode(&data), 0o700, "also when it was there before");
    let file = data.join("report.json");
    folders::write_private(&file, b"one").expect("written");
    folders::write_private(&file, b"two").expect("replaced");
    assert_eq!((mode(&file), std::fs::read(&file).expect("readable")), (0o600, b"two".to_vec()), "whole and private");
    let temporary = folders::private_temporary(".pfx").expect("made");
    assert_eq!(mode(temporary.path()), 0o600, "for this person only");
}

#[test]
fn a_folder_that_cannot_be_written_is_told_with_its_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    std::fs::write(&file, "").expect("written");
    let made = folders::data(&endpoints(Surroundings::Real), Some(&file));
    let Err(folders::FolderError::NotWritable { path, .. }) = made else { panic!("a file is no folder") };
    assert_eq!(path, file.display().to_string(), "which one");
}

#[test]
fn a_log_is_written_and_a_panic_is_told_by_its_place_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let guard = logging::start(folder.path(), Arc::new(SystemClock)).expect("it starts");
    tracing::info!(target: "engine", item = "certificate", "looked at");
    let stopped = std::thread::spawn(|| panic!("the secret is {}", 4711)).join();
    assert!(stopped.is_err(), "it panicked");
    drop(guard);
    let logs = std::fs::read_dir(folder.path().join("logs")).expect("readable");
    let text: String = logs.map(|file| std::fs::read_to_string(file.expect("a file").path()).expect("text")).collect();
    assert!(text.contains(r#""item":"certificate""#), "our event: {text}");
    assert!(text.contains("files.rs:") && !text.contains("4711"), "the place and nothing else: {text}");
}
