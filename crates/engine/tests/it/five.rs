//! Of the five tests that every kind has, those that are the same for all whose items need nothing but the items before.

use domain::Outcome;

use crate::bench::{Bench, GWEN};

/// Made, then run again by a new process: nothing is missing, and nothing is written. The bench, for what else was there.
pub async fn a_second_run_changes_nothing(item: &str) -> Bench {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, item).await;
    bench.run(&engine, item).await;
    let before = bench.writes();
    let view = bench.run(&bench.engine(), item).await;
    assert!(view.changes.is_empty(), "the plan is empty");
    assert_eq!(bench.writes(), before, "nothing is written");
    bench
}

/// Somebody who may only read is refused, and told whose work it is.
pub async fn a_refusal_names_the_role_that_is_needed(item: &str) -> Bench {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, item).await;
    bench.sign_in_as(GWEN);
    let view = bench.run(&engine, item).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "a role is missing: {:?}", view.diagnostic);
    assert!(!view.diagnostic.expect("it is diagnosed").who.is_empty(), "roles are named");
    bench
}
