//! The inputs in their order, and which of them writes which output.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{Ledger, LedgerError, number};
use crate::error::{Error, ErrorCode};
use crate::ingest::discover::{Input, Origin};
use crate::ingest::output::shown;
use crate::ingest::{Refusal, names};

/// What holds the report.
const REPORT: &str = "run.json";

impl From<LedgerError> for Refusal {
    fn from(error: LedgerError) -> Self {
        Self::Output(error.to_string())
    }
}

impl Ledger {
    /// Takes the next input. A disclosure claims its output.
    ///
    /// # Errors
    /// [`Refusal::Usage`], naming both inputs, when another input writes that output, or when the report does.
    pub fn add(&self, input: &Input) -> Result<(), Refusal> {
        let taken = self.with(|t| {
            let problem = input.problem.as_ref();
            let problem = problem.and_then(|e| serde_json::to_string(&(e.code(), e.message())).ok());
            let entry = match &input.origin {
                Origin::File(_) => None,
                Origin::Entry(_, index) => Some(*index as u32),
            };
            let output = input.output.as_deref().map(shown);
            let origin = names::bytes_of(input.origin.file());
            let foreign = input.is_foreign();
            t.sql
                .prepare_cached(
                    "INSERT INTO inputs(path, origin, entry, output, problem, is_foreign) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?
                .execute(params![input.path, &*origin, entry, output, problem, foreign])?;
            let id = t.sql.last_insert_rowid();
            match output {
                Some(output) if !foreign && !claim(&t.sql, &output, id)? => Ok(Some(output)),
                _ => Ok(None),
            }
        })?;
        match taken {
            Some(output) if output == REPORT => Err(Refusal::Usage(format!(
                "{} would be written to {REPORT}, which holds the report: rename the input",
                input.origin.file().display()
            ))),
            Some(output) => Err(Refusal::Usage(format!(
                "{} and {} would both be written to {output}: rename one, or run them into different folders \
                 (--root keeps the folders of listed files apart)",
                self.writer_of(&output)?.display(),
                input.origin.file().display(),
            ))),
            None => Ok(()),
        }
    }

    fn writer_of(&self, output: &str) -> Result<PathBuf, LedgerError> {
        let select = "SELECT i.origin FROM outputs o JOIN inputs i ON i.id = o.input WHERE o.output = ?1";
        self.with(|t| t.sql.query_row(select, [output], |row| Ok(names::path_of(row.get_ref(0)?.as_blob()?))))
    }

    /// Gives files of a foreign form (`a.doc` beside `a.pdf`) the outputs that no disclosure takes. Gives the
    /// number of inputs.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn settle(&self) -> Result<usize, LedgerError> {
        self.with(|t| {
            let mut select =
                t.sql.prepare("SELECT id, output FROM inputs WHERE is_foreign AND output IS NOT NULL")?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                let (id, output): (i64, String) = (row.get(0)?, row.get(1)?);
                if !claim(&t.sql, &output, id)? {
                    t.sql.prepare_cached("UPDATE inputs SET output = NULL WHERE id = ?1")?.execute([id])?;
                }
            }
            t.sql.query_row("SELECT count(*) FROM inputs", [], number)
        })
    }

    /// An input by its number, from 1 on.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn input(&self, id: i64) -> Result<Option<Input>, LedgerError> {
        let select = "SELECT path, origin, entry, output, problem FROM inputs WHERE id = ?1";
        self.with(|t| t.sql.prepare_cached(select)?.query_row([id], input_of).optional())
    }

    /// The archives among the inputs.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn archives(&self) -> Result<Vec<PathBuf>, LedgerError> {
        self.with(|t| {
            let mut select = t.sql.prepare("SELECT DISTINCT origin FROM inputs WHERE entry IS NOT NULL")?;
            let found = select.query_map([], |row| Ok(names::path_of(row.get_ref(0)?.as_blob()?)))?;
            found.collect()
        })
    }

    /// Notes that `input` reads these bytes, unless another does: gives that one then.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn reads(&self, sha256: &str, is_text: bool, input: i64) -> Result<Option<i64>, LedgerError> {
        self.with(|t| {
            let mut insert = t.sql.prepare_cached("INSERT OR IGNORE INTO readers VALUES (?1, ?2, ?3)")?;
            if insert.execute(params![sha256, is_text, input])? > 0 {
                return Ok(None);
            }
            let select = "SELECT input FROM readers WHERE sha256 = ?1 AND is_text = ?2";
            t.sql.prepare_cached(select)?.query_row(params![sha256, is_text], |row| row.get(0)).optional()
        })
    }

    /// Notes that `input` waits for another with the same bytes.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn waits(&self, input: i64, waits_for: i64) -> Result<(), LedgerError> {
        let insert = "INSERT INTO waiting VALUES (?1, ?2)";
        self.with(|t| t.sql.prepare_cached(insert)?.execute([input, waits_for]).map(drop))
    }

    /// Takes the next input that waits for another, and that one.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn next_waiting(&self) -> Result<Option<(i64, i64)>, LedgerError> {
        let pop =
            "DELETE FROM waiting WHERE input = (SELECT min(input) FROM waiting) RETURNING input, waits_for";
        self.with(|t| {
            t.sql.prepare_cached(pop)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()
        })
    }
}

/// Whether the output was free.
fn claim(sql: &Connection, output: &str, input: i64) -> rusqlite::Result<bool> {
    if output == REPORT {
        return Ok(false);
    }
    let mut insert = sql.prepare_cached("INSERT OR IGNORE INTO outputs VALUES (?1, ?2)")?;
    Ok(insert.execute(params![output, input])? > 0)
}

fn input_of(row: &Row<'_>) -> rusqlite::Result<Input> {
    let file = names::path_of(row.get_ref(1)?.as_blob()?);
    let entry: Option<u32> = row.get(2)?;
    let output: Option<String> = row.get(3)?;
    let problem: Option<String> = row.get(4)?;
    let problem = problem.and_then(|json| serde_json::from_str::<(ErrorCode, String)>(&json).ok());
    Ok(Input {
        path: row.get(0)?,
        origin: match entry {
            Some(index) => Origin::Entry(file, index as usize),
            None => Origin::File(file),
        },
        output: output.map(|o| Path::new(&o).to_owned()),
        problem: problem.map(|(code, message)| Error::new(code, message)),
    })
}
