//! What is granted to the service user's sign-in for the test of the notification endpoint: to that one user, as long as
//! the test lasts.

use domain::{ItemId, Outcome};
use emulator::state::{PermissionGrant, Tenant, View};
use emulator::vendor::{Validation, VendorOddities};
use engine::Engine;

use crate::bench::{Bench, Fault, GWEN};
use crate::kills;
use crate::network::{ANSWERS, MIA, PROFILE, answers_so, bench, code, engine, engine_seeing, look, subscriptions};

const ITEM: &str = "webhook_endpoint";
const GRAPH: &str = "00000003-0000-0000-c000-000000000000";
const CLIENT: &str = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

fn principal(tenant: &Tenant, app: &str) -> String {
    let mut all = tenant.service_principals.all();
    all.find(|(_, principal)| principal.json["appId"] == app).expect("it is there").0.to_owned()
}

/// Whether these permissions of Graph are consented to for that user.
pub fn holds(emulator: &emulator::Emulator, user: &str, scopes: &[&str]) -> bool {
    emulator.read(|tenant| {
        let (client, graph) = (principal(tenant, CLIENT), principal(tenant, GRAPH));
        let mut granted = String::new();
        for (_, grant) in tenant.grants.all() {
            let for_user = grant.principal_id.as_deref().is_none_or(|principal| principal == user);
            if for_user && grant.client_id == client && grant.resource_id == graph {
                granted = format!("{granted} {}", grant.scope);
            }
        }
        scopes.iter().all(|scope| granted.split_whitespace().any(|held| held == *scope))
    })
}

/// Grants of the sign-in client that are for one user, or that let it read chats: for whom, and what.
pub fn chats(bench: &Bench) -> Vec<(Option<String>, String)> {
    let view = View::current(bench.emulator.delays_now());
    bench.emulator.read(|tenant| {
        let client = principal(tenant, CLIENT);
        let of_client = tenant.grants.all_seen(view).map(|(_, grant)| grant).filter(|grant| grant.client_id == client);
        let named = |id: &String| tenant.users.get(id).map(|user| user.upn.clone()).unwrap_or_default();
        of_client
            .filter(|grant| grant.principal_id.is_some() || grant.scope.contains("Chat.Read"))
            .map(|grant| (grant.principal_id.as_ref().map(named), grant.scope.trim().to_owned()))
            .collect()
    })
}

/// Somebody else granted that earlier.
fn others_granted(bench: &Bench, user: Option<&str>, scope: &str) {
    let changed = bench.emulator.write(|tenant, moment| {
        let (client_id, resource_id) = (principal(tenant, CLIENT), principal(tenant, GRAPH));
        let grant = PermissionGrant {
            id: "others".to_owned(),
            client_id,
            consent_type: if user.is_some() { "Principal" } else { "AllPrincipals" }.to_owned(),
            principal_id: user.map(|upn| tenant.user(upn).expect("a user").id.clone()),
            resource_id,
            scope: scope.to_owned(),
        };
        let stamp = moment.stamp(tenant);
        tenant.grants.write(grant.id.clone(), grant, stamp);
    });
    changed.expect("kept nowhere, so always saved");
}

fn mias(scope: &str) -> (Option<String>, String) {
    (MIA.map(str::to_owned), scope.to_owned())
}

async fn signed_in(engine: Engine) -> Engine {
    engine.look(&ItemId::from("sign_in")).await.expect("it looks");
    engine
}

#[tokio::test]
async fn it_is_granted_to_the_service_user_alone_and_after_that_sign_in_the_rest_needs_no_second_yes() {
    let bench = bench();
    let admin = signed_in(engine(&bench, None, |_| {})).await;
    let view = bench.run(&admin, ITEM).await;
    assert_eq!((view.head.outcome, code(&view)), (Some(Outcome::NeedsPerson), "sign-in-as"), "Mia is asked for");
    assert_eq!(chats(&bench), [mias("Chat.Read")], "so that this sign-in can come about");
    drop(admin);
    let both = engine(&bench, MIA, |_| {});
    both.apply(None).await.expect("it is stored");
    let view = both.item(&ItemId::from(ITEM)).expect("seen");
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "as approved before: {:?}", view.diagnostic);
    assert_eq!((chats(&bench), subscriptions(&bench)), (Vec::new(), 0), "nothing stays");
    let (writes, again) = (bench.writes(), bench.run(&both, ITEM).await);
    assert_eq!((bench.writes(), again.changes.len()), (writes, 0), "a second run changes nothing");
    bench.assert_contract();
}

#[tokio::test]
async fn the_plan_says_for_whom_in_what_and_until_when() {
    let bench = bench();
    let engine = signed_in(engine(&bench, MIA, |_| {})).await;
    let view = look(&engine, ITEM).await;
    let ids: Vec<&str> = view.changes.iter().map(|change| change.text.id.as_str()).collect();
    assert_eq!(ids, ["webhook-allow", "webhook-try", "webhook-withdraw"]);
    let said = format!("{:?}", view.changes[0]);
    assert!(said.contains("Mia Schulz") && said.contains("Microsoft Graph Command Line Tools"), "{said}");
    let (list, _) = engine.plan(Some(&ItemId::from(ITEM))).expect("planned");
    assert!(list.changes[0].scopes.iter().any(|scope| scope == "DelegatedPermissionGrant.ReadWrite.All"));
    let (plain, _) = engine.plan_without_careful().expect("planned");
    let of_item = plain.changes.iter().filter(|change| change.item.as_str() == ITEM).count();
    assert_eq!(of_item, 3, "\"--approve all\" covers it: it overwrites and deletes nothing of others'");
}

#[tokio::test]
async fn what_others_granted_is_used_and_stays() {
    for user in [None, MIA] {
        let bench = bench();
        others_granted(&bench, user, " Chat.Read Calendars.Read");
        let before = chats(&bench);
        let engine = signed_in(engine(&bench, MIA, |_| {})).await;
        let view = bench.run(&engine, ITEM).await;
        assert_eq!(view.head.outcome, Some(Outcome::Changed), "{user:?}: {:?}", view.diagnostic);
        assert_eq!((chats(&bench), bench.writes()), (before, 2), "{user:?}: only the test was made");
    }
}

#[tokio::test]
async fn a_profile_that_leaves_consent_to_the_browser_grants_nothing() {
    let profile = PROFILE.replace("consent = true\n", "");
    let bench = Bench::for_profile("all-is-well", &profile, ANSWERS, None);
    let engine = signed_in(engine(&bench, None, |_| {})).await;
    let view = look(&engine, ITEM).await;
    let ids: Vec<&str> = view.changes.iter().map(|change| change.text.id.as_str()).collect();
    assert_eq!(ids, ["webhook-try"]);
}

#[tokio::test]
async fn what_others_granted_the_same_user_is_kept_by_the_test_and_by_undo() {
    let bench = bench();
    others_granted(&bench, MIA, "Calendars.Read");
    let admin = signed_in(engine(&bench, None, |_| {})).await;
    bench.run(&admin, ITEM).await;
    assert_eq!(chats(&bench), [mias("Calendars.Read Chat.Read")], "added to theirs");
    let (list, _) = admin.undo_plan().expect("it is read");
    assert_eq!(list.changes.len(), 1, "what the test left granted can be taken back");
    bench.undo(&admin).await.expect("it is taken back");
    assert_eq!(chats(&bench), [mias("Calendars.Read")], "theirs as it was");
    drop(admin);
    let both = signed_in(engine(&bench, MIA, |_| {})).await;
    let view = bench.run(&both, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    assert_eq!(chats(&bench), [mias("Calendars.Read")], "theirs as it was");
    let (list, _) = both.undo_plan().expect("it is read");
    assert!(list.changes.is_empty(), "nothing is left to take back");
    bench.assert_contract();
}

#[tokio::test]
async fn it_is_granted_and_taken_back_each_time() {
    let bench = bench();
    let engine = signed_in(engine(&bench, MIA, |_| {})).await;
    for round in 1..=3 {
        let view = bench.run(&engine, ITEM).await;
        assert_eq!(view.head.outcome, Some(Outcome::Changed), "{round}: {:?}", view.diagnostic);
        assert_eq!((bench.writes(), chats(&bench)), (4 * round, Vec::new()), "{round}");
        bench.hours(7 * 24 + 1);
    }
}

#[tokio::test]
async fn a_reader_is_told_which_role_can_grant_it() {
    let bench = bench();
    bench.sign_in_as(GWEN);
    let engine = signed_in(engine(&bench, MIA, |_| {})).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "{:?}", view.diagnostic);
    let found = view.diagnostic.expect("diagnosed");
    let who = format!("{:?}", found.who);
    assert!(who.contains("Application Administrator"), "{} {who}", found.code);
    assert_eq!((chats(&bench), subscriptions(&bench)), (Vec::new(), 0), "nothing was made");
    let (list, _) = engine.undo_plan().expect("it is read");
    assert!(list.changes.is_empty(), "and there is nothing to take back");
}

#[tokio::test]
async fn a_test_that_microsoft_refuses_leaves_nothing_granted_and_can_be_made_again() {
    let bench = bench();
    answers_so(&bench, Validation::Missing, 0);
    let seen = signed_in(engine_seeing(&bench, MIA, |_| {}, Some(VendorOddities::default()))).await;
    let view = bench.run(&seen, ITEM).await;
    assert_eq!(code(&view), "hook-not-found", "{:?}", view.diagnostic);
    assert_eq!(chats(&bench), [], "the test is over");
    answers_so(&bench, Validation::Right, 0);
    let view = bench.run(&seen, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "mended: {:?}", view.diagnostic);
    assert_eq!((chats(&bench), subscriptions(&bench)), (Vec::new(), 0), "nothing stays");
}

#[tokio::test]
async fn an_endpoint_that_breaks_before_the_test_ends_it() {
    let bench = bench();
    let admin = signed_in(engine(&bench, None, |_| {})).await;
    bench.run(&admin, ITEM).await;
    assert_eq!(chats(&bench), [mias("Chat.Read")], "Mia has not signed in yet");
    answers_so(&bench, Validation::Html, 0);
    admin.apply(None).await.expect("it is stored");
    assert_eq!(chats(&bench), [], "there is nothing to test");
    assert_eq!(code(&admin.item(&ItemId::from(ITEM)).expect("seen")), "hook-html", "and it says why");
}

#[tokio::test]
async fn a_grant_that_never_shows_up_is_reported_and_can_be_taken_back() {
    let bench = bench();
    let engine = signed_in(engine(&bench, MIA, |_| {})).await;
    bench.lag(400);
    let view = bench.run(&engine, ITEM).await;
    let outcome = view.head.outcome;
    assert_ne!(outcome, Some(Outcome::Changed), "that replicas do not know it is no proof: {:?}", view.diagnostic);
    assert_ne!(outcome, Some(Outcome::Failed), "accepted, not readable: {:?}", view.diagnostic);
    bench.hours(400);
    bench.undo(&engine).await.expect("it is taken back");
    bench.hours(400);
    assert_eq!(chats(&bench), [], "gone");
}

#[tokio::test]
async fn an_end_that_never_shows_up_is_reported_and_found_later() {
    let bench = bench();
    let admin = signed_in(engine(&bench, None, |_| {})).await;
    bench.run(&admin, ITEM).await;
    bench.lag(400);
    let both = engine(&bench, MIA, |_| {});
    both.apply(None).await.expect("it is stored");
    let view = both.item(&ItemId::from(ITEM)).expect("seen");
    assert_eq!(view.head.outcome, Some(Outcome::Waiting), "accepted, and still readable: {:?}", view.diagnostic);
    let (list, _) = both.undo_plan().expect("it is read");
    assert_eq!(list.changes.len(), 1, "until then it can be taken back");
    bench.hours(401);
    bench.lag_seconds(0);
    let view = bench.run(&both, ITEM).await;
    assert_eq!((view.head.outcome, chats(&bench)), (Some(Outcome::Changed), Vec::new()), "gone");
}

#[tokio::test]
async fn replicas_that_are_behind_do_not_hide_that_it_is_there() {
    for seconds in [5, 20, 60] {
        let bench = bench();
        let engine = signed_in(engine(&bench, MIA, |_| {})).await;
        bench.lag_seconds(seconds);
        let view = bench.run(&engine, ITEM).await;
        let view = if view.head.outcome == Some(Outcome::Waiting) {
            bench.hours(1);
            engine.tick().await.expect("it is stored");
            engine.item(&ItemId::from(ITEM)).expect("seen")
        } else {
            view
        };
        assert_eq!(view.head.outcome, Some(Outcome::Changed), "{seconds}: {:?} {:?}", view.diagnostic, view.wait);
        bench.hours(1);
        assert_eq!(chats(&bench), [], "{seconds}: nothing stays");
    }
}

#[tokio::test]
async fn an_undo_whose_answers_are_lost_ends_all_the_same() {
    for exchange in 1..=4 {
        let bench = bench();
        let admin = signed_in(engine(&bench, None, |_| {})).await;
        bench.run(&admin, ITEM).await;
        let now = bench.exchange.count.load(std::sync::atomic::Ordering::Relaxed);
        *bench.exchange.fault.lock().expect("no panic elsewhere") = Some((now + exchange, Fault::DropAfter));
        let began = bench.now();
        bench.undo(&admin).await.expect("it is taken back");
        assert_eq!(chats(&bench), [], "{exchange}: gone");
        assert!(bench.now().since(began).as_secs() < 60, "{exchange}: nobody waits for what is gone");
    }
}

#[tokio::test]
async fn killed_anywhere_undo_finds_what_was_granted() {
    let dir = tempfile::tempdir().expect("a folder");
    kills::at_every(2, 4, async |exchange, fault| {
        let path = dir.path().join(format!("{exchange}-{fault:?}"));
        std::fs::create_dir_all(&path).expect("a folder");
        let mut bench = Bench::for_profile("all-is-well", PROFILE, ANSWERS, Some(path));
        let first = signed_in(engine(&bench, MIA, |_| {})).await;
        let died = kills::dies(&bench, (exchange, fault), async {
            bench.run(&first, ITEM).await;
        })
        .await;
        drop(first);
        bench.restart();
        let again = engine(&bench, MIA, |_| {});
        bench.undo(&again).await.expect("it is taken back");
        assert_eq!((chats(&bench), subscriptions(&bench)), (Vec::new(), 0), "{exchange} {fault:?}: nothing stays");
        died
    })
    .await;
}
