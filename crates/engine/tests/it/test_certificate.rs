//! The certificate that is on an app for the test only: taken off as soon as the test is over.

use access::Certificates;
use access::own;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{CertificateRequest, ItemId, ItemView, KeyMaker as _, MadeKey, Outcome, QuestionId, Secret};
use engine::{Engine, OWN_CERTIFICATE};
use serde_json::{Value, json};

use crate::bench::{Bench, Fault, TESS};
use crate::built_in::{APP_ACCESS_POLICY, assert_finished, walk};
use crate::kills::{at_every, dies};

const TEST: &str = "meeting_test";
const OURS: &str = "da090a9f-ff7d-5077-8451-465de4491b79";

fn bench() -> Bench {
    APP_ACCESS_POLICY.bench("all-is-well")
}

/// The keys of the app that was there before.
fn keys(bench: &Bench) -> Vec<Value> {
    bench.emulator.read(|tenant| {
        let (_, app) = tenant.application_by_app_id(OURS).expect("it is there");
        app.list("keyCredentials").to_vec()
    })
}

fn certificate(bench: &Bench, subject: &str) -> MadeKey {
    let (subject, not_before) = (subject.to_owned(), bench.now());
    let not_after = not_before.plus_years(1);
    Certificates.make(&CertificateRequest { subject, key_bits: 2048, not_before, not_after }).expect("made")
}

/// Somebody else puts that certificate on the app.
fn put_key(bench: &Bench, made: &MadeKey) {
    let facts = Certificates.read(&made.certificate).expect("it is one");
    let entry = json!({
        "keyId": "1c2d3e4f-5061-4b7c-8d9e-9fa0b1c2d3e4", "type": "AsymmetricX509Cert", "usage": "Verify",
        "displayName": "Theirs", "key": STANDARD.encode(&made.certificate),
        "customKeyIdentifier": facts.thumbprint_sha1, "startDateTime": facts.not_before,
        "endDateTime": facts.not_after,
    });
    let changed = bench.emulator.write(|tenant, moment| {
        let (id, app) = tenant.application_by_app_id(OURS).expect("it is there");
        let (id, mut app) = (id.to_owned(), app.clone());
        app.json.insert("keyCredentials".to_owned(), json!([entry]));
        let stamp = moment.stamp(tenant);
        tenant.applications.write(id, app, stamp);
    });
    changed.expect("kept nowhere, so always saved");
}

/// Everything before the test.
async fn reach(bench: &Bench, engine: &Engine) {
    for item in engine.profile().items.iter().take_while(|item| item.id.as_str() != TEST) {
        bench.run(engine, item.id.as_str()).await;
    }
}

async fn look(engine: &Engine, item: &str) -> ItemView {
    engine.look(&ItemId::from(item)).await.expect("it looks")
}

fn code(view: &ItemView) -> Option<&str> {
    view.diagnostic.as_ref().map(|found| found.code.as_str())
}

#[tokio::test]
async fn it_goes_with_the_test_and_what_was_proved_stays() {
    let bench = bench();
    let engine = bench.engine();
    let before = keys(&bench);
    reach(&bench, &engine).await;
    assert_eq!(
        (keys(&bench).len(), bench.keychain.accounts().len()),
        (before.len() + 1, 1),
        "it is there for the test"
    );
    let view = look(&engine, TEST).await;
    assert_eq!(view.changes.len(), 3, "two tries, and taking it off: {:?}", view.changes);
    walk(&bench, &engine).await;
    assert_eq!((keys(&bench), bench.keychain.accounts().len()), (before, 0), "off the app and off this computer");
    engine.look_all().await.expect("it looks");
    assert_finished(&engine);
    let view = look(&engine, "certificate").await;
    assert!(view.changes.is_empty(), "nothing to make: {:?}", view.changes);
    assert!(json!(view.blocks).to_string().contains("certificate-taken-off"), "and it says why");
    bench.assert_contract();
}

#[tokio::test]
async fn a_second_run_changes_nothing_while_the_proof_holds_and_makes_a_new_one_when_it_is_over() {
    let bench = bench();
    walk(&bench, &bench.engine()).await;
    let writes = bench.writes();
    bench.hours(6 * 24);
    let engine = bench.engine();
    walk(&bench, &engine).await;
    assert_finished(&engine);
    assert_eq!(bench.writes(), writes, "it holds");
    bench.hours(25);
    walk(&bench, &engine).await;
    engine.look_all().await.expect("it looks");
    assert_finished(&engine);
    assert!(bench.writes() > writes, "proved again, with a new one");
    assert_eq!((keys(&bench).len(), bench.keychain.accounts().len()), (0, 0), "which is gone, too");
}

#[tokio::test]
async fn when_the_test_is_to_be_made_again_it_says_where_a_new_one_is_made() {
    let bench = bench();
    let engine = bench.engine();
    walk(&bench, &engine).await;
    engine.answer(&QuestionId::from("organiser"), json!("jonas@practice.handrail.example")).expect("it is kept");
    engine.look_all().await.expect("it looks");
    let view = look(&engine, TEST).await;
    assert_eq!(
        (view.head.outcome, code(&view)),
        (Some(Outcome::NeedsPerson), Some("meeting-test-key-gone")),
        "not green any more"
    );
    engine.rotate_certificate(&ItemId::from("certificate")).expect("it is kept");
    walk(&bench, &engine).await;
    engine.look_all().await.expect("it looks");
    assert_finished(&engine);
    assert_eq!((keys(&bench).len(), bench.keychain.accounts().len()), (0, 0), "tested, and gone");
}

#[tokio::test]
async fn undo_has_nothing_left_to_do_and_leaves_the_keys_of_others() {
    let bench = bench();
    let engine = bench.engine();
    put_key(&bench, &certificate(&bench, "CN=Somebody Else"));
    let before = keys(&bench);
    walk(&bench, &engine).await;
    assert_eq!(keys(&bench), before, "theirs stays");
    bench.undo_items(&engine, &["certificate", TEST]).await;
    assert_eq!(keys(&bench), before, "and no second time");
}

#[tokio::test]
async fn one_of_the_apps_own_stays_on_the_app_and_its_copy_goes() {
    let bench = bench();
    let engine = bench.engine();
    let made = certificate(&bench, "CN=Contoso Booking");
    let block =
        |tag: &str, der: &[u8]| format!("-----BEGIN {tag}-----\n{}\n-----END {tag}-----\n", STANDARD.encode(der));
    let text = block("PRIVATE KEY", made.private_key.expose()) + &block("CERTIFICATE", &made.certificate);
    let own = own::open(&Secret::new(text.into_bytes()), None, bench.now()).expect("it opens");
    let public = STANDARD.encode(&own.certificate);
    put_key(&bench, &made);
    let before = keys(&bench);
    bench.held.hold(own);
    engine.answer(&QuestionId::from(OWN_CERTIFICATE), json!({ "certificate": public })).expect("it is stored");
    walk(&bench, &engine).await;
    engine.look_all().await.expect("it looks");
    assert_finished(&engine);
    assert_eq!((keys(&bench), bench.keychain.accounts().len()), (before, 0), "theirs, and no copy of its key");
    let writes = bench.writes();
    walk(&bench, &bench.engine()).await;
    assert_eq!(bench.writes(), writes, "nothing is missing");
}

#[tokio::test]
async fn without_the_role_for_it_it_stays_and_who_can_do_it_is_said() {
    let bench = bench();
    let engine = bench.engine();
    reach(&bench, &engine).await;
    bench.sign_in_as(TESS);
    let engine = bench.engine();
    look(&engine, "sign_in").await;
    let view = bench.run(&engine, TEST).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "{:?}", view.diagnostic);
    assert_eq!(keys(&bench).len(), 1, "it is still there, and nothing says otherwise");
    bench.sign_in_as(crate::bench::SAM);
    let engine = bench.engine();
    look(&engine, "sign_in").await;
    let view = bench.run(&engine, TEST).await;
    assert!(view.head.outcome.is_some_and(Outcome::is_finished), "{:?}", view.diagnostic);
    assert_eq!(keys(&bench).len(), 0, "off");
}

#[tokio::test]
async fn a_removal_that_never_shows_up_is_reported() {
    let bench = bench();
    let engine = bench.engine();
    reach(&bench, &engine).await;
    bench.hours(1);
    bench.lag(48);
    let view = bench.run(&engine, TEST).await;
    assert!(!view.head.outcome.is_some_and(Outcome::is_finished), "not done: {:?}", view.head.outcome);
    bench.lag(0);
    bench.hours(49);
    let view = bench.run(&engine, TEST).await;
    assert!(view.head.outcome.is_some_and(Outcome::is_finished), "{:?}", view.diagnostic);
    assert_eq!(keys(&bench).len(), 0, "off");
}

async fn killed_at(exchange: u64, fault: Fault) -> bool {
    let dir = tempfile::tempdir().expect("a folder");
    let mut bench = APP_ACCESS_POLICY.on_disk(dir.path());
    let engine = bench.engine();
    reach(&bench, &engine).await;
    let died = dies(&bench, (exchange, fault), async {
        bench.run(&engine, TEST).await;
    })
    .await;
    drop(engine);
    bench.restart();
    let engine = bench.engine();
    walk(&bench, &engine).await;
    engine.look_all().await.expect("it looks");
    assert_finished(&engine);
    assert_eq!((keys(&bench).len(), bench.keychain.accounts().len()), (0, 0), "{fault:?} at {exchange}: gone");
    assert_eq!(bench.meetings(), 0, "{fault:?} at {exchange}: no stray meeting");
    died
}

#[tokio::test]
async fn killed_at_any_exchange_of_the_test_nothing_stays() {
    at_every(3, 6, killed_at).await;
}
