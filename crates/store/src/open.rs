//! Opening: the lock, the version, the copy before a migration.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use domain::{StoreError, Timestamp};
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::Migrations;

use crate::Store;
use crate::fault::Fault;
use crate::schema::{MIGRATIONS, VERSION};

const FILE: &str = "handrail.db";
const LOCK: &str = "handrail.lock";

impl Store {
    /// Opens the data file of a directory for writing, making or migrating it where that is due.
    ///
    /// The directory must exist; the caller made it and keeps others out of it.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when another process writes here, [`StoreError::Newer`] when a newer Handrail wrote it,
    /// [`StoreError::NotWritable`] when the place cannot be written, [`StoreError::Unreadable`] when it is no data file.
    pub fn open(dir: &Path, now: Timestamp) -> Result<Self, StoreError> {
        open_with(dir, now, &MIGRATIONS, VERSION)
    }

    /// Opens the data file of a directory for reading only, beside a writer if there is one. Nothing on the disk
    /// changes: a file of an older version is brought up to date in memory, and a missing one reads as empty.
    ///
    /// # Errors
    /// [`StoreError::Newer`] or [`StoreError::Unreadable`]. Writing methods answer [`StoreError::NotWritable`].
    pub fn open_read_only(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join(FILE);
        read_only(&path).map_err(|refusal| refusal.at(&path)).map(|db| Self::around(db, path, Vec::new(), None))
    }

    /// A store that lives as long as this value; for tests.
    ///
    /// # Errors
    /// When SQLite has no memory for it.
    pub fn in_memory() -> Result<Self, StoreError> {
        let path = PathBuf::from(":memory:");
        let open = || -> Result<Connection, Fault> {
            let mut db = Connection::open_in_memory()?;
            migrate(&mut db, &MIGRATIONS)?;
            db.pragma_update(None, "foreign_keys", true)?;
            Ok(db)
        };
        open().map_err(|fault| fault.at(&path)).map(|db| Self::around(db, path, Vec::new(), None))
    }

    const fn around(db: Connection, path: PathBuf, copies: Vec<PathBuf>, lock: Option<File>) -> Self {
        Self { connection: Mutex::new(db), path, copies, _lock: lock }
    }
}

/// Why a file was not opened.
enum Refusal {
    Fault(Fault),
    Newer { found: u32, known: u32 },
}

impl<T: Into<Fault>> From<T> for Refusal {
    fn from(fault: T) -> Self {
        Self::Fault(fault.into())
    }
}

impl Refusal {
    fn at(self, path: &Path) -> StoreError {
        match self {
            Self::Fault(fault) => fault.at(path),
            Self::Newer { found, known } => StoreError::Newer { found, known },
        }
    }
}

fn open_with(dir: &Path, now: Timestamp, steps: &Migrations<'_>, known: u32) -> Result<Store, StoreError> {
    let lock = lock(&dir.join(LOCK))?;
    let path = dir.join(FILE);
    let open = || -> Result<Connection, Refusal> {
        let mut db = Connection::open(&path)?;
        let found = version(&db)?;
        if found > known {
            return Err(Refusal::Newer { found, known });
        }
        db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        db.pragma_update(None, "synchronous", "FULL")?;
        // Forgotten rows are overwritten, not only unlinked.
        db.pragma_update(None, "secure_delete", true)?;
        if found < known {
            if found > 0 {
                copy(&db, &copy_path(dir, known))?;
            }
            migrate(&mut db, steps)?;
            db.execute(
                "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (format!("version_{known}_since"), now.to_string()),
            )?;
        }
        db.pragma_update(None, "foreign_keys", true)?;
        Ok(db)
    };
    let db = open().map_err(|refusal| refusal.at(&path))?;
    let copies = (2..=known).map(|to| copy_path(dir, to)).collect();
    Ok(Store::around(db, path, copies, Some(lock)))
}

/// The lock belongs to the open file: the system frees it when the process ends, however it ends.
fn lock(path: &Path) -> Result<File, StoreError> {
    let not_writable =
        |error: std::io::Error| StoreError::NotWritable { path: path.display().to_string(), why: error.to_string() };
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(not_writable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse(path.parent().unwrap_or(path).display().to_string())),
        Err(TryLockError::Error(error)) => Err(not_writable(error)),
    }
}

fn version(db: &Connection) -> rusqlite::Result<u32> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

fn migrate(db: &mut Connection, steps: &Migrations<'_>) -> Result<(), Fault> {
    steps.to_latest(db).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => Fault::Sql(err),
        other => Fault::Unreadable("data file", other.to_string()),
    })
}

fn copy_path(dir: &Path, to: u32) -> PathBuf {
    dir.join(format!("handrail.before-v{to}.db"))
}

/// A whole copy beside the file, which appears only when it is complete.
fn copy(db: &Connection, to: &Path) -> Result<(), Fault> {
    let part = to.with_extension("part");
    match std::fs::remove_file(&part) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let mut target = Connection::open(&part)?;
    Backup::new(db, &mut target)?.run_to_completion(256, std::time::Duration::ZERO, None)?;
    target.close().map_err(|(_, error)| error)?;
    OpenOptions::new().write(true).open(&part)?.sync_all()?;
    std::fs::rename(&part, to)?;
    Ok(())
}

fn read_only(path: &Path) -> Result<Connection, Refusal> {
    let mut db = match path.try_exists() {
        Ok(true) => read_file(path)?,
        Ok(false) => Connection::open_in_memory()?,
        Err(error) => return Err(error.into()),
    };
    let found = version(&db)?;
    if found > VERSION {
        return Err(Refusal::Newer { found, known: VERSION });
    }
    if found < VERSION {
        let mut memory = Connection::open_in_memory()?;
        Backup::new(&db, &mut memory)?.run_to_completion(256, std::time::Duration::ZERO, None)?;
        migrate(&mut memory, &MIGRATIONS)?;
        db = memory;
    }
    db.pragma_update(None, "query_only", true)?;
    Ok(db)
}

fn read_file(path: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let db = Connection::open_with_flags(path, flags)?;
    if version(&db).is_ok() {
        return Ok(db);
    }
    // A write-ahead log needs a file beside the data; where none can be made, nobody writes either.
    let mut wal = path.as_os_str().to_owned();
    wal.push("-wal");
    if Path::new(&wal).exists() {
        return Ok(db);
    }
    let mut address = String::from("file:");
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'/' | b'\\' | b':' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                address.push(char::from(byte));
            }
            other => address.push_str(&format!("%{other:02x}")),
        }
    }
    address.push_str("?immutable=1");
    Ok(Connection::open_with_flags(address, flags)?)
}

#[cfg(test)]
mod tests {
    use domain::RunStore;
    use rusqlite_migration::M;

    use super::*;

    fn now() -> Timestamp {
        Timestamp::parse("2026-11-21T14:00:00Z").unwrap()
    }

    #[test]
    fn the_steps_lead_to_the_version_that_is_written() {
        assert!(MIGRATIONS.validate().is_ok(), "every step runs on an empty file");
        let store = Store::in_memory().unwrap();
        let found = store.with(|db| Ok(version(db)?)).unwrap();
        assert_eq!(found, VERSION, "a new step raises VERSION");
    }

    #[test]
    fn an_older_file_is_copied_before_it_is_migrated_and_the_copy_goes_with_a_forgotten_set_up() {
        let dir = tempfile::tempdir().unwrap();
        drop(Store::open(dir.path(), now()).unwrap());
        let later = [M::up("ALTER TABLE meta ADD COLUMN extra TEXT")];
        let mut all = vec![M::up("SELECT 1")];
        all.extend(later);
        let store = open_with(dir.path(), now(), &Migrations::new(all), 2).unwrap();
        let copy = dir.path().join("handrail.before-v2.db");
        let old = Connection::open(&copy).unwrap();
        assert_eq!(version(&old).unwrap(), 1, "the copy is the file as it was");
        assert!(old.prepare("SELECT extra FROM meta").is_err(), "without what the migration added");
        let new = store.with(|db| Ok(db.prepare("SELECT extra FROM meta").map(drop)?));
        assert!(new.is_ok(), "the file itself has it");
        store.forget(domain::SetupId(uuid::Uuid::nil())).unwrap();
        assert!(!copy.exists(), "a copy would remember what was forgotten");
    }

    #[test]
    fn a_failing_migration_leaves_the_file_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        drop(Store::open(dir.path(), now()).unwrap());
        let broken = Migrations::new(vec![M::up("SELECT 1"), M::up("CREATE TABLE fine (a); CREATE TABLE broken (")]);
        assert!(open_with(dir.path(), now(), &broken, 2).is_err(), "the second step is no SQL");
        let store = Store::open(dir.path(), now()).unwrap();
        assert!(store.setups().is_ok(), "the old version still opens it");
    }

    #[test]
    fn a_full_disk_is_said_with_its_place() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path(), now()).unwrap();
        store
            .with(|db| {
                let pages: i64 = db.pragma_query_value(None, "page_count", |row| row.get(0))?;
                Ok(db.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?)
            })
            .unwrap();
        let refused = store.put_profile(&domain::Digest::from("d"), &"x".repeat(1 << 20)).unwrap_err();
        let StoreError::NotWritable { path, why } = refused else { panic!("another error: {refused:?}") };
        assert!(path.ends_with("handrail.db"), "names the file: {path}");
        assert!(why.contains("full"), "says why: {why}");
        assert!(store.profile(&domain::Digest::from("d")).unwrap().is_none(), "nothing is half written");
    }
}
