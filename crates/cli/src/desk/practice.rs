//! The practice tenant inside the app: started when it is first needed, kept on the disk.

use std::sync::Arc;
use std::time::Duration;

use domain::{Clock, Endpoints, PracticeAccount, PracticeView, ScenarioCard, Surroundings};
use emulator::server::{Hosts, ServerOptions, Serving, serve, serve_hosts};
use emulator::state::{SnapshotDirectory, TENANT_DOMAIN, Tenant, roles};
use emulator::{Emulator, Options, Scenario, kept_scenario};
use microsoft::Reach;
use url::Url;

use crate::{Answer, Desk, explain, trouble};

/// The name of the practice tenant's cloud in [`domain::TenantRef`].
pub const PRACTICE_CLOUD: &str = "practice";
/// What it is at the beginning.
const FIRST_SCENARIO: &str = "all-is-well";
/// Pause between agreeing reads (DECISIONS 8).
const SETTLE_PAUSE: Duration = Duration::from_millis(50);

/// The served practice tenant; dropping it closes its port.
pub(crate) struct Practice {
    emulator: Emulator,
    _serving: Serving,
    /// The hosts that profiles name.
    hosts: Arc<Hosts>,
}

/// Where the practice tenant is. `None` when an address is none, which cannot be.
pub(crate) fn endpoints(of: &emulator::Endpoints) -> Option<Endpoints> {
    let url = |text: &str| Url::parse(&format!("{}/", text.trim_end_matches('/'))).ok();
    Some(Endpoints {
        hosts: None,
        name: PRACTICE_CLOUD.to_owned(),
        surroundings: Surroundings::Practice,
        login: url(&of.login)?,
        graph: url(&of.graph)?,
        azure: url(&of.azure)?,
        teams: url(&of.teams),
        ca: None,
        settle_pause: SETTLE_PAUSE,
        powershell_limit: None,
        file_digest: None,
    })
}

impl Desk {
    /// Where the practice tenant is; starts it if it does not run yet.
    pub(crate) async fn practice_endpoints(&self) -> Answer<Endpoints> {
        let of = self.with_practice(|practice| Ok(practice.emulator.endpoints())).await?;
        endpoints(&of).ok_or_else(|| trouble::found_nothing("practice"))
    }

    /// Who plays the hosts that profiles name; starts the practice tenant if it does not run yet.
    pub(crate) async fn practice_hosts(&self) -> Answer<Arc<Hosts>> {
        self.with_practice(|practice| Ok(practice.hosts.clone())).await
    }

    async fn with_practice<T>(&self, work: impl FnOnce(&Practice) -> Answer<T>) -> Answer<T> {
        let mut held = self.practice.lock().await;
        if let Some(practice) = &*held {
            return work(practice);
        }
        let practice = self.start_practice().await?;
        let result = work(&practice);
        *held = Some(practice);
        result
    }

    async fn start_practice(&self) -> Answer<Practice> {
        if !self.options.practice {
            return Err(trouble::found_nothing("practice"));
        }
        // The data file first: its lock tells whether another Handrail has this practice tenant open.
        self.practice_shelf.store(&*self.clock)?;
        let folder = self.practice_shelf.folder()?.join("tenant");
        let clock: Arc<dyn Clock> = self.clock.clone();
        let started = tokio::task::spawn_blocking(move || -> Result<Emulator, emulator::StartError> {
            let keep = SnapshotDirectory::open(folder)?;
            let mut options = Options { keep: Some(Arc::new(keep)), ..Options::new(Scenario::load(FIRST_SCENARIO)?) };
            options.webhooks = crate::webhooks::near_endpoints(Reach::ThisComputer);
            options.plays_hosts = true;
            Emulator::new(options, clock)
        });
        let emulator = started.await.map_err(|error| trouble::practice(&error))?;
        let emulator = emulator.map_err(|error| trouble::practice(&error))?;
        let serving = serve(&emulator, ServerOptions::loopback()).await;
        let serving = serving.map_err(|error| trouble::practice(&error))?;
        let hosts = serve_hosts(&emulator).await.map_err(|error| trouble::practice(&error))?;
        Ok(Practice { emulator, _serving: serving, hosts: Arc::new(hosts) })
    }

    /// Starts the practice tenant again in this scenario. Set-ups in it stay as they are, and will find that nothing of
    /// theirs is there any more.
    ///
    /// # Errors
    /// When there is no such scenario, or the practice tenant cannot be saved.
    pub async fn set_scenario(&self, name: &str) -> Answer<()> {
        let scenario = Scenario::load(name).map_err(|error| trouble::practice(&error))?;
        self.with_practice(|practice| {
            practice.emulator.reset(Some(&scenario)).map_err(|error| trouble::practice(&error))
        })
        .await?;
        self.forget_practice_sessions().await;
        Ok(())
    }

    /// Starts the practice tenant again as it was.
    ///
    /// # Errors
    /// When the practice tenant cannot be saved.
    pub async fn reset_practice(&self) -> Answer<()> {
        self.with_practice(|practice| practice.emulator.reset(None).map_err(|error| trouble::practice(&error))).await?;
        self.forget_practice_sessions().await;
        Ok(())
    }

    /// A tenant that begins again knows nobody who signed in before.
    async fn forget_practice_sessions(&self) {
        for setup in self.open.lock().await.values() {
            if setup.site.endpoints.surroundings == Surroundings::Practice {
                setup.tokens.put(None);
                setup.engine.close().await;
            }
        }
    }

    /// Lets time pass in the practice tenant, then tries again what waits for it.
    ///
    /// # Errors
    /// When the practice tenant cannot be saved.
    pub async fn move_practice_clock(&self, seconds: u32) -> Answer<()> {
        let by = Duration::from_secs(seconds.into());
        self.with_practice(|practice| practice.emulator.advance_delays(by).map_err(|error| trouble::practice(&error)))
            .await?;
        let open: Vec<_> = self.open.lock().await.values().cloned().collect();
        for setup in open {
            if setup.site.endpoints.surroundings != Surroundings::Practice {
                continue;
            }
            for wait in crate::site::stored(setup.store.waits(setup.engine.id()))? {
                // Looks first, and makes only what was approved.
                setup.engine.apply(Some(&wait.item)).await.map_err(|problem| explain(&problem))?;
            }
        }
        Ok(())
    }

    /// Shows the practice tenant's own page in the browser: apps, grants, policies, people, last requests.
    ///
    /// # Errors
    /// When it cannot be started, or no browser opens.
    pub async fn show_practice(&self) -> Answer<()> {
        let endpoints = self.practice_endpoints().await?;
        crate::link::browse(endpoints.login).await
    }

    /// What Home shows of it, read from the disk: the tenant need not run for that.
    pub(crate) fn practice_view(&self) -> Option<PracticeView> {
        let folder = self.practice_shelf.folder().ok().map(|folder| folder.join("tenant")).filter(|path| path.is_dir());
        let kept = folder.and_then(|folder| SnapshotDirectory::open(folder).ok());
        let scenario = kept.and_then(|kept| kept_scenario(&kept)).unwrap_or_else(|| FIRST_SCENARIO.to_owned());
        let tenant = Scenario::load(&scenario).ok()?.without_crowd().tenant(1, self.clock.now()).ok()?;
        Some(PracticeView {
            domain: TENANT_DOMAIN.to_owned(),
            accounts: accounts(&tenant),
            scenario,
            scenarios: Scenario::list().filter_map(card).collect(),
        })
    }
}

fn card(name: &str) -> Option<ScenarioCard> {
    let scenario = Scenario::load(name).ok()?;
    Some(ScenarioCard {
        name: name.to_owned(),
        title: scenario.title().to_owned(),
        summary: scenario.about().to_owned(),
    })
}

fn accounts(tenant: &Tenant) -> Vec<PracticeAccount> {
    let able = tenant.users.values().filter(|user| user.can_sign_in);
    let mut accounts: Vec<PracticeAccount> = able
        .map(|user| PracticeAccount {
            upn: user.upn.clone(),
            name: user.display_name.clone(),
            roles: roles::names(&user.roles).into_iter().map(str::to_owned).collect(),
        })
        .collect();
    accounts.sort_by(|a, b| a.upn.cmp(&b.upn));
    accounts
}
