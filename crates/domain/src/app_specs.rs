//! What a profile wants of the app itself: its secret.

use serde::{Deserialize, Serialize};

/// The client secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClientSecretSpec {
    /// Its description on the app registration; the app's name unless given.
    pub name: Option<String>,
    /// Calendar months of validity less a minute, unless the tenant's policy allows less.
    pub months: u32,
}
