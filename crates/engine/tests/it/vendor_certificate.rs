//! A certificate whose key the vendor made and keeps: the five tests, the tenant's policy, replacing it, others' hands.

use std::time::Duration;

use access::Certificates;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{Block, CertificateFacts, CertificateRequest, ItemId, KeyMaker as _, Outcome, QuestionId};
use engine::{Engine, VENDOR_CERTIFICATE};
use serde_json::{Value, json};

use crate::bench::{Bench, Fault, GWEN, SAM};
use crate::built_in::{assert_finished, walk};
use crate::kills::{at_every, dies};

const ITEM: &str = "certificate";

/// What the vendor sent: the certificate, DER in base64, without its key.
struct Theirs {
    der: String,
    facts: CertificateFacts,
}

fn theirs(bench: &Bench, days: u64) -> Theirs {
    let not_before = bench.now() - Duration::from_secs(86_400);
    let request = CertificateRequest {
        subject: "CN=Vendor booking".to_owned(),
        key_bits: 2048,
        not_before,
        not_after: not_before + Duration::from_secs(days * 86_400),
    };
    let made = Certificates.make(&request).expect("made");
    let facts = Certificates.read(&made.certificate).expect("readable");
    Theirs { der: STANDARD.encode(&made.certificate), facts }
}

/// The file is chosen, as the desk takes it.
fn choose(engine: &Engine, theirs: &Theirs) {
    answer(engine, json!({ "certificate": theirs.der, "from": "certificate" }));
}

fn answer(engine: &Engine, value: Value) {
    engine.answer(&QuestionId::from(VENDOR_CERTIFICATE), value).expect("it is stored");
}

fn retire(engine: &Engine, value: &str) {
    engine.answer(&QuestionId::from("certificate_vendor_retire"), json!(value)).expect("it is stored");
}

/// The certificates on the app, DER in base64.
fn on_app(bench: &Bench) -> Vec<String> {
    let app = bench.app_object();
    let keys = app["keyCredentials"].as_array().cloned().unwrap_or_default();
    keys.iter().filter_map(|key| Some(key["key"].as_str()?.to_owned())).collect()
}

fn has(bench: &Bench, theirs: &Theirs) -> bool {
    on_app(bench).contains(&theirs.der)
}

fn asks(view: &domain::ItemView, question: &str) -> Option<Option<String>> {
    view.blocks.iter().find_map(|block| match block {
        Block::Question { question: asked } if asked.id.as_str() == question => Some(asked.chosen.clone()),
        _ => None,
    })
}

/// Up to the certificate, with a file of the vendor's chosen.
async fn ready(bench: &Bench, engine: &Engine) -> Theirs {
    bench.reach(engine, ITEM).await;
    let theirs = theirs(bench, 365);
    choose(engine, &theirs);
    theirs
}

#[tokio::test]
async fn it_goes_on_the_app_beside_ours_and_no_key_is_handed_over() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    let theirs = ready(&bench, &engine).await;
    walk(&bench, &engine).await;
    assert_finished(&engine);
    assert_eq!(on_app(&bench).len(), 2, "ours and theirs");
    assert!(has(&bench, &theirs), "theirs, byte by byte");
    assert_eq!(bench.keychain.accounts().len(), 1, "the one key here is ours");
    let outputs = engine.outputs().expect("stored");
    assert_ne!(outputs.certificate.expect("ours").thumbprint_sha256, theirs.facts.thumbprint_sha256, "ours proves");
    let handed = outputs.vendor_certificate.expect("theirs");
    assert_eq!((handed.thumbprint_sha256, handed.issued_here), (theirs.facts.thumbprint_sha256, false), "handed on");
    bench.assert_contract();
}

#[tokio::test]
async fn the_last_page_has_the_vendors_values_and_both_ends() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    let theirs = ready(&bench, &engine).await;
    bench.run(&engine, ITEM).await;
    let done = engine.done().expect("it is read");
    assert_eq!(done.vendor_key.map(|key| key.issued_here), Some(false), "the vendor has its key and certificate");
    let prints: Vec<&str> = done.values.iter().map(|value| value.value.as_str()).collect();
    assert!(prints.contains(&theirs.facts.thumbprint_sha1.as_str()), "the vendor's thumbprint: {prints:?}");
    let ours = engine.outputs().expect("stored").certificate.expect("ours");
    assert!(!prints.contains(&ours.thumbprint_sha1.as_str()), "ours is of no use to the vendor: {prints:?}");
    let ends: Vec<_> = done.expiries.iter().map(|expiry| expiry.at).collect();
    assert_eq!(ends, [theirs.facts.not_after, ours.not_after], "both, the earlier one first");
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    let theirs = ready(&bench, &engine).await;
    bench.run(&engine, ITEM).await;
    let before = bench.writes();
    let again = bench.engine();
    assert!(bench.run(&again, ITEM).await.changes.is_empty(), "the plan is empty");
    choose(&again, &theirs);
    assert!(bench.run(&again, ITEM).await.changes.is_empty(), "also when the same file is chosen again");
    assert_eq!((bench.writes(), on_app(&bench).len()), (before, 2), "nothing is written");
}

#[tokio::test]
async fn undo_takes_back_what_was_put_there_and_nothing_of_others() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    ready(&bench, &engine).await;
    bench.add_foreign_key();
    bench.run(&engine, ITEM).await;
    assert_eq!(on_app(&bench).len(), 3, "a foreign one, ours, the vendor's");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!((on_app(&bench).len(), bench.keychain.accounts().len()), (1, 0), "the foreign one stays");
}

#[tokio::test]
async fn a_refusal_names_the_role_that_is_needed() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.run(&engine, ITEM).await;
    let theirs = theirs(&bench, 365);
    choose(&engine, &theirs);
    bench.sign_in_as(GWEN);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "a role is missing: {:?}", view.diagnostic);
    assert!(!view.diagnostic.expect("it is diagnosed").who.is_empty(), "roles are named");
    assert_eq!(on_app(&bench).len(), 1, "ours alone");
    bench.sign_in_as(SAM);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "with the role it goes on: {:?}", view.diagnostic);
    assert!(has(&bench, &theirs), "it is there");
}

#[tokio::test]
async fn one_that_never_shows_up_is_reported_and_can_be_taken_back() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.run(&engine, ITEM).await;
    choose(&engine, &theirs(&bench, 365));
    bench.lag(48);
    let before = bench.writes();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Waiting), "nothing proves that it is there: {:?}", view.diagnostic);
    assert_eq!(bench.writes(), before + 1, "it is not uploaded twice");
    bench.lag(0);
    bench.hours(49);
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(on_app(&bench).len(), 0, "it is taken back, and ours");
}

#[tokio::test]
async fn ours_is_not_lost_while_the_replicas_are_behind() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    let theirs = ready(&bench, &engine).await;
    bench.lag_seconds(20);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "it waited for the first: {:?}", view.diagnostic);
    bench.lag(0);
    bench.hours(1);
    assert_eq!((on_app(&bench).len(), has(&bench, &theirs)), (2, true), "both are there");
}

#[tokio::test]
async fn what_the_tenant_does_not_allow_is_told_before_anything_is_made() {
    let bench = Bench::new("tenant-forbids-long-certificates");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    choose(&engine, &theirs(&bench, 730));
    let before = bench.writes();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.diagnostic.map(|found| found.code).as_deref(), Some("certificate-vendor-too-long"), "it says why");
    assert_eq!((bench.writes(), bench.keychain.accounts().len()), (before, 0), "nothing was made");
    let terms = engine.certificate_terms().await.expect("they are read");
    let longest = terms.longest.expect("the tenant says so");
    assert!(terms.until.since(bench.now()) < longest, "one that is issued here is made to fit");
    answer(&engine, json!("none"));
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "without it, it goes on: {:?}", view.diagnostic);
}

#[tokio::test]
async fn another_file_overlaps_and_the_former_goes_only_when_asked() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    let first = ready(&bench, &engine).await;
    bench.run(&engine, ITEM).await;
    let second = theirs(&bench, 700);
    choose(&engine, &second);
    retire(&engine, "keep");
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(on_app(&bench).len(), 3, "ours, and both of the vendor's: {:?}", view.diagnostic);
    assert_eq!(asks(&view, "certificate_vendor_retire"), Some(None), "the former one is asked about");
    retire(&engine, &first.facts.thumbprint_sha1);
    bench.run(&engine, ITEM).await;
    assert_eq!((has(&bench, &first), has(&bench, &second)), (false, true), "only the former one is gone");
    let view = bench.run(&engine, ITEM).await;
    assert!(view.changes.is_empty(), "and that is all");
    choose(&engine, &first);
    bench.run(&engine, ITEM).await;
    assert_eq!((has(&bench, &first), has(&bench, &second)), (true, true), "the first can come back at once");
}

#[tokio::test]
async fn it_is_taken_off_when_the_vendor_brings_none() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    let theirs = ready(&bench, &engine).await;
    bench.run(&engine, ITEM).await;
    answer(&engine, json!("none"));
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.changes.len(), 1, "one removal is planned");
    assert!(view.changes[0].careful, "which is careful");
    bench.run(&engine, ITEM).await;
    assert_eq!((on_app(&bench).len(), has(&bench, &theirs)), (1, false), "ours stays");
    assert!(engine.outputs().expect("stored").vendor_certificate.is_none(), "nothing of it is handed on");
}

#[tokio::test]
async fn what_others_put_there_is_used_and_never_taken_back() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    let theirs = ready(&bench, &engine).await;
    let Theirs { der, facts } = &theirs;
    bench.add_key(der, &facts.thumbprint_sha1, (facts.not_before, facts.not_after));
    bench.run(&engine, ITEM).await;
    assert_eq!(on_app(&bench).len(), 2, "it is not uploaded a second time");
    let handed = engine.outputs().expect("stored").vendor_certificate.expect("it is handed on");
    assert_eq!(handed.thumbprint_sha1, theirs.facts.thumbprint_sha1, "the vendor's");
    answer(&engine, json!("none"));
    assert!(bench.run(&engine, ITEM).await.changes.is_empty(), "it is not ours to take off");
    choose(&engine, &theirs);
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!((on_app(&bench).len(), has(&bench, &theirs)), (1, true), "nor to undo");
}

#[tokio::test]
async fn rotating_ours_leaves_the_vendors_alone() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    let theirs = ready(&bench, &engine).await;
    bench.run(&engine, ITEM).await;
    engine.rotate_certificate(&ItemId::from(ITEM)).expect("it is stored");
    bench.run(&engine, ITEM).await;
    engine.answer(&QuestionId::from("certificate_retire"), json!("1")).expect("it is stored");
    bench.run(&engine, ITEM).await;
    assert_eq!((on_app(&bench).len(), has(&bench, &theirs)), (2, true), "the newer of ours, and the vendor's");
}

#[tokio::test]
async fn near_its_end_the_vendor_is_to_be_asked_for_a_new_one() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    ready(&bench, &engine).await;
    bench.run(&engine, ITEM).await;
    bench.hours(24 * 320);
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "it ends in six weeks, ours does not");
    let said = |id: &str| view.blocks.iter().any(|block| matches!(block, Block::Text { text, .. } if text.id == id));
    assert!(said("certificate-vendor-ends"), "it says what to do");
    assert!(said("certificate-vendor-proof"), "and what nobody here can prove");
}

/// Kills the process at one exchange and starts again.
async fn killed_at(exchange: u64, fault: Fault) -> bool {
    let dir = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::on_disk("all-is-well", dir.path().to_owned());
    let theirs = theirs(&bench, 365);
    let died = {
        let engine = bench.engine();
        bench.reach(&engine, ITEM).await;
        choose(&engine, &theirs);
        dies(&bench, (exchange, fault), async { drop(bench.run(&engine, ITEM).await) }).await
    };
    bench.restart();
    let engine = bench.engine();
    let view = bench.run(&engine, ITEM).await;
    assert!(view.head.outcome.is_some_and(Outcome::is_finished), "{fault:?} at {exchange}: {:?}", view.diagnostic);
    assert_eq!((on_app(&bench).len(), has(&bench, &theirs)), (2, true), "{fault:?} at {exchange}: ours and theirs");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(on_app(&bench).len(), 0, "{fault:?} at {exchange}: both are known as ours to take back");
    died
}

#[tokio::test]
async fn killed_anywhere_it_ends_with_both_certificates_and_can_be_undone() {
    at_every(5, 5, killed_at).await;
}
