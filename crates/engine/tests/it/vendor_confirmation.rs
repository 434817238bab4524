//! `vendor_confirmation`: what only a person can see, and when what she saw is of the past.

use domain::{Block, ItemId, ItemView, Outcome, QuestionId, SecretStore as _};
use engine::Engine;
use serde_json::{Value, json};

use crate::bench::Bench;
use crate::small;

const ITEM: &str = "entered";
const ITEMS: &str = r#"
[[item]]
kind = "vendor_confirmation"
id = "entered"
title = "Entered at Fabrikam's"

[[item.point]]
id = "certificate"
title = "The certificate is known there"
note = "Under Settings."
link = "https://fabrikam.example/settings"
values = ["client_id", "certificate_thumbprint"]

[[item.point]]
id = "switched_on"
title = "The connection is switched on"

[[item]]
kind = "vendor_confirmation"
id = "arrived"

[[item.point]]
id = "switched_on"
title = "A first message arrived"
"#;

fn confirm(engine: &Engine, key: &str, date: &str) {
    let answer = json!({ "by": "Dana Keller", "date": date, "remark": "seen myself" });
    engine.answer(&QuestionId::from(key), answer).expect("it is stored");
}

async fn look(engine: &Engine, item: &str) -> ItemView {
    engine.look(&ItemId::from(item)).await.expect("it looks")
}

fn asked(view: &ItemView) -> Vec<String> {
    let questions = view.blocks.iter().filter_map(|block| match block {
        Block::Question { question } => Some(question.id.to_string()),
        _ => None,
    });
    questions.collect()
}

/// What can be copied.
fn copied(view: &ItemView) -> Vec<String> {
    let rows = view.blocks.iter().filter_map(|block| match block {
        Block::Facts { rows, .. } => Some(rows),
        _ => None,
    });
    rows.flatten().filter_map(|row| row.copy.clone()).collect()
}

async fn made(items: &str) -> (Bench, Engine) {
    let bench = small::bench(items);
    let engine = bench.engine();
    small::made(&bench, &engine).await;
    (bench, engine)
}

#[tokio::test]
async fn what_nobody_confirmed_needs_a_person_and_offers_what_is_entered_there() {
    let (bench, engine) = made(ITEMS).await;
    let view = look(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "neither red nor green");
    assert_eq!(view.diagnostic.as_ref().map(|d| d.code.as_str()), Some("vendor-confirmation-open"));
    assert_eq!(asked(&view), ["entered.certificate", "entered.switched_on"], "each by its own key");
    let client = bench.app_object()["appId"].as_str().expect("an id").to_owned();
    let thumbprint = engine.outputs().expect("stored").certificate.expect("made").thumbprint_sha1;
    assert_eq!(copied(&view), ["https://fabrikam.example/settings".to_owned(), client, thumbprint]);
}

#[tokio::test]
async fn what_is_confirmed_is_done_with_name_and_date_and_nothing_was_written() {
    let (bench, engine) = made(ITEMS).await;
    let before = bench.writes();
    confirm(&engine, "entered.certificate", "2026-11-21");
    assert_eq!(asked(&look(&engine, ITEM).await), ["entered.switched_on"], "one is left");
    confirm(&engine, "entered.switched_on", "2026-11-21");
    let view = look(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Done), "all is confirmed: {:?}", view.diagnostic);
    let said = json!(view).to_string();
    assert!(said.contains("Dana Keller") && said.contains("seen myself"), "who, and the remark: {said}");
    assert_eq!(look(&engine, "arrived").await.head.outcome, Some(Outcome::NeedsPerson), "another item is another list");
    assert_eq!(bench.writes(), before, "confirming writes nothing to the tenant");
    let again = bench.engine();
    assert_eq!(look(&again, ITEM).await.head.outcome, Some(Outcome::Done), "a second run changes nothing");
    engine.answer(&QuestionId::from("entered.switched_on"), Value::Null).expect("it is stored");
    assert_eq!(look(&engine, ITEM).await.head.outcome, Some(Outcome::NeedsPerson), "it can be taken back");
}

#[tokio::test]
async fn what_was_entered_before_the_value_changed_is_a_finding_until_it_is_entered_again() {
    let (bench, engine) = made(ITEMS).await;
    confirm(&engine, "entered.certificate", "2026-11-21");
    confirm(&engine, "entered.switched_on", "2026-11-21");
    bench.hours(1);
    engine.rotate_certificate(&ItemId::from("certificate")).expect("it is stored");
    bench.run(&engine, "certificate").await;
    let view = look(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "the vendor still has the old one: {:?}", view.diagnostic);
    assert_eq!(asked(&view), ["entered.certificate"], "only what names the value is asked again");
    let said = json!(view.blocks).to_string();
    assert!(
        said.contains("vendor-confirmation-stale") && said.contains("vendor-value-certificate-thumbprint"),
        "{said}"
    );
    bench.hours(1);
    confirm(&engine, "entered.certificate", "2026-11-21");
    let view = look(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "the same words again are no new confirmation");
    engine
        .answer(&QuestionId::from("entered.certificate"), json!({ "by": "Mia Lind", "date": "2026-11-21" }))
        .expect("it is stored");
    assert_eq!(look(&engine, ITEM).await.head.outcome, Some(Outcome::Done), "entered again, the same day");
}

#[tokio::test]
async fn nothing_is_asked_before_the_values_are_there() {
    let bench = small::bench(ITEMS);
    let engine = bench.engine();
    bench.run(&engine, "sign_in").await;
    let view = look(&engine, ITEM).await;
    assert_eq!((view.head.outcome, asked(&view).len()), (None, 0), "it waits for the items that give them");
    assert_eq!(look(&engine, "arrived").await.head.outcome, Some(Outcome::NeedsPerson), "that one names no value");
}

#[tokio::test]
async fn a_confirmation_without_a_name_or_of_tomorrow_is_none() {
    let (_bench, engine) = made(ITEMS).await;
    for answer in [
        json!({ "by": " ", "date": "2026-11-21" }),
        json!({ "by": "Dana", "date": "2026-11-23" }),
        json!({ "by": "Dana", "date": "soon" }),
        json!("yes"),
        json!({}),
    ] {
        engine.answer(&QuestionId::from("arrived.switched_on"), answer.clone()).expect("it is stored");
        assert_eq!(look(&engine, "arrived").await.head.outcome, Some(Outcome::NeedsPerson), "{answer}");
    }
}

const SECRET: &str = r#"
[[item]]
kind = "client_secret"
months = 6

[[item]]
kind = "vendor_confirmation"
id = "entered"

[[item.point]]
id = "secret"
title = "The secret is entered there"
values = ["client_id", "client_secret"]

[[item]]
kind = "handover"
values = ["client_id", "client_secret"]
"#;

#[tokio::test]
async fn a_secret_has_a_button_that_names_it_and_its_text_is_nowhere_in_the_item() {
    let (bench, engine) = made(SECRET).await;
    bench.run(&engine, "client_secret").await;
    let outputs = engine.outputs().expect("stored");
    let account = outputs.secret_account(domain::SecretKind::ClientSecret).expect("it is kept").to_owned();
    let text = bench.keychain.get(&account).await.expect("the keychain answers").expect("it is there");
    let text = std::str::from_utf8(text.expose()).expect("a text").to_owned();
    let view = look(&engine, ITEM).await;
    let rows = view.blocks.iter().find_map(|block| match block {
        Block::Checklist { rows, .. } => Some(rows),
        _ => None,
    });
    let action = rows.expect("a list")[0].action.clone();
    assert_eq!(action, Some(domain::Action::CopySecret { secret: domain::SecretKind::ClientSecret }));
    let handed =
        engine.handing_over(&ItemId::from(ITEM), vec![domain::VendorValue::ClientSecret], domain::HandedTo::Clipboard);
    let handed = handed.expect("it is read");
    engine.note_handover(handed.clone()).expect("it is stored");
    engine.handover_written(&handed, None).expect("it is stored");
    let said = json!(look(&engine, ITEM).await).to_string();
    assert!(said.contains("secret-copied-at") && !said.contains(&text), "who copied it and when, never what");
    let handover = look(&engine, "handover").await;
    assert_eq!(handover.head.outcome, Some(Outcome::NeedsPerson), "a copy is not the file");
    let record = json!(engine.record(domain::Purpose::Setup, "test").expect("it is read")).to_string();
    assert!(record.contains("clipboard") && !record.contains(&text), "the report tells the copy, not the secret");
    confirm(&engine, "entered.secret", "2026-11-21");
    assert_eq!(look(&engine, ITEM).await.head.outcome, Some(Outcome::Done));
    bench.hours(1);
    engine.rotate_secret(&ItemId::from("client_secret")).expect("it is stored");
    bench.run(&engine, "client_secret").await;
    assert_eq!(
        look(&engine, ITEM).await.head.outcome,
        Some(Outcome::Finding),
        "entered before the new secret was made"
    );
}

#[test]
fn a_profile_with_mistakes_is_refused() {
    let point = |more: &str| format!("[[item]]\nkind = \"vendor_confirmation\"\n{more}");
    for (items, wanted) in [
        (point("id = \"account\"\n[[item.point]]\nid = \"a\"\ntitle = \"A\""), "a meaning of its own"),
        (point("[[item.point]]\nid = \"a\"\ntitle = \"A\"\nvalues = [\"client_secrets\"]"), "unknown value"),
        (point("[[item.point]]\nid = \"a\"\ntitle = \"A\"\nvalues = [\"policy\"]"), "needs `policy`"),
        (point("[[item.point]]\nid = \"a\"\ntitle = \"A\"\nvalues = [\"client_id\", \"client_id\"]"), "already"),
        (point("[[item.point]]\nid = \"a\"\ntitle = \"A\"\n[[item.point]]\nid = \"a\"\ntitle = \"B\""), "already"),
        (point("[[item.point]]\nid = \"a\"\ntitle = \"A\"\nphase = \"before\""), "unknown field"),
        (point(""), "point"),
    ] {
        let errors = domain::profile_file::load(&small::profile(&items), "test.toml").expect_err("it is refused");
        let said: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert!(said.iter().any(|one| one.contains(wanted)), "{wanted}: {said:?}");
    }
}
