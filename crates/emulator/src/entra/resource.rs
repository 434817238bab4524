//! Resources: what a scope's prefix or a token's audience means.

use crate::state::well_known::{AZURE, GRAPH, TEAMS_ADMIN};

/// Hosts and URIs under which a resource is known, with its client id. Microsoft's names also here: scopes and audiences are
/// theirs, only the base URLs are ours.
const NAMES: &[(&str, &str)] = &[
    ("https://graph.microsoft.com", GRAPH),
    ("https://management.azure.com", AZURE),
    ("https://management.core.windows.net", AZURE),
    ("https://management.core.windows.net/", AZURE),
    ("https://management.azure.com/", AZURE),
    ("https://graph.microsoft.com/", GRAPH),
];

/// The client id of the resource that an audience names: its client id or one of its URIs.
pub(crate) fn by_audience(audience: &str) -> Option<&'static str> {
    let known = NAMES.iter().find(|(name, _)| *name == audience).map(|(_, id)| *id);
    known.or_else(|| [GRAPH, AZURE, TEAMS_ADMIN].into_iter().find(|id| *id == audience))
}
