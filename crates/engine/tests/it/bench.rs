//! A bench: a practice tenant, a set-up on it, and the engine between them. Every exchange with Graph is held against
//! Microsoft's contract, both ways.

use std::marker::PhantomData;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use access::AppTokenSource;
use access::own::HeldKeys;
use access::testing::MemoryKeychain;
use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use domain::{
    ApiId, AzureApi, Clock, Conversation, DocumentError, Documents, Endpoints, Event, GraphApi, ItemId, ItemView,
    KeptFile, Knock, Outcome, PowerShellProgram, Probe, ProcessError, Processes, ProfileId, ProxySetting, Random,
    Reach, ReachStage, RunStore, SecretText, SetupId, SignedIn, Sounding, Surroundings, TeamsApi, TenantId, TenantRef,
    Timestamp, Token, TokenError, TokenSource, UserId, UserRef,
};
use emulator::contract::{Watched, Watching, watch};
use emulator::teams::stand_in;
use emulator::{Emulator, Options, Scenario, entra};
use engine::{Catalogue, Engine, Ports, Problem, Watch};
use http_body_util::BodyExt as _;
use microsoft::{Request, Response, Transport, TransportError, TransportErrorKind};
use store::Store;
use tower::ServiceExt as _;
use url::Url;
use uuid::Uuid;

/// The practice tenant's domain.
pub const DOMAIN: &str = "practice.handrail.example";
/// Global Administrator.
pub const SAM: &str = "sam@practice.handrail.example";
/// Application Administrator and Teams Administrator.
pub const DANA: &str = "dana@practice.handrail.example";
/// Application Administrator.
pub const ALEX: &str = "alex@practice.handrail.example";
/// Teams Administrator.
pub const TESS: &str = "tess@practice.handrail.example";
/// Global Reader.
pub const GWEN: &str = "gwen@practice.handrail.example";

/// A clock that moves only by being slept on or told to.
pub struct TestClock(Mutex<Timestamp>);

impl TestClock {
    pub fn advance(&self, by: Duration) {
        let mut now = self.0.lock().expect("no panic elsewhere");
        *now = *now + by;
    }
}

#[async_trait]
impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("no panic elsewhere")
    }

    async fn sleep(&self, duration: Duration) {
        self.advance(duration);
    }
}

/// GUIDs in a fixed order.
pub struct TestRandom(AtomicU64);

impl Random for TestRandom {
    fn uuid(&self) -> Uuid {
        let n = self.0.fetch_add(1, Ordering::Relaxed);
        Uuid::new_v5(&Uuid::NAMESPACE_OID, &n.to_be_bytes())
    }
}

/// What happens to one exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The request never arrives.
    DropBefore,
    /// The request arrives and its answer is lost.
    DropAfter,
    /// Throttled.
    TooMany,
    /// Unavailable.
    Unavailable,
    /// Half an answer.
    Truncated,
    /// A gateway's page.
    Html,
    /// Not JSON.
    BadJson,
    /// The process dies before the request.
    DieBefore,
    /// The process dies after the request arrived.
    DieAfter,
}

/// The emulator's router as a transport, with a fault at one exchange.
pub struct Exchange {
    service: Watched<Router>,
    /// Exchange number from 1, and what happens there.
    pub fault: Mutex<Option<(u64, Fault)>>,
    /// Exchanges so far.
    pub count: AtomicU64,
    dead: tokio::sync::Notify,
}

impl Exchange {
    async fn die(&self) -> ! {
        self.dead.notify_one();
        std::future::pending().await
    }

    /// Returns when the process is dead.
    pub async fn died(&self) {
        self.dead.notified().await;
    }

    fn lost(sent: bool) -> TransportError {
        let detail = "the test cut the line".to_owned();
        TransportError { kind: TransportErrorKind::Interrupted, detail, host: None, sent }
    }

    fn answer(status: u16, content: &str, body: &str) -> Response {
        http::Response::builder()
            .status(status)
            .header("content-type", content)
            .header("retry-after", "2")
            .body(Bytes::from(body.to_owned()))
            .expect("a fixed answer")
    }
}

#[async_trait]
impl Transport for Exchange {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let number = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        let fault =
            self.fault.lock().expect("no panic elsewhere").filter(|(at, _)| *at == number).map(|(_, fault)| fault);
        match fault {
            Some(Fault::DropBefore) => return Err(Self::lost(false)),
            Some(Fault::DieBefore) => self.die().await,
            Some(Fault::TooMany) => return Ok(Self::answer(429, "text/plain", "")),
            Some(Fault::Unavailable) => return Ok(Self::answer(503, "text/plain", "")),
            _ => {}
        }
        let sent = self.service.clone().oneshot(request.map(Body::from)).await.expect("the router never fails");
        let (head, body) = sent.into_parts();
        let body = body.collect().await.map_err(|_| Self::lost(true))?.to_bytes();
        match fault {
            Some(Fault::DropAfter) => Err(Self::lost(true)),
            Some(Fault::DieAfter) => self.die().await,
            Some(Fault::Truncated) => Ok(Response::from_parts(head, body.slice(..body.len() / 2))),
            Some(Fault::Html) => Ok(Self::answer(502, "text/html", "<html>Bad gateway</html>")),
            Some(Fault::BadJson) => Ok(Response::from_parts(head, Bytes::from_static(b"{\"value\":"))),
            _ => Ok(Response::from_parts(head, body)),
        }
    }
}

/// Tokens straight from the tenant's own key, as a browser with a live session would get them.
pub struct TestSession {
    emulator: Emulator,
    clock: Arc<TestClock>,
    /// Who is signed in, if anyone.
    pub upn: Mutex<Option<String>>,
    /// Whether that person signed in to Azure too.
    pub azure: AtomicBool,
}

impl TestSession {
    fn token<A: domain::Api>(&self, client: &str, scope: &str) -> Result<Token<A>, TokenError> {
        let upn = self.upn.lock().expect("no panic elsewhere").clone().ok_or(TokenError::NotSignedIn)?;
        let text = entra::user_token(&self.emulator, &upn, client, scope).ok_or(TokenError::NotSignedIn)?;
        let scopes = scope.split(' ').map(ToOwned::to_owned).collect();
        let expires_at = self.clock.now() + Duration::from_secs(3600);
        Ok(Token { text: SecretText::new(text), expires_at, scopes, api: PhantomData })
    }
}

#[async_trait]
impl TokenSource for TestSession {
    fn session(&self) -> Option<SignedIn> {
        let upn = self.upn.lock().expect("no panic elsewhere").clone()?;
        let (id, name) = self.emulator.read(|tenant| {
            let user = tenant.user(&upn).expect("a user of the scenario");
            (user.id.clone(), user.display_name.clone())
        });
        Some(SignedIn {
            tenant: tenant_id(&self.emulator),
            account: UserRef { id: UserId::parse(&id).expect("a GUID"), upn, name },
            client: domain::AppId::parse("14d82eec-204b-4c2f-b7e8-296a70dab67e").expect("a GUID"),
            at: self.clock.now(),
        })
    }

    async fn graph(&self, scopes: &[&str]) -> Result<Token<GraphApi>, TokenError> {
        self.token("14d82eec-204b-4c2f-b7e8-296a70dab67e", &scopes.join(" "))
    }

    async fn teams(&self) -> Result<(Token<GraphApi>, Token<TeamsApi>), TokenError> {
        let client = "12128f48-ec9e-42f0-b203-ea49fb6af367";
        let graph = self.token(client, "User.Read.All")?;
        let teams = self.token(client, "48ac35b8-9aa8-4d74-927d-1f4a14a0b239/user_impersonation")?;
        Ok((graph, teams))
    }

    async fn azure(&self) -> Result<Token<AzureApi>, TokenError> {
        const SCOPE: &str = "https://management.azure.com/user_impersonation";
        if !self.azure.load(Ordering::Relaxed) {
            return Err(TokenError::MoreScopes(vec![SCOPE.to_owned()]));
        }
        self.token("04b07795-8ddb-461a-bbee-02f9e1bf7b46", SCOPE)
    }

    fn renew(&self) {}

    fn challenged(&self, _: ApiId, _: String) {}
}

fn tenant_id(emulator: &Emulator) -> TenantId {
    TenantId::parse(&emulator.read(|tenant| tenant.id.clone())).expect("a GUID")
}

/// The stand-in for PowerShell, in process.
pub struct TestProcesses {
    emulator: Emulator,
}

struct Talk {
    session: stand_in::Session<Emulator>,
    heard: std::collections::VecDeque<String>,
}

#[async_trait]
impl Processes for TestProcesses {
    async fn find_powershell(&self) -> Vec<String> {
        Vec::new()
    }

    async fn start(&self, _: &PowerShellProgram) -> Result<Box<dyn Conversation>, ProcessError> {
        let session = stand_in::Session::new(self.emulator.clone(), &microsoft::teams::script_sha256());
        Ok(Box::new(Talk { session, heard: std::collections::VecDeque::new() }))
    }
}

#[async_trait]
impl Conversation for Talk {
    async fn say(&mut self, line: &SecretText) -> Result<(), ProcessError> {
        let answer = self.session.line(line.expose()).await;
        self.heard.extend(answer);
        Ok(())
    }

    async fn hear(&mut self, _: Duration) -> Result<Option<String>, ProcessError> {
        Ok(self.heard.pop_front())
    }

    async fn end(&mut self) {}
}

/// A network on which everything answers.
pub struct TestProbe(Arc<TestClock>);

#[async_trait]
impl Probe for TestProbe {
    async fn sound(&self, url: &Url, _: Knock) -> Sounding {
        let now = self.0.now();
        let reach = Reach {
            host: url.host_str().unwrap_or_default().to_owned(),
            stage: ReachStage::Answered,
            issuer: Some("CN=Practice".to_owned()),
            public: Some(false),
            status: Some(200),
            date: Some(now),
            our_date: now,
            proxy: None,
        };
        sounding(reach)
    }

    async fn proxy(&self, _: &Url) -> Option<ProxySetting> {
        None
    }
}

/// Kept files, in memory.
#[derive(Default)]
pub struct TestDocuments(pub Mutex<std::collections::BTreeMap<String, Vec<u8>>>);

impl TestDocuments {
    /// Keeps a file, as choosing it does, and gives the answer.
    pub fn keep(&self, name: &str, content: Vec<u8>) -> serde_json::Value {
        let file = KeptFile::of(name, &content);
        self.0.lock().expect("no panic elsewhere").insert(file.sha256.as_str().to_owned(), content);
        file.answer()
    }
}

impl Documents for TestDocuments {
    fn read(&self, file: &KeptFile) -> Result<Vec<u8>, DocumentError> {
        let kept = self.0.lock().expect("no panic elsewhere").get(file.sha256.as_str()).cloned();
        match kept {
            Some(content) if file.is(&content) => Ok(content),
            Some(_) => Err(DocumentError::Changed(file.name.clone())),
            None => Err(DocumentError::Gone(file.name.clone())),
        }
    }
}

/// That reach, and nothing beside it.
pub fn sounding(reach: Reach) -> Sounding {
    Sounding {
        reach,
        addresses: Vec::new(),
        tls: None,
        redirect: None,
        content_type: None,
        body: Vec::new(),
        took: Duration::from_millis(40),
        late: false,
    }
}

/// Remembers what the window would have been told.
#[derive(Default)]
pub struct Story(pub Mutex<Vec<Event>>);

impl Watch for Story {
    fn tell(&self, event: Event) {
        self.0.lock().expect("no panic elsewhere").push(event);
    }
}

/// Everything around one set-up.
pub struct Bench {
    pub emulator: Emulator,
    pub clock: Arc<TestClock>,
    pub exchange: Arc<Exchange>,
    pub watching: Watching,
    pub keychain: Arc<MemoryKeychain>,
    /// Keys out of files, for as long as the process lives.
    pub held: Arc<HeldKeys>,
    pub session: Arc<TestSession>,
    pub story: Arc<Story>,
    pub setup: SetupId,
    profile: ProfileId,
    /// Files that answer questions.
    pub documents: Arc<TestDocuments>,
    random: Arc<TestRandom>,
    store: Arc<dyn RunStore>,
    dir: Option<PathBuf>,
}

/// The bench's clock begins on this day.
const TODAY: &str = "2026-11-21T09:00:00Z";

fn with_today(answers: &str) -> String {
    domain::profile_file::with_today(answers, Timestamp::parse(TODAY).expect("a time"))
}

impl Bench {
    /// The Global Administrator in that scenario.
    pub fn new(scenario: &str) -> Self {
        Self::with(Options::new(Scenario::load(scenario).expect("a built-in scenario")), SAM, None)
    }

    /// Somebody else in that scenario.
    pub fn as_user(scenario: &str, upn: &str) -> Self {
        Self::with(Options::new(Scenario::load(scenario).expect("a built-in scenario")), upn, None)
    }

    /// With a real data file, so that a dead process can be started again.
    pub fn on_disk(scenario: &str, dir: PathBuf) -> Self {
        Self::with(Options::new(Scenario::load(scenario).expect("a built-in scenario")), SAM, Some(dir))
    }

    /// The Global Administrator in that scenario, with the profile of Handrail's own app.
    pub fn for_sign_in_app(scenario: Scenario) -> Self {
        let text = include_str!("../../../../profiles/sign-in-app.answers.example.toml");
        let catalogue = Catalogue::builtin().expect("the profiles are right");
        Self::of(&catalogue, ("sign-in-app", text), Options::new(scenario), SAM, None)
    }

    /// The Global Administrator in that scenario, with a profile of the test's own.
    pub fn for_profile(scenario: &str, profile: &str, answers: &str, dir: Option<PathBuf>) -> Self {
        Self::in_scenario(Scenario::load(scenario).expect("a built-in scenario"), profile, answers, dir)
    }

    /// The same in a scenario that need not be a built-in one.
    pub fn in_scenario(scenario: Scenario, profile: &str, answers: &str, dir: Option<PathBuf>) -> Self {
        let mut catalogue = Catalogue::builtin().expect("the profiles are right");
        let id = catalogue.add(profile, "test.toml").expect("the test's profile is right");
        let options = Options { plays_hosts: true, ..Options::new(scenario) };
        Self::of(&catalogue, (id.as_str(), answers), options, SAM, dir)
    }

    fn with(options: Options, upn: &str, dir: Option<PathBuf>) -> Self {
        let text = include_str!("../../../../profiles/teams-online-meetings.answers.example.toml");
        let catalogue = Catalogue::builtin().expect("the profiles are right");
        Self::of(&catalogue, ("teams-online-meetings", text), options, upn, dir)
    }

    fn of(
        catalogue: &Catalogue,
        (profile, answers): (&str, &str),
        options: Options,
        upn: &str,
        dir: Option<PathBuf>,
    ) -> Self {
        let clock = Arc::new(TestClock(Mutex::new(Timestamp::parse(TODAY).expect("a time"))));
        let emulator = Emulator::new(options, clock.clone()).expect("it starts");
        let (service, watching) = watch(emulator.router(), "/graph");
        let exchange = Arc::new(Exchange {
            service,
            fault: Mutex::new(None),
            count: AtomicU64::new(0),
            dead: tokio::sync::Notify::new(),
        });
        let session = Arc::new(TestSession {
            emulator: emulator.clone(),
            clock: clock.clone(),
            upn: Mutex::new(Some(upn.to_owned())),
            azure: AtomicBool::new(true),
        });
        let store: Arc<dyn RunStore> = match &dir {
            Some(dir) => Arc::new(Store::open(dir, clock.now()).expect("a data file")),
            None => Arc::new(Store::in_memory().expect("memory")),
        };
        let random = Arc::new(TestRandom(AtomicU64::new(1)));
        let tenant = TenantRef {
            id: tenant_id(&emulator),
            domain: DOMAIN.to_owned(),
            name: None,
            cloud: "practice".to_owned(),
            region: None,
        };
        let profile = ProfileId::from(profile);
        let loaded = catalogue.get(&profile).expect("it is in the catalogue");
        let answers = domain::profile_file::load_answers(&with_today(answers), "answers", &loaded.profile)
            .expect("the example is right");
        let ports = (store.as_ref(), random.as_ref() as &dyn Random, clock.as_ref() as &dyn Clock);
        let setup = engine::begin(ports, catalogue, &profile, tenant, answers.answers).expect("it begins");
        Self {
            emulator,
            clock,
            exchange,
            watching,
            keychain: Arc::new(MemoryKeychain::default()),
            held: Arc::default(),
            session,
            story: Arc::new(Story::default()),
            setup,
            profile,
            documents: Arc::default(),
            random,
            store,
            dir,
        }
    }

    /// Another set-up in the same tenant, with a profile of the test's own.
    pub fn beside(&self, profile: &str, answers: &str) -> Self {
        let mut catalogue = Catalogue::builtin().expect("the profiles are right");
        let id = catalogue.add(profile, "test.toml").expect("the test's profile is right");
        let loaded = catalogue.get(&id).expect("it is in the catalogue");
        let answers = domain::profile_file::load_answers(&with_today(answers), "answers", &loaded.profile)
            .expect("they are right");
        let tenant = self.store.setup(self.setup).expect("stored").expect("it is there").tenant;
        let ports = (self.store.as_ref(), self.random.as_ref() as &dyn Random, self.clock.as_ref() as &dyn Clock);
        let setup = engine::begin(ports, &catalogue, &id, tenant, answers.answers).expect("it begins");
        Self {
            emulator: self.emulator.clone(),
            clock: self.clock.clone(),
            exchange: self.exchange.clone(),
            watching: self.watching.clone(),
            keychain: self.keychain.clone(),
            held: self.held.clone(),
            session: self.session.clone(),
            story: self.story.clone(),
            setup,
            profile: id,
            random: self.random.clone(),
            store: self.store.clone(),
            dir: None,
            documents: self.documents.clone(),
        }
    }

    /// The engine, opened as a new process would.
    pub fn engine(&self) -> Engine {
        Engine::open(self.ports(), self.setup, self.story.clone()).expect("it opens")
    }

    pub fn ports(&self) -> Ports {
        let base = self.emulator.endpoints();
        let url = |text: &str| Url::parse(&format!("{}/", text.trim_end_matches('/'))).expect("a base URL");
        let endpoints = Endpoints {
            name: "practice".to_owned(),
            surroundings: Surroundings::Practice,
            login: url(&base.login),
            graph: url(&base.graph),
            azure: url(&base.azure),
            teams: Some(url(&base.teams)),
            hosts: None,
            ca: None,
            settle_pause: Duration::from_secs(5),
            powershell_limit: None,
            file_digest: None,
        };
        let transport: Arc<dyn Transport> = self.exchange.clone();
        Ports {
            app_tokens: Arc::new(AppTokenSource::new(
                endpoints.clone(),
                transport.clone(),
                self.clock.clone(),
                self.random.clone(),
                self.keychain.clone(),
            )),
            transport,
            endpoints,
            clock: self.clock.clone(),
            documents: self.documents.clone(),
            random: self.random.clone(),
            store: self.store.clone(),
            secrets: self.keychain.clone(),
            keys: self.held.clone(),
            tokens: self.session.clone(),
            processes: Arc::new(TestProcesses { emulator: self.emulator.clone() }),
            probe: Arc::new(TestProbe(self.clock.clone())),
            teams_module: None,
        }
    }

    /// The process died: everything but tenant, keychain and data file is new.
    pub fn restart(&mut self) {
        if let Some(dir) = self.dir.clone() {
            // The lock goes with the process.
            self.store = Arc::new(Store::in_memory().expect("memory"));
            self.store = Arc::new(Store::open(&dir, self.clock.now()).expect("the data file opens again"));
        }
        *self.exchange.fault.lock().expect("no panic elsewhere") = None;
    }

    /// Looks, approves what is seen, and makes it.
    pub async fn run(&self, engine: &Engine, item: &str) -> ItemView {
        let id = ItemId::from(item);
        let view = engine.look(&id).await.expect("it looks");
        if let Some(digest) = view.digest {
            engine.approve(Some(&id), &digest).expect("it is the plan that was seen");
            engine.apply(Some(&id)).await.expect("it is stored");
        }
        engine.item(&id).expect("it was seen")
    }

    /// Runs the items that this one builds on, which must all end well.
    pub async fn reach(&self, engine: &Engine, item: &str) {
        let (profile, answers) = (engine.profile(), engine.setup().expect("it is read").answers);
        let target = profile.item(&ItemId::from(item)).expect("it is in the profile");
        let mut needed: Vec<_> = profile.needs(target, &answers);
        let mut n = 0;
        while n < needed.len() {
            let giver = profile.giver(needed[n], &answers).expect("an earlier item gives it");
            needed.extend(profile.needs(giver, &answers));
            n += 1;
        }
        let ids: Vec<_> = engine.profile().items.iter().map(|item| (item.id.clone(), item.wanted.kind())).collect();
        for (id, kind) in ids {
            if !kind.gives().iter().any(|field| needed.contains(field)) {
                continue;
            }
            let view = self.run(engine, id.as_str()).await;
            let ended = view.head.outcome;
            assert!(ended.is_some_and(Outcome::is_finished), "{id} ended as {ended:?}: {:?}", view.diagnostic);
        }
    }

    /// Takes everything back.
    pub async fn undo(&self, engine: &Engine) -> Result<(), Problem> {
        let (list, _) = engine.undo_plan()?;
        engine.undo(&list.digest()).await
    }

    /// App registrations that are there now.
    pub fn apps(&self) -> usize {
        let view = emulator::state::View::current(self.emulator.delays_now());
        self.emulator.read(|tenant| tenant.applications.all_seen(view).count())
    }

    /// Enterprise applications that are there now.
    pub fn principals(&self) -> usize {
        let view = emulator::state::View::current(self.emulator.delays_now());
        self.emulator.read(|tenant| tenant.service_principals.all_seen(view).count())
    }

    /// Application permissions in force.
    pub fn grants(&self) -> usize {
        let view = emulator::state::View::current(self.emulator.delays_now());
        self.emulator.read(|tenant| tenant.app_role_assignments.all_seen(view).count())
    }

    /// The set-up's app registration, as the tenant has it.
    pub fn app_object(&self) -> serde_json::Value {
        let name = format!("handrail-{}-{}", self.profile, self.setup);
        let view = emulator::state::View::current(self.emulator.delays_now());
        self.emulator.read(|tenant| {
            let mut apps = tenant.applications.all_seen(view);
            let app = apps.find(|(_, app)| app.json.get("uniqueName").is_some_and(|own| *own == name.as_str()));
            serde_json::Value::Object(app.expect("the set-up has made its app").1.json.clone())
        })
    }

    /// App registrations that this set-up has made.
    pub fn apps_of_this_setup(&self) -> usize {
        let name = format!("handrail-{}-{}", self.profile, self.setup);
        let view = emulator::state::View::current(self.emulator.delays_now());
        self.emulator.read(|tenant| {
            let apps = tenant.applications.all_seen(view);
            apps.filter(|(_, app)| app.json.get("uniqueName").is_some_and(|own| *own == name.as_str())).count()
        })
    }

    /// Access policies of that name.
    pub fn policies_named(&self, name: &str) -> usize {
        let view = emulator::state::View::current(self.emulator.delays_now());
        self.emulator
            .read(|tenant| tenant.teams.access_policies.all_seen(view).filter(|(id, _)| id.ends_with(name)).count())
    }

    /// Online meetings that exist.
    pub fn meetings(&self) -> usize {
        let view = emulator::state::View::current(self.emulator.delays_now());
        self.emulator.read(|tenant| tenant.teams.meetings.all_seen(view).count())
    }

    /// Keychain accounts of changes that stand.
    pub fn accounts_in_journal(&self) -> Vec<String> {
        let journal = self.store.journal(self.setup).expect("it is read");
        let standing =
            journal.iter().filter(|e| matches!(e.state, domain::ChangeState::Made | domain::ChangeState::Seen));
        let mut accounts: Vec<String> = standing
            .filter_map(|entry| Some(entry.receipt.as_ref()?.get("keychain_account")?.as_str()?.to_owned()))
            .collect();
        accounts.sort();
        accounts
    }

    /// Keychain accounts that the journal knows of, also of changes that were not finished.
    pub fn known_accounts(&self) -> Vec<String> {
        let journal = self.store.journal(self.setup).expect("it is read");
        let values = journal.iter().flat_map(|entry| [entry.note.as_ref(), entry.receipt.as_ref()]).flatten();
        values.filter_map(|value| Some(value.get("keychain_account")?.as_str()?.to_owned())).collect()
    }

    /// Changes a property of the app as somebody else would.
    pub fn patch_app(&self, property: &str, value: serde_json::Value) {
        let id = self.app_object()["id"].as_str().expect("an id").to_owned();
        let changed = self.emulator.write(|tenant, moment| {
            let mut app = tenant.applications.current(&id).expect("it is there").clone();
            app.json.insert(property.to_owned(), value);
            let stamp = moment.stamp(tenant);
            tenant.applications.write(id.clone(), app, stamp);
        });
        changed.expect("kept nowhere, so always saved");
    }

    /// Somebody else's certificate on the app.
    pub fn add_foreign_key(&self) {
        let from = self.now();
        let (der, _) = entra::certificate("Somebody Else", from, from.plus_years(1)).expect("a certificate");
        let key = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, der);
        let entry = serde_json::json!({
            "keyId": "0b1c2d3e-4f50-4a6b-8c7d-8e9fa0b1c2d3", "type": "AsymmetricX509Cert", "usage": "Verify",
            "displayName": "Somebody else", "key": key,
            "startDateTime": from, "endDateTime": from.plus_years(1),
        });
        self.patch_app("keyCredentials", serde_json::json!([entry]));
    }

    /// Somebody else puts that certificate (DER in base64) on the app.
    pub fn add_key(&self, der: &str, thumbprint: &str, (from, until): (Timestamp, Timestamp)) {
        let entry = serde_json::json!({
            "keyId": "1c2d3e4f-5061-4b7c-8d9e-9fa0b1c2d3e4", "type": "AsymmetricX509Cert", "usage": "Verify",
            "displayName": "Somebody else", "key": der, "customKeyIdentifier": thumbprint,
            "startDateTime": from, "endDateTime": until,
        });
        self.patch_app("keyCredentials", serde_json::json!([entry]));
    }

    /// From now on replicas are this many hours behind.
    pub fn lag(&self, hours: u64) {
        self.lag_seconds(hours * 3600);
    }

    /// From now on replicas are this many seconds behind.
    pub fn lag_seconds(&self, seconds: u64) {
        let changed = self.emulator.write(|tenant, _| {
            // Coprime to the reads of every step, so that replicas do not take turns in step with them.
            tenant.oddities.replicas = 7;
            tenant.oddities.replication_ms = seconds * 1000;
        });
        changed.expect("kept nowhere, so always saved");
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn hours(&self, hours: u64) {
        self.clock.advance(Duration::from_secs(hours * 3600));
    }

    /// The tokens of somebody else, who signed in beside the admin.
    pub fn session_of(&self, upn: &str) -> TestSession {
        let upn = Mutex::new(Some(upn.to_owned()));
        TestSession { emulator: self.emulator.clone(), clock: self.clock.clone(), upn, azure: AtomicBool::new(false) }
    }

    /// Somebody else signs in to the same set-up.
    pub fn sign_in_as(&self, upn: &str) {
        *self.session.upn.lock().expect("no panic elsewhere") = Some(upn.to_owned());
    }

    /// Takes back what these items made, and nothing else.
    pub async fn undo_items(&self, engine: &Engine, items: &[&str]) {
        let ids: Vec<ItemId> = items.iter().map(|item| ItemId::from(*item)).collect();
        let (list, _) = engine.undo_plan_of(&ids).expect("it is read");
        engine.undo_of(&ids, &list.digest()).await.expect("it is taken back");
    }

    /// Writes that reached the tenant.
    pub fn writes(&self) -> usize {
        self.emulator.requests().iter().filter(|request| request.write).count()
    }

    /// Every exchange with Graph was as Microsoft's contract says.
    #[track_caller]
    pub fn assert_contract(&self) {
        assert!(self.watching.graph_calls() > 0, "something was watched");
        assert_eq!(self.watching.departures(), Vec::new(), "both sides keep to Microsoft's contract");
    }
}
