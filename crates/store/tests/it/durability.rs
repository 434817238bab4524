//! What a method has returned from is there after the process is gone.

use std::path::Path;

use domain::{ChangeState, RunStore};
use serde_json::json;
use store::Store;

use crate::samples::{change_id, intent, now, setup, setup_id};

/// What another process would find if this one were killed now: the files as they are, without a clean end.
fn as_if_killed(dir: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, copy.path().join(path.file_name().unwrap())).unwrap();
    }
    copy
}

#[test]
fn every_write_survives_a_kill_right_after_it() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), now()).unwrap();
    let id = setup_id(1);
    let journal_after_a_kill = || {
        let killed = as_if_killed(dir.path());
        Store::open(killed.path(), now()).unwrap().journal(id).unwrap()
    };
    store.put_setup(&setup(1)).unwrap();
    assert!(journal_after_a_kill().is_empty(), "the set-up is there, its journal empty");

    store.intend(&intent(id, change_id(1))).unwrap();
    assert_eq!(journal_after_a_kill()[0].state, ChangeState::Intended, "the intent is there before the call");

    store.note(change_id(1), &json!("public certificate")).unwrap();
    assert_eq!(journal_after_a_kill()[0].note, Some(json!("public certificate")), "the note");

    store.settle(change_id(1), ChangeState::Made, Some(&json!({ "id": 1 })), now(), &["r".into()]).unwrap();
    let entry = journal_after_a_kill().remove(0);
    assert_eq!((entry.state, entry.receipt), (ChangeState::Made, Some(json!({ "id": 1 }))), "the receipt");

    store.forget(id).unwrap();
    let killed = as_if_killed(dir.path());
    assert!(Store::open(killed.path(), now()).unwrap().setups().unwrap().is_empty(), "forgotten stays forgotten");
}

#[test]
fn what_was_forgotten_cannot_be_found_in_the_files() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), now()).unwrap();
    let mut traceable = setup(1);
    traceable.tenant.domain = "traceable-contoso.example".into();
    store.put_setup(&traceable).unwrap();
    let holds = |dir: &Path| {
        std::fs::read_dir(dir).unwrap().any(|entry| {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            bytes.windows(9).any(|window| window == b"traceable")
        })
    };
    assert!(holds(dir.path()), "the search finds what is there");
    store.forget(setup_id(1)).unwrap();
    assert!(!holds(dir.path()), "neither in the data file nor in its log");
}
