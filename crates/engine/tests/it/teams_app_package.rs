//! The five tests of `teams_app_package`, what can be wrong with a package, and what can stand in the way of an app.

use std::io::{Cursor, Write as _};

use domain::{Outcome, QuestionId};
use emulator::state::{CatalogApp, PublishingState, View};
use emulator::{SAMPLE_APP_ID, SamplePackage};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::bench::{ALEX, Bench, DANA, Fault, GWEN};
use crate::kills;

const ITEM: &str = "teams_app_package";
pub const PROFILE: &str = include_str!("../../../../tests/profiles/teams-app.toml");
pub const ANSWERS: &str = "tenant = \"practice.handrail.example\"\n";

fn bench(scenario: &str) -> Bench {
    let bench = Bench::for_profile(scenario, PROFILE, ANSWERS, None);
    choose(&bench, &SamplePackage::default());
    bench
}

/// As the window does it: the file is kept, and the answer names its content.
pub fn choose(bench: &Bench, package: &SamplePackage) {
    let zip = package.zip().expect("in memory");
    answer(bench, bench.documents.keep("practice-app.zip", zip));
}

fn answer(bench: &Bench, value: serde_json::Value) {
    bench.engine().answer(&QuestionId::from("package"), value).expect("it is stored");
}

fn version(version: &str) -> SamplePackage {
    SamplePackage { version: version.to_owned(), ..SamplePackage::default() }
}

/// The organisation's apps of the sample's id.
fn apps(bench: &Bench) -> Vec<CatalogApp> {
    let view = View::current(bench.emulator.delays_now());
    bench.emulator.read(|tenant| {
        let all = tenant.catalog.all_seen(view).map(|(_, app)| app.clone());
        all.filter(|app| app.external_id == SAMPLE_APP_ID).collect()
    })
}

fn arrange(bench: &Bench, change: impl FnOnce(&mut CatalogApp)) {
    let mut app = apps(bench).remove(0);
    change(&mut app);
    let changed = bench.emulator.write(|tenant, moment| {
        let stamp = moment.stamp(tenant);
        tenant.catalog.write(app.id.clone(), app, stamp);
    });
    changed.expect("kept nowhere, so always saved");
}

pub async fn published(bench: &Bench) {
    let engine = bench.engine();
    bench.run(&engine, "sign_in").await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "it is published: {:?}", view.diagnostic);
}

#[tokio::test]
async fn publishes_the_package_that_was_checked_and_knows_that_it_is_allowed() {
    let bench = bench("all-is-well");
    published(&bench).await;
    let apps = apps(&bench);
    let [app] = &apps[..] else { panic!("one app: {apps:?}") };
    assert_eq!(app.published().map(|one| one.version.as_str()), Some("1.0.0"), "in its version");
    let known = bench.engine().outputs().expect("they are read").teams_app.expect("it is handed on");
    assert_eq!((known.catalogue_id, known.manifest_id.as_str()), (app.id.clone(), SAMPLE_APP_ID), "both ids");
    assert_eq!(bench.writes(), 1, "one request publishes it");
    bench.assert_contract();
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    let bench = bench("all-is-well");
    published(&bench).await;
    let before = bench.writes();
    let view = bench.run(&bench.engine(), ITEM).await;
    assert!(view.changes.is_empty(), "the plan is empty");
    assert_eq!((bench.writes(), apps(&bench).len()), (before, 1), "nothing is written");
}

#[tokio::test]
async fn undo_deletes_what_was_published_here_and_leaves_what_others_published() {
    let ours = bench("all-is-well");
    published(&ours).await;
    ours.undo(&ours.engine()).await.expect("it is taken back");
    assert_eq!(apps(&ours).len(), 0, "ours is gone");
    ours.assert_contract();

    let theirs = bench("teams-app-already-there");
    let engine = theirs.engine();
    theirs.run(&engine, "sign_in").await;
    let view = theirs.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Done), "it is there already: {:?}", view.diagnostic);
    assert_eq!(theirs.writes(), 0, "nothing is sent");
    theirs.undo(&engine).await.expect("there is nothing to take back");
    assert_eq!(apps(&theirs).len(), 1, "it stays");
}

#[tokio::test]
async fn a_later_version_of_somebody_else_keeps_our_app_in_the_catalogue() {
    let bench = bench("all-is-well");
    published(&bench).await;
    arrange(&bench, |app| app.definitions[0].version = "2.0.0".to_owned());
    bench.undo(&bench.engine()).await.expect("it is taken back as far as it is ours");
    assert_eq!(apps(&bench).len(), 1, "people use the later one");
}

#[tokio::test]
async fn a_refusal_names_the_role_that_is_needed() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    bench.run(&engine, "sign_in").await;
    let id = domain::ItemId::from(ITEM);
    let view = engine.look(&id).await.expect("it looks");
    engine.approve(Some(&id), &view.digest.expect("a plan")).expect("it is the plan that was seen");
    bench.emulator.write(|tenant, _| tenant.oddities.custom_apps_off = true).expect("always saved");
    engine.apply(Some(&id)).await.expect("it is stored");
    let view = engine.item(&id).expect("it was seen");
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "somebody else is needed: {:?}", view.diagnostic);
    let diagnostic = view.diagnostic.expect("it is diagnosed");
    let who = format!("{:?}", diagnostic.who);
    assert!(who.contains("Teams Administrator") && who.contains("tess@"), "role and people are named: {who}");
    assert_eq!(apps(&bench).len(), 0, "nothing is there");
}

#[tokio::test]
async fn one_that_never_shows_up_is_reported_not_repeated_and_can_be_taken_back() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    bench.run(&engine, "sign_in").await;
    bench.lag(48);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Waiting), "nothing proves that it is there: {:?}", view.diagnostic);
    assert_eq!(bench.writes(), 1, "it is not sent twice");
    bench.lag(0);
    bench.hours(49);
    bench.run(&engine, ITEM).await;
    assert_eq!(bench.writes(), 1, "nor after a day");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(apps(&bench).len(), 0, "it is taken back");
}

#[tokio::test]
async fn a_higher_version_updates_the_app_and_undo_says_that_it_stays() {
    let bench = bench("teams-app-already-there");
    choose(&bench, &version("1.10.0"));
    published(&bench).await;
    let apps_now = apps(&bench);
    assert_eq!(apps_now.len(), 1, "no second app");
    assert_eq!(apps_now[0].published().map(|one| one.version.as_str()), Some("1.10.0"), "updated");
    let (list, _) = bench.engine().undo_plan().expect("it is read");
    assert!(list.changes.is_empty(), "an update is not taken back");
    bench.assert_contract();
}

#[tokio::test]
async fn our_own_update_does_not_keep_the_app_from_being_taken_back() {
    let bench = bench("all-is-well");
    published(&bench).await;
    choose(&bench, &version("1.1.0"));
    published(&bench).await;
    bench.undo(&bench.engine()).await.expect("it is taken back");
    assert_eq!(apps(&bench).len(), 0, "both versions are ours");
}

#[tokio::test]
async fn a_lower_version_is_a_clear_failure() {
    let bench = bench("teams-app-already-there");
    choose(&bench, &version("0.9.0"));
    let engine = bench.engine();
    bench.run(&engine, "sign_in").await;
    let view = bench.run(&engine, ITEM).await;
    let found = view.diagnostic.expect("it is diagnosed");
    assert_eq!(
        (view.head.outcome, found.code.as_str()),
        (Some(Outcome::Failed), "teams-package-version-lower"),
        "told"
    );
    assert_eq!(bench.writes(), 0, "and not sent");
}

#[tokio::test]
async fn whoever_may_not_publish_submits_and_waits_for_somebody() {
    let bench = Bench::for_profile("teams-app-needs-review", PROFILE, ANSWERS, None);
    choose(&bench, &SamplePackage::default());
    bench.sign_in_as(DANA);
    let engine = bench.engine();
    bench.run(&engine, "sign_in").await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "submitted, not failed: {:?}", view.diagnostic);
    let found = view.diagnostic.expect("it is diagnosed");
    assert_eq!(found.code, "teams-app-in-review", "it waits for a review");
    assert!(format!("{:?}", found.who).contains("tess@"), "those who can are named");
    assert_eq!(apps(&bench)[0].definitions[0].state, PublishingState::Submitted, "in the catalogue's queue");
    arrange(&bench, |app| app.definitions[0].state = PublishingState::Published);
    let view = bench.run(&engine, ITEM).await;
    assert!(view.head.outcome != Some(Outcome::NeedsPerson), "approved: {:?}", view.diagnostic);
    assert_eq!(bench.writes(), 1, "it was sent once");
}

#[tokio::test]
async fn only_an_administrator_of_teams_updates() {
    let bench = bench("teams-app-already-there");
    choose(&bench, &version("2.0.0"));
    bench.sign_in_as(ALEX);
    let engine = bench.engine();
    bench.run(&engine, "sign_in").await;
    let view = bench.run(&engine, ITEM).await;
    let found = view.diagnostic.expect("it is diagnosed");
    assert_eq!((view.head.outcome, found.code.as_str()), (Some(Outcome::NeedsPerson), "teams-app-update-role"), "told");
    assert_eq!(bench.writes(), 0, "and not tried");
}

#[tokio::test]
async fn custom_apps_that_are_off_are_told_before_anything_is_sent() {
    let bench = bench("teams-custom-apps-off");
    let engine = bench.engine();
    bench.run(&engine, "sign_in").await;
    let view = bench.run(&engine, ITEM).await;
    let found = view.diagnostic.expect("it is diagnosed");
    assert_eq!((view.head.outcome, found.code.as_str()), (Some(Outcome::NeedsPerson), "teams-custom-apps-off"), "told");
    assert_eq!(bench.writes(), 0, "nothing is sent");
}

#[tokio::test]
async fn a_blocked_app_is_never_green() {
    let bench = bench("teams-app-blocked");
    let engine = bench.engine();
    bench.run(&engine, "sign_in").await;
    let view = bench.run(&engine, ITEM).await;
    let found = view.diagnostic.expect("it is diagnosed");
    assert_eq!((view.head.outcome, found.code.as_str()), (Some(Outcome::Failed), "teams-app-blocked"), "told");
    arrange(&bench, |app| app.blocked = false);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "allowed by hand: {:?}", view.diagnostic);
}

#[tokio::test]
async fn what_teams_does_not_tell_is_unknown_and_never_green() {
    let bench = bench("all-is-well");
    bench.emulator.write(|tenant, _| tenant.oddities.powershell.access_denied = true).expect("always saved");
    let engine = bench.engine();
    bench.run(&engine, "sign_in").await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Unknown), "published, and nobody can say more");
    let action = view.diagnostic.expect("it is diagnosed").action;
    assert!(format!("{action:?}").contains("teams.manage_apps"), "where to look is one click away: {action:?}");
}

#[tokio::test]
async fn a_missing_or_changed_copy_is_told_and_nothing_is_sent() {
    for (code, spoil) in [("document-gone", false), ("document-changed", true)] {
        let bench = bench("all-is-well");
        let engine = bench.engine();
        bench.run(&engine, "sign_in").await;
        {
            let mut kept = bench.documents.0.lock().expect("no panic elsewhere");
            match spoil {
                true => kept.values_mut().for_each(|content| content.push(0)),
                false => kept.clear(),
            }
        }
        let view = bench.run(&engine, ITEM).await;
        assert_eq!(view.diagnostic.map(|found| found.code).as_deref(), Some(code), "told for what it is");
        assert_eq!(bench.writes(), 0, "nothing is sent");
    }
}

#[tokio::test]
async fn without_a_package_it_asks_for_one_and_in_practice_offers_its_own() {
    let bench = Bench::for_profile("all-is-well", PROFILE, ANSWERS, None);
    let engine = bench.engine();
    bench.run(&engine, "sign_in").await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "only a person has the file");
    let asked = view.blocks.iter().find_map(|block| match block {
        domain::Block::Question { question } => Some(question),
        _ => None,
    });
    let asked = asked.expect("a question");
    assert_eq!((asked.id.as_str(), asked.input), ("package", Some(domain::Input::File)), "for the file");
    assert!(asked.options.iter().any(|option| option.value == "practice"), "or the practice package");
}

#[tokio::test]
async fn faulty_packages_are_not_sent() {
    let whole = SamplePackage::default().zip().expect("in memory");
    let nested = zip_of("app/manifest.json", b"{}");
    let manifest = SamplePackage { version: "one".to_owned(), ..SamplePackage::default() }.manifest().to_string();
    let bombs = zip_of("manifest.json", &vec![b' '; 32 * 1024 * 1024]);
    for (why, content) in [
        ("broken", whole[..whole.len() / 2].to_vec()),
        ("nested", nested),
        ("no icons and no version", zip_of("manifest.json", manifest.as_bytes())),
        ("a bomb", bombs),
    ] {
        let bench = Bench::for_profile("all-is-well", PROFILE, ANSWERS, None);
        answer(&bench, bench.documents.keep("app.zip", content));
        let engine = bench.engine();
        bench.run(&engine, "sign_in").await;
        let view = bench.run(&engine, ITEM).await;
        let code = view.diagnostic.map(|found| found.code);
        assert_eq!(code.as_deref(), Some("teams-package-faulty"), "{why}: told before anything is sent");
        assert_eq!(bench.writes(), 0, "{why}: nothing is sent");
    }
}

fn zip_of(name: &str, content: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default()).expect("an entry");
    zip.write_all(content).expect("in memory");
    zip.finish().expect("in memory").into_inner()
}

#[tokio::test]
async fn whoever_only_reads_is_told_who_can() {
    let bench = bench("all-is-well");
    bench.sign_in_as(GWEN);
    let engine = bench.engine();
    bench.run(&engine, "sign_in").await;
    let view = engine.look(&domain::ItemId::from(ITEM)).await.expect("it looks");
    let text = format!("{:?}", view.changes);
    assert!(text.contains("teams-app-package-submit"), "she can propose it, and no more: {text}");
}

#[tokio::test]
async fn killed_anywhere_it_is_published_once() {
    kills::at_every(3, 4, async |exchange, fault: Fault| {
        let dir = tempfile::tempdir().expect("a folder");
        let mut bench = Bench::for_profile("all-is-well", PROFILE, ANSWERS, Some(dir.path().to_owned()));
        choose(&bench, &SamplePackage::default());
        let died = {
            let engine = bench.engine();
            let run = async {
                bench.run(&engine, "sign_in").await;
                bench.run(&engine, ITEM).await;
            };
            kills::dies(&bench, (exchange, fault), run).await
        };
        bench.restart();
        let engine = bench.engine();
        bench.run(&engine, "sign_in").await;
        let view = bench.run(&engine, ITEM).await;
        let right = matches!(view.head.outcome, Some(Outcome::Changed | Outcome::Done));
        assert!(right, "{exchange} {fault:?}: {:?} {:?}", view.head.outcome, view.diagnostic);
        assert_eq!(apps(&bench).len(), 1, "{exchange} {fault:?}: one app");
        bench.undo(&engine).await.expect("it is taken back");
        assert_eq!(apps(&bench).len(), 0, "{exchange} {fault:?}: known to be ours");
        died
    })
    .await;
}
