//! The system's keychain. Each call opens the store anew, so that "Try again" works after the keychain was unlocked or
//! started, and runs on a blocking thread, since the calls wait for D-Bus, for a prompt, for the system.
//!
//! Errors of the library are never printed with `{:?}`: that form holds what was stored.

use std::time::Duration;

use async_trait::async_trait;
use domain::{Endpoints, KeychainError, Secret, SecretStore};
use keyring_core::Entry;
use zeroize::Zeroizing;

/// How long a call may take: a person may be typing the keychain's password. A service that does not come up would
/// hold every call for minutes.
const PATIENCE: Duration = Duration::from_secs(60);

/// The keychain under one service name (DECISIONS 17).
#[derive(Clone, Debug)]
pub struct Keychain {
    service: String,
}

impl Keychain {
    /// Of the surroundings that the endpoints name.
    #[must_use]
    pub fn new(endpoints: &Endpoints) -> Self {
        Self { service: endpoints.keychain_service() }
    }

    async fn with<T: Send + 'static>(
        &self,
        account: &str,
        work: impl FnOnce(&Entry) -> keyring_core::Result<T> + Send + 'static,
    ) -> Result<T, KeychainError> {
        let (service, account) = (self.service.clone(), account.to_owned());
        let done = tokio::task::spawn_blocking(move || {
            let entry = open(&service, &account).map_err(|error| told(&error, &account))?;
            work(&entry).map_err(|error| told(&error, &account))
        });
        match tokio::time::timeout(PATIENCE, done).await {
            Ok(done) => {
                done.unwrap_or_else(|_| Err(KeychainError::Other("the call did not come to its end".to_owned())))
            }
            Err(_) => Err(KeychainError::Other(format!("nothing, for {} s", PATIENCE.as_secs()))),
        }
    }
}

#[async_trait]
impl SecretStore for Keychain {
    async fn put(&self, account: &str, secret: &Secret) -> Result<(), KeychainError> {
        let bytes = Zeroizing::new(secret.expose().to_vec());
        self.with(account, move |entry| entry.set_secret(&bytes)).await
    }

    async fn get(&self, account: &str) -> Result<Option<Secret>, KeychainError> {
        match self.with(account, Entry::get_secret).await {
            Ok(bytes) => Ok(Some(Secret::new(bytes))),
            Err(KeychainError::NoEntry(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn delete(&self, account: &str) -> Result<(), KeychainError> {
        match self.with(account, Entry::delete_credential).await {
            Err(KeychainError::NoEntry(_)) => Ok(()),
            done => done,
        }
    }
}

#[cfg(target_os = "linux")]
fn open(service: &str, account: &str) -> keyring_core::Result<Entry> {
    use keyring_core::api::CredentialStoreApi as _;
    let label = format!("{service} {account}");
    let named = std::collections::HashMap::from([("label", label.as_str())]);
    zbus_secret_service_keyring_store::Store::new()?.build(service, account, Some(&named))
}

/// `Local`: the library's own choice would roam with a domain profile.
#[cfg(windows)]
fn open(service: &str, account: &str) -> keyring_core::Result<Entry> {
    use keyring_core::api::CredentialStoreApi as _;
    let local = std::collections::HashMap::from([("persistence", "Local")]);
    windows_native_keyring_store::Store::new()?.build(service, account, Some(&local))
}

#[cfg(target_os = "macos")]
fn open(service: &str, account: &str) -> keyring_core::Result<Entry> {
    use keyring_core::api::CredentialStoreApi as _;
    apple_native_keyring_store::keychain::Store::new()?.build(service, account, None)
}

#[cfg(not(any(target_os = "linux", windows, target_os = "macos")))]
fn open(_: &str, _: &str) -> keyring_core::Result<Entry> {
    Err(keyring_core::Error::NoDefaultStore)
}

/// What the library's error means, without what it may hold.
fn told(error: &keyring_core::Error, account: &str) -> KeychainError {
    use keyring_core::Error;
    match error {
        Error::NoEntry => KeychainError::NoEntry(account.to_owned()),
        Error::NoStorageAccess(_) => KeychainError::Locked,
        Error::TooLong(..) => KeychainError::TooLong,
        Error::NoDefaultStore => KeychainError::Missing,
        Error::PlatformFailure(cause) => {
            let said = cause.to_string();
            if is_absent(&said) { KeychainError::Missing } else { KeychainError::Other(said) }
        }
        Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::BadStoreFormat(_) => {
            KeychainError::Other("an entry cannot be read".to_owned())
        }
        Error::Ambiguous(_) => KeychainError::Other("there are several entries of one name".to_owned()),
        Error::Invalid(field, _) => KeychainError::Other(format!("it does not take this {field}")),
        Error::NotSupportedByStore(_) => KeychainError::Other("it cannot do this".to_owned()),
        _ => KeychainError::Other("it failed".to_owned()),
    }
}

/// No session bus (its socket is not there), or nobody on it who offers the service.
fn is_absent(said: &str) -> bool {
    const SIGNS: [&str; 7] = [
        // It is installed and does not come up.
        "Failed to activate service",
        "ServiceUnknown",
        "was not provided by any .service",
        "No such file or directory",
        "Connection refused",
        "no secret service provider",
        "DBUS_SESSION_BUS_ADDRESS",
    ];
    SIGNS.iter().any(|sign| said.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_that_holds_a_secret_is_told_without_it() {
        let error = keyring_core::Error::BadEncoding(b"the private key".to_vec());
        let told = format!("{:?}", told(&error, "account"));
        assert!(!told.contains("116"), "its bytes are not repeated: {told}");
        assert!(!told.contains("private"), "nor its text: {told}");
    }

    #[test]
    fn a_missing_service_and_a_locked_one_are_told_apart() {
        let failure = |said: &str| keyring_core::Error::PlatformFailure(said.to_owned().into());
        let missing = "zbus error: org.freedesktop.DBus.Error.ServiceUnknown: The name org.freedesktop.secrets was not \
                       provided by any .service files";
        assert_eq!(told(&failure(missing), "a"), KeychainError::Missing, "nobody offers the service");
        let locked = keyring_core::Error::NoStorageAccess("dismissed".to_owned().into());
        assert_eq!(told(&locked, "a"), KeychainError::Locked, "somebody can unlock it");
        assert_eq!(
            told(&keyring_core::Error::TooLong("secret".to_owned(), 2560), "a"),
            KeychainError::TooLong,
            "Windows"
        );
        assert_eq!(told(&failure("odd"), "a"), KeychainError::Other("odd".to_owned()), "the system's words");
    }
}
