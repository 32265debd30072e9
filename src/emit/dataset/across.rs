//! The tables that span documents: units, coverage, rules, codes.

use std::collections::{BTreeMap, BTreeSet};

use super::rows;
use super::schema::{CODES_ECONOMIC, CODES_FUNCTIONAL, COVERAGE, RULES, UNITS};
use super::sink::{Failure, Sink, Value};
use crate::model::{Disclosure, DocumentKind, RuleTally, UnitLevel};
use crate::reconcile;

/// Years between a unit's first and last; more than these are no series, and only those that are there are listed.
const SPAN: i32 = 200;

/// A unit and which of its documents are there.
#[derive(Debug)]
pub struct UnitRows {
    id: String,
    name: String,
    level: Option<UnitLevel>,
    held: BTreeMap<(i32, &'static str), usize>,
}

impl UnitRows {
    /// A unit without documents; none without a name.
    pub fn new(name: Option<&str>, level: Option<UnitLevel>) -> Option<Self> {
        let id = rows::unit_id(name, level)?;
        Some(Self { id, name: name?.to_owned(), level, held: BTreeMap::new() })
    }

    /// Counts a document.
    pub fn add(&mut self, document: &Disclosure) {
        if let Some(year) = document.fiscal_year.filter(|_| document.kind != DocumentKind::Other) {
            *self.held.entry((year, kind_word(document.kind))).or_default() += 1;
        }
    }

    /// Writes the unit and its coverage.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn write(&self, sink: &mut dyn Sink) -> Result<(), Failure> {
        let level = self.level.map(|l| rows::word(&l));
        sink.row(&UNITS, vec![self.id.as_str().into(), self.name.as_str().into(), level.into()])?;
        let years: BTreeSet<i32> = self.held.keys().map(|(year, _)| *year).collect();
        let (Some(&first), Some(&last)) = (years.first(), years.last()) else { return Ok(()) };
        let all = if last.saturating_sub(first) < SPAN { (first..=last).collect() } else { years };
        for year in all {
            for kind in [DocumentKind::Budget, DocumentKind::FinalAccount].map(kind_word) {
                let held = self.held.get(&(year, kind)).copied().unwrap_or(0);
                let row =
                    vec![self.id.as_str().into(), year.into(), kind.into(), held.into(), (held == 0).into()];
                sink.row(&COVERAGE, row)?;
            }
        }
        Ok(())
    }
}

fn kind_word(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Budget => "budget",
        DocumentKind::FinalAccount => "final_account",
        DocumentKind::Other => "other",
    }
}

/// The ledger of all documents.
#[derive(Debug, Default)]
pub struct Ledger(BTreeMap<String, [u64; 4]>);

impl Ledger {
    /// Adds a document's.
    pub fn add(&mut self, tallies: &[RuleTally]) {
        for tally in tallies {
            let sum = self.0.entry(tally.id.clone()).or_default();
            let counts = [tally.pass, tally.fail, tally.not_applicable, tally.insufficient];
            for (sum, count) in sum.iter_mut().zip(counts) {
                *sum += u64::from(count);
            }
        }
    }

    /// Writes a row a rule.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn write(mut self, sink: &mut dyn Sink) -> Result<(), Failure> {
        for rule in reconcile::RULES {
            self.0.entry(rule.id.to_owned()).or_default();
        }
        for (id, counts) in self.0 {
            let name = reconcile::RULES.iter().find(|r| r.id == id).map(|r| r.name);
            let mut row: Vec<Value> = vec![id.into(), name.into()];
            row.extend(counts.map(Value::from));
            sink.row(&RULES, row)?;
        }
        Ok(())
    }
}

/// Writes the official codes.
///
/// # Errors
/// When they cannot be written.
pub fn write_codes(sink: &mut dyn Sink) -> Result<(), Failure> {
    for (schema, text) in [
        (&CODES_FUNCTIONAL, include_str!("../../vocabulary/data/functional.tsv")),
        (&CODES_ECONOMIC, include_str!("../../vocabulary/data/economic.tsv")),
    ] {
        let mut seen = BTreeSet::new();
        for line in text.lines().skip(1) {
            let mut cells = line.split('\t');
            let row: [&str; 7] = std::array::from_fn(|_| cells.next().unwrap_or_default());
            if !row[0].is_empty() && seen.insert((row[0], row[1])) {
                sink.row(schema, row.map(Value::from).into())?;
            }
        }
    }
    Ok(())
}
