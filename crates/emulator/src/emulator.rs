//! The handle on one practice tenant: state, clocks, snapshot.

mod snapshot;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use domain::{Clock, Timestamp};
use serde::{Deserialize, Serialize};

use crate::entra::SigningKey;
use crate::errors::{StartError, Unsaved};
use crate::notify::{Outbox, Watched};
use crate::scenario::Scenario;
use crate::state::{Keep, RequestRecord, Stamp, Tenant, View};
use crate::teams::pace::Pace;
use crate::webhooks::Webhooks;
pub use snapshot::kept_scenario;
use snapshot::load;

/// Requests remembered.
const KEPT_REQUESTS: usize = 100_000;

/// How an emulator starts.
#[derive(Clone)]
pub struct Options {
    /// What the tenant is at the beginning; a kept snapshot wins over it.
    pub scenario: Scenario,
    /// Where ids come from.
    pub seed: u64,
    /// Where clients reach it, without a slash at the end. A server sets it when it knows its port.
    pub base_url: String,
    /// How much faster than real time delays run; 1 is real.
    pub delay_speed: u32,
    /// UPNs that authorize answers for at once, as a browser with live sessions would: the one that is hinted at, else
    /// the first.
    pub auto_sign_in: Vec<String>,
    /// Where the tenant is kept between runs; nowhere in tests.
    pub keep: Option<Arc<dyn Keep>>,
    /// How the endpoints of subscribers are reached. Without it no subscription can be made, and nobody is told anything.
    pub webhooks: Option<Arc<dyn Webhooks>>,
    /// Hosts elsewhere than on this computer are played by the practice tenant, and nobody is called under their names.
    pub plays_hosts: bool,
}

impl Options {
    /// In-process use: that scenario, kept nowhere, real delays.
    #[must_use]
    pub fn new(scenario: Scenario) -> Self {
        Self {
            scenario,
            seed: 1,
            base_url: "http://localhost:47100".to_owned(),
            delay_speed: 1,
            auto_sign_in: Vec::new(),
            keep: None,
            webhooks: None,
            plays_hosts: false,
        }
    }
}

/// Base URLs of the four services, without version, as they stand in an endpoints file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Endpoints {
    /// Sign-in.
    pub login: String,
    /// Microsoft Graph.
    pub graph: String,
    /// Azure Resource Manager.
    pub azure: String,
    /// The stand-in for Teams PowerShell.
    pub teams: String,
}

impl Endpoints {
    /// Everything under one base URL.
    #[must_use]
    pub fn under(base: &str) -> Self {
        let base = base.trim_end_matches('/');
        Self {
            login: base.to_owned(),
            graph: format!("{base}/graph"),
            azure: format!("{base}/azure"),
            teams: format!("{base}/teams"),
        }
    }
}

/// The two times of one write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Real time: goes into data.
    pub now: Timestamp,
    /// Time on the clock of delays: goes into stamps.
    pub delays_now: Timestamp,
}

impl Moment {
    /// A view of everything that is really there.
    #[must_use]
    pub const fn current(&self) -> View {
        View::current(self.delays_now)
    }

    /// The stamp for writes of this moment.
    #[must_use]
    pub const fn stamp(&self, tenant: &Tenant) -> Stamp {
        tenant.stamp(self.delays_now)
    }
}

/// One practice tenant. Clones are handles on the same one.
#[derive(Clone)]
pub struct Emulator {
    shared: Arc<Shared>,
}

struct Shared {
    clock: Arc<dyn Clock>,
    options: Options,
    key: SigningKey,
    tenant: Mutex<Tenant>,
    delays: Mutex<Delays>,
    endpoints: RwLock<Endpoints>,
    reads: AtomicU64,
    exchanges: AtomicU64,
    requests: Mutex<Vec<RequestRecord>>,
    outbox: Outbox,
    pace: Pace,
}

/// The clock of delays: runs `speed` times as fast as the real one since the anchor.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Delays {
    anchor: Timestamp,
    at_anchor: Timestamp,
    speed: u32,
}

impl Delays {
    fn at(self, now: Timestamp) -> Timestamp {
        self.at_anchor + now.since(self.anchor).saturating_mul(self.speed)
    }

    fn moved(self, now: Timestamp, by: Duration, speed: u32) -> Self {
        Self { anchor: now, at_anchor: self.at(now) + by, speed }
    }
}

impl Emulator {
    /// Opens the kept tenant, or starts the scenario.
    ///
    /// # Errors
    /// When the snapshot, key or scenario cannot be used.
    pub fn new(options: Options, clock: Arc<dyn Clock>) -> Result<Self, StartError> {
        let now = clock.now();
        let whole = Timestamp::from_unix(now.unix()).unwrap_or(now);
        let kept = match &options.keep {
            Some(keep) => load(keep.as_ref())?,
            None => None,
        };
        let fresh = kept.is_none();
        let (tenant, delays) = match kept {
            Some(snapshot) => (snapshot.tenant, snapshot.delays.moved(now, Duration::ZERO, options.delay_speed)),
            None => {
                let delays = Delays { anchor: now, at_anchor: now, speed: options.delay_speed };
                (options.scenario.tenant(options.seed, whole)?, delays)
            }
        };
        if let Some(account) = options.auto_sign_in.iter().find(|upn| tenant.user(upn).is_none()) {
            return Err(StartError::UnknownAccount(account.clone()));
        }
        let key = SigningKey::open(options.keep.as_deref(), now)?;
        let emulator = Self {
            shared: Arc::new(Shared {
                endpoints: RwLock::new(Endpoints::under(&options.base_url)),
                clock,
                options,
                key,
                tenant: Mutex::new(tenant),
                delays: Mutex::new(delays),
                reads: AtomicU64::new(0),
                exchanges: AtomicU64::new(0),
                requests: Mutex::new(Vec::new()),
                outbox: Outbox::default(),
                pace: Pace::default(),
            }),
        };
        if fresh {
            emulator.save(&emulator.tenant())?;
        }
        emulator.name_scenario()?;
        Ok(emulator)
    }

    /// How many changes the cmdlets were asked for lately.
    pub(crate) fn pace(&self) -> &Pace {
        &self.shared.pace
    }

    /// Real time in whole seconds, for data: `createdDateTime`, `Date`, tokens, codes, logs.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let now = self.exactly_now();
        Timestamp::from_unix(now.unix()).unwrap_or(now)
    }

    /// Delays are shorter than seconds sometimes.
    fn exactly_now(&self) -> Timestamp {
        self.shared.clock.now()
    }

    /// Time on the clock of delays: replication, propagation, long-running operations. Moved by `--clock 60x` and
    /// `POST /_emulator/clock`. Do not call it inside [`Emulator::write`] (use the [`Moment`]); compare it with nothing but
    /// stamps.
    #[must_use]
    pub fn delays_now(&self) -> Timestamp {
        lock(&self.shared.delays).at(self.exactly_now())
    }

    /// Lets time pass on the clock that everybody has.
    pub(crate) async fn pause(&self, time: Duration) {
        self.shared.clock.sleep(time).await;
    }

    /// Both times.
    #[must_use]
    pub fn moment(&self) -> Moment {
        Moment { now: self.now(), delays_now: self.delays_now() }
    }

    /// The view of the next read: the replicas answer in turn. Take one per request and read everything with it. The first
    /// read is answered by the slowest replica, so that a lag shows at once.
    #[must_use]
    pub fn view(&self) -> View {
        let replicas = lock(&self.shared.tenant).oddities.replicas.max(1);
        let turn = self.shared.reads.fetch_add(1, Ordering::Relaxed);
        let back = u32::try_from(turn % u64::from(replicas)).unwrap_or(0);
        View { replica: replicas - 1 - back, replicas, now: self.delays_now() }
    }

    /// Looks at the tenant.
    pub fn read<R>(&self, look: impl FnOnce(&Tenant) -> R) -> R {
        look(&lock(&self.shared.tenant))
    }

    /// Changes the tenant and saves it: when this returns, the change survives a kill.
    ///
    /// # Errors
    /// When it could not be saved; the tenant is then as it was, and the request is answered 503.
    pub fn write<R>(&self, change: impl FnOnce(&mut Tenant, Moment) -> R) -> Result<R, Unsaved> {
        let moment = self.moment();
        let mut tenant = self.tenant();
        let before = Watched::if_watched(&tenant);
        let result = change(&mut tenant, moment);
        if let Err(error) = self.save(&tenant) {
            if let Some(Ok(Some(last))) = self.shared.options.keep.as_deref().map(load) {
                *tenant = last.tenant;
            }
            return Err(Unsaved(error));
        }
        self.shared.outbox.changed(before.as_ref(), &tenant, moment);
        Ok(result)
    }

    /// How subscribers' endpoints are reached.
    pub(crate) fn webhooks(&self) -> Option<Arc<dyn Webhooks>> {
        self.shared.options.webhooks.clone()
    }

    /// Whether other people's hosts are played.
    pub(crate) fn plays_hosts(&self) -> bool {
        self.shared.options.plays_hosts
    }

    /// What subscribers are to be told.
    pub(crate) fn outbox(&self) -> &Outbox {
        &self.shared.outbox
    }

    /// Moves the clock of delays forward; nothing else notices.
    ///
    /// # Errors
    /// When it could not be saved.
    pub fn advance_delays(&self, by: Duration) -> Result<(), Unsaved> {
        {
            let mut delays = lock(&self.shared.delays);
            *delays = delays.moved(self.exactly_now(), by, delays.speed);
        }
        self.write(|_, _| ())
    }

    /// Begins again: with that scenario, or with the one that the tenant began as. Signing key and clocks stay.
    ///
    /// # Errors
    /// When the scenario is broken or the tenant cannot be saved.
    pub fn reset(&self, scenario: Option<&Scenario>) -> Result<(), StartError> {
        let started_with = &self.shared.options.scenario;
        let present = self.read(|tenant| tenant.scenario.clone());
        let fresh = match scenario {
            Some(scenario) => scenario.tenant(self.shared.options.seed, self.now())?,
            // A kept tenant may have begun as another scenario than this run was started with.
            None if started_with.name() == present => started_with.tenant(self.shared.options.seed, self.now())?,
            None => Scenario::load(&present)
                .as_ref()
                .unwrap_or(started_with)
                .tenant(self.shared.options.seed, self.now())?,
        };
        self.begin_with(fresh)
    }

    /// Where clients reach it; while a request is answered that came under Microsoft's names, these.
    #[must_use]
    pub fn endpoints(&self) -> Endpoints {
        if let Some(reached) = crate::server::names::reached() {
            return reached;
        }
        self.shared.endpoints.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Tells it where clients reach it.
    pub fn set_endpoints(&self, endpoints: Endpoints) {
        *self.shared.endpoints.write().unwrap_or_else(PoisonError::into_inner) = endpoints;
    }

    /// The key that signs tokens.
    #[must_use]
    pub fn signing_key(&self) -> &SigningKey {
        &self.shared.key
    }

    /// UPN of the person who is signed in without a question, if any: the one that is hinted at, else the first.
    #[must_use]
    pub fn auto_sign_in(&self, hint: Option<&str>) -> Option<&str> {
        let all = &self.shared.options.auto_sign_in;
        let hinted = all.iter().find(|upn| hint.is_some_and(|hint| hint.eq_ignore_ascii_case(upn)));
        hinted.or(all.first()).map(String::as_str)
    }

    /// Where documents are kept between runs, if anywhere.
    #[must_use]
    pub fn keep(&self) -> Option<&dyn Keep> {
        self.shared.options.keep.as_deref()
    }

    /// A fresh id for one exchange: the same sequence in every run that starts at the same time.
    #[must_use]
    pub(crate) fn request_id(&self) -> String {
        let number = self.shared.exchanges.fetch_add(1, Ordering::Relaxed);
        let text = format!("{}:{}:{number}", self.shared.options.seed, self.exactly_now());
        uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, text.as_bytes()).to_string()
    }

    /// Every request so far, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<RequestRecord> {
        lock(&self.shared.requests).clone()
    }

    /// Remembers a request.
    pub(crate) fn record(&self, request: RequestRecord) {
        let mut requests = lock(&self.shared.requests);
        if requests.len() >= KEPT_REQUESTS {
            requests.remove(0);
        }
        requests.push(request);
    }

    fn tenant(&self) -> MutexGuard<'_, Tenant> {
        lock(&self.shared.tenant)
    }
}

/// A panic elsewhere does not make the tenant unreadable.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
