//! The profile `device-monitoring`, walked with its example answers.

use domain::{Action, Block, ItemId, Outcome, Proof, QuestionId, SecretKind, VendorValue};
use serde_json::json;

use crate::bench::Bench;
use crate::built_in::{DEVICE_MONITORING, assert_finished, walk};

fn bench(scenario: &str) -> Bench {
    DEVICE_MONITORING.bench(scenario)
}

#[tokio::test]
async fn walks_to_its_end_and_a_second_run_writes_nothing() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    walk(&bench, &engine).await;
    assert_finished(&engine);
    let done = engine.done().expect("it is read");
    assert_eq!((done.proof, done.hands_key), (Proof::Looked, true), "the last page says what was proved");
    let grants = engine.outputs().expect("stored").grants.expect("proved");
    let four = ["CallRecords.Read.All", "Presence.Read.All", "TeamworkDevice.ReadWrite.All", "User.Read.All"];
    assert_eq!(grants.roles, four, "what a fresh token carries");
    let writes = bench.writes();
    walk(&bench, &bench.engine()).await;
    assert_eq!(bench.writes(), writes, "nothing is missing");
    bench.assert_contract();
}

#[tokio::test]
async fn smart_buildings_comes_and_goes_with_its_answer() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    walk(&bench, &engine).await;
    let grants = bench.grants();
    let page = engine.item(&ItemId::from("api_permissions")).expect("seen");
    let asks =
        |block: &Block| matches!(block, Block::Question { question } if question.id.as_str() == "smart_buildings");
    assert!(page.blocks.iter().any(asks), "it can be chosen otherwise there: {:?}", page.blocks);
    engine.answer(&QuestionId::from("smart_buildings"), json!("on")).expect("it is kept");
    walk(&bench, &engine).await;
    assert_finished(&engine);
    assert_eq!(bench.grants(), grants + 2, "two more");
    let roles = engine.outputs().expect("stored").grants.expect("proved").roles;
    assert!(roles.contains(&"Place.Read.All".to_owned()), "proved by a token: {roles:?}");
    engine.answer(&QuestionId::from("smart_buildings"), json!("off")).expect("it is kept");
    walk(&bench, &engine).await;
    assert_eq!(bench.grants(), grants, "both are gone");
}

#[tokio::test]
async fn a_vendor_without_certificates_gets_a_secret_instead() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    engine.answer(&QuestionId::from("credential"), json!("secret")).expect("it is kept");
    walk(&bench, &engine).await;
    assert_finished(&engine);
    let app = bench.app_object();
    let held = |list: &str| app[list].as_array().map_or(0, Vec::len);
    assert_eq!((held("keyCredentials"), held("passwordCredentials")), (0, 1), "a secret, no certificate");
    assert!(engine.outputs().expect("stored").grants.is_some(), "proved by a token that the secret got");
    let view = engine.item(&ItemId::from("vendor_confirmation")).expect("seen");
    let offered = json!(view.blocks).to_string();
    let button = json!(Action::CopySecret { secret: SecretKind::ClientSecret }).to_string();
    assert!(offered.contains(&button), "it is copied by a click: {offered}");
    assert!(!offered.contains("certificate-thumbprint"), "and there is no certificate to speak of");
}

#[tokio::test]
async fn undo_leaves_the_tenant_as_it_was() {
    let bench = bench("all-is-well");
    let before = (bench.apps(), bench.principals(), bench.grants());
    let engine = bench.engine();
    walk(&bench, &engine).await;
    bench.undo(&engine).await.expect("it is taken back");
    assert_eq!((bench.apps(), bench.principals(), bench.grants()), before, "as before");
}

#[tokio::test]
async fn the_app_has_the_name_that_was_given() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    engine.answer(&QuestionId::from("app_name"), json!("Rooms of Contoso")).expect("it is kept");
    engine.answer(&QuestionId::from("credential"), json!("secret")).expect("it is kept");
    walk(&bench, &engine).await;
    assert_finished(&engine);
    let app = bench.app_object();
    assert_eq!(app["displayName"], "Rooms of Contoso");
    assert_eq!(app["passwordCredentials"][0]["displayName"], "Rooms of Contoso", "the secret is called like the app");
}

#[tokio::test]
async fn one_file_for_the_vendor_is_offered_where_it_is_asked_for() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    let shown = |engine: &engine::Engine| {
        engine.view().expect("it is read").items.iter().any(|head| head.id.as_str() == "handover")
    };
    walk(&bench, &engine).await;
    assert!(!shown(&engine), "not unless it is wanted");
    engine.answer(&QuestionId::from("hand_over"), json!("file")).expect("it is kept");
    engine.look_all().await.expect("it looks");
    let item = ItemId::from("handover");
    assert_eq!(engine.item(&item).expect("seen").head.outcome, Some(Outcome::NeedsPerson), "nobody has the file yet");
    use VendorValue::{CertificateThumbprint, ClientId, TenantDomain, TenantId};
    let values = engine.handover_values(&item).expect("all are there");
    assert_eq!(values, [TenantId, TenantDomain, ClientId, CertificateThumbprint], "with the certificate, no secret");
}
