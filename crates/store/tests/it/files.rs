//! The data directory: who writes, what is refused, and what is said about it.

use domain::{Outcome, RunStore, StoreError};
use rusqlite::Connection;
use store::Store;

use crate::samples::{change_id, intent, now, setup, setup_id, snapshot};

#[test]
fn a_second_writer_is_told_and_gets_its_turn_later() {
    let dir = tempfile::tempdir().unwrap();
    let first = Store::open(dir.path(), now()).unwrap();
    let Err(refused) = Store::open(dir.path(), now()) else { panic!("two writers in one directory") };
    assert_eq!(refused, StoreError::InUse(dir.path().display().to_string()), "names the directory");
    drop(first);
    assert!(Store::open(dir.path(), now()).is_ok(), "the lock ends with the first one");
}

#[test]
fn a_reader_reads_beside_the_writer_and_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let writer = Store::open(dir.path(), now()).unwrap();
    writer.put_setup(&setup(1)).unwrap();
    let reader = Store::open_read_only(dir.path()).unwrap();
    assert_eq!(reader.setups().unwrap(), [setup(1)], "what the writer has written");
    writer.put_setup(&setup(2)).unwrap();
    assert_eq!(reader.setups().unwrap().len(), 2, "also what came after it was opened");
    let refused = reader.put_setup(&setup(3)).unwrap_err();
    assert!(matches!(refused, StoreError::NotWritable { .. }), "a reader cannot write: {refused:?}");
}

#[test]
fn reading_where_nothing_is_finds_nothing_and_makes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let reader = Store::open_read_only(dir.path()).unwrap();
    assert!(reader.setups().unwrap().is_empty(), "no set-ups");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "no file appears");
}

#[test]
fn a_newer_file_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    drop(Store::open(dir.path(), now()).unwrap());
    let path = dir.path().join("handrail.db");
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 42).unwrap();
    let newer = StoreError::Newer { found: 42, known: 1 };
    assert_eq!(Store::open(dir.path(), now()).err(), Some(newer.clone()), "to write");
    assert_eq!(Store::open_read_only(dir.path()).err(), Some(newer), "to read");
    let version: u32 =
        Connection::open(&path).unwrap().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, 42, "untouched");
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let missing = dir.path().join("missing");
    let refused = Store::open(&missing, now()).err();
    let Some(StoreError::NotWritable { path, .. }) = refused else { panic!("another answer: {refused:?}") };
    assert!(path.contains("missing"), "names the place: {path}");

    std::fs::create_dir(dir.path().join("handrail.db")).unwrap();
    let refused = Store::open(dir.path(), now()).err();
    let Some(StoreError::NotWritable { path, .. }) = refused else { panic!("another answer: {refused:?}") };
    assert!(path.ends_with("handrail.db"), "names the file: {path}");
}

#[test]
fn a_file_that_is_no_database_is_called_unreadable() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("handrail.db"), "x".repeat(4096)).unwrap();
    for refused in [Store::open(dir.path(), now()).err(), Store::open_read_only(dir.path()).err()] {
        assert!(matches!(refused, Some(StoreError::Unreadable { what: "data file", .. })), "{refused:?}");
    }
}

#[test]
fn a_row_that_cannot_be_read_is_named_but_a_spoilt_snapshot_only_counts_as_not_seen() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), now()).unwrap();
    store.put_setup(&setup(1)).unwrap();
    store.intend(&intent(setup_id(1), change_id(1))).unwrap();
    store.put_item(setup_id(1), &snapshot("certificate", Outcome::Done)).unwrap();
    store.put_item(setup_id(1), &snapshot("go_live", Outcome::Done)).unwrap();
    let other = Connection::open(dir.path().join("handrail.db")).unwrap();
    other.execute("UPDATE change SET planned = '{\"kind\":\"of_the_future\"}'", []).unwrap();
    other.execute("UPDATE item SET body = '{}' WHERE item = 'certificate'", []).unwrap();
    let refused = store.journal(setup_id(1)).unwrap_err();
    assert!(matches!(refused, StoreError::Unreadable { what: "change", .. }), "never a silent gap: {refused:?}");
    assert_eq!(store.items(setup_id(1)).unwrap(), [snapshot("go_live", Outcome::Done)], "to be looked at again");
    other.execute("UPDATE setup SET body = '[]'", []).unwrap();
    let refused = store.setups().unwrap_err();
    assert!(matches!(refused, StoreError::Unreadable { what: "set-up", .. }), "{refused:?}");
}

/// A data file as version 1 wrote it, kept as SQL text. When the tables change, it stays as it is.
#[test]
fn a_file_of_version_1_is_read_with_everything_in_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("handrail.db");
    Connection::open(&path).unwrap().execute_batch(include_str!("fixtures/v1.sql")).unwrap();
    for store in [Store::open_read_only(dir.path()).unwrap(), Store::open(dir.path(), now()).unwrap()] {
        let id = setup_id(1);
        let read = store.setup(id).unwrap().unwrap();
        assert_eq!(read.tenant.domain, "contoso.com", "the set-up");
        let journal = store.journal(id).unwrap();
        assert_eq!(journal.len(), 2, "the journal");
        assert_eq!(journal[0].receipt, Some(serde_json::json!({ "id": "x" })), "with its receipt");
        assert_eq!(journal[1].receipt, None, "an intent stays an intent");
        assert_eq!(store.approvals(id).unwrap().len(), 1, "the approval");
        assert_eq!(store.items(id).unwrap().len(), 1, "the item");
        assert_eq!(store.waits(id).unwrap()[0].tries, 3, "the wait");
        let item = domain::ItemId::from("meeting_test");
        assert_eq!(store.evidence(id, &item).unwrap().unwrap().request_ids.len(), 2, "the evidence");
        assert_eq!(store.profile(&read.profile_digest).unwrap().as_deref(), Some("schema = 1"), "the profile");
    }
}

#[test]
fn no_column_is_for_a_secret() {
    let dir = tempfile::tempdir().unwrap();
    drop(Store::open(dir.path(), now()).unwrap());
    let db = Connection::open(dir.path().join("handrail.db")).unwrap();
    let mut query =
        db.prepare("SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c").unwrap();
    let columns: Vec<String> = query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(columns.contains(&"change.receipt".to_owned()), "the query lists columns: {columns:?}");
    for word in ["key_", "private", "secret", "token", "password", "pfx"] {
        assert!(!columns.iter().any(|column| column.contains(word)), "{word} in {columns:?}");
    }
}
