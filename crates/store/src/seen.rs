//! What is known of a tenant: outputs, the last look at each item, evidence, waits.

use domain::{Digest, Evidence, ItemId, ItemSnapshot, Outputs, SetupId, Wait};
use rusqlite::{Connection, OptionalExtension};

use crate::fault::{Fault, json, read, time};

const OUTPUTS: &str = "list of outputs";
const ITEM: &str = "item";
const EVIDENCE: &str = "piece of evidence";
const WAIT: &str = "wait";

pub fn outputs(db: &Connection, setup: SetupId) -> Result<Outputs, Fault> {
    let body: Option<String> =
        db.query_row("SELECT body FROM output WHERE setup = ?1", [setup.to_string()], |row| row.get(0)).optional()?;
    body.map_or_else(|| Ok(Outputs::default()), |body| read(OUTPUTS, &body))
}

pub fn put_outputs(db: &Connection, setup: SetupId, outputs: &Outputs) -> Result<(), Fault> {
    db.execute(
        "INSERT INTO output (setup, body) VALUES (?1, ?2) ON CONFLICT (setup) DO UPDATE SET body = excluded.body",
        (setup.to_string(), json(OUTPUTS, outputs)?),
    )?;
    Ok(())
}

/// A snapshot is the memory of a look, and looking is free: one that another version wrote and that cannot be read is
/// left out, so that its item counts as not looked at and the set-up still opens. Nothing else is treated like that.
pub fn items(db: &Connection, setup: SetupId) -> Result<Vec<ItemSnapshot>, Fault> {
    let mut query = db.prepare_cached("SELECT body FROM item WHERE setup = ?1 ORDER BY rowid")?;
    let rows = query.query_map([setup.to_string()], |row| row.get::<_, String>(0))?;
    let mut found = Vec::new();
    for body in rows {
        found.extend(read::<ItemSnapshot>(ITEM, &body?).ok());
    }
    Ok(found)
}

pub fn put_item(db: &Connection, setup: SetupId, snapshot: &ItemSnapshot) -> Result<(), Fault> {
    db.execute(
        "INSERT INTO item (setup, item, body) VALUES (?1, ?2, ?3)
         ON CONFLICT (setup, item) DO UPDATE SET body = excluded.body",
        (setup.to_string(), snapshot.item.as_str(), json(ITEM, snapshot)?),
    )?;
    Ok(())
}

pub fn put_evidence(db: &Connection, evidence: &Evidence) -> Result<(), Fault> {
    db.execute(
        "INSERT INTO evidence (setup, item, digest, at, proof, request_ids) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (setup, item) DO UPDATE
         SET digest = excluded.digest, at = excluded.at, proof = excluded.proof, request_ids = excluded.request_ids",
        (
            evidence.setup.to_string(),
            evidence.item.as_str(),
            evidence.digest.as_str(),
            evidence.at.to_string(),
            json(EVIDENCE, &evidence.proof)?,
            json(EVIDENCE, &evidence.request_ids)?,
        ),
    )?;
    Ok(())
}

pub fn evidence(db: &Connection, setup: SetupId, item: &ItemId) -> Result<Option<Evidence>, Fault> {
    let mut query =
        db.prepare_cached("SELECT digest, at, proof, request_ids FROM evidence WHERE setup = ?1 AND item = ?2")?;
    let mut rows = query.query((setup.to_string(), item.as_str()))?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(Evidence {
        setup,
        item: item.clone(),
        digest: Digest(row.get(0)?),
        at: time(EVIDENCE, &row.get::<_, String>(1)?)?,
        proof: read(EVIDENCE, &row.get::<_, String>(2)?)?,
        request_ids: read(EVIDENCE, &row.get::<_, String>(3)?)?,
    }))
}

pub fn drop_evidence(db: &Connection, setup: SetupId, item: &ItemId) -> Result<(), Fault> {
    db.execute("DELETE FROM evidence WHERE setup = ?1 AND item = ?2", (setup.to_string(), item.as_str()))?;
    Ok(())
}

pub fn waits(db: &Connection, setup: SetupId) -> Result<Vec<Wait>, Fault> {
    let mut query = db.prepare_cached("SELECT item, since, tries, next FROM wait WHERE setup = ?1 ORDER BY rowid")?;
    let mut rows = query.query([setup.to_string()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Wait {
            setup,
            item: ItemId(row.get(0)?),
            since: time(WAIT, &row.get::<_, String>(1)?)?,
            tries: row.get(2)?,
            next: time(WAIT, &row.get::<_, String>(3)?)?,
        });
    }
    Ok(found)
}

pub fn put_wait(db: &Connection, wait: &Wait) -> Result<(), Fault> {
    db.execute(
        "INSERT INTO wait (setup, item, since, tries, next) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (setup, item) DO UPDATE
         SET since = excluded.since, tries = excluded.tries, next = excluded.next",
        (wait.setup.to_string(), wait.item.as_str(), wait.since.to_string(), wait.tries, wait.next.to_string()),
    )?;
    Ok(())
}

pub fn end_wait(db: &Connection, setup: SetupId, item: &ItemId) -> Result<(), Fault> {
    db.execute("DELETE FROM wait WHERE setup = ?1 AND item = ?2", (setup.to_string(), item.as_str()))?;
    Ok(())
}
