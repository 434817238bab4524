//! The tenant as a document: kept between runs, saved and put back.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Delays, Emulator, lock};
use crate::errors::StartError;
use crate::state::{Keep, Tenant};

/// Format of the snapshot.
const FORMAT: u32 = 1;
/// Name of the snapshot in its [`Keep`].
const SNAPSHOT: &str = "tenant.json";
/// Name of the document beside it that only names the scenario: a large snapshot takes long to read.
const SCENARIO: &str = "scenario";

#[derive(Serialize)]
struct SnapshotOut<'a> {
    format: u32,
    delays: Delays,
    tenant: &'a Tenant,
}

#[derive(Deserialize)]
pub(super) struct SnapshotIn {
    format: u32,
    pub(super) delays: Delays,
    pub(super) tenant: Tenant,
}

impl Emulator {
    /// The tenant as a document that [`Emulator::restore`] takes, here or in another practice tenant. Secrets and
    /// tokens are in it as digests; the keys of Communication Services are in it, and open nothing outside; so is the
    /// `clientState` of subscriptions, which every notification carries.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which does not happen.
    pub fn snapshot(&self) -> Result<Vec<u8>, StartError> {
        self.encode(&self.tenant()).map_err(StartError::BrokenSnapshot)
    }

    /// Puts a tenant in the place of this one. Its delays have gone on since it was saved, as over a restart.
    ///
    /// # Errors
    /// When the document is no snapshot, or it cannot be saved here.
    pub fn restore(&self, snapshot: &[u8]) -> Result<(), StartError> {
        let SnapshotIn { delays, tenant, .. } = parse(snapshot)?;
        *lock(&self.shared.delays) = delays.moved(self.exactly_now(), Duration::ZERO, self.shared.options.delay_speed);
        self.begin_with(tenant)
    }

    /// Another tenant from now on.
    pub(super) fn begin_with(&self, tenant: Tenant) -> Result<(), StartError> {
        self.write(|present, _| *present = tenant).map_err(|unsaved| unsaved.0)?;
        self.name_scenario()?;
        lock(&self.shared.requests).clear();
        self.shared.outbox.clear();
        Ok(())
    }

    pub(super) fn name_scenario(&self) -> Result<(), StartError> {
        let Some(keep) = &self.shared.options.keep else { return Ok(()) };
        Ok(keep.save(SCENARIO, self.read(|tenant| tenant.scenario.clone()).as_bytes())?)
    }

    pub(super) fn save(&self, tenant: &Tenant) -> std::io::Result<()> {
        let Some(keep) = &self.shared.options.keep else { return Ok(()) };
        keep.save(SNAPSHOT, &self.encode(tenant)?)
    }

    fn encode(&self, tenant: &Tenant) -> Result<Vec<u8>, serde_json::Error> {
        let delays = *lock(&self.shared.delays);
        serde_json::to_vec(&SnapshotOut { format: FORMAT, delays, tenant })
    }
}

/// Name of the scenario that the kept tenant began as, if there is one.
#[must_use]
pub fn kept_scenario(keep: &dyn Keep) -> Option<String> {
    String::from_utf8(keep.load(SCENARIO).ok()??).ok()
}

/// The kept tenant, if there is one.
pub(super) fn load(keep: &dyn Keep) -> Result<Option<SnapshotIn>, StartError> {
    keep.load(SNAPSHOT)?.map(|content| parse(&content)).transpose()
}

fn parse(content: &[u8]) -> Result<SnapshotIn, StartError> {
    let snapshot: SnapshotIn = serde_json::from_slice(content).map_err(StartError::BrokenSnapshot)?;
    if snapshot.format > FORMAT {
        return Err(StartError::NewerSnapshot { found: snapshot.format, known: FORMAT });
    }
    Ok(snapshot)
}
