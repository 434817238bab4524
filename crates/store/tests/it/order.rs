//! The journal keeps its order, whatever is interleaved.

use domain::{ChangeState, RunStore};
use proptest::prelude::*;
use store::Store;

use crate::samples::{change_id, intent, now, setup, setup_id};

#[derive(Clone, Debug)]
enum Step {
    Intend(u128),
    Settle(usize, ChangeState),
    Forget(u128),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let state = prop_oneof![Just(ChangeState::Made), Just(ChangeState::NotMade), Just(ChangeState::Undone)];
    let step = prop_oneof![
        6 => (1u128..4).prop_map(Step::Intend),
        4 => (0usize..20, state).prop_map(|(which, state)| Step::Settle(which, state)),
        1 => (1u128..4).prop_map(Step::Forget),
    ];
    proptest::collection::vec(step, 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_journal_is_numbered_from_one_in_the_order_of_intents(steps in steps()) {
        let store = Store::in_memory().unwrap();
        for number in 1..4 {
            store.put_setup(&setup(number)).unwrap();
        }
        let mut model: Vec<(u128, u128, ChangeState)> = Vec::new();
        for (position, step) in steps.into_iter().enumerate() {
            match step {
                Step::Intend(owner) => {
                    // Ids that do not sort in the order of time.
                    let id = (1000 - position) as u128;
                    let number = store.intend(&intent(setup_id(owner), change_id(id))).unwrap();
                    model.push((owner, id, ChangeState::Intended));
                    let of_owner = model.iter().filter(|entry| entry.0 == owner).count();
                    prop_assert_eq!(number as usize, of_owner, "the next number of that set-up");
                }
                Step::Settle(which, state) => {
                    let count = model.len();
                    if count > 0 {
                        let entry = &mut model[which % count];
                        store.settle(change_id(entry.1), state, None, now(), &[]).unwrap();
                        entry.2 = state;
                    }
                }
                Step::Forget(owner) => {
                    store.forget(setup_id(owner)).unwrap();
                    store.put_setup(&setup(owner)).unwrap();
                    model.retain(|entry| entry.0 != owner);
                }
            }
        }
        for owner in 1..4 {
            let read: Vec<_> =
                store.journal(setup_id(owner)).unwrap().iter().map(|e| (e.number, e.id, e.state)).collect();
            let wanted: Vec<_> = model
                .iter()
                .filter(|entry| entry.0 == owner)
                .zip(1u32..)
                .map(|(entry, number)| (number, change_id(entry.1), entry.2))
                .collect();
            prop_assert_eq!(read, wanted, "journal of set-up {}", owner);
        }
    }
}
