//! Azure Communication Services: what a profile wants, and what is handed on.

use serde::{Deserialize, Serialize};

/// An Azure Communication Services resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AzureCommunicationServicesSpec {
    /// Name of the resource group that is made, unless another one is chosen.
    pub resource_group: String,
    /// Region of that group, as Azure's requests name it (`westeurope`), unless another one is chosen. The resource itself
    /// has no region.
    pub location: String,
    /// The beginning of the resource's name; a part of the set-up's id follows, since names are unique in the world.
    pub name: String,
    /// Where the vendor allows data to rest, as Azure names it (`Europe`).
    pub data_locations: Vec<String>,
    /// The one that is suggested.
    pub data_location: String,
    /// Version of the resource's API; where a cloud does not have it, its newest stable one is taken.
    #[serde(default = "api_version")]
    pub api_version: String,
}

/// The version of Microsoft's own SDKs of 2026.
pub(crate) fn api_version() -> String {
    "2025-09-01".to_owned()
}

/// A Communication Services resource whose connection string is in this computer's keychain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunicationRef {
    /// Its whole id in Azure.
    pub resource_id: String,
    /// Its name.
    pub name: String,
    /// The address that apps speak to.
    pub endpoint: String,
    /// Where its data rests, for ever.
    pub data_location: String,
    /// Account name of the connection string in the keychain.
    pub keychain_account: String,
}
