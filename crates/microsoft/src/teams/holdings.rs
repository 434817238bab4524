//! Who was granted which access policy, of the whole tenant in one reading.
//!
//! `Get-CsOnlineUser` can be filtered by some policies; that it can by this one is documented nowhere. So it reads every
//! user once, and a list of ten thousand costs one cmdlet, not ten thousand.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use domain::{Timestamp, UserId, UserRef};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Holder, PowerShellError, Teams};
use crate::Error;
use crate::caller::Mode;

const OPERATION: &str = "Get-CsOnlineUser";

/// Which users Teams knows, and which policy each was granted directly.
#[derive(Debug)]
pub struct Holdings {
    /// When it was read.
    pub read_at: Timestamp,
    /// Grants that this client had made by then.
    grants: u64,
    known: HashSet<UserId>,
    held: HashMap<UserId, (UserRef, String)>,
}

impl Holdings {
    /// Whether Teams knows the user.
    #[must_use]
    pub fn knows(&self, user: UserId) -> bool {
        self.known.contains(&user)
    }

    /// The policy that was granted to the user, `Tag:NAME`.
    #[must_use]
    pub fn direct(&self, user: UserId) -> Option<&str> {
        self.held.get(&user).map(|(_, policy)| policy.as_str())
    }

    /// Everybody who was granted a policy, with its name.
    pub fn held(&self) -> impl Iterator<Item = (&UserRef, &str)> {
        self.held.values().map(|(user, policy)| (user, policy.as_str()))
    }
}

/// Users without a policy come as their id alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    Without(UserId),
    With {
        #[serde(flatten)]
        holder: Holder,
        #[serde(rename = "Policy")]
        policy: String,
    },
}

impl<M: Mode> Teams<M> {
    /// Who was granted what, read now.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn holdings(&self) -> Result<Arc<Holdings>, Error> {
        let grants = self.shared.grants.load(Ordering::Relaxed);
        let value = self.shared.run(OPERATION, "holdings", json!({}), &self.log).await?;
        let read_at = self.shared.now();
        let garbage = || Error::PowerShell(PowerShellError::Garbage { operation: OPERATION });
        let Value::Array(entries) = value else { return Err(garbage()) };
        let mut holdings =
            Holdings { read_at, grants, known: HashSet::with_capacity(entries.len()), held: HashMap::new() };
        for entry in entries {
            match serde_json::from_value(entry).map_err(|_| garbage())? {
                Entry::Without(user) => {
                    holdings.known.insert(user);
                }
                Entry::With { holder, policy } => {
                    let user = UserRef::from(holder);
                    holdings.known.insert(user.id);
                    holdings.held.insert(user.id, (user, policy));
                }
            }
        }
        let holdings = Arc::new(holdings);
        *self.shared.holdings.lock().unwrap_or_else(PoisonError::into_inner) = Some(holdings.clone());
        Ok(holdings)
    }

    /// Who was granted what, read at most this long ago; what this client changed since is not in it.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn holdings_within(&self, age: Duration) -> Result<Arc<Holdings>, Error> {
        let now = self.shared.now();
        self.kept_if(|kept| now.since(kept.read_at) < age).await
    }

    /// The same, read after that moment.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn holdings_after(&self, moment: Timestamp) -> Result<Arc<Holdings>, Error> {
        self.kept_if(|kept| kept.read_at > moment).await
    }

    /// The same, read at most this long ago and after everything that this client changed.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn holdings_of_now(&self, age: Duration) -> Result<Arc<Holdings>, Error> {
        let (now, grants) = (self.shared.now(), self.shared.grants.load(Ordering::Relaxed));
        self.kept_if(|kept| now.since(kept.read_at) < age && kept.grants == grants).await
    }

    async fn kept_if(&self, good: impl Fn(&Holdings) -> bool) -> Result<Arc<Holdings>, Error> {
        let kept = self.shared.holdings.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match kept.filter(|kept| good(kept)) {
            Some(kept) => Ok(kept),
            None => self.holdings().await,
        }
    }
}
