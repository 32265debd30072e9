//! One SQLite file: typed, keyed, indexed, with views for the usual questions.
//!
//! SQLite has no decimal type. Amounts are stored as integers of a hundredth of a yuan (分) in `amount_fen` where
//! that is exact, and as exact text in `amount`; sums over `amount_fen` are exact.

use std::fmt::Write as _;
use std::path::Path;

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::schema::{ALL, TableSchema, Type};
use super::sink::{Failure, Sink, Value};

/// Rows between two commits.
const BATCH: usize = 50_000;

/// Writes one database file.
#[derive(Debug)]
pub struct Sqlite {
    connection: Connection,
    pending: usize,
}

const VIEWS: &str = "
CREATE VIEW leaf_facts AS SELECT * FROM facts WHERE role = 'leaf';
CREATE VIEW totals AS SELECT * FROM facts WHERE role = 'total';
CREATE VIEW findings AS
  SELECT c.*, d.path, d.unit_id, d.fiscal_year, d.kind FROM checks c JOIN documents d USING (document_id)
  WHERE c.status = 'fail';
CREATE INDEX facts_unit_year ON facts (unit_id, fiscal_year, kind);
CREATE INDEX facts_functional ON facts (functional_code);
CREATE INDEX facts_economic ON facts (economic_code);
CREATE INDEX facts_table ON facts (table_id);
CREATE INDEX claims_document ON claims (document_id);
CREATE INDEX checks_document ON checks (document_id);
";

impl Sqlite {
    /// Creates the database with its tables; a file that is there already is replaced.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn create(file: &Path) -> Result<Self, Failure> {
        if file.exists() {
            std::fs::remove_file(file)?;
        }
        let connection = Connection::open(file)?;
        connection
            .execute_batch("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;")?;
        for table in ALL {
            connection.execute_batch(&create_statement(table))?;
        }
        connection.execute_batch("BEGIN")?;
        Ok(Self { connection, pending: 0 })
    }
}

fn create_statement(table: &TableSchema) -> String {
    let mut sql = format!("CREATE TABLE {} (", table.name);
    for field in table.fields {
        let kind = match field.kind {
            Type::Text | Type::Category | Type::Decimal => "TEXT",
            Type::Integer | Type::Boolean => "INTEGER",
        };
        let null = if field.nullable { "" } else { " NOT NULL" };
        let _ = write!(sql, "\"{}\" {kind}{null}, ", field.name);
        if field.name == "amount" {
            sql.push_str("\"amount_fen\" INTEGER, ");
        }
    }
    let quoted = |names: &[&str]| names.iter().map(|n| format!("\"{n}\"")).collect::<Vec<_>>().join(", ");
    let _ = write!(sql, "PRIMARY KEY ({})", quoted(table.key));
    for (columns, other, targets) in table.foreign {
        let _ = write!(sql, ", FOREIGN KEY ({}) REFERENCES {other} ({})", quoted(columns), quoted(targets));
    }
    sql.push_str(") WITHOUT ROWID;");
    sql
}

fn fen(amount: &Value) -> Sql {
    match amount {
        Value::Decimal(d) => {
            let fen = *d * Decimal::ONE_HUNDRED;
            if fen.fract().is_zero() { fen.to_i64().map_or(Sql::Null, Sql::Integer) } else { Sql::Null }
        }
        _ => Sql::Null,
    }
}

fn sql(value: Value) -> Sql {
    match value {
        Value::Null => Sql::Null,
        Value::Text(s) => Sql::Text(s),
        Value::Integer(n) => Sql::Integer(n),
        Value::Decimal(d) => Sql::Text(d.to_string()),
        Value::Boolean(b) => Sql::Integer(i64::from(b)),
    }
}

impl Sink for Sqlite {
    fn row(&mut self, table: &TableSchema, row: Vec<Value>) -> Result<(), Failure> {
        let mut values = Vec::with_capacity(row.len() + 1);
        for (field, value) in table.fields.iter().zip(row) {
            let extra = (field.name == "amount").then(|| fen(&value));
            values.push(sql(value));
            values.extend(extra);
        }
        let marks = vec!["?"; values.len()].join(", ");
        let statement = format!("INSERT INTO {} VALUES ({marks})", table.name);
        self.connection.prepare_cached(&statement)?.execute(params_from_iter(values))?;
        self.pending += 1;
        if self.pending == BATCH {
            self.connection.execute_batch("COMMIT; BEGIN")?;
            self.pending = 0;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), Failure> {
        self.connection.execute_batch("COMMIT")?;
        self.connection.execute_batch(VIEWS)?;
        // Units are known only after the last document, so keys are checked at the end.
        let broken: Option<String> =
            self.connection.query_row("PRAGMA foreign_key_check", [], |row| row.get(0)).optional()?;
        if let Some(table) = broken {
            return Err(format!("a row of {table} refers to nothing: please report this").into());
        }
        self.connection.close().map_err(|(_, e)| e)?;
        Ok(())
    }
}
