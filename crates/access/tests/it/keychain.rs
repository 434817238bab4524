use access::Keychain;
use domain::{KeychainError, Secret, SecretStore as _};

use crate::support::endpoints;

/// These tests write into a real keychain: they run where somebody has set one up for them.
fn wanted(state: &str) -> bool {
    #[expect(clippy::disallowed_methods, reason = "a switch for tests")]
    let switch = std::env::var("HANDRAIL_TEST_KEYRING").unwrap_or_default();
    let wanted = switch == state;
    if !wanted {
        eprintln!("SKIPPED: no real keychain is tested as HANDRAIL_TEST_KEYRING is not `{state}`");
    }
    wanted
}

#[tokio::test]
async fn a_real_keychain_keeps_reads_replaces_and_deletes_binary_entries() {
    if !wanted("1") {
        return;
    }
    let keychain = Keychain::new(&endpoints());
    let account = "tenant/set-up/key/\u{00fc}";
    let key: Vec<u8> = (0..2400_u32).map(|number| number.to_le_bytes()[0]).collect();
    keychain.put(account, &Secret::new(b"older".to_vec())).await.expect("it is kept");
    keychain.put(account, &Secret::new(key.clone())).await.expect("it is replaced");
    let read = keychain.get(account).await.expect("it answers").expect("it is there");
    assert_eq!(read.expose(), key, "byte for byte");
    assert!(keychain.get("another").await.expect("it answers").is_none(), "names are kept apart");
    keychain.delete(account).await.expect("it is deleted");
    keychain.delete(account).await.expect("deleting what is gone is fine");
    assert!(keychain.get(account).await.expect("it answers").is_none(), "gone");
    keychain.probe().await.expect("keys can be kept here");
}

#[tokio::test]
async fn without_a_service_it_is_missing() {
    if !wanted("missing") {
        return;
    }
    let keychain = Keychain::new(&endpoints());
    assert_eq!(
        keychain.put("a", &Secret::new(vec![1])).await,
        Err(KeychainError::Missing),
        "nobody keeps secrets here"
    );
    assert_eq!(keychain.probe().await, Err(KeychainError::Missing), "the same by the probe");
}

#[tokio::test]
async fn a_locked_one_is_locked() {
    if !wanted("locked") {
        return;
    }
    let keychain = Keychain::new(&endpoints());
    assert_eq!(keychain.put("a", &Secret::new(vec![1])).await, Err(KeychainError::Locked), "somebody can unlock it");
}

#[tokio::test]
async fn a_probe_notices_a_keychain_that_fails() {
    let keychain = access::testing::MemoryKeychain::default();
    keychain.probe().await.expect("it keeps");
    assert!(keychain.accounts().is_empty(), "the probe leaves nothing");
    keychain.put("probe", &Secret::new(b"killed before it was deleted".to_vec())).await.expect("left");
    keychain.probe().await.expect("it keeps");
    assert!(keychain.accounts().is_empty(), "also nothing of one that was killed");
    keychain.fail(Some(KeychainError::Locked));
    assert_eq!(keychain.probe().await, Err(KeychainError::Locked), "as the keychain says");
}
