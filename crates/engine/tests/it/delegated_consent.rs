//! Delegated permissions: one grant holds all scopes, for everybody or for one user; and features that are switched on
//! and off.

use domain::{ItemId, Outcome, QuestionId};
use emulator::state::View;
use serde_json::{Value, json};

use crate::bench::{ALEX, Bench, GWEN};
use crate::small;

const ITEM: &str = "admin_consent";
const MIA: &str = "mia@practice.handrail.example";

fn permission(kind: &str, name: &str, more: &str) -> String {
    let graph = "00000003-0000-0000-c000-000000000000";
    format!(
        "[[item.permission]]\nresource = \"{graph}\"\ntype = \"{kind}\"\nname = \"{name}\"\nwhy = \"A test.\"\n{more}\n"
    )
}

fn delegated(consent: &str) -> String {
    let names = ["Chat.Read", "User.Read", "offline_access"];
    let permissions: String = names.iter().map(|name| permission("delegated", name, "")).collect();
    format!("[[item]]\nkind = \"api_permissions\"\n\n{permissions}\n[[item]]\nkind = \"admin_consent\"\n{consent}")
}

async fn ready(bench: &Bench) -> engine::Engine {
    let engine = bench.engine();
    small::made(bench, &engine).await;
    bench.run(&engine, "api_permissions").await;
    engine
}

/// Delegated grants of the set-up's app.
fn grants(bench: &Bench) -> Vec<(String, Option<String>, Vec<String>)> {
    let app = bench.app_object()["appId"].as_str().expect("an id").to_owned();
    let view = View::current(bench.emulator.delays_now());
    bench.emulator.read(|tenant| {
        let own: Vec<String> = tenant
            .service_principals
            .all_seen(view)
            .filter(|(_, principal)| principal.json["appId"] == app.as_str())
            .map(|(id, _)| id.to_owned())
            .collect();
        let mut all: Vec<_> = tenant
            .grants
            .all_seen(view)
            .filter(|(_, grant)| own.contains(&grant.client_id))
            .map(|(_, grant)| {
                let mut scopes: Vec<String> = grant.scope.split_whitespace().map(str::to_owned).collect();
                scopes.sort();
                (grant.consent_type.clone(), grant.principal_id.clone(), scopes)
            })
            .collect();
        all.sort();
        all
    })
}

fn scopes(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[tokio::test]
async fn grants_them_to_everybody_in_one_grant_and_reads_it_back() {
    let bench = small::bench(&delegated(""));
    let engine = ready(&bench).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "granted: {:?}", view.diagnostic);
    let all = scopes(&["Chat.Read", "User.Read", "offline_access"]);
    assert_eq!(grants(&bench), [("AllPrincipals".to_owned(), None, all.clone())], "one grant");
    assert_eq!(engine.outputs().expect("stored").grants.expect("handed on").scopes, all, "as read back");
    let writes = bench.writes();
    let again = bench.run(&bench.engine(), ITEM).await;
    assert!(again.changes.is_empty() && bench.writes() == writes, "a second run changes nothing");
    bench.assert_contract();
}

#[tokio::test]
async fn grants_them_to_one_user_where_the_profile_says_so() {
    let items = delegated("user = \"who\"\n");
    let question = "[[question]]\nid = \"who\"\ninput = \"user\"\nlabel = \"Who\"\nrequired = true\n";
    let bench = Bench::for_profile(
        "all-is-well",
        &small::profile(&format!("{question}\n{items}")),
        &format!("{}who = \"{MIA}\"\n", small::TENANT),
        None,
    );
    let engine = ready(&bench).await;
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "granted: {:?}", view.diagnostic);
    let found = grants(&bench);
    let [(kind, Some(_), _)] = &found[..] else { panic!("one grant for one user: {found:?}") };
    assert_eq!(kind, "Principal", "and nobody else");
    bench.assert_contract();
}

#[tokio::test]
async fn undo_takes_back_ours_and_leaves_what_others_were_granted() {
    let bench = small::bench(&delegated(""));
    let engine = ready(&bench).await;
    // Somebody else consented for everybody before, to one of ours and to another one.
    let app = bench.app_object()["appId"].as_str().expect("an id").to_owned();
    let changed = bench.emulator.write(|tenant, moment| {
        let id_of = |tenant: &emulator::state::Tenant, app: &str| {
            let mut all = tenant.service_principals.all();
            all.find(|(_, principal)| principal.json["appId"] == app).expect("it is there").0.to_owned()
        };
        let client_id = id_of(tenant, &app);
        let resource_id = id_of(tenant, "00000003-0000-0000-c000-000000000000");
        let grant = emulator::state::PermissionGrant {
            id: "others".to_owned(),
            client_id,
            consent_type: "AllPrincipals".to_owned(),
            principal_id: None,
            resource_id,
            scope: " Chat.Read Calendars.Read".to_owned(),
        };
        let stamp = moment.stamp(tenant);
        tenant.grants.write(grant.id.clone(), grant, stamp);
    });
    changed.expect("kept nowhere");
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "Calendars.Read was not asked for");
    let (everybody, none) = ("AllPrincipals".to_owned(), None::<String>);
    let whole = scopes(&["Calendars.Read", "Chat.Read", "User.Read", "offline_access"]);
    assert_eq!(grants(&bench), [(everybody.clone(), none.clone(), whole)], "added to theirs");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(grants(&bench), [(everybody, none, scopes(&["Calendars.Read", "Chat.Read"]))], "theirs as it was");
    bench.assert_contract();
}

#[tokio::test]
async fn an_application_administrator_is_enough_and_a_reader_is_told_who_can_help() {
    let bench = small::bench(&delegated(""));
    let engine = ready(&bench).await;
    bench.sign_in_as(GWEN);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "a reader: {:?}", view.diagnostic);
    bench.sign_in_as(ALEX);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "Application Administrator: {:?}", view.diagnostic);
}

#[tokio::test]
async fn a_grant_that_never_shows_up_is_reported_and_can_be_taken_back() {
    let bench = small::bench(&delegated(""));
    let engine = ready(&bench).await;
    bench.lag(400);
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Waiting), "accepted, not readable: {:?}", view.diagnostic);
    bench.hours(25);
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_ne!(view.head.outcome, Some(Outcome::Changed), "never green without proof");
    bench.hours(400);
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(grants(&bench), [], "taken back");
}

#[tokio::test]
async fn a_feature_that_is_switched_off_loses_its_permissions_and_grants_and_no_others() {
    let on = "when = { question = \"rooms\", is = [\"on\"] }";
    let question = "[[question]]\nid = \"rooms\"\ninput = \"choice\"\nlabel = \"Rooms\"\ndefault = \"off\"\n\
        [[question.option]]\nvalue = \"on\"\nlabel = \"On\"\n[[question.option]]\nvalue = \"off\"\nlabel = \"Off\"\n";
    let permissions =
        permission("application", "Presence.Read.All", "") + &permission("application", "Place.Read.All", on);
    let items = format!(
        "{question}\n[[item]]\nkind = \"api_permissions\"\n\n{permissions}\n[[item]]\nkind = \"admin_consent\"\n"
    );
    let bench = small::bench(&items);
    let engine = ready(&bench).await;
    let consented = async |bench: &Bench| {
        for item in ["api_permissions", ITEM] {
            let view = bench.run(&engine, item).await;
            assert_eq!(view.head.outcome, Some(Outcome::Changed), "{item}: {:?}", view.diagnostic);
        }
        let requested: Vec<Value> =
            serde_json::from_value(bench.app_object()["requiredResourceAccess"].clone()).expect("a list");
        let asked = requested.iter().flat_map(|api| api["resourceAccess"].as_array().expect("a list")).count();
        (asked, bench.grants())
    };
    let answer = |value: &str| engine.answer(&QuestionId::from("rooms"), json!(value)).expect("it is kept");
    let (_, others) = (0, bench.grants());
    assert_eq!(consented(&bench).await, (1, others + 1), "off by itself");
    answer("on");
    assert_eq!(consented(&bench).await, (2, others + 2), "switched on");
    answer("off");
    assert_eq!(consented(&bench).await, (1, others + 1), "switched off: permission and grant go");
    let writes = bench.writes();
    consented(&bench).await;
    assert_eq!(bench.writes(), writes, "and nothing more is missing");
    answer("on");
    assert_eq!(consented(&bench).await, (2, others + 2), "and on again");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(bench.grants(), others, "undo takes back both");
    bench.assert_contract();
}
