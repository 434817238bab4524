//! The five tests of `certificate`, others' keys, lifetimes, rotation.

use domain::{ChangeState, ItemId, Outcome, QuestionId};
use serde_json::json;

use crate::bench::{Bench, GWEN};
use crate::five;

const ITEM: &str = "certificate";

/// Certificates on the set-up's app.
fn keys(bench: &Bench) -> usize {
    bench.app_object()["keyCredentials"].as_array().map_or(0, Vec::len)
}

#[tokio::test]
async fn makes_one_certificate_and_keeps_its_key_in_the_keychain() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "it was made: {:?}", view.diagnostic);
    assert_eq!(keys(&bench), 1, "one certificate on the app");
    assert_eq!(bench.keychain.accounts().len(), 1, "one key in the keychain");
    let certificate = engine.outputs().expect("stored").certificate.expect("it is handed on");
    assert_eq!(certificate.subject, "CN=TeamsMeetingsIntegration", "the profile's subject");
    assert_eq!(certificate.not_after, certificate.not_before.plus_years(2), "two calendar years");
    bench.assert_contract();
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    let bench = five::a_second_run_changes_nothing(ITEM).await;
    assert_eq!(keys(&bench), 1, "one certificate");
}

#[tokio::test]
async fn undo_takes_back_only_the_certificate_that_was_uploaded() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.add_foreign_key();
    bench.run(&engine, ITEM).await;
    assert_eq!(keys(&bench), 2, "theirs and ours");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(keys(&bench), 1, "theirs stays");
    assert!(bench.keychain.accounts().is_empty(), "our key is gone from the keychain");
}

#[tokio::test]
async fn a_refusal_names_the_role_that_is_needed() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.sign_in_as(GWEN);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "a role is missing: {:?}", view.diagnostic);
    let who = view.diagnostic.expect("it is diagnosed").who;
    assert!(!who.is_empty(), "roles are named");
    assert_eq!(bench.keychain.accounts().len(), 1, "the key waits for the upload");
    bench.sign_in_as(crate::bench::SAM);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "the same certificate is uploaded: {:?}", view.diagnostic);
    assert_eq!((keys(&bench), bench.keychain.accounts().len()), (1, 1), "no second key");
}

#[tokio::test]
async fn a_certificate_that_never_shows_up_is_reported_and_can_be_taken_back() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.lag(48);
    let before = bench.writes();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Waiting), "nothing proves that it is there: {:?}", view.diagnostic);
    assert_eq!(bench.writes(), before + 1, "it is not uploaded twice");
    bench.lag(0);
    bench.hours(49);
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(keys(&bench), 0, "it is taken back");
}

#[tokio::test]
async fn a_tenant_that_forbids_long_certificates_gets_a_shorter_one() {
    let bench = Bench::new("tenant-forbids-long-certificates");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "the policy is kept: {:?}", view.diagnostic);
    let certificate = engine.outputs().expect("stored").certificate.expect("it is handed on");
    assert!(certificate.not_after < certificate.not_before.plus_years(2), "shorter than the profile's two years");
}

#[tokio::test]
async fn rotation_overlaps_and_removes_the_former_one_only_when_asked() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.run(&engine, ITEM).await;
    let first = engine.outputs().expect("stored").certificate.expect("it is handed on");
    engine.rotate_certificate(&ItemId::from(ITEM)).expect("it is stored");
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(keys(&bench), 2, "both work: {:?}", view.diagnostic);
    let second = engine.outputs().expect("stored").certificate.expect("it is handed on");
    assert_ne!(first.thumbprint_sha1, second.thumbprint_sha1, "the new one is in use");
    engine.answer(&QuestionId::from("certificate_retire"), json!("1")).expect("it is stored");
    bench.run(&engine, ITEM).await;
    assert_eq!((keys(&bench), bench.keychain.accounts().len()), (1, 1), "the former one and its key are gone");
    let journal = engine.journal().expect("stored");
    assert!(journal.iter().all(|entry| entry.state != ChangeState::Intended), "nothing is left open");
}

#[tokio::test]
async fn a_locked_keychain_stops_before_anything_is_uploaded() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    bench.keychain.fail(Some(domain::KeychainError::Locked));
    let before = bench.writes();
    let view = bench.run(&engine, ITEM).await;
    assert!(view.diagnostic.is_some(), "it says so");
    assert_eq!((bench.writes(), keys(&bench)), (before, 0), "nothing was changed in the tenant");
    bench.keychain.fail(None);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "unlocked, it goes on: {:?}", view.diagnostic);
    assert_eq!((keys(&bench), bench.keychain.accounts().len()), (1, 1), "one certificate, one key");
}
