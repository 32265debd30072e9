//! What earlier runs did, by path and by bytes, and what becomes of it.

use rusqlite::{OptionalExtension as _, Row, params};

use super::{Ledger, LedgerError, from_json, to_json};
use crate::ingest::report::Entry;
use crate::ingest::versions;

/// What becomes of a document of an earlier run that is not among this run's inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is forgotten: its output is gone, or another's.
    Forgotten = 0,
    /// Its output stands.
    Stays = 1,
    /// Its input is gone, and its output was removed.
    Pruned = 2,
}

impl Ledger {
    /// Learns what an earlier run did; of two entries for one path the later one holds.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn learn(&self, entry: &Entry) -> Result<(), LedgerError> {
        let insert = "INSERT INTO known(path, sha256, version, published, modified, json, output) \
                      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
                      ON CONFLICT(path) DO UPDATE SET sha256 = ?2, version = ?3, published = ?4, modified = ?5, \
                      json = ?6, output = ?7";
        let (version, date, modified) = versions::keys(entry);
        self.with(|t| {
            t.sql
                .prepare_cached(insert)?
                .execute(params![
                    entry.path,
                    entry.sha256,
                    version,
                    date,
                    modified,
                    to_json(entry),
                    entry.output
                ])
                .map(drop)
        })
    }

    /// Forgets all that was learned.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn forget(&self) -> Result<(), LedgerError> {
        self.with(|t| t.sql.execute("DELETE FROM known", []).map(drop))
    }

    /// What is known of the input with this path.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn known(&self, path: &str) -> Result<Option<Entry>, LedgerError> {
        let select = "SELECT json FROM known WHERE path = ?1";
        self.with(|t| t.sql.prepare_cached(select)?.query_row([path], entry_of).optional())
    }

    /// A document with these bytes that has an output.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn same_bytes(&self, sha256: &str) -> Result<Option<Entry>, LedgerError> {
        let select = "SELECT json FROM known WHERE sha256 = ?1 AND output IS NOT NULL ORDER BY id LIMIT 1";
        self.with(|t| t.sql.prepare_cached(select)?.query_row([sha256], entry_of).optional())
    }

    /// Decides what becomes of the documents that are not among the inputs and whose place none of them takes.
    ///
    /// # Errors
    /// [`LedgerError`] and those of `fate`.
    pub fn part_with<E: From<LedgerError>>(
        &self,
        mut fate: impl FnMut(&Entry) -> Result<Fate, E>,
    ) -> Result<(), E> {
        let index = "CREATE INDEX IF NOT EXISTS input_paths ON inputs(path)";
        let select = "SELECT path, json FROM known k WHERE path > ?1 AND output IS NOT NULL \
                      AND NOT EXISTS (SELECT 1 FROM inputs i WHERE i.path = k.path) \
                      AND NOT EXISTS (SELECT 1 FROM outputs o WHERE o.output = k.output) ORDER BY path LIMIT 1";
        if self.with(|t| t.sql.query_row("SELECT NOT EXISTS (SELECT 1 FROM known)", [], |row| row.get(0)))? {
            return Ok(());
        }
        self.with(|t| t.sql.execute(index, []).map(drop))?;
        let mut last = String::new();
        let next = |last: &str| {
            self.with(|t| {
                let both = |row: &Row<'_>| Ok((row.get(0)?, from_json(row.get_ref(1)?.as_blob()?)?));
                t.sql.prepare_cached(select)?.query_row([last], both).optional()
            })
        };
        while let Some((path, entry)) = next(&last)? {
            let fate = fate(&entry)?;
            let update = "UPDATE known SET fate = ?2 WHERE path = ?1";
            self.with(|t| t.sql.prepare_cached(update)?.execute(params![path, fate as u8]).map(drop))?;
            last = path;
        }
        Ok(())
    }
}

fn entry_of(row: &Row<'_>) -> rusqlite::Result<Entry> {
    from_json(row.get_ref(0)?.as_blob()?)
}
