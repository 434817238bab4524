//! The access policy for many: told in a few words, made in parts, resumable wherever it ended, at the service's pace.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use domain::{
    Activity, Block, ChangeState, Conversation, Event, ItemId, Outcome, PowerShellProgram, ProcessError, Processes,
    Purpose, QuestionId, SecretText,
};
use emulator::Emulator;
use emulator::teams::stand_in;
use engine::Engine;
use serde_json::{Value, json};

use crate::bench::Bench;

const ITEM: &str = "application_access_policy";
const OURS: &str = "Tag:TeamsMeetingsIntegration";

/// A PowerShell whose requests are counted, and at one of which the whole process dies.
#[derive(Clone, Default)]
pub struct Counted {
    /// Requests by operation.
    pub asked: Arc<Mutex<BTreeMap<String, usize>>>,
    count: Arc<AtomicU64>,
    dies: Arc<Mutex<Option<(u64, bool)>>>,
    /// The grant after which the process dies; 0: none.
    grants: Arc<AtomicUsize>,
    dead: Arc<tokio::sync::Notify>,
}

struct Shells {
    emulator: Emulator,
    counted: Counted,
}

struct Talk {
    session: stand_in::Session<Emulator>,
    counted: Counted,
    heard: VecDeque<String>,
}

#[async_trait]
impl Processes for Shells {
    async fn find_powershell(&self) -> Vec<String> {
        Vec::new()
    }

    async fn start(&self, _: &PowerShellProgram) -> Result<Box<dyn Conversation>, ProcessError> {
        let session = stand_in::Session::new(self.emulator.clone(), &microsoft::teams::script_sha256());
        Ok(Box::new(Talk { session, counted: self.counted.clone(), heard: VecDeque::new() }))
    }
}

#[async_trait]
impl Conversation for Talk {
    async fn say(&mut self, line: &SecretText) -> Result<(), ProcessError> {
        let op =
            serde_json::from_str::<Value>(line.expose()).ok().and_then(|line| Some(line["op"].as_str()?.to_owned()));
        let op = op.unwrap_or_default();
        *self.counted.asked.lock().expect("no panic elsewhere").entry(op.clone()).or_default() += 1;
        if op == "grant" && self.counted.of("grant") == self.counted.grants.load(Ordering::Relaxed) {
            self.heard.extend(self.session.line(line.expose()).await);
            self.counted.dead.notify_one();
            std::future::pending::<()>().await;
        }
        let number = self.counted.count.fetch_add(1, Ordering::Relaxed) + 1;
        let dies = *self.counted.dies.lock().expect("no panic elsewhere");
        if dies == Some((number, false)) {
            self.counted.dead.notify_one();
            std::future::pending::<()>().await;
        }
        self.heard.extend(self.session.line(line.expose()).await);
        if dies == Some((number, true)) {
            self.counted.dead.notify_one();
            std::future::pending::<()>().await;
        }
        Ok(())
    }

    async fn hear(&mut self, _: Duration) -> Result<Option<String>, ProcessError> {
        Ok(self.heard.pop_front())
    }

    async fn end(&mut self) {}
}

impl Counted {
    /// The engine on this PowerShell, as a new process would open it.
    pub fn engine(&self, bench: &Bench) -> Engine {
        let mut ports = bench.ports();
        ports.processes = Arc::new(Shells { emulator: bench.emulator.clone(), counted: self.clone() });
        Engine::open(ports, bench.setup, bench.story.clone()).expect("it opens")
    }

    /// How often it was asked for that.
    pub fn of(&self, op: &str) -> usize {
        self.asked.lock().expect("no panic elsewhere").get(op).copied().unwrap_or_default()
    }

    /// The process dies after so many grants.
    pub fn die_at_grant(&self, number: usize) {
        self.grants.store(number, Ordering::Relaxed);
    }

    /// Returns when the process is dead.
    pub async fn died(&self) {
        self.dead.notified().await;
    }

    fn forget(&self) {
        self.asked.lock().expect("no panic elsewhere").clear();
    }
}

/// So many more people in the tenant, and all of them in the answers.
pub fn crowd(bench: &Bench, engine: &Engine, count: usize) -> Vec<String> {
    let upns: Vec<String> = (0..count).map(|n| format!("operator{n:05}@practice.handrail.example")).collect();
    let changed = bench.emulator.write(|tenant, _| {
        let like = tenant.user("mia@practice.handrail.example").expect("a user").clone();
        for (n, upn) in upns.iter().enumerate() {
            let id = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, upn.as_bytes()).to_string();
            let user = emulator::state::User {
                id: id.clone(),
                upn: upn.clone(),
                display_name: format!("Operator {n:05}"),
                ..like.clone()
            };
            tenant.users.insert(id, user);
        }
    });
    changed.expect("kept nowhere, so always saved");
    engine.answer(&QuestionId::from("users"), json!(upns)).expect("it is stored");
    upns
}

/// Who of the crowd holds our policy.
pub fn served(bench: &Bench) -> usize {
    bench.emulator.read(|tenant| {
        let crowd = |id: &str| tenant.users.get(id).is_some_and(|user| user.upn.starts_with("operator"));
        tenant.teams.user_assignments.all().filter(|(id, policy)| *policy == OURS && crowd(id)).count()
    })
}

fn rows(engine: &Engine) -> usize {
    engine.journal().expect("stored").iter().filter(|entry| entry.planned.item.as_str() == ITEM).count()
}

#[tokio::test]
async fn a_thousand_are_told_in_one_sentence_and_made_in_parts() {
    let bench = Bench::new("all-is-well");
    let shell = Counted::default();
    let engine = shell.engine(&bench);
    bench.reach(&engine, ITEM).await;
    crowd(&bench, &engine, 1_000);
    shell.forget();
    let (_, before) = (bench.writes(), bench.emulator.requests().len());
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert!(shell.of("userPolicy") <= 1, "nobody is asked about one by one: {:?}", shell.asked);
    assert_eq!(shell.of("holdings"), 1, "everybody is read once");
    let asked = bench.emulator.requests().len() - before;
    assert!(asked <= 70, "names are looked up in pages, not one by one: {asked}");
    assert_eq!(view.changes.len(), 2, "the policy, and one sentence for all: {:?}", view.changes);
    assert_eq!(view.head.changes, 1_001, "counted by heads");
    let said = format!("{:?}", view.changes[1].text);
    assert!(said.contains("Count(995)") && said.contains("Operator 00004"), "the first five and the number: {said}");
    let shown: usize = view
        .blocks
        .iter()
        .map(|block| match block {
            Block::People { people, .. } => people.len(),
            _ => 1,
        })
        .sum();
    assert!(shown < 40, "the page stays short: {shown}");
    let (list, plan) = engine.plan(Some(&ItemId::from(ITEM))).expect("it plans");
    assert_eq!((plan.count, plan.groups[0].changes.len()), (1_001, 2), "the plan too");
    assert!(serde_json::to_string(&list.changes).expect("JSON").contains("operator00999@"), "the digest covers all");

    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    assert_eq!(served(&bench), 1_000, "all of them");
    assert_eq!(shell.of("grant"), 1_000, "each once");
    assert_eq!(rows(&engine), 21, "the policy, and twenty rows of fifty");
    assert!(shell.of("userPolicy") <= 12, "nobody is asked about one by one: {:?}", shell.asked);
    assert_eq!(view.made.len(), 2, "told as it was planned: {:?}", view.made.len());
    let record = engine.record(Purpose::Setup, "test").expect("it is stored");
    let text = serde_json::to_string(&record).expect("JSON");
    assert!(text.contains("operator00000@") && text.contains("operator00999@"), "the record names all of them");

    shell.forget();
    let before = bench.writes();
    let view = bench.run(&engine, ITEM).await;
    assert!(view.changes.is_empty() && bench.writes() == before, "a second run changes nothing");
    assert_eq!(shell.of("holdings"), 1, "and looks once");

    shell.forget();
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(served(&bench), 0, "taken back");
    assert!(shell.of("holdings") <= 6, "read in whole, not for each part: {:?}", shell.asked);
    assert_eq!(bench.policies_named("TeamsMeetingsIntegration"), 0, "and the policy with it");
    bench.assert_contract();
}

#[tokio::test]
async fn progress_counts_heads_and_estimates_only_what_was_measured() {
    let bench = Bench::new("documented-limits");
    let shell = Counted::default();
    let engine = shell.engine(&bench);
    bench.reach(&engine, ITEM).await;
    crowd(&bench, &engine, 600);
    let began = bench.now();
    bench.run(&engine, ITEM).await;
    assert_eq!(served(&bench), 600, "throttled, and all of them in the end");
    let took = bench.now().since(began).as_secs();
    assert!((50..=75).contains(&took), "at the ten a second that the service takes: {took} s");
    assert!(shell.of("grant") <= 600 + 12, "no storm: one refusal for each ten seconds: {}", shell.of("grant"));
    let told: Vec<(u32, u32, Option<u32>)> = bench
        .story
        .0
        .lock()
        .expect("no panic elsewhere")
        .iter()
        .filter_map(|event| match event {
            Event::Activity { activity: Some(Activity::Counting { done, of, left, undoing: false }), .. } => {
                Some((*done, *of, *left))
            }
            _ => None,
        })
        .collect();
    assert!(told.len() < 80, "at most one a second: {}", told.len());
    assert!(told.iter().all(|(_, of, _)| *of == 601), "the policy and everybody");
    assert_eq!(told[0].2, None, "nothing is said before there is enough to measure");
    let (done, of, left) = *told.iter().find(|(_, _, left)| left.is_some()).expect("then it is");
    let really = (of - done) / 10;
    let left = left.expect("found by it");
    assert!(left.abs_diff(really) <= 15, "{left} s were told for {really} s");
}

/// Looks, approves, makes; until nothing is left.
async fn finish(bench: &Bench, engine: &Engine) {
    for _ in 0..6 {
        bench.run(engine, ITEM).await;
        let outcome = engine.item(&ItemId::from(ITEM)).expect("seen").head.outcome;
        if outcome.is_some_and(Outcome::is_finished) {
            break;
        }
        bench.clock.advance(Duration::from_secs(60));
    }
}

/// Kills the process at one request to PowerShell in the middle of sixty users, and goes on with a new one.
async fn killed_at(dir: PathBuf, request: u64, after: bool) -> bool {
    let mut bench = Bench::on_disk("all-is-well", dir);
    let shell = Counted::default();
    let engine = shell.engine(&bench);
    bench.reach(&engine, ITEM).await;
    crowd(&bench, &engine, 60);
    let so_far = shell.count.load(Ordering::Relaxed);
    *shell.dies.lock().expect("no panic elsewhere") = Some((so_far + request, after));
    let died = tokio::select! {
        biased;
        _ = bench.run(&engine, ITEM) => false,
        () = shell.died() => true,
    };
    drop(engine);
    bench.restart();
    let again = Counted::default();
    let engine = again.engine(&bench);
    let told = format!("request {request}, after it: {after}");
    finish(&bench, &engine).await;
    assert_eq!(served(&bench), 60, "{told}: nobody is lost");
    let twice = (shell.of("grant") + again.of("grant")).saturating_sub(60);
    assert!(twice <= usize::from(!after), "{told}: nothing that got through is sent again: {twice}");
    let open = engine.journal().expect("stored").iter().filter(|e| e.state == ChangeState::Intended).count();
    assert_eq!(open, 0, "{told}: nothing is left open");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!(served(&bench), 0, "{told}: all of it was ours to take back");
    assert_eq!(bench.policies_named("TeamsMeetingsIntegration"), 0, "{told}: one policy, and it is gone");
    died
}

#[tokio::test]
async fn killed_anywhere_it_goes_on_and_loses_nobody() {
    let step = if std::env::var_os("HANDRAIL_KILL_SWEEP").is_some() { 1 } else { 13 };
    for after in [false, true] {
        let mut request = 1;
        loop {
            let dir = tempfile::tempdir().expect("a folder");
            if !killed_at(dir.path().to_owned(), request, after).await {
                break;
            }
            request += step;
        }
        assert!(request > 60, "there are many requests to die at");
    }
}

#[tokio::test]
async fn a_powershell_that_dies_in_the_middle_of_a_part_is_replaced_and_the_part_finished() {
    for dies_after_change in [false, true] {
        let bench = Bench::new("all-is-well");
        let engine = bench.engine();
        bench.reach(&engine, ITEM).await;
        crowd(&bench, &engine, 60);
        let shell = emulator::state::PowerShell { dies_at: 25, dies_after_change, ..Default::default() };
        let engine = crate::shells::engine_with(&bench, Some(shell));
        finish(&bench, &engine).await;
        let view = engine.item(&ItemId::from(ITEM)).expect("seen");
        assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
        assert_eq!(served(&bench), 60, "everybody");
        bench.undo_items(&crate::shells::engine_with(&bench, Some(Default::default())), &[ITEM]).await;
        assert_eq!(served(&bench), 0, "all of it was ours");
    }
}

#[tokio::test]
async fn where_graph_assigns_such_policies_and_it_is_chosen_a_part_is_one_request() {
    let bench = Bench::new("all-is-well");
    let changed = bench.emulator.write(|tenant, _| tenant.oddities.graph_assigns_access_policies = true);
    changed.expect("kept nowhere, so always saved");
    let shell = Counted::default();
    let engine = shell.engine(&bench);
    bench.reach(&engine, ITEM).await;
    crowd(&bench, &engine, 120);
    engine.answer(&QuestionId::from("assign_by"), json!("graph")).expect("it is stored");
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    assert_eq!((served(&bench), shell.of("grant")), (120, 0), "three requests instead of 120 cmdlets");
    bench.undo_items(&engine, &[ITEM]).await;
    assert_eq!((served(&bench), shell.of("grant")), (0, 0), "and back the same way");
    bench.assert_contract();
}

#[tokio::test]
async fn where_graph_does_not_assign_such_policies_powershell_does() {
    let bench = Bench::new("all-is-well");
    let shell = Counted::default();
    let engine = shell.engine(&bench);
    bench.reach(&engine, ITEM).await;
    crowd(&bench, &engine, 60);
    engine.answer(&QuestionId::from("assign_by"), json!("graph")).expect("it is stored");
    bench.run(&engine, ITEM).await;
    assert_eq!((served(&bench), shell.of("grant")), (60, 60), "as if nothing had been chosen");
}

#[tokio::test]
async fn many_who_have_another_policy_are_one_question() {
    let bench = Bench::new("other-vendors-policy");
    let engine = bench.engine();
    bench.reach(&engine, ITEM).await;
    let upns = crowd(&bench, &engine, 80);
    let changed = bench.emulator.write(|tenant, moment| {
        let stamp = moment.stamp(tenant);
        for upn in &upns[..60] {
            let id = tenant.user(upn).expect("a user").id.clone();
            tenant.teams.user_assignments.write(id, "Tag:RecorderPolicy".to_owned(), stamp);
        }
    });
    changed.expect("kept nowhere, so always saved");
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "somebody has to say");
    let asked: Vec<&str> = view
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Question { question } => Some(question.id.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(asked, ["other_policy", "assign_by", "tenant_wide"], "one question for sixty people");
    engine.answer(&QuestionId::from("other_policy"), json!("move")).expect("it is stored");
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    assert_eq!(served(&bench), 80, "moved or granted");
    bench.undo_items(&engine, &[ITEM]).await;
    let back = bench.emulator.read(|tenant| {
        tenant.teams.user_assignments.all().filter(|(_, policy)| *policy == "Tag:RecorderPolicy").count()
    });
    assert!(back >= 60 && served(&bench) == 0, "each has the former one again: {back}");
}
