//! A certificate of the person's own: the five tests, a restart before it was made, the tenant's policy, rotation.

use std::time::Duration;

use access::Certificates;
use access::own::{self, HeldKeys};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{Block, CertificateFacts, CertificateRequest, ItemId, KeyMaker as _, Outcome, QuestionId, Secret};
use engine::{Engine, OWN_CERTIFICATE};
use serde_json::json;

use crate::bench::{Bench, Fault, GWEN, SAM};
use crate::built_in::{assert_finished, walk};
use crate::kills::{at_every, dies};
use crate::walk::assert_one_of_each;

const ITEM: &str = "certificate";

/// A file of the person's own.
fn file(bench: &Bench, years: i32) -> Secret {
    let not_before = bench.now() - Duration::from_secs(86_400);
    let request = CertificateRequest {
        subject: "CN=Contoso booking".to_owned(),
        key_bits: 2048,
        not_before,
        not_after: not_before.plus_years(years),
    };
    let made = Certificates.make(&request).expect("made");
    let block =
        |tag: &str, der: &[u8]| format!("-----BEGIN {tag}-----\n{}\n-----END {tag}-----\n", STANDARD.encode(der));
    let text = block("PRIVATE KEY", made.private_key.expose()) + &block("CERTIFICATE", &made.certificate);
    Secret::new(text.into_bytes())
}

/// The file is chosen, as the desk takes it.
fn choose(bench: &Bench, engine: &Engine, file: &Secret) -> CertificateFacts {
    let own = own::open(file, None, bench.now()).expect("it opens");
    let (facts, public) = (own.facts.clone(), STANDARD.encode(&own.certificate));
    bench.held.hold(own);
    engine.answer(&QuestionId::from(OWN_CERTIFICATE), json!({ "certificate": public })).expect("it is stored");
    facts
}

fn keys(bench: &Bench) -> usize {
    bench.app_object()["keyCredentials"].as_array().map_or(0, Vec::len)
}

fn chosen(view: &domain::ItemView) -> Option<Option<String>> {
    view.blocks.iter().find_map(|block| match block {
        Block::Question { question } if question.id.as_str() == OWN_CERTIFICATE => Some(question.chosen.clone()),
        _ => None,
    })
}

/// Up to the certificate, with a file chosen.
async fn ready(bench: &Bench, engine: &Engine) -> CertificateFacts {
    bench.reach(engine, ITEM).await;
    choose(bench, engine, &file(bench, 1))
}

#[tokio::test]
async fn a_new_key_is_the_preselected_way() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(chosen(&view), Some(Some("new".to_owned())), "it is asked, and answered");
    assert_eq!(view.changes.len(), 2, "made and uploaded");
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(chosen(&view), None, "there is nothing to choose any more");
}

#[tokio::test]
async fn the_own_certificate_is_uploaded_and_proved_by_a_token() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    let facts = ready(&bench, &engine).await;
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(chosen(&view), Some(Some("file".to_owned())), "the file is chosen");
    walk(&bench, &engine).await;
    assert_finished(&engine);
    assert_one_of_each(&bench);
    let used = engine.outputs().expect("stored").certificate.expect("it is handed on");
    assert_eq!(used.thumbprint_sha256, facts.thumbprint_sha256, "the person's own");
    assert!(bench.held.held(&facts.thumbprint_sha256).is_none(), "only the keychain has the key now");
    bench.assert_contract();
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    let own = file(&bench, 1);
    bench.reach(&engine, ITEM).await;
    choose(&bench, &engine, &own);
    bench.run(&engine, ITEM).await;
    let before = bench.writes();
    let again = bench.engine();
    assert!(bench.run(&again, ITEM).await.changes.is_empty(), "the plan is empty");
    choose(&bench, &again, &own);
    assert!(bench.run(&again, ITEM).await.changes.is_empty(), "also when the same file is chosen again");
    assert_eq!((bench.writes(), keys(&bench), bench.keychain.accounts().len()), (before, 1, 1), "nothing is written");
}

#[tokio::test]
async fn undo_takes_back_the_upload_and_our_copy_only() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    ready(&bench, &engine).await;
    bench.add_foreign_key();
    bench.run(&engine, ITEM).await;
    assert_eq!(keys(&bench), 2, "theirs and ours");
    let (list, _) = engine.undo_plan_of(&[ItemId::from(ITEM)]).expect("it plans");
    let said: Vec<&str> =
        list.changes.iter().filter_map(|change| Some(change.view.note.as_ref()?.id.as_str())).collect();
    assert!(said.contains(&"certificate-undo-import-note"), "it says that the file is not touched: {said:?}");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!((keys(&bench), bench.keychain.accounts().len()), (1, 0), "theirs stays, our copy is gone");
}

#[tokio::test]
async fn a_refusal_names_the_role_that_is_needed() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    let facts = ready(&bench, &engine).await;
    bench.sign_in_as(GWEN);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "a role is missing: {:?}", view.diagnostic);
    assert_eq!(bench.keychain.accounts().len(), 1, "the key waits for the upload");
    bench.sign_in_as(SAM);
    bench.run(&engine, ITEM).await;
    let used = engine.outputs().expect("stored").certificate.expect("it is handed on");
    assert_eq!((keys(&bench), used.thumbprint_sha256), (1, facts.thumbprint_sha256), "the same one is uploaded");
}

#[tokio::test]
async fn one_that_never_shows_up_is_reported_and_can_be_taken_back() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    ready(&bench, &engine).await;
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
async fn a_key_that_was_not_taken_before_a_restart_is_asked_for_again() {
    let mut bench = Bench::new("all-is-well");
    let engine = bench.engine();
    ready(&bench, &engine).await;
    bench.held = std::sync::Arc::new(HeldKeys::default());
    let engine = bench.engine();
    let before = bench.writes();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "nobody knows the key any more");
    assert_eq!(chosen(&view), Some(None), "the file is to be chosen again");
    assert_eq!((bench.writes(), bench.keychain.accounts().len()), (before, 0), "nothing is made meanwhile");
    engine.answer(&QuestionId::from(OWN_CERTIFICATE), json!("new")).expect("it is stored");
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "a new key is the other way: {:?}", view.diagnostic);
}

#[tokio::test]
async fn one_that_lives_longer_than_the_tenant_allows_is_told() {
    let bench = Bench::new("tenant-forbids-long-certificates");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    choose(&bench, &engine, &file(&bench, 2));
    let before = bench.writes();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(chosen(&view), Some(Some("file".to_owned())), "it can be changed");
    assert_eq!(view.diagnostic.map(|found| found.code).as_deref(), Some("certificate-own-too-long"), "it says why");
    assert_eq!((bench.writes(), bench.keychain.accounts().len()), (before, 0), "nothing was made");
}

#[tokio::test]
async fn rotation_replaces_it_by_a_new_key_or_another_file() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    let first = ready(&bench, &engine).await;
    bench.run(&engine, ITEM).await;
    engine.rotate_certificate(&ItemId::from(ITEM)).expect("it is stored");
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(chosen(&view), Some(Some("new".to_owned())), "a new key is preselected again");
    let second = choose(&bench, &engine, &file(&bench, 1));
    bench.run(&engine, ITEM).await;
    let used = engine.outputs().expect("stored").certificate.expect("it is handed on");
    assert_eq!((keys(&bench), &used.thumbprint_sha256), (2, &second.thumbprint_sha256), "both work, the newer is used");
    assert_ne!(first.thumbprint_sha256, second.thumbprint_sha256, "another one");
    engine.answer(&QuestionId::from("certificate_retire"), json!("1")).expect("it is stored");
    bench.run(&engine, ITEM).await;
    assert_eq!((keys(&bench), bench.keychain.accounts().len()), (1, 1), "the former one and our copy are gone");
}

/// Kills the process at one exchange and starts again, without the key that waited in memory.
async fn killed_at(exchange: u64, fault: Fault, own: &Secret) -> bool {
    let dir = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::on_disk("all-is-well", dir.path().to_owned());
    let died = {
        let engine = bench.engine();
        bench.reach(&engine, ITEM).await;
        choose(&bench, &engine, own);
        dies(&bench, (exchange, fault), async { drop(bench.run(&engine, ITEM).await) }).await
    };
    bench.restart();
    bench.held = std::sync::Arc::new(HeldKeys::default());
    let engine = bench.engine();
    let view = bench.run(&engine, ITEM).await;
    if view.head.outcome == Some(Outcome::NeedsDecision) {
        choose(&bench, &engine, own);
        bench.run(&engine, ITEM).await;
    }
    let view = engine.item(&ItemId::from(ITEM)).expect("it was seen");
    assert!(view.head.outcome.is_some_and(Outcome::is_finished), "{fault:?} at {exchange}: {:?}", view.diagnostic);
    assert_eq!(keys(&bench), 1, "{fault:?} at {exchange}: one certificate");
    assert_eq!(bench.keychain.accounts(), bench.accounts_in_journal(), "{fault:?} at {exchange}: one key, and known");
    died
}

#[tokio::test]
async fn killed_anywhere_it_ends_with_one_certificate_and_one_key() {
    let own = file(&Bench::new("all-is-well"), 1);
    at_every(6, 5, async |exchange, fault| killed_at(exchange, fault, &own).await).await;
}
