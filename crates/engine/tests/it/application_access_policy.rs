//! The five tests of `application_access_policy`, other vendors' policies, and every kind of PowerShell trouble.

use std::collections::BTreeMap;

use domain::{Block, ItemId, ItemView, Outcome, QuestionId};
use emulator::state::PowerShell;
use engine::Engine;
use serde_json::json;

use crate::bench::{ALEX, Bench};
use crate::shells::engine_with;

const ITEM: &str = "application_access_policy";
const OURS: &str = "Tag:TeamsMeetingsIntegration";
const RECORDER: &str = "Tag:RecorderPolicy";

/// Policies by identity with their apps, and who was granted which.
type TeamsState = (BTreeMap<String, Vec<String>>, BTreeMap<String, String>);

fn teams(bench: &Bench) -> TeamsState {
    bench.emulator.read(|tenant| {
        let policies = tenant.teams.access_policies.all();
        let policies = policies.map(|(identity, policy)| (identity.to_owned(), policy.app_ids.clone())).collect();
        let assignments = tenant.teams.user_assignments.all();
        let named = assignments.map(|(id, policy)| {
            let upn = tenant.user(id).map_or_else(|| id.to_owned(), |user| user.upn.clone());
            (upn.split('@').next().unwrap_or_default().to_owned(), policy.clone())
        });
        (policies, named.collect())
    })
}

fn held(bench: &Bench, name: &str) -> Option<String> {
    teams(bench).1.get(name).cloned()
}

fn apps_in(bench: &Bench, policy: &str) -> Vec<String> {
    teams(bench).0.get(policy).cloned().unwrap_or_default()
}

fn grant(bench: &Bench, name: &str, policy: &str) {
    let changed = bench.emulator.write(|tenant, moment| {
        let id = tenant.user(&format!("{name}@practice.handrail.example")).expect("a user").id.clone();
        let stamp = moment.stamp(tenant);
        tenant.teams.user_assignments.write(id, policy.to_owned(), stamp);
    });
    changed.expect("kept nowhere, so always saved");
}

fn answer(engine: &Engine, question: &str, value: serde_json::Value) {
    engine.answer(&QuestionId::from(question), value).expect("it is stored");
}

async fn look(engine: &Engine) -> ItemView {
    engine.look(&ItemId::from(ITEM)).await.expect("it looks")
}

fn question<'a>(view: &'a ItemView, id: &str) -> Option<&'a domain::Question> {
    view.blocks.iter().find_map(|block| match block {
        Block::Question { question } if question.id.as_str() == id => Some(question),
        _ => None,
    })
}

#[tokio::test]
async fn makes_the_policy_and_gives_it_to_the_wanted_users_only() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "it was made: {:?}", view.diagnostic);
    let app = engine.outputs().expect("it reads").app.expect("the app is known").app_id.to_string();
    assert_eq!(apps_in(&bench, OURS), [app], "the client id, and no other");
    let (_, holders) = teams(&bench);
    let holders: Vec<&str> = holders.keys().map(String::as_str).collect();
    assert_eq!(holders, ["jonas", "mia"], "the two of the list");
    let policy = engine.outputs().expect("it reads").policy.expect("handed on");
    assert_eq!(policy.identity, OURS, "as Teams writes it");
    bench.assert_contract();
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.run(&engine, ITEM).await;
    let (before, writes) = (teams(&bench), bench.writes());
    let view = bench.run(&bench.engine(), ITEM).await;
    assert!(view.changes.is_empty(), "the plan is empty");
    assert_eq!((teams(&bench), bench.writes()), (before, writes), "nothing was written");
}

#[tokio::test]
async fn undo_gives_back_what_was_there_and_leaves_what_others_did_since() {
    let bench = Bench::new("other-vendors-policy");
    let before = teams(&bench);
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    answer(&engine, "other_policy.mia@practice.handrail.example", json!("move"));
    bench.run(&engine, ITEM).await;
    assert_eq!(held(&bench, "mia").as_deref(), Some(OURS), "she moved");
    grant(&bench, "jonas", RECORDER);
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(held(&bench, "mia").as_deref(), Some(RECORDER), "she has her former one again");
    assert_eq!(held(&bench, "jonas").as_deref(), Some(RECORDER), "what somebody else granted since stays");
    assert_eq!(teams(&bench).0, before.0, "our policy is gone, the other one is as it was");
}

#[tokio::test]
async fn undo_leaves_the_policy_where_somebody_else_uses_it_but_without_our_app() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.run(&engine, ITEM).await;
    grant(&bench, "priya", OURS);
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(held(&bench, "priya").as_deref(), Some(OURS), "she got it from somebody else");
    assert_eq!(apps_in(&bench, OURS), Vec::<String>::new(), "our app is out of it");
    assert_eq!((held(&bench, "mia"), held(&bench, "jonas")), (None, None), "ours are taken back");
}

#[tokio::test]
async fn a_refusal_names_the_role_and_who_holds_it() {
    let bench = Bench::as_user("all-is-well", ALEX);
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "a role in Teams is missing: {:?}", view.diagnostic);
    let diagnostic = view.diagnostic.expect("it is diagnosed");
    assert_eq!(diagnostic.code, "teams-role", "the table has a row for it");
    let named = format!("{:?}", diagnostic.who);
    assert!(named.contains("Teams Administrator") && named.contains("Tess"), "role and people: {named}");
}

#[tokio::test]
async fn a_policy_that_does_not_show_is_reported_not_repeated_and_can_be_taken_back() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.run(&engine, "sign_in").await;
    let delay = |seconds: u64| {
        let changed = bench.emulator.write(|tenant, _| tenant.oddities.policy_read_delay_seconds = seconds);
        changed.expect("kept nowhere, so always saved");
    };
    // What is older than the delay shows: the tenant as it was an hour ago.
    bench.hours(2);
    delay(3600);
    let view = bench.run(&engine, ITEM).await;
    assert!(!matches!(view.head.outcome, Some(Outcome::Changed | Outcome::Done)), "nothing proves it: {view:?}");
    assert_eq!(teams(&bench).0.keys().filter(|name| *name == OURS).count(), 1, "made once");
    bench.hours(2);
    for _ in 0..3 {
        bench.run(&engine, ITEM).await;
        bench.hours(2);
    }
    let view = look(&engine).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "now it shows, and it is ours: {:?}", view.diagnostic);
    delay(0);
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!((apps_in(&bench, OURS), held(&bench, "mia")), (Vec::new(), None), "taken back whole");
    assert!(!teams(&bench).0.contains_key(OURS), "the policy too");
}

#[tokio::test]
async fn a_user_with_another_vendors_policy_is_never_touched_without_a_choice() {
    let bench = Bench::new("other-vendors-policy");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "only the admin can choose");
    assert_eq!(held(&bench, "mia").as_deref(), Some(RECORDER), "she keeps it meanwhile");
    assert_eq!(held(&bench, "jonas").as_deref(), Some(OURS), "what is clear goes on");
    let question = question(&view, "other_policy.mia@practice.handrail.example").expect("she is asked about");
    let options: Vec<&str> = question.options.iter().map(|option| option.value.as_str()).collect();
    assert_eq!(options, ["move", "extend", "leave"], "the three choices");
    let note = format!("{:?}", question.options[1].note);
    assert!(note.contains("Count(2)"), "how many users hold it is told: {note}");
    assert!(engine.outputs().expect("it reads").policy.is_none(), "later items wait");
}

#[tokio::test]
async fn moving_copies_the_others_apps_and_is_held_to_confirm() {
    let bench = Bench::new("other-vendors-policy");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let recorder = apps_in(&bench, RECORDER);
    answer(&engine, "other_policy", json!("move"));
    let view = look(&engine).await;
    let careful: Vec<bool> = view.changes.iter().map(|change| change.careful).collect();
    assert_eq!(careful, [false, true, true, false], "make, copy, move Mia, grant Jonas: {:?}", view.changes);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    let ours = apps_in(&bench, OURS);
    assert!(recorder.iter().all(|app| ours.contains(app)) && ours.len() == 2, "the recorder still works for her");
    assert_eq!(apps_in(&bench, RECORDER), recorder, "their policy stays as it was");
    assert_eq!(held(&bench, "priya").as_deref(), Some(RECORDER), "who is not on the list is left alone");
}

#[tokio::test]
async fn extending_adds_our_app_to_their_policy_and_undo_takes_it_out() {
    let bench = Bench::new("other-vendors-policy");
    let before = teams(&bench);
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    answer(&engine, "other_policy", json!("extend"));
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "a choice is no surprise: {:?}", view.diagnostic);
    assert_eq!(held(&bench, "mia").as_deref(), Some(RECORDER), "she keeps hers");
    assert_eq!(apps_in(&bench, RECORDER).len(), 2, "it names our app too");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(teams(&bench), before, "as it was");
}

#[tokio::test]
async fn a_user_who_is_left_out_is_said_and_the_rest_is_done() {
    let bench = Bench::new("other-vendors-policy");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    answer(&engine, "other_policy", json!("leave"));
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    assert_eq!(held(&bench, "mia").as_deref(), Some(RECORDER), "untouched");
    let left = view.blocks.iter().any(|block| match block {
        Block::People { people, .. } => people.iter().any(|person| person.outcome == Some(Outcome::Skipped)),
        _ => false,
    });
    assert!(left, "the page says that she is left out");
}

#[tokio::test]
async fn a_policy_through_a_group_is_asked_about_and_undo_uncovers_it_again() {
    let bench = Bench::new("other-vendors-policy");
    let changed = bench.emulator.write(|tenant, moment| {
        let group = tenant.groups.keys().next().expect("a group").clone();
        let stamp = moment.stamp(tenant);
        for name in ["mia", "priya"] {
            let id = tenant.user(&format!("{name}@practice.handrail.example")).expect("a user").id.clone();
            tenant.teams.user_assignments.delete(&id, stamp);
        }
        let held = emulator::state::GroupAssignment { policy: RECORDER.to_owned(), rank: 1 };
        tenant.teams.group_assignments.write(group, held, stamp);
    });
    changed.expect("kept nowhere, so always saved");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let view = look(&engine).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "a direct grant would outrank the group's");
    answer(&engine, "other_policy", json!("move"));
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    assert_eq!(held(&bench, "mia").as_deref(), Some(OURS), "directly");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(held(&bench, "mia"), None, "the group's counts again, and nothing direct was invented");
}

#[tokio::test]
async fn a_tenant_wide_policy_with_our_app_is_a_finding_and_grants_nothing() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let app = engine.outputs().expect("it reads").app.expect("known").app_id.to_string();
    let changed = bench.emulator.write(|tenant, moment| {
        let stamp = moment.stamp(tenant);
        let policy =
            emulator::state::AccessPolicy { identity: "Global".to_owned(), app_ids: vec![app], description: None };
        tenant.teams.access_policies.write("Global", policy, stamp);
    });
    changed.expect("kept nowhere, so always saved");
    let view = look(&engine).await;
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "it works, for everybody: {:?}", view.changes);
    assert!(view.changes.is_empty(), "nothing is needed");
}

fn wide(bench: &Bench) -> Option<String> {
    bench.emulator.read(|tenant| tenant.teams.tenant_assignment.current().cloned())
}

#[tokio::test]
async fn everybody_gets_it_only_after_the_tenants_name_was_typed() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let view = look(&engine).await;
    let asked = question(&view, "tenant_wide").expect("it is offered");
    assert_eq!(asked.chosen.as_deref(), Some("listed"), "everyone is the deliberate second choice");
    let typed: Vec<_> = asked.options.iter().map(|option| option.typed_confirmation.as_deref()).collect();
    assert_eq!(typed, [None, Some("Contoso Practice")], "only everyone wants the name typed");
    let careful = |view: &ItemView| view.changes.iter().filter(|change| change.careful).count();
    for almost in ["yes", "listed", "contoso practice", "Contoso Practice "] {
        answer(&engine, "tenant_wide", json!(almost));
        assert_eq!(careful(&look(&engine).await), 0, "{almost} is not the name");
    }
    answer(&engine, "tenant_wide", json!("Contoso Practice"));
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "the app reaches everybody, and that is said");
    let asked = question(&view, "tenant_wide").expect("it can be changed");
    assert_eq!(asked.chosen.as_deref(), Some("Contoso Practice"), "what was decided");
    assert_eq!(wide(&bench).as_deref(), Some(OURS), "granted to the tenant");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(wide(&bench), None, "taken back");
    assert!(!teams(&bench).0.contains_key(OURS), "and the policy with it");
}

#[tokio::test]
async fn approving_everything_never_covers_a_grant_to_everybody() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    answer(&engine, "tenant_wide", json!("Contoso Practice"));
    let view = look(&engine).await;
    let (whole, _) = engine.plan(Some(&ItemId::from(ITEM))).expect("it plans");
    let alone: Vec<bool> = whole.changes.iter().map(|change| change.alone).collect();
    assert_eq!(alone, [false, true], "the policy, and the grant to everybody: {:?}", view.changes);
    let (together, page) = engine.plan_together().expect("it plans");
    assert!(together.changes.iter().all(|change| !change.alone), "it is not in the list of everything");
    let told = page.left_out.iter().find(|head| head.id.as_str() == ITEM).expect("and that is told");
    assert_eq!(told.subline.as_ref().map(|text| text.id.as_str()), Some("subline-approve-alone"), "with the reason");
    let (plain, _) = engine.plan_without_careful().expect("it plans");
    assert!(plain.changes.iter().all(|change| !change.alone), "nor in what --approve all covers");
    assert!(engine.approve_together(&whole.digest()).is_err(), "its digest is not one of everything");
    engine.approve_together(&together.digest()).expect("it is the plan that was seen");
    engine.apply(None).await.expect("it is stored");
    assert!(teams(&bench).0.contains_key(OURS), "the rest is made");
    assert_eq!(wide(&bench), None, "nobody was granted it globally");
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(wide(&bench).as_deref(), Some(OURS), "on its own page it is: {:?}", view.diagnostic);
}

#[tokio::test]
async fn a_policy_of_the_whole_tenant_is_replaced_with_its_apps_and_put_back() {
    let bench = Bench::new("other-vendors-policy");
    let changed = bench.emulator.write(|tenant, moment| {
        let stamp = moment.stamp(tenant);
        for name in ["mia", "priya"] {
            let id = tenant.user(&format!("{name}@practice.handrail.example")).expect("a user").id.clone();
            tenant.teams.user_assignments.delete(&id, stamp);
        }
        tenant.teams.tenant_assignment.write(RECORDER.to_owned(), stamp);
    });
    changed.expect("kept nowhere, so always saved");
    let before = teams(&bench);
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    assert_eq!(look(&engine).await.head.outcome, Some(Outcome::NeedsDecision), "the tenant's policy is in the way");
    answer(&engine, "tenant_wide", json!("Contoso Practice"));
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "{:?}", view.diagnostic);
    assert_eq!(wide(&bench).as_deref(), Some(OURS), "ours counts for everybody");
    for app in apps_in(&bench, RECORDER) {
        assert!(apps_in(&bench, OURS).contains(&app), "the other vendor's app goes on working: {app}");
    }
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(wide(&bench).as_deref(), Some(RECORDER), "what was replaced is back");
    assert_eq!(teams(&bench), before, "and nothing else is different");
}

#[tokio::test]
async fn a_grant_to_everybody_stops_when_somebody_else_was_faster() {
    let bench = Bench::new("other-vendors-policy");
    let changed = bench.emulator.write(|tenant, moment| {
        let stamp = moment.stamp(tenant);
        for name in ["mia", "priya"] {
            let id = tenant.user(&format!("{name}@practice.handrail.example")).expect("a user").id.clone();
            tenant.teams.user_assignments.delete(&id, stamp);
        }
    });
    changed.expect("kept nowhere, so always saved");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    answer(&engine, "tenant_wide", json!("Contoso Practice"));
    let id = ItemId::from(ITEM);
    let digest = look(&engine).await.digest.expect("changes");
    engine.approve(Some(&id), &digest).expect("it is the plan that was seen");
    let changed = bench.emulator.write(|tenant, moment| {
        let stamp = moment.stamp(tenant);
        tenant.teams.tenant_assignment.write(RECORDER.to_owned(), stamp);
    });
    changed.expect("kept nowhere, so always saved");
    engine.apply(Some(&id)).await.expect("it is stored");
    assert_eq!(wide(&bench).as_deref(), Some(RECORDER), "what was not in the plan is not replaced");
}

#[tokio::test]
async fn a_policy_of_our_name_that_somebody_made_is_extended_with_care_and_stays_after_undo() {
    let bench = Bench::new("half-set-up-by-hand");
    let before = teams(&bench);
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let view = look(&engine).await;
    assert!(view.changes.first().is_some_and(|change| change.careful), "it is not ours: {:?}", view.changes);
    bench.run(&engine, ITEM).await;
    assert_eq!(apps_in(&bench, OURS).len(), 2, "what was in it stays");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(teams(&bench), before, "as it was");
}

#[tokio::test]
async fn a_name_that_nobody_has_is_told_and_the_others_go_on() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let users =
        json!(["mia@practice.handrail.example", "mia@practice.handrail.example", "nobody@practice.handrail.example"]);
    answer(&engine, "users", users);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "somebody has to say who was meant");
    assert_eq!(held(&bench, "mia").as_deref(), Some(OURS), "she is clear");
    assert!(question(&view, "users").is_some(), "the list can be corrected here");
    assert!(engine.outputs().expect("it reads").policy.is_none(), "not everybody is served");
}

#[tokio::test]
async fn somebody_who_holds_it_without_being_on_the_list_is_a_finding() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    bench.run(&engine, ITEM).await;
    grant(&bench, "priya", OURS);
    let view = look(&engine).await;
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "the app reaches further than the list");
    let named = format!("{:?}", view.blocks);
    assert!(named.contains("Priya Raman"), "she is named");
}

#[tokio::test]
async fn each_powershell_trouble_ends_in_its_diagnosis_and_the_script_is_the_way_out() {
    let usual = PowerShell::default;
    let cases: [(Option<PowerShell>, &str); 6] = [
        (None, "powershell-missing"),
        (Some(PowerShell { module: String::new(), ..usual() }), "teams-module-missing"),
        (Some(PowerShell { module: "5.9.0".to_owned(), ..usual() }), "teams-module-version"),
        (Some(PowerShell { language_mode: "ConstrainedLanguage".to_owned(), ..usual() }), "powershell-restricted"),
        (Some(PowerShell { hangs_at: 2, ..usual() }), "powershell-silent"),
        (Some(PowerShell { dies_at: 2, ..usual() }), "powershell-ended"),
    ];
    for (shell, code) in cases {
        let bench = Bench::new("all-is-well");
        bench.reach(&bench.engine(), ITEM).await;
        let engine = engine_with(&bench, shell);
        let view = bench.run(&engine, ITEM).await;
        let diagnostic = view.diagnostic.unwrap_or_else(|| panic!("{code}: {:?}", view.head.outcome));
        assert_eq!(diagnostic.code, code, "each trouble has a name of its own");
        assert!(!view.head.outcome.is_some_and(Outcome::is_finished), "{code} is not done");
        assert!(view.actions.contains(&domain::Action::SaveScript), "{code}: the script is offered");
        let script = engine.cloud_shell_script().expect("app and users are known");
        assert!(script.contains("Grant-CsApplicationAccessPolicy"), "the same by hand");
        assert!(!script.contains("mia@"), "names are data in it, never code");
    }
}

#[tokio::test]
async fn noise_between_the_answers_is_ignored() {
    let bench = Bench::new("all-is-well");
    bench.reach(&bench.engine(), ITEM).await;
    let engine = engine_with(&bench, Some(PowerShell { garbage: true, ..PowerShell::default() }));
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
}

#[tokio::test]
async fn a_powershell_that_dies_at_any_request_leaves_one_policy_and_nothing_twice() {
    for after in [false, true] {
        for request in 1.. {
            let bench = Bench::new("all-is-well");
            bench.reach(&bench.engine(), ITEM).await;
            let dying = PowerShell { dies_at: request, dies_after_change: after, ..PowerShell::default() };
            let view = bench.run(&engine_with(&bench, Some(dying)), ITEM).await;
            if view.head.outcome == Some(Outcome::Changed) {
                assert!(request > 6, "connecting, looking and every change were cut");
                break;
            }
            let engine = engine_with(&bench, Some(PowerShell::default()));
            let view = bench.run(&engine, ITEM).await;
            let told = format!("request {request}, after the change: {after}");
            assert_eq!(view.head.outcome, Some(Outcome::Changed), "{told}: {:?}", view.diagnostic);
            assert_eq!(teams(&bench).1.len(), 2, "{told}: both users hold it");
            bench.undo_items(&engine, &[ITEM]).await;
            assert!(!teams(&bench).0.contains_key(OURS), "{told}: all of it was ours to take back");
            assert!(teams(&bench).1.is_empty(), "{told}: nobody is left with it");
        }
    }
}

#[tokio::test]
async fn without_powershell_the_scripts_work_is_checked_by_graph_and_called_probable() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, "meeting_test").await;
    let view = look(&engine_with(&bench, None)).await;
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "probable is not proved: {:?}", view.diagnostic);
    let said = format!("{:?}", view.blocks);
    assert!(said.contains("application-access-policy-probable"), "and it says so");
    assert!(engine.outputs().expect("it reads").policy.is_some(), "the test meeting can go on");
}
