//! Set-ups and the profiles they were begun with.

use std::path::PathBuf;

use domain::{Digest, ProfileId, Setup, SetupId};
use rusqlite::{Connection, OptionalExtension};

use crate::fault::{Fault, json, read};

const WHAT: &str = "set-up";

pub fn all(db: &Connection) -> Result<Vec<Setup>, Fault> {
    let mut query = db.prepare_cached("SELECT body FROM setup ORDER BY rowid DESC")?;
    let rows = query.query_map([], |row| row.get::<_, String>(0))?;
    let mut setups = rows.map(|body| read::<Setup>(WHAT, &body?)).collect::<Result<Vec<_>, _>>()?;
    setups.sort_by_key(|setup| std::cmp::Reverse(setup.begun_at));
    Ok(setups)
}

pub fn one(db: &Connection, id: SetupId) -> Result<Option<Setup>, Fault> {
    let body: Option<String> =
        db.query_row("SELECT body FROM setup WHERE id = ?1", [id.to_string()], |row| row.get(0)).optional()?;
    body.map(|body| read(WHAT, &body)).transpose()
}

/// Kept over all set-ups, also forgotten ones: trust on first use is worth nothing when it can be forgotten.
pub fn vendor_key(db: &Connection, profile: &ProfileId) -> Result<Option<String>, Fault> {
    let key = format!("vendor-key/{profile}");
    Ok(db.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0)).optional()?)
}

pub fn put_vendor_key(db: &Connection, profile: &ProfileId, key: &str) -> Result<(), Fault> {
    db.execute(
        "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (format!("vendor-key/{profile}"), key),
    )?;
    Ok(())
}

/// Not `INSERT OR REPLACE`: that would delete the row first, and with it everything that belongs to it.
pub fn put(db: &Connection, setup: &Setup) -> Result<(), Fault> {
    db.execute(
        "INSERT INTO setup (id, profile_digest, body) VALUES (?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET profile_digest = excluded.profile_digest, body = excluded.body",
        (setup.id.to_string(), setup.profile_digest.as_str(), json(WHAT, setup)?),
    )?;
    Ok(())
}

/// The rows go by cascade; the profile's text when no other set-up uses it; then the log, and copies of old versions,
/// which would remember it.
pub fn forget(db: &mut Connection, id: SetupId, copies: &[PathBuf]) -> Result<(), Fault> {
    let transaction = db.transaction()?;
    let digest: Option<String> = transaction
        .query_row("DELETE FROM setup WHERE id = ?1 RETURNING profile_digest", [id.to_string()], |row| row.get(0))
        .optional()?;
    if let Some(digest) = digest {
        transaction.execute(
            "DELETE FROM profile_snapshot
             WHERE digest = ?1 AND NOT EXISTS (SELECT 1 FROM setup WHERE profile_digest = ?1)",
            [digest],
        )?;
    }
    transaction.commit()?;
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    for copy in copies {
        match std::fs::remove_file(copy) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

pub fn put_profile(db: &Connection, digest: &Digest, text: &str) -> Result<(), Fault> {
    db.execute(
        "INSERT INTO profile_snapshot (digest, text) VALUES (?1, ?2) ON CONFLICT (digest) DO NOTHING",
        (digest.as_str(), text),
    )?;
    Ok(())
}

pub fn profile(db: &Connection, digest: &Digest) -> Result<Option<String>, Fault> {
    Ok(db
        .query_row("SELECT text FROM profile_snapshot WHERE digest = ?1", [digest.as_str()], |row| row.get(0))
        .optional()?)
}
