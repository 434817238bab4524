//! One world: where Microsoft is, and everything of ours that belongs to it.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use access::{AppTokenSource, Keychain};
use domain::{
    AppTokens, Clock, Documents, Endpoints, Probe, Processes, RunStore, SecretStore, StoreError, Surroundings,
    TokenSource,
};
use engine::Ports;
use microsoft::{Transport, Wire};
use platform::{SystemProbe, SystemProcesses};
use store::Store;

use crate::counted::Counted;
use crate::played::PlayedElsewhere;
use crate::{Answer, Desk, PRACTICE_CLOUD, trouble};

/// A data directory and the data file in it, opened when it is first needed.
pub(crate) struct Shelf {
    endpoints: Option<Endpoints>,
    chosen: Option<PathBuf>,
    store: Mutex<Option<Arc<Store>>>,
}

impl Shelf {
    pub(crate) fn new(endpoints: Option<Endpoints>, chosen: Option<PathBuf>) -> Self {
        Self { endpoints, chosen, store: Mutex::default() }
    }

    /// The data directory, made if it is not there.
    pub(crate) fn folder(&self) -> Answer<PathBuf> {
        let endpoints = self.endpoints.as_ref().ok_or_else(|| trouble::found_nothing("cloud"))?;
        platform::folders::data(endpoints, self.chosen.as_deref()).map_err(|error| trouble::folder(&error))
    }

    /// The data file, for writing. What stood in the way once is tried again the next time.
    pub(crate) fn store(&self, clock: &dyn Clock) -> Answer<Arc<Store>> {
        let mut held = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(store) = &*held {
            return Ok(store.clone());
        }
        let folder = self.folder()?;
        let store = Store::open(&folder, clock.now()).map_err(|error| trouble::store(&error))?;
        let store = Arc::new(store);
        *held = Some(store.clone());
        Ok(store)
    }

    /// The data file for reading only: the open one, or what is on the disk, beside whoever writes it.
    pub(crate) fn reading(&self) -> Answer<Arc<Store>> {
        if let Some(store) = &*self.store.lock().unwrap_or_else(PoisonError::into_inner) {
            return Ok(store.clone());
        }
        let store = Store::open_read_only(&self.folder()?).map_err(|error| trouble::store(&error))?;
        Ok(Arc::new(store))
    }
}

/// Where Microsoft is, with our ports for it.
pub(crate) struct Site {
    pub endpoints: Endpoints,
    pub transport: Arc<dyn Transport>,
    pub secrets: Arc<dyn SecretStore>,
    app_tokens: Arc<dyn AppTokens>,
    pub processes: Arc<dyn Processes>,
    pub probe: Arc<dyn Probe>,
    documents: Arc<dyn Documents>,
    /// The app's own folder for PowerShell modules.
    pub modules: PathBuf,
}

impl Site {
    /// The ports of an engine.
    pub(crate) fn ports(&self, desk: &Desk, store: Arc<dyn RunStore>, tokens: Arc<dyn TokenSource>) -> Ports {
        Ports {
            transport: self.transport.clone(),
            endpoints: self.endpoints.clone(),
            clock: desk.clock.clone(),
            documents: self.documents.clone(),
            random: desk.random.clone(),
            store,
            secrets: self.secrets.clone(),
            keys: desk.held.clone(),
            tokens,
            app_tokens: self.app_tokens.clone(),
            processes: self.processes.clone(),
            probe: self.probe.clone(),
            teams_module: crate::module::saved_module(&self.modules),
        }
    }
}

impl Desk {
    /// The world of that cloud: `practice`, `test`, or one of Microsoft's.
    pub(crate) async fn site(&self, cloud: &str) -> Answer<Arc<Site>> {
        let mut sites = self.sites.lock().await;
        if let Some(site) = sites.get(cloud) {
            return Ok(site.clone());
        }
        let endpoints = match (cloud, &self.options.endpoints) {
            (PRACTICE_CLOUD, _) => self.practice_endpoints().await?,
            // A set-up of one world is never gone on with in another, whatever the data directory holds.
            (name, Some(endpoints)) if endpoints.name == name => endpoints.clone(),
            (_, Some(_)) => return Err(trouble::found_nothing("cloud")),
            (name, None) => Endpoints::cloud(name).ok_or_else(|| trouble::found_nothing("cloud"))?,
        };
        let shelf = if endpoints.surroundings == Surroundings::Practice { &self.practice_shelf } else { &self.shelf };
        let inner = Wire::new(&endpoints).map_err(|error| trouble::transport(&error, "start"))?;
        let transport: Arc<dyn Transport> = Arc::new(Counted { inner, counters: self.counters.clone() });
        let secrets: Arc<dyn SecretStore> = Arc::new(Keychain::new(&endpoints));
        let mut probe = SystemProbe::new(&endpoints, self.clock.clone());
        if endpoints.surroundings == Surroundings::Practice {
            probe = probe.played_by(self.practice_hosts().await?);
        } else if let Some(directory) = &endpoints.hosts {
            probe = probe
                .played_by(Arc::new(PlayedElsewhere { transport: transport.clone(), directory: directory.clone() }));
        }
        let site = Arc::new(Site {
            app_tokens: Arc::new(AppTokenSource::new(
                endpoints.clone(),
                transport.clone(),
                self.clock.clone(),
                self.random.clone(),
                secrets.clone(),
            )),
            processes: Arc::new(SystemProcesses::new().patience(endpoints.powershell_limit)),
            probe: Arc::new(probe),
            documents: Arc::new(self.documents()?),
            modules: shelf.folder()?.join("modules"),
            transport,
            secrets,
            endpoints,
        });
        sites.insert(cloud.to_owned(), site.clone());
        Ok(site)
    }

    /// The data file that new set-ups of that cloud go into.
    pub(crate) fn store_of(&self, cloud: &str) -> Answer<Arc<Store>> {
        let shelf = if cloud == PRACTICE_CLOUD { &self.practice_shelf } else { &self.shelf };
        shelf.store(&*self.clock)
    }

    /// The data files that there are, the real one first.
    pub(crate) fn stores(&self) -> Answer<Vec<Arc<Store>>> {
        let mut all = vec![self.shelf.store(&*self.clock)?];
        if self.options.practice {
            all.push(self.practice_shelf.store(&*self.clock)?);
        }
        Ok(all)
    }
}

/// What the port says, in words.
pub(crate) fn stored<T>(result: Result<T, StoreError>) -> Answer<T> {
    result.map_err(|error| trouble::store(&error))
}
