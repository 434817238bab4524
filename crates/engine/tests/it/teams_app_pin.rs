//! The five tests of `teams_app_pin`.

use domain::{ItemId, Outcome, Way};
use emulator::SamplePackage;
use emulator::state::{AssignmentKind, PowerShell, SetupPolicy};

use crate::bench::{Bench, Fault, GWEN};
use crate::kills;
use crate::teams_app_package::{PROFILE, choose, published};

const ITEM: &str = "teams_app_pin";
const MIA: &str = "mia@practice.handrail.example";
const PRIYA: &str = "priya@practice.handrail.example";

fn answers(more: &str) -> String {
    format!("tenant = \"practice.handrail.example\"\n{more}")
}

/// Published, and pinned for these people.
async fn bench(people: &[&str]) -> Bench {
    let bench = Bench::for_profile("all-is-well", PROFILE, &answers(&format!("people = {people:?}\n")), None);
    choose(&bench, &SamplePackage::default());
    published(&bench).await;
    bench
}

fn held(bench: &Bench, upn: &str) -> Option<(String, AssignmentKind)> {
    let now = bench.emulator.delays_now();
    bench.emulator.read(|tenant| {
        let user = tenant.user(upn).expect("a user of the scenario");
        let held = tenant.teams.setup_holders.held_as_of(&user.id, &tenant.groups_of(&user.id), now);
        held.map(|(identity, kind)| (identity.to_owned(), kind))
    })
}

fn policies(bench: &Bench) -> Vec<SetupPolicy> {
    bench.emulator.read(|tenant| tenant.teams.setup_policies.all().map(|(_, policy)| policy.clone()).collect())
}

/// A policy of the tenant's own, which somebody has.
fn own_policy(bench: &Bench, upn: &str, name: &str, pinned: &[&str]) {
    let changed = bench.emulator.write(|tenant, moment| {
        let identity = format!("Tag:{name}");
        let pinned = (1..).zip(pinned).map(|(order, id)| emulator::state::PinnedApp { id: (*id).to_owned(), order });
        let policy = SetupPolicy {
            identity: identity.clone(),
            allow_side_loading: true,
            pinned_app_bar_apps: pinned.collect(),
            app_preset_list: vec!["3d820d0e-0000-4000-8000-000000000001".to_owned()],
            ..SetupPolicy::default()
        };
        let stamp = moment.stamp(tenant);
        tenant.teams.setup_policies.write(identity.clone(), policy, stamp);
        let user = tenant.user(upn).expect("a user of the scenario").id.clone();
        let stamp = moment.stamp(tenant);
        tenant.teams.setup_holders.give_user(user, Some(identity), stamp);
    });
    changed.expect("kept nowhere, so always saved");
}

#[tokio::test]
async fn a_copy_of_what_they_have_is_given_with_the_app_behind_it() {
    let bench = bench(&[MIA]).await;
    let global = policies(&bench).into_iter().find(|policy| policy.identity == "Global").expect("it is there");
    let engine = bench.engine();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "pinned: {:?}", view.diagnostic);
    assert_eq!(held(&bench, MIA), Some(("Tag:Practice app".to_owned(), AssignmentKind::Direct)), "ours");
    let all = policies(&bench);
    let ours = all.iter().find(|policy| policy.identity == "Tag:Practice app").expect("it was made");
    let ids = |policy: &SetupPolicy| -> Vec<String> {
        policy.pinned_app_bar_apps.iter().map(|pinned| pinned.id.clone()).collect()
    };
    let app = engine.outputs().expect("they are read").teams_app.expect("it is known").catalogue_id;
    let wanted: Vec<String> = ids(&global).into_iter().chain([app]).collect();
    assert_eq!(ids(ours), wanted, "all that was pinned, in its order, and ours last");
    assert_eq!(all.iter().find(|policy| policy.identity == "Global"), Some(&global), "the tenant's own is as it was");
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    let bench = bench(&[MIA, PRIYA]).await;
    let engine = bench.engine();
    bench.run(&engine, ITEM).await;
    let before = policies(&bench);
    let view = bench.run(&bench.engine(), ITEM).await;
    assert!(view.changes.is_empty(), "the plan is empty: {:?}", view.changes);
    assert_eq!(policies(&bench), before, "one policy for both, made once");
}

#[tokio::test]
async fn undo_gives_back_what_they_had() {
    let bench = bench(&[MIA, PRIYA]).await;
    own_policy(&bench, MIA, "Sales", &["14d6962d-6eeb-4f48-8890-de55454bb136"]);
    let engine = bench.engine();
    let before = policies(&bench);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "pinned for both: {:?}", view.diagnostic);
    let sales = policies(&bench).into_iter().find(|policy| policy.identity == "Tag:Practice app - Sales");
    let sales = sales.expect("who has another policy gets a copy of that one");
    assert_eq!(
        (sales.pinned_app_bar_apps.len(), sales.app_preset_list.len()),
        (2, 1),
        "with what it pins and installs"
    );
    assert!(sales.allow_side_loading && !sales.allow_user_pinning, "and as it was switched");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(held(&bench, MIA), Some(("Tag:Sales".to_owned(), AssignmentKind::Direct)), "hers again");
    assert_eq!(held(&bench, PRIYA), None, "the tenant's own counts again");
    assert_eq!(policies(&bench), before, "ours are gone");
}

#[tokio::test]
async fn a_policy_that_somebody_else_assigned_stays() {
    let bench = bench(&[MIA]).await;
    let engine = bench.engine();
    bench.run(&engine, ITEM).await;
    let changed = bench.emulator.write(|tenant, moment| {
        let user = tenant.user(PRIYA).expect("a user").id.clone();
        let stamp = moment.stamp(tenant);
        tenant.teams.setup_holders.give_user(user, Some("Tag:Practice app".to_owned()), stamp);
    });
    changed.expect("always saved");
    let (list, _) = engine.undo_plan_of(&[ItemId::from(ITEM)]).expect("it is read");
    drop(engine.undo_of(&[ItemId::from(ITEM)], &list.digest()).await);
    assert_eq!(held(&bench, MIA), None, "hers is taken back");
    let there = policies(&bench).iter().any(|policy| policy.identity == "Tag:Practice app");
    assert!(there, "Priya holds it, so it is not deleted");
}

#[tokio::test]
async fn a_refusal_names_the_role_that_is_needed() {
    let bench = bench(&[MIA]).await;
    let engine = bench.engine();
    bench.sign_in_as(GWEN);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "a role is missing: {:?}", view.diagnostic);
    assert!(!view.diagnostic.expect("it is diagnosed").who.is_empty(), "roles are named");
}

#[tokio::test]
async fn one_that_never_shows_up_is_reported_and_can_be_taken_back() {
    let bench = bench(&[MIA]).await;
    let engine = bench.engine();
    let set = |seconds: u64| {
        let changed = bench.emulator.write(|tenant, _| tenant.oddities.policy_read_delay_seconds = seconds);
        changed.expect("always saved");
    };
    set(48 * 3600);
    let before = policies(&bench).len();
    let view = bench.run(&engine, ITEM).await;
    let ended = view.head.outcome;
    assert!(!ended.is_some_and(Outcome::is_finished) || ended == Some(Outcome::Finding), "not done: {ended:?}");
    assert_eq!(policies(&bench).len(), before + 1, "the policy is made once");
    set(0);
    bench.hours(49);
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(policies(&bench).len(), before, "it is taken back");
}

#[tokio::test]
async fn a_group_gets_it_with_a_rank_of_its_own() {
    let group = emulator::Scenario::load("all-is-well").expect("it is there");
    let tenant = group.tenant(1, domain::Timestamp::parse("2026-11-21T09:00:00Z").expect("a time")).expect("a tenant");
    let Some(team) = tenant.groups.values().next() else { panic!("the scenario has a group") };
    let text = answers(&format!("team = {:?}\n", team.display_name));
    let bench = Bench::for_profile("all-is-well", PROFILE, &text, None);
    choose(&bench, &SamplePackage::default());
    published(&bench).await;
    let engine = bench.engine();
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "given to the group: {:?}", view.diagnostic);
    let given = |bench: &Bench| {
        bench.emulator.read(|tenant| {
            tenant.teams.setup_holders.groups().map(|(id, held)| (id.to_owned(), held.clone())).collect::<Vec<_>>()
        })
    };
    let now = given(&bench);
    assert_eq!((now.len(), now[0].0.as_str(), now[0].1.rank), (1, team.id.as_str(), 1), "to that group");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(given(&bench), vec![], "taken back");
}

#[tokio::test]
async fn it_is_shown_by_hand_unless_chosen_and_never_makes_the_set_up_red() {
    let bench = bench(&[MIA]).await;
    let engine = bench.engine();
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.way, Way::ShowMe, "the admin center is the usual way");
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "recommended, not required");
    let (list, _) = engine.plan_without_careful().expect("it is read");
    assert!(list.changes.iter().all(|change| change.item.as_str() != ITEM), "an approval of everything leaves it out");
}

#[tokio::test]
async fn killed_anywhere_there_is_one_policy() {
    kills::at_every(5, 4, async |exchange, fault: Fault| {
        let dir = tempfile::tempdir().expect("a folder");
        let text = answers(&format!("people = [{MIA:?}]\n"));
        let mut bench = Bench::for_profile("all-is-well", PROFILE, &text, Some(dir.path().to_owned()));
        choose(&bench, &SamplePackage::default());
        published(&bench).await;
        let before = policies(&bench).len();
        let died = {
            let engine = bench.engine();
            kills::dies(&bench, (exchange, fault), async { drop(bench.run(&engine, ITEM).await) }).await
        };
        bench.restart();
        let engine = bench.engine();
        bench.run(&engine, "sign_in").await;
        let view = bench.run(&engine, ITEM).await;
        assert_eq!(policies(&bench).len(), before + 1, "{exchange} {fault:?}: one more: {:?}", view.diagnostic);
        died
    })
    .await;
}

/// PowerShell ends at its n-th request, before or after the cmdlet: what is missing is made once, and all of it is ours.
#[tokio::test]
async fn a_powershell_that_dies_at_any_request_leaves_one_policy_and_nothing_twice() {
    for after in [false, true] {
        for request in 1.. {
            let bench = bench(&[MIA]).await;
            let before = policies(&bench).len();
            let set = |powershell: PowerShell| {
                let changed = bench.emulator.write(|tenant, _| tenant.oddities.powershell = powershell);
                changed.expect("kept nowhere, so always saved");
            };
            let told = format!("request {request}, after the change: {after}");
            set(PowerShell { dies_at: request, dies_after_change: after, ..PowerShell::default() });
            let view = bench.run(&bench.engine(), ITEM).await;
            if view.head.outcome == Some(Outcome::Changed) {
                assert!(request > 4, "connecting, looking and both changes were cut");
                break;
            }
            set(PowerShell::default());
            let engine = bench.engine();
            let view = bench.run(&engine, ITEM).await;
            assert_eq!(view.head.outcome, Some(Outcome::Changed), "{told}: {:?}", view.diagnostic);
            assert_eq!(policies(&bench).len(), before + 1, "{told}: one policy");
            bench.undo_items(&engine, &[ITEM]).await;
            assert_eq!((policies(&bench).len(), held(&bench, MIA)), (before, None), "{told}: all of it was ours");
        }
    }
}
