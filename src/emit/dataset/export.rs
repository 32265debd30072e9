//! The export: reads the outputs of a folder one after the other and gives their rows to a form.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::csv::Csv;
use super::datapackage::DataPackage;
use super::parquet::Parquet;
use super::rows;
use super::schema::{CODES_ECONOMIC, CODES_FUNCTIONAL, COVERAGE, RULES, UNITS};
use super::sink::{Failure, Sink, Value};
use super::sqlite::Sqlite;
use crate::model::{Disclosure, DocumentKind, RuleTally, SCHEMA, UnitLevel};
use crate::reconcile;

/// A form of the dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    /// One CSV file a table.
    Csv,
    /// One Parquet file a table.
    Parquet,
    /// One SQLite file.
    Sqlite,
    /// Frictionless Tabular Data Package, fiscal column types.
    Datapackage,
}

/// What to export, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder that `ingest` wrote.
    pub outputs: PathBuf,
    /// Form.
    pub form: Form,
    /// Where to: a folder, for SQLite a file.
    pub destination: PathBuf,
    /// CSV with a byte order mark, for Excel.
    pub bom: bool,
    /// Printed name → canonical name: which spellings are one unit.
    pub aliases: BTreeMap<String, String>,
}

/// What was exported and what was left out.
#[derive(Debug, Default)]
pub struct Report {
    /// Documents exported.
    pub documents: usize,
    /// Files left out, with the reason.
    pub left_out: Vec<(PathBuf, String)>,
    /// Names of units that differ only in white space, brackets or width: one unit in two spellings.
    pub spellings: Vec<Vec<String>>,
}

#[derive(Default)]
struct Across {
    units: BTreeMap<String, (String, Option<UnitLevel>)>,
    held: BTreeMap<(String, i32, DocumentKindOrd), usize>,
    tallies: BTreeMap<String, RuleTally>,
}

/// Budget before final account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum DocumentKindOrd {
    Budget,
    FinalAccount,
}

impl DocumentKindOrd {
    const ALL: [Self; 2] = [Self::Budget, Self::FinalAccount];

    fn of(kind: DocumentKind) -> Option<Self> {
        match kind {
            DocumentKind::Budget => Some(Self::Budget),
            DocumentKind::FinalAccount => Some(Self::FinalAccount),
            DocumentKind::Other => None,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Budget => "budget",
            Self::FinalAccount => "final_account",
        }
    }
}

/// Writes the dataset. Files that are no output of this schema are named in the report and left out.
///
/// # Errors
/// When the folder of outputs cannot be read or the dataset cannot be written.
pub fn export(options: &Options) -> Result<Report, Failure> {
    let files = outputs(&options.outputs)?;
    let names = unit_names(&files);
    let mut sink: Box<dyn Sink> = match options.form {
        Form::Csv => Box::new(Csv::create(&options.destination, options.bom)?),
        Form::Parquet => Box::new(Parquet::create(&options.destination)?),
        Form::Sqlite => Box::new(Sqlite::create(&options.destination)?),
        Form::Datapackage => Box::new(DataPackage::create(&options.destination)?),
    };
    let mut report = Report { spellings: spellings(&names, &options.aliases), ..Report::default() };
    let mut across = Across::default();
    let mut seen = BTreeSet::new();
    for file in files {
        match load(&file) {
            Ok(document) if !seen.insert(document.source.sha256.clone()) => {
                let path = document.source.path;
                report.left_out.push((file, format!("same bytes as an earlier document ({path})")));
            }
            Ok(document) => {
                add(&document, options, &mut across, sink.as_mut())?;
                report.documents += 1;
            }
            Err(reason) => report.left_out.push((file, reason)),
        }
    }
    finish(&across, sink.as_mut())?;
    sink.finish()?;
    Ok(report)
}

fn add(
    document: &Disclosure,
    options: &Options,
    across: &mut Across,
    sink: &mut dyn Sink,
) -> Result<(), Failure> {
    let printed = document.unit.name.as_deref();
    let name = printed.map(|n| options.aliases.get(n).map_or(n, String::as_str));
    if let (Some(name), Some(id)) = (name, rows::unit_id(name, document.unit.level)) {
        across.units.entry(id.clone()).or_insert_with(|| (name.to_owned(), document.unit.level));
        if let (Some(year), Some(kind)) = (document.fiscal_year, DocumentKindOrd::of(document.kind)) {
            *across.held.entry((id, year, kind)).or_default() += 1;
        }
    }
    let (checks, tallies) = reconcile::run(document, &reconcile::Selection::default(), true);
    for tally in tallies {
        let sum = across.tallies.entry(tally.id.clone()).or_insert_with(|| RuleTally {
            id: tally.id.clone(),
            pass: 0,
            fail: 0,
            not_applicable: 0,
            insufficient: 0,
        });
        sum.pass += tally.pass;
        sum.fail += tally.fail;
        sum.not_applicable += tally.not_applicable;
        sum.insufficient += tally.insufficient;
    }
    rows::write(document, &checks, name, sink)
}

fn finish(across: &Across, sink: &mut dyn Sink) -> Result<(), Failure> {
    for (id, (name, level)) in &across.units {
        sink.row(
            &UNITS,
            vec![id.as_str().into(), name.as_str().into(), level.map(|l| rows::word(&l)).into()],
        )?;
        let years: BTreeSet<i32> = across.held.keys().filter(|(u, ..)| u == id).map(|&(_, y, _)| y).collect();
        let (Some(&first), Some(&last)) = (years.first(), years.last()) else { continue };
        for year in first..=last {
            for kind in DocumentKindOrd::ALL {
                let held = across.held.get(&(id.clone(), year, kind)).copied().unwrap_or(0);
                let row = vec![
                    id.as_str().into(),
                    year.into(),
                    kind.word().into(),
                    held.into(),
                    (held == 0).into(),
                ];
                sink.row(&COVERAGE, row)?;
            }
        }
    }
    for tally in across.tallies.values() {
        let counts = [tally.pass, tally.fail, tally.not_applicable, tally.insufficient];
        let mut row: Vec<Value> = vec![tally.id.as_str().into(), rule_name(&tally.id).into()];
        row.extend(counts.map(Value::from));
        sink.row(&RULES, row)?;
    }
    for (schema, text) in [
        (&CODES_FUNCTIONAL, include_str!("../../vocabulary/data/functional.tsv")),
        (&CODES_ECONOMIC, include_str!("../../vocabulary/data/economic.tsv")),
    ] {
        let mut seen = BTreeSet::new();
        for line in text.lines().skip(1) {
            let mut cells = line.split('\t');
            let mut next = || cells.next().unwrap_or_default();
            let row = [next(), next(), next(), next(), next(), next(), next()];
            if row[0].is_empty() || !seen.insert((row[0], row[1])) {
                continue;
            }
            let optional = [2, 4, 5];
            let value = |(i, s): (usize, &str)| {
                if optional.contains(&i) && s.is_empty() { Value::Null } else { s.into() }
            };
            sink.row(schema, row.into_iter().enumerate().map(value).collect())?;
        }
    }
    Ok(())
}

fn rule_name(id: &str) -> &'static str {
    reconcile::RULES.iter().find(|r| r.id == id).map_or("", |r| r.name)
}

/// All JSON files of the folder but `run.json`, sorted by path; hidden files and folders are left alone.
fn outputs(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|e| {
            format!("{}: {e}; give the folder that `yusuan ingest -o` wrote", folder.display())
        })?;
        for entry in entries {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type()?);
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with('.') {
                continue;
            }
            if kind.is_dir() {
                folders.push(path);
            } else if name.ends_with(".json") && name != "run.json" {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn load(file: &Path) -> Result<Disclosure, String> {
    let bytes = std::fs::read(file).map_err(|e| e.to_string())?;
    let value: serde_json::Value = serde_json::from_slice(&bytes)
        .map_err(|e| format!("not a whole JSON file ({e}): ingest its document again"))?;
    match value.get("schema").and_then(|s| s.as_str()) {
        Some(SCHEMA) => {
            serde_json::from_value(value).map_err(|e| format!("not of the schema that it names: {e}"))
        }
        Some(other) => {
            Err(format!("schema {other}, this program writes {SCHEMA}: ingest its document again"))
        }
        None => Err("no output of yusuan".to_owned()),
    }
}

/// Printed unit names of all readable files, without parsing more than that.
fn unit_names(files: &[PathBuf]) -> BTreeSet<String> {
    #[derive(serde::Deserialize)]
    struct Named {
        unit: crate::model::Unit,
    }
    let name = |file: &PathBuf| {
        let file = std::io::BufReader::new(std::fs::File::open(file).ok()?);
        serde_json::from_reader::<_, Named>(file).ok()?.unit.name
    };
    files.iter().filter_map(name).collect()
}

/// Groups of names that differ only in white space, width of brackets or punctuation.
fn spellings(names: &BTreeSet<String>, aliases: &BTreeMap<String, String>) -> Vec<Vec<String>> {
    let key = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in names.iter().filter(|n| !aliases.contains_key(*n)) {
        groups.entry(key(name)).or_default().push(name.clone());
    }
    groups.into_values().filter(|g| g.len() > 1).collect()
}
