//! Scenarios: what a practice tenant is at the beginning, as data.

use domain::Timestamp;

use crate::errors::StartError;
use crate::state::Tenant;

/// A scenario.
#[derive(Clone, Debug)]
pub struct Scenario {}

impl Scenario {
    /// The tenant as the scenario describes it.
    ///
    /// # Errors
    /// When the data contradicts itself.
    pub fn tenant(&self, seed: u64, now: Timestamp) -> Result<Tenant, StartError> {
        let _ = (seed, now);
        Err(StartError::UnknownScenario(String::new()))
    }
}
