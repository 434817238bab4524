//! The sign-in app that Handrail makes: made through the real binary, then signed in with.

use std::path::Path;

use serde_json::Value;

use crate::support::{Run, Stage, has_keyring};

fn about_it(stage: &Stage, command: &str, more: &[&str]) -> Run {
    let answers = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/sign-in-app.answers.example.toml");
    let answers = answers.display().to_string();
    stage.run(&[&[command, "sign-in-app", "--answers", &answers], more].concat())
}

fn its_client(state: &Value) -> Option<String> {
    let mut apps = state["applications"].as_array().expect("a list").iter();
    let app = apps.find(|app| app["displayName"] == "Handrail sign-in")?;
    app["appId"].as_str().map(str::to_owned)
}

#[test]
fn an_own_sign_in_app_is_made_signs_in_for_a_whole_set_up_and_is_taken_back() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::new();
    let made = about_it(&stage, "setup", &["--approve", "all"]);
    assert_eq!(made.code, Some(0), "{}", made.said());
    let client = its_client(&stage.state()).expect("it is there");
    assert!(made.out.contains(&client), "its id is told: {}", made.said());
    let writes = stage.writes();
    let again = about_it(&stage, "setup", &["--approve", "all"]);
    assert_eq!((again.code, stage.writes()), (Some(0), writes), "nothing is missing: {}", again.said());

    let answers = stage.answers(|text| format!("sign_in_client = \"{client}\"\n{text}"));
    let done = stage.with_answers("setup", &answers, &["--approve", "all", "--wait"]);
    assert_eq!(done.code, Some(0), "{}", done.said());
    let state = stage.state();
    let principal = state["servicePrincipals"].as_array().expect("a list").iter();
    let principal = principal.clone().find(|one| one["appId"] == client.as_str()).expect("its enterprise app");
    let consents = state["oauth2PermissionGrants"].as_array().expect("a list").iter();
    let scopes: Vec<&str> =
        consents.filter(|one| one["clientId"] == principal["id"]).filter_map(|one| one["scope"].as_str()).collect();
    let asked = |scope: &str| scopes.iter().any(|text| text.split(' ').any(|one| one == scope));
    assert!(asked("Organization.Read.All"), "the person signed in with it: {scopes:?}");
    assert!(asked("Application.ReadWrite.All"), "and consented to more for the plan: {scopes:?}");
    assert!(asked("user_impersonation"), "also for Teams: {scopes:?}");

    let undone = about_it(&stage, "undo", &["--approve", "all"]);
    assert_eq!((undone.code, its_client(&stage.state())), (Some(0), None), "{}", undone.said());
    let verified = stage.profile("verify", &[]);
    assert_eq!(verified.code, Some(0), "the set-up needs it no more: {}", verified.said());
}
