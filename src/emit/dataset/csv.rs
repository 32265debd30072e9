//! One CSV file a table: UTF-8, LF, a header line, no thousands separators, null as nothing.
//!
//! Spreadsheets run a text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return as a formula; in text
//! columns such a value gets a `'` in front. Numbers are numbers and keep their sign.
//!
//! Beside the tables stand `README.md`, which says how to load them in Excel, pandas, R and DuckDB, and
//! `dtypes.json`, the columns' types for pandas.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::schema::{ALL, SCALE, TableSchema, Type};
use super::sink::{Failure, Sink, Value};

/// Writes one file a table into a folder.
#[derive(Debug)]
pub struct Csv {
    files: Vec<(&'static str, csv::Writer<BufWriter<File>>)>,
}

impl Csv {
    /// Opens all files; `bom` puts a byte order mark first, which Excel needs to see UTF-8.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn create(folder: &Path, bom: bool) -> Result<Self, Failure> {
        std::fs::create_dir_all(folder)?;
        let mut files = Vec::new();
        std::fs::write(folder.join("README.md"), README)?;
        std::fs::write(folder.join("dtypes.json"), crate::emit::json::pretty(&dtypes()))?;
        for table in ALL {
            let mut file = BufWriter::new(File::create(path(folder, table))?);
            if bom {
                file.write_all("\u{feff}".as_bytes())?;
            }
            let mut writer =
                csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(file);
            writer.write_record(table.fields.iter().map(|f| f.name))?;
            files.push((table.name, writer));
        }
        Ok(Self { files })
    }
}

/// What stands beside the files.
const README: &str = include_str!("csv.md");

/// Column → pandas' type. A name means one type in all tables.
pub fn dtypes() -> BTreeMap<&'static str, &'static str> {
    let types = ALL.iter().flat_map(|t| t.fields).map(|field| {
        let kind = match field.kind {
            Type::Text | Type::Category => "string",
            Type::Integer => "Int64",
            Type::Decimal => "float64",
            Type::Boolean => "boolean",
        };
        (field.name, kind)
    });
    types.collect()
}

/// The file of a table.
pub fn path(folder: &Path, table: &TableSchema) -> PathBuf {
    folder.join(format!("{}.csv", table.name))
}

fn defused(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

/// A value as CSV writes it; decimals have all [`SCALE`] places only where they need them.
pub fn render(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(s) => defused(s),
        Value::Integer(n) => n.to_string(),
        Value::Decimal(d) => d.round_dp(SCALE).to_string(),
        Value::Boolean(b) => b.to_string(),
    }
}

impl Sink for Csv {
    fn row(&mut self, table: &TableSchema, row: Vec<Value>) -> Result<(), Failure> {
        let (_, writer) =
            self.files.iter_mut().find(|(name, _)| *name == table.name).ok_or("unknown table")?;
        writer.write_record(row.into_iter().map(render))?;
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), Failure> {
        for (_, mut writer) in self.files {
            writer.flush()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    #[test]
    fn a_column_name_means_one_type_in_all_tables() {
        for field in ALL.iter().flat_map(|t| t.fields) {
            let others = ALL.iter().flat_map(|t| t.fields).filter(|f| f.name == field.name);
            let kinds: Vec<Type> =
                others.map(|f| if f.kind == Type::Category { Type::Text } else { f.kind }).collect();
            assert!(kinds.windows(2).all(|w| w[0] == w[1]), "{}: {kinds:?}", field.name);
        }
    }

    #[test]
    fn only_texts_are_defused() {
        assert_eq!(render(Value::from("=1+1")), "'=1+1");
        assert_eq!(render(Value::from("\t=1")), "'\t=1");
        assert_eq!(render(Value::Decimal(Decimal::new(-100, 2))), "-1.00");
        assert_eq!(render(Value::from("")), "");
    }
}
