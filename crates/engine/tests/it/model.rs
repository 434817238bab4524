//! A model of what people and machines do in any order: run, crash, undo, meddle. Whatever the order: at most one app,
//! one key, one policy; nobody else's object is touched; the keychain holds what the journal says; never green while the
//! tenant is not.

use std::time::Duration;

use domain::{ItemId, Outcome};
use proptest::prelude::*;

use crate::bench::{Bench, Fault};
use crate::built_in::walk;

/// One thing that happens.
#[derive(Clone, Debug)]
enum Deed {
    /// The whole profile is run.
    Run,
    /// It is run, and the process dies at that exchange.
    Crash(u64, bool),
    /// Everything is taken back.
    Undo,
    /// What was taken back is deleted for good.
    DeleteForGood,
    /// Somebody deletes the certificates of the app.
    TakeKeys,
    /// Somebody adds a certificate of their own.
    AddKey,
    /// Hours pass.
    Wait(u64),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => Just(Deed::Run),
        4 => (1..140_u64, any::<bool>()).prop_map(|(at, before)| Deed::Crash(at, before)),
        2 => Just(Deed::Undo),
        1 => Just(Deed::DeleteForGood),
        1 => Just(Deed::TakeKeys),
        1 => Just(Deed::AddKey),
        1 => (1..30_u64).prop_map(Deed::Wait),
    ]
}

async fn happen(bench: &mut Bench, deed: &Deed) {
    match deed {
        Deed::Run => walk(bench, &bench.engine()).await,
        Deed::Crash(at, before) => {
            let now = bench.exchange.count.load(std::sync::atomic::Ordering::Relaxed);
            let fault = if *before { Fault::DieBefore } else { Fault::DieAfter };
            *bench.exchange.fault.lock().expect("no panic elsewhere") = Some((now + at, fault));
            let engine = bench.engine();
            tokio::select! {
                biased;
                () = walk(bench, &engine) => {}
                () = bench.exchange.died() => {}
            }
            drop(engine);
            bench.restart();
        }
        // A refusal is a state, and the invariants hold all the same.
        Deed::Undo => drop(bench.undo(&bench.engine()).await),
        Deed::DeleteForGood => {
            let engine = bench.engine();
            if let Ok(Some((list, left))) = engine.final_removal().await {
                drop(engine.delete_for_good(&list.digest(), &left.name).await);
            }
        }
        Deed::TakeKeys if bench.apps_of_this_setup() == 1 => bench.patch_app("keyCredentials", serde_json::json!([])),
        Deed::AddKey if bench.apps_of_this_setup() == 1 => bench.add_foreign_key(),
        Deed::TakeKeys | Deed::AddKey => {}
        Deed::Wait(hours) => bench.hours(*hours),
    }
}

fn assert_invariants(bench: &Bench, deeds: &[Deed]) {
    assert!(bench.apps_of_this_setup() <= 1, "at most one app after {deeds:?}");
    assert!(bench.policies_named("TeamsMeetingsIntegration") <= 1, "at most one policy after {deeds:?}");
    let journal = bench.accounts_in_journal();
    for account in bench.keychain.accounts() {
        let known = bench.known_accounts();
        assert!(journal.contains(&account) || known.contains(&account), "{account} is known after {deeds:?}");
    }
}

async fn assert_never_green_while_red(bench: &Bench, deeds: &[Deed]) {
    let engine = bench.engine();
    engine.look_all().await.expect("it looks");
    let view = engine.item(&ItemId::from("certificate")).expect("it was seen");
    if view.head.outcome.is_some_and(Outcome::is_finished) {
        let keys = bench.app_object()["keyCredentials"].as_array().map_or(0, Vec::len);
        assert!(keys >= 1, "a green certificate is on the app after {deeds:?}");
        assert_eq!(bench.keychain.accounts().len(), 1, "and its key in the keychain after {deeds:?}");
    }
    if engine.is_complete().expect("it is read") {
        assert_eq!(bench.apps_of_this_setup(), 1, "complete means there is an app after {deeds:?}");
        assert_eq!(bench.meetings(), 0, "and no meeting was left after {deeds:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_there_is_at_most_one_of_each(deeds in prop::collection::vec(deed(), 1..5)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        runtime.block_on(async {
            let dir = tempfile::tempdir().expect("a folder");
            let mut bench = Bench::on_disk("all-is-well", dir.path().to_owned());
            let others = (bench.apps(), bench.principals());
            for (n, deed) in deeds.iter().enumerate() {
                happen(&mut bench, deed).await;
                assert_invariants(&bench, &deeds[..=n]);
                bench.clock.advance(Duration::from_secs(20 * 60));
                assert_never_green_while_red(&bench, &deeds[..=n]).await;
            }
            happen(&mut bench, &Deed::Undo).await;
            assert!(bench.apps() >= others.0 && bench.principals() >= others.1, "what others made is still there");
        });
    }
}
