//! The outputs of a run, read again: what a dataset and the rules over several documents are made from.
//!
//! Of each file only the head is read to sort the files by unit; the document itself is read once, when its turn
//! comes, so that memory holds the documents of no more than one unit.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use serde::de::{Deserializer as _, Error as _, IgnoredAny, MapAccess, Visitor};

use crate::model::{Disclosure, DocumentKind, SCHEMA, Source, Unit, UnitLevel};
use crate::vocabulary::fold::fold;

/// Which spellings are one unit: name (or printed name) → the name to use.
pub type Aliases = BTreeMap<String, String>;

/// Folders deeper than this are not entered.
const DEPTH: usize = 100;

/// Where an output is and whose it is.
#[derive(Debug, Clone)]
pub struct Head {
    /// The file.
    pub file: PathBuf,
    /// Path of the document that it was made from.
    pub path: String,
    /// SHA-256 of that document.
    pub sha256: String,
    /// The unit that the document names.
    pub unit: Unit,
    /// The unit's name: the alias, where there is one.
    pub name: Option<String>,
    /// Fiscal year.
    pub fiscal_year: Option<i32>,
    /// Kind.
    pub kind: DocumentKind,
}

impl Head {
    /// Reads the document.
    ///
    /// # Errors
    /// Why the file is no whole output of this schema.
    pub fn load(&self) -> Result<Disclosure, String> {
        let bytes = std::fs::read(&self.file).map_err(|e| e.to_string())?;
        serde_json::from_slice(&bytes).map_err(|e| wrong(&e))
    }

    /// What outputs are sorted by: unit, year, kind, path. Those whose unit is unknown come last.
    fn order(&self) -> impl Ord + use<> {
        let level = self.unit.level.map(|l| l == UnitLevel::Unit);
        let kind = match self.kind {
            DocumentKind::Budget => 0,
            DocumentKind::FinalAccount => 1,
            DocumentKind::Other => 2,
        };
        (self.name.is_none(), self.name.clone(), level, self.fiscal_year, kind, self.path.clone())
    }

    /// Whether both are of one unit: spellings are not merged in silence, so names are equal to the letter.
    pub fn same_unit(&self, other: &Self) -> bool {
        self.name.is_some() && self.name == other.name && self.unit.level == other.unit.level
    }
}

/// The outputs that were found, by unit.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// Heads, in the order of units, years, kinds and paths.
    pub heads: Vec<Head>,
    /// Files that are no output of this program and schema, with the reason.
    pub left_out: Vec<(PathBuf, String)>,
    /// Outputs of bytes that another output is of, with the path of that one: they add nothing.
    pub doubled: Vec<(PathBuf, String)>,
    /// Names of units that differ only in white space, brackets, width or punctuation and are not in the aliases:
    /// they may be one unit in several spellings.
    pub spellings: Vec<Vec<String>>,
}

impl Catalogue {
    /// Reads the heads of all outputs in folders (walked; `run.json` is no output) and of files.
    ///
    /// # Errors
    /// When a path that was given cannot be read.
    pub fn read(paths: &[PathBuf], aliases: &Aliases) -> std::io::Result<Self> {
        let mut found = Self::default();
        let mut files = Vec::new();
        for path in paths {
            if path.is_dir() { found.walk(path, 0, &mut files)? } else { files.push(path.clone()) }
        }
        files.sort();
        files.dedup();
        for file in files {
            match head(&file, aliases) {
                Ok(head) => found.heads.push(head),
                Err(reason) => found.left_out.push((file, reason)),
            }
        }
        found.keep_one_of_each();
        found.heads.sort_by_cached_key(Head::order);
        found.left_out.sort();
        found.spellings = spellings(&found.heads);
        Ok(found)
    }

    /// Of outputs of the same bytes keeps the first that is whole.
    fn keep_one_of_each(&mut self) {
        let mut of: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, head) in self.heads.iter().enumerate() {
            of.entry(&head.sha256).or_default().push(index);
        }
        let mut gone: BTreeMap<usize, usize> = BTreeMap::new();
        for same in of.into_values().filter(|s| s.len() > 1) {
            let whole = |i: &&usize| self.heads.get(**i).is_some_and(|h| h.load().is_ok());
            let kept = same.iter().find(whole).or(same.first()).copied().unwrap_or_default();
            gone.extend(same.into_iter().filter(|i| *i != kept).map(|i| (i, kept)));
        }
        let heads = std::mem::take(&mut self.heads);
        for (index, kept) in &gone {
            if let (Some(head), Some(kept)) = (heads.get(*index), heads.get(*kept)) {
                match head.load() {
                    Ok(_) => self.doubled.push((head.file.clone(), kept.path.clone())),
                    Err(reason) => self.left_out.push((head.file.clone(), reason)),
                }
            }
        }
        self.heads =
            heads.into_iter().enumerate().filter(|(i, _)| !gone.contains_key(i)).map(|(_, h)| h).collect();
    }

    /// The documents of one unit after the other.
    pub fn units(&self) -> impl Iterator<Item = &[Head]> {
        self.heads.chunk_by(Head::same_unit)
    }

    fn walk(&mut self, folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let (path, kind, name) = (entry.path(), entry.file_type()?, entry.file_name());
            let name = name.to_string_lossy();
            if name.starts_with(".yusuan-") && !kind.is_dir() {
                let reason = "left by a run that was killed or is under way: ingest again";
                self.left_out.push((path, reason.to_owned()));
            } else if name.starts_with('.') {
            } else if kind.is_dir() && depth < DEPTH {
                self.walk(&path, depth + 1, files)?;
            } else if kind.is_dir() {
                self.left_out.push((path, format!("folders nested deeper than {DEPTH}")));
            } else if name.ends_with(".json") && name != "run.json" {
                files.push(path);
            }
        }
        Ok(())
    }
}

/// The fiscal year that a file states, which may be none.
struct Year(Option<i32>);

#[derive(Default)]
struct Partial {
    schema: Option<serde_json::Value>,
    source: Option<Source>,
    unit: Option<Unit>,
    fiscal_year: Option<Year>,
    kind: Option<DocumentKind>,
}

impl Partial {
    fn complete(&self) -> bool {
        self.source.is_some() && self.unit.is_some() && self.fiscal_year.is_some() && self.kind.is_some()
    }
    fn foreign(&self) -> bool {
        self.schema.as_ref().is_some_and(|s| s != SCHEMA)
    }
}

impl<'de> Visitor<'de> for &mut Partial {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an output of yusuan")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "schema" => self.schema = Some(map.next_value()?),
                "source" => self.source = Some(map.next_value()?),
                "unit" => self.unit = Some(map.next_value()?),
                "fiscal_year" => self.fiscal_year = Some(Year(map.next_value()?)),
                "kind" => self.kind = Some(map.next_value()?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            if self.foreign() || self.schema.is_some() && self.complete() {
                // What follows is not read: serde sees the map cut short and says so.
                return Err(A::Error::custom("enough"));
            }
        }
        Ok(())
    }
}

/// Reads a file as far as the fields that say what it is.
fn head(file: &Path, aliases: &Aliases) -> Result<Head, String> {
    let reader = BufReader::new(File::open(file).map_err(|e| e.to_string())?);
    let mut partial = Partial::default();
    let end = serde_json::Deserializer::from_reader(reader).deserialize_map(&mut partial);
    match &partial.schema {
        Some(serde_json::Value::String(schema)) if schema == SCHEMA => {}
        Some(serde_json::Value::String(other)) if other.starts_with("yusuan/") => {
            return Err(format!("schema {other}, this program reads {SCHEMA}: ingest its document again"));
        }
        Some(_) => return Err("no output of yusuan".to_owned()),
        None => {
            return Err(match end {
                Err(e) if e.is_eof() || e.is_syntax() => wrong(&e),
                _ => "no output of yusuan".to_owned(),
            });
        }
    }
    let Partial {
        source: Some(source),
        unit: Some(unit),
        fiscal_year: Some(Year(year)),
        kind: Some(kind),
        ..
    } = partial
    else {
        return Err(end.err().map_or_else(|| "not of the schema that it names".to_owned(), |e| wrong(&e)));
    };
    let alias = |n: &Option<String>| n.as_ref().and_then(|n| aliases.get(n)).cloned();
    let name = alias(&unit.name).or_else(|| alias(&unit.printed_name)).or_else(|| unit.name.clone());
    let file = file.to_owned();
    Ok(Head { file, path: source.path, sha256: source.sha256, unit, name, fiscal_year: year, kind })
}

fn wrong(e: &serde_json::Error) -> String {
    if e.is_data() {
        format!("not of the schema that it names ({e}): ingest its document again")
    } else {
        format!("not a whole JSON file ({e}): ingest its document again")
    }
}

/// Groups of canonical names that differ only in what is neither a letter nor a digit.
fn spellings(heads: &[Head]) -> Vec<Vec<String>> {
    let key = |name: &str| fold(name).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let mut groups: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for name in heads.iter().filter_map(|h| h.name.as_deref()) {
        groups.entry(key(name)).or_default().insert(name);
    }
    let several = groups.into_values().filter(|g| g.len() > 1);
    several.map(|g| g.into_iter().map(str::to_owned).collect()).collect()
}
