//! What a scraper knows of each file (URL, list title, unit id, dates): JSON lines or CSV, handed on unchanged.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension as _, params};

use super::Refusal;
use super::discover::Input;
use super::ledger::{self, LedgerError};

/// The fields of one file, as the manifest has them.
pub type Fields = BTreeMap<String, String>;

/// Fields that say which file is meant, in order of trust.
const KEYS: [&str; 5] = ["sha256", "path", "file", "filename", "local_path"];
/// Fields that say when a disclosure was published, then when it was fetched.
const DATES: [&str; 8] = [
    "published_date",
    "published",
    "publish_date",
    "发布日期",
    "date",
    "retrieved_date",
    "retrieved",
    "retrieved_at",
];

/// A manifest: fields by path or hash, in a temporary database as the [`ledger`] is, since it has a line for each
/// document.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    tables: Option<Arc<Mutex<Connection>>>,
}

const SCHEMA: &str = "CREATE TABLE entries(id INTEGER PRIMARY KEY, fields BLOB NOT NULL);
     CREATE TABLE keys(key TEXT PRIMARY KEY, entry INTEGER NOT NULL) WITHOUT ROWID;";

impl Manifest {
    /// Reads a manifest: see [`each`].
    ///
    /// # Errors
    /// [`Refusal::Usage`] with the line.
    pub fn open(path: &Path) -> Result<Self, Refusal> {
        let mut new = New::begin().map_err(LedgerError::from)?;
        let mut kept = Ok(());
        each(path, &mut |fields| {
            if kept.is_ok() {
                kept = new.add(&fields);
            }
        })?;
        kept.map_err(|wrong| match wrong {
            Wrong::Kept(error) => error.into(),
            Wrong::Nameless(number) => Refusal::Usage(format!(
                "the manifest {}: entry {number} names no file: it needs one of {}",
                path.display(),
                KEYS.join(", ")
            )),
        })?;
        Ok(new.end())
    }

    /// What is known of an input, by its hash, its path in the output, or the path it was opened by.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn fields(&self, input: &Input, sha256: Option<&str>) -> Result<Option<Fields>, LedgerError> {
        let Some(tables) = &self.tables else { return Ok(None) };
        let opened = input.origin.file().to_string_lossy();
        let keys = [sha256.map(str::to_owned), Some(normal(&input.path)), Some(normal(&opened))];
        let sql = tables.lock().unwrap_or_else(PoisonError::into_inner);
        let select = "SELECT e.fields FROM keys k JOIN entries e ON e.id = k.entry WHERE k.key = ?1";
        let mut select = sql.prepare_cached(select)?;
        for key in keys.into_iter().flatten() {
            if let Some(json) = select.query_row([key], |row| row.get::<_, Vec<u8>>(0)).optional()? {
                return Ok(serde_json::from_slice(&json).ok());
            }
        }
        Ok(None)
    }
}

/// A manifest that is being read.
struct New {
    sql: Connection,
    number: usize,
}

/// Why an entry is not kept.
#[derive(Debug)]
enum Wrong {
    /// The entry with this number names no file.
    Nameless(usize),
    Kept(LedgerError),
}

impl New {
    fn begin() -> rusqlite::Result<Self> {
        let sql = ledger::scratch()?;
        sql.execute_batch(SCHEMA)?;
        Ok(Self { sql, number: 0 })
    }

    fn add(&mut self, fields: &Fields) -> Result<(), Wrong> {
        self.number += 1;
        let named = self.insert(fields).map_err(|e| Wrong::Kept(e.into()))?;
        if named { Ok(()) } else { Err(Wrong::Nameless(self.number)) }
    }

    fn insert(&self, fields: &Fields) -> rusqlite::Result<bool> {
        let json = serde_json::to_vec(fields).unwrap_or_default();
        self.sql.prepare_cached("INSERT INTO entries(fields) VALUES (?1)")?.execute([json])?;
        let entry = self.sql.last_insert_rowid();
        // Of two lines for one file the later one holds: manifests are appended to.
        let mut insert = self.sql.prepare_cached("INSERT OR REPLACE INTO keys VALUES (?1, ?2)")?;
        let values = KEYS.iter().filter_map(|key| fields.get(*key)).filter(|value| !value.is_empty());
        let mut named = false;
        for value in values {
            insert.execute(params![normal(value), entry])?;
            named = true;
        }
        Ok(named)
    }

    fn end(self) -> Manifest {
        Manifest { tables: Some(Arc::new(Mutex::new(self.sql))) }
    }
}

/// Reads a table of fields: see [`each`].
///
/// # Errors
/// [`Refusal::Usage`] with the line.
pub fn read(path: &Path) -> Result<Vec<Fields>, Refusal> {
    let mut entries = Vec::new();
    each(path, &mut |fields| entries.push(fields))?;
    Ok(entries)
}

/// Reads a table of fields, entry by entry; `.csv` (with a header line) by its name, JSON lines otherwise.
///
/// # Errors
/// [`Refusal::Usage`] with the line.
pub fn each(path: &Path, entry: &mut dyn FnMut(Fields)) -> Result<(), Refusal> {
    let wrong = |why: String| Refusal::Usage(format!("{}: {why}", path.display()));
    let mut bytes = BufReader::new(File::open(path).map_err(|e| wrong(e.to_string()))?);
    let mark = bytes.fill_buf().is_ok_and(|start| start.starts_with(b"\xef\xbb\xbf"));
    bytes.consume(if mark { 3 } else { 0 });
    let is_csv = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
    if is_csv { from_csv(bytes, entry) } else { from_lines(bytes, entry) }.map_err(wrong)
}

/// The date that orders versions of a document, if the fields have one.
pub fn date(fields: &Fields) -> Option<&str> {
    DATES.iter().find_map(|key| fields.get(*key)).map(String::as_str).filter(|d| !d.is_empty())
}

fn normal(path: &str) -> String {
    path.strip_prefix("./").unwrap_or(path).replace('\\', "/")
}

fn from_lines(bytes: impl BufRead, entry: &mut dyn FnMut(Fields)) -> Result<(), String> {
    for (number, line) in (1..).zip(bytes.split(b'\n')) {
        let line = line.map_err(|e| e.to_string())?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let object: serde_json::Map<String, serde_json::Value> =
            serde_json::from_slice(&line).map_err(|e| format!("line {number}: {e}"))?;
        let text = |value: serde_json::Value| match value {
            serde_json::Value::String(text) => Some(text),
            serde_json::Value::Null => None,
            other => Some(other.to_string()),
        };
        entry(object.into_iter().filter_map(|(k, v)| Some((k, text(v)?))).collect());
    }
    Ok(())
}

fn from_csv(bytes: impl Read, entry: &mut dyn FnMut(Fields)) -> Result<(), String> {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().map_err(|e| e.to_string())?.clone();
    for row in reader.records() {
        entry(pairs(&header, &row.map_err(|e| e.to_string())?));
    }
    Ok(())
}

fn pairs(header: &csv::StringRecord, row: &csv::StringRecord) -> Fields {
    header.iter().zip(row).map(|(k, v)| (k.trim().to_owned(), v.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::discover;

    fn all(read: impl FnOnce(&mut dyn FnMut(Fields)) -> Result<(), String>) -> Result<Vec<Fields>, String> {
        let mut entries = Vec::new();
        read(&mut |fields| entries.push(fields)).map(|()| entries)
    }

    #[test]
    fn both_forms_say_the_same() {
        let lines = b"{\"path\":\"./a.pdf\",\"url\":\"https://x/a b\",\"n\":3}\n\n{\"path\":\"b.pdf\",\"url\":null}\n";
        let lines = all(|entry| from_lines(&lines[..], entry)).unwrap();
        assert_eq!(lines[0]["n"], "3");
        assert_eq!(lines[1].len(), 1);
        let table = all(|entry| from_csv(&b"path,url,n\n./a.pdf,https://x/a b,3\n"[..], entry)).unwrap();
        assert_eq!(table[0], lines[0]);
        let mut new = New::begin().unwrap();
        for fields in &lines {
            new.add(fields).unwrap();
        }
        let later =
            Fields::from([("file".to_owned(), "b.pdf".to_owned()), ("url".to_owned(), "u".to_owned())]);
        new.add(&later).unwrap();
        let manifest = new.end();
        let known = |path: &str| manifest.fields(&discover::file(Path::new(path)), None).unwrap();
        assert_eq!(known("/somewhere/a.pdf").as_ref(), Some(&lines[0]));
        assert_eq!(known("b.pdf"), Some(later));
        assert_eq!(known("c.pdf"), None);
    }

    #[test]
    fn what_names_no_file_is_refused() {
        let nameless = Fields::from([("url".to_owned(), "x".to_owned())]);
        assert!(matches!(New::begin().unwrap().add(&nameless), Err(Wrong::Nameless(1))));
        assert!(all(|entry| from_lines(&b"[1]"[..], entry)).unwrap_err().starts_with("line 1"));
    }
}
