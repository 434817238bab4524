//! Features that are switched on and off: what of the requested permissions is ours.

use domain::ResolvedPermission;

use super::Receipt;
use crate::step::Cx;

/// What this set-up asked for by the journal, and did not withdraw since.
pub(super) fn ours(cx: &Cx<'_>) -> Vec<ResolvedPermission> {
    let mut all: Vec<ResolvedPermission> = Vec::new();
    for (_, receipt) in cx.receipts::<Receipt>() {
        all.retain(|permission| !receipt.withdrawn.contains(permission));
        all.extend(receipt.added);
    }
    all
}

/// How often permissions were withdrawn so far, if at all.
pub(super) fn switched_off_before(cx: &Cx<'_>) -> Option<usize> {
    let count = cx.receipts::<Receipt>().iter().filter(|(_, receipt)| !receipt.withdrawn.is_empty()).count();
    (count > 0).then_some(count)
}
