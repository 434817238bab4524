//! Files that answer questions: looked at, kept by their content, and the package to practise with.

use std::collections::BTreeMap;
use std::sync::Arc;

use desk::{Desk, Options, PRACTICE_CLOUD};
use domain::{KeptFile, ProfileId, QuestionId};
use emulator::SamplePackage;
use serde_json::json;

const PROFILE: &str = include_str!("../../../../tests/profiles/teams-app.toml");

fn open(folder: &std::path::Path) -> Arc<Desk> {
    ::desk::choose_crypto();
    let profiles = vec![("teams-app.toml".to_owned(), PROFILE.to_owned())];
    let options = Options { data_dir: Some(folder.to_owned()), practice: true, profiles, ..Options::new("0.0.0") };
    Arc::new(Desk::open(options).expect("it opens"))
}

fn ids() -> (ProfileId, QuestionId) {
    (ProfileId::from("teams-app-test"), QuestionId::from("package"))
}

#[tokio::test]
async fn a_file_is_looked_at_and_kept_by_its_content() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    let (profile, question) = ids();
    assert_eq!(desk.endings(&profile, &question).expect("it is asked for"), ["zip"], "what the dialog offers");
    let zip = SamplePackage::default().zip().expect("in memory");
    let chosen = desk.choose_file(&profile, &question, "app.zip", zip.clone()).await.expect("it is kept");
    assert!(chosen.wrong.is_empty() && chosen.about.is_some(), "it is right: {chosen:?}");
    let copy = folder.path().join("documents").join(chosen.file.sha256.as_str());
    assert_eq!(std::fs::read(&copy).expect("there is a copy"), zip, "as it was");
    let chosen = desk.choose_file(&profile, &question, "app.zip", b"no zip".to_vec()).await.expect("it is looked at");
    assert_eq!((chosen.wrong.len(), chosen.about), (1, None), "and told when it is none");
}

#[test]
fn a_file_that_is_far_too_large_is_not_read_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("large.zip");
    std::fs::File::create(&path).expect("a file").set_len(1 << 33).expect("mostly a hole");
    let told = desk::read_document(&path).expect_err("too large");
    assert_eq!(told.code, "desk-document-too-large", "told for what it is");
    let told = desk::read_document(&folder.path().join("none.zip")).expect_err("not there");
    assert_eq!(told.code, "desk-document-unreadable", "likewise");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_practice_tenant_has_a_package_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    let (profile, question) = ids();
    let tenant = desk.find_tenant("practice.handrail.example", true).await.expect("it runs in this process");
    assert_eq!(tenant.cloud, PRACTICE_CLOUD, "in practice");
    let view = desk.begin(&profile, tenant, BTreeMap::new()).await.expect("a file may come later");
    // Nobody is signed in, so what follows from the answer cannot be looked at yet.
    drop(desk.answer(view.card.id, &question, json!("practice")).await);
    let names = || -> Vec<String> {
        let kept = std::fs::read_dir(folder.path().join("documents")).expect("a folder of copies");
        kept.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
    };
    let sample = KeptFile::of("practice-app.zip", &SamplePackage::default().zip().expect("in memory"));
    assert_eq!(names(), [sample.sha256.as_str()], "the sample, by its content");
    desk.forget(view.card.id).await.expect("it is forgotten");
    assert_eq!(names(), [""; 0], "and the copy with it");
    desk.close().await;
}
