//! `kill -9` in the middle of assignments to thousands of users, who are named in a CSV file: whoever starts it again gets
//! everybody served, and nobody twice.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{Cut, Moment, Stage, has_keyring};

/// Users in the file beside the organiser. Ten thousand would prove the same and take five times as long.
const USERS: usize = 2_000;

/// The crowd of the tenant.
fn crowd(stage: &Stage) -> Vec<String> {
    let state = stage.state();
    let users = state["users"].as_array().expect("users").iter().filter_map(|user| user["upn"].as_str());
    users.filter(|upn| upn.contains(".0")).map(str::to_owned).collect()
}

/// How often each user was assigned a policy, as the tenant has answered it.
fn assigned(stage: &Stage) -> BTreeMap<String, usize> {
    let mut times = BTreeMap::new();
    for exchange in stage.way.log().iter().filter(|exchange| exchange.path.starts_with("/teams/cmdlets/grant")) {
        let body = exchange.request.split_once("\r\n\r\n").expect("a body").1;
        let request: Value = serde_json::from_str(body).expect("JSON");
        *times.entry(request["user"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
    }
    times
}

#[test]
fn killed_again_and_again_among_thousands_of_assignments_everybody_is_served_once() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::large(&format!("[crowd]\nusers = {USERS}\nlicences = [\"SPE_E3\"]\n"));
    let crowd = crowd(&stage);
    assert_eq!(crowd.len(), USERS, "the scenario has them");
    let mut csv = "\u{feff}displayName;userPrincipalName\r\n".to_owned();
    let organiser = "mia@practice.handrail.example".to_owned();
    crowd.iter().chain([&organiser]).for_each(|upn| write!(csv, "Somebody;{upn}\r\n").expect("in memory"));
    std::fs::write(stage.folder.path().join("operators.csv"), csv).expect("written");
    let answers = stage.answers(|text| {
        let list = text.lines().find(|line| line.starts_with("users = ")).expect("a list").to_owned();
        text.replace(&list, "users.file = \"operators.csv\"")
    });
    let answers = answers.display().to_string();
    let arguments = ["setup", "teams-online-meetings", "--answers", &answers, "--approve", "all"];
    // Each counted from where the run before was killed: in the first part of fifty, in another one, far into the list.
    for (number, moment) in [(12, Moment::Lost), (200, Moment::Before), (901, Moment::After)] {
        let before = assigned(&stage).len();
        let mut command = stage.command(&arguments);
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        let cut = Cut { writes: true, number, moment };
        assert!(stage.way.kills(cut, command.spawn().expect("it starts")), "killed at write {number}");
        let served = assigned(&stage).len();
        assert!(served > before && served < USERS, "in the middle of it: {before}, then {served}");
    }
    let done = stage.run(&arguments);
    assert_eq!(done.code, Some(0), "{}", done.said());
    let times = assigned(&stage);
    assert_eq!((times.len(), times.values().max()), (USERS + 1, Some(&1)), "everybody was assigned it once");

    let state = stage.state();
    let held = state["teams"]["userAssignments"].as_object().expect("assignments");
    let ours = held.values().filter(|policy| policy.to_string().contains("TeamsMeetingsIntegration")).count();
    assert_eq!((ours, held.len()), (USERS + 1, USERS + 1), "they hold it, and nobody else holds any");
    stage.has_one_of_everything("in the end");
}
