//! What items about a Teams app want.

use serde::{Deserialize, Serialize};

use crate::QuestionId;

/// A Teams app package that the vendor sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TeamsAppPackageSpec {
    /// The question for the package (`input = "file"`).
    pub package: QuestionId,
    /// Its `webApplicationInfo` must name the app registration of this profile, and the address that it exposes.
    #[serde(default)]
    pub client: bool,
}

/// The Teams app pinned for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TeamsAppPinSpec {
    /// Name of the setup policy without `Tag:`.
    pub name: String,
    /// The question that names the users.
    pub users: Option<QuestionId>,
    /// The question that names a group, by its object id or its whole name.
    pub group: Option<QuestionId>,
}
