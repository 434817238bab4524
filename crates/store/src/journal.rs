//! Runs, approvals, and the journal: intent before the call, receipt after it.

use domain::{Approval, ChangeId, ChangeState, JournalEntry, RunId, SetupId, Timestamp};
use rusqlite::{Connection, Row, TransactionBehavior};
use serde_json::Value;

use crate::fault::{Fault, id, json, read, time};

const APPROVAL: &str = "approval";
const CHANGE: &str = "change";

/// Opening a set-up again with the same run id is fine: a run begins once.
pub fn begin_run(db: &Connection, setup: SetupId, run: RunId, at: Timestamp) -> Result<(), Fault> {
    db.execute(
        "INSERT INTO run (id, setup, begun_at) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO NOTHING",
        (run.to_string(), setup.to_string(), at.to_string()),
    )?;
    Ok(())
}

pub fn put_approval(db: &Connection, approval: &Approval) -> Result<(), Fault> {
    db.execute(
        "INSERT INTO approval (setup, digest, by, at, changes) VALUES (?1, ?2, ?3, ?4, ?5)",
        (
            approval.setup.to_string(),
            approval.digest.as_str(),
            &approval.by,
            approval.at.to_string(),
            json(APPROVAL, &approval.changes)?,
        ),
    )?;
    Ok(())
}

pub fn approvals(db: &Connection, setup: SetupId) -> Result<Vec<Approval>, Fault> {
    let mut query =
        db.prepare_cached("SELECT digest, by, at, changes FROM approval WHERE setup = ?1 ORDER BY number")?;
    let mut rows = query.query([setup.to_string()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Approval {
            setup,
            digest: domain::Digest(row.get(0)?),
            by: row.get(1)?,
            at: time(APPROVAL, &row.get::<_, String>(2)?)?,
            changes: read(APPROVAL, &row.get::<_, String>(3)?)?,
        });
    }
    Ok(found)
}

pub fn intend(db: &mut Connection, entry: &JournalEntry) -> Result<u32, Fault> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let setup = entry.setup.to_string();
    let number: u32 =
        transaction.query_row("SELECT coalesce(max(number), 0) + 1 FROM change WHERE setup = ?1", [&setup], |row| {
            row.get(0)
        })?;
    transaction.execute(
        "INSERT INTO change
             (id, setup, run, number, planned, by, intended_at, state, note, receipt, made_at, request_ids)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        (
            entry.id.to_string(),
            &setup,
            entry.run.to_string(),
            number,
            json(CHANGE, &entry.planned)?,
            &entry.by,
            entry.intended_at.to_string(),
            json(CHANGE, &entry.state)?,
            column(entry.note.as_ref())?,
            column(entry.receipt.as_ref())?,
            entry.made_at.map(|at| at.to_string()),
            json(CHANGE, &entry.request_ids)?,
        ),
    )?;
    transaction.commit()?;
    Ok(number)
}

pub fn note(db: &Connection, id: ChangeId, note: &Value) -> Result<(), Fault> {
    let rows = db.execute("UPDATE change SET note = ?2 WHERE id = ?1", (id.to_string(), json(CHANGE, note)?))?;
    one_row(rows, id)
}

/// A receipt once written stays, also when the change is taken back later: undo and report tell from it what was made.
pub fn settle(
    db: &mut Connection,
    id: ChangeId,
    state: ChangeState,
    receipt: Option<&Value>,
    at: Timestamp,
    request_ids: &[String],
) -> Result<(), Fault> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let known: Option<String> = {
        let mut query = transaction.prepare_cached("SELECT request_ids FROM change WHERE id = ?1")?;
        let mut rows = query.query([id.to_string()])?;
        rows.next()?.map(|row| row.get(0)).transpose()?
    };
    let Some(known) = known else { return one_row(0, id) };
    let mut all: Vec<String> = read(CHANGE, &known)?;
    for request in request_ids {
        if !all.contains(request) {
            all.push(request.clone());
        }
    }
    let made = matches!(state, ChangeState::Made | ChangeState::Seen).then(|| at.to_string());
    transaction.execute(
        "UPDATE change SET state = ?2, receipt = coalesce(?3, receipt), made_at = coalesce(made_at, ?4),
                settled_at = ?5, request_ids = ?6
         WHERE id = ?1",
        (id.to_string(), json(CHANGE, &state)?, column(receipt)?, made, at.to_string(), json(CHANGE, &all)?),
    )?;
    transaction.commit()?;
    Ok(())
}

pub fn all(db: &Connection, setup: SetupId) -> Result<Vec<JournalEntry>, Fault> {
    let mut query = db.prepare_cached(
        "SELECT id, run, number, planned, by, intended_at, state, note, receipt, made_at, request_ids
         FROM change WHERE setup = ?1 ORDER BY number",
    )?;
    let mut rows = query.query([setup.to_string()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(entry(row, setup)?);
    }
    Ok(found)
}

fn entry(row: &Row<'_>, setup: SetupId) -> Result<JournalEntry, Fault> {
    Ok(JournalEntry {
        id: id(CHANGE, &row.get::<_, String>(0)?, ChangeId::parse)?,
        setup,
        run: id(CHANGE, &row.get::<_, String>(1)?, RunId::parse)?,
        number: row.get(2)?,
        planned: read(CHANGE, &row.get::<_, String>(3)?)?,
        by: row.get(4)?,
        intended_at: time(CHANGE, &row.get::<_, String>(5)?)?,
        state: read(CHANGE, &row.get::<_, String>(6)?)?,
        note: value(row.get(7)?)?,
        receipt: value(row.get(8)?)?,
        made_at: row.get::<_, Option<String>>(9)?.map(|at| time(CHANGE, &at)).transpose()?,
        request_ids: read(CHANGE, &row.get::<_, String>(10)?)?,
    })
}

/// SQL's NULL is "none"; JSON's `null` is a receipt that says "was there already, not ours".
fn column(value: Option<&Value>) -> Result<Option<String>, Fault> {
    value.map(|value| json(CHANGE, value)).transpose()
}

fn value(column: Option<String>) -> Result<Option<Value>, Fault> {
    column.map(|text| read(CHANGE, &text)).transpose()
}

fn one_row(rows: usize, id: ChangeId) -> Result<(), Fault> {
    if rows == 1 { Ok(()) } else { Err(Fault::Missing(CHANGE, id.to_string())) }
}
