//! What is written is read back, and forgetting forgets.

use domain::{ChangeState, Digest, ItemId, Outcome, Outputs, RunId, RunStore, StoreError};
use serde_json::{Value, json};
use store::Store;
use uuid::Uuid;

use crate::samples::{approval, at, change_id, evidence, intent, now, setup, setup_id, snapshot, wait};

fn store_with_one() -> Store {
    let store = Store::in_memory().unwrap();
    store.put_setup(&setup(1)).unwrap();
    store
}

#[test]
fn set_ups_come_back_newest_first() {
    let store = store_with_one();
    let mut later = setup(2);
    later.begun_at = at("2026-11-21T14:00:00.5Z");
    store.put_setup(&later).unwrap();
    let mut earlier = setup(3);
    earlier.begun_at = at("2026-11-21T14:00:00Z");
    store.put_setup(&earlier).unwrap();
    assert_eq!(store.setups().unwrap(), vec![later, setup(1), earlier], "by time, also within one second");
    assert_eq!(store.setup(setup_id(1)).unwrap(), Some(setup(1)), "whole, with names beyond ASCII");
    assert_eq!(store.setup(setup_id(9)).unwrap(), None, "an unknown one is none");
}

#[test]
fn changing_a_set_up_keeps_what_belongs_to_it() {
    let store = store_with_one();
    store.intend(&intent(setup_id(1), change_id(1))).unwrap();
    let mut changed = setup(1);
    changed.skipped.clear();
    store.put_setup(&changed).unwrap();
    assert_eq!(store.setup(setup_id(1)).unwrap(), Some(changed), "the new words are stored");
    assert_eq!(store.journal(setup_id(1)).unwrap().len(), 1, "the journal is still there");
}

#[test]
fn an_intent_becomes_a_change_with_its_receipt() {
    let store = store_with_one();
    let entry = intent(setup_id(1), change_id(1));
    assert_eq!(store.intend(&entry).unwrap(), 1, "numbered by the store");
    store.note(entry.id, &json!({ "certificate": "MIIB" })).unwrap();
    let after_note = store.journal(setup_id(1)).unwrap();
    assert_eq!(after_note[0].note, Some(json!({ "certificate": "MIIB" })), "the note is there before the receipt");
    assert_eq!(after_note[0].receipt, None, "without a receipt it is still an intent");

    let made = at("2026-11-21T14:00:03Z");
    store.settle(entry.id, ChangeState::Made, Some(&json!({ "id": "x" })), made, &["r-1".into()]).unwrap();
    let seen = at("2026-11-21T14:00:19Z");
    store.settle(entry.id, ChangeState::Seen, None, seen, &["r-1".into()]).unwrap();
    let undone = at("2026-11-22T09:00:00Z");
    store.settle(entry.id, ChangeState::Undone, None, undone, &["r-2".into()]).unwrap();
    let read = store.journal(setup_id(1)).unwrap().remove(0);
    assert_eq!(read.state, ChangeState::Undone, "the last word on the change");
    assert_eq!(read.receipt, Some(json!({ "id": "x" })), "taking back keeps the receipt");
    assert_eq!(read.made_at, Some(made), "and the time it was made, not when it was read back");
    assert_eq!(read.request_ids, ["r-1", "r-2"], "and all request ids");
    assert_eq!(read.planned, entry.planned, "and what was planned");
}

#[test]
fn a_receipt_that_says_not_ours_is_not_taken_for_none() {
    let store = store_with_one();
    store.intend(&intent(setup_id(1), change_id(1))).unwrap();
    store.settle(change_id(1), ChangeState::Made, Some(&Value::Null), now(), &[]).unwrap();
    assert_eq!(store.journal(setup_id(1)).unwrap()[0].receipt, Some(Value::Null), "null is a receipt");
}

#[test]
fn settling_an_unknown_change_is_refused() {
    let store = store_with_one();
    let refused = store.settle(change_id(5), ChangeState::Made, None, now(), &[]);
    assert!(matches!(refused, Err(StoreError::Database(_))), "a receipt without an intent is a mistake: {refused:?}");
    assert!(store.note(change_id(5), &json!(1)).is_err(), "a note too");
}

#[test]
fn an_intent_needs_its_set_up() {
    let store = store_with_one();
    assert!(store.intend(&intent(setup_id(2), change_id(1))).is_err(), "foreign keys are on");
    store.intend(&intent(setup_id(1), change_id(1))).unwrap();
    assert!(store.intend(&intent(setup_id(1), change_id(1))).is_err(), "the same id twice is a mistake");
}

#[test]
fn approvals_come_back_oldest_first() {
    let store = store_with_one();
    let all = [approval(setup_id(1), "b"), approval(setup_id(1), "a")];
    for one in &all {
        store.put_approval(one).unwrap();
    }
    assert_eq!(store.approvals(setup_id(1)).unwrap(), all, "in the order they were given");
}

#[test]
fn items_outputs_evidence_and_waits_are_replaced_not_added() {
    let store = store_with_one();
    let id = setup_id(1);
    assert_eq!(store.outputs(id).unwrap(), Outputs::default(), "nothing known yet");
    let outputs = Outputs {
        grants: Some(domain::Grants { roles: vec!["A".into()], scopes: vec!["B".into()] }),
        ..Outputs::default()
    };
    store.put_outputs(id, &Outputs::default()).unwrap();
    store.put_outputs(id, &outputs).unwrap();
    assert_eq!(store.outputs(id).unwrap(), outputs, "the last ones");

    store.put_item(id, &snapshot("certificate", Outcome::Waiting)).unwrap();
    store.put_item(id, &snapshot("go_live", Outcome::Waiting)).unwrap();
    store.put_item(id, &snapshot("certificate", Outcome::Changed)).unwrap();
    let items = store.items(id).unwrap();
    assert_eq!(items, [snapshot("certificate", Outcome::Changed), snapshot("go_live", Outcome::Waiting)], "last look");

    let item = ItemId::from("meeting_test");
    let mut newer = evidence(id);
    store.put_evidence(&newer).unwrap();
    newer.digest = Digest::from("ff");
    store.put_evidence(&newer).unwrap();
    assert_eq!(store.evidence(id, &item).unwrap(), Some(newer), "the newer evidence");
    store.drop_evidence(id, &item).unwrap();
    assert_eq!(store.evidence(id, &item).unwrap(), None, "dropped");

    let mut longer = wait(id);
    store.put_wait(&longer).unwrap();
    longer.tries = 4;
    store.put_wait(&longer).unwrap();
    assert_eq!(store.waits(id).unwrap(), vec![longer.clone()], "one wait for an item");
    store.end_wait(id, &longer.item).unwrap();
    assert_eq!(store.waits(id).unwrap(), vec![], "over");
}

#[test]
fn forgetting_takes_everything_of_that_set_up_and_nothing_of_another() {
    let store = store_with_one();
    store.put_setup(&setup(2)).unwrap();
    store.put_profile(&Digest::from("aa"), "schema = 1").unwrap();
    for number in [1, 2] {
        let id = setup_id(number);
        store.begin_run(id, RunId(Uuid::from_u128(number)), now()).unwrap();
        store.put_approval(&approval(id, "a")).unwrap();
        store.intend(&intent(id, change_id(number))).unwrap();
        store.put_outputs(id, &Outputs::default()).unwrap();
        store.put_item(id, &snapshot("certificate", Outcome::Done)).unwrap();
        store.put_evidence(&evidence(id)).unwrap();
        store.put_wait(&wait(id)).unwrap();
    }
    store.forget(setup_id(1)).unwrap();
    let gone = setup_id(1);
    assert_eq!(store.setup(gone).unwrap(), None, "the set-up");
    assert!(store.journal(gone).unwrap().is_empty(), "its journal");
    assert!(store.approvals(gone).unwrap().is_empty(), "its approvals");
    assert!(store.items(gone).unwrap().is_empty(), "its items");
    assert!(store.waits(gone).unwrap().is_empty(), "its waits");
    assert_eq!(store.evidence(gone, &ItemId::from("meeting_test")).unwrap(), None, "its evidence");
    assert_eq!(store.journal(setup_id(2)).unwrap().len(), 1, "the other one is untouched");
    assert!(store.profile(&Digest::from("aa")).unwrap().is_some(), "the other one still uses the profile");
    store.forget(setup_id(2)).unwrap();
    assert_eq!(store.profile(&Digest::from("aa")).unwrap(), None, "nobody uses it any more");
    store.forget(setup_id(2)).unwrap();
}

#[test]
fn a_profile_text_is_kept_as_it_first_was() {
    let store = store_with_one();
    store.put_profile(&Digest::from("d"), "one").unwrap();
    store.put_profile(&Digest::from("d"), "two").unwrap();
    assert_eq!(store.profile(&Digest::from("d")).unwrap().as_deref(), Some("one"), "the digest names one text");
}
