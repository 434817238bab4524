//! The access policy for a group, for its members, and for several apps; with a name that the answers give.

use domain::{Block, ItemId, ItemView, Outcome, QuestionId};
use engine::Engine;
use serde_json::json;

use crate::access_policy_scale::{Counted, crowd, served};
use crate::bench::Bench;

const ITEM: &str = "application_access_policy";
const OURS: &str = "Tag:TeamsMeetingsIntegration";
const RECORDER: &str = "Tag:RecorderPolicy";

const QUESTIONS: &str = r#"
[[question]]
id = "policy"
input = "text"
label = "Name of the policy"
default = "TeamsMeetingsIntegration"
"#;

/// The profile with a question for the policy's name.
fn profile() -> String {
    let text = include_str!("../../../../profiles/teams-online-meetings.toml");
    let name = text.replacen("name = \"TeamsMeetingsIntegration\"", "name = \"{policy}\"", 1);
    format!("{name}{QUESTIONS}")
}

fn bench(scenario: &str) -> Bench {
    let answers = include_str!("../../../../profiles/teams-online-meetings.answers.example.toml");
    Bench::for_profile(scenario, &profile(), answers, None)
}

fn answer(engine: &Engine, question: &str, value: serde_json::Value) {
    engine.answer(&QuestionId::from(question), value).expect("it is stored");
}

/// Makes a group of these people, with the others as inner groups.
fn group(bench: &Bench, name: &str, people: &[&str], inner: &[&str]) -> String {
    let id = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, name.as_bytes()).to_string();
    let changed = bench.emulator.write(|tenant, _| {
        let mut group = tenant.groups.values().next().expect("a group").clone();
        group.id.clone_from(&id);
        name.clone_into(&mut group.display_name);
        let user = |upn: &&str| tenant.user(&format!("{upn}@practice.handrail.example")).expect("a user").id.clone();
        group.members = people.iter().map(user).chain(inner.iter().map(|id| (*id).to_owned())).collect();
        tenant.groups.insert(id.clone(), group);
    });
    changed.expect("kept nowhere, so always saved");
    id
}

fn hold(bench: &Bench, group: &str, policy: &str, rank: u32) {
    let changed = bench.emulator.write(|tenant, moment| {
        let stamp = moment.stamp(tenant);
        let held = emulator::state::GroupAssignment { policy: policy.to_owned(), rank };
        tenant.teams.group_assignments.write(group.to_owned(), held, stamp);
    });
    changed.expect("kept nowhere, so always saved");
}

/// Policy and rank of each group.
fn held(bench: &Bench) -> Vec<(String, String, u32)> {
    bench.emulator.read(|tenant| {
        let all = tenant.teams.group_assignments.all();
        all.map(|(id, held)| (tenant.groups[id].display_name.clone(), held.policy.clone(), held.rank)).collect()
    })
}

async fn ready(bench: &Bench, id: &str) -> Engine {
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    answer(&engine, "assign_to", json!("group"));
    answer(&engine, "group", json!(id));
    engine
}

fn says(view: &ItemView, part: &str) -> bool {
    format!("{:?}", view.blocks).contains(part)
}

#[tokio::test]
async fn the_group_gets_it_behind_the_others_and_its_members_are_handed_on() {
    let bench = bench("other-vendors-policy");
    let others = group(&bench, "Recorders", &["tess"], &[]);
    hold(&bench, &others, RECORDER, 3);
    let id = group(&bench, "Operators", &["jonas", "lee"], &[&others]);
    let engine = ready(&bench, &id).await;
    let view = bench.run(&engine, ITEM).await;
    assert!(view.head.outcome.is_some_and(Outcome::is_finished), "{:?} {:?}", view.diagnostic, view.head.outcome);
    let mine: Vec<_> = held(&bench).into_iter().filter(|(name, ..)| name == "Operators").collect();
    assert_eq!(mine, [("Operators".to_owned(), OURS.to_owned(), 4)], "at the end");
    assert!(held(&bench).contains(&("Recorders".to_owned(), RECORDER.to_owned(), 3)), "the other keeps its place");
    assert!(says(&view, "group-nested") && says(&view, "Recorders"), "the inner group is told");
    let policy = engine.outputs().expect("it reads").policy.expect("handed on");
    assert_eq!((policy.identity.as_str(), policy.holders.len()), (OURS, 2), "its people");
    bench.assert_contract();
}

#[tokio::test]
async fn the_whole_profile_is_walked_with_a_group_and_no_list() {
    let bench = bench("all-is-well");
    let id = group(&bench, "Operators", &["mia", "jonas"], &[]);
    let engine = bench.engine();
    answer(&engine, "users", json!([]));
    answer(&engine, "assign_to", json!("group"));
    answer(&engine, "group", json!(id));
    let items: Vec<String> = engine.profile().items.iter().map(|item| item.id.to_string()).collect();
    for item in items {
        bench.run(&engine, &item).await;
    }
    for head in engine.view().expect("it is read").items {
        let found = engine.item(&head.id).expect("seen").diagnostic;
        assert!(head.outcome.is_some_and(Outcome::is_finished), "{}: {:?} {found:?}", head.id, head.outcome);
    }
    assert_eq!(bench.meetings(), 0, "a meeting was made for a member, and deleted");
}

#[tokio::test]
async fn a_second_run_for_a_group_changes_nothing() {
    let bench = bench("all-is-well");
    let id = group(&bench, "Operators", &["mia", "jonas"], &[]);
    let engine = ready(&bench, &id).await;
    bench.run(&engine, ITEM).await;
    let (before, writes) = (held(&bench), bench.writes());
    let view = bench.run(&engine, ITEM).await;
    assert!(view.changes.is_empty(), "the plan is empty");
    assert_eq!((held(&bench), bench.writes()), (before, writes), "nothing was written");
}

#[tokio::test]
async fn undo_takes_only_ours_from_the_group_or_gives_back_what_it_had() {
    let bench = bench("other-vendors-policy");
    let others = group(&bench, "Recorders", &["tess"], &[]);
    hold(&bench, &others, RECORDER, 1);
    let id = group(&bench, "Operators", &["jonas", "lee"], &[]);
    hold(&bench, &id, RECORDER, 2);
    let before = held(&bench);
    let engine = ready(&bench, &id).await;
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "another vendor's is not taken away unasked");
    answer(&engine, "other_policy", json!("move"));
    bench.run(&engine, ITEM).await;
    assert!(held(&bench).contains(&("Operators".to_owned(), OURS.to_owned(), 2)), "in its own place");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(held(&bench), before, "as it was");
    assert_eq!(bench.policies_named("TeamsMeetingsIntegration"), 0, "our policy is gone");
}

#[tokio::test]
async fn members_with_a_policy_of_their_own_and_full_groups_are_told_with_a_remedy() {
    let bench = bench("other-vendors-policy");
    let id = group(&bench, "Operators", &["mia", "jonas"], &[]);
    let engine = ready(&bench, &id).await;
    let view = bench.run(&engine, ITEM).await;
    assert!(says(&view, "group-elsewhere-remedy"), "mia has the recorder's: {:?}", view.blocks);
    bench.undo_items(&engine, &[ITEM]).await;
    for n in 0..64 {
        let other = group(&bench, &format!("Other {n}"), &[], &[]);
        hold(&bench, &other, RECORDER, n + 1);
    }
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "nothing can be done here");
    assert!(says(&view, "group-full-remedy") && view.changes.iter().all(|change| change.calls.len() == 1), "and why");
    let asked = |view: &ItemView| {
        view.blocks.iter().any(|block| matches!(block, Block::Question { question } if question.id.as_str() == "group"))
    };
    answer(&engine, "group", json!("11111111-2222-4333-8444-555555555555"));
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert!(asked(&view), "a group that is not there is asked for again");
}

#[tokio::test]
async fn a_grant_to_a_group_that_never_shows_up_is_reported_and_can_be_taken_back() {
    let bench = bench("all-is-well");
    let id = group(&bench, "Operators", &["mia", "jonas"], &[]);
    let engine = ready(&bench, &id).await;
    bench.run(&engine, ITEM).await;
    bench.undo_items(&engine, &[ITEM]).await;
    // The policy is there long enough to be known; the group's assignment is not shown.
    let changed = bench.emulator.write(|tenant, _| tenant.oddities.policy_read_delay_seconds = 90_000);
    changed.expect("kept nowhere, so always saved");
    let view = bench.run(&engine, ITEM).await;
    let told = view.head.outcome;
    assert!(!told.is_some_and(Outcome::is_finished), "not green: {told:?}");
    assert!(view.diagnostic.is_some() || view.wait.is_some(), "and it says why");
    let changed = bench.emulator.write(|tenant, _| tenant.oddities.policy_read_delay_seconds = 0);
    changed.expect("kept nowhere, so always saved");
    bench.undo_items(&engine, &[ITEM]).await;
    assert!(held(&bench).is_empty(), "nothing is left");
}

#[tokio::test]
async fn each_member_of_a_group_gets_it_one_by_one() {
    let bench = bench("all-is-well");
    let shell = Counted::default();
    let engine = shell.engine(&bench);
    bench.reach(&engine, ITEM).await;
    let upns = crowd(&bench, &engine, 70);
    let names: Vec<&str> = upns.iter().filter_map(|upn| upn.split('@').next()).collect();
    let id = group(&bench, "Operators", &names, &[]);
    answer(&engine, "users", json!([]));
    answer(&engine, "assign_to", json!("members"));
    answer(&engine, "group", json!(id));
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    assert_eq!((served(&bench), shell.of("grantGroup")), (70, 0), "each directly");
}

#[tokio::test]
async fn several_apps_in_one_policy_are_shown_with_their_facts_and_only_ours_are_taken_out() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let graph = "00000003-0000-0000-c000-000000000000";
    let stranger = "11111111-2222-4333-8444-555555555555";
    answer(&engine, "policy", json!("Two Apps"));
    answer(&engine, "also_apps", json!([graph, stranger]));
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    let apps = |bench: &Bench| {
        bench.emulator.read(|tenant| {
            tenant
                .teams
                .access_policies
                .current("Tag:Two Apps")
                .map(|policy| policy.app_ids.clone())
                .unwrap_or_default()
        })
    };
    assert_eq!(apps(&bench).len(), 3, "ours and both others, under the name of the answers");
    assert!(
        says(&view, "also-unverified") && says(&view, "also-absent"),
        "what the tenant knows, and that it knows nothing"
    );
    let third = "22222222-2222-4333-8444-555555555555";
    let changed = bench.emulator.write(|tenant, moment| {
        let mut policy = tenant.teams.access_policies.current("Tag:Two Apps").expect("made").clone();
        policy.app_ids.push(third.to_owned());
        let stamp = moment.stamp(tenant);
        tenant.teams.access_policies.write("Tag:Two Apps", policy, stamp);
    });
    changed.expect("kept nowhere, so always saved");
    answer(&engine, "also_apps", json!([graph, stranger, third]));
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert!(view.changes.is_empty(), "an id that is there is taken as it is: {:?}", view.changes);
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(apps(&bench), [third], "what somebody else put in stays");
    bench.assert_contract();
}
