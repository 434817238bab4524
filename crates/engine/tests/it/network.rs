//! Hosts that must be reachable, and the vendor's notification endpoint.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use domain::{
    Block, CertificateFlaw, CheckRow, GraphApi, HostCertificate, ItemId, ItemView, Knock, Outcome, Probe, ProxySetting,
    QuestionId, Reach, ReachStage, SignedIn, Sounding, TeamsApi, TlsFacts, Token, TokenError, TokenSource, UserRef,
};
use emulator::vendor::{Validation, VendorOddities};
use engine::Engine;
use serde_json::{Value, json};
use url::Url;

use crate::bench::{Bench, Fault, TestClock, TestSession, sounding};
use crate::kills;
use crate::webhook_consent::{self, chats};

pub const PROFILE: &str = r#"
schema = 1
id = "network-test"
version = "1.0.0"
title = "Network"
summary = "A profile of a test."
minutes = 5
roles = ["Global Administrator"]
needs = ["Nothing."]
can = ["Nothing."]
cannot = ["Anything."]
creates = ["Nothing that stays."]

[vendor]
name = "Fabrikam"

[source]
title = "A test"

[[question]]
id = "host"
input = "host"
label = "Host"

[[question]]
id = "webhook_url"
input = "url"
label = "Notification address"

[[question]]
id = "service_user"
input = "user"
label = "Service user"

[[item]]
kind = "sign_in"

[[item]]
kind = "network_reachability"
clock = true
hosts = [
  { host = "graph.microsoft.com", path = "/v1.0/me", expect = 401, why = "Everything is read there." },
  { host = "{host}", direction = "inbound", why = "Microsoft Graph calls it." },
  { host = "login.microsoftonline.com", from = "vendor", path = "/common/v2.0/.well-known/openid-configuration", expect = 200, why = "The vendor signs in there." },
]

[[item]]
kind = "webhook_endpoint"
url = "{webhook_url}"
host = "{host}"
resource = "/me/chats/getAllMessages"
change = "created"
minutes = 15
user = "service_user"
consent = true
"#;

pub const ANSWERS: &str = r#"
tenant = "practice.handrail.example"
host = "calls.vendor.example"
webhook_url = "https://calls.vendor.example/hook"
service_user = "mia@practice.handrail.example"
vendor_reach = [
  "$ curl -s",
  "[handrail login.microsoftonline.com:443 http=200 tls=0 at=2026-11-20T10:00:00Z]",
]
"#;

pub fn bench() -> Bench {
    Bench::for_profile("all-is-well", PROFILE, ANSWERS, None)
}

/// A network as somebody wants it; the vendor's host answers as the practice tenant plays it.
struct Script {
    clock: Arc<TestClock>,
    emulator: emulator::Emulator,
    /// How the vendor's endpoint answers here; `None`: as it answers Microsoft.
    here: Option<VendorOddities>,
    /// Changes what is seen of the vendor's host.
    vendor: Box<dyn Fn(&mut Sounding) + Send + Sync>,
}

#[async_trait]
impl Probe for Script {
    async fn sound(&self, url: &Url, knock: Knock) -> Sounding {
        let now = domain::Clock::now(&*self.clock);
        let host = url.host_str().unwrap_or_default();
        let is_vendor = host == "calls.vendor.example";
        let reach = Reach {
            host: host.to_owned(),
            stage: ReachStage::Answered,
            issuer: Some("CN=A public authority".to_owned()),
            public: Some(true),
            status: Some(if is_vendor { 200 } else { 401 }),
            date: Some(now),
            our_date: now,
            proxy: None,
        };
        let mut seen = sounding(reach);
        if !is_vendor {
            return seen;
        }
        seen.addresses = vec!["203.0.113.10".parse().expect("an address")];
        seen.tls = Some(TlsFacts {
            version: Some("1.3".to_owned()),
            certificate: Some(HostCertificate {
                subject: "CN=calls.vendor.example".to_owned(),
                issuer: "CN=A public authority".to_owned(),
                names: vec![host.to_owned()],
                not_before: now,
                not_after: now + Duration::from_secs(90 * 86_400),
            }),
            ..TlsFacts::default()
        });
        if knock == Knock::EmptyPost {
            let played = || self.emulator.read(|tenant| tenant.oddities.vendor.clone());
            let said = self.here.clone().unwrap_or_else(played).answer(&http::Method::POST, url.query());
            seen.reach.status = Some(said.status);
            seen.content_type = Some(said.content_type.to_owned());
            seen.redirect = said.location.map(str::to_owned);
            seen.body = said.body.into_bytes();
            seen.took += said.after;
        }
        (self.vendor)(&mut seen);
        seen
    }

    async fn proxy(&self, _: &Url) -> Option<ProxySetting> {
        None
    }
}

/// The admin's tokens, and those of somebody who signed in for one test. As in a tenant whose consent settings Microsoft
/// manages, that person gets none for what nobody consented to.
struct Two {
    emulator: emulator::Emulator,
    admin: Arc<TestSession>,
    person: Mutex<Option<Arc<TestSession>>>,
}

#[async_trait]
impl TokenSource for Two {
    fn session(&self) -> Option<SignedIn> {
        self.admin.session()
    }

    async fn graph(&self, scopes: &[&str]) -> Result<Token<GraphApi>, TokenError> {
        self.admin.graph(scopes).await
    }

    async fn teams(&self) -> Result<(Token<GraphApi>, Token<TeamsApi>), TokenError> {
        self.admin.teams().await
    }

    async fn graph_as(&self, user: &UserRef, scopes: &[&str]) -> Result<Token<GraphApi>, TokenError> {
        let person = self.person.lock().expect("no panic elsewhere").clone();
        let person = person.filter(|one| one.session().is_some_and(|who| who.account.id == user.id));
        let person = person.filter(|_| webhook_consent::holds(&self.emulator, &user.id.to_string(), scopes));
        person.ok_or_else(|| TokenError::AsUser(Box::new(user.clone())))?.graph(scopes).await
    }

    async fn azure(&self) -> Result<Token<domain::AzureApi>, TokenError> {
        self.admin.azure().await
    }

    fn renew(&self) {}

    fn challenged(&self, _: domain::ApiId, _: String) {}
}

/// An engine on that network. `person`: who signed in for the test beside the admin.
pub fn engine(bench: &Bench, person: Option<&str>, vendor: impl Fn(&mut Sounding) + Send + Sync + 'static) -> Engine {
    engine_seeing(bench, person, vendor, None)
}

/// The same, and from here the endpoint answers so, whatever it answers to Microsoft.
pub fn engine_seeing(
    bench: &Bench,
    person: Option<&str>,
    vendor: impl Fn(&mut Sounding) + Send + Sync + 'static,
    here: Option<VendorOddities>,
) -> Engine {
    let mut ports = bench.ports();
    let (clock, emulator) = (bench.clock.clone(), bench.emulator.clone());
    ports.probe = Arc::new(Script { clock, emulator, here, vendor: Box::new(vendor) });
    let person = person.map(|upn| Arc::new(bench.session_of(upn)));
    let (emulator, admin) = (bench.emulator.clone(), bench.session.clone());
    ports.tokens = Arc::new(Two { emulator, admin, person: Mutex::new(person) });
    Engine::open(ports, bench.setup, bench.story.clone()).expect("it opens")
}

pub const MIA: Option<&str> = Some("mia@practice.handrail.example");

pub async fn look(engine: &Engine, item: &str) -> ItemView {
    engine.look(&ItemId::from("sign_in")).await.expect("it looks");
    engine.look(&ItemId::from(item)).await.expect("it looks")
}

fn rows(view: &ItemView) -> Vec<&CheckRow> {
    let lists = view.blocks.iter().filter_map(|block| match block {
        Block::Checklist { rows, .. } => Some(rows),
        _ => None,
    });
    lists.flatten().collect()
}

pub fn code(view: &ItemView) -> &str {
    view.diagnostic.as_ref().map(|found| found.code.as_str()).unwrap_or_default()
}

pub fn subscriptions(bench: &Bench) -> usize {
    bench.emulator.read(|tenant| tenant.subscriptions.len())
}

pub fn answers_so(bench: &Bench, validation: Validation, millis: u64) {
    let changed = bench.emulator.write(|tenant, _| {
        tenant.oddities.vendor.validation = validation;
        tenant.oddities.vendor.validation_ms = millis;
    });
    changed.expect("kept nowhere, so always saved");
}

// ---- hosts -------------------------------------------------------------------------------------------------------

#[tokio::test]
async fn hosts_that_answer_and_a_paste_that_says_so_are_all_there_is_to_see() {
    let bench = bench();
    let engine = engine(&bench, None, |_| {});
    let view = look(&engine, "network_reachability").await;
    let open: Vec<_> = rows(&view).into_iter().filter(|row| row.outcome != Outcome::Done).collect();
    assert_eq!(view.head.outcome, Some(Outcome::Done), "{open:?} {:?}", view.diagnostic);
    assert_eq!(rows(&view).len(), 5, "three hosts, the clock, and the ticket");
    assert!(!view.blocks.iter().any(|block| matches!(block, Block::Question { .. })), "nothing is asked");
    assert_eq!(bench.writes(), 0, "looking writes nothing");
}

#[tokio::test]
async fn what_the_vendors_server_reaches_stays_unknown_until_its_output_is_pasted() {
    let bench = bench();
    let engine = engine(&bench, None, |_| {});
    let paste = |value: Value| engine.answer(&QuestionId::from("vendor_reach"), value).expect("it is stored");
    for nothing in [Value::Null, json!("it works"), json!("[handrail login.microsoftonline.com:443 http=200]")] {
        paste(nothing.clone());
        let view = look(&engine, "network_reachability").await;
        assert_eq!((view.head.outcome, code(&view)), (Some(Outcome::Unknown), "vendor-reach-unknown"), "{nothing}");
        let asked = view.blocks.iter().any(|block| matches!(block, Block::Question { .. }));
        assert!(asked, "the question is there");
        let shown = format!("{:?}", view.blocks);
        assert!(shown.contains("curl -s") && shown.contains("Test-NetConnection"), "with the commands: {shown}");
    }
    paste(json!("[handrail login.microsoftonline.com:443 http=200 tls=0 at=2026-09-01T00:00:00Z]"));
    let view = look(&engine, "network_reachability").await;
    assert_eq!(view.head.outcome, Some(Outcome::Unknown), "what is that old says nothing about today");
    for bad in ["http=000 tls=0", "http=200 tls=19", "http=403 tls=0", "tcp=False"] {
        paste(json!(format!("[handrail login.microsoftonline.com:443 {bad} at=2026-11-21T08:00:00Z]")));
        let view = look(&engine, "network_reachability").await;
        assert_eq!((view.head.outcome, code(&view)), (Some(Outcome::NeedsPerson), "vendor-reach-fails"), "{bad}");
    }
    paste(json!("[handrail login.microsoftonline.com:443 tcp=True at=2026-11-21T08:00:00Z]"));
    let view = look(&engine, "network_reachability").await;
    assert_eq!(view.head.outcome, Some(Outcome::Done), "a connection is one, and the page says that it is no more");
}

#[tokio::test]
async fn bad_hosts_are_told_apart_by_what_is_wrong_with_them() {
    let flawed = |flaw: CertificateFlaw| {
        move |seen: &mut Sounding| {
            seen.reach.stage = ReachStage::NoTls { why: "refused".to_owned(), untrusted: false };
            seen.reach.status = None;
            seen.tls.as_mut().expect("tried").flaws = vec![flaw];
        }
    };
    type Bad = (&'static str, Box<dyn Fn(&mut Sounding) + Send + Sync>);
    let cases: Vec<Bad> = vec![
        ("host-certificate-over", Box::new(flawed(CertificateFlaw::Expired))),
        ("host-certificate-early", Box::new(flawed(CertificateFlaw::NotYetValid))),
        ("host-certificate-own", Box::new(flawed(CertificateFlaw::SelfSigned))),
        ("host-certificate-name", Box::new(flawed(CertificateFlaw::WrongName))),
        ("host-certificate-issuer", Box::new(flawed(CertificateFlaw::UnknownIssuer))),
        (
            "host-tls-old",
            Box::new(|seen| {
                seen.reach.stage = ReachStage::NoTls { why: "alert".to_owned(), untrusted: false };
                seen.tls.as_mut().expect("tried").too_old = true;
            }),
        ),
        ("host-private", Box::new(|seen| seen.addresses = vec!["192.168.1.20".parse().expect("an address")])),
        ("host-certificate-issuer", Box::new(|seen| seen.reach.public = Some(false))),
        ("no-dns", Box::new(|seen| seen.reach.stage = ReachStage::NoDns { why: "no such name".to_owned() })),
        ("no-connection", Box::new(|seen| seen.reach.stage = ReachStage::NoTcp { why: "refused".to_owned() })),
        ("proxy-password", Box::new(|seen| seen.reach.stage = ReachStage::ProxyPassword)),
    ];
    for (wanted, bad) in cases {
        let bench = bench();
        let engine = engine(&bench, MIA, bad);
        let view = look(&engine, "network_reachability").await;
        assert_eq!(code(&view), wanted, "{:?}", view.diagnostic);
        assert!(!view.head.outcome.is_some_and(Outcome::is_finished), "{wanted} is no success");
        let hook = look(&engine, "webhook_endpoint").await;
        if !["no-dns", "no-connection", "proxy-password"].contains(&wanted) {
            assert_eq!(code(&hook), wanted, "the endpoint is looked at with the same eyes");
            assert!(hook.changes.is_empty(), "{wanted}: Microsoft is not asked to try it");
        }
    }
}

#[tokio::test]
async fn another_answer_than_the_services_own_is_a_finding() {
    let bench = bench();
    let engine = engine(&bench, None, |seen| seen.redirect = Some("https://elsewhere.example/".to_owned()));
    let view = look(&engine, "network_reachability").await;
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "somebody should look: {:?}", view.diagnostic);
    assert!(format!("{:?}", rows(&view)).contains("elsewhere.example"), "where it leads is told");
}

// ---- the endpoint ------------------------------------------------------------------------------------------------

#[tokio::test]
async fn a_subscription_is_made_as_the_service_user_and_deleted() {
    let bench = bench();
    let engine = engine(&bench, MIA, |_| {});
    engine.look(&ItemId::from("sign_in")).await.expect("it looks");
    let view = bench.run(&engine, "webhook_endpoint").await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "{:?}", view.diagnostic);
    assert_eq!(subscriptions(&bench), 0, "nothing stays");
    assert_eq!(bench.writes(), 4, "allowed, made, deleted, and allowed no more");
    assert_eq!(chats(&bench), [], "nor what was granted for it");
    bench.assert_contract();
}

#[tokio::test]
async fn a_second_run_writes_nothing_until_the_evidence_is_too_old_or_the_endpoint_another() {
    let bench = bench();
    let engine = engine(&bench, MIA, |_| {});
    engine.look(&ItemId::from("sign_in")).await.expect("it looks");
    bench.run(&engine, "webhook_endpoint").await;
    let view = bench.run(&engine, "webhook_endpoint").await;
    assert_eq!((bench.writes(), view.changes.len()), (4, 0), "the evidence holds");
    bench.hours(7 * 24 + 1);
    let view = look(&engine, "webhook_endpoint").await;
    assert_eq!(view.changes.len(), 3, "after a week it is proved again");
    let other = json!("https://calls.vendor.example/other");
    engine.answer(&QuestionId::from("webhook_url"), other).expect("it is stored");
    let view = bench.run(&engine, "webhook_endpoint").await;
    assert_eq!((bench.writes(), view.head.outcome), (8, Some(Outcome::Changed)), "another endpoint, another proof");
}

#[tokio::test]
async fn undo_has_nothing_to_take_back() {
    let bench = bench();
    let engine = engine(&bench, MIA, |_| {});
    engine.look(&ItemId::from("sign_in")).await.expect("it looks");
    bench.run(&engine, "webhook_endpoint").await;
    let (list, _) = engine.undo_plan().expect("it is read");
    assert!(list.changes.is_empty(), "the subscription is gone already");
}

#[tokio::test]
async fn without_the_service_users_sign_in_nothing_is_tried_and_it_is_asked_for() {
    for person in [None, Some("jonas@practice.handrail.example")] {
        let bench = bench();
        let engine = engine(&bench, person, |_| {});
        engine.look(&ItemId::from("sign_in")).await.expect("it looks");
        let view = bench.run(&engine, "webhook_endpoint").await;
        assert_eq!((view.head.outcome, code(&view)), (Some(Outcome::NeedsPerson), "sign-in-as"), "{person:?}");
        let what = format!("{:?}", view.diagnostic.expect("diagnosed").what);
        assert!(what.contains("Mia"), "by name: {what}");
        let asked = bench.emulator.requests().iter().any(|one| one.write && one.path.ends_with("/subscriptions"));
        assert!(!asked, "the admin's own token is never used for it");
    }
}

#[tokio::test]
async fn each_wrong_answer_is_named_by_its_cause() {
    let cases = [
        (Validation::Encoded, 0, "hook-other-body"),
        (Validation::Other, 0, "hook-other-body"),
        (Validation::Html, 0, "hook-html"),
        (Validation::Redirect, 0, "hook-redirects"),
        (Validation::Forbidden, 0, "hook-refused"),
        (Validation::Missing, 0, "hook-not-found"),
        (Validation::GetOnly, 0, "hook-method"),
        (Validation::Right, 11_000, "hook-late"),
    ];
    for (validation, millis, wanted) in cases {
        let bench = bench();
        answers_so(&bench, validation, millis);
        let engine = engine(&bench, MIA, |_| {});
        let view = look(&engine, "webhook_endpoint").await;
        assert_eq!((view.head.outcome, code(&view)), (Some(Outcome::NeedsPerson), wanted), "{validation:?}");
        assert!(view.changes.is_empty(), "Microsoft would refuse it");
    }
}

#[tokio::test]
async fn microsofts_refusals_are_named_by_the_same_causes() {
    let cases = [
        (Validation::Encoded, 0, "hook-other-body"),
        (Validation::Redirect, 0, "hook-redirects"),
        (Validation::Forbidden, 0, "hook-refused"),
        (Validation::Missing, 0, "hook-not-found"),
        (Validation::GetOnly, 0, "hook-method"),
        (Validation::Html, 0, "hook-not-from-microsoft"),
        (Validation::Right, 11_000, "hook-late"),
    ];
    for (validation, millis, wanted) in cases {
        let bench = bench();
        answers_so(&bench, validation, millis);
        let engine = engine_seeing(&bench, MIA, |_| {}, Some(VendorOddities::default()));
        engine.look(&ItemId::from("sign_in")).await.expect("it looks");
        let view = bench.run(&engine, "webhook_endpoint").await;
        assert_eq!(code(&view), wanted, "from here it looked right: {:?}", view.diagnostic);
        assert_eq!((view.head.outcome, subscriptions(&bench)), (Some(Outcome::NeedsPerson), 0), "none was made");
        assert_eq!(chats(&bench), [], "{validation:?}: what was granted for the test goes with it");
    }
}

#[tokio::test]
async fn a_slow_endpoint_works_and_is_worth_a_look() {
    let bench = bench();
    answers_so(&bench, Validation::Right, 6_000);
    let engine = engine(&bench, MIA, |_| {});
    engine.look(&ItemId::from("sign_in")).await.expect("it looks");
    let view = bench.run(&engine, "webhook_endpoint").await;
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "{:?}", view.diagnostic);
    assert!(format!("{:?}", view.blocks).contains("webhook-slow"), "with the reason");
}

#[tokio::test]
async fn what_cannot_be_reached_from_here_is_still_tried_by_microsoft() {
    let bench = bench();
    let engine = engine(&bench, MIA, |seen| seen.reach.stage = ReachStage::NoTcp { why: "refused".to_owned() });
    let view = look(&engine, "webhook_endpoint").await;
    assert_eq!(view.changes.len(), 3, "this network says nothing about Microsoft's");
    assert!(format!("{:?}", view.blocks).contains("webhook-only-the-way"), "and the page says so");
}

#[tokio::test]
async fn an_address_or_user_that_is_missing_is_asked_for() {
    for question in ["webhook_url", "service_user"] {
        let bench = bench();
        let engine = engine(&bench, MIA, |_| {});
        engine.answer(&QuestionId::from(question), Value::Null).expect("it is stored");
        let view = look(&engine, "webhook_endpoint").await;
        assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "{question}");
    }
}

#[tokio::test]
async fn an_address_of_another_server_is_named_beside_it_and_nothing_is_sent_there() {
    let other = |seen: &mut Sounding| panic!("it was sent to {}", seen.reach.host);
    for address in ["https://elsewhere.example/hook", "https://calls.vendor.example:8443/hook"] {
        let bench = bench();
        let engine = engine(&bench, MIA, other);
        engine.answer(&QuestionId::from("webhook_url"), json!(address)).expect("it is stored");
        let view = look(&engine, "webhook_endpoint").await;
        assert_eq!((view.head.outcome, code(&view)), (Some(Outcome::NeedsDecision), "hook-elsewhere"), "{address}");
        let said = format!("{:?}", view.diagnostic.expect("diagnosed").what);
        let given = Url::parse(address).expect("a url");
        let given = given.host_str().expect("a host");
        assert!(said.contains(given) && said.contains("calls.vendor.example"), "both are named: {said}");
        assert!(view.changes.is_empty(), "Microsoft is not asked either");
    }
}

#[tokio::test]
async fn killed_anywhere_no_subscription_stays() {
    let dir = tempfile::tempdir().expect("a folder");
    kills::at_every(2, 2, async |exchange, fault| {
        let path = dir.path().join(format!("{exchange}-{fault:?}"));
        std::fs::create_dir_all(&path).expect("a folder");
        let mut bench = Bench::for_profile("all-is-well", PROFILE, ANSWERS, Some(path));
        let first = engine(&bench, MIA, |_| {});
        first.look(&ItemId::from("sign_in")).await.expect("it looks");
        let died = kills::dies(&bench, (exchange, fault), async {
            bench.run(&first, "webhook_endpoint").await;
        })
        .await;
        drop(first);
        bench.restart();
        let again = engine(&bench, MIA, |_| {});
        again.look(&ItemId::from("sign_in")).await.expect("it looks");
        let view = bench.run(&again, "webhook_endpoint").await;
        assert!(view.head.outcome.is_some_and(Outcome::is_finished), "{exchange} {fault:?}: {:?}", view.diagnostic);
        assert_eq!(subscriptions(&bench), 0, "{exchange} {fault:?}: none stays");
        assert_eq!(chats(&bench), [], "{exchange} {fault:?}: nor what was granted for it");
        died
    })
    .await;
}

#[tokio::test]
async fn a_subscription_that_a_kill_left_behind_can_be_taken_back_or_ends_by_itself() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::for_profile("all-is-well", PROFILE, ANSWERS, Some(dir.path().to_owned()));
    let first = engine(&bench, MIA, |_| {});
    first.look(&ItemId::from("sign_in")).await.expect("it looks");
    let mut exchange = 1;
    while subscriptions(&bench) == 0 {
        kills::dies(&bench, (exchange, Fault::DieAfter), async {
            bench.run(&first, "webhook_endpoint").await;
        })
        .await;
        exchange += 1;
        assert!(exchange < 60, "at one of the exchanges it was made");
    }
    drop(first);
    bench.restart();
    let engine = engine(&bench, MIA, |_| {});
    let (list, view) = engine.undo_plan().expect("it is read");
    assert_eq!(list.changes.len(), 2, "it is known, and what was granted for it: {view:?}");
    bench.undo(&engine).await.expect("it is taken back");
    assert_eq!((subscriptions(&bench), chats(&bench)), (0, Vec::new()), "gone");
    let (list, _) = engine.undo_plan().expect("it is read");
    assert!(list.changes.is_empty(), "and nothing is left to take back");
}

#[tokio::test]
async fn a_lost_answer_is_looked_up_and_never_made_twice() {
    for fault in [Fault::DropAfter, Fault::Truncated, Fault::Unavailable, Fault::TooMany, Fault::DropBefore] {
        for exchange in kills::some(20, 3) {
            let bench = bench();
            let engine = engine(&bench, MIA, |_| {});
            engine.look(&ItemId::from("sign_in")).await.expect("it looks");
            let now = bench.exchange.count.load(std::sync::atomic::Ordering::Relaxed);
            *bench.exchange.fault.lock().expect("no panic elsewhere") = Some((now + exchange, fault));
            bench.run(&engine, "webhook_endpoint").await;
            let view = bench.run(&engine, "webhook_endpoint").await;
            assert!(view.head.outcome.is_some_and(Outcome::is_finished), "{fault:?} {exchange}: {:?}", view.diagnostic);
            assert_eq!(subscriptions(&bench), 0, "{fault:?} {exchange}: none stays");
            assert_eq!(chats(&bench), [], "{fault:?} {exchange}: nor what was granted for it");
        }
    }
}
