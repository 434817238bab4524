//! `handover`: what was handed over, whether it still holds, and whose key it is for.

use domain::{Action, Block, Digest, HandedTo, ItemId, ItemView, Outcome, Purpose, QuestionId, VendorValue, key_print};
use engine::Engine;
use serde_json::json;

use crate::bench::Bench;
use crate::small;

const ITEM: &str = "handover";
const VALUES: &str =
    "[[item]]\nkind = \"handover\"\nvalues = [\"tenant_id\", \"client_id\", \"certificate_thumbprint\"]\n";
const ONE: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kudjvzeasqu0gqm";
const TWO: &str = "age1lvyvwawkr0mcnnnncaghunadrqkmuf9e6507x9y920xxpp866cnql7dp2z";

fn with_key(key: &str) -> String {
    format!("{VALUES}recipient = \"{key}\"\n")
}

async fn look(engine: &Engine) -> ItemView {
    engine.look(&ItemId::from(ITEM)).await.expect("it looks")
}

fn hand_over(engine: &Engine, key: Option<&str>) {
    let item = ItemId::from(ITEM);
    let values = engine.handover_values(&item).expect("all are there");
    let digest = Digest("ab".repeat(32));
    let to = match key {
        Some(key) => HandedTo::Key { fingerprint: key_print(key), digest },
        None => HandedTo::PassPhrase { digest },
    };
    let handed = engine.handing_over(&item, values, to).expect("it is read");
    engine.note_handover(handed.clone()).expect("it is stored");
    engine.handover_written(&handed, key).expect("it is stored");
}

async fn made(items: &str) -> (Bench, Engine) {
    let bench = small::bench(items);
    let engine = bench.engine();
    small::made(&bench, &engine).await;
    (bench, engine)
}

#[tokio::test]
async fn what_was_never_handed_over_needs_a_person_who_has_a_button_for_it() {
    let (_bench, engine) = made(VALUES).await;
    let view = look(&engine).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "neither red nor green");
    assert_eq!(view.diagnostic.and_then(|found| found.action), Some(Action::SaveHandover));
    assert!(view.actions.contains(&Action::SaveHandover), "also later");
    let wanted = [VendorValue::TenantId, VendorValue::ClientId, VendorValue::CertificateThumbprint];
    assert_eq!(engine.handover_values(&ItemId::from(ITEM)).expect("all are there"), wanted, "exactly the profile's");
}

#[tokio::test]
async fn what_was_handed_over_is_done_recorded_and_stays_so() {
    let (bench, engine) = made(VALUES).await;
    let writes = bench.writes();
    hand_over(&engine, None);
    assert_eq!(look(&engine).await.head.outcome, Some(Outcome::Done));
    assert_eq!(look(&bench.engine()).await.head.outcome, Some(Outcome::Done), "a second run changes nothing");
    assert_eq!(bench.writes(), writes, "nothing is written to the tenant");
    let record = engine.record(Purpose::Setup, "test").expect("it is read");
    let [handed] = record.handed.as_slice() else { panic!("{:?}", record.handed) };
    assert!(!handed.void && handed.prints.is_empty(), "names, not values: {handed:?}");
    let client = bench.app_object()["appId"].as_str().expect("an id").to_owned();
    assert!(!json!(record.handed).to_string().contains(&client), "no value is in the record of it");
    let done = engine.done().expect("it is read");
    assert_eq!((done.handed.len(), done.handover), (1, Some(ItemId::from(ITEM))), "the last page has it too");
}

#[tokio::test]
async fn a_value_that_changed_makes_the_copy_void_and_asks_to_hand_over_again() {
    let (bench, engine) = made(VALUES).await;
    hand_over(&engine, None);
    engine.rotate_certificate(&ItemId::from("certificate")).expect("it is stored");
    bench.run(&engine, "certificate").await;
    let view = look(&engine).await;
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "the vendor has the old one");
    assert!(json!(view.blocks).to_string().contains("handover-copy-void"), "the copy is called void");
    assert!(engine.record(Purpose::Setup, "test").expect("it is read").handed[0].void, "in the report too");
    bench.hours(1);
    hand_over(&engine, None);
    assert_eq!(look(&engine).await.head.outcome, Some(Outcome::Done), "the new one counts");
    bench.undo(&engine).await.expect("it is taken back");
    let handed = engine.record(Purpose::Setup, "test").expect("it is read").handed;
    assert!(handed.len() == 2 && handed.iter().all(|one| one.void), "after undo no copy is of use: {handed:?}");
}

#[tokio::test]
async fn a_file_that_was_not_written_counts_for_nothing() {
    let (_bench, engine) = made(VALUES).await;
    let item = ItemId::from(ITEM);
    let values = engine.handover_values(&item).expect("all are there");
    let to = HandedTo::PassPhrase { digest: Digest("ab".repeat(32)) };
    engine.note_handover(engine.handing_over(&item, values, to).expect("it is read")).expect("it is stored");
    assert_eq!(look(&engine).await.head.outcome, Some(Outcome::NeedsPerson), "it was only begun");
}

#[tokio::test]
async fn nothing_is_handed_over_before_its_values_are_there() {
    let bench = small::bench(VALUES);
    let engine = bench.engine();
    bench.run(&engine, "sign_in").await;
    assert_eq!(look(&engine).await.head.outcome, None, "it waits for the items that give them");
    assert!(engine.handover_values(&ItemId::from(ITEM)).is_err(), "and cannot be made");
}

#[tokio::test]
async fn a_vendors_key_that_changed_stops_with_both_fingerprints() {
    let (bench, engine) = made(&with_key(ONE)).await;
    hand_over(&engine, Some(ONE));
    assert_eq!(look(&engine).await.head.outcome, Some(Outcome::Done), "trusted on first use");
    bench.ports().store.put_vendor_key(&"small".into(), TWO).expect("as if an earlier set-up had had another key");
    let view = look(&engine).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "it stops");
    assert!(engine.handover_values(&ItemId::from(ITEM)).is_err(), "and no file is made");
    let asked = view.blocks.iter().find_map(|block| match block {
        Block::Question { question } => Some(question),
        _ => None,
    });
    let option = &asked.expect("somebody is asked").options[0];
    let prints: Vec<_> = option.facts.iter().filter_map(|fact| fact.copy.clone()).collect();
    assert_eq!(prints, [key_print(TWO).to_string(), key_print(ONE).to_string()], "before and now");
    assert_eq!(option.typed_confirmation.as_deref(), Some("Fabrikam"), "by the vendor's name");
    engine.answer(&QuestionId::from("handover_key"), json!(key_print(TWO).as_str())).expect("it is stored");
    assert_eq!(look(&engine).await.head.outcome, Some(Outcome::NeedsDecision), "another key's yes is none");
    engine.answer(&QuestionId::from("handover_key"), json!(key_print(ONE).as_str())).expect("it is stored");
    assert_eq!(look(&engine).await.head.outcome, Some(Outcome::Done), "confirmed");
    hand_over(&engine, Some(ONE));
    let kept = bench.ports().store.vendor_key(&"small".into()).expect("it is read");
    assert_eq!(kept.as_deref(), Some(ONE), "the new key counts from now on");
}

#[test]
fn a_profile_with_mistakes_is_refused() {
    for (items, wanted) in [
        ("[[item]]\nkind = \"handover\"\nvalues = []", "entries"),
        ("[[item]]\nkind = \"handover\"\nvalues = [\"password\"]", "unknown value"),
        ("[[item]]\nkind = \"handover\"\nvalues = [\"client_id\"]\nrecipient = \"ssh-ed25519 AAAA\"", "age public key"),
        ("[[item]]\nkind = \"handover\"\nvalues = [\"policy\"]", "needs `policy`"),
        ("[[item]]\nkind = \"revoke\"\nhow = \"delete\"", "unknown field"),
    ] {
        let errors = domain::profile_file::load(&small::profile(items), "test.toml").expect_err("it is refused");
        let said: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert!(said.iter().any(|one| one.contains(wanted)), "{wanted}: {said:?}");
    }
}
