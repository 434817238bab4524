//! The items that only look: readiness, monitoring, go-live.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::{
    Action, Block, CheckRow, ItemId, ItemView, KeychainError, Knock, Outcome, Probe, ProxySetting, QuestionId, Reach,
    ReachStage, Sounding, Timestamp,
};
use emulator::state::LogEntry;
use engine::Engine;
use serde_json::{Value, json};
use url::Url;

use crate::bench::{ALEX, Bench, DANA, sounding};
use crate::built_in::walk;
use crate::shells::engine_with;

const PIOTR: &str = "piotr@practice.handrail.example";

async fn look(engine: &Engine, item: &str) -> ItemView {
    engine.look(&ItemId::from(item)).await.expect("it looks")
}

async fn readiness(engine: &Engine) -> ItemView {
    look(engine, "sign_in").await;
    look(engine, "readiness").await
}

fn rows(view: &ItemView) -> Vec<&CheckRow> {
    let lists = view.blocks.iter().filter_map(|block| match block {
        Block::Checklist { rows, .. } => Some(rows),
        _ => None,
    });
    lists.flatten().collect()
}

#[track_caller]
fn row<'a>(view: &'a ItemView, id: &str) -> &'a CheckRow {
    let all = rows(view);
    let known: Vec<&str> = all.iter().map(|row| row.id.as_str()).collect();
    all.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("no row {id} in {known:?}"))
}

fn questions(view: &ItemView) -> Vec<&str> {
    let asked = view.blocks.iter().filter_map(|block| match block {
        Block::Question { question } => Some(question.id.as_str()),
        _ => None,
    });
    asked.collect()
}

fn answer(engine: &Engine, question: &str, value: Value) {
    engine.answer(&QuestionId::from(question), value).expect("it is stored");
}

/// A network and a clock as somebody wants them.
struct OddProbe {
    stage: ReachStage,
    theirs: Timestamp,
    ours: Timestamp,
    proxy: Option<ProxySetting>,
}

#[async_trait]
impl Probe for OddProbe {
    async fn sound(&self, url: &Url, _: Knock) -> Sounding {
        sounding(Reach {
            host: url.host_str().unwrap_or_default().to_owned(),
            stage: self.stage.clone(),
            issuer: Some("CN=Practice".to_owned()),
            public: Some(false),
            status: None,
            date: Some(self.theirs),
            our_date: self.ours,
            proxy: None,
        })
    }

    async fn proxy(&self, _: &Url) -> Option<ProxySetting> {
        self.proxy.clone()
    }
}

fn engine_on(bench: &Bench, probe: OddProbe) -> Engine {
    let mut ports = bench.ports();
    ports.probe = Arc::new(probe);
    Engine::open(ports, bench.setup, bench.story.clone()).expect("it opens")
}

// ---- readiness -----------------------------------------------------------------------------------------------------

#[tokio::test]
async fn a_ready_tenant_has_nothing_to_look_at_and_nothing_is_written() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    let view = readiness(&engine).await;
    let open: Vec<_> = rows(&view).into_iter().filter(|row| row.outcome != Outcome::Done).collect();
    assert_eq!(view.head.outcome, Some(Outcome::Done), "everything is there: {open:?}");
    assert!(rows(&view).len() >= 14, "every check has a row: {}", rows(&view).len());
    assert_eq!(bench.writes(), 0, "looking writes nothing");
    assert!(bench.keychain.accounts().is_empty(), "the probe of the keychain is gone again");
    let people = engine.outputs().expect("it reads").organiser.expect("resolved");
    assert_eq!(people.organiser.upn, "mia@practice.handrail.example", "to an id, by name");
    bench.assert_contract();
}

#[tokio::test]
async fn a_missing_role_names_the_items_it_blocks_and_who_holds_it() {
    let bench = Bench::as_user("all-is-well", DANA);
    let view = readiness(&bench.engine()).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "consent needs another role");
    let consent = row(&view, "roles.consent");
    assert_eq!(consent.outcome, Outcome::NeedsPerson, "Application Administrator is not enough");
    assert_eq!(format!("{:?}", consent.blocks), r#"[Message { id: "item-admin-consent-title", args: {} }]"#, "told");
    let who = format!("{:?}", consent.who);
    assert!(who.contains("Robin Chu") && who.contains("Sam Ortiz"), "people of this tenant: {who}");
    assert!(matches!(consent.action, Some(Action::CopyMessage { .. })), "a message to send them");
    assert_eq!(row(&view, "roles.register").outcome, Outcome::Done, "her own roles are enough for that");
    assert_eq!(row(&view, "roles.teams").outcome, Outcome::Done, "and for Teams");
}

#[tokio::test]
async fn a_role_is_no_longer_missing_when_somebody_else_has_done_it() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    bench.reach(&engine, "meeting_test").await;
    bench.sign_in_as(DANA);
    let view = readiness(&bench.engine()).await;
    assert_eq!(row(&view, "roles.consent").outcome, Outcome::Done, "Sam consented already");
    assert!(view.head.outcome.is_some_and(Outcome::is_finished), "Dana can finish: {:?}", view.diagnostic);
}

#[tokio::test]
async fn a_role_that_is_only_eligible_is_to_be_activated_first() {
    let bench = Bench::as_user("all-is-well", PIOTR);
    let view = readiness(&bench.engine()).await;
    let consent = row(&view, "roles.consent");
    assert_eq!(consent.outcome, Outcome::NeedsPerson, "not active");
    assert_eq!(consent.action, Some(Action::OpenLink { link: "pim.my_roles".to_owned() }), "the page to do it");
    assert_eq!(view.diagnostic.expect("diagnosed").code, "readiness-role-eligible", "no hand-off is needed");
}

#[tokio::test]
async fn users_without_teams_are_told_one_by_one_and_stop_only_the_test() {
    let bench = Bench::new("unlicensed-organiser");
    let view = readiness(&bench.engine()).await;
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "steps before the test can start");
    assert_eq!(row(&view, "organiser").outcome, Outcome::Failed, "no licence");
    let jonas = row(&view, "user.jonas@practice.handrail.example");
    assert_eq!(jonas.outcome, Outcome::Failed, "Teams is switched off in his licence");
    assert_eq!(rows(&view)[0].outcome, Outcome::Failed, "the worst stand first");
}

#[tokio::test]
async fn users_whom_nobody_knows_are_told_one_by_one_and_many_of_them_together() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    let nobody = |count: usize| (0..count).map(|n| format!("nobody{n}@practice.handrail.example")).collect::<Vec<_>>();
    answer(&engine, "users", json!(nobody(3)));
    let few = readiness(&engine).await;
    assert_eq!(row(&few, "user.nobody2@practice.handrail.example").outcome, Outcome::Failed, "each by name");
    answer(&engine, "users", json!(nobody(4)));
    let many = readiness(&engine).await;
    let lost = row(&many, "users-lost");
    assert!(lost.outcome == Outcome::Failed && lost.remedy.is_some(), "with what to do: {lost:?}");
    assert_eq!(lost.title.args["count"], domain::Arg::Count(4), "counted");
    assert!(rows(&many).iter().all(|row| !row.id.starts_with("user.")), "and in one row");
}

#[tokio::test]
async fn an_organiser_whom_nobody_knows_is_asked_for() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    answer(&engine, "organiser", json!("nobody@practice.handrail.example"));
    let view = readiness(&engine).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "only the admin knows who was meant");
    assert_eq!(questions(&view), ["organiser"], "and can say it here");
    assert!(engine.outputs().expect("it reads").organiser.is_none(), "nobody is handed on");
}

#[tokio::test]
async fn organiser_and_counter_check_are_held_against_the_list() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    answer(&engine, "organiser", json!("priya@practice.handrail.example"));
    answer(&engine, "control_user", json!("JONAS@practice.handrail.example"));
    let view = readiness(&engine).await;
    assert_eq!(row(&view, "organiser-not-listed").outcome, Outcome::Failed, "she would be refused");
    assert_eq!(row(&view, "control-listed").outcome, Outcome::Failed, "he would not be");
}

#[tokio::test]
async fn a_rule_for_certificates_says_for_how_long_they_are_made() {
    let bench = Bench::new("tenant-forbids-long-certificates");
    let view = readiness(&bench.engine()).await;
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "shorter than the profile asks");
    let certificates = row(&view, "certificates");
    assert_eq!(certificates.outcome, Outcome::Finding, "not a failure: it is shortened");
    assert!(format!("{:?}", certificates.detail).contains("Count(180)"), "to 180 days: {:?}", certificates.detail);
}

#[tokio::test]
async fn what_may_not_be_read_is_unknown_and_stops_nothing_else() {
    // Policies are for admins: somebody without any role sees users and licences only.
    let bench = Bench::as_user("all-is-well", "mia@practice.handrail.example");
    let view = readiness(&bench.engine()).await;
    assert_eq!(row(&view, "certificates").outcome, Outcome::Unknown, "refused, so not green");
    assert_eq!(row(&view, "organiser").outcome, Outcome::Done, "the others are read all the same");
}

#[tokio::test]
async fn a_clock_that_is_twenty_minutes_off_stops_everything() {
    let bench = Bench::new("all-is-well");
    let now = bench.now();
    let theirs = now + Duration::from_secs(20 * 60);
    let probe = OddProbe { stage: ReachStage::Answered, theirs, ours: now, proxy: None };
    let view = readiness(&engine_on(&bench, probe)).await;
    assert_eq!(view.head.outcome, Some(Outcome::Failed), "no proof would be accepted");
    assert_eq!(view.diagnostic.expect("diagnosed").code, "clock-wrong", "and that is the reason");
}

#[tokio::test]
async fn without_a_keychain_nothing_is_begun() {
    let cases = [
        (KeychainError::Missing, "keychain-missing", Outcome::Failed),
        (KeychainError::Locked, "keychain-locked", Outcome::NeedsPerson),
    ];
    for (error, code, outcome) in cases {
        let bench = Bench::new("all-is-well");
        bench.keychain.fail(Some(error));
        let view = readiness(&bench.engine()).await;
        assert_eq!(view.head.outcome, Some(outcome), "{code}: the key must go somewhere");
        assert_eq!(view.diagnostic.expect("diagnosed").code, code, "missing and locked are told apart");
        assert_eq!(bench.writes(), 0, "before the first write");
    }
}

#[tokio::test]
async fn a_host_that_the_probe_cannot_reach_is_a_finding_while_graph_answers() {
    let bench = Bench::new("all-is-well");
    let now = bench.now();
    let pac = Some(ProxySetting::Pac("http://wpad/wpad.dat".to_owned()));
    let probe = OddProbe { stage: ReachStage::ProxyPassword, theirs: now, ours: now, proxy: pac };
    let view = readiness(&engine_on(&bench, probe)).await;
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "the set-up can go on: {:?}", view.diagnostic);
    assert_eq!(row(&view, "reach.graph").outcome, Outcome::Finding, "told");
    assert_eq!(row(&view, "proxy").outcome, Outcome::Finding, "a script decides about the proxy");
}

#[tokio::test]
async fn powershell_that_is_not_there_is_a_finding_with_another_way() {
    let bench = Bench::new("all-is-well");
    let view = readiness(&engine_with(&bench, None)).await;
    assert_eq!(row(&view, "powershell").outcome, Outcome::Finding, "the script is the other way");
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "nothing stops");
}

#[tokio::test]
async fn the_doctor_needs_no_sign_in() {
    let bench = Bench::new("all-is-well");
    *bench.session.upn.lock().expect("no panic elsewhere") = None;
    let rows = engine::doctor(&bench.ports()).await;
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    for id in ["reach.login", "reach.graph", "clock", "proxy", "keychain", "powershell"] {
        assert!(ids.contains(&id), "{id} is looked at: {ids:?}");
    }
    assert!(rows.iter().all(|row| row.outcome == Outcome::Done), "this computer is ready: {rows:?}");
}

// ---- monitoring ----------------------------------------------------------------------------------------------------

fn log(bench: &Bench, sign_in: bool, json: Value) {
    let changed = bench.emulator.write(|tenant, moment| {
        let json = json.as_object().cloned().expect("an object");
        let entry = LogEntry { at: moment.now, written: moment.delays_now, json };
        if sign_in { tenant.log_sign_in(entry) } else { tenant.audit(entry) }
    });
    changed.expect("kept nowhere, so always saved");
}

fn failed_sign_in(bench: &Bench, app: &str) -> Value {
    json!({
        "id": bench.now().to_string(), "appId": app, "createdDateTime": bench.now(),
        "ipAddress": "198.51.100.9", "location": { "countryOrRegion": "US" },
        "status": { "errorCode": 7_000_215 }, "signInEventTypes": ["servicePrincipal"],
    })
}

async fn set_up(bench: &Bench) -> Engine {
    let engine = bench.engine();
    walk(bench, &engine).await;
    engine
}

#[tokio::test]
async fn what_this_set_up_did_itself_is_nothing_unusual() {
    let bench = Bench::new("all-is-well");
    let engine = set_up(&bench).await;
    let view = look(&engine, "monitoring").await;
    assert_eq!(view.head.outcome, Some(Outcome::Done), "{:?}", rows(&view));
    assert_eq!(row(&view, "changes").outcome, Outcome::Done, "every audit entry is explained by the journal");
    assert_eq!(row(&view, "volume").outcome, Outcome::NotApplicable, "what Graph cannot tell is said");
}

#[tokio::test]
async fn failed_sign_ins_and_changes_by_others_are_findings() {
    let bench = Bench::new("all-is-well");
    let engine = set_up(&bench).await;
    let outputs = engine.outputs().expect("it reads");
    let app = outputs.app.expect("known");
    for _ in 0..5 {
        log(&bench, true, failed_sign_in(&bench, &app.app_id.to_string()));
    }
    log(
        &bench,
        false,
        json!({
            "id": "x", "activityDisplayName": "Consent to application ", "activityDateTime": bench.now(), "result": "success",
            "initiatedBy": { "user": { "userPrincipalName": "eve@practice.handrail.example" } },
            "targetResources": [{ "id": app.object_id }],
        }),
    );
    let view = look(&engine, "monitoring").await;
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "somebody should look");
    assert_eq!(row(&view, "failures").outcome, Outcome::Finding, "as many as the profile's threshold");
    assert!(format!("{:?}", row(&view, "change.1").title).contains("eve@"), "who did it is told");
    assert_eq!(rows(&view)[0].outcome, Outcome::Finding, "first");
}

#[tokio::test]
async fn without_entra_p1_sign_ins_are_not_available_and_that_is_no_failure() {
    let bench = Bench::new("all-is-well");
    let engine = set_up(&bench).await;
    let changed = bench.emulator.write(|tenant, _| {
        for sku in tenant.skus.values_mut() {
            sku.plans.retain(|plan| !plan.name.starts_with("AAD_PREMIUM"));
        }
    });
    changed.expect("kept nowhere, so always saved");
    let view = look(&engine, "monitoring").await;
    assert_eq!(row(&view, "sign-ins").outcome, Outcome::NotApplicable, "not with this licence");
    assert_eq!(view.head.outcome, Some(Outcome::Done), "the rest is looked at: {:?}", view.diagnostic);
}

#[tokio::test]
async fn logs_that_the_account_may_not_read_need_somebody() {
    let bench = Bench::new("all-is-well");
    set_up(&bench).await;
    bench.sign_in_as(ALEX);
    let view = look(&bench.engine(), "monitoring").await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsPerson), "{:?}", view.diagnostic);
    assert_eq!(view.diagnostic.expect("diagnosed").code, "role-not-active", "missing, or not active yet");
}

// ---- go-live -------------------------------------------------------------------------------------------------------

const BEFORE: [&str; 6] =
    ["pilot", "policy_scope", "authentication", "vendor_configuration", "logging", "external_user"];
const ACTIVITY: [&str; 3] = ["production", "operators", "meeting"];
const WATCH: [&str; 4] = ["meeting_volume", "sign_in_anomalies", "refused_attempts", "app_activity"];

fn confirm(engine: &Engine, points: &[&str], date: &str) {
    for point in points {
        answer(engine, &format!("go_live.{point}"), json!({ "by": "Dana Keller", "date": date }));
    }
}

fn open(engine: &Engine) {
    for point in BEFORE.iter().chain(&ACTIVITY).chain(&WATCH) {
        answer(engine, &format!("go_live.{point}"), Value::Null);
    }
}

#[tokio::test]
async fn points_are_asked_for_phase_by_phase() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    open(&engine);
    let asked = |view: &ItemView| -> Vec<String> {
        questions(view).into_iter().map(|id| id.trim_start_matches("go_live.").to_owned()).collect()
    };
    let view = look(&engine, "go_live").await;
    assert_eq!(
        (view.head.outcome, asked(&view).as_slice()),
        (Some(Outcome::NeedsDecision), &BEFORE.map(str::to_owned)[..]),
        "before"
    );
    confirm(&engine, &BEFORE, "2026-11-20");
    let view = look(&engine, "go_live").await;
    assert_eq!(asked(&view), ACTIVITY, "then going live");
}

#[tokio::test]
async fn the_watch_goes_on_for_seven_days_and_cannot_be_confirmed_early() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    open(&engine);
    confirm(&engine, &BEFORE, "2026-11-20");
    confirm(&engine, &ACTIVITY, "2026-11-21");
    confirm(&engine, &WATCH, "2026-11-21");
    let view = look(&engine, "go_live").await;
    assert_eq!(view.head.outcome, Some(Outcome::Waiting), "the first days are watched");
    let points = view.blocks.iter().find_map(|block| match block {
        Block::Timeline { points, .. } => Some(points.len()),
        _ => None,
    });
    assert_eq!(points, Some(8), "the day it went live, and seven more");
    bench.hours(7 * 24);
    let view = look(&engine, "go_live").await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "now the days can be judged");
    assert_eq!(questions(&view).len(), WATCH.len(), "what was said too early is asked again");
    confirm(&engine, &WATCH, "2026-11-28");
    let view = look(&engine, "go_live").await;
    assert_eq!(view.head.outcome, Some(Outcome::Done), "confirmed by name and date");
}

#[tokio::test]
async fn what_nobody_can_have_seen_yet_or_nobody_signed_counts_for_nothing() {
    let bench = Bench::new("all-is-well");
    let engine = bench.engine();
    open(&engine);
    confirm(&engine, &BEFORE, "2027-01-01");
    let view = look(&engine, "go_live").await;
    assert_eq!(questions(&view).len(), BEFORE.len(), "a date in the future confirms nothing");
    answer(&engine, "go_live.pilot", json!({ "by": " ", "date": "2026-11-20" }));
    assert_eq!(questions(&look(&engine, "go_live").await).len(), BEFORE.len(), "a name is needed");
}
