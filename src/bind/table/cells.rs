//! What cells hold, and amounts in yuan.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use yusuan_parsers::amount::{CellFigure, cell};
use yusuan_parsers::table::is_figure;
use yusuan_parsers::unit::Unit;

use super::columns::Role;
use super::{RawCell, items};
use crate::model::{BBox, Cell, CellValue, Table};
use crate::vocabulary::Vocabulary;
use crate::vocabulary::fold::folding;

/// A cell with its kind; amounts get their yuan once the unit is known.
pub(super) fn typed(raw: &RawCell, role: Role, place: Option<(u32, BBox)>) -> Cell {
    let value = match role {
        _ if raw.text.is_empty() => CellValue::Blank,
        Role::Code if folding(&raw.text).chars().all(|c| c.is_ascii_digit()) => CellValue::Code,
        Role::Number if is_figure(&raw.text) => CellValue::Number,
        Role::Label | Role::Code | Role::Number => CellValue::Label,
        Role::Amount => match cell(&raw.text) {
            Ok(CellFigure::Blank) => CellValue::Blank,
            Ok(CellFigure::Nil) => CellValue::Nil,
            Ok(CellFigure::Amount(_)) => CellValue::Amount,
            Err(_) => CellValue::Unread,
        },
    };
    Cell {
        text: raw.text.clone(),
        yuan: None,
        value,
        ulp: None,
        page: place.map(|(page, _)| page),
        bbox: place.map(|(_, bbox)| bbox),
    }
}

/// The unit by its printed form.
fn unit(printed: &str) -> Option<Unit> {
    [Unit::Yuan, Unit::Thousand, Unit::TenThousand, Unit::HundredMillion]
        .into_iter()
        .find(|u| u.as_str() == printed)
}

/// The unit that a column's own header states: `金额（万元）`.
fn column_unit(path: &[String]) -> Option<Unit> {
    path.iter().rev().find_map(|part| {
        let folded = folding(part);
        let inner = folded.rsplit_once('(')?.1.strip_suffix(')')?;
        unit(inner.strip_prefix("单位:").unwrap_or(inner))
    })
}

/// Whether a name says that its figures are counts: a classifier in brackets behind it (公务用车保有量（辆）), or a number
/// of equipment.
fn counted(vocabulary: &Vocabulary, name: &str) -> bool {
    let folded = folding(name);
    if folded.starts_with("单价") && folded.contains("以上") && folded.contains("设备") {
        return true;
    }
    let Some((_, inner)) = folded.strip_suffix(')').and_then(|f| f.split_once('(')) else { return false };
    inner.rsplit('(').chain([inner]).any(|i| vocabulary.is_counter(i.strip_prefix("单位:").unwrap_or(i)))
}

/// The figures of lines that count things (团组数（个）, 人次（人）), and of the numbered lines below them, are numbers.
fn count_lines(table: &mut Table, vocabulary: &Vocabulary) {
    let sides = table.columns.iter().map(|c| c.side).max().unwrap_or(0);
    for side in 0..=sides {
        let of_side: Vec<bool> = table.columns.iter().map(|c| c.side == side).collect();
        // The rank of the counted line that is open.
        let mut open: Option<u8> = None;
        for row in &mut table.rows {
            let cells = || row.cells.iter().zip(&of_side).filter(|(_, own)| **own).map(|(c, _)| c);
            let Some(name) = cells().find(|c| c.value == CellValue::Label) else { continue };
            let (rank, of_which, name) = items::plain(&name.text);
            let below = open.is_some_and(|r| rank > r || of_which && rank == 0);
            if counted(vocabulary, name) {
                open = Some(if below { open.unwrap_or(rank) } else { rank });
            } else if !below {
                open = None;
            }
            if open.is_some() {
                let own = row.cells.iter_mut().zip(&of_side).filter(|(_, own)| **own).map(|(c, _)| c);
                for cell in own.filter(|c| c.value == CellValue::Amount) {
                    cell.value = CellValue::Number;
                }
            }
        }
    }
}

/// Writes the yuan of every amount whose unit is known.
pub(super) fn value_amounts(table: &mut Table, vocabulary: &Vocabulary) {
    count_lines(table, vocabulary);
    let whole = table.amount_unit.as_deref().and_then(unit);
    let units: Vec<Option<Unit>> = table.columns.iter().map(|c| column_unit(&c.path).or(whole)).collect();
    if whole.is_none() {
        let stated: BTreeSet<Unit> = units.iter().flatten().copied().collect();
        if let (1, Some(unit)) = (stated.len(), stated.first()) {
            table.amount_unit = Some(unit.as_str().to_owned());
        }
    }
    for row in &mut table.rows {
        for (cell, unit) in row.cells.iter_mut().zip(&units) {
            let (CellValue::Amount, Some(unit)) = (cell.value, unit) else { continue };
            let Ok(CellFigure::Amount(value)) = self::cell(&cell.text) else { continue };
            cell.yuan = yuan(value, *unit);
            cell.ulp = Decimal::try_new(1, value.scale())
                .ok()
                .and_then(|u| u.checked_mul(unit.factor()))
                .map(|u| u.normalize());
            if cell.yuan.is_none() {
                cell.value = CellValue::Unread;
            }
        }
    }
}

/// Exact, with two decimals or as many as it needs.
fn yuan(value: Decimal, unit: Unit) -> Option<Decimal> {
    let mut yuan = value.checked_mul(unit.factor())?.normalize();
    if yuan.scale() < 2 {
        yuan.rescale(2);
    }
    Some(yuan)
}

/// A table without a unit line has the unit in which its figures are found again in the tables that have one.
pub(super) fn infer_units(tables: &mut [Table], vocabulary: &Vocabulary) {
    let lacks = |t: &Table| t.amount_unit.is_none() && t.kind != crate::model::TableKind::Other;
    if !tables.iter().any(lacks) {
        return;
    }
    let known: BTreeSet<Decimal> =
        tables.iter().flat_map(|t| &t.rows).flat_map(|r| &r.cells).filter_map(|c| c.yuan).collect();
    let units: BTreeSet<Unit> =
        tables.iter().filter_map(|t| t.amount_unit.as_deref()).filter_map(unit).collect();
    for table in tables {
        if table.amount_unit.is_some() || table.kind == crate::model::TableKind::Other {
            continue;
        }
        let figures: Vec<Decimal> = table
            .rows
            .iter()
            .flat_map(|r| &r.cells)
            .filter(|c| c.value == CellValue::Amount)
            .filter_map(|c| match cell(&c.text) {
                Ok(CellFigure::Amount(value)) if !value.is_zero() => Some(value),
                _ => None,
            })
            .collect();
        let Some(largest) = figures.iter().max().copied() else { continue };
        let mut fitting = units.iter().filter(|u| yuan(largest, **u).is_some_and(|y| known.contains(&y)));
        if let (Some(unit), None) = (fitting.next(), fitting.next()) {
            table.amount_unit = Some(unit.as_str().to_owned());
            value_amounts(table, vocabulary);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classifiers_tell_counts() {
        let counted = |name: &str| super::counted(&Vocabulary::default(), name);
        let counts =
            ["公务用车保有量（辆）", "国内公务接待批次（个）", "出国（境）人次数（人）", "设备（台（套））"];
        for name in counts {
            assert!(counted(name), "{name}");
        }
        assert!(counted("单价100万元（含）以上设备（不含车辆）"));
        for name in ["因公出国（境）费", "金额（万元）", "机关事务（款）", "国（境）外接待费"]
        {
            assert!(!counted(name), "{name}");
        }
    }

    #[test]
    fn yuan_is_exact() {
        let show = |text: &str, unit| yuan(text.parse().unwrap(), unit).unwrap().to_string();
        assert_eq!(show("5249.78", Unit::TenThousand), "52497800.00");
        assert_eq!(show("0", Unit::TenThousand), "0.00");
        assert_eq!(show("3.14159265", Unit::TenThousand), "31415.9265");
        assert_eq!(show("1.5", Unit::Yuan), "1.50");
        assert_eq!(column_unit(&["金额（万元）".to_owned()]), Some(Unit::TenThousand));
        assert_eq!(column_unit(&["类（款）".to_owned()]), None);
    }
}
