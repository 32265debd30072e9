//! The export: reads the outputs of a folder one after the other and gives their rows to a form.

use std::path::PathBuf;

use super::across::{self, Ledger, UnitRows};
use super::csv::Csv;
use super::datapackage::DataPackage;
use super::links::Index;
use super::parquet::Parquet;
use super::rows;
use super::sink::{Failure, Sink};
use super::sqlite::Sqlite;
use crate::outputs::{Aliases, Catalogue, Head};

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

/// A column that Parquet's folders are named by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Partition {
    /// `fiscal_year=2025`.
    Year,
    /// `kind=budget`.
    Kind,
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
    pub aliases: Aliases,
    /// Parquet in folders by these columns.
    pub partition: Vec<Partition>,
}

/// What was exported and what was left out.
#[derive(Debug, Default)]
pub struct Report {
    /// Documents exported.
    pub documents: usize,
    /// Files left out, with the reason.
    pub left_out: Vec<(PathBuf, String)>,
    /// Outputs left out because another is of the same bytes, with that one's document.
    pub doubled: Vec<(PathBuf, String)>,
    /// Names of units that differ only in white space, brackets, width or punctuation: they may be one unit.
    pub spellings: Vec<Vec<String>>,
}

/// Writes the dataset. Files that are no output of this schema are named in the report and left out.
///
/// # Errors
/// When the folder of outputs cannot be read or the dataset cannot be written.
pub fn export(options: &Options) -> Result<Report, Failure> {
    let catalogue =
        Catalogue::read(std::slice::from_ref(&options.outputs), &options.aliases).map_err(|e| {
            format!("{}: {e}; give the folder that `yusuan ingest -o` wrote", options.outputs.display())
        })?;
    let mut sink: Box<dyn Sink> = match options.form {
        Form::Csv => Box::new(Csv::create(&options.destination, options.bom)?),
        Form::Parquet => Box::new(Parquet::create(&options.destination, &options.partition)?),
        Form::Sqlite => Box::new(Sqlite::create(&options.destination)?),
        Form::Datapackage => Box::new(DataPackage::create(&options.destination)?),
    };
    let mut report = Report::default();
    let mut ledger = Ledger::default();
    for unit in catalogue.units() {
        report.documents += add(unit, &mut ledger, &mut report.left_out, sink.as_mut())?;
    }
    ledger.write(sink.as_mut())?;
    across::write_codes(sink.as_mut())?;
    sink.finish()?;
    report.left_out.extend(catalogue.left_out);
    report.left_out.sort();
    report.doubled = catalogue.doubled;
    report.spellings = catalogue.spellings;
    Ok(report)
}

/// Adds the documents of one unit, in the order of years; gives their number.
fn add(
    unit: &[Head],
    ledger: &mut Ledger,
    left_out: &mut Vec<(PathBuf, String)>,
    sink: &mut dyn Sink,
) -> Result<usize, Failure> {
    let Some(first) = unit.first() else { return Ok(0) };
    let mut rows_of_unit = UnitRows::new(first.name.as_deref(), first.unit.level);
    let mut earlier = Index::default();
    let mut documents = 0;
    for head in unit {
        let document = match head.load() {
            Ok(document) => document,
            Err(reason) => {
                left_out.push((head.file.clone(), reason));
                continue;
            }
        };
        if let Some(unit) = &mut rows_of_unit {
            unit.add(&document);
        }
        ledger.add(&document.rules);
        if unit.len() > 1 {
            earlier.add(&document, &rows::document_id(&document));
        }
        rows::write(&document, head.name.as_deref(), &earlier, sink)?;
        documents += 1;
    }
    if let Some(unit) = rows_of_unit.filter(|_| documents > 0) {
        unit.write(sink)?;
    }
    Ok(documents)
}
