//! The tables, and how they came to be. A released migration is never edited; a new one is added at the end.

use rusqlite_migration::{M, Migrations};

/// Every version of the file, from nothing to now.
pub const MIGRATIONS: Migrations<'static> = Migrations::from_slice(STEPS);

/// The version that this Handrail writes.
pub const VERSION: u32 = 1;

const STEPS: &[M<'static>] = &[M::up(V1)];

/// Values that only code reads are JSON; what is searched or ordered by is a column of its own.
const V1: &str = "
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE profile_snapshot (
    digest TEXT PRIMARY KEY,
    text   TEXT NOT NULL
) STRICT;

CREATE TABLE setup (
    id             TEXT PRIMARY KEY,
    profile_digest TEXT NOT NULL,
    body           TEXT NOT NULL
) STRICT;

CREATE TABLE run (
    id       TEXT PRIMARY KEY,
    setup    TEXT NOT NULL REFERENCES setup (id) ON DELETE CASCADE,
    begun_at TEXT NOT NULL
) STRICT;

CREATE TABLE approval (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    setup   TEXT NOT NULL REFERENCES setup (id) ON DELETE CASCADE,
    digest  TEXT NOT NULL,
    by      TEXT NOT NULL,
    at      TEXT NOT NULL,
    changes TEXT NOT NULL
) STRICT;

CREATE TABLE change (
    id          TEXT PRIMARY KEY,
    setup       TEXT NOT NULL REFERENCES setup (id) ON DELETE CASCADE,
    run         TEXT NOT NULL,
    number      INTEGER NOT NULL,
    planned     TEXT NOT NULL,
    by          TEXT NOT NULL,
    intended_at TEXT NOT NULL,
    state       TEXT NOT NULL,
    note        TEXT,
    receipt     TEXT,
    made_at     TEXT,
    settled_at  TEXT,
    request_ids TEXT NOT NULL,
    UNIQUE (setup, number)
) STRICT;

CREATE TABLE output (
    setup TEXT PRIMARY KEY REFERENCES setup (id) ON DELETE CASCADE,
    body  TEXT NOT NULL
) STRICT;

CREATE TABLE item (
    setup TEXT NOT NULL REFERENCES setup (id) ON DELETE CASCADE,
    item  TEXT NOT NULL,
    body  TEXT NOT NULL,
    PRIMARY KEY (setup, item)
) STRICT;

CREATE TABLE evidence (
    setup       TEXT NOT NULL REFERENCES setup (id) ON DELETE CASCADE,
    item        TEXT NOT NULL,
    digest      TEXT NOT NULL,
    at          TEXT NOT NULL,
    proof       TEXT NOT NULL,
    request_ids TEXT NOT NULL,
    PRIMARY KEY (setup, item)
) STRICT;

CREATE TABLE wait (
    setup TEXT NOT NULL REFERENCES setup (id) ON DELETE CASCADE,
    item  TEXT NOT NULL,
    since TEXT NOT NULL,
    tries INTEGER NOT NULL,
    next  TEXT NOT NULL,
    PRIMARY KEY (setup, item)
) STRICT;
CREATE INDEX run_of_setup ON run (setup);
CREATE INDEX approval_of_setup ON approval (setup);
";
