//! Application access policies as PowerShell shows them, through the driver's protocol.

use std::future::Future as _;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use emulator::Emulator;
use emulator::entra;
use emulator::server::{ServerOptions, serve};
use emulator::state::PowerShell;
use emulator::state::well_known::{GRAPH_COMMAND_LINE, TEAMS_POWERSHELL};
use emulator::teams::{OverHttp, SENTINEL, Session, TeamsBackend};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::graph_support::{ALEX, GWEN, LEE, MIA, SAM, TESS, World};

const SCRIPT: &str = "# the shipped script";
const APP: &str = "aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa";
const OTHER: &str = "bbbbbbbb-2222-4222-8222-bbbbbbbbbbbb";

fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

pub fn session(world: &World) -> Session<Emulator> {
    Session::new(world.emulator.clone(), &sha256(SCRIPT))
}

/// The answers among the lines.
fn answers(lines: &[String]) -> Vec<Value> {
    lines
        .iter()
        .filter_map(|line| line.strip_prefix(SENTINEL))
        .map(|json| serde_json::from_str(json).expect("JSON"))
        .collect()
}

pub async fn begin<B: TeamsBackend>(session: &mut Session<B>) -> Value {
    let lines = session.line(&STANDARD.encode(SCRIPT)).await;
    answers(&lines).pop().expect("an answer to the script")
}

pub fn tokens(emulator: &Emulator, upn: &str) -> Value {
    let graph = entra::user_token(emulator, upn, GRAPH_COMMAND_LINE, "User.Read").expect("a token");
    let scope = "48ac35b8-9aa8-4d74-927d-1f4a14a0b239/user_impersonation";
    let teams = entra::user_token(emulator, upn, TEAMS_POWERSHELL, scope).expect("a token");
    json!({ "id": 1, "op": "connect", "graphToken": graph, "teamsToken": teams, "tenantId": emulator::state::TENANT_ID })
}

/// One request and its answer.
async fn ask<B: TeamsBackend>(session: &mut Session<B>, request: Value) -> Value {
    let lines = session.line(&request.to_string()).await;
    let answer = answers(&lines).pop().expect("an answer");
    assert_eq!(answer["id"], request["id"], "the answer names its request");
    answer
}

pub async fn good<B: TeamsBackend>(session: &mut Session<B>, request: Value) -> Value {
    let answer = ask(session, request).await;
    assert_eq!(answer["ok"], true, "the answer was {answer}");
    answer["value"].clone()
}

pub async fn bad<B: TeamsBackend>(session: &mut Session<B>, request: Value) -> Value {
    let answer = ask(session, request).await;
    assert_eq!(answer["ok"], false, "the answer was {answer}");
    answer["error"].clone()
}

async fn connected(world: &World, upn: &str) -> Session<Emulator> {
    let mut session = session(world);
    begin(&mut session).await;
    good(&mut session, tokens(&world.emulator, upn)).await;
    session
}

#[tokio::test]
async fn only_the_shipped_script_is_played() {
    let world = World::well();
    let mut session = session(&world);
    let lines = session.line(&STANDARD.encode("Remove-Item -Recurse /")).await;
    let refused = answers(&lines).pop().expect("an answer");
    assert_eq!((&refused["id"], &refused["ok"]), (&json!(0), &json!(false)), "another script is refused");
    assert!(session.ended(), "and the process is over");
    assert!(session.line("{}").await.is_empty(), "it says nothing more");
}

#[tokio::test]
async fn it_tells_what_machine_it_is() {
    let world = World::well();
    let about = begin(&mut session(&world)).await;
    assert_eq!(
        about["value"],
        json!({ "ps": "7.4.6", "edition": "Core", "module": "7.9.0", "languageMode": "FullLanguage" }),
        "all four"
    );
}

#[tokio::test]
async fn a_policy_is_made_extended_granted_and_taken_back() {
    let world = World::well();
    let mut tess = connected(&world, TESS).await;
    let made = good(
        &mut tess,
        json!({ "id": 2, "op": "newPolicy", "identity": "Handrail", "appIds": [APP], "description": "d" }),
    )
    .await;
    assert_eq!(made["Identity"], "Tag:Handrail", "named with its tag");
    good(&mut tess, json!({ "id": 3, "op": "setPolicy", "identity": "Tag:Handrail", "add": [OTHER] })).await;
    let all = good(&mut tess, json!({ "id": 4, "op": "policies" })).await;
    let expected = json!([
        { "Identity": "Global", "AppIds": [], "Description": "" },
        { "Identity": "Tag:Handrail", "AppIds": [APP, OTHER], "Description": "d" },
    ]);
    assert_eq!(all, expected, "the built-in one is there, too");
    good(&mut tess, json!({ "id": 5, "op": "grant", "user": MIA, "policy": "Handrail" })).await;
    let held = good(&mut tess, json!({ "id": 6, "op": "userPolicy", "user": MIA })).await;
    assert_eq!(held["direct"], "Tag:Handrail", "directly");
    assert_eq!(held["user"]["UserPrincipalName"], MIA, "who");
    assert_eq!(held["assignments"][0]["Source"], "Direct", "and by which way");
    let holders = good(&mut tess, json!({ "id": 7, "op": "holders", "identity": "Handrail" })).await;
    assert_eq!(holders[0]["DisplayName"], "Mia Schulz", "who holds it");
    let refused = bad(&mut tess, json!({ "id": 8, "op": "removePolicy", "identity": "Handrail" })).await;
    assert!(refused["message"].as_str().expect("text").contains("currently assigned"), "not while somebody holds it");
    good(&mut tess, json!({ "id": 9, "op": "grant", "user": MIA, "policy": null })).await;
    good(&mut tess, json!({ "id": 10, "op": "setPolicy", "identity": "Handrail", "remove": [OTHER] })).await;
    good(&mut tess, json!({ "id": 11, "op": "removePolicy", "identity": "Handrail" })).await;
    let left = good(&mut tess, json!({ "id": 12, "op": "policies" })).await;
    assert_eq!(left.as_array().expect("a list").len(), 1, "only Global is left");
}

#[tokio::test]
async fn a_grant_replaces_another_vendors_policy() {
    let world = World::new("other-vendors-policy");
    let mut tess = connected(&world, TESS).await;
    let before = good(&mut tess, json!({ "id": 2, "op": "userPolicy", "user": MIA })).await;
    assert_eq!(before["direct"], "Tag:RecorderPolicy", "the other vendor's");
    good(&mut tess, json!({ "id": 3, "op": "newPolicy", "identity": "Ours", "appIds": [APP] })).await;
    good(&mut tess, json!({ "id": 4, "op": "grant", "user": MIA, "policy": "Ours" })).await;
    let after = good(&mut tess, json!({ "id": 5, "op": "userPolicy", "user": MIA })).await;
    assert_eq!(after["direct"], "Tag:Ours", "one policy per user: the old one is lost");
}

#[tokio::test]
async fn the_tenant_wide_policy_is_told_and_taken_back() {
    let world = World::well();
    let mut sam = connected(&world, SAM).await;
    good(&mut sam, json!({ "id": 2, "op": "newPolicy", "identity": "Everybody", "appIds": [APP] })).await;
    good(&mut sam, json!({ "id": 3, "op": "grantGlobal", "policy": "Everybody" })).await;
    let lee = good(&mut sam, json!({ "id": 4, "op": "userPolicy", "user": LEE })).await;
    assert_eq!(
        lee["assignments"],
        json!([{ "PolicyName": "Everybody", "Source": "Global", "Reference": emulator::state::TENANT_ID }]),
        "by way of the tenant"
    );
    good(&mut sam, json!({ "id": 5, "op": "grantGlobal", "policy": null })).await;
    let lee = good(&mut sam, json!({ "id": 6, "op": "userPolicy", "user": LEE })).await;
    assert_eq!(lee["assignments"], json!([]), "no row: the built-in one");
    let groups = good(&mut sam, json!({ "id": 7, "op": "groupAssignments" })).await;
    assert_eq!(groups, json!([]), "no group holds one");
}

#[tokio::test]
async fn roles_decide_who_reads_and_who_writes() {
    let world = World::well();
    let write = json!({ "id": 2, "op": "newPolicy", "identity": "X", "appIds": [APP] });
    let read = json!({ "id": 3, "op": "policies" });
    let mut gwen = connected(&world, GWEN).await;
    good(&mut gwen, read.clone()).await;
    let denied = bad(&mut gwen, write.clone()).await;
    assert_eq!(denied["category"], "PermissionDenied", "a Global Reader only reads");
    let mut alex = connected(&world, ALEX).await;
    let denied = bad(&mut alex, read).await;
    assert!(
        denied["message"].as_str().expect("text").starts_with("Access Denied"),
        "an Application Administrator does neither"
    );
    let mut sam = connected(&world, SAM).await;
    good(&mut sam, write).await;
}

#[tokio::test]
async fn cmdlets_need_a_connection_of_matching_tokens() {
    let world = World::well();
    let mut session = session(&world);
    begin(&mut session).await;
    let early = bad(&mut session, json!({ "id": 1, "op": "policies" })).await;
    assert!(early["message"].as_str().expect("text").contains("Connect-MicrosoftTeams"), "first connect");
    let mut mixed = tokens(&world.emulator, TESS);
    mixed["graphToken"] = tokens(&world.emulator, SAM)["graphToken"].clone();
    bad(&mut session, mixed).await;
    let mut swapped = tokens(&world.emulator, TESS);
    swapped["teamsToken"] = swapped["graphToken"].clone();
    bad(&mut session, swapped).await;
    let mut elsewhere = tokens(&world.emulator, TESS);
    elsewhere["tenantId"] = json!("99999999-9999-4999-8999-999999999999");
    bad(&mut session, elsewhere).await;
    good(&mut session, tokens(&world.emulator, TESS)).await;
    good(&mut session, json!({ "id": 2, "op": "disconnect" })).await;
    bad(&mut session, json!({ "id": 3, "op": "policies" })).await;
    let unknown = bad(&mut session, json!({ "id": 4, "op": "connect" })).await;
    assert!(unknown["message"].is_string(), "without tokens it is not connected");
}

#[tokio::test]
async fn mistakes_are_answered_in_the_words_of_the_module() {
    let world = World::well();
    let mut tess = connected(&world, TESS).await;
    let message = |error: Value| error["message"].as_str().expect("text").to_owned();
    let nobody = bad(&mut tess, json!({ "id": 2, "op": "userPolicy", "user": "nobody@x.y" })).await;
    assert!(message(nobody).starts_with("Management object not found"), "no such user");
    let unknown = bad(&mut tess, json!({ "id": 3, "op": "grant", "user": MIA, "policy": "Nothing" })).await;
    assert_eq!(message(unknown), "[ClientError] : \"Nothing\" not found", "no such policy");
    let global = bad(&mut tess, json!({ "id": 4, "op": "grant", "user": MIA, "policy": "Global" })).await;
    assert!(message(global).contains("is not a user policy"), "Global is nobody's own");
    let guid = bad(&mut tess, json!({ "id": 5, "op": "newPolicy", "identity": "X", "appIds": ["no guid"] })).await;
    assert!(message(guid).contains("not a valid GUID"), "client ids are GUIDs");
    good(&mut tess, json!({ "id": 6, "op": "newPolicy", "identity": "X", "appIds": [APP] })).await;
    let twice = bad(&mut tess, json!({ "id": 7, "op": "newPolicy", "identity": "x", "appIds": [APP] })).await;
    assert!(message(twice).contains("already exists"), "names do not tell upper from lower case");
    bad(&mut tess, json!({ "id": 8, "op": "nothing" })).await;
    let lines = tess.line("no JSON").await;
    assert_eq!(answers(&lines)[0]["ok"], false, "a line that is no request");
}

#[tokio::test]
async fn a_fresh_policy_is_not_known_at_once_where_teams_lags() {
    let world = World::well();
    world.arrange(|tenant| tenant.oddities.policy_read_delay_seconds = 10);
    let mut tess = connected(&world, TESS).await;
    good(&mut tess, json!({ "id": 2, "op": "newPolicy", "identity": "X", "appIds": [APP] })).await;
    let grant = json!({ "id": 3, "op": "grant", "user": MIA, "policy": "X" });
    bad(&mut tess, grant.clone()).await;
    assert_eq!(
        good(&mut tess, json!({ "id": 4, "op": "policies" })).await.as_array().expect("a list").len(),
        1,
        "nor shown"
    );
    world.advance(10);
    good(&mut tess, grant).await;
    assert_eq!(
        good(&mut tess, json!({ "id": 5, "op": "userPolicy", "user": MIA })).await["direct"],
        Value::Null,
        "not yet"
    );
    world.advance(10);
    assert_eq!(
        good(&mut tess, json!({ "id": 6, "op": "userPolicy", "user": MIA })).await["direct"],
        "Tag:X",
        "then it is"
    );
}

async fn on(machine: PowerShell) -> (World, Session<Emulator>) {
    let world = World::well();
    world.arrange(|tenant| tenant.oddities.powershell = machine);
    let mut session = session(&world);
    begin(&mut session).await;
    (world, session)
}

#[tokio::test]
async fn a_missing_or_old_module_shows_at_the_start() {
    let world = World::well();
    world.arrange(|tenant| tenant.oddities.powershell.module = String::new());
    let mut missing = session(&world);
    assert_eq!(begin(&mut missing).await["value"]["module"], Value::Null, "there is none");
    let error = bad(&mut missing, tokens(&world.emulator, TESS)).await;
    assert_eq!(error["category"], "ResourceUnavailable", "so nothing can be run");
    world.arrange(|tenant| tenant.oddities.powershell.module = "5.9.0".to_owned());
    assert_eq!(begin(&mut session(&world)).await["value"]["module"], "5.9.0", "an old one says so");
}

#[tokio::test]
async fn starting_takes_as_long_as_the_machine_wants() {
    let world = World::well();
    world.arrange(|tenant| tenant.oddities.powershell.start_ms = 15_000);
    let before = world.emulator.now();
    begin(&mut session(&world)).await;
    assert_eq!(world.emulator.now().since(before), Duration::from_secs(15), "on the clock that everybody has");
}

#[tokio::test]
async fn noise_stands_between_the_answers() {
    let (world, mut session) = on(PowerShell { garbage: true, ..PowerShell::default() }).await;
    let lines = session.line(&tokens(&world.emulator, TESS).to_string()).await;
    assert!(lines.len() > 3, "lines that are no answers");
    assert_eq!(answers(&lines).len(), 1, "and one that is");
}

#[tokio::test]
async fn a_machine_that_hangs_never_answers() {
    let (world, mut session) = on(PowerShell { hangs_at: 2, ..PowerShell::default() }).await;
    good(&mut session, tokens(&world.emulator, TESS)).await;
    assert!(session.hangs_next(), "the next one");
    let request = json!({ "id": 2, "op": "policies" }).to_string();
    let mut never = std::pin::pin!(session.line(&request));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    for _ in 0..100 {
        assert!(never.as_mut().poll(&mut context).is_pending(), "however often it is asked");
    }
}

#[tokio::test]
async fn a_machine_that_dies_may_have_done_the_change() {
    for (after, policies) in [(false, 1), (true, 2)] {
        let machine = PowerShell { dies_at: 2, dies_after_change: after, ..PowerShell::default() };
        let (world, mut session) = on(machine).await;
        good(&mut session, tokens(&world.emulator, TESS)).await;
        let make = json!({ "id": 2, "op": "newPolicy", "identity": "X", "appIds": [APP] });
        assert!(session.line(&make.to_string()).await.is_empty(), "no answer");
        assert!(session.ended(), "the process is gone");
        let count = world.emulator.read(|tenant| tenant.teams.access_policies.all().count());
        assert_eq!(count, policies, "the change may be there all the same");
    }
}

#[tokio::test]
async fn a_machine_may_refuse_whatever_the_roles() {
    let (world, mut session) = on(PowerShell { access_denied: true, ..PowerShell::default() }).await;
    good(&mut session, tokens(&world.emulator, SAM)).await;
    let error = bad(&mut session, json!({ "id": 2, "op": "policies" })).await;
    assert!(error["message"].as_str().expect("text").starts_with("Access Denied"), "denied");
}

#[tokio::test]
async fn from_another_process_it_is_the_same_over_loopback() {
    let world = World::well();
    let serving = serve(&world.emulator, ServerOptions::loopback()).await.expect("a port");
    let url = world.emulator.endpoints().teams;
    let mut tess = Session::new(OverHttp::new(&url).expect("loopback"), &sha256(SCRIPT));
    begin(&mut tess).await;
    good(&mut tess, tokens(&world.emulator, TESS)).await;
    good(&mut tess, json!({ "id": 2, "op": "newPolicy", "identity": "Ünïcode & more?", "appIds": [APP] })).await;
    good(&mut tess, json!({ "id": 3, "op": "grant", "user": MIA, "policy": "Ünïcode & more?" })).await;
    let held = good(&mut tess, json!({ "id": 4, "op": "userPolicy", "user": MIA })).await;
    assert_eq!(held["direct"], "Tag:Ünïcode & more?", "names travel whole");
    bad(&mut tess, json!({ "id": 5, "op": "grant", "user": MIA, "policy": "Nothing" })).await;
    let requests = world.emulator.requests();
    let writes: Vec<bool> = requests.iter().map(|request| request.write).collect();
    assert_eq!(writes, [false, false, true, true, false, true], "reading cmdlets are reads in the log");
    assert!(requests.iter().skip(1).all(|request| request.caller == TESS), "with who it was");
    assert!(requests.iter().all(|request| !request.path.contains("Token")), "no token in a path");
    drop(serving);
}

#[test]
fn no_other_place_than_loopback_is_asked() {
    for url in [
        "https://localhost:1/teams",
        "http://example.com/teams",
        "http://10.0.0.1/teams",
        "ftp://localhost/",
        "nothing",
    ] {
        assert!(OverHttp::new(url).is_none(), "{url} is not plain loopback");
    }
    assert!(OverHttp::new("http://127.0.0.1:1/teams").is_some(), "this is");
    assert!(OverHttp::new("http://[::1]:1/teams").is_some(), "and this");
}
