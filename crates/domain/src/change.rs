//! Plans, their digests, approvals, and the rows of the journal.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::{ChangeId, ChangeView, Digest, ItemId, Kind, Outcome, RunId, SetupId, TenantId, Timestamp};

/// A planned change, ready to be shown, approved and journalled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlannedChange {
    /// The item it belongs to.
    pub item: ItemId,
    /// Its kind.
    pub kind: Kind,
    /// Version of the kind's change type.
    pub kind_version: u32,
    /// The kind's own change value: target, wanted values, replaced values. Sets in it are sorted.
    pub change: Value,
    /// The sentence and the calls.
    pub view: ChangeView,
    /// Delegated scopes that making it needs.
    pub scopes: Vec<String>,
    /// Approved only by itself, never together with everything else (DECISIONS 28): it reaches the whole tenant.
    #[serde(default)]
    pub alone: bool,
}

/// A list of changes and the digest that an approval carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeList {
    /// Which tenant.
    pub tenant: TenantId,
    /// Digest of the profile.
    pub profile: Digest,
    /// The changes, in the order they are made.
    pub changes: Vec<PlannedChange>,
    /// Items that are left out, and how they stand.
    pub left_out: Vec<(ItemId, Outcome)>,
}

impl ChangeList {
    /// SHA-256 over canonical JSON of tenant id, profile digest and changes (DECISIONS 6). No texts, times, request ids.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let changes: Vec<Value> = self
            .changes
            .iter()
            .map(|c| serde_json::json!({ "item": c.item, "kind": c.kind, "version": c.kind_version, "change": c.change }))
            .collect();
        digest_of(&serde_json::json!({ "tenant": self.tenant, "profile": self.profile, "changes": changes }))
    }
}

/// SHA-256 over canonical JSON: keys sorted, no white space. `serde_json`'s map is sorted by key already.
#[must_use]
pub fn digest_of(value: &Value) -> Digest {
    let hash = Sha256::digest(canonical(value).as_bytes());
    Digest(hash.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// JSON with sorted keys and no white space, whatever features other crates switched on in `serde_json`.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<_> = map.iter().collect();
            keys.sort_by_key(|(key, _)| key.as_str());
            let members: Vec<_> =
                keys.into_iter().map(|(k, v)| format!("{}:{}", Value::from(k.as_str()), canonical(v))).collect();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}

/// A person's yes to exactly these changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Approval {
    /// The set-up.
    pub setup: SetupId,
    /// Digest of the list that was seen.
    pub digest: Digest,
    /// Who: the account's UPN, or the person at this computer before a sign-in.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The changes that were seen.
    pub changes: Vec<PlannedChange>,
}

/// How far a journalled change got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeState {
    /// Written down, perhaps sent; no receipt. Looked up after a crash, never blindly repeated.
    Intended,
    /// Made; the receipt says what.
    Made,
    /// Made, and read back: if it is missing later, somebody else removed it.
    Seen,
    /// Looked up after a crash: it had not happened, and was planned again.
    NotMade,
    /// Taken back.
    Undone,
}

/// A row of the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// Also the `client-request-id` of its requests.
    pub id: ChangeId,
    /// The set-up.
    pub setup: SetupId,
    /// The run that made it.
    pub run: RunId,
    /// Position within the set-up, from 1.
    pub number: u32,
    /// The change.
    pub planned: PlannedChange,
    /// Whose session made it.
    pub by: String,
    /// When the intent was written.
    pub intended_at: Timestamp,
    /// How far it got.
    pub state: ChangeState,
    /// What the kind noted between intent and receipt (a public certificate, a meeting's id).
    pub note: Option<Value>,
    /// What was done, as the kind's receipt value; `null` inside means "was there already, not ours".
    pub receipt: Option<Value>,
    /// When the receipt was written.
    pub made_at: Option<Timestamp>,
    /// Microsoft's request ids.
    pub request_ids: Vec<String>,
}

/// Proof that costs a write, kept (DECISIONS 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The set-up.
    pub setup: SetupId,
    /// The item.
    pub item: ItemId,
    /// What it was true for: digest of app id, grants, certificate and policy.
    pub digest: Digest,
    /// When.
    pub at: Timestamp,
    /// The kind's own proof value.
    pub proof: Value,
    /// Microsoft's request ids.
    pub request_ids: Vec<String>,
}

/// A wait that outlives the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// The set-up.
    pub setup: SetupId,
    /// The item.
    pub item: ItemId,
    /// Since when.
    pub since: Timestamp,
    /// Tries so far.
    pub tries: u32,
    /// When to try next.
    pub next: Timestamp,
}
