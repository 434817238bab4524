//! Scenarios: what a practice tenant is at the beginning, as data (`scenarios/*.toml`).

mod azure;
mod build;
mod crowd;
mod format;
mod microsoft;
mod policies;
mod teams_apps;
mod vendors;

use domain::Timestamp;
use toml::{Table, Value};

pub use microsoft::{Client, Permission, clients, permissions};

use crate::errors::StartError;
use crate::state::Tenant;

/// The built-in ones, in the order they are offered.
const BUILT_IN: &[(&str, &str)] = &[
    ("all-is-well", include_str!("../../scenarios/all-is-well.toml")),
    ("admin-lacks-role", include_str!("../../scenarios/admin-lacks-role.toml")),
    ("slow-replication", include_str!("../../scenarios/slow-replication.toml")),
    ("policy-takes-30-minutes", include_str!("../../scenarios/policy-takes-30-minutes.toml")),
    ("throttled", include_str!("../../scenarios/throttled.toml")),
    ("documented-limits", include_str!("../../scenarios/documented-limits.toml")),
    ("tenant-forbids-long-certificates", include_str!("../../scenarios/tenant-forbids-long-certificates.toml")),
    ("other-vendors-policy", include_str!("../../scenarios/other-vendors-policy.toml")),
    ("half-set-up-by-hand", include_str!("../../scenarios/half-set-up-by-hand.toml")),
    ("unlicensed-organiser", include_str!("../../scenarios/unlicensed-organiser.toml")),
    ("large-tenant", include_str!("../../scenarios/large-tenant.toml")),
    ("conditional-access-blocks", include_str!("../../scenarios/conditional-access-blocks.toml")),
    ("mfa-step-up", include_str!("../../scenarios/mfa-step-up.toml")),
    ("device-code-blocked", include_str!("../../scenarios/device-code-blocked.toml")),
    ("consent-required", include_str!("../../scenarios/consent-required.toml")),
    ("wrong-tenant", include_str!("../../scenarios/wrong-tenant.toml")),
    ("guest", include_str!("../../scenarios/guest.toml")),
    ("disabled-app", include_str!("../../scenarios/disabled-app.toml")),
    ("expired-secret", include_str!("../../scenarios/expired-secret.toml")),
    ("teams-custom-apps-off", include_str!("../../scenarios/teams-custom-apps-off.toml")),
    ("teams-app-needs-review", include_str!("../../scenarios/teams-app-needs-review.toml")),
    ("teams-app-already-there", include_str!("../../scenarios/teams-app-already-there.toml")),
    ("teams-app-blocked", include_str!("../../scenarios/teams-app-blocked.toml")),
    ("endpoint-slow", include_str!("../../scenarios/endpoint-slow.toml")),
    ("endpoint-wrong-answer", include_str!("../../scenarios/endpoint-wrong-answer.toml")),
    ("endpoint-html", include_str!("../../scenarios/endpoint-html.toml")),
    ("endpoint-redirect", include_str!("../../scenarios/endpoint-redirect.toml")),
    ("endpoint-forbidden", include_str!("../../scenarios/endpoint-forbidden.toml")),
    ("host-unknown", include_str!("../../scenarios/host-unknown.toml")),
    ("host-certificate-expired", include_str!("../../scenarios/host-certificate-expired.toml")),
    ("host-certificate-self-signed", include_str!("../../scenarios/host-certificate-self-signed.toml")),
    ("host-certificate-other-name", include_str!("../../scenarios/host-certificate-other-name.toml")),
    ("host-private", include_str!("../../scenarios/host-private.toml")),
    ("proxy-wants-password", include_str!("../../scenarios/proxy-wants-password.toml")),
    ("clock-off", include_str!("../../scenarios/clock-off.toml")),
    ("azure-no-rights", include_str!("../../scenarios/azure-no-rights.toml")),
    ("azure-policy", include_str!("../../scenarios/azure-policy.toml")),
    ("azure-creation-fails", include_str!("../../scenarios/azure-creation-fails.toml")),
    ("hostile-names", include_str!("../../scenarios/hostile-names.toml")),
];

/// What a practice tenant is at the beginning.
#[derive(Clone, Debug)]
pub struct Scenario {
    file: format::File,
}

impl Scenario {
    /// Names of the built-in scenarios.
    pub fn list() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// A built-in scenario.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn load(name: &str) -> Result<Self, StartError> {
        let (_, text) = BUILT_IN
            .iter()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| StartError::UnknownScenario(name.to_owned()))?;
        Self::parse(name, text)
    }

    /// A scenario from its text; `name` is for error messages.
    ///
    /// # Errors
    /// When the text is not TOML, has an unknown field, or is based on a scenario that does not exist.
    pub fn parse(name: &str, text: &str) -> Result<Self, StartError> {
        let table = with_base(name, text, 0)?;
        let file = format::File::deserialize_from(table).map_err(|error| broken(name, &error))?;
        Ok(Self { file })
    }

    /// The same with nobody but the people it names: enough to know who can sign in.
    #[must_use]
    pub fn without_crowd(mut self) -> Self {
        self.file.crowd = format::CrowdData::default();
        self
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.file.name
    }

    /// Its name for people.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.file.title
    }

    /// What is special about it.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.file.about
    }

    /// The tenant as the scenario describes it. Ids of what the scenario names are the same in every scenario.
    ///
    /// # Errors
    /// When the data names something that is not there.
    pub fn tenant(&self, seed: u64, now: Timestamp) -> Result<Tenant, StartError> {
        build::tenant(&self.file, seed, now)
            .map_err(|reason| StartError::BrokenScenario { name: self.file.name.clone(), reason })
    }
}

impl format::File {
    fn deserialize_from(table: Table) -> Result<Self, toml::de::Error> {
        Value::Table(table).try_into()
    }
}

/// Scenarios may be based on scenarios, but not for ever.
const DEEPEST: usize = 4;

fn with_base(name: &str, text: &str, depth: usize) -> Result<Table, StartError> {
    let table: Table = toml::from_str(text).map_err(|error| broken(name, &error))?;
    let Some(base) = table.get("based_on").and_then(Value::as_str) else { return Ok(table) };
    let found = BUILT_IN.iter().find(|(known, _)| *known == base).filter(|_| depth < DEEPEST);
    let (base, text) = found.ok_or_else(|| StartError::UnknownScenario(base.to_owned()))?;
    let mut merged = with_base(base, text, depth + 1)?;
    merge(&mut merged, table);
    Ok(merged)
}

fn merge(base: &mut Table, changes: Table) {
    for (key, value) in changes {
        match (base.get_mut(&key), value) {
            (Some(Value::Table(old)), Value::Table(new)) => merge(old, new),
            (Some(Value::Array(old)), Value::Array(new)) if !new.is_empty() && new.iter().all(is_named) => {
                merge_named(old, new)
            }
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

fn merge_named(base: &mut Vec<Value>, changes: Vec<Value>) {
    for change in changes {
        let same = base.iter_mut().find(|old| old.get("name") == change.get("name"));
        match (same, change) {
            (Some(Value::Table(old)), Value::Table(new)) => merge(old, new),
            (_, change) => base.push(change),
        }
    }
}

fn is_named(value: &Value) -> bool {
    value.get("name").is_some()
}

fn broken(name: &str, error: &toml::de::Error) -> StartError {
    StartError::BrokenScenario { name: name.to_owned(), reason: error.to_string() }
}
