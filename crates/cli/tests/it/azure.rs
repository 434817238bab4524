//! Azure through the real binary: a profile of the test's own, and one sign-in more.

use serde_json::Value;

use crate::support::{Run, Stage, entries, has_keyring};

const PROFILE: &str = include_str!("../../../../tests/profiles/azure-only.toml");

const TENANT: &str = "tenant = \"practice.handrail.example\"\n";

fn about_it(stage: &Stage, command: &str, answers: &str, more: &[&str]) -> Run {
    let write = |name: &str, text: &str| {
        let path = stage.folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path.display().to_string()
    };
    let (profile, answers) = (write("azure-only.toml", PROFILE), write("answers.toml", answers));
    stage.run(&[&[command, &profile, "--answers", &answers], more].concat())
}

/// Groups of Contoso Collaboration, and the resources in them.
fn groups(stage: &Stage) -> Vec<(String, usize)> {
    let state = stage.state();
    let subscriptions = state["azure"]["subscriptions"].as_array().expect("a list").iter();
    let subscription = subscriptions.clone().find(|one| one["displayName"] == "Contoso Collaboration");
    let groups = subscription.expect("it is there")["resourceGroups"].as_array().expect("a list").iter();
    let count = |group: &Value| group["communicationServices"].as_array().map_or(0, Vec::len);
    groups.map(|group| (group["name"].as_str().unwrap_or_default().to_owned(), count(group))).collect()
}

/// Requests to Azure that are no reads.
fn writes(stage: &Stage) -> usize {
    let log = stage.way.log();
    log.iter().filter(|exchange| exchange.path.starts_with("/azure") && exchange.method != "GET").count()
}

/// Visits to the browser for Microsoft's app for Azure.
fn visits(stage: &Stage) -> usize {
    let log = stage.way.log();
    let asked = log.iter().filter(|exchange| exchange.path.contains("/authorize"));
    asked.filter(|exchange| exchange.path.contains("04b07795-8ddb-461a-bbee-02f9e1bf7b46")).count()
}

#[test]
fn a_resource_is_made_with_one_sign_in_more_and_taken_back() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::new();
    let answers = format!("{TENANT}[azure]\ndata_location = \"Europe\"\n");
    let made = about_it(&stage, "setup", &answers, &["--approve", "all", "--wait"]);
    assert_eq!(made.code, Some(0), "{}", made.said());
    assert!(made.said().contains("Microsoft Azure CLI"), "the app is named: {}", made.said());
    assert!(!made.said().contains("accesskey"), "no secret is said");
    assert_eq!(visits(&stage), 1, "one visit");
    let before = groups(&stage);
    assert!(before.contains(&("rg-altoura".to_owned(), 1)), "{before:?}");
    assert_eq!(entries(&stage.keychain()), 1, "the connection string is kept");

    let asked = writes(&stage);
    let again = about_it(&stage, "setup", &answers, &["--approve", "all"]);
    assert_eq!((again.code, writes(&stage)), (Some(0), asked), "nothing is missing: {}", again.said());
    let verified = about_it(&stage, "verify", &answers, &[]);
    assert_eq!((verified.code, writes(&stage)), (Some(0), asked), "verifying only reads: {}", verified.said());

    let undone = about_it(&stage, "undo", &answers, &["--approve", "all"]);
    assert_eq!(undone.code, Some(0), "{}", undone.said());
    assert_eq!(groups(&stage), [("rg-collaboration".to_owned(), 0)], "as before");
    assert_eq!(entries(&stage.keychain()), 0, "nothing is left");
}

#[test]
fn what_only_a_person_can_decide_is_named_by_its_key() {
    let stage = Stage::new();
    let asked = about_it(&stage, "plan", TENANT, &["--format", "jsonl"]);
    assert_eq!(asked.code, Some(12), "{}", asked.said());
    assert_eq!(asked.summary()["missing"], serde_json::json!(["azure.data_location"]), "{}", asked.said());
    assert_eq!(writes(&stage), 0, "nothing was tried");
}
