//! What is known of a figure beyond its print: whether identities hold that it takes part in.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;

use crate::model::{Disclosure, ItemRole, Severity, Status, Table};

/// What the rules, and the sums over leaves, say of the figures of a document.
#[derive(Debug)]
pub struct Qualities<'a> {
    figures: HashMap<&'a str, bool>,
    refused: Vec<&'a str>,
}

impl<'a> Qualities<'a> {
    /// Reads what the document records: which figures hold, which contradict others.
    pub fn of(document: &'a Disclosure) -> Self {
        let mut figures: HashMap<&str, bool> = document.checked.iter().map(|r| (r.as_str(), true)).collect();
        let mut refused = Vec::new();
        for check in &document.checks {
            let references = check.evidence.iter().map(|e| e.reference.as_str());
            match check.status {
                // A failure outweighs a pass.
                Status::Fail if check.severity != Severity::Info => {
                    figures.extend(references.map(|r| (r, false)));
                }
                // The table is so far from adding up that no rule speaks of its figures.
                Status::Insufficient if check.rule == "T108" => refused.extend(references),
                _ => {}
            }
        }
        Self { figures, refused }
    }

    /// The word for a figure, by its reference.
    pub fn word(&self, reference: &str) -> &'static str {
        match self.figures.get(reference) {
            Some(true) => "consistent",
            Some(false) => "inconsistent",
            None => "unchecked",
        }
    }

    /// The words for a table's figures; `roles` are those of its items.
    pub fn table(&self, table: &Table, roles: &[ItemRole]) -> TableQuality<'_> {
        TableQuality {
            all: self,
            refused: self.refused.contains(&table.id.as_str()),
            unsound: unsound(table, roles),
        }
    }
}

/// [`Qualities`] of one table.
#[derive(Debug)]
pub struct TableQuality<'a> {
    all: &'a Qualities<'a>,
    refused: bool,
    unsound: Vec<(u8, usize)>,
}

impl TableQuality<'_> {
    /// The word for a figure of the table.
    pub fn word(&self, reference: &str, side: u8, column: usize) -> &'static str {
        if self.refused || self.unsound.contains(&(side, column)) {
            return "inconsistent";
        }
        self.all.word(reference)
    }
}

/// The columns (with their side) whose leaves add up to none of the totals printed for them, by more than rounding
/// explains: the promise that a sum over leaves is the printed total does not hold there, so nobody may rely on it.
/// Columns with one concept are one column in two.
fn unsound(table: &Table, roles: &[ItemRole]) -> Vec<(u8, usize)> {
    #[derive(Default)]
    struct Column {
        leaves: Option<(Decimal, Decimal)>,
        totals: Vec<(Decimal, Decimal)>,
    }
    let mut columns: BTreeMap<(u8, usize), Column> = BTreeMap::new();
    let group = |column: usize| {
        let known = table.columns.get(column).and_then(|c| c.concept.as_ref());
        known.and_then(|k| table.columns.iter().position(|c| c.concept.as_ref() == Some(k))).unwrap_or(column)
    };
    for (item, role) in table.items.iter().zip(roles) {
        for &column in &item.value_columns {
            let Some(cell) = table.rows.get(item.row).and_then(|r| r.cells.get(column)) else { continue };
            let Some(yuan) = cell.yuan else { continue };
            let half = cell.ulp.unwrap_or_default() / Decimal::TWO;
            let entry = columns.entry((item.side, group(column))).or_default();
            match role {
                ItemRole::Leaf => {
                    let (sum, slack) = entry.leaves.get_or_insert_default();
                    *sum += yuan;
                    *slack += half;
                }
                ItemRole::Total => entry.totals.push((yuan, half)),
                ItemRole::Subtotal | ItemRole::OfWhich => {}
            }
        }
    }
    let holds = |column: &Column| {
        let Some((sum, slack)) = column.leaves else { return true };
        let agrees = |total: Decimal, half: Decimal| (sum - total).abs() <= slack + half;
        // Several blocks have a total each, and none for all.
        let blocks = column.totals.iter().fold((Decimal::ZERO, Decimal::ZERO), |a, t| (a.0 + t.0, a.1 + t.1));
        column.totals.is_empty()
            || column.totals.iter().any(|t| agrees(t.0, t.1))
            || agrees(blocks.0, blocks.1)
    };
    let bad: Vec<(u8, usize)> = columns.iter().filter(|(_, c)| !holds(c)).map(|(key, _)| *key).collect();
    let sides =
        |column: usize| bad.iter().filter(move |(_, b)| *b == group(column)).map(move |(s, _)| (*s, column));
    (0..table.columns.len()).flat_map(sides).collect()
}
