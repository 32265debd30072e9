//! What became of the documents, and how they hang together: the same bytes twice, versions of one disclosure.

use rusqlite::{OptionalExtension as _, Row, params};
use serde::ser::{Error as _, Serialize, SerializeSeq as _, Serializer};

use super::earlier::Fate;
use super::{Ledger, LedgerError, from_json, number, to_json};
use crate::ingest::report::{Counts, Entry};
use crate::ingest::versions::{self, Version};

impl Ledger {
    /// A document is done.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn done(&self, input: i64, entry: &Entry) -> Result<(), LedgerError> {
        let insert = "INSERT OR REPLACE INTO done VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let (version, date, modified) = versions::keys(entry);
        let json = to_json(entry);
        self.with(|t| {
            t.counts.add(entry);
            t.sql
                .prepare_cached(insert)?
                .execute(params![input, entry.path, entry.sha256, version, date, modified, json])
                .map(drop)
        })
    }

    /// What became of an input.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn outcome(&self, input: i64) -> Result<Option<Entry>, LedgerError> {
        let select = "SELECT json FROM done WHERE id = ?1";
        let entry = |row: &Row<'_>| from_json(row.get_ref(0)?.as_blob()?);
        self.with(|t| t.sql.prepare_cached(select)?.query_row([input], entry).optional())
    }

    /// Sums over the documents that are done.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn counts(&self) -> Result<Counts, LedgerError> {
        let doubled = "SELECT count(sha256) - count(DISTINCT sha256) FROM done";
        self.with(|t| {
            let mut counts = t.counts.clone();
            counts.duplicates = t.sql.query_row(doubled, [], number)?;
            Ok(counts)
        })
    }

    /// Links the versions of each disclosure; gives how many documents of this run follow another.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn link(&self) -> Result<usize, LedgerError> {
        let gather = format!(
            "CREATE TABLE versions(version TEXT NOT NULL, is_done INTEGER, id INTEGER);
             INSERT INTO versions SELECT version, 0, id FROM known WHERE version IS NOT NULL AND fate = {};
             INSERT INTO versions SELECT version, 1, id FROM done WHERE version IS NOT NULL;
             CREATE INDEX version_groups ON versions(version);",
            Fate::Stays as u8
        );
        let next =
            "SELECT version FROM versions WHERE version > ?1 GROUP BY version HAVING count(*) > 1 LIMIT 1";
        let members = "SELECT v.is_done, v.id, e.path, e.sha256, e.published, e.modified FROM versions v \
                       JOIN known e ON e.id = v.id WHERE v.version = ?1 AND NOT v.is_done UNION ALL \
                       SELECT v.is_done, v.id, e.path, e.sha256, e.published, e.modified FROM versions v \
                       JOIN done e ON e.id = v.id WHERE v.version = ?1 AND v.is_done";
        let link = "INSERT INTO links(is_done, id, supersedes, superseded_by) VALUES (?1, ?2, ?3, ?4)";
        self.with(|t| {
            t.sql.execute_batch(&gather)?;
            let (mut next, mut members, mut link) =
                (t.sql.prepare(next)?, t.sql.prepare(members)?, t.sql.prepare(link)?);
            let mut version = String::new();
            let mut newer = 0;
            while let Some(found) = next.query_row([&version], |row| row.get(0)).optional()? {
                version = found;
                let group = members.query_map([&version], version_of)?.collect::<Result<Vec<_>, _>>()?;
                let group = versions::in_order(group);
                for (at, (key, _)) in group.iter().enumerate() {
                    let path =
                        |at: Option<usize>| at.and_then(|at| group.get(at)).map(|(_, v)| v.path.as_str());
                    let (before, after) = (path(at.checked_sub(1)), path(Some(at + 1)));
                    link.execute(params![key.0, key.1, before, after])?;
                    newer += usize::from(key.0 && before.is_some());
                }
            }
            Ok(newer)
        })
    }

    /// How many documents of earlier runs have this fate.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn count(&self, fate: Fate) -> Result<usize, LedgerError> {
        let select = "SELECT count(*) FROM known WHERE fate = ?1";
        self.with(|t| t.sql.query_row(select, [fate as u8], number))
    }

    /// The documents of this run, in the order of the inputs.
    pub fn documents(&self) -> impl Serialize {
        // The paths of the first with the same bytes, and of the versions before and after.
        let select = "SELECT d.id, d.json, \
            (SELECT f.path FROM done f WHERE f.sha256 = d.sha256 AND f.id < d.id ORDER BY f.id LIMIT 1), \
            l.supersedes, l.superseded_by FROM done d LEFT JOIN links l ON l.is_done = 1 AND l.id = d.id \
            WHERE d.id > ?1 ORDER BY d.id LIMIT 1";
        List { ledger: self, select, first: 0_i64, read: linked }
    }

    /// The documents of earlier runs whose outputs stand, sorted by path.
    pub fn earlier(&self) -> impl Serialize {
        let select = "SELECT k.path, k.json, NULL, l.supersedes, l.superseded_by \
            FROM known k LEFT JOIN links l ON l.is_done = 0 AND l.id = k.id \
            WHERE k.path > ?1 AND k.fate = 1 ORDER BY k.path LIMIT 1";
        List { ledger: self, select, first: String::new(), read: linked }
    }

    /// The outputs that were removed, sorted by the path of their inputs.
    pub fn pruned(&self) -> impl Serialize {
        let select = "SELECT path, output FROM known WHERE path > ?1 AND fate = 2 ORDER BY path LIMIT 1";
        let output = |row: &Row<'_>| row.get::<_, String>(1);
        List { ledger: self, select, first: String::new(), read: output }
    }
}

fn version_of(row: &Row<'_>) -> rusqlite::Result<((bool, i64), Version)> {
    let version =
        Version { path: row.get(2)?, sha256: row.get(3)?, published: row.get(4)?, modified: row.get(5)? };
    Ok(((row.get(0)?, row.get(1)?), version))
}

fn linked(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let mut entry = from_json(row.get_ref(1)?.as_blob()?)?;
    // Of an earlier document that stays as it was.
    entry.duplicate_of = row.get::<_, Option<String>>(2)?.or(entry.duplicate_of);
    entry.supersedes = row.get(3)?;
    entry.superseded_by = row.get(4)?;
    Ok(entry)
}

/// What a query gives row by row, each by the key of the one before it.
struct List<'a, K, T> {
    ledger: &'a Ledger,
    select: &'static str,
    first: K,
    read: fn(&Row<'_>) -> rusqlite::Result<T>,
}

impl<K, T> Serialize for List<'_, K, T>
where
    K: Clone + rusqlite::ToSql + rusqlite::types::FromSql,
    T: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        let mut key = self.first.clone();
        let next = |key: &K| {
            self.ledger.with(|t| {
                let both = |row: &Row<'_>| Ok((row.get(0)?, (self.read)(row)?));
                t.sql.prepare_cached(self.select)?.query_row([key], both).optional()
            })
        };
        while let Some((at, item)) = next(&key).map_err(S::Error::custom)? {
            list.serialize_element(&item)?;
            key = at;
        }
        list.end()
    }
}
