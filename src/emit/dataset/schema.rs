//! The tables of the dataset as data: what each column is called, holds and means. Every output form and the
//! data dictionary are written from here.

mod documents;
mod figures;
mod findings;

pub use documents::{CODES_ECONOMIC, CODES_FUNCTIONAL, COVERAGE, DOCUMENTS, TABLES, UNITS};
pub use figures::{CLAIMS, FACTS};
pub use findings::{CHECKS, RULES};

/// Type of a column, the same in every form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// UTF-8 text.
    Text,
    /// UTF-8 text with few different values: dictionary-encoded where the form can.
    Category,
    /// 64-bit integer.
    Integer,
    /// Exact decimal with [`SCALE`] places: yuan, percent, counts.
    Decimal,
    /// true or false.
    Boolean,
}

/// Decimal places of every decimal column: a ten-thousandth of a yuan, finer than anything printed.
pub const SCALE: u32 = 4;
/// Total digits of a decimal column.
pub const PRECISION: u32 = 38;

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Name, snake case.
    pub name: &'static str,
    /// Type.
    pub kind: Type,
    /// Whether null may stand in it.
    pub nullable: bool,
    /// What it is, in Chinese.
    pub zh: &'static str,
    /// What it is, in English.
    pub en: &'static str,
    /// Column type of the Fiscal Data Package 1.0, where it has one.
    pub fiscal: Option<&'static str>,
}

/// A foreign key: these columns refer to that table's columns.
pub type ForeignKey = (&'static [&'static str], &'static str, &'static [&'static str]);

/// One table.
#[derive(Debug, Clone, Copy)]
pub struct TableSchema {
    /// Name, snake case, plural.
    pub name: &'static str,
    /// What a row is, in Chinese.
    pub zh: &'static str,
    /// What a row is, in English.
    pub en: &'static str,
    /// Columns.
    pub fields: &'static [Field],
    /// Primary key.
    pub key: &'static [&'static str],
    /// Foreign keys.
    pub foreign: &'static [ForeignKey],
}

const fn field(name: &'static str, kind: Type, nullable: bool, zh: &'static str, en: &'static str) -> Field {
    Field { name, kind, nullable, zh, en, fiscal: None }
}

const fn fiscal(f: Field, column_type: &'static str) -> Field {
    Field { fiscal: Some(column_type), ..f }
}

/// All tables, those that others refer to first.
pub const ALL: &[TableSchema] =
    &[UNITS, DOCUMENTS, TABLES, FACTS, CLAIMS, RULES, CHECKS, CODES_FUNCTIONAL, CODES_ECONOMIC, COVERAGE];
