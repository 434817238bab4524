//! Whole walks of the real binary.

use serde_json::{Value, json};

use crate::support::{SAM, Stage, entries, has_keyring, lasting, our_apps, policies_of};

#[test]
fn a_set_up_is_made_found_again_verified_and_taken_back() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::new();
    let before = stage.state();
    let report = stage.folder.path().join("report.json");
    let done =
        stage.profile("setup", &["--approve", "all", "--format", "jsonl", "--report", &report.display().to_string()]);
    assert_eq!(done.code, Some(0), "{}", done.said());
    let summary = done.summary();
    assert_eq!((&summary["outcome"], &summary["exit_code"]), (&json!("changed"), &json!(0)), "{summary}");
    let written: Value = serde_json::from_str(&std::fs::read_to_string(&report).expect("a report")).expect("JSON");
    assert_eq!(written["masked"], true, "ids are shortened unless asked otherwise");
    for item in written["items"].as_array().expect("a list") {
        let said = ["expected", "seen", "looked_at", "looked_by"].iter().all(|field| !item[*field].is_null());
        assert!(said, "each item says what it expects and what was seen, when and as whom: {item}");
    }
    let reads = written["items"][2]["evidence"].as_array().expect("a list");
    assert!(reads.iter().any(|call| call["request_id"].is_string()), "the reads behind it have their ids: {reads:?}");
    let state = stage.state();
    let apps = our_apps(&state);
    assert_eq!(apps.len(), 1, "one app");
    assert_eq!(apps[0]["keyCredentials"].as_array().map(Vec::len), Some(1), "one certificate");
    assert_eq!(policies_of(&state, apps[0]["appId"].as_str().expect("an id")).len(), 1, "one policy");
    assert_eq!(state["onlineMeetings"], json!([]), "no meeting is left");
    assert_eq!(entries(&stage.keychain()), 1, "one key");

    let writes = stage.writes();
    let again = stage.profile("setup", &["--approve", "all", "--format", "jsonl"]);
    assert_eq!(again.code, Some(0), "{}", again.said());
    assert_eq!(stage.writes(), writes, "a second run writes nothing");
    assert_eq!(again.summary()["setup"], summary["setup"], "and goes on with the same set-up");
    let verified = stage.profile("verify", &["--format", "jsonl"]);
    assert_eq!(verified.code, Some(0), "{}", verified.said());
    assert_eq!(stage.writes(), writes, "verifying writes nothing");

    let elsewhere = stage.folder.path().join("elsewhere").display().to_string();
    let answers = crate::support::example().display().to_string();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_handrail"));
    let given = ["verify", "teams-online-meetings", "--answers", &answers, "--data-dir", &elsewhere];
    command.args(given).arg("--endpoints").arg(stage.endpoints()).envs(stage.browser());
    let earlier = stage.way.log().len();
    let foreign = crate::support::run(&mut command);
    let asked = stage.way.log().len() - earlier;
    assert!(asked <= 66, "once the app is known, each thing is read once: {asked} requests");
    assert!(foreign.out.contains("Teams Meetings Integration"), "the app is found from elsewhere: {}", foreign.said());
    assert_eq!(stage.writes(), writes, "and nothing is written from there either");

    let undone = stage.profile("undo", &["--approve", "all", "--format", "jsonl"]);
    assert_eq!(undone.code, Some(0), "{}", undone.said());
    let after = stage.state();
    let deleted = after["deletedItems"]["applications"].as_array().expect("a list");
    assert_eq!(deleted.len(), 1, "the app can be restored");
    assert_eq!(lasting(after), lasting(before), "everything else is as it was");
    assert_eq!(entries(&stage.keychain()), 0, "no key is left");
    deletes_for_good_by_name_only(&stage);
}

fn deletes_for_good_by_name_only(stage: &Stage) {
    let writes = stage.writes();
    let name = "Teams Meetings Integration";
    let wrong = stage.profile("undo", &["--approve", "all", "--delete-for-good", "Teams Meetings"]);
    assert_eq!((wrong.code, stage.writes()), (Some(12), writes), "only its own name counts: {}", wrong.said());
    assert!(wrong.err.contains(name), "and is told: {}", wrong.said());
    let approved = stage.profile("undo", &["--approve", "all", "--format", "jsonl"]);
    assert_eq!((approved.code, stage.writes()), (Some(0), writes), "an approval of all never covers it");
    assert_eq!(approved.summary()["restorable"]["name"], name, "{}", approved.said());
    let gone = stage.profile("undo", &["--delete-for-good", name, "--format", "jsonl"]);
    assert_eq!((gone.code, stage.writes()), (Some(0), writes + 1), "one more write: {}", gone.said());
    assert_eq!(stage.state()["deletedItems"]["applications"], json!([]), "nobody can restore it");
    let again = stage.profile("undo", &["--delete-for-good", name, "--format", "jsonl"]);
    assert_eq!((again.code, stage.writes()), (Some(0), writes + 1), "a second run writes nothing: {}", again.said());
}

#[test]
fn the_plan_is_shown_before_anything_is_made() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::new();
    let planned = stage.profile("plan", &[]);
    assert_eq!(planned.code, Some(12), "an approval is missing: {}", planned.said());
    assert_eq!(stage.writes(), 0, "nothing was made");
    let digest = planned.out.lines().find_map(|line| line.strip_prefix("Digest ")).expect("a digest").to_owned();
    let refused = stage.profile("setup", &[]);
    assert_eq!((refused.code, stage.writes()), (Some(12), 0), "nothing without an approval: {}", refused.said());
    assert!(refused.out.contains(&digest), "the same list has the same digest: {}", refused.said());
    let other = "0".repeat(64);
    let refused = stage.profile("setup", &["--approve", &other]);
    assert_eq!((refused.code, stage.writes()), (Some(12), 0), "another list was approved: {}", refused.said());
    let done = stage.profile("setup", &["--approve", &digest]);
    assert_eq!(done.code, Some(0), "{}", done.said());
    let plan = done.out.find("Digest ").expect("the plan");
    let report = done.out.find("The connection works").expect("the report");
    assert!(plan < report, "the plan comes first");
    assert!(stage.writes() > 0, "then it is made");
}

#[test]
fn an_admin_who_lacks_the_role_is_told_who_can_help() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::of("all-is-well", "gwen@practice.handrail.example");
    let done = stage.profile("setup", &["--approve", "all"]);
    assert_eq!(done.code, Some(12), "{}", done.said());
    assert_eq!(stage.writes(), 0, "a reader changes nothing");
    assert!(done.err.contains("Administrator"), "a role is named: {}", done.said());
    assert!(done.out.contains("Validation report"), "what was seen is told all the same: {}", done.said());
}

#[test]
fn a_decision_that_the_answers_leave_open_is_named_by_its_key() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::of("half-set-up-by-hand", SAM);
    let answers = stage.answers(|text| text.replace("adopt = \"new\"\n", ""));
    let done = stage.with_answers("setup", &answers, &["--approve", "all", "--format", "jsonl"]);
    assert_eq!(done.code, Some(12), "{}", done.said());
    let summary = done.summary();
    assert!(summary["missing"].as_array().is_some_and(|keys| keys.contains(&json!("adopt"))), "{summary}");
    assert_eq!(our_apps(&stage.state()).len(), 0, "nothing is adopted or made without the decision");
}

#[test]
fn another_vendors_policy_is_not_replaced_without_a_decision() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::of("other-vendors-policy", SAM);
    let before = stage.state()["teams"]["userAssignments"].clone();
    let done = stage.profile("setup", &["--approve", "all", "--format", "jsonl"]);
    assert_eq!(done.code, Some(12), "{}", done.said());
    let summary = done.summary();
    assert!(summary["missing"].as_array().is_some_and(|keys| keys.contains(&json!("other_policy"))), "{summary}");
    let after = stage.state()["teams"]["userAssignments"].clone();
    for (user, assignment) in before.as_object().expect("users") {
        assert_eq!(after[user], *assignment, "what others assigned stays");
    }
}

#[test]
fn points_that_nobody_confirmed_are_named_by_their_keys() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::new();
    let answers = stage.answers(|text| text.split("[go_live.production]").next().expect("a part").to_owned());
    let done = stage.with_answers("setup", &answers, &["--approve", "all", "--format", "jsonl"]);
    let summary = done.summary();
    let missing = summary["missing"].as_array().expect("a list");
    assert!(missing.contains(&json!("go_live.production")), "{summary}");
    assert!(!missing.contains(&json!("go_live.pilot")), "that one was confirmed: {summary}");
    assert_eq!(done.code, Some(12), "{summary}");
}

#[test]
fn what_needs_time_is_waited_for() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::of("slow-replication", SAM);
    let done = stage.profile("setup", &["--approve", "all", "--wait", "90"]);
    assert_eq!(done.code, Some(0), "{}", done.said());
    assert_eq!(our_apps(&stage.state()).len(), 1, "one app, although replicas disagreed");
}

#[test]
fn names_from_the_tenant_bring_no_escape_sequences() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::of("hostile-names", SAM);
    let done = stage.profile("setup", &["--approve", "all"]);
    let hostile =
        |text: &str| text.chars().any(|c| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c));
    assert!(!hostile(&done.out), "on standard output: {:?}", done.out);
    assert!(!hostile(&done.err), "on standard error: {:?}", done.err);
}
