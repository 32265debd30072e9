//! What a run knows of its documents, kept beside the memory rather than in it: inputs, what earlier runs did, what
//! became of each document. Memory holds a few megabytes of it, whatever the number of documents; the rest goes to
//! a temporary file of the system that has no name and ends with the process.
//!
//! Nothing here outlives the run: the journal and `run.json` are what a later one finds.

mod done;
mod earlier;
mod inputs;

pub use earlier::Fate;

use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, Row};

use super::report::{Counts, Entry};

/// The ledger of a run.
#[derive(Debug)]
pub struct Ledger {
    tables: Mutex<Tables>,
}

#[derive(Debug)]
struct Tables {
    sql: Connection,
    /// Sums over the documents that are done.
    counts: Counts,
}

/// The ledger cannot be kept: the disk with the temporary files is full, most likely.
#[derive(Debug, thiserror::Error)]
#[error(
    "the notes of the run cannot be kept ({0}): free the folder for temporary files, or name another (SQLITE_TMPDIR)"
)]
pub struct LedgerError(#[from] rusqlite::Error);

/// A database for one process: four megabytes of it are in memory, no power cut needs to find it whole.
pub(super) fn scratch() -> rusqlite::Result<Connection> {
    let sql = Connection::open("")?;
    sql.set_prepared_statement_cache_capacity(32);
    sql.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
         PRAGMA temp_store = FILE; PRAGMA cache_size = -4096; BEGIN;",
    )?;
    Ok(sql)
}

/// What `known` and `done` hold of a document: its entry as JSON, and of it what is
/// searched. `version` names what a document is a version of.
const SCHEMA: &str = "
    CREATE TABLE inputs(
        id INTEGER PRIMARY KEY, path TEXT NOT NULL, origin BLOB NOT NULL, entry INTEGER,
        output TEXT, problem TEXT, is_foreign INTEGER NOT NULL);
    CREATE TABLE outputs(output TEXT PRIMARY KEY, input INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE readers(sha256 TEXT, is_text INTEGER, input INTEGER, PRIMARY KEY(sha256, is_text)) WITHOUT ROWID;
    CREATE TABLE waiting(input INTEGER PRIMARY KEY, waits_for INTEGER NOT NULL);
    CREATE TABLE known(
        id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, sha256 TEXT, version TEXT, published TEXT, modified INTEGER,
        json BLOB NOT NULL, output TEXT, fate INTEGER NOT NULL DEFAULT 0);
    CREATE INDEX known_bytes ON known(sha256) WHERE output IS NOT NULL;
    CREATE TABLE done(
        id INTEGER PRIMARY KEY, path TEXT NOT NULL, sha256 TEXT, version TEXT, published TEXT, modified INTEGER,
        json BLOB NOT NULL);
    CREATE INDEX done_bytes ON done(sha256);
    CREATE TABLE links(
        is_done INTEGER, id INTEGER, supersedes TEXT, superseded_by TEXT, PRIMARY KEY(is_done, id)) WITHOUT ROWID;
";

impl Ledger {
    /// An empty ledger.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn open() -> Result<Self, LedgerError> {
        let sql = scratch()?;
        sql.execute_batch(SCHEMA)?;
        Ok(Self { tables: Mutex::new(Tables { sql, counts: Counts::default() }) })
    }

    fn with<T>(&self, work: impl FnOnce(&mut Tables) -> rusqlite::Result<T>) -> Result<T, LedgerError> {
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(work(&mut tables)?)
    }
}

/// A count, the only column of a row.
fn number(row: &Row<'_>) -> rusqlite::Result<usize> {
    Ok(row.get::<_, u32>(0)? as usize)
}

fn to_json(entry: &Entry) -> Vec<u8> {
    serde_json::to_vec(entry).unwrap_or_else(|e| unreachable!("an entry is plain data: {e}"))
}

fn from_json(json: &[u8]) -> rusqlite::Result<Entry> {
    serde_json::from_slice(json)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Blob, Box::new(e)))
}
