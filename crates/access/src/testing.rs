//! A keychain in memory, for tests. The product is built without it: practice uses the real keychain.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use domain::{KeychainError, Secret, SecretStore};

/// Keeps entries until it is dropped, and fails on demand.
#[derive(Default)]
pub struct MemoryKeychain {
    entries: Mutex<HashMap<String, Secret>>,
    failure: Mutex<Option<KeychainError>>,
}

impl MemoryKeychain {
    /// From now on every call fails so; `None` ends it.
    pub fn fail(&self, failure: Option<KeychainError>) {
        *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = failure;
    }

    /// Names of all entries, sorted.
    #[must_use]
    pub fn accounts(&self) -> Vec<String> {
        let mut accounts: Vec<String> = self.entries().keys().cloned().collect();
        accounts.sort();
        accounts
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<String, Secret>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn check(&self) -> Result<(), KeychainError> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).clone().map_or(Ok(()), Err)
    }
}

#[async_trait]
impl SecretStore for MemoryKeychain {
    async fn put(&self, account: &str, secret: &Secret) -> Result<(), KeychainError> {
        self.check()?;
        self.entries().insert(account.to_owned(), Secret::new(secret.expose().to_vec()));
        Ok(())
    }

    async fn get(&self, account: &str) -> Result<Option<Secret>, KeychainError> {
        self.check()?;
        Ok(self.entries().get(account).map(|secret| Secret::new(secret.expose().to_vec())))
    }

    async fn delete(&self, account: &str) -> Result<(), KeychainError> {
        self.check()?;
        self.entries().remove(account);
        Ok(())
    }
}
